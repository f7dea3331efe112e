"""Every route says who may call it, reading changes nothing, and a forged form does nothing."""

import io
from datetime import timedelta

import pytest

from app import create_app
from app.application import UnguardedRoute
from service.attach_evidence import add_evidence
from tests.conftest import settings_for
from tests.fingerprints import fingerprints
from tests.reporter_pages import PDF, hidden
from tests.serving import make_service
from tests.web.desk_client import Desk, Page

GUARDS = {
    "public", "reporter_form", "reporter_code", "same_site", "visitor", "officer", "line_signature",
}  # fmt: skip
BEFORE_SIGNING_IN = {
    "desk.sign_in_page", "desk.sign_in", "desk.activation_page", "desk.take_activation",
    "desk.forgotten", "desk.take_forgotten", "desk.passkey_challenge",
}  # fmt: skip
WRITTEN_BY_READING = ("access_log", "officer_session")
"""What an officer's reading leaves behind: that he read, and that he is still there."""
BY_TICKET_ALONE = {"reporter.receipt", "reporter.written", "reporter.confirm", "follow.leave"}
"""Posts without a form token: a ticket shows its holder's own receipt; leaving may anybody."""
GRAVE = {
    # A name is opened.
    "desk.agree_to_release", "desk.open_identity",
    # What leaves the house, and what is destroyed.
    "desk.ask_export", "desk.ask_deletion", "desk.approve_request", "desk.export", "desk.delete",
    "desk.register_export", "desk.ask_deletions",
    # How long what is kept, and what is kept for a court.
    "desk.save_retention_periods", "desk.lift_hold",
    # Keys, the keyring, papers.
    "desk.renew_my_keys", "desk.make_recovery_code", "desk.vouch", "desk.take_custody",
    "desk.take_papers", "desk.keyring_page", "desk.take_keyring", "desk.recovery_page",
    "desk.take_recovery", "desk.take_passkey", "desk.take_passkey_away",
    # Many cases at once.
    "desk.take_regrant", "desk.take_rekey",
    # Accounts, where notices go, and who takes what is reported about the head.
    "desk.invite_officer", "desk.change_officer_roles", "desk.take_leave", "desk.take_reset",
    "desk.save_my_mail", "desk.take_line_code", "desk.save_line_account", "desk.turn_line_on",
    "desk.forget_line_account", "desk.save_outward",
}  # fmt: skip
"""What a session alone does not do: a proof of the last minutes is asked for first."""
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://elsewhere.example"},
    {"Sec-Fetch-Site": "none", "Origin": "http://localhost.elsewhere.example"},
)


class Service:
    """The service with one case that has a file, and the values that its routes take."""

    def __init__(self, folder):
        self.app, self.office = make_service(folder)
        house = self.app.extensions["prongsai"]
        self.engine = house.engine
        receipt = self.office.file(narrative="เรื่องที่มีไฟล์")
        self.code, self.case_id = receipt.code, self.office.case_id(receipt)
        spool = house.spool()
        spool.write(PDF)
        token = self.office.confirm(receipt)
        with self.office.reporter() as work:
            add_evidence(work, token, spool, "name.pdf")
        attachment = self.office.open("intake1", self.case_id).attachments[0]
        self.values = {
            "slug": "sample", "letter": "r", "fiscal_year_be": 2569, "filename": "house.css",
            "case_id": self.case_id, "move": "note", "attachment_id": attachment.id,
            "section": "holidays", "holiday_id": "0" * 32, "holder_id": "0" * 32,
            "unit_id": "0" * 32, "kind": "content", "release_id": "0" * 32,
            "request_id": "0" * 32, "copy_id": "0" * 32,
            "officer_id": "0" * 32, "act": "permit",
            "task_id": "0" * 32, "follow_up_id": "0" * 32, "step": "drop",
            "plan_id": "0" * 32, "paragraph_id": "0" * 32, "prevention_id": "0" * 32,
            "role": "statistics", "topic": "half-1", "paper": "memo", "seq": 2,
            "template_version": 0, "batch_id": "0" * 32,
            "session_mark": "0" * 32, "passkey_id": "0" * 32,
        }  # fmt: skip

    def routes(self, method, *guards):
        """Endpoint and address of each route with one of these guards."""
        adapter = self.app.url_map.bind("localhost")
        return [
            (rule.endpoint, adapter.build(rule.endpoint, self._filled(rule), method=method))
            for rule in self.app.url_map.iter_rules()
            if method in rule.methods and self.app.view_functions[rule.endpoint].guard in guards
        ]

    def _filled(self, rule):
        return {name: self.values[name] for name in rule.arguments}

    def follower(self):
        """A reporter's browser that has entered the code."""
        client = self.app.test_client()
        token = hidden(client.get("/sample/f/"))["token"]
        assert client.post("/sample/f/enter", data={"token": token, "code": self.code}).location
        return client

    def desk(self, login):
        desk = Desk(self.app, self.office)
        assert desk.sign_in(login).status_code == 303
        return desk


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return Service(tmp_path_factory.mktemp("guards"))


