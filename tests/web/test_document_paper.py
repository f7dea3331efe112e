"""Blocks on paper: what a page says stands in the PDF, however long, whatever somebody typed."""

import re

import pytest

from rules.document import HEADING, LIST, OWN, STEPS, TABLE, TEXT, Block
from rules.words import Words
from tests.pdf_reading import pages_read, squeezed, words_read
from web.document_paper import Paper, document_pdf, document_pictures

A4 = (595.3, 841.9)


def words(th: str, en: str = "") -> Words:
    return Words(th, en)


BLOCKS = (
    Block(HEADING, words("1. ข้อมูลที่ควรเตรียม", "1. What to prepare"), anchor="prepare"),
    Block(TEXT, words("เล่าตามที่ท่านเห็น", "As you saw it")),
    Block(LIST, items=(words("ภาพ", "Pictures"), words("เอกสาร", "Papers"))),
    Block(STEPS, items=(words("เปิดหน้า", "Open"), words("ส่ง", "Send"))),
    Block(
        TABLE,
        head=(words("ขั้นตอน", "Step"), words("ระยะเวลา", "Time")),
        rows=((words("รับเรื่อง", "Receipt"), words("ทันที", "At once")),),
    ),
    Block(OWN, words("สำนักปลัด ชั้น 2", ""), anchor="prepare"),
)


def paper(lang: str = "th", blocks: tuple[Block, ...] = BLOCKS, **more: object) -> Paper:
    given = {"owner": "เทศบาลตำบลตัวอย่าง", "title": "แนวปฏิบัติ", "foot": "ฉบับที่ 1"} | more
    return Paper(lang=lang, blocks=blocks, **given)


def boxes(pdf: bytes) -> list[tuple[float, float]]:
    found = re.findall(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width), 1), round(float(height), 1)) for width, height in found]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_block_stands_on_the_paper_in_its_language(lang):
    told = words_read(document_pdf(paper(lang)))
    for block in BLOCKS[:-1]:
        cells = [cell for row in block.rows for cell in row]
        for one in filter(None, (block.words, *block.items, *block.head, *cells)):
            assert squeezed(one.in_(lang)) in told


def test_own_words_are_marked_and_thai_where_nobody_wrote_english():
    told = words_read(document_pdf(paper("en")))
    assert squeezed("The office's own words") in told and "สำนักปลัดชั้น2" in told
    assert "ข้อความของหน่วยงาน" in words_read(document_pdf(paper("th")))


def test_publisher_digest_and_number_of_the_page_stand_on_every_page():
    rows = tuple((words(f"ขั้นที่ {n}"), words("หนึ่งวัน")) for n in range(120))
    long = (Block(TABLE, head=(words("ขั้นตอน"), words("เวลา")), rows=rows),)
    pdf = document_pdf(paper(blocks=long, foot="เผยแพร่โดย นางสาวจันทร์", digest="ab" * 32))
    pages = pages_read(pdf)
    assert len(pages) > 2 and boxes(pdf) == [A4] * len(pages)
    for number, page in enumerate(pages, start=1):
        assert "เผยแพร่โดยนางสาวจันทร์" in page and "ab" * 32 in page
        assert f"หน้า{number}จาก{len(pages)}" in page
        assert "ขั้นตอนเวลา" in page, "the head of a table comes again on each page"


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd") *x* $a$ @b <c> \\ " \' ] }',
        "= หัวข้อ\n- รายการ\n+ ข้อ",
        "ก" * 2000,
        "a" * 2000,
    ],
)
def test_what_somebody_typed_is_never_markup(typed):
    blocks = (Block(OWN, words(typed, typed)), Block(TEXT, words(typed, typed)))
    pdf = document_pdf(paper(blocks=blocks, title=typed[:200], owner=typed[:200]))
    assert boxes(pdf)[0] == A4
    if typed.startswith("#"):
        assert "#read(" in words_read(pdf)


def test_two_prints_of_one_thing_are_the_same_bytes():
    assert document_pdf(paper()) == document_pdf(paper())


def test_a_draft_and_an_address_are_told_on_the_first_page():
    pdf = document_pdf(
        paper(mark="ยังไม่ได้เผยแพร่", address_label="แจ้งเรื่อง", address="https://sample.go.th/sample/")
    )
    first = pages_read(pdf)[0]
    assert "ยังไม่ได้เผยแพร่" in first and "https://sample.go.th/sample/" in first


def test_the_same_pages_come_as_pictures():
    pictures = document_pictures(paper(), 40)
    assert len(pictures) == 1 and pictures[0].startswith(b"\x89PNG")
