"""Pages that were drawn before, kept by what they were drawn from.

A published version never changes, so a page of it is drawn once: later visits cost a look at the
list of versions, and a browser that has the page already is told so without any drawing.
"""

import hashlib
import threading
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import Final

from flask import current_app

MOST_KEPT: Final = 256
_SHOWN: Final = "prongsai_drawn_pages"
_ROOT: Final = Path(__file__).resolve().parent.parent
_DRAWS: Final = ("web", "rules", "service")
_SOURCES: Final = (".py", ".html", ".css", ".typ", ".svg")


class DrawnPages:
    """Bodies by their tag, the one used longest ago let go first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, tag: str) -> bytes | None:
        """The body kept under the tag, or None."""
        with self._lock:
            body = self._bodies.get(tag)
            if body is not None:
                self._bodies.move_to_end(tag)
            return body

    def keep(self, tag: str, body: bytes) -> None:
        """Keep the body; beyond the limit the oldest goes."""
        with self._lock:
            self._bodies[tag] = body
            self._bodies.move_to_end(tag)
            while len(self._bodies) > self._most:
                self._bodies.popitem(last=False)

    def __len__(self) -> int:
        return len(self._bodies)


def drawn_pages() -> DrawnPages:
    """The pages kept by the application that answers."""
    kept: DrawnPages = current_app.extensions.setdefault(_SHOWN, DrawnPages())
    return kept


def tag_of(*parts: object) -> str:
    """A short stable name for what a page is drawn from, and for the program that draws it."""
    said = "\x1f".join((program_version(), *(repr(part) for part in parts)))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@cache
def program_version() -> str:
    """A digest of every source that has a part in drawing: another program, another page."""
    whole = hashlib.sha256()
    for folder in _DRAWS:
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.suffix in _SOURCES and path.is_file():
                whole.update(path.relative_to(_ROOT).as_posix().encode())
                whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
