"""Papers of a case: what stands on them, what never does, who makes them, what is kept of them."""

from datetime import date

import pytest
from sqlalchemy import select

from models.base import Base
from models.history import AccessLog, CaseEvent
from rules.paper_kinds import TO_REPORTER, PaperKind, SecrecyGrade
from rules.paper_text import DOTS
from rules.permissions import Role
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk
from service.case_papers import again, copies_of, look_at_paper, make_paper, paper_form, papers_of
from service.erase_identity import erase_identity
from service.errors import InvalidInput, NotAllowed, NotFound, StaleCase, Unreadable, WrongState
from service.follow_complaint import write_to_office
from service.letter_head import save_letter_head
from service.look_for_tampering import look_for_tampering
from service.paper_record import REPORTER_MARK
from service.paper_templates import BrokenText, save_template
from service.referred_in import answer_sender
from tests.office import Office
from tests.plaintext import Needles, rare_thai_word
from tests.readers import keep_out, kinds, officer_id, row_of
from tests.service.paper_scenes import (
    ACCUSED,
    FILED,
    REPORTER,
    TYPED,
    WITNESS,
    examined,
    filed,
    form,
    forward,
    kinds_of,
    make,
    order,
    papers,
    redact,
    words_on,
)
from tests.service.test_referred_in import REFERRED
from tests.service.test_register_offline import take_in

K = PaperKind
TEXT = "เรื่อง: แจ้งให้ทราบ\nเรียน: {{ผู้รับ}}\nคำลงท้าย: ขอแสดงความนับถือ\n---\n{}"


def shown(office: Office, case_id: str, seq: int, login: str = "intake1"):
    with office.desk(login) as work:
        return again(work, case_id, seq)


