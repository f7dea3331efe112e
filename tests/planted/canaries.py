"""The words that are hidden in the planted files, and the one that may be seen in them."""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from tests.plaintext import Needles, rare_thai_word, rare_word

LATIN, THAI = rare_word(), rare_thai_word()
VISIBLE = rare_word()
"""Stands where whoever opens the file would read or hear it; the officers' copy keeps it."""

WRITTEN = rare_word()
"""What somebody wrote into a document where a program shows it on request alone: remarks, notes,
struck out words, hidden sheets and slides. It may be the evidence; who wrote it is what must go."""

DEGREES = (16, 25, 4_211_333)
"""Where it was taken: degrees, minutes, and millionths of a tenth of a second."""
PLACE = f"16.4{DEGREES[2]}"
PLACE_PARTS = (PLACE, PLACE.encode())

NEEDLES = Needles((LATIN, THAI, PLACE))


def canary(place: str) -> str:
    """A text for one hiding place, in Latin letters; what is around it tells where it stood."""
    return f"{LATIN} {place}"


def thai_canary(place: str) -> str:
    """The same in Thai."""
    return f"{THAI} {place}"


def found_in(content: bytes) -> list[str]:
    """Every canary in these bytes: words in all their shapes, the place as numbers too."""
    numbers = [
        f"the place as a number, {order}"
        for order in "<>"
        if struct.pack(f"{order}II", DEGREES[2], 100_000) in content
    ]
    return [
        f"{name}: {around(content, text)}" for text, name in NEEDLES.in_bytes(content)
    ] + numbers


def around(content: bytes, text: str) -> str:
    """What stands behind the word, to tell where it was hidden."""
    place = content.find(text.encode())
    return repr(content[max(0, place - 30) : place + 60]) if place >= 0 else ""


@dataclass(frozen=True)
class Planted:
    """One file: what is hidden in it, the name under which it is sent, how it is made."""

    hides: str
    filename: str
    make: Callable[[], bytes]
    is_seen: bool = True
    """Whether VISIBLE stands in it."""
    has_written: bool = False
    """Whether WRITTEN does."""

    def __str__(self) -> str:
        return self.hides
