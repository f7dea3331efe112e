"""The public guideline: the published version, or what would be published."""

from flask import Response, g, request

from service.shown_guideline import ShownGuideline, shown_guideline
from web.guards import PUBLIC, guarded
from web.guideline_paper import answer_with_pdf
from web.house import as_public
from web.pages import page
from web.public_pages import asked_year, door_address, pages


@pages.get("/guideline")
@guarded(PUBLIC)
def guideline() -> Response:
    """How a complaint is made and handled, from the table that the desk works by."""
    return page("public/guideline.html", shown=_shown())


@pages.get("/guideline.pdf")
@guarded(PUBLIC)
def guideline_pdf() -> Response:
    """The same on paper, with who published it on every page."""
    return answer_with_pdf(_shown(), door_address())


def _shown() -> ShownGuideline:
    with as_public(g.agency) as work:
        return shown_guideline(work, asked_year(), _asked_version())


def _asked_version() -> int | None:
    number = request.args.get("version", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= 4
    return int(number) if is_number else None
