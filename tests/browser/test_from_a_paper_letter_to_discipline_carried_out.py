"""Somebody who follows only what the screen says, from a letter on paper to a closed case.

Every step is a link or a button that stands on the page under its own words, the primary one where
there is one; addresses are never typed. Without script, on the office's one screen.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from crypto.primitives import totp_code
from tests.browser.conftest import Served
from tests.office import PASSPHRASE
from tests.small_files import sound_pdf

pytestmark = pytest.mark.browser
DESK = {"width": 1366, "height": 768}
LETTER = (
    "ถนนคอนกรีตหมู่ ๔ หนาเพียง ๑๐ เซนติเมตร ตามแบบต้องหนา ๑๕ เซนติเมตร\n"
    "นายช่างยนต์ โยธา ลงชื่อตรวจรับทั้งที่ยังเทไม่เสร็จ ผู้ใหญ่บ้านหมู่ ๔ เห็นเหตุการณ์"
)
ACCUSED = "นายช่างยนต์ โยธา"
SUBJECT = "ถนนหมู่ ๔ หนาไม่ถึงตามแบบ"
DAY = ("24", "พ.ย.", "2569")  # the day after the letter came


class Desk:
    """One officer at the office's screen."""

    def __init__(self, served: Served, browser: Browser, folder: Path) -> None:
        self.office, self.url = served.office, served.url
        context = browser.new_context(viewport=DESK, java_script_enabled=False, locale="th-TH")
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self._shots = (folder / f"{number:02d}.png" for number in range(100))

    def sign_in(self, login: str) -> None:
        self.office.clock.now += timedelta(seconds=60)
        self.page.goto(f"{self.url}/desk/sign-in")
        digits = totp_code(self.office.totp[login], int(self.office.clock.now.timestamp()))
        self.type("ชื่อเข้าระบบ", f"sample/{login}")
        self.type("วลีรหัสผ่าน", PASSPHRASE)
        self.type("เลข 6 หลักจากแอปยืนยันตัวตน", digits)
        self.press("เข้าสู่ระบบ")

    def come_back(self, days: int) -> None:
        """Some days later, from the first page to the one case."""
        self.office.clock.now += timedelta(days=days)
        self.sign_in("intake1")
        self.follow("ดูเรื่องที่กำลังดำเนินการทั้งหมด")
        self.follow(SUBJECT)

    def shot(self) -> None:
        self.page.screenshot(path=next(self._shots), full_page=True)

    def says(self, words: str) -> bool:
        return words in self.page.inner_text("body")

    def follow(self, words: str) -> None:
        """Follow the link that says so."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words).first.click()
        self.shot()

    def press(self, words: str) -> None:
        """Press the button that says so; a page that refuses would still stand here."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words).first.click()
        assert not self.page.locator("[aria-invalid=true]").count(), self.page.inner_text("main")
        self.shot()

    def primary(self, words: str) -> None:
        """Take the one step that the page puts first, which must be this one."""
        first = self.page.locator("main .primary")
        assert first.count() == 1, first.all_inner_texts()
        assert first.inner_text().strip() == words
        with self.page.expect_navigation():
            first.click()
        assert not self.page.locator("[aria-invalid=true]").count(), self.page.inner_text("main")
        self.shot()

    def type(self, label: str, text: str) -> None:
        self.page.locator("main").get_by_label(label).first.fill(text)

    def choose(self, group: str, words: str) -> None:
        """Tick the choice that begins with these words, in the group under that heading."""
        box = self.page.get_by_role("group", name=group).locator("label", has_text=words).first
        box.locator("input").check()

    def unfold(self, words: str) -> None:
        self.page.locator("summary", has_text=words).click()

    def date(self, group: str, parts: tuple[str, str, str] = DAY) -> None:
        boxes = self.page.get_by_role("group", name=group)
        for label, part in zip(("วัน", "เดือน", "ปี"), parts, strict=True):
            boxes.get_by_label(label, exact=True).fill(part)


@pytest.fixture
def desk(served: Served, browser: Browser, tmp_path: Path) -> Desk:
    folder = tmp_path / "shots"
    folder.mkdir()
    made = Desk(served, browser, folder)
    made.sign_in("intake1")
    return made


def _register_the_letter(desk: Desk, paper: Path) -> None:
    desk.follow("รับเรื่องแทนผู้แจ้ง")
    desk.choose("รับเรื่องทาง", "จดหมายหรือหนังสือร้องเรียน")
    desk.type("เกิดอะไรขึ้น", LETTER)
    desk.unfold("ใครเกี่ยวข้อง")
    desk.type("ชื่อ ชื่อเล่น หรือตำแหน่ง", ACCUSED)
    desk.unfold("ประเภทเรื่อง")
    desk.type("ชื่อเรื่องสั้น ๆ", SUBJECT)
    desk.choose("รหัสติดตาม", "ติดต่อผู้แจ้งไม่ได้")
    desk.unfold("ตรวจสามข้อ")
    for point in ("1.", "2.", "3."):
        desk.choose(point, "ใช่")
    desk.primary("ตรวจทานก่อนบันทึก")
    # The letter names a head of division: the page offers to keep him out, and it is taken.
    desk.choose("ผู้ที่เรื่องนี้อาจกล่าวถึง", "ผู้อำนวยการกองช่าง")
    desk.press("ไม่ให้ผู้ที่เลือกเปิดอ่าน")
    desk.primary("บันทึกเข้าทะเบียนรับเรื่อง")
    assert desk.says("รับเรื่องแล้ว เลขที่ 1/2570")
    desk.primary("สแกนเอกสารเข้าเรื่อง")
    desk.page.get_by_label("เลือกไฟล์ PDF หรือภาพ").set_input_files(paper)
    desk.primary("เพิ่มเอกสารนี้")
    assert desk.says("เพิ่มเอกสารแล้ว")
    desk.follow("กลับไปที่เรื่อง")


