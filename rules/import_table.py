"""Finds the table in a sheet: where its heads stand, and which rows are no rows of it.

Nothing is known of the sheet but its cells as text and which of them are merged. A row is left out
only by what stands in it; whatever is in doubt stays a row, and is named when the rows are checked.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rules.import_columns import head_key, is_known
from rules.import_sheet import LeftOut, Sheet, SheetRow
from rules.thai_time import to_arabic_digits
from rules.words.import_words import UNNAMED_COLUMN

HEAD_ROWS: Final = 40
"""So far down the heads are looked for."""

_TIERS: Final = 3
_HEAD_LENGTH: Final = 200
_FIGURES: Final = re.compile(r"[\d\s.,/:()%-]*\d[\d\s.,/:()%-]*(?:เรื่อง|ราย|ครั้ง)?")
_TOTAL: Final = re.compile(
    r"(?:(?:ยอด)?รวม|ยอดยกไป|ยอดยกมา|grandtotal|total|sum)"
    r"(?:ทั้งสิ้น|ทั้งหมด|ทั้งปี|จำนวน|เป็น|เรื่อง|ร้องเรียน|ร้องทุกข์|ราย|ครั้ง|ประจำ|ปีงบประมาณ|ปี|พศ|เดือน|\d)*"
)
_SECTION: Final = re.compile(
    r"(?:ประจำ)?(?:ปีงบประมาณ|ปีงบ|ปีพศ|พศ|ปี|เดือน|ไตรมาส|รอบ|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม"
    r"|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม)[ก-๙\d]{0,40}"
)
_NO_COMPLAINT: Final = re.compile(
    r"ไม่(?:มี|ปรากฏ|พบ)(?:ผู้|เรื่อง|ข้อ|การ)?ร้อง(?:เรียน|ทุกข์)?[ก-๙\d]{0,30}"
)
_HAS_FIGURE: Final = re.compile(r"\d")
_SIGNATURE: Final = re.compile(r"(?:ลงชื่อ|ลงนาม|ผู้จัดทำ|ผู้บันทึก|ผู้ตรวจสอบ|ผู้รับรอง)[ก-๙\d]{0,60}")


class NoTable(Exception):
    """There is no row of heads with a row below it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as it was read: rows that are not empty, by the number that is shown beside them.

    A merge is its first row, first column, last row and last column; rows by their numbers, columns
    from nought. No two cover the same cell.
    """

    kind: str
    name: str
    names: tuple[str, ...]
    encoding: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()


def sheet_of(table: Table) -> Sheet:
    """The table's heads and rows; raises NoTable."""
    heads = _Heads(table)
    rows, left_out = _Body(table, heads).sorted_rows()
    if not rows:
        raise NoTable
    used = [
        column
        for column, name in enumerate(heads.names)
        if name or any(row.cells[column] for row in rows)
    ]
    return Sheet(
        table.kind,
        table.name,
        table.names,
        tuple(_distinct(heads.names[column] or _unnamed(column) for column in used)),
        tuple(SheetRow(row.number, tuple(row.cells[one] for one in used)) for row in rows),
        heads.top,
        left_out,
        table.encoding,
    )


class _Heads:
    """The row of heads, or its two or three tiers, and what stands above."""

    def __init__(self, table: Table) -> None:
        self.width = max((len(cells) for _number, cells in table.rows), default=0)
        self._cells = {
            number: _padded(cells, self.width) for number, cells in table.rows[: HEAD_ROWS + 2]
        }
        row = self._row_of_heads()
        self.top, self.bottom = self._tiers(row, table.merges)
        tiers = [_filled(self._cells, number, table.merges) for number in self._numbers()]
        self.names = tuple(_joined(tier[column] for tier in tiers) for column in range(self.width))
        self._keys = tuple(
            {head_key(self.names[column]), *(head_key(tier[column]) for tier in tiers)}
            for column in range(self.width)
        )
        above = (cells for number, cells in self._cells.items() if number < self.top)
        self.titles = {head_key(cell) for cells in above for cell in cells if cell}

    def are(self, cells: Sequence[str]) -> bool:
        """Whether a row says the heads again, as at the top of each printed page."""
        said = [(column, cell) for column, cell in enumerate(cells) if cell]
        return len(said) > 1 and all(head_key(cell) in self._keys[column] for column, cell in said)

    def _numbers(self) -> Iterator[int]:
        return (number for number in self._cells if self.top <= number <= self.bottom)

    def _row_of_heads(self) -> int:
        """The first row with about as many known heads as any; else the first that could be one."""
        likely = {
            number: sum(is_known(cell) for cell in cells)
            for number, cells in list(self._cells.items())[:HEAD_ROWS]
            if not any(map(_is_figures, cells))
        }
        best = max(likely.values(), default=0)
        for number, known in likely.items():
            if known >= 2 and known * 10 >= best * 6:
                return number
        for number in likely:
            said = [cell for cell in self._cells[number] if cell]
            if len(said) > 1 and len(set(said)) == len(said):
                return number
        raise NoTable

    def _tiers(self, row: int, merges: Sequence[tuple[int, int, int, int]]) -> tuple[int, int]:
        """The first and the last row of the heads: cells merged downwards tell of more tiers."""
        touching = [merge for merge in merges if merge[0] <= row <= merge[2] < row + _TIERS]
        down = [merge for merge in touching if merge[2] > merge[0]]
        top = max(min((merge[0] for merge in down), default=row), row - _TIERS + 1)
        bottom = max((merge[2] for merge in down), default=row)
        below = self._cells.get(row + 1)
        if bottom == row and below and not any(map(_is_figures, below)):
            across = [merge for merge in touching if merge[0] == row and merge[3] > merge[1]]
            if any(any(below[merge[1] : merge[3] + 1]) for merge in across):
                bottom = row + 1
        return top, bottom


