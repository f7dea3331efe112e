"""The channel's public page, its posters and banners, and the desk's look at the main website."""

import io
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from PIL import Image

from rules.permissions import Role
from rules.thai_time import today_in_bangkok
from service.officer_accounts import leave
from tests.pdf_words import parts_on
from tests.service.test_main_site import SECRET, picture
from tests.serving import make_service
from tests.web.desk_client import Desk, Page
from web import typeset
from web.channel_papers import BANNERS
from web.uploads import is_upload

PUBLIC = "/sample/disclosure/channel"
DESK = "/desk/disclosure/channel"
SITE = "https://complaints.sample.go.th"
A4, A3 = (595.3, 841.9), (841.9, 1190.6)
SVG = "{http://www.w3.org/2000/svg}"
LONG = "องค์การบริหารส่วนตำบลบ้านใหม่หนองแขมปู่ย่าที่นี่น้ำใสทุ่งกระเจียว"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    app, office = make_service(tmp_path_factory.mktemp("channel"), public_url=SITE)
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่ดี", Role.PUBLISHER)
    return app, office


@pytest.fixture
def fresh(tmp_path):
    """A service of one's own, and its publisher at the desk."""
    app, office = make_service(tmp_path)
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่ดี", Role.PUBLISHER)
    desk = Desk(app, office)
    desk.sign_in("publisher1")
    return app, office, desk


def boxes(pdf):
    found = re.findall(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width), 1), round(float(height), 1)) for width, height in found]


def look(desk, shot=None, token="", **typed):
    day = today_in_bangkok(desk.office.clock.now)
    fields = {
        "form_token": token or desk.token(DESK), "looked_on_day": str(day.day),
        "looked_on_month": str(day.month), "looked_on_year": str(day.year + 543),
        "address": "https://www.sample.go.th/home",
    }  # fmt: skip
    file = {"picture": (io.BytesIO(shot), "screen.png")} if shot is not None else {}
    answer = desk.post(DESK, fields | typed | file, content_type="multipart/form-data")
    answer.request.input_stream.close()  # the test client lays a large body on the disk
    return answer


# The public page


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_gives_the_address_and_code_to_copy(served, lang):
    text = served[0].test_client().get(f"{PUBLIC}?lang={lang}").text
    assert f">{SITE}/sample/</a>" in text
    copied = [unescape(one) for one in re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.S)]
    assert len(copied) == 1 + len(BANNERS)
    for one in copied:
        assert one.startswith(f'<a href="{SITE}/sample/">') and one.endswith("</a>")
        assert "<script" not in one and "style=" not in one
    sizes = [re.search(r'width="(\d+)" height="(\d+)"', one) for one in copied[1:]]
    assert [(int(found[1]), int(found[2])) for found in sizes] == list(BANNERS.values())


def test_code_that_is_copied_leads_to_what_stands(served):
    client = served[0].test_client()
    text = unescape(client.get(PUBLIC).text)
    for address in re.findall(rf'<img src="{SITE}([^"]+)" width', text):
        assert client.get(address).content_type == "image/png"


def test_a_name_with_marks_cannot_break_out_of_the_code(fresh):
    from sqlalchemy import update

    from models.agency import Agency
    from service.actors import AllAgencies

    app, office, _desk = fresh
    with office.work(AllAgencies("rename")) as work:
        work.session.execute(update(Agency).values(name_th='"><script>alert(1)</script>'))
    text = app.test_client().get(PUBLIC).text
    assert "<script" not in text
    for one in re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.S):
        assert "<script" not in unescape(one)


def test_the_page_has_the_parts_that_the_assessor_is_led_to(served):
    text = served[0].test_client().get(PUBLIC).text
    for anchor in ("address", "apart", "main-site", "versions"):
        assert f'id="{anchor}"' in text
    assert "แยกต่างหาก เผยแพร่ในหน้าสถิติ" in text
    assert "ขณะนี้ช่องทางเปิดรับเรื่อง" in text


# Posters and banners


@pytest.mark.parametrize(("size", "box"), [("a4", A4), ("a3", A3)])
@pytest.mark.parametrize("lang", ["", "en"])
def test_a_poster_is_one_page_with_the_address_and_three_sentences(served, size, box, lang):
    answer = served[0].test_client().get(f"{PUBLIC}/poster-{size}.pdf?lang={lang}")
    assert answer.content_type == "application/pdf"
    assert f"poster-sample-{size}.pdf" in answer.headers["Content-Disposition"]
    assert boxes(answer.data) == [box]
    parts = parts_on(answer.data)[0]
    assert "complaints.sample.go.th/sample/" in "".join(parts)
    assert [part for part in parts if part in ("1", "2", "3")] == ["1", "2", "3"]


