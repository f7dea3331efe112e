"""Answers made small in our own process, so that no proxy is needed to keep pages light."""

import gzip
from typing import Final

from flask import Flask, Response, request

SMALLEST_BYTES: Final = 500
LEVEL: Final = 6
_TYPES: Final = frozenset(
    {
        "text/html", "text/css", "text/csv", "text/javascript", "text/plain", "image/svg+xml",
        "application/json", "application/problem+json",
    }
)  # fmt: skip


def is_worth_it(mimetype: str, size_bytes: int) -> bool:
    """Whether a body of this type and size gets smaller by more than the header costs."""
    return mimetype in _TYPES and size_bytes > SMALLEST_BYTES


def compress_answers(app: Flask) -> None:
    """Compress every whole answer whose client takes gzip. Streams pass as they are."""

    @app.after_request
    def _compress(response: Response) -> Response:
        if response.is_streamed or response.headers.get("Content-Encoding"):
            return response
        if not is_worth_it(response.mimetype, response.content_length or 0):
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.find("gzip") >= 0:
            # No time in it: two answers of the same words are the same bytes.
            response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response
