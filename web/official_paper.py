"""Official papers drawn: letters, memos, orders and case files, as PDF/A or as pictures.

A piece of kind `item` whose words hold tabs stands in columns, such as name, post and duty of a
committee's members. A case file's index is made here, of its headings.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from rules.official_paper import ITEM, PARAGRAPH, TABLE, OfficialPaper, Piece
from rules.thai_time import MONTHS_TH, buddhist_year
from web import typeset
from web.paper_words import MISSING, shown

_TEMPLATE: Final = "official.typ"
_COLUMNS: Final = "columns"
_NARROW: Final = (
    "agency", "title", "document_no", "address", "telephone", "division", "closing", "signer",
    "signer_post",
)  # fmt: skip
_WIDE: Final = ("subject", "addressee")
_IN_COLUMN: Final = 18
"""After so many letters a word of no Thai is broken where a line is short."""

_IN_COLUMNS: Final = 60
"""As many letters of no Thai word as fit beside one another in all columns together."""


def paper_pdf(paper: OfficialPaper | Sequence[OfficialPaper]) -> bytes:
    """One PDF/A-2b of the papers in their order; each begins a page and counts its own pages."""
    return typeset.pdf(_TEMPLATE, paper_given(paper))


def paper_pictures(
    paper: OfficialPaper | Sequence[OfficialPaper], dpi: float = 72.0
) -> list[bytes]:
    """The same pages as PNG pictures, to be looked at."""
    return typeset.pictures(_TEMPLATE, paper_given(paper), dpi)


def paper_given(paper: OfficialPaper | Sequence[OfficialPaper]) -> dict[str, Any]:
    """All that the papers say, as the template is given it; none at all raises ValueError."""
    papers = [paper] if isinstance(paper, OfficialPaper) else list(paper)
    if not papers:
        raise ValueError("no paper to draw")
    # Copies bear one emblem: it is given once.
    emblems = list(dict.fromkeys(one.emblem for one in papers if one.emblem))
    return {
        "title": shown(papers[0].title or papers[0].subject),
        "agency": shown(papers[0].agency),
        "emblems": [list(emblem) for emblem in emblems],
        "papers": [_with_missing(_one(paper, emblems)) for paper in papers],
    }


def _one(paper: OfficialPaper, emblems: list[bytes]) -> dict[str, Any]:
    narrow = {name: shown(getattr(paper, name).strip(), _IN_COLUMN) for name in _NARROW}
    wide = {name: shown(getattr(paper, name).strip()) for name in _WIDE}
    return (
        narrow
        | wide
        | {
            "layout": paper.layout.value,
            "day": _day(paper.day) if paper.day else None,
            "secrecy": paper.secrecy.value,
            "copy_number": paper.copy_number,
            "copies": paper.copies,
            "thai": paper.thai_digits,
            "references": [shown(one) for one in paper.references],
            "enclosures": [shown(one) for one in paper.enclosures],
            "body": _pieces(paper.body),
            "emblem": emblems.index(paper.emblem) if paper.emblem else -1,
            "ledger": bool(paper.ledger_address),
        }
    )


def _day(day: date) -> Mapping[str, str]:
    month = MONTHS_TH[day.month - 1]
    return {"day": str(day.day), "month": month, "year": str(buddhist_year(day))}


def _pieces(body: Sequence[Piece]) -> list[dict[str, Any]]:
    """The pieces; items in columns that follow one another share their columns."""
    given: list[dict[str, Any]] = []
    for piece in body:
        one = _piece(piece)
        last = given[-1] if given else None
        if last and one["kind"] == last["kind"] == _COLUMNS and _as_wide(one, last):
            last["rows"] += one["rows"]
        else:
            given.append(one)
    return given


def _as_wide(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return len(one["rows"][0]) == len(other["rows"][0])


def _piece(piece: Piece) -> dict[str, Any]:
    if piece.kind == ITEM and "\t" in piece.words:
        return {"kind": _COLUMNS, "words": "", "rows": [_cells(piece.words.split("\t"))]}
    rows = [_cells(row) for row in piece.rows if row]
    kind = PARAGRAPH if piece.kind == TABLE and not rows else piece.kind
    return {"kind": kind, "words": shown(piece.words.strip()), "rows": rows}


def _cells(row: Sequence[str]) -> list[str]:
    longest = min(_IN_COLUMN, max(8, _IN_COLUMNS // len(row)))
    return [shown(cell.strip(), longest) for cell in row]


def _with_missing(given: dict[str, Any]) -> dict[str, Any]:
    """The same, and whether letters without a shape are in it: the paper then says so."""
    return {**given, "missing": MISSING in repr(given)}
