"""What keeps coming back among cases: counts, and three kinds of finding that ask for a look.

Pure counting over records that hold no words of anybody. A finding says that something is worth
looking at, never that somebody did something.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rules.thai_time import Period, fiscal_year_be, quarters

RECURS_LEAST: Final = 3  # cases of one category and unit
RECURS_MONTHS: Final = 24
RISING_QUARTERS: Final = 4
RISES_TWICE: Final = 2  # one leap alone is no trend
RISES_BY_LEAST: Final = 2  # cases, from the first of these quarters to the last
KINDS_LEAST: Final = 2  # different categories in one unit

GROUNDS: Final = "grounds"
NO_GROUNDS: Final = "no_grounds"
NOT_YET: Final = "not_yet"
FINDINGS: Final = (GROUNDS, NO_GROUNDS, NOT_YET)


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What is counted of one case; "" stands for a category or unit that is not known."""

    id: str
    category: str
    unit: str
    received_on: date
    happened_on: date | None
    finding: str = NOT_YET


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases have this code."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Act:
    """A kind of act, with what was found: one count for each of `FINDINGS`."""

    category: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The same category in the same unit again and again; the newest case leads."""

    category: str
    unit: str
    case_ids: tuple[str, ...]
    first: date
    last: date
    with_grounds: int


@dataclass(frozen=True, slots=True)
class Rising:
    """A category or a unit (`of`) of which no quarter had fewer cases than the one before."""

    of: str
    code: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ManyKinds:
    """One unit with cases of several categories, the most frequent first."""

    unit: str
    categories: tuple[Tally, ...]
    case_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """All counts and findings; `months` are those of the calendar year in which it happened."""

    counted: int
    categories: tuple[Tally, ...]
    units: tuple[Tally, ...]
    acts: tuple[Act, ...]
    quarters: tuple[tuple[Period, int], ...]
    months: tuple[Tally, ...]
    recurring: tuple[Recurrence, ...]
    rising: tuple[Rising, ...]
    rising_over: tuple[Period, ...]
    many_kinds: tuple[ManyKinds, ...]


def find_patterns(records: Iterable[CaseRecord], today: date) -> Patterns:
    """What these cases show on that day."""
    cases = sorted(records, key=lambda one: (one.received_on, one.id), reverse=True)
    recent = [one for one in cases if one.received_on > months_before(today, RECURS_MONTHS)]
    last_four = quarters_before(quarter_of(today), RISING_QUARTERS)
    return Patterns(
        counted=len(cases),
        categories=_tallies(one.category for one in cases),
        units=_tallies(one.unit for one in cases),
        acts=_acts(cases),
        quarters=_by_quarter(cases, today),
        months=_by_month(cases),
        recurring=_recurring(recent),
        rising=_rising(cases, last_four),
        rising_over=last_four,
        many_kinds=_many_kinds(recent),
    )


def quarter_of(day: date) -> Period:
    """The quarter of the fiscal year in which that day falls."""
    return next(one for one in quarters(fiscal_year_be(day)) if one.first <= day <= one.last)


def quarters_before(quarter: Period, number: int) -> tuple[Period, ...]:
    """So many quarters that end before this one, the earliest first."""
    found: list[Period] = []
    while len(found) < number:
        quarter = quarter_of(quarter.first - timedelta(days=1))
        found.insert(0, quarter)
    return tuple(found)


def quarters_after(quarter: Period, number: int) -> tuple[Period, ...]:
    """So many quarters that follow this one, the earliest first."""
    found: list[Period] = []
    while len(found) < number:
        quarter = quarter_of(quarter.last + timedelta(days=1))
        found.append(quarter)
    return tuple(found)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def count_in(cases: Iterable[CaseRecord], period: Period) -> int:
    """How many of these cases were received in that period."""
    return sum(period.first <= one.received_on <= period.last for one in cases)


def _tallies(codes: Iterable[str]) -> tuple[Tally, ...]:
    """The codes by their counts, the highest first; what is not known comes last."""
    found = Counter(codes)
    return tuple(
        Tally(code, found[code])
        for code in sorted(found, key=lambda code: (not code, -found[code], code))
    )


def _acts(cases: Sequence[CaseRecord]) -> tuple[Act, ...]:
    found = Counter((one.category, one.finding) for one in cases)
    return tuple(
        Act(one.code, tuple(found[one.code, finding] for finding in FINDINGS))
        for one in _tallies(case.category for case in cases)
    )


def _by_quarter(cases: Sequence[CaseRecord], today: date) -> tuple[tuple[Period, int], ...]:
    """Every quarter from the first case to today, empty ones too; none without any case."""
    if not cases:
        return ()
    quarter, last = quarter_of(cases[-1].received_on), quarter_of(max(today, cases[0].received_on))
    found = [(quarter, count_in(cases, quarter))]
    while quarter != last:
        (quarter,) = quarters_after(quarter, 1)
        found.append((quarter, count_in(cases, quarter)))
    return tuple(found)


def _by_month(cases: Sequence[CaseRecord]) -> tuple[Tally, ...]:
    """October to September, as the office counts; none where no case says when it happened."""
    found = Counter(one.happened_on.month for one in cases if one.happened_on)
    order = (*range(10, 13), *range(1, 10))
    return tuple(Tally(str(month), found[month]) for month in order) if found else ()


def _recurring(cases: Sequence[CaseRecord]) -> tuple[Recurrence, ...]:
    groups: dict[tuple[str, str], list[CaseRecord]] = {}
    for one in cases:
        if one.category or one.unit:
            groups.setdefault((one.category, one.unit), []).append(one)
    found = [
        Recurrence(
            category=category,
            unit=unit,
            case_ids=tuple(one.id for one in group),
            first=group[-1].received_on,
            last=group[0].received_on,
            with_grounds=sum(one.finding == GROUNDS for one in group),
        )
        for (category, unit), group in groups.items()
        if len(group) >= RECURS_LEAST
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.case_ids), one.category, one.unit)))


def _rising(cases: Sequence[CaseRecord], last_four: Sequence[Period]) -> tuple[Rising, ...]:
    groups: dict[tuple[str, str], list[CaseRecord]] = {}
    for one in cases:
        for of, code in (("category", one.category), ("unit", one.unit)):
            if code:
                groups.setdefault((of, code), []).append(one)
    counted = {
        group: tuple(count_in(these, period) for period in last_four)
        for group, these in sorted(groups.items())
    }
    return tuple(Rising(*group, counts) for group, counts in counted.items() if _rises(counts))


def _rises(counts: Sequence[int]) -> bool:
    steps = [after - before for before, after in zip(counts, counts[1:], strict=False)]
    ups = sum(step > 0 for step in steps)
    return min(steps) >= 0 and ups >= RISES_TWICE and sum(steps) >= RISES_BY_LEAST


def _many_kinds(cases: Sequence[CaseRecord]) -> tuple[ManyKinds, ...]:
    found = []
    for unit in sorted({one.unit for one in cases} - {""}):
        these = [one for one in cases if one.unit == unit and one.category]
        kinds = _tallies(one.category for one in these)
        if len(kinds) >= KINDS_LEAST and len(these) >= RECURS_LEAST:
            found.append(ManyKinds(unit, kinds, tuple(one.id for one in these)))
    return tuple(sorted(found, key=lambda one: (-len(one.case_ids), one.unit)))
