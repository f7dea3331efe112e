"""The guideline in public, on paper and on the desk, in a browser without script."""

from datetime import timedelta

import pytest

from rules.guideline import guideline_steps, role_words
from rules.guideline_blocks import ANCHORS
from rules.permissions import Role
from rules.states import Channel
from rules.words.guideline import GUIDELINE_HEADINGS
from service.office_days import save_office_days
from service.own_paragraphs import add_paragraph, own_paragraphs
from service.shown_guideline import publish_guideline
from tests.pdf_reading import squeezed, words_read
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page

PUBLIC = "/sample/disclosure/guideline"
DESK = "/desk/disclosure/guideline"
DAYS = {"screening_days": "5", "next_notice_days": "20", "fact_finding_days": "60"}


@pytest.fixture
def served(tmp_path):
    app, office = make_service(tmp_path)
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    return app, office


@pytest.fixture
def public(served):
    return served[0].test_client()


@pytest.fixture
def publisher(served):
    desk = Desk(*served)
    desk.sign_in("publisher1")
    return desk


def put_out(office, note=""):
    with office.desk("publisher1") as work:
        return publish_guideline(work, note)


def write(office, section="unit", text_th="งานนิติการ สำนักปลัด", text_en=""):
    with office.desk("publisher1") as work:
        return add_paragraph(work, section, {"text_th": text_th, "text_en": text_en})


def on_paper(client, address=f"{PUBLIC}.pdf"):
    answer = client.get(address)
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF")
    return words_read(answer.data)


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("is_published", [False, True])
def test_the_page_is_sound_and_has_every_section_once(served, public, lang, is_published):
    write(served[1])
    if is_published:
        put_out(served[1])
    page = StrictPage(public.get(f"{PUBLIC}?lang={lang}").text)
    assert page.problems == [] and page.foreign <= {"https://sample.go.th"}
    ids = [one.attributes.get("id") for one in page.all("h2")]
    assert [one for one in ids if one in ANCHORS] == list(ANCHORS)
    for heading in GUIDELINE_HEADINGS.values():
        assert heading.in_(lang) in public.get(f"{PUBLIC}?lang={lang}").text


def test_before_a_version_it_says_so_and_after_it_names_version_publisher_day_and_hash(
    served, public
):
    assert "ยังไม่ได้เผยแพร่เป็นฉบับ" in public.get(PUBLIC).text
    version = put_out(served[1])
    page = public.get(PUBLIC).text
    assert "ยังไม่ได้เผยแพร่เป็นฉบับ" not in page
    for told in ("นางสาวจันทร์ เผยแพร่", "23 พฤศจิกายน 2569", version.digest):
        assert told in page


def test_an_earlier_version_can_be_read_and_says_that_it_is_one(served, public):
    put_out(served[1])
    with served[1].desk("admin1") as work:
        save_office_days(work, DAYS)
    assert "ภายใน 3 วันทำการ" in public.get(PUBLIC).text, "what is published stays"
    put_out(served[1], "เปลี่ยนกำหนดคัดกรอง")
    newest, first = public.get(PUBLIC).text, public.get(f"{PUBLIC}?version=1").text
    assert "ภายใน 5 วันทำการ" in newest and "เปลี่ยนกำหนดคัดกรอง" in newest
    assert "ภายใน 3 วันทำการ" in first and "ท่านกำลังอ่านฉบับก่อน" in first
    assert public.get(f"{PUBLIC}?year=2570&version=3").status_code == 404
    assert public.get(f"{PUBLIC}?version=x").status_code == 200


def test_own_paragraphs_are_marked_in_every_format_and_language(served, public):
    write(served[1], text_th="<b>งานนิติการ</b> & สำนักปลัด")
    write(served[1], "time", "พักเที่ยง", "Closed at noon")
    thai, english = public.get(PUBLIC).text, public.get(f"{PUBLIC}?lang=en").text
    assert thai.count("ข้อความของหน่วยงาน") == 2
    assert "&lt;b&gt;งานนิติการ&lt;/b&gt; &amp; สำนักปลัด" in thai
    assert '<div class="own-words" lang="th">' in english and "Closed at noon" in english
    assert "พักเที่ยง" not in english
    told = on_paper(public)
    assert told.count("ข้อความของหน่วยงาน") == 2 and "<b>งานนิติการ</b>&สำนักปลัด" in told


