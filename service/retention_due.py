"""What an officer is shown of cases whose time is over or near, and the monthly word to look.

Deleting a case is proposed, never done by itself. Names go by themselves, so they are named
beforehand: whoever needs one kept longer sets a hold.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from models.complaint import Complaint
from models.history import CaseEvent
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
from rules.states import EventKind, State
from rules.thai_time import BANGKOK
from service.access_log import log_opening
from service.actors import AgencyClerk
from service.blind_list import openable_cases
from service.calendars import office_calendar
from service.case_end import check_end
from service.case_lines import case_lines
from service.errors import CaseHeld, NotAllowed, Unreadable
from service.expire_identity import holds_a_name, newest_place
from service.legal_hold import standing_hold
from service.notify import tell
from service.release_requests import case_events
from service.retention import Periods, keeping_of, periods_of
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

    @property
    def may_be_chosen(self) -> bool:
        """Whether its time is over."""
        return self.stage is Stage.DUE


@dataclass(frozen=True)
class Apart:
    """How many cases are near their day and take no place in a list, by what keeps them back.

    `held` stand under a hold, `waiting` are merged and kept for their lead; what is `unproven` has
    a chain, an end or a hold that does not check, and is named by `prongsai doctor`.
    """

    held: int
    waiting: int
    unproven: int


@dataclass(frozen=True)
class DuePage:
    """Cases to delete and names about to go, each the oldest first and at most `MOST`.

    `more_cases` and `more_names` tell that others follow when these are done.
    """

    cases: tuple[DueLine, ...]
    names: tuple[DueLine, ...]
    more_cases: bool
    more_names: bool
    cases_apart: Apart
    names_apart: Apart
    periods: Periods

    @property
    def can_choose(self) -> bool:
        """Whether any of the cases may be deleted now."""
        return any(one.may_be_chosen for one in self.cases)


@dataclass(frozen=True)
class _Near:
    """A case near its day."""

    case: Complaint
    kind: RetentionKind
    until: date
    stage: Stage


@dataclass(frozen=True)
class _Found:
    near: tuple[_Near, ...]
    has_more: bool
    apart: Apart


def due_page(work: UnitOfWork) -> DuePage:
    """What is due or will be within 90 days, of the cases that this officer can open.

    NotAllowed for whoever may not delete. One line in the access log.
    """
    if not work.officer().may(Permission.DELETE_CASES):
        raise NotAllowed
    periods = periods_of(work)
    mine = openable_cases(work).where(Complaint.deleted_on.is_(None))
    cases = _find(work, mine.where(_case_ends(work, periods)), periods, of_names=False)
    named = mine.where(_name_ends(work, periods), holds_a_name())
    names = _find(work, named, periods, of_names=True)
    shown = {one.case.id: one.case for one in (*cases.near, *names.near)}
    lines = dict(zip(shown, case_lines(work, shown.values()), strict=True))
    log_opening(work, "list", None, len(lines))
    return DuePage(
        cases=_lines(cases, lines),
        names=_lines(names, lines),
        more_cases=cases.has_more,
        more_names=names.has_more,
        cases_apart=cases.apart,
        names_apart=names.apart,
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


def _find(
    work: UnitOfWork, ended: Select[Complaint], periods: Periods, *, of_names: bool
) -> _Found:
    """The first of these that are near their day and that nothing keeps back."""
    near: list[_Near] = []
    kept_back: Counter[type[Exception]] = Counter()
    free = ended.where(~_is_held(), ~_waits()).order_by(
        Complaint.completed_on,
        Complaint.register_year_be,
        Complaint.register_number,
        Complaint.id,
    )
    for start in count(0, MOST):
        cases = work.rows(free.offset(start).limit(MOST))
        for case in cases:
            try:
                near += _near(work, case, periods, of_names=of_names)
            except (CaseHeld, Unreadable) as problem:
                kept_back[type(problem)] += 1
        if len(near) > MOST or len(cases) < MOST:
            break
    apart = Apart(
        held=_number(work, ended.where(_is_held())) + kept_back[CaseHeld],
        waiting=_number(work, ended.where(_waits(), ~_is_held())),
        unproven=kept_back[Unreadable],
    )
    return _Found(tuple(near[:MOST]), len(near) > MOST, apart)


def _near(
    work: UnitOfWork, case: Complaint, periods: Periods, *, of_names: bool
) -> tuple[_Near, ...]:
    """The case with its day, or nothing while that is far; CaseHeld or Unreadable as it stands."""
    events = case_events(work, case)
    kept = keeping_of(work, case, events, periods)
    until = kept.identity_until if of_names else kept.case_until
    if kept.kind is None or until is None:
        return ()
    near = stage(until + _ONE_DAY, work.today)
    if near is Stage.LATER:
        return ()
    check_end(work, events)
    if standing_hold(work, case, events):
        raise CaseHeld
    return (_Near(case, RetentionKind.IDENTITY if of_names else kept.kind, until, near),)


def _number(work: UnitOfWork, cases: Select[Complaint]) -> int:
    return work.session.scalars(cases.with_only_columns(func.count(Complaint.id))).one()


def _is_held() -> ColumnElement[bool]:
    """By the columns in clear; what they hide is found out from the chain."""
    return newest_place(EventKind.HOLD_SET) > newest_place(EventKind.HOLD_LIFTED)


def _waits() -> ColumnElement[bool]:
    """Whether a case is merged, and one that was joined to on its day still goes on."""
    lead, joined, merged = aliased(Complaint), aliased(CaseEvent), aliased(CaseEvent)
    going_on = (
        select(joined.day)
        .join(lead, lead.id == joined.case_id)
        .where(
            joined.kind == int(EventKind.JOINED),
            lead.state.not_in([state.value for state in CLASS_OF]),
        )
    )
    merged_on = (
        select(func.max(merged.day))
        .where(merged.case_id == Complaint.id, merged.kind == int(EventKind.MERGED))
        .correlate(Complaint)
        .scalar_subquery()
    )
    return and_(Complaint.state == State.MERGED.value, merged_on.in_(going_on))


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


def _lines(found: _Found, lines: dict[bytes, CaseLine]) -> tuple[DueLine, ...]:
    due = (DueLine(lines[one.case.id], one.kind, one.until, one.stage) for one in found.near)
    return tuple(sorted(due, key=lambda one: one.until))


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
