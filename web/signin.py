"""Signing in and out; what was typed before a session ended comes back with the next one."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from service.actors import AllAgencies
from service.errors import NotSignedIn, ServiceError, SignInFailed, TooManyTries
from service.sign_in import sign_in, sign_out
from web.desk_guard import (
    clear_cookie,
    cookie_name,
    is_loopback,
    officer_view,
    recognise,
    set_cookie,
    typed_fields,
    visitor_view,
)
from web.desk_pages import go_to, pages, refuse
from web.house import house, open_work
from web.keys_pages import carry_renewal_on
from web.pages import page

KEPT = "kept:"
"""What the names of typed fields begin with while they travel through the sign-in page."""


@pages.get("/sign-in")
@visitor_view
def sign_in_page() -> Response:
    """The sign-in page."""
    return _show_sign_in(200, back_to=_desk_path(request.args.get("next", "")))


@pages.post("/sign-in", endpoint="sign_in")
@visitor_view
def take_sign_in() -> Response:
    """The page that was asked for, or the sign-in page with one plain sentence."""
    back_to = _desk_path(request.form.get("next", ""))
    form = request.form
    try:
        with open_work(AllAgencies("sign in"), writes=True) as work:
            cookie = sign_in(
                work, form.get("login", ""), form.get("passphrase", ""), form.get("digits", "")
            )
    except (SignInFailed, TooManyTries) as refused:
        return _show_sign_in(refused.status, back_to=back_to, kept=_kept_fields(), refused=refused)
    recognise(cookie)
    try:
        carry_renewal_on()
        response = _go_on(back_to, _kept_fields())
    except ServiceError as refused:  # signed in all the same
        response = refuse(refused)
    return set_cookie(response, cookie)


@pages.errorhandler(NotSignedIn)
def ask_to_sign_in(_error: NotSignedIn) -> Response:
    """The sign-in page in the place of the one asked for; what was typed travels with it."""
    if request.method != "POST":
        return go_to(url_for("desk.sign_in_page", next=request.full_path.rstrip("?")))
    return _show_sign_in(401, back_to=request.path, kept=typed_fields(), ended=True)


@pages.post("/sign-out")
@officer_view()
def leave() -> Response:
    """The sign-in page, the session ended."""
    with open_work(AllAgencies("sign out"), writes=True) as work:
        sign_out(work, request.cookies.get(cookie_name(), ""))
    return clear_cookie(go_to(url_for("desk.sign_in_page", left=1)))


def _show_sign_in(
    status: int,
    *,
    back_to: str,
    kept: MultiDict[str, str] | None = None,
    refused: ServiceError | None = None,
    ended: bool = False,
) -> Response:
    return page(
        "signin/sign_in.html",
        status,
        back_to=back_to,
        kept=kept or MultiDict(),
        kept_prefix=KEPT,
        refused=refused.code if refused else "",
        ended=ended,
        login=request.form.get("login", "") if refused else "",
        demo=_demo_officers(),
    )


def _kept_fields() -> MultiDict[str, str]:
    return MultiDict(
        (name.removeprefix(KEPT), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(KEPT)
    )


def _go_on(back_to: str, kept: MultiDict[str, str]) -> Response:
    """The page that was asked for, filled in with what had been typed on it."""
    sent_to, values = _route(back_to, "POST")
    redraw = getattr(current_app.view_functions.get(sent_to), "redraw", None)
    if kept and redraw is not None:
        answer: Response = redraw(kept, **values)
        return answer
    if _route(back_to, "GET")[0]:
        return go_to(back_to)
    return go_to(url_for("desk.today"))


def _desk_path(asked_for: str) -> str:
    """The address when it is a page of this desk, else nothing: no redirect leads elsewhere."""
    parts = urlsplit(asked_for)
    if parts.scheme or parts.netloc or not parts.path.startswith("/desk/") or "\\" in asked_for:
        return ""
    return asked_for


def _route(path: str, method: str) -> tuple[str, dict[str, Any]]:
    """The endpoint and values of an address; an empty endpoint for one that leads nowhere."""
    try:
        adapter = current_app.url_map.bind(request.host)
        endpoint, values = adapter.match(urlsplit(path).path, method=method)
    except HTTPException:
        return "", {}
    return endpoint, dict(values)


def _demo_officers() -> tuple[Any, ...]:
    """The demo agency's officers with their digits of this moment, on this machine alone."""
    settings = house().settings
    hosts = (settings.host, request.host, urlsplit(settings.public_url).netloc or "localhost")
    if not all(is_loopback(host) for host in hosts):
        return ()
    officers: tuple[Any, ...] = house().demo_digits()
    return officers
