"""The statistics as open data: the same record for the download and for the API."""

from collections.abc import Iterator
from typing import Any, Final

from rules.counting import Row
from rules.words import Words
from service.views import StatisticsPage

COLUMNS: Final = (
    "fiscal_year_be",
    "period",
    "first_day",
    "last_day",
    "carried_forward",
    "received",
    "completed",
    "outstanding",
)
"""The columns of the table as data: English, without spaces (data.go.th's convention)."""


def row_record(row: Row) -> dict[str, Any]:
    """One row by column; days are ISO dates."""
    period = row.period
    name = period.kind if period.kind in ("year", "span") else f"{period.kind}-{period.index}"
    return {
        "fiscal_year_be": period.fiscal_year_be,
        "period": name,
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "carried_forward": row.carried_forward,
        "received": row.received,
        "completed": row.completed,
        "outstanding": row.outstanding,
    }


def row_records(page: StatisticsPage) -> Iterator[dict[str, Any]]:
    """Every row of the table in order, without the total."""
    return (row_record(row) for row in page.rows)


def statistics_record(page: StatisticsPage) -> dict[str, Any]:
    """The whole page as plain values. `answered_in_time` counts those of `answered_of`."""
    return {
        "agency": page.agency.slug,
        "agency_name": _both(page.agency.name),
        "fiscal_year_be": page.fiscal_year_be,
        "granularity": page.granularity,
        "first_day": page.first.isoformat(),
        "last_day": page.last.isoformat() if page.last else None,
        "as_of": page.as_of.isoformat(),
        "item_code": page.item.code if page.item else None,
        "rows": list(row_records(page)),
        "total": row_record(page.total) if page.total else None,
        "no_complaints": _both(page.zero) if page.zero else None,
        "answered_in_time": page.answered_in_time,
        "answered_of": page.answered_of,
        "years": list(page.years),
    }


def _both(words: Words) -> dict[str, str]:
    return {"th": words.th, "en": words.en}
