"""The production server: granian, one worker, a fixed number of threads, no access log.

Granian hands bodies over as they are read, so a large upload costs no memory here. It restarts
its worker when that crashes; a worker whose parent is gone ends at once.
"""

import logging
import os
from functools import partial
from typing import Any, Final

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from app import create_app
from app.log import log_event, set_up_log
from app.process import die_with, keep_to_itself
from app.settings import Settings

BACKLOG: Final = 256
HEADER_SECONDS: Final = 15
LAST_SECONDS: Final = 30  # for requests under way when the service is told to stop

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


def serve(settings: Settings) -> None:
    """Serve until told to stop (SIGTERM, SIGINT); requests under way are finished first."""
    set_up_log()
    keep_to_itself()
    server = Granian(
        "prongsai",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.threads,
        backlog=BACKLOG,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        http=HTTPModes.http1,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_SECONDS,
    )
    log_event("serving")
    server.serve(target_loader=partial(load, settings, os.getpid()), wrap_loader=False)
    log_event("stopped")


def load(settings: Settings, parent: int) -> Flask:
    """The application, in its worker."""
    die_with(parent)
    set_up_log()
    keep_to_itself()
    try:
        return create_app(settings)
    except Exception as problem:  # multiprocessing would print its message, and values in it
        log_event("cannot_start", level=logging.CRITICAL, error=problem)
        os._exit(1)
