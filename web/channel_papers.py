"""What leads to the channel: posters to be put up, and banners for the agency's own website."""

import unicodedata
from typing import Any, Final

from flask import Response, g, render_template, request, url_for

from rules.words.channel import LINK_WORDS
from service.errors import ChannelClosed, NotFound
from web import typeset
from web.drawn_files import PDF, PNG, SVG, boxed_in, drawn_file, named
from web.guards import PUBLIC, guarded
from web.pages import language, said
from web.public_pages import door_address, pages, public_root

BANNERS: Final = {"728x180": (728, 180), "360x120": (360, 120)}
"""Width and height in pixels by the name of the size; the first one is the usual."""

_USUAL: Final = next(iter(BANNERS))
_POSTER: Final = ("poster.typ",)
_BANNER: Final = ("banner.typ",)


@pages.get("/channel/poster-a4.pdf")
@guarded(PUBLIC)
def poster_a4() -> Response:
    """The poster for a notice board."""
    return _poster("a4")


@pages.get("/channel/poster-a3.pdf")
@guarded(PUBLIC)
def poster_a3() -> Response:
    """The poster for a wall."""
    return _poster("a3")


@pages.get("/channel/banner.png")
@guarded(PUBLIC)
def banner_png() -> Response:
    """The banner for a website, in one of its sizes."""
    given = _banner()
    return boxed_in(
        drawn_file("png", given, PNG, _BANNER, lambda: typeset.pictures(_BANNER[0], given)[0])
    )


@pages.get("/channel/banner.svg")
@guarded(PUBLIC)
def banner_svg() -> Response:
    """The same banner as a drawing, sharp in any size."""
    given = _banner()
    return boxed_in(drawn_file("svg", given, SVG, (), lambda: _drawing(given)))


def banner_address(endpoint: str, size: str) -> str:
    """The absolute address of a banner, in the page's language."""
    more = {"lang": "en"} if language() == "en" else {}
    return public_root() + url_for(endpoint, slug=g.agency.slug, size=size, **more)


def _poster(size: str) -> Response:
    """The poster; ChannelClosed while nothing could be sent to the address on it."""
    if not g.agency.corruption_open:
        raise ChannelClosed
    address = door_address()
    given = {
        "size": size,
        "lang": language(),
        "agency": said(g.agency.name),
        "address": address.partition("://")[2],
        "qr": typeset.qr_svg(address),
    }
    drawn = drawn_file("poster", given, PDF, _POSTER, lambda: typeset.pdf(_POSTER[0], given))
    return named(drawn, f"poster-{g.agency.slug}-{size}.pdf")


def _banner() -> dict[str, Any]:
    size = request.args.get("size", _USUAL)
    if size not in BANNERS:
        raise NotFound
    width, height = BANNERS[size]
    return {
        "lang": language(),
        "agency": said(g.agency.name),
        "words": said(LINK_WORDS).format(agency=said(g.agency.name)),
        "width": width,
        "height": height,
    }


def _drawing(given: dict[str, Any]) -> bytes:
    # Marks above and below a letter take no room across.
    across = sum(unicodedata.category(mark) != "Mn" for mark in given["agency"])
    return render_template("public/banner.svg", across=across, **given).encode()
