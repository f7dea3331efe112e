"""The statistics table as a CSV file: Thai in any spreadsheet, and never a formula."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Final

from service.open_data import COLUMNS

BYTE_ORDER_MARK: Final = "\ufeff"
_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\x00")


def as_csv(records: Iterable[Mapping[str, Any]]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel reads Thai as gibberish."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    for record in records:
        writer.writerow([without_formula(record[column]) for column in COLUMNS])
    return (BYTE_ORDER_MARK + sheet.getvalue()).encode()


def without_formula(value: object) -> object:
    """The value, with an apostrophe before a text that a spreadsheet would take for a formula."""
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return value
