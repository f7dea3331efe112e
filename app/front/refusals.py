"""The answers of the front itself, drawn once at the start: they cost no thread and no database."""

from typing import Final
from urllib.parse import parse_qs

from flask import Flask
from werkzeug.exceptions import ClientDisconnected, RequestTimeout

import api
from api.problems import answer_problem
from app.front.answers import Answer
from app.front.environ import Scope
from service.errors import Busy, ServiceError
from web.errors import answer_page

TOO_SLOW: Final = "too_slow"
INCOMPLETE: Final = "incomplete"
BUSY: Final = "busy"
INTERNAL: Final = "internal"

_WAIT_SECONDS: Final = "60"
_PLACES: Final = ("/", "/?lang=en", f"{api.PREFIX}/v1/")


class Refusals:
    """Too slow, cut short, busy, broken: as a page in two languages, as a problem under /api."""

    def __init__(self, app: Flask) -> None:
        errors = {
            TOO_SLOW: RequestTimeout(),
            INCOMPLETE: ClientDisconnected(),
            BUSY: Busy(),
            INTERNAL: ServiceError(),
        }
        self._answers = {
            (code, place): _draw(app, place, error)
            for code, error in errors.items()
            for place in _PLACES
        }

    def of(self, code: str, scope: Scope) -> Answer:
        """The refusal in the shape that was asked for; its connection ends with it."""
        return self._answers[code, _place(scope)]


def _place(scope: Scope) -> str:
    page, english, problem = _PLACES
    if scope["path"].startswith(f"{api.PREFIX}/"):
        return problem
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])
    return english if asked[0] == "en" else page


def _draw(app: Flask, place: str, error: Exception) -> Answer:
    with app.test_request_context(place, method="POST"):
        is_problem = place.startswith(f"{api.PREFIX}/")
        drawn = answer_problem(error) if is_problem else answer_page(error)
        response = app.process_response(drawn)
        # What the sender has not sent yet will not be read.
        response.headers["Connection"] = "close"
        if isinstance(error, Busy):
            response.headers["Retry-After"] = _WAIT_SECONDS
        headers = [(name.encode(), value.encode("latin-1")) for name, value in response.headers]
        return Answer(response.status_code, headers, response.get_data())
