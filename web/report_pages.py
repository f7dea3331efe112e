"""The desk's reports to executives: the list, one report, its words, its permission, its papers."""

from typing import Any, Final

from flask import Response, current_app, request, url_for
from werkzeug.datastructures import MultiDict

from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.permissions import Permission
from rules.report_periods import TOPICS, title_of
from rules.thai_time import fiscal_year_be
from rules.words import PUBLICATION_KINDS
from rules.words.reports import FIELDS, TITLE
from service.errors import InvalidInput, NotAllowed, ServiceError, StaleCase
from service.executive_reports import ReportView, report_lines, report_view
from service.report_writing import permit_report, publish_report, save_report
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.disclosure_tabs import TABS, Tab
from web.errors import problems_of
from web.house import house
from web.memo_paper import MEMO, PERMISSION, figures_table, memo_pdf
from web.pages import page
from web.public_pages import asked_year, public_root

TABS[60] = Tab("desk.reports", PUBLICATION_KINDS["report"].th, (Permission.SEE_NUMBERS,))

_TOPICS: Final = ",".join(f'"{one}"' for one in TOPICS)
ONE: Final = f"/disclosure/reports/<int(min=2500, max=2700):fiscal_year_be>/<any({_TOPICS}):topic>"
Typed = MultiDict[str, str]
_sees: Final = officer_view(Permission.SEE_NUMBERS)


@pages.get("/disclosure/reports", endpoint="reports")
@_sees
def list_reports() -> Response:
    """The periods of a fiscal year and how far the report of each has come."""
    running = fiscal_year_be(house().today())
    years = (running, running - 1, running - 2)
    asked = asked_year()
    year = asked if asked in years else running
    with work(writes=False) as opened:
        lines = report_lines(opened, year)
    return page("disclosure/reports.html", lines=lines, year=year, years=years)


@pages.get(ONE, endpoint="report")
@_sees
def show_report(fiscal_year_be: int, topic: str) -> Response:
    """One report: its numbers, its words, and what can be done next."""
    return _draw("disclosure/report.html", fiscal_year_be, topic)


@pages.get(f"{ONE}/words", endpoint="report_words")
@_sees
def words_page(fiscal_year_be: int, topic: str) -> Response:
    """The form of the officer's words, filled with what the numbers say by themselves."""
    return _draw_words(MultiDict(), fiscal_year_be, topic)


def _redraw_words(typed: Typed, fiscal_year_be: int, topic: str) -> Response:
    return _draw_words(typed, fiscal_year_be, topic, renewed=True)


@pages.post(f"{ONE}/words", endpoint="save_report")
@officer_view(Permission.SEE_NUMBERS, redraw=_redraw_words)
def take_words(fiscal_year_be: int, topic: str) -> Response:
    """The words, saved; or the form again with all that was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            save_report(opened, fiscal_year_be, topic, typed.to_dict(), typed.get("texts_seen", ""))
    except (InvalidInput, StaleCase) as refused:
        return _draw_words(typed, fiscal_year_be, topic, refused)
    return _go_to_report(fiscal_year_be, topic)


@pages.get(f"{ONE}/permit", endpoint="permit_report")
@_sees
def permit_page(fiscal_year_be: int, topic: str) -> Response:
    """The public version as it would be, before somebody allows it."""
    return _draw("disclosure/report_permit.html", fiscal_year_be, topic)


def _redraw_permit(_typed: Typed, fiscal_year_be: int, topic: str) -> Response:
    return _draw("disclosure/report_permit.html", fiscal_year_be, topic)


@pages.post(f"{ONE}/permit", endpoint="take_permission")
@officer_view(Permission.SEE_NUMBERS, redraw=_redraw_permit)
def take_permission(fiscal_year_be: int, topic: str) -> Response:
    """The permission, with name and day."""
    seen = typed_fields().get("seen", "")
    try:
        with work(writes=True) as opened:
            permit_report(opened, fiscal_year_be, topic, seen)
    except InvalidInput as refused:
        return _draw("disclosure/report_permit.html", fiscal_year_be, topic, refused)
    return _go_to_report(fiscal_year_be, topic)


@pages.get(f"{ONE}/publish", endpoint="publish_report")
@officer_view(Permission.PUBLISH)
def publish_page(fiscal_year_be: int, topic: str) -> Response:
    """The public version as it would be, before it is published."""
    return _draw("disclosure/report_publish.html", fiscal_year_be, topic)


def _redraw_publish(typed: Typed, fiscal_year_be: int, topic: str) -> Response:
    return _draw("disclosure/report_publish.html", fiscal_year_be, topic, typed=typed, renewed=True)


@pages.post(f"{ONE}/publish", endpoint="take_report_publication")
@officer_view(Permission.PUBLISH, redraw=_redraw_publish)
def take_publication(fiscal_year_be: int, topic: str) -> Response:
    """The public version, published."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            publish_report(
                opened, fiscal_year_be, topic, typed.get("note", ""), typed.get("seen", "")
            )
    except InvalidInput as refused:
        return _draw("disclosure/report_publish.html", fiscal_year_be, topic, refused, typed=typed)
    return _go_to_report(fiscal_year_be, topic)


