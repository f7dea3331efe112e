"""The disclosure pages, for anybody: the list of them, and the modules that draw each."""

from typing import Final

from flask import Response, current_app, g

from rules.disclosure_items import ITEM_ROLES, LABELS
from rules.publication import ANALYSIS, REPORT, SURVEY
from rules.words import PUBLICATION_KINDS
from service.published_pages import published_pages
from web import (
    channel_papers,
    public_analysis,
    public_channel,
    public_guideline,
    public_privacy,
    public_reports,
    public_statistics,
    public_survey,
    statistics_files,
    statistics_pictures,
)
from web.guards import PUBLIC, guarded
from web.house import as_public
from web.pages import page
from web.public_pages import pages as blueprint

__all__ = ["PARTS", "blueprint"]

PARTS: Final = (
    channel_papers, public_analysis,
    public_channel, public_guideline, public_privacy, public_reports, public_statistics,
    public_survey,
    statistics_files,
    statistics_pictures,
)  # fmt: skip
"""The modules whose routes hang on the blueprint of the public pages."""

_MORE: Final = (
    (REPORT, "public.reports"), (ANALYSIS, "public.analysis"), (SURVEY, "public.survey"),
)  # fmt: skip
"""The pages beside the assessment's three."""


@blueprint.get("/")
@guarded(PUBLIC)
def index() -> Response:
    """The list of the public pages, each with the day of its newest version."""
    with as_public(g.agency) as work:
        newest = published_pages(work)
    return page(
        "public/index.html",
        labels=LABELS,
        roles=ITEM_ROLES,
        newest=newest,
        kinds=PUBLICATION_KINDS,
        more=[(kind, where) for kind, where in _MORE if where in current_app.view_functions],
    )
