"""The way back: a page at once, a long answer as fast as its reader takes it.

No thread waits for a reader: a download is made piece by piece, each in whichever thread is free,
so what makes it must not lean on the thread it was begun in.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from app.front.arrival import Gone, Receive

Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

PIECE_BYTES: Final = 64 * 1024


@dataclass(frozen=True)
class Rest:
    """What is still to be made of an answer; `close` is called in the end, whatever happened."""

    pieces: Iterator[bytes]
    close: Callable[[], None]


@dataclass(frozen=True)
class Answer:
    """An answer as ASGI wants it: its body, or the first piece and the rest."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    rest: Rest | None = None


def ask(application: Application, environ: dict[str, Any]) -> Answer:
    """The application's answer; to be called in a thread."""
    head: list[tuple[int, list[tuple[bytes, bytes]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        head[:] = [(int(status[:3]), raw)]

    made = application(environ, start_response)
    close = getattr(made, "close", _nothing)
    second = None
    try:
        pieces = iter(made)
        first, second = next(pieces, b""), next(pieces, None)
    finally:
        if second is None:
            close()
    rest = None if second is None else Rest(chain((second,), pieces), close)
    return Answer(*head[0], first, rest)


class Outlet:
    """The way back to one client. Used from the event loop only."""

    def __init__(self, receive: Receive, send: Send, patience_seconds: float) -> None:
        self._receive = receive
        self._send = send
        self._patience_seconds = patience_seconds
        self._watch: asyncio.Task[None] | None = None
        self._is_gone = False
        self.has_begun = False

    async def begin(self, answer: Answer) -> None:
        """Send what stands before the body."""
        self.has_begun = True
        head = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        await self._send(head)

    async def give(self, body: bytes, *, is_last: bool = True) -> None:
        """Send a piece of the body; TimeoutError when it is not taken, Gone when nobody is there.

        The last one may be empty.
        """
        for start in range(0, len(body) or 1, PIECE_BYTES):
            if self._is_gone:
                raise Gone
            end = start + PIECE_BYTES
            more = end < len(body) or not is_last
            piece = {"type": "http.response.body", "body": body[start:end], "more_body": more}
            async with asyncio.timeout(self._patience_seconds):
                await self._send(piece)

    def watch(self) -> asyncio.Task[None]:
        """A task that ends when the client has gone; only for a request whose body has come."""
        if self._watch is None:
            self._watch = asyncio.create_task(self._see_off())
        return self._watch

    def look_away(self) -> None:
        """Stop watching."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    async def _see_off(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._is_gone = True


def _nothing() -> None:
    """How an answer without resources is closed."""
