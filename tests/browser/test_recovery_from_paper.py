"""Every intake officer has lost the passphrase: papers, two keepers, and the cases open again."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from models.agency import RecoveryKey
from rules.permissions import Role
from rules.states import Channel
from service.activate_officer import OfficerPlan
from service.actors import AllAgencies
from service.submit_complaint import filing_form
from tests.browser.conftest import Served
from tests.browser.from_nothing import DESK, PHONE, activate, new_page, press, sign_in
from tests.browser.test_pages_are_accessible import _faults
from tests.ceremony import with_slip
from tests.office import _activate

pytestmark = pytest.mark.browser
OLD, SHUT = "ถนนคอนกรีตบางกว่าแบบ", "เรียกเงินค่าดำเนินการ"


class Place:
    """What the steps of `from_nothing` need of a served office."""

    def __init__(self, served: Served) -> None:
        self.url, self.clock, self.totp = served.url, served.office.clock, served.office.totp


def start_anew(place: Place, clerk: Page, browser: Browser, name: str, login: str) -> Page:
    """The administrator gives a new code; the officer activates in a browser of their own."""
    clerk.goto(f"{place.url}/desk/settings/officers")
    clerk.locator("tr", has_text=name).get_by_role("link").first.click()
    clerk.wait_for_load_state()
    clerk.locator("a[href$='/reset']").first.click()
    clerk.wait_for_load_state()
    with clerk.expect_navigation():
        clerk.locator("main form button.primary").click()
    officer = new_page(browser, DESK)
    activate(place, officer, login, clerk.inner_text(".once"))
    return officer


def subjects(page: Page, url: str) -> str:
    page.goto(f"{url}/desk/cases?show=all")
    return page.inner_text("main")


def test_two_papers_bring_the_cases_back_and_keep_the_excluded_out(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    office, place = served.office, Place(served)
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    accused = next(one.id for one in holders if one.name == "นางสาวมาลี ใจงาม")
    office.file(subject=OLD)
    office.file(subject=SHUT, exclude=[accused])
    papers = office.made.papers

    clerk = new_page(browser, DESK)
    sign_in(place, clerk, office.slug, "admin1")
    accused_page = start_anew(place, clerk, browser, "นางสาวมาลี ใจงาม", "intake1")
    other_page = start_anew(place, clerk, browser, "นายวิชัย ตั้งตรง", "intake2")
    clerk.goto(f"{place.url}/desk/setup/keyring")
    clerk.fill("[name=root]", papers.root)
    press(clerk, "รับรองผู้ที่เลือกไว้")
    sign_in(place, accused_page, office.slug, "intake1")
    sign_in(place, other_page, office.slug, "intake2")
    for page in (accused_page, other_page):
        shown = subjects(page, place.url)
        assert OLD not in shown and SHUT not in shown

    clerk.goto(f"{place.url}/desk/recovery/")
    clerk.screenshot(path=tmp_path / "1-papers.png", full_page=True)
    clerk.check("[name=officer][value=intake1]")
    clerk.fill("[name=content_first]", papers.content_first)
    clerk.fill("[name=content_second]", with_slip(papers.content_second, 3))
    press(clerk, "กู้คืนเรื่อง")
    clerk.screenshot(path=tmp_path / "2-a-slip.png", full_page=True)
    assert "แถว ก หรือ ข" in clerk.inner_text("main")
    assert papers.content_first.replace(" ", "") not in clerk.content().replace(" ", "")
    clerk.fill("[name=content_second]", papers.content_second)
    press(clerk, "กู้คืนเรื่อง")
    clerk.screenshot(path=tmp_path / "3-done.png", full_page=True)
    assert "ดูครบทุกเรื่องแล้ว" in clerk.inner_text("h1")
    assert "2 เรื่อง" not in clerk.inner_text("main"), "it must not be told who is kept out of what"

    shown = subjects(accused_page, place.url)
    assert OLD in shown and SHUT not in shown
    assert OLD not in subjects(other_page, place.url)
    accused_page.get_by_role("link", name=OLD).first.click()
    accused_page.wait_for_load_state()
    accused_page.screenshot(path=tmp_path / "4-the-case.png", full_page=True)
    assert "กู้คืนสิทธิเปิดเรื่องด้วยเอกสารกู้คืน" in accused_page.inner_text("main")

    clerk.goto(f"{place.url}/desk/recovery/")
    clerk.check("[name=officer][value=intake2]")
    clerk.fill("[name=content_first]", papers.content_first)
    clerk.fill("[name=content_second]", papers.content_second)
    press(clerk, "กู้คืนเรื่อง")
    shown = subjects(other_page, place.url)
    assert OLD in shown and SHUT in shown
    clerk.set_viewport_size(PHONE)
    clerk.goto(f"{place.url}/desk/recovery/")
    clerk.screenshot(path=tmp_path / "5-papers-on-a-phone.png", full_page=True)


def test_axe_finds_nothing_serious_on_the_pages_of_papers(served: Served, browser: Browser) -> None:
    office, place = served.office, Place(served)
    with office.work(AllAgencies("as if nothing was read back")) as work:
        work.session.execute(update(RecoveryKey).values(read_back_on=None))
    _activate(office, OfficerPlan("นายใหม่ มาแล้ว", "นิติกร", "new1", (Role.INTAKE,)))
    faults: list[str] = []
    for viewport in (DESK, PHONE):
        page = browser.new_context(viewport=viewport).new_page()
        sign_in(place, page, office.slug, "admin1")
        for path in ("setup/", "setup/papers", "setup/keyring", "recovery/"):
            page.goto(f"{place.url}/desk/{path}")
            faults += _faults(page)
        page.goto(f"{place.url}/desk/setup/read-back")
        page.fill("[name=content_first]", office.made.papers.content_first)
        press(page, "ตรวจตัวเลข")
        faults += _faults(page)
        page.goto(f"{place.url}/desk/setup/papers")
        press(page, "ทำเอกสารเดี๋ยวนี้")
        faults += _faults(page)
    assert faults == []
