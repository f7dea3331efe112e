"""LINE under kill -9: whoever dies between the sending and the mark sends the same once more."""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from app.line import deliver_line
from service.actors import AgencyClerk
from service.deliver_mail import LEASE
from service.notify import tell
from tests.line_scenes import PUBLIC, deliver_all, house_with, link, turn_on
from tests.line_server import LineServer
from tests.line_worker import work_until_killed
from tests.mail import outbox
from tests.office import Office
from tests.real_server import RealServer

pytestmark = pytest.mark.faults

KILLS = 15
SEED = 20261122
EVENTS_BETWEEN_KILLS = 2
HOLD_SECONDS = 0.02
# Shorter than what the messages that are left take LINE alone: the worker is surely still at it.
LONGEST_SECONDS = 0.08
HOUR = timedelta(hours=1)
LINKED = ("intake1", "clerk", "inside1")
READING = ("intake1", "clerk")


@pytest.fixture
def line() -> Iterator[LineServer]:
    server = LineServer(limit=None).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def nursery() -> multiprocessing.context.BaseContext:
    """Children are forked from a process that has loaded the program, and nothing of the test."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.line_worker"])
    return context


def _start(office: Office, line: LineServer, nursery):
    environ = {
        "PRONGSAI_LINE_API": line.api,
        "PRONGSAI_PUBLIC_URL": PUBLIC,
        "PRONGSAI_DATA_DIR": str(office.key_path.parents[1]),
    }
    url = office.engine.url.render_as_string(hide_password=False)
    child = nursery.Process(
        target=work_until_killed, args=(url, office.key_path, environ, office.clock.now)
    )
    child.start()
    return child


def _tell(office: Office, *about: bytes) -> None:
    everybody = [office.officers[login].officer_id for login in LINKED]
    with office.work(AgencyClerk(office.agency_id)) as work:
        for one in about:
            tell(work, everybody, "reminder", one, ways=("line",))


def test_every_message_arrives_once_whenever_the_worker_is_killed(office, line, nursery):
    """Sent again under the same key, LINE answers that it has it; nobody reads it twice."""
    chance, kills = random.Random(SEED), 0
    turn_on(office)
    link(office, *LINKED)
    deliver_all(house_with(office, line))
    already = len(line.arrived)
    line.hold_seconds = HOLD_SECONDS
    for round_number in range(KILLS):
        _tell(office, *(bytes([round_number, number]) for number in range(EVENTS_BETWEEN_KILLS)))
        child = _start(office, line, nursery)
        _wait_for_one_more(line, child)
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        kills += child.exitcode == -signal.SIGKILL
        office.clock.now += LEASE
    line.hold_seconds = 0
    while any(row.sent_at is None for row in outbox(office)):
        child = _start(office, line, nursery)
        child.join()
        assert child.exitcode == 0
        office.clock.now += LEASE
    assert kills >= KILLS * 2 // 3
    told = len(LINKED) * EVENTS_BETWEEN_KILLS * KILLS
    assert len(line.arrived) - already == told, "each reached a telephone, and once"
    again = [one for one in line.pushes if one.answered == 409]
    assert again, "no kill fell between the sending and the mark"
    bodies: dict[str, set[bytes]] = {}
    for one in line.pushes:
        bodies.setdefault(one.retry_key, set()).add(one.body)
    assert {len(each) for each in bodies.values()} == {1}, "one key is one message"
    assert {one.answered for one in line.pushes} == {200, 409}
    sys.stdout.write(f"{kills} kills, {told} messages, {len(again)} sent again under their key\n")


def _wait_for_one_more(line: LineServer, child) -> None:
    before = len(line.pushes)
    ends_at = time.monotonic() + 30
    while len(line.pushes) == before and child.is_alive() and time.monotonic() < ends_at:
        time.sleep(0.002)


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_killed_exactly_between_the_sending_and_the_mark_the_same_key_goes_again(
    office, line, nursery
):
    turn_on(office)
    link(office, "intake1")
    deliver_all(house_with(office, line))
    line.requests.clear()
    _tell(office, b"one")
    line.hold_seconds = 30  # LINE has it, and the worker has no answer yet
    child = _start(office, line, nursery)
    _wait_for_one_more(line, child)
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    line.hold_seconds = 0
    assert [row.sent_at for row in outbox(office) if row.kind == "reminder"] == [None]
    office.clock.now += LEASE - timedelta(minutes=1)
    assert deliver_line(house_with(office, line)) == 0, "another's lease stands"
    office.clock.now += timedelta(minutes=1)
    assert deliver_line(house_with(office, line)) == 1
    first, second = line.pushes
    assert first.retry_key == second.retry_key and first.body == second.body
    assert (first.answered, second.answered) == (200, 409)
    assert len(line.arrived) == 1


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_the_served_program_delivers_by_line_by_itself(office, line, tmp_path):
    turn_on(office)
    link(office, "intake1")
    server = RealServer(tmp_path, {"PRONGSAI_LINE_API": line.api, "PRONGSAI_PUBLIC_URL": PUBLIC})
    with office.work(AgencyClerk(office.agency_id)) as work:
        # Yesterday by the clock on the wall, which the served program goes by: what has waited
        # for a month is taken away unsent.
        due = datetime.now(UTC) - timedelta(days=1)
        ids = [office.officers["intake1"].officer_id]
        tell(work, ids, "request", b"one", due, ways=("line",))
    try:
        server.start()
        ends_at = time.monotonic() + 30
        while not line.arrived:
            assert time.monotonic() < ends_at, "nothing has arrived"
            time.sleep(0.02)
    finally:
        server.stop()


def test_three_days_without_line_change_nothing_for_reporters(office, line):
    turn_on(office)
    link(office, *LINKED)
    house = house_with(office, line)
    deliver_all(house)
    before = len(line.arrived)
    line.say(*[500] * 10_000)
    began, receipts = office.clock.now, []
    while office.clock.now < began + timedelta(days=3):
        office.clock.now += HOUR
        assert deliver_line(house) == 0
        if office.clock.now.hour % 12 == 0:
            receipts.append(office.file(narrative="เรื่องใหม่"))
    waiting = [row for row in outbox(office) if row.sent_at is None]
    assert len(waiting) == 3 * len(READING)
    assert {row.problem for row in waiting if row.tries} == {"later"}
    line.answers.clear()
    while any(row.sent_at is None for row in outbox(office)):
        assert office.clock.now < began + timedelta(days=3, hours=2)
        office.clock.now += HOUR
        deliver_all(house)
    assert len(line.arrived) - before == len(waiting)
    assert len({office.open("intake1", office.case_id(one)).id for one in receipts}) == 6


def test_nobody_waits_for_a_line_that_hangs(office, line):
    """No transaction is open while a message is on its way: filings go through meanwhile."""
    turn_on(office)
    link(office, *LINKED)
    line.say("hang")
    sender = Thread(target=deliver_line, args=(house_with(office, line),))
    sender.start()
    assert line.hanging.wait(20)
    took = []
    for _ in range(5):
        at = time.perf_counter()
        office.file(narrative="เรื่องใหม่")
        took.append(time.perf_counter() - at)
    assert sender.is_alive()
    assert {row.sent_at for row in outbox(office)} == {None}
    line.let_go.set()
    sender.join(60)
    assert not sender.is_alive()
    assert "connect" in {row.problem for row in outbox(office)}
    assert max(took) < 5
