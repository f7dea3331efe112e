"""Dates, numbers and codes as the page's language writes them."""

from datetime import date
from typing import Final

from rules import thai_time
from rules.words import SIZES

_MIB: Final = 1024 * 1024
_KIB: Final = 1024


def code_groups(code: str) -> list[str]:
    """The digits of a code in groups of four, as they are written down."""
    digits = "".join(mark for mark in code if mark.isdigit())
    return [digits[start : start + 4] for start in range(0, len(digits), 4)]


def thousands(number: int) -> str:
    """The number with a comma before each three digits."""
    return f"{number:,}"


def megabytes(size_bytes: int, lang: str = "th") -> str:
    """A size as people say it: "1.2 MB", or the same in Thai words."""
    if size_bytes < _MIB:
        size, unit = size_bytes / _KIB, SIZES["kB"]
    else:
        size, unit = size_bytes / _MIB, SIZES["MB"]
    return f"{size:.1f}".removesuffix(".0") + " " + unit.in_(lang)


def date_boxes(iso_day: str, lang: str = "th") -> tuple[str, str, str]:
    """Day, month and year of an ISO date as three boxes show them; blanks for no date."""
    if not iso_day:
        return "", "", ""
    day = date.fromisoformat(iso_day)
    year = day.year if lang == "en" else thai_time.buddhist_year(day)
    return str(day.day), str(day.month), str(year)