def _find_out(desk: Desk) -> None:
    desk.primary("รับไว้พิจารณา")
    desk.primary("รับไว้พิจารณา")
    desk.come_back(days=1)
    desk.primary("เริ่มตรวจสอบข้อเท็จจริง")
    desk.type("เลขที่คำสั่ง", "๑๒๓/๒๕๖๙")
    desk.date("ลงวันที่")
    for name, part in (
        ("นายธรรมรงค์ กฎหมาย", "ประธานกรรมการ"),
        ("นายวิชัย ตั้งตรง", "กรรมการและเลขานุการ"),
    ):
        desk.page.get_by_label(f"หน้าที่ของ{name}").select_option(label=part)
    desk.type("ให้ตรวจสอบว่า", "ถนนหนาตามแบบหรือไม่ และใครตรวจรับ")
    desk.primary("บันทึกคำสั่ง และเริ่มตรวจสอบข้อเท็จจริง")
    assert desk.says("คณะกรรมการตรวจสอบข้อเท็จจริง 2 คน")


def _find_grounds(desk: Desk) -> None:
    desk.follow("สรุปว่ามีมูล")
    desk.type("ตรวจสอบอะไรบ้าง", "แบบแปลน ใบตรวจรับ และวัดความหนาสามจุด")
    desk.type("พบว่า", "หนา ๑๐ เซนติเมตรทั้งสามจุด")
    desk.type("เหตุผล", "ผู้ตรวจรับลงชื่อก่อนงานเสร็จ")
    desk.type("ความผิดหรือข้อที่ไม่ได้ปฏิบัติตาม", "ตรวจรับงานไม่เป็นไปตามระเบียบพัสดุ")
    desk.primary("สรุปว่ามีมูล")
    assert desk.says("มีมูลแล้ว ยังไม่ได้เปิดการดำเนินการใด")


def _carry_discipline_out(desk: Desk) -> None:
    desk.follow("เปิดการดำเนินการทางวินัย")
    desk.follow("วินัย")
    desk.type("ชื่อผู้ถูกกล่าวหา", ACCUSED)
    desk.type("ตำแหน่ง", "ผู้อำนวยการกองช่าง")
    desk.press(desk.page.locator("main button.primary").inner_text())
    for step, fill in _STEPS.items():
        desk.primary(step)
        fill(desk)
        desk.press(desk.page.locator("main button.primary").inner_text())
    assert desk.says("การดำเนินการนี้จบแล้ว")
    desk.follow("กลับไปที่เรื่อง")


def _inquiry_ordered(desk: Desk) -> None:
    desk.page.get_by_label("ไม่ร้ายแรง").first.check()
    _letter(desk)


def _penalty_ordered(desk: Desk) -> None:
    _inquiry_ordered(desk)
    desk.page.get_by_label("ภาคทัณฑ์").first.check()


def _letter(desk: Desk) -> None:
    desk.page.locator("[name=document_no]").fill("๑๒๔/๒๕๖๙")
    _dated(desk)


def _dated(desk: Desk) -> None:
    for box, part in zip(("day", "month", "year"), DAY, strict=True):
        desk.page.locator(f"[name=document_date_{box}]").fill(part)


def _reported(desk: Desk) -> None:
    _dated(desk)
    desk.page.locator("[name=note]").fill("ผิดวินัยไม่ร้ายแรง")


_STEPS = {
    "ตั้งคณะกรรมการสอบสวนทางวินัย": _inquiry_ordered,
    "บันทึกรายงานผลการสอบสวน": _reported,
    "ออกคำสั่งลงโทษ": _penalty_ordered,
    "บันทึกว่าลงโทษตามคำสั่งแล้ว": _dated,
}


def _end(desk: Desk) -> None:
    desk.primary("แจ้งผล")
    desk.type("ผลที่แจ้งผู้แจ้ง", "ตรวจสอบแล้วพบว่ามีมูล และได้ดำเนินการทางวินัยแล้ว")
    desk.primary("แจ้งผล")
    desk.primary("ยุติเรื่อง")
    desk.type("ข้อความปิดเรื่องถึงผู้แจ้ง", "หน่วยงานดำเนินการเสร็จแล้ว จึงยุติเรื่อง")
    desk.primary("ยุติเรื่อง")
    assert desk.says("ไม่มีกำหนดเวลาค้าง")


def test_a_letter_on_paper_becomes_a_penalty_carried_out(desk: Desk, tmp_path: Path) -> None:
    paper = tmp_path / "letter.pdf"
    paper.write_bytes(sound_pdf())
    _register_the_letter(desk, paper)
    _find_out(desk)
    desk.come_back(days=9)
    _find_grounds(desk)
    _carry_discipline_out(desk)
    _end(desk)
