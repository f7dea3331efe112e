"""Joining, parting, moving and withdrawing through the pages, as people meet them."""

from datetime import timedelta

import pytest

from crypto.primitives import random_bytes
from rules.permissions import Role
from rules.states import Channel, Move
from service.case_filters import Filters
from service.list_cases import list_cases
from service.submit_complaint import filing_form
from tests.joining import join, move, take_back
from tests.readers import give, keep_out, names, officer_id, row_of
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page
from tests.web.reporter_client import Reporter

ROAD = "กรรมการตรวจรับลงนามรับงานถนนคอนกรีตหมู่ 4 ทั้งที่หนาไม่ถึงตามแบบ"
WICHAI = "นายวิชัย ตั้งตรง"
TOLD = {"notice_text": "รวมกับเรื่องเดิมแล้ว"}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("joining"))


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def intake(service):
    desk = Desk(*service)
    desk.sign_in("intake1")
    return desk


@pytest.fixture
def pair(office):
    """A lead and a case that tells of the same road, and like no other case of these tests."""
    told = f"{ROAD} {' '.join(random_bytes(4).hex() for _ in range(4))}"
    return tuple(office.case_id(office.file(narrative=told, subject="ถนนหมู่ 4")) for _ in range(2))


def path(case_id: str, way: str = "") -> str:
    return f"/desk/cases/{case_id}" + (f"/{way}" if way else "")


def kept(page: Page) -> dict[str, str]:
    """The hidden fields of the page's last form, as a browser sends them back."""
    return {one["name"]: one["value"] for one in page.all("input") if one.get("type") == "hidden"}


# Similar cases


def test_a_new_case_leads_to_similar_ones_and_opens_none_of_them_by_itself(intake, office, pair):
    lead, case_id = pair
    text = intake.get(path(case_id)).text
    assert path(case_id, "similar") in text
    assert lead not in text
    found = intake.get(path(case_id, "similar"))
    assert StrictPage(found.text).problems == []
    assert path(lead) in found.text and "คำคล้ายกันร้อยละ 100" in found.text
    assert path(case_id, "merge") in found.text


# Joining and parting


def test_a_case_is_joined_and_parted_by_following_the_page(intake, office, pair):
    lead, case_id = pair
    assert path(case_id, "merge") in intake.get(path(case_id)).text
    page = intake.get(path(case_id, "merge"))
    assert StrictPage(page.text).problems == []
    assert Page(page).primary_buttons() == 1
    assert "อย่ารวม" in page.text and "เมื่อกดปุ่มแล้ว" in page.text
    answer = intake.send(path(case_id, "merge"), {"lead": lead, "lead_no": ""} | TOLD)
    assert answer.location == f"{path(case_id)}?done=merge"
    text = intake.get(answer.location).text
    assert "เรื่องนี้รวมอยู่กับ" in text and path(lead) in text
    assert path(case_id, "unmerge") in text
    there = intake.get(path(lead)).text
    assert "เรื่องที่รวมอยู่กับเรื่องนี้" in there and path(case_id) in there
    page = intake.get(path(case_id, "unmerge"))
    assert StrictPage(page.text).problems == []
    typed = {"reason": "คนละสัญญา", "notice_text": "แยกออกมาดูต่างหาก"}
    answer = intake.send(path(case_id, "unmerge"), typed)
    assert answer.location == f"{path(case_id)}?done=unmerge"
    assert "เรื่องที่รวมอยู่กับเรื่องนี้" not in intake.get(path(lead)).text


def test_a_typed_number_goes_before_what_was_chosen(intake, office, pair):
    lead, case_id = pair
    other = office.file(narrative="เรื่องอื่น")
    typed = {"lead": lead, "lead_no": other.receipt_no} | TOLD
    assert intake.send(path(case_id, "merge"), typed).status_code == 303
    assert f"เรื่องที่ {other.receipt_no}" in intake.get(path(case_id)).text


