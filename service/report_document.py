"""A report to executives as the public reads it: what is frozen when it is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.counting import Row
from rules.states import Channel
from rules.tables import words_from, words_record
from rules.thai_time import Period
from rules.words import Words
from service.period_numbers import PeriodNumbers


@dataclass(frozen=True)
class ReportDocument:
    """Everything that the page and the PDF show; nothing is counted after this.

    `zero` is the sentence for a period without a complaint of corruption. The three texts are in
    Thai, a sentence a line. `permitted_by` is the post of who allowed it, "" before.
    """

    agency_slug: str
    agency_name: Words
    period: Period
    as_of: date
    numbers: tuple[PeriodNumbers, ...]
    zero: Words | None
    problems: str
    obstacles: str
    remedies: str
    permitted_by: str
    permitted_on: date | None


def report_record(document: ReportDocument) -> dict[str, Any]:
    """The document for a canonical record (`rules.publication`)."""
    return {
        "agency": document.agency_slug,
        "agency_name": words_record(document.agency_name),
        "period": _period_record(document.period),
        "as_of": document.as_of.isoformat(),
        "numbers": [_numbers_record(one) for one in document.numbers],
        "zero": words_record(document.zero) if document.zero else None,
        "problems": document.problems,
        "obstacles": document.obstacles,
        "remedies": document.remedies,
        "permitted_by": document.permitted_by,
        "permitted_on": document.permitted_on.isoformat() if document.permitted_on else None,
    }


def report_from(record: Mapping[str, Any]) -> ReportDocument:
    """The document of a record."""
    period = _period(record["period"])
    permitted_on = record["permitted_on"]
    return ReportDocument(
        agency_slug=record["agency"],
        agency_name=words_from(record["agency_name"]),
        period=period,
        as_of=date.fromisoformat(record["as_of"]),
        numbers=tuple(_numbers(one, period) for one in record["numbers"]),
        zero=words_from(record["zero"]) if record["zero"] else None,
        problems=record["problems"],
        obstacles=record["obstacles"],
        remedies=record["remedies"],
        permitted_by=record["permitted_by"],
        permitted_on=date.fromisoformat(permitted_on) if permitted_on else None,
    )


def _period_record(period: Period) -> dict[str, Any]:
    return {
        "kind": period.kind,
        "index": period.index,
        "first_day": period.first.isoformat(),
        "last_day": period.last.isoformat(),
        "fiscal_year_be": period.fiscal_year_be,
    }


def _period(record: Mapping[str, Any]) -> Period:
    return Period(
        record["kind"],
        record["index"],
        date.fromisoformat(record["first_day"]),
        date.fromisoformat(record["last_day"]),
        record["fiscal_year_be"],
    )


def _numbers_record(numbers: PeriodNumbers) -> dict[str, Any]:
    row = numbers.row
    return {
        "channel": numbers.channel.value,
        "carried_forward": row.carried_forward,
        "received": row.received,
        "completed": row.completed,
        "outstanding": row.outstanding,
        "answered_in_time": numbers.answered_in_time,
        "answered_of": numbers.answered_of,
        "median_answer_days": numbers.median_answer_days,
        "median_closing_days": numbers.median_closing_days,
        "outcomes": [[name, count] for name, count in numbers.outcomes],
    }


def _numbers(record: Mapping[str, Any], period: Period) -> PeriodNumbers:
    row = Row(
        period,
        record["carried_forward"],
        record["received"],
        record["completed"],
        record["outstanding"],
    )
    return PeriodNumbers(
        channel=Channel(record["channel"]),
        row=row,
        answered_in_time=record["answered_in_time"],
        answered_of=record["answered_of"],
        median_answer_days=record["median_answer_days"],
        median_closing_days=record["median_closing_days"],
        outcomes=tuple((name, count) for name, count in record["outcomes"]),
    )
