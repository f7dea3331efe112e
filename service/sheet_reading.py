"""Sheets of the past read in a limited child process: CSV files and workbooks, as text alone.

The child is not believed: what it writes is counted and checked here before it is a `Sheet`.
"""

import json
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from rules.import_sheet import Sheet, SheetRow
from rules.import_table import NoTable, Table, sheet_of
from rules.words.import_words import SHEET_REFUSALS
from service import sheet_child as child_limits
from service.errors import InvalidInput, TooManyTries

__all__ = ["Sheet", "SheetRefused", "SheetRow", "read_sheet"]

SHEET_BYTES: Final = 5 * 1024 * 1024
CHILDREN_AT_ONCE: Final = 2
WALL_SECONDS: Final = 25.0
PATIENCE_SECONDS: Final = 60.0
TOLD_BYTES_MOST: Final = 64 * 1024 * 1024
_BROKEN: Final = 1
_CHILD: Final = Path(__file__).with_name("sheet_child.py")
_LIMITS: Final = {
    "sheet_too_large": SHEET_BYTES // (1024 * 1024),
    "sheet_too_many_rows": child_limits.ROWS_MOST,
    "sheet_too_many_columns": child_limits.COLUMNS_MOST,
    "sheet_cell_too_long": child_limits.CELL_LENGTH,
}
_places = threading.BoundedSemaphore(CHILDREN_AT_ONCE)


class SheetRefused(InvalidInput):
    """The file is not taken: `why` is one of `SHEET_REFUSALS`, `row` where it stands if known."""

    def __init__(self, why: str, row: int | None = None) -> None:
        super().__init__({"sheet": why}, limits={"sheet": _LIMITS.get(why, 0)})
        self.why = why
        self.row = row


def read_sheet(content: bytes, file_name: str, sheet_name: str = "") -> Sheet:
    """The table in the file: its heads, its rows, and the rows that are neither.

    What the file is, is told by its content; its name only settles what to say of one that is no
    sheet. `sheet_name` chooses among the sheets of a workbook, else the first that is shown and
    has anything in it is read. Raises SheetRefused, and TooManyTries when all places stay taken.
    """
    if not content:
        raise SheetRefused("sheet_empty")
    if len(content) > SHEET_BYTES:
        raise SheetRefused("sheet_too_large")
    try:
        table = _checked(_told_by_child(content, sheet_name))
        return sheet_of(table)
    except NoTable:
        raise SheetRefused("sheet_empty") from None
    except SheetRefused as refused:
        # A page of a website that was saved as .xls says so with the words for old files.
        if refused.why == "sheet_wrong_kind" and file_name.lower().endswith(".xls"):
            raise SheetRefused("sheet_old_format") from None
        raise


def _told_by_child(content: bytes, sheet_name: str) -> bytes:
    if not _places.acquire(timeout=PATIENCE_SECONDS):
        raise TooManyTries
    try:
        return _run_child(json.dumps({"sheet": sheet_name}).encode() + b"\n" + content)
    except OSError:
        raise SheetRefused("sheet_unreadable") from None
    finally:
        _places.release()


def _run_child(asked: bytes) -> bytes:
    """What the child wrote; never more than TOLD_BYTES_MOST of it are held here."""
    with subprocess.Popen(  # noqa: S603 -- our own program, told nothing on its command line
        [sys.executable, "-I", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
    ) as child:
        assert child.stdin and child.stdout  # noqa: S101 -- both were asked for
        deadline = threading.Timer(WALL_SECONDS, child.kill)
        feeder = threading.Thread(target=_feed, args=(child.stdin, asked))
        deadline.start()
        feeder.start()
        try:
            told = child.stdout.read(TOLD_BYTES_MOST + 1)
            status = _ended(child, len(told) > TOLD_BYTES_MOST)
        finally:
            child.kill()
            feeder.join()
            deadline.cancel()
    if status == _BROKEN or (status == 0 and not told):
        raise SheetRefused("sheet_unreadable")
    if status != 0:  # out of memory, out of time, or killed for either
        raise SheetRefused("sheet_too_heavy")
    return told


def _ended(child: subprocess.Popen[bytes], wrote_too_much: bool) -> int:
    if wrote_too_much:
        child.kill()
    return child.wait()


def _feed(pipe: IO[bytes], asked: bytes) -> None:
    """Hand the file over; a child that died stops listening, and its status tells."""
    with suppress(BrokenPipeError), pipe:
        pipe.write(asked)


def _checked(told: bytes) -> Table:
    """What the child wrote, when it is what the child should write."""
    try:
        first, *lines = told.decode().split("\n")
        about = json.loads(first)
        if "refused" in about:
            raise _refusal(about)
        rows = tuple(_row(json.loads(line)) for line in lines)
        merges = tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in about["merges"])
        names = tuple(map(str, about["names"]))
        kind, name = str(about["kind"]), str(about["name"])
        return Table(kind, name, names, str(about["encoding"]), rows, merges)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise SheetRefused("sheet_unreadable") from None


def _refusal(about: dict[str, Any]) -> SheetRefused:
    row = about.get("row")
    code = str(about["refused"])
    known = code if code in SHEET_REFUSALS else "sheet_unreadable"
    return SheetRefused(known, row if isinstance(row, int) else None)


def _row(line: list[Any]) -> tuple[int, tuple[str, ...]]:
    number, *cells = line
    if not isinstance(number, int) or not all(isinstance(cell, str) for cell in cells):
        raise TypeError
    return number, tuple(cells)
