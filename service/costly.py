"""Places for slow key derivation, so that guessing stalls neither filing nor the machine.

Sign-in and codes have limits of their own (decisions B26); filing derives without a queue, as
a report is never refused for want of a place.
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from service.errors import TooManyTries

SIGN_INS_AT_ONCE = 2
CODES_AT_ONCE = 2
PATIENCE_SECONDS = 10.0

_sign_ins = threading.BoundedSemaphore(SIGN_INS_AT_ONCE)
_codes = threading.BoundedSemaphore(CODES_AT_ONCE)


def sign_in_place() -> AbstractContextManager[None]:
    """A place for one passphrase; TooManyTries after ten seconds of waiting."""
    return _place(_sign_ins)


def code_place() -> AbstractContextManager[None]:
    """A place for one tracking code; TooManyTries after ten seconds of waiting."""
    return _place(_codes)


@contextmanager
def _place(places: threading.BoundedSemaphore) -> Iterator[None]:
    if not places.acquire(timeout=PATIENCE_SECONDS):
        raise TooManyTries
    try:
        yield
    finally:
        places.release()
