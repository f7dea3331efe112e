"""One body on its way in: piece by piece, each before its deadline."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from rules import limits
from web.uploads import DRAIN_BYTES, FORM_SECONDS

if TYPE_CHECKING:
    from app.front.arrivals import Arrivals

Receive = Callable[[], Awaitable[dict[str, Any]]]

PACE_BYTES: Final = 1024
"""What an honest body brings in a second at the very least: a fifth of 40 kbit/s."""

_CRUMB_BYTES: Final = 256
_CRUMBS_AT_ONCE: Final = 8
_CRUMB_SECONDS: Final = 0.01


class Gone(Exception):
    """The client has hung up."""


@dataclass(frozen=True)
class Deadlines:
    """Seconds: before a body's first byte, between two pieces, and for the whole of it.

    `reader` is what a client may take for 64 KiB of a download.
    """

    silent: float = 20
    idle: float = 25
    form: float = FORM_SECONDS
    upload: float = limits.UPLOAD_SECONDS
    reader: float = 60


class Arrival:
    """A body that is read on the event loop; leaving its `with` block gives its room back."""

    def __init__(
        self, arrivals: "Arrivals", receive: Receive, length: int | None, seconds: float
    ) -> None:
        self._arrivals = arrivals
        self._receive = receive
        self._length = length
        self.began = asyncio.get_running_loop().time()
        self.ends = self.began + seconds
        self.received_bytes = self.held_bytes = self._crumbs = 0
        self.is_whole = False
        self._is_let_go = False
        self._waiting: asyncio.Timeout | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._arrivals.finish(self)
        self._arrivals.release(self)

    async def next_piece(self) -> bytes:
        """What comes next, b"" at the end; TimeoutError too late or let go, Gone without sender."""
        if self._crumbs > _CRUMBS_AT_ONCE:  # let them heap up: a crumb costs as much as a piece
            await asyncio.sleep(_CRUMB_SECONDS)
        if self._is_let_go:
            raise TimeoutError
        try:
            async with asyncio.timeout_at(self._deadline()) as self._waiting:
                message = await self._receive()
        finally:
            self._waiting = None
        if message["type"] != "http.request":
            raise Gone
        piece: bytes = message.get("body", b"")
        self._count(len(piece), has_more=message.get("more_body", False))
        return piece

    async def gather(self, most: int) -> bytes:
        """The body; when it is longer than `most`, its beginning, and `is_whole` is false."""
        gathered = bytearray()
        while not self.is_whole and len(gathered) <= most:
            piece = await self.next_piece()
            self._arrivals.hold(self, len(piece))
            gathered += piece
        return bytes(gathered)

    async def discard(self, most: int = DRAIN_BYTES) -> None:
        """Read and forget: a browser shows our page only when it has sent all."""
        self._arrivals.release(self)
        while not self.is_whole and most > 0:
            most -= len(await self.next_piece())

    async def answer(self, giving: Awaitable[None]) -> None:
        """Wait until the answer is taken; TimeoutError when others need the room before."""
        self._arrivals.lend(self)
        async with asyncio.timeout(None) as self._waiting:
            await giving

    def lead_bytes(self, now: float) -> float:
        """How far this body is before the slowest honest one of its age; mostly negative."""
        return self.received_bytes - PACE_BYTES * (now - self.began)

    def let_go(self) -> None:
        """Whoever reads this body gets TimeoutError, now or at the next piece."""
        self._is_let_go = True
        if self._waiting is not None and not self._waiting.expired():
            self._waiting.reschedule(self.began)

    def _deadline(self) -> float:
        deadlines = self._arrivals.deadlines
        patience = deadlines.idle if self.received_bytes else deadlines.silent
        return min(self.ends, asyncio.get_running_loop().time() + patience)

    def _count(self, size: int, *, has_more: bool) -> None:
        self.received_bytes += size
        self._crumbs = self._crumbs + 1 if size < _CRUMB_BYTES else 0
        if not has_more or (self._length is not None and self.received_bytes >= self._length):
            self.is_whole = True
            self._arrivals.finish(self)
