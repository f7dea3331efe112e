"""The office's own paragraphs in its guideline: written to be published, and so not sealed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from models.agency import Agency
from models.disclosure import OwnParagraph
from rules.guideline_blocks import ANCHORS
from rules.limits import LONG_TEXT_LENGTH
from rules.permissions import Permission
from rules.personal_marks import personal_marks
from rules.words import Words
from service.errors import InvalidInput, NotAllowed, NotFound
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

MOST_IN_A_SECTION: Final = 5
_FIELDS: Final = ("text_th", "text_en")
_CONTROLS: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_WIDE_GAPS: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, in the part of the guideline whose anchor is `section`."""

    id: str
    section: str
    text_th: str
    text_en: str

    @property
    def words(self) -> Words:
        """Its words; the English is empty where nobody has written any."""
        return Words(self.text_th, self.text_en)


def own_paragraphs(work: UnitOfWork) -> tuple[Paragraph, ...]:
    """Every paragraph, section by section in the office's order."""
    rows = work.rows(select(OwnParagraph).order_by(OwnParagraph.position, OwnParagraph.id))
    listed = [_paragraph(row) for row in rows if row.section in ANCHORS]
    return tuple(sorted(listed, key=lambda one: ANCHORS.index(one.section)))


def own_words(work: UnitOfWork) -> Mapping[str, tuple[Words, ...]]:
    """The words of the paragraphs by their section."""
    listed = own_paragraphs(work)
    return {
        section: tuple(one.words for one in listed if one.section == section) for section in ANCHORS
    }


def one_paragraph(work: UnitOfWork, paragraph_id: str) -> Paragraph:
    """One paragraph, to be changed; NotFound when there is none."""
    _may(work)
    return _paragraph(_row(work, paragraph_id))


def add_paragraph(work: UnitOfWork, section: str, typed: Mapping[str, str]) -> str:
    """The id of a new paragraph at the end of its section.

    NotFound for a section that is none; InvalidInput for what must be mended, and for `section`
    when it is full.
    """
    _may(work)
    if section not in ANCHORS:
        raise NotFound
    words = _words(typed)
    # Two who add at once must not both take the last place.
    work.session.execute(select(Agency.id).where(Agency.id == work.agency_id).with_for_update())
    listed = select(OwnParagraph.position).where(OwnParagraph.section == section)
    places = list(work.session.scalars(listed))
    if len(places) >= MOST_IN_A_SECTION:
        raise InvalidInput({"section": "section_full"}, limits={"section": MOST_IN_A_SECTION})
    last = work.session.scalars(select(func.max(OwnParagraph.position))).one() or 0
    row = OwnParagraph(
        id=new_id(),
        agency_id=work.agency_id,
        section=section,
        position=last + 1,
        text_th=words.th,
        text_en=words.en,
    )
    work.session.add(row)
    work.session.flush()
    return row.id.hex()


def change_paragraph(work: UnitOfWork, paragraph_id: str, typed: Mapping[str, str]) -> None:
    """Other words in the same place; NotFound, and InvalidInput for what must be mended."""
    _may(work)
    row = _row(work, paragraph_id)
    row.text_th, row.text_en = _words(typed)


def remove_paragraph(work: UnitOfWork, paragraph_id: str) -> None:
    """Take a paragraph out; versions that were published keep it. NotFound when there is none."""
    _may(work)
    work.session.delete(_row(work, paragraph_id))


def _words(typed: Mapping[str, str]) -> Words:
    texts = {name: _tidy(typed.get(name, "")) for name in _FIELDS}
    problems: dict[str, str] = {} if texts["text_th"] else {"text_th": "required"}
    for name, text in texts.items():
        if len(text) > LONG_TEXT_LENGTH:
            problems[name] = "too_long"
        elif personal_marks(text):
            problems[name] = "personal_mark"
    if problems:
        raise InvalidInput(problems, limits=dict.fromkeys(_FIELDS, LONG_TEXT_LENGTH))
    return Words(texts["text_th"], texts["text_en"])


def _tidy(typed: str) -> str:
    plain = typed.replace("\r\n", "\n").replace("\r", "\n")
    lines = (line.strip() for line in _CONTROLS.sub(" ", plain).split("\n"))
    return _WIDE_GAPS.sub("\n\n", "\n".join(lines)).strip()


def _may(work: UnitOfWork) -> None:
    if not work.officer().may(Permission.PUBLISH):
        raise NotAllowed


def _row(work: UnitOfWork, paragraph_id: str) -> OwnParagraph:
    try:
        row: OwnParagraph | None = work.one(OwnParagraph, id=bytes.fromhex(paragraph_id))
    except ValueError:
        raise NotFound from None
    if row is None:
        raise NotFound
    return row


def _paragraph(row: OwnParagraph) -> Paragraph:
    return Paragraph(row.id.hex(), row.section, row.text_th, row.text_en)
