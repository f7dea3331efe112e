"""Counts too small to publish, hidden so that neither totals nor this rule give them back.

One mark stands for every hidden cell, small or not. The reader is taken to know every visible
cell, every published total, the total of the mandated table, and this very program. What stays
possible is then the set of all tables of which the program would make the same output, and every
decision is such that this set can be told from the output alone:

1. A table without a count from 1 to `least` - 1 is shown whole, noughts too.
2. Else every cell below `least` is hidden, noughts too: a nought beside a total would give the
   others back, and the choice of what to hide beside a small cell would tell which one is small.
   Whether that is enough is asked of what is published alone: each hidden cell lies between nought
   and `least` - 1, rows and columns have their totals. So all tables that fit fare alike, and the
   smallest and greatest possible value of a cell (`rules.feasible_cells`, exact) is all there is
   to know. A hidden cell is `protected` when it may be nought (nobody knows that there was any
   case), or when three values at least remain.
3. Where it is not enough, more is hidden: in a row of counts, all cells of the next greater value
   too, so that two different values stand behind marks that nothing tells apart; in a table of
   rows and columns, the whole body with its column totals. Nothing is left to hide then; that row
   totals, and the knowledge that step 2 did not do, give no cell back is tried table by table in
   the tests.

Row totals are hidden as the same counts are in a table of their own, so that the two may stand
side by side. What could only be nought though it were hidden is shown as nought, here or there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from rules.feasible_cells import Bounds, Hidden, possible_values
from rules.limits import SMALLEST_PUBLISHED_COUNT

Cells = tuple[int | None, ...]
Place = tuple[int, int]

_NOUGHT: Final = (0, 0)
_LEAST_WIDTH: Final = 2
"""Greatest less smallest possible value of a hidden cell that cannot be nought."""


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Rows and columns as they may be published; None is hidden, `total` always stands.

    `row_totals` end with the counts beside the rows.
    """

    body: tuple[Cells, ...]
    row_totals: Cells
    column_totals: Cells
    total: int


def one_way(counts: Sequence[int], least: int = SMALLEST_PUBLISHED_COUNT) -> Cells:
    """The counts as they may stand beside their published total.

    A single count says no more than its total and is shown. ValueError for one below nought.
    """
    _check(counts)
    if len(counts) == 1 or not has_small(counts, least):
        return tuple(counts)
    return _without(counts, _hidden_up_to(counts, least))


def two_way(
    counts: Sequence[Sequence[int]],
    beside: Sequence[int] = (),
    least: int = SMALLEST_PUBLISHED_COUNT,
) -> TwoWay:
    """The table as it may stand beside the one-way table of its row totals.

    `beside` are counts that belong to no column: they stand among the row totals, after those of
    the rows, and in the total, but in no column's. ValueError for rows of different lengths and
    for a count below nought.
    """
    _check_table(counts, beside)
    rows = [*(sum(row) for row in counts), *beside]
    # What stands beside is part of what the columns leave of the total.
    columns = [*(sum(column) for column in zip(*counts, strict=True)), *beside]
    row_totals, column_totals = one_way(rows, least), one_way(columns, least)
    table = TwoWay(
        tuple(tuple(row) for row in counts),
        row_totals,
        column_totals[: len(counts[0])],
        sum(rows),
    )
    if not has_small((*chain.from_iterable(counts), *beside), least):
        return table
    totals = ((rows, row_totals), (columns, column_totals))
    if any(_hides_great(each, kept, least) for each, kept in totals):
        return _body_hidden(table)
    return _smalls_hidden(table, beside, least) or _body_hidden(table)


def has_small(counts: Sequence[int], least: int = SMALLEST_PUBLISHED_COUNT) -> bool:
    """Whether any of them tells of so few that they could be known."""
    return any(0 < count < least for count in counts)


def is_protected(low: int, high: int) -> bool:
    """Whether a hidden cell that may be anything from `low` to `high` is hidden well enough."""
    return (low == 0 < high) or high - low >= _LEAST_WIDTH


def _hidden_up_to(counts: Sequence[int], least: int) -> int:
    """The greatest value that is hidden."""
    small = [count for count in counts if count < least]
    if _is_enough(len(small), sum(small), least):
        return least - 1
    greater = [count for count in counts if count >= least]
    # Nothing greater left: all are hidden, and the total leaves more tables than this one.
    return min(greater, default=least - 1)


def _is_enough(cells: int, together: int, least: int) -> bool:
    """Whether so many cells below `least` that are so much together are protected."""
    low = max(0, together - (least - 1) * (cells - 1))
    return is_protected(low, min(least - 1, together))


def _without(counts: Sequence[int], hidden: int) -> Cells:
    return tuple(None if count <= hidden else count for count in counts)


def _smalls_hidden(table: TwoWay, beside: Sequence[int], least: int) -> TwoWay | None:
    """The table with its small cells hidden; None where that protects too little."""
    possible = possible_values(_hidden_parts(table, beside, least))
    if not all(bounds == _NOUGHT or is_protected(*bounds) for bounds in possible.all):
        return None
    height = len(table.body)
    after = iter(possible.beside)
    return TwoWay(
        tuple(
            tuple(_kept(cell, possible.cells.get((i, j))) for j, cell in enumerate(row))
            for i, row in enumerate(table.body)
        ),
        tuple(
            _kept(total, possible.rows.get(i) if i < height or total is not None else next(after))
            for i, total in enumerate(table.row_totals)
        ),
        tuple(_kept(cell, possible.columns.get(j)) for j, cell in enumerate(table.column_totals)),
        table.total,
    )


def _kept(shown: int | None, possible: Bounds | None) -> int | None:
    """What stands of a cell or total; what can only be nought is no secret."""
    if possible is None:
        return shown
    return 0 if possible == _NOUGHT else None


def _hides_great(counts: Sequence[int], kept: Cells, least: int) -> bool:
    """Whether a total is hidden that is not small: bounds alone do not say what it may be."""
    return any(one is None and count >= least for count, one in zip(counts, kept, strict=True))


def _hidden_parts(table: TwoWay, beside: Sequence[int], least: int) -> Hidden:
    """What a reader does not see once the small ones are hidden, with the true values."""
    height = len(table.body)
    return Hidden(
        cells={
            (i, j): count
            for i, row in enumerate(table.body)
            for j, count in enumerate(row)
            if count is not None and count < least
        },
        most=least - 1,
        hidden_rows=frozenset(i for i in range(height) if table.row_totals[i] is None),
        hidden_columns=frozenset(j for j, one in enumerate(table.column_totals) if one is None),
        beside=tuple(
            count
            for count, kept in zip(beside, table.row_totals[height:], strict=True)
            if kept is None
        ),
    )


def _body_hidden(table: TwoWay) -> TwoWay:
    """The row totals and nothing else, but for the rows that they say are empty."""
    width = len(table.column_totals)
    body = tuple((0 if total == 0 else None,) * width for total in table.row_totals)
    return TwoWay(body[: len(table.body)], table.row_totals, (None,) * width, table.total)


def _check(counts: Sequence[int]) -> None:
    if any(count < 0 for count in counts):
        raise ValueError("a count is never below zero")


def _check_table(counts: Sequence[Sequence[int]], beside: Sequence[int]) -> None:
    if not counts or len({len(row) for row in counts}) != 1:
        raise ValueError("a table has rows of one length")
    _check((*chain.from_iterable(counts), *beside))
