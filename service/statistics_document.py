"""The statistics of one channel and year as they are published: the source of every format."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rules.counting import Row
from rules.states import Channel
from rules.statistics_options import StatisticsOptions, options_from
from rules.tables import Table, table_from, table_record, words_from, words_record
from rules.thai_time import Period
from rules.words import Words

NOWHERE: Final = Words("", "")


@dataclass(frozen=True)
class StatisticsDocument:
    """Everything that a page, a sheet, a poster or a file shows; nothing is counted after this.

    `rows` are closed periods that follow one another, `total` spans them; `zero` is the sentence
    for a span without any complaint. `item_code` is None while the year's is not announced. The
    medians are whole days, None where too few were counted. `area` and `email` describe the agency
    to a catalogue.
    """

    channel: Channel
    agency_slug: str
    agency_name: Words
    fiscal_year_be: int
    item_code: str | None
    title: Words
    options: StatisticsOptions
    first: date
    last: date | None
    as_of: date
    rows: tuple[Row, ...]
    total: Row | None
    zero: Words | None
    answered_in_time: int
    answered_of: int
    median_answer_days: int | None
    median_closing_days: int | None
    tables: tuple[Table, ...]
    notes: tuple[Words, ...]
    area: Words = NOWHERE
    email: str = ""


def document_record(document: StatisticsDocument) -> dict[str, Any]:
    """The document for a canonical record (`rules.publication`)."""
    return {
        "channel": document.channel.value,
        "agency": document.agency_slug,
        "agency_name": words_record(document.agency_name),
        "fiscal_year_be": document.fiscal_year_be,
        "item_code": document.item_code,
        "title": words_record(document.title),
        "options": document.options.record(),
        "first_day": document.first.isoformat(),
        "last_day": document.last.isoformat() if document.last else None,
        "as_of": document.as_of.isoformat(),
        "rows": [_row_record(row) for row in document.rows],
        "total": _row_record(document.total) if document.total else None,
        "zero": words_record(document.zero) if document.zero else None,
        "answered_in_time": document.answered_in_time,
        "answered_of": document.answered_of,
        "median_answer_days": document.median_answer_days,
        "median_closing_days": document.median_closing_days,
        "tables": [table_record(table) for table in document.tables],
        "notes": [words_record(note) for note in document.notes],
        "area": words_record(document.area),
        "email": document.email,
    }


def document_from(record: Mapping[str, Any]) -> StatisticsDocument:
    """The document of a record."""
    return StatisticsDocument(
        channel=Channel(record["channel"]),
        agency_slug=record["agency"],
        agency_name=words_from(record["agency_name"]),
        fiscal_year_be=record["fiscal_year_be"],
        item_code=record["item_code"],
        title=words_from(record["title"]),
        options=options_from(record["options"]),
        first=date.fromisoformat(record["first_day"]),
        last=date.fromisoformat(record["last_day"]) if record["last_day"] else None,
        as_of=date.fromisoformat(record["as_of"]),
        rows=tuple(_row(one) for one in record["rows"]),
        total=_row(record["total"]) if record["total"] else None,
        zero=words_from(record["zero"]) if record["zero"] else None,
        answered_in_time=record["answered_in_time"],
        answered_of=record["answered_of"],
        median_answer_days=record["median_answer_days"],
        median_closing_days=record["median_closing_days"],
        tables=tuple(table_from(one) for one in record["tables"]),
        notes=tuple(words_from(one) for one in record["notes"]),
        area=words_from(record["area"]),
        email=record["email"],
    )


def _row_record(row: Row) -> dict[str, Any]:
    period = row.period
    return {
        "kind": period.kind,
        "index": period.index,
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "fiscal_year_be": period.fiscal_year_be,
        "carried_forward": row.carried_forward,
        "received": row.received,
        "completed": row.completed,
        "outstanding": row.outstanding,
        "not_accepted": row.not_accepted,
        "forwarded": row.forwarded,
    }


def _row(record: Mapping[str, Any]) -> Row:
    period = Period(
        record["kind"],
        record["index"],
        date.fromisoformat(record["first_day"]),
        date.fromisoformat(record["last_day"]),
        record["fiscal_year_be"],
    )
    return Row(
        period,
        record["carried_forward"],
        record["received"],
        record["completed"],
        record["outstanding"],
        record["not_accepted"],
        record["forwarded"],
    )
