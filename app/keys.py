"""The key file as the running service sees it: read when first needed and when it changes."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from crypto.key_file import KeyFile, load, save


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

    def pin_root(self, agency_id: bytes, public: bytes) -> None:
        """Pin an agency's root in the file, for everybody, at once and on the disk.

        Two processes that pin at the same moment wait for each other: none loses its root.
        """
        self.change(lambda keys: keys.with_root(agency_id, public))

    def change(self, change: Callable[[KeyFile], KeyFile]) -> None:
        """Save the keys as `change` makes them, whole or not at all, one process at a time."""
        with self._path.with_name(f"{self._path.name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            save(self._path, change(load(self._path)))

    def _mark(self) -> tuple[int, ...] | None:
        try:
            status = os.stat(self._path)
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size, status.st_mode
