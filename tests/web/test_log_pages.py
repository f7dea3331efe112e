"""The pages of who opened what: for supervisors, and for those who hold a case."""

from datetime import timedelta

import pytest

from tests.serving import make_service
from tests.two_persons import filed_case, share_with
from tests.web.desk_client import Desk, Page


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("log"))


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def clerk(service):
    desk = Desk(*service)
    desk.sign_in("clerk")
    return desk


def test_a_supervisor_finds_the_log_in_the_menu_and_an_intake_officer_does_not(service, clerk):
    assert "/desk/log" in {one.get("href") for one in Page(clerk.get("/desk/")).all("a")}
    intake = Desk(*service)
    intake.sign_in("intake1")
    assert "/desk/log" not in {one.get("href") for one in Page(intake.get("/desk/")).all("a")}
    assert intake.get("/desk/log").status_code == 403


def test_a_line_about_a_case_he_holds_leads_to_its_own_log(office, clerk):
    case_id = filed_case(office)
    share_with(office, "intake1", "clerk", case_id)
    number = office.open("intake1", case_id).receipt_no
    page = clerk.get("/desk/log")
    address = f"/desk/cases/{case_id}/log"
    assert f'<a href="{address}">{number}</a>' in page.text
    assert "23 พ.ย. 2569" in page.text
    assert "10.0" in page.text and " น." in page.text
    own = clerk.get(address)
    assert "นางสาวมาลี ใจงาม" in own.text
    assert f"เรื่องที่ {number}" in own.text


def test_a_case_he_does_not_hold_leaves_neither_number_nor_address(office, clerk):
    case_id = filed_case(office, narrative="เรื่องลับของปลัด")
    number = office.open("intake1", case_id).receipt_no
    before = clerk.get("/desk/log").text
    office.open("intake1", case_id)
    assert clerk.get("/desk/log").text == before, "today's openings change nothing"
    office.clock.now += timedelta(days=1)
    clerk.sign_in("clerk")
    page = clerk.get("/desk/log").text
    assert "เรื่องที่ท่านไม่ได้ถือกุญแจ" in page
    assert case_id not in page
    assert number not in page
    assert "ลับของปลัด" not in page
    assert clerk.get(f"/desk/cases/{case_id}/log").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["month=2026-11", "month=x&officer=y&page=z", "month=2026-13", "page=-1", "page=999999"],
)
def test_whatever_stands_in_the_address_a_page_comes(clerk, query):
    page = clerk.get(f"/desk/log?{query}")
    assert page.status_code == 200
    assert "พฤศจิกายน 2569" in page.text


def test_the_filters_stay_as_chosen(office, clerk):
    officer = office.officers["intake2"].officer_id.hex()
    page = Page(clerk.get(f"/desk/log?month=2026-11&officer={officer}"))
    chosen = [one["value"] for one in page.all("option") if "selected" in one]
    assert chosen == ["2026-11", officer]


def test_a_case_names_those_who_opened_it_and_links_to_the_page(service, office):
    desk = Desk(*service)
    desk.sign_in("intake2")
    case_id = filed_case(office)
    office.open("intake1", case_id)
    address = f"/desk/cases/{case_id}/log"
    assert address in {one.get("href") for one in Page(desk.get(f"/desk/cases/{case_id}")).all("a")}
    page = desk.get(address)
    assert "นายวิชัย ตั้งตรง" in page.text and "เปิดอ่านเรื่อง" in page.text
