"""The pages of passkeys: who reaches them, what they tell, and which of them may run a script."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.headers import ALWAYS, WITH_SCRIPT
from models.signin import Passkey
from service.actors import AllAgencies
from service.throttle import PROOFS
from tests.authenticator import ORIGIN, Authenticator
from tests.office import PASSPHRASE
from tests.serving import make_service
from tests.web.desk_client import Desk, Page

OWN = "/desk/passkeys/"
CHALLENGE = "/desk/passkey-challenge"
PUBLIC = "https://complaints.example.go.th"


@pytest.fixture
def service(tmp_path):
    return make_service(tmp_path)


def desk_of(service, login, **more):
    desk = Desk(*service, **more)
    assert desk.sign_in(login).status_code == 303
    return desk


def policy(answer):
    return answer.headers["Content-Security-Policy"]


def add(desk, login, *, origin=ORIGIN, authenticator=None, **typed):
    """The authenticator, and the answer to its registration."""
    authenticator = authenticator or Authenticator()
    told = desk.get("/desk/passkeys/challenge").get_json()
    owner = desk.office.officers[login].officer_id
    form = {
        "form_token": desk.token(), "label": "โทรศัพท์", "passphrase": PASSPHRASE,
        "assertion": authenticator.make(told["text"], owner, origin=origin),
        "challenge": told["sealed"],
    }  # fmt: skip
    return authenticator, desk.post(OWN, form | typed)


def shown(desk, authenticator, **more):
    told = desk.get(CHALLENGE).get_json()
    return {"assertion": authenticator.show(told["text"], **more), "challenge": told["sealed"]}


def enter(desk, login, factor, passphrase=PASSPHRASE, **more):
    named = {"login": f"{desk.office.slug}/{login}", "passphrase": passphrase}
    return desk.post("/desk/sign-in", named | factor | more)


def test_a_passkey_is_added_signs_in_and_is_taken_away(service):
    desk = desk_of(service, "intake1")
    authenticator, answer = add(desk, "intake1")
    assert answer.location == f"{OWN}?done=added"
    assert "โทรศัพท์" in desk.get(OWN).text
    visitor = Desk(*service)
    assert enter(visitor, "intake1", shown(visitor, authenticator)).location == "/desk/"
    assert "ใช้ล่าสุด" in visitor.get(OWN).text
    page = Page(visitor.get(OWN))
    removal = next(one["action"] for one in page.all("form") if "/remove" in one["action"])
    taken = visitor.post(removal, {"form_token": visitor.token()})
    assert taken.location == f"{OWN}?done=removed"
    assert enter(Desk(*service), "intake1", shown(visitor, authenticator)).status_code == 401
    assert visitor.post(removal, {"form_token": visitor.token()}).status_code == 404


def test_a_stolen_passphrase_gets_no_cookie_whatever_stands_beside_it(service):
    authenticator, _ = add(desk_of(service, "intake1"), "intake1")
    thief = Desk(*service)
    stolen = Authenticator(user=authenticator.user)
    once = shown(thief, authenticator)
    assert enter(Desk(*service), "intake1", once).status_code == 303
    for factor in (
        {}, {"digits": "000000"}, {"assertion": "{}"}, {"challenge": "x", "assertion": "x"},
        shown(thief, stolen), once, shown(thief, authenticator, origin="http://evil.localhost"),
    ):  # fmt: skip
        answer = enter(thief, "intake1", factor)
        assert answer.status_code == 401
        assert "Set-Cookie" not in answer.headers
    assert thief.get("/desk/cases").status_code == 303


def test_the_challenge_is_the_same_kind_of_answer_for_everybody_and_sets_nothing(service):
    desk = Desk(*service)
    first, second = desk.get(CHALLENGE), desk.get(CHALLENGE)
    told = first.get_json()
    assert set(told) == {"text", "sealed", "rp_id"} and told["rp_id"] == "localhost"
    assert told["text"] != second.get_json()["text"]
    assert "Set-Cookie" not in first.headers and first.headers["Cache-Control"] == "no-store"
    signed_in = desk_of(service, "intake1")
    add(signed_in, "intake1")
    assert set(signed_in.get(CHALLENGE).get_json()) == set(told)


def test_what_a_browser_is_told_to_make_names_no_person(service):
    desk = desk_of(service, "inside1")
    told = desk.get("/desk/passkeys/challenge").get_json()
    assert told["login"] == "sample/inside1"
    assert "พิกุล" not in json.dumps(told, ensure_ascii=False)
    assert Desk(*service).get("/desk/passkeys/challenge").status_code == 303


@pytest.mark.parametrize("host", ["http://127.0.0.1:8000", "http://[::1]:8000"])
def test_at_a_number_there_is_no_challenge_and_the_page_leads_to_the_name(service, host):
    desk = Desk(*service, base_url=host)
    assert desk.get(CHALLENGE).status_code == 404
    page = desk.get("/desk/sign-in")
    assert "http://localhost:8000/desk/sign-in" in page.text
    assert policy(page) == ALWAYS["Content-Security-Policy"]
    assert "<script" not in page.text and "data-passkey" not in page.text
    assert desk.sign_in("intake1").status_code == 303
    assert "http://localhost:8000/desk/sign-in" in desk.get(OWN).text


def test_over_the_public_address_passkeys_are_for_its_name(tmp_path):
    service = make_service(tmp_path, public_url=PUBLIC)
    desk = desk_of(service, "intake1", base_url=PUBLIC)
    assert desk.get(CHALLENGE).get_json()["rp_id"] == "complaints.example.go.th"
    authenticator = Authenticator(rp_id="complaints.example.go.th")
    _, answer = add(desk, "intake1", origin=PUBLIC, authenticator=authenticator)
    assert answer.status_code == 303
    visitor = Desk(*service, base_url=PUBLIC)
    assert enter(visitor, "intake1", shown(visitor, authenticator, origin=PUBLIC)).location
    onion = Desk(*service, base_url="http://abcdefghij.onion")
    assert onion.get(CHALLENGE).status_code == 404
    assert "localhost" not in onion.get("/desk/sign-in").text


def test_only_the_pages_that_need_the_script_may_run_it(service):
    desk = desk_of(service, "intake1")
    for path in ("/desk/sign-in", OWN):
        answer = desk.get(path)
        assert policy(answer) == WITH_SCRIPT, path
        assert answer.text.count("<script") == 1
    refused = enter(Desk(*service), "intake1", {"digits": "000000"})
    ended = Desk(*service).post("/desk/mail", {"email": "a@example.go.th"})
    assert policy(refused) == policy(ended) == WITH_SCRIPT
    paths = ("/desk/", "/desk/cases", "/desk/help", "/desk/forgotten", "/sample/", "/sample/r/")
    for path in paths:
        answer = desk.get(path, follow_redirects=True)
        assert policy(answer) == ALWAYS["Content-Security-Policy"], path
        assert "script-src" not in policy(answer) and "<script" not in answer.text
    for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"):
        assert part in WITH_SCRIPT
    assert "unsafe" not in WITH_SCRIPT


def test_custodians_are_asked_after_signing_in_until_they_have_a_passkey(service):
    desk = Desk(*service)
    assert desk.sign_in("inside1").location == f"{OWN}?asked=1"
    assert "ทำภายหลัง" in desk.get(f"{OWN}?asked=1").text
    assert desk.sign_in("inside1", next="/desk/mail").location == "/desk/mail"
    authenticator, _ = add(desk, "inside1")
    assert desk.sign_in("inside1").location == "/desk/"
    assert enter(desk, "inside1", shown(desk, authenticator)).location == "/desk/"
    assert Desk(*service).sign_in("intake1").location == "/desk/"
    at_number = Desk(*service, base_url="http://127.0.0.1")
    assert at_number.sign_in("outside1").location == "/desk/"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"passphrase": "ผิด"}, "วลีรหัสผ่านไม่ถูกต้อง"),
        ({"assertion": ""}, "ยังไม่ได้รับคำตอบ"),
        ({"challenge": "AAAA"}, "เพิ่มพาสคีย์ไม่สำเร็จ"),
        ({"label": ""}, "ชื่อพาสคีย์:"),
    ],
)
def test_what_is_wrong_is_said_and_the_name_stays_typed(service, typed, words):
    desk = desk_of(service, "intake1")
    _, answer = add(desk, "intake1", **({"label": "ของมาลี"} | typed))
    assert answer.status_code == 422 and words in answer.text
    assert ('value="ของมาลี"' in answer.text) == ("label" not in typed)
    assert PASSPHRASE not in answer.text
    assert desk.get(OWN).text.count("/remove") == 0


def test_a_stolen_session_guesses_no_faster_at_the_passkeys_than_at_the_proof(service):
    desk = desk_of(service, "intake1")
    for _ in range(PROOFS.at_once):
        assert add(desk, "intake1", passphrase="x" * 20)[1].status_code == 422
    _, right = add(desk, "intake1", label="ของมาลี")
    assert right.status_code == 422 and "วลีรหัสผ่านไม่ถูกต้อง" in right.text
    assert 'value="ของมาลี"' in right.text
    assert desk.get(OWN).text.count("/remove") == 0
    assert desk.prove("intake1").status_code == 401


def test_passkeys_are_added_and_removed_under_a_fresh_proof_alone(service):
    desk = desk_of(service, "intake1")
    add(desk, "intake1")
    removal = next(
        one["action"] for one in Page(desk.get(OWN)).all("form") if "/remove" in one["action"]
    )
    desk.office.clock.now += timedelta(minutes=6)
    assert "/desk/prove" in desk.get(OWN).location
    for path in (OWN, removal):
        asked = desk.post(path, {"form_token": desk.token(), "label": "อีกอัน"})
        assert "ยืนยันตัวตนอีกครั้ง" in asked.text
        assert "assertion" not in asked.text.replace('name="assertion"', "")
    credentials = desk.credentials("intake1")
    proof = {name: credentials[name] for name in ("passphrase", "digits")}
    back = desk.post("/desk/prove", proof | {"form_token": desk.token(), "next": OWN})
    assert back.location == OWN
    assert desk.get(OWN).text.count("/remove") == 1


def test_a_row_that_somebody_else_wrote_is_named_as_such(service):
    desk = desk_of(service, "intake1")
    add(desk, "intake1")
    with desk.office.work(AllAgencies("plant a row")) as work:
        work.session.execute(update(Passkey).values(mark=bytes(32)))
    assert "รายการที่ท่านไม่ได้เพิ่มเอง" in desk.get(OWN).text
