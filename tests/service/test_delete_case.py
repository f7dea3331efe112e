"""A deletion: nothing is left to open and nothing to open it with; the numbers stay."""

from datetime import date

import pytest
from sqlalchemy import inspect, select, text, update

from crypto.case_chain import Event
from crypto.file_stream import SealedSpool
from crypto.primitives import SealBroken
from crypto.sealed_keys import open_share
from models.clock import ClockRow
from models.complaint import (
    Attachment,
    AttachmentChunk,
    AttachmentStream,
    CaseEpoch,
    Complaint,
    SealedObject,
)
from models.custody import TwoPersonRequest
from models.history import CaseEvent
from models.key_share import KeyShare
from models.release import IdentityRelease, ReleaseHalf
from rules.states import EventKind, Move
from service.actors import AgencyClerk, AllAgencies
from service.attach_evidence import add_evidence
from service.case_filters import Filters
from service.case_keys import open_case_keys
from service.delete_case import delete_case
from service.errors import CaseDeleted, InvalidInput, NotFound, RequestOver, WrongState
from service.export_cases import begin_export
from service.find_case import find_case
from service.follow_complaint import enter_code, follow, write_to_office
from service.forget_old_pages import forget_old_pages
from service.list_cases import list_cases, today_page
from service.look_for_tampering import look_for_tampering
from service.release_answer import give_half
from service.release_ask import ask_identity
from service.sealing import share_context
from service.two_person_requests import Kind
from tests.office import Office
from tests.statistics_now import statistics_now
from tests.two_persons import agreed, asked, close, filed_case, holder_of, keep_out

HOLDING = (KeyShare, SealedObject, Attachment, IdentityRelease)
"""Tables with words or keys, by case."""


@pytest.fixture
def filed(office: Office, tmp_path) -> dict:
    """A closed case with files, notes and an excluded officer beside an ordinary one."""
    receipt = office.file(
        narrative="เรื่องที่จะลบ", identity_mode="confidential", contact_name="นางผู้แจ้ง จริงใจ",
    )  # fmt: skip
    token = office.confirm(receipt)
    for number in range(2):
        spool = SealedSpool(tmp_path)
        spool.write(b"%PDF-1.7 " + bytes([number]) * 3_000_000)
        with office.reporter() as work:
            add_evidence(work, token, spool, "สัญญา.pdf")
    case_id = office.case_id(receipt)
    office.move("intake2", case_id, Move.NOTE, note="บันทึก")
    close(office, "intake1", case_id)
    return {"receipt": receipt, "case_id": case_id, "token": token}


def _delete(office: Office, case_id: str) -> None:
    request_id = agreed(office, Kind.DELETE, case_id)
    with office.desk("intake1") as work:
        delete_case(work, request_id)


def _rows(office: Office, model, *conditions) -> list:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(model).where(*conditions))


def _case(office: Office, case_id: str) -> Complaint:
    return _rows(office, Complaint, Complaint.id == bytes.fromhex(case_id))[0]


def _ciphertexts(office: Office, case_id: str) -> list[bytes]:
    """Every sealed byte of the case: texts, shares, chunks, prefixes."""
    key = bytes.fromhex(case_id)
    files = [file.id for file in _rows(office, Attachment, Attachment.case_id == key)]
    streams = _rows(office, AttachmentStream, AttachmentStream.attachment_id.in_(files))
    chunks = _rows(
        office, AttachmentChunk, AttachmentChunk.stream_id.in_([one.id for one in streams])
    )
    return [
        *(row.sealed for row in _rows(office, SealedObject, SealedObject.case_id == key)),
        *(row.sealed for row in _rows(office, KeyShare, KeyShare.case_id == key)),
        *(row.prefix for row in streams),
        *(row.sealed for row in chunks),
    ]