def test_the_pdf_tells_every_step_with_who_and_when(public):
    told = on_paper(public)
    for channel in Channel:
        for number, step in enumerate(guideline_steps(channel), start=1):
            for words in (f"{number}. {step.title.th}", role_words(step.roles).th, step.days.th):
                assert squeezed(words) in told


def test_the_pdf_of_a_version_names_who_published_it_and_its_hash(served, public):
    assert "ยังไม่ได้เผยแพร่เป็นฉบับ" in on_paper(public)
    version = put_out(served[1])
    told = on_paper(public)
    assert version.digest in told and "นางสาวจันทร์เผยแพร่" in told
    assert "ยังไม่ได้เผยแพร่เป็นฉบับ" not in told
    assert "Publishedbyนางสาวจันทร์เผยแพร่" in on_paper(public, f"{PUBLIC}.pdf?lang=en")


def test_a_browser_that_has_the_pdf_is_not_sent_it_again(served, public):
    put_out(served[1])
    first = public.get(f"{PUBLIC}.pdf")
    again = public.get(f"{PUBLIC}.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""
    assert first.headers["Content-Disposition"].endswith("guideline-sample-2570.pdf")
    write(served[1])
    put_out(served[1], "เพิ่มส่วนงานที่รับผิดชอบ")
    third = public.get(f"{PUBLIC}.pdf", headers={"If-None-Match": first.headers["ETag"]})
    assert third.status_code == 200 and third.headers["ETag"] != first.headers["ETag"]
    assert public.get(f"{PUBLIC}.pdf?version=1").data == first.data


@pytest.mark.parametrize("page", ["", "/publish", "/sections/steps/paragraph"])
def test_desk_pages_are_sound_with_one_primary_button(publisher, page):
    answer = publisher.get(f"{DESK}{page}")
    assert StrictPage(answer.text).problems == []
    assert Page(answer).primary_buttons() == 1
    assert answer.text.count("<h1") == 1 and "<script" not in answer.text


def test_a_paragraph_is_written_changed_and_taken_out(served, publisher):
    def typed(**more):
        return {"form_token": publisher.token(), "text_en": ""} | more

    address = f"{DESK}/sections/unit/paragraph"
    answer = publisher.post(address, typed(text_th="งานนิติการ"))
    assert answer.status_code == 303 and answer.location.endswith("?saved=1#unit")
    with served[1].public() as work:
        (kept,) = own_paragraphs(work)
    own = f"{DESK}/paragraphs/{kept.id}"
    assert "งานนิติการ</textarea>" in publisher.get(own).text
    publisher.post(own, typed(text_th="ฝ่ายรับเรื่อง", text_en="Clerical section"))
    shown = publisher.get(DESK).text
    assert "ฝ่ายรับเรื่อง" in shown and "งานนิติการ" not in shown
    assert publisher.post(f"{own}/remove", typed()).status_code == 303
    assert "ฝ่ายรับเรื่อง" not in publisher.get(DESK).text
    assert publisher.get(own).status_code == 404


@pytest.mark.parametrize("language", ["text_th", "text_en"])
def test_a_paragraph_with_a_telephone_number_is_refused_with_the_text_kept(
    served, publisher, language
):
    typed = {"form_token": publisher.token(), "text_th": "ติดต่อป้าแดง", "text_en": "Ask her"}
    typed[language] += " 081 234 5678"
    answer = publisher.post(f"{DESK}/sections/unit/paragraph", typed)
    assert answer.status_code == 422
    assert "หมายเลขโทรศัพท์" in answer.text and "081 234 5678</textarea>" in answer.text
    assert StrictPage(answer.text).problems == []
    with served[1].public() as work:
        assert own_paragraphs(work) == ()


def test_typed_words_survive_a_session_that_ended(served, publisher):
    for address in (f"{DESK}/sections/unit/paragraph", f"{DESK}/paragraphs/{write(served[1])}"):
        answer = publisher.post(address, {"form_token": "old", "text_th": "ยังอยู่ครบไหม"})
        assert answer.status_code == 200 and "ยังอยู่ครบไหม</textarea>" in answer.text
    answer = publisher.post(f"{DESK}/publish", {"form_token": "old", "note": "เหตุผล"})
    assert "สิ่งที่ท่านพิมพ์ไว้ยังอยู่ครบ" in answer.text


def test_publishing_says_what_it_does_and_asks_why_the_second_time(served, publisher, public):
    page = publisher.get(f"{DESK}/publish").text
    assert "ฉบับที่ 1" in page and "แก้ไขหรือลบไม่ได้" in page and "นางสาวจันทร์ เผยแพร่" in page
    sent = publisher.post(f"{DESK}/publish", {"form_token": publisher.token()})
    assert sent.status_code == 303 and "เผยแพร่แล้ว" in publisher.get(sent.location).text
    assert "ตรงกับฉบับที่เผยแพร่" in publisher.get(DESK).text
    again = {"form_token": publisher.token(), "note": "อีกครั้ง"}
    refused = publisher.post(f"{DESK}/publish", again)
    assert refused.status_code == 422 and "เหมือนกับฉบับที่เผยแพร่อยู่" in refused.text
    write(served[1])
    silent = publisher.post(f"{DESK}/publish", {"form_token": publisher.token(), "note": ""})
    assert silent.status_code == 422
    assert publisher.post(f"{DESK}/publish", again).status_code == 303
    assert "version=2" in publisher.get(DESK).text and "version=1" in public.get(PUBLIC).text


def test_a_day_can_be_set_for_its_publication(served, publisher):
    day = served[1].clock.now + timedelta(days=9)
    boxes = {
        "due_on_day": str(day.day), "due_on_month": str(day.month),
        "due_on_year": str(day.year + 543),
    }  # fmt: skip
    sent = publisher.post(f"{DESK}/plan", {"form_token": publisher.token()} | boxes)
    assert sent.status_code == 303
    assert "จะเผยแพร่เองในวันที่" in publisher.get(sent.location).text
    for wrong in ({}, boxes | {"due_on_day": "32"}, boxes | {"due_on_year": "2500"}):
        refused = publisher.post(f"{DESK}/plan", {"form_token": publisher.token()} | wrong)
        assert refused.status_code == 422 and 'href="#due_on"' in refused.text


def test_the_draft_on_paper_is_for_the_desk_alone(served, publisher, public):
    put_out(served[1])
    write(served[1], text_th="ยังไม่เผยแพร่ให้ใครเห็น")
    assert "ยังไม่เผยแพร่ให้ใครเห็น" in on_paper(publisher, f"{DESK}/draft.pdf")
    assert publisher.get(f"{DESK}/draft.pdf").headers["Cache-Control"] == "no-store"
    assert "ยังไม่เผยแพร่ให้ใครเห็น" not in on_paper(public)
    assert public.get(f"{DESK}/draft.pdf").status_code in (303, 401)


@pytest.mark.parametrize("login", ["intake1", "clerk", "admin1"])
def test_who_does_not_publish_sees_none_of_it(served, login):
    desk = Desk(*served)
    desk.sign_in(login)
    for page in ("", "/publish", "/draft.pdf", "/sections/unit/paragraph"):
        assert desk.get(f"{DESK}{page}").status_code == 403
    answer = desk.post(f"{DESK}/publish", {"form_token": desk.token()})
    assert answer.status_code == 403


def test_a_section_that_is_none_is_not_found(publisher):
    assert publisher.get(f"{DESK}/sections/step/paragraph").status_code == 404
    sent = {"form_token": publisher.token(), "text_th": "ก"}
    assert publisher.post(f"{DESK}/sections/step/paragraph", sent).status_code == 404
