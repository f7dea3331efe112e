"""The lines and figures of a statistics document as every page of it draws them.

The public page, the preview at the desk and the page to embed are drawn from the same values;
nothing is counted here, only laid out as the publisher chose.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rules.counting import Row, total
from rules.statistics_options import ALWAYS_COLUMNS, StatisticsOptions
from rules.thai_time import MONTHS_EN_SHORT, MONTHS_TH_SHORT
from rules.words.shown_statistics import (
    COLUMN_TITLES,
    HIDDEN_CELL,
    HIDDEN_CELL_NOTE,
    LINE_NAMES,
    SPAN_WORDS,
    TILE_TITLES,
)
from service.statistics_document import StatisticsDocument
from web.charts import bar_chart
from web.pages import language, said

SHORT_MONTHS: Final = {"th": MONTHS_TH_SHORT, "en": MONTHS_EN_SHORT}
_MONTHS_OF_A_QUARTER: Final = 3
_NO_SHARE: Final = "–"


@dataclass(frozen=True)
class Line:
    """One line of the table: `kind` is row, subtotal or total."""

    kind: str
    label: str
    cells: tuple[str, ...]


def drawing_of(document: StatisticsDocument) -> Mapping[str, Any]:
    """What the templates of a document are given, beside the document itself."""
    columns = shown_columns(document.options)
    return {
        "document": document,
        "columns": tuple(said(COLUMN_TITLES[name]) for name in columns),
        "lines": tuple(_lines(document, columns)),
        "tiles": _tiles(document),
        "chart": bar_chart(document.rows),
        "short_months": SHORT_MONTHS,
        "span_words": SPAN_WORDS,
        "hidden_cell": HIDDEN_CELL,
        "hidden_cell_note": HIDDEN_CELL_NOTE,
        "share_of": percent,
    }


def shown_columns(options: StatisticsOptions) -> tuple[str, ...]:
    """The columns chosen, with the three that are always there, in their order."""
    chosen = {*ALWAYS_COLUMNS, *options.columns}
    return tuple(name for name in COLUMN_TITLES if name in chosen)


def percent(part: int, whole: int) -> str:
    """The share with one decimal, rounded half up; a dash of nothing."""
    if not whole:
        return _NO_SHARE
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def _lines(document: StatisticsDocument, columns: tuple[str, ...]) -> Iterator[Line]:
    by_quarter = "quarter_totals" in document.options.parts
    for number, row in enumerate(document.rows, start=1):
        yield Line("row", row.period.label(language()), _cells(row, columns))
        if by_quarter and row.period.kind == "month" and number % _MONTHS_OF_A_QUARTER == 0:
            yield _quarter(document.rows[number - _MONTHS_OF_A_QUARTER : number], columns)
    if document.total:
        whole = document.total.period.kind == "year"
        label = said(LINE_NAMES["year" if whole else "span"])
        yield Line("total", label, _cells(document.total, columns))


def _quarter(rows: tuple[Row, ...], columns: tuple[str, ...]) -> Line:
    index = rows[-1].period.index // _MONTHS_OF_A_QUARTER
    label = said(LINE_NAMES["quarter"]).replace("{number}", str(index))
    return Line("subtotal", label, _cells(total(rows), columns))


def _cells(row: Row, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_cell(row, name) for name in columns)


def _cell(row: Row, name: str) -> str:
    if name == "completed_percent":
        return percent(row.completed, row.carried_forward + row.received)
    return f"{getattr(row, name):,}"


def _tiles(document: StatisticsDocument) -> tuple[tuple[str, str], ...]:
    """Title and number of each tile: three, and a fourth for what was not accepted."""
    if document.total is None:
        return ()
    whole, chosen = document.total, {*ALWAYS_COLUMNS, *document.options.columns}
    return tuple(
        (said(words), f"{getattr(whole, name):,}")
        for name, words in TILE_TITLES.items()
        if name in chosen
    )
