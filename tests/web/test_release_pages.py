"""Opening a reporter's name over the whole service: the asker, two custodians, the reporter."""

from datetime import timedelta

import pytest

from tests.serving import make_service
from tests.web.desk_client import Desk, Page
from tests.web.reporter_client import Reporter

NAME = "นางผู้แจ้ง จริงใจ"
REASON = "ต้องสอบปากคำเรื่องวันตรวจรับ <b>ด่วน</b>"
ASK = {"ground": "questioning", "reason": REASON, "tell": "now"}
LATER = {
    "tell": "later",
    "why_later": "forewarning",
    "tell_on_day": "๑๐",
    "tell_on_month": "ธันวาคม",
    "tell_on_year": "2569",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("release"))


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def signed_in(service):
    """A desk for any officer."""

    def sign_in(login):
        desk = Desk(*service)
        desk.sign_in(login)
        return desk

    return sign_in


class Story:
    """A confidential report, its reporter at a browser, and its address at the desk."""

    def __init__(self, service):
        self.office = service[1]
        self.reporter = Reporter(service[0])
        receipt = self.office.file(identity_mode="confidential", contact_name=NAME)
        token = self.reporter.get("/f/").hidden("token")
        assert self.reporter.post("/f/enter", token=token, code=receipt.code).status == 303
        self.number = receipt.receipt_no
        self.path = f"/desk/cases/{self.office.case_id(receipt)}/identity"


@pytest.fixture
def story(service):
    return Story(service)


def ask(desk, story, **changed):
    return desk.post(story.path, {"form_token": desk.token()} | ASK | changed)


def answer_link(desk):
    """The address of the newest request in a custodian's list."""
    links = [one["href"] for one in Page(desk.get("/desk/releases")).all("a")]
    return [link for link in links if link.startswith("/desk/releases/")][-1]


def agree(desk):
    return desk.post(f"{answer_link(desk)}/agree", {"form_token": desk.token()})


def press(desk, story, ending):
    """The answer to the form on the asker's page whose address ends so."""
    page = Page(desk.get(story.path))
    action = next(one["action"] for one in page.all("form") if one["action"].endswith(ending))
    return desk.post(action, {"form_token": page.hidden("form_token")})


def everything(signed_in, story):
    """The asker's desk, once both custodians have agreed."""
    asker = signed_in("intake1")
    ask(asker, story)
    for login in ("inside1", "outside1"):
        assert agree(signed_in(login)).status_code == 303
    return asker


def test_the_whole_way_by_pages(signed_in, story):
    asker = signed_in("intake1")
    case = asker.get(story.path.removesuffix("/identity"))
    assert story.path in case.text
    sent = ask(asker, story)
    assert (sent.status_code, sent.location) == (303, f"{story.path}?done=asked")
    assert "ส่งคำขอแล้ว" in asker.get(sent.location).text
    for login in ("inside1", "outside1"):
        custodian = signed_in(login)
        assert custodian.get("/desk/").location == "/desk/releases"
        seen = custodian.get(answer_link(custodian))
        assert "&lt;b&gt;ด่วน&lt;/b&gt;" in seen.text
        assert NAME not in seen.text
        assert agree(custodian).location == "/desk/releases?done=agreed"
    shown = press(asker, story, "/open")
    assert shown.status_code == 200
    assert NAME in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert NAME not in asker.get(story.path).text
    assert "เปิดดูแล้ว" in asker.get(story.path).text
    told = story.reporter.get("/f/")
    assert "เปิดดูแล้ว" in told.text
    assert "นิติกร" in told.text
    assert "มาลี" not in told.text
    assert "Opened" in story.reporter.get("/f/?lang=en").text


def test_the_name_is_shown_once_and_the_same_page_sent_again_is_refused(signed_in, story):
    asker = everything(signed_in, story)
    page = Page(asker.get(story.path))
    action = next(one["action"] for one in page.all("form") if one["action"].endswith("/open"))
    typed = {"form_token": page.hidden("form_token")}
    assert NAME in asker.post(action, typed).text
    again = asker.post(action, typed)
    assert again.status_code == 409
    assert NAME not in again.text


def test_nobody_else_presses_the_askers_buttons(signed_in, story):
    everything(signed_in, story)
    colleague = signed_in("intake2")
    page = Page(colleague.get(story.path))
    assert not [one for one in page.all("form") if "/identity/" in one["action"]]
    assert "ผู้ขอเท่านั้น" in page.html


def test_the_menu_counts_what_waits_for_a_custodian(signed_in, story):
    custodian = signed_in("inside1")
    before = custodian.get("/desk/help").text
    ask(signed_in("intake1"), story)
    after = custodian.get("/desk/help").text
    assert "/desk/releases" in before
    assert before != after
    assert "/desk/releases" not in signed_in("intake1").get("/desk/help").text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ground": ""}, "ground"),
        ({"reason": ""}, "reason"),
        ({"reason": "ก" * 2001}, "reason"),
        ({"tell": "later"}, "why_later"),
        (LATER | {"tell_on_year": "2599"}, "tell_on"),
        (LATER | {"tell_on_day": ""}, "tell_on"),
    ],
)
def test_what_must_be_mended_is_named_and_the_words_are_kept(signed_in, story, changed, field):
    asker = signed_in("intake1")
    refused = ask(asker, story, **changed)
    page = Page(refused)
    assert refused.status_code == 422
    assert f'id="{field}-problem"' in refused.text
    assert any(one.get("href") == f"#{field}" for one in page.all("a"))
    assert changed.get("reason", "สอบปากคำ")[:100] in refused.text
    assert "รอผู้รักษากุญแจ" not in asker.get(story.path).text


