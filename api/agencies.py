"""The agencies of this installation."""

from typing import Any

from flask_smorest import Blueprint

from api.guards import PUBLIC, guarded
from api.house import agency_at, open_work
from api.problems import refuses
from api.schemas import AgencyListSchema, AgencySchema
from service.actors import AllAgencies
from service.look_up_agency import public_agencies
from service.views import AgencyCard

blueprint = Blueprint("api_agencies", __name__, description="Local governments served here")


@blueprint.route("/agencies")
@refuses(blueprint, ())
@blueprint.response(200, AgencyListSchema)
@guarded(PUBLIC)
def list_agencies() -> dict[str, Any]:
    """All agencies, by Thai name."""
    with open_work(AllAgencies("list the agencies")) as work:
        return {"agencies": public_agencies(work)}


@blueprint.route("/agencies/<slug>")
@refuses(blueprint, (404,))
@blueprint.response(200, AgencySchema)
@guarded(PUBLIC)
def show_agency(slug: str) -> AgencyCard:
    """One agency."""
    return agency_at(slug)
