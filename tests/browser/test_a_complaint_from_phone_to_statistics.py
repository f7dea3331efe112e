"""One complaint the whole way: a phone without script, a desk, the public table."""

import io
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from crypto.primitives import totp_code
from tests.browser.conftest import Served
from tests.office import PASSPHRASE
from tests.small_files import film, sound_pdf

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
STORY = "กรรมการตรวจรับลงนามรับงานถนนคอนกรีตหมู่ ๔ ทั้งที่หนาไม่ถึงตามแบบ วัดได้ ๑๑ เซนติเมตร"


def _jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "CANARY-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (14.0, 58.0, 30.0)
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def _files(folder: Path) -> list[Path]:
    bodies = {
        "บ้านเลขที่ ๙.jpg": _jpeg(),
        "สัญญา.pdf": sound_pdf(),
        "คลิป.mp4": film([os.urandom(1_000_000) for _ in range(20)]),
    }
    paths = []
    for name, body in bodies.items():
        path = folder / name
        path.write_bytes(body)
        paths.append(path)
    return paths


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def _sign_in(served: Served, page: Page) -> None:
    office = served.office
    digits = totp_code(office.totp["intake2"], int(office.clock.now.timestamp()))
    page.goto(f"{served.url}/desk/sign-in")
    page.fill("[name=login]", "sample/intake2")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=digits]", digits)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _move(served: Served, page: Page, case_url: str, move: str, **fields: str) -> None:
    page.goto(f"{case_url}/{move}")
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert page.url.startswith(case_url), f"{move} was not made: {page.inner_text('main')[:300]}"


def test_a_complaint_from_a_phone_without_script_to_the_public_table(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    shots = iter(range(100))

    def shot(page: Page) -> None:
        page.screenshot(path=tmp_path / f"{next(shots):02d}.png", full_page=True)

    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="th-TH")
    phone = context.new_page()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))

    phone.goto(f"{served.url}/sample/")
    shot(phone)
    phone.locator("a[href*='/sample/r/']").first.click()
    shot(phone)
    neutral = {phone.title().split(" – ")[0].split(": ")[-1]}
    phone.fill("[name=narrative]", STORY)
    for one in phone.locator("details").all():
        if not one.get_attribute("open"):
            one.locator("summary").first.click()
    phone.fill("[name=accused]", "ผอ.กองช่าง")
    phone.fill("[name=place]", "ถนนหมู่ ๔")
    _press(phone, "ตรวจทานก่อนส่ง")
    shot(phone)
    assert "ตรวจทานก่อนส่ง" in phone.inner_text("h1")
    assert "นายช่างยนต์ โยธา" in phone.inner_text("main")
    _press(phone, "ย้อนกลับ")
    assert phone.input_value("[name=narrative]") == STORY
    _press(phone, "ตรวจทานก่อนส่ง")
    _press(phone, "ส่งเรื่อง")
    shot(phone)
    text = phone.inner_text("main")
    code = "".join(re.findall(r"<span>(\d{4})</span>", phone.content()))
    assert len(code) == 20
    assert "1/2570" in text
    assert "8 ธันวาคม 2569" in text
    assert context.cookies() == []
    _press(phone, "จดแล้ว")
    phone.fill("[name=last_group]", "0000" if code[-4:] != "0000" else "1111")
    phone.locator("main form button").first.click()
    assert context.cookies() == []
    phone.fill("[name=last_group]", code[-4:])
    phone.locator("main form button").first.click()
    phone.wait_for_load_state()
    shot(phone)
    assert "รับเรื่องแล้ว" in phone.inner_text("main")

    for path in _files(tmp_path):
        phone.goto(f"{served.url}/sample/f/evidence")
        phone.set_input_files("input[type=file]", path)
        phone.locator("main form button").first.click()
        phone.wait_for_load_state()
    shot(phone)
    assert "evidence-03.mp4" in phone.inner_text("main") or "3" in phone.inner_text("main")

    desk_context = browser.new_context(viewport=DESK, locale="th-TH", accept_downloads=True)
    desk = desk_context.new_page()
    served.office.clock.now += timedelta(minutes=2)
    _sign_in(served, desk)
    shot(desk)
    desk.locator("a[href*='/desk/cases/']").first.click()
    desk.wait_for_load_state()
    shot(desk)
    case_url = desk.url.split("?")[0]
    assert STORY in desk.inner_text("main")
    files = desk.locator("a[href*='/files/']")
    assert files.count() == 3
    with desk.expect_download() as download:
        files.first.click()
    got = Path(download.value.path()).read_bytes()
    assert b"CANARY-CAMERA" not in got
    with Image.open(io.BytesIO(got)) as picture:
        assert not picture.getexif()
        assert picture.size == (320, 240)
    _move(served, desk, case_url, "ask", notice_text="ขอทราบเลขที่สัญญา หากท่านทราบ")

    returning = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="th-TH")
    again = returning.new_page()
    again.on("request", lambda request: asked.append(request.url))
    again.goto(f"{served.url}/sample/f/")
    again.fill("[name=code]", code)
    again.locator("main form button").first.click()
    again.wait_for_load_state()
    shot(again)
    assert "ขอทราบเลขที่สัญญา" in again.inner_text("main")
    again.fill("textarea", "เลขที่ ๑๒/๒๕๖๙")
    again.locator("form:has(textarea) button").first.click()
    again.wait_for_load_state()

    desk.goto(case_url)
    assert "เลขที่ ๑๒/๒๕๖๙" in desk.inner_text("main")
    _move(served, desk, case_url, "accept")
    _move(served, desk, case_url, "result_notice", notice_text="ตรวจสอบแล้วพบว่ามีมูล และได้แก้ไขแล้ว")
    _move(served, desk, case_url, "close", notice_text="ยุติเรื่อง ขอบคุณท่านที่แจ้ง")
    shot(desk)

    again.goto(f"{served.url}/sample/f/")
    shot(again)
    assert "ดำเนินการแล้วเสร็จ" in again.inner_text("main")
    assert "ตรวจสอบแล้วพบว่ามีมูล" in again.inner_text("main")

    served.office.clock.now = datetime(2027, 1, 4, 3, tzinfo=UTC)
    again.goto(f"{served.url}/sample/disclosure/statistics?year=2570")
    shot(again)
    row = again.locator("table tr", has_text="ไตรมาส 1").first.inner_text().split()
    assert row[-4:] == ["0", "1", "1", "0"]
    table = again.request.get(f"{served.url}/sample/disclosure/statistics/2570.json").json()
    assert (table["rows"][0]["received"], table["rows"][0]["completed"]) == (1, 1)

    assert all(address.startswith((served.url, "data:")) for address in asked)
    assert not any(code in address or code[-4:] in address.split("/")[-1] for address in asked)
    assert neutral == {"บริการประชาชน"}
