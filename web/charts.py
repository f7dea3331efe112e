"""The geometry of the bar chart under the statistics table: pure numbers, drawn by a template.

Places across are in per cent and heights in pixels, so that the labels keep their size on a
narrow telephone: an SVG that is scaled as a whole would shrink its words below what one can read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rules.counting import Row
from rules.thai_time import Period

TOP: Final = 34  # pixels, room for the number above the tallest bar
PLOT: Final = 150
LABELS: Final = 36
HEIGHT: Final = TOP + PLOT + LABELS
_BAR_SHARE: Final = 0.34  # of a group's width, for each of its two bars
_GAP_SHARE: Final = 0.03


@dataclass(frozen=True)
class Bar:
    """One bar: `x`, `width` and `middle` in per cent, `y` and `height` in pixels."""

    series: str
    value: int
    x: float
    width: float
    middle: float
    y: float
    height: float


@dataclass(frozen=True)
class Group:
    """The bars of one period; the template writes its name under the line."""

    period: Period
    middle: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BarChart:
    """Everything the template draws; `baseline` is the y of the line under the bars."""

    groups: tuple[Group, ...]
    height: int
    baseline: int
    many: bool


def bar_chart(rows: Sequence[Row]) -> BarChart:
    """Received and completed side by side for each period; no rows, no groups."""
    tallest = max((max(row.received, row.completed) for row in rows), default=0)
    groups = tuple(_group(row, index, len(rows), max(tallest, 1)) for index, row in enumerate(rows))
    return BarChart(groups, HEIGHT, TOP + PLOT, many=len(rows) > 4)


def _group(row: Row, index: int, count: int, tallest: int) -> Group:
    share = 100 / count
    middle = share * (index + 0.5)
    width, gap = share * _BAR_SHARE, share * _GAP_SHARE
    return Group(
        period=row.period,
        middle=round(middle, 2),
        bars=(
            _bar("received", row.received, middle - gap / 2 - width, width, tallest),
            _bar("completed", row.completed, middle + gap / 2, width, tallest),
        ),
    )


def _bar(series: str, value: int, x: float, width: float, tallest: int) -> Bar:
    height = PLOT * value / tallest
    return Bar(
        series=series,
        value=value,
        x=round(x, 2),
        width=round(width, 2),
        middle=round(x + width / 2, 2),
        y=round(TOP + PLOT - height, 1),
        height=round(height, 1),
    )
