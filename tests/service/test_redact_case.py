"""The copy for the accused: what an officer wrote for it, and nothing of who reported."""

from dataclasses import fields

import pytest
from sqlalchemy import select, update

from crypto.envelope import ObjectType
from crypto.tracking_code import make_code
from models.complaint import SealedObject
from models.history import AccessLog, CaseEvent
from rules.states import EventKind, Move
from rules.words import MARKS
from service.actors import AgencyClerk, AllAgencies
from service.errors import InvalidInput, NotAllowed, NotFound, Unreadable
from service.look_for_tampering import look_for_tampering
from service.redact_case import (
    RedactedCopy,
    RedactionPage,
    open_redaction,
    redaction_page,
    save_redaction,
)
from tests.office import Office
from tests.two_persons import filed_case, holder_of

TEXT = "มีผู้กล่าวหาว่าท่านรับมอบถนนที่บางกว่าแบบ"


def _page(office: Office, case_id: str, typed: str | None = None) -> RedactionPage:
    with office.desk("intake1") as work:
        return redaction_page(work, case_id, typed)


def _save(office: Office, case_id: str, text: str = TEXT, *, read_again: bool = False) -> str:
    with office.desk("intake1") as work:
        return save_redaction(work, case_id, text, read_again=read_again)


def _open(office: Office, case_id: str, copy_id: str, login: str = "intake1") -> RedactedCopy:
    with office.desk(login) as work:
        return open_redaction(work, case_id, copy_id)


def test_it_begins_with_the_story_and_the_accused_and_nothing_else(office: Office) -> None:
    case_id = filed_case(
        office,
        narrative="ผู้รับเหมาส่งมอบถนนบางกว่าแบบ",
        accused="นายช่างยนต์ โยธา",
        accused_unit="กองช่าง",
        witnesses="ลุงสมชาย ใจกล้า",
        place="หมู่ ๔",
        relation="",
        identity_mode="named",
        contact_name="นางผู้แจ้ง จริงใจ",
    )
    page = _page(office, case_id)
    assert page.text == (
        "เกี่ยวกับใคร\nนายช่างยนต์ โยธา\n\nสังกัดหรือกอง\nกองช่าง\n\nเกิดอะไรขึ้น\nผู้รับเหมาส่งมอบถนนบางกว่าแบบ"
    )
    assert page.marks == ()
    assert page.compared


def test_a_copy_is_saved_listed_opened_and_followed_by_a_newer_one(office: Office) -> None:
    case_id = filed_case(office)
    first = _save(office, case_id)
    second = _save(office, case_id, TEXT + " และรับเงิน")
    page = _page(office, case_id)
    assert [(copy.id, copy.by) for copy in page.copies] == [
        (second, "นางสาวมาลี ใจงาม"),
        (first, "นางสาวมาลี ใจงาม"),
    ]
    assert page.text == TEXT + " และรับเงิน"
    seen = _open(office, case_id, first, "intake2")
    assert (seen.text, seen.agency, seen.receipt_no) == (TEXT, "เทศบาลตำบลตัวอย่าง", "1/2570")
    history = [line.title.th for line in office.open("intake2", case_id).history]
    assert history.count("ทำฉบับปกปิดข้อมูล") == 2
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        events = work.rows(select(CaseEvent).where(CaseEvent.kind == int(EventKind.REDACTION_MADE)))
        logged = work.rows(select(AccessLog).where(AccessLog.what == "redact"))
        assert look_for_tampering(work) == ()
    assert {event.officer_id for event in events} == {office.officers["intake1"].officer_id}
    assert len(logged) == 4


