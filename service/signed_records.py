"""The office's own records of one case, in their order, each checked for its officer's hand."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.complaint import SealedObject
from models.history import CaseEvent
from rules.states import EventKind
from service.case_integrity import check_whole
from service.case_keys import CaseKeys
from service.signatures import check_officer_event
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SignedRecord:
    """What an event carried, with who signed it and when."""

    seq: int
    kind: EventKind
    day: date
    officer_id: bytes
    record: dict[str, Any] = field(repr=False)


def signed_records(
    work: UnitOfWork, keys: CaseKeys, kinds: Collection[EventKind]
) -> tuple[SignedRecord, ...]:
    """The internal records that events of these kinds carried, the oldest first.

    Unreadable when an event of the case is missing, or one of these was not signed as it stands.
    """
    events = work.rows(
        select(CaseEvent).where(CaseEvent.case_id == keys.case.id).order_by(CaseEvent.seq)
    )
    check_whole(keys.case, events, work)
    wanted = [event for event in events if event.object_id and EventKind(event.kind) in kinds]
    bodies = _bodies(work, wanted)
    found = []
    for event in wanted:
        body = bodies.get(event.object_id or b"")
        if body is None or ObjectType(body.type) is not ObjectType.INTERNAL:
            continue
        check_officer_event(work, event, body)
        found.append(
            SignedRecord(
                event.seq, EventKind(event.kind), event.day, event.officer_id or b"",
                keys.open(body),
            )
        )  # fmt: skip
    return tuple(found)


def _bodies(work: UnitOfWork, events: list[CaseEvent]) -> dict[bytes, SealedObject]:
    ids = [event.object_id for event in events]
    if not ids:
        return {}
    rows = work.rows(select(SealedObject).where(SealedObject.id.in_(ids)))
    return {row.id: row for row in rows}
