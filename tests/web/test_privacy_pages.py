"""The desk's pages of personal data: the contact, the record, and the way to the letter."""

import pytest

from rules.permissions import Role
from rules.words import processing as words
from service.redact_case import save_redaction
from tests.pdf_reading import squeezed, words_read
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page

SETTINGS, RECORD = "/desk/settings/privacy", "/desk/privacy/record"
NOTICE = "/sample/disclosure/privacy"
POST = "เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล"
TYPED = {"officer_post": POST, "email": "dpo@sample.go.th", "extra_th": "สำเนาสำรองเก็บ 30 วัน"}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    app, office = make_service(tmp_path_factory.mktemp("privacy-desk"))
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    return app, office


def signed_in(served, login: str) -> Desk:
    desk = Desk(*served)
    assert desk.sign_in(login).status_code == 303
    return desk


def save(desk: Desk, **typed: str):
    return desk.post(SETTINGS, {"form_token": desk.token(SETTINGS)} | TYPED | typed)


def test_the_pages_are_sound_and_each_has_one_title_and_one_main_button(served):
    desk = signed_in(served, "admin1")
    for path in (SETTINGS, RECORD):
        answer = desk.get(path)
        strict = StrictPage(answer.text)
        assert answer.status_code == 200 and strict.problems == [] and strict.foreign == set()
        assert len(strict.all("h1")) == 1 and Page(answer).primary_buttons() == 1
    leads = {link["href"] for link in Page(desk.get(SETTINGS)).all("a")}
    assert {RECORD, NOTICE} <= leads


@pytest.mark.parametrize("login", ["admin1", "publisher1"])
def test_what_is_saved_is_what_citizens_read(served, login):
    desk = signed_in(served, login)
    answer = save(desk, telephone=f"02 000 {len(login):04}")
    assert answer.status_code == 303 and answer.location.endswith("?saved=1")
    assert "บันทึกแล้ว" in desk.get(answer.location).text
    public = served[0].test_client().get(NOTICE).text
    for typed in (POST, "dpo@sample.go.th", f"02 000 {len(login):04}", "สำเนาสำรองเก็บ 30 วัน"):
        assert typed in public
    assert save(desk, **dict.fromkeys(TYPED, ""), telephone="").status_code == 303
    assert POST not in served[0].test_client().get(NOTICE).text


def test_what_must_be_mended_is_named_and_nothing_typed_is_lost(served):
    desk = signed_in(served, "admin1")
    answer = save(desk, email="dpo at sample", officer_post="")
    assert answer.status_code == 422
    strict = StrictPage(answer.text)
    assert strict.problems == []
    leads = {link.attributes["href"] for link in strict.all("a")}
    assert {"#email", "#officer_post"} <= leads
    assert "สำเนาสำรองเก็บ 30 วัน" in answer.text and "dpo at sample" in answer.text
    assert "dpo at sample" not in served[0].test_client().get(NOTICE).text


def test_typed_words_come_back_when_the_session_has_changed(served):
    desk = signed_in(served, "admin1")
    answer = desk.post(SETTINGS, {"form_token": "of another session"} | TYPED)
    assert answer.status_code == 200 and "ยังไม่ได้บันทึก" in answer.text
    assert "สำเนาสำรองเก็บ 30 วัน" in answer.text
    assert POST not in served[0].test_client().get(NOTICE).text


@pytest.mark.parametrize(
    ("login", "settings", "record"),
    [("intake1", 403, 200), ("clerk", 403, 200), ("inside1", 403, 403), ("publisher1", 200, 200)],
)
def test_only_who_needs_a_page_sees_it(served, login, settings, record):
    desk = signed_in(served, login)
    assert desk.get(SETTINGS).status_code == settings
    assert desk.get(RECORD).status_code == record
    assert desk.get(f"{RECORD}.pdf").status_code == record
    if settings == 403:
        answer = desk.post(SETTINGS, {"form_token": desk.token()} | TYPED)
        assert answer.status_code == 403


def test_the_record_is_the_same_on_paper(served):
    desk = signed_in(served, "clerk")
    answer = desk.get(f"{RECORD}.pdf")
    assert answer.data.startswith(b"%PDF") and answer.headers["Cache-Control"] == "no-store"
    paper, page = words_read(answer.data), desk.get(RECORD).text
    for one in words.ACTIVITIES.values():
        assert squeezed(one.name) in paper and one.name in page
    assert squeezed(words.TITLE) in paper and "complaint,case_epoch" in paper


def test_a_redacted_copy_leads_to_the_letter_that_goes_with_it(served):
    office = served[1]
    case_id = office.case_id(office.file(accused="นายช่างยนต์"))
    desk = signed_in(served, "intake1")
    copy, letter = (f"/desk/cases/{case_id}/{end}" for end in ("redacted", "papers/access_answer"))
    assert letter not in desk.get(copy).text and desk.get(letter).status_code == 409
    with office.desk("intake1") as work:
        save_redaction(work, case_id, "มีผู้แจ้งว่าถนนบางกว่าแบบ", read_again=True)
    assert letter in desk.get(copy).text
    page = desk.get(letter)
    assert page.status_code == 200 and StrictPage(page.text).problems == []
    made = desk.send(letter, TYPED_LETTER | {"addressee": "นายช่างยนต์ โยธา"})
    assert made.status_code == 303
    assert "หนังสือตอบผู้ขอดูข้อมูลของตน" in desk.get(made.location).text


TYPED_LETTER = {"secrecy": "secret", "copies": "1", "thai_digits": "thai"}
