"""An authority that reads elsewhere: keys made there, cases sealed here, opened there again."""

import io
import os
import stat
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import delete, select, update

from crypto import key_file
from crypto.envelope import ObjectType
from crypto.file_stream import SealedSpool
from crypto.record_file import RecordReader, RecordWriter
from models.agency import RecoveryKey
from models.complaint import Attachment, CaseEpoch, Complaint, SealedObject
from models.history import CaseEvent
from models.key_share import KeyShare
from rules.states import Channel, EventKind
from service.actors import AgencyClerk, AllAgencies, Public, Reporter
from service.attach_evidence import add_evidence
from service.case_events import append_event
from service.erase_identity import erase_identity
from service.errors import InvalidInput, NotAllowed, NotFound, Unreadable
from service.follow_complaint import follow, write_to_office
from service.keyring import load_keyring
from service.look_for_tampering import look_for_tampering
from service.look_up_agency import every_agency, find_agency, public_agencies
from service.outward_authority import (
    AuthorityMade,
    add_authority,
    fingerprint_of,
    make_authority,
    read_authority,
)
from service.outward_export import export_authority
from service.outward_opening import OpenedExport, open_export
from service.outward_records import Tag
from service.outward_settings import outward_choices, set_outward
from service.sealing import seal_record
from service.set_up_agency import AgencyPlan
from service.submit_complaint import check_draft, confirm_code, filing_form, submit_complaint
from service.views import Contact, Receipt
from tests.district import make_district
from tests.office import CHEAP_COSTS, Office
from tests.service.test_outward import ids_of
from tests.small_files import sound_pdf

PASSPHRASE = "nobody at the office knows this one"
MADE_ON = date(2026, 11, 1)
PLAN = AgencyPlan(
    slug="commission",
    name_th="สำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง",
    name_en="Sample Provincial Commission",
    kind="state_agency",
    district_th="",
    district_en="",
    province_th="ตัวอย่าง",
    province_en="Sample",
    contacts=(Contact("phone", "02 000 0002"),),
)
NARRATIVE = "นายกเทศมนตรีรับเงินทอนจากผู้รับเหมา"
CLERK = "นายประสิทธิ์ ปกครอง"


@dataclass
class Elsewhere:
    """An office, and an authority whose private file lies on another machine."""

    office: Office
    made: AuthorityMade
    agency_id: bytes
    folder: Path

    def authority(self):
        return self.office.work(Reporter(self.agency_id))

    def file(self, **values) -> Receipt:
        """A report about the head and the clerk."""
        ticked = ids_of(self.office, "head", "clerk")
        with self.office.reporter() as work:
            words = {"narrative": NARRATIVE, "exclude": ticked} | values
            draft = check_draft(work, Channel.CORRUPTION, words)
        with self.office.reporter() as work:
            return submit_complaint(work, Channel.CORRUPTION, draft.sealed_draft)

    def token(self, receipt: Receipt) -> str:
        with self.authority() as work:
            return confirm_code(work, receipt.ticket, receipt.code[-4:])

    def attach(self, token: str, body: bytes, name: str) -> None:
        spool = SealedSpool(self.folder / "spool")
        spool.write(body)
        with self.authority() as work:
            add_evidence(work, token, spool, name)

    def export(self, name: str = "cases.prsx") -> Path:
        path = self.folder / name
        with self.office.work(AgencyClerk(self.agency_id), writes=False) as work:
            export_authority(work, path)
        return path

    def open(self, path: Path, folder: str = "opened", **more) -> OpenedExport:
        passphrase = more.pop("passphrase", PASSPHRASE)
        private = more.pop("private", self.made.private)
        with path.open("rb") as file:
            return open_export(
                private, passphrase, file, self.folder / folder, costs=CHEAP_COSTS, **more
            )

    def text(self, case: str, name: str = "report.txt", folder: str = "opened") -> str:
        raw = (self.folder / folder / case / name).read_bytes()
        return raw.decode("utf-8-sig").replace("\r\n", "\n")