def test_the_code_on_the_poster_is_the_address_and_nothing_else(served):
    given = typeset.qr_svg(f"{SITE}/sample/")
    assert "sample" not in given and typeset.qr_svg(f"{SITE}/other/") != given


@pytest.mark.parametrize("size", ["a4", "a3"])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_long_name_and_address_keep_the_poster_on_one_page(size, lang):
    address = "https://complaints.banmainongkhaem-puyathini.go.th/ban-mai-nong-khaem/"
    given = {
        "size": size, "lang": lang, "agency": LONG, "address": address.partition("://")[2],
        "qr": typeset.qr_svg(address),
    }  # fmt: skip
    assert len(boxes(typeset.pdf("poster.typ", given))) == 1


def test_there_is_no_poster_for_a_channel_that_is_not_open(tmp_path):
    app, office = make_service(tmp_path)
    with office.desk("admin1") as work:
        leave(work, office.officers["intake1"].officer_id.hex(), confirmed=True)
    client = app.test_client()
    assert client.get(f"{PUBLIC}/poster-a4.pdf").status_code == 409
    page = client.get(PUBLIC).text
    assert "poster-a4.pdf" not in page and "ขณะนี้ช่องทางยังไม่เปิดรับเรื่อง" in page


@pytest.mark.parametrize("size", list(BANNERS))
@pytest.mark.parametrize("lang", ["", "en"])
def test_a_banner_has_its_size_and_may_stand_in_other_sites(served, size, lang):
    client = served[0].test_client()
    picture = client.get(f"{PUBLIC}/banner.png?size={size}&lang={lang}")
    assert Image.open(io.BytesIO(picture.data)).size == BANNERS[size]
    drawing = client.get(f"{PUBLIC}/banner.svg?size={size}&lang={lang}")
    root = ElementTree.fromstring(drawing.data)  # noqa: S314 -- our own
    assert (int(root.get("width")), int(root.get("height"))) == BANNERS[size]
    assert root.get("role") == "img" and root.find(f"{SVG}title").text
    assert min(int(text.get("font-size")) for text in root.iter(f"{SVG}text")) >= 16
    for answer in (picture, drawing):
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        again = client.get(answer.request.path + f"?size={size}&lang={lang}",
                           headers={"If-None-Match": answer.headers["ETag"]})  # fmt: skip
        assert again.status_code == 304


def test_there_is_a_usual_size_and_no_other_than_the_named(served):
    client = served[0].test_client()
    usual = client.get(f"{PUBLIC}/banner.png")
    assert Image.open(io.BytesIO(usual.data)).size == (728, 180)
    for size in ("1x1", "99999x99999", ""):
        assert client.get(f"{PUBLIC}/banner.png?size={size}").status_code == 404


# The look at the desk


def test_a_look_is_noted_with_its_picture_and_the_public_sees_it(fresh):
    app, _office, desk = fresh
    first = desk.get(DESK).text
    assert "ยังไม่มีการบันทึก" in first and 'value="https://sample.go.th"' in first
    assert "ข้อความนี้เขียนเพื่อเผยแพร่ จึงไม่ถูกเข้ารหัส" in first
    answer = look(desk, picture())
    assert (answer.status_code, answer.location) == (303, f"{DESK}?saved=1")
    noted = desk.get(DESK).text
    assert "https://www.sample.go.th/home" in noted and "นางสาวจันทร์ เผยแพร่ดี" in noted
    page = app.test_client().get(PUBLIC).text
    assert "https://www.sample.go.th/home มีลิงก์มายังช่องทางนี้" in page
    address = unescape(re.search(r'<img src="([^"]*main-site[^"]*)"', page)[1])
    shown = app.test_client().get(address)
    assert shown.content_type == "image/png" and SECRET.encode() not in shown.data
    assert shown.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


def test_a_bad_picture_is_refused_and_what_was_typed_is_kept(fresh):
    app, _office, desk = fresh
    typed = {"address": "https://www.sample.go.th/typed", "looked_on_day": "1"}
    answer = look(desk, b"GIF89a" + bytes(300), **typed)
    page = Page(answer)
    assert answer.status_code == 422 and "กรุณาเลือกภาพหน้าจอแบบ JPEG หรือ PNG" in page.html
    values = {one.get("name"): one.get("value") for one in page.all("input")}
    assert values["address"] == typed["address"] and values["looked_on_day"] == "1"
    assert "ยังไม่มีการบันทึก" in desk.get(DESK).text
    assert "/channel/main-site" not in app.test_client().get(PUBLIC).text


