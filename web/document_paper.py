"""Blocks as a calm A4 paper: what stands on a page of the site, to be printed and kept."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from rules.document import OWN, Block
from rules.words import Words
from rules.words.guideline import PAPER
from web import typeset

_TEMPLATE: Final = "document.typ"


@dataclass(frozen=True)
class Paper:
    """A document to be set: whose it is, what it is called, its parts.

    `facts` are lines under the title, `foot` says on each page who published it and when, with
    the `digest` if there is one. `mark` is a warning in a frame ("not yet published"). With an
    `address` it is printed under its label, and as a QR code.
    """

    lang: str
    owner: str
    title: str
    blocks: Sequence[Block]
    foot: str
    facts: tuple[str, ...] = ()
    digest: str = ""
    mark: str = ""
    address_label: str = ""
    address: str = ""


def document_pdf(paper: Paper) -> bytes:
    """The paper as a PDF/A of as many A4 pages as it takes."""
    return typeset.pdf(_TEMPLATE, _given(paper))


def document_pictures(paper: Paper, dpi: float = 72.0) -> list[bytes]:
    """The same pages as PNG pictures, to be looked at."""
    return typeset.pictures(_TEMPLATE, _given(paper), dpi)


@cache
def template_digest() -> str:
    """A digest of how the paper is set: what was drawn with another template is drawn again."""
    return hashlib.sha256((typeset.ROOM / _TEMPLATE).read_bytes()).hexdigest()


def _given(paper: Paper) -> dict[str, Any]:
    return {
        "lang": paper.lang,
        "owner": paper.owner,
        "title": paper.title,
        "facts": list(paper.facts),
        "foot": paper.foot,
        "own_mark": PAPER["own"].in_(paper.lang),
        "digest": paper.digest,
        "mark": paper.mark,
        "address_label": paper.address_label,
        "address": paper.address,
        "qr": typeset.qr_svg(paper.address) if paper.address else "",
        "blocks": [_block(block, paper.lang) for block in paper.blocks],
    }


def _block(block: Block, lang: str) -> dict[str, Any]:
    # What an office wrote in Thai alone is read in Thai on an English paper too.
    written = "th" if block.kind == OWN and not (block.words and block.words.en) else lang
    return {
        "kind": block.kind,
        "anchor": block.anchor,
        "lang": written,
        "words": block.words.in_(written) if block.words else "",
        "items": _in(block.items, lang),
        "head": _in(block.head, lang),
        "rows": [_in(row, lang) for row in block.rows],
    }


def _in(words: Sequence[Words], lang: str) -> list[str]:
    return [one.in_(lang) for one in words]