# Naming


def test_every_guard_is_a_known_one(service):
    assert {view.guard for view in service.app.view_functions.values()} == GUARDS


def test_nothing_is_sent_to_a_guard_that_only_reads(service):
    for rule in service.app.url_map.iter_rules():
        assert rule.methods <= {"GET", "HEAD", "OPTIONS", "POST"}, rule
        if "POST" in rule.methods:
            assert service.app.view_functions[rule.endpoint].guard != "public", rule


def test_the_desk_has_a_door_of_its_own(service):
    for rule in service.app.url_map.iter_rules():
        guard = service.app.view_functions[rule.endpoint].guard
        assert rule.rule.startswith("/desk/") == (guard in {"visitor", "officer"}), rule
        assert (guard == "visitor") == (rule.endpoint in BEFORE_SIGNING_IN), rule


def test_a_view_without_a_guard_stops_the_whole_service(tmp_path, monkeypatch):
    def forget(app, _house):
        app.add_url_rule("/open", endpoint="forgotten", view_func=lambda: "")

    monkeypatch.setattr("app.answer_health", forget)
    with pytest.raises(UnguardedRoute, match="forgotten"):
        create_app(settings_for(tmp_path / "var"))


# Reading changes nothing


def test_reading_as_a_reporter_changes_nothing(service):
    clients = (service.app.test_client(), service.follower())
    before = fingerprints(service.engine)
    for endpoint, address in service.routes("GET", "public", "reporter_code"):
        for client in clients:
            answer = client.get(address)
            assert answer.status_code < 500, endpoint
            assert client.head(address).status_code == answer.status_code
            assert fingerprints(service.engine) == before, endpoint


@pytest.mark.parametrize("login", ["intake1", "admin1"])
def test_reading_as_an_officer_leaves_only_its_trace(service, login):
    desk = service.desk(login)
    # The first list tries each share once and remembers, sealed, which were dummies (ADR 3).
    desk.get("/desk/")
    before = fingerprints(service.engine, without=WRITTEN_BY_READING)
    opened = 0
    for endpoint, address in service.routes("GET", "visitor", "officer"):
        answer = desk.get(address)
        assert answer.status_code < 500, endpoint
        opened += answer.status_code == 200
        assert fingerprints(service.engine, without=WRITTEN_BY_READING) == before, endpoint
    assert opened >= 4


# A form of nobody's


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_every_post_from_another_site_is_refused(service, headers):
    desk, follower = service.desk("admin1"), service.follower()
    before = fingerprints(service.engine, without=("officer_session",))
    guards = GUARDS - {"public"}
    routes = service.routes("POST", *guards)
    assert len(routes) > 20
    for endpoint, address in routes:
        client = desk.client if address.startswith("/desk/") else follower
        answer = client.post(address, headers=headers, base_url="http://localhost")
        assert answer.status_code == 403, endpoint
        assert fingerprints(service.engine, without=("officer_session",)) == before, endpoint


