"""The page of the extra tables: what it says before it opens anything, and what stands after."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from models.disclosure import PreparedTables
from models.history import AccessLog
from rules.permissions import Role
from service.actors import AgencyClerk, AllAgencies
from service.prepare_tables import prepare
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page

PATH = "/desk/disclosure/tables"
HALF = f"{PATH}?year=2570&span=first_half"
APRIL = datetime(2027, 4, 1, 3, tzinfo=UTC)


@pytest.fixture
def service(tmp_path):
    app, office = make_service(tmp_path)
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    for category, count in (("procurement", 6), ("bribery", 2)):
        for _ in range(count):
            office.file(category=category, accused_unit="กองช่าง")
    office.clock.now = APRIL
    return app, office


def desk(service, login: str = "intake1") -> Desk:
    signed_in = Desk(*service)
    signed_in.sign_in(login)
    return signed_in


def press(officer: Desk, span: str = "first_half", year: str = "2570"):
    return officer.post(PATH, {"form_token": officer.token(HALF), "year": year, "span": span})


def strict(answer) -> list[str]:
    return StrictPage(answer.get_data(as_text=True)).problems


def words(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(text.split())


def test_before_anything_is_opened_the_page_says_what_will_be(service):
    answer = desk(service).get(HALF)
    assert "8 เรื่อง" in words(answer) and "จัดทำได้ครั้งเดียวต่อช่วง" in words(answer)
    assert "ยังไม่ได้จัดทำ" in words(answer)
    assert Page(answer).primary_buttons() == 1
    assert strict(answer) == []
    with service[1].work(AgencyClerk(service[1].agency_id), writes=False) as work:
        assert work.one(AccessLog, what="tables") is None


def test_the_button_makes_the_tables_and_small_counts_are_words(service):
    officer = desk(service)
    answer = press(officer)
    assert answer.status_code == 303 and answer.location.endswith("span=first_half&made=1")
    seen = officer.get(answer.location)
    told = words(seen)
    assert "จัดทำตารางแล้ว" in told
    assert "จัดทำโดย นางสาวมาลี ใจงาม นิติกร เมื่อ 1 เมษายน 2570" in told
    assert "การจัดซื้อจัดจ้าง/การเสนอราคา 6 ปฏิบัติหรือละเว้นการปฏิบัติหน้าที่โดยมิชอบ ปกปิด" in told
    assert "เรียกรับสินบน/ประโยชน์ ปกปิด" in told
    assert "ตารางไม่บอกว่าช่องใดปกปิดเพราะเหตุใด" in told
    assert told.count("รวม 8") >= 3
    assert Page(seen).primary_buttons() == 0, "it is made once"
    assert strict(seen) == []


def test_who_publishes_sees_them_and_cannot_make_them(service):
    publisher = desk(service, "publisher1")
    before = publisher.get(HALF)
    assert "กรุณาขอให้ผู้รับเรื่องที่ถือกุญแจ" in words(before)
    assert Page(before).primary_buttons() == 0
    assert press(publisher).status_code == 403
    with service[1].desk("intake1") as work:
        prepare(work, 2570, "first_half")
    after = publisher.get(HALF)
    assert "การจัดซื้อจัดจ้าง/การเสนอราคา 6" in words(after)
    assert strict(before) == strict(after) == []


@pytest.mark.parametrize("login", ["legal1", "admin1"])
def test_who_sees_no_numbers_does_not_see_the_page(service, login):
    assert desk(service, login).get(PATH).status_code == 403


def test_what_cannot_be_made_says_why(service):
    officer = desk(service)
    assert press(officer, "whole").status_code == 422
    assert "ช่วงนี้ยังไม่สิ้นสุด" in words(press(officer, "to_date"))
    assert press(officer, year="สอง").status_code == 422
    assert press(officer).status_code == 303
    again = press(officer)
    assert again.status_code == 422 and "จัดทำไว้แล้ว กรุณาใช้ฉบับเดิม" in words(again)
    assert strict(again) == []


def test_who_opens_too_few_is_told_so_before_the_button(service):
    clerk = desk(service, "clerk").get(HALF)
    assert "ท่านเปิดได้ไม่ถึงครึ่งหนึ่ง" in words(clerk)
    assert Page(clerk).primary_buttons() == 0


def test_a_form_of_an_ended_session_is_drawn_again_and_makes_nothing(service):
    officer = desk(service)
    answer = officer.post(PATH, {"form_token": "old", "year": "2570", "span": "first_half"})
    assert answer.status_code == 200 and "8 เรื่อง" in words(answer)
    assert "ประวัติการจัดทำ" not in words(answer)


def test_a_changed_table_is_not_shown_and_the_history_says_so(service):
    officer = desk(service)
    press(officer)
    with service[1].work(AllAgencies("tamper")) as work:
        work.session.execute(update(PreparedTables).values(content=b'{"tables":[],"v":1}'))
    seen = words(officer.get(HALF))
    assert "ลายเซ็นไม่ถูกต้อง จึงไม่นำไปเผยแพร่" in seen
    assert "การจัดซื้อจัดจ้าง" not in seen
