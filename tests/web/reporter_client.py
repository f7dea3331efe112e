"""A reporter's browser for tests: every page that it sees must be sound HTML."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.strict_html import StrictPage


class Seen:
    """An answer: its page, its hidden fields, the code on it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.text
        self.cookies = response.headers.getlist("Set-Cookie")
        self.page = StrictPage(self.text) if self.status != 303 else None
        assert self.page is None or self.page.problems == []

    def hidden(self, name: str) -> str:
        """The value of a hidden field."""
        return next(
            one.attributes["value"]
            for one in self.page.all("input")
            if one.attributes.get("name") == name and one.attributes.get("type") == "hidden"
        )

    def typed(self, name: str) -> str:
        """What stands in a box, without the line break that HTML swallows."""
        element = next(
            one
            for one in (*self.page.all("textarea"), *self.page.all("input"))
            if one.attributes.get("name") == name
        )
        return element.attributes.get("value") or element.words.removeprefix("\n")

    @property
    def code(self) -> str:
        """The twenty digits of a receipt."""
        shown = next(one for one in self.page.all("p") if one.attributes.get("class") == "code")
        return "".join(shown.words.split())

    def ids_of(self, name: str) -> list[str]:
        """The values that boxes to tick of that name would send."""
        return [
            one.attributes["value"]
            for one in self.page.all("input")
            if one.attributes.get("name") == name and one.attributes.get("type") == "checkbox"
        ]


class Reporter:
    """One reporter, in one language."""

    def __init__(self, app: Flask, *, lang: str = "", base_url: str = "http://localhost") -> None:
        self.client = app.test_client()
        self.base_url = base_url
        self.query = {"lang": lang} if lang else None

    def get(self, path: str, **more: Any) -> Seen:
        """A page of the sample office."""
        return self._see("GET", path, **more)

    def post(self, path: str, **typed: Any) -> Seen:
        """The answer to a form."""
        return self._see("POST", path, data=typed)

    def check(self, *, letter: str = "r", **typed: Any) -> Seen:
        """The check page for these answers."""
        token = self.get(f"/{letter}/").hidden("token")
        return self.post(f"/{letter}/check", **{"token": token, "narrative": "ถนนบาง"} | typed)

    def send(self, check: Seen, *, letter: str = "r", **more: Any) -> Seen:
        """The receipt for a check page."""
        return self.post(
            f"/{letter}/send", token=check.hidden("token"), draft=check.hidden("draft"), **more
        )

    def file(self, *, letter: str = "r", **typed: Any) -> Seen:
        """The receipt for these answers."""
        return self.send(self.check(letter=letter, **typed), letter=letter)

    def confirm(self, receipt: Seen) -> Seen:
        """The answer to the right last four digits."""
        return self.post(
            "/r/confirm", ticket=receipt.hidden("ticket"), last_group=receipt.code[-4:]
        )

    def attach(self, *files: tuple[Any, str]) -> Seen:
        """The evidence page after these files were sent at once."""
        token = self.get("/f/evidence").hidden("token")
        return self.post("/f/evidence", token=token, file=list(files))

    def _see(self, method: str, path: str, **more: Any) -> Seen:
        response = self.client.open(
            f"/sample{path}",
            method=method,
            query_string=self.query,
            base_url=self.base_url,
            **more,
        )
        # A large body waits in a temporary file of the client's own.
        response.request.input_stream.close()
        return Seen(response)