def test_every_post_without_a_token_does_nothing(service):
    follower = service.follower()
    before = fingerprints(service.engine)
    asked = service.routes("POST", "reporter_form", "reporter_code")
    # Leaving ends what the others need, so it comes last.
    for endpoint, address in sorted(asked, key=lambda one: one[0] == "follow.leave"):
        typed = {"narrative": "x", "message": "x", "code": service.code, "draft": "x"}
        typed |= {"token": "x", "file": (io.BytesIO(PDF), "name.pdf")}
        answer = follower.post(address, data=typed)
        if endpoint not in BY_TICKET_ALONE:
            assert answer.status_code == 409, endpoint
        assert fingerprints(service.engine) == before, endpoint


def test_a_token_of_the_day_before_yesterday_is_worth_nothing(service):
    client = service.app.test_client()
    token = hidden(client.get("/sample/r/"))["token"]
    typed = {"token": token, "narrative": "เรื่องเมื่อวานซืน"}
    assert client.post("/sample/r/check", data=typed).status_code == 200
    service.office.clock.now += timedelta(days=2)
    try:
        assert client.post("/sample/r/check", data=typed).status_code == 409
    finally:
        service.office.clock.now -= timedelta(days=2)


def test_the_desk_opens_nothing_without_a_session(service):
    before = fingerprints(service.engine)
    for cookie in ("", "0" * 86, "x"):
        client = service.app.test_client()
        if cookie:
            client.set_cookie("desk", cookie)
        for endpoint, address in service.routes("GET", "officer"):
            answer = client.get(address)
            assert answer.status_code == 303, endpoint
            assert answer.location.startswith("/desk/sign-in"), endpoint
        for endpoint, address in service.routes("POST", "officer"):
            answer = client.post(address, data={"name": "x"})
            assert answer.status_code == 401, endpoint
            assert Page(answer).all("form")[0]["action"] == "/desk/sign-in", endpoint
    assert fingerprints(service.engine) == before


def test_the_desk_takes_no_form_without_the_sessions_token(service):
    desk = service.desk("admin1")
    before = fingerprints(service.engine, without=WRITTEN_BY_READING)
    for endpoint, address in service.routes("POST", "officer"):
        for token in ({}, {"form_token": "x"}):
            answer = desk.post(address, {"name": "ชื่อที่ไม่ควรเข้า"} | token)
            # Either refused, or the form drawn again with what was typed; never "done".
            assert answer.status_code in (200, 403, 404, 409), endpoint
            assert fingerprints(service.engine, without=WRITTEN_BY_READING) == before, endpoint
    assert desk.get("/desk/help").status_code == 200


# What is grave


def test_every_grave_route_asks_for_a_fresh_proof(service):
    fresh = {
        name for name, view in service.app.view_functions.items() if getattr(view, "fresh", False)
    }
    assert fresh >= GRAVE
    # What is fresh and is sent must be drawn again with what was typed.
    posts = {endpoint for endpoint, _ in service.routes("POST", "officer")}
    for endpoint in fresh & posts:
        assert service.app.view_functions[endpoint].redraw, endpoint


@pytest.mark.parametrize("login", ["intake1", "clerk", "inside1", "admin1"])
def test_a_grave_route_does_nothing_for_a_session_alone(service, login):
    desk = service.desk(login)
    token = desk.token()
    # Past what counts where digits are typed from paper, too; the session itself goes on.
    for _ in range(5):
        service.office.clock.now += timedelta(minutes=14)
        assert desk.get("/desk/help").status_code == 200
    before = fingerprints(service.engine, without=WRITTEN_BY_READING)
    asked = []
    for method in ("GET", "POST"):
        for endpoint, address in service.routes(method, "officer"):
            if not getattr(service.app.view_functions[endpoint], "fresh", False):
                continue
            typed = {"form_token": token, "reason": "เหตุผลที่ไม่ควรเข้า"}
            answer = desk.get(address) if method == "GET" else desk.post(address, typed)
            assert answer.status_code in (303, 401, 403), endpoint
            if answer.status_code == 303:
                assert answer.location.startswith("/desk/prove?next="), endpoint
            if answer.status_code == 401:
                assert Page(answer).all("form")[-1]["action"] == "/desk/prove", endpoint
            asked += [endpoint] * (answer.status_code != 403)
    assert fingerprints(service.engine, without=WRITTEN_BY_READING) == before
    assert len(asked) >= 4