def test_nothing_is_left_to_open_and_nothing_to_open_it_with(office: Office, filed: dict) -> None:
    other = filed_case(office, narrative="เรื่องที่อยู่ต่อ")
    key = bytes.fromhex(filed["case_id"])
    with office.desk("intake1") as work:
        private = open_case_keys(work, find_case(work, filed["case_id"])).newest
    before = _ciphertexts(office, filed["case_id"])
    assert len(before) > 20
    _delete(office, filed["case_id"])
    for model in HOLDING:
        assert _rows(office, model, model.case_id == key) == [], model
    assert [row.link for row in _rows(office, CaseEpoch, CaseEpoch.case_id == key)] == [None]
    assert not any(row.object_id for row in _rows(office, CaseEvent, CaseEvent.case_id == key))
    assert _rows(office, AttachmentChunk) == _rows(office, AttachmentStream) == []
    # By force: no share that is left, opened with any officer's keys, holds the case's key.
    for share in _rows(office, KeyShare):
        for officer in office.officers.values():
            try:
                opened = open_share(share.sealed, officer.keys.pair_private, share_context(share))
            except SealBroken:
                continue
            assert opened != private
    # Nor does any column of any row still hold a piece of what was sealed.
    whole = _every_byte(office)
    assert [sealed for sealed in before if sealed[-48:] in whole] == []
    assert office.open("intake2", other).subject == "เรื่องที่อยู่ต่อ"


def _every_byte(office: Office) -> bytes:
    with office.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [row for name in tables for row in connection.execute(text(f"SELECT * FROM {name}"))]  # noqa: S608
    return b"".join(
        bytes(value) for row in rows for value in row if isinstance(value, bytes | memoryview)
    )


# PostgreSQL keeps old row versions until VACUUM.
@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_the_database_file_holds_nothing_of_it_either(
    office: Office, filed: dict, tmp_path
) -> None:
    before = _ciphertexts(office, filed["case_id"])
    with office.work(office.officers["intake1"], writes=False) as work:
        assert forget_old_pages(work)
    files = [tmp_path / "prongsai.db", tmp_path / "prongsai.db-wal"]
    content = b"".join(file.read_bytes() for file in files)
    assert all(sealed[:48] in content for sealed in before), "the search finds what is there"
    _delete(office, filed["case_id"])
    with office.work(office.officers["intake1"], writes=False) as work:
        assert forget_old_pages(work)
    content = b"".join(file.read_bytes() for file in files)
    for sealed in before:
        # In pieces: a long text lies on many pages.
        for start in range(0, len(sealed) - 32, 1000):
            assert sealed[start : start + 32] not in content


def test_number_days_chain_and_statistics_stay(office: Office, filed: dict) -> None:
    filed_case(office)
    before = _case(office, filed["case_id"])
    clocks = len(_rows(office, ClockRow))

    def table():
        with office.public() as work:
            page = statistics_now(work, 2570)
        return page.rows, page.total, page.answered_in_time, page.answered_of

    office.clock.now = office.clock.now.replace(year=2027, month=1, day=5)
    counted = table()
    assert counted[1].received == 2 and counted[1].completed == 1
    _delete(office, filed["case_id"])
    assert table() == counted
    after = _case(office, filed["case_id"])
    kept = (
        "register_year_be", "register_number", "channel", "state", "submitted_on", "received_on",
        "answered_on", "completed_on", "manifest", "lookup_index", "reporter_public",
    )  # fmt: skip
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.deleted_on == date(2027, 1, 5)
    assert len(_rows(office, ClockRow)) == clocks
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert look_for_tampering(work) == ()
    assert office.file().receipt_no == "3/2570"


def test_a_request_for_the_name_goes_with_the_case(office: Office, filed: dict) -> None:
    typed = {"reason": "ต้องสอบปากคำ", "ground": "questioning", "tell": "now"}
    with office.desk("intake1") as work:
        ask_identity(work, filed["case_id"], typed)
    (release,) = _rows(office, IdentityRelease)
    for login in ("inside1", "outside1"):
        with office.desk(login) as work:
            give_half(work, release.id.hex())
    assert len(_rows(office, ReleaseHalf)) == 2
    _delete(office, filed["case_id"])
    assert _rows(office, ReleaseHalf) == _rows(office, IdentityRelease) == []
    assert _rows(office, SealedObject) == []
    with pytest.raises(NotFound), office.desk("intake1") as work:
        ask_identity(work, filed["case_id"], typed)


