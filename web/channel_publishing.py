"""The desk's page on which the channel's public page is published as a version."""

from flask import Response, g, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.words.channel import PUBLISH_FIELDS
from service.errors import InvalidInput
from service.publish_channel import channel_desk, publish_channel
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.pages import page
from web.public_pages import public_root

Typed = MultiDict[str, str]


def _redraw(typed: Typed) -> Response:
    return _draw(typed, renewed=True)


@pages.get("/disclosure/channel/publish", endpoint="publish_channel")
@officer_view(Permission.PUBLISH)
def publish_channel_page() -> Response:
    """What the public would read, and what publishing it does, before it is done."""
    return _draw(Typed())


@pages.post("/disclosure/channel/publish", endpoint="publish_channel_now")
@officer_view(Permission.PUBLISH, redraw=_redraw)
def publish_channel_now() -> Response:
    """The channel's page, published as a version."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            publish_channel(opened, officers_door(), typed.get("note", "").strip())
    except InvalidInput as refused:
        return _draw(typed, refused)
    return go_to(url_for("desk.channel_look", done="published"))


def officers_door() -> str:
    """The absolute address of the door of the officer's own agency."""
    return public_root() + url_for("reporter.door", slug=g.desk_session.agency_slug)


def _draw(typed: Typed, refused: InvalidInput | None = None, *, renewed: bool = False) -> Response:
    with work(writes=False) as opened:
        view = channel_desk(opened, officers_door())
    return page(
        "disclosure/channel_publish.html",
        refused.status if refused else 200,
        tab="desk.channel_look",
        view=view,
        typed=typed,
        problems=problems_of(refused) if refused else {},
        labels=PUBLISH_FIELDS,
        renewed=renewed,
    )