def test_a_copy_says_nothing_of_who_reported_nor_who_made_it(office: Office) -> None:
    named = {field.name for field in fields(RedactedCopy)}
    assert named == {"id", "case_id", "agency", "channel", "receipt_no", "day", "text"}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("โทร 081-234 5678 ได้", "phone"),
        ("เลข 1-1018-00000-00-3 นี้", "citizen_id"),
        ("เขียนถึง somsri@example.go.th", "email"),
        ("รหัส {code}", "tracking_code"),
        ("รหัส {spaced}", "tracking_code"),
        ("รหัส {apart}", "tracking_code"),
        ("นางผู้แจ้ง จริงใจ บอกว่า", "contact"),
        ("ตามที่จริงใจเล่า", "contact"),
        ("ติดต่อ 02-111 2222", "contact"),
        ("ไลน์ Jingjai99", "contact"),
        ("ลุงสมชายเห็น", "witness"),
        ("ผมเห็นเอง", "oneself"),
        ("ข้าพเจ้าเห็นเอง", "oneself"),
    ],
)
def test_what_may_tell_the_reporter_is_pointed_out(office: Office, text: str, mark: str) -> None:
    case_id = filed_case(
        office,
        witnesses="ลุงสมชาย ใจกล้า",
        identity_mode="named",
        contact_name="นางผู้แจ้ง จริงใจ",
        contact_phone="0 2111 2222",
        contact_other="LINE jingjai99",
    )
    code = make_code()
    spaced = " ".join(code[start : start + 4] for start in range(0, 20, 4))
    apart = spaced.replace(" ", " – ")
    typed = text.replace("{code}", code).replace("{spaced}", spaced).replace("{apart}", apart)
    assert mark in _page(office, case_id, typed).marks
    assert mark in MARKS
    with pytest.raises(InvalidInput) as refused:
        _save(office, case_id, typed)
    assert refused.value.fields == {"read_again": "marks_left"}
    copy_id = _save(office, case_id, typed, read_again=True)
    assert _open(office, case_id, copy_id).text == typed


def test_where_the_reporter_gave_no_name_it_is_said_that_nothing_was_compared(
    office: Office,
) -> None:
    anonymous = filed_case(office)
    kept = filed_case(office, identity_mode="confidential", contact_name="นางผู้แจ้ง จริงใจ")
    for case_id in (anonymous, kept):
        page = _page(office, case_id, "นางผู้แจ้ง จริงใจ บอกว่า")
        assert not page.compared
        assert "contact" not in page.marks


def test_plain_words_raise_no_mark(office: Office) -> None:
    case_id = filed_case(office, witnesses="คนในหมู่บ้าน", identity_mode="named", contact_name="ศรี")
    assert _page(office, case_id, TEXT + " เมื่อปี 2569 จำนวน 1,250,000 บาท").marks == ()


def test_a_text_is_needed(office: Office) -> None:
    case_id = filed_case(office)
    for text, problem in ((" \n", "required"), ("ก" * 20_001, "too_long"), ("ก\x00", "no_nul")):
        with pytest.raises(InvalidInput) as refused:
            _save(office, case_id, text)
        assert refused.value.fields == {"note": problem}


def test_only_who_may_act_on_the_case_and_opens_it(office: Office) -> None:
    hidden = filed_case(office, exclude=[holder_of(office, "นายวิชัย ตั้งตรง")])
    copy_id = _save(office, hidden)
    for login in ("intake2", "clerk", "legal1"):
        for errand in (
            lambda work: redaction_page(work, hidden),
            lambda work: save_redaction(work, hidden, TEXT, read_again=True),
            lambda work: open_redaction(work, hidden, copy_id),
        ):
            with pytest.raises(NotFound), office.desk(login) as work:
                errand(work)
    with pytest.raises(NotAllowed), office.desk("admin1") as work:
        open_redaction(work, hidden, copy_id)


def test_a_copy_of_another_case_or_of_none_is_not_found(office: Office) -> None:
    one, two = filed_case(office), filed_case(office)
    copy_id = _save(office, one)
    for wrong in (copy_id, "0" * 32, "x"):
        with pytest.raises(NotFound):
            _open(office, two, wrong)


def test_a_copy_changed_by_sql_is_refused(office: Office) -> None:
    case_id = filed_case(office)
    first, second = _save(office, case_id), _save(office, case_id, "อีกฉบับ")
    with office.work(AllAgencies("do as an operator with SQL does")) as work:
        bodies = work.rows(
            select(SealedObject).where(SealedObject.type == int(ObjectType.REDACTED))
        )
        other = next(body.sealed for body in bodies if body.id.hex() == second)
        work.session.execute(
            update(SealedObject).where(SealedObject.id == bytes.fromhex(first)).values(sealed=other)
        )
    with pytest.raises(Unreadable):
        _open(office, case_id, first)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert {finding.kind for finding in look_for_tampering(work)} == {"words_changed"}


def test_a_copy_can_be_made_of_a_case_that_has_ended(office: Office) -> None:
    case_id = filed_case(office)
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.RESULT_NOTICE, notice_text="ตรวจสอบแล้ว")
    office.move("intake1", case_id, Move.CLOSE, notice_text="ยุติเรื่องแล้ว")
    state = office.open("intake1", case_id).state
    _save(office, case_id)
    assert office.open("intake1", case_id).state is state
