"""Sheets of the past read in a limited child process: CSV files and workbooks, as text alone.

The child is not believed: what it writes is counted and checked here before it is a `Sheet`.
"""

import json
from typing import Any, Final

from rules.import_sheet import Sheet, SheetRow
from rules.import_table import NoTable, Table, sheet_of
from rules.words.import_words import SHEET_REFUSALS
from service import sheet_child as child_limits
from service.clean_child import ChildFailed, child_program, run_child
from service.errors import InvalidInput

__all__ = ["Sheet", "SheetRefused", "SheetRow", "read_sheet"]

SHEET_BYTES: Final = 5 * 1024 * 1024
TOLD_BYTES_MOST: Final = 64 * 1024 * 1024
_BROKEN: Final = 1
_CHILD: Final = child_program("sheet_child.py")
_LIMITS: Final = {
    "sheet_too_large": SHEET_BYTES // (1024 * 1024),
    "sheet_too_many_rows": child_limits.ROWS_MOST,
    "sheet_too_many_columns": child_limits.COLUMNS_MOST,
    "sheet_cell_too_long": child_limits.CELL_LENGTH,
}


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
    """What the child wrote; never more than TOLD_BYTES_MOST of it are held here."""
    asked = json.dumps({"sheet": sheet_name}).encode() + b"\n"
    told: list[bytes] = []
    try:
        status = run_child(_CHILD, "sheet", (asked, content), told.append, TOLD_BYTES_MOST)
    except ChildFailed:  # out of time, killed by a limit, or it wrote without end
        raise SheetRefused("sheet_too_heavy") from None
    if status == _BROKEN or (status == 0 and not told):
        raise SheetRefused("sheet_unreadable")
    if status != 0:  # out of memory
        raise SheetRefused("sheet_too_heavy")
    return b"".join(told)


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