@pages.get(f"{ONE}/memo.pdf", endpoint="report_memo")
@_sees
def memo(fiscal_year_be: int, topic: str) -> Response:
    """The memo with its summary."""
    return _paper(MEMO, fiscal_year_be, topic)


@pages.get(f"{ONE}/permission.pdf", endpoint="report_permission")
@_sees
def permission_form(fiscal_year_be: int, topic: str) -> Response:
    """The form that asks for permission to publish, for offices that keep it on paper."""
    return _paper(PERMISSION, fiscal_year_be, topic)


def _paper(kind: str, fiscal_year: int, topic: str) -> Response:
    with work(writes=False) as opened:
        view = report_view(opened, fiscal_year, topic)
    made = memo_pdf(
        view, kind, house().today(), _public_address(view),
        thai_digits=request.args.get("digits") != "arabic",
    )  # fmt: skip
    response = Response(made, content_type="application/pdf")
    name = f"{kind}-{view.agency.slug}-{fiscal_year}-{topic}.pdf"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _go_to_report(fiscal_year: int, topic: str) -> Response:
    return go_to(url_for("desk.report", fiscal_year_be=fiscal_year, topic=topic, saved=1))


def _public_address(view: ReportView) -> str:
    period = view.line.period
    return public_root() + url_for(
        "public.report", slug=view.agency.slug, fiscal_year_be=period.fiscal_year_be,
        topic=view.line.topic,
    )  # fmt: skip


def _draw_words(
    typed: Typed,
    fiscal_year: int,
    topic: str,
    refused: ServiceError | None = None,
    *,
    renewed: bool = False,
) -> Response:
    template = "disclosure/report_words.html"
    return _draw(template, fiscal_year, topic, refused, typed=typed, renewed=renewed)


def _draw(
    template: str,
    fiscal_year: int,
    topic: str,
    refused: ServiceError | None = None,
    **more: Any,
) -> Response:
    with work(writes=False) as opened:
        view = report_view(opened, fiscal_year, topic)
    if template == "disclosure/report_words.html" and not view.may_write:
        raise NotAllowed
    if template == "disclosure/report_permit.html" and not view.may_permit:
        raise NotAllowed
    return page(
        template,
        refused.status if refused else 200,
        tab="desk.reports",
        view=view,
        report_at={"fiscal_year_be": fiscal_year, "topic": topic},
        title=TITLE.th,
        title_of=title_of,
        table=figures_table(view.numbers, "th"),
        paper=figures_table(view.paper, "th"),
        smallest=SMALLEST_PUBLISHED_COUNT,
        labels=FIELDS,
        has_analysis="desk.analysis" in current_app.view_functions,
        is_stale=isinstance(refused, StaleCase),
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
        saved="saved" in request.args,
        **{"typed": MultiDict(), "renewed": False} | more,
    )
