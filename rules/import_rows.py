"""The rows of an old register, checked before anything is brought in.

What is wrong is named by row, column and code, all of it at once. A row with a problem that stops
it is not among the rows that are ready; a lesser one is said and the row is ready all the same.
"""

from collections.abc import Mapping
from datetime import date

from rules.categories import CATEGORIES, Category
from rules.import_cells import (
    named_person,
    number_behind_day,
    running_number,
    short_subject,
    spoken,
)
from rules.import_columns import TargetField
from rules.import_reading import Reading
from rules.import_results import (
    CheckedRows,
    ImportRow,
    MissingEnd,
    RowProblem,
    row_from_plain,
    row_to_plain,
)
from rules.import_sheet import Sheet, SheetRow
from rules.import_statuses import PastStatus
from rules.limits import NARRATIVE_LENGTH
from rules.thai_time import buddhist_year, fiscal_year_be, fiscal_year_bounds, to_arabic_digits
from rules.typed_dates import read_day
from rules.words.import_words import PAST_STATUSES

__all__ = [
    "CheckedRows",
    "ImportRow",
    "MissingEnd",
    "RowProblem",
    "check_rows",
    "row_from_plain",
    "row_to_plain",
    "running_number",
]


def check_rows(
    sheet: Sheet,
    mapping: Mapping[TargetField, int],
    statuses: Mapping[str, PastStatus],
    today: date,
    *,
    missing_end: MissingEnd = MissingEnd.STOP,
    categories: tuple[Category, ...] = CATEGORIES,
) -> CheckedRows:
    """Every row read as the mapping says, and everything that is wrong with any of them.

    `statuses` says what each status means, by `status_key` of its words. A row without a status
    has ended when it bears a day of completion.
    """
    reading = Reading(sheet, mapping, statuses, today, categories)
    rows: list[ImportRow] = []
    problems: list[RowProblem] = []
    seen: dict[tuple[object, ...], int] = {}
    for row in sheet.rows:
        checked = _CheckedRow(reading, row, missing_end)
        checked.refuse_number_twice(seen)
        problems += checked.problems
        if checked.ready is not None:
            rows.append(checked.ready)
    return CheckedRows(tuple(rows), tuple(problems), reading.order)


