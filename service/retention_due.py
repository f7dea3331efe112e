"""What an officer is shown of cases whose time is over or near, and the monthly word to look.

Deleting a case is proposed, never done by itself. Names go by themselves, so they are named
beforehand: whoever needs one kept longer sets a hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from models.complaint import Complaint
from models.officer import Officer, OfficerRole
from rules.permissions import ROLE_PERMISSIONS, Permission, Role
from rules.retention import (
    CLASS_OF,
    WARN_DAYS,
    RetentionKind,
    Stage,
    ended_by,
    stage,
)
from rules.thai_time import BANGKOK
from service.access_log import log_opening
from service.actors import AgencyClerk
from service.blind_list import openable_cases
from service.calendars import office_calendar
from service.case_lines import case_lines
from service.errors import NotAllowed
from service.expire_identity import holds_a_name
from service.notify import tell
from service.read_rows import events_of
from service.retention import Keeping, Periods, keeping_of, periods_of
from service.unit_of_work import UnitOfWork
from service.views import CaseLine

MOST: Final = 50
"""So many cases at once: as many as two persons can look through."""

RETENTION: Final = "retention"
_AHEAD: Final = timedelta(days=max(WARN_DAYS))
_ONE_DAY: Final = timedelta(days=1)
_TELLING_DAYS: Final = 10
"""The first working day of a month is among its first ten days."""

DELETING_ROLES: Final = tuple(
    role for role in Role if Permission.DELETE_CASES in ROLE_PERMISSIONS[role]
)


@dataclass(frozen=True)
class DueLine:
    """One case with its last day; `may_be_chosen` for a deletion now."""

    case: CaseLine
    kind: RetentionKind
    until: date
    stage: Stage
    is_held: bool

    @property
    def may_be_chosen(self) -> bool:
        """Whether its time is over and nothing holds it."""
        return self.stage is Stage.DUE and not self.is_held


@dataclass(frozen=True)
class DuePage:
    """Cases to delete and names about to go, each the oldest first and at most `MOST`.

    `more_cases` and `more_names` tell that others follow when these are done.
    """

    cases: tuple[DueLine, ...]
    names: tuple[DueLine, ...]
    more_cases: bool
    more_names: bool
    periods: Periods

    @property
    def can_choose(self) -> bool:
        """Whether any of the cases may be deleted now."""
        return any(one.may_be_chosen for one in self.cases)


def due_page(work: UnitOfWork) -> DuePage:
    """What is due or will be within 90 days, of the cases that this officer can open.

    NotAllowed for whoever may not delete. One line in the access log.
    """
    if not work.officer().may(Permission.DELETE_CASES):
        raise NotAllowed
    periods = periods_of(work)
    cases = _first(work, _case_ends(work, periods))
    named = _first(work, _name_ends(work, periods), holds_a_name())
    shown = {case.id: case for case in (*cases[:MOST], *named[:MOST])}
    lines = dict(zip(shown, case_lines(work, shown.values()), strict=True))
    keeping = _keeping(work, list(shown.values()), periods)
    log_opening(work, "list", None, len(lines))
    return DuePage(
        cases=_lines(work, cases[:MOST], lines, keeping, of_names=False),
        names=_lines(work, named[:MOST], lines, keeping, of_names=True),
        more_cases=len(cases) > MOST,
        more_names=len(named) > MOST,
        periods=periods,
    )


def remind(work: UnitOfWork) -> None:
    """Nothing; whoever may delete is told once a month, by mail and LINE, that it is time to look.

    From the month on in which a first case of this office comes near its day, everybody who may
    delete is told on each month's first working day, whether or not anything waits: a message
    that came only when something did would tell an officer of a case that is kept from him.
    """
    if not isinstance(work.actor, AgencyClerk):
        raise NotAllowed
    calendar = office_calendar(work)
    day = work.today.replace(day=1)
    while not calendar.is_working_day(day):
        day += _ONE_DAY
    if not day <= work.today <= day.replace(day=_TELLING_DAYS) or not _has_begun(work):
        return
    at = datetime.combine(day, calendar.opens, tzinfo=BANGKOK)
    about = f"{day:%Y-%m}".encode()
    tell(work, _who_may_delete(work), RETENTION, about, max(at, work.now))


def _first(work: UnitOfWork, *conditions: ColumnElement[bool]) -> list[Complaint]:
    """The cases that ended longest ago of those that fit, one more than are shown."""
    return work.rows(
        openable_cases(work)
        .where(Complaint.deleted_on.is_(None), *conditions)
        .order_by(Complaint.completed_on, Complaint.register_year_be, Complaint.register_number)
        .limit(MOST + 1)
    )


def _case_ends(work: UnitOfWork, periods: Periods) -> ColumnElement[bool]:
    ahead = work.today + _AHEAD
    return or_(
        *(
            and_(
                Complaint.state == state.value,
                Complaint.completed_on <= ended_by(kind, ahead, periods[kind]),
            )
            for state, kind in CLASS_OF.items()
        )
    )


def _name_ends(work: UnitOfWork, periods: Periods) -> ColumnElement[bool]:
    kind = RetentionKind.IDENTITY
    return and_(
        Complaint.state.in_([state.value for state in CLASS_OF]),
        Complaint.completed_on <= ended_by(kind, work.today + _AHEAD, periods[kind]),
    )


def _keeping(
    work: UnitOfWork, cases: Sequence[Complaint], periods: Periods
) -> dict[bytes, Keeping]:
    events = events_of(work, [case.id for case in cases])
    return {case.id: keeping_of(work, case, events[case.id], periods) for case in cases}


def _lines(
    work: UnitOfWork,
    cases: Sequence[Complaint],
    lines: dict[bytes, CaseLine],
    keeping: dict[bytes, Keeping],
    *,
    of_names: bool,
) -> tuple[DueLine, ...]:
    found = []
    for case in cases:
        kept = keeping[case.id]
        until = kept.identity_until if of_names else kept.case_until
        if kept.kind is None or until is None:
            continue
        near = stage(until + _ONE_DAY, work.today)
        if near is not Stage.LATER:
            kind = RetentionKind.IDENTITY if of_names else kept.kind
            found.append(DueLine(lines[case.id], kind, until, near, kept.history.is_held))
    return tuple(sorted(found, key=lambda one: one.until))


def _has_begun(work: UnitOfWork) -> bool:
    """Whether any case of this office, deleted or not, has come near its day: it stays so."""
    near = select(func.count(Complaint.id)).where(_case_ends(work, periods_of(work)))
    return bool(work.session.scalar(near))


def _who_may_delete(work: UnitOfWork) -> list[bytes]:
    roles = [role.value for role in DELETING_ROLES]
    return work.rows(
        select(Officer.id)
        .where(
            Officer.standing == "active",
            Officer.id.in_(select(OfficerRole.officer_id).where(OfficerRole.role.in_(roles))),
        )
        .order_by(Officer.id)
    )
