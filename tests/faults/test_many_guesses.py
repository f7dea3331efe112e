"""Thousands of guesses at the desk's door, against the production server, while reports come in.

What each guess costs is real: no cheap Argon2 here. PRONGSAI_GUESSES=10000 takes it further; -s
shows the figures.
"""

import os
import sys
import threading
import time
from base64 import b32decode
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from statistics import mean
from urllib.parse import urlencode

import pytest

from crypto import key_file
from crypto.primitives import totp_code
from rules.permissions import Role
from service.activate_officer import OfficerPlan, activate, activate_page, invite_officer
from service.actors import AgencyClerk, AllAgencies
from service.unit_of_work import Costs, begin
from tests.faults.raw_http import tree
from tests.fingerprints import fingerprints
from tests.office import PASSPHRASE, Office
from tests.real_server import RealServer
from tests.reporter_client import ReporterClient

pytestmark = [pytest.mark.faults, pytest.mark.timeout(500)]

GUESSES = int(os.environ.get("PRONGSAI_GUESSES", "2000"))
GUESSERS = 6
ALONE = 6
FLOOD_EACH_SECONDS = 3.0
LONGEST_WAIT_SECONDS = 8.0
LET_IN_SECONDS = 20.0
FILED_EACH_SECONDS = 1.0
LOGIN = "sample/known1"


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_thousands_of_guesses_do_not_stall_filing_or_lock_anybody_out(
    office: Office, real_server: RealServer
) -> None:
    office.clock.now = datetime.now(UTC)
    seed = _officer_at_the_real_price(office)
    known = _signed_in(real_server.port, LOGIN, seed)
    assert known
    rows = _rows(office)
    alone = [_filed(real_server.port, f"ก่อนการเดา {n}") for n in range(ALONE)]
    size = _resident(real_server)
    with _guessing(real_server.port) as (answers, is_over):
        beside, entered, turn = [], 0.0, time.monotonic()
        while not is_over():
            beside.append(_filed(real_server.port, f"ระหว่างการเดา {len(beside)}"))
            if len(beside) == 5:
                began = time.monotonic()
                assert _signed_in(real_server.port, LOGIN, seed, known)
                entered = time.monotonic() - began
            turn += FILED_EACH_SECONDS
            time.sleep(max(0.0, turn - time.monotonic()))
        took = time.monotonic() - answers.began
    counts = answers.counts
    _told(
        f"{GUESSES} guesses in {took:.1f} s ({GUESSES / took:.0f} a second): {counts}, and "
        f"{answers.anew} at ever new names; filing alone {mean(alone):.2f} s, longest "
        f"{max(alone):.2f}; beside it {len(beside)} reports, {mean(beside):.2f} s, longest "
        f"{max(beside):.2f}; the known browser was in after {entered:.2f} s; memory {size} to "
        f"{_resident(real_server)} KiB; {_processor(real_server):.1f} s of processor"
    )
    # Refused alike, whether they were tried or not; the crowd is told to wait.
    assert set(counts) <= {401, 429}
    assert sum(counts.values()) == GUESSES
    assert len(beside) >= 6
    assert max(beside) < LONGEST_WAIT_SECONDS
    assert 0 < entered < LET_IN_SECONDS
    assert _resident(real_server) - size < 300 * 1024
    # The second sign-in made a row; no guess did.
    assert _rows(office) == rows | {"officer_session": rows["officer_session"] + 1}


def _told(figures: str) -> None:
    sys.stdout.write(f"\n{figures}\n")


class _Answers:
    def __init__(self) -> None:
        self.anew = 0
        self.began = time.monotonic()
        self.counts: dict[int, int] = {}
        self._lock = threading.Lock()

    def add(self, status: int) -> None:
        with self._lock:
            self.counts[status] = self.counts.get(status, 0) + 1


