"""What comes in: counted, given a deadline, and never laid on the disk in clear.

`app.front` has gathered a form before it comes here; only a large upload is still on its way.
"""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import BoundedSemaphore
from typing import IO, Any, Final

from flask import Flask, Request, current_app
from werkzeug.exceptions import RequestTimeout

from rules import limits
from service.errors import Busy, TooLarge

FORM_SECONDS: Final = 120
"""Half a megabyte at 40 kbit/s takes 105."""

DRAIN_BYTES: Final = 200 * 1024 * 1024
_PIECE_BYTES: Final = 64 * 1024
_UPLOAD_PLACES: Final = "prongsai_upload_places"
_COMING_PLACES: Final = "prongsai_coming_places"
_UPLOAD_PATH: Final = re.compile(
    r"/[^/]+/f/evidence|/desk/cases/[^/]+/scan|/desk/disclosure/channel|/desk/import"
    r"|/desk/settings/letter-head"
)


def is_upload(method: str, path: str) -> bool:
    """Whether a request there brings a file, and may be larger than any form."""
    return method == "POST" and _UPLOAD_PATH.fullmatch(path) is not None


class Body:
    """A request's body that ends where its length says, and that must come before a deadline."""

    def __init__(self, source: Any, length: int | None, seconds: float = FORM_SECONDS) -> None:
        self._source = source
        self._left = length
        self._ends = time.monotonic() + seconds

    @property
    def is_coming(self) -> bool:
        """Whether it is still on its way, taken in by somebody else; else it is all there."""
        return hasattr(self._source, "forget")

    def allow(self, seconds: float) -> None:
        """Set the deadline to that many seconds from now."""
        self._ends = time.monotonic() + seconds

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; RequestTimeout after the deadline."""
        if time.monotonic() > self._ends:
            raise RequestTimeout
        size = -1 if size is None else size
        if self._left is not None:
            size = self._left if size < 0 else min(size, self._left)
        if size == 0:
            return b""
        piece: bytes = self._source.read(size)
        if self._left is not None:
            self._left -= len(piece)
        return piece

    def drain(self, most: int = DRAIN_BYTES) -> None:
        """Read and forget what still comes: a browser shows our page only when it has sent all.

        A body that is still on its way is forgotten by whoever takes it in, and costs no thread.
        """
        if self.is_coming:
            self._source.forget(max(0.0, self._ends - time.monotonic()))
            self._left = 0
            return
        try:
            while most > 0 and (piece := self.read(min(_PIECE_BYTES, most))):
                most -= len(piece)
        except (OSError, RequestTimeout):
            return


class ProngsaiRequest(Request):
    """A request whose files go to sealed places, one file at most."""

    def __init__(self, environ: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(environ, *args, **kwargs)
        self._spools: list[Any] = []
        length = self.content_length
        if length is None and not environ.get("wsgi.input_terminated"):
            length = 0  # nothing tells where the body ends, so none of it may be read
        self.body = Body(environ["wsgi.input"], length)
        environ["wsgi.input"] = self.body

    def _get_file_stream(self, *_args: Any, **_kwargs: Any) -> IO[bytes]:
        if self._spools:
            raise TooLarge
        spool: IO[bytes] = current_app.extensions["prongsai"].spool()
        self._spools.append(spool)
        return spool

    def close(self) -> None:
        """Give back the sealed places, also of an upload that broke off."""
        super().close()
        for spool in self._spools:
            spool.close()


def limit_uploads(app: Flask) -> None:
    """At most half of the threads take uploads, so that filing always finds one.

    Of these places one is kept, where there are several, for files that have come as a whole:
    whoever sends slowly on purpose can hold the others only.
    """
    places = max(1, app.extensions["prongsai"].settings.threads // 2)
    app.extensions[_UPLOAD_PLACES] = BoundedSemaphore(places)
    app.extensions[_COMING_PLACES] = BoundedSemaphore(max(1, places - 1))


@contextmanager
def upload_place(request: ProngsaiRequest) -> Iterator[None]:
    """A place for one upload with its sizes and its deadline; Busy when all are taken.

    What is left of a refused body is drained while the place is still held.
    """
    with ExitStack() as taken:
        if request.body.is_coming:
            taken.enter_context(_place(_COMING_PLACES))
        taken.enter_context(_place(_UPLOAD_PLACES))
        request.max_content_length = limits.FILE_BYTES + _PIECE_BYTES
        request.body.allow(limits.UPLOAD_SECONDS)
        try:
            yield
        finally:
            request.body.drain()


@contextmanager
def _place(name: str) -> Iterator[None]:
    places: BoundedSemaphore = current_app.extensions[name]
    if not places.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        places.release()
