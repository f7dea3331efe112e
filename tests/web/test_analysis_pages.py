"""The pages of analysis and prevention: for who counts, for who reads, and for everybody."""

import re
from datetime import timedelta

import pytest

from rules.permissions import Role
from rules.states import Channel
from service.submit_complaint import filing_form
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page

ROOT = "/desk/disclosure/analysis"
PUBLIC = "/sample/disclosure/analysis"
NOT_SEALED = "ข้อความนี้เขียนเพื่อเผยแพร่ จึงไม่ถูกเข้ารหัส"
OTHERS = "อาจมีเรื่องอื่นที่ท่านไม่มีสิทธิเปิด"
SECRET = "ผู้รับเหมาส่งเงินให้ที่ลานจอดรถ"
TYPED = {
    "category": "procurement",
    "unit": "",
    "root_cause": "คนเดียวกันสั่งซื้อและตรวจรับ",
    "measure": "แยกผู้ตรวจรับออกจากผู้สั่งซื้อ",
    "responsible": "กองคลัง",
    "due_on_day": "31",
    "due_on_month": "3",
    "due_on_year": "2570",
    "public_text": "แยกผู้ตรวจรับ <b>ทุกสัญญา</b>",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """Four complaints about one unit; from one of them intake1 is kept out."""
    app, office = make_service(tmp_path_factory.mktemp("analysis"))
    office.hire("web1", "นายเว็บ เผยแพร่", Role.PUBLISHER)
    office.hire("head1", "นายสมบัติ นำทาง", Role.EXECUTIVE)
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    malee = [one.id for one in holders if one.name.startswith("นางสาวมาลี")]
    for excluded in ([], [], [], malee):
        office.file(
            category="procurement", accused_unit="กองช่าง", narrative=SECRET, exclude=excluded
        )
    return app, office


@pytest.fixture
def sign_in(service):
    def as_officer(login: str) -> Desk:
        desk = Desk(*service)
        assert desk.sign_in(login).status_code == 303
        return desk

    return as_officer


@pytest.fixture
def intake(sign_in):
    return sign_in("intake1")


def post(desk: Desk, path: str, typed: dict[str, str]):
    return desk.post(path, {"form_token": desk.token()} | typed)


def add(desk: Desk, **typed: str) -> str:
    """The address of a new measure."""
    answer = post(desk, f"{ROOT}/measures/new", TYPED | typed)
    assert answer.status_code == 303
    return answer.location.partition("?")[0]


def read(desk: Desk, path: str) -> str:
    answer = desk.get(path)
    assert answer.status_code == 200
    assert StrictPage(answer.text).problems == []
    page = Page(answer)
    assert len(page.all("h1")) == 1
    assert page.primary_buttons() <= 1
    return answer.text


def test_the_first_page_opens_no_case_and_leads_to_the_counting(intake: Desk) -> None:
    text = read(intake, ROOT)
    assert f'href="{ROOT}/patterns"' in text and f'href="{ROOT}/measures/new"' in text
    assert '<a href="/desk/disclosure/analysis" aria-current="page">วิเคราะห์และป้องกัน</a>' in text


def test_patterns_are_told_in_sentences_with_ways_to_the_cases(intake: Desk) -> None:
    text = read(intake, f"{ROOT}/patterns")
    assert "นับจาก <strong>3 เรื่อง</strong>" in text
    assert "การจัดซื้อจัดจ้าง/การเสนอราคา · กองช่าง" in text
    assert len(set(re.findall(r'href="/desk/cases/([0-9a-f]{32})"', text))) == 3
    assert SECRET not in text


def test_everybody_reads_that_there_may_be_others_and_nobody_how_many(sign_in) -> None:
    texts = {login: read(sign_in(login), f"{ROOT}/patterns") for login in ("intake1", "intake2")}
    assert all(OTHERS in text for text in texts.values())
    assert "<strong>3 เรื่อง</strong>" in texts["intake1"]
    assert "<strong>4 เรื่อง</strong>" in texts["intake2"]
    assert "4" not in re.sub(r"24 เดือน|4 ไตรมาส|<[^>]+>|25\d\d", "", main_of(texts["intake1"]))


def main_of(text: str) -> str:
    return text.partition("<h1>")[2].partition("<h2>ตัวเลขทั้งหมด")[0]


def test_a_measure_begins_from_a_pattern_without_an_address_that_tells(intake: Desk) -> None:
    text = read(intake, f"{ROOT}/patterns")
    unit = re.search(r'name="unit" value="([0-9a-f]{32})"', text)
    assert unit
    answer = post(intake, f"{ROOT}/measures/begin", {"category": "procurement", "unit": unit[1]})
    assert answer.status_code == 200
    assert f'<option value="{unit[1]}" selected>กองช่าง' in answer.text
    assert '<option value="procurement" selected>' in answer.text
    assert NOT_SEALED in answer.text


def test_a_measure_is_written_followed_up_and_done(intake: Desk, service) -> None:
    path = add(intake)
    text = read(intake, path)
    assert "คนเดียวกันสั่งซื้อและตรวจรับ" in text and NOT_SEALED in text
    assert "&lt;b&gt;ทุกสัญญา" in text
    assert post(intake, f"{path}/notes", {"text": "ประชุมแล้ว"}).status_code == 303
    day = service[1].clock.now - timedelta(days=1)
    typed = {
        "done_on_day": str(day.day),
        "done_on_month": str(day.month),
        "done_on_year": str(day.year),
    }
    assert post(intake, f"{path}/done", typed).status_code == 303
    text = read(intake, path)
    assert "ประชุมแล้ว" in text and '<span class="tag good">เสร็จแล้ว ' in text
    assert "สั้นกว่า 2 ไตรมาส" in text


def test_what_must_be_mended_is_named_and_nothing_typed_is_lost(intake: Desk) -> None:
    wrong = TYPED | {"responsible": "โทร 081-234-5678", "due_on_day": "32"}
    answer = post(intake, f"{ROOT}/measures/new", wrong)
    assert answer.status_code == 422
    assert 'href="#responsible">ผู้รับผิดชอบ: ' in answer.text
    assert 'href="#due_on">กำหนดเสร็จ: ' in answer.text
    assert 'value="โทร 081-234-5678"' in answer.text and 'value="32"' in answer.text
    assert TYPED["root_cause"] in answer.text
    path = add(intake)
    refused = post(intake, f"{path}/notes", {"text": "ถาม a@example.go.th"})
    assert refused.status_code == 422 and "ถาม a@example.go.th" in refused.text


def test_typed_text_survives_a_session_that_ended(intake: Desk) -> None:
    path = add(intake)
    for where in (f"{ROOT}/measures/new", f"{path}/edit"):
        answer = intake.post(where, TYPED | {"form_token": "older", "measure": "ยังอยู่ครบ"})
        assert answer.status_code == 200
        assert "ยังอยู่ครบ" in answer.text and "ยังไม่ได้บันทึก" in answer.text
    answer = intake.post(f"{path}/notes", {"form_token": "older", "text": "บันทึกที่พิมพ์ค้าง"})
    assert "บันทึกที่พิมพ์ค้าง" in answer.text


def test_a_changed_measure_opens_with_what_it_holds(intake: Desk) -> None:
    path = add(intake)
    text = read(intake, f"{path}/edit")
    assert 'name="due_on_year" value="2570"' in text and TYPED["root_cause"] in text
    changed = post(intake, f"{path}/edit", TYPED | {"measure": "ให้ชาวบ้านร่วมตรวจรับ"})
    assert changed.status_code == 303
    assert "ให้ชาวบ้านร่วมตรวจรับ" in read(intake, path)


def test_who_sees_only_numbers_reads_measures_and_no_patterns(intake: Desk, sign_in) -> None:
    path = add(intake)
    for login in ("head1", "web1", "grievance1"):
        desk = sign_in(login)
        text = read(desk, ROOT)
        assert "แยกผู้ตรวจรับออกจากผู้สั่งซื้อ" in text and "/patterns" not in text
        assert "<textarea" not in read(desk, path)
        assert desk.get(f"{ROOT}/patterns").status_code == 403
        for where in (f"{ROOT}/measures/new", f"{path}/edit"):
            assert desk.get(where).status_code == 403
        for where in ("measures/new", "measures/begin", "effects"):
            assert post(desk, f"{ROOT}/{where}", TYPED).status_code == 403
    for login in ("legal1", "admin1"):
        assert sign_in(login).get(ROOT).status_code == 403


def test_a_version_is_seen_before_published_and_read_by_everybody(
    intake: Desk, sign_in, service
) -> None:
    add(intake, measure="เห็นเฉพาะในหน่วยงาน")
    web = sign_in("web1")
    preview = read(web, f"{ROOT}/publish")
    assert "&lt;b&gt;ทุกสัญญา" in preview and "เห็นเฉพาะในหน่วยงาน" not in preview
    reader = service[0].test_client()
    published = post(web, f"{ROOT}/publish", {"note": "ฉบับของการทดสอบ"})
    assert published.status_code == 303
    assert "บันทึกแล้ว" in web.get(published.location).text
    for language in ("", "?lang=en"):
        page = reader.get(f"{PUBLIC}{language}")
        assert StrictPage(page.text).problems == []
        assert page.status_code == 200 and "Set-Cookie" not in page.headers
        assert "<script" not in page.text
        assert "&lt;b&gt;ทุกสัญญา" in page.text and "กองคลัง" in page.text
        assert "เห็นเฉพาะในหน่วยงาน" not in page.text and "คนเดียวกันสั่งซื้อ" not in page.text
    assert reader.get(f"{PUBLIC}?year=2570&version=999").status_code == 404
    assert post(intake, f"{ROOT}/publish", {}).status_code == 403
    again = post(web, f"{ROOT}/publish", {"note": "ไม่มีอะไรเปลี่ยน"})
    assert again.status_code == 422 and "ไม่ต้องเผยแพร่ซ้ำ" in again.text
    assert 'value="ไม่มีอะไรเปลี่ยน"' in again.text


def test_counts_for_the_public_are_prepared_by_who_counts(intake: Desk) -> None:
    answer = post(intake, f"{ROOT}/effects", {})
    assert answer.status_code == 303
    text = read(intake, f"{ROOT}/publish")
    assert "โดย นางสาวมาลี ใจงาม" in text


def test_a_measure_that_is_none_is_not_found(intake: Desk) -> None:
    for path in (f"{ROOT}/measures/{'0' * 32}", f"{ROOT}/measures/none", f"{ROOT}/measures/0/edit"):
        assert intake.get(path).status_code == 404


def test_before_anything_is_published_the_public_page_says_so(tmp_path) -> None:
    app, _office = make_service(tmp_path)
    reader = app.test_client()
    assert "ยังไม่ได้เผยแพร่มาตรการป้องกัน" in reader.get(PUBLIC).text
    assert "has not published" in reader.get(f"{PUBLIC}?lang=en").text
    for asked in ("year=25", "version=x", "year=2570&version=x"):
        assert reader.get(f"{PUBLIC}?{asked}").status_code == 200
