"""The settings' page on which the office says who takes what is reported about its own head."""

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from service.errors import InvalidInput
from service.outward_settings import outward_choices, set_outward
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.pages import page

NOBODY = "nobody"


def _redraw(typed: MultiDict[str, str]) -> Response:
    return _draw(typed, renewed=True)


@pages.get("/settings/outward")
@officer_view(Permission.MANAGE_SETTINGS)
def outward_settings() -> Response:
    """The authorities that could take such reports, and the one that does."""
    return _draw(MultiDict())


@pages.post("/settings/outward")
@officer_view(Permission.MANAGE_SETTINGS, redraw=_redraw, fresh=True)
def save_outward() -> Response:
    """The choice, saved; it holds for reports sent from now on."""
    typed = typed_fields()
    chosen = typed.get("outward", "")
    try:
        if not chosen:
            raise InvalidInput({"outward": "choose_one"})
        with work(writes=True) as opened:
            set_outward(opened, "" if chosen == NOBODY else chosen)
    except InvalidInput as refused:
        return _draw(typed, refused)
    return go_to(url_for("desk.outward_settings", saved=1))


def _draw(
    typed: MultiDict[str, str], refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    with work(writes=False) as opened:
        choices = outward_choices(opened)
    now = next((one for one in choices if one.chosen), None)
    return page(
        "settings/outward.html",
        refused.status if refused else 200,
        section="outward",
        choices=choices,
        now=now,
        chosen=typed.get("outward") or (now.slug if now else NOBODY),
        nobody=NOBODY,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved="saved" in request.args,
    )
