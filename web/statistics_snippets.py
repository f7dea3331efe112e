"""Pieces of HTML with which another site shows the published numbers: no script, nothing inline."""

from typing import Final, NamedTuple

from flask import current_app, g, url_for
from markupsafe import escape

from rules.words import PUBLICATION_KINDS
from rules.words.shown_statistics import SNIPPETS
from service.publications import Version
from web.public_pages import public_root

PICTURE_WIDTH: Final = 800
FRAME_HEIGHT: Final = 620


class Snippet(NamedTuple):
    """A stable name, a label, and the text to be copied."""

    name: str
    label: str
    text: str


def snippets_of(own: str, published: tuple[Version, ...]) -> tuple[Snippet, ...]:
    """The frame with the newest numbers and, once a year is published, its picture with a link.

    `own` is the page, `published` its versions, the newest first.
    """
    if not published:
        return (_frame(own),)
    return _frame(own), *_picture(own, published[0].fiscal_year_be)


def _frame(own: str) -> Snippet:
    address = public_root() + url_for(f"public.{own}_embed", slug=g.desk_session.agency_slug)
    text = (
        f'<iframe src="{escape(address)}" title="{_title(own)}" width="100%" '
        f'height="{FRAME_HEIGHT}" loading="lazy"></iframe>'
    )
    return Snippet("frame", SNIPPETS["frame"].th, text)


def _picture(own: str, year: int) -> tuple[Snippet, ...]:
    endpoint = f"public.{own}_png"
    if endpoint not in current_app.view_functions:
        return ()
    slug, root = g.desk_session.agency_slug, public_root()
    whole = root + url_for(f"public.{own}", slug=slug, year=year)
    picture = root + url_for(endpoint, slug=slug, fiscal_year_be=year)
    text = (
        f'<a href="{escape(whole)}"><img src="{escape(picture)}" alt="{_title(own)} {year}" '
        f'width="{PICTURE_WIDTH}"></a>'
    )
    return (Snippet("picture", SNIPPETS["picture"].th.replace("{year}", str(year)), text),)


def _title(own: str) -> str:
    return escape(f"{PUBLICATION_KINDS[own].th} {g.desk_session.agency_name.th}")
