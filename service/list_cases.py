"""The desk's lists: what is due today, and all of the officer's cases, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy import case, func, select

from models.clock import ClockRow
from models.complaint import Complaint
from rules.clocks import FIRST_ANSWER_DAYS, ClockKind
from rules.limits import COUNTED_MOST, PAGE_ROWS
from rules.permissions import Permission, Role
from rules.states import State
from rules.thai_time import fiscal_year_be, fiscal_year_bounds
from service import case_index
from service.access_log import log_opening
from service.case_filters import SHOWS, FilterChoices, Filters, conditions, tally
from service.case_holders import with_ready_keys
from service.case_index import OPEN_STATES, Condition, Openable
from service.case_lines import case_lines
from service.errors import NotAllowed
from service.unit_of_work import UnitOfWork
from service.views import CaseLine, TodayPage

__all__ = ["DUE_SOON_DAYS", "OPEN_STATES", "SHOWS", "TODAY_ROWS", "list_cases", "today_page"]

TODAY_ROWS = 10
_FIRST_ROWS = 4 * PAGE_ROWS
DUE_SOON_DAYS = 7


@dataclass(frozen=True)
class CasePage:
    """One page of a list, with its place among the pages (from 1).

    `filters` are the wishes that it answers, `choices` what else could be wished for.
    """

    lines: tuple[CaseLine, ...]
    page: int
    pages: int
    total: int
    filters: Filters
    choices: FilterChoices


def today_page(work: UnitOfWork) -> TodayPage:
    """What the officer should look at today; one line in the access log (decisions B25)."""
    _may_list(work)
    mine = case_index.openable(work)
    horizon = work.today + timedelta(days=DUE_SOON_DAYS)
    newest = partial(case_index.newest_few, work, mine, most=TODAY_ROWS)
    chosen = {
        "due": _due(work, mine, horizon),
        "new": newest(Complaint.state == State.RECEIVED.value),
        "waiting_for_reporter": newest(case_index.among_open(), Complaint.awaits == "reporter"),
        "waiting_for_others": newest(Complaint.awaits == "others"),
    }
    lines = _lines(work, [case_id for ids in chosen.values() for case_id in ids])
    count_owing = partial(case_index.count_owing, work, mine, most=COUNTED_MOST)
    yesterday = work.today - timedelta(days=1)
    own = select(Complaint.id).where(case_index.among_open(), _own(work), mine.each)
    year = fiscal_year_be(work.today)
    in_time, judged = _answered_in_time(work, year)
    log_opening(work, "list", None, len(lines))
    return TodayPage(
        today=work.today,
        **{name: tuple(lines[case_id] for case_id in ids) for name, ids in chosen.items()},
        due_count=count_owing(horizon, case_index.unread()),
        overdue_count=count_owing(yesterday) if _leads(work) else 0,
        mine_count=case_index.count_of(work, own),
        answered_in_time=in_time,
        answered_of=judged,
        fiscal_year_be=year,
    )


def list_cases(work: UnitOfWork, filters: Filters, page: int = 1) -> CasePage:
    """One page of the officer's cases, newest register number first."""
    _may_list(work)
    mine = case_index.openable(work)
    counted = tally(work, mine, filters)
    total = counted.total
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, page), pages)
    start = (page - 1) * PAGE_ROWS
    asked = conditions(work, counted.filters)
    lines = _lines(work, _of_page(work, mine, asked, start, total) if total else ())
    log_opening(work, "list", None, len(lines))
    return CasePage(
        lines=tuple(lines.values()),
        page=page,
        pages=pages,
        total=total,
        filters=counted.filters,
        choices=counted.choices,
    )


def _of_page(
    work: UnitOfWork, mine: Openable, asked: Sequence[Condition], start: int, total: int
) -> list[bytes]:
    """The ids of one page; the first pages are found without asking for all that is openable."""
    if start < _FIRST_ROWS:
        return case_index.newest_few(work, mine, *asked, most=start + PAGE_ROWS)[start:]
    return case_index.newest(work, mine.cases, *asked, most=PAGE_ROWS, start=start, of=total)


def _may_list(work: UnitOfWork) -> None:
    if not work.officer().may(Permission.LIST_CASES):
        raise NotAllowed


def _leads(work: UnitOfWork) -> bool:
    """Whether the officer answers for what others leave undone."""
    return Role.SUPERVISOR in work.officer().roles


def _own(work: UnitOfWork) -> Condition:
    return Complaint.case_officer_id == work.officer().officer_id


def _lines(work: UnitOfWork, ids: Sequence[bytes]) -> dict[bytes, CaseLine]:
    """The lines by id, in that order; each case is opened once, however often it is named."""
    different = list(dict.fromkeys(ids))
    lines = case_lines(with_ready_keys(work), case_index.rows_of(work, different))
    return dict(zip(different, lines, strict=True))


def _due(work: UnitOfWork, mine: Openable, horizon: date) -> list[bytes]:
    """What to do today: overdue first, then what is due within a week, then unread words.

    A case in which the reporter or somebody else is awaited stands in a list of its own until its
    day comes near; one that has ended, only when something of it is still owed.
    """
    due = case_index.first_due(work, mine, horizon, TODAY_ROWS)
    left = TODAY_ROWS - len(due)
    return [*due, *case_index.only_unread(work, mine, horizon, left)] if left else due


def _answered_in_time(work: UnitOfWork, year: int) -> tuple[int, int]:
    """First answers given in time, of those given or due so far this fiscal year; no tests.

    By the due day, which stands always as many days after the start, because the index knows it.
    """
    days = timedelta(days=FIRST_ANSWER_DAYS)
    first, last = (day + days for day in fiscal_year_bounds(year))
    tests = select(Complaint.id).where(Complaint.is_test.is_(True))
    asked = (
        ClockRow.kind == ClockKind.FIRST_ANSWER.value,
        ClockRow.due_on.between(first, last),
        ClockRow.case_id.not_in(tests),
    )
    in_time = func.sum(case((ClockRow.answered_on <= ClockRow.due_on, 1), else_=0))
    # Nobody answers before the question came: a lower bound for the index, and no other meaning.
    answered = select(func.count(ClockRow.id), in_time).where(
        *asked, ClockRow.answered_on >= first - days
    )
    waiting = select(func.count(ClockRow.id)).where(
        *asked, ClockRow.answered_on.is_(None), ClockRow.due_on < work.today
    )
    given, given_in_time = work.session.execute(answered).one()
    return int(given_in_time or 0), int(given) + work.session.scalars(waiting).one()
