"""The survey as a reporter meets it, and its figures as the office and the public read them."""

from datetime import timedelta

import pytest

from rules.permissions import Role
from rules.states import Move
from tests.serving import make_service
from tests.web.desk_client import Desk, Page
from tests.web.reporter_client import Reporter

GOOD = {"easy": "5", "on_time": "4", "clear": "4", "secret": "5", "fair": "5", "overall": "5"}
SURVEY = "/desk/disclosure/survey"


@pytest.fixture
def service(tmp_path):
    app, office = make_service(tmp_path)
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    return app, office


def told(service) -> Reporter:
    """A reporter whose report was answered, at the follow page."""
    reporter = Reporter(service[0])
    receipt = reporter.file()
    reporter.confirm(receipt)
    number = service[1]
    number.move("intake1", newest_case(number), Move.PROGRESS_NOTICE, notice_text="กำลังตรวจสอบ")
    return reporter


def newest_case(office) -> str:
    from service.case_filters import Filters
    from service.list_cases import list_cases

    with office.desk("intake1") as work:
        return list_cases(work, Filters(show="all")).lines[0].id


def answer(reporter: Reporter, **typed: str):
    page = reporter.get("/f/survey")
    return reporter.post("/f/survey", token=page.hidden("token"), **typed)


def test_the_follow_page_leads_to_six_questions_and_back(service):
    reporter = told(service)
    assert "/f/survey" in reporter.get("/f/").text
    page = reporter.get("/f/survey")
    assert page.text.count("<fieldset") == 7
    assert "คำตอบเก็บแยกจากเรื่องของท่าน" in page.text
    assert "ขอบคุณ" in answer(reporter, **GOOD).text
    assert "/f/survey" not in reporter.get("/f/").text
    assert "ท่านตอบแล้ว" in reporter.get("/f/survey").text
    token = page.hidden("token")
    assert reporter.post("/f/survey", token=token, **GOOD).status == 409


def test_an_empty_answer_says_what_to_do_and_an_old_page_keeps_what_was_chosen(service):
    reporter = told(service)
    empty = answer(reporter)
    assert empty.status == 422 and 'href="#easy"' in empty.text
    expired = reporter.post("/f/survey", token="x", **GOOD)
    assert expired.status == 409 and expired.text.count("checked") == 6


def test_before_an_answer_nothing_is_asked(service):
    reporter = Reporter(service[0])
    reporter.confirm(reporter.file())
    assert "/f/survey" not in reporter.get("/f/").text
    assert "ยังไม่มีแบบประเมิน" in reporter.get("/f/survey").text


def test_the_office_reads_and_publishes_closed_halves_and_the_public_sees_them(service):
    app, office = service
    for _ in range(5):
        answer(told(service), **GOOD, staff="4")
    desk = Desk(*service)
    desk.sign_in("publisher1")
    assert "ยังไม่มีผลที่แสดงได้" in desk.get(SURVEY).text
    public = app.test_client()
    address = "/sample/disclosure/survey"
    assert "ยังไม่มีผลที่เผยแพร่" in public.get(address).text
    office.clock.now += timedelta(days=200)
    desk.sign_in("publisher1")
    page = Page(desk.get(SURVEY))
    assert "ผู้ตอบ 5 คน" in page.html and page.primary_buttons() == 1
    sent = desk.post(SURVEY, {"form_token": desk.token(SURVEY), "year": "2570"})
    assert sent.status_code == 303
    seen = public.get(address).text
    assert "100.0" in seen and "คำถามสำหรับบุคลากร" in seen and "นางสาวจันทร์ เผยแพร่" in seen
    again = desk.post(SURVEY, {"form_token": desk.token(SURVEY), "year": "2570", "note": "ซ้ำ"})
    assert again.status_code == 422 and "ไม่ต้องเผยแพร่ซ้ำ" in again.text


def test_the_administrator_does_not_read_the_figures(service):
    desk = Desk(*service)
    desk.sign_in("admin1")
    assert desk.get(SURVEY).status_code == 403
