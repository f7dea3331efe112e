"""The desk's lists: what is due today, and all of the officer's cases, page by page."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, func, or_, select

from models.clock import ClockRow
from models.complaint import Complaint
from rules.clocks import ClockKind
from rules.limits import PAGE_ROWS
from rules.permissions import Permission
from rules.states import Channel, State, is_open
from rules.thai_time import fiscal_year_be, fiscal_year_bounds
from service.access_log import log_opening
from service.case_index import IndexedCase, openable_index
from service.case_lines import case_lines
from service.errors import NotAllowed
from service.unit_of_work import UnitOfWork
from service.views import CaseLine, CasePage, TodayPage

SHOWS = ("open", "closed", "all", "mine")
TODAY_ROWS = 10
DUE_SOON_DAYS = 7
OPEN_STATES = tuple(state.value for state in State if is_open(state))

Cases = Sequence[IndexedCase]


def today_page(work: UnitOfWork) -> TodayPage:
    """What the officer should look at today; one line in the access log (decisions B25)."""
    _may_list(work)
    mine = [case for case in openable_index(work) if case.state in OPEN_STATES]
    due = _due_soon(work, mine)
    newest = _newest(mine)
    year = fiscal_year_be(work.today)
    in_time, judged = _answered_in_time(work, year)
    page = TodayPage(
        today=work.today,
        due=_lines(work, due[:TODAY_ROWS]),
        new=_lines(work, [one for one in newest if one.state == State.RECEIVED][:TODAY_ROWS]),
        waiting_for_reporter=_lines(
            work, [one for one in newest if one.awaits == "reporter"][:TODAY_ROWS]
        ),
        waiting_for_others=_lines(
            work, [one for one in newest if one.awaits == "others"][:TODAY_ROWS]
        ),
        due_count=len(due),
        mine_count=len(_of_officer(work, mine)),
        answered_in_time=in_time,
        answered_of=judged,
        fiscal_year_be=year,
    )
    log_opening(
        work,
        "list",
        None,
        len({line.id for line in (*page.due, *page.new, *page.waiting_for_reporter)}),
    )
    return page


def list_cases(work: UnitOfWork, *, channel: Channel | None, show: str, page: int) -> CasePage:
    """One page of the officer's cases, newest register number first."""
    _may_list(work)
    cases: Cases = openable_index(work)
    if channel is not None:
        cases = [case for case in cases if case.channel == channel]
    if show in ("open", "closed"):
        cases = [case for case in cases if (case.state in OPEN_STATES) == (show == "open")]
    elif show == "mine":
        cases = _of_officer(work, cases)
    pages = max(1, -(-len(cases) // PAGE_ROWS))
    page = min(max(1, page), pages)
    start = (page - 1) * PAGE_ROWS
    lines = _lines(work, _newest(cases)[start : start + PAGE_ROWS])
    log_opening(work, "list", None, len(lines))
    return CasePage(lines=lines, page=page, pages=pages, total=len(cases))


def _may_list(work: UnitOfWork) -> None:
    if not work.officer().may(Permission.LIST_CASES):
        raise NotAllowed


def _of_officer(work: UnitOfWork, cases: Cases) -> Cases:
    return [case for case in cases if case.case_officer_id == work.officer().officer_id]


def _newest(cases: Cases) -> Cases:
    return sorted(cases, key=lambda case: (-case.year_be, -case.number, case.channel))


def _due_soon(work: UnitOfWork, cases: Cases) -> Cases:
    """What to do today, the nearest due day first.

    Overdue, due within a week, or with unread words of the reporter; a case in which the
    reporter or somebody else is awaited stands in a list of its own until its day comes near.
    """
    horizon = work.today + timedelta(days=DUE_SOON_DAYS)
    due = [
        (case.clock.due_on, case.register_order, case)
        for case in cases
        if case.clock and (case.clock.due_on <= horizon or case.reporter_spoke)
    ]
    return [case for *_, case in sorted(due, key=lambda row: row[:2])]


def _lines(work: UnitOfWork, cases: Cases) -> tuple[CaseLine, ...]:
    # One by one by their keys: a list of ids leaves it to the planner to read every row instead.
    rows = [work.session.get_one(Complaint, case.id) for case in cases]
    return case_lines(work, rows, {case.id: case.clock for case in cases if case.clock})


def _answered_in_time(work: UnitOfWork, year: int) -> tuple[int, int]:
    """First answers given in time, of those given or due so far this fiscal year."""
    first, last = fiscal_year_bounds(year)
    in_time = and_(ClockRow.answered_on.is_not(None), ClockRow.answered_on <= ClockRow.due_on)
    judged = or_(ClockRow.answered_on.is_not(None), ClockRow.due_on < work.today)
    clocks = select(func.count(ClockRow.id)).where(
        ClockRow.kind == ClockKind.FIRST_ANSWER.value,
        ClockRow.starts_on.between(first, last),
        judged,
    )
    count = work.session.scalars(clocks.where(in_time)).one()
    return count, work.session.scalars(clocks).one()
