"""One case opened for one officer: every opening has an actor and a line in the access log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from crypto.case_chain import Event
from crypto.envelope import ObjectType
from models.casework import FollowUp
from models.clock import ClockRow
from models.complaint import Attachment, Complaint, SealedObject
from models.history import CaseEvent
from rules import words
from rules.categories import CATEGORIES, GRIEVANCE_CATEGORIES, RELATIONS, Category
from rules.clocks import ClockKind, standing
from rules.numbering import receipt_no
from rules.permissions import Permission, Role
from rules.states import (
    ERASING,
    Channel,
    EventKind,
    IdentityMode,
    Move,
    State,
    Transition,
    allowed_moves,
    is_open,
    public_state,
)
from rules.thai_time import in_bangkok
from service.access_log import log_opening
from service.attach_evidence import neutral_name
from service.case_integrity import check_whole
from service.case_keys import CaseKeys, open_case_keys
from service.case_lines import nearest_clocks, officer_names, open_report, subject_of
from service.errors import NotAllowed
from service.find_case import find_case
from service.handle_case import asks_screening, may_be_assigned
from service.inputs import CONTACT_FIELDS
from service.keyring import load_keyring
from service.signatures import check_officer_event
from service.unit_of_work import UnitOfWork
from service.views import (
    Answer,
    AttachmentLine,
    HistoryLine,
    Line,
    MoveChoice,
    OfficerChoice,
    OpenCase,
    Step,
)

_SHOWN_FIELDS = (
    "sent_from",
    "narrative",
    "category",
    "accused",
    "accused_unit",
    "place",
    "incident_from",
    "incident_to",
    "damage",
    "witnesses",
    "evidence_described",
    "relation",
    "reported_elsewhere",
    "desired_outcome",
)
_CHOICES: Mapping[str, tuple[Category, ...]] = {
    "category": (*CATEGORIES, *GRIEVANCE_CATEGORIES),
    "relation": RELATIONS,
}
_TALK = (ObjectType.TO_REPORTER, ObjectType.FROM_REPORTER)


@dataclass(frozen=True)
class _Opened:
    """A case with its opened key and everything that hangs on it."""

    case: Complaint
    keys: CaseKeys
    events: tuple[CaseEvent, ...]
    bodies: Mapping[bytes, SealedObject]


def open_case(work: UnitOfWork, case_id: str) -> OpenCase:
    """Everything of a case that this officer may see; the log line is in the same transaction."""
    if not work.officer().may(Permission.OPEN_CASE):
        raise NotAllowed
    case = find_case(work, case_id)
    opened = _open(work, case)
    log_opening(work, "case", case.id)
    return _view(work, opened)


def _open(work: UnitOfWork, case: Complaint) -> _Opened:
    keys = open_case_keys(work, case)
    events = work.rows(
        select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)
    )
    check_whole(case, events, work)
    bodies = work.rows(select(SealedObject).where(SealedObject.case_id == case.id))
    return _Opened(case, keys, tuple(events), {body.id: body for body in bodies})


def _view(work: UnitOfWork, opened: _Opened) -> OpenCase:
    case = opened.case
    report = open_report(work, opened.keys)
    names = officer_names(work)
    first = _first_answer(work, case)
    nearest = nearest_clocks(work, [case.id]).get(case.id)
    moves = _moves(work, case, IdentityMode(report["identity_mode"]))
    state = State(case.state)
    contact = _record(opened, ObjectType.CONTACT)
    return OpenCase(
        id=case.id.hex(),
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        subject=subject_of(report),
        state=state,
        state_words=words.STATES[state.value],
        public_state=public_state(state),
        identity_mode=_shown_mode(opened, report["identity_mode"]),
        contact=_answers(contact, CONTACT_FIELDS),
        answers=_answers(report, _SHOWN_FIELDS),
        submitted_at=in_bangkok(datetime.fromisoformat(report["submitted_at"])),
        received_on=case.received_on,
        due_on=nearest.due_on if nearest else None,
        answer_by_on=nearest.answer_by_on if nearest else None,
        answered_on=first.answered_on if first else None,
        standing=standing(nearest.due_on, work.today) if nearest and is_open(state) else None,
        next_step=_next_step(case, moves, nearest, work),
        moves=moves,
        conversation=_conversation(work, opened),
        notes=_notes(work, opened),
        attachments=_attachments(work, opened),
        history=_history(opened, names),
        steps=_steps(case, opened.events),
        case_officer=names.get(case.case_officer_id or b"", ""),
        assignable=_assignable(work),
        event_count=case.event_count,
        clock_kind=ClockKind(nearest.kind) if nearest else None,
        first_answer_due_on=first.due_on if first else None,
        is_test=case.is_test,
    )


def _shown_mode(opened: _Opened, filed: str) -> str:
    """How the reporter chose to be known, or "erased" once the reporter took the name back."""
    erased = any(event.kind in ERASING for event in opened.events)
    return "erased" if erased else filed


def _first_answer(work: UnitOfWork, case: Complaint) -> ClockRow | None:
    found: ClockRow | None = work.one(ClockRow, case_id=case.id, kind=ClockKind.FIRST_ANSWER.value)
    return found


def _record(opened: _Opened, type_: ObjectType) -> dict[str, str]:
    body = next(body for body in opened.bodies.values() if body.type == int(type_))
    return opened.keys.open(body)


def _answers(record: Mapping[str, str], names: Iterable[str]) -> tuple[Answer, ...]:
    return tuple(
        Answer(field=name, label=words.FIELDS[name], text=_shown(name, record[name]))
        for name in names
        if record.get(name)
    )


def _shown(name: str, value: str) -> str:
    listed = {category.code: category.words for category in _CHOICES.get(name, ())}
    return listed[value].th if value in listed else value


def _moves(work: UnitOfWork, case: Complaint, mode: IdentityMode) -> tuple[MoveChoice, ...]:
    rows = allowed_moves(Channel(case.channel), State(case.state), work.officer().roles)
    return tuple(_choice(row, mode) for row in rows)


def _choice(row: Transition, mode: IdentityMode) -> MoveChoice:
    return MoveChoice(
        move=row.move,
        title=words.MOVES[row.move.value],
        notice=row.notice,
        reason=row.reason,
        screening_answers=asks_screening(row, mode),
    )


# The one next step by state; an overdue notice comes before it.
_NEXT = {
    State.RECEIVED: Move.ACCEPT,
    State.SCREENING: Move.ACCEPT,
    State.FACT_FINDING: Move.PROGRESS_NOTICE,
    State.GROUNDS_FOUND: Move.RESULT_NOTICE,
    State.NO_GROUNDS: Move.RESULT_NOTICE,
    State.IN_PROGRESS: Move.RESULT_NOTICE,
    State.RESULT_NOTIFIED: Move.CLOSE,
}
_OVERDUE_NEXT = {
    ClockKind.FIRST_ANSWER: Move.DELAY_EXPLANATION,
    ClockKind.NEXT_NOTICE: Move.DELAY_EXPLANATION,
    ClockKind.FACT_FINDING: Move.EXTEND,
    ClockKind.CUSTOM: Move.END_TASK,
    ClockKind.REFERRED_IN_REPLY: Move.ANSWER_SENDER,
    ClockKind.NACC_FINDING: Move.STEP_FOLLOW_UP,
    ClockKind.NACC_COPY: Move.STEP_FOLLOW_UP,
}
_ACCEPTED_NEXT = {
    Channel.CORRUPTION: Move.START_FACT_FINDING,
    Channel.GRIEVANCE: Move.START_WORK,
}


def _next_step(
    case: Complaint,
    moves: tuple[MoveChoice, ...],
    nearest: ClockRow | None,
    work: UnitOfWork,
) -> MoveChoice | None:
    state = State(case.state)
    wanted = _NEXT.get(state)
    if state is State.ACCEPTED:
        wanted = _ACCEPTED_NEXT[Channel(case.channel)]
    if wanted is Move.CLOSE and _has_open_follow_up(work, case):
        # What was begun after the finding comes first; the page leads to its next step.
        wanted = None
    offered = {choice.move: choice for choice in moves}
    if nearest and nearest.due_on < work.today:
        pressing = _OVERDUE_NEXT.get(ClockKind(nearest.kind), wanted)
        wanted = pressing if pressing in offered else wanted
    return offered.get(wanted) if wanted else None


def _has_open_follow_up(work: UnitOfWork, case: Complaint) -> bool:
    found = select(FollowUp.id).where(FollowUp.case_id == case.id, FollowUp.ended_on.is_(None))
    return work.session.scalar(found.limit(1)) is not None


def _conversation(work: UnitOfWork, opened: _Opened) -> tuple[Line, ...]:
    return tuple(
        _talk_line(work, opened, event, body)
        for event, body in _with_bodies(opened)
        if ObjectType(body.type) in _TALK
    )


def _talk_line(work: UnitOfWork, opened: _Opened, event: CaseEvent, body: SealedObject) -> Line:
    by_office = ObjectType(body.type) is ObjectType.TO_REPORTER
    if by_office:
        check_officer_event(work, event, body)
    kind = EventKind(event.kind)
    return Line(
        author="office" if by_office else "reporter",
        kind=kind.tag,
        title=words.EVENTS[kind.tag],
        day=event.day,
        text=opened.keys.open(body)["text"],
    )


def _notes(work: UnitOfWork, opened: _Opened) -> tuple[Line, ...]:
    """Internal words: notes, findings, reasons; each checked for its officer's hand."""
    notes = []
    for event, body in _with_bodies(opened):
        kind = EventKind(event.kind)
        if ObjectType(body.type) is not ObjectType.INTERNAL or kind is EventKind.EVIDENCE_ADDED:
            continue
        check_officer_event(work, event, body)
        text = opened.keys.open(body).get("text", "")
        if text:
            notes.append(Line("office", kind.tag, words.EVENTS[kind.tag], event.day, text))
    return tuple(notes)


