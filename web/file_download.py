"""A file of a case as a download: whatever is in it, no browser shows it or runs it."""

from collections.abc import Iterator

from flask import Response

from service.open_attachment import AttachmentFile


def file_download(file: AttachmentFile) -> Response:
    """The answer that sends the file under its neutral name, and lets go of it afterwards."""
    response = Response(_pieces(file), content_type="application/octet-stream")
    response.headers["Content-Length"] = str(file.size_bytes)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.call_on_close(file.close)
    return response


def _pieces(file: AttachmentFile) -> Iterator[bytes]:
    yield from file.chunks
