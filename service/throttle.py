"""Guessing made slow, and nobody locked out by it.

In memory alone: no row is written for a guess. A browser that signed in before has a bucket of its
own, so whoever guesses elsewhere cannot keep its officer out; everybody else shares one bucket a
login name, known or not. Each bucket is one number in a table of fixed size, at a place that a
secret of this process chooses: no flood of names makes it grow, or finds a neighbour.
"""

import threading
import time
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from crypto.primitives import KEY_BYTES, hmac_sha256, random_bytes
from service.errors import SignInFailed, TooManyTries
from service.sign_in import normalised_login

Moment = Callable[[], float]


@dataclass(frozen=True)
class Pace:
    """So many tries at once, and one more after each so many seconds."""

    at_once: int
    seconds_each: float


STRANGERS: Final = Pace(10, 60.0)
KNOWN: Final = Pace(10, 20.0)
PROOFS: Final = Pace(10, 30.0)
_PLACES: Final = 65_536
_PLACES_OF_OFFICERS: Final = 4_096
STRANGERS_WAITING: Final = 3
"""Of the threads of the service, so few at most are held by those who may be guessing."""

STRANGERS_PATIENCE_SECONDS: Final = 5.0
PAUSE_SECONDS_MOST: Final = 2.0


class Buckets:
    """Buckets of tries by name, each full at the start."""

    def __init__(self, pace: Pace, places: int, now: Moment) -> None:
        self._pace, self._now = pace, now
        self._secret = random_bytes(KEY_BYTES)
        # When each bucket will be full again.
        self._full_at = array("d", bytes(8 * places))
        self._lock = threading.Lock()

    @contextmanager
    def trying(self, name: bytes) -> Iterator[None]:
        """Take one try, and give it back unless it failed; SignInFailed from an empty bucket."""
        place = self._place(name)
        self._take(place)
        failed = False
        try:
            yield
        except SignInFailed:
            failed = True
            raise
        finally:
            if not failed:
                self._give_back(place)

    def _place(self, name: bytes) -> int:
        mark = hmac_sha256(self._secret, name)
        return int.from_bytes(mark[:8], "big") % len(self._full_at)

    def _take(self, place: int) -> None:
        with self._lock:
            now = self._now()
            full_at = max(self._full_at[place], now) + self._pace.seconds_each
            if full_at - now > self._pace.at_once * self._pace.seconds_each:
                raise SignInFailed
            self._full_at[place] = full_at

    def _give_back(self, place: int) -> None:
        with self._lock:
            self._full_at[place] -= self._pace.seconds_each


class Turnstile:
    """One at a time, and after each a pause as long as it took: half of one processor at most."""

    def __init__(self, now: Moment) -> None:
        self._now = now
        self._turn = threading.Semaphore(1)
        self._waiting = threading.BoundedSemaphore(STRANGERS_WAITING)
        self._opens_at = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One's turn; TooManyTries when too many wait already, or it does not come soon."""
        if not self._waiting.acquire(blocking=False):
            raise TooManyTries
        try:
            with self._next():
                yield
        finally:
            self._waiting.release()

    @contextmanager
    def _next(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=STRANGERS_PATIENCE_SECONDS):
            raise TooManyTries
        try:
            time.sleep(max(0.0, self._opens_at - self._now()))
            began = self._now()
            try:
                yield
            finally:
                ended = self._now()
                self._opens_at = ended + min(ended - began, PAUSE_SECONDS_MOST)
        finally:
            self._turn.release()


class Throttle:
    """What one process remembers of tries, for all its agencies."""

    def __init__(self, now: Moment = time.monotonic) -> None:
        self._strangers = Buckets(STRANGERS, _PLACES, now)
        self._known = Buckets(KNOWN, _PLACES_OF_OFFICERS, now)
        self._proofs = Buckets(PROOFS, _PLACES_OF_OFFICERS, now)
        self._turnstile = Turnstile(now)

    @contextmanager
    def sign_in(self, login: str, known: bytes | None) -> Iterator[None]:
        """Room for one sign-in: of a browser that is known by this mark, or of a stranger.

        SignInFailed from an empty bucket, as for a wrong passphrase, and before anything costly;
        TooManyTries when too many strangers try at this moment.
        """
        if known is not None:
            with self._known.trying(known):
                yield
            return
        with self._strangers.trying(normalised_login(login).encode()), self._turnstile.turn():
            yield

    @contextmanager
    def recovery(self) -> Iterator[None]:
        """Room for one recovery code. It cannot be guessed, so only the crowd is held back."""
        with self._turnstile.turn():
            yield

    @contextmanager
    def proof(self, officer_id: bytes) -> Iterator[None]:
        """Room for one fresh proof of an officer whose session stands; else SignInFailed."""
        with self._proofs.trying(officer_id):
            yield
