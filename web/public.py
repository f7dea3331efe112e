"""The disclosure pages, for anybody: the list of them, and the modules that draw each."""

from typing import Final

from flask import Response

from rules.disclosure_items import ITEM_ROLES, LABELS
from web import public_channel, public_guideline, public_statistics
from web.guards import PUBLIC, guarded
from web.pages import page
from web.public_pages import pages as blueprint

__all__ = ["PARTS", "blueprint"]

PARTS: Final = (public_channel, public_guideline, public_statistics)
"""The modules whose routes hang on the blueprint of the public pages."""


@blueprint.get("/")
@guarded(PUBLIC)
def index() -> Response:
    """The list of the public pages."""
    return page("public/index.html", labels=LABELS, roles=ITEM_ROLES)
