"""The disclosure pages, for anybody: guideline, channel, statistics; and those of grievances."""

from typing import Final

import segno
from flask import Blueprint, Response, g, jsonify, request, url_for
from markupsafe import Markup

from rules.disclosure_items import GUIDELINE_SECTIONS, ITEM_ROLES, LABELS
from rules.states import Channel
from rules.thai_time import MONTHS_EN_SHORT, MONTHS_TH_SHORT
from rules.words import OPEN_DATA_COLUMNS
from service.open_data import row_records, statistics_record
from service.publish_disclosure import GRANULARITIES, disclosure_page, statistics
from service.views import DisclosurePage, StatisticsPage
from web.charts import bar_chart
from web.guards import PUBLIC, guarded
from web.house import as_public, belongs_to_agency, house
from web.open_data import as_csv
from web.pages import page

# Open data may be kept for five minutes, so that a busy portal does not ask each time.
_FOR_A_MOMENT: Final = "public, max-age=300"

blueprint = belongs_to_agency(Blueprint("public", __name__, url_prefix="/<slug>/disclosure"))


@blueprint.get("/")
@guarded(PUBLIC)
def index() -> Response:
    """The list of the three pages."""
    return page("public/index.html", labels=LABELS, roles=ITEM_ROLES)


@blueprint.get("/guideline")
@guarded(PUBLIC)
def guideline() -> Response:
    """How a complaint is made and handled, from the table that the desk works by."""
    return page("public/guideline.html", page=_disclosure("guideline"), sections=GUIDELINE_SECTIONS)


@blueprint.get("/channel")
@guarded(PUBLIC)
def channel() -> Response:
    """The online channel's stable address, as text and as a picture to print."""
    address = _public_address()
    return page(
        "public/channel.html", page=_disclosure("channel"), address=address, qr=_qr(address)
    )


@blueprint.get("/statistics", endpoint="statistics")
@guarded(PUBLIC)
def show_statistics() -> Response:
    """The mandated table of one fiscal year."""
    return _show(_statistics(_asked_year()), "public/statistics.html")


@blueprint.get("/statistics/<int(min=2500, max=2700):fiscal_year_be>.json")
@guarded(PUBLIC)
def statistics_json(fiscal_year_be: int) -> Response:
    """The same numbers as JSON, with their total and dates."""
    return _as_json(_statistics(fiscal_year_be))


@blueprint.get("/statistics/<int(min=2500, max=2700):fiscal_year_be>.csv")
@guarded(PUBLIC)
def statistics_csv(fiscal_year_be: int) -> Response:
    """The same rows as CSV, one line a period."""
    return _as_csv(_statistics(fiscal_year_be), "statistics")


@blueprint.get("/grievances", endpoint="grievances")
@guarded(PUBLIC)
def show_grievances() -> Response:
    """The table of general grievances of one fiscal year, apart from the mandated one."""
    return _show(_statistics(_asked_year(), Channel.GRIEVANCE), "public/grievances.html")


@blueprint.get("/grievances/<int(min=2500, max=2700):fiscal_year_be>.json")
@guarded(PUBLIC)
def grievances_json(fiscal_year_be: int) -> Response:
    """The numbers of grievances as JSON, with their total and dates."""
    return _as_json(_statistics(fiscal_year_be, Channel.GRIEVANCE))


@blueprint.get("/grievances/<int(min=2500, max=2700):fiscal_year_be>.csv")
@guarded(PUBLIC)
def grievances_csv(fiscal_year_be: int) -> Response:
    """The rows of grievances as CSV, one line a period."""
    return _as_csv(_statistics(fiscal_year_be, Channel.GRIEVANCE), "grievances")


def _show(table: StatisticsPage, template: str) -> Response:
    return page(
        template,
        page=table,
        chart=bar_chart(table.rows),
        meanings=OPEN_DATA_COLUMNS,
        short_months={"th": MONTHS_TH_SHORT, "en": MONTHS_EN_SHORT},
    )


def _as_json(table: StatisticsPage) -> Response:
    response = jsonify(statistics_record(table))
    response.headers["Cache-Control"] = _FOR_A_MOMENT
    return response


def _as_csv(table: StatisticsPage, name: str) -> Response:
    response = Response(as_csv(row_records(table)), content_type="text/csv; charset=utf-8")
    name = f"{name}-{table.agency.slug}-{table.fiscal_year_be}-{table.granularity}.csv"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = _FOR_A_MOMENT
    return response


def _disclosure(role: str) -> DisclosurePage:
    with as_public(g.agency) as work:
        return disclosure_page(work, role, _asked_year())


def _statistics(
    fiscal_year_be: int | None, channel: Channel = Channel.CORRUPTION
) -> StatisticsPage:
    asked = request.args.get("granularity")
    size = asked if asked in GRANULARITIES else None
    with as_public(g.agency) as work:
        return statistics(work, fiscal_year_be, size, channel)


def _asked_year() -> int | None:
    year = request.args.get("year", "")
    return int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None


def _public_address() -> str:
    root = house().settings.public_url or request.host_url.rstrip("/")
    return root + url_for("reporter.door", slug=g.agency.slug)


def _qr(address: str) -> Markup:
    code = segno.make(address, error="m")
    # segno makes the markup from the modules alone; the address is not in it.
    svg = code.svg_inline(scale=6, border=4, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704
