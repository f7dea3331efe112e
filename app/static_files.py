"""Style sheets, fonts and scripts, held in memory, compressed once, cached by their content.

Every address made by `url_for("static", …)` carries `?v=` and a piece of the content's hash, so
that a browser may keep a file for a year and an upgrade is seen at once.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, abort, request

from app.compression import is_worth_it
from web.guards import guarded

_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
_FOR_A_MOMENT: Final = "public, max-age=300"


@dataclass(frozen=True)
class StaticFile:
    """One file's bytes, as they are and compressed (None when that gains nothing)."""

    body: bytes
    compressed: bytes | None
    content_type: str
    version: str


def load_static_files(folder: Path) -> dict[str, StaticFile]:
    """Every file under the folder, by its path with slashes."""
    return {
        path.relative_to(folder).as_posix(): _load(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def _load(path: Path) -> StaticFile:
    body = path.read_bytes()
    content_type = _TYPES.get(path.suffix) or (
        mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    )
    worth_it = is_worth_it(content_type.partition(";")[0], len(body))
    return StaticFile(
        body=body,
        compressed=gzip.compress(body, 9, mtime=0) if worth_it else None,
        content_type=content_type,
        version=hashlib.sha256(body).hexdigest()[:12],
    )


def serve_static_files(app: Flask, folder: Path) -> None:
    """Answer `/static/…` from memory, and date addresses by content."""
    files = load_static_files(folder)

    @guarded("public")
    def static(filename: str) -> Response:
        """The file, or 404."""
        file = files.get(filename)
        if file is None:
            abort(404)
        return _answer(file)

    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=static)

    @app.url_defaults
    def _add_version(endpoint: str, values: dict[str, Any]) -> None:
        file = files.get(values.get("filename", "")) if endpoint == "static" else None
        if file is not None:
            values.setdefault("v", file.version)


def _answer(file: StaticFile) -> Response:
    takes_gzip = file.compressed is not None and request.accept_encodings.find("gzip") >= 0
    body = file.compressed if takes_gzip else file.body
    response = Response(body, content_type=file.content_type)
    response.headers["Cache-Control"] = (
        _FOR_A_YEAR if request.args.get("v") == file.version else _FOR_A_MOMENT
    )
    response.vary.add("Accept-Encoding")
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    return response
