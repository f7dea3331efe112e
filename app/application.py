"""Flask as this house uses it: no route without a guard, no failure without an answer."""

import logging
from types import TracebackType
from typing import Any

from flask import Flask, Response, request

import api
from api import problems
from app.log import log_event
from rules.words import ERRORS
from service.errors import ServiceError
from web.uploads import ProngsaiRequest


class UnguardedRoute(RuntimeError):
    """A route without a guard: a bug of ours, found before the first request."""


class Prongsai(Flask):
    """Flask with our request class, two dressings for errors, and a log that knows no values."""

    request_class = ProngsaiRequest

    def handle_user_exception(self, e: Exception) -> Any:
        """The answer to an exception: a problem under /api, a page everywhere else."""
        if isinstance(e, ServiceError) and e.status >= 500:
            # A locked or full disk, a broken seal: refused politely, and whoever runs it must know.
            log_event(f"refused:{e.code}", level=logging.WARNING, error=e.__cause__ or e)
        if not request.path.startswith(f"{api.PREFIX}/"):
            return super().handle_user_exception(e)
        if problems.is_a_bug(e):
            self.log_exception((type(e), e, e.__traceback__))
        return problems.answer_problem(e)

    def handle_exception(self, e: Exception) -> Response:
        """The last resort, for when even the page that says so could not be drawn."""
        try:
            return super().handle_exception(e)
        except Exception as problem:
            if self.testing:
                raise
            log_event("page_failed", level=logging.ERROR, error=problem)
            words = ERRORS["internal"]
            plain = Response(f"{words.th}\n\n{words.en}\n", 500, mimetype="text/plain")
            return self.finalize_request(plain, from_error_handler=True)

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        """One line with the exception's type."""
        log_event("request_failed", level=logging.ERROR, error=exc_info[1])


def hear_people_out(app: Flask) -> None:
    """Read and forget what a refused request still sends, within its limits and its deadline.

    A browser shows our page only when it has sent everything; cut off, it shows its own.
    """

    @app.after_request
    def _drain(response: Response) -> Response:
        body = getattr(request, "body", None)
        if body is not None and response.status_code >= 300:
            body.drain()
        return response


def refuse_unguarded(app: Flask) -> None:
    """Deny by default: raise UnguardedRoute for a view that does not say who may call it."""
    views: dict[str, Any] = app.view_functions
    bare = sorted(name for name, view in views.items() if not getattr(view, "guard", None))
    if bare:
        raise UnguardedRoute(f"these routes name no guard: {', '.join(bare)}")
