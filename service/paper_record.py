"""A paper as it is sealed in its case, and as it is printed again.

A reporter who chose to be named may take the name back. So the name is never kept here: a mark
stands in its place, and is replaced each time by the name as the case holds it on that day.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from rules.official_paper import OfficialPaper, Piece
from rules.paper_kinds import LAYOUT_OF, PaperKind, SecrecyGrade
from rules.thai_time import long_date, to_arabic_digits
from rules.words.case_papers import PAPERS, RECORDED, REPORTER, SECRECY

FORM: Final = "paper/1"
REPORTER_MARK: Final = "\ue000"
"""Where the reporter's name stands; a character that no keyboard has."""

_TEXTS: Final = (
    "agency", "subject", "title", "document_no", "address", "telephone", "division", "addressee",
    "closing", "signer", "signer_post",
)  # fmt: skip
_LISTS: Final = ("references", "enclosures")
_LEAST_LETTERS: Final = 4


@dataclass(frozen=True)
class MadePaper:
    """A paper of which a record stands in the case, as a list names it; `seq` is its event's."""

    seq: int
    kind: PaperKind
    document_no: str
    day: date | None
    secrecy: SecrecyGrade
    copies: int
    made_on: date
    by: str

    @property
    def title(self) -> str:
        """What kind of paper it is, in Thai."""
        return PAPERS[self.kind.value].th

    @property
    def grade(self) -> str:
        """Its secrecy grade in Thai; "" for none."""
        return "" if self.secrecy is SecrecyGrade.NONE else SECRECY[self.secrecy.value].th


@dataclass(frozen=True)
class Issued:
    """A paper that is being made: the paper, its kind, and from which text it was made."""

    kind: PaperKind
    paper: OfficialPaper = field(repr=False)
    template_version: int
    own_text: bool


def paper_record(issued: Issued, reporter_name: str) -> dict[str, Any]:
    """What is sealed; its "text" is what the case's notes tell of it, and names nobody."""
    paper = issued.paper
    marked = with_words(paper, lambda words: _marked(words, reporter_name))
    return {
        "form": FORM,
        "kind": issued.kind.value,
        "day": paper.day.isoformat() if paper.day else "",
        "secrecy": paper.secrecy.value,
        "copies": paper.copies,
        "thai_digits": paper.thai_digits,
        "template_version": issued.template_version,
        "own_text": issued.own_text,
        "emblem": paper.emblem is not None,
        "ledger_address": paper.ledger_address,
        **{name: getattr(marked, name) for name in _TEXTS},
        **{name: list(getattr(marked, name)) for name in _LISTS},
        "body": [_piece_record(piece) for piece in marked.body],
        "text": _told(issued),
    }


def paper_of(record: Mapping[str, Any], reporter_name: str, emblem: bytes | None) -> OfficialPaper:
    """The paper of a record, with the reporter's name as the case holds it now."""
    texts: dict[str, Any] = {name: record[name] for name in _TEXTS}
    texts |= {name: tuple(record[name]) for name in _LISTS}
    stored = OfficialPaper(
        layout=LAYOUT_OF[PaperKind(record["kind"])],
        day=date.fromisoformat(record["day"]) if record["day"] else None,
        secrecy=SecrecyGrade(record["secrecy"]),
        copies=record["copies"],
        thai_digits=record["thai_digits"],
        emblem=emblem if record["emblem"] else None,
        ledger_address=record["ledger_address"],
        body=tuple(_piece(one) for one in record["body"]),
        **texts,
    )
    name = to_arabic_digits(reporter_name) or REPORTER
    return with_words(stored, lambda words: words.replace(REPORTER_MARK, name))


def made_paper(record: Mapping[str, Any], seq: int, made_on: date, by: str) -> MadePaper:
    """One line of the list of papers that were made."""
    return MadePaper(
        seq=seq,
        kind=PaperKind(record["kind"]),
        document_no=record["document_no"],
        day=date.fromisoformat(record["day"]) if record["day"] else None,
        secrecy=SecrecyGrade(record["secrecy"]),
        copies=record["copies"],
        made_on=made_on,
        by=by,
    )


def with_words(paper: OfficialPaper, change: Callable[[str], str]) -> OfficialPaper:
    """The paper with every text on it changed alike."""
    changed: dict[str, Any] = {name: change(getattr(paper, name)) for name in _TEXTS}
    changed |= {name: _each(getattr(paper, name), change) for name in _LISTS}
    changed["body"] = tuple(
        Piece(one.kind, change(one.words), tuple(_each(row, change) for row in one.rows))
        for one in paper.body
    )
    return replace(paper, **changed)


def _each(texts: Iterable[str], change: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(change(text) for text in texts)


def _marked(words: str, reporter_name: str) -> str:
    """The words with a mark for the name; a short one may be a part of other words, and stays."""
    # Papers hold Arabic digits, whatever the reporter typed in a name.
    name = to_arabic_digits(reporter_name)
    return words.replace(name, REPORTER_MARK) if len(name) >= _LEAST_LETTERS else words


def _told(issued: Issued) -> str:
    paper = issued.paper
    number, day = paper.document_no, long_date(paper.day) if paper.day else ""
    grade = "" if paper.secrecy is SecrecyGrade.NONE else SECRECY[paper.secrecy.value].th
    parts = (
        PAPERS[issued.kind.value].th,
        RECORDED["number"].format(number) if number else RECORDED["no_number"],
        RECORDED["day"].format(day) if day else RECORDED["no_day"],
        grade,
        RECORDED["copies"].format(paper.copies),
    )
    return " ".join(part for part in parts if part)


def _piece_record(piece: Piece) -> list[Any]:
    return [piece.kind, piece.words, [list(row) for row in piece.rows]]


def _piece(stored: list[Any]) -> Piece:
    kind, words, rows = stored
    return Piece(kind, words, tuple(tuple(row) for row in rows))
