"""The desk's pages on which the office writes its own paragraphs of the guideline."""

from collections.abc import Callable

from flask import Response, url_for
from werkzeug.datastructures import MultiDict

from rules.guideline_blocks import ANCHORS
from rules.limits import LONG_TEXT_LENGTH
from rules.permissions import Permission
from rules.words.guideline import GUIDELINE_HEADINGS
from service.errors import InvalidInput, NotFound
from service.own_paragraphs import (
    add_paragraph,
    change_paragraph,
    one_paragraph,
    remove_paragraph,
)
from service.unit_of_work import UnitOfWork
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.pages import page

Typed = MultiDict[str, str]


def _redraw_new(typed: Typed, section: str) -> Response:
    return _draw(section, "", typed, renewed=True)


def _redraw_old(typed: Typed, paragraph_id: str) -> Response:
    return _draw(_section_of(paragraph_id), paragraph_id, typed, renewed=True)


@pages.get("/disclosure/guideline/sections/<section>/paragraph")
@officer_view(Permission.PUBLISH)
def new_paragraph(section: str) -> Response:
    """An empty form for a paragraph at the end of a section."""
    return _draw(section, "", MultiDict())


@pages.post("/disclosure/guideline/sections/<section>/paragraph")
@officer_view(Permission.PUBLISH, redraw=_redraw_new)
def add_own_paragraph(section: str) -> Response:
    """The section with one paragraph more."""
    return _save(section, "", lambda opened, typed: add_paragraph(opened, section, typed))


@pages.get("/disclosure/guideline/paragraphs/<paragraph_id>")
@officer_view(Permission.PUBLISH)
def own_paragraph(paragraph_id: str) -> Response:
    """One paragraph, to be changed or taken out."""
    with work(writes=False) as opened:
        found = one_paragraph(opened, paragraph_id)
    typed = MultiDict({"text_th": found.text_th, "text_en": found.text_en})
    return _draw(found.section, found.id, typed)


@pages.post("/disclosure/guideline/paragraphs/<paragraph_id>")
@officer_view(Permission.PUBLISH, redraw=_redraw_old)
def save_own_paragraph(paragraph_id: str) -> Response:
    """The paragraph in other words."""
    return _save(
        _section_of(paragraph_id),
        paragraph_id,
        lambda opened, typed: change_paragraph(opened, paragraph_id, typed),
    )


@pages.post("/disclosure/guideline/paragraphs/<paragraph_id>/remove")
@officer_view(Permission.PUBLISH)
def remove_own_paragraph(paragraph_id: str) -> Response:
    """The guideline without that paragraph."""
    with work(writes=True) as opened:
        found = one_paragraph(opened, paragraph_id)
        remove_paragraph(opened, paragraph_id)
    return go_to(url_for("desk.own_guideline", saved=1, _anchor=found.section))


def _section_of(paragraph_id: str) -> str:
    with work(writes=False) as opened:
        return one_paragraph(opened, paragraph_id).section


def _save(
    section: str, paragraph_id: str, errand: Callable[[UnitOfWork, Typed], object]
) -> Response:
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            errand(opened, typed)
    except InvalidInput as refused:
        return _draw(section, paragraph_id, typed, refused)
    return go_to(url_for("desk.own_guideline", saved=1, _anchor=section))


def _draw(
    section: str,
    paragraph_id: str,
    typed: Typed,
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
) -> Response:
    if section not in ANCHORS:
        raise NotFound
    return page(
        "disclosure/guideline_paragraph.html",
        refused.status if refused else 200,
        tab="desk.own_guideline",
        section=section,
        heading=GUIDELINE_HEADINGS[section],
        paragraph_id=paragraph_id,
        typed=typed,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        longest=LONG_TEXT_LENGTH,
    )