def test_a_picture_that_is_too_large_is_refused_with_its_limit(fresh):
    _app, _office, desk = fresh
    answer = look(desk, picture("JPEG") + bytes(6 * 1024 * 1024))
    assert answer.status_code == 422 and "ไม่เกิน 5 MB" in answer.text
    assert 'value="https://www.sample.go.th/home"' in answer.text


def test_a_bad_address_keeps_the_day_and_asks_for_the_picture_again(fresh):
    _app, _office, desk = fresh
    answer = look(desk, picture(), address="sample", looked_on_day="2")
    assert answer.status_code == 422
    assert "กรุณาเลือกภาพอีกครั้ง" in answer.text and 'value="2"' in answer.text
    assert 'value="sample"' in answer.text


def test_a_look_needs_no_picture(fresh):
    app, _office, desk = fresh
    assert look(desk).status_code == 303
    assert "/channel/main-site" not in app.test_client().get(PUBLIC).text
    assert "ไม่มีภาพ" in desk.get(DESK).text


def test_what_was_typed_before_the_session_ended_comes_back(fresh):
    _app, _office, desk = fresh
    answer = look(desk, picture(), token="of an older session", address="https://a.go.th/kept")
    assert "https://a.go.th/kept" in answer.text and "สิ่งที่ท่านพิมพ์ไว้ยังอยู่ครบ" in answer.text
    assert "กรุณาเลือกภาพอีกครั้ง" in answer.text


def test_only_the_picture_of_the_newest_look_is_shown(fresh):
    app, office, desk = fresh
    look(desk, picture())
    client = app.test_client()
    address = unescape(re.search(r'<img src="([^"]*main-site[^"]*)"', client.get(PUBLIC).text)[1])
    assert client.get(address).status_code == 200
    office.clock.now = office.clock.now.replace(minute=office.clock.now.minute + 5)
    look(desk)
    assert client.get(address).status_code == 404
    for strange in ("", "zz", "0" * 32):
        assert client.get(f"{PUBLIC}/main-site?look={strange}").status_code == 404


def test_others_at_the_desk_have_no_such_page(served):
    desk = Desk(*served)
    desk.sign_in("intake1")
    assert desk.get(DESK).status_code == 403
    assert desk.get(f"{DESK}/publish").status_code == 403
    assert look(desk, picture(), token=desk.token()).status_code == 403


def test_the_form_may_bring_a_file_and_only_by_post():
    assert is_upload("POST", DESK) and not is_upload("GET", DESK)
    assert not is_upload("POST", f"{DESK}/publish")


# Publishing the page


def test_the_page_is_published_read_again_and_put_right(fresh):
    app, _office, desk = fresh
    path, client = f"{DESK}/publish", app.test_client()
    before = Page(desk.get(path))
    assert before.primary_buttons() == 1 and "เป็นฉบับที่ 1" in before.html
    sent = desk.post(path, {"form_token": before.hidden("form_token")})
    assert (sent.status_code, sent.location) == (303, f"{DESK}?done=published")
    assert "เผยแพร่หน้าช่องทางแล้ว" in desk.get(sent.location).text
    assert "นางสาวจันทร์ เผยแพร่ดี" in client.get(PUBLIC).text
    assert "ตรงกับปัจจุบันแล้ว" in desk.get(path).text
    look(desk, picture())
    assert "ยังไม่บอกการตรวจดูครั้งล่าสุด" in desk.get(DESK).text
    assert "มีลิงก์มายังช่องทางนี้" not in client.get(PUBLIC).text
    bare = desk.post(path, {"form_token": desk.token(path), "note": "โทร 0812345678"})
    assert bare.status_code == 422 and "โทร 0812345678" in bare.text
    desk.post(path, {"form_token": desk.token(path), "note": "ตรวจดูเว็บไซต์หลักแล้ว"})
    now = client.get(PUBLIC).text
    assert "มีลิงก์มายังช่องทางนี้" in now and "ตรวจดูเว็บไซต์หลักแล้ว" in now
    older = unescape(re.search(r'href="([^"]*version=1[^"]*)"', now)[1])
    assert "ท่านกำลังอ่านฉบับก่อน" in client.get(older).text


def test_a_published_page_tells_when_its_address_has_changed(tmp_path):
    app, office = make_service(tmp_path)
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่ดี", Role.PUBLISHER)
    desk = Desk(app, office)
    desk.sign_in("publisher1")
    desk.post(f"{DESK}/publish", {"form_token": desk.token(f"{DESK}/publish")})
    moved = app.test_client().get(PUBLIC, base_url="https://new.sample.go.th").text
    assert ">https://new.sample.go.th/sample/</a>" in moved
    assert "http://localhost/sample/" in moved