def test_a_case_of_several_epochs_leaves_no_link(office: Office, filed: dict) -> None:
    keep_out(office, filed["case_id"], "นายช่างยนต์ โยธา")
    key = bytes.fromhex(filed["case_id"])
    before = _rows(office, CaseEpoch, CaseEpoch.case_id == key)
    assert [bool(row.link) for row in sorted(before, key=lambda row: row.epoch)] == [False, True]
    _delete(office, filed["case_id"])
    after = _rows(office, CaseEpoch, CaseEpoch.case_id == key)
    assert [row.link for row in after] == [None, None]
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert look_for_tampering(work) == ()


def test_the_event_carries_the_mark_of_both_signatures(office: Office, filed: dict) -> None:
    _delete(office, filed["case_id"])
    (event,) = _rows(office, CaseEvent, CaseEvent.kind == int(EventKind.DELETED))
    assert event.officer_id == office.officers["intake1"].officer_id
    assert Event.unpack(event.packed).body_hash != bytes(32)
    (row,) = _rows(office, TwoPersonRequest)
    assert (row.state, row.approver_id) == ("done", office.officers["intake2"].officer_id)


def test_the_desk_knows_it_no_more(office: Office, filed: dict) -> None:
    _delete(office, filed["case_id"])
    for login in ("intake1", "intake2"):
        with pytest.raises(NotFound):
            office.open(login, filed["case_id"])
        with office.desk(login) as work:
            assert list_cases(work, Filters(show="all")).lines == ()
            assert today_page(work).due == ()
    with pytest.raises(NotFound):
        asked(office, Kind.EXPORT, filed["case_id"])


def test_the_reporter_is_told_and_can_send_nothing_into_the_void(
    office: Office, filed: dict
) -> None:
    _delete(office, filed["case_id"])
    with office.reporter() as work:
        token = enter_code(work, filed["receipt"].code)
    with pytest.raises(CaseDeleted), office.reporter() as work:
        follow(work, token)
    with pytest.raises(CaseDeleted), office.reporter() as work:
        write_to_office(work, token, "มีข้อมูลใหม่")


def test_an_open_case_is_not_deleted(office: Office) -> None:
    with pytest.raises(InvalidInput) as refused:
        asked(office, Kind.DELETE, filed_case(office))
    assert refused.value.fields == {"cases": "case_open"}


def test_a_case_reopened_meanwhile_is_not_deleted(office: Office, filed: dict) -> None:
    request_id = agreed(office, Kind.DELETE, filed["case_id"])
    office.move("intake1", filed["case_id"], Move.REOPEN, reason="พบพยานใหม่")
    with pytest.raises(WrongState), office.desk("intake1") as work:
        delete_case(work, request_id)
    assert office.open("intake1", filed["case_id"]).subject == "เรื่องที่จะลบ"


def test_whether_a_case_is_open_is_told_to_nobody_who_cannot_open_it(office: Office) -> None:
    hidden = filed_case(office, exclude=[holder_of(office, "นางสาวมาลี ใจงาม")])
    with pytest.raises(NotFound):
        asked(office, Kind.DELETE, hidden)


def test_no_agreement_to_delete_lets_anybody_export(office: Office, filed: dict) -> None:
    request_id = agreed(office, Kind.DELETE, filed["case_id"])
    with pytest.raises(NotFound), office.desk("intake1") as work:
        begin_export(work, request_id)


def test_without_a_second_person_nothing_is_deleted(office: Office, filed: dict) -> None:
    request_id = asked(office, Kind.DELETE, filed["case_id"])
    with pytest.raises(RequestOver), office.desk("intake1") as work:
        delete_case(work, request_id)
    with office.work(AllAgencies("do as an operator with SQL does")) as work:
        work.session.execute(update(TwoPersonRequest).values(state="approved"))
    with pytest.raises(RequestOver), office.desk("intake1") as work:
        delete_case(work, request_id)
    assert office.open("intake1", filed["case_id"]).subject == "เรื่องที่จะลบ"