def add(office: Office, made: AuthorityMade, plan: AgencyPlan = PLAN) -> bytes:
    """The authority's id, after its public file was taken in."""
    card = read_authority(made.public)
    with office.work(AllAgencies("add an outside authority")) as work:
        add_authority(work, card, plan)
        keys = key_file.load(office.key_path)
        key_file.save(office.key_path, keys.with_root(card.agency, card.root_public))
    return card.agency


@pytest.fixture
def elsewhere(office: Office, tmp_path: Path) -> Elsewhere:
    made = make_authority(PASSPHRASE, PASSPHRASE, MADE_ON, CHEAP_COSTS)
    agency_id = add(office, made)
    with office.work(AgencyClerk(office.agency_id)) as work:
        set_outward(work, "commission")
    return Elsewhere(office, made, agency_id, tmp_path)


def _jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "CANARY-CAMERA"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


PDF = sound_pdf("CANARY-AUTHOR", pages=8)


# Taken in


def test_its_keys_count_and_its_channel_is_open_for_others_alone(elsewhere: Elsewhere) -> None:
    with elsewhere.office.work(Public(elsewhere.agency_id), writes=False) as work:
        keyring = load_keyring(work)
    assert keyring.is_external and len(keyring.recovery) == 3 and not keyring.refused
    assert keyring.is_open(Channel.CORRUPTION) and not keyring.is_open(Channel.GRIEVANCE)
    with elsewhere.authority() as work, pytest.raises(NotFound):
        filing_form(work, Channel.CORRUPTION)
    with elsewhere.authority() as work, pytest.raises(NotFound):
        check_draft(work, Channel.CORRUPTION, {"narrative": NARRATIVE})


def test_it_is_in_no_public_list(elsewhere: Elsewhere) -> None:
    with elsewhere.office.work(AllAgencies("list the agencies"), writes=False) as work:
        assert {card.slug for card in public_agencies(work)} == {"sample"}
        assert {card.slug for card in every_agency(work)} == {"sample", "commission"}
        assert find_agency(work, "commission").is_external
    with elsewhere.office.desk("admin1") as work:
        assert [one.slug for one in outward_choices(work)] == ["commission"]


def test_a_changed_public_file_is_refused(office: Office) -> None:
    made = make_authority(PASSPHRASE, PASSPHRASE, MADE_ON, CHEAP_COSTS)
    other = make_authority(PASSPHRASE, PASSPHRASE, MADE_ON, CHEAP_COSTS)
    card, stranger = read_authority(made.public), read_authority(other.public)
    assert fingerprint_of(card) == made.fingerprint != other.fingerprint
    swapped = (
        replace(card, root_public=stranger.root_public),
        replace(card, agency=stranger.agency),
        replace(card, keys=(stranger.keys[0], *card.keys[1:])),
        replace(card, keys=(card.keys[0], card.keys[2], card.keys[1])),
        replace(card, keys=(replace(card.keys[0], until_day=739_944), *card.keys[1:])),
    )
    for one in swapped:
        with pytest.raises(Unreadable):
            read_authority(one.render())


def test_a_public_file_never_takes_the_place_of_another_root(elsewhere: Elsewhere) -> None:
    """A file that claims an agency's own id would otherwise pin a stranger's root over its own."""
    made = make_authority(PASSPHRASE, PASSPHRASE, MADE_ON, CHEAP_COSTS)
    card = replace(read_authority(made.public), agency=elsewhere.office.agency_id)
    again = read_authority(elsewhere.made.public)
    for one in (card, again):
        with (
            elsewhere.office.work(AllAgencies("add an outside authority")) as work,
            pytest.raises(InvalidInput),
        ):
            add_authority(work, one, replace(PLAN, slug="second"))


def test_an_authority_must_be_reachable_and_its_keys_valid(office: Office) -> None:
    made = make_authority(PASSPHRASE, PASSPHRASE, MADE_ON, CHEAP_COSTS)
    with pytest.raises(InvalidInput) as refused:
        add(office, made, replace(PLAN, contacts=()))
    assert refused.value.fields == {"contacts": "required"}
    late = make_authority(PASSPHRASE, PASSPHRASE, date(2027, 1, 1), CHEAP_COSTS)
    with pytest.raises(InvalidInput):
        add(office, late)


