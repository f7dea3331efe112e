"""What an older register told of a case that was brought in from it, for the case's page."""

from dataclasses import dataclass, field
from datetime import date

from rules.states import EventKind
from rules.words.bringing_in import RECORD_FIELDS, record_words
from service.case_keys import open_case_keys
from service.case_lines import officer_names
from service.find_case import find_case
from service.import_plan import FORM
from service.signed_records import SignedRecord, signed_records
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ImportedCase:
    """Who brought it in and when, what the register told, and its columns without a meaning here.

    `row` is the row of the file.
    """

    day: date
    by: str
    row: int
    told: tuple[tuple[str, str], ...] = field(repr=False)
    columns: tuple[tuple[str, str], ...] = field(repr=False)


def imported_case(work: UnitOfWork, case_id: str) -> ImportedCase | None:
    """What the sheet told of a case that this officer has just opened; None for all others."""
    case = find_case(work, case_id)
    if case.import_id is None:
        return None
    records = signed_records(work, open_case_keys(work, case), (EventKind.IMPORTED,))
    found = next((one for one in records if one.record.get("form") == FORM), None)
    return _view(found, officer_names(work).get(found.officer_id, "")) if found else None


def _view(signed: SignedRecord, by: str) -> ImportedCase:
    record = signed.record
    return ImportedCase(
        day=signed.day,
        by=by,
        row=int(record["row"]),
        told=tuple(
            (label.th, record_words(name, str(record[name])))
            for name, label in RECORD_FIELDS.items()
            if record.get(name)
        ),
        columns=tuple((str(head), str(text)) for head, text in record["columns"]),
    )
