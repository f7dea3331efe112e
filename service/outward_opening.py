"""An export opened where the authority reads: checked, then written out, a folder for each case.

No database is at hand. A case in which anything does not fit is left out and named; the others are
written. Every folder is for its owner alone.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from crypto.authority_file import AuthoritySecret, open_authority
from crypto.case_chain import Event
from crypto.envelope import ObjectType, Place, StreamOpener
from crypto.passwords import normalise_passphrase
from crypto.primitives import SealBroken
from crypto.record_file import Record, RecordReader, check_whole_file
from models.complaint import Attachment, AttachmentStream
from rules.numbering import receipt_no
from rules.states import Channel
from service.attach_evidence import COPY, ORIGINAL
from service.case_file import folder_name
from service.errors import InvalidInput, Unreadable
from service.outward_checks import CaseRows, CheckedCase, check_case, check_files
from service.outward_records import (
    Fields,
    Tag,
    case_row,
    epoch_row,
    event_row,
    file_row,
    share_row,
    stream_row,
    text_row,
)
from service.outward_records import Place as RowPlace
from service.outward_words import (
    Meta,
    case_text,
    file_name,
    identity_text,
    original_name,
    original_record,
)
from service.unit_of_work import Costs

_OF_FILES = (Tag.FILE, Tag.STREAM, Tag.PIECE)
# Whatever a case can be refused for: broken seals, and words of a shape that was never written.
_UNFIT = (SealBroken, Unreadable, LookupError, ValueError, TypeError, AttributeError, StopIteration)


@dataclass(frozen=True)
class OpenedExport:
    """The folders that were written, and the receipt numbers of the cases that do not fit."""

    folders: tuple[str, ...]
    refused: tuple[str, ...]


def open_export(
    private: bytes,
    passphrase: str,
    export: IO[bytes],
    folder: Path,
    *,
    with_identity: bool = False,
    costs: Costs | None = None,
) -> OpenedExport:
    """What was written into a new folder.

    InvalidInput for a passphrase that does not fit, a file for somebody else, a folder that holds
    something; Unreadable when the export is not whole.
    """
    secret = _secret(private, passphrase, costs or Costs())
    if folder.exists() and any(folder.iterdir()):
        raise InvalidInput({"folder": "already_taken"})
    try:
        if check_whole_file(export) != secret.agency:
            raise InvalidInput({"export": "authority_other"})
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        return _Opening(secret, folder, with_identity).run(export)
    except SealBroken:
        raise Unreadable from None


def _secret(private: bytes, passphrase: str, costs: Costs) -> AuthoritySecret:
    try:
        return open_authority(private, normalise_passphrase(passphrase), costs.passphrase)
    except (SealBroken, ValueError):
        raise InvalidInput({"passphrase": "authority_passphrase"}) from None


class _Ahead:
    """Records one after another, the next one's tag known beforehand; 0 when there is none."""

    def __init__(self, records: Iterator[Record]) -> None:
        self._records = records
        self._next = next(records, None)

    @property
    def tag(self) -> int:
        """The next record's tag; 0 when there is none."""
        return self._next.tag if self._next else 0

    def take(self, *wanted: int) -> Fields:
        """The fields of the next record; SealBroken when it is none of these."""
        record = self._next
        if record is None or record.tag not in wanted:
            raise SealBroken
        self._next = next(self._records, None)
        return record.fields


