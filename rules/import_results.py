"""What comes of checking an old register: rows that are ready, and what is wrong with others."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from rules.import_statuses import PastStatus
from rules.typed_dates import DayOrder


class MissingEnd(StrEnum):
    """What to take for a row that has ended and bears no day of its end."""

    STOP = "stop"
    RECEIVED_DAY = "received_day"
    FISCAL_YEAR_END = "fiscal_year_end"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One case of the past, ready to be brought in.

    `source` and `category` are codes, or "" where the sheet's words are none of ours; those words
    then stand in `others`, with every column that has no meaning of its own. `completed_on` is
    there for each row that has ended, and for no other.
    """

    file_row: int
    received_on: date
    subject: str
    narrative: str
    accused: str
    place: str
    source: str
    category: str
    unit_name: str
    status: PastStatus
    answered_on: date | None
    completed_on: date | None
    old_number: str
    reporter_name: str
    reporter_contact: str
    note: str
    result: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one row of the file, and under which column head."""

    file_row: int
    column: str
    code: str
    stops: bool = True
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """The rows that are ready, and every problem in the order of the file."""

    rows: tuple[ImportRow, ...]
    problems: tuple[RowProblem, ...]
    day_order: DayOrder

    @property
    def stopped(self) -> frozenset[int]:
        """The rows of the file that cannot be brought in as they are."""
        return frozenset(problem.file_row for problem in self.problems if problem.stops)


def row_to_plain(row: ImportRow) -> dict[str, Any]:
    """The row as JSON has it."""
    plain = asdict(row)
    for name in ("received_on", "answered_on", "completed_on"):
        plain[name] = plain[name].isoformat() if plain[name] else None
    return plain | {"others": [list(pair) for pair in row.others], "status": row.status.value}


def row_from_plain(plain: Mapping[str, Any]) -> ImportRow:
    """The row that `row_to_plain` wrote."""
    days = {
        name: date.fromisoformat(plain[name]) if plain[name] else None
        for name in ("received_on", "answered_on", "completed_on")
    }
    others = tuple((header, text) for header, text in plain["others"])
    return ImportRow(**{**plain, **days, "others": others, "status": PastStatus(plain["status"])})