@contextmanager
def _guessing(port: int):
    """Guesses from several connections; the block may ask whether they are over."""
    answers = _Answers()
    guessers = [
        threading.Thread(target=_guess, args=(port, number, answers)) for number in range(GUESSERS)
    ]

    def is_over() -> bool:
        return not any(one.is_alive() for one in guessers)

    flood = threading.Thread(target=_flood, args=(port, answers, is_over))
    for one in (*guessers, flood):
        one.start()
    try:
        yield answers, is_over
    finally:
        for one in (*guessers, flood):
            one.join()


def _guess(port: int, number: int, answers: _Answers) -> None:
    """Guesses at the known officer's name, from one connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for turn in range(number, GUESSES, GUESSERS):
        body = _body(LOGIN, "x" * 20, f"{turn % 1_000_000:06}")
        connection.request("POST", "/desk/sign-in", body, _FORM)
        answer = connection.getresponse()
        answer.read()
        answers.add(answer.status)
    connection.close()


def _flood(port: int, answers: _Answers, is_over: Callable[[], bool]) -> None:
    """Ever new names, each of which has a bucket that is still full: they cost what they cost."""
    while not is_over():
        status, _, _ = _post(port, f"sample/name{answers.anew}", "x" * 20, "123456")
        assert status in (401, 429)
        answers.anew += 1
        time.sleep(FLOOD_EACH_SECONDS)


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _body(login: str, passphrase: str, digits: str) -> bytes:
    return urlencode({"login": login, "passphrase": passphrase, "digits": digits}).encode()


def _post(port: int, login: str, passphrase: str, digits: str, cookie: str = ""):
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = _FORM | ({"Cookie": cookie} if cookie else {})
    connection.request("POST", "/desk/sign-in", _body(login, passphrase, digits), headers)
    answer = connection.getresponse()
    found = answer.status, answer.read(), answer.headers.get_all("Set-Cookie") or []
    connection.close()
    return found


def _signed_in(port: int, login: str, seed: bytes, cookie: str = "") -> str:
    """The cookie by which the browser is known again; "" when it was not let in."""
    # Digits are taken once: those of the step after still count.
    digits = totp_code(seed, int(time.time()) + (30 if cookie else 0))
    status, _, cookies = _post(port, login, PASSPHRASE, digits, cookie)
    known = next((one.partition(";")[0] for one in cookies if one.startswith("known=")), "")
    return known if status == 303 else ""


def _filed(port: int, words: str) -> float:
    """How long one report took, the whole way."""
    began = time.monotonic()
    assert len(ReporterClient(port).file(words).code) == 20
    return time.monotonic() - began


def _officer_at_the_real_price(office: Office) -> bytes:
    """The second factor's secret of a new officer, whose passphrase costs what it costs."""

    def work(actor):
        keys = key_file.load(office.key_path)
        return begin(
            office.engine, actor=actor, keys=keys, now=office.clock.now, costs=Costs(), writes=True
        )

    plan = OfficerPlan("นางรู้จัก เครื่องเดิม", "นิติกร", LOGIN.partition("/")[2], (Role.LEGAL,))
    with work(AgencyClerk(office.agency_id)) as opened:
        code = invite_officer(opened, plan)
    with work(AllAgencies("activate an officer")) as opened:
        page = activate_page(opened, code)
    seed = b32decode(page.totp_secret_text.replace(" ", ""))
    digits = totp_code(seed, int(office.clock.now.timestamp()) - 30)
    with work(AllAgencies("activate an officer")) as opened:
        activate(opened, page.ticket, PASSPHRASE, PASSPHRASE, digits)
    return seed


def _rows(office: Office) -> dict[str, int]:
    """How many rows stand where signing in might leave some."""
    found = fingerprints(office.engine)
    return {name: found[name][0] for name in ("officer", "officer_session", "access_log")}


def _resident(server: RealServer) -> int:
    """KiB of memory of all the server's processes."""
    total = 0
    for pid in tree(server.process.pid):
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            total += sum(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    return total


def _processor(server: RealServer) -> float:
    """Seconds of processor that the server's processes have used."""
    ticks = 0
    for pid in tree(server.process.pid):
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            ticks += sum(int(one) for one in file.read().rpartition(")")[2].split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")
