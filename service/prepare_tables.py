"""Counting a closed half or year of corruption cases by what is sealed, into suppressed tables.

What is counted is in memory only. A case of which somebody at the office is kept out goes to the
line of what is not known, whoever counts: that person can open all the others, and would find by
subtracting of what kind the one about him is. So all who can open the rest make the same tables.

A span is prepared once. Between two tables of one span, as between two dates, lie single cases;
for the same reason a year of which the first half stands is the sum of two halves, each hidden by
itself, and no half is made of a year that stands.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from models.agency import Agency, Unit
from models.complaint import Complaint
from rules.categories import CATEGORIES, codes
from rules.counting import counted_completed_on
from rules.extra_tables import (
    NOT_SAID,
    ONLINE_CODE,
    OPEN_CODE,
    Counted,
    Traits,
    extra_tables,
    with_second_half,
)
from rules.permissions import ROLE_PERMISSIONS, Permission, Role
from rules.states import Channel, State
from rules.statistics_options import FIRST_HALF, WHOLE
from rules.tables import Table
from rules.thai_time import Period, fiscal_year_be, halves, year
from rules.unit_names import unit_meant
from rules.words import Words
from rules.words.intake import SOURCE_NAMES
from service.access_log import log_opening
from service.case_holders import HolderBook, OpenedCase, open_each, with_ready_keys
from service.case_index import openable, rows_of
from service.case_lines import open_reports
from service.errors import InvalidInput, NotAllowed, Unreadable
from service.prepared_tables import (
    SPANS_PREPARED,
    PreparedLine,
    keep_tables,
    look_at_tables,
    may_prepare,
    preparations,
    prepared,
    stands,
)
from service.statistics_years import statistics_years
from service.unit_of_work import UnitOfWork

__all__ = [
    "Begun",
    "PreparedLine",
    "begin_preparing",
    "closed_spans",
    "count_tables",
    "keep_counted",
    "look_at_tables",
    "look_before",
    "may_prepare",
    "preparations",
    "prepare",
    "prepared",
]

_AT_ONCE: Final = 250
_CATEGORIES: Final = frozenset(codes(CATEGORIES))
_READERS: Final = tuple(role for role in Role if Permission.OPEN_CASE in ROLE_PERMISSIONS[role])
_ENDS: Final = {State.NOT_ACCEPTED.value: "not_accepted", State.FORWARDED.value: "forwarded"}


@dataclass(frozen=True)
class Begun:
    """Cases about to be opened, with their line in the access log; `closed` are not openable.

    `period` is what is counted: the second half when the first stands already.
    """

    fiscal_year_be: int
    span: str
    period: Period
    ids: tuple[bytes, ...] = field(repr=False)
    closed: int


def prepare(work: UnitOfWork, fiscal_year: int, span: str) -> PreparedLine:
    """The tables of a span, counted and kept in one go; raises as `begin_preparing` does."""
    begun = begin_preparing(work, fiscal_year, span)
    return keep_counted(work, begun, count_tables(work, begun))


def begin_preparing(work: UnitOfWork, fiscal_year: int, span: str) -> Begun:
    """The cases to be opened; commit before they are, so that the log has its line in any case.

    NotAllowed without the permissions for both cases and numbers. InvalidInput: `year` for one
    that has no page, `span` for one that has not closed, was prepared before, or of which the
    officer can open less than half.
    """
    if not may_prepare(work.officer()):
        raise NotAllowed
    period = _checked_period(work, fiscal_year, span)
    received = _received(work, period)
    mine = openable(work).among(work, received)
    if not _are_enough(len(mine), len(received)):
        raise InvalidInput({"span": "few_keys"})
    log_opening(work, "tables", None, len(mine))
    return Begun(fiscal_year, span, period, tuple(sorted(mine)), len(received) - len(mine))


def count_tables(work: UnitOfWork, begun: Begun) -> tuple[Table, ...]:
    """The tables with their small counts hidden; nothing else of what was opened leaves here."""
    traits = _traits(work, begun.ids)
    unknown = begun.closed + len(begun.ids) - len(traits)
    counted = Counted(traits, unknown, _outcomes(work, begun.period))
    tables = extra_tables(counted, _unit_words(work), begun.fiscal_year_be, work.today)
    if not _is_second_half(begun):
        return tables
    first = prepared(work, begun.fiscal_year_be, FIRST_HALF)
    return with_second_half(first, tables, work.today)


def keep_counted(work: UnitOfWork, begun: Begun, tables: tuple[Table, ...]) -> PreparedLine:
    """The line of the tables, signed and kept; InvalidInput when a colleague was quicker."""
    # Two who prepare at once must not both be kept.
    work.session.execute(select(Agency.id).where(Agency.id == work.agency_id).with_for_update())
    if _checked_period(work, begun.fiscal_year_be, begun.span) != begun.period:
        raise InvalidInput({"span": "tables_stand"})
    return keep_tables(work, begun.fiscal_year_be, begun.span, tables)


def closed_spans(work: UnitOfWork) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The fiscal years that have a page, the newest first, each with its closed spans."""
    years = statistics_years(work, Channel.CORRUPTION)
    return tuple(
        (one, spans)
        for one in years
        if (spans := tuple(s for s in SPANS_PREPARED if _period(one, s).last < work.today))
    )


