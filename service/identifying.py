"""What a reporter is about to send that may tell who it is: pointed out, never kept or refused."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from crypto.tracking_code import has_right_check_digit, has_right_length, normalise
from rules.personal_marks import TRACKING_CODE, Mark, like_tracking_codes, marked_words
from rules.states import IdentityMode

SHOWN_MOST: Final = 12


class Detail(NamedTuple):
    """One thing found: what it may be, the words as typed, the box in which they stand."""

    kind: str
    words: str
    box: str


def identifying_details(texts: Mapping[str, str], mode: str = "") -> tuple[Detail, ...]:
    """What stands in these texts, by their boxes; of somebody who is named, codes alone.

    A code of one's own opens one's own page, so nobody is meant to write it to an officer.
    """
    found = (Detail(mark.kind, mark.words, box) for box in texts for mark in _marks(texts[box]))
    of_interest = (one for one in found if one.kind == TRACKING_CODE or mode != IdentityMode.NAMED)
    return tuple(dict.fromkeys(of_interest))[:SHOWN_MOST]


def _marks(text: str) -> Iterator[Mark]:
    for typed in like_tracking_codes(text):
        digits = normalise("".join(mark for mark in typed if mark != "."))
        if has_right_length(digits) and has_right_check_digit(digits):
            yield Mark(TRACKING_CODE, typed)
    yield from marked_words(text)
