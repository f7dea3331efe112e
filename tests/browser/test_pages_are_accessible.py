"""axe finds nothing serious on any page, in both languages and at both sizes."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Served
from tests.browser.test_a_complaint_from_phone_to_statistics import (
    DESK,
    PHONE,
    STORY,
    _press,
    _sign_in,
)

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
    "/nowhere/",
    "/desk/sign-in",
    "/desk/activate",
)
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
