"""The published statistics as open data."""

from typing import Any

from flask_smorest import Blueprint

from api.guards import PUBLIC, guarded
from api.house import agency_at, as_public
from api.problems import refuses
from api.schemas import StatisticsQuerySchema, StatisticsSchema
from service.open_data import statistics_record
from service.publish_disclosure import statistics

blueprint = Blueprint("api_statistics", __name__, description="Statistics")


@blueprint.route("/agencies/<slug>/statistics/<int(min=2500, max=2700):fiscal_year_be>")
@refuses(blueprint, (404, 422))
@blueprint.response(200, StatisticsSchema)
@guarded(PUBLIC)
@blueprint.arguments(StatisticsQuerySchema, location="query")
def show_statistics(query: dict[str, str], slug: str, fiscal_year_be: int) -> dict[str, Any]:
    """One fiscal year (B.E.), in the periods that have closed."""
    with as_public(agency_at(slug)) as work:
        return statistics_record(statistics(work, fiscal_year_be, query.get("granularity")))
