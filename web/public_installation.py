"""The one public page above the agencies: what each of them published, and by kind of agency."""

from flask import Blueprint, Response, make_response, render_template, request

from rules.words.shown_statistics import HIDDEN_CELL, HIDDEN_CELL_NOTE, SPAN_WORDS
from service.actors import AllAgencies
from service.installation_statistics import installation_statistics
from web.drawn_pages import tag_of
from web.guards import PUBLIC, guarded
from web.house import open_work
from web.pages import language
from web.public_pages import FOR_A_MOMENT, asked_year

blueprint = Blueprint("disclosure", __name__)


@blueprint.get("/disclosure/", endpoint="everybody")
@guarded(PUBLIC)
def show_every_agency() -> Response:
    """The newest published numbers of each agency of one year."""
    with open_work(AllAgencies("list what the agencies published"), writes=False) as work:
        view = installation_statistics(work, asked_year())
    cards = tuple(one.agency for one in view.agencies)
    tag = tag_of(request.endpoint, request.query_string, language(), cards, view.digests)
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        response = make_response(_draw(view))
    response.headers["Cache-Control"] = FOR_A_MOMENT
    response.set_etag(tag, weak=True)
    return response


def _draw(view: object) -> str:
    return render_template(
        "public/installation.html",
        view=view,
        span_words=SPAN_WORDS,
        hidden_cell=HIDDEN_CELL,
        hidden_cell_note=HIDDEN_CELL_NOTE,
    )