def test_what_is_told_later_is_not_on_the_reporters_page(signed_in, story):
    assert ask(signed_in("intake1"), story, **LATER).status_code == 303
    assert "ขอเปิดข้อมูลตัวตนของท่าน หากมี" in story.reporter.get("/f/").text
    seen = signed_in("outside1")
    assert "10 ธันวาคม 2569" in seen.get(answer_link(seen)).text


def test_a_refusal_needs_a_reason_and_reaches_the_asker(signed_in, story):
    asker, custodian = signed_in("intake1"), signed_in("outside1")
    ask(asker, story)
    refuse, token = f"{answer_link(custodian)}/refuse", custodian.token()
    empty = custodian.post(refuse, {"form_token": token, "reason": ""})
    assert empty.status_code == 422
    assert 'id="reason-problem"' in empty.text
    done = custodian.post(refuse, {"form_token": token, "reason": "ถามผ่านรหัสก่อน"})
    assert done.location == "/desk/releases?done=refused"
    assert "ไม่อนุญาต" in asker.get(story.path).text
    assert "ถามผ่านรหัสก่อน" in asker.get(story.path.removesuffix("/identity")).text


def test_a_request_is_taken_back(signed_in, story):
    asker = signed_in("intake1")
    ask(asker, story)
    assert press(asker, story, "/withdraw").location.endswith("done=withdrawn")
    assert "ยกเลิกโดยไม่มีการเปิดดู" in asker.get(story.path).text
    assert "ยกเลิกโดยไม่มีการเปิดดู" in story.reporter.get("/f/").text


def test_words_typed_before_the_session_ended_are_kept(signed_in, story):
    asker = signed_in("intake1")
    old = asker.token()
    asker.sign_in("intake1")
    kept = asker.post(story.path, {"form_token": old} | ASK)
    assert kept.status_code == 200
    assert "ยังอยู่ครบ" in kept.text
    assert "ต้องสอบปากคำ" in kept.text


@pytest.mark.parametrize("login", ["clerk", "legal1"])
def test_whoever_may_not_open_the_case_finds_nothing(signed_in, story, login):
    desk = signed_in(login)
    assert desk.get(story.path).status_code == 404
    assert ask(desk, story).status_code == 404


@pytest.mark.parametrize("login", ["admin1", "inside1"])
def test_whoever_has_no_cases_is_refused(signed_in, story, login):
    assert signed_in(login).get(story.path).status_code == 403


@pytest.mark.parametrize("login", ["intake1", "admin1"])
def test_the_custodians_list_is_theirs_alone(signed_in, login):
    assert signed_in(login).get("/desk/releases").status_code == 403


def test_every_page_of_the_ceremony_is_sound_and_has_one_primary_act(signed_in, story):
    asker, custodian = signed_in("intake1"), signed_in("inside1")
    pages = [asker.get(story.path)]
    ask(asker, story, **LATER)
    pages += [asker.get(story.path), custodian.get("/desk/releases")]
    pages.append(custodian.get(answer_link(custodian)))
    agree(custodian)
    agree(signed_in("outside1"))
    pages += [custodian.get("/desk/releases"), asker.get(story.path)]
    pages += [press(asker, story, "/open"), asker.get(story.path)]
    for seen in pages:
        page = Page(seen)
        assert seen.status_code == 200
        assert len(page.all("h1")) == 1
        assert page.primary_buttons() <= 1
        ids = [one["id"] for _, one in page.tags if "id" in one]
        assert len(ids) == len(set(ids))
        assert not page.all("script")
        assert not any(word in seen.text for word in ("Error", "Submit", "User"))


def test_a_request_out_of_time_is_over_on_every_page(signed_in, story, office):
    ask(signed_in("intake1"), story)
    office.clock.now += timedelta(hours=24)
    asker, custodian = signed_in("intake1"), signed_in("inside1")
    assert "หมดเวลาโดยไม่มีการเปิดดู" in asker.get(story.path).text
    assert story.number not in custodian.get("/desk/releases").text


# The reporter takes the name back


def test_the_reporter_erases_the_name_after_reading_what_that_does(signed_in, story):
    page = story.reporter.get("/f/identity")
    assert "นำกลับมาไม่ได้" in page.text
    done = story.reporter.post("/f/identity", token=page.hidden("token"))
    assert done.status == 200
    assert "ลบข้อมูลตัวตนแล้ว" in done.text
    assert "ท่านลบข้อมูลตัวตนแล้วเมื่อ" in story.reporter.get("/f/").text
    asker = signed_in("intake1")
    assert "ผู้แจ้งลบข้อมูลตัวตนแล้ว" in asker.get(story.path.removesuffix("/identity")).text
    assert "ไม่มีข้อมูลให้เปิด" in asker.get(story.path).text
    assert ask(asker, story).status_code == 409


def test_erasing_ends_what_waits_and_says_so_before(signed_in, story):
    ask(signed_in("intake1"), story)
    page = story.reporter.get("/f/identity")
    assert "คำขอเปิดข้อมูลตัวตนที่รออยู่จะสิ้นสุด" in page.text
    story.reporter.post("/f/identity", token=page.hidden("token"))
    assert "ไม่มีการเปิดดู" in story.reporter.get("/f/").text


def test_an_old_form_erases_nothing(story):
    refused = story.reporter.post("/f/identity", token="old")
    assert refused.status == 409
    assert "ลบข้อมูลตัวตนถาวร" in refused.text
    assert "ท่านลบข้อมูลตัวตนแล้วเมื่อ" not in story.reporter.get("/f/").text


def test_nobody_erases_without_the_code(service, story):
    stranger = Reporter(service[0])
    assert stranger.get("/f/identity").status == 401
    assert stranger.post("/f/identity", token="x").status == 401
