"""What in a text may tell who wrote it."""

import pytest

from rules.personal_marks import is_citizen_id, personal_marks


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
