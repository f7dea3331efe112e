"""Typing in for somebody: the pages, the slip, the code's replacement, papers scanned in."""

import io
import re

import pytest

from tests.serving import make_service
from tests.small_files import sound_pdf
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page
from tests.web.reporter_client import Reporter

WORDS = "ผู้โทรเล่าว่ามีการเรียกเงิน <b>ห้าพันบาท</b>"
TYPED = {
    "channel": "corruption",
    "narrative": WORDS,
    "source": "telephone",
    "received_day_day": "23",
    "received_day_month": "11",
    "received_day_year": "2569",
    "identity_mode": "anonymous",
    "way_back": "paper",
}
PDF = sound_pdf()


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("intake"))


@pytest.fixture
def intake(service):
    desk = Desk(*service)
    desk.sign_in("intake1")
    return desk


@pytest.fixture
def reporter(service):
    return Reporter(service[0])


def checked(desk, **changed):
    """The check page of what was typed."""
    typed = TYPED | changed | {"form_token": desk.token("/desk/intake")}
    return desk.post("/desk/intake/check", typed)


def sealed(answer):
    page = Page(answer)
    return {name: page.hidden(name) for name in ("form_token", "channel", "draft")}


def registered(desk, **changed):
    """The page after the matter was registered."""
    return desk.post("/desk/intake/send", sealed(checked(desk, **changed)))


def ticket_of(answer):
    page = Page(answer)
    return {name: page.hidden(name) for name in ("form_token", "ticket")}


def code_on(slip) -> str:
    shown = re.search(r'<p class="code">(.*?)</p>', slip.get_data(as_text=True), re.S)
    return re.sub(r"[^0-9]", "", shown[1])


def number_on(answer) -> str:
    return re.search(r"([0-9]+/2570)", answer.get_data(as_text=True))[1]


def follow(reporter, code):
    """What a code leads to, on the follow page."""
    token = reporter.get("/f/").hidden("token")
    return reporter.post("/f/enter", token=token, code=code)


def test_the_menu_offers_it_to_those_who_take_matters_in(service, intake):
    assert 'href="/desk/intake"' in intake.get("/desk/").get_data(as_text=True)
    for login in ("legal1", "clerk", "admin1"):
        other = Desk(*service)
        other.sign_in(login)
        assert 'href="/desk/intake"' not in other.get("/desk/help").get_data(as_text=True)
        assert other.get("/desk/intake").status_code == 403


def test_every_page_of_it_is_sound(intake):
    form = intake.get("/desk/intake")
    check = checked(intake)
    made = intake.post("/desk/intake/send", sealed(check))
    slip = intake.post("/desk/intake/slip", ticket_of(made))
    mended = intake.post(
        "/desk/intake/check", {"form_token": intake.token(), "channel": "corruption"}
    )
    for answer in (form, check, made, slip, mended):
        assert StrictPage(answer.text).problems == []
        assert Page(answer).primary_buttons() <= 1
    assert mended.status_code == 422
    assert "<b>ห้าพันบาท" not in check.get_data(as_text=True)


def test_the_day_of_receipt_stands_there_as_today(intake):
    page = Page(intake.get("/desk/intake"))
    boxes = {one["name"]: one.get("value") for one in page.all("input") if "name" in one}
    day = [boxes[f"received_day_{box}"] for box in ("day", "month", "year")]
    assert day == ["23", "11", "2569"]


def test_what_was_typed_stays_when_something_must_be_mended(intake):
    answer = checked(intake, source="", received_day_day="31", sender_number="ตย 1/2")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "กรุณากรอกวันที่ที่มีจริง" in html
    assert "&lt;b&gt;ห้าพันบาท" in html
    assert 'value="ตย 1/2"' in html
    assert 'href="#source"' in html


def test_the_way_back_from_the_check_page_keeps_everything(intake):
    answer = intake.post("/desk/intake/edit", sealed(checked(intake, place="ตลาด")))
    html = answer.get_data(as_text=True)
    assert 'value="ตลาด"' in html
    assert re.search(r'value="telephone"[^>]*checked', html)


def test_a_session_that_ended_loses_no_words(intake):
    answer = intake.post("/desk/intake/check", TYPED | {"form_token": "old"})
    assert answer.status_code == 200
    assert "&lt;b&gt;ห้าพันบาท" in answer.get_data(as_text=True)
    assert "ยังอยู่ครบ" in answer.get_data(as_text=True)


def test_somebody_named_is_offered_to_be_kept_out(intake):
    check = checked(intake, accused="นายวิชัย ตั้งตรง")
    (box,) = [
        one["value"]
        for one in Page(check).all("input")
        if one.get("name") == "exclude" and one["type"] == "checkbox"
    ]
    kept = intake.post("/desk/intake/send", sealed(check) | {"exclude": box})
    html = kept.get_data(as_text=True)
    assert "ผู้ที่เปิดอ่านไม่ได้" in html
    made = intake.post("/desk/intake/send", sealed(kept))
    assert "รับเรื่องแล้ว" in made.get_data(as_text=True)


def test_the_officer_who_is_meant_is_told_to_let_a_colleague_type(intake):
    check = checked(intake, accused="นางสาวมาลี ใจงาม")
    (box,) = [one["value"] for one in Page(check).all("input")
              if one.get("name") == "exclude" and one["type"] == "checkbox"]  # fmt: skip
    answer = intake.post("/desk/intake/keep-out", sealed(check) | {"exclude": box})
    assert answer.status_code == 422
    assert "ให้เพื่อนร่วมงาน" in answer.get_data(as_text=True)


