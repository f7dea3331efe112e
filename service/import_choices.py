"""What an officer says of a sheet before it is brought in, checked once."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rules.import_columns import TargetField, guess_mapping, is_about_reporter
from rules.import_results import MissingEnd
from rules.import_sheet import Sheet
from rules.import_statuses import PastStatus, StatusWords, status_words
from rules.states import Channel, IdentityMode
from service.errors import InvalidInput
from service.import_batches import DROPPED, OpenedBatch, choose, open_batch
from service.import_plan import field_columns
from service.import_readers import check_exclude, import_office
from service.unit_of_work import UnitOfWork

KEPT: Final = ""
_MODES: Final = {
    # Grievances have no keepers of names: what nobody could ever open is not kept.
    Channel.CORRUPTION: (IdentityMode.CONFIDENTIAL, IdentityMode.NAMED, IdentityMode.ANONYMOUS),
    Channel.GRIEVANCE: (IdentityMode.NAMED, IdentityMode.ANONYMOUS),
}


def guessed_columns(sheet: Sheet) -> tuple[str, ...]:
    """What each column most likely means; "" for one that is kept beside the case."""
    columns = [KEPT] * len(sheet.headers)
    for field, at in guess_mapping(sheet.headers).items():
        columns[at] = field.value
    return tuple(columns)


def tell_columns(work: UnitOfWork, batch_id: str, columns: Sequence[str]) -> None:
    """Keep what each column means; InvalidInput for `columns` or a single `column_N`."""
    opened = open_batch(work, batch_id)
    sheet = opened.open_sheet
    problems: dict[str, str] = {}
    if len(columns) != len(sheet.headers):
        raise InvalidInput({"columns": "unknown_choice"})
    for at, said in enumerate(columns):
        if said not in (KEPT, DROPPED, *TargetField):
            problems[f"column_{at}"] = "unknown_choice"
        elif said not in (KEPT, DROPPED) and said in columns[:at]:
            problems[f"column_{at}"] = "column_twice"
    if TargetField.RECEIVED_DAY not in columns:
        problems["columns"] = "received_day_needed"
    elif not {TargetField.SUBJECT, TargetField.NARRATIVE} & set(columns):
        problems["columns"] = "words_needed"
    if problems:
        raise InvalidInput(problems)
    if tuple(columns) != opened.choices.columns:
        # What was said of other columns does not hold for these.
        choose(work, batch_id, columns=tuple(columns), statuses={}, identity="")


def tell_answers(work: UnitOfWork, batch_id: str, answers: Mapping[str, Any]) -> None:
    """Keep where each status puts a case, what becomes of names, and who is kept out.

    InvalidInput names `status_N`, `missing_ends`, `identity` or `exclude`.
    """
    opened = open_batch(work, batch_id)
    problems: dict[str, str] = {}
    statuses = _statuses(statuses_of(opened), answers, problems)
    ends, identity = str(answers.get("missing_ends", "")), str(answers.get("identity", ""))
    if ends not in tuple(MissingEnd):
        problems["missing_ends"] = "choose_one"
    if tells_of_reporter(opened) and identity not in modes_of(opened.batch.channel):
        problems["identity"] = "choose_one"
    exclude = tuple(sorted(set(answers.get("exclude", ()))))
    try:
        check_exclude(work, import_office(work, opened.batch.channel), exclude)
    except InvalidInput as refused:
        problems |= refused.fields
    if problems:
        raise InvalidInput(problems)
    choose(
        work,
        batch_id,
        statuses=statuses,
        missing_ends=ends,
        identity=identity or IdentityMode.ANONYMOUS.value,
        exclude=exclude,
        keeps_named_out=bool(answers.get("keeps_named_out")),
    )


def statuses_of(opened: OpenedBatch) -> tuple[StatusWords, ...]:
    """The different words of the sheet's column of statuses."""
    return status_words(opened.open_sheet, field_columns(opened.choices.columns))


def tells_of_reporter(opened: OpenedBatch) -> bool:
    """Whether any column that is kept tells who reported."""
    told = (TargetField.REPORTER_NAME, TargetField.REPORTER_CONTACT)
    return any(
        said in told or (said == KEPT and is_about_reporter(header))
        for header, said in zip(opened.open_sheet.headers, opened.choices.columns, strict=False)
    )


def modes_of(channel: Channel) -> tuple[IdentityMode, ...]:
    """What may become of the reporters' names; the first is meant where nothing is said."""
    return _MODES[channel]


def _statuses(
    words: Iterable[StatusWords], answers: Mapping[str, Any], problems: dict[str, str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for at, one in enumerate(words):
        said = str(answers.get(f"status_{at}", ""))
        if said in tuple(PastStatus):
            found[one.key] = said
        else:
            problems[f"status_{at}"] = "choose_one"
    return found
