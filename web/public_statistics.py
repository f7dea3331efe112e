"""The public statistics, the mandated ones and those of grievances."""

from flask import Response, g, jsonify, request

from rules.states import Channel
from rules.thai_time import MONTHS_EN_SHORT, MONTHS_TH_SHORT
from rules.words import OPEN_DATA_COLUMNS
from service.open_data import row_records, statistics_record
from service.publish_disclosure import GRANULARITIES, statistics
from service.views import StatisticsPage
from web.charts import bar_chart
from web.guards import PUBLIC, guarded
from web.house import as_public
from web.open_data import as_csv
from web.pages import page
from web.public_pages import FOR_A_MOMENT, asked_year, pages


@pages.get("/statistics", endpoint="statistics")
@guarded(PUBLIC)
def show_statistics() -> Response:
    """The mandated table of one fiscal year."""
    return _show(_statistics(asked_year()), "public/statistics.html")


@pages.get("/statistics/<int(min=2500, max=2700):fiscal_year_be>.json")
@guarded(PUBLIC)
def statistics_json(fiscal_year_be: int) -> Response:
    """The same numbers as JSON, with their total and dates."""
    return _as_json(_statistics(fiscal_year_be))


@pages.get("/statistics/<int(min=2500, max=2700):fiscal_year_be>.csv")
@guarded(PUBLIC)
def statistics_csv(fiscal_year_be: int) -> Response:
    """The same rows as CSV, one line a period."""
    return _as_csv(_statistics(fiscal_year_be), "statistics")


@pages.get("/grievances", endpoint="grievances")
@guarded(PUBLIC)
def show_grievances() -> Response:
    """The table of general grievances of one fiscal year, apart from the mandated one."""
    return _show(_statistics(asked_year(), Channel.GRIEVANCE), "public/grievances.html")


@pages.get("/grievances/<int(min=2500, max=2700):fiscal_year_be>.json")
@guarded(PUBLIC)
def grievances_json(fiscal_year_be: int) -> Response:
    """The numbers of grievances as JSON, with their total and dates."""
    return _as_json(_statistics(fiscal_year_be, Channel.GRIEVANCE))


@pages.get("/grievances/<int(min=2500, max=2700):fiscal_year_be>.csv")
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
    response.headers["Cache-Control"] = FOR_A_MOMENT
    return response


def _as_csv(table: StatisticsPage, name: str) -> Response:
    response = Response(as_csv(row_records(table)), content_type="text/csv; charset=utf-8")
    name = f"{name}-{table.agency.slug}-{table.fiscal_year_be}-{table.granularity}.csv"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = FOR_A_MOMENT
    return response


def _statistics(
    fiscal_year_be: int | None, channel: Channel = Channel.CORRUPTION
) -> StatisticsPage:
    asked = request.args.get("granularity")
    size = asked if asked in GRANULARITIES else None
    with as_public(g.agency) as work:
        return statistics(work, fiscal_year_be, size, channel)
