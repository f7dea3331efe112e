"""Publishing the statistics of a channel and year: what it would look like, now, or on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from crypto.primitives import sha256
from rules.counting import Row, default_granularity
from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.permissions import Permission
from rules.personal_marks import personal_marks
from rules.publication import canonical
from rules.states import Channel
from rules.statistics_options import GRANULARITIES, StatisticsOptions
from service.errors import InvalidInput, NotAllowed
from service.planned_publications import plan
from service.publications import Version, publish, versions
from service.shown_statistics import KIND_OF
from service.statistics_document import StatisticsDocument, document_from
from service.statistics_making import make_statistics, statistics_record
from service.unit_of_work import UnitOfWork

NOTE_LETTERS: Final = 1000


@dataclass(frozen=True)
class StatisticsPreview:
    """What would be published: `seen` names exactly these numbers, `standing` what stands already.

    `revealing` are the periods that count one to four, of periods shorter than is suggested for
    a year that counts so few. `missing` are tables that were chosen and that nobody prepared.
    """

    document: StatisticsDocument
    seen: str
    standing: tuple[Version, ...]
    suggested: str
    revealing: tuple[Row, ...]
    missing: tuple[str, ...]


def suggested_granularity(
    work: UnitOfWork, fiscal_year: int | None, channel: Channel
) -> tuple[StatisticsDocument, str]:
    """The year's closed quarters, and the stretch that an office of so many cases should show."""
    document = make_statistics(work, fiscal_year, StatisticsOptions(), channel)
    received = document.total.received if document.total else 0
    return document, default_granularity(received)


def preview_statistics(
    work: UnitOfWork, fiscal_year: int, options: StatisticsOptions, channel: Channel
) -> StatisticsPreview:
    """The document as it would be frozen now; NotAllowed for who does not see numbers."""
    if not work.officer().may(Permission.SEE_NUMBERS):
        raise NotAllowed
    record = statistics_record(work, fiscal_year, options.record(), channel)
    document = document_from(record)
    _year, suggested = suggested_granularity(work, fiscal_year, channel)
    return StatisticsPreview(
        document=document,
        seen=_fingerprint(record),
        standing=versions(work, KIND_OF[channel], fiscal_year, options.span),
        suggested=suggested,
        revealing=_revealing(document, suggested),
        missing=_missing(document),
    )


def publish_statistics(
    work: UnitOfWork,
    fiscal_year: int,
    options: StatisticsOptions,
    channel: Channel,
    *,
    note: str,
    seen: str,
    understood: bool,
) -> Version:
    """Freeze the numbers that were looked at, signed by the officer at work.

    InvalidInput: `record` for numbers that have changed since or are none, `understood` where
    short periods tell too much and nobody has said so, `note` as for `publish`.
    """
    record = statistics_record(work, fiscal_year, options.record(), channel)
    document = document_from(record)
    problems = _problems(work, document, options, channel, understood) | _note_problems(note)
    if not problems and _fingerprint(record) != seen:
        problems = {"record": "numbers_changed"}
    if problems:
        raise InvalidInput(problems, limits={"note": NOTE_LETTERS})
    return publish(work, KIND_OF[channel], fiscal_year, options.span, record, note)


def plan_statistics(
    work: UnitOfWork,
    fiscal_year: int,
    options: StatisticsOptions,
    channel: Channel,
    *,
    due_on: date | None,
    understood: bool,
) -> str:
    """The id of a plan to publish what is counted on that day; InvalidInput as for publishing."""
    document = make_statistics(work, fiscal_year, options, channel)
    told = _problems(work, document, options, channel, understood)
    if "understood" in told:
        raise InvalidInput({"understood": told["understood"]})
    return plan(work, KIND_OF[channel], fiscal_year, options.span, options.record(), due_on)


def _problems(
    work: UnitOfWork,
    document: StatisticsDocument,
    options: StatisticsOptions,
    channel: Channel,
    understood: bool,
) -> dict[str, str]:
    if not document.rows:
        return {"record": "nothing_to_publish"}
    _year, suggested = suggested_granularity(work, document.fiscal_year_be, channel)
    if _revealing(document, suggested) and not understood:
        return {"understood": "confirm_first"}
    return {}


def _note_problems(note: str) -> dict[str, str]:
    if len(note.strip()) > NOTE_LETTERS:
        return {"note": "too_long"}
    return {"note": "personal_mark"} if personal_marks(note) else {}


def _revealing(document: StatisticsDocument, suggested: str) -> tuple[Row, ...]:
    chosen = document.options.granularity
    if GRANULARITIES.index(chosen) >= GRANULARITIES.index(suggested):
        return ()
    return tuple(row for row in document.rows if 0 < row.received < SMALLEST_PUBLISHED_COUNT)


def _missing(document: StatisticsDocument) -> tuple[str, ...]:
    there = {table.name for table in document.tables}
    return tuple(name for name in document.options.tables if name not in there)


def _fingerprint(record: Mapping[str, Any]) -> str:
    return sha256(canonical(record)).hex()
