"""Which unit of the office a reporter means: typed words against the names of the units.

People write "กองช่าง อบต.ตัวอย่าง", "กอง ช่าง" or "สำนักปลัด ๑": spaces, signs, tone marks and the kind
of digit are passed over. The whole name counts first, then a name with which the words begin (the
longest), then the one name that begins with the words. Nothing is guessed between two units.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from rules.thai_time import to_arabic_digits

BEGINNING_LETTERS: Final = 4
"""So many letters must be typed before they may stand for a longer name."""

_NOT_LETTERS: Final = re.compile("[^0-9a-z\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e46]")


def unit_meant(typed: str, units: Mapping[str, Sequence[str]]) -> str:
    """The id of the unit that is meant, "" for none or another; `units` are names by id."""
    words = _letters(typed)
    if not words:
        return ""
    names = [(_letters(name), unit) for unit, known in units.items() for name in known]
    named = [(name, unit) for name, unit in names if name]
    whole = {unit for name, unit in named if name == words}
    if whole:
        return _only(whole)
    begun_with = [pair for pair in named if _begins(words, pair[0])]
    if begun_with:
        longest = max(len(name) for name, _unit in begun_with)
        return _only({unit for name, unit in begun_with if len(name) == longest})
    if len(words) < BEGINNING_LETTERS:
        return ""
    return _only({unit for name, unit in named if _begins(name, words)})


def _begins(longer: str, shorter: str) -> bool:
    """Whether one begins with the other, and no number is cut in two."""
    cut = longer[len(shorter) - 1 : len(shorter) + 1]
    return longer.startswith(shorter) and not (len(cut) == 2 and cut.isdigit())


def _only(units: set[str]) -> str:
    return next(iter(units)) if len(units) == 1 else ""


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFC", to_arabic_digits(text)).casefold()
    # Sara am is written in one piece or in two.
    return _NOT_LETTERS.sub("", plain.replace("\u0e4d\u0e32", "\u0e33"))
