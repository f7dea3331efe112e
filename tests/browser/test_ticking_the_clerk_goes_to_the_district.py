"""A villager's phone without script, a report about the clerk, and the district's desk."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from crypto.primitives import totp_code
from tests.browser.conftest import Served
from tests.district import make_district, send_outward
from tests.office import PASSPHRASE, Office

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
STORY = "ปลัดเทศบาลให้ลงนามรับงานถนนหมู่ ๗ ทั้งที่ยังไม่มีใครมาทำ แล้วบอกว่าใครพูดจะโดนย้าย"
DISTRICT, OFFICE = "ที่ว่าการอำเภอตัวอย่าง", "เทศบาลตำบลตัวอย่าง"


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def _sign_in(served: Served, page: Page, office: Office, login: str) -> None:
    # A code of six digits is taken once.
    served.office.clock.now += timedelta(seconds=30)
    digits = totp_code(office.totp[login], int(served.office.clock.now.timestamp()))
    page.goto(f"{served.url}/desk/sign-in")
    page.fill("[name=login]", f"{office.slug}/{login}")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=digits]", digits)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_ticking_the_clerk_goes_to_the_district(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    district = make_district(served.office)
    send_outward(served.office, district)
    shots = iter(range(100))

    def shot(page: Page, name: str) -> None:
        page.screenshot(path=tmp_path / f"{next(shots):02d}-{name}.png", full_page=True)
        assert _fits(page), f"{name} is wider than the screen"

    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="th-TH")
    phone = context.new_page()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))

    # She chooses the clerk among those it may be about.
    phone.goto(f"{served.url}/sample/r/")
    phone.fill("[name=narrative]", STORY)
    clerk = phone.locator("label.choice", has_text="นายประสิทธิ์ ปกครอง")
    assert f"เรื่องจะส่งไปที่ {DISTRICT} แทน" in clerk.inner_text()
    clerk.locator("input").check()
    shot(phone, "form")
    _press(phone, "ตรวจทานก่อนส่ง")

    # Before anything is sent she reads where it goes and who reads it there.
    shot(phone, "check")
    told = phone.inner_text("main")
    assert f"เรื่องนี้จะส่งถึง {DISTRICT} โดยตรง" in told
    assert f"คนใน {OFFICE} เปิดอ่านไม่ได้" in told
    assert "นางสาวรัตนา อำเภอรับ" in told and "นายสุเทพ อำเภอฟัง" in told
    assert "นางสาวมาลี ใจงาม" not in told
    _press(phone, "ส่งเรื่อง")

    # The receipt is the district's, and says where its code works.
    shot(phone, "receipt")
    told = phone.inner_text("main")
    code = "".join(re.findall(r"<span>(\d{4})</span>", phone.content()))
    assert len(code) == 20 and "1/2570" in told
    assert f"{served.url}/district/f/" in told and DISTRICT in phone.inner_text("header")
    assert context.cookies() == []
    _press(phone, "จดแล้ว")
    phone.fill("[name=last_group]", code[-4:])
    _press(phone, "ยืนยัน")
    assert phone.url == f"{served.url}/district/f/"
    shot(phone, "follow")
    assert "รับเรื่องแล้ว" in phone.inner_text("main")
    (cookie,) = context.cookies()
    assert cookie["path"] == "/district/f"

    # The clerk's own office has nothing: not its follow page, not its desk.
    stranger = browser.new_context(viewport=PHONE, java_script_enabled=False).new_page()
    stranger.goto(f"{served.url}/sample/f/")
    stranger.fill("[name=code]", code)
    stranger.locator("main form button").first.click()
    stranger.wait_for_load_state()
    assert "รับเรื่องแล้ว" not in stranger.inner_text("main")
    ours = browser.new_context(viewport=DESK, locale="th-TH").new_page()
    for login in ("intake1", "clerk"):
        ours.context.clear_cookies()
        _sign_in(served, ours, served.office, login)
        for path in ("/desk/", "/desk/cases", "/desk/cases?show=all"):
            ours.goto(f"{served.url}{path}")
            assert "ถนนหมู่ ๗" not in ours.inner_text("body")
            assert "1/2570" not in ours.inner_text("body")
    shot(ours, "our-desk")

    # The district's officer opens it, and sees which office it is about.
    theirs = browser.new_context(viewport=DESK, locale="th-TH").new_page()
    _sign_in(served, theirs, district, "receive1")
    shot(theirs, "their-desk")
    theirs.locator("a[href*='/desk/cases/']").first.click()
    theirs.wait_for_load_state()
    case_url = theirs.url.split("?")[0]
    shot(theirs, "their-case")
    told = theirs.inner_text("main")
    assert STORY in told and "หน่วยงานที่ถูกร้องเรียน" in told and OFFICE in told
    theirs.goto(f"{case_url}/ask")
    theirs.fill("[name=notice_text]", "ขอทราบวันที่ให้ลงนาม")
    with theirs.expect_navigation():
        theirs.locator("main form button").first.click()

    # She reads the question at the district's address and answers it.
    returning = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="th-TH")
    again = returning.new_page()
    again.goto(f"{served.url}/district/f/")
    again.fill("[name=code]", code)
    again.locator("main form button").first.click()
    again.wait_for_load_state()
    shot(again, "asked")
    assert "ขอทราบวันที่ให้ลงนาม" in again.inner_text("main")
    again.fill("textarea", "วันที่ ๓ พฤศจิกายน ตอนบ่าย")
    again.locator("form:has(textarea) button").first.click()
    again.wait_for_load_state()
    theirs.goto(case_url)
    assert "วันที่ ๓ พฤศจิกายน ตอนบ่าย" in theirs.inner_text("main")
    ours.goto(case_url)
    assert STORY not in ours.inner_text("body")

    assert all(address.startswith((served.url, "data:")) for address in asked)
    assert not any(code in address for address in asked)
