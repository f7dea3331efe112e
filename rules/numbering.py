"""Receipt numbers: a running number and a Buddhist year, as a register writes them."""

import re
from datetime import date
from typing import Final

from rules.thai_time import buddhist_year, fiscal_year_be, to_arabic_digits, to_thai_digits
from rules.words import TEST_REGISTER

_TYPED: Final = re.compile(rf"({re.escape(TEST_REGISTER)})?\s*([0-9]{{1,9}})\s*/\s*([0-9]{{4}})")


def register_year_be(received_on: date, basis: str) -> int:
    """The register's year (B.E.) for the legal receipt day; basis is "fiscal" or "calendar"."""
    if basis == "fiscal":
        return fiscal_year_be(received_on)
    if basis == "calendar":
        return buddhist_year(received_on)
    raise ValueError("a register runs by the fiscal or the calendar year")


def receipt_no(number: int, year_be: int, thai_digits: bool = False) -> str:
    """The number as printed: "7/2570", or "๗/๒๕๗๐" in Thai digits.

    A number below nought is a test's, of a register of its own: "ท.1/2570".
    """
    text = f"{number}/{year_be}" if number >= 0 else f"{TEST_REGISTER}{-number}/{year_be}"
    return to_thai_digits(text) if thai_digits else text


def read_receipt_no(typed: str) -> tuple[int, int] | None:
    """The number and the year (B.E.) of a receipt number as typed, in either kind of digits.

    None for what is no receipt number; a test's number is below nought.
    """
    found = _TYPED.fullmatch(to_arabic_digits(typed).strip())
    if found is None:
        return None
    number = int(found[2])
    return (-number if found[1] else number), int(found[3])
