"""An official paper as data: everything that is printed, and nothing that is not."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rules.paper_kinds import Layout, SecrecyGrade

PARAGRAPH: Final = "paragraph"
HEADING: Final = "heading"
ITEM: Final = "item"
TABLE: Final = "table"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a paper's body; `kind` is one of the four above.

    A heading stands at the left margin's indent in bold, an item is a numbered or lettered point
    as its own words say (nothing is numbered here), a paragraph is indented at its first line. A
    table has `rows` of equal length, the first of them its head; `words` is then its title.
    """

    kind: str
    words: str = field(default="", repr=False)
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """One paper, ready to be drawn.

    Digits are Arabic throughout; whoever draws turns them where `thai_digits` says so. Empty
    strings leave a dotted line where the layout has one, otherwise nothing. `title` is what an
    order or a case file is headed with; letters and memos have their subject. `copy_number` of
    `copies` is printed where there is a secrecy grade and `copies` is not 0. `emblem` is PNG.
    """

    layout: Layout
    agency: str
    subject: str = field(repr=False)
    day: date | None
    title: str = ""
    secrecy: SecrecyGrade = SecrecyGrade.NONE
    copy_number: int = 0
    copies: int = 0
    thai_digits: bool = True
    document_no: str = ""
    address: str = ""
    telephone: str = ""
    division: str = ""
    addressee: str = field(default="", repr=False)
    references: tuple[str, ...] = field(default=(), repr=False)
    enclosures: tuple[str, ...] = field(default=(), repr=False)
    body: tuple[Piece, ...] = field(default=(), repr=False)
    closing: str = ""
    signer: str = ""
    signer_post: str = ""
    emblem: bytes | None = field(default=None, repr=False)
    ledger_address: str = ""
    """What a QR of the public ledger will lead to; while it is "", its room stays empty."""
