"""The search box and what it finds, as officers meet it; words stand nowhere but on the page."""

import logging
import re

import pytest

from rules.states import Channel, Move
from tests.office import Office
from tests.plaintext import rare_thai_word
from tests.readers import keep_out
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.two_persons import close
from tests.web.desk_client import Desk, Page
from web import search_pages

MALEE = "นางสาวมาลี ใจงาม"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("search"))


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def intake(service):
    return signed_in(service, "intake1")


def signed_in(service, login: str) -> Desk:
    desk = Desk(*service)
    assert desk.sign_in(login).status_code == 303
    return desk


def search(desk: Desk, words: str, query: str = "", **more: str):
    token = desk.token()
    return desk.post(f"/desk/search{query}", {"form_token": token, "words": words} | more)


def found(response) -> list[str]:
    """The ids of the cases to which the page leads."""
    assert response.status_code == 200
    return re.findall(r'href="/desk/cases/([0-9a-f]{32})" target="_blank"', response.text)


def heading(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", response.text, re.S)[1].strip()


def filed(office: Office, word: str, **values: object) -> str:
    return office.case_id(office.file(narrative=f"เรื่อง{word}ของเรา", subject="ถนนพัง", **values))


def test_the_box_stands_on_the_first_page_and_on_the_list(intake):
    for path in ("/desk/", "/desk/cases"):
        page = Page(intake.get(path))
        form = next(one for one in page.all("form") if one.get("role") == "search")
        assert (form["method"], form["action"]) == ("post", "/desk/search")
        assert any(one.get("name") == "words" for one in page.all("input"))
        assert page.primary_buttons() <= 1


def test_a_word_inside_unspaced_thai_is_found_and_leads_to_the_case(intake, office):
    word = rare_thai_word()
    case_id = filed(office, word)
    answer = search(intake, f"{word[:6]} {word[4:]}")
    assert found(answer) == [case_id]
    assert heading(answer) == "พบ 1 เรื่อง"
    assert intake.get(f"/desk/cases/{case_id}").status_code == 200
    assert found(search(intake, word[::-1] + "ไม่มี")) == []


def test_the_pages_are_sound_with_one_heading_and_one_primary_button(intake, office, monkeypatch):
    word = rare_thai_word()
    filed(office, word)
    monkeypatch.setattr(search_pages, "SECONDS", -1.0)
    waiting = search(intake, word)
    assert "ยังไม่ได้ค้นอีก" in waiting.text
    monkeypatch.undo()
    answers = (
        intake.get("/desk/search"), waiting, search(intake, word), search(intake, " "),
        search(intake, "ไม่มีที่ไหนเลย"), search(intake, word, "?show=closed&channel=grievance"),
    )  # fmt: skip
    for answer in answers:
        StrictPage(answer.text)
        page = Page(answer)
        assert (len(page.all("h1")), page.primary_buttons()) == (1, 1)
        assert len({one["id"] for one in page.all("input") if "id" in one}) == 1


def test_what_was_typed_stands_in_no_address_no_cookie_and_no_log(intake, office, caplog):
    word = rare_thai_word()
    filed(office, word)
    with caplog.at_level(logging.DEBUG):
        answer = search(intake, word)
    assert found(answer)
    assert word not in caplog.text
    page = Page(answer)
    addresses = [one[name] for _, one in page.tags
                 for name in ("href", "action", "formaction") if name in one]  # fmt: skip
    assert addresses
    assert not any(word in one or "words" in one for one in addresses)
    assert not any(word in value for _, value in answer.headers)
    assert answer.headers["Cache-Control"] == "no-store"
    assert [one["value"] for one in page.all("input") if one.get("id") == "words"] == [word]


def test_words_in_an_address_are_not_looked_for(intake, office):
    word = rare_thai_word()
    filed(office, word)
    answer = intake.get(f"/desk/search?words={word}")
    assert found(answer) == []
    assert word not in answer.text


def test_filters_stay_in_the_address_and_the_words_in_the_form(service, intake, office):
    word = rare_thai_word()
    first, second = filed(office, word), filed(office, word)
    close(office, "intake1", first)
    answer = search(intake, word)
    assert found(answer) == [second, first]
    closed = next(one["formaction"] for one in Page(answer).all("button")
                  if one.get("formaction", "").endswith("show=closed"))  # fmt: skip
    narrowed = search(intake, word, closed.removeprefix("/desk/search"))
    assert found(narrowed) == [first]
    form = next(one for one in Page(narrowed).all("form") if one.get("role") == "search")
    assert form["action"] == closed
    pressed = [one for one in Page(narrowed).all("button") if one.get("aria-pressed") == "true"]
    assert [one["formaction"] for one in pressed] == [closed]
    assert found(search(intake, word, "?show=open")) == [second]
    assert found(search(intake, word, "?show=nonsense&year=x&state=y")) == [second]


def test_a_filter_that_the_page_does_not_show_is_told_with_a_way_out(intake, office):
    word = rare_thai_word()
    case_id = filed(office, word)
    assert "ค้นทุกเรื่อง" not in search(intake, word, "?show=open").text
    narrowed = search(intake, word, "?standing=overdue")
    assert found(narrowed) == []
    assert Page(narrowed).all("button")[-1]["formaction"] == "/desk/search"
    assert "/desk/cases?standing=overdue" in narrowed.text
    assert found(search(intake, word)) == [case_id]


def test_the_next_page_carries_the_words_in_its_form(intake, office):
    word = rare_thai_word()
    ids = [filed(office, word) for _ in range(26)]
    first = search(intake, word)
    assert found(first) == ids[:0:-1]
    turn = next(one for one in Page(first).all("button") if one.get("name") == "page")
    assert turn["value"] == "2"
    assert found(search(intake, word, page="2")) == ids[:1]
    assert found(search(intake, word, page="x")) == ids[:0:-1]


def test_what_is_not_ready_is_told_and_a_press_goes_on(service, office, monkeypatch):
    word = rare_thai_word()
    case_id = filed(office, word)
    desk = signed_in(service, "intake2")
    monkeypatch.setattr(search_pages, "SECONDS", -1.0)
    waiting = search(desk, word)
    assert heading(waiting) == "ยังไม่พบเรื่อง"
    button = next(one for one in Page(waiting).all("button") if one.get("name") == "go_on")
    assert button["value"] == "1"
    ready = search(desk, word, go_on="1")
    assert found(ready) == [case_id]
    assert "ยังไม่ได้ค้นอีก" not in ready.text


def test_nothing_typed_and_too_much_are_named_beside_the_box(intake):
    for words, sentence in (("", "กรุณากรอกข้อนี้"), ("ก" * 301, "ไม่เกิน 300 ตัวอักษร")):
        answer = search(intake, words)
        assert answer.status_code == 422
        assert f"คำที่ค้นหา: {sentence}" in answer.text or sentence in answer.text
        assert 'aria-invalid="true"' in answer.text
        assert words in answer.text


def test_words_typed_before_the_session_ended_come_back(intake, office):
    word = rare_thai_word()
    filed(office, word)
    answer = intake.post("/desk/search", {"form_token": "of before", "words": word})
    assert answer.status_code == 200
    assert "คำที่ท่านพิมพ์ไว้ยังอยู่" in answer.text
    assert f'value="{word}"' in answer.text
    assert found(answer) == []


def test_whoever_is_kept_out_finds_nothing_and_is_told_of_nothing(service, office):
    word = rare_thai_word()
    case_id = filed(office, word)
    intake, colleague = signed_in(service, "intake1"), signed_in(service, "intake2")
    assert found(search(intake, word)) == [case_id]
    keep_out(office, "intake2", case_id, MALEE)
    answer = search(intake, word)
    assert heading(answer) == "ไม่พบเรื่องที่มีคำเหล่านี้"
    assert "ยังไม่ได้ค้นอีก" not in answer.text
    assert case_id not in answer.text
    assert found(search(colleague, word)) == [case_id]


def test_what_a_colleague_wrote_meanwhile_is_found_at_once(intake, office):
    word, later = rare_thai_word(), rare_thai_word()
    case_id = filed(office, word)
    assert found(search(intake, word)) == [case_id]
    office.move("intake2", case_id, Move.NOTE, note=f"พบว่า{later}จริง")
    assert found(search(intake, f"{word} {later}")) == [case_id]


def test_the_grievance_officer_searches_the_own_channel(service, office):
    word = rare_thai_word()
    filed(office, word)
    other = filed(office, word, channel=Channel.GRIEVANCE)
    assert found(search(signed_in(service, "grievance1"), word)) == [other]


def test_who_handles_no_cases_has_no_search(service):
    desk = signed_in(service, "admin1")
    assert desk.get("/desk/search").status_code == 403
    assert search(desk, "ถนน").status_code == 403


def test_a_stranger_is_asked_to_sign_in(service):
    desk = Desk(*service)
    asked = desk.get("/desk/search")
    assert (asked.status_code, asked.location) == (303, "/desk/sign-in?next=/desk/search")
    assert desk.post("/desk/search", {"words": "ถนน"}).status_code == 401
