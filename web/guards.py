"""Who may call a view. Every view names its guard; the app refuses to start otherwise.

`public`: anybody may read. `reporter_form`: anybody may send, from a page of ours. `reporter_code`:
whoever entered a tracking code in the last minutes. The desk and signing in name their own.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from flask import g, request

from service.errors import CrossSite, NotSignedIn

PUBLIC: Final = "public"
REPORTER_FORM: Final = "reporter_form"
REPORTER_CODE: Final = "reporter_code"
FOLLOW_COOKIE: Final = "f"
_OUR_OWN: Final = ("same-origin", "none")

View = TypeVar("View", bound=Callable[..., Any])


def guarded(name: str) -> Callable[[View], View]:
    """A decorator that names a view's guard, and checks the ones of this module on each call."""
    check = _CHECKS.get(name, _nothing)

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **values: Any) -> Any:
            check()
            return view(*args, **values)

        checked.guard = name  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


def require_same_site() -> None:
    """Nothing; CrossSite when a browser says that another site's page sent this.

    Browsers that say neither are left to the form's own token (decisions B18).
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in _OUR_OWN:
        raise CrossSite
    origin = request.headers.get("Origin", "null")
    if origin != "null" and urlsplit(origin).netloc.lower() != request.host.lower():
        raise CrossSite


def require_code() -> None:
    """Nothing; NotSignedIn without the cookie that a code gives. Its seal the service checks."""
    if request.method != "GET":
        require_same_site()
    g.follow_token = request.cookies.get(FOLLOW_COOKIE, "")
    if not g.follow_token:
        raise NotSignedIn


def _nothing() -> None:
    """For guards that check elsewhere, and for pages that anybody may read."""


_CHECKS: Final[dict[str, Callable[[], None]]] = {
    REPORTER_FORM: require_same_site,
    REPORTER_CODE: require_code,
}
