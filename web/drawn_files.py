"""Papers and pictures that anybody may fetch: drawn once, kept, and told when nothing is new."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from threading import Lock
from typing import Any, Final

from flask import Response, request

from web import typeset
from web.drawn_pages import drawn_pages, tag_of
from web.public_pages import FOR_A_MOMENT

PDF: Final = "application/pdf"
PNG: Final = "image/png"
SVG: Final = "image/svg+xml; charset=utf-8"

# Typesetting takes a core for its time: one at once, so that filing always finds another.
_press: Final = Lock()


def drawn_file(
    kind: str,
    given: Mapping[str, Any],
    media_type: str,
    papers: tuple[str, ...],
    draw: Callable[[], bytes],
) -> Response:
    """What is drawn from `given`, or 304 for whoever has it: its tag says all it is made of.

    `papers` are the templates in `web/papers` that have a part in it.
    """
    tag = tag_of(kind, papers_tag(papers), json.dumps(given, sort_keys=True))
    if request.if_none_match.contains_weak(tag):
        return _dressed(Response(status=304, content_type=media_type), tag)
    body = drawn_pages().get(tag)
    if body is None:
        with _press:
            body = drawn_pages().get(tag) or draw()
        drawn_pages().keep(tag, body)
    return _dressed(Response(body, content_type=media_type), tag)


@cache
def papers_tag(papers: tuple[str, ...]) -> str:
    """A tag of the templates' own sources: what is laid out anew is another paper."""
    return tag_of(*((typeset.ROOM / name).read_bytes() for name in papers))


def named(response: Response, name: str) -> Response:
    """The file, shown in the browser, and saved under the name."""
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def boxed_in(response: Response) -> Response:
    """The picture, which by itself may do nothing; `app.headers` says who else may show it."""
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _dressed(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = FOR_A_MOMENT
    return response
