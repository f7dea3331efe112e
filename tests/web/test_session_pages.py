"""Where one is signed in, the notice before the end, and a browser that is known again."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from rules.limits import SESSION_HOURS, SESSION_IDLE_MINUTES
from rules.thai_time import clock_time
from service.throttle import STRANGERS
from tests.fingerprints import fingerprints
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk, Page
from web.session_pages import LATEST_MINUTE

STYLE = Path("web/static/desk.css")


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("sessions"))


@pytest.fixture
def office(service):
    return service[1]


def signed_in(service, login="clerk", base_url="http://localhost"):
    desk = Desk(*service, base_url=base_url)
    assert desk.sign_in(login).status_code == 303
    return desk


def press(desk, action):
    return desk.post(action, {"form_token": desk.token()})


def is_in(desk):
    return desk.get("/desk/help").status_code == 200


# The list


def test_the_list_names_this_one_and_ends_another(service, office):
    here, there = signed_in(service), signed_in(service)
    html = here.get("/desk/sessions").text
    assert not StrictPage(html).problems
    assert html.count("เครื่องนี้</span>") == 1
    assert "เลข 6 หลักจากแอป" in html
    marks = re.findall(r'action="(/desk/sessions/[0-9a-f]{32}/end)"', html)
    answer = press(here, marks[1])
    assert (answer.status_code, answer.location) == (303, "/desk/sessions?done=ended")
    assert "ออกจากระบบเครื่องนั้นแล้ว" in here.get(answer.location).text
    assert (is_in(here), is_in(there)) == (True, False)
    left = press(here, marks[0])
    assert (left.status_code, left.location) == (303, "/desk/sign-in?left=1")
    assert not is_in(here)


def test_others_end_together_and_all_end_together(service):
    desks = [signed_in(service) for _ in range(3)]
    colleague = signed_in(service, "intake1")
    press(desks[0], "/desk/sessions/end-others")
    assert [is_in(desk) for desk in desks] == [True, False, False]
    again = signed_in(service)
    assert press(again, "/desk/sessions/end-all").location == "/desk/sign-in?left=1"
    assert not is_in(desks[0])
    assert not is_in(again)
    assert is_in(colleague)


def test_a_colleagues_session_is_not_there(service):
    other = signed_in(service, "intake1")
    theirs = re.findall(
        r'action="(/desk/sessions/[0-9a-f]{32}/end)"', other.get("/desk/sessions").text
    )
    desk = signed_in(service)
    assert press(desk, theirs[0]).status_code == 404
    assert is_in(other)


# Before the end


def test_the_time_stands_on_the_page_and_the_notice_waits_till_two_minutes_before(service, office):
    desk = signed_in(service)
    html = desk.get("/desk/sessions").text
    ends = office.clock.now + timedelta(minutes=SESSION_IDLE_MINUTES)
    assert html.count(clock_time(ends)) >= 2
    assert f"last-minutes after-{SESSION_IDLE_MINUTES - 2}" in html
    # Near the eight hours the session ends though it is used.
    started = office.clock.now
    while office.clock.now < started + timedelta(hours=SESSION_HOURS, minutes=-20):
        office.clock.now += timedelta(minutes=14)
        assert is_in(desk)
    office.clock.now = started + timedelta(hours=SESSION_HOURS, minutes=-8)
    html = desk.get("/desk/sessions").text
    assert "last-minutes after-6" in html
    assert clock_time(started + timedelta(hours=SESSION_HOURS)) in html
    office.clock.now += timedelta(minutes=6, seconds=30)
    assert "last-minutes after-0" in desk.get("/desk/sessions").text
    office.clock.now += timedelta(minutes=2)
    assert not is_in(desk)


def test_the_style_sheet_waits_as_long_as_each_class_says():
    delays = re.findall(r"\.after-(\d+) \{ animation-delay: (\d+)s; \}", STYLE.read_text("utf-8"))
    assert {int(n): int(s) for n, s in delays} == {n: 60 * n for n in range(1, LATEST_MINUTE + 1)}


def test_a_second_tab_keeps_the_session_while_somebody_types(service, office):
    desk = signed_in(service)
    office.clock.now += timedelta(minutes=13, seconds=30)
    html = desk.get("/desk/stay").text
    assert not StrictPage(html).problems
    assert clock_time(office.clock.now + timedelta(minutes=SESSION_IDLE_MINUTES)) in html
    office.clock.now += timedelta(minutes=14)
    assert is_in(desk)


# A browser that is known


def guess(desk, login="clerk"):
    typed = {"login": f"sample/{login}", "passphrase": "x" * 20, "digits": "000000"}
    return desk.post("/desk/sign-in", typed)


def test_the_years_cookie_goes_to_the_sign_in_page_alone(service):
    for base, name in (("http://localhost", "known"), ("https://a.example", "__Secure-known")):
        desk = Desk(*service, base_url=base)
        headers = desk.sign_in("clerk").headers.getlist("Set-Cookie")
        known = next(one for one in headers if one.startswith(f"{name}="))
        for told in ("HttpOnly", "SameSite=Strict", "Path=/desk/sign-in", "Max-Age=31536000"):
            assert told in known
        assert ("Secure" in known.split("; ")) == base.startswith("https")
        # Least of all to the pages on which the same person may file a report.
        sent = desk.client.get("/sample/", base_url=base).request.headers.get("Cookie", "")
        assert name not in sent
        assert name not in desk.get("/desk/help").request.headers.get("Cookie", "")
        assert name in desk.get("/desk/sign-in").request.headers.get("Cookie", "")


def test_who_guesses_elsewhere_keeps_nobody_out_of_a_browser_that_is_known(service, office):
    own, stranger = signed_in(service, "legal1"), Desk(*service)
    answers = [guess(stranger, "legal1") for _ in range(STRANGERS.at_once + 1)]
    assert {one.status_code for one in answers} == {401}
    assert len({one.text for one in answers}) == 1
    # Drained: the right words are answered alike from a browser that nobody knows...
    refused = Desk(*service).sign_in("legal1")
    assert refused.status_code == 401
    assert refused.text == answers[0].text
    # ... and taken from the one that is known; a colleague is not touched.
    assert own.sign_in("legal1").status_code == 303
    assert Desk(*service).sign_in("intake2").status_code == 303


def test_an_unknown_name_runs_dry_like_a_known_one(service):
    stranger = Desk(*service)
    tried = [guess(stranger, "nobody") for _ in range(STRANGERS.at_once + 2)]
    assert len({(one.status_code, one.text) for one in tried}) == 1


def test_a_cookie_of_somebody_elses_is_worth_nothing(service, office):
    desk = signed_in(service, "inside1")
    for _ in range(STRANGERS.at_once):
        guess(desk, "outside1")
    assert desk.sign_in("outside1").status_code == 401
    assert desk.sign_in("inside1").status_code == 303


def test_no_guess_writes_a_row(service, office):
    engine = service[0].extensions["prongsai"].engine
    before = fingerprints(engine)
    for number in range(30):
        guess(Desk(*service), f"name{number % 3}")
    assert fingerprints(engine) == before


def test_the_page_has_no_reload_of_its_own(service):
    desk = signed_in(service)
    for path in ("/desk/sessions", "/desk/keys/mine", "/desk/help"):
        assert not any("http-equiv" in one for one in Page(desk.get(path)).all("meta"))
