"""The public statistics page as one office's cases grow, and as other offices' do."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, insert

from bench.figures import milliseconds, print_table
from bench.installation import Installation, installation
from crypto.primitives import random_bytes
from models.clock import ClockRow
from models.complaint import Complaint
from tests.office import make_office

SIZES = (1_000, 10_000, 100_000)
TIMES = 7
YEARS = 5
AT_A_TIME = 5_000
PAGE = "/sample/disclosure/statistics"


def run() -> None:
    """Print how long the page takes; the sealed bytes of these rows are noise of the right size.

    Only the columns in clear are counted, so nothing here could be opened, nor need be.
    """
    rows, filed = [], 0
    with installation() as here:
        engine = here.app.extensions["prongsai"].engine
        here.clock.now = datetime.now(UTC)
        for size in SIZES:
            _insert(engine, here.office.agency_id, filed, size)
            filed = size
            rows.append([f"{size:,}", 0, *_times(here)])
        keys = here.app.extensions["prongsai"].settings.key_file
        neighbour = make_office(engine, keys, slug="neighbour", clock=here.clock)
        _insert(engine, neighbour.agency_id, 0, SIZES[-1])
        rows.append([f"{size:,}", SIZES[-1], *_times(here)])
    print_table(
        "Statistics of one fiscal year: milliseconds a page, in the process, SQLite",
        ("own cases", "another office's", "page", "JSON"),
        rows,
    )


def _times(here: Installation) -> tuple[float, float]:
    client = here.app.test_client()
    year = here.clock.now.year + 543

    def ask(address: str) -> None:
        if client.get(address).status_code != 200:
            raise RuntimeError(address)

    return (
        milliseconds(lambda: ask(f"{PAGE}?year={year}"), TIMES),
        milliseconds(lambda: ask(f"{PAGE}/{year}.json"), TIMES),
    )


def _insert(engine: Engine, agency_id: bytes, first: int, last: int) -> None:
    today = datetime.now(UTC).date()
    for start in range(first, last, AT_A_TIME):
        numbers = range(start, min(start + AT_A_TIME, last))
        cases = [_case(agency_id, number, today) for number in numbers]
        with engine.begin() as connection:
            connection.execute(insert(Complaint), cases)
            connection.execute(insert(ClockRow), [_clock(case) for case in cases])


def _case(agency_id: bytes, number: int, today: date) -> dict[str, object]:
    received = today - timedelta(days=number * 7919 % (365 * YEARS))
    is_done = number % 4 > 0
    done = received + timedelta(days=number % 90)
    return {
        "id": random_bytes(16), "agency_id": agency_id, "channel": "corruption",
        "register_year_be": received.year + 543, "register_number": number + 1_000_000,
        "state": "closed" if is_done and done <= today else "accepted", "awaits": "office",
        "reporter_spoke": False, "is_test": False, "submitted_on": received,
        "received_on": received, "completed_on": done if is_done and done <= today else None,
        "epoch": 0, "code_version": 1, "lookup_index": random_bytes(32),
        "handle": random_bytes(16), "reporter_public": random_bytes(1216),
        "identity_public": random_bytes(1216), "manifest": random_bytes(400),
        "manifest_mac": random_bytes(32), "event_count": 2, "event_head": random_bytes(32),
    }  # fmt: skip


def _clock(case: dict[str, object]) -> dict[str, object]:
    received = case["received_on"]
    assert isinstance(received, date)
    due = received + timedelta(days=15)
    return {
        "id": random_bytes(16), "agency_id": case["agency_id"], "case_id": case["id"],
        "kind": "first_answer", "starts_on": received, "due_on": due, "answer_by_on": due,
        "told_due_on": due, "answered_on": case["completed_on"], "rules_version": 1,
    }  # fmt: skip
