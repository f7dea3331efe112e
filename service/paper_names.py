"""Whom a paper may not name, and who is not suggested for signing it."""

import re
from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from models.agency import OfficeHolderRow
from models.officer import Officer
from rules.matching import mentions, same_person
from rules.official_paper import OfficialPaper
from rules.paper_kinds import TO_REPORTER, PaperKind
from rules.thai_time import to_arabic_digits
from rules.words.case_papers import TITLES
from service.exclusions import opened_exclusions
from service.paper_material import Material
from service.unit_of_work import UnitOfWork

_LEAST_LETTERS: Final = 4
_TITLE: Final = re.compile(rf"^\s*(?:{'|'.join(map(re.escape, TITLES))})\s*")


def named_on(paper: OfficialPaper, material: Material, kind: PaperKind) -> tuple[str, ...]:
    """The keys of `words.NAMES_FOUND` for whom a letter seems to name that may name nobody.

    Signer, addressee and the office's own name stand on every letter and are not looked at. Who
    asks for their own data is often the accused: there it is the reporter who is looked for.
    """
    text = _written_on(paper)
    report, order = material.report, material.committee
    members = order.members if order else ()
    to_others = kind not in TO_REPORTER
    found = {
        "reporter": to_others and _may_mean_reporter(paper, material),
        "accused": not to_others and _has_words_of(text, report.get("accused", "")),
        "committee": any(mentions(text, name=one.name, post="") for one in members),
        "witness": _has_words_of(text, report.get("witnesses", "")),
    }
    return tuple(name for name, is_there in found.items() if is_there)


def tells_reporter(paper: OfficialPaper, material: Material) -> bool:
    """Whether a reporter whom officers know stands there by whole name, or by a way to be reached.

    A part of a name may be an ordinary word; the whole of it is none.
    """
    plain = _plain(_written_on(paper))
    known = (_plain(_TITLE.sub("", to_arabic_digits(one))) for one in material.contact.values())
    return any(len(one) >= _LEAST_LETTERS and one in plain for one in known)


def _may_mean_reporter(paper: OfficialPaper, material: Material) -> bool:
    name = material.contact.get("contact_name", "")
    if name and mentions(_written_on(paper), name=name, post=""):
        return True
    return tells_reporter(paper, material)


def _written_on(paper: OfficialPaper) -> str:
    written = (paper.subject, *paper.references, *paper.enclosures)
    text = "\n".join((*written, *(piece.words for piece in paper.body)))
    return text.replace(paper.agency, " ")


def _plain(text: str) -> str:
    """Without what stands between digits or words."""
    return re.sub(r"[\s.()\-\u2010-\u2015]", "", text.casefold())


def _has_words_of(text: str, words: str) -> bool:
    """Whether something that the reporter typed for a person stands in the text."""
    plain = "".join(text.split())
    return any(
        len(part) >= _LEAST_LETTERS and part in plain for part in _parts(to_arabic_digits(words))
    )


def _parts(words: str) -> Iterable[str]:
    """What was typed as a whole, and each word of it between spaces."""
    return ("".join(words.split()), *words.split())


def suggested_signer(work: UnitOfWork, material: Material, kind: PaperKind) -> tuple[str, str]:
    """Name and post of who would sign: the head, a memo's own writer; "" for who is kept out."""
    if kind is PaperKind.CASE_FILE:
        return "", ""
    if kind is PaperKind.MEMO:
        officer = work.session.get_one(Officer, work.officer().officer_id)
        return officer.name, officer.post
    return _head(work, material)


def suggested_superior(work: UnitOfWork, material: Material) -> str:
    """The post to which a memo goes; "" when who holds it is kept out or named in the report."""
    return _head(work, material)[1]


def _head(work: UnitOfWork, material: Material) -> tuple[str, str]:
    heads = select(OfficeHolderRow).where(OfficeHolderRow.post_kind == "head")
    row = next(iter(work.rows(heads.order_by(OfficeHolderRow.position))), None)
    return (row.name, row.post_th) if row and not _is_kept_off(work, material, row) else ("", "")


def _is_kept_off(work: UnitOfWork, material: Material, row: OfficeHolderRow) -> bool:
    excluded = opened_exclusions(work, material.keys)
    if any(same_person(row.name, name) for name in excluded.names):
        return True
    return mentions(material.report.get("accused", ""), name=row.name, post=row.post_th)
