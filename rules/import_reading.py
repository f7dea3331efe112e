"""How one sheet is read: what its columns mean, and what the same words come to each time."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from rules.categories import Category
from rules.import_cells import category_of, source_of
from rules.import_columns import TargetField, is_about_reporter
from rules.import_sheet import Sheet
from rules.import_statuses import PastStatus, status_key
from rules.typed_dates import day_order, oldest_day

_SAME_WORDS: Final = 512  # a cache that ends with the sheet
_DAYS: Final = (TargetField.RECEIVED_DAY, TargetField.ANSWERED_DAY, TargetField.COMPLETED_DAY)


class Reading:
    """How one sheet is read. The same words come again and again, so they are looked up once."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: Mapping[TargetField, int],
        statuses: Mapping[str, PastStatus],
        today: date,
        categories: tuple[Category, ...],
    ) -> None:
        self.headers = sheet.headers
        self.mapping = mapping
        self.today = today
        self.oldest = oldest_day(today)
        self.order = day_order(
            row.cells[mapping[field]] for field in _DAYS if field in mapping for row in sheet.rows
        )
        self.about_reporter = tuple(map(is_about_reporter, sheet.headers))
        self.source_of = lru_cache(_SAME_WORDS)(source_of)
        self.category_of = lru_cache(_SAME_WORDS)(lambda cell: category_of(cell, categories))
        self.status_of = lru_cache(_SAME_WORDS)(lambda cell: _status_of(cell, statuses))

    def head(self, field: TargetField) -> str:
        """The head of the field's column, "" when it has none."""
        return self.headers[self.mapping[field]] if field in self.mapping else ""


def _status_of(cell: str, statuses: Mapping[str, PastStatus]) -> tuple[str, PastStatus | None]:
    key = status_key(cell)
    return key, statuses.get(key)
