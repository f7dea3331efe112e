"""A file of sealed records on its way to somebody who opens them elsewhere.

Layout: "PRSX" | version(1) | agency(16) | records | end. Record: tag(1) | count(1) | count times:
length(4) | bytes. End: tag 0 with one field, SHA-256 of everything before it; then nothing more.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final

from crypto.primitives import SealBroken, equal

MAGIC: Final = b"PRSX"
VERSION: Final = 1
ID_BYTES: Final = 16
END: Final = 0
# A sealed text is far smaller, a piece of a file has 1 MiB: nobody makes us hold more in memory.
FIELD_BYTES_MOST: Final = 8 * 1024 * 1024


@dataclass(frozen=True)
class Record:
    """One record; what its fields mean depends on the tag."""

    tag: int
    fields: tuple[bytes, ...] = field(repr=False)


class RecordWriter:
    """Writes records one after another; without `finish` the file is not one."""

    def __init__(self, file: IO[bytes], agency: bytes) -> None:
        if len(agency) != ID_BYTES:
            raise ValueError("an id has 16 bytes")
        self._file = file
        self._hash = hashlib.sha256()
        self._put(MAGIC + bytes((VERSION,)) + agency)

    def write(self, tag: int, *fields: bytes) -> None:
        """One record, its tag from 1 to 255."""
        if any(len(one) > FIELD_BYTES_MOST for one in fields):
            raise ValueError("a field is too long")
        self._put(bytes((tag, len(fields))))
        for one in fields:
            self._put(len(one).to_bytes(4, "big"))
            self._put(one)

    def finish(self) -> None:
        """The end, with the hash of all that was written."""
        self.write(END, self._hash.digest())

    def _put(self, piece: bytes) -> None:
        self._hash.update(piece)
        self._file.write(piece)


class RecordReader:
    """Reads records; SealBroken for whatever is not such a file, whole and unchanged."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        head = self._take(len(MAGIC) + 1 + ID_BYTES)
        if head[: len(MAGIC) + 1] != MAGIC + bytes((VERSION,)):
            raise SealBroken
        self.agency = head[-ID_BYTES:]

    def __iter__(self) -> Iterator[Record]:
        """Every record but the end; the end is checked before the last step returns."""
        while True:
            written = self._hash.digest()
            record = self._next()
            if record.tag != END:
                yield record
                continue
            if len(record.fields) != 1 or not equal(record.fields[0], written):
                raise SealBroken
            if self._file.read(1):
                raise SealBroken
            return

    def _next(self) -> Record:
        tag, count = self._take(2)
        return Record(tag, tuple(self._field() for _ in range(count)))

    def _field(self) -> bytes:
        length = int.from_bytes(self._take(4), "big")
        if length > FIELD_BYTES_MOST:
            raise SealBroken
        return self._take(length)

    def _take(self, size: int) -> bytes:
        piece = self._file.read(size)
        if len(piece) != size:
            raise SealBroken
        self._hash.update(piece)
        return piece


def check_whole_file(file: IO[bytes]) -> bytes:
    """The agency's id of a file that is whole; the file stands at its start again. SealBroken."""
    reader = RecordReader(file)
    for _record in reader:
        pass
    file.seek(0)
    return reader.agency
