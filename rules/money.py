"""Sums of money as a Thai office writes and types them: counted in satang, 100 to a baht."""

import re
from typing import Final

from rules.thai_time import to_arabic_digits

MOST_SATANG: Final = 10**13  # a hundred thousand million baht: more is a slip of the finger

_SUM: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?")
_SAID_AROUND: Final = re.compile(r"^(?:฿)?\s*(.*?)\s*(?:บาท|฿|THB|baht)?\.?-?$", re.IGNORECASE)


def parse_baht(typed: str) -> int:
    """The satang that somebody meant by "12,500", "๑๒,๕๐๐.๕๐" or "12500 บาท".

    ValueError for what is no sum, for nothing at all, and for more than any office has.
    """
    bare = _SAID_AROUND.sub(r"\1", to_arabic_digits(typed.strip()))
    found = _SUM.fullmatch(bare)
    if found is None:
        raise ValueError("not a sum of money")
    satang = int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
    if not 0 < satang <= MOST_SATANG:
        raise ValueError("not a sum that anybody owes")
    return satang


def baht(satang: int) -> str:
    """The sum in figures: "12,500" or "12,500.50", without the word for baht."""
    whole, rest = divmod(satang, 100)
    return f"{whole:,}.{rest:02}" if rest else f"{whole:,}"
