"""A fresh installation behind a real socket, and what a clerk and officers do in their browsers."""

import io
import re
import threading
from base64 import b32decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from app import create_app
from app.commands import main
from app.database import migrate
from app.settings import Settings
from crypto import key_file
from crypto.primitives import totp_code
from tests.office import CHEAP_COSTS, PASSPHRASE, Clock

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}

Console = Callable[..., str]


@dataclass
class Installation:
    """A served installation without any agency, with a clock of its own."""

    url: str
    clock: Clock
    console: Console
    settings: Settings
    totp: dict[str, bytes] = field(default_factory=dict)


@contextmanager
def served_from_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Installation]:
    """An installation as `prongsai setup` leaves it, served, with its console."""
    monkeypatch.setenv("PRONGSAI_DATA_DIR", str(folder / "var"))
    monkeypatch.setattr("app.console_service.keep_to_itself", lambda: None)
    settings = Settings.from_environment({"PRONGSAI_DATA_DIR": str(folder / "var")})
    # The console runs by the clock on the wall, so this one begins there.
    clock = Clock(datetime.now(UTC))
    app = create_app(settings, clock=clock, costs=CHEAP_COSTS)
    migrate(app)
    key_file.create(settings.key_file)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def console(*words: str, typed: str = "") -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(words)
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out

    yield Installation(f"http://127.0.0.1:{server.port}", clock, console, settings)
    server.shutdown()
    thread.join()


def new_page(browser: Browser, viewport: dict[str, int]) -> Page:
    """A page of somebody's own browser, in which no script runs."""
    context = browser.new_context(
        viewport=viewport, java_script_enabled=False, locale="th-TH", accept_downloads=True
    )
    return context.new_page()


def press(page: Page, name: str) -> None:
    """Press the first button with this name and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    """Follow the first link with this name."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def activate(place: Installation, page: Page, login: str, code: str) -> None:
    """The officer activates the account as a person does, with an authenticator's digits."""
    page.goto(f"{place.url}/desk/activate")
    page.fill("[name=activation_code]", code)
    press(page, "ต่อไป")
    shown = re.search(r'class="secret">([A-Z2-7 ]+)<', page.content())
    assert shown
    place.totp[login] = b32decode(shown[1].replace(" ", ""))
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=passphrase_again]", PASSPHRASE)
    page.fill("[name=digits]", digits_of(place, login))
    press(page, "เปิดใช้บัญชี")
    assert "รหัสกู้คืนบัญชี" in page.inner_text("main")


def sign_in(place: Installation, page: Page, slug: str, login: str) -> None:
    """The officer signs in with the next six digits."""
    place.clock.now += timedelta(seconds=30)
    page.goto(f"{place.url}/desk/sign-in")
    page.fill("[name=login]", f"{slug}/{login}")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=digits]", digits_of(place, login))
    press(page, "เข้าสู่ระบบ")


def digits_of(place: Installation, login: str) -> str:
    """What the officer's authenticator shows now."""
    return totp_code(place.totp[login], int(place.clock.now.timestamp()))
