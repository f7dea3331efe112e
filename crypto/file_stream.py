"""A place for an upload: what comes in is sealed at once, so that no plaintext meets the disk."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from crypto.primitives import KEY_BYTES, StreamDecryptor, random_bytes, stream_encryptor

MEMORY_BYTES: Final = 256 * 1024
CHUNK_BYTES: Final = 1024 * 1024
_CONTEXT: Final = b"prongsai spool/v1"


class SpoolFull(Exception):
    """More was written than the spool takes."""


class SealedSpool(io.RawIOBase):
    """Write once, then read back: sealed under a random key that lives in this object alone.

    Up to 256 KiB stay in memory, as ciphertext too; beyond that a file without a name, 0600,
    in `directory`. A killed process leaves nothing, and nothing that would open.
    """

    def __init__(self, directory: Path, limit_bytes: int | None = None) -> None:
        super().__init__()
        self._directory = directory
        self._limit_bytes = limit_bytes
        self._key = random_bytes(KEY_BYTES)
        self._encryptor = stream_encryptor(self._key, _CONTEXT)
        self._sealed: IO[bytes] = io.BytesIO()
        self._head = b""
        self._is_on_disk = False
        self._is_finished = False
        self.size = 0

    def beside(self, limit_bytes: int) -> "SealedSpool":
        """Another, empty one in the same folder, under a key of its own."""
        return SealedSpool(self._directory, limit_bytes)

    def writable(self) -> bool:
        """True: a multipart parser asks."""
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        """Seal the next piece; SpoolFull beyond the limit, nothing of it is kept."""
        if self._is_finished:
            raise ValueError("the spool is finished")
        if self._limit_bytes is not None and self.size + len(piece) > self._limit_bytes:
            raise SpoolFull
        self._head += piece[: max(0, CHUNK_BYTES // 256 - len(self._head))]
        self.size += len(piece)
        self._sealed.write(self._encryptor.update(piece))
        if not self._is_on_disk and self.size > MEMORY_BYTES:
            self._move_to_disk()
        return len(piece)

    def seekable(self) -> bool:
        """True: Werkzeug goes back to the start of a part that it has read."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Only back to the start, which ends the writing."""
        if offset or whence:
            raise ValueError("a spool goes back to its start only")
        self.finish()
        return 0

    def head(self, size: int) -> bytes:
        """The first bytes of what was written, 4 KiB at most."""
        return self._head[:size]

    def finish(self) -> None:
        """Nothing more will be written; the last sealed bytes are put down."""
        if not self._is_finished:
            self._sealed.write(self._encryptor.finalize())
            self._is_finished = True

    def chunks(self, size: int = CHUNK_BYTES) -> Iterator[bytes]:
        """What was written, in pieces of about `size`, ended only when its end was verified.

        SealBroken when the file was changed underneath.
        """
        self.finish()
        self._sealed.seek(0)
        decryptor = StreamDecryptor(self._key, _CONTEXT)
        while sealed := self._sealed.read(size):
            opened = decryptor.update(sealed)
            if opened:
                yield opened
        last = decryptor.finalize()
        if last:
            yield last

    def close(self) -> None:
        """Let go of file and key."""
        self._sealed.close()
        self._key = b""
        super().close()

    def _move_to_disk(self) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        # 0600; on Linux it never has a name, elsewhere it loses it at once.
        file = tempfile.TemporaryFile(dir=self._directory, prefix="upload-")  # noqa: SIM115
        file.write(self._sealed.getvalue())  # type: ignore[attr-defined]
        self._sealed = file
        self._is_on_disk = True
