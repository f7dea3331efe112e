"""The table that stands in a sheet: its column heads, its rows, and what is neither.

A register of several years has titles above, heads in two tiers and again at each page, headings
between the months, merged cells and a total below. What is left out is named by its row, so that
nothing goes unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the table; `number` is the one that a spreadsheet program shows beside it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of the file that is no row of the table, and why (`rules.words.import_words`)."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: every row has as many cells as there are heads, all of them text.

    `name` is the sheet that was read and `names` are all that a workbook has, hidden ones too;
    both are empty for a CSV file, which has an `encoding` instead.
    """

    kind: str
    name: str
    names: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    header_row: int
    left_out: tuple[LeftOut, ...] = ()
    encoding: str = ""


def sheet_to_plain(sheet: Sheet) -> dict[str, Any]:
    """The sheet as JSON has it."""
    return {
        "kind": sheet.kind,
        "name": sheet.name,
        "names": list(sheet.names),
        "headers": list(sheet.headers),
        "rows": [[row.number, *row.cells] for row in sheet.rows],
        "header_row": sheet.header_row,
        "left_out": [[row.number, row.why] for row in sheet.left_out],
        "encoding": sheet.encoding,
    }


def sheet_from_plain(plain: Mapping[str, Any]) -> Sheet:
    """The sheet that `sheet_to_plain` wrote."""
    return Sheet(
        plain["kind"],
        plain["name"],
        tuple(plain["names"]),
        tuple(plain["headers"]),
        tuple(SheetRow(number, tuple(cells)) for number, *cells in plain["rows"]),
        plain["header_row"],
        tuple(LeftOut(number, why) for number, why in plain["left_out"]),
        plain["encoding"],
    )