class _CheckedRow:
    """One row on its way: what was read of it, and what is wrong."""

    def __init__(self, reading: Reading, row: SheetRow, missing_end: MissingEnd) -> None:
        self._reading = reading
        self._row = row
        self._missing_end = missing_end
        self.problems: list[RowProblem] = []
        self.ready = self._read()

    def refuse_number_twice(self, seen: dict[tuple[object, ...], int]) -> None:
        """Stop the row when an earlier one bears its number in the same year.

        Without a year of its own a number is the same where both years are, the fiscal and the
        calendar one: registers begin anew with either.
        """
        if self.ready is None or not self.ready.old_number:
            return
        number = running_number(self.ready.old_number)
        day = self.ready.received_on
        years = (fiscal_year_be(day), buddhist_year(day))
        if number is None:
            key: tuple[object, ...] = (self.ready.old_number, *years)
        else:
            key = (number[0], number[1]) if number[1] else (number[0], *years)
        earlier = seen.setdefault(key, self._row.number)
        if earlier != self._row.number:
            self._problem(TargetField.OLD_NUMBER, "number_twice", other_row=earlier)
            self.ready = None

    def _read(self) -> ImportRow | None:
        received = self._received()
        words = self._words()
        answered = self._later_day(TargetField.ANSWERED_DAY, received)
        completed = self._later_day(TargetField.COMPLETED_DAY, received)
        status = self._status(completed)
        ended = self._end(status, received, answered, completed)
        if any(problem.stops for problem in self.problems):
            return None
        assert received is not None and status is not None  # noqa: S101 -- else it has been stopped
        return self._row_of(received, answered, ended, status, words)

    def _row_of(
        self,
        received: date,
        answered: date | None,
        completed: date | None,
        status: PastStatus,
        words: tuple[str, str],
    ) -> ImportRow:
        source = self._reading.source_of(self._text(TargetField.CHANNEL_OF_ARRIVAL))
        category = self._reading.category_of(self._text(TargetField.CATEGORY))
        contact, others = self._loose(
            {
                TargetField.CHANNEL_OF_ARRIVAL: not source.is_exact,
                TargetField.CATEGORY: not category.is_exact,
                TargetField.STATUS: self._text(TargetField.STATUS) != PAST_STATUSES[status].th,
                TargetField.COMPLETED_DAY: status is PastStatus.OPEN,
            }
        )
        return ImportRow(
            file_row=self._row.number,
            received_on=received,
            subject=words[0],
            narrative=words[1],
            accused=self._text(TargetField.ACCUSED),
            place=self._text(TargetField.PLACE),
            source=source.code,
            category=category.code,
            unit_name=self._text(TargetField.UNIT),
            status=status,
            answered_on=answered,
            completed_on=completed,
            old_number=self._number(),
            reporter_name=named_person(self._text(TargetField.REPORTER_NAME)),
            reporter_contact=contact,
            note=self._text(TargetField.NOTE),
            result=self._text(TargetField.RESULT),
            others=others,
        )

    def _text(self, field: TargetField) -> str:
        column = self._reading.mapping.get(field)
        return "" if column is None else spoken(self._row.cells[column])

    def _problem(
        self, field: TargetField, code: str, *, stops: bool = True, other_row: int | None = None
    ) -> None:
        head = self._reading.head(field)
        self.problems.append(RowProblem(self._row.number, head, code, stops, other_row))

    def _received(self) -> date | None:
        if not self._text(TargetField.RECEIVED_DAY):
            self._problem(TargetField.RECEIVED_DAY, "no_received_day")
            return None
        return self._day(TargetField.RECEIVED_DAY)

    def _day(self, field: TargetField) -> date | None:
        """The day of the field; a problem when it is no day, or none of these forty years."""
        typed = self._text(field)
        if not typed:
            return None
        day = read_day(typed, self._reading.today, self._reading.order)
        if day is None:
            self._problem(field, "bad_day")
        elif day > self._reading.today:
            self._problem(field, "future_day")
        elif day < self._reading.oldest:
            self._problem(field, "old_day")
        return day

    def _later_day(self, field: TargetField, received: date | None) -> date | None:
        day = self._day(field)
        if day is not None and received is not None and day < received:
            verb = "answered" if field is TargetField.ANSWERED_DAY else "completed"
            self._problem(field, f"{verb}_before_received")
        return day

    def _words(self) -> tuple[str, str]:
        """The subject and what happened: either may stand for the other, one must be there."""
        subject, narrative = self._text(TargetField.SUBJECT), self._text(TargetField.NARRATIVE)
        if not subject and not narrative:
            has_subject = TargetField.SUBJECT in self._reading.mapping
            self._problem(TargetField.SUBJECT if has_subject else TargetField.NARRATIVE, "no_words")
        words = short_subject(subject, narrative)
        if len(words[1]) > NARRATIVE_LENGTH:
            self._problem(TargetField.NARRATIVE, "words_too_long")
        return words

    def _status(self, completed: date | None) -> PastStatus | None:
        key, status = self._reading.status_of(self._text(TargetField.STATUS))
        if status is not None:
            return status
        if key:
            self._problem(TargetField.STATUS, "unknown_status")
            return None
        return PastStatus.OPEN if completed is None else PastStatus.CLOSED

    def _number(self) -> str:
        """The old number; one that a spreadsheet took for a month is turned back."""
        typed = to_arabic_digits(self._text(TargetField.OLD_NUMBER))
        number = number_behind_day(typed)
        if number != typed:
            self._problem(TargetField.OLD_NUMBER, "number_behind_day", stops=False)
        return number

    def _end(
        self,
        status: PastStatus | None,
        received: date | None,
        answered: date | None,
        completed: date | None,
    ) -> date | None:
        """The day on which the row ended; None while it is open."""
        field = TargetField.COMPLETED_DAY
        if status is None or received is None:
            return None
        if status is PastStatus.OPEN:
            if completed is not None:
                self._problem(field, "open_with_end_day", stops=False)
            return None
        if completed is not None or self._text(field):
            return completed
        if answered is not None:
            self._problem(field, "end_day_from_answer", stops=False)
            return answered
        return self._assumed_end(received)

    def _assumed_end(self, received: date) -> date | None:
        if self._missing_end is MissingEnd.STOP:
            self._problem(TargetField.COMPLETED_DAY, "ended_without_day")
            return None
        self._problem(TargetField.COMPLETED_DAY, "end_day_assumed", stops=False)
        if self._missing_end is MissingEnd.RECEIVED_DAY:
            return received
        return min(fiscal_year_bounds(fiscal_year_be(received))[1], self._reading.today)

    def _loose(
        self, inexact: Mapping[TargetField, bool]
    ) -> tuple[str, tuple[tuple[str, str], ...]]:
        """What no field takes as it stands: what tells of the reporter, and all the rest.

        The first joins the way to reach the reporter, so that it is sealed with the name.
        """
        taken = {
            column
            for field, column in self._reading.mapping.items()
            if not inexact.get(field, False)
        }
        contact = [self._text(TargetField.REPORTER_CONTACT)]
        others: list[tuple[str, str]] = []
        for column, (head, cell) in enumerate(
            zip(self._reading.headers, self._row.cells, strict=True)
        ):
            text = "" if column in taken else spoken(cell)
            if text and self._reading.about_reporter[column]:
                contact.append(f"{head}: {text}")
            elif text:
                others.append((head, text))
        return "\n".join(filter(None, contact)), tuple(others)
