"""What stands before the threads: an ASGI application that takes requests in and hands them on.

A thread is given a request when its body is there. Granian's own threads would wait inside a read
that has no deadline, and as many silent connections as threads would hold the whole service. None
of the adapters at hand gathers bodies with deadlines and a budget, so this one is ours. Of the
sender nothing is handed on, and nothing is put down on the disk.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Final

from app.front.answers import Answer, Application, Outlet, Send
from app.front.arrival import Arrival, Deadlines, Gone, Receive
from app.front.arrivals import Arrivals, Crowded, Room
from app.front.crew import Crew
from app.front.environ import Scope, declared_length, environ_of
from app.front.refusals import BUSY, INCOMPLETE, INTERNAL, TOO_SLOW, Refusals
from app.front.stream import Stream
from app.log import log_event
from web.reporter import GREATEST_FORM_BYTES
from web.uploads import FORM_SECONDS

SMALL_UPLOAD_BYTES: Final = 1024 * 1024
"""An upload up to this size is gathered like a form; of a larger one only the beginning is."""

_BEGINNING_BYTES: Final = 64 * 1024


class Front:
    """The service as an ASGI application; `deadlines` and `room` are arguments for tests.

    `at_first` is called before the first request, when the server listens.
    """

    def __init__(
        self,
        application: Application,
        refusals: Refusals,
        *,
        threads: int,
        is_upload: Callable[[str, str], bool],
        deadlines: Deadlines | None = None,
        room: Room | None = None,
        at_first: Callable[[], None] | None = None,
    ) -> None:
        self._refusals = refusals
        self._is_upload = is_upload
        self._deadlines = deadlines or Deadlines()
        self._arrivals = Arrivals(self._deadlines, room or Room())
        self._crew = Crew(application, threads)
        self._at_first = at_first or _nothing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever happens."""
        outlet = Outlet(receive, send, self._deadlines.reader)
        try:
            begin, self._at_first = self._at_first, _nothing
            begin()
            await self._serve(scope, receive, outlet)
        except Gone:  # or has closed one half of the connection, and listens with the other
            await self._refuse(INCOMPLETE, scope, outlet)
        except TimeoutError:
            await self._refuse(TOO_SLOW, scope, outlet)
        except Crowded:
            await self._refuse(BUSY, scope, outlet)
        except Exception as problem:
            log_event("front_failed", level=logging.ERROR, error=problem)
            await self._refuse(INTERNAL, scope, outlet)

    async def _refuse(self, code: str, scope: Scope, outlet: Outlet) -> None:
        if not outlet.has_begun:
            with suppress(Gone):
                await self._crew.give(self._refusals.of(code, scope), outlet)

    async def _serve(self, scope: Scope, receive: Receive, outlet: Outlet) -> None:
        length = declared_length(scope["headers"])
        if length == 0:
            await self._crew.give(await self._hand_over(scope, b"", outlet), outlet)
            return
        is_upload = self._is_upload(scope["method"], scope["path"])
        take = self._take_upload if is_upload else self._take_form
        seconds = self._deadlines.upload if is_upload else self._deadlines.form
        with self._arrivals.admit(receive, length, seconds) as arrival:
            answer = await take(scope, arrival, length, outlet)
            await arrival.answer(self._crew.give(answer, outlet))

    async def _take_form(
        self, scope: Scope, arrival: Arrival, length: int | None, outlet: Outlet
    ) -> Answer:
        body = b""
        if (length or 0) <= GREATEST_FORM_BYTES:
            body = await arrival.gather(GREATEST_FORM_BYTES)
        if not arrival.is_whole:
            body = b""  # every form refuses it by its length alone
            await arrival.discard()
        size = max(length or 0, arrival.received_bytes)
        return await self._hand_over(scope, body, outlet, size)

    async def _take_upload(
        self, scope: Scope, arrival: Arrival, length: int | None, outlet: Outlet
    ) -> Answer:
        is_small = length is None or length <= SMALL_UPLOAD_BYTES
        body = await arrival.gather(SMALL_UPLOAD_BYTES if is_small else _BEGINNING_BYTES)
        if arrival.is_whole:
            return await self._hand_over(scope, body, outlet, len(body))
        stream = Stream(arrival, body, self._deadlines.idle)
        del body  # the stream's now, which drops it when it has been read
        pumping = asyncio.create_task(stream.pump())
        try:
            environ = environ_of(scope, stream)
            return await self._crew.ask(environ, outlet, is_whole=False)
        finally:
            stream.forget(FORM_SECONDS)
            await pumping

    async def _hand_over(
        self, scope: Scope, body: bytes, outlet: Outlet, size: int | None = None
    ) -> Answer:
        environ = environ_of(scope, BytesIO(body))
        if size is not None:  # known by now, in chunks or not
            environ["CONTENT_LENGTH"] = str(size)
            environ.pop("HTTP_TRANSFER_ENCODING", None)
        return await self._crew.ask(environ, outlet)


def _nothing() -> None:
    """What there is to do before every request but the first."""
