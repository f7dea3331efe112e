"""A sheet as it will be brought in: every row read, numbered and drafted, or named with its fault.

Made from what was opened, without the database: a sheet of thousands of rows keeps nobody waiting.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from rules import limits
from rules.categories import CATEGORIES, GRIEVANCE_CATEGORIES
from rules.counting import Row, counted_completed_on, tabulate
from rules.import_columns import TargetField
from rules.import_results import ImportRow, MissingEnd, RowProblem
from rules.import_rows import check_rows
from rules.import_sheet import Sheet
from rules.import_statuses import PastStatus
from rules.numbering import register_year_be
from rules.states import Channel, IdentityMode
from rules.thai_time import fiscal_year_be, year
from rules.words.bringing_in import RECORD_FIELDS, record_words
from service.import_batches import DROPPED, Choices, OpenedBatch
from service.import_numbers import own_number
from service.import_readers import ImportOffice, kept_out_ids
from service.inputs import ComplaintDraft, load_draft
from service.sealing import to_bytes

FORM: Final = "imported/1"
CONTACT_BYTES_MOST: Final = 7_000
"""So much about a reporter fits the sealed record, which has one size for everybody."""

_LONGEST: Final[Mapping[str, tuple[TargetField, int]]] = {
    "subject": (TargetField.SUBJECT, limits.SHORT_TEXT_LENGTH),
    "narrative": (TargetField.NARRATIVE, limits.NARRATIVE_LENGTH),
    "accused": (TargetField.ACCUSED, limits.LONG_TEXT_LENGTH),
    "place": (TargetField.PLACE, limits.SHORT_TEXT_LENGTH),
    "reporter_name": (TargetField.REPORTER_NAME, limits.SHORT_TEXT_LENGTH),
}
"""How long each text may be, as the form has it; every row is measured, few are drafted at once."""


@dataclass(frozen=True)
class PlannedRow:
    """One row that can be a case: its channel, its year and its own number, if any."""

    row: ImportRow = field(repr=False)
    channel: Channel
    mode: IdentityMode = field(repr=False)
    year_be: int
    number: int | None

    def draft(self) -> ComplaintDraft:
        """The row's words as the form would have brought them, by the form's own rules."""
        draft = load_draft(self.channel, _typed(self.row) | {"identity_mode": self.mode})
        if self.mode is IdentityMode.ANONYMOUS:
            return draft
        # All that the sheet tells of the reporter, which is more than the form's own boxes take.
        return replace(draft, contact_other=self.row.reporter_contact)

    def in_report(self) -> dict[str, str]:
        """What stands beside the words of the case: how it came, and its number of old."""
        return {
            "source": self.row.source,
            "received_day": self.row.received_on.isoformat(),
            "old_number": self.row.old_number,
        }

    def record(self) -> dict[str, Any]:
        """What is sealed of the row besides the words: all of it but the reporter."""
        row = self.row
        told = {
            "received_on": row.received_on.isoformat(),
            "answered_on": row.answered_on.isoformat() if row.answered_on else "",
            "completed_on": row.completed_on.isoformat() if row.completed_on else "",
            "state": row.status.value,
            "old_number": row.old_number,
            "unit": row.unit_name,
            "result": row.result,
            "note": row.note,
        }
        columns = [list(pair) for pair in row.others]
        text = "\n".join(_lines(told, row.others))
        return {"form": FORM, "row": row.file_row, **told, "columns": columns, "text": text}


@dataclass(frozen=True)
class Plan:
    """A sheet read as its officer said; `rows` holds what can be a case by its place."""

    batch_id: str
    channel: Channel
    choices: Choices = field(repr=False)
    office: ImportOffice = field(repr=False)
    row_count: int
    rows: Mapping[int, PlannedRow] = field(repr=False)
    problems: tuple[RowProblem, ...]
    highest: Mapping[int, int]

    @property
    def stopped(self) -> tuple[int, ...]:
        """The rows of the file that cannot be cases, each once."""
        return tuple(dict.fromkeys(one.file_row for one in self.problems if one.stops))

    @property
    def skipped(self) -> tuple[tuple[int, str, str, int], ...]:
        """What the report keeps of the rows that were left out: row, column, code, other row."""
        return tuple(
            (one.file_row, one.column, one.code, one.other_row or 0)
            for one in self.problems
            if one.stops
        )

    def between(self, start: int, end: int) -> tuple[PlannedRow | None, ...]:
        """The rows from that place to the other; None for one that is left out."""
        return tuple(self.rows.get(at) for at in range(start, min(end, self.row_count)))

    def years(self) -> tuple[Row, ...]:
        """What the sheet adds to each fiscal year's statistics, the earliest first."""
        received: Counter[date] = Counter()
        completed: Counter[date] = Counter()
        ends: dict[PastStatus, Counter[date]] = {one: Counter() for one in PastStatus}
        for row in (planned.row for planned in self.rows.values()):
            received[row.received_on] += 1
            if row.completed_on is not None:
                day = counted_completed_on(row.received_on, row.completed_on)
                completed[day] += 1
                ends[row.status][day] += 1
        if not received:
            return ()
        first, last = fiscal_year_be(min(received)), fiscal_year_be(max((*received, *completed)))
        return tabulate(
            received,
            completed,
            [year(one) for one in range(first, last + 1)],
            not_accepted=ends[PastStatus.NOT_ACCEPTED],
            forwarded=ends[PastStatus.FORWARDED],
        )


