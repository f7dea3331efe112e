"""An export: one ZIP, once, whole, safe to open, and without the reporter."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest
from PIL import Image
from sqlalchemy import select, update

from crypto.case_chain import Event
from crypto.file_stream import SealedSpool
from crypto.primitives import random_bytes
from models.complaint import Attachment, AttachmentChunk, AttachmentStream, SealedObject
from models.history import AccessLog, CaseEvent
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk, AllAgencies
from service.attach_evidence import add_evidence
from service.errors import NotFound
from service.export_cases import Export, begin_export, export_pieces
from service.follow_complaint import write_to_office
from service.look_for_tampering import look_for_tampering
from service.two_person_requests import Kind
from tests.office import Office
from tests.plaintext import Needles, files_under, rare_thai_word, rare_word
from tests.small_files import plain_text, sound_pdf
from tests.two_persons import agreed, filed_case, holder_of, share_with

MIB = 1024 * 1024


def _attach(office: Office, receipt, folder, *files: tuple[str, bytes]) -> str:
    """The follow session's token after these files were added."""
    token = office.confirm(receipt)
    for name, body in files:
        spool = SealedSpool(folder)
        spool.write(body)
        with office.reporter() as work:
            add_evidence(work, token, spool, name)
        spool.close()
    return token


def _picture(comment: str) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = comment
    Image.new("RGB", (64, 48), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def _begin(office: Office, *case_ids: str) -> Export:
    request_id = agreed(office, Kind.EXPORT, *case_ids)
    with office.desk("intake1") as work:
        return begin_export(work, request_id)


def _pieces(office: Office, export: Export, folder) -> Iterator[bytes]:
    return export_pieces(export, lambda: office.desk("intake1"), lambda: SealedSpool(folder))


def _exported(office: Office, folder, *case_ids: str) -> zipfile.ZipFile:
    whole = b"".join(_pieces(office, _begin(office, *case_ids), folder))
    archive = zipfile.ZipFile(io.BytesIO(whole))
    assert archive.testzip() is None
    return archive


def _text(archive: zipfile.ZipFile, name: str) -> str:
    return archive.read(name).decode("utf-8-sig").replace("\r\n", "\n")


def test_everything_an_officer_reads_is_in_it_and_nothing_of_the_reporter(
    office: Office, tmp_path
) -> None:
    receipt = office.file(
        subject="ถนนหมู่ ๔",
        narrative="ผู้รับเหมาส่งมอบถนนบางกว่าแบบ\nเห็นมาสามเดือน",
        accused="นายช่างยนต์ โยธา",
        incident_from="14/3/2569",
        identity_mode="named",
        contact_name="นางผู้แจ้ง จริงใจ",
        contact_phone="0812345678",
    )
    text = plain_text(2_300_000)
    token = _attach(
        office, receipt, tmp_path, ("บ้านฉัน.jpg", _picture("CANARY")), ("สัญญาบ้านฉัน.txt", text)
    )
    case_id = office.case_id(receipt)
    office.move("intake1", case_id, Move.ASK, notice_text="ขอทราบเลขที่สัญญา")
    with office.reporter() as work:
        write_to_office(work, token, "เลขที่ ๑๒/๒๕๖๙")
    office.move("intake2", case_id, Move.NOTE, note="ตรวจที่เกิดเหตุแล้ว")
    archive = _exported(office, tmp_path, case_id)

    folder = f"r-2570-{int(receipt.receipt_no.split('/')[0]):04d}"
    assert archive.namelist() == [
        "contents.txt",
        f"{folder}/case.txt",
        f"{folder}/case.json",
        f"{folder}/files/evidence-01.jpg",
        f"{folder}/files/evidence-02.txt",
    ]
    assert archive.read(f"{folder}/files/evidence-02.txt") == text
    with Image.open(io.BytesIO(archive.read(f"{folder}/files/evidence-01.jpg"))) as picture:
        assert picture.size == (64, 48)
    text = _text(archive, f"{folder}/case.txt")
    for said in (
        f"สำนวนเรื่องที่ {receipt.receipt_no}", "เทศบาลตำบลตัวอย่าง", "ถนนหมู่ ๔",
        "ผู้รับเหมาส่งมอบถนนบางกว่าแบบ\nเห็นมาสามเดือน", "นายช่างยนต์ โยธา", "14 มีนาคม 2569",
        "ขอทราบเลขที่สัญญา", "เลขที่ ๑๒/๒๕๖๙", "ตรวจที่เกิดเหตุแล้ว", "evidence-02.txt",
        "ผู้ขอ: นางสาวมาลี ใจงาม", "ผู้อนุมัติ: นายวิชัย ตั้งตรง", "ส่งออกสำนวนเรื่อง",
    ):  # fmt: skip
        assert said in text, said
    record = json.loads(archive.read(f"{folder}/case.json"))
    assert (record["format"], record["version"]) == ("prongsai case", 1)
    assert (record["number"], record["channel"]) == (receipt.receipt_no, "corruption")
    assert [line["text"] for line in record["conversation"]] == [
        "ขอทราบเลขที่สัญญา", "เลขที่ ๑๒/๒๕๖๙",
    ]  # fmt: skip
    assert [line["text"] for line in record["notes"]] == ["ตรวจที่เกิดเหตุแล้ว"]
    assert [file["how"] for file in record["files"]] == ["pixels", "none_needed"]
    assert record["history"][0]["title"] == "รับเรื่องแล้ว"

    everything = b"".join(archive.read(name) for name in archive.namelist())
    hidden = Needles(("ผู้แจ้ง จริงใจ", "0812345678", "บ้านฉัน", "CANARY"))
    assert hidden.in_bytes(everything) == []
    assert b"T03:00" not in everything, "the minute of sending"


def test_each_case_has_a_folder_of_its_own_with_a_plain_name(office: Office, tmp_path) -> None:
    corruption, grievance = office.file(), office.file(Channel.GRIEVANCE)
    one, two = office.case_id(corruption), office.case_id(grievance)
    for login in ("intake1", "intake2"):
        share_with(office, "grievance1", login, two)
    archive = _exported(office, tmp_path, one, two)
    names = archive.namelist()
    assert [name for name in names if name.endswith("case.txt")] == [
        "g-2570-0001/case.txt", "r-2570-0001/case.txt",
    ]  # fmt: skip
    for entry in archive.infolist():
        assert entry.filename.isascii()
        assert not entry.filename.startswith("/") and ".." not in entry.filename
        assert entry.date_time == (2026, 11, 23, 0, 0, 0)
        assert not entry.is_dir()
    assert "g-2570-0001: 1/2570" in _text(archive, "contents.txt")


def test_the_trace_is_written_before_the_first_byte(office: Office) -> None:
    cases = [filed_case(office), filed_case(office)]
    export = _begin(office, *cases)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        events = work.rows(select(CaseEvent).where(CaseEvent.kind == int(EventKind.EXPORTED)))
        logged = work.rows(select(AccessLog).where(AccessLog.what == "export"))
    asker = office.officers["intake1"].officer_id
    assert sorted(event.case_id.hex() for event in events) == sorted(cases)
    assert {event.officer_id for event in events} == {asker}
    assert len({Event.unpack(event.packed).body_hash for event in events} - {bytes(32)}) == 1
    assert [(line.officer_id, line.count, line.case_id) for line in logged] == [(asker, 2, None)]
    assert [one.id for one in export.cases] == sorted(
        cases, key=lambda case_id: office.open("intake1", case_id).receipt_no
    )
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert look_for_tampering(work) == ()


def test_opening_each_case_and_file_is_logged_under_the_case(office: Office, tmp_path) -> None:
    receipt = office.file()
    _attach(office, receipt, tmp_path, ("a.pdf", sound_pdf()))
    case_id = office.case_id(receipt)
    export = _begin(office, case_id)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        before = len(work.rows(select(AccessLog)))
    list(_pieces(office, export, tmp_path))
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        lines = work.rows(select(AccessLog).where(AccessLog.case_id == bytes.fromhex(case_id)))
        assert len(work.rows(select(AccessLog))) == before + 2
    assert {"case", "file", "export"} <= {line.what for line in lines}


def test_a_large_file_passes_through_in_pieces(office: Office, tmp_path) -> None:
    body = plain_text(28 * MIB)
    receipt = office.file()
    _attach(office, receipt, tmp_path, ("a.txt", body))
    export = _begin(office, office.case_id(receipt))
    whole, size = bytearray(32 * MIB), 0
    tracemalloc.start()
    try:
        for piece in _pieces(office, export, tmp_path):
            whole[size : size + len(piece)] = piece
            size += len(piece)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 20 * MIB
    assert peak < 9 * MIB, peak
    with zipfile.ZipFile(io.BytesIO(whole[:size])) as archive:
        assert archive.read(archive.namelist()[-1]) == body


def test_no_word_meets_the_disk_on_the_way(office: Office, tmp_path) -> None:
    latin, thai = rare_word(), rare_thai_word()
    receipt = office.file(narrative=f"{latin} {thai}")
    body = b"".join(
        f"{latin}{thai}".encode() + random_bytes(500).hex().encode() for _ in range(3000)
    )
    _attach(office, receipt, tmp_path, ("a.txt", body))
    needles, size, looked = Needles((latin, thai)), 0, False
    for piece in _pieces(office, _begin(office, office.case_id(receipt)), tmp_path):
        size += len(piece)
        if size > MIB and not looked:
            looked = True
            assert needles.in_files(files_under(tmp_path)) == {}
    assert looked
    assert needles.in_files(files_under(tmp_path)) == {}


def test_a_stream_that_breaks_off_gives_its_place_back(office: Office, tmp_path) -> None:
    receipt = office.file()
    _attach(office, receipt, tmp_path, ("a.txt", plain_text(3 * MIB)))
    spools: list[SealedSpool] = []

    def place() -> SealedSpool:
        spools.append(SealedSpool(tmp_path))
        return spools[-1]

    export = _begin(office, office.case_id(receipt))
    pieces = export_pieces(export, lambda: office.desk("intake1"), place)
    for _ in pieces:
        if spools:
            break
    pieces.close()
    assert [spool.closed for spool in spools] == [True]


def test_what_does_not_open_is_said_in_its_place_and_the_rest_is_there(
    office: Office, tmp_path
) -> None:
    receipts = [office.file(narrative=f"เรื่องที่ {number}") for number in (1, 2)]
    for receipt in receipts:
        _attach(office, receipt, tmp_path, ("a.pdf", sound_pdf("a")), ("b.pdf", sound_pdf("b")))
    cases = [bytes.fromhex(office.case_id(receipt)) for receipt in receipts]
    export = _begin(office, *(case_id.hex() for case_id in cases))
    with office.work(AllAgencies("do as an operator with SQL does")) as work:
        report = work.one(SealedObject, case_id=cases[0], type=1)
        work.session.execute(
            update(SealedObject)
            .where(SealedObject.id == report.id)
            .values(sealed=report.sealed[:-1] + b"\0")
        )
        file = work.one(Attachment, case_id=cases[1], number=1)
        stream = work.one(AttachmentStream, attachment_id=file.id, role="copy")
        chunk = work.one(AttachmentChunk, stream_id=stream.id, position=0)
        chunk.sealed = chunk.sealed[:-1] + bytes([chunk.sealed[-1] ^ 1])
    archive = zipfile.ZipFile(io.BytesIO(b"".join(_pieces(office, export, tmp_path))))
    assert archive.testzip() is None
    assert archive.namelist()[1:] == [
        "r-2570-0001/unreadable.txt",
        "r-2570-0002/case.txt",
        "r-2570-0002/case.json",
        "r-2570-0002/files/evidence-01.pdf.unreadable.txt",
        "r-2570-0002/files/evidence-02.pdf",
    ]
    for name in archive.namelist():
        assert ("กรุณาแจ้งผู้ดูแลระบบ" in archive.read(name).decode("utf-8", "replace")) == (
            "unreadable" in name
        )


def test_the_zip_carries_the_day_of_the_export_in_its_name(office: Office) -> None:
    assert _begin(office, filed_case(office)).name == "export-20261123.zip"


def test_a_case_that_keeps_the_asker_out_cannot_be_asked_for(office: Office) -> None:
    hidden = filed_case(office, exclude=[holder_of(office, "นางสาวมาลี ใจงาม")])
    with pytest.raises(NotFound):
        agreed(office, Kind.EXPORT, filed_case(office), hidden)
