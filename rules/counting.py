"""The statistics table: what was carried forward, received, completed and is outstanding.

A case has one received day (legal receipt) and at most one completed day, its latest if it is
completed now. So for any periods, and by construction:
carried forward + received = completed + outstanding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.thai_time import Period, fiscal_year_be, fiscal_year_bounds, long_date, year
from rules.words.phrase import Words

NO_COMPLAINTS: Final = "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ"
NO_COMPLAINTS_WORDS: Final = Words(
    NO_COMPLAINTS, "No complaints of corruption or misconduct were received"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `outstanding` is at the end of the period's last day.

    `not_accepted` and `forwarded` are among the completed.
    """

    period: Period
    carried_forward: int
    received: int
    completed: int
    outstanding: int
    not_accepted: int = 0
    forwarded: int = 0


def counted_completed_on(received_on: date, completed_on: date) -> date:
    """The day a completion is counted: never before the day of legal receipt.

    A case sent on Friday evening and decided on Saturday is legally received on Monday.
    """
    return max(received_on, completed_on)


NOTHING: Final[Mapping[date, int]] = {}


def tabulate(
    received: Mapping[date, int],
    completed: Mapping[date, int],
    periods: Sequence[Period],
    *,
    not_accepted: Mapping[date, int] = NOTHING,
    forwarded: Mapping[date, int] = NOTHING,
) -> tuple[Row, ...]:
    """One row a period, from counts by day over all time, not only over the periods.

    What was completed before the first period may be left out with its receipt. Periods are whole
    months, so a month's first day may stand for all its days. Counts below zero, a day on which
    more had been completed than received, and more not accepted or forwarded than completed,
    raise ValueError.
    """
    _check_history(received, completed)
    _check_outcomes(completed, not_accepted, forwarded)
    rows = (_row(received, completed, period) for period in periods)
    return tuple(
        replace(
            row,
            not_accepted=_between(not_accepted, row.period),
            forwarded=_between(forwarded, row.period),
        )
        for row in rows
    )


def _row(received: Mapping[date, int], completed: Mapping[date, int], period: Period) -> Row:
    before = period.first - timedelta(days=1)
    carried = _until(received, before) - _until(completed, before)
    came = _between(received, period)
    went = _between(completed, period)
    return Row(period, carried, came, went, carried + came - went)


def _until(counts: Mapping[date, int], last: date) -> int:
    return sum(count for day, count in counts.items() if day <= last)


def _between(counts: Mapping[date, int], period: Period) -> int:
    return sum(count for day, count in counts.items() if period.first <= day <= period.last)


def _check_history(received: Mapping[date, int], completed: Mapping[date, int]) -> None:
    if any(count < 0 for counts in (received, completed) for count in counts.values()):
        raise ValueError("a count is never below zero")
    outstanding = 0
    for day in sorted({*received, *completed}):
        outstanding += received.get(day, 0) - completed.get(day, 0)
        if outstanding < 0:
            raise ValueError("more cases completed than received")


def _check_outcomes(
    completed: Mapping[date, int], not_accepted: Mapping[date, int], forwarded: Mapping[date, int]
) -> None:
    for day in {*not_accepted, *forwarded}:
        parts = (not_accepted.get(day, 0), forwarded.get(day, 0))
        if min(parts) < 0 or sum(parts) > completed.get(day, 0):
            raise ValueError("an outcome is one of a completed case")


def total(rows: Sequence[Row]) -> Row:
    """The line under the table; rows that do not follow one another raise ValueError."""
    if not rows:
        raise ValueError("a total needs at least one row")
    for earlier, later in pairwise(rows):
        if later.period.first != earlier.period.last + timedelta(days=1):
            raise ValueError("a total needs periods that follow one another")
    return Row(
        _span(rows[0].period.first, rows[-1].period.last),
        rows[0].carried_forward,
        sum(row.received for row in rows),
        sum(row.completed for row in rows),
        rows[-1].outstanding,
        sum(row.not_accepted for row in rows),
        sum(row.forwarded for row in rows),
    )


def _span(first: date, last: date) -> Period:
    fiscal_year = fiscal_year_be(first)
    if (first, last) == fiscal_year_bounds(fiscal_year):
        return year(fiscal_year)
    return Period("span", 1, first, last, fiscal_year)


def closed_periods(periods: Iterable[Period], today: date) -> tuple[Period, ...]:
    """The periods whose last day has passed."""
    return tuple(period for period in periods if period.last < today)


def tenths_of_percent(part: int, whole: int) -> int:
    """The share in tenths of a per cent, rounded half up; ZeroDivisionError of nothing."""
    return (2000 * part + whole) // (2 * whole)


def median_days(cases: Mapping[int, int]) -> int | None:
    """The lower median of how many days it took, from the number of cases by days.

    None where so few were counted that it would tell of single cases.
    """
    counted = sum(cases.values())
    if counted < SMALLEST_PUBLISHED_COUNT:
        return None
    wanted, seen = (counted + 1) // 2, 0
    for days in sorted(cases):
        seen += cases[days]
        if seen >= wanted:
            break
    return days


def default_granularity(year_total: int) -> str:
    """The stretch a small office should show: "half" while a year counts few, else "quarter"."""
    return "half" if year_total < SMALLEST_PUBLISHED_COUNT else "quarter"


def zero_sentence(first: date, last: date, lang: str = "th", nothing: Words | None = None) -> str:
    """The sentence that the assessment wants when nothing was received in the period.

    `nothing` says it of another channel's cases.
    """
    said = (nothing or NO_COMPLAINTS_WORDS).in_(lang)
    if lang == "en":
        return f"{said} from {long_date(first, lang)} to {long_date(last, lang)}."
    return f"{said} ในช่วงวันที่ {long_date(first)} ถึงวันที่ {long_date(last)}"