def refused(office: Office, case_id: str, kind: PaperKind, **typed: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as problem:
        make(office, case_id, kind, **typed)
    return problem.value.fields


NOTICES = {
    Move.PROGRESS_NOTICE: "กำลังรวบรวมเอกสารการเบิกจ่าย",
    Move.DELAY_EXPLANATION: "รอผลทดสอบวัสดุจากห้องปฏิบัติการ",
    Move.RESULT_NOTICE: "ตรวจสอบแล้วพบว่าถนนบางกว่าแบบ และได้สั่งแก้ไข",
}


def told(office: Office, case_id: str, *moves: Move) -> None:
    """These notices, or every one that a letter to the reporter takes its words from."""
    for move in moves or NOTICES:
        office.move("intake1", case_id, move, notice_text=NOTICES[move], reason="ภายใน")


# What stands on them


def test_every_kind_can_be_made_and_says_what_the_case_knows(office: Office) -> None:
    case_id = filed(office)
    examined(office, case_id)
    told(office, case_id)
    receipt = row_of(office, case_id)
    number = f"{receipt.register_number}/{receipt.register_year_be}"
    says = {
        K.LETTER_RECEIVED: ("8 ธันวาคม 2569",),
        K.LETTER_PROGRESS: ("กำลังรวบรวมเอกสารการเบิกจ่าย",),
        K.LETTER_DELAY: ("รอผลทดสอบวัสดุจากห้องปฏิบัติการ", "8 ธันวาคม 2569"),
        K.RESULT_NOTICE: ("พบว่าถนนบางกว่าแบบ และได้สั่งแก้ไข",),
        K.MEMO: (
            "วัดความหนาของถนนแล้วได้ 11", "เห็นควรรับไว้พิจารณา", ACCUSED, "เรื่องมีมูล",
            "ใบตรวจรับลงนามก่อนงานเสร็จ", "แบบแจ้งทางเว็บไซต์", "แจ้งผลแล้ว",
        ),
        K.APPOINTMENT_ORDER: (
            "1. นางสาวมาลี ใจงาม", "2. นายธรรมรงค์ กฎหมาย", "ถนนหนาตามแบบหรือไม่",
            "คำสั่งเทศบาลตำบลตัวอย่าง",
        ),
        K.CASE_FILE: ("วัดความหนาของถนนแล้วได้ 11", WITNESS, "ถนนบางกว่าแบบ 4 เซนติเมตร"),
    }  # fmt: skip
    assert kinds_of(office, case_id) == set(says)
    for kind, expected in says.items():
        words = words_on(make(office, case_id, kind, addressee="นายกเทศมนตรี"))
        for said in (number, "สำนักปลัด", *expected):
            assert said in words, (kind, said)
        # The memo's text leaves the law to be written by hand.
        assert DOTS not in words.replace(DOTS * 3, ""), kind
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


def test_a_paper_is_made_of_the_newest_order(office: Office) -> None:
    case_id = filed(office)
    office.move("intake1", case_id, Move.ACCEPT)
    assert {one.missing for one in papers(office, case_id).offers} == {
        "",
        "no_order",
        "no_forwarding",
        "no_result",
    }
    assert DOTS in words_on(make(office, case_id, K.APPOINTMENT_ORDER, document_no=""))

    order(office, case_id, number="๑๑๒/๒๕๖๙")
    suggested = form(office, case_id, K.APPOINTMENT_ORDER).suggested
    assert (suggested.document_no, suggested.day) == ("๑๑๒/๒๕๖๙", date(2026, 11, 23))
    paper = make(office, case_id, K.APPOINTMENT_ORDER, document_no="๑๑๒/๒๕๖๙")
    assert paper.document_no == "112/2569"
    assert [one.words for one in paper.body if one.kind == "item"] == [
        "1. นางสาวมาลี ใจงาม\tนิติกร\tประธานกรรมการ",
        "2. นายธรรมรงค์ กฎหมาย\tนิติกรชำนาญการ\tกรรมการและเลขานุการ",
    ]


def test_a_cover_letter_says_what_went_and_what_stayed_back(office: Office) -> None:
    case_id = filed(office, **REPORTER)
    assert DOTS in words_on(make(office, case_id, K.COVER_LETTER, addressee=""))
    forward(office, case_id)
    seen = form(office, case_id, K.COVER_LETTER)
    assert seen.suggested.document_no == "ตย 71201/55"
    assert seen.suggested.addressee == "สำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง"
    paper = make(office, case_id, K.COVER_LETTER, addressee=seen.suggested.addressee)
    assert paper.addressee == "สำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง"
    assert paper.enclosures == ("ถ้อยคำของผู้แจ้ง", "เอกสารของคณะกรรมการ")
    words = words_on(paper)
    assert "ผู้ถูกร้องเป็นผู้บริหาร" in words
    assert "จริงใจ" not in words
    assert "0812345678" not in words


def test_who_referred_it_in_is_answered_with_what_was_answered(office: Office) -> None:
    assert K.REPLY_TO_SENDER not in kinds_of(office, filed(office))
    case_id = take_in(office, REFERRED).case_id
    with office.desk("intake1") as work:
        typed = {"number": "ทต 9/1", "answered": "ตรวจสอบแล้ว สั่งแก้ไขแล้ว", "dated": "23/11/2569"}
        answer_sender(work, case_id, typed, row_of(office, case_id).event_count)
    suggested = form(office, case_id, K.REPLY_TO_SENDER).suggested
    assert (suggested.document_no, suggested.day) == ("ทต 9/1", date(2026, 11, 23))
    paper = make(office, case_id, K.REPLY_TO_SENDER, addressee=suggested.addressee)
    assert paper.addressee == "ศูนย์ดำรงธรรม จังหวัดตัวอย่าง"
    assert paper.references == (
        "หนังสือ ศูนย์ดำรงธรรม จังหวัดตัวอย่าง ที่ ตย 0017/123 ลงวันที่ 20 พฤศจิกายน 2569",
    )
    assert "ตรวจสอบแล้ว สั่งแก้ไขแล้ว" in words_on(paper)


def test_an_earlier_result_is_not_told_again_after_the_case_was_reopened(office: Office) -> None:
    case_id = filed(office)
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.RESULT_NOTICE, notice_text="ไม่พบการกระทำผิด")
    office.move("intake1", case_id, Move.CLOSE, notice_text="ไม่พบการกระทำผิด ยุติเรื่อง")
    assert "ยุติเรื่อง" in words_on(make(office, case_id, K.RESULT_NOTICE))
    office.move("intake1", case_id, Move.REOPEN, reason="มีหลักฐานใหม่")
    words = words_on(make(office, case_id, K.RESULT_NOTICE))
    assert "ไม่พบการกระทำผิด" not in words
    assert DOTS in words


