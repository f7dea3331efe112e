"""The desk's pages of the texts of papers: edited, looked at, and older ones used again."""

from collections.abc import Sequence
from typing import Any, Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.paper_fields import FIELDS_OF, nearest_name
from rules.paper_kinds import LAYOUT_OF, WITH_TEMPLATE, Layout, PaperKind
from rules.paper_marks import tidy
from rules.paper_text import HEADERS, REQUIRED, SEVERAL, TEMPLATE_LENGTH, TemplateProblem
from rules.permissions import Permission
from rules.thai_time import today_in_bangkok
from rules.words.case_papers import PAPER_HINTS, PAPERS
from rules.words.paper_templates import DO_YOU_MEAN, TEMPLATE_PROBLEMS
from service.errors import InvalidInput, NotFound
from service.paper_example import example_paper
from service.paper_templates import (
    BrokenText,
    TemplateVersion,
    back_to_version,
    history,
    problems_in,
    save_template,
    templates,
)
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.official_paper import paper_pdf
from web.pages import page

EITHER: Final = (Permission.MANAGE_SETTINGS, Permission.ASSIGN_CASE)
_SHOWN_MOST: Final = 40
Typed = MultiDict[str, str]


def _redraw(typed: Typed, paper: str) -> Response:
    return _draw_editor(_kind(paper), typed, renewed=True)


@pages.get("/settings/papers")
@officer_view(*EITHER)
def paper_templates() -> Response:
    """Every paper with the version of its text that is in use."""
    with work(writes=False) as opened:
        listed = templates(opened)
    return page(
        "paper_templates/list.html",
        section="papers",
        listed=[(one, bool(problems_in(one.text, one.kind))) for one in listed],
        names=PAPERS,
        hints=PAPER_HINTS,
        day_of=today_in_bangkok,
        problems={},
        saved=request.args.get("saved") == "1",
    )


@pages.get("/settings/papers/<paper>")
@officer_view(*EITHER)
def paper_template(paper: str) -> Response:
    """The text in use, to be edited, with its fields beside it."""
    return _draw_editor(_kind(paper))


@pages.post("/settings/papers/<paper>")
@officer_view(*EITHER, redraw=_redraw)
def save_paper_template(paper: str) -> Response:
    """The text saved as a new version; or the page again with every place to be mended."""
    kind, typed = _kind(paper), typed_fields()
    try:
        with work(writes=True) as opened:
            save_template(opened, kind, typed.get("text", ""), _number(typed.get("seen", "")))
    except InvalidInput as refused:
        return _draw_editor(kind, typed, refused)
    return go_to(url_for("desk.paper_template", paper=paper, saved=1))


@pages.post("/settings/papers/<paper>/example")
@officer_view(*EITHER, redraw=_redraw)
def example_of_typed(paper: str) -> Response:
    """The typed text filled with made-up values as PDF; nothing is saved."""
    kind, typed = _kind(paper), typed_fields()
    try:
        return _example(kind, typed.get("text", ""))
    except InvalidInput as refused:
        return _draw_editor(kind, typed, refused)


@pages.get("/settings/papers/<paper>/versions/<template_version>")
@officer_view(*EITHER)
def paper_version(paper: str, template_version: str) -> Response:
    """One version to be read, and to be used again."""
    return _draw_version(_kind(paper), template_version)


@pages.get("/settings/papers/<paper>/versions/<template_version>/example")
@officer_view(*EITHER)
def example_of_version(paper: str, template_version: str) -> Response:
    """That version filled with made-up values as PDF; its page when it cannot be used any more."""
    kind = _kind(paper)
    one, _listed = _version(kind, template_version)
    if problems_in(one.text, kind):
        return _draw_version(kind, template_version)
    return _example(kind, one.text)


