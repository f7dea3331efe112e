"""What a paper can show: every letter that is let through has a shape, and marks have an end."""

import unicodedata
from dataclasses import replace

from tests.official_papers import RESULT, told
from web import typeset
from web.official_paper import paper_given
from web.paper_words import MISSING, printable, shown


def test_every_letter_that_is_let_through_has_a_shape_in_an_archive_pdf():
    every = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) != "Cs"]
    kept = [one for one in every if shown(one) == unicodedata.normalize("NFC", one) != MISSING]
    assert len(kept) > 1500 and "ก" in kept and "ๆ" in kept and "☐" in kept
    lines = ["".join(kept[at : at + 60]) for at in range(0, len(kept), 60)]
    given = paper_given(replace(RESULT, body=told(*lines)))
    assert typeset.pdf("official.typ", given).startswith(b"%PDF")


def test_a_letter_that_no_font_has_costs_no_paper_its_pdf():
    typed = "เรียบร้อย \U0001f600 \u4e2d\u6587 \u1000\x07\tก\u200bข"
    given = {"words": [typed], "many": (typed, 4, None, True)}
    words = printable(given)["words"][0]
    assert words == f"เรียบร้อย {MISSING} {MISSING} {MISSING}ก\u200bข"
    paper = paper_given(RESULT) | {"title": typed}
    assert typeset.pdf("official.typ", paper).startswith(b"%PDF")


def test_thai_stays_as_it_was_written():
    for text in (
        "น้ำใจ ที่นี่ ปู่ย่า ฐานรากญี่ปุ่น กตัญญู",
        "ก็ เก๋ ฎีกา ฤๅษี",
        "สมควรตรวจสอบ",
        "........................",
    ):
        assert shown(text) == text


def test_marks_without_end_are_cut_and_orders_to_the_reader_are_dropped():
    assert shown("ก" + "่" * 50) == "ก" + "่" * 3
    assert shown("a\u202eb\u2066c\ufeffd\x07e") == "abcde"
    assert shown("ก\r\nข\u2028ค\tง") == "ก\nข\nค ง"


def test_a_line_can_be_broken_in_what_is_no_word_and_nowhere_else():
    for typed in ("W" * 90, "กา" * 60, "ก" * 90, "7" * 50, "https://a.go.th/" + "x" * 90):
        longest = max(map(len, shown(typed).split("\u200b")))
        assert longest <= 60 and shown(typed).replace("\u200b", "") == typed
    assert "\u200b" not in shown("https://rongrian.tambon-tuayang.go.th/tuayang/follow/a/b")
    assert "\u200b" not in shown("การประชาสัมพันธ์และการมีส่วนร่วมของประชาชนในการตรวจสอบการปฏิบัติราชการ")
    assert shown("ก " + "." * 70 + " ข") == "ก " + "." * 70 + " ข"
    assert max(map(len, shown("." * 400).split("\u200b"))) == 90
    assert max(map(len, shown("W" * 40, 8).split("\u200b"))) <= 8
