"""Hidden cells against a reader who tries every table, and knows the program that hid them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.feasible_cells import Hidden, possible_values
from rules.suppression import TwoWay, has_small, is_protected, one_way, two_way

PATIENT = settings(deadline=None)
ROWS = st.lists(st.integers(0, 12), min_size=2, max_size=12)
Grid = tuple[tuple[int, ...], ...]


@st.composite
def grids(draw: st.DrawFn, most: int = 9) -> Grid:
    width = draw(st.integers(2, 4))
    row = st.lists(st.integers(0, most), min_size=width, max_size=width).map(tuple)
    return tuple(draw(st.lists(row, min_size=2, max_size=4)))


@cache
def all_rows(cells: int, total: int) -> tuple[tuple[int, ...], ...]:
    """Every way in which so many cells come to this total."""
    if cells == 1:
        return ((total,),)
    return tuple(
        (first, *rest) for first in range(total + 1) for rest in all_rows(cells - 1, total - first)
    )


def all_grids(rows: int, columns: int, total: int) -> Iterator[Grid]:
    for cells in all_rows(rows * columns, total):
        yield tuple(cells[i * columns : (i + 1) * columns] for i in range(rows))


def parts(table: TwoWay) -> list[int | None]:
    """Body and totals in a row."""
    body = [cell for row in table.body for cell in row]
    return [*body, *table.row_totals, *table.column_totals]


def true_parts(grid: Sequence[Sequence[int]]) -> list[int]:
    body = [cell for row in grid for cell in row]
    columns = [sum(column) for column in zip(*grid, strict=True)]
    return [*body, *(sum(row) for row in grid), *columns]


def determined(shown: Sequence[int | None], tables: list[list[int]]) -> list[int]:
    """The hidden places that hold the same in all these tables."""
    hidden = [place for place, cell in enumerate(shown) if cell is None]
    return [place for place in hidden if len({table[place] for table in tables}) == 1]


# What stands in a published table


@PATIENT
@given(ROWS)
def test_what_is_visible_is_true_and_nothing_small_is_visible(counts):
    shown = one_way(counts)
    assert all(cell in (None, count) for cell, count in zip(shown, counts, strict=True))
    assert not has_small([cell for cell in shown if cell is not None])


@PATIENT
@given(grids())
def test_a_table_of_rows_and_columns_shows_only_what_is_true_and_not_small(grid):
    shown = two_way(grid)
    assert all(
        cell in (None, count) for cell, count in zip(parts(shown), true_parts(grid), strict=True)
    )
    assert not has_small([cell for cell in parts(shown) if cell is not None])
    assert shown.total == sum(map(sum, grid))


@pytest.mark.parametrize("counts", [(0, 0, 0), (5, 0, 9), (7,), (3,), (5, 5)])
def test_nothing_is_hidden_where_nothing_need_be(counts):
    assert one_way(counts) == counts


@pytest.mark.parametrize("grid", [((0, 0), (0, 0)), ((5, 0), (0, 9)), ((5, 6, 7), (8, 9, 10))])
def test_no_cell_of_a_table_is_hidden_where_none_need_be(grid):
    assert parts(two_way(grid)) == true_parts(grid)


def test_noughts_are_hidden_with_the_small_ones_and_the_great_stay():
    assert one_way((9, 2, 0, 1, 0)) == (9, None, None, None, None)


def test_a_single_small_count_takes_the_next_greater_with_it():
    assert one_way((3, 9, 12)) == (None, None, 12)
    assert one_way((3, 9, 9, 12)) == (None, None, None, 12)


def test_small_ones_that_their_sum_would_give_back_do_not_stand_alone():
    assert one_way((4, 4, 20, 30)) == (None, None, None, 30)
    assert one_way((4, 3, 20, 30)) == (None, None, None, 30)
    assert one_way((4, 2, 20, 30)) == (None, None, 20, 30)


def test_row_totals_are_hidden_as_in_a_table_of_their_own():
    grid = ((9, 0, 8), (2, 0, 1), (0, 1, 0), (6, 7, 9))
    shown = two_way(grid)
    assert shown.row_totals == one_way([17, 3, 1, 22]) == (17, None, None, 22)


@PATIENT
@given(grids())
def test_row_totals_show_no_more_than_their_own_table_but_what_can_only_be_nought(grid):
    alone = one_way([sum(row) for row in grid])
    for shown, other in zip(two_way(grid).row_totals, alone, strict=True):
        assert shown == other or (shown, other) == (0, None)


def test_what_protects_too_little_takes_the_whole_body_along():
    """The 3 stands alone in its row: the row's total would give it back."""
    shown = two_way(((3, 20, 9), (6, 7, 8), (9, 9, 9)))
    assert all(cell is None for row in shown.body for cell in row)
    assert shown.column_totals == (None, None, None)
    assert shown.row_totals == (32, 21, 27)