@dataclass(slots=True)
class _Row:
    number: int
    cells: list[str]


class _Body:
    """The rows below the heads, sorted into those of the table and those that are not."""

    def __init__(self, table: Table, heads: _Heads) -> None:
        self._table = table
        self._heads = heads
        below = [merge for merge in table.merges if merge[0] > heads.bottom]
        self._covered = _covered(below)
        self._wide = {merge[0] for merge in below if (merge[3] - merge[1] + 1) * 2 > heads.width}

    def sorted_rows(self) -> tuple[list[_Row], tuple[LeftOut, ...]]:
        """The rows of the table, and those left out with the reason, in the file's order."""
        rows: list[_Row] = []
        left_out: list[LeftOut] = []
        for number, read in self._table.rows:
            if self._heads.top <= number <= self._heads.bottom:
                continue
            cells = _padded(read, self._heads.width)
            why = "title" if number < self._heads.top else self._why_not(number, cells)
            if not why and self._goes_on(number, cells, rows):
                why = "continued"
            if why:
                left_out.append(LeftOut(number, why))
            else:
                rows.append(_Row(number, self._with_covered(number, cells, rows)))
        return rows, tuple(left_out)

    def _why_not(self, number: int, cells: Sequence[str]) -> str:
        """Why the row is none of the table; "" when it is one."""
        said = [cell for cell in cells if cell]
        first = head_key(said[0])
        if self._heads.are(cells):
            return "repeated_header"
        if first in self._heads.titles and len(said) == 1:
            return "title"
        if len(said) > 2 and first == "1" and _counts_up(said):
            return "column_numbers"
        if _TOTAL.fullmatch(first) and all(map(_is_figures, said[1:])):
            return "total"
        if len(said) < 4 and _says_none(said):
            return "no_complaint"
        return self._alone(number, first) if len(said) == 1 else ""

    def _alone(self, number: int, key: str) -> str:
        """What a row with one cell is: a heading between rows, a signature; "" when in doubt."""
        if _SIGNATURE.fullmatch(key):
            return "signature"
        return "section" if number in self._wide or _SECTION.fullmatch(key) else ""

    def _goes_on(self, number: int, cells: Sequence[str], rows: Sequence[_Row]) -> bool:
        """Whether the row is the lower part of the one above: most of that one's cells reach down.

        Then what stands in it is joined to that row.
        """
        covered = self._covered.get(number, {})
        above = rows[-1] if rows else None
        if above is None or set(covered.values()) != {above.number} or len(covered) < 2:
            return False
        if len(covered) * 2 < sum(map(bool, above.cells)):
            return False
        for column, cell in enumerate(cells):
            if cell and column not in covered and cell != above.cells[column]:
                above.cells[column] = "\n".join(filter(None, (above.cells[column], cell)))
        return True

    def _with_covered(self, number: int, cells: list[str], rows: Sequence[_Row]) -> list[str]:
        """The cells, with what a merged cell says from further up."""
        for column, top in self._covered.get(number, {}).items():
            above = next((row for row in reversed(rows) if row.number <= top), None)
            if above is not None and above.number == top and not cells[column]:
                cells[column] = above.cells[column]
        return cells


def _covered(merges: Sequence[tuple[int, int, int, int]]) -> Mapping[int, dict[int, int]]:
    """By row and column: the first row of the merged cell that reaches down to there."""
    covered: dict[int, dict[int, int]] = {}
    for top, left, bottom, right in merges:
        for row in range(top + 1, bottom + 1):
            for column in range(left, right + 1):
                covered.setdefault(row, {})[column] = top
    return covered


def _filled(
    cells: Mapping[int, Sequence[str]], number: int, merges: Sequence[tuple[int, int, int, int]]
) -> list[str]:
    """A row of heads with every merged cell said in full."""
    filled = list(cells[number])
    for top, left, bottom, right in merges:
        if top <= number <= bottom and top in cells:
            for column in range(left, min(right + 1, len(filled))):
                filled[column] = cells[top][left]
    return filled


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _joined(parts: Iterator[str]) -> str:
    """A head of several tiers as one, each part once."""
    return " ".join(dict.fromkeys(" ".join(part.split()) for part in parts if part))[:_HEAD_LENGTH]


def _is_figures(cell: str) -> bool:
    """Whether the cell is a number, a sum or a day in figures: no head is."""
    return len(cell) < 40 and bool(_FIGURES.fullmatch(to_arabic_digits(cell)))


def _says_none(cells: Sequence[str]) -> bool:
    """Whether the cells say that nobody complained, and beside it when at most."""
    others = [cell for cell in cells if not _NO_COMPLAINT.fullmatch(head_key(cell))]
    return len(others) < len(cells) and all(
        _HAS_FIGURE.search(cell) or _SECTION.fullmatch(head_key(cell)) or not head_key(cell)
        for cell in others
    )


def _counts_up(cells: Sequence[str]) -> bool:
    """Whether the cells are (1), (2), (3) and so on: the columns counted below their heads."""
    return [head_key(cell) for cell in cells] == [str(one) for one in range(1, len(cells) + 1)]


def _distinct(names: Iterator[str]) -> Iterator[str]:
    """The names in order, a second one of the same told apart by its count."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _unnamed(column: int) -> str:
    """The name of a column without a head: its letter."""
    letters = ""
    place = column + 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return UNNAMED_COLUMN.th.format(letter=letters)