class _Opening:
    """One run through an export."""

    def __init__(self, secret: AuthoritySecret, folder: Path, with_identity: bool) -> None:
        self._secret = secret
        self._folder = folder
        self._with_identity = with_identity

    def run(self, export: IO[bytes]) -> OpenedExport:
        """Every case of the file, in its order."""
        records = _Ahead(iter(RecordReader(export)))
        records.take(Tag.AUTHORITY)
        folders, refused = [], []
        while records.tag:
            rows = _gather(records, self._secret.agency)
            case = rows.case
            name = folder_name(Channel.CORRUPTION, case.register_year_be, case.register_number)
            if self._write(rows, records, name):
                folders.append(name)
            else:
                refused.append(receipt_no(case.register_number, case.register_year_be))
        return OpenedExport(tuple(folders), tuple(refused))

    def _write(self, rows: CaseRows, records: _Ahead, name: str) -> bool:
        """Whether the case is there now, whole; otherwise nothing of it is."""
        beside = self._folder / f".{name}.new"
        beside.mkdir(mode=0o700)
        try:
            self._fill(beside, check_case(rows, self._secret), records)
            beside.rename(self._folder / name)
        except _UNFIT:
            shutil.rmtree(beside)
            _pass_over_files(records)
            return False
        return True

    def _fill(self, folder: Path, case: CheckedCase, records: _Ahead) -> None:
        files: list[tuple[Attachment, Meta]] = []
        while records.tag == Tag.FILE:
            place = RowPlace(self._secret.agency, case.rows.case.id)
            file = file_row(records.take(Tag.FILE), place)
            meta = case.keys.open(case.rows.texts[file.meta_object_id])
            files.append((file, meta))
            while records.tag == Tag.STREAM:
                stream = stream_row(records.take(Tag.STREAM), place)
                self._write_stream(folder, case, stream, files[-1], _pieces(records))
        check_files(case.rows, [file for file, _ in files])
        _keep(folder / "report.txt", case_text(case, files))
        if self._with_identity:
            _keep(folder / "identity.txt", identity_text(case, [file for file, _ in files]))

    def _write_stream(
        self,
        folder: Path,
        case: CheckedCase,
        stream: AttachmentStream,
        file: tuple[Attachment, Meta],
        pieces: Iterator[bytes],
    ) -> None:
        name = file_name(*file)
        if stream.role == COPY:
            opener = _opener(case, stream, ObjectType.ATTACHMENT)
            _unseal(folder / name, opener, pieces, int(file[1]["size_bytes"]))
        elif stream.role == ORIGINAL and self._with_identity:
            opener = _opener(case, stream, ObjectType.ORIGINAL)
            about = original_record(case, file[0])
            if "size_bytes" in about:
                own = original_name(file[0], about)
                _unseal(folder / own, opener, pieces, int(about["size_bytes"]))
                return
            opened = b"".join((*map(opener.update, pieces), opener.finalize()))
            # Of before, when sizes stood nowhere: pictures, which do not end with zeros.
            _keep(folder / f"original-{name}", opened.rstrip(b"\0"))
        else:
            for _piece in pieces:
                pass


def _gather(records: _Ahead, agency: bytes) -> CaseRows:
    """The rows of the next case, up to its files."""
    rows = CaseRows(case_row(records.take(Tag.CASE), agency))
    place = RowPlace(agency, rows.case.id)
    while records.tag == Tag.EPOCH:
        rows.epochs.append(epoch_row(records.take(Tag.EPOCH), place))
    while records.tag == Tag.SHARE:
        rows.shares.append(share_row(records.take(Tag.SHARE), place))
    while records.tag == Tag.TEXT:
        text = text_row(records.take(Tag.TEXT), place)
        rows.texts[text.id] = text
    while records.tag == Tag.EVENT:
        fields = records.take(Tag.EVENT)
        event = Event.unpack(fields[1] if len(fields) > 1 else b"")
        rows.events.append(event_row(fields, place, event.kind, event.day))
    return rows


def _opener(case: CheckedCase, stream: AttachmentStream, type_: ObjectType) -> StreamOpener:
    row = case.rows.case
    place = Place(row.agency_id, row.id, stream.epoch, stream.id, type_)
    private = case.identity if type_ is ObjectType.ORIGINAL else case.keys.newest
    return StreamOpener(stream.prefix, place, private, case.keys.recipients(type_, stream.epoch))


def _pieces(records: _Ahead) -> Iterator[bytes]:
    while records.tag == Tag.PIECE:
        (piece,) = records.take(Tag.PIECE)
        yield piece


def _pass_over_files(records: _Ahead) -> None:
    while records.tag in _OF_FILES:
        records.take(*_OF_FILES)


def _unseal(path: Path, opener: StreamOpener, pieces: Iterator[bytes], size: int) -> None:
    """Write the file without its padding; SealBroken when its end is not the end."""
    with _new(path) as file:
        left = size
        for piece in pieces:
            left -= file.write(opener.update(piece)[:left])
        left -= file.write(opener.finalize()[:left])
    if left:
        raise SealBroken


def _keep(path: Path, content: bytes) -> None:
    with _new(path) as file:
        file.write(content)


def _new(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
