"""Every page that a reporter or a reader of the public pages may meet, drawn by the service."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.office import HOLDERS, Office
from tests.service.test_register_offline import take_in
from tests.small_files import sound_pdf
from tests.strict_html import StrictPage

PDF = sound_pdf()
PUBLIC_PARTS = (
    "", "guideline", "channel", "statistics", "grievances", "reports", "analysis", "survey",
    "privacy",
)  # fmt: skip
WORDS = "ผู้รับเหมาส่งมอบถนนบางกว่าแบบ <b>ปลัดเทศบาล</b> & นายช่างยนต์ โยธา"


@dataclass(frozen=True)
class Drawn:
    """A page under the name of what led to it."""

    name: str
    answer: TestResponse
    has_code: bool
    """Whether its reader had entered a tracking code by then."""


class Walk:
    """One reader with one browser, in one language."""

    def __init__(self, app: Flask, office: Office, lang: str) -> None:
        self.office, self.lang = office, lang
        self.client: FlaskClient = app.test_client()

    def pages(self) -> Iterator[Drawn]:
        """Every page, in the order in which one would meet them."""
        yield from self._public()
        for letter in "rg":
            yield from self._filing(letter)
        yield from self._refusals()
        yield from self._replacing()
        yield from self._following()

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, query_string=self._language)

    def post(self, path: str, **typed: object) -> TestResponse:
        return self.client.post(path, query_string=self._language, data=typed)

    @property
    def _language(self) -> dict[str, str]:
        return {"lang": "en"} if self.lang == "en" else {}

    def _public(self) -> Iterator[Drawn]:
        for path in ("/", "/sample/", "/sample/f/", "/nowhere/", "/sample/r/nothing"):
            yield Drawn(f"get {path}", self.get(path), False)
        for part in PUBLIC_PARTS:
            path = f"/sample/disclosure/{part}"
            yield Drawn(f"get {path}", self.get(path), False)
        yield Drawn("get /disclosure/", self.get("/disclosure/"), False)
        yield Drawn("a method not allowed", self.post("/sample/"), False)

    def _filing(self, letter: str) -> Iterator[Drawn]:
        def drawn(name: str, answer: TestResponse) -> Drawn:
            return Drawn(f"{letter}: {name}", answer, False)

        base = f"/sample/{letter}"
        form = self.get(f"{base}/")
        token = hidden(form)["token"]
        yield drawn("form", form)
        yield drawn("form, nothing typed", self.post(f"{base}/check", token=token))
        wrong = {"incident_from_day": "99", "contact_phone": "0" * 999, "category": "x"}
        yield drawn("form, much wrong", self.post(f"{base}/check", token=token, **wrong))
        yield drawn("form, expired", self.post(f"{base}/check", token="old", narrative=WORDS))
        check = self.post(f"{base}/check", token=token, narrative=WORDS, accused=WORDS)
        yield drawn("check", check)
        draft = {name: hidden(check)[name] for name in ("draft", "token")}
        yield drawn("edit", self.post(f"{base}/edit", **draft))
        works = self._holder(form, "ผู้อำนวยการกองช่าง", "Director of works")
        yield drawn("kept out", self.post(f"{base}/keep-out", exclude=works, **draft))
        head = self._holder(form, "นายกเทศมนตรี", "Mayor")
        stopped = self.post(f"{base}/check", token=token, narrative=WORDS, exclude=head)
        yield drawn("the mayor ticked", stopped)
        yield drawn("the mayor ticked, sent", self.post(f"{base}/send", **_draft(stopped)))
        receipt = self.post(f"{base}/send", **draft)
        yield drawn("receipt", receipt)
        yield from (drawn(name, page) for name, page in self._receipt(base, receipt, draft))

    def _receipt(
        self, base: str, receipt: TestResponse, draft: dict[str, str]
    ) -> Iterator[tuple[str, TestResponse]]:
        ticket = {"ticket": hidden(receipt)["ticket"]}
        yield "receipt again", self.post(f"{base}/receipt", **ticket)
        yield "sent twice", self.post(f"{base}/send", **draft)
        yield "written", self.post(f"{base}/written", **ticket)
        yield "wrong digits", self.post(f"{base}/confirm", last_group="12", **ticket)
        self.code = "".join(re.findall(r"<span>(\d{4})</span>", receipt.text))
        aside = self.client.application.test_client()
        aside.post(f"{base}/confirm", data=ticket | {"last_group": self.code[-4:]})
        yield "sent after it was written down", self.post(f"{base}/send", **draft)
        yield "receipt after it was written down", self.post(f"{base}/receipt", **ticket)

    def _refusals(self) -> Iterator[Drawn]:
        base = "/sample/r"
        yield Drawn("a broken ticket", self.post(f"{base}/receipt", ticket="x"), False)
        yield Drawn("a broken draft", self.post(f"{base}/edit", draft="x"), False)
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        refused = self.client.post(f"{base}/check", headers=elsewhere, query_string=self._language)
        yield Drawn("from another site", refused, False)
        yield Drawn("evidence without a code", self.get("/sample/f/evidence"), False)
        yield Drawn("message without a code", self.post("/sample/f/message", message=WORDS), False)
        entry = hidden(self.get("/sample/f/"))
        yield Drawn("mistyped", self.post("/sample/f/enter", token=entry["token"], code="1"), False)
        unknown = self.post("/sample/f/enter", token=entry["token"], code="0" * 20)
        yield Drawn("unknown code", unknown, False)
        yield Drawn("code, expired", self.post("/sample/f/enter", token="old", code="1"), False)

    def _replacing(self) -> Iterator[Drawn]:
        """A printed code at its first use; nothing is confirmed before the last page."""
        entry = hidden(self.get("/sample/f/"))
        printed = take_in(self.office).code
        shown = self.post("/sample/f/enter", token=entry["token"], code=printed)
        yield Drawn("new code", shown, False)
        form = {name: hidden(shown)[name] for name in ("token", "ticket")}
        base = "/sample/f/new-code"
        yield Drawn("new code again", self.post(base, **form), False)
        yield Drawn("new code, expired", self.post(base, token="old"), False)
        yield Drawn("new code written", self.post(f"{base}/written", **form), False)
        yield Drawn("new code, broken", self.post(base, **form | {"ticket": "x"}), False)
        wrong = self.post(f"{base}/confirm", last_group="12", **form)
        yield Drawn("new code, wrong digits", wrong, False)

    def _following(self) -> Iterator[Drawn]:
        entry = hidden(self.get("/sample/f/"))
        self.post("/sample/f/enter", token=entry["token"], code=self.code)
        case = self.get("/sample/f/")
        yield Drawn("case", case, True)
        yield Drawn("survey", self.get("/sample/f/survey"), True)
        message = {"token": hidden(case)["token"]}
        yield Drawn("empty message", self.post("/sample/f/message", message="", **message), True)
        telling = self.post("/sample/f/message", message=f"{WORDS} 081 234 5678", **message)
        yield Drawn("message that tells who writes", telling, True)
        yield Drawn("message", self.post("/sample/f/message", message=WORDS, **message), True)
        evidence = self.get("/sample/f/evidence")
        yield Drawn("evidence", evidence, True)
        token = {"token": hidden(evidence)["token"]}
        for name, body in (("no file", b""), ("a PDF", PDF), ("a program", b"MZ" + b"\0" * 600)):
            file = (io.BytesIO(body), "name.pdf")
            yield Drawn(name, self.post("/sample/f/evidence", file=file, **token), True)
        yield Drawn("case with a file", self.get("/sample/f/"), True)
        yield from self._withdrawing()
        yield from self._erasing()
        self.office.clock.now += timedelta(minutes=20)
        late = self.post("/sample/f/message", message=WORDS, **message)
        yield Drawn("message after the session", late, True)
        yield Drawn("left", self.post("/sample/f/leave"), True)

    def _withdrawing(self) -> Iterator[Drawn]:
        page = self.get("/sample/f/withdraw")
        yield Drawn("withdrawing", page, True)
        token = {"token": hidden(page)["token"]}
        yield Drawn("withdrawing, expired", self.post("/sample/f/withdraw", token="old"), True)
        yield Drawn("withdrawn", self.post("/sample/f/withdraw", why=WORDS, **token), True)
        yield Drawn("withdrawn twice", self.post("/sample/f/withdraw", **token), True)

    def _erasing(self) -> Iterator[Drawn]:
        page = self.get("/sample/f/identity")
        yield Drawn("erasing the identity", page, True)
        token = {"token": hidden(page)["token"]}
        yield Drawn("erasing, expired", self.post("/sample/f/identity", token="old"), True)
        yield Drawn("erased", self.post("/sample/f/identity", **token), True)
        yield Drawn("erased twice", self.post("/sample/f/identity", **token), True)
        yield Drawn("case, the identity erased", self.get("/sample/f/"), True)

    def _holder(self, form: TestResponse, thai: str, english: str) -> str:
        """The value that ticks the holder of a post."""
        post = english if self.lang == "en" else thai
        assert any(holder.post_th == thai for holder in HOLDERS)
        found = re.search(rf'name="exclude" value="([^"]+)"[^>]*><span><b>{post}<', form.text)
        assert found, post
        return found[1]


def hidden(answer: TestResponse) -> dict[str, str]:
    """The hidden fields of a page."""
    return {
        one.attributes["name"]: one.attributes.get("value", "")
        for one in StrictPage(answer.text).all("input")
        if one.attributes.get("type") == "hidden"
    }


def _draft(answer: TestResponse) -> dict[str, str]:
    return {name: hidden(answer)[name] for name in ("draft", "token")}
