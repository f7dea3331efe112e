"""The desk's pages of numbers and criteria: a new year by a form, without a programmer."""

import pytest

from rules.disclosure_items import ITEM_ROLES, NACC_LAO, item
from tests.disclosing import hire_publisher
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page

YEARS = "/desk/disclosure/years"


@pytest.fixture
def service(tmp_path):
    return make_service(tmp_path)


@pytest.fixture
def publisher(service) -> Desk:
    hire_publisher(service[1])
    desk = Desk(*service)
    desk.sign_in("publisher1")
    return desk


def send(desk: Desk, path: str, **typed: str):
    return desk.post(path, {"form_token": desk.token(path)} | typed)


def numbers(*codes: str, scheme: str = NACC_LAO, name: str = "") -> dict[str, str]:
    named = dict(zip(ITEM_ROLES, codes, strict=True))
    return named | {"scheme": scheme, "scheme_name": name}


def test_a_year_is_numbered_by_a_form_and_the_public_reads_it_at_once(publisher):
    for role in ITEM_ROLES:
        page = publisher.get(f"/sample/disclosure/{role}?year=2570").text
        assert role == "statistics" or "ยังไม่ประกาศ" in page
    answer = send(publisher, f"{YEARS}/2570", **numbers("O15", "๐๑๖", " 017 "))
    assert answer.status_code == 303
    shown = publisher.get(answer.location).text
    assert "บันทึกแล้ว" in shown
    for code in ("O15", "๐๑๖", "017"):
        assert f"</span>{code}</td>" in shown
    for role, code in zip(ITEM_ROLES[:2], ("O15", "๐๑๖"), strict=True):
        assert code in publisher.get(f"/sample/disclosure/{role}?year=2570").text
    console = publisher.get("/desk/disclosure/?year=2570").text
    for code in ("O15", "๐๑๖", "017"):
        assert f"<h2>{code} · " in console


def test_the_years_are_listed_with_the_next_one_to_be_numbered(publisher):
    page = Page(publisher.get(YEARS))
    links = [one["href"] for one in page.all("a") if one["href"].startswith(f"{YEARS}/")]
    assert links == [f"{YEARS}/{year}" for year in range(2571, 2562, -1)]
    assert "ปีถัดไป" in page.html and "O29" in page.html


def test_another_scheme_is_typed_in_and_shown(publisher):
    nameless = send(publisher, f"{YEARS}/2570", **numbers("", "", "", scheme="other"))
    assert nameless.status_code == 422 and 'id="scheme_name-problem"' in nameless.text
    typed = numbers("O27", "O28", "O29", scheme="other", name="สพฐ. สำหรับสถานศึกษา")
    assert send(publisher, f"{YEARS}/2570", **typed).status_code == 303
    assert "สพฐ. สำหรับสถานศึกษา" in publisher.get(YEARS).text
    again = Page(publisher.get(f"{YEARS}/2570"))
    ticked = [one["value"] for one in again.all("input") if "checked" in one]
    assert ticked == ["other"]


def test_what_will_not_do_is_said_beside_its_box_and_nothing_is_lost(publisher):
    refused = send(publisher, f"{YEARS}/2570", **numbers("O" * 30, "O16", "081-234-5678"))
    assert refused.status_code == 422
    assert 'id="guideline-problem"' in refused.text and 'id="statistics-problem"' in refused.text
    assert 'value="O16"' in refused.text
    assert "ยังไม่ประกาศ" in publisher.get("/sample/disclosure/guideline?year=2570").text


def words_form(desk: Desk, path: str) -> dict[str, str]:
    """The form as it is drawn, with what stands in its boxes."""
    page = Page(desk.get(path))
    shipped = item(NACC_LAO, 2569, path.rpartition("/")[2])
    typed = {"form_token": page.hidden("form_token")}
    typed |= {"label_th": shipped.label.th, "label_en": shipped.label.en}
    for number, one in enumerate(shipped.criteria, start=1):
        typed |= {f"criterion-{number}": one.words.th, f"check-{number}": one.check}
    return typed


