"""How alike two reports are, from 0 to 1, without a dictionary and without an order of words.

Thai is written without spaces between words, so texts are compared by their trigrams: every three
letters that follow one another. Two reports of one matter share many of them even when one says
"ผอ.กองช่าง" and the other "ผู้อำนวยการกองช่าง", and a slip of the pen costs only three. Letters are
made alike first: both kinds of digits, capital and small letters, tone marks left out, spaces and
signs left out.

Four fields are weighed: who it is about most, then what it is called, where it happened, and how
the telling begins. A field that both have is compared with the other's (Dice: twice what they
share, divided by what they have together). A field that only one has is looked for in the whole
text of the other, and counts half: people write the name into the story when they leave the box
empty. What neither has does not count. The score only puts suggestions in order: people decide.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.thai_time import to_arabic_digits

WORTH_A_LOOK: Final = 0.25
"""The score from which a case is shown as perhaps being about the same matter."""

NARRATIVE_LETTERS: Final = 600
"""How much of a telling is compared: its beginning says what it is about."""

_WEIGHTS: Final[Mapping[str, float]] = {
    "accused": 3.0,
    "subject": 2.0,
    "place": 2.0,
    "narrative": 3.0,
}
_FOUND_ELSEWHERE: Final = 0.5
_TONES: Final = re.compile("[\u0e48-\u0e4b]")
_NOT_LETTERS: Final = re.compile("[^0-9a-z\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e46]")

Trigrams = frozenset[str]
_NOTHING: Final[Trigrams] = frozenset()


@dataclass(frozen=True, slots=True)
class Shape:
    """A report as it is compared: the trigrams of each field that has any, and of all together."""

    fields: Mapping[str, Trigrams]
    whole: Trigrams


def shape_of(report: Mapping[str, str]) -> Shape:
    """The shape of a report's words by field name; unknown fields are passed over."""
    fields = {name: trigrams(report.get(name, "")[:NARRATIVE_LETTERS]) for name in _WEIGHTS}
    return Shape(
        {name: found for name, found in fields.items() if found},
        frozenset().union(*fields.values()),
    )


def likeness(first: Shape, second: Shape) -> float:
    """How alike two reports are, from 0 to 1; the same whichever comes first."""
    together = weighed = 0.0
    for name, weight in _WEIGHTS.items():
        one, other = first.fields.get(name, _NOTHING), second.fields.get(name, _NOTHING)
        if one and other:
            together += weight * _dice(one, other)
            weighed += weight
        elif one or other:
            whole = second.whole if one else first.whole
            together += weight * _FOUND_ELSEWHERE * _found_in(one or other, whole)
            weighed += weight * _FOUND_ELSEWHERE
    return together / weighed if weighed else 0.0


def trigrams(text: str) -> Trigrams:
    """Every three letters that follow one another; a text of one or two letters is one piece."""
    letters = _letters(text)
    if len(letters) < 3:
        return frozenset({letters} if letters else ())
    return frozenset(letters[at : at + 3] for at in range(len(letters) - 2))


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFC", to_arabic_digits(text)).casefold()
    # Sara am is written in one piece or in two, with the tone between them or before.
    return _NOT_LETTERS.sub("", _TONES.sub("", plain).replace("\u0e4d\u0e32", "\u0e33"))


def _dice(one: Trigrams, other: Trigrams) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _found_in(part: Trigrams, whole: Trigrams) -> float:
    return len(part & whole) / len(part)
