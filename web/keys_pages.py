"""Keys from day to day: one's own, a colleague's to vouch for, a new custodian's halves."""

import time
from collections.abc import Callable
from typing import Any, Final

from flask import Response, g, request, url_for

from rules.permissions import Permission
from rules.words import ROLES
from service.custodian_permits import Progress, permit_slice
from service.custodian_succession import custody_page, fill_slice, give_slice
from service.errors import InvalidInput, WrongState
from service.renew_keys import FIRST, new_recovery_code, own_keys, renew_keys, reseal_slice
from service.vouch import HEARD_DIGITS, keys_to_vouch, vouch
from web.desk_guard import cookie_name, officer_view
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.known_browser import typed_again
from web.pages import page
from web.slices import PAUSE_SECONDS, SECONDS, in_slices, where_to_go_on

SECONDS_AT_SIGN_IN: Final = 2.0
CUSTODY: Final = (
    Permission.VOUCH_FOR_KEYS,
    Permission.RELEASE_IDENTITY_INSIDE,
    Permission.RELEASE_IDENTITY_OUTSIDE,
)
ACTS: Final[dict[str, Callable[..., Progress]]] = {
    "permit": permit_slice,
    "again": lambda *asked: permit_slice(*asked, again=True),
    "give": give_slice,
    "fill": fill_slice,
}


@pages.get("/keys/mine")
@officer_view()
def my_keys() -> Response:
    """The own key's digits, and what stands of a renewal."""
    return _draw_mine()


@pages.post("/keys/mine/renew")
@officer_view(redraw=lambda _typed: _draw_mine(), fresh=True)
def renew_my_keys() -> Response:
    """The new recovery code, shown once, and the way on to the old cases."""
    return _with_passphrase(
        lambda opened, typed: renew_keys(opened, request.cookies.get(cookie_name(), ""), typed),
        renewed=True,
    )


@pages.post("/keys/mine/code")
@officer_view(redraw=lambda _typed: _draw_mine(), fresh=True)
def make_recovery_code() -> Response:
    """A new recovery code for the keys as they are, shown once."""
    return _with_passphrase(new_recovery_code, renewed=False)


@pages.post("/keys/mine/go-on")
@officer_view(redraw=lambda _typed: _draw_mine())
def go_on_renewing() -> Response:
    """The own keys' page after as many slices as fit in a few seconds."""
    carry_renewal_on(SECONDS)
    return go_to(url_for("desk.my_keys", done=1))


def carry_renewal_on(seconds: float = SECONDS_AT_SIGN_IN) -> None:
    """Go on with a renewal of the officer who asks, for about this long."""
    if g.officer.keys.before is None:
        return
    ends_at, at = time.monotonic() + seconds, FIRST
    while True:
        with work(writes=True) as opened:
            following = reseal_slice(opened, at)
        if following is None or time.monotonic() >= ends_at:
            return
        at = following
        time.sleep(PAUSE_SECONDS)


@pages.get("/keys/")
@officer_view(Permission.VOUCH_FOR_KEYS)
def keys_of_colleagues() -> Response:
    """The colleagues whose keys nobody stands for yet."""
    return _draw_vouching()


@pages.post("/keys/vouch", endpoint="vouch")
@officer_view(Permission.VOUCH_FOR_KEYS, redraw=lambda _typed: _draw_vouching(), fresh=True)
def take_vouching() -> Response:
    """The same page, one signature further."""
    form = request.form
    officer_id = form.get("officer", "")
    try:
        with work(writes=True) as opened:
            vouch(opened, officer_id, form.get("mark", ""), form.get("heard", ""))
    except InvalidInput as refused:
        return _draw_vouching(officer_id, refused)
    return go_to(url_for("desk.keys_of_colleagues", done=officer_id))


@pages.get("/keys/custody")
@officer_view(*CUSTODY)
def custody() -> Response:
    """The custodians, and what this officer can do for each."""
    return _draw_custody()


@pages.post("/keys/custody/<any(permit,again,give,fill):act>")
@officer_view(*CUSTODY, redraw=lambda _typed, **_values: _draw_custody(), fresh=True)
def take_custody(act: str) -> Response:
    """The same page after as many cases as fit in a few seconds."""
    holder_id = request.form.get("holder", "")

    def step(opened: Any, after: bytes) -> tuple[int, int, bytes | None]:
        progress = ACTS[act](opened, holder_id, after)
        return progress.done, 0, progress.after

    done, _, after = in_slices(step, where_to_go_on(request.form.get("after", "")))
    how_far = {"done": done, "after": after.hex() if after else ""}
    return go_to(url_for("desk.custody", act=act, holder=holder_id, **how_far))


def _with_passphrase(errand: Callable[[Any, str], str], *, renewed: bool) -> Response:
    try:
        with typed_again(), work(writes=True) as opened:
            code = errand(opened, request.form.get("passphrase", ""))
    except (InvalidInput, WrongState) as refused:
        return _draw_mine(refused)
    return page("keys/code.html", recovery_code=code, renewed=renewed)


def _draw_mine(refused: InvalidInput | WrongState | None = None) -> Response:
    with work(writes=False) as opened:
        keys = own_keys(opened)
    return page(
        "keys/mine.html",
        refused.status if refused else 200,
        keys=keys,
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
        under_way=isinstance(refused, WrongState),
        done="done" in request.args,
    )


def _draw_vouching(officer_id: str = "", refused: InvalidInput | None = None) -> Response:
    with work(writes=False) as opened:
        view = keys_to_vouch(opened)
    return page(
        "keys/colleagues.html",
        refused.status if refused else 200,
        view=view,
        chosen=officer_id,
        problems=problems_of(refused) if refused else {},
        vouched="done" in request.args,
        heard_digits=HEARD_DIGITS,
    )


def _draw_custody() -> Response:
    with work(writes=True) as opened:
        lines = custody_page(opened)
    asked = request.args
    return page(
        "keys/custody.html",
        lines=lines,
        role_words=ROLES,
        act=asked.get("act", "") if asked.get("act") in ACTS else "",
        holder=asked.get("holder", ""),
        done=asked.get("done", 0, type=int),
        after=asked.get("after", ""),
    )
