"""What in a text may tell who wrote it: a citizen's, a telephone or a code's number, an address.

It only warns a reporter before sending, so one warning too many is harmless.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from rules.thai_time import to_arabic_digits

CITIZEN_ID: Final = "citizen_id"
PHONE: Final = "phone"
EMAIL: Final = "email"
TRACKING_CODE: Final = "tracking_code"
CODE_DIGITS: Final = 20

_BETWEEN: Final = r"[ .\-–]?"
_CITIZEN_ID: Final = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{12}}(?!\d)")
_PHONE: Final = re.compile(
    rf"(?<!\d)(?:\+?66{_BETWEEN}|0)(?:[689](?:{_BETWEEN}\d){{8}}|[2-7](?:{_BETWEEN}\d){{7}})(?!\d)"
)
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+", re.ASCII)
# Every dash, and what has no width but comes along when a code is copied.
_APART: Final = r"[\s.\-\u2010-\u2015\u2212\u00ad\u200b-\u200f\u2060\ufeff]{0,3}"
_RUN: Final = re.compile(rf"\d(?:{_APART}\d)*")
_GROUPS: Final = re.compile(rf"(?<!\d)\d{{4}}(?:{_APART}\d{{4}}){{4}}(?!\d)")


class Mark(NamedTuple):
    """One place of a text: what it may be, and the words as they were typed."""

    kind: str
    words: str


def personal_marks(text: str) -> tuple[str, ...]:
    """The kinds found in the text, each once: `citizen_id`, `phone`, `email`."""
    return tuple(dict.fromkeys(mark.kind for mark in marked_words(text)))


def marked_words(text: str) -> tuple[Mark, ...]:
    """Every place where a citizen's number, a telephone number or an address stands, each once."""
    plain = to_arabic_digits(text)
    return tuple(
        dict.fromkeys(
            Mark(kind, text[found.start() : found.end()])
            for kind, pattern in ((CITIZEN_ID, _CITIZEN_ID), (PHONE, _PHONE), (EMAIL, _EMAIL))
            for found in pattern.finditer(plain)
            if kind != CITIZEN_ID or is_citizen_id(found[0])
        )
    )


def like_tracking_codes(text: str) -> Iterator[str]:
    """Twenty digits however they are set apart, as they were typed.

    Whether the last one checks the others is for those to say who know the code.
    """
    for found in _RUN.finditer(text):
        if sum(mark.isdigit() for mark in found[0]) == CODE_DIGITS:
            yield found[0]
        else:
            yield from _GROUPS.findall(found[0])


def is_citizen_id(typed: str) -> bool:
    """Whether these are 13 digits whose last one checks the others, as on an identity card."""
    digits = [int(mark) for mark in to_arabic_digits(typed) if mark.isdigit()]
    if len(digits) != 13:
        return False
    weighed = sum(digit * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return (11 - weighed % 11) % 10 == digits[12]
