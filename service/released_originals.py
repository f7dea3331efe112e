"""The originals of a released identity: handed to the asker alone, for some minutes.

While the name is shown, KI's private half is in hand once. The key of each original's body goes
into a ticket for the page (`service.original_tickets`); by it the file is opened a little later.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from crypto.envelope import ObjectType, Place, StreamReader, stream_key
from crypto.file_stream import SealedSpool
from crypto.primitives import SealBroken, public_of
from models.complaint import Attachment, AttachmentStream, Complaint
from models.release import IdentityRelease
from rules.limits import ORIGINAL_MINUTES
from rules.permissions import Permission
from rules.releases import ReleaseState
from service.access_log import log_opening
from service.attach_evidence import ORIGINAL, neutral_original_name
from service.case_keys import open_case_keys
from service.errors import NotAllowed, NotFound, Unreadable, WrongState
from service.evidence_kinds import EXTENSIONS
from service.open_attachment import AttachmentFile, find_attachment, sealed_rows, verify_into
from service.original_tickets import TicketContent, TicketFor, open_ticket, seal_ticket
from service.release_requests import case_events, erased_on, find_release
from service.unit_of_work import UnitOfWork

_ZEROS = bytes(64 * 1024)
# A record sealed to the public key by somebody with SQL can hold any number.
_UNFIT = (SealBroken, ValueError, OverflowError, TypeError)


@dataclass(frozen=True)
class CameAs:
    """A file's row, the extension of the officers' copy, what the identity key alone opens."""

    row: Attachment
    extension: str
    about: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class ReleasedOriginal:
    """One original for the page that shows the name.

    `size_bytes` is 0 where none is on record, `ticket` empty where the seal does not hold.
    """

    attachment_id: str
    name: str
    size_bytes: int
    ticket: str = field(repr=False)


@dataclass(frozen=True)
class WantedOriginal:
    """What a download asks for, as it came: which file of which release, and by what right."""

    case_id: str
    release_id: str
    attachment_id: str
    cookie: str = field(repr=False)
    ticket: str = field(repr=False)


def released_originals(
    work: UnitOfWork,
    release: IdentityRelease,
    files: Iterable[CameAs],
    private: bytes,
    cookie: str,
) -> tuple[ReleasedOriginal, ...]:
    """The originals of these files, each with a ticket for the session behind the cookie.

    `private` is KI's private half. A file whose copy is the file as it came has no original.
    """
    found = []
    for file in files:
        stream = _stream_of(work, file.row)
        if stream is not None:
            target = TicketFor(release, stream, cookie)
            found.append(_released(work, target, file, private))
    return tuple(found)


def open_original(work: UnitOfWork, wanted: WantedOriginal, spool: SealedSpool) -> AttachmentFile:
    """A file as it came, verified to its end, with its line in the access log.

    NotFound for anybody but the asker, and for a file without an original; WrongState when the
    name was not shown, or was erased since; OriginalOver for a ticket that is not of this file
    and session, or whose minutes are over; Unreadable when the seal does not hold.
    """
    release, case = _shown_release(work, wanted)
    row = find_attachment(work, case.id, wanted.attachment_id)
    stream = _stream_of(work, row)
    if stream is None:
        raise NotFound
    content = open_ticket(work, TicketFor(release, stream, wanted.cookie), wanted.ticket)
    to = (case.identity_public,)
    try:
        reader = StreamReader(stream.prefix, _place(release, stream), content.key, to)
        _verify(spool, reader, sealed_rows(work, stream.id), content.size_bytes)
    except SealBroken:
        spool.close()
        raise Unreadable from None
    log_opening(work, "original", case.id)
    return AttachmentFile(
        name=neutral_original_name(row.number, content.extension),
        media_type="application/octet-stream",
        size_bytes=spool.size,
        chunks=spool.chunks(),
        close=spool.close,
    )


def _shown_release(work: UnitOfWork, wanted: WantedOriginal) -> tuple[IdentityRelease, Complaint]:
    """The asker's own release that was shown, of a case that he can still open."""
    officer = work.officer()
    if not officer.may(Permission.ASK_IDENTITY):
        raise NotAllowed
    found = find_release(work, wanted.release_id)
    if found is None or found[0].asker_id != officer.officer_id:
        raise NotFound
    release, case = found
    if case.id.hex() != wanted.case_id:
        raise NotFound
    if case.deleted_on is not None or release.state != ReleaseState.SHOWN:
        raise WrongState
    open_case_keys(work, case)
    if erased_on(case_events(work, case)) is not None:
        raise WrongState
    return release, case


def _stream_of(work: UnitOfWork, row: Attachment) -> AttachmentStream | None:
    found: AttachmentStream | None = work.one(AttachmentStream, attachment_id=row.id, role=ORIGINAL)
    return found


def _place(release: IdentityRelease, stream: AttachmentStream) -> Place:
    return Place(release.agency_id, release.case_id, stream.epoch, stream.id, ObjectType.ORIGINAL)


def _released(
    work: UnitOfWork, target: TicketFor, file: CameAs, private: bytes
) -> ReleasedOriginal:
    extension = _kind_of(file)
    try:
        size, ticket = _ticketed(work, target, file, private)
    except _UNFIT:  # the name is shown all the same
        size, ticket = 0, ""
    return ReleasedOriginal(
        attachment_id=file.row.id.hex(),
        name=neutral_original_name(file.row.number, extension),
        size_bytes=size,
        ticket=ticket,
    )


def _ticketed(work: UnitOfWork, target: TicketFor, file: CameAs, private: bytes) -> tuple[int, str]:
    """The file's true size and its ticket, out of the prefix that the private half opens."""
    stream = target.stream
    place, to = _place(target.release, stream), (public_of(private),)
    end = work.now + timedelta(minutes=ORIGINAL_MINUTES)
    content = TicketContent(
        key=stream_key(stream.prefix, place, private, to),
        size_bytes=int(file.about.get("size_bytes", 0)),
        end=int(end.timestamp()),
        extension=_kind_of(file),
    )
    return content.size_bytes, seal_ticket(work, target, content)


def _kind_of(file: CameAs) -> str:
    """The original's extension: somebody with SQL could seal a harmful one to the public key.

    Records of before tell none: those were pictures, copied as the same kind.
    """
    extension = str(file.about.get("extension", file.extension))
    return extension if extension in EXTENSIONS else "bin"


def _verify(spool: SealedSpool, reader: StreamReader, sealed: Iterator[bytes], size: int) -> None:
    """Open every row into the spool, padding left off; SealBroken when the end is not the end."""
    if size:
        verify_into(spool, reader, sealed, size)
        return
    # Of before, when sizes stood nowhere: pictures, which do not end with zeros.
    zeros = 0
    for opened in _opened(reader, sealed):
        kept = opened.rstrip(b"\0")
        while kept and zeros:
            zeros -= spool.write(_ZEROS[:zeros])
        spool.write(kept)
        zeros += len(opened) - len(kept)
    spool.finish()


def _opened(reader: StreamReader, sealed: Iterator[bytes]) -> Iterator[bytes]:
    yield from map(reader.update, sealed)
    yield reader.finalize()
