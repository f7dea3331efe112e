"""What is grave asks once more who sits there, and nothing that was typed is lost by the asking."""

import re
from datetime import timedelta
from html import unescape

import pytest

from rules.limits import FRESH_MINUTES
from service.throttle import PROOFS
from tests.office import PASSPHRASE
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page

REASON = "ส่งให้พนักงานสอบสวน <b>ตามหนังสือ</b>\nลงวันที่ ๑"
LATER = timedelta(minutes=FRESH_MINUTES, seconds=1)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("step-up"))


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def desk(service):
    """An intake officer's browser, some minutes after the sign-in."""
    return stale(service, "intake1")


def stale(service, login):
    signed_in = Desk(*service)
    assert signed_in.sign_in(login).status_code == 303
    service[1].clock.now += LATER
    return signed_in


def carried(answer):
    """What a page that asks for a proof carries, by name, and where it goes on to."""
    page = Page(answer)
    texts = re.findall(r'<textarea hidden name="kept:([^"]+)">\n(.*?)</textarea>', page.html, re.S)
    fields = {f"kept:{name}": unescape(text) for name, text in texts}
    return fields | {name: page.hidden(name) for name in ("form_token", "next")}


def _faults(answer):
    """What is wrong with the page; hidden texts need no label, and passkeys need a script."""
    return [one for one in StrictPage(answer.text).problems if one != "<script>"]


def proof(desk, login="intake1", **changed):
    return desk.credentials(login) | changed


def ask_export(desk, office):
    case_id = office.case_id(office.file())
    path = "/desk/two-persons/export"
    typed = {"form_token": desk.token(path), "cases": case_id, "reason": REASON}
    return case_id, desk.post(path, typed)


def requests_of(desk):
    return desk.get("/desk/two-persons").text.count("/desk/two-persons/")


def test_the_words_go_through_the_proof_and_come_back_to_their_page(desk, office):
    before = requests_of(desk)
    case_id, asked = ask_export(desk, office)
    assert asked.status_code == 401
    assert _faults(asked) == ["kept:cases has no label", "kept:reason has no label"]
    assert "ยืนยันตัวตนอีกครั้ง" in asked.text
    assert "ข้อความที่ท่านพิมพ์ไว้ยังอยู่" in asked.text
    fields = carried(asked)
    assert fields["kept:reason"] == REASON
    wrong = desk.post("/desk/prove", fields | proof(desk, digits="000000"))
    assert wrong.status_code == 401
    assert carried(wrong) == fields
    again = desk.post("/desk/prove", fields | proof(desk))
    assert again.status_code == 200
    assert "<h1" in again.text
    assert unescape(again.text).count(REASON) == 1
    assert f'value="{case_id}" checked' in again.text
    assert requests_of(desk) == before
    typed = {"form_token": Page(again).hidden("form_token"), "cases": case_id, "reason": REASON}
    assert desk.post("/desk/two-persons/export", typed).status_code == 303
    assert requests_of(desk) == before + 1


def test_a_sign_in_is_a_proof_for_five_minutes_and_no_longer(service, office):
    desk = Desk(*service)
    desk.sign_in("intake1")
    office.clock.now += LATER - timedelta(seconds=2)
    assert ask_export(desk, office)[1].status_code == 303
    office.clock.now += timedelta(seconds=2)
    assert ask_export(desk, office)[1].status_code == 401


def test_a_page_that_is_grave_by_itself_is_asked_for_again(service, office):
    desk = stale(service, "admin1")
    answer = desk.get("/desk/recovery/?x=1")
    assert (answer.status_code, answer.location) == (303, "/desk/prove?next=/desk/recovery/?x%3D1")
    page = desk.get(answer.location)
    assert (page.status_code, _faults(page)) == (200, [])
    assert "ข้อความที่ท่านพิมพ์ไว้" not in page.text
    on = desk.post("/desk/prove", carried(page) | proof(desk, "admin1"))
    assert (on.status_code, on.location) == (303, "/desk/recovery/?x=1")
    assert desk.get(on.location).status_code == 200


def test_a_button_without_words_leads_back_to_its_own_page(desk, service, office):
    case_id, _ = ask_export(desk, office)
    desk.prove("intake1")
    ask_export(desk, office)
    request = re.findall(
        r'href="(/desk/two-persons/[0-9a-f]{32})"', desk.get("/desk/two-persons").text
    )
    office.clock.now += LATER
    asked = desk.post(f"{request[0]}/export", {"form_token": desk.token()})
    assert asked.status_code == 401
    back = desk.post("/desk/prove", carried(asked) | proof(desk))
    assert back.status_code == 200
    assert "คำขอ" in back.text
    assert Page(back).all("form")


def test_a_session_that_ends_on_the_way_still_loses_nothing(desk, office):
    _, asked = ask_export(desk, office)
    fields = carried(asked)
    office.clock.now += timedelta(minutes=16)
    ended = desk.post("/desk/prove", fields | proof(desk))
    assert ended.status_code == 401
    assert Page(ended).all("form")[0]["action"] == "/desk/sign-in"
    again = desk.post("/desk/sign-in", _through(ended) | proof(desk))
    assert again.status_code == 200
    assert unescape(again.text).count(REASON) == 1
    assert "ยืนยันตัวตนอีกครั้ง" not in again.text


def _through(answer):
    texts = re.findall(r'<textarea hidden name="([^"]+)">\n(.*?)</textarea>', answer.text, re.S)
    return {name: unescape(text) for name, text in texts} | {"next": Page(answer).hidden("next")}


def test_secrets_are_never_carried(desk):
    typed = {"form_token": desk.token(), "passphrase": PASSPHRASE, "digits": "123456"}
    asked = desk.post("/desk/keys/mine/renew", typed)
    assert asked.status_code == 401
    assert PASSPHRASE not in asked.text
    assert "123456" not in asked.text


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/desk/", "//elsewhere.example", "/sample/", "/desk\\x"]
)
def test_a_proof_leads_nowhere_but_to_this_desk(desk, elsewhere):
    answer = desk.prove("intake1", next=elsewhere)
    assert (answer.status_code, answer.location) == (303, "/desk/")


def _without_times(answer):
    return re.sub(r"\d\d\.\d\d น\.|after-\d+", "", answer.text)


def test_guesses_run_out_and_the_right_proof_is_then_answered_alike(service, office):
    desk = stale(service, "outside1")
    token = {"form_token": desk.token(), "next": "/desk/releases"}
    wrong = [
        desk.post("/desk/prove", token | proof(desk, "outside1", passphrase="x" * 20))
        for _ in range(PROOFS.at_once)
    ]
    right = desk.post("/desk/prove", token | proof(desk, "outside1"))
    assert {one.status_code for one in wrong} == {401} == {right.status_code}
    assert _without_times(right) == _without_times(wrong[-1])
    # Nobody else is held back, and the session itself goes on.
    assert desk.get("/desk/releases").status_code == 200
    assert stale(service, "inside1").prove("inside1").status_code == 303
