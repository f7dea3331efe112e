"""The office's own texts for its papers: every version kept, the newest one printed.

A version with no text means the text as it was shipped: going back is a version like any other,
so that nothing that was ever in use is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from models.agency import Agency
from models.officer import Officer
from models.paper import PaperTemplate
from rules.paper_kinds import WITH_TEMPLATE, PaperKind
from rules.paper_marks import tidy
from rules.paper_text import TemplateBroken, TemplateProblem, parse
from rules.permissions import Permission
from rules.words.paper_templates import SHIPPED
from service.errors import InvalidInput, NotAllowed, NotFound
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

EDITORS: Final = (Permission.MANAGE_SETTINGS, Permission.ASSIGN_CASE)
"""Who may change how an office's papers read and look."""


class BrokenText(InvalidInput):
    """The text cannot be used; `problems` has every place, from top to bottom."""

    def __init__(self, problems: Sequence[TemplateProblem]) -> None:
        super().__init__({"text": "template_broken"})
        self.problems = tuple(problems)


@dataclass(frozen=True)
class TemplateVersion:
    """One version: 0 is the one shipped, which nobody here has changed.

    `is_shipped` also for a later version that went back to it.
    """

    kind: PaperKind
    version: int
    text: str
    is_shipped: bool
    changed_by: str
    changed_at: datetime | None


def templates(work: UnitOfWork) -> tuple[TemplateVersion, ...]:
    """The version of every paper that is in use, in the order of the kinds."""
    _may(work)
    newest = (
        select(PaperTemplate.kind, func.max(PaperTemplate.version).label("version"))
        .group_by(PaperTemplate.kind)
        .subquery()
    )
    rows = work.session.execute(
        select(PaperTemplate, Officer.name)
        .join(Officer, Officer.id == PaperTemplate.changed_by)
        .join(
            newest,
            (newest.c.kind == PaperTemplate.kind) & (newest.c.version == PaperTemplate.version),
        )
    )
    own = {row.kind: _version(row, name) for row, name in rows}
    return tuple(own.get(kind.value, _shipped(kind)) for kind in WITH_TEMPLATE)


def template_of(work: UnitOfWork, kind: PaperKind) -> tuple[str, int]:
    """The text in use for that paper and its version; version 0 is the text as shipped."""
    row = _newest(work, kind)
    if row is None or not row.content:
        return SHIPPED[kind.value], 0
    return row.content, row.version


def history(work: UnitOfWork, kind: PaperKind) -> tuple[TemplateVersion, ...]:
    """Every version of that paper's text, the newest first, the shipped one last."""
    _may(work)
    rows = work.session.execute(
        select(PaperTemplate, Officer.name)
        .join(Officer, Officer.id == PaperTemplate.changed_by)
        .where(PaperTemplate.kind == kind.value)
        .order_by(PaperTemplate.version.desc())
    )
    return (*(_version(row, name) for row, name in rows), _shipped(kind))


def save_template(work: UnitOfWork, kind: PaperKind, text: str, seen: int | None = None) -> int:
    """The number of the version in use now; a text that changes nothing makes no new one.

    `seen` is the newest number when the officer began. InvalidInput for `text` when somebody
    else has saved since, BrokenText naming every place that must be mended.
    """
    _may(work)
    kept = tidy(text) + "\n"
    try:
        parse(kept, kind)
    except TemplateBroken as broken:
        raise BrokenText(broken.problems) from None
    return _append(work, kind, "" if kept == SHIPPED[kind.value] else kept, seen)


def back_to_shipped(work: UnitOfWork, kind: PaperKind, seen: int | None = None) -> int:
    """The number of the version that uses the shipped text again; 0 when none was changed."""
    _may(work)
    return _append(work, kind, "", seen)


def back_to_version(
    work: UnitOfWork, kind: PaperKind, version: int, seen: int | None = None
) -> int:
    """The number of a new version with the text of that older one; 0 means the shipped text.

    NotFound when there is no such version.
    BrokenText when the older text does not fit the fields that papers have today.
    """
    if version == 0:
        return back_to_shipped(work, kind, seen)
    _may(work)
    row = work.one(PaperTemplate, kind=kind.value, version=version)
    if row is None:
        raise NotFound
    return save_template(work, kind, row.content or SHIPPED[kind.value], seen)


def check_text(work: UnitOfWork, kind: PaperKind, text: str) -> None:
    """Nothing for a text that could be saved; BrokenText for any other."""
    _may(work)
    try:
        parse(text, kind)
    except TemplateBroken as broken:
        raise BrokenText(broken.problems) from None


def problems_in(text: str, kind: PaperKind) -> tuple[TemplateProblem, ...]:
    """What is wrong with a text; empty when it can be printed."""
    try:
        parse(text, kind)
    except TemplateBroken as broken:
        return broken.problems
    return ()


def _append(work: UnitOfWork, kind: PaperKind, content: str, seen: int | None) -> int:
    # Two who save at once must not both take the next number.
    work.session.execute(select(Agency.id).where(Agency.id == work.agency_id).with_for_update())
    newest = _newest(work, kind)
    number, standing = (newest.version, newest.content) if newest else (0, "")
    if seen is not None and seen != number:
        raise InvalidInput({"text": "template_changed"})
    if content == standing:
        return number
    work.session.add(
        PaperTemplate(
            id=new_id(),
            agency_id=work.agency_id,
            kind=kind.value,
            version=number + 1,
            content=content,
            changed_by=work.officer().officer_id,
            changed_at=work.now,
        )
    )
    work.session.flush()
    return number + 1


def _newest(work: UnitOfWork, kind: PaperKind) -> PaperTemplate | None:
    return work.session.scalars(
        select(PaperTemplate)
        .where(PaperTemplate.kind == kind.value)
        .order_by(PaperTemplate.version.desc())
        .limit(1)
    ).one_or_none()


def _version(row: PaperTemplate, name: str) -> TemplateVersion:
    kind = PaperKind(row.kind)
    return TemplateVersion(
        kind, row.version, row.content or SHIPPED[kind.value], not row.content, name, row.changed_at
    )


def _shipped(kind: PaperKind) -> TemplateVersion:
    return TemplateVersion(kind, 0, SHIPPED[kind.value], True, "", None)


def _may(work: UnitOfWork) -> None:
    officer = work.officer()
    if not any(officer.may(one) for one in EDITORS):
        raise NotAllowed
