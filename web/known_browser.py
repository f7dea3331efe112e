"""Tries at a passphrase: whose bucket they take from, and the cookie of a browser that is known."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from flask import Response, current_app, g, request, url_for

from service.actors import AllAgencies
from service.errors import InvalidInput, SignInFailed
from service.known_browsers import KNOWN_DAYS, known_browser
from service.throttle import Throttle
from web.house import open_work

KNOWN_OVER_HTTPS: Final = "__Secure-known"
KNOWN_ON_LOOPBACK: Final = "known"
_KEPT_AS: Final = "prongsai_throttle"


def throttle() -> Throttle:
    """The application's own."""
    kept = current_app.extensions
    if _KEPT_AS not in kept:
        kept.setdefault(_KEPT_AS, Throttle())
    own: Throttle = kept[_KEPT_AS]
    return own


@contextmanager
def typed_again() -> Iterator[None]:
    """Room for the passphrase that a page within a session asks for, from the bucket of proofs.

    InvalidInput from an empty bucket, as for a wrong passphrase: a stolen session guesses as
    slowly here as on the page of the proof.
    """
    try:
        with throttle().proof(g.officer.officer_id):
            yield
    except SignInFailed:
        raise InvalidInput({"passphrase": "passphrase_wrong"}) from None


def known_mark(login: str) -> bytes | None:
    """The mark of this browser, when that login has signed in from it before."""
    cookie = request.cookies.get(_cookie_name(), "")
    if not cookie:
        return None
    with open_work(AllAgencies("know a browser again"), writes=False) as work:
        return known_browser(work, cookie, login)


def set_known_cookie(response: Response, cookie: str) -> Response:
    """The answer with the year's cookie, which goes to the sign-in page and nowhere else.

    Least of all to the pages for reporters: an officer may file from this very browser.
    """
    response.set_cookie(
        _cookie_name(), cookie, path=url_for("desk.sign_in"), max_age=KNOWN_DAYS * 24 * 3600,
        httponly=True, secure=request.is_secure, samesite="Strict",
    )  # fmt: skip
    return response


def _cookie_name() -> str:
    return KNOWN_OVER_HTTPS if request.is_secure else KNOWN_ON_LOOPBACK
