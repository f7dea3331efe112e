"""The pages of tasks, extensions, overdue cases and the office's days, over the whole service."""

from datetime import timedelta

import pytest

from rules.permissions import Role
from rules.states import Move
from tests.office import MONDAY
from tests.readers import give
from tests.service.clock_scenes import clocks, fact_finding, running, task
from tests.serving import make_service
from tests.web.desk_client import Desk, Page

LABEL = "ขอสำเนาสัญญาจากกองช่าง"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("tasks"))


@pytest.fixture
def office(service):
    office = service[1]
    office.clock.now = max(office.clock.now, MONDAY)
    return office


def signed_in(service, login):
    desk = Desk(*service)
    desk.sign_in(login)
    return desk


@pytest.fixture
def intake(service, office):
    return signed_in(service, "intake1")


@pytest.fixture
def admin(service, office):
    return signed_in(service, "admin1")


@pytest.fixture
def case_id(office):
    return office.case_id(office.file(subject="ถนนหมู่ ๔"))


def address(case_id, way=""):
    return f"/desk/cases/{case_id}" + (f"/{way}" if way else "")


def boxes(day, name="due_on"):
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year + 543),
    }


def in_days(office, days):
    return (office.clock.now + timedelta(days=days)).date()


# Tasks


def test_the_case_offers_a_task_and_shows_it_with_the_way_to_its_end(office, intake, case_id):
    assert address(case_id, "tasks/new") in intake.get(address(case_id)).text
    answer = intake.send(
        address(case_id, "tasks/new"), {"label": LABEL, **boxes(in_days(office, 9)), "officer": ""}
    )
    assert answer.status_code == 303 and answer.location.endswith("?done=set_task")
    shown = intake.get(address(case_id)).text
    task_id = running(office, case_id, "custom").id.hex()
    assert LABEL in shown and "เหลือ 9 วัน" in shown
    assert address(case_id, f"tasks/{task_id}/end") in shown
    end = intake.send(address(case_id, f"tasks/{task_id}/end"), {"note": "ได้รับแล้ว 12 หน้า"})
    assert end.status_code == 303
    assert clocks(office, case_id, "custom")[0].answered_on
    assert "ได้รับแล้ว 12 หน้า" in intake.get(address(case_id)).text


def test_each_page_has_one_primary_act_one_heading_and_no_doubled_ids(office, intake):
    case_id = fact_finding(office)
    due_on = in_days(office, 9)
    task_id = task(office, "intake1", case_id, f"{due_on:%d/%m}/{due_on.year + 543}")
    for way in ("tasks/new", f"tasks/{task_id}/end", "extend"):
        page = Page(intake.get(address(case_id, way)))
        assert page.primary_buttons() == 1, way
        assert len(page.all("h1")) == 1, way
        ids = [one["id"] for _, one in page.tags if "id" in one]
        assert len(ids) == len(set(ids)), way
    assert task_id in intake.get(address(case_id, "tasks")).text


def test_what_must_be_mended_is_said_and_every_word_is_kept(intake, case_id):
    typed = {"label": LABEL, "due_on_day": "31", "due_on_month": "2", "due_on_year": "2570"}
    answer = intake.send(address(case_id, "tasks/new"), typed)
    assert answer.status_code == 422
    page = Page(answer)
    assert LABEL in page.html and 'value="31"' in page.html
    assert "วันครบกำหนด: กรุณากรอกวันที่ที่มีจริง" in page.html


def test_a_page_grown_old_keeps_the_words_and_says_so(office, intake, case_id):
    page = Page(intake.get(address(case_id, "tasks/new")))
    office.move("intake2", case_id, Move.NOTE, note="บันทึก")
    hidden = {name: page.hidden(name) for name in ("form_token", "event_count")}
    typed = hidden | {"label": LABEL} | boxes(in_days(office, 9))
    answer = intake.post(address(case_id, "tasks/new"), typed)
    assert answer.status_code == 409
    assert LABEL in answer.text and "มีผู้บันทึกเรื่องนี้ไปก่อนท่าน" in answer.text
    assert clocks(office, case_id, "custom") == []


