"""An officer's own passkeys, and the challenges that passkeys answer."""

from dataclasses import asdict
from typing import Any, Final

from flask import Response, jsonify, request, url_for

from service.actors import AllAgencies
from service.errors import InvalidInput, NotFound
from service.passkey_ceremony import ALGORITHMS, HOUSE, Ceremony, Challenge, Site, new_challenge
from service.passkeys import (
    LABEL_LENGTH,
    MadePasskey,
    add_passkey,
    begin_passkey,
    is_asked_for_passkey,
    own_passkeys,
    remove_passkey,
)
from web.desk_guard import officer_view, visitor_view
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.factor_form import site_here
from web.house import open_work
from web.known_browser import typed_again
from web.pages import page

FIRST_PAGE: Final = ("", "/desk/")


@pages.get("/passkey-challenge")
@visitor_view
def passkey_challenge() -> Response:
    """A challenge to sign in with, the same for everybody; NotFound where passkeys cannot be."""
    site = _site()
    with open_work(AllAgencies("make a challenge"), writes=False) as opened:
        challenge = new_challenge(opened, site, Ceremony.SHOW)
    return _told(site, challenge)


@pages.get("/passkeys/challenge")
@officer_view()
def new_passkey_challenge() -> Response:
    """What a browser needs to make a passkey for the officer who asks."""
    site = _site()
    with work(writes=False) as opened:
        making = begin_passkey(opened, site)
    more = {"house": HOUSE, "user": making.user, "login": making.login, "known": making.known}
    return _told(site, making.challenge, algorithms=ALGORITHMS, **more)


@pages.get("/passkeys/")
@officer_view(fresh=True)
def my_passkeys() -> Response:
    """The own passkeys, and the form for another."""
    return _draw()


@pages.post("/passkeys/")
@officer_view(redraw=lambda typed: _draw(typed.get("label", "")), fresh=True)
def take_passkey() -> Response:
    """The same page with one passkey more."""
    form = request.form
    made = MadePasskey(
        label=form.get("label", ""),
        passphrase=form.get("passphrase", ""),
        answer=form.get("assertion", ""),
        challenge=form.get("challenge", ""),
    )
    try:
        with typed_again(), work(writes=True) as opened:
            add_passkey(opened, site_here(), made)
    except InvalidInput as refused:
        return _draw(made.label, refused)
    return go_to(url_for("desk.my_passkeys", done="added"))


@pages.post("/passkeys/<passkey_id>/remove")
@officer_view(redraw=lambda _typed, **_values: _draw(), fresh=True)
def take_passkey_away(passkey_id: str) -> Response:
    """The same page with one passkey less."""
    with work(writes=True) as opened:
        remove_passkey(opened, passkey_id)
    return go_to(url_for("desk.my_passkeys", done="removed"))


def ask_for_passkey(back_to: str) -> Response | None:
    """The way to the own passkeys for a custodian without one who was on the way to no page."""
    if back_to not in FIRST_PAGE or site_here() is None:
        return None
    with work(writes=False) as opened:
        is_asked = is_asked_for_passkey(opened)
    return go_to(url_for("desk.my_passkeys", asked=1)) if is_asked else None


def _site() -> Site:
    site = site_here()
    if site is None:
        raise NotFound
    return site


def _told(site: Site, challenge: Challenge, **more: Any) -> Response:
    told = asdict(challenge) | {"rp_id": site.rp_id} | more
    response: Response = jsonify(told)
    response.headers["Cache-Control"] = "no-store"
    return response


def _draw(label: str = "", refused: InvalidInput | None = None) -> Response:
    with work(writes=False) as opened:
        view = own_passkeys(opened)
    return page(
        "passkeys/mine.html",
        refused.status if refused else 200,
        view=view,
        label=label,
        label_length=LABEL_LENGTH,
        problems=problems_of(refused) if refused else {},
        done=request.args.get("done", ""),
        asked="asked" in request.args,
    )