def make_plan(opened: OpenedBatch, office: ImportOffice) -> Plan:
    """The sheet as it would be brought in today, or on the day on which it began to be."""
    choices = opened.choices
    sheet = _without(opened.open_sheet, choices.columns)
    today = date.fromisoformat(choices.as_of) if choices.as_of else opened.today
    channel = opened.batch.channel
    mapping = field_columns(choices.columns)
    checked = check_rows(
        sheet,
        mapping,
        {key: PastStatus(value) for key, value in choices.statuses.items()},
        today,
        missing_end=MissingEnd(choices.missing_ends),
        categories=CATEGORIES if channel is Channel.CORRUPTION else GRIEVANCE_CATEGORIES,
    )
    heads = {one: sheet.headers[column] for one, column in mapping.items()}
    made = _Making(opened, office, heads)
    places = {row.number: at for at, row in enumerate(sheet.rows)}
    rows = {
        places[row.file_row]: planned
        for row in checked.rows
        if (planned := made.planned(row)) is not None
    }
    highest: dict[int, int] = {}
    for planned in rows.values():
        highest[planned.year_be] = max(highest.get(planned.year_be, 0), planned.number or 0)
    return Plan(
        batch_id=opened.batch.id,
        channel=channel,
        choices=choices,
        office=office,
        row_count=len(sheet.rows),
        rows=rows,
        problems=tuple(sorted((*checked.problems, *made.problems), key=lambda one: one.file_row)),
        highest=highest,
    )


def _without(sheet: Sheet, columns: tuple[str, ...]) -> Sheet:
    """The sheet with nothing in the columns that are not to be kept."""
    gone = {at for at, said in enumerate(columns) if said == DROPPED}
    if not gone:
        return sheet
    rows = (
        replace(row, cells=tuple("" if at in gone else cell for at, cell in enumerate(row.cells)))
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))


def field_columns(columns: tuple[str, ...]) -> dict[TargetField, int]:
    """The column of each field that the officer chose."""
    known = set(TargetField)
    return {TargetField(said): at for at, said in enumerate(columns) if said in known}


class _Making:
    """Drafts from rows, with what is wrong beyond the sheet's own faults."""

    def __init__(
        self,
        opened: OpenedBatch,
        office: ImportOffice,
        heads: Mapping[TargetField, str],
    ) -> None:
        self._opened, self._office, self._heads = opened, office, heads
        self._readers: dict[str, bool] = {}
        self.problems: list[RowProblem] = []

    def planned(self, row: ImportRow) -> PlannedRow | None:
        """The row as it will be a case, or None with its faults noted."""
        if not self._fits(row) or not self._is_read(row):
            return None
        year_be = register_year_be(row.received_on, self._opened.register_year)
        number = own_number(row.old_number, year_be)
        return PlannedRow(row, self._opened.batch.channel, self._mode(row), year_be, number)

    def _fits(self, row: ImportRow) -> bool:
        """Whether no text of the row is longer than the form takes."""
        long = [about for name, (about, most) in _LONGEST.items() if len(getattr(row, name)) > most]
        for about in long:
            self._fault(row, about, "too_long")
        if len(to_bytes(_contact(row))) > CONTACT_BYTES_MOST:
            self._fault(row, TargetField.REPORTER_CONTACT, "contact_too_long")
            return False
        return not long

    def _mode(self, row: ImportRow) -> IdentityMode:
        has_name = bool(row.reporter_name or row.reporter_contact)
        return IdentityMode(self._opened.choices.identity) if has_name else IdentityMode.ANONYMOUS

    def _is_read(self, row: ImportRow) -> bool:
        """Whether anybody could open the row's case."""
        if row.accused not in self._readers:
            kept_out = kept_out_ids(self._office, self._opened.choices, row.accused)
            self._readers[row.accused] = bool(self._office.readers(kept_out))
        if not self._readers[row.accused]:
            self._fault(row, TargetField.ACCUSED, "nobody_reads")
        return self._readers[row.accused]

    def _fault(self, row: ImportRow, about: TargetField, code: str) -> None:
        self.problems.append(RowProblem(row.file_row, self._heads.get(about, ""), code))


def _contact(row: ImportRow) -> dict[str, str]:
    return {"contact_name": row.reporter_name, "contact_other": row.reporter_contact}


def _typed(row: ImportRow) -> dict[str, Any]:
    texts = {
        "subject": row.subject,
        "narrative": row.narrative or row.subject,
        "accused": row.accused,
        "place": row.place,
        "category": row.category,
        "contact_name": row.reporter_name,
        # Only so that the form's own rule is kept, that whoever is known is known by something.
        "contact_other": "-" if row.reporter_contact else "",
    }
    # A sheet may hold anything; a text of ours holds no NUL.
    return {name: text.replace("\x00", "") for name, text in texts.items()}


def _lines(told: Mapping[str, str], others: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """The row as a note tells it, each part under its word; empty ones stay out."""
    for name, label in RECORD_FIELDS.items():
        if told.get(name):
            yield f"{label.th}: {record_words(name, told[name])}"
    yield from (f"{head}: {text}" for head, text in others)