def test_a_session_that_ended_loses_no_word(service, office, intake, case_id):
    page = Page(intake.get(address(case_id, "tasks/new")))
    typed = {"form_token": "old", "event_count": page.hidden("event_count"), "label": LABEL}
    answer = intake.post(address(case_id, "tasks/new"), typed)
    assert answer.status_code == 200
    assert LABEL in answer.text and "ยังไม่ได้บันทึก" in answer.text


def test_a_task_that_a_colleague_has_ended_keeps_the_note_to_copy(office, intake, case_id):
    task_id = task(office, "intake1", case_id, f"{in_days(office, 9):%d/%m/%Y}")
    way = address(case_id, f"tasks/{task_id}/end")
    page = Page(intake.get(way))
    hidden = {name: page.hidden(name) for name in ("form_token", "event_count")}
    colleague = signed_in(service_of(intake), "intake2")
    colleague.send(way, {"note": "ปิดแล้ว"})
    answer = intake.post(way, hidden | {"note": "ข้อความของฉัน"})
    assert answer.status_code == 409 and "ข้อความของฉัน" in answer.text


def service_of(desk):
    return desk.client.application, desk.office


def test_whoever_cannot_open_the_case_finds_no_page(service, office, case_id):
    office.file()
    clerk = signed_in(service, "clerk")
    for way in ("tasks/new", "tasks", f"tasks/{'00' * 16}/end", "extend"):
        assert clerk.get(address(case_id, way)).status_code == 404, way


def test_a_supervisor_is_not_offered_to_end_what_the_table_does_not_allow(service, office):
    administrator = signed_in(service, "admin1")
    case_id = fact_finding(office)
    for way in ("tasks/new", "extend"):
        assert administrator.get(address(case_id, way)).status_code == 403


# Extension


def test_an_extension_is_made_on_its_page_and_stands_on_the_case(office, intake):
    case_id = fact_finding(office)
    before = running(office, case_id, "fact_finding")
    assert address(case_id, f"extend?clock={before.id.hex()}") in intake.get(address(case_id)).text
    answer = intake.send(
        address(case_id, "extend"),
        {
            "clock": before.id.hex(),
            **boxes(before.due_on + timedelta(days=30)),
            "reason": "รอผลทดสอบ",
            "notice_text": "ขอขยายเวลาตรวจสอบ",
        },
    )
    assert answer.status_code == 303
    assert running(office, case_id, "fact_finding").due_on == before.due_on + timedelta(days=30)
    assert "ขอขยายเวลาตรวจสอบ" in intake.get(address(case_id)).text


def test_a_refused_extension_keeps_everything_typed(office, intake):
    case_id = fact_finding(office)
    clock = running(office, case_id, "fact_finding")
    typed = {"clock": clock.id.hex(), **boxes(clock.due_on), "notice_text": "ขอขยายเวลา"}
    answer = intake.send(address(case_id, "extend"), typed)
    assert answer.status_code == 422
    assert "ขอขยายเวลา" in answer.text
    assert "กรุณาเลือกวันหลังวันครบกำหนดเดิม และไม่เกิน 365 วันข้างหน้า" in answer.text


def test_a_case_without_such_a_clock_says_what_to_do_instead(office, intake, case_id):
    office.move("intake1", case_id, Move.ACCEPT)
    assert "แจ้งความคืบหน้าหรือชี้แจงเหตุล่าช้าแทน" in intake.get(address(case_id, "extend")).text


# Breaches and what is overdue


