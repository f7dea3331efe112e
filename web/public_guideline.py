"""The public guideline."""

from flask import Response, g

from rules.disclosure_items import GUIDELINE_SECTIONS
from service.publish_disclosure import disclosure_page
from web.guards import PUBLIC, guarded
from web.house import as_public
from web.pages import page
from web.public_pages import asked_year, pages


@pages.get("/guideline")
@guarded(PUBLIC)
def guideline() -> Response:
    """How a complaint is made and handled, from the table that the desk works by."""
    with as_public(g.agency) as work:
        view = disclosure_page(work, "guideline", asked_year())
    return page("public/guideline.html", page=view, sections=GUIDELINE_SECTIONS)
