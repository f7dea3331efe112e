"""What the service writes to its log: level, event, kind of exception. Nothing else, ever.

The log must not know the reporter, so it is an allow-list: a record gives up its level and the
name of the event, or for other people's loggers the name of the logger, and of an exception the
type and the line of our own code. Messages and arguments are dropped: they may hold values.
"""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final

EVENT: Final = "prongsai_event"
_LOGGER: Final = logging.getLogger("prongsai")


def log_event(event: str, *, level: int = logging.INFO, error: BaseException | None = None) -> None:
    """One line for an event; `event` is a constant of ours, never made from input."""
    _LOGGER.log(level, "", extra={EVENT: event}, exc_info=error)


class AllowListFormatter(logging.Formatter):
    """Formats a record as `level=… event=… [error=… at=…]`."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's line."""
        event = getattr(record, EVENT, None) or f"logger:{record.name}"
        line = f"level={record.levelname.lower()} event={event}"
        error = record.exc_info[1] if record.exc_info else None
        return line if error is None else f"{line} {describe(error)}"


def describe(error: BaseException) -> str:
    """The exception's type and where in our code it was raised; never its message."""
    name = type(error).__name__
    place = _place(error.__traceback__)
    return f"error={name} at={place}" if place else f"error={name}"


def _place(traceback: TracebackType | None) -> str:
    place = ""
    while traceback is not None:
        module = traceback.tb_frame.f_globals.get("__name__", "")
        if module.split(".")[0] in {"app", "web", "api", "service", "models", "crypto", "rules"}:
            place = f"{module}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


def set_up_log() -> None:
    """Make the allow-list the only way to write, in this process and all its threads."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AllowListFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _LOGGER.setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _last_resort("crashed")
    sys.unraisablehook = lambda problem: _report("unraisable", problem.exc_value)
    threading.excepthook = lambda problem: _report("thread_crashed", problem.exc_value)


# Python's own last resorts print messages, and with them values.
def _last_resort(event: str) -> Callable[..., None]:
    def hook(kind: type[BaseException], error: BaseException, _traceback: Any) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        _report(event, error)

    return hook


def _report(event: str, error: BaseException | None) -> None:
    log_event(event, level=logging.ERROR, error=error)
