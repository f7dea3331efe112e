"""What an office writes down when it takes a matter in for somebody, and when it sends one on.

Codes stand in sealed records and exports: add to these lists and never rename.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rules.categories import Category
from rules.words.intake import AUTHORITY_NAMES, SENDER_NAMES, SOURCE_NAMES, WITHHELD_NAMES
from rules.words.phrase import Words

OLDEST_RECEIPT_DAYS: Final = 366
"""A receipt further back is taken for a slip of the pen: it would open a register long closed."""


class Source(StrEnum):
    """How a matter came to the office without the form."""

    TELEPHONE = "telephone"
    WALK_IN = "walk_in"
    LETTER = "letter"
    LINE = "line"
    FACEBOOK = "facebook"
    MEETING = "meeting"
    REFERRED_IN = "referred_in"


ON_PAPER: Final = frozenset({Source.LETTER, Source.REFERRED_IN})
"""Sources of which a paper is left to be scanned into the case."""


def _list(names: Mapping[str, Words]) -> tuple[Category, ...]:
    return tuple(
        Category(code, number, said) for number, (code, said) in enumerate(names.items(), start=1)
    )


SOURCES: Final = _list(SOURCE_NAMES)
SENDERS: Final = _list(SENDER_NAMES)
AUTHORITIES: Final = _list(AUTHORITY_NAMES)
WITHHELD: Final = _list(WITHHELD_NAMES)


def is_plausible_receipt(day: date, today: date) -> bool:
    """Whether a paper may have come on that day: not in the future, not more than a year ago."""
    return today - timedelta(days=OLDEST_RECEIPT_DAYS) <= day <= today


def must_screen(source: Source, anonymous: bool) -> bool:
    """Whether the three points are asked at the desk: for a letter without a name."""
    return anonymous and source in ON_PAPER
