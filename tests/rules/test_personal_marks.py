"""What in a text may tell who wrote it."""

import pytest

from rules.personal_marks import is_citizen_id, like_tracking_codes, marked_words, personal_marks


@pytest.mark.parametrize(
    "text",
    ["1234567890121", "1-2345-67890-12-1", "บัตร ๑ ๒๓๔๕ ๖๗๘๙๐ ๑๒ ๑ ครับ", "เลข1234567890121ของผม"],
)
def test_a_citizens_number_is_found_however_it_is_written(text):
    assert "citizen_id" in personal_marks(text)


@pytest.mark.parametrize("digit", [digit for digit in "0123456789" if digit != "1"])
def test_thirteen_digits_with_a_wrong_check_are_no_citizens_number(digit):
    assert not is_citizen_id(f"123456789012{digit}")


@pytest.mark.parametrize(
    "text", ["โทร 0812345678", "๐๘๑-๒๓๔-๕๖๗๘", "043 123 456", "+66 81 234 5678", "02-123-4567"]
)
def test_a_telephone_number_is_found(text):
    assert personal_marks(text) == ("phone",)


def test_an_e_mail_address_is_found():
    assert personal_marks("ติดต่อ somchai.j@example.co.th ได้") == ("email",)


@pytest.mark.parametrize(
    "text",
    [
        "สัญญาเลขที่ 12/2569 ลงวันที่ 21/11/2569 วงเงิน 1,250,000 บาท",
        "ถนนหนา ๑๑ เซนติเมตร แบบกำหนด ๑๕",
        "เลขที่โครงการ 69119012345678",
        "",
    ],
)
def test_what_a_report_is_full_of_is_not_taken_for_a_person(text):
    assert personal_marks(text) == ()


def test_a_long_text_of_digits_is_looked_through_quickly():
    assert personal_marks("9" * 20_000 + "a@" * 5_000) == ()


def test_each_place_is_told_as_it_was_typed_and_once():
    text = "โทร ๐๘๑-๒๓๔-๕๖๗๘ หรือ 02 123 4567 หรือ ๐๘๑-๒๓๔-๕๖๗๘ เลข 1234567890121"
    assert [tuple(mark) for mark in marked_words(text)] == [
        ("citizen_id", "1234567890121"),
        ("phone", "๐๘๑-๒๓๔-๕๖๗๘"),
        ("phone", "02 123 4567"),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "12345678901234567890",
        "1234 5678 9012 3456 7890",
        "1234-5678-9012-3456-7890",
        "1234\n5678\n9012\n3456\n7890",
        "๑๒๓๔ ๕๖๗๘ ๙๐๑๒ ๓๔๕๖ ๗๘๙๐",
        "12345 67890 12345 67890",
        "1234\u200b5678\u200b9012\u200b3456\u200b7890",
        "1234 \u2013 5678 \u2013 9012 \u2013 3456 \u2013 7890",
    ],
)
def test_twenty_digits_are_found_however_they_are_set_apart(typed):
    assert list(like_tracking_codes(f"รหัส {typed} ของผม")) == [typed]


def test_a_code_in_groups_is_found_behind_another_number():
    assert list(like_tracking_codes("ข้อ 5 1234 5678 9012 3456 7890 ตามใบ")) == [
        "1234 5678 9012 3456 7890"
    ]


@pytest.mark.parametrize("text", ["1234 5678 9012 3456 789", "9" * 21, "1,250,000 บาท 12/2569", ""])
def test_other_lengths_are_no_code(text):
    assert list(like_tracking_codes(text)) == []


def test_long_lists_of_numbers_are_looked_through_quickly():
    for text in ("9" * 20_000, "9 " * 10_000, "9999 " * 4_000, "9   9" * 4_000):
        assert len(list(like_tracking_codes(text))) <= len(text) // 20
