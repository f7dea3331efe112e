"""Events, epochs, sealed texts of many cases as plain tuples: to be checked, never changed.

A tuple costs a tenth of a row that the session would watch for changes.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.complaint import CaseEpoch, SealedObject
from models.history import CaseEvent
from service.unit_of_work import UnitOfWork


class ReadEvent(NamedTuple):
    """An event of a case as it was read."""

    case_id: bytes
    seq: int
    kind: int
    day: date
    packed: bytes
    object_id: bytes | None
    officer_id: bytes | None
    signature: bytes | None


class ReadEpoch(NamedTuple):
    """An epoch of a case as it was read."""

    case_id: bytes
    epoch: int
    case_public: bytes
    made_on: date | None
    link: bytes | None
    made_by: bytes | None
    signature: bytes | None


class ReadObject(NamedTuple):
    """A sealed text as it was read."""

    id: bytes
    agency_id: bytes
    case_id: bytes
    epoch: int
    type: int
    sealed: bytes


AnyEvent = CaseEvent | ReadEvent
AnyEpoch = CaseEpoch | ReadEpoch
AnyObject = SealedObject | ReadObject
EventsByCase = Mapping[bytes, Sequence[ReadEvent]]
ObjectsByCase = Mapping[bytes, Sequence[ReadObject]]


def events_of(work: UnitOfWork, case_ids: Sequence[bytes]) -> EventsByCase:
    """The cases' events by case id, each case's in their order."""
    found: dict[bytes, list[ReadEvent]] = {case_id: [] for case_id in case_ids}
    columns = (getattr(CaseEvent, name) for name in ReadEvent._fields)
    rows = work.session.execute(
        select(*columns)
        .where(CaseEvent.case_id.in_(case_ids))
        .order_by(CaseEvent.case_id, CaseEvent.seq)
    )
    for event in map(ReadEvent._make, rows):
        found[event.case_id].append(event)
    return found


def epochs_of(work: UnitOfWork, case_ids: Sequence[bytes]) -> Mapping[bytes, Sequence[ReadEpoch]]:
    """The cases' epochs by case id, each case's from the first."""
    found: dict[bytes, list[ReadEpoch]] = {case_id: [] for case_id in case_ids}
    columns = (getattr(CaseEpoch, name) for name in ReadEpoch._fields)
    rows = work.session.execute(
        select(*columns).where(CaseEpoch.case_id.in_(case_ids)).order_by(CaseEpoch.epoch)
    )
    for epoch in map(ReadEpoch._make, rows):
        found[epoch.case_id].append(epoch)
    return found


def objects_of(work: UnitOfWork, case_ids: Sequence[bytes], type_: ObjectType) -> ObjectsByCase:
    """The cases' sealed texts of one type by case id."""
    found: dict[bytes, list[ReadObject]] = {case_id: [] for case_id in case_ids}
    columns = (getattr(SealedObject, name) for name in ReadObject._fields)
    rows = work.session.execute(
        select(*columns).where(SealedObject.case_id.in_(case_ids), SealedObject.type == int(type_))
    )
    for row in map(ReadObject._make, rows):
        found[row.case_id].append(row)
    return found
