"""The published statistics as open data."""

from typing import Any

from flask_smorest import Blueprint

from api.guards import PUBLIC, guarded
from api.house import agency_at, as_public
from api.problems import refuses
from api.schemas import StatisticsQuerySchema, StatisticsSchema
from rules.states import Channel
from service.open_data import other_editions, statistics_record
from service.shown_statistics import shown_statistics

blueprint = Blueprint("api_statistics", __name__, description="Statistics")


@blueprint.route("/agencies/<slug>/statistics/<int(min=2500, max=2700):fiscal_year_be>")
@refuses(blueprint, (404, 422))
@blueprint.response(200, StatisticsSchema)
@guarded(PUBLIC)
@blueprint.arguments(StatisticsQuerySchema, location="query")
def show_statistics(query: dict[str, Any], slug: str, fiscal_year_be: int) -> dict[str, Any]:
    """One fiscal year (B.E.): as published, else in the quarters that have closed."""
    channel = Channel(query.get("channel", Channel.CORRUPTION))
    which = query.get("topic"), query.get("version")
    with as_public(agency_at(slug)) as work:
        shown = shown_statistics(work, channel, fiscal_year_be, *which)
    return statistics_record(shown) | other_editions(shown)
