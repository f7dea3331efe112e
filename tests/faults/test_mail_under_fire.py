"""Mail under kill -9, and a mail server that is dead for three days."""

import multiprocessing
import os
import random
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from app.mail import deliver
from rules.states import Move
from service.actors import AgencyClerk
from service.deliver_mail import LEASE
from service.notify import tell
from service.outbox import mail_state
from tests.mail import address_of, give_addresses, house_of, outbox
from tests.mail_worker import work_until_killed
from tests.office import Office
from tests.real_server import RealServer
from tests.smtp_server import SmtpServer

pytestmark = pytest.mark.faults

KILLS = 20
SEED = 20261121
EVENTS_BETWEEN_KILLS = 2
LONGEST_SECONDS = 0.2
HOUR = timedelta(hours=1)
READING = {"intake1", "intake2", "grievance1", "legal1", "clerk"}
TOLD = ("intake1", "clerk", "inside1")


@pytest.fixture
def smtp(tmp_path) -> Iterator[SmtpServer]:
    server = SmtpServer(tmp_path / "smtp")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def nursery() -> multiprocessing.context.BaseContext:
    """Children are forked from a process that has loaded the program, and nothing of the test."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.mail_worker"])
    return context


def _start(office: Office, smtp: SmtpServer, nursery):
    child = nursery.Process(
        target=work_until_killed,
        args=(
            office.engine.url.render_as_string(hide_password=False),
            office.key_path,
            smtp.environ() | {"PRONGSAI_DATA_DIR": str(office.key_path.parents[1])},
            str(smtp.certificate),
            office.clock.now,
        ),
    )
    child.start()
    return child


def test_every_message_arrives_whenever_the_worker_is_killed(office, smtp, nursery):
    """At least once each, and every copy of one message is that message, byte for byte."""
    chance, kills = random.Random(SEED), 0
    smtp.start()
    (smtp.folder / "hold").touch()
    everybody = give_addresses(office, *TOLD)
    for round_number in range(KILLS):
        with office.work(AgencyClerk(office.agency_id)) as work:
            for number in range(EVENTS_BETWEEN_KILLS):
                tell(work, everybody, "reminder", bytes([round_number, number]))
        child = _start(office, smtp, nursery)
        _wait_for_one_more(smtp, child)
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        kills += child.exitcode == -signal.SIGKILL
        office.clock.now += LEASE
    (smtp.folder / "hold").unlink()
    while any(row.sent_at is None for row in outbox(office)):
        child = _start(office, smtp, nursery)
        child.join()
        assert child.exitcode == 0
        office.clock.now += LEASE
    assert kills >= KILLS * 3 // 4
    _check_arrivals(office, smtp, kills, everybody)


def _wait_for_one_more(smtp: SmtpServer, child) -> None:
    before = len(smtp.arrivals())
    ends_at = time.monotonic() + 30
    while len(smtp.arrivals()) == before and child.is_alive() and time.monotonic() < ends_at:
        time.sleep(0.002)


def _check_arrivals(office: Office, smtp: SmtpServer, kills: int, everybody: list[bytes]) -> None:
    rows = outbox(office)
    told = len(everybody) * EVENTS_BETWEEN_KILLS * KILLS + len(READING & set(TOLD))
    assert len(rows) == told
    copies: dict[str, set[bytes]] = {}
    arrivals = smtp.arrivals()
    for arrival in arrivals:
        copies.setdefault(arrival.message["Message-ID"], set()).add(arrival.raw)
    assert len(copies) == told, "each was delivered, and no two are taken for one"
    assert {len(each) for each in copies.values()} == {1}
    expected = Counter(
        {address_of(login): EVENTS_BETWEEN_KILLS * KILLS for login in TOLD}
    ) + Counter(address_of(login) for login in READING & set(TOLD))
    receivers = Counter(arrival.to for arrival in {one.raw: one for one in arrivals}.values())
    assert receivers == expected
    doubles = len(arrivals) - told
    assert doubles, "no kill fell between the sending and the mark"
    assert all(arrival.is_safe and arrival.has_login for arrival in arrivals)
    sys.stdout.write(f"{kills} kills, {told} messages, {doubles} came twice\n")


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_the_served_program_delivers_by_itself(office, smtp, tmp_path):
    smtp.start()
    (told,) = give_addresses(office, "inside1")
    with office.work(AgencyClerk(office.agency_id)) as work:
        # Yesterday by the clock on the wall, which the served program goes by: what has waited
        # for a month is taken away unsent.
        due = datetime.now(UTC) - timedelta(days=1)
        tell(work, [told], "request", b"one", due)
    server = RealServer(tmp_path, smtp.environ() | {"SSL_CERT_FILE": str(smtp.certificate)})
    try:
        server.start()
        ends_at = time.monotonic() + 30
        while not smtp.arrivals():
            assert time.monotonic() < ends_at, "nothing has arrived"
            time.sleep(0.02)
    finally:
        server.stop()
    assert [arrival.to for arrival in smtp.arrivals()] == [address_of("inside1")]


# A dead mail server


def test_three_days_without_a_mail_server_change_nothing_for_reporters(office, smtp, monkeypatch):
    everybody = give_addresses(office, *office.officers)
    house = house_of(office, smtp.environ())
    smtp.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    alive = [_file(office, house)[0] for _ in range(4)]
    smtp.stop()
    before = len(smtp.arrivals())
    began, dead, receipts = office.clock.now, [], []
    while office.clock.now < began + timedelta(days=3):
        office.clock.now += HOUR
        assert deliver(house) == 0
        if office.clock.now.hour % 8 == 0:
            seconds, receipt = _file(office, house)
            dead.append(seconds)
            receipts.append(receipt)
            _assign(office, receipt)
    waiting = [row for row in outbox(office) if row.sent_at is None]
    assert len(waiting) == 3 * len(READING) + len(receipts)
    assert {row.problem for row in waiting if row.tries} == {"connect"}
    with office.desk("admin1") as work:
        assert mail_state(work).is_troubled
    smtp.start()
    while any(row.sent_at is None for row in outbox(office)):
        assert office.clock.now < began + timedelta(days=3, hours=2)
        office.clock.now += HOUR
        deliver(house)
    arrived = [arrival.message["Message-ID"] for arrival in smtp.arrivals()[before:]]
    assert len(arrived) == len(set(arrived)) == len(waiting)
    assert {row.given_up_on for row in outbox(office)} == {None}
    assert len({office.open("intake1", office.case_id(one)).id for one in receipts}) == 9
    # The quickest of each: what other programs do to this machine only ever adds.
    slower = min(dead) / min(alive)
    sys.stdout.write(f"{len(everybody)} officers, {len(arrived)} late, filing x{slower:.2f}\n")
    assert min(dead) < 2 * min(alive) + 0.05


def test_nobody_waits_for_a_mail_server_that_hangs(office, smtp):
    """No transaction is open while a message is on its way: filings go through meanwhile."""
    give_addresses(office, *office.officers)
    with socket.create_server(("127.0.0.1", smtp.port)) as silent:
        house = house_of(office, smtp.environ())
        sender = Thread(target=deliver, args=(house,))
        sender.start()
        taken, _ = silent.accept()
        with taken:
            filed = [_file(office)[0] for _ in range(5)]
            assert sender.is_alive()
            assert {row.sent_at for row in outbox(office)} == {None}
    sender.join(30)
    assert not sender.is_alive()
    assert {row.problem for row in outbox(office)} == {"connect"}
    assert max(filed) < 5


def _file(office: Office, house=None):
    """How long a filing takes, right after a look at the mail, and its receipt."""
    if house is not None:
        deliver(house)
    began = time.perf_counter()
    receipt = office.file(narrative="เรื่องใหม่")
    return time.perf_counter() - began, receipt


def _assign(office: Office, receipt) -> None:
    officer = office.officers["legal1"].officer_id.hex()
    office.move("intake1", office.case_id(receipt), Move.ASSIGN, officer=officer)
