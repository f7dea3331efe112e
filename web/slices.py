"""Long errands in small transactions, one press of a button for as many as fit in a few seconds."""

import time
from collections.abc import Callable
from typing import Any, Final

from service.errors import NotFound
from web.desk_pages import work

SECONDS: Final = 5.0
"""For so long a page goes on with its slices before it shows how far it came."""

PAUSE_SECONDS: Final = 0.12
"""SQLite looks for a free lock ten times a second: without a pause nobody else's turn comes."""


def in_slices(
    step: Callable[[Any, bytes], tuple[int, int, bytes | None]], first: bytes
) -> tuple[int, int, bytes | None]:
    """What was done and what failed so far, and where to go on; None when all is done.

    Each slice is a transaction of its own, so whatever stops the errand leaves nothing half.
    """
    ends_at, done, failed, at = time.monotonic() + SECONDS, 0, 0, first
    while True:
        with work(writes=True) as opened:
            more, less, following = step(opened, at)
        done, failed = done + more, failed + less
        if following is None or time.monotonic() >= ends_at:
            return done, failed, following
        at = following
        time.sleep(PAUSE_SECONDS)


def where_to_go_on(typed: str) -> bytes:
    """The place that a page carried; NotFound when it is none."""
    try:
        return bytes.fromhex(typed)
    except ValueError:
        raise NotFound from None
