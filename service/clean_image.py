"""Pictures re-encoded in a limited child process: place, device and comments do not survive."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from service.errors import TooManyTries
from service.evidence_kinds import JPEG, EvidenceKind

CHILDREN_AT_ONCE: Final = 2
WALL_SECONDS: Final = 25
PATIENCE_SECONDS: Final = 60
_CHILD: Final = Path(__file__).with_name("image_child.py")
_places = threading.BoundedSemaphore(CHILDREN_AT_ONCE)


class CleaningFailed(Exception):
    """The picture could not be read within the limits; nothing of it may be used as clean."""


def clean_image(original: bytes, kind: EvidenceKind) -> bytes:
    """A new picture of the same kind that holds pixels alone.

    Raises CleaningFailed for what is not a sound picture, or is too large to open safely;
    TooManyTries when all places stay taken. Nothing touches the disk.
    """
    wanted = "JPEG" if kind is JPEG else "PNG"
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise TooManyTries
    try:
        finished = subprocess.run(
            [sys.executable, "-I", str(_CHILD), wanted],
            input=original,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            cwd="/",
            env={},
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        raise CleaningFailed from None
    finally:
        _places.release()
    if finished.returncode != 0 or not finished.stdout:
        raise CleaningFailed
    return finished.stdout
