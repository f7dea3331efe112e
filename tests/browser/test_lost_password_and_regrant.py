"""An officer lost passphrase and recovery code: colleagues bring every case back, but the one."""

import re
from base64 import b32decode
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from crypto.primitives import totp_code
from rules.permissions import Role
from rules.states import Channel, Move
from service.submit_complaint import filing_form
from tests.browser.conftest import Served
from tests.office import PASSPHRASE

pytestmark = pytest.mark.browser
DESK = {"width": 1366, "height": 768}
LOST = "นางสาวมาลี ใจงาม"
NEW_PASSPHRASE = "ควายสามตัวกินหญ้าหน้าบ้าน"


class Journey:
    """The office's officers at browsers without script, each with a browser of their own."""

    def __init__(self, served: Served, browser: Browser, folder: Path) -> None:
        self.served, self.office, self.browser = served, served.office, browser
        self._shots = (folder / f"{number:02d}.png" for number in range(100))

    def page(self, path: str) -> Page:
        """A fresh browser at that page."""
        context = self.browser.new_context(viewport=DESK, java_script_enabled=False, locale="th-TH")
        opened = context.new_page()
        opened.goto(f"{self.served.url}{path}")
        return opened

    def sign_in(self, login: str, passphrase: str = PASSPHRASE) -> Page:
        self.office.clock.now += timedelta(seconds=60)
        opened = self.page("/desk/sign-in")
        opened.fill("[name=login]", f"sample/{login}")
        opened.fill("[name=passphrase]", passphrase)
        opened.fill("[name=digits]", self._digits(login))
        self.press(opened, "เข้าสู่ระบบ")
        return opened

    def activate(self, code: str, login: str) -> str:
        """The digits of the new key, as the officer reads them from the last page."""
        opened = self.page("/desk/activate")
        opened.fill("[name=activation_code]", code)
        self.press(opened, "ต่อไป")
        shown = opened.inner_text(".secret").replace(" ", "")
        self.office.totp[login] = b32decode(shown)
        opened.fill("[name=passphrase]", NEW_PASSPHRASE)
        opened.fill("[name=passphrase_again]", NEW_PASSPHRASE)
        opened.fill("[name=digits]", self._digits(login))
        self.press(opened, "เปิดใช้บัญชี")
        self.shot(opened)
        return opened.inner_text(".fingerprint")

    def vouch(self, login: str, heard: str) -> None:
        opened = self.sign_in(login)
        opened.goto(f"{self.served.url}/desk/keys/")
        assert heard[:-4] in opened.inner_text("main")
        opened.fill("[name=heard]", heard[-4:])
        self.shot(opened)
        self.press(opened, "รับรองกุญแจนี้")
        assert "บันทึกการรับรอง" in opened.inner_text("main")

    def press(self, opened: Page, name: str) -> None:
        with opened.expect_navigation():
            opened.get_by_role("button", name=name).first.click()

    def shot(self, opened: Page) -> None:
        opened.screenshot(path=next(self._shots), full_page=True)

    def _digits(self, login: str) -> str:
        return totp_code(self.office.totp[login], int(self.office.clock.now.timestamp()))


@pytest.fixture
def journey(served: Served, browser: Browser, tmp_path: Path) -> Journey:
    served.office.hire("intake3", "นายสาม มาเพิ่ม", Role.INTAKE)
    return Journey(served, browser, tmp_path)


def _status(opened: Page, url: str) -> int:
    answer = opened.goto(url)
    assert answer is not None
    return answer.status


def test_a_lost_passphrase_loses_no_case_and_lets_nobody_in_who_was_kept_out(
    journey: Journey,
) -> None:
    office, url = journey.office, journey.served.url
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    lost = next(one.id for one in holders if one.name == LOST)
    kept_out = office.case_id(office.file(subject="เรื่องที่กันมาลีไว้", exclude=[lost]))
    ids = [office.case_id(office.file(subject=f"ถนนหมู่ {number}")) for number in range(1, 5)]
    office.move("intake1", ids[0], Move.NOTE, note="มาลีจดไว้ก่อนลืม")

    admin = journey.sign_in("admin1")
    admin.goto(f"{url}/desk/settings/officers")
    admin.get_by_role("link", name=LOST).click()
    admin.get_by_role("link", name=re.compile("ลืมวลีรหัสผ่าน")).click()
    assert "กุญแจเดิมถูกทำลาย" in admin.inner_text("main")
    journey.shot(admin)
    journey.press(admin, "ออกรหัสเปิดใช้บัญชี")
    journey.shot(admin)
    heard = journey.activate(admin.inner_text(".once"), "intake1")

    mali = journey.sign_in("intake1", NEW_PASSPHRASE)
    for case_id in (*ids, kept_out):
        assert _status(mali, f"{url}/desk/cases/{case_id}") == 404
    mali.goto(f"{url}/desk/keys/mine")
    assert "ยังไม่มีผู้รับรอง" in mali.inner_text("main")
    assert mali.inner_text(".once") == heard
    journey.shot(mali)

    journey.vouch("intake2", heard)
    journey.vouch("intake3", heard)

    wichai = journey.sign_in("intake2")
    wichai.goto(f"{url}/desk/regrant")
    wichai.get_by_label(re.compile(LOST)).check()
    journey.press(wichai, "ดูจำนวนเรื่อง")
    journey.shot(wichai)
    journey.press(wichai, "ให้สิทธิ 5 เรื่อง")
    journey.shot(wichai)

    mali = journey.sign_in("intake1", NEW_PASSPHRASE)
    mali.goto(f"{url}/desk/cases?show=all")
    listed = mali.inner_text("main")
    assert [f"ถนนหมู่ {number}" in listed for number in range(1, 5)] == [True] * 4
    assert "เรื่องที่กันมาลีไว้" not in listed
    journey.shot(mali)
    assert _status(mali, f"{url}/desk/cases/{kept_out}") == 404
    assert _status(mali, f"{url}/desk/cases/{ids[0]}") == 200
    assert "มาลีจดไว้ก่อนลืม" in mali.inner_text("main")
    journey.shot(mali)
    unknown = _status(mali, f"{url}/desk/cases/{'0' * 32}")
    assert unknown == 404
