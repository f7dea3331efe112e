"""The reporter takes the name back: what identifies is destroyed, the case goes on.

When the name's time is over it is destroyed alike (`service.expire_identity`).

Rows stay, with bodies of the same size that say nothing; the originals of all files go altogether,
also of those that officers never got. Old backups keep the old bytes until they run out
(decisions A5).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from crypto.envelope import ObjectType, Place, seal
from models.complaint import Attachment, AttachmentChunk, AttachmentStream, Complaint, SealedObject
from rules.releases import ReleaseState
from rules.states import EventKind
from service.attach_evidence import ORIGINAL
from service.case_events import append_event
from service.case_keys import newest_public
from service.errors import WrongState
from service.follow_complaint import followed_case
from service.release_requests import end_release, expire_releases, lock_case, pending_release
from service.release_told import IdentityStanding, identity_standing
from service.sealing import IDENTITY_BYTES, to_bytes
from service.unit_of_work import UnitOfWork

ERASED = "erased"


def erase_identity(work: UnitOfWork, token: str) -> IdentityStanding:
    """What stands after the erasure; a request for the name that waits is over with it.

    WrongState when there is nothing left to erase. The old bytes are out of SQLite's log after
    `forget_old_pages`.
    """
    case = followed_case(work, token).case
    lock_case(work, case)
    if not identity_standing(work, token).may_erase:
        raise WrongState
    expire_releases(work)
    waiting = pending_release(work, case)
    if waiting is not None:
        end_release(work, waiting, ReleaseState.WITHDRAWN)
    destroy_identity(work, case, EventKind.IDENTITY_ERASED)
    return identity_standing(work, token)


def destroy_identity(work: UnitOfWork, case: Complaint, kind: EventKind) -> None:
    """Nothing; what identifies is destroyed, and the case's chain tells by whose doing.

    `kind` is one of `rules.states.ERASING`: the reporter's own, or that the time is over.
    """
    _erase_records(work, case)
    _erase_originals(work, case)
    append_event(work, case, kind)
    work.session.flush()


def _erase_records(work: UnitOfWork, case: Complaint) -> None:
    """The name, the contact that a named reporter gave, and the files' own names."""
    for row in _bodies(work, case, ObjectType.IDENTITY):
        _overwrite(row, {"mode": ERASED}, case.identity_public, IDENTITY_BYTES)
    public = newest_public(work, case)
    for row in _bodies(work, case, ObjectType.CONTACT):
        row.epoch = case.epoch
        _overwrite(row, {}, public, IDENTITY_BYTES)
    for row in _bodies(work, case, ObjectType.ORIGINAL_NAME):
        _overwrite(row, {"name": ""}, case.identity_public)
    work.session.flush()


def _bodies(work: UnitOfWork, case: Complaint, type_: ObjectType) -> list[SealedObject]:
    return work.rows(
        select(SealedObject).where(SealedObject.case_id == case.id, SealedObject.type == int(type_))
    )


def _overwrite(
    row: SealedObject, record: Mapping[str, Any], public: bytes, size: int | None = None
) -> None:
    """The same row and the same size; a dump taken later cannot tell what was there."""
    place = Place(row.agency_id, row.case_id, row.epoch, row.id, ObjectType(row.type))
    row.sealed = seal(to_bytes(record), place, (public,), padded_to=size)


def _erase_originals(work: UnitOfWork, case: Complaint) -> None:
    """Take away the originals of all files, which hold place, camera, author and more."""
    streams = work.rows(
        select(AttachmentStream.id)
        .join(Attachment, Attachment.id == AttachmentStream.attachment_id)
        .where(Attachment.case_id == case.id, AttachmentStream.role == ORIGINAL)
    )
    for table, column in (
        (AttachmentChunk, AttachmentChunk.stream_id),
        (AttachmentStream, AttachmentStream.id),
    ):
        work.session.execute(
            delete(table).where(column.in_(streams)).execution_options(synchronize_session=False)
        )