def test_a_grievance_has_its_papers_too(office: Office) -> None:
    case_id = office.case_id(office.file(Channel.GRIEVANCE, narrative="ไฟทางดับ"))
    found = {one.kind for one in papers(office, case_id, "grievance1").offers}
    assert found == {
        K.LETTER_RECEIVED, K.LETTER_PROGRESS, K.LETTER_DELAY, K.MEMO, K.COVER_LETTER, K.CASE_FILE,
    }  # fmt: skip
    assert form(office, case_id, K.MEMO, "grievance1").suggested.secrecy is SecrecyGrade.NONE
    paper = make(office, case_id, K.CASE_FILE, "grievance1")
    assert paper.title == "สำนวนเรื่องร้องทุกข์"


def test_a_paper_that_the_case_has_no_place_for_is_refused(office: Office) -> None:
    case_id = filed(office)
    for kind in (K.RESULT_NOTICE, K.REPLY_TO_SENDER, K.APPOINTMENT_ORDER):
        with pytest.raises(WrongState):
            form(office, case_id, kind)
        with pytest.raises(WrongState):
            make(office, case_id, kind)


# What never stands on them


def test_letters_to_an_anonymous_reporter_name_nobody(office: Office) -> None:
    case_id = filed(office)
    examined(office, case_id)
    told(office, case_id)
    for kind in sorted(TO_REPORTER):
        paper = make(office, case_id, kind)
        assert paper.addressee == "ผู้แจ้งเรื่อง"
        words = words_on(paper)
        for name in (
            "ช่างยนต์", "โยธา", "สายใจ", "มาลี", "ธรรมรงค์", "ถนนหมู่", "0812345678", "จริงใจ",
        ):  # fmt: skip
            assert name not in words, (kind, name)
        keys = {one.name for one in form(office, case_id, kind).values}
        assert not keys & {"ผู้ถูกร้อง", "กรรมการ", "เรื่องที่ร้องเรียน"}


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_who_gave_no_name_openly_is_never_addressed_by_it(office: Office, mode: str) -> None:
    contact = {"contact_name": "นางผู้แจ้ง จริงใจ"} if mode == "confidential" else {}
    case_id = filed(office, identity_mode=mode, **contact)
    # Nobody can type a name there either: the field is the service's.
    paper = make(office, case_id, K.LETTER_RECEIVED, addressee="นางผู้แจ้ง จริงใจ")
    assert paper.addressee == "ผู้แจ้งเรื่อง"
    assert "จริงใจ" not in words_on(paper)
    assert not form(office, case_id, K.LETTER_RECEIVED).named_reporter


def test_a_named_reporter_is_addressed_until_the_name_is_taken_back(office: Office) -> None:
    receipt = office.file(**FILED | REPORTER)
    token, case_id = office.confirm(receipt), office.case_id(receipt)
    seq = row_of(office, case_id).event_count
    text = TEXT.format("เรียนคุณ นางผู้แจ้ง จริงใจ โปรดทราบ")
    paper = make(office, case_id, K.LETTER_RECEIVED, text=text)
    assert paper.addressee == "นางผู้แจ้ง จริงใจ"
    assert shown(office, case_id, seq) == paper
    with office.reporter() as work:
        erase_identity(work, token)
    after = shown(office, case_id, seq)
    assert after.addressee == "ผู้แจ้งเรื่อง"
    assert "จริงใจ" not in words_on(after)
    assert REPORTER_MARK not in words_on(after)


def test_a_letter_that_names_somebody_to_the_reporter_is_read_again_first(office: Office) -> None:
    case_id = filed(office)
    examined(office, case_id)
    for named in (ACCUSED, "สายใจ ป้าสายใจ", "คุณธรรมรงค์ กฎหมาย"):
        text = TEXT.format(f"ทางเราได้สอบถาม {named} แล้ว")
        assert refused(office, case_id, K.LETTER_PROGRESS, text=text) == {
            "read_again": "names_left"
        }
    make(office, case_id, K.LETTER_PROGRESS, text=text, read_again="yes")
    make(office, case_id, K.LETTER_PROGRESS, text=TEXT.format("ทางเราได้สอบถามผู้เกี่ยวข้องแล้ว"))


