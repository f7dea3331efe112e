"""The desk's page on which somebody notes having seen the link on the agency's main website."""

from typing import Any, Final

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.words.channel import CHANNEL_TAB, LOOK_FIELDS
from service.channel_document import look_is_published
from service.errors import Busy, InvalidInput, TooManyTries
from service.look_up_agency import agency_card
from service.main_site import MEGABYTES_MOST, PICTURE_BYTES_MOST, looks, note_look
from web.channel_publishing import officers_door
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.disclosure_tabs import TABS, Tab
from web.errors import problems_of
from web.filters import date_boxes
from web.forms import BOXES
from web.house import house
from web.pages import page
from web.received_pages import with_place

PLACE: Final = 30
PICTURE: Final = "picture"
Typed = MultiDict[str, str]

TABS[PLACE] = Tab("desk.channel_look", CHANNEL_TAB, (Permission.PUBLISH,))


def _redraw(typed: Typed) -> Response:
    """The page with what was typed; a picture has to be chosen anew."""
    return _draw(typed, renewed=True)


@pages.get("/disclosure/channel")
@officer_view(Permission.PUBLISH)
def channel_look() -> Response:
    """When somebody last saw the link on the main website, and the boxes for a new look."""
    return _draw(Typed())


@pages.post("/disclosure/channel")
@with_place
@officer_view(Permission.PUBLISH, redraw=_redraw)
def note_channel_look() -> Response:
    """The look, noted; or the page again with what was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            note_look(opened, typed.to_dict(), _picture())
    except InvalidInput as refused:
        return _draw(typed, refused)
    except (Busy, TooManyTries):
        return _draw(typed, busy=True)
    return go_to(url_for("desk.channel_look", saved=1))


def _picture() -> bytes | None:
    """The chosen picture, never more of it than is needed to see that it is too large."""
    file = request.files.get(PICTURE)
    if file is None or not file.filename:
        return None
    spool: Any = file.stream  # the sealed place that `web.uploads` gave it
    if spool.size > PICTURE_BYTES_MOST:
        raise InvalidInput({PICTURE: "picture_too_large"}, limits={PICTURE: MEGABYTES_MOST})
    return b"".join(spool.chunks())


def _draw(
    typed: Typed, refused: InvalidInput | None = None, *, renewed: bool = False, busy: bool = False
) -> Response:
    with work(writes=False) as opened:
        noted, is_published = looks(opened), look_is_published(opened)
        website = agency_card(opened, opened.agency()).website
    return page(
        "disclosure/channel.html",
        refused.status if refused else 503 if busy else 200,
        looks=noted,
        is_published=is_published,
        values=_values(typed, website),
        problems=problems_of(refused) if refused else {},
        labels=LOOK_FIELDS,
        megabytes_most=MEGABYTES_MOST,
        door=officers_door(),
        slug=g.desk_session.agency_slug,
        done=request.args.get("done", ""),
        renewed=renewed,
        busy=busy,
        choose_again=bool(typed) and PICTURE in request.files,
        saved="saved" in request.args,
    )


def _values(typed: Typed, website: str) -> dict[str, str]:
    """What stands in the boxes: what was typed, at first today and the agency's website."""
    if typed:
        return typed.to_dict()
    today = dict(zip(BOXES, date_boxes(house().today().isoformat()), strict=True))
    return {"address": website} | {f"looked_on_{box}": text for box, text in today.items()}
