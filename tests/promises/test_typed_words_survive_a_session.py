"""Whatever an officer types on the desk comes back after a session or a proof has ended.

A walk over the desk: each form with something to write in is filled in, sent when nobody is signed
in any more, carried through signing in, and found again on its own page.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException

from rules.states import Move
from tests.serving import make_service
from tests.two_persons import close
from tests.web.desk_client import Desk, Page
from web.desk_guard import NEVER_KEPT

pytestmark = pytest.mark.timeout(400)

WORDS = "ถ้อยคำที่ต้องไม่หาย <b> ๙๙"
LOGINS = ("intake1", "clerk", "inside1", "admin1")
ENDS = re.compile(r"หลังเวลา <strong>\d\d\.\d\d น\.</strong>")
WRITTEN_IN = ("text", "email", "tel", "url", "search", "")


@dataclass
class Form:
    """One form of a page: where it goes, and what stands in it."""

    action: str
    texts: list[str] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)

    def typed(self) -> dict[str, str]:
        return self.others | dict.fromkeys(self.texts, WORDS)


class Forms(HTMLParser):
    """The forms that a page would send, and where its links lead."""

    def __init__(self, html: str, path: str) -> None:
        super().__init__()
        self.path, self.forms, self.links = path, [], set()
        self._open: Form | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = {name: value or "" for name, value in attrs}
        if tag == "a" and one.get("href", "").startswith("/desk/") and "target" not in one:
            self.links.add(one["href"].partition("#")[0])
        if tag == "form":
            self._open = Form(one.get("action") or self.path)
            if one.get("method") == "post":
                self.forms.append(self._open)
        if self._open is not None and one.get("name"):
            self._take(tag, one)
        if tag == "option" and self._open is not None and self._select:
            others = self._open.others
            others[self._select] = (
                one.get("value", "") if "selected" in one else others.get(self._select, "")
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = ""

    def _take(self, tag: str, one: dict[str, str]) -> None:
        name, kind = one["name"], one.get("type", "")
        if tag == "select":
            self._select = name
        elif tag == "textarea" or (tag == "input" and kind in WRITTEN_IN):
            if "hidden" not in one and name not in NEVER_KEPT:
                self._open.texts.append(name)
        elif tag == "input" and (kind == "hidden" or "checked" in one):
            self._open.others[name] = one.get("value", "")


class Walk:
    """The desk of a few officers with cases in several states, and every form found there."""

    def __init__(self, folder) -> None:
        self.app, self.office = make_service(folder)
        ended, taken = (self.office.case_id(self.office.file()) for _ in range(2))
        self.office.case_id(self.office.file(identity_mode="confidential", contact_name="นางจริงใจ"))
        self.office.move("intake1", taken, Move.ACCEPT)
        close(self.office, "intake1", ended)
        self.found: dict[str, tuple[str, Form]] = {}
        self.untimed: set[str] = set()
        for login in LOGINS:
            self._look_round(login)

    def desk(self, login: str) -> Desk:
        desk = Desk(self.app, self.office)
        assert desk.sign_in(login).status_code == 303
        return desk

    def kind(self, address: str, method: str) -> str:
        """What the address is for; each move of a case is a kind of its own."""
        adapter = self.app.url_map.bind("localhost")
        try:
            endpoint, values = adapter.match(urlsplit(address).path, method=method)
        except HTTPException:
            return ""
        return f"{endpoint} {values.get('move', '')}".strip()

    def _is_officers(self, kind: str) -> bool:
        view = self.app.view_functions.get(kind.partition(" ")[0])
        return getattr(view, "guard", "") == "officer"

    def _look_round(self, login: str) -> None:
        desk, kinds, left = self.desk(login), Counter(["desk.today"]), ["/desk/"]
        while left:
            answer = desk.get(left.pop(0), follow_redirects=True)
            if answer.status_code != 200 or not answer.content_type.startswith("text/html"):
                continue
            page = Forms(answer.text, answer.request.path)
            for form in page.forms:
                if form.texts:
                    self.found.setdefault(self.kind(form.action, "POST"), (login, form))
                if form.texts and not ENDS.search(answer.text):
                    self.untimed.add(answer.request.path)
            for link in sorted(page.links):
                kind = self.kind(link, "GET")
                if not self._is_officers(kind):
                    continue  # the pages before the sign-in have no session to end
                kinds[kind] += 1
                # Cases in several states have several forms; of other pages one is enough.
                if kinds[kind] <= (3 if kind == "desk.case" else 1):
                    left.append(link)


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    return Walk(tmp_path_factory.mktemp("walk"))


def carried(answer) -> dict[str, str]:
    """Everything hidden in the page that asks who is there."""
    pairs = re.findall(r'<textarea hidden name="([^"]+)">\n(.*?)</textarea>', answer.text, re.S)
    page = Page(answer)
    hidden = {
        one["name"]: one.get("value", "")
        for one in page.all("input")
        if one.get("type") == "hidden"
    }
    return {name: unescape(text) for name, text in pairs} | hidden


def came_back(answer, form: Form) -> set[str]:
    """The fields whose words are missing on the page."""
    page = Page(answer)
    texts = dict(
        re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page.html, re.S)
    )
    texts |= {one["name"]: one.get("value", "") for one in page.all("input") if one.get("name")}
    return {name for name in form.texts if unescape(texts.get(name, "")) != WORDS}


def test_the_walk_saw_the_desk(walk):
    assert len(walk.found) >= 25, sorted(walk.found)
    seen = {"desk.make_move note", "desk.ask_export", "desk.save_agency", "desk.save_my_mail"}
    assert seen <= walk.found.keys()


def test_every_page_to_write_on_says_at_what_time_its_session_ends(walk):
    assert not walk.untimed


def test_every_word_comes_back_after_signing_in_again(walk):
    lost = {}
    for name, (login, form) in sorted(walk.found.items()):
        desk = Desk(walk.app, walk.office)
        ended = desk.post(form.action, form.typed())
        assert ended.status_code == 401, name
        again = desk.post("/desk/sign-in", carried(ended) | desk.credentials(login))
        missing = came_back(again, form)
        if again.status_code != 200 or missing:
            lost[name] = (again.status_code, missing)
    assert not lost


def test_every_word_comes_back_after_a_proof(walk):
    lost, asked = {}, 0
    for name, (login, form) in sorted(walk.found.items()):
        if not walk.app.view_functions[name.partition(" ")[0]].fresh:
            continue
        desk = walk.desk(login)
        for _ in range(5):
            walk.office.clock.now += timedelta(minutes=14)
            token = desk.token()
        stale = desk.post(form.action, form.typed() | {"form_token": token})
        assert stale.status_code == 401, name
        again = desk.post("/desk/prove", carried(stale) | desk.credentials(login))
        asked += 1
        missing = came_back(again, form)
        if again.status_code != 200 or missing:
            lost[name] = (again.status_code, missing)
    assert asked >= 4
    assert not lost
