"""Appending to a case's chain, with what every event brings along: state, clocks, days."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from crypto.case_chain import Event, event_hash, sign_event
from crypto.primitives import random_bytes, sha256
from models.clock import ClockRow
from models.complaint import Complaint, SealedObject
from models.history import CaseEvent
from rules.clocks import Clock, ClockKind, fact_finding, next_notice, stopped_by
from rules.permissions import Role
from rules.states import Channel, EventKind, State, is_completed, is_open, state_after
from service.actors import OfficerActor
from service.calendars import office_calendar
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

NO_HASH = bytes(32)
BY_REPORTER = 0
# Codes of the acting role inside events. They are hashed: never renumber, only add.
ROLE_CODES = {
    Role.INTAKE: 1,
    Role.GRIEVANCE: 2,
    Role.CASE_OFFICER: 3,
    Role.COMMITTEE: 4,
    Role.LEGAL: 5,
    Role.SUPERVISOR: 6,
    Role.EXECUTIVE: 7,
    Role.CUSTODIAN_INSIDE: 8,
    Role.CUSTODIAN_OUTSIDE: 9,
    Role.PUBLISHER: 10,
    Role.ADMINISTRATOR: 11,
    Role.OPERATOR: 12,
}
# A recovery paper that acts in the ceremony, by the kind of its key; the same numbers go on.
PAPER_CODES = {"content": 13, "identity_inside": 14, "identity_outside": 15}
PAPER_KINDS = {code: kind for kind, code in PAPER_CODES.items()}

_NOTICES = frozenset(kind for kind in EventKind if stopped_by(ClockKind.FIRST_ANSWER, kind))
_STOPPING = frozenset(
    kind for kind in EventKind if any(stopped_by(clock, kind) for clock in ClockKind)
)


@dataclass(frozen=True)
class PaperHand:
    """A recovery paper at work: the kind of its key, and the seed with which it signs."""

    kind: str
    signing_seed: bytes = field(repr=False)


@dataclass(frozen=True)
class Acting:
    """Who appends an event: a reporter (nobody named), an officer in one role, or a paper."""

    officer: OfficerActor | None = None
    role: Role | None = None
    paper: PaperHand | None = None

    @property
    def code(self) -> int:
        """The acting role as events carry it."""
        if self.paper is not None:
            return PAPER_CODES[self.paper.kind]
        return ROLE_CODES[self.role] if self.role else BY_REPORTER

    def signature(self, packed: bytes) -> bytes | None:
        """The hand's signature over an event; a reporter signs none."""
        if self.paper is not None:
            return sign_event(self.paper.signing_seed, packed)
        return sign_event(self.officer.keys.signing_seed, packed) if self.officer else None


def append_event(
    work: UnitOfWork,
    case: Complaint,
    kind: EventKind,
    *,
    body: SealedObject | None = None,
    body_hash: bytes | None = None,
    by: Acting = Acting(),
) -> CaseEvent:
    """A new link of the chain; moves the case's state and clocks with it.

    The event hashes its sealed body, never a plaintext; an officer's event carries his
    signature (decisions A2, A14).
    """
    if body is not None:
        work.session.add(body)
        # The event's row points at its body's; without a relation the flush knows no order.
        work.session.flush()
        body_hash = sha256(body.sealed)
    row = CaseEvent(**_linked(work, case, kind, body_hash or NO_HASH, by))
    row.object_id = body.id if body else None
    work.session.add(row)
    _advance(work, case, kind, row)
    return row


def epoch_started(work: UnitOfWork, case: Complaint, by: Acting) -> dict[str, Any]:
    """The columns of the link that tells of a new epoch, for many written in one go.

    It moves neither state nor clocks and has no body, so nothing else is to be done.
    """
    return _linked(work, case, EventKind.EPOCH_STARTED, NO_HASH, by) | {"object_id": None}


def _linked(
    work: UnitOfWork, case: Complaint, kind: EventKind, body_hash: bytes, by: Acting
) -> dict[str, Any]:
    """The columns of a new link, on which the next one will hang."""
    packed = Event(
        handle=case.handle,
        seq=case.event_count,
        prev=case.event_head,
        kind=int(kind),
        day=work.today,
        role=by.code,
        body_hash=body_hash,
    ).pack()
    columns = {
        "agency_id": work.agency_id,
        "case_id": case.id,
        "seq": case.event_count,
        "kind": int(kind),
        "day": work.today,
        "packed": packed,
        "salt": random_bytes(32),
        "officer_id": by.officer.officer_id if by.officer else None,
        "signature": by.signature(packed),
    }
    case.event_count += 1
    case.event_head = event_hash(packed)
    return columns


def _advance(work: UnitOfWork, case: Complaint, kind: EventKind, row: CaseEvent) -> None:
    state = state_after(Channel(case.channel), State(case.state), kind)
    if is_completed(state) and not is_completed(State(case.state)):
        case.completed_on = max(work.today, case.received_on)
    elif not is_completed(state):
        case.completed_on = None
    case.state = state.value
    if kind in _STOPPING:
        _stop_clocks(work, case, kind, row.seq)
    if kind in _NOTICES:
        case.answered_on = case.answered_on or work.today
    if is_open(state) and (kind in _NOTICES or kind is EventKind.REOPENED):
        start_next_notice(work, case)
    if kind is EventKind.FACT_FINDING_STARTED:
        days = work.agency().fact_finding_days
        start_clock(work, case, fact_finding(work.today, office_calendar(work), days))


def open_clocks(work: UnitOfWork, case: Complaint) -> list[ClockRow]:
    """The case's clocks that nothing has answered yet."""
    return work.rows(
        select(ClockRow)
        .where(ClockRow.case_id == case.id, ClockRow.answered_on.is_(None))
        .order_by(ClockRow.due_on)
    )


def _stop_clocks(work: UnitOfWork, case: Complaint, kind: EventKind, seq: int) -> None:
    for clock in open_clocks(work, case):
        if stopped_by(ClockKind(clock.kind), kind):
            clock.answered_on = work.today
            clock.answered_by_seq = seq


def start_next_notice(work: UnitOfWork, case: Complaint) -> None:
    """Start the clock of the next notice from today, over the office's own days."""
    days = work.agency().next_notice_days
    start_clock(work, case, next_notice(work.today, office_calendar(work), days))


def start_clock(
    work: UnitOfWork,
    case: Complaint,
    clock: Clock,
    *,
    label_object_id: bytes | None = None,
    officer_id: bytes | None = None,
) -> ClockRow:
    """The running clock as a row of the case; a task has its sealed label and its officer."""
    row = clock_row(work, case.id, clock)
    row.label_object_id, row.officer_id = label_object_id, officer_id
    work.session.add(row)
    return row


def clock_row(work: UnitOfWork, case_id: bytes, clock: Clock) -> ClockRow:
    """A computed clock as a row; what is told to the reporter is its due day."""
    return ClockRow(
        id=new_id(),
        agency_id=work.agency_id,
        case_id=case_id,
        kind=clock.kind.value,
        starts_on=clock.starts_on,
        due_on=clock.due_on,
        answer_by_on=clock.answer_by_on,
        told_due_on=clock.due_on,
        rules_version=clock.rules_version,
    )
