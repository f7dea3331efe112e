"""Who may call a resource. Every view names its guard; the app refuses to start otherwise."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import request

from service.errors import CrossSite

P = ParamSpec("P")
R = TypeVar("R")

PUBLIC = "public"
SAME_SITE = "same_site"


def guarded(guard: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator that names the guard of a view, and checks it before each call.

    "public": anybody may read. "same_site": anybody may write, but no page of another site in
    somebody else's browser: such a post would carry that person's network address and timing.
    """
    if guard not in (PUBLIC, SAME_SITE):
        raise ValueError(guard)

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            if guard == SAME_SITE:
                refuse_other_sites()
            return view(*args, **kwargs)

        checked.guard = guard  # type: ignore[attr-defined]
        return checked

    return decorate


def refuse_other_sites() -> None:
    """Nothing; CrossSite when a browser says that another site's page sent this."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise CrossSite
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        raise CrossSite
