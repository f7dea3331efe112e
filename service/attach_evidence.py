"""Evidence, file by file, after the receipt: told, cleaned, sealed, one commit each.

A refused or broken upload never touches the report (decisions B16-B20).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain

from sqlalchemy import func, select

from crypto.envelope import ObjectType, Place, padme, start_stream
from crypto.file_stream import SealedSpool
from models.complaint import (
    Attachment,
    AttachmentChunk,
    AttachmentStream,
    Complaint,
    SealedObject,
)
from rules import limits
from rules.states import Move
from service.antivirus import Verdict, scan
from service.case_keys import newest_public
from service.clean_child import CLEANED_BYTES_MOST
from service.cleaning import Cleaned, Withheld, clean
from service.errors import Busy, InfectedFile, TooLarge, UnsupportedFile
from service.evidence_kinds import EvidenceKind, kind_of
from service.follow_complaint import follow, followed_case, reporter_event
from service.sealing import new_id, recipients_of, seal_record
from service.unit_of_work import UnitOfWork
from service.views import EvidenceAdded, FollowPage

HEAD_BYTES = 4096
CHUNK_BYTES = 1024 * 1024
_ZEROS = bytes(64 * 1024)
_UPLOAD = timedelta(seconds=limits.UPLOAD_SECONDS)
COPY, ORIGINAL = "copy", "original"


@dataclass(frozen=True)
class _Stream:
    """One stream to be written: the object type decides to whom it is sealed."""

    role: str
    type: ObjectType
    size_bytes: int
    chunks: Iterable[bytes] = field(repr=False)


@dataclass(frozen=True)
class ToldFile:
    """A file of a known kind, cleaned or withheld, ready to be sealed into a case.

    `came_as` is its own kind, `kind` that of the officers' copy.
    """

    came_as: EvidenceKind
    kind: EvidenceKind
    outcome: Cleaned | Withheld
    size_bytes: int
    streams: tuple[_Stream, ...]
    filename: str = field(repr=False)

    @property
    def how(self) -> str:
        """How the officers' copy was made; "" when they get none."""
        return self.outcome.how if isinstance(self.outcome, Cleaned) else ""

    @property
    def withheld(self) -> str:
        """Why officers get no copy; "" when they get one."""
        return self.outcome.why if isinstance(self.outcome, Withheld) else ""


@dataclass(frozen=True)
class FileNote:
    """The layout and the words under which a file's description is a note as well."""

    form: str
    text: str


def may_attach(work: UnitOfWork, token: str) -> FollowPage:
    """The reporter's page, before a file's body is read; TooLarge when no place is left."""
    page = follow(work, token)
    if page.files_left <= 0 or page.bytes_left <= 0:
        raise TooLarge
    return page


def add_evidence(work: UnitOfWork, token: str, spool: SealedSpool, filename: str) -> EvidenceAdded:
    """What was added. UnsupportedFile or TooLarge leave the case as it was.

    Files are cleaned before the transaction begins; the copy goes to the case, the original
    with its hidden details to the identity key.
    """
    with told_file(work, spool, filename) as file:
        # `may_attach` looked before the first byte; the last may come much later.
        case = followed_case(work, token, _UPLOAD).case

        def announce(meta: SealedObject) -> None:
            reporter_event(work, case, Move.REPORTER_EVIDENCE, meta)

        return store_file(work, case, file, None, announce)


@contextmanager
def told_file(work: UnitOfWork, spool: SealedSpool, filename: str) -> Iterator[ToldFile]:
    """What came, told by its content and cleaned; its copy lasts as long as the block.

    UnsupportedFile, InfectedFile or TooLarge for what is not taken at all. A picture, or a
    text, that cannot be made anew is not: whoever sends it can photograph it again. A document
    or a film is, and withheld.
    """
    kind = kind_of(spool.head(HEAD_BYTES)) if spool.size else None
    if kind is None:
        raise UnsupportedFile
    if kind.is_image_to_clean and spool.size > limits.IMAGE_BYTES:
        raise TooLarge
    if scan(work.clamd, spool.chunks()) is Verdict.INFECTED:
        raise InfectedFile
    with spool.beside(CLEANED_BYTES_MOST) as copy:
        outcome = _cleaned(spool, kind, copy)
        if isinstance(outcome, Cleaned):
            yield ToldFile(
                kind, outcome.kind, outcome, spool.size, _streams(spool, copy, outcome), filename
            )
        elif kind.is_image_to_clean or kind.extension == "txt":
            raise UnsupportedFile
        else:
            yield ToldFile(kind, kind, outcome, spool.size, (_original(spool),), filename)


def store_file(
    work: UnitOfWork,
    case: Complaint,
    file: ToldFile,
    note: FileNote | None,
    announce: Callable[[SealedObject], None],
) -> EvidenceAdded:
    """What was added; `announce` appends the event that carries the sealed description.

    A `note` makes the description a record that names the file among the internal notes.
    """
    number = _next_place(work, case, file.streams)
    attachment = _attachment(work, case, file, number, note, announce)
    for stream in file.streams:
        _write_stream(work, case, attachment, stream)
    return EvidenceAdded(
        name=neutral_name(number, file.kind.extension),
        kind=file.came_as.code,
        how=file.how,
        withheld=file.withheld,
        size_bytes=file.size_bytes,
        files_left=limits.FILES_PER_CASE - number,
    )


