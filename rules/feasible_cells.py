"""How small and how great each hidden cell of a table may be, exactly, in whole numbers.

Hidden cells of rows and columns are a flow from rows to columns: what stands in a row is the sum
of its cells. A row whose total is published sends exactly its hidden rest; one whose total is
hidden may exchange with others like it, and so may columns. From the true table, a cell can grow
by as much as can flow back from its column to its row another way, and shrink by as much as can
flow from its row to its column another way. Such flows are whole numbers, and every whole number
between the smallest and the greatest is possible too.
"""

from collections import deque
from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass
from typing import Final

Node = Hashable
Bounds = tuple[int, int]
Place = tuple[int, int]

_ROWS: Final = "all rows"
_COLUMNS: Final = "all columns"


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden cells with their true values, each from nought to `most`.

    A hidden total lies between nought and `most` too, and holds hidden cells only. `beside` are
    hidden counts, no greater, that belong to the total of all but to no column.
    """

    cells: Mapping[Place, int]
    most: int
    hidden_rows: Set[int]
    hidden_columns: Set[int]
    beside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Possible:
    """The smallest and greatest possible value of every hidden cell, and of each hidden total."""

    cells: Mapping[Place, Bounds]
    rows: Mapping[int, Bounds]
    columns: Mapping[int, Bounds]
    beside: tuple[Bounds, ...]

    @property
    def all(self) -> tuple[Bounds, ...]:
        """Of everything that is hidden."""
        totals = (*self.rows.values(), *self.columns.values(), *self.beside)
        return (*self.cells.values(), *totals)


def possible_values(hidden: Hidden) -> Possible:
    """What a reader can tell of the hidden cells and totals from all that is published."""
    arcs = {(("row", i), ("column", j)): count for (i, j), count in hidden.cells.items()}
    flow = _Flow(arcs | _margins(hidden), hidden.most)
    return Possible(
        {(i, j): flow.bounds(("row", i), ("column", j)) for i, j in hidden.cells},
        {i: flow.bounds(_ROWS, ("row", i)) for i in sorted(hidden.hidden_rows)},
        {j: flow.bounds(("column", j), _COLUMNS) for j in sorted(hidden.hidden_columns)},
        tuple(flow.bounds(_ROWS, ("beside", n)) for n in range(len(hidden.beside))),
    )


def _margins(hidden: Hidden) -> dict[tuple[Node, Node], int]:
    """The hidden totals as arcs: from all rows to a row, from a column to all columns.

    What stands beside goes from all rows to all columns by itself.
    """
    found: dict[tuple[Node, Node], int] = {}
    for row in sorted(hidden.hidden_rows):
        together = sum(count for (i, _), count in hidden.cells.items() if i == row)
        found[(_ROWS, ("row", row))] = together
    for column in sorted(hidden.hidden_columns):
        together = sum(count for (_, j), count in hidden.cells.items() if j == column)
        found[(("column", column), _COLUMNS)] = together
    for number, count in enumerate(hidden.beside):
        found |= {(_ROWS, ("beside", number)): count, (("beside", number), _COLUMNS): count}
    return found


class _Flow:
    """The true table as a flow, each arc from nought to `most`."""

    def __init__(self, arcs: Mapping[tuple[Node, Node], int], most: int) -> None:
        self._most = most
        self._spare: dict[Node, dict[Node, int]] = {}
        for (start, end), count in arcs.items():
            # Forward: what may still be added. Backward: what may be taken away.
            self._spare.setdefault(start, {})[end] = most - count
            self._spare.setdefault(end, {})[start] = count

    def bounds(self, start: Node, end: Node) -> Bounds:
        """The smallest and the greatest flow of one arc."""
        count, more = self._spare[end][start], self._spare[start][end]
        greatest = count + self._around(end, start, more)
        return count - self._around(start, end, count), greatest

    def _around(self, start: Node, end: Node, most: int) -> int:
        """How much can flow from one node to the other beside the arc between them."""
        spare = {node: dict(ways) for node, ways in self._spare.items()}
        spare[start][end] = spare[end][start] = 0
        found = 0
        while found < most:
            came_from = _way(spare, start, end)
            if end not in came_from:
                break
            _push(spare, came_from, start, end)
            found += 1
        return found


def _way(spare: Mapping[Node, Mapping[Node, int]], start: Node, end: Node) -> dict[Node, Node]:
    """Where each node was reached from on the way to `end`; without it when there is none."""
    came_from: dict[Node, Node] = {start: start}
    waiting = deque([start])
    while waiting and end not in came_from:
        node = waiting.popleft()
        for following, left in spare[node].items():
            if left and following not in came_from:
                came_from[following] = node
                waiting.append(following)
    return came_from


def _push(
    spare: dict[Node, dict[Node, int]], came_from: Mapping[Node, Node], start: Node, end: Node
) -> None:
    """One more along the way that was found."""
    node = end
    while node != start:
        before = came_from[node]
        spare[before][node] -= 1
        spare[node][before] += 1
        node = before
