"""The register's pages: words on the screen alone, numbers on paper and in the sheet."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest

from rules.limits import PAGE_ROWS
from rules.words import REGISTER_COLUMNS
from service.two_person_requests import Kind
from tests.serving import make_service
from tests.two_persons import agreed
from tests.web.desk_client import Desk, Page

FORMULA = "=cmd|' /C calc'!A0"
LINK = "https://example.org/steal"
ACCUSED = "@SUM(1+1)*นายช่างยนต์"
NAME = "+66 นางบัวผัน <b>จันทร์ดี</b>"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    app, office = make_service(tmp_path_factory.mktemp("register"))
    for subject in (FORMULA, LINK):
        office.file(
            subject=subject,
            accused=ACCUSED,
            identity_mode="named",
            contact_name=NAME,
            contact_phone="0810000000",
        )
    office.clock.now += timedelta(days=10)
    for _ in range(PAGE_ROWS):
        office.file(subject="ถนนสายหนองโพ")
    return app, office


@pytest.fixture
def desk(service):
    desk = Desk(*service)
    desk.sign_in("intake1")
    return desk


def sheet_of(response) -> list[list[object]]:
    """The cells of the sheet, by row, and a proof that none is anything but text."""
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(isinstance(cell.value, str | None) for cell in cells)
    assert not [cell for cell in cells if cell.hyperlink]
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def table_of(rows: list[list[object]]) -> list[dict[object, object]]:
    """The lines below the column heads, by head."""
    heads = next(number for number, row in enumerate(rows) if row[0] == "ลำดับ")
    return [dict(zip(rows[heads], row, strict=True)) for row in rows[heads + 1 :]]


def cases_on(desk: Desk) -> list[str]:
    """The ids of the cases on the register's first page, in its order."""
    html = desk.get("/desk/register?page=1").get_data(as_text=True)
    return re.findall(r'href="/desk/cases/([0-9a-f]{32})"', html)


def test_the_screen_shows_every_column_and_the_words(desk: Desk) -> None:
    page = Page(desk.get("/desk/register?page=1"))
    assert all(f">{words.th}</th>" in page.html for words in REGISTER_COLUMNS.values())
    assert "=cmd|&#39; /C calc&#39;!A0" in page.html
    assert "&lt;b&gt;จันทร์ดี&lt;/b&gt;" in page.html
    assert page.primary_buttons() == 1
    assert "27 รายการ" in page.html


def test_each_number_leads_to_its_case(desk: Desk, service) -> None:
    opened = desk.get(f"/desk/cases/{cases_on(desk)[0]}").get_data(as_text=True)
    assert "1/2570" in opened
    assert "calc" in opened


def test_the_filters_stay_in_the_addresses(desk: Desk) -> None:
    page = Page(desk.get("/desk/register?year=2570&digits=thai&page=1"))
    links = [one["href"] for one in page.all("a") if "digits=thai" in one.get("href", "")]
    kinds = {link.split("?")[0] for link in links}
    assert kinds == {"/desk/register", "/desk/register/print", "/desk/register/sheet"}
    assert all("year=2570" in link and "channel=corruption" in link for link in links)
    chosen = Page(desk.get("/desk/register?month=2026-11"))
    assert [one["value"] for one in chosen.all("option") if "selected" in one][1] == "2026-11"


def test_a_month_holds_what_came_in_it(desk: Desk) -> None:
    assert "2 รายการ" in desk.get("/desk/register?month=2026-11").get_data(as_text=True)
    assert "25 รายการ" in desk.get("/desk/register?month=2026-12").get_data(as_text=True)


@pytest.mark.parametrize(
    "nonsense",
    ["?year=x", "?month=2026-99", "?page=-1", "?channel=all", "?year=99999999", "?page=999"],
)
def test_an_address_that_makes_no_sense_shows_a_register_all_the_same(
    desk: Desk, nonsense: str
) -> None:
    assert desk.get(f"/desk/register{nonsense}").status_code == 200


