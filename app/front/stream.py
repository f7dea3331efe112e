"""A large upload on its way from the event loop to the thread that seals it, piece by piece.

The loop stops reading while the thread has enough, so that fifty megabytes cost no memory; the
sender's own TCP then waits. Nothing is laid down anywhere in between.
"""

import asyncio
from collections import deque
from threading import Condition
from typing import Final

from werkzeug.exceptions import RequestTimeout

from app.front.arrival import Arrival, Gone
from web.uploads import DRAIN_BYTES

ROOM_BYTES: Final = 512 * 1024
ENOUGH_BYTES: Final = ROOM_BYTES // 2
"""The thread is woken for so much at once: each waking costs more than a piece."""

_MARGIN_SECONDS: Final = 5.0


class Stream:
    """The WSGI input of one upload: `pump` runs on the loop, `read` and `forget` in the thread."""

    def __init__(self, arrival: Arrival, beginning: bytes, patience_seconds: float) -> None:
        self._arrival = arrival
        self._loop = asyncio.get_running_loop()
        self._has_room = asyncio.Event()
        self._patience_seconds = patience_seconds + _MARGIN_SECONDS
        self._changed = Condition()
        self._pieces = deque([beginning])
        self._waiting_bytes = len(beginning)
        self._is_full = self._is_over = self._is_late = self._is_unwanted = False

    async def pump(self) -> None:
        """Move the body over until its end, its deadline, or its sender's."""
        try:
            while not self._arrival.is_whole and await self._is_wanted():
                self._put(await self._arrival.next_piece())
            if not self._arrival.is_whole:
                await self._arrival.discard(DRAIN_BYTES)
        except TimeoutError:
            self._is_late = True
        except Gone:
            pass  # the reader sees a body that ends too soon
        finally:
            with self._changed:
                self._is_over = True
                self._changed.notify()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, all when `size` is negative; b"" at the end; RequestTimeout if late."""
        if size < 0:
            return b"".join(iter(lambda: self.read(DRAIN_BYTES), b""))
        with self._changed:
            while not self._pieces and not self._is_over:
                if not self._changed.wait(self._patience_seconds) and not self._pieces:
                    raise RequestTimeout
            if self._pieces:
                return self._take(size)
            if self._is_late:
                raise RequestTimeout
            return b""

    def forget(self, seconds: float) -> None:
        """Have the rest read and thrown away on the loop, for so long; the thread is free."""
        with self._changed:
            self._is_unwanted = True
            self._pieces.clear()
        self._loop.call_soon_threadsafe(self._hurry, seconds)

    def _take(self, size: int) -> bytes:
        piece = self._pieces.popleft()
        if size < len(piece):
            self._pieces.appendleft(piece[size:])
            piece = piece[:size]
        self._waiting_bytes -= len(piece)
        if self._is_full and self._waiting_bytes < ENOUGH_BYTES:
            self._is_full = False
            self._loop.call_soon_threadsafe(self._has_room.set)
        return piece

    async def _is_wanted(self) -> bool:
        """Whether another piece is; waits while the thread has enough of them."""
        while True:
            with self._changed:
                if self._is_unwanted or self._waiting_bytes < ROOM_BYTES:
                    return not self._is_unwanted
                self._is_full = True
                self._has_room.clear()
            await self._has_room.wait()

    def _put(self, piece: bytes) -> None:
        with self._changed:
            if piece and not self._is_unwanted:
                self._pieces.append(piece)
                self._waiting_bytes += len(piece)
                if self._waiting_bytes >= ENOUGH_BYTES:
                    self._changed.notify()

    def _hurry(self, seconds: float) -> None:
        self._arrival.ends = min(self._arrival.ends, self._loop.time() + seconds)
        self._has_room.set()
