"""The threads that run Flask: as many as the settings say, each given only what can go on."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from app.front.answers import Answer, Application, Outlet, Rest, ask
from app.front.arrival import Gone

Made = TypeVar("Made")


class Crew:
    """So many threads, and a queue before them that a client may leave."""

    def __init__(self, application: Application, threads: int) -> None:
        self._application = application
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._at_work = 0

    async def ask(
        self, environ: dict[str, Any], outlet: Outlet, *, is_whole: bool = True
    ) -> Answer:
        """The application's answer; Gone when its client has left the queue.

        A request whose body still comes (`is_whole` is false) is not watched: its body tells.
        """
        errand = partial(ask, self._application, environ)
        return await self._run(errand, outlet if is_whole else None)

    async def give(self, answer: Answer, outlet: Outlet) -> None:
        """Send an answer, and make the rest of it while it is taken."""
        await outlet.begin(answer)
        if answer.rest is None:
            await outlet.give(answer.body)
            return
        try:
            outlet.watch()
            await outlet.give(answer.body, is_last=False)
            await self._give_rest(answer.rest, outlet)
        finally:
            outlet.look_away()
            await self._run(answer.rest.close)

    async def _give_rest(self, rest: Rest, outlet: Outlet) -> None:
        while (piece := await self._run(partial(next, rest.pieces, None))) is not None:
            await outlet.give(piece, is_last=False)
        await outlet.give(b"")

    async def _run(self, errand: Callable[[], Made], outlet: Outlet | None = None) -> Made:
        self._at_work += 1
        try:
            work = self._pool.submit(errand)
            waiting = asyncio.wrap_future(work)
            if outlet is not None and self._at_work > self._threads:
                await self._queue(work, waiting, outlet)
            return await waiting
        finally:
            self._at_work -= 1

    async def _queue(
        self, work: Future[Made], waiting: asyncio.Future[Made], outlet: Outlet
    ) -> None:
        """Wait until the work is done, or can be spared because its client has left."""
        either: set[asyncio.Future[Any]] = {waiting, outlet.watch()}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            outlet.look_away()
        if not waiting.done() and work.cancel():
            raise Gone
