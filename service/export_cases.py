"""Cases leave the house as one ZIP, once, after two persons agreed; the trace comes first.

Each case's event and the line in the access log are committed before the first byte is opened.
The ZIP is then made while it is sent: texts in memory, files through a sealed place of their
own, so that nothing in clear meets the disk here.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import select

from crypto.case_chain import Event
from crypto.file_stream import SealedSpool
from models.complaint import Complaint
from models.history import CaseEvent
from rules.numbering import receipt_no
from rules.states import Channel, EventKind
from rules.words import CASE_FILE
from service.access_log import log_opening
from service.case_events import Acting, append_event
from service.case_file import Cover, as_text, case_record, case_text, folder_name
from service.errors import RequestOver, ServiceError
from service.open_attachment import open_attachment
from service.open_case import open_case
from service.two_person_requests import Agreed, Kind, acting_role, take_up
from service.two_persons import mark_done
from service.unit_of_work import UnitOfWork
from service.views import OpenCase
from service.zip_stream import ZipStream

OpenWork = Callable[[], AbstractContextManager[UnitOfWork]]
"""Opens a unit of work of the officer who exports, with leave to write the access log."""


@dataclass(frozen=True)
class ExportedCase:
    """A case of an export: its id, number and folder."""

    id: str
    receipt_no: str
    folder: str


@dataclass(frozen=True)
class Export:
    """An export whose trace is written, ready to be sent; `name` is the ZIP's."""

    name: str
    cover: Cover
    cases: tuple[ExportedCase, ...]


def begin_export(work: UnitOfWork, request_id: str) -> Export:
    """The export, its events and its line in the access log; the request is used up by it.

    Raises as `take_up` does; RequestOver also when a row was turned back by SQL to be used again.
    """
    agreed = take_up(work, request_id, Kind.EXPORT)
    if _was_used(work, agreed):
        raise RequestOver
    mark_done(work, agreed.row)
    officer = work.officer()
    acting = Acting(officer, acting_role(officer, Kind.EXPORT))
    # Written down together at the end: the write lock is held while hundreds are appended.
    with work.session.no_autoflush:
        for keys in agreed.keys:
            append_event(work, keys.case, EventKind.EXPORTED, body_hash=agreed.mark, by=acting)
    only = agreed.keys[0].case.id if len(agreed.keys) == 1 else None
    log_opening(work, "export", only, len(agreed.keys))
    cover = Cover(work.agency().name_th, work.today, officer.name, agreed.approver.name)
    cases = sorted((_exported(keys.case) for keys in agreed.keys), key=lambda one: one.folder)
    return Export(f"export-{work.today:%Y%m%d}.zip", cover, tuple(cases))


def _was_used(work: UnitOfWork, agreed: Agreed) -> bool:
    """Whether a case's chain tells already of an export under this very agreement."""
    packed = work.rows(
        select(CaseEvent.packed).where(
            CaseEvent.case_id == agreed.keys[0].case.id,
            CaseEvent.kind == int(EventKind.EXPORTED),
        )
    )
    return any(Event.unpack(one).body_hash == agreed.mark for one in packed)


def _exported(case: Complaint) -> ExportedCase:
    year, number = case.register_year_be, case.register_number
    folder = folder_name(Channel(case.channel), year, number)
    return ExportedCase(case.id.hex(), receipt_no(number, year), folder)


def export_pieces(
    export: Export, open_work: OpenWork, new_spool: Callable[[], SealedSpool]
) -> Iterator[bytes]:
    """The ZIP's bytes in pieces, one case after another; each opening writes the access log.

    No transaction is open while a piece waits to be sent. What does not open is said in a file
    in its place: the others must not be lost for it.
    """
    archive = ZipStream(export.cover.day)
    yield from archive.add("contents.txt", [_contents(export)])
    for one in export.cases:
        yield from _case_pieces(archive, export.cover, one, open_work, new_spool)
    yield from archive.end()


def _case_pieces(
    archive: ZipStream,
    cover: Cover,
    one: ExportedCase,
    open_work: OpenWork,
    new_spool: Callable[[], SealedSpool],
) -> Iterator[bytes]:
    try:
        with open_work() as work:
            case = open_case(work, one.id)
    except ServiceError:
        yield from archive.add(f"{one.folder}/unreadable.txt", [_unreadable()])
        return
    yield from archive.add(f"{one.folder}/case.txt", [case_text(case, cover)])
    yield from archive.add(f"{one.folder}/case.json", [case_record(case, cover)])
    yield from _file_pieces(archive, one, case, open_work, new_spool)


def _file_pieces(
    archive: ZipStream,
    one: ExportedCase,
    case: OpenCase,
    open_work: OpenWork,
    new_spool: Callable[[], SealedSpool],
) -> Iterator[bytes]:
    # What is withheld has no copy; the case's own text says so.
    for line in (one for one in case.attachments if not one.withheld):
        name = f"{one.folder}/files/{line.name}"
        try:
            with open_work() as work:
                file = open_attachment(work, one.id, line.id, new_spool())
        except ServiceError:
            yield from archive.add(f"{name}.unreadable.txt", [_unreadable()])
            continue
        try:
            yield from archive.add(name, file.chunks)
        finally:
            file.close()


def _contents(export: Export) -> bytes:
    numbers = (f"{one.folder}: {one.receipt_no}" for one in export.cases)
    return as_text([CASE_FILE["contents"].th, *export.cover.lines(), "", *numbers])


def _unreadable() -> bytes:
    return as_text([CASE_FILE["unreadable"].th])
