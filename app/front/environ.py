"""What Flask is told of a request: everything but who sends it."""

import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, Final
from urllib.parse import unquote_to_bytes

Scope = MutableMapping[str, Any]
Headers = Iterable[tuple[bytes, bytes]]

_PLAIN: Final = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}
_ALWAYS: Final[dict[str, Any]] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
    # Not in PEP 3333, but Werkzeug then reads bodies whose length nobody declared.
    "wsgi.input_terminated": True,
}


def environ_of(scope: Scope, source: Any) -> dict[str, Any]:
    """The WSGI environ of an ASGI scope, its body to be read from `source`.

    `scope["client"]` is not looked at: the address of the sender ends here.
    """
    server, port = (scope.get("server") or ("localhost", 80))[:2]
    raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
    return {
        **_ALWAYS,
        **_named(scope["headers"]),
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server),
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.input": source,
    }


def declared_length(headers: Headers) -> int | None:
    """The length of the body to come: 0 for none, None when it comes in chunks."""
    length = 0
    for name, value in headers:
        if name == b"transfer-encoding":
            return None
        if name == b"content-length":
            length = int(value)
    return length


def _named(headers: Headers) -> dict[str, str]:
    named: dict[str, str] = {}
    for raw_name, raw_value in headers:
        # X_Y and X-Y would be one name in an environ, so that a forged one could pass for ours.
        if b"_" in raw_name:
            continue
        key = _PLAIN.get(raw_name) or "HTTP_" + raw_name.decode("latin-1").upper().replace("-", "_")
        value = raw_value.decode("latin-1")
        joint = "; " if raw_name == b"cookie" else ","
        named[key] = f"{named[key]}{joint}{value}" if key in named else value
    return named