@pages.post("/settings/papers/<paper>/versions/<template_version>/again")
@officer_view(*EITHER)
def use_paper_version(paper: str, template_version: str) -> Response:
    """The text of an older version in use again, as a new version."""
    kind, seen = _kind(paper), _number(request.form.get("seen", ""))
    one, _listed = _version(kind, template_version)
    try:
        with work(writes=True) as opened:
            back_to_version(opened, kind, one.version, seen)
    except InvalidInput as refused:
        return _draw_version(kind, template_version, refused)
    return go_to(url_for("desk.paper_template", paper=paper, saved=1))


def _kind(paper: str) -> PaperKind:
    found = next((kind for kind in WITH_TEMPLATE if kind.value == paper), None)
    if found is None:
        raise NotFound
    return found


def _number(typed: str) -> int:
    """The number typed there; one that no version has for anything else."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 6
    return int(typed) if is_number else -1


def _version(kind: PaperKind, typed: str) -> tuple[TemplateVersion, tuple[TemplateVersion, ...]]:
    with work(writes=False) as opened:
        listed = history(opened, kind)
    one = next((one for one in listed if one.version == _number(typed)), None)
    if one is None:
        raise NotFound
    return one, listed


def _example(kind: PaperKind, text: str) -> Response:
    with work(writes=False) as opened:
        paper = example_paper(opened, kind, text)
    response = Response(paper_pdf(paper), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="example-{kind.value}.pdf"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _draw_editor(
    kind: PaperKind,
    typed: Typed | None = None,
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
) -> Response:
    with work(writes=False) as opened:
        listed = history(opened, kind)
    newest = listed[0]
    text = typed.get("text", "") if typed is not None else newest.text
    told = refused is not None and not isinstance(refused, BrokenText)
    return page(
        "paper_templates/editor.html",
        refused.status if refused else 200,
        **_about(kind, text, problems_in(text, kind) if refused or typed is None else ()),
        versions=listed,
        newest=newest,
        text=text,
        # Who has been told that somebody saved before goes on from there; nobody else does.
        seen=newest.version if typed is None or told else typed.get("seen", ""),
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved="saved" in request.args and refused is None,
        longest=TEMPLATE_LENGTH,
    )


def _draw_version(
    kind: PaperKind, template_version: str, refused: InvalidInput | None = None
) -> Response:
    one, listed = _version(kind, template_version)
    return page(
        "paper_templates/version.html",
        refused.status if refused else 200,
        **_about(kind, one.text, problems_in(one.text, kind)),
        one=one,
        newest=listed[0],
        problems=problems_of(refused) if refused and not isinstance(refused, BrokenText) else {},
    )


def _about(kind: PaperKind, text: str, problems: Sequence[TemplateProblem]) -> dict[str, Any]:
    lines = tidy(text).split("\n")
    layout = LAYOUT_OF[kind]
    may_have = SEVERAL if layout is Layout.LETTER else ()
    return {
        "section": "papers",
        "day_of": today_in_bangkok,
        "paper": kind.value,
        "name": PAPERS[kind.value].th,
        "hint": PAPER_HINTS[kind.value].th,
        "fields": FIELDS_OF[kind],
        "headers": [HEADERS[one] for one in REQUIRED[layout]],
        "may_have": [HEADERS[one] for one in may_have],
        "places": [_place(kind, lines, one) for one in problems[:_SHOWN_MOST]],
        "places_more": max(0, len(problems) - _SHOWN_MOST),
    }


def _place(kind: PaperKind, lines: Sequence[str], one: TemplateProblem) -> dict[str, Any]:
    """One place to be mended: its line before, at and after the words at fault."""
    line = lines[one.line - 1]
    start, end = one.column - 1, one.column - 1 + len(one.words)
    near = nearest_name(kind, one.words.strip("{}")) if one.code.startswith("field_") else ""
    return {
        "line": one.line,
        "column": one.column,
        "sentence": TEMPLATE_PROBLEMS[one.code].th,
        "before": line[max(0, start - 40) : start],
        "words": line[start:end],
        "after": line[end : end + 40],
        "near": DO_YOU_MEAN.th.replace("{name}", "{" + near + "}") if near else "",
    }
