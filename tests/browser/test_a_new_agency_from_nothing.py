"""A clerk without a technician's words takes a new agency from nothing to its first test report."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.from_nothing import (
    DESK,
    PHONE,
    Installation,
    activate,
    follow,
    new_page,
    press,
    served_from_nothing,
    sign_in,
)
from tests.pdf_digits import digits_on

pytestmark = pytest.mark.browser
SLUG = "nampu"
STAFF = (
    ("intake1", "นางสาวมาลี รับเรื่อง", "นิติกร", "intake"),
    ("intake2", "นายวิชัย ใจเย็น", "เจ้าพนักงานธุรการ", "intake"),
    ("inside1", "นางพิกุล รักษา", "ผู้อำนวยการกองคลัง", "custodian_inside"),
    ("outside1", "นายอำนวย อำเภอ", "ปลัดอำเภอ", "custodian_outside"),
)


@pytest.fixture
def place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Installation]:
    with served_from_nothing(tmp_path, monkeypatch, capsys) as served:
        yield served


class Shots:
    """Pictures of the pages as they were passed."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, 0

    def take(self, page: Page, name: str) -> None:
        self._count += 1
        page.screenshot(path=self._folder / f"{self._count:02d}-{name}.png", full_page=True)


def is_shut(place: Installation, browser: Browser) -> bool:
    """What a villager's door says of the corruption channel."""
    villager = new_page(browser, PHONE)
    villager.goto(f"{place.url}/{SLUG}/")
    shut = "ช่องทางนี้ยังไม่เปิดรับเรื่อง เพราะ" in villager.inner_text("main")
    villager.goto(f"{place.url}/{SLUG}/r/")
    assert ("ช่องทางนี้ยังไม่เปิดรับเรื่อง" in villager.inner_text("h1")) == shut
    villager.context.close()
    return shut


def make_papers(place: Installation, clerk: Page, button: str, shots: Shots) -> dict[str, str]:
    clerk.goto(f"{place.url}/desk/setup/")
    follow(clerk, button)
    shots.take(clerk, "papers")
    press(clerk, "ทำเอกสารเดี๋ยวนี้")
    shots.take(clerk, "papers-made")
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="ดาวน์โหลดเอกสาร").click()
    pdf = Path(download.value.path()).read_bytes()
    names = ("root", "content_first", "content_second", "identity_inside", "identity_outside")
    return dict(zip(names, digits_on(pdf), strict=True))


def read_back(place: Installation, clerk: Page, papers: dict[str, str], shots: Shots) -> None:
    clerk.goto(f"{place.url}/desk/setup/")
    follow(clerk, "พิมพ์ตัวเลขกลับ")
    right, slip = papers["content_first"], papers["content_second"]
    clerk.fill("[name=content_first]", right)
    clerk.fill("[name=content_second]", slip[:-1] + str((int(slip[-1]) + 1) % 10))
    press(clerk, "ตรวจตัวเลข")
    shots.take(clerk, "a-slip")
    text = clerk.inner_text("main")
    assert "แถว ค หรือ ง" in text and "ไม่ต้องพิมพ์ใหม่" in text
    assert right not in clerk.content() and slip[:40] not in clerk.content()
    clerk.fill("[name=content_second]", slip)
    press(clerk, "ตรวจตัวเลข")
    for name in ("identity_inside", "identity_outside"):
        digits = papers[name]
        clerk.fill(f"[name={name}]", " ".join(digits[at : at + 20] for at in range(0, 80, 20)))
        shots.take(clerk, f"read-back-{name}")
        press(clerk, "ตรวจตัวเลข")
    assert clerk.url.endswith("/desk/setup/")


def invite(place: Installation, clerk: Page, login: str, name: str, post: str, role: str) -> str:
    clerk.goto(f"{place.url}/desk/settings/officers")
    clerk.fill("[name=name]", name)
    clerk.fill("[name=post]", post)
    clerk.fill("[name=login]", login)
    clerk.check(f"[name=roles][value={role}]")
    with clerk.expect_navigation():
        clerk.locator("main form button.primary").click()
    return clerk.inner_text(".once")


