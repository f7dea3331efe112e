"""How an office shows its statistics: the same numbers, laid out in the ways practice knows.

The layouts stand in the reference on Thai practice: months, quarters or halves; a whole year, the
year to date or its first half; three columns or more; tiles; one sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

WHOLE: Final = "whole"
TO_DATE: Final = "to_date"
FIRST_HALF: Final = "first_half"
SPANS: Final = (WHOLE, TO_DATE, FIRST_HALF)
"""The whole fiscal year, its closed periods up to today, or October to March."""

GRANULARITIES: Final = ("month", "quarter", "half")

ALWAYS_COLUMNS: Final = ("received", "completed", "outstanding")
MORE_COLUMNS: Final = ("carried_forward", "not_accepted", "forwarded", "completed_percent")
"""Columns beside the three mandated ones; `not_accepted` and `forwarded` are part of completed."""

PARTS: Final = ("tiles", "table", "chart", "in_time", "medians", "quarter_totals")
EXTRA_TABLES: Final = ("category", "source", "outcome", "source_by_year", "unit")


@dataclass(frozen=True, slots=True)
class StatisticsOptions:
    """What the publisher chose; `tables` are extra tables that an entitled officer prepared."""

    span: str = TO_DATE
    granularity: str = "quarter"
    columns: tuple[str, ...] = ("carried_forward",)
    parts: tuple[str, ...] = ("table", "chart", "in_time")
    tables: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """The options for a canonical record."""
        return {
            "span": self.span,
            "granularity": self.granularity,
            "columns": list(self.columns),
            "parts": list(self.parts),
            "tables": list(self.tables),
        }


def options_from(record: Mapping[str, Any]) -> StatisticsOptions:
    """The options of a record; ValueError for a word that is none of ours."""
    options = StatisticsOptions(
        span=record["span"],
        granularity=record["granularity"],
        columns=tuple(record["columns"]),
        parts=tuple(record["parts"]),
        tables=tuple(record["tables"]),
    )
    known = (
        options.span in SPANS
        and options.granularity in GRANULARITIES
        and set(options.columns) <= set(MORE_COLUMNS)
        and set(options.parts) <= set(PARTS)
        and set(options.tables) <= set(EXTRA_TABLES)
    )
    if not known:
        raise ValueError("unknown options")
    return options