def test_a_page_sent_twice_makes_one_case(intake):
    form = sealed(checked(intake))
    first, second = (intake.post("/desk/intake/send", form) for _ in range(2))
    assert number_on(first) == number_on(second)
    codes = {code_on(intake.post("/desk/intake/slip", ticket_of(one))) for one in (first, second)}
    assert len(codes) == 1


def test_the_slip_holds_what_the_reporter_needs_and_its_qr_not_the_code(intake):
    made = registered(intake)
    slip = intake.post("/desk/intake/slip", ticket_of(made))
    html = slip.get_data(as_text=True)
    for text in ("เทศบาลตำบลตัวอย่าง", number_on(made), "http://localhost/sample/f/", 'class="qr"'):
        assert text in html
    assert code_on(slip) not in html, "only in groups, as it is typed"
    assert slip.headers["Cache-Control"] == "no-store"


def test_a_slip_given_away_is_shown_no_more(intake):
    made = registered(intake)
    form = ticket_of(made)
    case = intake.post("/desk/intake/given", form)
    assert case.status_code == 303
    for path in ("/desk/intake/slip", "/desk/intake/given"):
        assert intake.post(path, form).status_code == 409
    html = intake.get(case.location).get_data(as_text=True)
    assert "เจ้าหน้าที่บันทึกแทน" in html
    assert "ผู้แจ้งยังไม่ได้ใช้รหัสบนใบ" in html


def test_a_letter_with_no_way_back_leads_to_the_scanner(intake):
    points = dict.fromkeys(
        ("screening_evidence", "screening_circumstances", "screening_witness"), "no"
    )
    made = registered(intake, source="letter", way_back="none", **points)
    html = made.get_data(as_text=True)
    assert "/desk/intake/slip" not in html
    path = re.search(r'href="(/desk/cases/[0-9a-f]+/scan)"', html)[1]
    assert StrictPage(intake.get(path).text).problems == []
    token = intake.token(path)
    answer = intake.post(path, {"form_token": token, "file": (io.BytesIO(PDF), "ลับ.pdf")})
    assert "evidence-01.pdf" in answer.get_data(as_text=True)
    assert "ลับ.pdf" not in answer.get_data(as_text=True)
    case = intake.get(path.removesuffix("/scan")).get_data(as_text=True)
    assert "evidence-01.pdf" in case


@pytest.mark.parametrize(
    ("file", "status"),
    [(None, 422), ((io.BytesIO(b"MZ\x90\x00" + bytes(200)), "x.exe"), 415)],
    ids=["nothing", "a program"],
)
def test_what_is_no_paper_leaves_the_case_as_it_was(intake, file, status):
    made = registered(intake)
    case = intake.post("/desk/intake/given", ticket_of(made)).location
    typed = {"form_token": intake.token()} | ({"file": file} if file else {})
    answer = intake.post(f"{case}/scan", typed, content_type="multipart/form-data")
    assert answer.status_code == status
    assert "evidence-01" not in intake.get(case).get_data(as_text=True)


def test_a_printed_code_is_replaced_before_anything_is_shown(intake, reporter):
    made = registered(intake)
    printed = code_on(intake.post("/desk/intake/slip", ticket_of(made)))
    shown = follow(reporter, printed)
    assert shown.status == 200
    assert number_on(made) not in shown.text
    fresh = shown.code
    assert fresh != printed
    form = {name: shown.hidden(name) for name in ("token", "ticket")}
    asked = reporter.post("/f/new-code/written", **form)
    assert fresh not in re.sub(r"\s", "", asked.text)
    again = reporter.post("/f/new-code", **form)
    assert again.code == fresh
    wrong = reporter.post("/f/new-code/confirm", **form, last_group="0" * 3)
    assert wrong.status == 422
    entered = reporter.post("/f/new-code/confirm", **form, last_group=fresh[-4:])
    assert number_on(made) in reporter.get("/f/").text
    assert entered.status == 303
    assert "ไม่พบ" in follow(Reporter(intake.client.application), printed).text


def test_the_sender_is_answered_from_the_cases_page(intake):
    referred = {
        "source": "referred_in", "sender": "nacc", "sender_number": "ปช 1/2569",
        "reply_by_day": "30", "reply_by_month": "11", "reply_by_year": "2569",
        "identity_mode": "named", "contact_name": "นายสมหมาย", "way_back": "paper",
    }  # fmt: skip
    made = registered(intake, **referred)
    case = intake.post("/desk/intake/given", ticket_of(made)).location
    html = intake.get(case).get_data(as_text=True)
    assert "ต้องตอบ สำนักงาน ป.ป.ช." in html
    path = f"{case}/answer-sender"
    assert StrictPage(intake.get(path).text).problems == []
    assert intake.send(path, {"answered": ""}).status_code == 422
    assert intake.send(path, {"answered": "รับไว้ตรวจสอบ", "number": "ทต 1"}).status_code == 303
    html = intake.get(case).get_data(as_text=True)
    assert "รับไว้ตรวจสอบ" in html
    assert "ต้องตอบ สำนักงาน ป.ป.ช." not in html


def test_a_paper_sent_after_the_session_ended_asks_to_sign_in(service, intake):
    made = registered(intake)
    case = intake.post("/desk/intake/given", ticket_of(made)).location
    for file in ({}, {"file": (io.BytesIO(PDF), "x.pdf")}):
        stranger = Desk(*service)
        assert stranger.post(f"{case}/scan", {"form_token": "x"} | file).status_code == 401
    answer = intake.post(f"{case}/scan", {"form_token": "old", "file": (io.BytesIO(PDF), "x.pdf")})
    assert "กรุณาเลือกไฟล์อีกครั้ง" in answer.get_data(as_text=True)
    assert "evidence-01" not in intake.get(case).get_data(as_text=True)
