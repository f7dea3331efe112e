"""A passkey in a real Chromium with an authenticator of its own; and the same without script."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from crypto.primitives import totp_code
from tests.browser.conftest import Served
from tests.browser.test_pages_are_accessible import _faults
from tests.office import PASSPHRASE

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
ASKED = "ท่านรักษากุญแจข้อมูลตัวตนของ"


class Officer:
    """An officer at a browser with an authenticator that answers by itself."""

    def __init__(self, served: Served, browser: Browser, folder: Path, *, script: bool = True):
        self.office = served.office
        self.url = served.url.replace("127.0.0.1", "localhost")
        self.folder = folder
        context = browser.new_context(
            viewport=DESK, java_script_enabled=script, locale="th-TH", reduced_motion="reduce"
        )
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        self.page.on("console", lambda line: self._note(line.type, line.text))
        self.page.on("pageerror", lambda problem: self.problems.append(str(problem)))
        self.cdp: Any = context.new_cdp_session(self.page) if script else None
        self.authenticator = self._plug_in() if script else ""

    def _plug_in(self) -> str:
        self.cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }  # fmt: skip
        added = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        plugged: str = added["authenticatorId"]
        return plugged

    def _note(self, kind: str, words: str) -> None:
        if kind == "error" and "Content Security" in words:
            self.problems.append(words)

    def verified(self, *, so: bool) -> None:
        """Whether the finger on the authenticator is the right one."""
        self.cdp.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": self.authenticator, "isUserVerified": so},
        )

    def kept(self) -> list[dict[str, Any]]:
        """What the authenticator holds."""
        held = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})
        credentials: list[dict[str, Any]] = held["credentials"]
        return credentials

    def type_in(self, login: str, digits: str | None = None) -> None:
        self.page.goto(f"{self.url}/desk/sign-in")
        self.page.fill("[name=login]", f"sample/{login}")
        self.page.fill("[name=passphrase]", PASSPHRASE)
        if digits is not None:
            self.page.fill("[name=digits]", digits)

    def digits(self, login: str) -> str:
        self.office.clock.now += timedelta(seconds=60)
        return totp_code(self.office.totp[login], int(self.office.clock.now.timestamp()))

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def sign_in(self, login: str) -> None:
        self.type_in(login, self.digits(login))
        self.press("เข้าสู่ระบบ")

    def leave(self) -> None:
        self.press("ออกจากระบบ")

    def text(self) -> str:
        return self.page.inner_text("main")

    def shot(self, name: str) -> None:
        """A picture at both sizes, on which axe finds nothing serious."""
        for at, size in (("phone", PHONE), ("desk", DESK)):
            self.page.set_viewport_size(size)
            self.page.screenshot(path=self.folder / f"{name}-{at}.png", full_page=True)
        if self.cdp:
            self.problems += _faults(self.page)


@pytest.fixture
def officer(served: Served, browser: Browser, tmp_path: Path) -> Iterator[Officer]:
    made = Officer(served, browser, tmp_path)
    yield made
    assert made.problems == []


def test_a_custodian_adds_a_passkey_signs_in_with_it_and_takes_it_away(officer: Officer) -> None:
    page = officer.page
    officer.type_in("inside1", officer.digits("inside1"))
    officer.shot("sign-in")
    officer.press("เข้าสู่ระบบ")
    assert ASKED in officer.text()
    officer.shot("asked")

    page.fill("[name=label]", "โทรศัพท์ของพิกุล")
    page.get_by_role("button", name="เพิ่มพาสคีย์").click()
    assert page.evaluate("document.activeElement.name") == "passphrase"
    page.fill("[name=passphrase]", PASSPHRASE)
    officer.verified(so=False)
    page.get_by_role("button", name="เพิ่มพาสคีย์").click()
    page.wait_for_selector("text=ยังไม่ได้เพิ่มพาสคีย์ กรุณาลองอีกครั้ง")
    assert officer.kept() == []
    officer.verified(so=True)
    officer.press("เพิ่มพาสคีย์")
    assert "เพิ่มพาสคีย์แล้ว" in officer.text() and "โทรศัพท์ของพิกุล" in officer.text()
    officer.shot("added")
    [credential] = officer.kept()
    assert credential["isResidentCredential"] and credential["rpId"] == "localhost"
    assert "พิกุล" not in str(credential)

    officer.leave()
    officer.verified(so=False)
    officer.type_in("inside1")
    page.get_by_role("button", name="ใช้พาสคีย์แทนเลข 6 หลัก").click()
    page.wait_for_selector("text=ยังไม่ได้ใช้พาสคีย์")
    officer.shot("wrong-finger")
    officer.verified(so=True)
    officer.press("ใช้พาสคีย์แทนเลข 6 หลัก")
    assert page.url.startswith(f"{officer.url}/desk/") and "sign-in" not in page.url
    assert ASKED not in officer.text()

    page.goto(f"{officer.url}/desk/passkeys/")
    assert "ใช้ล่าสุด" in officer.text()
    officer.press("ลบ โทรศัพท์ของพิกุล")
    assert "ลบแล้ว" in officer.text()
    officer.leave()
    officer.type_in("inside1")
    officer.press("ใช้พาสคีย์แทนเลข 6 หลัก")
    assert "พาสคีย์ไม่ถูกต้อง" in officer.text()
    officer.shot("removed")
    officer.sign_in("inside1")
    assert "sign-in" not in page.url


def test_a_passkey_proves_who_sits_there_before_what_is_grave(officer: Officer) -> None:
    page = officer.page
    officer.sign_in("intake1")
    page.goto(f"{officer.url}/desk/passkeys/")
    page.fill("[name=label]", "เครื่องที่ทำงาน")
    page.fill("[name=passphrase]", PASSPHRASE)
    officer.press("เพิ่มพาสคีย์")
    officer.office.clock.now += timedelta(minutes=6)
    page.goto(f"{officer.url}/desk/passkeys/")
    assert "ยืนยันตัวตนอีกครั้ง" in officer.text()
    page.fill("[name=passphrase]", PASSPHRASE)
    officer.shot("prove")
    officer.press("ใช้พาสคีย์แทนเลข 6 หลัก")
    assert "เครื่องที่ทำงาน" in officer.text()
    page.fill("[name=label]", "อีกครั้ง")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.get_by_role("button", name="เพิ่มพาสคีย์").click()
    page.wait_for_selector("text=เครื่องนี้มีพาสคีย์ของท่านอยู่แล้ว")


def test_without_script_every_one_of_these_pages_works_by_the_six_digits(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    officer = Officer(served, browser, tmp_path, script=False)
    officer.page.goto(f"{officer.url}/desk/sign-in")
    assert officer.page.get_by_role("button").all_inner_texts() == ["เข้าสู่ระบบ"]
    officer.sign_in("inside1")
    assert "ปิด JavaScript ไว้ ท่านยังเข้าระบบด้วยเลข 6 หลักได้" in officer.text()
    officer.shot("no-script")
    officer.page.get_by_role("link", name="ทำภายหลัง ไปหน้าแรก").click()
    officer.office.clock.now += timedelta(minutes=6)
    officer.page.goto(f"{officer.url}/desk/passkeys/")
    officer.page.fill("[name=passphrase]", PASSPHRASE)
    officer.page.fill("[name=digits]", officer.digits("inside1"))
    officer.press("ยืนยัน")
    assert "พาสคีย์ของฉัน" in officer.text()


def test_at_a_number_the_page_says_why_there_is_no_passkey_and_where_there_is(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    officer = Officer(served, browser, tmp_path)
    name, officer.url = officer.url, served.url
    officer.page.goto(f"{served.url}/desk/sign-in")
    assert "พาสคีย์ใช้กับที่อยู่ที่เป็นตัวเลขไม่ได้" in officer.text()
    officer.shot("number")
    officer.sign_in("intake1")
    officer.page.goto(f"{served.url}/desk/passkeys/")
    officer.shot("number-own")
    officer.page.get_by_role("link", name=name).click()
    assert officer.page.url == f"{name}/desk/sign-in"
    assert officer.page.get_by_role("button", name="ใช้พาสคีย์แทนเลข 6 หลัก").is_visible()
