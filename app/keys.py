"""The key file as the running service sees it: read when first needed and when it changes."""

import os
from pathlib import Path
from threading import Lock

from crypto.key_file import KeyFile, load


class KeyHolder:
    """Gives out the newest keys; a new agency's root arrives without a restart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._seen: tuple[int, ...] | None = None
        self._keys: KeyFile | None = None

    def current(self) -> KeyFile:
        """The keys in the file; raises KeyFileProblem, which says why not."""
        with self._lock:
            mark = self._mark()
            if self._keys is None or mark != self._seen:
                self._keys, self._seen = load(self._path), mark
            return self._keys

    def _mark(self) -> tuple[int, ...] | None:
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size, status.st_mode
