"""The desk's lists: what is due today, and all of the officer's cases, page by page."""

from datetime import timedelta

from sqlalchemy import Select, and_, func, or_, select

from models.clock import ClockRow
from models.complaint import Complaint
from rules.clocks import ClockKind
from rules.limits import PAGE_ROWS
from rules.permissions import Permission
from rules.states import Channel, State, is_open
from rules.thai_time import fiscal_year_be, fiscal_year_bounds
from service.access_log import log_opening
from service.blind_list import openable_cases
from service.case_lines import case_lines
from service.errors import NotAllowed
from service.unit_of_work import UnitOfWork
from service.views import CaseLine, CasePage, TodayPage

SHOWS = ("open", "closed", "all", "mine")
TODAY_ROWS = 10
DUE_SOON_DAYS = 7
OPEN_STATES = tuple(state.value for state in State if is_open(state))

Cases = Select[Complaint]


def today_page(work: UnitOfWork) -> TodayPage:
    """What the officer should look at today; one line in the access log (decisions B25)."""
    _may_list(work)
    mine = openable_cases(work).where(Complaint.state.in_(OPEN_STATES))
    due = _due_soon(work, mine)
    fresh = mine.where(Complaint.state == State.RECEIVED.value)
    waiting = mine.where(Complaint.awaits == "reporter")
    others = mine.where(Complaint.awaits == "others")
    year = fiscal_year_be(work.today)
    in_time, judged = _answered_in_time(work, year)
    page = TodayPage(
        today=work.today,
        due=_lines(work, due.limit(TODAY_ROWS)),
        new=_lines(work, _newest(fresh).limit(TODAY_ROWS)),
        waiting_for_reporter=_lines(work, _newest(waiting).limit(TODAY_ROWS)),
        waiting_for_others=_lines(work, _newest(others).limit(TODAY_ROWS)),
        due_count=_count(work, due),
        mine_count=_count(work, _of_officer(work, mine)),
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
    cases = openable_cases(work)
    if channel is not None:
        cases = cases.where(Complaint.channel == channel.value)
    if show == "open":
        cases = cases.where(Complaint.state.in_(OPEN_STATES))
    elif show == "closed":
        cases = cases.where(Complaint.state.not_in(OPEN_STATES))
    elif show == "mine":
        cases = _of_officer(work, cases)
    total = _count(work, cases)
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, page), pages)
    rows = _newest(cases).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    lines = _lines(work, rows)
    log_opening(work, "list", None, len(lines))
    return CasePage(lines=lines, page=page, pages=pages, total=total)


def _may_list(work: UnitOfWork) -> None:
    if not work.officer().may(Permission.LIST_CASES):
        raise NotAllowed


def _of_officer(work: UnitOfWork, cases: Cases) -> Cases:
    return cases.where(Complaint.case_officer_id == work.officer().officer_id)


def _newest(cases: Cases) -> Cases:
    return cases.order_by(
        Complaint.register_year_be.desc(), Complaint.register_number.desc(), Complaint.channel
    )


def _due_soon(work: UnitOfWork, cases: Cases) -> Cases:
    """What to do today, the nearest due day first.

    Overdue, due within a week, or with unread words of the reporter; a case in which the
    reporter or somebody else is awaited stands in a list of its own until its day comes near.
    """
    nearest = (
        select(ClockRow.case_id, func.min(ClockRow.due_on).label("due_on"))
        .where(ClockRow.answered_on.is_(None))
        .group_by(ClockRow.case_id)
        .subquery()
    )
    horizon = work.today + timedelta(days=DUE_SOON_DAYS)
    due = or_(nearest.c.due_on <= horizon, Complaint.reporter_spoke.is_(True))
    return (
        cases.join(nearest, nearest.c.case_id == Complaint.id)
        .where(due)
        .order_by(nearest.c.due_on, Complaint.register_year_be, Complaint.register_number)
    )


def _lines(work: UnitOfWork, cases: Cases) -> tuple[CaseLine, ...]:
    # Chosen and put in order from the indexes alone; only the rows that are shown are read.
    ids = list(work.session.scalars(cases.with_only_columns(Complaint.id)))
    found = {row.id: row for row in work.rows(select(Complaint).where(Complaint.id.in_(ids)))}
    return case_lines(work, (found[id_] for id_ in ids))


def _count(work: UnitOfWork, cases: Cases) -> int:
    counted = cases.order_by(None).with_only_columns(func.count(Complaint.id))
    return work.session.scalars(counted).one()


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
