"""The signs in a paper's text: what a line is, and what stands alone in it."""

import re
from collections.abc import Sequence
from typing import Final

from rules.official_paper import HEADING, ITEM, PARAGRAPH
from rules.paper_fields import Field
from rules.thai_time import to_arabic_digits

_CONTROLS: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_ITEM: Final = re.compile(r"(?:-|[0-9๐-๙]{1,2}\.)[ \u00a0]+\S")
_MARKED_LIST: Final = re.compile(r"(-|[0-9๐-๙]{1,2}\.)[ \u00a0]+")

Line = tuple[str | Field, ...]
"""Words as they were typed, with the fields between them."""


def tidy(text: str) -> str:
    """The text as it is kept: lines end alike, nothing unseen, no blanks at the ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [_CONTROLS.sub(" ", line).rstrip() for line in plain.split("\n")]
    return "\n".join(lines).rstrip("\n")


def tidy_cells(words: str) -> str:
    """The same for words in columns, with the tabs that part them."""
    return "\t".join(map(tidy, words.split("\t")))


def indent_of(line: str) -> int:
    """How many blanks the line begins with."""
    return len(line) - len(line.lstrip())


def kind_of(line: str) -> str:
    """What a line of the body begins, told by its first signs."""
    if line.startswith("# "):
        return HEADING
    return ITEM if _ITEM.match(line) else PARAGRAPH


def trimmed(read: Sequence[str | Field]) -> Line:
    """The parts without empty ones, and without blanks at either end."""
    parts = [one for one in read if one != ""]
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(one for one in parts if one != "")


def lone_list(line: Line) -> Field | None:
    """The list that stands alone in the line, perhaps behind the mark of a point."""
    last = line[-1] if line else ""
    if not isinstance(last, Field) or not last.is_list or len(line) > 2:
        return None
    before = line[0] if len(line) == 2 else ""
    alone = before == "" or (isinstance(before, str) and _MARKED_LIST.fullmatch(before))
    return last if alone else None


def marked(mark: str, place: int) -> str:
    """The mark of that point: numbers count on from the first, a dash stays a dash."""
    if not mark:
        return ""
    number = to_arabic_digits(mark.strip()).rstrip(".")
    return f"{int(number) + place}. " if number.isdecimal() else "- "
