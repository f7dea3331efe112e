"""Words as a paper can show them: every letter has a shape, and every line can be broken.

PDF/A refuses a letter that no font has. Such letters become one mark, and the paper says so.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

MISSING: Final = "\ufffd"
"""What stands for letters that have no shape."""

LONGEST: Final = 30
"""So many letters of no Thai word fit on every line of a paper's whole width."""

IN_ADDRESS: Final = 56
"""So many letters of an address do: most of them are narrow."""

_SHAPES: Final = (
    r"\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u0377\u0391-\u03a1\u03a3-\u03c9\u0400-\u04ff"
    r"\u0e01-\u0e3a\u0e3f-\u0e5b\u1e00-\u1eff\u2000-\u200b\u2010-\u2027\u2030-\u2040"
    r"\u2070\u2074-\u208e\u20a0-\u20c0\u2116\u2122\u2150-\u2151\u2153-\u215e\u2190-\u21ff\u2200-\u22ff"
    r"\u2500-\u25ff\u2600-\u2606\u2610-\u2612\u2713-\u2714\u2717-\u2718\ufffd"
)
_WITHOUT_SHAPE: Final = re.compile(f"[^{_SHAPES}]+")
_LINE_ENDS: Final = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")
_MARK: Final = r"[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
# More marks than any word has would be drawn over the lines above.
_TOO_MANY_MARKS: Final = re.compile(f"({_MARK}{{3}}){_MARK}+")
_OVER_AND_OVER: Final = r"(?P<part>[^\s\u200b]{1,4}?)(?P=part){%d}(?=(?P=part))"
# An address is copied off the file, so it is left whole while it fits a line.
_ADDRESS: Final = r"(?:https?://|www\.)\S+"
# A row of dots is to be written on, so it stays one row while it fits a line.
_DOTS: Final = r"(?P<dots>\.{4,%d}|\u2026{4,%d}|_{4,%d})"
_PART: Final = r"\S{%d}(?=\S)"
_THAI: Final = r"[\u0e01-\u0e2e]{40}(?=[\u0e01-\u0e2e])"
_FOREIGN: Final = r"[^\s\u0e00-\u0e7f\u200b]{%d}(?=[^\s\u0e00-\u0e7f\u200b])"
_BREAK: Final = "\u200b"
_ENDED: Final = r"\g<0>" + _BREAK


def printable(value: Any) -> Any:
    """The same value, in which no string holds a letter that PDF/A would be refused for."""
    if isinstance(value, str):
        return _WITHOUT_SHAPE.sub(MISSING, "".join(filter(_is_printed, value)))
    if isinstance(value, Mapping):
        return {name: printable(one) for name, one in value.items()}
    return [printable(one) for one in value] if isinstance(value, list | tuple) else value


def shown(text: str, longest: int = LONGEST) -> str:
    """The text as it can be printed: no letter without a shape, no mark without end.

    A line may be broken after `longest` letters of no Thai word, and inside what no word is.
    """
    lines = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    kept = "".join(filter(_is_printed, lines))
    with_shapes = _WITHOUT_SHAPE.sub(MISSING, kept)
    return _with_breaks(_TOO_MANY_MARKS.sub(r"\1", with_shapes), longest)


def _is_printed(letter: str) -> bool:
    return letter in ("\n", _BREAK) or _is_seen(letter)


def _is_seen(letter: str) -> bool:
    """Whether it is a letter at all, and no order to the reader such as a turn of direction."""
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs")


def _with_breaks(text: str, longest: int) -> str:
    address, other, dots = _unbroken(longest)

    def broken(found: re.Match[str]) -> str:
        if found["address"]:
            return address.sub(_ENDED, found[0])
        whole = found["dots"] and len(found[0]) < dots and found[0][0] == "."
        return found[0] if whole else found[0] + _BREAK

    return other.sub(broken, text)


@cache
def _unbroken(longest: int) -> tuple[re.Pattern[str], re.Pattern[str], int]:
    """What ends a line inside an address, what else no line is broken in, the longest dots."""
    in_address, dots = (IN_ADDRESS, 3 * longest) if longest == LONGEST else (longest, longest)
    parts = (
        f"(?P<address>{_ADDRESS})",
        _DOTS % (dots, longest // 2, longest),
        _OVER_AND_OVER % max(3, longest // 5),
        _THAI,
        _FOREIGN % longest,
    )
    return re.compile(_PART % in_address), re.compile("|".join(parts)), dots
