"""The public page of the channel: its stable address, and how it is apart from the other."""

import segno
from flask import Response, g
from markupsafe import Markup

from service.publish_disclosure import disclosure_page
from web.guards import PUBLIC, guarded
from web.house import as_public
from web.pages import page
from web.public_pages import asked_year, door_address, pages


@pages.get("/channel")
@guarded(PUBLIC)
def channel() -> Response:
    """The online channel's stable address, as text and as a picture to print."""
    with as_public(g.agency) as work:
        view = disclosure_page(work, "channel", asked_year())
    address = door_address()
    return page("public/channel.html", page=view, address=address, qr=_qr(address))


def _qr(address: str) -> Markup:
    code = segno.make(address, error="m")
    # segno makes the markup from the modules alone; the address is not in it.
    svg = code.svg_inline(scale=6, border=4, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704
