"""The published measures against what keeps coming back."""

from flask import Response, g, request

from service.analysis_document import shown_analysis
from web.guards import PUBLIC, guarded
from web.house import as_public
from web.pages import page
from web.public_pages import asked_year, pages


@pages.get("/analysis", endpoint="analysis")
@guarded(PUBLIC)
def show_analysis() -> Response:
    """What was published of a fiscal year, by default the newest version."""
    with as_public(g.agency) as work:
        shown = shown_analysis(work, asked_year(), _asked_version())
    return page("public/analysis.html", shown=shown, document=shown.document if shown else None)


def _asked_version() -> int | None:
    version = request.args.get("version", "")
    is_number = version.isascii() and version.isdigit() and len(version) <= 6
    return int(version) if is_number else None