def test_a_short_or_differing_passphrase_makes_no_authority() -> None:
    for first, second in (("short", "short"), (PASSPHRASE, PASSPHRASE + "x")):
        with pytest.raises(InvalidInput):
            make_authority(first, second, MADE_ON, CHEAP_COSTS)


def test_a_key_planted_by_sql_closes_the_way_and_is_named(elsewhere: Elsewhere) -> None:
    with elsewhere.office.work(AllAgencies("do as an operator with SQL does")) as work:
        work.session.execute(
            update(RecoveryKey)
            .where(RecoveryKey.agency_id == elsewhere.agency_id, RecoveryKey.kind == "content")
            .values(pair_public=os.urandom(1216))
        )
    ticked = ids_of(elsewhere.office, "head")
    with elsewhere.office.reporter() as work:
        words = {"narrative": NARRATIVE, "exclude": ticked}
        assert check_draft(work, Channel.CORRUPTION, words).stopped
    with elsewhere.office.work(AgencyClerk(elsewhere.agency_id), writes=False) as work:
        assert [one.kind for one in look_for_tampering(work)] == ["recovery_key_not_signed"]


# Filed


def test_the_check_page_says_that_it_is_read_elsewhere(elsewhere: Elsewhere) -> None:
    ticked = ids_of(elsewhere.office, "clerk")
    with elsewhere.office.reporter() as work:
        words = {"narrative": NARRATIVE, "exclude": ticked}
        check = check_draft(work, Channel.CORRUPTION, words)
    assert check.goes_to.is_external and check.readers == () and not check.stopped


def test_it_is_followed_at_the_authoritys_address(elsewhere: Elsewhere) -> None:
    receipt = elsewhere.file()
    assert (receipt.agency_slug, receipt.receipt_no) == ("commission", "1/2570")
    token = elsewhere.token(receipt)
    with elsewhere.authority() as work:
        assert follow(work, token).may_write


def test_an_authority_with_officers_here_is_not_exported(elsewhere: Elsewhere) -> None:
    district = make_district(elsewhere.office)
    path = elsewhere.folder / "district.prsx"
    with (
        district.work(AgencyClerk(district.agency_id), writes=False) as work,
        pytest.raises(NotAllowed),
    ):
        export_authority(work, path)
    with elsewhere.authority() as work, pytest.raises(NotAllowed):
        export_authority(work, path)
    assert not path.exists()


# Opened there


def test_everything_but_the_name_is_read_there(elsewhere: Elsewhere) -> None:
    receipt = elsewhere.file(
        accused="นายก", category="bribery", incident_from="2026-11-02",
        identity_mode="confidential", contact_name="นางผู้แจ้ง จริงใจ",
    )  # fmt: skip
    token = elsewhere.token(receipt)
    elsewhere.attach(token, _jpeg(), "บ้านฉัน.jpg")
    elsewhere.attach(token, PDF, "สัญญา.pdf")
    with elsewhere.authority() as work:
        write_to_office(work, token, "ลืมบอกว่ามีใบเสร็จ")
    elsewhere.file(narrative="เรื่องที่สอง")
    opened = elsewhere.open(elsewhere.export())
    assert opened == OpenedExport(("r-2570-0001", "r-2570-0002"), ())
    text = elsewhere.text("r-2570-0001")
    for words in (
        "1/2570", NARRATIVE, "เทศบาลตำบลตัวอย่าง", "หน่วยงานที่ถูกร้องเรียน", "2 พฤศจิกายน 2569",
        "ลืมบอกว่ามีใบเสร็จ", "evidence-01.jpg", "evidence-02.pdf", CLERK, "นายสมบัติ นำทาง",
    ):  # fmt: skip
        assert words in text, words
    assert "จริงใจ" not in text and "บ้านฉัน" not in text and "bribery" not in text
    folder = elsewhere.folder / "opened" / "r-2570-0001"
    assert {one.name for one in folder.iterdir()} == {
        "report.txt", "evidence-01.jpg", "evidence-02.pdf",
    }  # fmt: skip
    assert (folder / "evidence-02.pdf").read_bytes().startswith(b"%PDF")
    assert b"CANARY-AUTHOR" not in (folder / "evidence-02.pdf").read_bytes()
    picture = (folder / "evidence-01.jpg").read_bytes()
    assert b"CANARY-CAMERA" not in picture
    with Image.open(io.BytesIO(picture)) as image:
        assert image.size == (40, 30)
    assert "เรื่องที่สอง" in elsewhere.text("r-2570-0002")