def test_a_hidden_cell_that_can_only_be_nought_is_shown():
    shown = two_way(((6, 0, 0), (1, 0, 2), (0, 2, 1)))
    assert shown.body[0] == (6, 0, 0)
    assert shown.body[1] == shown.body[2] == (None, None, None)


def test_what_belongs_to_no_column_is_protected_among_the_row_totals():
    shown = two_way(((8, 1, 2), (1, 6, 0)), (3,))
    assert shown.row_totals == one_way((11, 7, 3)) and shown.row_totals[2] is None
    shown = two_way(((8, 6), (7, 9)), (1, 2))
    assert shown.row_totals == (14, 16, None, None)
    assert shown.body == ((8, 6), (7, 9)), "their sum is told by the total, and neither of them"
    shown = two_way(((8, 6), (7, 9)), (6,))
    assert (shown.row_totals, shown.column_totals, shown.total) == ((14, 16, 6), (15, 15), 36)


@pytest.mark.parametrize("grid", [(), ((1, 2), (3,)), ((1, -1),)])
def test_no_table_is_no_table(grid):
    with pytest.raises(ValueError, match=r"one length|below zero"):
        two_way(grid)


# The reader who tries everything


@pytest.mark.parametrize(
    ("cells", "least", "most"), [(2, 5, 30), (3, 5, 22), (4, 5, 14), (3, 3, 15), (5, 3, 9)]
)
def test_no_count_is_given_back_by_all_that_fit_nor_by_those_that_would_look_the_same(
    cells: int, least: int, most: int
) -> None:
    """The second set is the first less the tables that the program would have shown otherwise."""
    for total in range(most + 1):
        alike = defaultdict(list)
        for counts in all_rows(cells, total):
            alike[one_way(counts, least)].append(list(counts))
        for shown, tables in alike.items():
            fitting = [
                list(counts)
                for counts in all_rows(cells, total)
                if all(cell in (None, count) for cell, count in zip(shown, counts, strict=True))
            ]
            assert not determined(shown, fitting)
            assert not determined(shown, tables)


@PATIENT
@given(grids(), st.data())
def test_no_cell_is_given_back_by_the_tables_that_fit_what_is_published(grid, data):
    """By ways round of plus and minus one from the true table, and by single cases moved."""
    shown = two_way(grid)
    place = [i for i, cell in enumerate(parts(shown)) if cell is None]
    if not place:
        return
    chosen = data.draw(st.sampled_from(place))
    assert any(
        fits(shown, other) and true_parts(other)[chosen] != true_parts(grid)[chosen]
        for other in neighbours(grid)
    )


def fits(shown: TwoWay, grid: Grid) -> bool:
    return all(
        cell in (None, count) for cell, count in zip(parts(shown), true_parts(grid), strict=True)
    )


def neighbours(grid: Grid, steps: int = 3) -> Iterator[Grid]:
    """Tables of the same total that are reached by moving a few cases about."""
    seen, edge = {grid}, [grid]
    for _ in range(steps):
        following = []
        for table in edge:
            for other in moved(table):
                if other not in seen:
                    seen.add(other)
                    following.append(other)
                    yield other
            if len(seen) > 4000:
                return
        edge = following


