"""Signing in and out; what was typed before a session ended comes back with the next one."""

from typing import Any
from urllib.parse import urlsplit

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from service.actors import AllAgencies
from service.errors import NotSignedIn, ServiceError, SignInFailed, TooManyTries
from service.known_browsers import remember_browser
from service.sign_in import sign_in, sign_out
from web.carried import KEPT, desk_path, go_on, kept_fields
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
from web.factor_form import typed_factor
from web.house import house, open_work
from web.keys_pages import carry_renewal_on
from web.known_browser import known_mark, set_known_cookie, throttle
from web.pages import page
from web.passkey_pages import ask_for_passkey


@pages.get("/sign-in")
@visitor_view
def sign_in_page() -> Response:
    """The sign-in page."""
    return _show_sign_in(200, back_to=desk_path(request.args.get("next", "")))


@pages.post("/sign-in", endpoint="sign_in")
@visitor_view
def take_sign_in() -> Response:
    """The page that was asked for, or the sign-in page with one plain sentence."""
    back_to = desk_path(request.form.get("next", ""))
    try:
        cookie, known = _try_sign_in(request.form)
    except (SignInFailed, TooManyTries) as refused:
        return _show_sign_in(refused.status, back_to=back_to, kept=kept_fields(), refused=refused)
    recognise(cookie)
    try:
        carry_renewal_on()
        kept = kept_fields()
        response = (None if kept else ask_for_passkey(back_to)) or go_on(back_to, kept)
    except ServiceError as refused:  # signed in all the same
        response = refuse(refused)
    return set_known_cookie(set_cookie(response, cookie), known)


def _try_sign_in(form: MultiDict[str, str]) -> tuple[str, str]:
    """The session's cookie, and the one by which this browser will be known again."""
    login = form.get("login", "")
    with (
        throttle().sign_in(login, known_mark(login)),
        open_work(AllAgencies("sign in"), writes=True) as work,
    ):
        cookie = sign_in(work, login, form.get("passphrase", ""), typed_factor())
        return cookie, remember_browser(work, login)


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


def _demo_officers() -> tuple[Any, ...]:
    """The demo agency's officers with their digits of this moment, on this machine alone."""
    settings = house().settings
    hosts = (settings.host, request.host, urlsplit(settings.public_url).netloc or "localhost")
    if not all(is_loopback(host) for host in hosts):
        return ()
    officers: tuple[Any, ...] = house().demo_digits()
    return officers
