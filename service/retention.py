"""How long this office keeps what, and until when what one case holds is kept.

A case's own period begins on the day that the register counts as its end. The name's begins on
the later of that day and the day of the event in the case's chain: a day changed in a column
cannot bring the erasure forward. A merged case is kept as long as any case that was joined to on
the same day: which one leads stands sealed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from models.complaint import Complaint
from models.retention import RetentionPeriod
from rules.permissions import Permission
from rules.retention import (
    CLASS_OF,
    PERIODS,
    History,
    RetentionKind,
    kept_until,
    read_history,
    within,
)
from rules.states import EventKind, State, is_completed
from rules.thai_time import to_arabic_digits
from service.case_end import joined_on
from service.case_keys import open_case_keys
from service.errors import InvalidInput, NotAllowed
from service.find_case import find_case
from service.legal_hold import HoldView, hold_view
from service.read_rows import AnyEvent
from service.release_requests import case_events
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

Periods = Mapping[RetentionKind, int]


@dataclass(frozen=True)
class Keeping:
    """Until when what of one case is kept: last days, None while nothing runs out.

    `kind` is the case's class, None while work on it goes on. `identity_until` is also None once
    the name is gone; `waits_for_lead` tells that a merged case is kept as long as its lead.
    """

    kind: RetentionKind | None
    case_until: date | None
    identity_until: date | None
    history: History
    waits_for_lead: bool = False


@dataclass(frozen=True)
class KeepingView:
    """What a case's page shows of it: until when what is kept, and what holds it back."""

    keeping: Keeping
    held: HoldView
    today: date


def periods_of(work: UnitOfWork) -> Periods:
    """The months of each class in this agency; anybody may know them."""
    own = {row.kind: row.months for row in work.rows(select(RetentionPeriod))}
    return {kind: within(kind, own.get(kind.value, PERIODS[kind].default)) for kind in PERIODS}


def set_periods(work: UnitOfWork, mapping: Mapping[str, Any]) -> None:
    """Keep the months typed for each class; who set them answers for it.

    InvalidInput names what is no number of months, or is below the floor or over the ceiling.
    NotAllowed for whoever does not manage settings.
    """
    officer = work.officer()
    if not officer.may(Permission.MANAGE_SETTINGS):
        raise NotAllowed
    typed = _typed_months(mapping)
    stand = periods_of(work)
    rows = {row.kind: row for row in work.rows(select(RetentionPeriod))}
    for kind, months in typed.items():
        if stand[kind] == months:
            continue
        row = rows.get(kind.value)
        if row is None:
            row = RetentionPeriod(id=new_id(), agency_id=work.agency_id, kind=kind.value)
            work.session.add(row)
        row.months, row.set_by = months, officer.officer_id
    work.session.flush()


def _typed_months(mapping: Mapping[str, Any]) -> dict[RetentionKind, int]:
    typed: dict[RetentionKind, int] = {}
    problems: dict[str, str] = {}
    limits: dict[str, int] = {}
    for kind, period in PERIODS.items():
        figures = to_arabic_digits(str(mapping.get(kind.value, "")).strip())
        is_whole = figures.isascii() and figures.isdigit() and len(figures) < 5
        months = int(figures) if is_whole else 0
        if months < period.least:
            problems[kind.value], limits[kind.value] = "number_least", period.least
        elif months > period.most:
            problems[kind.value], limits[kind.value] = "number_most", period.most
        typed[kind] = months
    if problems:
        raise InvalidInput(problems, limits=limits)
    return typed


def keeping_view(work: UnitOfWork, case_id: str) -> KeepingView:
    """Until when what of a case is kept and what hold stands on it, for whoever can open it."""
    case = find_case(work, case_id)
    keys = open_case_keys(work, case)
    events = case_events(work, case)
    return KeepingView(
        keeping=keeping_of(work, case, events, periods_of(work)),
        held=hold_view(work, keys, events),
        today=work.today,
    )


def keeping_of(
    work: UnitOfWork, case: Complaint, events: Sequence[AnyEvent], periods: Periods
) -> Keeping:
    """Until when what of this case is kept; the caller has checked the events where it matters."""
    history = read_history((EventKind(event.kind), event.day) for event in events)
    kind = CLASS_OF.get(State(case.state))
    if kind is None or history.ended_on is None:
        return Keeping(None, None, None, history)
    lead_ended, waits = _lead_end(work, history) if history.is_merged else (None, False)
    if waits:
        return Keeping(kind, None, None, history, waits_for_lead=True)
    ended = max(filter(None, (case.completed_on or history.ended_on, lead_ended)))
    return Keeping(
        kind=kind,
        case_until=kept_until(kind, ended, periods[kind]),
        identity_until=_identity_until(case, history, lead_ended, periods),
        history=history,
    )


def _identity_until(
    case: Complaint, history: History, lead_ended: date | None, periods: Periods
) -> date | None:
    if history.identity_from is None:
        return None
    begun = max(filter(None, (history.identity_from, case.completed_on, lead_ended)))
    return kept_until(RetentionKind.IDENTITY, begun, periods[RetentionKind.IDENTITY])


def _lead_end(work: UnitOfWork, history: History) -> tuple[date | None, bool]:
    """When the last case that may lead a merged one ended, and whether one still goes on."""
    leads = joined_on(work, history)
    if any(not is_completed(State(lead.state)) for lead in leads):
        return None, True
    return max((lead.completed_on for lead in leads if lead.completed_on), default=None), False