def test_names_and_originals_come_only_when_they_are_asked_for(elsewhere: Elsewhere) -> None:
    receipt = elsewhere.file(identity_mode="confidential", contact_name="นางผู้แจ้ง จริงใจ")
    elsewhere.attach(elsewhere.token(receipt), _jpeg(), "บ้านฉัน.jpg")
    elsewhere.open(elsewhere.export(), with_identity=True)
    folder = elsewhere.folder / "opened" / "r-2570-0001"
    assert {one.name for one in folder.iterdir()} == {
        "report.txt", "identity.txt", "evidence-01.jpg", "original-evidence-01.jpg",
    }  # fmt: skip
    told = elsewhere.text("r-2570-0001", "identity.txt")
    assert "นางผู้แจ้ง จริงใจ" in told and "01: บ้านฉัน.jpg" in told
    assert (folder / "original-evidence-01.jpg").read_bytes() == _jpeg()
    assert "จริงใจ" not in elsewhere.text("r-2570-0001")


def test_a_name_that_its_reporter_took_back_is_not_there(elsewhere: Elsewhere) -> None:
    receipt = elsewhere.file(identity_mode="confidential", contact_name="นางผู้แจ้ง จริงใจ")
    token = elsewhere.token(receipt)
    elsewhere.attach(token, _jpeg(), "บ้านฉัน.jpg")
    with elsewhere.authority() as work:
        erase_identity(work, token)
    opened = elsewhere.open(elsewhere.export(), with_identity=True)
    assert opened.refused == ()
    told = elsewhere.text("r-2570-0001", "identity.txt")
    assert "จริงใจ" not in told and "บ้านฉัน" not in told
    folder = elsewhere.folder / "opened" / "r-2570-0001"
    assert not (folder / "original-evidence-01.jpg").exists()


def test_a_later_export_holds_what_came_later(elsewhere: Elsewhere) -> None:
    receipt = elsewhere.file()
    token = elsewhere.token(receipt)
    elsewhere.open(elsewhere.export("first.prsx"), "first")
    with elsewhere.authority() as work:
        write_to_office(work, token, "เพิ่งนึกได้ว่ามีพยาน")
    elsewhere.open(elsewhere.export("second.prsx"), "second")
    assert "มีพยาน" not in elsewhere.text("r-2570-0001", folder="first")
    assert "มีพยาน" in elsewhere.text("r-2570-0001", folder="second")


