"""Reports at the desk, on the executive's screen and in public, over the whole service."""

from datetime import UTC, datetime
from typing import Any

import pytest

from rules.permissions import Role
from rules.report_periods import TOPICS
from rules.states import Channel
from tests.pdf_reading import words_read
from tests.serving import make_service
from tests.web.desk_client import Desk, Page

APRIL = datetime(2027, 4, 5, 3, 0, tzinfo=UTC)
LIST = "/desk/disclosure/reports"
ONE = f"{LIST}/2570/half-1"
PUBLIC = "/sample/disclosure/reports"
TEXTS = {
    "problems": "ตรวจรับล่าช้า\n<b>เอกสารไม่ครบ</b>", "obstacles": "ไม่มีอุปสรรค",
    "remedies": "อบรมกรรมการ", "document_no": "พย 71201/123",
}  # fmt: skip


class Scene:
    """An office in April, with a publisher and an executive."""

    def __init__(self, folder):
        self.app, self.office = make_service(folder)
        self.office.hire("pub1", "นางสาวเผยแพร่ งานดี", Role.PUBLISHER)
        self.office.hire("head1", "นายสมบัติ นำทาง", Role.EXECUTIVE)
        for number in range(2):
            self.office.file(narrative=f"คำที่ไม่มีผู้ใดควรเห็น {number}")
        self.office.file(Channel.GRIEVANCE)
        self.office.clock.now = APRIL

    def desk(self, login):
        desk = Desk(self.app, self.office)
        assert desk.sign_in(login).status_code == 303
        return desk

    def write(self, desk, **changed: str):
        return send(desk, f"{ONE}/words", TEXTS | changed)


def send(desk, path, typed: dict[str, Any]):
    """The answer to a page's form, with the hidden fields that the page drew."""
    page = Page(desk.get(path))
    hidden = {one["name"]: one["value"] for one in page.all("input") if one.get("type") == "hidden"}
    return desk.post(path, hidden | typed)


