"""How alike two reports are: a number that behaves, and that puts the same matter first."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.similarity import WORTH_A_LOOK, likeness, shape_of, trigrams
from rules.thai_time import to_thai_digits

LETTERS = st.text(alphabet="กขคงจฉชดตนบปมยรลวสอะาิีุูเแโไ้่ 0123456789" + string.ascii_letters)
REPORTS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("subject", "accused", "place", "narrative"), LETTERS)
)

ROAD = {
    "subject": "ถนนคอนกรีตหมู่ 4 ไม่ได้มาตรฐาน",
    "accused": "ผอ.กองช่าง นายช่างยนต์ โยธา",
    "place": "หมู่ 4 บ้านหนองบัว",
    "narrative": "กรรมการตรวจรับลงนามรับงานถนนคอนกรีตหมู่ 4 ทั้งที่หนาไม่ถึงตามแบบ "
    "ผู้รับเหมาเป็นญาติผู้อำนวยการกองช่าง",
}
THE_SAME_ROAD = {
    "subject": "ทุจริตถนนคอนกรีต หมู่ ๔",
    "accused": "ผู้อำนวยการกองช่าง",
    "place": "บ้านหนองบัว หมู่ ๔",
    "narrative": "ถนนคอนกรีตที่หมู่ ๔ เพิ่งทำเสร็จก็แตก หนาไม่ถึงแบบ แต่กรรมการตรวจรับก็เซ็นรับงาน",
}
OTHERS = (
    {
        "subject": "เบิกค่าเดินทางเท็จ",
        "accused": "หัวหน้าสำนักปลัด",
        "place": "สำนักงานเทศบาล",
        "narrative": "เบิกค่าเดินทางไปราชการทั้งที่ไม่ได้ไป มีใบเสร็จโรงแรมปลอมหลายใบ",
    },
    {"narrative": "เรียกเงินค่าธรรมเนียมใบอนุญาตก่อสร้างเกินจริงหลายราย ไม่ออกใบเสร็จให้"},
    {"narrative": "ใช้รถของเทศบาลไปรับส่งลูกที่โรงเรียนทุกวัน", "accused": "ปลัดเทศบาล"},
)


@given(REPORTS, REPORTS)
def test_it_is_between_nought_and_one_and_the_same_both_ways(first, second) -> None:
    one, other = shape_of(first), shape_of(second)
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@given(REPORTS)
def test_a_report_with_words_is_wholly_like_itself(report) -> None:
    shape = shape_of(report)
    assert likeness(shape, shape) == (pytest.approx(1.0) if shape.whole else 0.0)


@given(REPORTS, REPORTS)
def test_thai_digits_and_arabic_ones_are_alike(first, second) -> None:
    in_thai = {name: to_thai_digits(words) for name, words in first.items()}
    expected = likeness(shape_of(first), shape_of(second))
    assert likeness(shape_of(in_thai), shape_of(second)) == pytest.approx(expected)


@given(LETTERS)
def test_spaces_tones_and_capitals_make_no_difference(words) -> None:
    spread = " ".join(words).upper()
    assert trigrams(spread) == trigrams(words)
    assert trigrams(words.replace("้", "").replace("่", "")) == trigrams(words)


@given(st.text())
def test_any_text_can_be_compared(text) -> None:
    shape = shape_of({"narrative": text, "accused": text})
    assert 0.0 <= likeness(shape, shape_of(ROAD)) <= 1.0


def test_sara_am_in_one_piece_and_in_two_is_one_letter() -> None:
    whole = trigrams("น้ำท่วมถนน")
    assert trigrams("น้ํ\u0e32ท่วมถนน") == trigrams("นํ้\u0e32ท่วมถนน") == whole


def test_nothing_is_like_nothing() -> None:
    assert likeness(shape_of({}), shape_of({})) == 0.0
    assert likeness(shape_of({}), shape_of(ROAD)) == 0.0


def test_the_same_matter_told_by_another_comes_first_and_is_worth_a_look() -> None:
    road = shape_of(ROAD)
    same = likeness(road, shape_of(THE_SAME_ROAD))
    others = [likeness(road, shape_of(other)) for other in OTHERS]
    assert same >= WORTH_A_LOOK
    assert max(others) < WORTH_A_LOOK, others


def test_a_name_told_in_the_story_is_found_though_its_box_was_left_empty() -> None:
    told = {"narrative": "นายช่างยนต์ โยธา รับงานถนนที่ไม่ได้มาตรฐาน"}
    without = {"narrative": "มีคนรับงานถนนที่ไม่ได้มาตรฐาน"}
    asked = shape_of({"accused": "นายช่างยนต์ โยธา", "narrative": "ตรวจรับงานถนนหมู่ 4"})
    assert likeness(asked, shape_of(told)) > likeness(asked, shape_of(without))


def test_only_the_beginning_of_a_long_telling_counts() -> None:
    beginning = "ถนนคอนกรีตหมู่สี่บางกว่าแบบ " * 40
    assert shape_of({"narrative": beginning}) == shape_of({"narrative": beginning + "เรื่องอื่น" * 9})