def test_everything_that_is_written_is_for_its_owner_alone(elsewhere: Elsewhere) -> None:
    receipt = elsewhere.file()
    elsewhere.attach(elsewhere.token(receipt), PDF, "ก.pdf")
    path = elsewhere.export()
    elsewhere.open(path, with_identity=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    opened = elsewhere.folder / "opened"
    for one in (opened, *opened.rglob("*")):
        wanted = 0o700 if one.is_dir() else 0o600
        assert stat.S_IMODE(one.stat().st_mode) == wanted, one.name


def test_nothing_in_the_export_can_be_read_by_the_way(elsewhere: Elsewhere) -> None:
    elsewhere.file(identity_mode="named", contact_name="นางผู้แจ้ง จริงใจ")
    raw = elsewhere.export().read_bytes()
    for words in (NARRATIVE, "จริงใจ", CLERK, "เทศบาลตำบลตัวอย่าง"):
        assert words.encode() not in raw


# Refused


def test_a_wrong_passphrase_a_wrong_key_and_a_full_folder_open_nothing(
    elsewhere: Elsewhere,
) -> None:
    elsewhere.file()
    path = elsewhere.export()
    other = make_authority(PASSPHRASE, PASSPHRASE, MADE_ON, CHEAP_COSTS)
    (elsewhere.folder / "full").mkdir()
    (elsewhere.folder / "full" / "thesis.doc").touch()
    for more in (
        {"passphrase": PASSPHRASE + "s"},
        {"passphrase": "x" * 300},
        {"private": other.private},
        {"private": b"PRSA"},
        {"folder": "full"},
    ):
        with pytest.raises(InvalidInput):
            elsewhere.open(path, **{"folder": "none"} | more)
    assert not (elsewhere.folder / "none").exists()
    assert [one.name for one in (elsewhere.folder / "full").iterdir()] == ["thesis.doc"]


def test_an_export_that_was_cut_or_changed_opens_nothing(elsewhere: Elsewhere) -> None:
    elsewhere.file()
    path = elsewhere.export()
    whole = path.read_bytes()
    middle = bytearray(whole)
    middle[len(whole) // 2] ^= 1
    for spoiled in (whole[:-1], whole[:200], b"", bytes(middle), whole + b"\0"):
        path.write_bytes(spoiled)
        with pytest.raises(Unreadable):
            elsewhere.open(path)
    assert not (elsewhere.folder / "opened").exists()


def test_an_export_never_writes_over_a_file_and_leaves_nothing_half(
    elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = elsewhere.export()
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        elsewhere.export()
    assert path.read_bytes() == before
    elsewhere.file()

    def full(*_):
        raise OSError

    monkeypatch.setattr("service.outward_export._write_files", full)
    with pytest.raises(OSError):  # noqa: PT011 -- a full disk has no words of its own
        elsewhere.export("second.prsx")
    left = {one.name for one in elsewhere.folder.iterdir() if "prsx" in one.name}
    assert left == {"cases.prsx"}


def _operator(elsewhere: Elsewhere, *statements) -> None:
    with elsewhere.office.work(AllAgencies("do as an operator with SQL does")) as work:
        for statement in statements:
            work.session.execute(statement)


def _swap_report(case: Complaint, other: Complaint, texts: list[SealedObject]):
    mine, theirs = (
        next(text for text in texts if text.case_id == one.id and text.type == 1)
        for one in (case, other)
    )
    return [update(SealedObject).where(SealedObject.id == mine.id).values(sealed=theirs.sealed)]


def _without_its_message(case: Complaint, *_):
    newest = (CaseEvent.case_id == case.id, CaseEvent.seq == case.event_count - 1)
    return [delete(CaseEvent).where(*newest)]


def _another_identity_key(case: Complaint, other: Complaint, _texts):
    values = {"identity_public": other.identity_public}
    return [update(Complaint).where(Complaint.id == case.id).values(**values)]


def _dummies_for_shares(case: Complaint, other: Complaint, _texts):
    mine = update(KeyShare).where(KeyShare.case_id == case.id)
    return [mine.values(sealed=os.urandom(1239))]


def _without_a_share(case: Complaint, *_):
    return [delete(KeyShare).where(KeyShare.case_id == case.id, KeyShare.kind == 2)]


def _without_its_file(case: Complaint, *_):
    number = update(Attachment).where(Attachment.case_id == case.id)
    return [number.values(meta_object_id=select(SealedObject.id).where(
        SealedObject.case_id == case.id, SealedObject.type == 1).scalar_subquery())]  # fmt: skip


TAMPERINGS = (
    _swap_report, _without_its_message, _another_identity_key, _dummies_for_shares,
    _without_a_share, _without_its_file,
)  # fmt: skip


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_case_that_somebody_changed_is_left_out_and_named_and_the_others_are_read(
    elsewhere: Elsewhere, tampering
) -> None:
    token = elsewhere.token(elsewhere.file())
    elsewhere.file(narrative="เรื่องที่สอง")
    elsewhere.attach(token, PDF, "ก.pdf")
    with elsewhere.office.work(AgencyClerk(elsewhere.agency_id), writes=False) as work:
        case, other = work.rows(select(Complaint).order_by(Complaint.register_number))
        texts = work.rows(select(SealedObject))
    _operator(elsewhere, *tampering(case, other, texts))
    opened = elsewhere.open(elsewhere.export())
    assert opened == OpenedExport(("r-2570-0002",), ("1/2570",))
    assert [one.name for one in (elsewhere.folder / "opened").iterdir()] == ["r-2570-0002"]
    assert "เรื่องที่สอง" in elsewhere.text("r-2570-0002")


def _rewritten(path: Path, change) -> None:
    """The same export with its records passed through `change`, ended anew."""
    with path.open("rb") as file:
        reader = RecordReader(file)
        records = [one for record in reader if (one := change(record)) is not None]
    with path.open("wb") as file:
        writer = RecordWriter(file, reader.agency)
        for tag, fields in records:
            writer.write(tag, *fields)
        writer.finish()


@pytest.mark.parametrize("piece", ["cut", "gone"])
def test_a_file_that_was_cut_takes_its_case_with_it(elsewhere: Elsewhere, piece: str) -> None:
    elsewhere.attach(elsewhere.token(elsewhere.file()), PDF, "ก.pdf")
    elsewhere.file(narrative="เรื่องที่สอง")
    path = elsewhere.export()

    def cut(record):
        if record.tag != Tag.PIECE:
            return record.tag, record.fields
        return None if piece == "gone" else (record.tag, (record.fields[0][:-16],))

    _rewritten(path, cut)
    opened = elsewhere.open(path)
    assert opened == OpenedExport(("r-2570-0002",), ("1/2570",))
    assert [one.name for one in (elsewhere.folder / "opened").iterdir()] == ["r-2570-0002"]


def test_records_in_another_order_are_no_export(elsewhere: Elsewhere) -> None:
    elsewhere.file()
    path = elsewhere.export()
    _rewritten(path, lambda one: None if one.tag == Tag.AUTHORITY else (one.tag, one.fields))
    with pytest.raises(Unreadable):
        elsewhere.open(path)


def _plant_file(elsewhere: Elsewhere, extension: str) -> None:
    """A file as whoever runs the installation could seal one to the authority, in a real chain."""
    description = {
        "number": 1, "extension": extension, "media_type": "x", "size_bytes": 0, "cleaned": False,
    }  # fmt: skip
    with elsewhere.office.work(AgencyClerk(elsewhere.agency_id)) as work:
        case = work.session.scalars(select(Complaint)).one()
        public = work.session.scalars(select(CaseEpoch.case_public)).one()
        body = seal_record(work, case.id, 0, ObjectType.INTERNAL, description, (public,))
        append_event(work, case, EventKind.EVIDENCE_ADDED, body=body)
        work.session.flush()
        work.session.add(
            Attachment(
                id=os.urandom(16),
                agency_id=case.agency_id,
                case_id=case.id,
                number=1,
                added_on=work.today,
                padded_bytes=0,
                meta_object_id=body.id,
                name_object_id=body.id,
            )
        )


@pytest.mark.parametrize(
    ("extension", "is_opened"),
    [("pdf", True), ("/../../../evil", False), ("evil\n", False), ("", False), ("ก", False)],
)
def test_a_file_name_from_elsewhere_cannot_leave_its_folder(
    elsewhere: Elsewhere, extension: str, is_opened: bool
) -> None:
    elsewhere.file()
    _plant_file(elsewhere, extension)
    opened = elsewhere.open(elsewhere.export())
    assert bool(opened.folders) is is_opened
    assert bool(opened.refused) is not is_opened
    assert not list(elsewhere.folder.rglob("*evil*"))
