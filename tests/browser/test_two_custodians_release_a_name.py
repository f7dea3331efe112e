"""A name is opened by two custodians in three browsers, and its owner reads of it on a phone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from crypto.file_stream import SealedSpool
from crypto.primitives import totp_code
from service.attach_evidence import add_evidence
from tests.browser.conftest import Served
from tests.browser.test_pages_are_accessible import _faults
from tests.office import PASSPHRASE

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
NAME = "นางผู้แจ้ง จริงใจ"
REASON = "ต้องสอบปากคำเรื่องวันตรวจรับ ถามผ่านรหัสติดตามสองครั้งแล้วยังไม่ชัดเจน"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"words of a memorandum" * 99
Shot = Callable[[Page], None]


@pytest.fixture
def shot(tmp_path: Path) -> Shot:
    numbers = iter(range(100))

    def take(page: Page) -> None:
        page.screenshot(path=tmp_path / f"{next(numbers):02d}.png", full_page=True)

    return take


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def _sign_in(served: Served, browser: Browser, login: str) -> Page:
    office = served.office
    office.clock.now += timedelta(seconds=30)  # a code is taken once
    page = browser.new_context(viewport=DESK, java_script_enabled=False, locale="th-TH").new_page()
    page.goto(f"{served.url}/desk/sign-in")
    page.fill("[name=login]", f"sample/{login}")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=digits]", totp_code(office.totp[login], int(office.clock.now.timestamp())))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def _follow(served: Served, browser: Browser, code: str) -> Page:
    page = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="th-TH").new_page()
    page.goto(f"{served.url}/sample/f/")
    page.fill("[name=code]", code)
    _press(page, "ดูเรื่องของฉัน")
    return page


def _ask(asker: Page, shot: Shot) -> None:
    with asker.expect_navigation():
        asker.get_by_role("link", name="ขอเปิดข้อมูลผู้แจ้ง").click()
    shot(asker)
    _press(asker, "ส่งคำขอ")  # nothing was said yet
    shot(asker)
    assert "กรุณากรอกข้อนี้" in asker.inner_text("main")
    asker.get_by_label("จำเป็นต่อการสอบปากคำ", exact=False).check()
    asker.fill("[name=reason]", REASON)
    _press(asker, "ส่งคำขอ")
    shot(asker)
    assert "รอผู้รักษากุญแจอนุญาต" in asker.inner_text("h1")


def _agree(served: Served, browser: Browser, login: str, shot: Shot) -> None:
    custodian = _sign_in(served, browser, login)
    assert "คำขอเปิดข้อมูลผู้แจ้ง" in custodian.inner_text("h1")
    shot(custodian)
    with custodian.expect_navigation():
        custodian.get_by_role("link", name="อ่านและตอบ").click()
    shot(custodian)
    assert REASON in custodian.inner_text("main")
    assert NAME not in custodian.content()
    _press(custodian, "อนุญาตให้เปิดดู")
    shot(custodian)


def _attach(served: Served, token: str, folder: Path) -> None:
    """A document that officers get no copy of."""
    spool = SealedSpool(folder)
    spool.write(OLD_WORD)
    with served.office.reporter() as work:
        add_evidence(work, token, spool, "บ้านฉัน.doc")


def _download(asker: Page) -> None:
    """The document as it came, by the button on the page that shows the name."""
    with asker.expect_download() as coming:
        asker.get_by_role("button", name="ดาวน์โหลดต้นฉบับ").click()
    assert coming.value.suggested_filename == "original-01.doc"
    assert Path(coming.value.path()).read_bytes() == OLD_WORD
    assert NAME in asker.inner_text("main")


def test_two_custodians_release_a_name_and_its_owner_reads_of_it(
    served: Served, browser: Browser, shot: Shot, tmp_path: Path
) -> None:
    office = served.office
    receipt = office.file(
        identity_mode="confidential", contact_name=NAME, contact_phone="08 1234 5678",
        subject="ถนนหมู่ ๔",
    )  # fmt: skip
    _attach(served, office.confirm(receipt), tmp_path)
    asker = _sign_in(served, browser, "intake1")
    asker.goto(f"{served.url}/desk/cases/{office.case_id(receipt)}")
    case_url = asker.url
    _ask(asker, shot)

    phone = _follow(served, browser, receipt.code)
    shot(phone)
    text = phone.inner_text("main")
    assert "มีเจ้าหน้าที่ขอเปิดข้อมูลตัวตนของท่าน" in text
    assert REASON in text
    assert "มาลี" not in text

    for login in ("inside1", "outside1"):
        _agree(served, browser, login, shot)

    asker.reload()
    shot(asker)
    _press(asker, "เปิดดูข้อมูลผู้แจ้ง (ดูได้ครั้งเดียว)")
    shot(asker)
    assert NAME in asker.inner_text("main")
    assert "08 1234 5678" in asker.inner_text("main")
    _download(asker)
    asker.goto(f"{case_url}/identity")
    shot(asker)
    assert NAME not in asker.content()
    assert "เปิดดูแล้ว" in asker.inner_text("main")

    phone.goto(f"{served.url}/sample/f/")
    shot(phone)
    assert "เจ้าหน้าที่เปิดดูข้อมูลตัวตนของท่านแล้ว" in phone.inner_text("main")

    with phone.expect_navigation():
        phone.get_by_role("link", name="ลบข้อมูลตัวตนของท่าน").click()
    shot(phone)
    _press(phone, "ลบข้อมูลตัวตนถาวร")
    shot(phone)
    assert "ลบข้อมูลตัวตนแล้ว" in phone.inner_text("h1")
    phone.goto(f"{served.url}/sample/f/")
    shot(phone)
    asker.goto(case_url)
    shot(asker)
    assert "ผู้แจ้งลบข้อมูลตัวตนแล้ว" in asker.inner_text("main")


def test_axe_finds_nothing_serious_on_the_way(served: Served, browser: Browser) -> None:
    """The same pages with script on, which axe needs."""
    office = served.office
    receipt = office.file(identity_mode="confidential", contact_name=NAME)
    from service.release_ask import ask_identity

    with office.desk("intake1") as work:
        ask_identity(
            work,
            office.case_id(receipt),
            {"reason": REASON, "ground": "safety", "tell": "now"},
        )
    faults: list[str] = []
    for login, paths in (
        ("intake2", [f"cases/{office.case_id(receipt)}/identity"]),
        ("inside1", ["releases"]),
    ):
        page = _sign_in(served, browser, login)
        scripted = browser.new_context(viewport=DESK).new_page()
        scripted.context.add_cookies(page.context.cookies())
        for path in paths:
            scripted.goto(f"{served.url}/desk/{path}")
            faults += _faults(scripted)
        if login == "inside1":
            scripted.get_by_role("link", name="อ่านและตอบ").click()
            faults += _faults(scripted)
    phone = _follow(served, browser, receipt.code)
    scripted = browser.new_context(viewport=PHONE).new_page()
    scripted.context.add_cookies(phone.context.cookies())
    for path in ("", "identity"):
        scripted.goto(f"{served.url}/sample/f/{path}")
        faults += _faults(scripted)
    assert faults == []
