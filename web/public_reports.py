"""The published reports to executives: the list, one of them, and its PDF."""

from typing import Final

from flask import Response, g, request

from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.report_periods import TOPICS, title_of
from rules.words.reports import TITLE
from service.errors import NotFound
from service.shown_reports import ShownReport, published_reports, shown_report
from web.guards import PUBLIC, guarded
from web.house import as_public
from web.memo_paper import figures_table
from web.pages import language, link, page
from web.public_pages import FOR_A_MOMENT, pages, public_root
from web.report_paper import report_pdf

_TOPICS: Final = ",".join(f'"{one}"' for one in TOPICS)
ONE: Final = f"/reports/<int(min=2500, max=2700):fiscal_year_be>/<any({_TOPICS}):topic>"


@pages.get("/reports", endpoint="reports")
@guarded(PUBLIC)
def list_reports() -> Response:
    """The reports that were published, the latest period first."""
    with as_public(g.agency) as work:
        reports = published_reports(work)
    return page("public/reports.html", reports=reports, title=TITLE, title_of=title_of)


@pages.get(ONE, endpoint="report")
@guarded(PUBLIC)
def show_report(fiscal_year_be: int, topic: str) -> Response:
    """One report: the newest version, or the one asked for."""
    shown = _shown(fiscal_year_be, topic)
    return page(
        "public/report.html",
        shown=shown,
        document=shown.document,
        version=shown.version,
        title=TITLE,
        title_of=title_of,
        smallest=SMALLEST_PUBLISHED_COUNT,
        table=figures_table(shown.document.numbers, language()),
        place={"fiscal_year_be": fiscal_year_be, "topic": topic},
    )


@pages.get(f"{ONE}.pdf", endpoint="report_pdf")
@guarded(PUBLIC)
def show_report_pdf(fiscal_year_be: int, topic: str) -> Response:
    """The same version as PDF."""
    shown = _shown(fiscal_year_be, topic)
    address = public_root() + link("public.report", fiscal_year_be=fiscal_year_be, topic=topic)
    response = Response(report_pdf(shown, address, language()), content_type="application/pdf")
    name = f"report-{g.agency.slug}-{fiscal_year_be}-{topic}-{shown.version.version}.pdf"
    response.headers["Content-Disposition"] = f"inline; filename={name}"
    response.headers["Cache-Control"] = FOR_A_MOMENT
    return response


def _shown(fiscal_year_be: int, topic: str) -> ShownReport:
    with as_public(g.agency) as work:
        return shown_report(work, fiscal_year_be, topic, _asked_version())


def _asked_version() -> int | None:
    asked = request.args.get("version", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 6):
        raise NotFound
    return int(asked)
