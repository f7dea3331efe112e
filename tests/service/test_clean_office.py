"""Officers get an Office document that reads the same and tells nothing of who made it."""

import io
import time
import zipfile

import pytest
from lxml import etree
from openpyxl import load_workbook
from PIL import Image

from service.cleaning import Cleaned, Withheld
from service.document_parts.metafiles import plain_metafile
from service.document_parts.verdicts import Unsure
from tests.service import office_scenes as scenes
from tests.service.office_scenes import CANARY, W, unpacked
from tests.service.test_clean_document import cleaned

MIB = 1024 * 1024
MAKERS = {"docx": scenes.docx, "xlsx": scenes.xlsx, "pptx": scenes.pptx}


@pytest.fixture(scope="module")
def made() -> dict[str, dict[str, bytes]]:
    """The parts of a clean copy of each kind."""
    copies = {}
    for kind, make in MAKERS.items():
        outcome, copy = cleaned(make())
        assert isinstance(outcome, Cleaned), (kind, outcome)
        assert (outcome.kind.extension, outcome.how) == (kind, "structure")
        copies[kind] = unpacked(copy) | {"": copy}
    return copies


def words(part: bytes) -> str:
    return "".join(etree.fromstring(part).itertext())


@pytest.mark.parametrize("kind", MAKERS)
def test_no_name_path_comment_or_part_of_the_maker_is_left(kind, made):
    original = unpacked(MAKERS[kind]())
    assert sum(part.count(CANARY.encode()) for part in original.values()) >= 14
    for name, part in made[kind].items():
        assert CANARY not in name
        for form in (CANARY.encode(), CANARY.encode("utf-16-le"), b"00AB7731", b"Exif", b"urn:C"):
            assert form not in part, (name, form)


@pytest.mark.parametrize("kind", MAKERS)
def test_every_part_is_sound_known_and_led_to(kind, made):
    """What a reader needs to open it: types for all parts, no relationship into nothing."""
    parts = made[kind]
    types = etree.fromstring(parts["[Content_Types].xml"])
    named = {one.get("PartName") for one in types.iter("{*}Override")}
    ends = {one.get("Extension") for one in types.iter("{*}Default")}
    led_to = set()
    for name, part in parts.items():
        if not name or name.rpartition(".")[2] in ("jpg", "png"):
            continue
        root = etree.fromstring(part)
        if name.endswith(".rels"):
            led_to |= {one.get("Target") for one in root}
            assert all(one.get("TargetMode") is None for one in root)
            folder, _, last = name.partition("_rels/")
            source = folder + last.removesuffix(".rels")
            if source:
                for one in root:
                    text = parts[source].decode()
                    kind_of_link = one.get("Type").rpartition("/")[2]
                    assert f'"{one.get("Id")}"' in text or kind_of_link != "image"
        elif name != "[Content_Types].xml":
            assert "/" + name in named
    everything = {"/" + name for name in parts if name and not name.endswith(".rels")}
    assert named <= everything
    assert led_to == everything - {"/[Content_Types].xml"}
    assert all("/" + name in named or name.rpartition(".")[2] in ends for name in parts if name)


@pytest.mark.parametrize("kind", MAKERS)
def test_the_archive_tells_no_day_and_no_machine(kind, made):
    with zipfile.ZipFile(io.BytesIO(made[kind][""])) as archive:
        for entry in archive.infolist():
            assert (entry.date_time, entry.create_system) == ((1980, 1, 1, 0, 0, 0), 0)
            assert not (entry.extra or entry.comment)
            assert entry.external_attr == 0o600 << 16


def test_the_words_of_a_text_document_stay_with_its_tracked_changes_and_comments(made):
    body = made["docx"]["word/document.xml"]
    for word in ("สัญญาจ้าง", "เพิ่มเข้า", "ตัดออก", "ในป้าย", "ลิงก์", "รูปเดิม", "คุณสมบัติ", "ในช่อง", "7"):
        assert word in words(body)
    root = etree.fromstring(body)
    name = f"{{{W}}}author"
    changes = [one.get(name) for one in root.iter() if one.get(name) is not None]
    comment = etree.fromstring(made["docx"]["word/comments.xml"])[0]
    assert changes == ["1", "2"]
    assert dict(comment.attrib) == {f"{{{W}}}id": "0", f"{{{W}}}author": "1"}
    assert "ความเห็น" in words(made["docx"]["word/comments.xml"])
    assert "หัวกระดาษ" in words(made["docx"]["word/header1.xml"])
    assert _names(made["docx"]["word/settings.xml"]) == [
        "settings", "evenAndOddHeaders",
    ]  # fmt: skip


def _names(part: bytes) -> list[str]:
    return [etree.QName(one).localname for one in etree.fromstring(part).iter()]


def test_a_field_keeps_what_it_shows_and_only_harmless_ones_keep_their_code(made):
    root = etree.fromstring(made["docx"]["word/document.xml"])
    codes = "".join(one.text for one in root.iter("{*}instrText"))
    assert codes == " PAGE "
    assert not list(root.iter("{*}fldSimple"))


def test_what_was_cut_off_a_picture_is_gone_from_the_file(made):
    sizes = set()
    for name, part in made["docx"].items():
        if name.endswith(".jpg"):
            with Image.open(io.BytesIO(part)) as picture:
                sizes.add(picture.size)
                assert not picture.getexif() and "comment" not in picture.info
    assert sizes == {(120, 90), (60, 90)}
    root = etree.fromstring(made["docx"]["word/document.xml"])
    assert [dict(one.attrib) for one in root.iter("{*}srcRect")] == [{}]