def look_before(work: UnitOfWork, fiscal_year: int, span: str) -> tuple[int, str]:
    """How many cases the officer at work would open, and the code of what is against it or ""."""
    try:
        period = _checked_period(work, fiscal_year, span)
    except InvalidInput as problem:
        return 0, next(iter(problem.fields.values()))
    received = _received(work, period)
    mine = len(openable(work).among(work, received))
    return mine, "" if _are_enough(mine, len(received)) else "few_keys"


def _are_enough(mine: int, received: int) -> bool:
    """Whether tables of what one officer opens are worth being the only ones of their time."""
    return 2 * mine >= received


def _is_second_half(begun: Begun) -> bool:
    return begun.span == WHOLE and begun.period.kind == "half"


def _checked_period(work: UnitOfWork, fiscal_year: int, span: str) -> Period:
    """What is to be counted for a span that may be prepared."""
    spans = dict(closed_spans(work))
    if fiscal_year not in statistics_years(work, Channel.CORRUPTION):
        raise InvalidInput({"year": "unknown_choice"})
    if span not in spans.get(fiscal_year, ()):
        raise InvalidInput({"span": "span_not_closed"})
    if stands(work, fiscal_year, span):
        raise InvalidInput({"span": "tables_stand"})
    if span == FIRST_HALF and stands(work, fiscal_year, WHOLE):
        raise InvalidInput({"span": "tables_of_year_stand"})
    has_first = span == WHOLE and stands(work, fiscal_year, FIRST_HALF)
    return halves(fiscal_year)[1] if has_first else _period(fiscal_year, span)


def _period(fiscal_year: int, span: str) -> Period:
    return year(fiscal_year) if span == WHOLE else halves(fiscal_year)[0]


def _counted() -> tuple[Any, ...]:
    """What the mandated table counts."""
    return (
        Complaint.channel == Channel.CORRUPTION.value,
        Complaint.state != State.MOVED.value,
        Complaint.is_test.is_(False),
    )


def _received(work: UnitOfWork, period: Period) -> list[tuple[bytes, int]]:
    """Id and newest epoch of each case received in the period."""
    rows = work.session.execute(
        select(Complaint.id, Complaint.epoch).where(
            *_counted(), Complaint.received_on.between(period.first, period.last)
        )
    )
    return [(row[0], row[1]) for row in rows]


def _outcomes(work: UnitOfWork, period: Period) -> Mapping[str, int]:
    """How cases were completed in the period, and how many were open at its end."""
    rows = work.session.execute(
        select(Complaint.received_on, Complaint.completed_on, Complaint.state).where(
            *_counted(), Complaint.received_on <= period.last
        )
    )
    counts: Counter[str] = Counter()
    for received_on, completed_on, state in rows:
        day = counted_completed_on(received_on, completed_on) if completed_on else date.max
        if day > period.last:
            counts[OPEN_CODE] += 1
        elif day >= period.first:
            counts[_ENDS.get(state, "finished")] += 1
    return counts


def _traits(work: UnitOfWork, ids: Sequence[bytes]) -> list[Traits]:
    """What is counted of those cases that open and keep nobody of the office out."""
    ready, book, units = with_ready_keys(work), HolderBook(work), _unit_words(work)
    names = {unit: tuple(words) for unit, words in units.items()}
    found: list[Traits] = []
    for start in range(0, len(ids), _AT_ONCE):
        cases = rows_of(work, ids[start : start + _AT_ONCE])
        told = [one for one in open_each(ready, cases) if not _keeps_out(book, one)]
        found += [_traits_of(report, names) for report in _reports(work, told)]
    return found


def _keeps_out(book: HolderBook, opened: OpenedCase) -> bool:
    """Whether somebody who opens cases here must not open this one."""
    excluded = book.carried(opened.excluded)
    readers = (key for key in book.keyring.officers if any(map(key.has, _READERS)))
    return any(excluded.excludes(key) for key in readers)


def _reports(work: UnitOfWork, opened: Sequence[OpenedCase]) -> list[Mapping[str, Any]]:
    """The filed words of these cases; one that was tampered with does not stop the others."""
    try:
        return list(open_reports(work, {one.case.id: one.keys for one in opened}).values())
    except Unreadable:
        if len(opened) == 1:
            return []
    return [report for one in opened for report in _reports(work, (one,))]


def _traits_of(report: Mapping[str, Any], units: Mapping[str, Sequence[str]]) -> Traits:
    category, intake = report.get("category", ""), report.get("intake")
    # An older register does not always tell how a matter came.
    source = ONLINE_CODE if intake is None else str(intake.get("source") or NOT_SAID)
    happened_on = report.get("incident_from", "")
    return Traits(
        category=category if category in _CATEGORIES else NOT_SAID,
        source=source if source in (*SOURCE_NAMES, NOT_SAID) else ONLINE_CODE,
        unit=unit_meant(str(report.get("accused_unit", "")), units) or NOT_SAID,
        year=fiscal_year_be(date.fromisoformat(happened_on)) if happened_on else None,
    )


def _unit_words(work: UnitOfWork) -> Mapping[str, Words]:
    rows = work.rows(select(Unit).order_by(Unit.name_th, Unit.id))
    return {row.id.hex(): Words(row.name_th, row.name_en or row.name_th) for row in rows}
