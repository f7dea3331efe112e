"""Official papers, read back from the PDF and looked at as pictures, as those who get them do."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from rules.official_paper import HEADING, ITEM, PARAGRAPH, TABLE, OfficialPaper, Piece
from rules.paper_kinds import Layout, SecrecyGrade
from tests.official_papers import (
    CASE_FILE,
    COVER,
    DELAY,
    EIGHT,
    EMBLEM,
    LONG_AGENCY,
    MEMO,
    ORDER,
    RECEIVED,
    RESULT,
    emblem,
    told,
)
from tests.pdf_reading import pages_read, squeezed, words_read
from web.official_paper import paper_pdf, paper_pictures

MILLIMETRE = 72 / 25.4
PAGES = {
    "received": 1, "progress": 1, "delay": 1, "result": 1, "memo": 2, "cover": 2, "order": 2,
    "case_file": 3,
}  # fmt: skip
GRADES = {
    SecrecyGrade.SECRET: "ลับ", SecrecyGrade.VERY_SECRET: "ลับมาก", SecrecyGrade.TOP_SECRET: "ลับที่สุด"
}  # fmt: skip
NASTY = (
    "W" * 300, "กา" * 150, "ก" * 300, "ๆ" * 200, "https://sample.go.th/" + "x" * 300, "9" * 200,
    "." * 400, "_" * 200, "…" * 200, "a@" + "b" * 200, LONG_AGENCY * 3,
)  # fmt: skip


def ink(drawn, box=(0, 0, 210, 297)):
    """Where something is drawn inside that part of the page, in millimetres from its corner."""
    page = Image.open(BytesIO(drawn)).convert("L")
    page = page.crop(tuple(round(one * MILLIMETRE) for one in box))
    found = page.point(lambda light: 255 * (light < 160)).getbbox()
    return found and tuple(one / MILLIMETRE for one in found)


@pytest.mark.parametrize("name", EIGHT)
def test_each_paper_is_an_archive_pdf_of_as_many_a4_pages_as_it_takes(name):
    made = paper_pdf(EIGHT[name])
    assert made.startswith(b"%PDF") and b"pdfaid:part>2<" in made
    assert re.findall(rb"/MediaBox ?\[([^\]]*)\]", made) == [b"0 0 595.2756 841.8898"] * PAGES[name]
    assert len(pages_read(made)) == len(paper_pictures(EIGHT[name])) == PAGES[name]


@pytest.mark.parametrize("name", EIGHT)
def test_nothing_is_drawn_in_the_margins_but_what_belongs_there(name):
    for drawn in paper_pictures(EIGHT[name]):
        left, top, right, bottom = ink(drawn)
        assert left >= 29.5 and right <= 190.5 and top >= 5.5 and bottom <= 291
        if EIGHT[name].secrecy is SecrecyGrade.NONE:
            assert top >= 14.5 and bottom <= 277.5


@pytest.mark.parametrize("layout", Layout)
def test_no_word_however_long_leaves_the_paper(layout):
    papers = [overfull(layout, typed) for typed in NASTY]
    for drawn in paper_pictures(papers):
        left, top, right, bottom = ink(drawn)
        assert left >= 29.5 and right <= 190.5 and top >= 14 and bottom <= 278


def overfull(layout, typed):
    pieces = (
        *told(typed), Piece(ITEM, f"1. {typed}"), Piece(ITEM, f"{typed}\t{typed}\t{typed}"),
        Piece(HEADING, typed), Piece(TABLE, typed, rows=((typed,) * 4,) * 2), *told(typed),
    )  # fmt: skip
    return OfficialPaper(
        layout=layout, agency=typed, subject=typed, day=None, title=typed, document_no=typed[:60],
        address=typed, telephone=typed, division=typed, addressee=typed, references=(typed, typed),
        enclosures=(typed,), body=pieces, closing=typed, signer=typed, signer_post=typed,
    )  # fmt: skip


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("layout", Layout)
def test_the_grade_stands_at_the_head_and_the_foot_of_every_page(grade, layout):
    long = MEMO.body + told("ข้อความ " * 700) + MEMO.body
    paper = replace(MEMO, layout=layout, secrecy=grade, body=long, emblem=None)
    drawn, read = paper_pictures(paper), pages_read(paper_pdf(paper))
    assert len(drawn) >= 3
    for picture, words in zip(drawn, read, strict=True):
        assert words.count(GRADES[grade]) >= 2
        head = ink(picture, (60, 0, 160, 14))
        foot = ink(picture, (60, 280, 160, 297))
        for found in (head, foot):
            # About the middle, and larger than any letter of the text.
            assert 48 <= (found[0] + found[2]) / 2 <= 56 and found[3] - found[1] > 5
    for picture in paper_pictures(replace(paper, secrecy=SecrecyGrade.NONE)):
        assert not ink(picture, (0, 0, 210, 14)) and not ink(picture, (0, 279, 210, 297))


def test_each_copy_bears_its_number_on_each_of_its_pages():
    copies = [replace(CASE_FILE, copy_number=number) for number in (1, 2, 3)]
    pages = pages_read(paper_pdf(copies))
    assert len(pages) == 9
    for at, page in enumerate(pages):
        number = "๑๒๓"[at // 3]
        assert re.findall("ชุดที่(.)ของ(.)", page) == [(number, "๓")]
    # Each copy counts its own pages, and its index leads into itself.
    assert [re.findall("–([๒๓])–", page) for page in pages] == [[], ["๒"], ["๓"]] * 3
    assert pages[0].replace("ชุดที่๑", "") == pages[6].replace("ชุดที่๓", "")


def test_a_paper_of_no_grade_has_no_number_of_its_copy():
    open_paper = replace(CASE_FILE, secrecy=SecrecyGrade.NONE)
    assert "ชุดที่" not in words_read(paper_pdf(open_paper))
    assert "ชุดที่" not in words_read(paper_pdf(replace(CASE_FILE, copies=0)))
    assert "ชุดที่" in words_read(paper_pdf(CASE_FILE))


@pytest.mark.parametrize("name", EIGHT)
def test_digits_are_all_thai_or_all_arabic_as_chosen(name):
    thai = words_read(paper_pdf(replace(EIGHT[name], thai_digits=True)))
    assert set("๐๑๒๓๔๕๖๗๘๙") & set(thai) and not set("0123456789") & set(thai)
    arabic = words_read(paper_pdf(replace(EIGHT[name], thai_digits=False)))
    assert set("0123456789") & set(arabic) and not set("๐๑๒๓๔๕๖๗๘๙") & set(arabic)


@pytest.mark.parametrize(
    "kept",
    ["https://sample.go.th/f/2570?a=1", "www.s1.go.th/2", "a12@mail1.go.th", "ITA-30", "3f" * 32],
)
def test_what_is_to_be_typed_keeps_its_digits(kept):
    paper = words_read(paper_pdf(replace(RESULT, body=told(f"ดูที่ {kept} หน้า 12"))))
    assert squeezed(kept) in paper.replace("\u200b", "") and "หน้า๑๒" in paper


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")', "*x* $a$ @b <c> \\ ' ] } [ {", "= ก", "- ก", "_x_ `y` // z /* w */",
        "```typ #x```", "~ -- --- ...", "#let a = 1\n#a", "\\u{41} &amp; <b>",
    ],
)  # fmt: skip
def test_what_is_typed_is_never_markup(typed):
    pieces = (
        *told(typed), Piece(HEADING, typed), Piece(ITEM, typed), Piece(ITEM, f"{typed}\t{typed}"),
        Piece(TABLE, typed, rows=((typed, "ก"), ("ข", typed))), Piece(PARAGRAPH, typed),
    )  # fmt: skip
    for layout in Layout:
        paper = replace(
            COVER, layout=layout, subject=typed, signer=typed, body=pieces, thai_digits=False
        )
        read = words_read(paper_pdf(paper)).replace("\u200b", "")
        assert read.count(squeezed(typed)) >= 9, layout


@pytest.mark.parametrize("layout", Layout)
def test_a_long_paragraph_breaks_over_pages_and_loses_no_word(layout):
    words = " ".join(f"คำที่ {number} ของเรื่องนี้" for number in range(260))[:3000]
    paper = replace(RESULT, layout=layout, body=told("ต้น", words, words), thai_digits=False)
    pages = pages_read(paper_pdf(paper))
    assert len(pages) >= 2
    read = "".join(re.sub("^(–[0-9]–)", "", page) for page in pages)
    assert read.count(squeezed(words)) == 2
    assert "–2–" in pages[1] and "–" not in pages[0]


@pytest.mark.parametrize("layout", [Layout.LETTER, Layout.MEMO, Layout.ORDER])
@pytest.mark.parametrize("joined", ["\n", "\n\n"], ids=["one_paragraph", "a_paragraph_a_line"])
def test_a_signature_never_stands_on_a_page_without_two_lines_of_text(layout, joined):
    papers = [signed_after(count, joined, layout) for count in range(14, 36)]
    last = []
    for page in pages_read(paper_pdf(papers)):
        if re.search("–[๒-๙]–", page):
            last[-1] = page
        else:
            last.append(page)
    assert len(last) == len(papers) and 0 < sum("–๒–" in page for page in last) < 22
    for page in last:
        assert page.count("นายสมบัติ") == 1 and page.count("บรรทัดที่") >= 2


def signed_after(count, joined, layout):
    lines = [f"บรรทัดที่ {number} ของเรื่อง" for number in range(count)]
    body = told(*lines) if joined == "\n\n" else told("\n".join(lines))
    return replace(RESULT, layout=layout, references=(), body=body)


def test_after_a_table_the_signature_stays_with_it():
    rows = tuple((str(number), "รายการ") for number in range(8))
    bodies = [
        (*told(*["บรรทัดหนึ่ง"] * count), Piece(TABLE, "ตาราง", rows=rows)) for count in range(14, 26)
    ]
    pages = pages_read(paper_pdf([replace(RESULT, body=body) for body in bodies]))
    signed = [page for page in pages if "นายสมบัติ" in page]
    assert len(signed) == len(bodies) < len(pages)
    assert all("ตาราง" in page for page in signed)


def test_a_letter_has_its_parts_in_their_order():
    in_order(
        words_read(paper_pdf(COVER)),
        "ที่พย๗๑๒๐๑/๗", "เทศบาลตำบลตัวอย่าง", "๙๙หมู่ที่๔", "๕เมษายน๒๕๗๐", "เรื่องส่งเรื่องร้องเรียน",
        "เรียนผู้อำนวยการ", "อ้างถึง๑.พระราชบัญญัติ", "๓.มติ", "สิ่งที่ส่งมาด้วย๑.สำเนา", "๔.แผ่น",
        "ด้วยเทศบาล", "จักเป็นพระคุณ", "ขอแสดงความนับถือ", "(นายสมบัตินำทางพัฒนากุล)", "ปลัดเทศบาล",
        "สำนักปลัดเทศบาล", "โทร.๐๕๔๐๐๐๐๐๐",
    )  # fmt: skip


def test_a_memo_has_its_parts_in_their_order():
    in_order(
        words_read(paper_pdf(MEMO)),
        "บันทึกข้อความ", "ส่วนราชการสำนักปลัดเทศบาลงานนิติการเทศบาลตำบลตัวอย่างโทร.๐๕๔๐๐๐๐๐๐",
        "ที่พย๗๑๒๐๑.๑/๔๕", "วันที่๕เมษายน๒๕๗๐", "เรื่องรายงานผล", "เรียนนายกเทศมนตรี", "๑.เรื่องเดิม",
        "๒.ข้อเท็จจริง", "๒๘๖,๗๕๐.๐๐", "๓.ข้อกฎหมาย", "๓.๓", "๔.ข้อพิจารณา", "สั่งการ", "(นางสาวมาลีใจงาม)",
        "นิติกรชำนาญการ",
    )  # fmt: skip


def test_an_order_has_its_parts_and_every_member_in_their_order():
    in_order(
        words_read(paper_pdf(ORDER)),
        squeezed(f"คำสั่ง{LONG_AGENCY}"), "ที่๒๑๒/๒๕๗๐", "เรื่องแต่งตั้ง", "ประกอบด้วย",
        "๑.นายวีระศักดิ์ตั้งมั่นคงธรรม", "ปลัดเทศบาล", "ประธานกรรมการ",
        "๗.นายอนุชาน้ำใจ", "ผู้ช่วยเลขานุการ", "ให้คณะกรรมการ", "สั่งณวันที่๕เมษายนพ.ศ.๒๕๗๐",
        "(นายสมบัตินำทางพัฒนากุล)", squeezed(f"นายก{LONG_AGENCY}"),
    )  # fmt: skip
    untitled = words_read(paper_pdf(replace(ORDER, title="", agency="เทศบาลตำบลสอง")))
    assert "คำสั่งเทศบาลตำบลสอง" in untitled


def test_a_case_file_begins_with_its_cover_and_an_index_that_is_right():
    cover, *pages = pages_read(paper_pdf(CASE_FILE))
    in_order(cover, "แฟ้มเรื่องร้องเรียน", "เลขรับเรื่อง๐๐๑๒/๒๕๗๐", "เรื่องการตรวจรับ", "๕เมษายน๒๕๗๐", "สารบัญ")
    headings = [squeezed(one.words) for one in CASE_FILE.body if one.kind == HEADING]
    for heading in headings:
        named = heading.replace(heading[0], "๐๑๒๓๔๕๖๗๘๙"[int(heading[0])], 1)
        number = re.search(re.escape(named) + r"\.*([๒๓])", cover)[1]
        assert named in pages["๒๓".index(number)]


def in_order(words, *parts):
    at = -1
    for part in parts:
        found = words.find(part, at + 1)
        assert found > at, part
        at = found


def test_one_reference_has_no_number_and_own_numbers_are_kept():
    one = words_read(paper_pdf(RECEIVED))
    assert "อ้างถึงเรื่องที่ท่านแจ้ง" in one
    own = replace(RECEIVED, references=("1) ก", "2) ข"), thai_digits=False)
    assert "อ้างถึง1)ก2)ข" in words_read(paper_pdf(own))


def test_what_is_empty_leaves_a_line_to_write_on_or_nothing():
    empty = replace(DELAY, subject="", addressee="", references=(), closing="")
    words = words_read(paper_pdf(empty))
    assert "อ้างถึงหนังสือ" not in words and "สิ่งที่ส่งมาด้วย" not in words and "ขอแสดง" not in words
    assert "()" in words and "ตำแหน่ง" in words
    # A line for the day stands where the day would, right of the middle.
    drawn = paper_pictures(empty)[0]
    dated = paper_pictures(replace(empty, day=RESULT.day))[0]
    assert ink(drawn, (105, 66, 190, 73)) and ink(dated, (105, 66, 190, 73))
    for layout in Layout:
        blank = OfficialPaper(layout=layout, agency="", subject="", day=None)
        assert len(paper_pictures(blank)) == 1


def test_the_emblem_has_its_size_and_its_room_stays_empty_without_one():
    for layout, room in (
        (Layout.LETTER, (90, 14, 125.5, 47)), (Layout.ORDER, (90, 14, 125.5, 47)),
        (Layout.MEMO, (29, 14, 46, 37)), (Layout.FILE, (90, 14, 125.5, 47)),
    ):  # fmt: skip
        paper = replace(RESULT, layout=layout, title="ก", emblem=EMBLEM)
        left, top, right, bottom = ink(paper_pictures(paper)[0], room)
        size = 15 if layout is Layout.MEMO else 30
        assert abs(bottom - top - size) < 1.5 and abs(right - left - size) < 1.5
        bare = paper_pictures(replace(paper, emblem=None))[0]
        assert not ink(bare, room)
        below = (0, 48, 210, 297)
        assert ink(bare, below) == ink(paper_pictures(paper)[0], below)


def test_an_emblem_of_any_shape_stays_in_its_room():
    for size in ((900, 60), (60, 900)):
        drawn = paper_pictures(replace(RESULT, emblem=emblem(size)))[0]
        left, top, right, bottom = ink(drawn, (90, 14, 125.5, 47))
        assert right - left <= 30.8 and bottom - top <= 30.8


def test_the_room_for_the_ledger_is_seen_only_where_there_is_a_ledger():
    room = (29, 60, 55, 277)
    for layout in Layout:
        bare = replace(
            RESULT, layout=layout, title="ก", division="", telephone="", references=(),
            body=told("ก"), ledger_address="",
        )  # fmt: skip
        marked = replace(bare, ledger_address="https://sample.go.th/ledger")
        assert "บัญชีสาธารณะ" not in words_read(paper_pdf(bare))
        assert "บัญชีสาธารณะ" in words_read(paper_pdf(marked))
        assert ink(paper_pictures(marked)[0], room)[3] > 0
        # The name to be signed stays where it was.
        right = (85, 60, 190, 277)
        assert ink(paper_pictures(marked)[0], right) == ink(paper_pictures(bare)[0], right)


def test_a_letter_that_no_font_has_is_marked_and_explained_and_no_paper_fails():
    typed = "ยิ้ม 😀 漢字 ကခဂ \u202e กลับ \x00 \ud83d \u2028 จบ"
    paper = replace(RESULT, subject=typed, body=told(typed), agency=typed)
    words = words_read(paper_pdf(paper))
    assert "ยิ้ม���กลับจบ" in words
    assert "�แทนอักษร" in words and "แทนอักษร" not in words_read(paper_pdf(RESULT))


def test_the_same_paper_is_the_same_bytes_and_no_paper_is_refused_to_be_none():
    assert paper_pdf(RESULT) == paper_pdf([RESULT])
    with pytest.raises(ValueError, match="no paper"):
        paper_pdf([])
