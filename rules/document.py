"""A page as data: blocks that are drawn alike as HTML, as PDF and in what was frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rules.tables import words_from, words_record
from rules.words import Words

HEADING: Final = "heading"
TEXT: Final = "text"
LIST: Final = "list"
STEPS: Final = "steps"
TABLE: Final = "table"
OWN: Final = "own"
KINDS: Final = (HEADING, TEXT, LIST, STEPS, TABLE, OWN)


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a page.

    `heading` and `text` have `words`; `list` and `steps` (numbered) have `items`; `table` has
    `head` and `rows`, its first column naming the line; `own` is a paragraph of the office's own
    in `words`. A heading with an `anchor` begins a section: that is its stable name in addresses
    and in what was frozen; one without begins a part of a section. Any other block's anchor only
    says to which section it belongs, "" where nobody asks.
    """

    kind: str
    words: Words | None = None
    items: tuple[Words, ...] = ()
    head: tuple[Words, ...] = ()
    rows: tuple[tuple[Words, ...], ...] = ()
    anchor: str = ""


def section(blocks: Sequence[Block], anchor: str) -> tuple[Block, ...]:
    """The blocks of one section, its heading first; none where there is no such section."""
    found: list[Block] = []
    for block in blocks:
        if block.kind == HEADING and block.anchor:
            if found:
                break
            found = [block] if block.anchor == anchor else []
        elif found:
            found.append(block)
    return tuple(found)


def blocks_record(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """The blocks for a canonical record."""
    return [
        {
            "kind": block.kind,
            "anchor": block.anchor,
            "words": None if block.words is None else words_record(block.words),
            "items": [words_record(item) for item in block.items],
            "head": [words_record(cell) for cell in block.head],
            "rows": [[words_record(cell) for cell in row] for row in block.rows],
        }
        for block in blocks
    ]


def blocks_from(records: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """The blocks of a record."""
    return tuple(
        Block(
            kind=one["kind"],
            anchor=one["anchor"],
            words=None if one["words"] is None else words_from(one["words"]),
            items=tuple(words_from(item) for item in one["items"]),
            head=tuple(words_from(cell) for cell in one["head"]),
            rows=tuple(tuple(words_from(cell) for cell in row) for row in one["rows"]),
        )
        for one in records
    )