def test_criteria_are_reworded_added_dropped_and_put_back(publisher):
    path = f"{YEARS}/2569/channel"
    typed = words_form(publisher, path)
    typed["criterion-1"] = "ช่องทางออนไลน์ตามคู่มือปี 2569"
    typed["criterion-2"] = "  "
    typed |= {"criterion-4": "ติดประกาศหน้าสำนักงาน", "check-4": ""}
    assert publisher.post(path, typed).status_code == 303
    shown = publisher.get(path).text
    assert "ช่องทางออนไลน์ตามคู่มือปี 2569" in shown and "ติดประกาศหน้าสำนักงาน" in shown
    assert "แยกต่างหาก" not in shown.partition("<select")[0]
    console = publisher.get("/desk/disclosure/?year=2569").text
    assert "ติดประกาศหน้าสำนักงาน" in console and "หน่วยงานเขียนเกณฑ์นี้เอง" in console
    assert '<span class="tag">ตรวจเอง</span>' in console
    back = publisher.post(f"{path}/reset", {"form_token": publisher.token(path)})
    assert back.status_code == 303
    assert "ติดประกาศหน้าสำนักงาน" not in publisher.get(path).text
    assert "กลับไปใช้ถ้อยคำของระบบ" not in publisher.get(path).text


def test_words_that_tell_of_a_person_are_refused_and_kept_in_their_box(publisher):
    path = f"{YEARS}/2569/guideline"
    typed = words_form(publisher, path) | {
        "label_th": "โทร. 081-234-5678",
        "criterion-2": "ก" * 301,
    }
    refused = publisher.post(path, typed)
    assert refused.status_code == 422
    assert 'id="label_th-problem"' in refused.text and 'id="criterion-2-problem"' in refused.text
    assert "กรุณานำออกก่อน เพราะข้อความนี้จะเผยแพร่" in refused.text
    assert 'value="โทร. 081-234-5678"' in refused.text
    assert "ข้อความนี้เขียนเพื่อเผยแพร่ จึงไม่ถูกเข้ารหัส" in refused.text


def test_a_check_that_is_none_is_refused(publisher):
    path = f"{YEARS}/2569/guideline"
    typed = words_form(publisher, path) | {"check-1": "made_up"}
    assert publisher.post(path, typed).status_code == 422


def test_typed_words_survive_an_ended_session(publisher):
    path = f"{YEARS}/2570"
    answer = publisher.post(path, {"form_token": "old"} | numbers("O15", "", ""))
    assert 'value="O15"' in answer.text and "สิ่งที่ท่านพิมพ์ไว้ยังอยู่ครบ" in answer.text
    words = f"{YEARS}/2570/channel"
    typed = {"form_token": "old", "label_th": "ชื่อใหม่", "criterion-1": "เกณฑ์ใหม่"}
    answer = publisher.post(words, typed)
    assert 'value="ชื่อใหม่"' in answer.text and "เกณฑ์ใหม่" in answer.text


@pytest.mark.parametrize("path", ["2562", "2572", "2569/o17", "2572/channel"])
def test_a_year_or_an_item_that_is_none_is_not_found(publisher, path):
    assert publisher.get(f"{YEARS}/{path}").status_code == 404


@pytest.mark.parametrize(("login", "status"), [("admin1", 200), ("intake1", 403), ("inside1", 403)])
def test_who_publishes_or_sets_up_may_edit_and_nobody_else(service, login, status):
    desk = Desk(*service)
    desk.sign_in(login)
    for path in (YEARS, f"{YEARS}/2570", f"{YEARS}/2570/channel"):
        assert desk.get(path).status_code == status
    token = desk.token()
    answer = desk.post(f"{YEARS}/2570", {"form_token": token} | numbers("O15", "O16", "O17"))
    assert answer.status_code == (303 if status == 200 else 403)


@pytest.mark.parametrize("path", ["", "/2570", "/2569/statistics"])
def test_each_page_has_one_heading_and_at_most_one_primary_button(publisher, path):
    page = Page(publisher.get(f"{YEARS}{path}"))
    assert len(page.all("h1")) == 1
    assert page.primary_buttons() == (1 if path else 0)
    read = StrictPage(page.html)
    assert (read.problems, read.foreign) == ([], set())
