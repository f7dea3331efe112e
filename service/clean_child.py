"""The one way to hand a file of a stranger to a parser: a limited child, streamed in and out."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from service.errors import TooManyTries

CHILDREN_AT_ONCE: Final = 2
PATIENCE_SECONDS: Final = 90.0
CLEANED_BYTES_MOST: Final = 64 * 1024 * 1024
PIECE_BYTES: Final = 1024 * 1024
_places = threading.BoundedSemaphore(CHILDREN_AT_ONCE)


class ChildFailed(Exception):
    """The child wrote too much, was killed, or could not be started; nothing may be used."""


@dataclass(frozen=True)
class ChildProgram:
    """A program beside this one that runs as `python -I`, and how long it may take."""

    path: Path
    wall_seconds: float = 25.0


def child_program(name: str, wall_seconds: float = 25.0) -> ChildProgram:
    """The program of that name in this folder."""
    return ChildProgram(Path(__file__).with_name(name), wall_seconds)


def run_child(
    program: ChildProgram,
    word: str,
    original: Iterable[bytes],
    write: Callable[[bytes], object],
    most: int = CLEANED_BYTES_MOST,
) -> int:
    """The child's exit status, 0 or above; `write` was given every piece that it wrote.

    Memory here holds one piece each way. The child learns neither the file's name nor anything
    of this process's environment: one `word` of ours says what to make. Raises ChildFailed when
    the child was killed or wrote more than `most`, TooManyTries when all places stay taken, and
    whatever reading the original raises: then nothing that was written may be used.
    """
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise TooManyTries
    try:
        return _run(program, word, _Feeder(original), write, most)
    finally:
        _places.release()


class _Feeder:
    """Hands the file over on a thread of its own, and keeps what reading it raised."""

    def __init__(self, original: Iterable[bytes]) -> None:
        self._original = original
        self.problem: Exception | None = None

    def feed(self, child: "subprocess.Popen[bytes]", pipe: IO[bytes]) -> None:
        """Every piece; a child that died stops listening, and its status tells."""
        try:
            with suppress(BrokenPipeError), pipe:
                for piece in self._original:
                    pipe.write(piece)
        except Exception as problem:  # given back to the one who waits, below
            self.problem = problem
            child.kill()


def _run(
    program: ChildProgram,
    word: str,
    feeder: _Feeder,
    write: Callable[[bytes], object],
    most: int,
) -> int:
    with _start(program, word) as child:
        assert child.stdin and child.stdout  # noqa: S101 -- both were asked for
        deadline = threading.Timer(program.wall_seconds, child.kill)
        hands = threading.Thread(target=feeder.feed, args=(child, child.stdin))
        deadline.start()
        hands.start()
        try:
            has_kept_within = _take(child.stdout, write, most)
            if not has_kept_within:
                child.kill()
            status = child.wait()
        finally:
            child.kill()
            hands.join()
            deadline.cancel()
    if feeder.problem:
        raise feeder.problem
    if status < 0 or not has_kept_within:
        raise ChildFailed
    return status


def _start(program: ChildProgram, word: str) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603 -- our own program, told one word of ours
            [sys.executable, "-I", str(program.path), word],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
        )
    except OSError:
        raise ChildFailed from None


def _take(pipe: IO[bytes], write: Callable[[bytes], object], most: int) -> bool:
    """Whether the child wrote no more than `most`; every piece went on as it came."""
    taken = 0
    while piece := pipe.read(PIECE_BYTES):
        taken += len(piece)
        if taken > most:
            return False
        write(piece)
    return True
