"""A ZIP written while it is sent: no file on the disk, and never more than a piece in memory."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date

_PIECE_BYTES = 64 * 1024


class _Pipe:
    """What `zipfile` writes, held until it is taken; it cannot be sought in, and zipfile copes."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, piece: bytes) -> int:
        """How many bytes were taken: all of them."""
        self._held += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing lies further on."""

    def __len__(self) -> int:
        return len(self._held)

    def take(self) -> bytes:
        """All that was held, and holds it no longer."""
        taken = bytes(self._held)
        self._held.clear()
        return taken


class ZipStream:
    """Entries go in one after another; what comes out of `add` and `end` joined is the ZIP."""

    def __init__(self, day: date) -> None:
        # Every entry carries the day alone: the instant of an entry is nobody's business.
        self._moment = (day.year, day.month, day.day, 0, 0, 0)
        self._pipe = _Pipe()
        self._archive = zipfile.ZipFile(self._pipe, "w")  # type: ignore[call-overload]

    def add(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The ZIP's next bytes, with an entry of that name and content in them."""
        entry = zipfile.ZipInfo(name, self._moment)
        # Deflated even where it gains nothing: readers stumble over stored entries whose size
        # was not known when they began.
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self._archive.open(entry, "w") as opened:
            for piece in pieces:
                opened.write(piece)
                if len(self._pipe) >= _PIECE_BYTES:
                    yield self._pipe.take()
        yield self._pipe.take()

    def end(self) -> Iterator[bytes]:
        """The last bytes; without them the ZIP does not open."""
        self._archive.close()
        yield self._pipe.take()