def test_a_document_with_macros_inside_is_an_ordinary_one(made):
    types = made["docx"]["[Content_Types].xml"]
    assert b"macro" not in types and b"vba" not in types
    assert not [name for name in made["docx"] if "vba" in name or "embed" in name]


def test_a_workbook_opens_with_its_values_its_hidden_sheet_and_its_hidden_rows(made):
    book = load_workbook(io.BytesIO(made["xlsx"][""]))
    page = book["บัญชี"]
    assert [page[f"A{row}"].value for row in (1, 2, 3)] == ["ค่าวัสดุ", 1200.5, "=SUM(A2:A2)"]
    assert page["A4"].value is None and page["A5"].value is None
    assert page.row_dimensions[2].hidden
    assert (book["ลับ"].sheet_state, book["ลับ"]["A1"].value) == ("hidden", "ราคาจริง")
    assert list(book.defined_names) == ["ยอดรวม"]
    assert (book.properties.creator, book.properties.lastModifiedBy) == ("openpyxl", None)
    assert len(page._images) == 1
    comment = page["B1"].comment
    assert (comment.author, comment.text) == ("1", "1:\nเกินราคากลาง")
    assert page.oddFooter.center.text == "หน้า &P"


def test_a_presentation_keeps_its_slide_notes_comment_and_the_picture_of_an_object(made):
    parts = made["pptx"]
    slide = parts["ppt/slides/slide1.xml"]
    assert "โครงการถนน" in words(slide)
    assert "บันทึกผู้พูด" in words(parts["ppt/notesSlides/notesSlide1.xml"])
    assert "ความเห็น" in words(parts["ppt/comments/comment1.xml"])
    assert _names(slide).count("pic") == 3
    assert not {"oleObj", "videoFile", "timing", "hlinkClick", "custDataLst"} & set(_names(slide))
    assert "ppt/slides/slide2.xml" not in parts


def with_part(name: str, content: bytes | str) -> bytes:
    return scenes.docx(**{name: content})


LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 99 + b'">]>'
    b'<w:document xmlns:w="' + W.encode() + b'"><w:body>&b;</w:body></w:document>'
)


def twice() -> bytes:
    out = io.BytesIO(scenes.docx())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<a/>")
    return out.getvalue()


REFUSED = {
    "entities": (lambda: with_part("word/document.xml", LAUGHS), "not_understood"),
    "entities in another encoding": (
        lambda: with_part("word/document.xml", LAUGHS.decode().encode("utf-16")),
        "not_understood",
    ),
    "two parts of one name": (twice, "not_understood"),
    "a part that swells": (
        lambda: with_part("word/document.xml", b" " * (49 * MIB)), "too_heavy",
    ),
    "parts that swell together": (
        lambda: scenes.package(
            {"[Content_Types].xml": "", **{f"word/{at}": bytes(26 * MIB) for at in range(10)}}
        ),
        "too_heavy",
    ),
    "thousands of parts": (
        lambda: scenes.package(
            {"[Content_Types].xml": "", **{f"word/{at}": b"" for at in range(4_001)}}
        ),
        "too_heavy",
    ),
    "half of it": (lambda: scenes.docx()[:3_000], "not_understood"),
    "no main part": (
        lambda: with_part("_rels/.rels", scenes.links(("image", "word/document.xml"))),
        "not_understood",
    ),
    "broken XML": (lambda: with_part("word/document.xml", "<a><b></a>"), "not_understood"),
    "a part of deep nesting": (
        lambda: with_part("word/document.xml", b"<a>" * 100_000), "not_understood",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_document_or_is_too_much_is_withheld(name):
    make, why = REFUSED[name]
    started = time.monotonic()
    assert cleaned(make())[0] == Withheld(why)
    assert time.monotonic() - started < 30


def test_a_path_that_leads_out_leads_nowhere():
    """Relationships are looked up among the parts of the file and nowhere else."""
    outward = scenes.links(("image", "../../../../etc/passwd"), ("image", "/etc/passwd"))
    outcome, copy = cleaned(with_part("word/_rels/document.xml.rels", outward))
    assert isinstance(outcome, Cleaned)
    assert b"passwd" not in b"".join(unpacked(copy).values())


def test_what_was_added_before_and_behind_the_archive_is_gone():
    original = scenes.docx() + b"<?php " + CANARY.encode()
    outcome, copy = cleaned(original)
    assert isinstance(outcome, Cleaned)
    assert CANARY.encode() not in copy and b"php" not in copy


@pytest.mark.parametrize("make", [scenes.emf, scenes.wmf])
def test_a_metafile_keeps_what_it_draws_and_nothing_else(make):
    original = make()
    plain, extension = plain_metafile(original)
    assert extension == make.__name__
    assert CANARY.encode() in original
    for form in (CANARY.encode(), CANARY.encode("utf-16-le")):
        assert form not in plain
    if extension == "emf":
        assert int.from_bytes(plain[48:52], "little") == len(plain)
        assert int.from_bytes(plain[52:56], "little") == 3
        assert plain[108:132] == original[-20 - 24 - 24 - len(CANARY) :][:24]
    else:
        assert int.from_bytes(plain[28:32], "little") * 2 == len(plain) - 22
        assert plain[40:54] == original[40:54]


@pytest.mark.parametrize("make", [scenes.emf, scenes.wmf])
def test_a_metafile_that_is_cut_off_is_left_out(make):
    with pytest.raises(Unsure):
        plain_metafile(make()[:60])
