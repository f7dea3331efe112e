"""Every move an officer makes: checked against the state table, sealed, signed, on the chain."""

from collections.abc import Iterable, Mapping
from typing import Any

from crypto.envelope import ObjectType
from models.complaint import Complaint, SealedObject
from rules.categories import NOT_ACCEPTED_REASONS, SCREENING_POINTS, codes, find
from rules.permissions import Role
from rules.states import (
    EventKind,
    IdentityMode,
    Move,
    Transition,
)
from service.case_events import Acting, append_event
from service.case_holders import HolderBook
from service.case_keys import CaseKeys
from service.case_lines import open_report
from service.checked_keys import HolderKey
from service.errors import InvalidInput, NotAllowed
from service.exclusions import opened_exclusions
from service.follow_up_view import refuse_open_follow_ups
from service.inputs import MoveWords, load_move
from service.joined_cases import tell_joined
from service.moving import allowed, begin_move, seal_words
from service.notify import tell_assigned
from service.shares import give_share, held_share
from service.unit_of_work import UnitOfWork

TYPED_MOVES = frozenset(
    {
        Move.START_SCREENING,
        Move.ACCEPT,
        Move.NOT_ACCEPT,
        Move.ASK,
        Move.MESSAGE,
        Move.PROGRESS_NOTICE,
        Move.DELAY_EXPLANATION,
        Move.START_FACT_FINDING,
        Move.START_WORK,
        Move.FIND_GROUNDS,
        Move.FIND_NO_GROUNDS,
        Move.RESULT_NOTICE,
        Move.CLOSE,
        Move.REOPEN,
        Move.ASSIGN,
        Move.FORWARD,
        Move.NOTE,
        Move.SCREENING_MEMO,
    }
)
"""Moves that need words and no more; the others are errands of their own."""
_TALKS = frozenset({Move.ASK, Move.MESSAGE})
_INTERNAL = frozenset({Move.NOTE, Move.FIND_GROUNDS, Move.FIND_NO_GROUNDS, Move.SCREENING_MEMO})
_POINTS = dict(
    zip(
        ("screening_evidence", "screening_circumstances", "screening_witness"),
        codes(SCREENING_POINTS),
        strict=True,
    )
)
_AWAITS = {
    EventKind.INFO_REQUESTED: "reporter",
    EventKind.FORWARDED: "nobody",
    EventKind.NOT_ACCEPTED: "nobody",
    EventKind.CLOSED: "nobody",
}


def move_case(
    work: UnitOfWork, case_id: str, move: Move, mapping: Mapping[str, Any], event_count: int
) -> None:
    """Make one move of the state table on one case.

    Raises InvalidInput naming what the move still needs, WrongState, NotAllowed, and StaleCase
    when the case has changed since the page was drawn (`event_count`).
    """
    if move not in TYPED_MOVES:
        raise NotAllowed
    moving = begin_move(work, case_id, move, event_count)
    case, row = moving.case, moving.row
    if move in (Move.CLOSE, Move.FORWARD):
        refuse_open_follow_ups(work, moving.keys)
    typed = load_move(mapping)
    _check_words(row, typed, _mode(work, moving.keys, row))
    if move is Move.ASSIGN:
        _assign(work, moving.keys, typed.officer, moving.acting)
        return
    body = _body(work, case, row, typed)
    append_event(work, case, row.event, body=body, by=moving.acting)
    tell_joined(work, moving, typed.notice_text)
    case.reporter_spoke = False
    case.awaits = _AWAITS.get(row.event, case.awaits if row.target is None else "office")


def asks_screening(row: Transition, mode: IdentityMode) -> bool:
    """Whether the three points must be answered: for an anonymous report (rules.md 3)."""
    return row.screening_answers and mode is IdentityMode.ANONYMOUS


def _mode(work: UnitOfWork, keys: CaseKeys, row: Transition) -> IdentityMode:
    """How the reporter chose to be known; sealed, so opened only where the table asks for it."""
    if not row.screening_answers:
        return IdentityMode.ANONYMOUS
    return IdentityMode(open_report(work, keys)["identity_mode"])


