"""The desk's pages of the guideline: what would be published, and its publication."""

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.document import section
from rules.guideline_blocks import ANCHORS
from rules.permissions import Permission
from rules.publication import GUIDELINE
from rules.thai_time import fiscal_year_be
from rules.words import PUBLICATION_KINDS
from service.errors import InvalidInput
from service.planned_publications import PLANNED_AHEAD_DAYS, plan
from service.shown_guideline import TOPIC, guideline_desk, guideline_draft, publish_guideline
from service.typed_days import is_typed, typed_day
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.disclosure_tabs import TABS, Tab
from web.errors import problems_of
from web.guideline_paper import answer_with_pdf
from web.house import house
from web.pages import page
from web.public_pages import public_root

TABS[20] = Tab("desk.own_guideline", PUBLICATION_KINDS[GUIDELINE].th, (Permission.PUBLISH,))

Typed = MultiDict[str, str]


def _redraw(typed: Typed) -> Response:
    return _draw_publish(typed, renewed=True)


@pages.get("/disclosure/guideline")
@officer_view(Permission.PUBLISH)
def own_guideline() -> Response:
    """The whole guideline as it would be published, the office's paragraphs to be changed."""
    with work(writes=False) as opened:
        view = guideline_desk(opened)
    return page(
        "disclosure/guideline.html",
        view=view,
        sections={anchor: section(view.document.blocks, anchor) for anchor in ANCHORS},
        saved="saved" in request.args,
        done=request.args.get("done", ""),
    )


@pages.get("/disclosure/guideline/draft.pdf")
@officer_view(Permission.PUBLISH)
def guideline_draft_pdf() -> Response:
    """What would be published, on paper and marked as a draft."""
    with work(writes=False) as opened:
        shown = guideline_draft(opened)
    door = url_for("reporter.door", slug=shown.document.agency)
    return answer_with_pdf(shown, public_root() + door, "no-store")


@pages.get("/disclosure/guideline/publish")
@officer_view(Permission.PUBLISH)
def publish_guideline_page() -> Response:
    """What publishing does, before it is done: now, or on a day to come."""
    return _draw_publish(MultiDict())


@pages.post("/disclosure/guideline/publish", endpoint="publish_guideline")
@officer_view(Permission.PUBLISH, redraw=_redraw)
def publish_now() -> Response:
    """The guideline, published as a version."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            publish_guideline(opened, typed.get("note", ""))
    except InvalidInput as refused:
        return _draw_publish(typed, refused)
    return go_to(url_for("desk.own_guideline", done="published"))


@pages.post("/disclosure/guideline/plan")
@officer_view(Permission.PUBLISH, redraw=_redraw)
def plan_guideline() -> Response:
    """A day on which the guideline is published as it then is."""
    typed = typed_fields()
    due_on = typed_day(typed, "due_on")
    try:
        if due_on is None and is_typed(typed, "due_on"):
            raise InvalidInput({"due_on": "not_a_date"})
        year = fiscal_year_be(due_on or house().today())
        with work(writes=True) as opened:
            plan(opened, GUIDELINE, year, TOPIC, {}, due_on)
    except InvalidInput as refused:
        return _draw_publish(typed, refused)
    return go_to(url_for("desk.own_guideline", done="planned"))


def _draw_publish(
    typed: Typed, refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    with work(writes=False) as opened:
        view = guideline_desk(opened)
    return page(
        "disclosure/guideline_publish.html",
        refused.status if refused else 200,
        tab="desk.own_guideline",
        view=view,
        typed=typed,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        days_ahead=PLANNED_AHEAD_DAYS,
    )
