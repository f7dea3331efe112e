"""The desk's door: over which connection, from which page, and who is signed in.

Deny by default: a desk view is reached through `officer_view` or, before signing in, through
`visitor_view`; both say so in the name of their guard.
"""

import hmac
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Response, g, request
from werkzeug.datastructures import MultiDict

from rules.limits import FRESH_MINUTES
from rules.permissions import Permission
from service.actors import AllAgencies
from service.errors import FormExpired, NotAllowed, NotSignedIn, PlainHttp, ProofNeeded
from service.sign_in import resume
from service.step_up import is_fresh
from web.guards import guarded, require_same_site
from web.house import house, open_work

COOKIE_OVER_HTTPS: Final = "__Host-desk"
COOKIE_ON_LOOPBACK: Final = "desk"
PAPER_FIELDS: Final = (
    "root", "content_first", "content_second", "identity_inside", "identity_outside",
    "content_first_read", "content_second_read",
)  # fmt: skip
"""Digits typed from a recovery paper, and what stands for them while a form goes round."""

NEVER_KEPT: Final = frozenset(
    {
        "form_token", "lang", "ticket", "activation_code", "passphrase", "passphrase_again",
        "digits", "assertion", "challenge", *PAPER_FIELDS,
    }
)  # fmt: skip
"""Fields that are not carried over an ended session: secrets, and what is made anew."""

View = Callable[..., Any]


def visitor_view(view: View) -> View:
    """A view for somebody who has not signed in yet; plain http and other sites are refused."""

    @wraps(view)
    def checked(**values: Any) -> Any:
        _check_connection()
        return view(**values)

    return guarded("visitor")(checked)


def officer_view(
    *permissions: Permission,
    redraw: View | None = None,
    fresh: bool = False,
    fresh_minutes: int = FRESH_MINUTES,
) -> Callable[[View], View]:
    """A decorator for a view that a signed-in officer reaches with one of the permissions.

    `redraw` draws the view's form filled in with typed fields that came without a session, or
    from an older one; without it such a form is answered with FormExpired. A `fresh` view is for
    what is grave: without a proof of the last minutes a page asks for one first, and carries what
    was typed.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(**values: Any) -> Any:
            _check_connection()
            recognise(request.cookies.get(cookie_name(), ""))
            if permissions and not any(g.officer.may(one) for one in permissions):
                raise NotAllowed
            if fresh and not is_fresh(g.desk_session.proven_at, house().now(), fresh_minutes):
                raise ProofNeeded
            if request.method == "POST" and not _is_of_this_session():
                if redraw is None:
                    raise FormExpired
                return redraw(typed_fields(), **values)
            return view(**values)

        checked.redraw = redraw  # type: ignore[attr-defined]
        checked.fresh = fresh  # type: ignore[attr-defined]
        return guarded("officer")(checked)

    return decorate


def recognise(cookie: str) -> None:
    """Put the officer behind the cookie on `g`; NotSignedIn when there is none."""
    if not cookie:
        raise NotSignedIn
    with open_work(AllAgencies("resume a session"), writes=True) as work:
        g.officer, g.desk_session = resume(work, cookie)


def typed_fields() -> MultiDict[str, str]:
    """What was typed into the form that came, without secrets and tokens."""
    return MultiDict(
        (name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT
    )


def cookie_name() -> str:
    """The session cookie's name; the browser holds `__Host-` cookies to https and this host."""
    return COOKIE_OVER_HTTPS if request.is_secure else COOKIE_ON_LOOPBACK


def set_cookie(response: Response, cookie: str) -> Response:
    """The answer with the session cookie, which ends with the browser at the latest."""
    response.set_cookie(
        cookie_name(), cookie, path="/", httponly=True, secure=request.is_secure,
        samesite="Strict",
    )  # fmt: skip
    return response


def clear_cookie(response: Response) -> Response:
    """The answer that takes the session cookie away."""
    response.delete_cookie(
        cookie_name(), path="/", httponly=True, secure=request.is_secure, samesite="Strict"
    )
    return response


def is_loopback(host: str) -> bool:
    """Whether a host, with or without a port, means this machine alone."""
    name = _name_of(host)
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def _name_of(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _check_connection() -> None:
    onion = _name_of(request.host).endswith(".onion")
    if not (request.is_secure or onion or is_loopback(request.host)):
        raise PlainHttp
    if request.method == "POST":
        require_same_site()


def _is_of_this_session() -> bool:
    return hmac.compare_digest(
        request.form.get("form_token", "").encode(), g.desk_session.form_token.encode()
    )