def test_what_is_missing_is_named_and_the_words_stay(intake, office, pair):
    _lead, case_id = pair
    answer = intake.send(path(case_id, "merge"), {"lead_no": "๙๙๙/๒๕๗๐"} | TOLD)
    assert answer.status_code == 422
    assert 'href="#lead"' in answer.text and 'id="lead"' in answer.text
    assert "๙๙๙/๒๕๗๐" in answer.text and "รวมกับเรื่องเดิมแล้ว</textarea>" in answer.text
    answer = intake.send(path(case_id, "merge"), {"lead_no": "1/2570", "notice_text": ""})
    assert 'href="#notice_text"' in answer.text


def test_who_reads_one_and_is_kept_out_of_the_other_is_named_with_the_way_on(intake, office):
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    wichai = [one.id for one in holders if one.name == WICHAI]
    lead = office.file(narrative=ROAD)
    lead_id = office.case_id(lead)
    case_id = office.case_id(office.file(narrative=ROAD, exclude=wichai))
    answer = intake.send(path(case_id, "merge"), {"lead_no": lead.receipt_no} | TOLD)
    assert answer.status_code == 422
    assert StrictPage(answer.text).problems == []
    assert f"{WICHAI} เปิดเรื่องที่ {lead.receipt_no} ได้" in answer.text
    assert "รวมกับเรื่องเดิมแล้ว</textarea>" in answer.text
    page = Page(answer)
    typed = {
        "form_token": page.hidden("form_token"),
        "event_count": page.hidden("event_count"),
        "names": WICHAI,
    }
    assert f'action="{path(lead_id, "readers/exclude")}"' in answer.text
    plan = intake.post(path(lead_id, "readers/exclude"), typed)
    assert "ยังไม่ได้กันออก" in plan.text
    assert intake.post(path(lead_id, "readers/exclude"), kept(Page(plan))).status_code == 303
    assert WICHAI not in names(office, "intake1", lead_id)
    answer = intake.send(path(case_id, "merge"), {"lead_no": lead.receipt_no} | TOLD)
    assert answer.status_code == 303


def test_a_lead_says_what_holds_it_back(intake, office, pair):
    lead, case_id = pair
    third = office.file(narrative=ROAD)
    join(office, "intake1", case_id, lead)
    answer = intake.send(path(lead, "merge"), {"lead_no": third.receipt_no} | TOLD)
    assert answer.status_code == 409
    assert "กรุณาแยกเรื่องเหล่านั้นออกก่อน" in answer.text
    answer = intake.send(path(lead, "move-channel"), {"reason": "บริการ", "notice_text": "ย้าย"})
    assert answer.status_code == 409
    assert "กรุณาแยกเรื่องเหล่านั้นออกก่อน" in answer.text


def test_words_typed_before_the_session_ended_come_back(intake, office, pair):
    _lead, case_id = pair
    typed = kept(Page(intake.get(path(case_id, "merge")))) | {"lead_no": "12/2570"} | TOLD
    office.clock.now += timedelta(minutes=16)
    assert intake.post(path(case_id, "merge"), typed).status_code == 401
    more = {f"kept:{name}": value for name, value in typed.items() if name != "form_token"}
    answer = intake.sign_in("intake1", next=path(case_id, "merge"), **more)
    assert "รวมกับเรื่องเดิมแล้ว</textarea>" in answer.text
    assert "ยังอยู่ครบ" in answer.text