def _with_bodies(opened: _Opened) -> Iterable[tuple[CaseEvent, SealedObject]]:
    for event in opened.events:
        if event.object_id is not None:
            yield event, opened.bodies[event.object_id]


def _attachments(work: UnitOfWork, opened: _Opened) -> tuple[AttachmentLine, ...]:
    rows = work.rows(
        select(Attachment).where(Attachment.case_id == opened.case.id).order_by(Attachment.number)
    )
    return tuple(_attachment_line(work, opened, row) for row in rows)


def _attachment_line(work: UnitOfWork, opened: _Opened, row: Attachment) -> AttachmentLine:
    meta = describe_attachment(work, opened.keys, row)
    withheld = str(meta.get("withheld", ""))
    return AttachmentLine(
        id=row.id.hex(),
        name=neutral_name(row.number, str(meta["extension"])),
        media_type=str(meta["media_type"]),
        size_bytes=None if withheld else int(meta["size_bytes"]),
        day=row.added_on,
        cleaned=bool(meta["cleaned"]),
        how=str(meta.get("how", "")),
        withheld=withheld,
    )


def describe_attachment(work: UnitOfWork, keys: CaseKeys, row: Attachment) -> dict[str, str]:
    """The sealed description of a file: its kind, how it was cleaned, the size of its copy."""
    body = work.session.get_one(SealedObject, row.meta_object_id)
    return keys.open(body)