def test_a_breach_stands_on_the_case_for_ever(service, office):
    case_id = fact_finding(office)
    office.clock.now += timedelta(days=50)
    intake = signed_in(service, "intake1")
    assert "เกินกำหนด 5 วัน" in intake.get(address(case_id)).text
    office.move("intake1", case_id, Move.FIND_NO_GROUNDS, note="ไม่พบ")
    assert "ช้าไป 5 วัน" in intake.get(address(case_id)).text
    office.clock.now += timedelta(days=200)
    intake = signed_in(service, "intake1")
    assert "ช้าไป 5 วัน" in intake.get(address(case_id)).text


def test_what_is_overdue_is_a_list_for_readers_and_a_number_for_the_head(service, office, case_id):
    office.hire("head1", "นายสมบัติ นำทาง", Role.EXECUTIVE)
    office.clock.now += timedelta(days=40)
    intake = signed_in(service, "intake1")
    listed = intake.get("/desk/overdue").text
    assert "ถนนหมู่ ๔" in listed and "/desk/overdue" in intake.get("/desk/").text
    head = signed_in(service, "head1").get("/desk/overdue").text
    assert "เห็นเฉพาะจำนวน" in head and "ถนนหมู่ ๔" not in head
    clerk = signed_in(service, "clerk")
    assert "ถนนหมู่ ๔" not in clerk.get("/desk/overdue").text
    give(office, "intake1", case_id, "clerk")
    assert "ถนนหมู่ ๔" in clerk.get("/desk/overdue").text
    assert intake.get("/desk/overdue?page=x").status_code == 404


def test_the_head_of_the_page_names_the_duty_that_comes_first(service, office):
    case_id = fact_finding(office)
    office.move("intake1", case_id, Move.PROGRESS_NOTICE, notice_text="กำลังตรวจสอบ")
    task(office, "intake1", case_id, f"{in_days(office, 2):%d/%m/%Y}")
    shown = signed_in(service, "intake1").get(address(case_id)).text
    assert "มีงานที่ตั้งไว้ ครบกำหนด" in shown


# The office's days and holidays


def test_the_office_edits_its_days_within_limits(admin):
    page = admin.get("/desk/settings/days").text
    assert "15 วัน" in page and "ตั้งได้ 1 ถึง 10 วัน" in page
    token = admin.token("/desk/settings/days")
    typed = {"screening_days": "5", "next_notice_days": "30", "fact_finding_days": "60"}
    saved = admin.post("/desk/settings/days", {"form_token": token} | typed)
    assert saved.status_code == 303
    assert 'value="60"' in admin.get("/desk/settings/days").text
    refused = admin.post(
        "/desk/settings/days", {"form_token": token} | typed | {"screening_days": "40"}
    )
    assert refused.status_code == 422
    assert "คัดกรอง: กรุณากรอกตัวเลขไม่เกิน 10" in refused.text and 'value="40"' in refused.text
    admin.post("/desk/settings/days", {"form_token": token} | typed | {
        "screening_days": "3", "fact_finding_days": "45",
    })  # fmt: skip


def test_a_whole_list_of_holidays_is_pasted(admin):
    token = admin.token("/desk/settings/holidays")
    bad = {"form_token": token, "lines": "13/4/2575 วันสงกรานต์\nพรุ่งนี้"}
    refused = admin.post("/desk/settings/holidays/list", bad)
    assert refused.status_code == 422
    assert "บรรทัดที่ 2" in refused.text and "13/4/2575 วันสงกรานต์" in refused.text
    good = {"form_token": token, "lines": "13/4/2575 วันสงกรานต์\n14/4/2575 วันสงกรานต์"}
    assert admin.post("/desk/settings/holidays/list", good).status_code == 303
    assert "14 เมษายน 2575" in admin.get("/desk/settings/holidays").text
    page = Page(admin.get("/desk/settings/holidays"))
    assert page.primary_buttons() == 1


def test_nobody_else_edits_them(intake):
    assert intake.get("/desk/settings/days").status_code == 403
    assert intake.post("/desk/settings/days", {}).status_code == 403
