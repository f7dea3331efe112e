"""Reminders of clocks, each once, however often and by however many the clocks are looked at.

One query finds what waits, along the index of open clocks. It grows with the clocks that are
overdue or due within a week, some microseconds each; cases are read only for what waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Date, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.exc import IntegrityError

from models.agency import Agency
from models.clock import ClockReminder, ClockRow
from models.complaint import Complaint
from models.officer import Officer, OfficerRole
from rules.clocks import DAY_AFTER, REMINDER_DAYS, ClockKind, reminders_due, runs_in
from rules.permissions import Permission, Role
from rules.states import State
from rules.thai_time import BANGKOK
from service.actors import AllAgencies
from service.errors import NotAllowed
from service.notify import tell
from service.unit_of_work import UnitOfWork

_DAY: Final = timedelta(days=1)
_OUTLASTING: Final = tuple(kind for kind in ClockKind if runs_in(kind, State.CLOSED))
_OPEN_STATES: Final = tuple(
    state.value for state in State if runs_in(ClockKind.FIRST_ANSWER, state)
)
_TOLD_AT: Final = time(8, 30)
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class _Waiting:
    """A running clock, with those who are told of it."""

    clock_id: bytes
    starts_on: date
    due_on: date
    officers: tuple[bytes, ...]


_Missing = tuple[_Waiting, int]


def agencies_to_watch(work: UnitOfWork) -> tuple[bytes, ...]:
    """The ids of the agencies whose clocks run here."""
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    return tuple(work.rows(select(Agency.id).where(Agency.is_external.is_(False))))


def is_anything_due(work: UnitOfWork) -> bool:
    """Whether a reminder has not been given whose day has come; one query, nothing written."""
    return bool(work.session.execute(_waiting_clocks(work.today).limit(1)).first())


def watch(work: UnitOfWork, most: int | None = None) -> int:
    """How many reminders were given now: every one whose day has come since its clock started.

    The case's officer is told of the days 7, 3, 1 and 0, and of a task its own officer; on the day
    after the supervisors are told as well that something is overdue, never what. Days that
    nobody looked are caught up, each reminder once. `most` is of how many clocks, so that a long
    catching-up does not hold the write lock while reporters wait for it.
    """
    found = work.session.execute(_waiting_clocks(work.today).order_by(ClockRow.id).limit(most))
    waiting = [
        _Waiting(clock_id, starts_on, due_on, _present(officer_id or case_officer_id))
        for clock_id, starts_on, due_on, officer_id, case_officer_id in found
    ]
    given = _given(work, waiting)
    missing = [
        (clock, days)
        for clock in waiting
        for days in reminders_due(clock.due_on, clock.starts_on, work.today)
        if (clock.clock_id, clock.due_on, days) not in given
    ]
    superiors = _supervisors(work) if missing else ()
    ours = _add(work, missing)
    for clock, days in ours:
        _tell(work, clock, days, superiors)
    return len(ours)


def overdue_count(work: UnitOfWork) -> int:
    """In how many cases something is overdue: a number, for those who open none of them."""
    if not work.officer().may(Permission.SEE_NUMBERS):
        raise NotAllowed
    count = work.session.scalar(
        select(func.count(func.distinct(ClockRow.case_id)))
        .join(Complaint, Complaint.id == ClockRow.case_id)
        .where(_is_running(), ClockRow.due_on < work.today)
    )
    return count or 0


def _is_running() -> ColumnElement[bool]:
    return and_(
        ClockRow.answered_on.is_(None),
        Complaint.is_test.is_(False),
        or_(Complaint.state.in_(_OPEN_STATES), ClockRow.kind.in_(_OUTLASTING)),
    )


_Waits = Select[bytes, date, date, bytes | None, bytes | None]


def _waiting_clocks(today: date) -> _Waits:
    """The running clocks whose newest reminder is missing.

    A clock's reminders are given together, so the newest stands for all before it.
    """
    columns = (
        ClockRow.id,
        ClockRow.starts_on,
        ClockRow.due_on,
        ClockRow.officer_id,
        Complaint.case_officer_id,
    )
    return (
        select(*columns)
        .join(Complaint, Complaint.id == ClockRow.case_id)
        .where(_is_running(), ClockRow.due_on <= today + _DAY * max(REMINDER_DAYS))
        .where(_newest_missing(today))
    )


def _newest_missing(today: date) -> ColumnElement[bool]:
    """Whether a clock's newest reminder has come since the start and is not there.

    By its due day: the day after for those that have passed, else the nearest day before.
    """
    ahead = [today + _DAY * days for days in range(max(REMINDER_DAYS) + 1)]
    newest = {day: min(n for n in REMINDER_DAYS if n >= (day - today).days) for day in ahead}
    days = case(newest, value=ClockRow.due_on, else_=DAY_AFTER)
    came_on = case(
        {day: literal(day - _DAY * n, Date) for day, n in newest.items()},
        value=ClockRow.due_on,
        else_=literal(date.max, Date),
    )
    lacks = ~exists().where(
        ClockReminder.clock_id == ClockRow.id,
        ClockReminder.due_on == ClockRow.due_on,
        ClockReminder.days == days,
    )
    return and_(ClockRow.starts_on < came_on, lacks)


def _given(work: UnitOfWork, waiting: Sequence[_Waiting]) -> set[tuple[bytes, date, int]]:
    """The reminders that these clocks have given already."""
    ids = [clock.clock_id for clock in waiting]
    return {
        (row.clock_id, row.due_on, row.days)
        for start in range(0, len(ids), _AT_ONCE)
        for row in work.rows(
            select(ClockReminder).where(ClockReminder.clock_id.in_(ids[start : start + _AT_ONCE]))
        )
    }


def _add(work: UnitOfWork, missing: Sequence[_Missing]) -> Sequence[_Missing]:
    """Those of these reminders that are ours: another watcher may have given one meanwhile."""
    if not missing or _is_added(work, missing):
        return missing
    return [one for one in missing if _is_added(work, (one,))]


def _is_added(work: UnitOfWork, missing: Sequence[_Missing]) -> bool:
    rows = [
        ClockReminder(
            agency_id=work.agency_id,
            clock_id=clock.clock_id,
            due_on=clock.due_on,
            days=days,
            made_on=work.today,
        )
        for clock, days in missing
    ]
    try:
        with work.session.begin_nested():
            work.session.add_all(rows)
            work.session.flush()
    except IntegrityError:
        return False
    return True


def _tell(work: UnitOfWork, clock: _Waiting, days: int, superiors: tuple[bytes, ...]) -> None:
    about = clock.clock_id + f"{clock.due_on.isoformat()}/{days}".encode()
    whom, kind = clock.officers, "reminder"
    if days == DAY_AFTER:
        whom, kind = tuple(dict.fromkeys((*superiors, *clock.officers))), "overdue"
    tell(work, whom, kind, about, _opening(work))


def _present(officer_id: bytes | None) -> tuple[bytes, ...]:
    return () if officer_id is None else (officer_id,)


def _supervisors(work: UnitOfWork) -> tuple[bytes, ...]:
    return tuple(
        work.rows(
            select(Officer.id)
            .join(OfficerRole, OfficerRole.officer_id == Officer.id)
            .where(OfficerRole.role == Role.SUPERVISOR.value, Officer.standing == "active")
            .order_by(Officer.id)
        )
    )


def _opening(work: UnitOfWork) -> datetime:
    """Half past eight today: nobody is woken by a reminder."""
    return datetime.combine(work.today, _TOLD_AT, tzinfo=BANGKOK)
