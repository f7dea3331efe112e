"""New epochs: new words open only for those who go on reading, and nobody can make one by SQL."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import delete, update

from crypto.case_chain import NO_HASH, Event, event_hash
from crypto.ceremonies import EpochPlace, seal_link
from crypto.file_stream import SealedSpool
from crypto.paper import from_paper
from crypto.primitives import sign
from crypto.sealed_keys import (
    ShareContext,
    ShareKind,
    dummy_share,
    generate_pair,
    join,
    pair_from_seed,
)
from models.clock import ClockRow
from models.complaint import CaseEpoch, Complaint, SealedObject
from models.history import CaseEvent
from models.key_share import KeyShare
from rules.permissions import Role
from rules.states import EventKind, Move
from service.actors import AgencyClerk
from service.attach_evidence import add_evidence
from service.case_filters import Filters
from service.errors import NotFound, Unreadable
from service.follow_complaint import follow, write_to_office
from service.list_cases import list_cases
from service.look_for_tampering import look_for_tampering
from service.open_attachment import open_attachment
from service.sealing import new_id
from service.shares import grant_statement
from tests.office import Office
from tests.readers import (
    change,
    copy_of,
    give,
    keep_out,
    kinds,
    names,
    officer_id,
    opened_by_force,
    plant,
    row_of,
    rows_of,
    take,
)

TOLD = "ผู้รับเหมาส่งมอบถนนบางกว่าแบบ"
MALEE, WICHAI = "นางสาวมาลี ใจงาม", "นายวิชัย ตั้งตรง"


class Case:
    """A case with the session of its reporter."""

    def __init__(self, office: Office) -> None:
        self.office = office
        receipt = office.file(identity_mode="confidential", contact_name="นางผู้แจ้ง จริงใจ")
        self.id, self.token = office.case_id(receipt), office.confirm(receipt)

    def write(self, text: str) -> None:
        with self.office.reporter() as work:
            self.token = write_to_office(work, self.token, text).token

    def page(self):
        with self.office.reporter() as work:
            return follow(work, self.token)

    def note(self, login: str, text: str) -> None:
        self.office.move(login, self.id, Move.NOTE, note=text)

    def keys(self, *logins: str) -> list[bytes]:
        return [self.office.officers[login].keys.pair_private for login in logins]

    def shares(self, kind: ShareKind = ShareKind.CONTENT) -> list[KeyShare]:
        return [one for one in rows_of(self.office, KeyShare, self.id) if one.kind == int(kind)]

    def everyone_refuses(self) -> None:
        """Neither the officers nor the reporter go on, and nothing is sealed to anything."""
        before = len(rows_of(self.office, SealedObject, self.id))
        for login in ("intake1", "intake2"):
            with pytest.raises((Unreadable, NotFound)):
                self.office.open(login, self.id)
        with pytest.raises(Unreadable):
            self.write("ข้อความที่ต้องไม่ถึงใคร")
        assert len(rows_of(self.office, SealedObject, self.id)) == before


@pytest.fixture
def case(office: Office) -> Case:
    return Case(office)


# What opens


def test_the_excluded_open_nothing_new_by_force(case: Case):
    case.note("intake2", "ก่อนกันออก")
    old = copy_of(case.office, case.id)
    keep_out(case.office, "intake2", case.id, MALEE)
    case.write("ผู้แจ้งเขียนหลังกันออก")
    case.note("intake2", "เจ้าหน้าที่เขียนหลังกันออก")
    new = copy_of(case.office, case.id)
    assert opened_by_force(case.keys("intake1"), new) == set()
    kept = opened_by_force(case.keys("intake1"), old, new)
    assert {TOLD, "ก่อนกันออก"} <= kept
    assert not {"ผู้แจ้งเขียนหลังกันออก", "เจ้าหน้าที่เขียนหลังกันออก"} & kept
    everything = opened_by_force(case.keys("intake2"), new)
    assert {TOLD, "ก่อนกันออก", "ผู้แจ้งเขียนหลังกันออก", "เจ้าหน้าที่เขียนหลังกันออก"} <= everything


def test_the_old_record_of_the_excluded_does_not_tell_them_who_was_added(case: Case):
    old = copy_of(case.office, case.id)
    keep_out(case.office, "intake2", case.id, MALEE)
    new = copy_of(case.office, case.id)
    added = [one for one in new.objects if one.id not in {row.id for row in old.objects}]
    only_added = type(new)(new.case, new.epochs, new.shares, added)
    assert opened_by_force(case.keys("intake1"), old, only_added) - opened_by_force(
        case.keys("intake1"), old
    ) == set()  # fmt: skip


def test_the_content_papers_open_every_epoch(case: Case):
    take(case.office, "intake1", case.id, "intake2")
    case.write("หลังรอบแรก")
    keep_out(case.office, "intake1", case.id, typed="นายใคร คนหนึ่ง")
    case.write("หลังรอบสอง")
    papers = case.office.made.papers
    seed = join(from_paper(papers.content_first), from_paper(papers.content_second))
    opened = opened_by_force([pair_from_seed(seed).private], copy_of(case.office, case.id))
    assert {TOLD, "หลังรอบแรก", "หลังรอบสอง"} <= opened


def test_administrators_and_custodians_still_open_nothing(case: Case):
    keep_out(case.office, "intake1", case.id, typed="นายใคร คนหนึ่ง")
    case.write("หลังเปลี่ยนกุญแจ")
    logins = ("admin1", "inside1", "outside1", "clerk", "legal1", "grievance1")
    assert opened_by_force(case.keys(*logins), copy_of(case.office, case.id)) == set()


def test_what_was_written_in_every_epoch_stays_readable_to_those_who_remain(case: Case):
    for number, login in enumerate(("intake1", "intake2", "intake1")):
        case.note(login, f"รอบที่ {number}")
        case.write(f"ผู้แจ้งรอบที่ {number}")
        keep_out(case.office, login, case.id, typed=f"นายใคร คน{number}ที่")
    opened = case.office.open("intake2", case.id)
    assert [line.text for line in opened.notes] == ["รอบที่ 0", "รอบที่ 1", "รอบที่ 2"]
    assert [line.text for line in opened.conversation] == [
        "ผู้แจ้งรอบที่ 0", "ผู้แจ้งรอบที่ 1", "ผู้แจ้งรอบที่ 2",
    ]  # fmt: skip
    assert row_of(case.office, case.id).epoch == 3
    with case.office.work(AgencyClerk(case.office.agency_id)) as work:
        assert look_for_tampering(work) == ()


# The reporter


def test_the_reporter_goes_on_reading_writing_and_sending_files(case: Case, tmp_path):
    case.office.move("intake1", case.id, Move.ASK, notice_text="คำถามก่อน")
    take(case.office, "intake1", case.id, "intake2")
    case.write("คำตอบหลังเปลี่ยนกุญแจ")
    case.office.move("intake1", case.id, Move.MESSAGE, notice_text="ข้อความหลัง")
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    spool = SealedSpool(tmp_path)
    spool.write(picture.getvalue())
    with case.office.reporter() as work:
        add_evidence(work, case.token, spool, "ภาพ.jpg")
    page = case.page()
    assert [line.text for line in page.notices] == ["คำถามก่อน", "ข้อความหลัง"]
    assert page.files == 1
    opened = case.office.open("intake1", case.id)
    assert opened.conversation[1].text == "คำตอบหลังเปลี่ยนกุญแจ"
    with case.office.desk("intake1") as work:
        file = open_attachment(work, case.id, opened.attachments[0].id, SealedSpool(tmp_path))
        assert b"".join(file.chunks)[:2] == b"\xff\xd8"
        file.close()


def test_clocks_and_state_do_not_notice(case: Case):
    def told():
        row = row_of(case.office, case.id)
        clocks = rows_of(case.office, ClockRow, case.id)
        return (row.state, row.awaits, row.answered_on), sorted(
            (one.kind, one.due_on, one.answered_on is None) for one in clocks
        )

    before = told()
    case.office.clock.now += timedelta(days=2)
    take(case.office, "intake1", case.id, "intake2")
    keep_out(case.office, "intake1", case.id, typed="นายใคร คนหนึ่ง")
    assert told() == before


# What the rows tell


def test_the_rows_of_a_new_epoch_do_not_tell_whether_a_reader_was_kept_out(office: Office):
    reader, nobody = Case(office), Case(office)
    keep_out(office, "intake1", reader.id, WICHAI)
    keep_out(office, "intake1", nobody.id, "นายช่างยนต์ โยธา")

    def seen(case: Case):
        shares = sorted(
            (one.holder_id, one.holder_generation, one.epoch, len(one.sealed), one.is_checked)
            for one in case.shares()
        )
        objects = rows_of(office, SealedObject, case.id)
        sizes = sorted((one.type, one.epoch, len(one.sealed)) for one in objects)
        return shares, sizes, kinds(office, case.id)

    assert seen(reader) == seen(nobody)
    assert {one.holder_id.hex() for one in reader.shares()} >= {officer_id(office, "intake2")}


def test_no_share_of_an_earlier_epoch_is_left(case: Case):
    give(case.office, "intake1", case.id, "legal1")
    take(case.office, "intake1", case.id, "intake2")
    assert {one.epoch for one in case.shares()} == {1}
    assert len(case.shares(ShareKind.IDENTITY_INSIDE)) == 2  # the custodian and the paper


def test_a_share_of_before_that_was_put_back_goes_with_the_next_epoch(case: Case):
    """Out of a backup, under an id of its own, by somebody with SQL."""
    before = next(iter(case.shares()))
    take(case.office, "intake1", case.id, "intake2")
    columns = {column.name: getattr(before, column.name) for column in KeyShare.__table__.columns}
    plant(case.office, KeyShare(**columns | {"id": new_id()}))
    assert {one.epoch for one in case.shares()} == {0, 1}
    give(case.office, "intake1", case.id, "legal1")
    take(case.office, "intake1", case.id, "legal1")
    assert {one.epoch for one in case.shares()} == {2}


def test_lists_follow_the_new_epoch(case: Case):
    def listed(login: str) -> int:
        with case.office.desk(login) as work:
            return list_cases(work, Filters(show="all")).total

    assert [listed("intake1"), listed("intake2")] == [1, 1]
    take(case.office, "intake1", case.id, "intake2")
    assert [listed("intake1"), listed("intake2"), listed("intake2")] == [1, 0, 0]
    give(case.office, "intake1", case.id, "intake2")
    assert [listed("intake1"), listed("intake2")] == [1, 1]


# Nobody gains by a new epoch


@pytest.mark.parametrize("signer", ["nobody", "legal1"])
def test_a_planted_row_gets_no_share_of_the_next_epoch(case: Case, signer: str):
    """A row somebody wrote by SQL, also with the signature of the officer who hopes to gain."""
    plant(case.office, _planted(case.office, case.id, "legal1", signer))
    keep_out(case.office, "intake1", case.id, typed="นายใคร คนหนึ่ง")
    case.write("หลังเปลี่ยนกุญแจ")
    assert officer_id(case.office, "legal1") not in {one.holder_id.hex() for one in case.shares()}
    assert opened_by_force(case.keys("legal1"), copy_of(case.office, case.id)) == set()


def test_a_row_planted_for_a_new_receiving_officer_is_worth_nothing_either(case: Case):
    case.office.hire("intake3", "นายสาม รับเรื่อง", Role.INTAKE)
    take(case.office, "intake1", case.id, "intake2")
    plant(case.office, _planted(case.office, case.id, "intake3", "nobody"))
    keep_out(case.office, "intake1", case.id, typed="นายใคร คนหนึ่ง")
    assert opened_by_force(case.keys("intake3"), copy_of(case.office, case.id)) == set()
    assert names(case.office, "intake1", case.id) == [MALEE]


def test_a_new_receiving_officer_gets_nothing_by_the_way(case: Case):
    case.office.hire("intake3", "นายสาม รับเรื่อง", Role.INTAKE)
    take(case.office, "intake1", case.id, "intake2")
    with pytest.raises(NotFound):
        case.office.open("intake3", case.id)


def _planted(office: Office, case_id: str, login: str, signer: str) -> KeyShare:
    row, holder = row_of(office, case_id), office.officers[login].officer_id
    context = ShareContext(row.agency_id, row.id, row.epoch, holder, ShareKind.CONTENT)
    share = KeyShare(
        id=new_id(),
        agency_id=row.agency_id,
        case_id=row.id,
        epoch=row.epoch,
        holder_id=holder,
        holder_generation=0,
        kind=int(ShareKind.CONTENT),
        sealed=dummy_share(context),
        is_checked=False,
    )
    if signer != "nobody":
        share.granter_id = office.officers[signer].officer_id
        seed = office.officers[signer].keys.signing_seed
        share.signature = sign(seed, grant_statement(share).statement())
    return share


# Somebody with SQL


def test_a_ghost_epoch_is_refused_by_officers_and_reporter(case: Case):
    _plant_epoch(case, made_by=case.office.officers["intake1"].officer_id, signature=bytes(64))
    case.everyone_refuses()


def test_a_ghost_epoch_of_nobody_is_refused(case: Case):
    _plant_epoch(case, made_by=None, signature=None)
    case.everyone_refuses()


def test_a_ghost_epoch_with_an_event_of_its_own_is_refused_too(case: Case):
    ghost = case.office.officers["legal1"].officer_id
    _plant_epoch(case, made_by=ghost, signature=bytes(64))
    row = row_of(case.office, case.id)
    packed = Event(
        handle=row.handle,
        seq=row.event_count,
        prev=row.event_head,
        kind=int(EventKind.EPOCH_STARTED),
        day=case.office.clock.now.date(),
        role=1,
        body_hash=NO_HASH,
    ).pack()
    event = CaseEvent(
        agency_id=row.agency_id,
        case_id=row.id,
        seq=row.event_count,
        kind=int(EventKind.EPOCH_STARTED),
        day=case.office.clock.now.date(),
        packed=packed,
        salt=bytes(32),
        officer_id=ghost,
        signature=bytes(64),
    )
    plant(case.office, event)
    change(
        case.office,
        update(Complaint)
        .where(Complaint.id == row.id)
        .values(event_count=row.event_count + 1, event_head=event_hash(packed)),
    )
    case.everyone_refuses()


def test_a_real_epoch_with_another_key_in_it_is_refused(case: Case):
    take(case.office, "intake1", case.id, "intake2")
    change(
        case.office,
        update(CaseEpoch)
        .where(CaseEpoch.case_id == bytes.fromhex(case.id), CaseEpoch.epoch == 1)
        .values(case_public=generate_pair().public),
    )
    case.everyone_refuses()


def test_an_epoch_rolled_back_is_refused_before_anything_is_sealed_to_the_old_key(case: Case):
    old = case.shares()
    keep_out(case.office, "intake2", case.id, MALEE)
    _roll_back(case, old)
    case.everyone_refuses()


def test_an_epoch_rolled_back_is_refused_although_its_event_was_renamed(case: Case):
    old = case.shares()
    keep_out(case.office, "intake2", case.id, MALEE)
    _roll_back(case, old)
    change(
        case.office,
        update(CaseEvent)
        .where(CaseEvent.kind == int(EventKind.EPOCH_STARTED))
        .values(kind=int(EventKind.NOTE_ADDED)),
    )
    case.everyone_refuses()


def test_a_swapped_link_is_refused_and_new_words_still_go_to_the_signed_key(case: Case):
    take(case.office, "intake1", case.id, "intake2")
    epoch = next(one for one in rows_of(case.office, CaseEpoch, case.id) if one.epoch)
    ghost = generate_pair()
    place = EpochPlace(epoch.agency_id, epoch.case_id, 1)
    change(
        case.office,
        update(CaseEpoch)
        .where(CaseEpoch.case_id == epoch.case_id, CaseEpoch.epoch == 1)
        .values(link=seal_link(ghost.private, epoch.case_public, place)),
    )
    with pytest.raises(Unreadable):
        case.office.open("intake1", case.id)
    case.write("ยังถึงเฉพาะผู้มีสิทธิ")
    assert opened_by_force([ghost.private], copy_of(case.office, case.id)) == set()
    change(
        case.office,
        update(CaseEpoch)
        .where(CaseEpoch.case_id == epoch.case_id, CaseEpoch.epoch == 1)
        .values(link=epoch.link),
    )
    assert case.office.open("intake1", case.id).conversation[-1].text == "ยังถึงเฉพาะผู้มีสิทธิ"


def _plant_epoch(case: Case, made_by: bytes | None, signature: bytes | None) -> None:
    """A pair of the intruder's own as the newest epoch, with shares that open."""
    row, pair = row_of(case.office, case.id), generate_pair()
    plant(
        case.office,
        CaseEpoch(
            agency_id=row.agency_id,
            case_id=row.id,
            epoch=1,
            case_public=pair.public,
            made_on=case.office.clock.now.date(),
            link=b"",
            made_by=made_by,
            signature=signature,
        ),
    )
    change(case.office, update(Complaint).where(Complaint.id == row.id).values(epoch=1))


def _roll_back(case: Case, old: list[KeyShare]) -> None:
    """The case as it was before its newest epoch, put back from a copy."""
    row = row_of(case.office, case.id)
    change(
        case.office,
        delete(CaseEpoch).where(CaseEpoch.case_id == row.id, CaseEpoch.epoch == row.epoch),
        delete(KeyShare).where(KeyShare.case_id == row.id, KeyShare.kind == int(ShareKind.CONTENT)),
        update(Complaint).where(Complaint.id == row.id).values(epoch=row.epoch - 1),
    )
    columns = [column.name for column in KeyShare.__table__.columns]
    plant(case.office, *(KeyShare(**{name: getattr(one, name) for name in columns}) for one in old))
