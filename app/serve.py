"""The production server: granian, one worker, a fixed number of threads, no access log.

Granian keeps the connections, `app.front` takes bodies in and gives the threads whole requests.
It restarts its worker when that crashes; a worker whose parent is gone ends at once.
"""

import logging
import os
import sys
from functools import partial
from typing import Any, Final

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops, TaskImpl
from granian.http import HTTP1Settings
from granian.log import LogLevels

from app import create_app
from app.front import Front
from app.front.arrival import Deadlines
from app.front.arrivals import Room
from app.front.refusals import Refusals
from app.listener import end_unread_answers
from app.log import log_event, set_up_log
from app.process import die_with, keep_to_itself
from app.settings import Settings
from app.watch import start_watching
from web.uploads import is_upload

BACKLOG: Final = 1024
CONNECTIONS_MOST: Final = 2048
"""Granian accepts no more at once, silent or not. A silent one costs it ten kilobytes, one that
sends a header without end BUFFER_BYTES."""

BUFFER_BYTES: Final = 128 * 1024
HEADER_SECONDS: Final = 15
UNREAD_SECONDS: Final = 120  # a telephone may be in a tunnel for a while
LAST_SECONDS: Final = 30  # for requests under way when the service is told to stop
_FILES_OF_OURS: Final = 512

# Granian's own messages hold addresses and tracebacks: ours is the only formatter.
_LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"allow_list": {"()": "app.log.AllowListFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "allow_list"}},
    "loggers": {
        name: {"handlers": ["stderr"], "level": "ERROR", "propagate": False}
        for name in ("_granian", "granian.access")
    },
}


def serve(
    settings: Settings, *, deadlines: Deadlines | None = None, room: Room | None = None
) -> None:
    """Serve until told to stop (SIGTERM, SIGINT); requests under way are finished first.

    `deadlines` and `room` are for tests; no setting moves them.
    """
    set_up_log()
    keep_to_itself()
    server = Granian(
        "prongsai",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGINL,
        loop=Loops.asyncio,
        # The other one drives coroutines without tasks, and a deadline needs one to end.
        task_impl=TaskImpl.asyncio,
        workers=1,
        backlog=BACKLOG,
        backpressure=_connections_at_once(),
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=BUFFER_BYTES
        ),
        http=HTTPModes.http1,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_SECONDS,
    )
    log_event("serving")
    loader = partial(load, settings, os.getpid(), deadlines, room)
    server.serve(target_loader=loader, wrap_loader=False)
    log_event("stopped")


def load(
    settings: Settings, parent: int, deadlines: Deadlines | None = None, room: Room | None = None
) -> Front:
    """The application behind its front, in its worker."""
    die_with(parent)
    set_up_log()
    keep_to_itself()
    try:
        app = create_app(settings)
        start_watching(app.extensions["prongsai"])
        return Front(
            app,
            Refusals(app),
            threads=settings.threads,
            is_upload=is_upload,
            deadlines=deadlines,
            room=room,
            at_first=partial(end_unread_answers, UNREAD_SECONDS),
        )
    except Exception as problem:  # multiprocessing would print its message, and values in it
        log_event("cannot_start", level=logging.CRITICAL, error=problem)
        os._exit(1)


def _connections_at_once() -> int:
    """As many as this process may have files open, less what the service itself needs."""
    if sys.platform != "linux":
        return _FILES_OF_OURS
    import resource

    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = CONNECTIONS_MOST + _FILES_OF_OURS
    if most != resource.RLIM_INFINITY:
        files = min(files, most)
    if now != resource.RLIM_INFINITY and now < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(files - _FILES_OF_OURS, files // 2)