def test_who_is_kept_out_is_not_suggested_to_sign_or_to_read(office: Office) -> None:
    case_id = filed(office)
    assert form(office, case_id, K.LETTER_RECEIVED).suggested.signer == "นายสมบัติ นำทาง"
    assert form(office, case_id, K.MEMO).suggested.addressee == "นายกเทศมนตรี"
    assert form(office, case_id, K.MEMO).suggested.signer == "นางสาวมาลี ใจงาม"
    keep_out(office, "intake1", case_id, typed="นายสมบัติ นำทาง")
    named = filed(office, accused="นายกสมบัติ")
    for one in (case_id, named):
        assert form(office, one, K.LETTER_RECEIVED).suggested.signer == ""
        assert form(office, one, K.MEMO).suggested.addressee == ""


def test_a_case_file_holds_the_case_and_never_who_reported(office: Office) -> None:
    receipt = office.file(
        **FILED
        | REPORTER
        | {"contact_email": "jing@example.com", "narrative": "ดิฉันผู้แจ้ง จริงใจ โทร ๐๘๑๒๓๔๕๖๗๘ เห็นเอง"}
    )
    token, case_id = office.confirm(receipt), office.case_id(receipt)
    examined(office, case_id)
    office.move("intake1", case_id, Move.ASK, notice_text="ขอทราบเลขที่สัญญา")
    with office.reporter() as work:
        write_to_office(work, token, "เลขที่ ๑๒/๒๕๖๙ ส่งที่ jing@example.com")
    office.move("intake1", case_id, Move.NOTE, note="ตรวจที่เกิดเหตุแล้ว")
    paper = make(office, case_id, K.CASE_FILE)
    words = words_on(paper)
    for said in (
        receipt.receipt_no, "ถนนหมู่ 4", ACCUSED, WITNESS, "14 มีนาคม 2569", "ขอทราบเลขที่สัญญา",
        "เลขที่ 12/2569", "ตรวจที่เกิดเหตุแล้ว", "ใบตรวจรับลงนามก่อนงานเสร็จ", "สรุปว่ามีมูล", "คณะกรรมการ",
    ):  # fmt: skip
        assert said in words, said
    for hidden in ("จริงใจ", "0812345678", "jing@example.com", "10.00", "10:00", "T03:00"):
        assert hidden not in words, hidden
    headings = [one.words for one in paper.body if one.kind == "heading"]
    assert headings == [
        "ข้อมูลของเรื่อง", "คำบอกเล่าของผู้แจ้ง", "การติดต่อกับผู้แจ้ง", "การคัดกรองและบันทึกของเจ้าหน้าที่",
        "คณะกรรมการตรวจสอบข้อเท็จจริง", "ผลการตรวจสอบข้อเท็จจริง", "เอกสารและพยานหลักฐาน",
        "ขั้นตอนของเรื่อง", "ประวัติการดำเนินการ",
    ]  # fmt: skip
    for table in (one.rows for one in paper.body if one.kind == "table"):
        assert len({len(row) for row in table}) == 1


# What is typed


def test_everything_to_be_mended_is_named_at_once(office: Office) -> None:
    case_id = filed(office)
    assert refused(
        office, case_id, K.MEMO, day_day="31", secrecy="red", copies="21", thai_digits="",
        signer="ก" * 301,
    ) == {
        "day": "not_a_date", "secrecy": "unknown_choice", "copies": "number_most",
        "thai_digits": "choose_one", "signer": "too_long",
    }  # fmt: skip
    assert refused(office, case_id, K.MEMO, day_day="24", copies="0") == {
        "day": "date_in_future", "copies": "number_least",
    }  # fmt: skip
    assert refused(office, case_id, K.MEMO, day_day="22") == {"day": "date_before_case"}
    blank = {"day_day": "", "day_month": "", "day_year": "", "document_no": ""}
    paper = make(office, case_id, K.MEMO, **blank)
    assert (paper.day, paper.document_no) == (None, "")


def test_a_wrong_field_hides_no_fault_of_the_text(office: Office) -> None:
    with pytest.raises(BrokenText) as problem:
        make(office, filed(office), K.MEMO, copies="99", text="เรื่อง: ก\n---\n{ไม่มี}")
    assert problem.value.fields == {"text": "template_broken", "copies": "number_most"}
    assert {one.code for one in problem.value.problems} == {"addressee_missing", "field_unknown"}


