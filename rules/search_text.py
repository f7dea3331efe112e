"""Words made alike before they are looked for, so that two ways of typing one word are one word.

Thai digits become 0-9, letters lose their case, marks without width go, and what keyboards let
people type in two ways is written in one: sara am in two pieces, sara ae as two sara e, a tone
before the vowel that belongs under it. Thai has no blanks between words and people put them
anywhere, so blanks beside a Thai letter go too, all but those between two figures or two Latin
words: what was typed without blanks is then found in a text with them, and the other way round.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from rules.thai_time import to_arabic_digits

BETWEEN_TEXTS: Final = "\n"
"""Between the texts of one case, so that no word begins in one and ends in the next."""

_WITHOUT_WIDTH: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TONE: Final = "[\u0e48-\u0e4b]"
# Nikhahit and sara aa, with the tone before, between or after them, are sara am after its tone.
_SARA_AM: Final = re.compile(f"\u0e4d({_TONE}*)\u0e32")
_TONE_AFTER_SARA_AM: Final = re.compile("\u0e33+[\u0e48-\u0e4b][\u0e33\u0e48-\u0e4b]*")
_VOWEL: Final = "\u0e31\u0e34-\u0e39"
_ABOVE_AND_BELOW: Final = re.compile(f"{_TONE}+[{_VOWEL}][{_VOWEL}\u0e48-\u0e4b]*")
_THAI: Final = "[\u0e01-\u0e4e]"
_RECEIPT_NO: Final = re.compile("[0-9]+/[0-9]{4}")
_BLANK_BY_THAI: Final = re.compile(f"(?<={_THAI})\\s+(?=[0-9]|{_THAI})|(?<=[0-9])\\s+(?={_THAI})")


def alike(text: str) -> str:
    """The text as it is compared, on one line, with one blank where there was white space."""
    plain = _WITHOUT_WIDTH.sub("", to_arabic_digits(text))
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", plain).casefold())
    plain = plain.replace("\u0e40\u0e40", "\u0e41")
    plain = _TONE_AFTER_SARA_AM.sub(_tones_first, _SARA_AM.sub("\\1\u0e33", plain))
    return " ".join(_ABOVE_AND_BELOW.sub(_vowels_first, plain).split())


def _tones_first(found: re.Match[str]) -> str:
    return "".join(sorted(found[0], key=_is_tone, reverse=True))


def _vowels_first(found: re.Match[str]) -> str:
    return "".join(sorted(found[0], key=_is_tone))


def _is_tone(letter: str) -> bool:
    return "\u0e48" <= letter <= "\u0e4b"


def searchable(texts: Iterable[str]) -> str:
    """The texts of a case as they are kept to be searched, each text once."""
    made = dict.fromkeys(_BLANK_BY_THAI.sub("", alike(text)) for text in texts)
    return BETWEEN_TEXTS.join(text for text in made if text)


def terms_of(typed: str) -> tuple[str, ...]:
    """What is looked for: the pieces between the blanks of what was typed, each once."""
    return tuple(dict.fromkeys(alike(typed).split()))


def is_found(terms: Iterable[str], text: str) -> bool:
    """Whether every term stands somewhere in a searchable text.

    What looks like a receipt number is one: 4/2570 is not found in 14/2570.
    """
    return all(_stands_in(term, text) for term in terms)


def _stands_in(term: str, text: str) -> bool:
    if not _RECEIPT_NO.fullmatch(term):
        return term in text
    return re.search(f"(?<![0-9]){re.escape(term)}(?![0-9])", text) is not None
