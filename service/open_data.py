"""The statistics as open data: one record for the download and for the API.

Made from the document that was frozen, or from what is counted now; nothing is counted here.
"""

from collections.abc import Iterator
from typing import Any, Final

from crypto.primitives import sha256
from rules.counting import Row
from rules.open_data_metadata import MetadataItem, metadata_items
from rules.publication import canonical
from rules.tables import words_record
from rules.words import OPEN_DATA_COLUMNS
from service.publications import Version
from service.shown_statistics import ShownStatistics
from service.statistics_document import StatisticsDocument, document_record

COLUMNS: Final = tuple(OPEN_DATA_COLUMNS)
"""The columns of the table as data: English, without spaces (data.go.th's convention)."""

TYPES: Final = {
    name: {"period": "text", "first_day": "date", "last_day": "date"}.get(name, "integer")
    for name in COLUMNS
}
"""What a column holds: text, an ISO 8601 date, or a whole number."""


def digest_of(shown: ShownStatistics) -> str:
    """The version's digest, or one of what is counted now; another one as soon as it differs."""
    if shown.version:
        return shown.version.digest
    return sha256(canonical(document_record(shown.document))).hex()


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
        "not_accepted": row.not_accepted,
        "forwarded": row.forwarded,
    }


def row_records(document: StatisticsDocument) -> Iterator[dict[str, Any]]:
    """Every row of the table in order, without the total."""
    return (row_record(row) for row in document.rows)


def metadata_of(document: StatisticsDocument) -> tuple[MetadataItem, ...]:
    """The fourteen items that describe the data to a catalogue."""
    return metadata_items(
        document.channel,
        document.fiscal_year_be,
        document.options.granularity,
        document.agency_name,
        document.area,
        document.email,
    )


def statistics_record(shown: ShownStatistics) -> dict[str, Any]:
    """What is published as plain values, with its version and what describes it.

    `answered_in_time` counts those of `answered_of`; both are None where the office does not show
    them. `version` is None for what is counted now. Nothing in it changes while `digest_of` does
    not.
    """
    document = shown.document
    record = document_record(document)
    zero = record.pop("zero")
    total, shows_answers = document.total, "in_time" in document.options.parts
    return record | {
        "granularity": document.options.granularity,
        "rows": list(row_records(document)),
        "total": row_record(total) if total else None,
        "answered_in_time": document.answered_in_time if shows_answers else None,
        "answered_of": document.answered_of if shows_answers else None,
        "no_complaints": zero,
        "version": _version(shown.version) if shown.version else None,
        "columns": [_column(name) for name in COLUMNS],
        "metadata": [_item(item) for item in metadata_of(document)],
    }


def other_editions(shown: ShownStatistics) -> dict[str, Any]:
    """Which years there are, and every version of this one, the newest first."""
    return {
        "years": list(shown.years),
        "versions": [_version(version) for version in shown.versions],
    }


def _column(name: str) -> dict[str, Any]:
    meaning = words_record(OPEN_DATA_COLUMNS[name])
    return {"name": name, "type": TYPES[name], "meaning": meaning}


def _item(item: MetadataItem) -> dict[str, Any]:
    label, value = words_record(item.label), words_record(item.value)
    return {"name": item.name, "label": label, "value": value}


def _version(version: Version) -> dict[str, Any]:
    return {
        "topic": version.topic,
        "version": version.version,
        "published_on": version.published_on.isoformat(),
        "publisher_name": version.publisher_name,
        "publisher_post": version.publisher_post,
        "note": version.note,
        "digest": version.digest,
        "is_signed": version.is_signed,
    }
