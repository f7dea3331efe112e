"""axe finds nothing serious on any page, in both languages and at both sizes."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from crypto.primitives import totp_code
from tests.browser.conftest import Served
from tests.browser.test_a_complaint_from_phone_to_statistics import (
    DESK,
    PHONE,
    STORY,
    _press,
    _sign_in,
)
from tests.office import PASSPHRASE
from tests.planted.old_office import old
from tests.service.keeping_scenes import hold
from tests.two_persons import closed_case
from tests.web.test_retention_pages import pass_months, refused_case

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
SERIOUS = ("serious", "critical")
PUBLIC = (
    "/sample/",
    "/sample/r/",
    "/sample/g/",
    "/sample/f/",
    "/sample/disclosure/",
    "/sample/disclosure/guideline",
    "/sample/disclosure/channel",
    "/sample/disclosure/statistics?year=2569",
    "/sample/disclosure/privacy",
    "/nowhere/",
    "/desk/sign-in",
    "/desk/activate",
)
TELLING = "โทรหาผมที่ 081-234-5678"
OWN = ("retention", "two-persons", "sessions", "stay", "prove", "passkeys/")
MOVES = ("accept", "not_accept", "ask", "message", "progress_notice", "forward", "assign", "note")


def _faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(
        "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',"
        " 'wcag21aa', 'wcag22aa']})).violations"
    )
    return [
        f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found
        if one["impact"] in SERIOUS
    ]


def test_axe_finds_nothing_serious_on_public_and_reporter_pages(
    served: Served, browser: Browser
) -> None:
    faults: list[str] = []
    for viewport in (PHONE, DESK):
        page = browser.new_context(viewport=viewport).new_page()
        for path in PUBLIC:
            for lang in ("th", "en"):
                joint = "&" if "?" in path else "?"
                page.goto(f"{served.url}{path}{joint}lang={lang}")
                faults += _faults(page)
        page.goto(f"{served.url}/sample/r/")
        _press(page, "ตรวจทานก่อนส่ง")
        faults += _faults(page)
        page.fill("[name=narrative]", STORY)
        _press(page, "ตรวจทานก่อนส่ง")
        faults += _faults(page)
        _press(page, "ส่งเรื่อง")
        faults += _faults(page)
        _press(page, "จดแล้ว")
        faults += _faults(page)
    assert faults == []


def test_axe_finds_nothing_serious_at_the_desk(served: Served, browser: Browser) -> None:
    office = served.office
    case_id = office.case_id(office.file(narrative=STORY))
    office.clock.now = office.clock.now.replace(minute=5)
    page = browser.new_context(viewport=DESK).new_page()
    _sign_in(served, page)
    faults: list[str] = []
    paths = ["", "cases", "help", f"cases/{case_id}"]
    paths += [f"cases/{case_id}/{move}" for move in MOVES]
    for path in paths:
        page.goto(f"{served.url}/desk/{path}")
        faults += _faults(page)
    assert faults == []


def test_axe_finds_nothing_serious_where_words_or_files_may_tell_who_wrote(
    served: Served, browser: Browser
) -> None:
    receipt = served.office.file(narrative=STORY)
    served.office.confirm(receipt)
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{served.url}/sample/r/")
    page.fill("[name=narrative]", TELLING)
    _press(page, "ตรวจทานก่อนส่ง")
    faults = _faults(page)
    page.goto(f"{served.url}/sample/f/")
    page.fill("[name=code]", receipt.code)
    _press(page, "ดูเรื่องของฉัน")
    page.fill("[name=message]", TELLING)
    _press(page, "ส่งข้อความ")
    assert "ยังไม่ได้ส่ง" in page.inner_text("h1")
    faults += _faults(page)
    page.goto(f"{served.url}/sample/f/evidence")
    faults += _faults(page)
    file = {"name": "a.doc", "mimeType": "application/msword", "buffer": old("doc")}
    page.set_input_files("#file", files=[file])
    _press(page, "ส่งไฟล์นี้")
    assert "เจ้าหน้าที่เปิดไม่ได้" in page.inner_text("main")
    assert faults + _faults(page) == []


def test_axe_finds_nothing_serious_where_cases_are_kept_or_deleted(
    served: Served, browser: Browser
) -> None:
    office = served.office
    going, held = refused_case(office), closed_case(office)
    hold(office, "intake1", held)
    pass_months(office, 24)
    page = _signed_in(served, browser, "intake1")
    faults: list[str] = []
    cases = (f"cases/{held}", f"cases/{going}/hold", f"cases/{going}/delete")
    for path in (*OWN, *cases):
        answer = page.goto(f"{served.url}/desk/{path}")
        assert answer is not None and answer.status == 200, path
        faults += _faults(page)
    page.goto(f"{served.url}/desk/retention")
    page.check(f"[name=cases][value='{going}']")
    page.fill("[name=reason]", "พ้นระยะเวลาเก็บรักษา")
    _press(page, "ส่งคำขอลบ")
    page.locator("main table a").first.click()
    assert faults + _faults(page) == []


def test_axe_finds_nothing_serious_in_the_settings_of_keeping_and_privacy(
    served: Served, browser: Browser
) -> None:
    page = _signed_in(served, browser, "admin1")
    faults: list[str] = []
    for path in ("settings/retention", "settings/privacy", "privacy/record"):
        for viewport in (PHONE, DESK):
            page.set_viewport_size(viewport)
            page.goto(f"{served.url}/desk/{path}")
            faults += _faults(page)
    assert faults == []


def _signed_in(served: Served, browser: Browser, login: str) -> Page:
    """A page of an officer who has just signed in."""
    office = served.office
    office.clock.now += timedelta(minutes=1)
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(f"{served.url}/desk/sign-in")
    page.fill("[name=login]", f"sample/{login}")
    page.fill("[name=passphrase]", PASSPHRASE)
    now = int(office.clock.now.timestamp())
    page.fill("[name=digits]", totp_code(office.totp[login], now))
    _press(page, "เข้าสู่ระบบ")
    return page
