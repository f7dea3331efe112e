"""Which cases are joined to which, read from sealed records alone; and their reporters answered.

A merged case's records say which case leads; the lead's say which cases were joined and parted.
The clear columns tell only that something was merged, so who reads one of two cases learns no
more of the other than that it is there. A case that leads is never merged itself: there are no
chains and no rings.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.complaint import Complaint, SealedObject
from models.history import CaseEvent
from rules.states import EventKind, Move
from rules.words import JOINING
from service.access_log import log_opening
from service.case_events import append_event
from service.case_index import of_ids
from service.case_keys import CaseKeys, open_case_keys
from service.errors import NotAllowed, NotFound, Unreadable, WrongState
from service.internal_notes import add_note
from service.moving import Moving, allowed, seal_words
from service.signatures import check_officer_event
from service.unit_of_work import UnitOfWork

MERGE_FORM: Final = "merge/1"
JOINED_FORM: Final = "joined/1"
PARTED_FORM: Final = "parted/1"
TOLD_FORM: Final = "told/1"

ANSWERS: Final = frozenset(
    {
        EventKind.RESULT_NOTIFIED,
        EventKind.CLOSED,
        EventKind.NOT_ACCEPTED,
        EventKind.FORWARDED,
    }
)
"""What a lead case's reporter is told that the reporters of joined cases are told too."""


def lead_of(work: UnitOfWork, keys: CaseKeys) -> bytes | None:
    """The id of the case to which this one was joined last; None when it never was."""
    found = None
    for record in _records(work, keys, EventKind.NOTE_ADDED):
        if record.get("form") == MERGE_FORM:
            found = bytes.fromhex(record["into"])
    return found


def joined_to(work: UnitOfWork, keys: CaseKeys) -> tuple[bytes, ...]:
    """The ids of the cases that are joined to this one now, the first joined first."""
    found: dict[bytes, None] = {}
    for record in _records(work, keys, EventKind.JOINED, EventKind.PARTED):
        case_id = bytes.fromhex(record["case"])
        if record["form"] == JOINED_FORM:
            found[case_id] = None
        else:
            found.pop(case_id, None)
    return tuple(found)


def still_untold(work: UnitOfWork, keys: CaseKeys) -> frozenset[bytes]:
    """The ids of joined cases whose reporters have not had this case's answer yet.

    Whoever answered could not open them. A message sent in one of them since then counts.
    """
    waiting: dict[bytes, int] = {}
    for record in _records(work, keys, EventKind.NOTE_ADDED):
        if record.get("form") == TOLD_FORM:
            for case_id in record["told"]:
                waiting.pop(bytes.fromhex(case_id), None)
            waiting |= {bytes.fromhex(one): count for one, count in record["untold"].items()}
    joined = joined_to(work, keys) if waiting else ()
    return frozenset(
        case_id
        for case_id, count in waiting.items()
        if case_id in joined and not _was_written_to(work, case_id, count)
    )


def tell_joined(work: UnitOfWork, moving: Moving, text: str) -> None:
    """Place a lead case's answer with the reporters of the cases joined to it, as a message.

    In the same transaction, in every joined case that the officer can open; a note in the lead
    says whether any was left out, and which. Nothing for other moves and for other cases.
    """
    ids = joined_to(work, moving.keys) if moving.row.event in ANSWERS else ()
    if not ids:
        return
    cases = locked_cases(work, ids)
    untold = {case.id: case.event_count for case in cases}
    for case in cases:
        if _tell(work, case, text):
            del untold[case.id]
    add_note(
        work,
        moving.case,
        {
            "form": TOLD_FORM,
            "text": JOINING["some_untold" if untold else "all_told"].th,
            "told": [case.id.hex() for case in cases if case.id not in untold],
            "untold": {case_id.hex(): count for case_id, count in untold.items()},
        },
    )


def locked_cases(work: UnitOfWork, ids: Sequence[bytes]) -> list[Complaint]:
    """These cases as they stand now, locked until the commit, always in one order."""
    return work.rows(
        of_ids(ids)
        .order_by(Complaint.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def opened_or_none(work: UnitOfWork, case: Complaint) -> CaseKeys | None:
    """The case's keys; None when it is not for the officer at work, or was tampered with."""
    try:
        return open_case_keys(work, case)
    except (NotFound, Unreadable):
        return None


def _tell(work: UnitOfWork, case: Complaint, text: str) -> bool:
    if opened_or_none(work, case) is None:
        return False
    try:
        row, acting = allowed(case, Move.MESSAGE, work.officer())
    except (WrongState, NotAllowed):
        return False
    log_opening(work, "move", case.id)
    body = seal_words(work, case, ObjectType.TO_REPORTER, {"text": text})
    append_event(work, case, row.event, body=body, by=acting)
    return True


def _was_written_to(work: UnitOfWork, case_id: bytes, since: int) -> bool:
    return (
        work.session.scalar(
            select(CaseEvent.seq)
            .where(
                CaseEvent.case_id == case_id,
                CaseEvent.kind == int(EventKind.MESSAGE_SENT),
                CaseEvent.seq >= since,
            )
            .limit(1)
        )
        is not None
    )


def _records(work: UnitOfWork, keys: CaseKeys, *kinds: EventKind) -> Iterator[Mapping[str, Any]]:
    """The internal records of these events, oldest first; each checked for its officer's hand."""
    found = work.session.execute(
        select(CaseEvent, SealedObject)
        .join(SealedObject, SealedObject.id == CaseEvent.object_id)
        .where(
            CaseEvent.case_id == keys.case.id,
            CaseEvent.kind.in_([int(kind) for kind in kinds]),
            SealedObject.type == int(ObjectType.INTERNAL),
        )
        .order_by(CaseEvent.seq)
    ).all()
    for event, body in found:
        check_officer_event(work, event, body)
        yield keys.open(body)