def test_the_text_of_one_paper_can_be_changed_and_every_fault_is_named(office: Office) -> None:
    case_id = filed(office)
    text = "เรื่อง: ขออนุมัติ\nเรียน: {ผู้บังคับบัญชา}\n---\nเลขรับ {เลขรับ} แล้ว {ไม่มี} และ {กรรมการ"
    with pytest.raises(BrokenText) as problem:
        make(office, case_id, K.MEMO, text=text)
    assert [(one.line, one.code) for one in problem.value.problems] == [
        (4, "field_unknown"), (4, "brace_not_closed"),
    ]  # fmt: skip
    paper = make(office, case_id, K.MEMO, text=text.split(" แล้ว")[0], addressee="ปลัดเทศบาล")
    assert paper.addressee == "ปลัดเทศบาล"
    assert [one.words for one in paper.body] == [
        f"เลขรับ {form(office, case_id, K.MEMO).case.receipt_no}"
    ]
    with pytest.raises(InvalidInput):
        make(office, case_id, K.LETTER_RECEIVED, text=TEXT.format("{ผู้ถูกร้อง}"))


def test_the_office_s_own_text_and_head_are_used(office: Office) -> None:
    case_id = filed(office)
    with office.desk("intake1") as work:
        save_template(work, K.LETTER_RECEIVED, TEXT.format("รับเรื่อง {{เลขรับ}} แล้ว".format()))
    head = {
        "number_prefix": "พย ๗๑๒๐๑/",
        "address": "ถนนหลัก",
        "telephone": "0 5400 0000",
        "thai_digits": "arabic",
    }
    with office.desk("intake1") as work:
        save_letter_head(work, head)
    seen = form(office, case_id, K.LETTER_RECEIVED)
    assert (seen.version, seen.suggested.document_no) == (1, "พย ๗๑๒๐๑/")
    assert seen.suggested.thai_digits is False
    paper = make(office, case_id, K.LETTER_RECEIVED, thai_digits="arabic")
    assert (paper.address, paper.telephone, paper.thai_digits) == ("ถนนหลัก", "0 5400 0000", False)
    assert paper.body[0].words.startswith("รับเรื่อง ")


def test_each_copy_has_its_number(office: Office) -> None:
    paper = make(office, filed(office), K.MEMO, copies="๓")
    assert [(one.copy_number, one.copies) for one in copies_of(paper)] == [(1, 3), (2, 3), (3, 3)]


def test_a_case_file_has_fewer_copies(office: Office) -> None:
    case_id = filed(office)
    assert refused(office, case_id, K.CASE_FILE, copies="6") == {"copies": "number_most"}
    assert make(office, case_id, K.CASE_FILE, copies="5").copies == 5


def test_looking_first_records_nothing(office: Office) -> None:
    case_id = filed(office)
    before = row_of(office, case_id).event_count
    with office.desk("intake1") as work:
        look = look_at_paper(work, case_id, K.MEMO, TYPED)
    assert row_of(office, case_id).event_count == before
    assert make(office, case_id, K.MEMO) == look


# What is kept of them


def test_every_kind_is_printed_again_exactly(office: Office) -> None:
    case_id = take_in(office, REFERRED | {"accused": ACCUSED}).case_id
    examined(office, case_id)
    told(office, case_id, Move.PROGRESS_NOTICE, Move.DELAY_EXPLANATION)
    forward(office, case_id)
    redact(office, case_id)
    made = {}
    assert kinds_of(office, case_id) == set(PaperKind)
    for kind in PaperKind:
        seq = row_of(office, case_id).event_count
        made[seq] = make(office, case_id, kind)
    office.move("intake1", case_id, Move.NOTE, note="เพิ่มเติมภายหลัง")
    with office.desk("intake1") as work:
        save_template(
            work,
            K.MEMO,
            TEXT.format("ใหม่").replace("{ผู้รับ}", "x").replace("คำลงท้าย: ขอแสดงความนับถือ\n", ""),
        )
    for seq, paper in made.items():
        assert shown(office, case_id, seq, "intake2") == paper
    listed = papers(office, case_id).made
    assert [one.seq for one in listed] == sorted(made, reverse=True)
    assert {(one.document_no, one.copies, one.grade, one.by) for one in listed} == {
        ("ตย 71201/9", 2, "ลับ", "นางสาวมาลี ใจงาม")
    }
    with pytest.raises(NotFound):
        shown(office, case_id, 0)


