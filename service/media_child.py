"""Makes one film or sound anew from standard input to standard output, inside its own limits.

Run as `python -I` by `clean_child` with one word, the kind's extension. Imports nothing of the
house; its parts stand in `media_parts`. Exit status 0: made anew without hidden parts; 13: a
build that is not known; any other: nothing may be used.
"""

import importlib
import os
import resource
import sys
from typing import Any

MEMORY_BYTES = 600 * 1024 * 1024
CPU_SECONDS = 20
NOT_UNDERSTOOD = 13
# Where the function stands that makes a kind anew.
WALKS = {
    "mp4": ("film", "rebuilt"),
    "mov": ("film", "rebuilt"),
    "3gp": ("film", "rebuilt"),
    "m4a": ("film", "rebuilt"),
    "mp3": ("mp3", "mp3"),
    "ogg": ("ogg", "ogg"),
    "wav": ("plain_sounds", "wav"),
    "amr": ("plain_sounds", "amr"),
}


def limit_self() -> None:
    """Bound memory and time; from here on no file, no socket and no process can be opened."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def part(name: str) -> Any:
    """A module of `media_parts`, which stands beside this file."""
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    try:
        return importlib.import_module(f"media_parts.{name}")
    finally:
        sys.path.pop()


def main() -> int:
    """0 when the new file was written whole; NOT_UNDERSTOOD or 1 for anything that is not right."""
    word = sys.argv[1] if len(sys.argv) == 2 else ""
    if word not in WALKS:
        return 1
    module, name = WALKS[word]
    made_anew = getattr(part(module), name)
    not_understood = part("boxes").NotUnderstood
    out = os.dup(1)
    os.dup2(2, 1)
    limit_self()
    try:
        with os.fdopen(out, "wb") as stream:
            for piece in made_anew(sys.stdin.buffer.read()):
                stream.write(piece)
    except not_understood:
        return NOT_UNDERSTOOD
    except Exception:  # a hostile file may be wrong in any way
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
