"""The public statistics as one office's cases grow, as other offices' do, and once published."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, insert

from bench.figures import milliseconds, print_table
from bench.installation import Installation, installation
from crypto.primitives import random_bytes
from models.clock import ClockRow
from models.complaint import Complaint
from rules.states import Channel
from rules.statistics_options import StatisticsOptions
from service.statistics_making import make_statistics
from tests.disclosing import hire_publisher, put_out_statistics
from tests.office import make_office

SIZES = (1_000, 10_000, 100_000)
TIMES = 7
YEARS = 5
AT_A_TIME = 5_000
PAGE = "/sample/disclosure/statistics"
EVERYTHING = StatisticsOptions(granularity="month", parts=("table", "in_time", "medians"))


def run() -> None:
    """Print how long it takes; the sealed bytes of these rows are noise of the right size.

    Only the columns in clear are counted, so nothing here could be opened, nor need be. A quarter
    of the cases is never completed, and every answer is a completion.
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
        published = _published_times(here)
    print_table(
        "Statistics of one fiscal year, counted now: milliseconds, in the process, SQLite",
        ("own cases", "another office's", "quarters", "months and medians", "page", "JSON"),
        rows,
    )
    print_table(
        "The same year once it is published, with 100,000 cases of each office",
        ("page", "page to who has it", "JSON", "CSV", "XLSX", "JSON to who has it"),
        [published],
    )


def _times(here: Installation) -> tuple[float, ...]:
    year = _year(here)
    return (
        milliseconds(lambda: _count(here, year, StatisticsOptions()), TIMES),
        milliseconds(lambda: _count(here, year, EVERYTHING), TIMES),
        milliseconds(lambda: _ask(here, f"{PAGE}?year={year}"), TIMES),
        milliseconds(lambda: _ask(here, f"{PAGE}/{year}.json"), TIMES),
    )


def _published_times(here: Installation) -> tuple[float, ...]:
    year = _year(here)
    hire_publisher(here.office)
    version = put_out_statistics(here.office, year)
    page, file = f"{PAGE}?year={year}", f"{PAGE}/{year}"
    tag = here.app.test_client().get(page).headers["ETag"]
    return (
        milliseconds(lambda: _ask(here, page), TIMES),
        milliseconds(lambda: _ask(here, page, tag), TIMES),
        milliseconds(lambda: _ask(here, f"{file}.json"), TIMES),
        milliseconds(lambda: _ask(here, f"{file}.csv"), TIMES),
        milliseconds(lambda: _ask(here, f"{file}.xlsx"), TIMES),
        milliseconds(lambda: _ask(here, f"{file}.json", f'W/"{version.digest}"'), TIMES),
    )


def _year(here: Installation) -> int:
    return here.clock.now.year + 543


def _count(here: Installation, year: int, options: StatisticsOptions) -> None:
    with here.office.public() as work:
        page = make_statistics(work, year, options, Channel.CORRUPTION)
    assert page.total and page.total.received


def _ask(here: Installation, address: str, tag: str = "") -> None:
    headers = {"If-None-Match": tag} if tag else {}
    status = here.app.test_client().get(address, headers=headers).status_code
    if status != (304 if tag else 200):
        raise RuntimeError(address)


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
