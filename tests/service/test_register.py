"""The register: every column as it happened, and nothing of what the officer may not know."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from models.agency import Agency
from models.history import AccessLog, CaseEvent
from rules.limits import PAGE_ROWS
from rules.permissions import Role
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk, AllAgencies
from service.errors import NotAllowed, NotFound, RequestOver
from service.move_channel import move_channel
from service.register import (
    AT_A_TIME,
    RegisterPage,
    all_lines,
    months_of,
    register_page,
    whole_register,
)
from service.register_export import begin_register_export
from service.register_lines import RegisterLine
from service.test_complaint import file_test_complaint
from service.two_person_requests import Kind
from tests.office import Office
from tests.service.test_register_offline import TELEPHONE, take_in
from tests.two_persons import agreed, asked, close, holder_of, keep_out

ACCUSED = "นายช่างยนต์ โยธา"
SUBJECT = "ถนนสายหนองโพ"
NAME = "นางบัวผัน จันทร์ดี"


def page_of(office: Office, login: str = "intake1", **chosen: object) -> RegisterPage:
    with office.desk(login) as work:
        return register_page(work, **chosen)


def whole_of(office: Office, login: str = "intake1", **chosen: object) -> list[RegisterLine]:
    """The lines that leave the house, as a page takes them: each slice in a work of its own."""
    with office.desk(login) as work:
        register = whole_register(work, **chosen)
    actor = office.officers[login]
    return list(all_lines(register, lambda: office.work(actor, writes=False)))


def numbers(lines) -> list[str]:
    return [line.receipt_no for line in lines]


def test_a_line_says_what_happened_and_on_which_days(office: Office) -> None:
    case_id = office.case_id(office.file(subject=SUBJECT, accused=ACCUSED, accused_unit="กองช่าง"))
    office.clock.now += timedelta(days=2)
    office.move(
        "intake1", case_id, Move.FORWARD,
        notice_text="ส่งต่อแล้ว", forwarded_to="สำนักงาน ป.ป.ช.", reason="เกินอำนาจ",
    )  # fmt: skip
    (line,) = page_of(office).lines
    assert (line.position, line.receipt_no) == (1, "1/2570")
    assert (line.subject, line.accused) == (SUBJECT, f"กองช่าง / {ACCUSED}")
    assert (line.source, line.complainant) == ("ออนไลน์", "ไม่ระบุ")
    assert line.received_on == date(2026, 11, 23)
    assert line.forwarded_on == line.answered_on == line.completed_on == date(2026, 11, 25)
    assert line.due_on == date(2026, 12, 8)
    assert line.state == "ส่งต่อหน่วยงานอื่นแล้ว"
    assert line.done.replace("\u00a0", " ") == "ส่งต่อหน่วยงานอื่น 25 พ.ย. 2569"
    assert line.notes == ()


def test_who_is_responsible_stands_in_the_line(office: Office) -> None:
    case_id = office.case_id(office.file())
    officer = office.officers["legal1"].officer_id.hex()
    office.move("intake1", case_id, Move.ASSIGN, officer=officer)
    assert page_of(office).lines[0].case_officer == "นายธรรมรงค์ กฎหมาย"


def test_an_answer_that_was_late_or_is_missing_is_remarked(office: Office) -> None:
    told = office.case_id(office.file())
    office.file()
    office.clock.now += timedelta(days=17)
    office.move("intake1", told, Move.DELAY_EXPLANATION, notice_text="ล่าช้า", reason="รอเอกสาร")
    office.clock.now += timedelta(days=3)
    late, missing = page_of(office).lines
    assert late.notes == ("แจ้งช้ากว่ากำหนด 2 วัน",)
    assert missing.notes == ("ยังไม่แจ้ง เกินกำหนด 5 วัน",)


def test_only_a_reporter_who_gave_the_name_is_named_and_only_on_the_screen(office: Office) -> None:
    contact = {"contact_name": NAME, "contact_phone": "0810000000"}
    office.file(identity_mode="named", **contact)
    office.file(identity_mode="confidential", **contact)
    office.file()
    shown = [line.complainant for line in page_of(office).lines]
    assert shown == [NAME, "ปกปิด", "ไม่ระบุ"]
    assert [line.complainant for line in whole_of(office)] == ["ปกปิด", "ปกปิด", "ไม่ระบุ"]


def test_how_a_matter_came_stands_in_the_line(office: Office) -> None:
    take_in(office, TELEPHONE)
    assert page_of(office).lines[0].source == "โทรศัพท์"


def test_what_one_officer_takes_out_holds_no_words_of_anybody(office: Office) -> None:
    office.file(
        subject=SUBJECT, accused=ACCUSED, accused_unit="กองช่าง",
        identity_mode="named", contact_name=NAME, contact_phone="0810000000",
    )  # fmt: skip
    (line,) = whole_of(office)
    said = repr([getattr(line, name) for name in line.__dataclass_fields__])
    assert not [word for word in (SUBJECT, ACCUSED, NAME, "กองช่าง", "ถนน") if word in said]
    assert line.receipt_no == "1/2570"


def test_an_excluded_officer_learns_nothing_of_the_number_that_is_missing(office: Office) -> None:
    office.file()
    office.file(exclude=[holder_of(office, "นางสาวมาลี ใจงาม")])
    office.file()
    kept_out, other = page_of(office, "intake1"), page_of(office, "intake2")
    assert numbers(other.lines) == ["1/2570", "2/2570", "3/2570"]
    assert numbers(kept_out.lines) == ["1/2570", "3/2570"]
    # Rows, totals and remarks are those of a register that never had another case.
    assert [line.position for line in kept_out.lines] == [1, 2]
    assert kept_out.total == 2
    assert kept_out.heading.remarks == other.heading.remarks
    assert kept_out.choices == other.choices
    assert numbers(whole_of(office)) == ["1/2570", "3/2570"]


def test_the_sentence_about_gaps_stands_on_every_copy_gap_or_none(office: Office) -> None:
    with office.desk("intake1") as work:
        empty = whole_register(work).heading
    office.file(exclude=[holder_of(office, "นางสาวมาลี ใจงาม")])
    with office.desk("intake1") as work:
        gap = whole_register(work).heading
    assert empty == gap
    assert "เลขรับที่ไม่ปรากฏ" in empty.lines[-1]


def test_a_moved_case_leaves_its_number_burned_for_those_who_can_open_it(office: Office) -> None:
    office.hire("both1", "นางสาวสอง ช่องทาง", Role.INTAKE, Role.GRIEVANCE)
    moved = office.case_id(office.file(subject=SUBJECT))
    office.file()
    count = office.open("intake1", moved).event_count
    words = {"reason": "ไม่เกี่ยวกับการทุจริต", "notice_text": "ย้ายแล้ว"}
    with office.desk("intake1") as work:
        assert not move_channel(work, moved, words, count)
    burned, _ = page_of(office, "both1", channel=Channel.CORRUPTION).lines
    assert (burned.is_burned, burned.receipt_no, burned.state) == (True, "1/2570", "ย้ายช่องทาง")
    assert burned.notes[0].startswith("ย้ายไปทะเบียนเรื่องร้องทุกข์ทั่วไปเมื่อ 23")
    (there,) = page_of(office, "both1", channel=Channel.GRIEVANCE).lines
    assert there.notes == ("ย้ายมาจากทะเบียนเรื่องร้องเรียนการทุจริต เลขรับ 1/2570",)
    # Who holds nothing of it any more finds a gap, as of any other reason.
    assert numbers(page_of(office, "intake1").lines) == ["2/2570"]


def test_a_case_kept_out_of_after_the_move_hides_its_burned_number_too(office: Office) -> None:
    office.hire("both1", "นางสาวสอง ช่องทาง", Role.INTAKE, Role.GRIEVANCE)
    moved = office.case_id(office.file())
    keep_out(office, moved, "นางสาวสอง ช่องทาง")
    count = office.open("intake1", moved).event_count
    words = {"reason": "ไม่เกี่ยวกับการทุจริต", "notice_text": "ย้ายแล้ว"}
    with office.desk("intake1") as work:
        move_channel(work, moved, words, count)
    assert page_of(office, "both1", channel=Channel.CORRUPTION).total == 0
    assert page_of(office, "both1", channel=Channel.GRIEVANCE).total == 0


def test_tests_have_no_place_in_it(office: Office) -> None:
    with office.desk("admin1") as work:
        file_test_complaint(work)
    office.file()
    assert page_of(office).total == 1
    assert numbers(whole_of(office)) == ["1/2570"]


def test_the_page_is_the_last_unless_asked_for_and_the_whole_is_in_order(office: Office) -> None:
    for _ in range(PAGE_ROWS + 2):
        office.file()
    last, first = page_of(office), page_of(office, page=1)
    assert (last.page, last.pages, last.total) == (2, 2, PAGE_ROWS + 2)
    assert len(first.lines) == PAGE_ROWS
    whole = whole_of(office)
    assert numbers(whole) == numbers(first.lines + last.lines)
    assert [line.position for line in whole] == list(range(1, PAGE_ROWS + 3))


def test_more_than_is_opened_at_once_comes_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert AT_A_TIME > 1
    monkeypatch.setattr("service.register.AT_A_TIME", 2)
    for _ in range(5):
        office.file()
    assert numbers(whole_of(office)) == [f"{number}/2570" for number in range(1, 6)]


def test_a_month_and_a_year_choose_by_the_day_of_receipt(office: Office) -> None:
    office.file()
    office.clock.now += timedelta(days=14)
    office.file()
    november, december = date(2026, 11, 1), date(2026, 12, 1)
    assert numbers(page_of(office, month=november).lines) == ["1/2570"]
    assert numbers(page_of(office, month=december).lines) == ["2/2570"]
    # What cannot be chosen is passed over.
    assert page_of(office, month=date(2020, 1, 1)).total == 2
    assert page_of(office, year_be=2400).choices.chosen.year_be == 2570


def test_a_register_by_the_calendar_year_begins_in_january(office: Office) -> None:
    with office.work(AllAgencies("set the register's year")) as work:
        work.session.execute(update(Agency).values(register_year="calendar"))
    office.file()
    page = page_of(office)
    assert (page.lines[0].receipt_no, page.heading.period) == ("1/2569", "ปี พ.ศ. 2569")
    assert page.choices.months[0] == date(2026, 1, 1)
    assert months_of(2570, "fiscal")[0] == date(2026, 10, 1)
    assert len(set(months_of(2570, "fiscal"))) == 12


def test_each_role_finds_the_registers_of_its_own_channels(office: Office) -> None:
    office.file()
    office.file(Channel.GRIEVANCE)
    page = page_of(office, "grievance1", channel=Channel.CORRUPTION)
    assert page.choices.channels == (Channel.GRIEVANCE,)
    assert page.choices.chosen.channel is Channel.GRIEVANCE
    assert page.total == 1
    with office.desk("admin1") as work, pytest.raises(NotAllowed):
        register_page(work)


def test_looking_and_taking_out_leave_one_line_each_with_the_count(office: Office) -> None:
    for _ in range(3):
        office.file()
    page_of(office)
    whole_of(office)
    with office.work(AgencyClerk(office.agency_id)) as work:
        logged = [(row.what, row.count, row.case_id) for row in work.rows(select(AccessLog))]
    assert sorted(logged) == [("list", 3, None), ("register", 3, None)]


def test_with_words_it_takes_two_persons_and_once(office: Office) -> None:
    ids = [office.case_id(office.file(subject=SUBJECT, accused=ACCUSED)) for _ in range(2)]
    close(office, "intake1", ids[0])
    request_id = agreed(office, Kind.EXPORT, *ids)
    with office.desk("intake1") as work:
        register = begin_register_export(work, request_id)
    actor = office.officers["intake1"]
    lines = list(all_lines(register, lambda: office.work(actor, writes=False)))
    assert [line.subject for line in lines] == [SUBJECT] * 2
    assert "ผู้อนุมัติ นายวิชัย ตั้งตรง" in register.heading.lines
    assert not any("ไม่แสดงเรื่อง" in line for line in register.heading.lines)
    with office.work(AgencyClerk(office.agency_id)) as work:
        exported = work.rows(
            select(CaseEvent.case_id).where(CaseEvent.kind == int(EventKind.EXPORTED))
        )
    assert sorted(one.hex() for one in exported) == sorted(ids)
    with office.desk("intake1") as work, pytest.raises(RequestOver):
        begin_register_export(work, request_id)


def test_nobody_takes_the_words_out_alone(office: Office) -> None:
    case_id = office.case_id(office.file())
    request_id = asked(office, Kind.EXPORT, case_id)
    with office.desk("intake1") as work, pytest.raises(RequestOver):
        begin_register_export(work, request_id)
    with office.desk("intake2") as work, pytest.raises(NotFound):
        begin_register_export(work, request_id)