@pytest.fixture
def scene(tmp_path):
    return Scene(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A scene in which nobody writes."""
    return Scene(tmp_path_factory.mktemp("untouched"))


def test_a_report_goes_from_the_writer_over_the_executive_to_the_public(scene):
    writer, head, publisher = (scene.desk(login) for login in ("intake1", "head1", "pub1"))
    assert scene.write(writer).headers["Location"] == f"{ONE}?saved=1"
    assert "บันทึกแล้ว" in writer.get(f"{ONE}?saved=1").text
    assert "ยังไม่ได้รับอนุญาต" in publisher.get(f"{ONE}/publish").text
    assert send(head, f"{ONE}/permit", {}).status_code == 303
    assert "นายสมบัติ นำทาง" in publisher.get(f"{ONE}/publish").text
    assert send(publisher, f"{ONE}/publish", {}).status_code == 303
    public = scene.app.test_client()
    listed = public.get(PUBLIC).text
    assert "รอบ 6 เดือนแรก (ต.ค.–มี.ค.) ปีงบประมาณ พ.ศ. 2570" in listed
    page = public.get(f"{PUBLIC}/2570/half-1").text
    assert "ตรวจรับล่าช้า" in page and "&lt;b&gt;เอกสารไม่ครบ" in page
    assert "พย 71201/123" not in page and "คำที่ไม่มีผู้ใดควรเห็น" not in page
    paper = public.get(f"{PUBLIC}/2570/half-1.pdf")
    assert paper.mimetype == "application/pdf"
    assert "ตรวจรับล่าช้า" in words_read(paper.data)


def test_each_version_keeps_its_address_and_its_words(scene):
    clerk, publisher = scene.desk("clerk"), scene.desk("pub1")
    for words, note in (("ฉบับแรก", ""), ("ฉบับหลัง", "แก้คำผิด")):
        scene.write(publisher, problems=words)
        send(clerk, f"{ONE}/permit", {})
        assert send(publisher, f"{ONE}/publish", {"note": note}).status_code == 303
    public = scene.app.test_client()
    newest, older = (public.get(f"{PUBLIC}/2570/half-1{more}").text for more in ("", "?version=1"))
    assert "ฉบับหลัง" in newest and "แก้คำผิด" in newest
    assert "ฉบับแรก" in older and "ฉบับหลัง" not in older
    assert "ฉบับแรก" in words_read(public.get(f"{PUBLIC}/2570/half-1.pdf?version=1").data)


def test_in_english_the_frame_is_english_and_the_officers_words_are_marked_as_thai(scene):
    publisher, clerk = scene.desk("pub1"), scene.desk("clerk")
    scene.write(publisher)
    send(clerk, f"{ONE}/permit", {})
    send(publisher, f"{ONE}/publish", {})
    page = scene.app.test_client().get(f"{PUBLIC}/2570/half-1?lang=en").text
    assert "First half (Oct–Mar), fiscal year 2570 (B.E.)" in page
    assert page.count('<ul lang="th">') == 3


@pytest.mark.parametrize(
    "path",
    ["/2570/half-1", "/2570/half-1.pdf", "/2570/half-3", "/2570/month-1", "/2570/half-1?version=x"],
)
def test_what_was_not_published_is_not_found(untouched, path):
    public = untouched.app.test_client()
    assert public.get(f"{PUBLIC}{path}").status_code == 404
    assert "ยังไม่มีรายงานที่เผยแพร่" in public.get(PUBLIC).text
    assert "No report has been published" in public.get(f"{PUBLIC}?lang=en").text


def test_what_was_typed_stays_when_something_must_be_mended(scene):
    desk = scene.desk("intake1")
    answer = scene.write(desk, remedies="", problems="โทร 081 234 5678")
    assert answer.status_code == 422
    assert "แนวทางแก้ไข: กรุณากรอกข้อนี้" in answer.text
    assert "ปัญหา: ข้อความมีเลขประจำตัวประชาชน" in answer.text
    assert "โทร 081 234 5678</textarea>" in answer.text and "พย 71201/123" in answer.text
    assert "ยังไม่มีผู้เขียน" in desk.get(ONE).text


def test_what_was_typed_stays_after_the_session_has_ended(scene):
    desk = scene.desk("intake1")
    old = Page(desk.get(f"{ONE}/words")).hidden("texts_seen")
    desk.sign_in("intake1")
    answer = desk.post(f"{ONE}/words", TEXTS | {"form_token": "x", "texts_seen": old})
    assert "สิ่งที่ท่านพิมพ์ไว้ยังอยู่ครบ" in answer.text and "ตรวจรับล่าช้า" in answer.text
    again = Page(answer)
    hidden = {name: again.hidden(name) for name in ("form_token", "texts_seen")}
    assert desk.post(f"{ONE}/words", TEXTS | hidden).status_code == 303


def test_words_of_somebody_quicker_are_shown_beside_what_was_typed(scene):
    slow, quick = scene.desk("intake1"), scene.desk("pub1")
    page = Page(slow.get(f"{ONE}/words"))
    hidden = {name: page.hidden(name) for name in ("form_token", "texts_seen")}
    scene.write(quick, problems="ของคนที่เร็วกว่า")
    answer = slow.post(f"{ONE}/words", TEXTS | hidden)
    assert answer.status_code == 409
    assert "มีผู้บันทึกไปก่อนท่าน" in answer.text
    assert "ของคนที่เร็วกว่า" in answer.text and "ตรวจรับล่าช้า" in answer.text
    again = Page(answer)
    hidden = {name: again.hidden(name) for name in ("form_token", "texts_seen")}
    assert slow.post(f"{ONE}/words", TEXTS | hidden).status_code == 303
    assert "ตรวจรับล่าช้า" in slow.get(ONE).text


def test_the_form_says_that_its_words_are_not_sealed(untouched):
    page = untouched.desk("intake1").get(f"{ONE}/words").text
    assert "ข้อความนี้เขียนเพื่อเผยแพร่ จึงไม่ถูกเข้ารหัส" in page


def test_the_writer_is_told_to_let_another_permit(scene):
    clerk = scene.desk("clerk")
    scene.write(clerk)
    page = clerk.get(f"{ONE}/permit")
    assert "กรุณาให้ท่านนั้นเป็นผู้อนุญาต" in page.text and "primary" not in page.text
    forced = clerk.post(f"{ONE}/permit", {"form_token": clerk.token(), "seen": ""})
    assert forced.status_code == 422
    assert "ให้ผู้บริหารหรือผู้บังคับบัญชาคนอื่นเป็นผู้อนุญาต" in forced.text


def test_the_only_one_is_told_that_he_permits_his_own(tmp_path):
    app, office = make_service(tmp_path)
    office.clock.now = APRIL
    clerk = Desk(app, office)
    clerk.sign_in("clerk")
    send(clerk, f"{ONE}/words", TEXTS)
    assert "ท่านจึงอนุญาตเองได้" in clerk.get(f"{ONE}/permit").text
    assert send(clerk, f"{ONE}/permit", {}).status_code == 303


def test_a_page_drawn_before_a_change_permits_nothing(scene):
    head, publisher = scene.desk("head1"), scene.desk("pub1")
    scene.write(publisher)
    page = Page(head.get(f"{ONE}/permit"))
    hidden = {name: page.hidden(name) for name in ("form_token", "seen")}
    scene.write(publisher, problems="เปลี่ยนแล้ว")
    answer = head.post(f"{ONE}/permit", hidden)
    assert answer.status_code == 422
    assert "เปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้" in answer.text and "เปลี่ยนแล้ว" in answer.text


def test_an_old_form_of_a_permission_or_a_publication_is_drawn_anew(scene):
    head, publisher = scene.desk("head1"), scene.desk("pub1")
    scene.write(publisher)
    again = head.post(f"{ONE}/permit", {"form_token": "x", "seen": "x"})
    assert again.status_code == 200 and "รออนุญาต" in head.get(ONE).text
    send(head, f"{ONE}/permit", {})
    again = publisher.post(f"{ONE}/publish", {"form_token": "x", "note": "คำที่พิมพ์"})
    assert again.status_code == 200 and "รอเผยแพร่" in head.get(ONE).text


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("head1", LIST, 200), ("head1", ONE, 200), ("head1", f"{ONE}/words", 403),
        ("head1", f"{ONE}/permit", 200), ("head1", f"{ONE}/publish", 403),
        ("pub1", f"{ONE}/words", 200), ("pub1", f"{ONE}/permit", 403),
        ("grievance1", ONE, 200), ("grievance1", f"{ONE}/words", 200),
        ("clerk", f"{ONE}/permit", 200), ("legal1", LIST, 403), ("legal1", ONE, 403),
        ("admin1", ONE, 403), ("admin1", "/desk/executive", 403),
        ("inside1", "/desk/executive", 403),
        ("clerk", "/desk/executive", 200), ("pub1", f"{LIST}/2570/half-2", 200),
        ("intake1", f"{LIST}/2570/half-2", 404), ("pub1", f"{LIST}/2570/quarter-4", 404),
        ("pub1", f"{LIST}/2570/half-9", 404), ("pub1", f"{LIST}/2499/half-1", 404),
        ("head1", f"{ONE}/memo.pdf", 200), ("legal1", f"{ONE}/memo.pdf", 403),
    ],
)  # fmt: skip
def test_who_reaches_which_page(untouched, login, path, status):
    assert untouched.desk(login).get(path).status_code == status


@pytest.mark.parametrize("topic", TOPICS[:2] + TOPICS[4:5])
def test_every_closed_period_has_its_page_and_its_papers(untouched, topic):
    desk = untouched.desk("intake1")
    for page in ("", "/words", "/memo.pdf", "/permission.pdf", "/memo.pdf?digits=arabic"):
        assert desk.get(f"{LIST}/2570/{topic}{page}").status_code == 200


def test_the_memo_comes_with_the_digits_that_were_asked_for(scene):
    desk = scene.desk("intake1")
    scene.write(desk)
    in_thai, in_arabic = (
        words_read(desk.get(f"{ONE}/memo.pdf{more}").data) for more in ("", "?digits=arabic")
    )
    assert "พย๗๑๒๐๑/๑๒๓" in in_thai and "พย71201/123" in in_arabic
    answer = desk.get(f"{ONE}/memo.pdf")
    assert (
        answer.headers["Content-Disposition"] == "attachment; filename=memo-sample-2570-half-1.pdf"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    form = words_read(desk.get(f"{ONE}/permission.pdf").data)
    assert "/sample/disclosure/reports/2570/half-1" in form


def test_the_list_shows_how_far_each_report_has_come(scene):
    publisher, clerk = scene.desk("pub1"), scene.desk("clerk")
    assert publisher.get(LIST).text.count("ยังไม่ได้เขียน") == 6
    scene.write(publisher)
    assert "ร่างแล้ว รออนุญาต" in clerk.get(LIST).text
    send(clerk, f"{ONE}/permit", {})
    assert "อนุญาตแล้ว รอเผยแพร่" in clerk.get(LIST).text
    send(publisher, f"{ONE}/publish", {})
    assert "เผยแพร่แล้ว ฉบับที่ 1" in clerk.get(LIST).text
    assert "ยังไม่สิ้นสุดช่วง" in publisher.get(LIST).text
    assert "ยังไม่สิ้นสุดช่วง" not in clerk.get(LIST).text
    for year in ("2569", "0001", "9999", "x"):
        assert publisher.get(f"{LIST}?year={year}").status_code == 200


def test_a_quarter_of_few_is_warned_of_before_it_is_permitted(scene):
    head, publisher = scene.desk("head1"), scene.desk("pub1")
    quarter = f"{LIST}/2570/quarter-1"
    send(publisher, f"{quarter}/words", TEXTS)
    assert "ไตรมาสนี้รับเพียง 2 เรื่อง" in head.get(f"{quarter}/permit").text


def test_the_desks_first_page_of_an_executive_is_the_screen(untouched):
    head = untouched.desk("head1")
    assert head.get("/desk/").headers["Location"] == "/desk/executive"
    page = head.get("/desk/executive").text
    assert "เกินกำหนด 3 เรื่อง" in page
    assert "รอบ 6 เดือนแรก (ต.ค.–มี.ค.) ปีงบประมาณ พ.ศ. 2570" in page and "ยังไม่มีผู้เขียน" in page
    assert "คำที่ไม่มีผู้ใดควรเห็น" not in page
    assert untouched.desk("clerk").get("/desk/").status_code == 200


def test_the_screen_of_whoever_lists_cases_names_no_number_of_overdue_cases(untouched):
    page = untouched.desk("clerk").get("/desk/executive").text
    assert "ดูรายการเรื่องเกินกำหนด" in page and "เกินกำหนด 3 เรื่อง" not in page


@pytest.mark.parametrize("path", [LIST, ONE, f"{ONE}/words", "/desk/executive"])
def test_each_page_has_one_heading_and_at_most_one_primary_button(untouched, path):
    page = Page(untouched.desk("pub1").get(path))
    assert len(page.all("h1")) == 1 and page.primary_buttons() <= 1
    assert not page.all("script") and not page.all("style")
    for word in ("Error", "Submit", "User"):
        assert word not in page.html
