"""An outside authority's cases as one file of sealed records; nothing is opened on the way."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import select

from crypto.primitives import random_bytes
from crypto.record_file import RecordWriter
from models.complaint import (
    Attachment,
    AttachmentChunk,
    AttachmentStream,
    CaseEpoch,
    Complaint,
    SealedObject,
)
from models.history import CaseEvent
from models.key_share import KeyShare
from service.actors import AgencyClerk
from service.errors import NotAllowed
from service.outward_records import (
    Tag,
    authority_fields,
    case_fields,
    epoch_fields,
    event_fields,
    file_fields,
    share_fields,
    stream_fields,
    text_fields,
)
from service.unit_of_work import UnitOfWork


def export_authority(work: UnitOfWork, path: Path) -> int:
    """How many cases of the authority at work the new file holds.

    The file is written whole or not at all. FileExistsError rather than write over one; NotAllowed
    for an agency whose officers read here.
    """
    agency = work.agency()
    if not isinstance(work.actor, AgencyClerk) or not agency.is_external:
        raise NotAllowed
    _stand_still(work)
    with _whole(path) as file:
        writer = RecordWriter(file, agency.id)
        writer.write(
            Tag.AUTHORITY,
            *authority_fields(agency.slug, agency.name_th, agency.name_en, work.today),
        )
        order = (Complaint.register_year_be, Complaint.register_number)
        cases = work.rows(select(Complaint.id).order_by(*order))
        for case_id in cases:
            _write_case(work, writer, case_id)
        writer.finish()
    return len(cases)


def _stand_still(work: UnitOfWork) -> None:
    """Let all statements see one moment: a message may come in while a large case is written."""
    work.pause()
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _write_case(work: UnitOfWork, writer: RecordWriter, case_id: bytes) -> None:
    case = work.session.get_one(Complaint, case_id)
    writer.write(Tag.CASE, *case_fields(case))
    for tag, fields, table, order in (
        (Tag.EPOCH, epoch_fields, CaseEpoch, CaseEpoch.epoch),
        (Tag.SHARE, share_fields, KeyShare, KeyShare.id),
        (Tag.TEXT, text_fields, SealedObject, SealedObject.id),
        (Tag.EVENT, event_fields, CaseEvent, CaseEvent.seq),
    ):
        for row in work.rows(select(table).where(table.case_id == case_id).order_by(order)):
            writer.write(tag, *fields(row))
    _write_files(work, writer, case_id)
    work.session.expunge_all()


def _write_files(work: UnitOfWork, writer: RecordWriter, case_id: bytes) -> None:
    files = select(Attachment).where(Attachment.case_id == case_id).order_by(Attachment.number)
    for file in work.rows(files):
        writer.write(Tag.FILE, *file_fields(file))
        streams = select(AttachmentStream).where(AttachmentStream.attachment_id == file.id)
        for stream in work.rows(streams.order_by(AttachmentStream.role)):
            writer.write(Tag.STREAM, *stream_fields(stream))
            for piece in _pieces(work, stream.id):
                writer.write(Tag.PIECE, piece)


def _pieces(work: UnitOfWork, stream_id: bytes) -> Iterator[bytes]:
    """The sealed rows of a stream in order, one in memory at a time."""
    of_stream = AttachmentChunk.stream_id == stream_id
    places = select(AttachmentChunk.position).where(of_stream).order_by(AttachmentChunk.position)
    for position in work.rows(places):
        yield work.session.scalars(
            select(AttachmentChunk.sealed).where(of_stream, AttachmentChunk.position == position)
        ).one()


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name only when the block ends well and its bytes are on the disk."""
    if path.exists():
        raise FileExistsError
    beside = path.with_name(f".{path.name}.{random_bytes(8).hex()}.new")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
