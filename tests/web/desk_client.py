"""An officer's browser for tests: signs in for real, and fills in the forms that pages hold."""

import re
from base64 import b32decode
from datetime import timedelta
from html.parser import HTMLParser

from flask import Flask
from werkzeug.test import TestResponse

from crypto.primitives import totp_code
from tests.office import PASSPHRASE, Office


class Page(HTMLParser):
    """What a page holds that tests ask for: headings, ids, hidden fields, classes, attributes."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__()
        self.html = response.get_data(as_text=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def hidden(self, name: str) -> str:
        return next(one["value"] for one in self.all("input") if one.get("name") == name)

    def primary_buttons(self) -> int:
        return sum("primary" in one.get("class", "").split() for _, one in self.tags)


class Desk:
    """One officer at one browser."""

    def __init__(self, app: Flask, office: Office, base_url: str = "http://localhost") -> None:
        self.office = office
        self.client = app.test_client()
        self.base_url = base_url

    def get(self, path: str, **more: object) -> TestResponse:
        return self.client.get(path, base_url=self.base_url, **more)

    def post(self, path: str, typed: dict[str, object], **more: object) -> TestResponse:
        return self.client.post(path, data=typed, base_url=self.base_url, **more)

    def credentials(self, login: str) -> dict[str, str]:
        # A code is taken once, so each sign-in waits for the next one.
        self.office.clock.now += timedelta(seconds=30)
        return {
            "login": f"{self.office.slug}/{login}",
            "passphrase": PASSPHRASE,
            "digits": totp_code(self.office.totp[login], int(self.office.clock.now.timestamp())),
        }

    def sign_in(self, login: str, **more: str) -> TestResponse:
        return self.post("/desk/sign-in", self.credentials(login) | more)

    def prove(self, login: str, **more: str) -> TestResponse:
        """The answer once the officer has proven who sits there, as what is grave asks for."""
        typed = self.credentials(login) | {"form_token": self.token()}
        return self.post("/desk/prove", typed | more)

    def send(self, path: str, typed: dict[str, object]) -> TestResponse:
        """The answer to the form of that move, as the page drew it."""
        page = Page(self.get(path))
        hidden = {name: page.hidden(name) for name in ("form_token", "event_count")}
        return self.post(path, hidden | typed)

    def token(self, path: str = "/desk/help") -> str:
        return Page(self.get(path)).hidden("form_token")


def seed_on(page: Page) -> bytes:
    """The second factor's secret as the activation page shows it."""
    shown = re.search(r'class="secret">([A-Z2-7 ]+)<', page.html)
    assert shown
    return b32decode(shown[1].replace(" ", ""))
