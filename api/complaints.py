"""Filing a complaint in one step. Evidence is added afterwards, with the code, on the pages."""

from typing import Any

from flask_smorest import Blueprint

from api.guards import SAME_SITE, guarded
from api.house import agency_at, as_reporter
from api.problems import refuses
from api.schemas import FilingHeadersSchema, FilingSchema, ReceiptSchema
from rules.states import Channel
from service.submit_complaint import submit_words
from service.views import Receipt

blueprint = Blueprint("api_complaints", __name__, description="Filing")


@blueprint.route("/agencies/<slug>/complaints", methods=["POST"])
@refuses(blueprint, (400, 403, 404, 409, 413, 415, 422, 429))
@blueprint.response(201, ReceiptSchema)
@guarded(SAME_SITE)
@blueprint.arguments(FilingHeadersSchema, location="headers")
@blueprint.arguments(FilingSchema)
def file_complaint(headers: dict[str, str], words: dict[str, Any], slug: str) -> Receipt:
    """The receipt, with the tracking code.

    Whoever excludes the head or the clerk sends it past the agency, to the outside authority that
    the receipt names; without one nothing is taken (`no_outward_route`).

    The same key with the same words gives the same receipt until tomorrow. A key sent with
    other words is another complaint.
    """
    agency = agency_at(slug)
    channel = Channel(words.pop("channel"))
    with as_reporter(agency) as work:
        return submit_words(work, channel, words, headers["idempotency_key"])