def test_a_paper_stands_in_the_case_s_notes_and_history_without_names(office: Office) -> None:
    case_id = filed(office, **REPORTER)
    make(office, case_id, K.LETTER_RECEIVED)
    seen = office.open("intake2", case_id)
    assert seen.history[0].title.th == "จัดทำหนังสือ"
    assert seen.notes[-1].text == (
        "หนังสือแจ้งรับเรื่อง เลขที่ ตย 71201/9 ลงวันที่ 23 พฤศจิกายน 2569 ลับ จำนวน 2 ชุด"
    )
    make(
        office,
        case_id,
        K.MEMO,
        document_no="",
        day_day="",
        day_month="",
        day_year="",
        secrecy="none",
    )
    assert office.open("intake2", case_id).notes[-1].text == (
        "บันทึกข้อความเสนอผู้บังคับบัญชา ยังไม่ออกเลข ยังไม่ลงวันที่ จำนวน 2 ชุด"
    )


def test_the_event_is_signed_and_a_changed_one_is_refused(office: Office) -> None:
    case_id = filed(office)
    seq = row_of(office, case_id).event_count
    make(office, case_id, K.MEMO)
    assert kinds(office, case_id)[-1] is EventKind.PAPER_ISSUED
    with office.work(AgencyClerk(office.agency_id)) as work:
        event = work.one(CaseEvent, case_id=bytes.fromhex(case_id), seq=seq)
        assert event.officer_id.hex() == officer_id(office, "intake1")
        assert look_for_tampering(work) == ()
        event.signature = bytes(64)
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert [one.kind for one in look_for_tampering(work)] == ["event_not_signed"]
    with pytest.raises(Unreadable):
        shown(office, case_id, seq)


def test_neither_the_record_nor_the_database_holds_a_word_of_it(office: Office) -> None:
    words = {name: rare_thai_word() for name in ("body", "signer", "addressee", "number", "unit")}
    case_id = filed(office)
    text = f"เรื่อง: ขออนุมัติ\nเรียน: {{ผู้บังคับบัญชา}}\n---\n{words['body']}"
    make(
        office, case_id, K.MEMO, text=text, signer=words["signer"], addressee=words["addressee"],
        document_no=words["number"], division=words["unit"],
    )  # fmt: skip
    make(office, case_id, K.CASE_FILE)
    needles = Needles((*words.values(), ACCUSED, WITNESS))
    with office.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                content = b"\n".join(
                    one if isinstance(one, bytes) else str(one).encode() for one in row
                )
                found = needles.in_bytes(content)
                # The office's own post-holder is in clear: he is an officer of it.
                assert [one for one in found if table.name != "office_holder"] == [], table.name


def test_a_case_that_changed_meanwhile_is_refused(office: Office) -> None:
    case_id = filed(office)
    count = row_of(office, case_id).event_count
    make(office, case_id, K.MEMO)
    with office.desk("intake1") as work, pytest.raises(StaleCase):
        make_paper(work, case_id, K.MEMO, TYPED, count)


def test_every_opening_leaves_a_line(office: Office) -> None:
    case_id = filed(office)
    papers(office, case_id)
    form(office, case_id, K.MEMO)
    seq = row_of(office, case_id).event_count
    make(office, case_id, K.MEMO)
    shown(office, case_id, seq)
    with office.work(AgencyClerk(office.agency_id)) as work:
        logged = work.rows(select(AccessLog).where(AccessLog.what == "paper"))
    assert [(one.case_id.hex(), one.officer_id.hex()) for one in logged] == [
        (case_id, officer_id(office, "intake1"))
    ] * 4


# Who makes them


def test_whoever_cannot_open_the_case_makes_no_paper_of_it(office: Office) -> None:
    office.hire("stranger", "นายคนใหม่ ไม่เกี่ยว", Role.CASE_OFFICER)
    case_id = filed(office)
    seq = row_of(office, case_id).event_count
    make(office, case_id, K.MEMO)
    keep_out(office, "intake1", case_id, "นายวิชัย ตั้งตรง")
    for login in ("intake2", "stranger", "grievance1", "clerk"):
        tries = (
            lambda work: papers_of(work, case_id),
            lambda work: paper_form(work, case_id, K.MEMO),
            lambda work: look_at_paper(work, case_id, K.MEMO, TYPED),
            lambda work: make_paper(work, case_id, K.MEMO, TYPED, seq + 1),
            lambda work: again(work, case_id, seq),
        )
        for attempt in tries:
            with office.desk(login) as work, pytest.raises(NotFound):
                attempt(work)
    for login in ("admin1", "inside1"):
        with office.desk(login) as work, pytest.raises(NotAllowed):
            papers_of(work, case_id)
