"""What LINE sends here: POST /line/<slug>, believed only under the office's own signature.

Its guard is the signature over the raw body: no cookie, no form token, no browser. Whatever LINE
says beyond a linking code and somebody's leaving is read by nobody and kept nowhere.
"""

from typing import Final

from flask import Blueprint, Response, request

from service.actors import AgencyClerk, AllAgencies
from service.line_links import find_line_office, hear, take_heard
from web.guards import guarded
from web.house import open_work

LINE_SIGNATURE: Final = "line_signature"
blueprint: Final = Blueprint("line", __name__)


@blueprint.post("/line/<slug>")
@guarded(LINE_SIGNATURE)
def take_webhook(slug: str) -> Response:
    """An empty answer; a refusal for whatever the account's secret has not signed."""
    with open_work(AllAgencies("find an agency by its address"), writes=False) as work:
        clerk = AgencyClerk(find_line_office(work, slug))
    body = request.get_data(cache=False)
    with open_work(clerk, writes=False) as work:
        said = hear(work, body, request.headers.get("X-Line-Signature", ""))
    if said:
        with open_work(clerk, writes=True) as work:
            take_heard(work, said)
    return Response(status=200, headers={"Cache-Control": "no-store"}, mimetype="text/plain")
