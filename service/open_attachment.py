"""One file for one officer: verified to its end before its first byte is handed out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from crypto.envelope import ObjectType, Place, StreamOpener, StreamReader
from crypto.file_stream import SealedSpool
from crypto.primitives import SealBroken
from models.complaint import Attachment, AttachmentChunk, AttachmentStream
from rules.permissions import Permission
from service.access_log import log_opening
from service.attach_evidence import COPY, neutral_name
from service.case_keys import open_case_keys
from service.errors import NotAllowed, NotFound, Unreadable
from service.find_case import find_case
from service.open_case import describe_attachment
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AttachmentFile:
    """A file ready to be sent: neutral name, type, size, pieces, and what ends it."""

    name: str
    media_type: str
    size_bytes: int
    chunks: Iterator[bytes] = field(repr=False)
    close: Callable[[], None] = field(repr=False)


def open_attachment(
    work: UnitOfWork, case_id: str, attachment_id: str, spool: SealedSpool
) -> AttachmentFile:
    """The officers' copy of a file, with its line in the access log.

    NotFound for one that is withheld: no officer has a copy of it.
    The opened pieces wait in `spool`, sealed under a key of their own, until the last of them
    has been verified; a truncated file is Unreadable before anything is sent.
    """
    if not work.officer().may(Permission.OPEN_CASE):
        raise NotAllowed
    case = find_case(work, case_id)
    keys = open_case_keys(work, case)
    row = find_attachment(work, case.id, attachment_id)
    meta = describe_attachment(work, keys, row)
    stream = work.one(AttachmentStream, attachment_id=row.id, role=COPY)
    if stream is None and meta.get("withheld"):
        raise NotFound
    place = Place(case.agency_id, case.id, stream.epoch, stream.id, ObjectType.ATTACHMENT)
    size = int(meta["size_bytes"])
    try:
        recipients = keys.recipients(ObjectType.ATTACHMENT, stream.epoch)
        opener = StreamOpener(stream.prefix, place, keys.privates[stream.epoch], recipients)
        verify_into(spool, opener, sealed_rows(work, stream.id), size)
    except SealBroken:
        spool.close()
        raise Unreadable from None
    log_opening(work, "file", case.id)
    return AttachmentFile(
        name=neutral_name(row.number, str(meta["extension"])),
        media_type=str(meta["media_type"]),
        size_bytes=size,
        chunks=spool.chunks(),
        close=spool.close,
    )


def find_attachment(work: UnitOfWork, case_id: bytes, attachment_id: str) -> Attachment:
    """The file's row; NotFound for a malformed id and for another case's."""
    try:
        key = bytes.fromhex(attachment_id)
    except ValueError:
        raise NotFound from None
    row = work.one(Attachment, id=key, case_id=case_id)
    if row is None:
        raise NotFound
    found: Attachment = row
    return found


def sealed_rows(work: UnitOfWork, stream_id: bytes) -> Iterator[bytes]:
    """The sealed rows in order, one in memory at a time."""
    position = 0
    while True:
        sealed = work.session.scalars(
            select(AttachmentChunk.sealed).where(
                AttachmentChunk.stream_id == stream_id, AttachmentChunk.position == position
            )
        ).one_or_none()
        if sealed is None:
            return
        yield sealed
        position += 1


def verify_into(
    spool: SealedSpool, opener: StreamReader, sealed: Iterator[bytes], size: int
) -> None:
    """Open every row into the spool, padding left off; SealBroken when the end is not the end."""
    left = size
    for piece in sealed:
        left -= _write(spool, opener.update(piece), left)
    left -= _write(spool, opener.finalize(), left)
    if left:
        raise SealBroken
    spool.finish()


def _write(spool: SealedSpool, opened: bytes, left: int) -> int:
    kept = opened[:left]
    spool.write(kept)
    return len(kept)
