"""The bars of the statistics as a drawing of their own: it brings its colours and its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from rules.counting import Row
from rules.thai_time import Period
from web.charts import BarChart, bar_chart

FEW_WIDTH: Final = 760
MANY_WIDTH: Final = 1200
TOP: Final = 108
"""Room for the heading and the key above the plot."""

LINE: Final = 30
_BOTTOM: Final = 54
_SIDE: Final = 20
_LETTERS_A_LINE: Final = 64
_WIDE: Final = 1000  # numbers from here on do not fit over the bars of a month


@dataclass(frozen=True)
class Canvas:
    """The drawing's size, and where the plot of the page's own chart begins in it."""

    width: int
    height: int
    letter: int
    plot_width: int

    def across(self, percent: float) -> float:
        """The place of a per cent of the plot, in the drawing's units."""
        return round(_SIDE + self.plot_width * percent / 100, 1)

    def wide(self, percent: float) -> float:
        """A breadth in the drawing's units."""
        return round(self.plot_width * percent / 100, 1)


def drawing_of_bars(sheet: Mapping[str, Any], rows: Sequence[Row]) -> dict[str, Any]:
    """What the template `public/statistics_chart.svg` draws."""
    chart, sentence = bar_chart(rows), sentence_lines(sheet["zero"] or "")
    top = TOP + LINE * len(sentence)
    return {
        "sheet": sheet,
        "chart": chart,
        "canvas": _canvas(chart, top),
        "sentence": sentence,
        "top": top,
        "labels": [one["label"] for one in sheet["chart"]],
        "crowded": _crowded(rows) if chart.many else [],
    }


def _crowded(rows: Sequence[Row]) -> list[Period]:
    """The months whose numbers lean outwards, away from each other."""
    return [row.period for row in rows if max(row.received, row.completed) >= _WIDE]


def sentence_lines(sentence: str) -> list[str]:
    """The sentence in lines that fit the drawing; Thai is parted where it leaves a space."""
    if sentence.isascii():
        return wrap(sentence, _LETTERS_A_LINE)
    head, _, rest = sentence.partition(" ")
    return [line for line in (head, rest) if line]


def _canvas(chart: BarChart, top: int) -> Canvas:
    width = MANY_WIDTH if chart.many else FEW_WIDTH
    height = top + chart.height + _BOTTOM if chart.groups else top + _BOTTOM + 60
    return Canvas(width, height, 20 if chart.many else 18, width - 2 * _SIDE)