def test_thai_digits_are_a_choice_and_change_no_words(desk: Desk) -> None:
    plain = desk.get("/desk/register?page=1").get_data(as_text=True)
    thai = desk.get("/desk/register?page=1&digits=thai").get_data(as_text=True)
    assert ">1/2570<" in plain
    assert ">๑/๒๕๗๐<" in thai
    assert "วันครบ ๑๕ วัน" in thai
    assert "A0" in thai


def test_paper_holds_the_grade_the_office_and_no_words(desk: Desk) -> None:
    html = desk.get("/desk/register/print").get_data(as_text=True)
    assert html.count(">ลับ</p>") == 2
    assert "เทศบาลตำบลตัวอย่าง" in html
    assert "27/2570" in html
    assert not [word for word in ("calc", "ถนน", "ช่างยนต์", "จันทร์ดี", "เรื่อง</th>") if word in html]
    assert "ต้องใช้สองคน" in html


def test_the_sheet_of_one_officer_holds_numbers_days_and_states(desk: Desk) -> None:
    response = desk.get("/desk/register/sheet")
    assert response.headers["Content-Disposition"].endswith('"register-corruption-2570.xlsx"')
    assert response.headers["Cache-Control"] == "no-store"
    rows = sheet_of(response)
    lines = table_of(rows)
    assert len(lines) == PAGE_ROWS + 2
    assert lines[0]["เลขรับ"] == "1/2570"
    assert lines[0]["วันเดือนปีที่รับ"] == "23 พ.ย. 2569"
    assert lines[0]["received_on_iso"] == "2026-11-23"
    assert lines[0]["ผู้ร้อง"] == "ปกปิด"
    assert "เรื่อง" not in lines[0]
    said = str(rows)
    assert not [word for word in ("calc", "ถนน", "ช่างยนต์", "จันทร์ดี") if word in said]
    assert rows[0][0] == "ลับ"


def test_the_sheet_prints_like_the_paper_one(desk: Desk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/desk/register/sheet").data))
    sheet = book.active
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert "ลับ" in sheet.oddHeader.center.text
    assert "ลับ" in sheet.oddFooter.center.text
    assert sheet.print_title_rows
    assert book.properties.creator in (None, "")


def test_with_words_two_persons_must_agree_and_what_was_typed_stays_inert(
    desk: Desk, service
) -> None:
    office = service[1]
    request_id = agreed(office, Kind.EXPORT, *cases_on(desk)[:2])
    address = f"/desk/two-persons/{request_id}"
    assert f'formaction="{address}/register"' in desk.get(address).get_data(as_text=True)
    response = desk.post(f"{address}/register", {"form_token": desk.token()})
    lines = table_of(sheet_of(response))
    assert [line["เรื่อง"] for line in lines] == [FORMULA, LINK]
    assert {line["หน่วยงาน/ผู้ถูกร้อง"] for line in lines} == {ACCUSED}
    assert {line["ผู้ร้อง"] for line in lines} == {NAME}
    again = desk.post(f"{address}/register", {"form_token": desk.token()})
    assert again.status_code == 409
    assert again.content_type.startswith("text/html")


def test_the_post_from_elsewhere_takes_nothing_out(desk: Desk, service) -> None:
    office = service[1]
    request_id = agreed(office, Kind.EXPORT, cases_on(desk)[-1])
    refused = desk.post(f"/desk/two-persons/{request_id}/register", {"form_token": "x"})
    assert refused.content_type.startswith("text/html")
    assert "Content-Disposition" not in refused.headers
    assert f"{request_id}/register" in desk.get(f"/desk/two-persons/{request_id}").text


def test_whoever_lists_no_cases_has_no_register(service) -> None:
    admin = Desk(*service)
    admin.sign_in("admin1")
    for path in ("/desk/register", "/desk/register/print", "/desk/register/sheet"):
        assert admin.get(path).status_code == 403
    assert "/desk/register" not in admin.get("/desk/help").get_data(as_text=True)
