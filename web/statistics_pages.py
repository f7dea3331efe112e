"""The desk's pages on which statistics are laid out, looked at and published."""

from typing import Any, Final

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.states import Channel
from rules.words.shown_statistics import (
    GRANULARITY_WORDS,
    SPAN_WORDS,
    STATISTICS_TAB,
    TABLE_WORDS,
)
from service.errors import InvalidInput, NotFound
from service.planned_publications import cancel_plan, plans
from service.publications import versions
from service.publish_statistics import (
    NOTE_LETTERS,
    StatisticsPreview,
    plan_statistics,
    preview_statistics,
    publish_statistics,
    suggested_granularity,
)
from service.shown_statistics import KIND_OF, ShownStatistics
from service.statistics_years import statistics_years
from service.typed_days import typed_day
from service.unit_of_work import UnitOfWork
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, may, pages, work
from web.disclosure_tabs import TABS, Tab
from web.errors import problems_of
from web.house import stand_at
from web.pages import ENGLISH, page
from web.statistics_choice import CHOSEN, Choice, read_choice, rows_to_choose
from web.statistics_drawing import drawing_of
from web.statistics_snippets import snippets_of

TABS[40] = Tab(
    "desk.publish_statistics", STATISTICS_TAB.th, (Permission.PUBLISH, Permission.SEE_NUMBERS)
)

_SEES: Final = (Permission.PUBLISH, Permission.SEE_NUMBERS)


def _redraw(typed: MultiDict[str, str]) -> Response:
    return _draw_preview(typed, renewed=True)


@pages.get("/disclosure/statistics", endpoint="publish_statistics")
@officer_view(*_SEES)
def choose_statistics() -> Response:
    """What to publish and how it is laid out; what was published; what other sites may show."""
    asked = read_choice(request.args)
    with work(writes=False) as opened:
        document, suggested = suggested_granularity(opened, asked.fiscal_year, asked.channel)
        years = statistics_years(opened, asked.channel)
        published = versions(opened, KIND_OF[asked.channel])
        waiting = _plans(opened, asked.channel)
    choice = read_choice(request.args, suggested)
    return page(
        "disclosure/statistics.html",
        choice=Choice(choice.channel, document.fiscal_year_be, choice.options),
        rows=rows_to_choose(),
        document=document,
        suggested=suggested,
        suggested_words=GRANULARITY_WORDS[suggested],
        years=years,
        published=published,
        plans=waiting,
        kind=KIND_OF[asked.channel],
        span_words=SPAN_WORDS,
        chosen_field=CHOSEN,
        snippets=snippets_of(KIND_OF[asked.channel], published),
        saved="saved" in request.args,
    )


@pages.get("/disclosure/statistics/preview")
@officer_view(*_SEES)
def preview_of_statistics() -> Response:
    """The page as the public would see it, marked as not published."""
    return _draw_preview(MultiDict(request.args))


@pages.post("/disclosure/statistics/publish")
@officer_view(Permission.PUBLISH, redraw=_redraw)
def publish_chosen_statistics() -> Response:
    """The numbers that were looked at, frozen and signed."""
    typed = typed_fields()
    choice = _whole(read_choice(typed))
    try:
        with work(writes=True) as opened:
            publish_statistics(
                opened, choice.fiscal_year, choice.options, choice.channel,
                note=typed.get("note", ""), seen=typed.get("seen", ""),
                understood="understood" in typed,
            )  # fmt: skip
    except InvalidInput as refused:
        return _draw_preview(typed, refused)
    return go_to(_chosen_address(choice, saved=1))


@pages.post("/disclosure/statistics/plan")
@officer_view(Permission.PUBLISH, redraw=_redraw)
def plan_chosen_statistics() -> Response:
    """The layout kept for a day to come, on which it is counted and published by itself."""
    typed = typed_fields()
    choice = _whole(read_choice(typed))
    try:
        with work(writes=True) as opened:
            plan_statistics(
                opened, choice.fiscal_year, choice.options, choice.channel,
                due_on=typed_day(typed, "due_on"), understood="understood" in typed,
            )  # fmt: skip
    except InvalidInput as refused:
        return _draw_preview(typed, refused)
    return go_to(_chosen_address(choice, saved=1))


@pages.post("/disclosure/statistics/plan/cancel")
@officer_view(Permission.PUBLISH)
def cancel_statistics_plan() -> Response:
    """A plan taken back."""
    typed = typed_fields()
    with work(writes=True) as opened:
        cancel_plan(opened, typed.get("plan", ""))
    return go_to(_chosen_address(read_choice(typed), saved=1))


def _draw_preview(
    typed: MultiDict[str, str], refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    choice = _whole(read_choice(typed))
    with work(writes=False) as opened:
        preview = preview_statistics(opened, choice.fiscal_year, choice.options, choice.channel)
    stand_at(g.desk_session.agency_slug)
    if request.args.get("lang") == ENGLISH:
        g.language = ENGLISH  # what will be published, as an English reader sees it
    return page(
        "disclosure/statistics_preview.html",
        refused.status if refused else 200,
        preview=preview,
        choice=choice,
        typed=typed,
        back=_chosen_address(choice),
        granularity_words=GRANULARITY_WORDS,
        table_words=TABLE_WORDS,
        note_letters=NOTE_LETTERS,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        **_as_public_page(preview, KIND_OF[choice.channel]),
    )


def _as_public_page(preview: StatisticsPreview, own: str) -> dict[str, Any]:
    """What the public page's own templates are given, for numbers that have no version yet."""
    shown = ShownStatistics(preview.document, None, (), ())
    return {"own": own, "shown": shown, **drawing_of(preview.document)}


def _whole(choice: Choice) -> Choice:
    """The choice, which must name its year; NotFound when it names none."""
    if choice.fiscal_year is None:
        raise NotFound
    return choice


def _chosen_address(choice: Choice, **more: object) -> str:
    return url_for("desk.publish_statistics", **choice.query(), **more)


def _plans(opened: UnitOfWork, channel: Channel) -> tuple[Any, ...]:
    if not may(Permission.PUBLISH):
        return ()
    return tuple(one for one in plans(opened) if one.kind == KIND_OF[channel])
