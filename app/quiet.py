"""The first thing a request meets: everything that could tell who sends it is dropped.

An allow-list, so that a header invented tomorrow is dropped too. It stands before Flask, for
every route: an address that never comes in can neither be logged nor be stored by mistake.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

from werkzeug.wrappers import Response

from app.headers import ALWAYS
from app.settings import Settings
from rules.words import ERRORS

LINE_APP: Final = "prongsai.line_app"
"""Environ key of the one bit kept of User-Agent: LINE's in-app browser."""

_KEPT: Final = frozenset(
    {
        "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE",
        "CONTENT_LENGTH", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST",
        "HTTP_COOKIE", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ORIGIN",
        "HTTP_SEC_FETCH_SITE", "HTTP_SEC_FETCH_MODE", "HTTP_SEC_FETCH_DEST",
        "HTTP_TRANSFER_ENCODING", "HTTP_IDEMPOTENCY_KEY", "HTTP_IF_NONE_MATCH",
        "HTTP_X_LINE_SIGNATURE",
    }
)  # fmt: skip
# No page can be drawn for a name that no address can be made of: labels of 64 letters, or none.
_HOST: Final = re.compile(
    r"([a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?|\[[0-9a-f:.]{2,45}\])(:[0-9]{1,5})?", re.IGNORECASE
)
_KEPT_PREFIXES: Final = ("wsgi.", "werkzeug.", "flask.")


class Quiet:
    """A WSGI application in front of another that never sees who asks."""

    def __init__(self, application: Any, settings: Settings) -> None:
        self._application = application
        self._settings = settings

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The answer of the application behind; a refusal for a host that is no host's name."""
        if not _HOST.fullmatch(environ.get("HTTP_HOST") or "localhost"):
            return _refuse_host()(environ, start_response)
        kept = {
            name: value
            for name, value in environ.items()
            if name in _KEPT or name.startswith(_KEPT_PREFIXES)
        }
        kept[LINE_APP] = "Line/" in environ.get("HTTP_USER_AGENT", "")
        kept["wsgi.url_scheme"] = self._scheme(environ)
        answer: Iterable[bytes] = self._application(kept, start_response)
        return answer

    def _scheme(self, environ: dict[str, Any]) -> str:
        # The proxy in front takes https off. Its X-Forwarded-Proto could be anybody's, so it is
        # the configured public address that says what the visitor's connection was.
        settings = self._settings
        asked_for = environ.get("HTTP_HOST", "").lower()
        if settings.is_https and asked_for == settings.public_host:
            return "https"
        return str(environ.get("wsgi.url_scheme", "http"))


def _refuse_host() -> Response:
    words = ERRORS["not_found"]
    headers = ALWAYS | {"Cache-Control": "no-store"}
    return Response(f"{words.th}\n\n{words.en}\n", 400, headers, mimetype="text/plain")
