"""The executive's one screen: the year's numbers, what is late, and the newest reports."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.disclosure import Prevention
from rules.permissions import Permission
from rules.report_periods import last_closed_half, topic_of
from rules.states import Channel
from rules.thai_time import Period, fiscal_year_be, quarters, year
from service.executive_reports import ReportLine, report_lines, see_numbers
from service.period_numbers import PeriodNumbers, for_paper, period_numbers
from service.unit_of_work import UnitOfWork
from service.watch_clocks import overdue_count

NEWEST_REPORTS = 4
LATE_SHOWN = 5


@dataclass(frozen=True)
class LateMeasure:
    """A measure of prevention whose day has passed."""

    id: str
    measure: str
    responsible: str
    due_on: date
    days_late: int


@dataclass(frozen=True)
class ExecutivePage:
    """One screen.

    `last` is the day up to which `numbers` count; `overdue` is None for those who see the overdue
    cases themselves; `wanted` is the half-year that has ended and of which nobody wrote yet.
    """

    fiscal_year_be: int
    first: date
    last: date
    is_running: bool
    numbers: tuple[PeriodNumbers, ...]
    overdue: int | None
    late_measures: tuple[LateMeasure, ...]
    late_count: int
    reports: tuple[ReportLine, ...]
    wanted: ReportLine | None


def executive_page(work: UnitOfWork) -> ExecutivePage:
    """The page of the year so far; for whoever lists cases, up to the last closed quarter."""
    officer = see_numbers(work)
    lists = officer.may(Permission.LIST_CASES)
    period = _closed_part(work.today) if lists else year(fiscal_year_be(work.today))
    counted = tuple(period_numbers(work, channel, period) for channel in Channel)
    late = _late_measures(work)
    reports = _reports(work)
    return ExecutivePage(
        fiscal_year_be=period.fiscal_year_be,
        first=period.first,
        last=min(period.last, work.today),
        is_running=period.last >= work.today,
        numbers=tuple(for_paper(one) for one in counted) if lists else counted,
        overdue=None if lists else overdue_count(work),
        late_measures=late[:LATE_SHOWN],
        late_count=len(late),
        reports=tuple(one for one in reports if one.written)[:NEWEST_REPORTS],
        wanted=_wanted(reports, last_closed_half(work.today)),
    )


def _closed_part(today: date) -> Period:
    """The year up to its last closed quarter; the year before while none has closed."""
    running = fiscal_year_be(today)
    closed = [quarter for quarter in quarters(running) if quarter.last < today]
    if not closed:
        return year(running - 1)
    return Period("span", 1, closed[0].first, closed[-1].last, running)


def _late_measures(work: UnitOfWork) -> tuple[LateMeasure, ...]:
    late = (
        select(Prevention)
        .where(Prevention.done_on.is_(None), Prevention.due_on < work.today)
        .order_by(Prevention.due_on, Prevention.id)
    )
    return tuple(
        LateMeasure(
            row.id.hex(), row.measure, row.responsible, row.due_on, (work.today - row.due_on).days
        )
        for row in work.rows(late)
    )


def _reports(work: UnitOfWork) -> tuple[ReportLine, ...]:
    """This year's and last year's periods, those that ended last first."""
    running = fiscal_year_be(work.today)
    lines = [line for number in (running, running - 1) for line in report_lines(work, number)]
    return tuple(sorted(lines, key=lambda one: (one.period.last, one.period.first), reverse=True))


def _wanted(reports: tuple[ReportLine, ...], half: Period) -> ReportLine | None:
    for line in reports:
        if line.topic == topic_of(half) and line.period == half:
            return None if line.written else line
    return None
