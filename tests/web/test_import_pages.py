"""An older register through the pages: uploaded, told, looked over, brought in, taken back."""

import io
import re

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.serving import make_service
from tests.sheets_of_the_past import big_cp874_csv, google_form_csv, register_xlsx
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("imports"))


@pytest.fixture
def intake(service):
    desk = Desk(*service)
    desk.sign_in("intake1")
    return desk


def upload(desk, content, name="register.xlsx", **more):
    return sent(desk, content, name, form_token=desk.token("/desk/import"), **more)


def sent(desk, content, name, **typed):
    """The answer to an upload; its body is made here, because the client lays large ones down."""
    boundary, body = encode_multipart(typed | {"sheet": FileStorage(io.BytesIO(content), name)})
    kind = f'multipart/form-data; boundary="{boundary}"'
    return desk.post("/desk/import", body, content_type=kind)


def laid_down(desk, content, name="register.xlsx", **more) -> str:
    """The address of the sheet's pages."""
    answer = upload(desk, content, name, **more)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removesuffix("/columns")


def filled_in(answer) -> dict[str, object]:
    """The form of a page as a browser would send it unchanged."""
    page, found = Page(answer), {}
    for one in page.all("input"):
        kind = one.get("type")
        if "name" in one and (kind in ("hidden", "text") or "checked" in one):
            found[one["name"]] = one.get("value", "")
    for select in re.finditer(r'<select id="[^"]*" name="([^"]*)".*?</select>', page.html, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected>', select[0])
        found[select[1]] = chosen[1] if chosen else ""
    return found


def told(desk, sheet: str, **answers: object) -> None:
    """Both pages of questions answered as they stand, but for these."""
    columns = desk.post(f"{sheet}/columns", filled_in(desk.get(f"{sheet}/columns")))
    assert columns.status_code == 303, columns.text
    page = desk.post(f"{sheet}/answers", filled_in(desk.get(f"{sheet}/answers")) | answers)
    assert page.status_code == 303, page.text


def brought_in(desk, sheet: str, **more: object):
    """The sheet's page after as many presses as it takes on a busy machine."""
    answer = desk.post(f"{sheet}/run", filled_in(desk.get(f"{sheet}/check")) | more)
    assert answer.status_code == 303, answer.text
    while "กรุณากดทำต่อ" in (page := desk.get(sheet)).text:
        desk.post(f"{sheet}/run", filled_in(page))
    return page


def test_a_register_goes_from_its_file_into_the_register_and_out_again(intake):
    sheet = laid_down(intake, register_xlsx())
    told(intake, sheet)
    check = intake.get(f"{sheet}/check")
    assert "นำเข้าได้ 6 เรื่อง" in check.text
    done = brought_in(intake, sheet)
    assert "นำเข้าแล้ว 6 เรื่อง" in done.text
    register = intake.get("/desk/register?year=2567")
    assert "เก็บค่าขยะแล้วไม่ออกใบเสร็จ" in register.text
    undo = intake.post(f"{sheet}/undo", filled_in(intake.get(f"{sheet}/undo")))
    assert undo.status_code == 303
    assert "ยกเลิกการนำเข้าแล้ว" in intake.get(sheet).text
    assert "เก็บค่าขยะแล้วไม่ออกใบเสร็จ" not in intake.get("/desk/register?year=2567").text


def test_only_those_who_take_reports_in_bring_registers_in(service, intake):
    assert 'href="/desk/import"' in intake.get("/desk/register").text
    for login in ("legal1", "clerk", "admin1", "inside1"):
        other = Desk(*service)
        other.sign_in(login)
        assert other.get("/desk/import").status_code == 403
        answer = sent(other, register_xlsx(), "register.xlsx", form_token=other.token())
        assert answer.status_code == 403


def test_every_page_of_it_is_sound(intake):
    refused = upload(intake, b"", "")
    start = intake.get("/desk/import")
    sheet = laid_down(intake, big_cp874_csv(120).content, "ทะเบียน.csv")
    columns = intake.get(f"{sheet}/columns")
    twice = filled_in(columns) | {"column_0": "received_day"}
    mended = intake.post(f"{sheet}/columns", twice)
    told(intake, sheet)
    answers, check = intake.get(f"{sheet}/answers"), intake.get(f"{sheet}/check")
    unsaid = intake.post(f"{sheet}/run", filled_in(check))
    done = brought_in(intake, sheet, skips="1")
    undo = intake.get(f"{sheet}/undo")
    for answer in (start, refused, columns, mended, answers, check, unsaid, done, undo):
        assert StrictPage(answer.text).problems == []
        assert Page(answer).primary_buttons() <= 1
    assert [one.status_code for one in (refused, mended, unsaid)] == [422, 422, 422]
    assert "กรุณากรอกข้อนี้" in refused.text
    assert "เลือกข้อนี้ให้คอลัมน์อื่นแล้ว" in mended.text
    assert "เลือกข้ามแถวเหล่านั้น" in unsaid.text
    left_out = re.search(r"แถวที่ไม่ได้นำเข้า.*?</table>", done.text, re.S)[0]
    assert "แถว 101" in left_out
    assert "อ่านวันที่ไม่ได้" in left_out
    intake.post(f"{sheet}/undo", filled_in(undo))


def test_five_thousand_rows_are_looked_over_and_every_fault_is_named_by_its_row(intake):
    past = big_cp874_csv()
    sheet = laid_down(intake, past.content, "ทะเบียนสิบปี.csv")
    columns = intake.post(f"{sheet}/columns", filled_in(intake.get(f"{sheet}/columns")))
    assert columns.status_code == 303
    answers = filled_in(intake.get(f"{sheet}/answers"))
    unknown = [name for name, said in answers.items() if name.startswith("status_") and not said]
    asked = intake.post(f"{sheet}/answers", answers)
    assert asked.status_code == 422
    assert f'href="#{unknown[0]}"' in asked.text
    intake.post(f"{sheet}/answers", answers | {unknown[0]: "open"})
    check = intake.get(f"{sheet}/check").text
    named = {
        int(row): said for row, said in re.findall(r">แถว (\d+)</td><td>.*?</td><td>([^<]+)", check)
    }
    # What the unknown status means has been said, so its row is brought in.
    assert named.keys() >= past.errors.keys() - {3333}
    assert f"นำเข้าได้ {past.ready + 1:,} เรื่อง" in check
    assert f"นำเข้าไม่ได้ {len(past.errors) - 1} แถว" in check
    assert intake.post(f"{sheet}/discard", {"form_token": intake.token()}).status_code == 303
    assert intake.get(sheet).status_code == 404


def test_a_form_of_another_sort_comes_in_without_the_reporters_names(intake):
    sheet = laid_down(intake, google_form_csv(), "คำตอบ.csv")
    told(intake, sheet)
    done = brought_in(intake, sheet)
    assert "นำเข้าแล้ว 3 เรื่อง" in done.text
    register = intake.get("/desk/register?year=2567")
    case = re.search(r'href="(/desk/cases/[0-9a-f]{32})"', register.text)[1]
    page = intake.get(case).text
    assert "นำเข้าจากทะเบียนเดิม" in page
    assert "ในทะเบียนเดิม" in page
    for secret in ("สมศรี", "somsri@example.org", "081-234-5678"):
        assert secret not in page
        assert secret not in register.text
    assert "=HYPERLINK(&#34;http://example.org&#34;" in "".join(
        intake.get(one).text
        for one in re.findall(r'href="(/desk/cases/[0-9a-f]{32})"', register.text)
    )
    intake.post(f"{sheet}/undo", filled_in(intake.get(f"{sheet}/undo")))


def test_the_last_button_pressed_twice_brings_nothing_in_twice(intake):
    sheet = laid_down(intake, register_xlsx())
    told(intake, sheet)
    form = filled_in(intake.get(f"{sheet}/check"))
    answers = [intake.post(f"{sheet}/run", form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert "นำเข้าแล้ว 6 เรื่อง" in intake.get(sheet).text
    form = filled_in(intake.get(f"{sheet}/undo"))
    answers = [intake.post(f"{sheet}/undo", form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 409]
    assert "ยกเลิกการนำเข้าแล้ว" in intake.get(sheet).text


def test_a_long_sheet_is_brought_in_over_several_presses(intake, monkeypatch):
    monkeypatch.setattr("web.slices.SECONDS", 0.0)
    monkeypatch.setattr("service.import_register.ROWS_AT_ONCE", 4)
    monkeypatch.setattr("service.import_register.SECONDS", 60.0)
    sheet = laid_down(intake, register_xlsx())
    told(intake, sheet)
    intake.post(f"{sheet}/run", filled_in(intake.get(f"{sheet}/check")))
    half = intake.get(sheet)
    assert "นำเข้าแล้ว 4 จาก 6 แถว" in half.text
    assert StrictPage(half.text).problems == []
    go_on = intake.post(f"{sheet}/run", filled_in(half))
    assert go_on.status_code == 303
    assert "นำเข้าแล้ว 6 เรื่อง" in intake.get(sheet).text
    monkeypatch.setattr("service.import_undo.CASES_AT_ONCE", 4)
    answer = intake.post(f"{sheet}/undo", filled_in(intake.get(f"{sheet}/undo")))
    assert answer.headers["Location"] == f"{sheet}/undo"
    assert "ลบทั้ง 2 เรื่อง" in intake.get(f"{sheet}/undo").text
    intake.post(f"{sheet}/undo", filled_in(intake.get(f"{sheet}/undo")))
    assert "ยกเลิกการนำเข้าแล้ว" in intake.get(sheet).text


def test_a_file_that_is_no_sheet_is_refused_in_words(intake):
    answer = upload(intake, b"%PDF-1.7 nothing", "a.pdf")
    assert answer.status_code == 422
    assert "ไฟล์นี้ไม่ใช่ตาราง" in answer.text


def test_pages_of_another_officers_sheet_are_not_there(service, intake):
    sheet = laid_down(intake, register_xlsx())
    other = Desk(*service)
    other.sign_in("intake2")
    for page in ("", "/columns", "/answers", "/check", "/undo"):
        assert other.get(f"{sheet}{page}").status_code == 404
    for page in ("/columns", "/answers", "/run", "/discard", "/undo"):
        assert other.post(f"{sheet}{page}", {"form_token": other.token()}).status_code == 404
    intake.post(f"{sheet}/discard", {"form_token": intake.token()})


def test_what_was_told_stays_when_the_session_has_ended(service, intake):
    sheet = laid_down(intake, register_xlsx())
    form = filled_in(intake.get(f"{sheet}/columns")) | {"column_4": "dropped", "form_token": "x"}
    again = intake.post(f"{sheet}/columns", form)
    assert again.status_code == 200
    assert filled_in(again)["column_4"] == "dropped"
    assert intake.get(f"{sheet}/check").status_code == 303
    intake.post(f"{sheet}/discard", {"form_token": intake.token()})