def _check_words(row: Transition, typed: MoveWords, mode: IdentityMode) -> None:
    """What the table asks of this move must be there (decisions C30, rules 3)."""
    missing: dict[str, str] = {}
    if (row.notice or row.move in _TALKS) and not typed.notice_text:
        missing["notice_text"] = "required"
    if row.reason and not typed.reason:
        missing["reason"] = "required"
    listed = ("", *codes(NOT_ACCEPTED_REASONS))
    if row.move is Move.NOT_ACCEPT and typed.reason not in listed:
        missing["reason"] = "unknown_choice"
    if row.move is Move.FORWARD and not typed.forwarded_to:
        missing["forwarded_to"] = "required"
    if row.move in _INTERNAL and not typed.note:
        missing["note"] = "required"
    if row.move is Move.ASSIGN and not typed.officer:
        missing["officer"] = "choose_one"
    if asks_screening(row, mode):
        missing |= {name: "choose_one" for name in _POINTS if not getattr(typed, name)}
    if missing:
        raise InvalidInput(missing)


def _body(
    work: UnitOfWork, case: Complaint, row: Transition, typed: MoveWords
) -> SealedObject | None:
    """The sealed words of the move, if it has any: to the reporter, or internal."""
    if row.notice or row.move in _TALKS:
        # Reasons, screening answers and notes are the office's own: they are sealed to the case
        # alone, as an event of their own before the one that the reporter reads.
        internal = _internal_record(row, typed)
        if internal:
            _add_note(work, case, internal)
        record: dict[str, Any] = {"text": typed.notice_text}
        if row.move is Move.FORWARD:
            record["forwarded_to"] = typed.forwarded_to
        return seal_words(work, case, ObjectType.TO_REPORTER, record)
    internal = _internal_record(row, typed)
    return seal_words(work, case, ObjectType.INTERNAL, internal) if internal else None


def _internal_record(row: Transition, typed: MoveWords) -> dict[str, Any]:
    lines = [_reason_words(row, typed.reason)] if typed.reason else []
    lines += [typed.note] if typed.note else []
    record: dict[str, Any] = {"text": "\n".join(lines)} if lines else {}
    if row.screening_answers and typed.screening_evidence:
        record["screening"] = {
            point: getattr(typed, name) == "yes" for name, point in _POINTS.items()
        }
        record.setdefault("text", "")
    return record


def _reason_words(row: Transition, reason: str) -> str:
    return find(NOT_ACCEPTED_REASONS, reason).words.th if row.move is Move.NOT_ACCEPT else reason


def _add_note(work: UnitOfWork, case: Complaint, record: dict[str, Any]) -> None:
    note, acting = allowed(case, Move.NOTE, work.officer())
    body = seal_words(work, case, ObjectType.INTERNAL, record)
    append_event(work, case, note.event, body=body, by=acting)


def may_be_assigned(roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles can handle a case."""
    return bool({Role.CASE_OFFICER, Role.LEGAL, Role.GRIEVANCE} & set(roles))


def _assign(work: UnitOfWork, keys: CaseKeys, officer_id: str, acting: Acting) -> None:
    """Make an officer the case's handler and tell the officer.

    The excluded are passed over whoever grants (decisions A10); the refusal does not say why.
    """
    key = _assignee(work, keys, officer_id)
    make_handler(work, keys, key, acting)
    tell_assigned(work, keys.case, key.holder_id)


def make_handler(work: UnitOfWork, keys: CaseKeys, key: HolderKey, acting: Acting) -> None:
    """Make the officer the case's handler, granting a share unless the officer has one.

    The caller has asked the exclusions, and tells the officer.
    """
    case = keys.case
    if key.holder_id != work.officer().officer_id and held_share(work, case, key.holder_id) is None:
        give_share(work, keys, key, acting)
    case.case_officer_id = key.holder_id
    append_event(work, case, EventKind.ASSIGNED, by=acting)


def _assignee(work: UnitOfWork, keys: CaseKeys, officer_id: str) -> HolderKey:
    book = HolderBook(work)
    try:
        key = book.officer(bytes.fromhex(officer_id))
    except ValueError:
        key = None
    # Somebody who was taken off stays off under an account that was made anew since.
    if key is None or book.carried(opened_exclusions(work, keys)).covers(key):
        raise InvalidInput({"officer": "unknown_choice"})
    if not may_be_assigned(role for role in Role if key.has(role)):
        raise InvalidInput({"officer": "unknown_choice"})
    return key