def moved(grid: Grid) -> Iterator[Grid]:
    yield from gone_round(grid)
    places = [(i, j) for i, row in enumerate(grid) for j, count in enumerate(row)]
    for place, other in permutations(places, 2):
        yield from changed(grid, {place: 1, other: -1})


def gone_round(grid: Grid) -> Iterator[Grid]:
    """One more and one less by turns, on every way round that meets each row and column once."""
    height, width = len(grid), len(grid[0])
    for length in range(2, min(height, width) + 1):
        for rows in permutations(range(height), length):
            if rows[0] != min(rows):
                continue  # the same way, begun elsewhere
            for columns in permutations(range(width), length):
                more = dict.fromkeys(zip(rows, columns, strict=True), 1)
                less = dict.fromkeys(zip(rows, (*columns[1:], columns[0]), strict=True), -1)
                yield from changed(grid, more | less)


def changed(grid: Grid, by: dict[tuple[int, int], int]) -> Iterator[Grid]:
    other = tuple(
        tuple(count + by.get((i, j), 0) for j, count in enumerate(row))
        for i, row in enumerate(grid)
    )
    if min(map(min, other)) >= 0:
        yield other


@pytest.mark.parametrize(
    ("rows", "columns", "least", "most"),
    [(2, 2, 5, 18), (2, 3, 5, 10), (3, 2, 5, 10), (2, 3, 3, 8), (3, 3, 3, 5)],
)
def test_a_reader_who_knows_the_program_and_tries_every_table_finds_no_hidden_cell(
    rows: int, columns: int, least: int, most: int
) -> None:
    for total in range(most + 1):
        alike = defaultdict(list)
        for grid in all_grids(rows, columns, total):
            alike[two_way(grid, least=least)].append(true_parts(grid))
        for shown, tables in alike.items():
            assert not determined(parts(shown), tables), (shown, tables[:2])


@pytest.mark.parametrize(
    ("rows", "columns", "least", "most"),
    [(2, 2, 5, 11), (2, 2, 3, 10), (1, 3, 5, 12), (2, 3, 3, 7)],
)
def test_nor_where_some_cases_belong_to_no_column(
    rows: int, columns: int, least: int, most: int
) -> None:
    for total in range(most + 1):
        alike = defaultdict(list)
        for beside in range(total + 1):
            for grid in all_grids(rows, columns, total - beside):
                tried = [*true_parts(grid)[:-columns], beside, *true_parts(grid)[-columns:]]
                alike[two_way(grid, (beside,), least)].append(tried)
        for shown, tables in alike.items():
            assert not determined(parts(shown), tables), (shown, tables[:2])


@PATIENT
@given(grids(most=6))
def test_what_a_cell_or_a_hidden_total_may_be_is_found_exactly(grid):
    """Against every table of the same total that fits, none left out."""
    hidden = {0, 1}  # rows whose totals are hidden, and so not greater than a hidden cell
    small = tuple(
        tuple(min(count, 1 if i in hidden else 2) for count in row[:2])
        for i, row in enumerate(grid[:3])
    )
    cells = {(i, j): count for i, row in enumerate(small) for j, count in enumerate(row)}
    found = possible_values(Hidden(cells, 2, hidden, frozenset()))
    same = [
        other
        for other in all_grids(len(small), 2, sum(map(sum, small)))
        if max(map(max, other)) <= 2
        and all(sum(other[i]) <= 2 if i in hidden else sum(other[i]) == sum(row)
                for i, row in enumerate(small))
        and true_parts(other)[-2:] == true_parts(small)[-2:]
    ]  # fmt: skip
    for (i, j), bounds in found.cells.items():
        values = {other[i][j] for other in same}
        assert bounds == (min(values), max(values))
        assert values == set(range(bounds[0], bounds[1] + 1)), "and all between"
    for i, bounds in found.rows.items():
        sums = {sum(other[i]) for other in same}
        assert bounds == (min(sums), max(sums))


def test_hidden_well_enough_is_none_at_all_or_three_values():
    assert is_protected(0, 1) and is_protected(2, 4)
    assert not is_protected(0, 0) and not is_protected(3, 4) and not is_protected(1, 1)
