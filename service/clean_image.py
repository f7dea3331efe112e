"""Pictures re-encoded in a limited child process: place, device and comments do not survive."""

import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from service.errors import TooManyTries
from service.evidence_kinds import JPEG, EvidenceKind

CHILDREN_AT_ONCE: Final = 2
WALL_SECONDS: Final = 25.0
PATIENCE_SECONDS: Final = 60.0
CLEANED_BYTES_MOST: Final = 64 * 1024 * 1024
_CHILD: Final = Path(__file__).with_name("image_child.py")
_places = threading.BoundedSemaphore(CHILDREN_AT_ONCE)


class CleaningFailed(Exception):
    """The picture could not be read within the limits; nothing of it may be used as clean."""


def clean_image(original: bytes, kind: EvidenceKind) -> bytes:
    """A new picture of the same kind that holds pixels alone.

    Raises CleaningFailed for what is not a sound picture, or is too large to open safely;
    TooManyTries when all places stay taken. Nothing touches the disk, and the child learns
    neither the file's name nor anything of this process's environment.
    """
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise TooManyTries
    try:
        return _run_child(original, "JPEG" if kind is JPEG else "PNG")
    except OSError:
        raise CleaningFailed from None
    finally:
        _places.release()


def _run_child(original: bytes, wanted: str) -> bytes:
    """What the child wrote; never more than CLEANED_BYTES_MOST of it are held here."""
    with subprocess.Popen(  # noqa: S603 -- our own program, told one word of ours
        [sys.executable, "-I", str(_CHILD), wanted],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
    ) as child:
        assert child.stdin and child.stdout  # noqa: S101 -- both were asked for
        deadline = threading.Timer(WALL_SECONDS, child.kill)
        feeder = threading.Thread(target=_feed, args=(child.stdin, original))
        deadline.start()
        feeder.start()
        try:
            cleaned = child.stdout.read(CLEANED_BYTES_MOST + 1)
            if len(cleaned) > CLEANED_BYTES_MOST:
                child.kill()
            status = child.wait()
        finally:
            child.kill()
            feeder.join()
            deadline.cancel()
    if status != 0 or not cleaned:
        raise CleaningFailed
    return cleaned


def _feed(pipe: IO[bytes], original: bytes) -> None:
    """Hand the picture over; a child that died stops listening, and its status tells."""
    with suppress(BrokenPipeError), pipe:
        pipe.write(original)