def test_the_move_page_says_whom_an_answer_reaches(service, intake, office, pair):
    lead, case_id = pair
    hidden = office.case_id(office.file(narrative=ROAD))
    for one in (case_id, hidden):
        join(office, "intake1", one, lead)
    office.move("intake1", lead, Move.ACCEPT)
    office.move("intake1", lead, Move.ASSIGN, officer=officer_id(office, "legal1"))
    give(office, "intake1", case_id, "legal1")
    legal = Desk(*service)
    legal.sign_in("legal1")
    text = legal.get(path(lead, "result_notice")).text
    assert "ผู้แจ้งของเรื่องที่รวมอยู่ 1 เรื่องจะได้รับข้อความเดียวกันนี้" in text
    assert "อีก 1 เรื่อง" in text
    assert "ข้อความเดียวกันนี้" not in legal.get(path(lead, "note")).text
    assert legal.send(path(lead, "result_notice"), {"notice_text": "ผล"}).status_code == 303
    text = legal.get(path(lead)).text
    assert "อีก 1 เรื่องที่ท่านไม่มีสิทธิเปิด" in text and "ยังต้องแจ้ง" in text
    assert hidden not in text
    text = intake.get(path(lead)).text
    assert path(hidden, "message") in text
    assert intake.send(path(hidden, "message"), {"notice_text": "ผล"}).status_code == 303
    assert "ยังต้องแจ้ง" not in legal.get(path(lead)).text


def test_who_cannot_open_the_lead_learns_no_number_of_it(service, office, pair):
    lead, case_id = pair
    number = office.open("intake1", lead).receipt_no
    give(office, "intake1", case_id, "legal1")
    join(office, "intake1", case_id, lead)
    legal = Desk(*service)
    legal.sign_in("legal1")
    text = legal.get(path(case_id)).text
    assert "ซึ่งท่านไม่มีสิทธิเปิด" in text
    assert lead not in text and number not in text


def test_a_hidden_case_and_an_unknown_one_look_the_same_on_every_page(intake, office):
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    malee = [one.id for one in holders if one.name.startswith("นางสาวมาลี")]
    hidden = office.case_id(office.file(exclude=malee))
    for way in ("similar", "merge", "unmerge", "move-channel"):
        there, nowhere = intake.get(path(hidden, way)), intake.get(path("0" * 32, way))
        assert there.status_code == nowhere.status_code == 404, way
        assert there.text == nowhere.text
        if way != "similar":
            typed = {"form_token": intake.token(), "event_count": "2"} | TOLD
            assert intake.post(path(hidden, way), typed).status_code == 404


# Moving


def test_a_moved_case_is_said_to_be_gone_and_shown_to_the_others(service, intake, office):
    receipt = office.file(subject="ไฟทางดับ")
    case_id = office.case_id(receipt)
    page = intake.get(path(case_id, "move-channel"))
    assert StrictPage(page.text).problems == []
    assert "ท่านและเจ้าหน้าที่ฝ่ายทุจริตจะเปิดเรื่องนี้ไม่ได้อีก" in page.text
    assert f"เลขเดิม {receipt.receipt_no} จะไม่ใช้อีก" in page.text
    assert "นางสมศรี บริการดี · นักพัฒนาชุมชน" in page.text
    assert path(case_id, "readers/exclude") in page.text
    typed = {"reason": "เป็นเรื่องบริการ", "notice_text": "ย้ายไปให้เจ้าหน้าที่ร้องทุกข์"}
    answer = intake.send(path(case_id, "move-channel"), typed)
    assert answer.location == "/desk/cases/moved-away"
    assert "ย้ายเรื่องแล้ว" in intake.get(answer.location).text
    assert intake.get(path(case_id)).status_code == 404
    somsri = Desk(*service)
    somsri.sign_in("grievance1")
    text = somsri.get(path(case_id)).text
    assert "ย้ายช่องทางเมื่อ" in text and f"{receipt.receipt_no} (ทุจริต)" in text
    assert (
        "ท่านและเจ้าหน้าที่เรื่องร้องทุกข์จะเปิดเรื่องนี้ไม่ได้อีก" in somsri.get(path(case_id, "move-channel")).text
    )


def test_the_page_says_at_once_that_nobody_there_could_open_it(intake, office):
    case_id = office.case_id(office.file())
    keep_out(office, "intake1", case_id, "นางสมศรี บริการดี")
    page = intake.get(path(case_id, "move-channel"))
    assert "ไม่มีผู้ใดที่นั่นเปิดอ่านได้" in page.text
    answer = intake.send(path(case_id, "move-channel"), {"reason": "x", "notice_text": "ข้อความ"})
    assert answer.status_code == 409
    assert "ไม่มีผู้ใดที่นั่นเปิดอ่านได้" in answer.text and "ข้อความ</textarea>" in answer.text