def fill_in_the_office(place: Installation, clerk: Page) -> None:
    follow(clerk, "กรอกข้อมูลหน่วยงาน")
    for name, value in (
        ("name_en", "Nam Phu SAO"), ("district_th", "เมือง"), ("district_en", "Mueang"),
        ("province_th", "ตัวอย่าง"), ("province_en", "Sample"), ("contact_phone", "0 2000 0000"),
    ):  # fmt: skip
        clerk.fill(f"[name={name}]", value)
    press(clerk, "บันทึก")
    for name, post, kind in (("นายนำ ทาง", "นายก อบต.", "head"), ("นางปลัด ดี", "ปลัด อบต.", "clerk")):
        clerk.goto(f"{place.url}/desk/settings/posts")
        clerk.fill("[name=name]", name)
        clerk.fill("[name=post_th]", post)
        if clerk.locator("select[name=post_kind]").count():
            clerk.select_option("[name=post_kind]", kind)
        else:
            clerk.check(f"[name=post_kind][value={kind}]")
        press(clerk, "เพิ่มผู้ดำรงตำแหน่ง")


def sign_keys(place: Installation, clerk: Page, root: str, shots: Shots) -> None:
    clerk.goto(f"{place.url}/desk/setup/keyring")
    shown = clerk.inner_text("main")
    assert all(name in shown for _, name, _, _ in STAFF)
    assert len(re.findall(r"\d{4} \d{4} \d{4} \d{4} \d{4}", shown)) == len(STAFF) + 1
    clerk.fill("[name=root]", root)
    shots.take(clerk, "keyring")
    press(clerk, "รับรองผู้ที่เลือกไว้")
    assert "รับรองแล้ว" in clerk.inner_text("main")


def test_a_new_agency_goes_from_nothing_to_its_first_test_report(
    place: Installation, browser: Browser, tmp_path: Path
) -> None:
    shots = Shots(tmp_path)
    said = place.console(
        "agency", "invite", SLUG, "--name-th", "องค์การบริหารส่วนตำบลน้ำพุ", "--kind", "sao",
        "--person", "นายเทพ ดูแล", "--post", "นักวิชาการคอมพิวเตอร์",
    )  # fmt: skip
    assert f"{SLUG}/admin1" in said
    clerk = new_page(browser, DESK)
    activate(place, clerk, "admin1", said.strip().splitlines()[-1])
    sign_in(place, clerk, SLUG, "admin1")
    assert clerk.url.endswith("/desk/setup/")
    shots.take(clerk, "the-first-page")
    assert is_shut(place, browser)

    fill_in_the_office(place, clerk)
    make_papers(place, clerk, "ทำเอกสาร", shots)
    # Whoever loses the file makes papers again: only the newest ones count.
    papers = make_papers(place, clerk, "ทำใหม่แทนชุดเดิม", shots)
    read_back(place, clerk, papers, shots)
    clerk.goto(f"{place.url}/desk/setup/papers")
    assert "ทำใหม่ไม่ได้แล้ว" in clerk.inner_text("main")
    assert is_shut(place, browser)

    officers = {}
    for login, name, post, role in STAFF:
        code = invite(place, clerk, login, name, post, role)
        officers[login] = new_page(browser, DESK)
        activate(place, officers[login], login, code)
    clerk.goto(f"{place.url}/desk/setup/")
    shots.take(clerk, "before-the-keyring")
    assert is_shut(place, browser)
    sign_keys(place, clerk, papers["root"], shots)
    assert is_shut(place, browser)

    key = place.console("keyfile", "print").splitlines()[-1]
    place.console("keyfile", "check", typed=f"{key}\n\n")
    assert not is_shut(place, browser)
    clerk.goto(f"{place.url}/desk/setup/")
    press(clerk, "ส่งเรื่องทดสอบ")
    shots.take(clerk, "tested")
    code = clerk.inner_text(".once")

    sign_in(place, officers["intake1"], SLUG, "intake1")
    shots.take(officers["intake1"], "today")
    assert "ท.1/" in officers["intake1"].inner_text("main")
    follow(officers["intake1"], "ทดสอบระบบ ไม่ใช่เรื่องร้องเรียนจริง")
    shots.take(officers["intake1"], "the-test")
    assert "เรื่องนี้ผู้ดูแลระบบของหน่วยงานส่งมา" in officers["intake1"].inner_text("main")
    villager = new_page(browser, PHONE)
    villager.goto(f"{place.url}/{SLUG}/f/")
    villager.fill("[name=code]", code)
    villager.locator("main form button").first.click()
    villager.wait_for_load_state()
    assert "รับเรื่องแล้ว" in villager.inner_text("main")

    follow(clerk, "ไปต่อ")
    assert "ช่องทางเปิดแล้ว" in clerk.inner_text("h1")
    assert f"{place.url}/{SLUG}/" in clerk.inner_text("main")
    shots.take(clerk, "open")
    clerk.set_viewport_size(PHONE)
    shots.take(clerk, "open-on-a-phone")
    clerk.goto(f"{place.url}/desk/setup/papers")
    shots.take(clerk, "papers-on-a-phone")
