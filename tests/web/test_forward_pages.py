"""Sending a case on, in pages: to whom, what went and stayed, and what came back."""

import pytest

from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page

SENT = {
    "authority": "nacc",
    "forwarded_to": "ประจำจังหวัดตัวอย่าง",
    "number": "ตย 71201/55",
    "dated_day": "23",
    "dated_month": "พ.ย.",
    "dated_year": "2569",
    "sent": ["words"],
    "withheld": ["identity", "witnesses"],
    "withheld_why": "คุ้มครองผู้แจ้ง",
    "reason": "ผู้ถูกร้องเป็นผู้บริหาร",
    "notice_text": "ส่งเรื่องของท่านไปแล้ว",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("forward"))


@pytest.fixture
def intake(service):
    desk = Desk(*service)
    desk.sign_in("intake1")
    return desk


@pytest.fixture
def case(service):
    office = service[1]
    return f"/desk/cases/{office.case_id(office.file())}"


def test_the_reporters_name_stays_back_unless_the_officer_says_otherwise(intake, case):
    answer = intake.get(f"{case}/forward")
    assert StrictPage(answer.text).problems == []
    ticked = [
        one["value"]
        for one in Page(answer).all("input")
        if one.get("name") == "withheld" and "checked" in one
    ]
    assert ticked == ["identity"]
    assert Page(answer).primary_buttons() == 1


def test_a_case_sent_on_shows_how_it_stands_until_the_outcome_came(intake, case):
    assert intake.send(f"{case}/forward", SENT).status_code == 303
    html = intake.get(case).get_data(as_text=True)
    assert "รอรับทราบ" in html
    assert "สำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง" in html
    assert f'href="{case}/forward/acknowledged"' in html

    assert StrictPage(intake.get(f"{case}/forward/acknowledged").text).problems == []
    assert intake.send(f"{case}/forward/acknowledged", {"number": "ปช 9"}).status_code == 303
    assert "รอผล" in intake.get(case).get_data(as_text=True)

    assert StrictPage(intake.get(f"{case}/forward/answered").text).problems == []
    assert intake.send(f"{case}/forward/answered", {"came_back": ""}).status_code == 422
    back = {"came_back": "รับไว้ไต่สวน", "notice_text": "ป.ป.ช. รับเรื่องแล้ว"}
    assert intake.send(f"{case}/forward/answered", back).status_code == 303
    html = intake.get(case).get_data(as_text=True)
    assert "ได้ผลแล้ว" in html
    assert "รับไว้ไต่สวน" in html
    assert "ป.ป.ช. รับเรื่องแล้ว" in html


def test_what_was_typed_stays_when_something_must_be_mended(intake, case):
    answer = intake.send(f"{case}/forward", SENT | {"reason": "", "authority": ""})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "ส่งเรื่องของท่านไปแล้ว" in html
    assert 'value="ประจำจังหวัดตัวอย่าง"' in html
    ticked = [
        one["value"]
        for one in Page(answer).all("input")
        if one.get("name") in ("withheld", "sent") and "checked" in one
    ]
    assert ticked == ["words", "identity", "witnesses"]


def test_a_colleagues_entry_meanwhile_keeps_the_words(intake, case):
    page = Page(intake.get(f"{case}/forward"))
    hidden = {name: page.hidden(name) for name in ("form_token", "event_count")}
    assert intake.send(f"{case}/note", {"note": "แทรก"}).status_code == 303
    answer = intake.post(f"{case}/forward", hidden | SENT)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "มีผู้บันทึกเรื่องนี้ไปก่อนท่าน" in html
    assert "ส่งเรื่องของท่านไปแล้ว" in html
    assert intake.send(f"{case}/forward", SENT).status_code == 303


def test_an_ended_session_keeps_the_words(intake, case):
    answer = intake.post(f"{case}/forward", SENT | {"form_token": "old", "event_count": "2"})
    assert answer.status_code == 200
    assert "ยังอยู่ครบ" in answer.get_data(as_text=True)
    assert "ส่งเรื่องของท่านไปแล้ว" in answer.get_data(as_text=True)


def test_a_case_that_is_not_with_others_has_nothing_to_record(intake, case):
    for name in ("acknowledged", "answered"):
        assert intake.get(f"{case}/forward/{name}").status_code == 409