def _history(opened: _Opened, names: Mapping[bytes, str]) -> tuple[HistoryLine, ...]:
    lines = (
        HistoryLine(
            day=event.day,
            title=words.EVENTS[EventKind(Event.unpack(event.packed).kind).tag],
            by=names.get(event.officer_id or b"", ""),
        )
        for event in opened.events
        if event.kind != EventKind.SEALED
    )
    return tuple(reversed(list(lines)))


_STEPS: Mapping[Channel, tuple[tuple[str, frozenset[EventKind]], ...]] = {
    Channel.CORRUPTION: (
        ("received", frozenset({EventKind.RECEIVED})),
        (
            "screening",
            frozenset(
                {
                    EventKind.ACCEPTED,
                    EventKind.NOT_ACCEPTED,
                    EventKind.FORWARDED,
                    EventKind.IMPORTED_NOT_ACCEPTED,
                    EventKind.IMPORTED_FORWARDED,
                }
            ),
        ),
        (
            "fact_finding",
            frozenset({EventKind.GROUNDS_FOUND, EventKind.NO_GROUNDS_FOUND}),
        ),
        ("result", frozenset({EventKind.RESULT_NOTIFIED})),
        ("closing", frozenset({EventKind.CLOSED, EventKind.IMPORTED_CLOSED})),
    ),
    Channel.GRIEVANCE: (
        ("received", frozenset({EventKind.RECEIVED})),
        (
            "accepting",
            frozenset(
                {EventKind.ACCEPTED, EventKind.NOT_ACCEPTED, EventKind.IMPORTED_NOT_ACCEPTED}
            ),
        ),
        ("work", frozenset({EventKind.RESULT_NOTIFIED})),
        ("closing", frozenset({EventKind.CLOSED, EventKind.IMPORTED_CLOSED})),
    ),
}


def _steps(case: Complaint, events: tuple[CaseEvent, ...]) -> tuple[Step, ...]:
    """The way of the case: what is done, the one being done, what is still to come."""
    happened = _since_reopening(events)
    steps, doing_seen = [], not is_open(State(case.state))
    for name, ending in _STEPS[Channel(case.channel)]:
        if ending & happened:
            stands = "done"
        else:
            stands, doing_seen = ("waiting", True) if doing_seen else ("doing", True)
        steps.append(Step(words.STEPS[name], stands))
    return tuple(steps)


def _since_reopening(events: tuple[CaseEvent, ...]) -> frozenset[EventKind]:
    kinds = [EventKind(event.kind) for event in events]
    # A moved case begins its way anew in the other channel.
    kinds = kinds[_last(kinds, EventKind.RECEIVED) :]
    again = max(_last(kinds, EventKind.REOPENED), _last(kinds, EventKind.UNMERGED))
    if not again:
        return frozenset(kinds)
    return frozenset({EventKind.RECEIVED, EventKind.ACCEPTED, *kinds[again:]})


def _last(kinds: list[EventKind], kind: EventKind) -> int:
    """Where the kind stands last; nought when it does not."""
    return max((at for at, one in enumerate(kinds) if one is kind), default=0)


def _assignable(work: UnitOfWork) -> tuple[OfficerChoice, ...]:
    keys = (
        key
        for key in load_keyring(work).officers
        if may_be_assigned(role for role in Role if key.has(role))
    )
    return tuple(
        OfficerChoice(key.holder_id.hex(), key.name, key.post)
        for key in sorted(keys, key=lambda key: key.name)
    )