def neutral_name(number: int, extension: str) -> str:
    """The name under which officers get a file; nothing of the reporter's own is in it."""
    return f"evidence-{number:02d}.{extension}"


def neutral_original_name(number: int, extension: str) -> str:
    """The name under which the file as it came is handed out; not the reporter's own either."""
    return f"original-{number:02d}.{extension}"


def _cleaned(spool: SealedSpool, kind: EvidenceKind, copy: SealedSpool) -> Cleaned | Withheld:
    try:
        return clean(spool, kind, copy)
    except OSError:  # no room on the disk for the copy
        raise Busy from None


def _streams(spool: SealedSpool, copy: SealedSpool, made: Cleaned) -> tuple[_Stream, ...]:
    """The copy for the case, and the original for the identity key unless they are the same."""
    seen = _Stream(COPY, ObjectType.ATTACHMENT, copy.size, copy.chunks())
    return (seen,) if made.how == "none_needed" else (seen, _original(spool))


def _original(spool: SealedSpool) -> _Stream:
    return _Stream(ORIGINAL, ObjectType.ORIGINAL, spool.size, spool.chunks())


def _next_place(work: UnitOfWork, case: Complaint, streams: tuple[_Stream, ...]) -> int:
    count, taken = work.session.execute(
        select(func.count(Attachment.id), func.sum(Attachment.padded_bytes)).where(
            Attachment.case_id == case.id
        )
    ).one()
    coming = sum(padme(stream.size_bytes) for stream in streams)
    if count >= limits.FILES_PER_CASE or int(taken or 0) + coming > limits.CASE_BYTES:
        raise TooLarge
    return int(count) + 1


def _attachment(
    work: UnitOfWork,
    case: Complaint,
    file: ToldFile,
    number: int,
    note: FileNote | None,
    announce: Callable[[SealedObject], None],
) -> Attachment:
    """The file's row, with its description sealed to the case and its name to the identity key."""
    public = newest_public(work, case)
    description = _about_copy(file, number)
    if note:
        told = f"{note.text} {neutral_name(number, file.kind.extension)}"
        description |= {"form": note.form, "text": told}
    meta = seal_record(work, case.id, case.epoch, ObjectType.INTERNAL, description, (public,))
    name = seal_record(
        work,
        case.id,
        case.epoch,
        ObjectType.ORIGINAL_NAME,
        _about_original(file),
        (case.identity_public,),
    )
    work.session.add(name)
    announce(meta)
    attachment = Attachment(
        id=new_id(),
        agency_id=work.agency_id,
        case_id=case.id,
        number=number,
        added_on=work.today,
        padded_bytes=sum(padme(stream.size_bytes) for stream in file.streams),
        meta_object_id=meta.id,
        name_object_id=name.id,
    )
    work.session.flush()
    work.session.add(attachment)
    work.session.flush()
    return attachment


def _about_copy(file: ToldFile, number: int) -> dict[str, object]:
    """What officers are told of a file.

    Of a withheld one its extension, so that they can ask for another form of it. Its exact size
    would only tell which of the files on somebody's machine it is.
    """
    told = {
        "number": number,
        "extension": file.kind.extension,
        "media_type": file.kind.media_type,
        "cleaned": bool(file.how),
        "how": file.how,
        "withheld": file.withheld,
    }
    return told if file.withheld else told | {"size_bytes": file.streams[0].size_bytes}


def _about_original(file: ToldFile) -> dict[str, object]:
    """What only the identity key opens of a file: its own name, kind and true size."""
    return {
        "name": file.filename[: limits.SHORT_TEXT_LENGTH],
        "extension": file.came_as.extension,
        "media_type": file.came_as.media_type,
        "size_bytes": file.size_bytes,
    }


def _write_stream(
    work: UnitOfWork, case: Complaint, attachment: Attachment, stream: _Stream
) -> None:
    """Seal a stream into rows of at most 1 MiB; memory holds one of them at a time."""
    stream_id = new_id()
    place = Place(work.agency_id, case.id, case.epoch, stream_id, stream.type)
    public = newest_public(work, case)
    sealer = start_stream(place, recipients_of(stream.type, case, public))
    work.session.add(
        AttachmentStream(
            id=stream_id,
            agency_id=work.agency_id,
            attachment_id=attachment.id,
            role=stream.role,
            epoch=case.epoch,
            prefix=sealer.prefix,
        )
    )
    work.session.flush()
    sealed = chain(
        (sealer.update(chunk) for chunk in chain(stream.chunks, _padding(stream.size_bytes))),
        (sealer.finalize() for _ in range(1)),
    )
    for position, rows in enumerate(_regrouped(sealed)):
        chunk = AttachmentChunk(
            stream_id=stream_id, agency_id=work.agency_id, position=position, sealed=rows
        )
        work.session.add(chunk)
        work.session.flush()
        work.session.expunge(chunk)


def _padding(size_bytes: int) -> Iterator[bytes]:
    """Zeros up to the padded size; the true size stands sealed in the description."""
    left = padme(size_bytes) - size_bytes
    while left > 0:
        yield _ZEROS[:left]
        left -= len(_ZEROS)


def _regrouped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces joined and cut again into 1 MiB."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= CHUNK_BYTES:
            yield bytes(held[:CHUNK_BYTES])
            del held[:CHUNK_BYTES]
    if held:
        yield bytes(held)
