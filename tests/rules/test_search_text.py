"""Two ways of typing one word are one word; what is not there is not found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.search_text import alike, is_found, searchable, terms_of

TOLD = "นาย สมชาย ใจดี เรียกรับเงินจากผู้รับเหมา ถือเป็นการทุจริตต่อหน้าที่ ที่หมู่ ๑๗ ตำบลน้ำใส"


def found(typed: str, *texts: str) -> bool:
    return is_found(terms_of(typed), searchable(texts))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("ทุจริต", "มีการกระทำทุจริตต่อหน้าที่ราชการ"),
        ("17", "หมู่ที่ ๑๗"),
        ("๑๗", "หมู่ที่ 17"),
        ("๕๐,๐๐๐ บาท", "จำนวน 50,000 บาท"),
        ("น\u0e49\u0e4d\u0e32", "น\u0e49\u0e33ประปา"),
        ("น\u0e49\u0e33", "น\u0e49\u0e4d\u0e32ประปา"),
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33ประปา"),
        ("น\u0e33\u0e49", "น\u0e49\u0e33ประปา"),
        ("\u0e40\u0e40จ้ง", "แจ้งเบาะแส"),
        ("แจ้ง", "\u0e40\u0e40จ้งเบาะแส"),
        ("ท\u0e35\u0e48ดิน", "ท\u0e48\u0e35ดิน"),
        ("ท\u0e48\u0e35ดิน", "ท\u0e35\u0e48ดิน"),
        ("สมชายใจดี", TOLD),
        ("สมชาย ใจดี", "นายสมชายใจดี"),
        ("หมู่17", TOLD),
        ("หมู่ 17", "หมู่17"),
        ("ก\u200bข", "กข"),
        ("กข", "ก\u200bข\ufeff"),
        ("TOYOTA", "รถยนต์ Toyota สีขาว"),
        ("café", "CAFE\u0301"),
        ("ใจดี  ตำบล", TOLD),
        ("ตำบล ใจดี", TOLD),
        ("0812345678", "โทร ๐๘๑๒๓๔๕๖๗๘"),
        ("bid rigging", "about bid\nrigging"),
    ],
)
def test_what_is_typed_another_way_is_found(typed, told):
    assert found(typed, told)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("สมหญิง", TOLD),
        ("สมชาย สมหญิง", TOLD),
        ("12", "เลข 1 และ 2"),
        ("1 2 3", "เลข 1 และ 2"),
        ("goodday", "a good day"),
    ],
)
def test_what_is_not_there_is_not_found(typed, told):
    assert not found(typed, told)


def test_no_word_begins_in_one_text_and_ends_in_the_next():
    assert not found("ทุจริต", "เรื่องทุ", "จริตของเขา")
    assert found("ทุ จริต", "เรื่องทุ", "จริตของเขา")


def test_a_receipt_number_finds_that_number_alone():
    assert found("๔/๒๕๗๐", "4/2570")
    assert not found("4/2570", "14/2570")
    assert not found("4/2570", "4/25701")
    assert found("4/25", "14/2570")


def test_nothing_but_blanks_asks_for_nothing():
    assert terms_of(" \u200b\n\t ") == ()


def test_a_word_twice_is_looked_for_once():
    assert terms_of("ถนน ๑๗ ถนน 17") == ("ถนน", "17")


THAI_LETTERS = st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B)
# What combines with a vowel or a tone before it, so that slips of the finger pile up.
PILED = st.text("กนำาเแ\u0e31\u0e34\u0e35\u0e38\u0e48\u0e49\u0e4d", max_size=12)


@given(st.one_of(st.text(max_size=60), PILED))
def test_making_alike_twice_changes_nothing_more(text):
    assert alike(alike(text)) == alike(text)


@given(st.text(THAI_LETTERS, min_size=1, max_size=40), st.text(max_size=30), st.text(max_size=30))
def test_a_piece_of_a_text_is_found_in_it_whatever_stands_around(word, before, after):
    assert found(word, f"{before} {word} {after}")


@given(st.text(st.one_of(THAI_LETTERS, st.characters(max_codepoint=0xFF)), max_size=200))
def test_thai_and_latin_texts_do_not_grow_when_they_are_made_alike(text):
    assert len(searchable((text,)).encode()) <= len(text.encode())