def test_an_officer_of_both_comes_back_to_the_case(tmp_path):
    service = make_service(tmp_path)
    office = service[1]
    office.hire("both1", "นางสองช่อง ทางเดียว", Role.INTAKE, Role.GRIEVANCE)
    case_id = office.case_id(office.file())
    both = Desk(*service)
    both.sign_in("both1")
    typed = {"reason": "เป็นเรื่องบริการ", "notice_text": "ย้าย"}
    answer = both.send(path(case_id, "move-channel"), typed)
    assert answer.location == f"{path(case_id)}?done=move_channel"
    assert "บันทึกแล้ว" in both.get(answer.location).text


# The reporter


@pytest.fixture
def reporter(service):
    return Reporter(service[0])


def test_withdrawing_says_first_what_it_does_and_then_that_it_is_done(reporter, office):
    receipt = reporter.file(narrative="ถนนหมู่สี่บางกว่าแบบ")
    reporter.confirm(receipt)
    assert "/f/withdraw" in reporter.get("/f/").text
    page = reporter.get("/f/withdraw")
    for words in ("เรื่องไม่ถูกลบ", "วินัยหรือคดีอาญา", "ถ้ามีผู้บังคับหรือขู่ให้ท่านถอน"):
        assert words in page.text
    done = reporter.post("/f/withdraw", token=page.hidden("token"), why="แก้ไขแล้ว")
    assert "บันทึกคำขอถอนเรื่องแล้ว" in done.text
    assert "แก้ไขแล้ว" not in done.text
    seen = reporter.get("/f/")
    assert "ท่านขอถอนเรื่องเมื่อ" in seen.text
    assert "/f/withdraw" not in seen.text
    again = reporter.post("/f/withdraw", token=page.hidden("token"), why="")
    assert again.status == 409


def test_a_reason_that_is_too_long_is_kept(reporter):
    reporter.confirm(reporter.file())
    page = reporter.get("/f/withdraw")
    answer = reporter.post("/f/withdraw", token=page.hidden("token"), why="ก" * 20_001)
    assert answer.status == 422
    assert answer.typed("why") == "ก" * 20_001
    expired = reporter.post("/f/withdraw", token="x", why="เหตุผล")
    assert expired.status == 409 and expired.typed("why") == "เหตุผล"


def test_without_the_code_the_page_asks_for_it(service):
    stranger = Reporter(service[0])
    for answer in (stranger.get("/f/withdraw"), stranger.post("/f/withdraw", why="x")):
        assert answer.status == 401
        assert "กรอกรหัสติดตาม" in answer.text


def test_the_desk_shows_a_withdrawal_plainly(intake, office):
    token = office.confirm(receipt := office.file())
    take_back(office, token, "ตกลงกันได้แล้ว")
    text = intake.get(path(office.case_id(receipt))).text
    assert "ผู้แจ้งขอถอนเรื่องเมื่อ" in text and "ไม่ทำให้เรื่องวินัยระงับ" in text
    assert "ตกลงกันได้แล้ว" in text


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_follow_page_tells_of_a_move_with_both_numbers(service, office, lang):
    reporter = Reporter(service[0], lang=lang)
    reporter.confirm(reporter.file())
    number = reporter.get("/f/").text.split('class="soft">', 1)[1].split("<")[0].split()[-1]
    with office.desk("intake1") as work:
        line = next(one for one in list_cases(work, Filters(show="all")).lines
                    if one.receipt_no == number)  # fmt: skip
    move(office, "intake1", line.id)
    seen = reporter.get("/f/")
    assert seen.status == 200
    assert number in seen.text
    assert ("ร้องทุกข์ทั่วไป" if lang == "th" else "general grievance") in seen.text
    new = row_of(office, line.id)
    assert f"{new.register_number}/{new.register_year_be}" in seen.text
