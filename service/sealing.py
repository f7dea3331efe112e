"""Sealing and opening the texts of a case: the one room where words become bytes and back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from crypto.envelope import ObjectType, Place, header, open_sealed, seal
from crypto.manifest import unpack_manifest
from crypto.primitives import SealBroken, random_bytes
from crypto.sealed_keys import ShareContext, ShareKind, seal_share
from models.base import ID_BYTES
from models.complaint import CaseEpoch, Complaint, SealedObject
from models.key_share import KeyShare
from service.errors import Unreadable
from service.read_rows import AnyObject
from service.unit_of_work import UnitOfWork

# Sizes that say nothing: an anonymous identity record is as long as a full one.
IDENTITY_BYTES = 8192
EXCLUSIONS_BYTES = 16384


def new_id() -> bytes:
    """A fresh random id, 16 bytes."""
    return random_bytes(ID_BYTES)


def to_bytes(record: Mapping[str, Any]) -> bytes:
    """A record as UTF-8 JSON; its first key is its version."""
    return json.dumps({"v": 1} | dict(record), ensure_ascii=False).encode()


def from_bytes(plaintext: bytes) -> dict[str, Any]:
    """The record in these bytes."""
    record: dict[str, Any] = json.loads(plaintext)
    return record


def seal_record(
    work: UnitOfWork,
    case_id: bytes,
    epoch: int,
    type_: ObjectType,
    record: Mapping[str, Any],
    recipients: Sequence[bytes],
    *,
    padded_to: int | None = None,
) -> SealedObject:
    """A new row with the record sealed to the recipients and bound to its place."""
    object_id = new_id()
    place = Place(work.agency_id, case_id, epoch, object_id, type_)
    return SealedObject(
        id=object_id,
        agency_id=work.agency_id,
        case_id=case_id,
        epoch=epoch,
        type=int(type_),
        sealed=seal(to_bytes(record), place, recipients, padded_to=padded_to),
    )


def open_record(row: AnyObject, private: bytes, recipients: Sequence[bytes]) -> dict[str, Any]:
    """The record of a row; Unreadable when the seal does not hold."""
    place = Place(row.agency_id, row.case_id, row.epoch, row.id, ObjectType(row.type))
    try:
        return from_bytes(open_sealed(row.sealed, place, private, recipients))
    except SealBroken:
        raise Unreadable from None


def case_public(work: UnitOfWork, case_id: bytes, epoch: int) -> bytes:
    """KC's public half of one epoch."""
    row = work.one(CaseEpoch, case_id=case_id, epoch=epoch)
    if row is None:
        raise Unreadable
    public: bytes = row.case_public
    return public


def recipients_of(type_: ObjectType, case: Complaint, public: bytes) -> tuple[bytes, ...]:
    """The public keys that an object of this type is sealed to (decisions A4, A8)."""
    if type_ in (ObjectType.IDENTITY, ObjectType.ORIGINAL, ObjectType.ORIGINAL_NAME):
        return (case.identity_public,)
    if type_ in (ObjectType.TO_REPORTER, ObjectType.RELEASE_NOTICE):
        return (public, case.reporter_public)
    return (public,)


def recipients_in(row: AnyObject, case: Complaint, public: bytes) -> tuple[bytes, ...]:
    """The public keys that this row was sealed to: a reporter's is the one of its day.

    Words from before a printed code was replaced are sealed to the key that the manifest names.
    """
    newest = recipients_of(ObjectType(row.type), case, public)
    filed = unpack_manifest(case.manifest).reporter_public
    if case.reporter_public not in newest or filed == case.reporter_public:
        return newest
    place = Place(row.agency_id, row.case_id, row.epoch, row.id, ObjectType(row.type))
    return newest if row.sealed.startswith(header(place, newest)) else (public, filed)


def share_context(share: KeyShare) -> ShareContext:
    """What a share is bound to."""
    return ShareContext(
        share.agency_id, share.case_id, share.epoch, share.holder_id, ShareKind(share.kind)
    )


def new_share(
    work: UnitOfWork,
    context: ShareContext,
    secret: bytes,
    holder_public: bytes,
    generation: int = 0,
) -> KeyShare:
    """A new row with a share sealed to that generation of its one holder's key."""
    return KeyShare(
        id=new_id(),
        agency_id=work.agency_id,
        case_id=context.case,
        epoch=context.epoch,
        holder_id=context.holder,
        holder_generation=generation,
        kind=int(context.kind),
        sealed=seal_share(secret, holder_public, context),
    )
