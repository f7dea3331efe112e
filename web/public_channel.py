"""The public page of the channel: its stable address, and how it is apart from the other."""

from typing import Any, Final

import segno
from flask import Response, g, request
from markupsafe import Markup, escape

from rules.words.channel import LINK_WORDS
from service.channel_document import shown_channel
from service.main_site import look_picture, newest_look
from web.channel_papers import BANNERS, banner_address
from web.guards import PUBLIC, guarded
from web.house import as_public
from web.pages import page, said
from web.public_pages import FOR_A_MOMENT, asked_year, door_address, pages

_VERSION_DIGITS: Final = 4


@pages.get("/channel")
@guarded(PUBLIC)
def channel() -> Response:
    """The channel's page: the newest version, the one asked for, or the page as it stands now."""
    address = door_address()
    with as_public(g.agency) as work:
        shown = shown_channel(work, address, asked_year(), _asked_version())
        look = newest_look(work)
    # The picture of an earlier look is not shown any more, whatever version tells of it.
    pictured = look if look and look.id == shown.document.look_id else None
    return page(
        "public/channel.html",
        shown=shown,
        address=address,
        qr=_qr(address),
        pictured=pictured,
        snippets=_snippets(address),
    )


@pages.get("/channel/main-site")
@guarded(PUBLIC)
def channel_look_picture() -> Response:
    """The picture of the newest look at the agency's main website; pixels alone."""
    with as_public(g.agency) as work:
        picture, media_type = look_picture(work, request.args.get("look", ""))
    response = Response(picture, content_type=media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = FOR_A_MOMENT
    return response


def _asked_version() -> int | None:
    number = request.args.get("version", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= _VERSION_DIGITS
    return int(number) if is_number else None


def _snippets(address: str) -> list[dict[str, Any]]:
    """What is copied into a page of the agency's own: a link, and a banner in each size."""
    words = said(LINK_WORDS).format(agency=said(g.agency.name))
    made = [{"name": "link", "html": _link(address, escape(words))}]
    for size, (width, height) in BANNERS.items():
        image = Markup('<img src="{}" width="{}" height="{}" alt="{}">').format(
            banner_address("public.banner_png", size), width, height, words
        )
        made.append({"name": size, "html": _link(address, image)})
    return made


def _link(address: str, inside: Markup) -> str:
    return str(Markup('<a href="{}">{}</a>').format(address, inside))


def _qr(address: str) -> Markup:
    code = segno.make(address, error="m")
    # segno makes the markup from the modules alone; the address is not in it.
    svg = code.svg_inline(scale=6, border=4, omitsize=True, svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704
