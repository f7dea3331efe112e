"""kill -9 of the production server at random moments: what a reporter was shown is there.

PRONGSAI_TEST_KILLS asks for a longer run, PRONGSAI_TEST_SEED for a run again.
"""

import os
import random
import sqlite3
import sys
import threading
import time
from datetime import UTC, datetime

import pytest

from crypto.primitives import sha256
from models.complaint import FilingRetry
from rules.states import Channel
from service.submit_complaint import submit_complaint
from tests.faults.steadfast import Report, Steadfast
from tests.faults.whole_cases import check_no_half_case, open_all
from tests.office import Office
from tests.plaintext import Needles, files_under, rare_thai_word
from tests.real_server import RealServer
from tests.reporter_client import ReporterClient

KILLS = int(os.environ.get("PRONGSAI_TEST_KILLS", "50"))
SEED = int(os.environ.get("PRONGSAI_TEST_SEED", "0")) or random.randrange(1, 10**9)
REPORTERS = 5
MOST_ANSWERS, MOST_SECONDS, JITTER_SECONDS = 6, 1.2, 0.08
ASKED_AGAIN = 12

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240 + 6 * KILLS)]


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_every_receipt_that_was_shown_survives_fifty_kills(
    office: Office, tmp_path, real_server: RealServer
) -> None:
    sys.stdout.write(f"seed {SEED}, {KILLS} kills\n")
    office.clock.now = datetime.now(UTC)
    mark = rare_thai_word()
    is_up = threading.Event()
    people = [
        Steadfast(real_server.port, mark, random.Random(SEED + n), is_up, f"ผู้แจ้ง {n}")
        for n in range(REPORTERS)
    ]
    is_up.set()
    for person in people:
        person.start()
    committed = _kill_often(office, real_server, people, is_up)
    for person in people:
        person.finish()
    reports = [report for person in people for report in person.reports]
    _check_codes_still_open(real_server.port, reports)
    real_server.stop()

    _tell(people, reports, committed)
    assert [odd for person in people for odd in person.strange] == []
    _check_one_code_each(reports, committed)
    cases = check_no_half_case(office)
    assert cases == len(reports)
    _check_all_is_readable(office, tmp_path, reports)
    _check_database(tmp_path / "prongsai.db")
    assert not Needles([mark]).in_files(files_under(tmp_path))


def _kill_often(office, server, people, is_up) -> dict[str, str]:
    """The codes of sends that had been committed before a kill, by draft."""
    rng, committed = random.Random(SEED), {}
    for number in range(KILLS):
        _wait_a_while(rng, people)
        is_up.clear()
        server.kill()
        # Not each time: mostly the server itself must find its way out of the log left behind.
        if number % 3 == 0:
            for person in people:
                committed |= _kept_for(office, person.reports[-1:])
            office.engine.dispose()
        server.start()
        is_up.set()
    return committed


def _wait_a_while(rng: random.Random, people: list[Steadfast]) -> None:
    """Until a few answers have come, however slow the machine, and a random moment more."""
    told = sum(person.told for person in people) + rng.randint(0, MOST_ANSWERS)
    ends = time.monotonic() + MOST_SECONDS
    while sum(person.told for person in people) < told and time.monotonic() < ends:
        time.sleep(0.002)
    time.sleep(rng.uniform(0, JITTER_SECONDS))


def _kept_for(office: Office, reports: list[Report]) -> dict[str, str]:
    """Draft and code of those whose send the database already holds."""
    known = {}
    for report in reports:
        key = sha256(report.draft.encode())
        with office.reporter() as work:
            row = work.session.get(FilingRetry, key)
            if row is not None and row.sealed_code is not None:
                receipt = submit_complaint(work, Channel.CORRUPTION, report.draft)
                known[report.draft] = receipt.code.replace(" ", "")
    return known


def _check_one_code_each(reports: list[Report], committed: dict[str, str]) -> None:
    for report in reports:
        assert len(set(report.codes)) == 1, "the same page showed two codes"
        assert committed.get(report.draft, report.codes[0]) == report.codes[0]
    assert len({report.codes[0] for report in reports}) == len(reports)
    assert len({report.receipt_no for report in reports}) == len(reports)
    assert committed, "no kill fell between a commit and its confirmation"


def _check_codes_still_open(port: int, reports: list[Report]) -> None:
    for report in random.Random(SEED).sample(reports, min(ASKED_AGAIN, len(reports))):
        page = ReporterClient(port).enter(report.codes[0])
        assert page.status == 200
        assert report.receipt_no in page.text


def _check_all_is_readable(office: Office, folder, reports: list[Report]) -> None:
    """Every report and every file that was told is there as it was sent."""
    opened = open_all(office, folder / "spools")
    assert set(opened) == {report.words for report in reports}
    for report in reports:
        case, files = opened[report.words]
        assert case.receipt_no == report.receipt_no
        assert {name: files[name] for name in report.told_files} == report.told_files
        assert set(files.values()) <= set(report.sent_files)


def _check_database(file) -> None:
    connection = sqlite3.connect(file)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


def _tell(people, reports, committed) -> None:
    receipts = sum(len(report.codes) for report in reports)
    told = sum(len(report.told_files) for report in reports)
    breaks = sum(person.breaks for person in people)
    sys.stdout.write(
        f"{KILLS} kills, {breaks} broken requests, {len(reports)} cases, {receipts} receipts "
        f"acknowledged, {told} files acknowledged, "
        f"{len(committed)} found committed while the server was down\n"
    )
