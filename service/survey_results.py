"""The survey in figures: never of so few that somebody could tell who said what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from models.survey import StaffConfidence, SurveyAnswer
from rules.publication import SURVEY
from rules.survey import QUESTIONS, Score, score, shown_parts
from rules.thai_time import Period, fiscal_year_be, halves, year
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SurveyPart:
    """One stretch of time: a half, or the year in one; a score is None where too few answered."""

    period: Period
    people: int
    scores: Mapping[str, Score | None]


@dataclass(frozen=True)
class SurveyResults:
    """What may be shown of one fiscal year; `staff` is the question to staff alone, apart."""

    fiscal_year_be: int
    parts: tuple[SurveyPart, ...]
    staff: tuple[tuple[Period, Score], ...]
    as_of: date

    @property
    def is_empty(self) -> bool:
        """Whether nothing may be shown."""
        return not self.parts and not self.staff


def survey_results(work: UnitOfWork, fiscal_year: int) -> SurveyResults:
    """The figures of closed halves, as far as they may be shown."""
    answers = work.rows(select(SurveyAnswer).where(SurveyAnswer.fiscal_year_be == fiscal_year))
    staff = work.rows(select(StaffConfidence).where(StaffConfidence.fiscal_year_be == fiscal_year))
    parts = _shown(work, fiscal_year, answers)
    return SurveyResults(
        fiscal_year_be=fiscal_year,
        parts=tuple(_part(period, rows) for period, rows in parts),
        staff=tuple(
            (period, found)
            for period, rows in _shown(work, fiscal_year, staff)
            if (found := score([row.level for row in rows]))
        ),
        as_of=work.today,
    )


def survey_years(work: UnitOfWork) -> tuple[int, ...]:
    """The fiscal years with answers and the running one, the newest first."""
    years = work.rows(select(SurveyAnswer.fiscal_year_be).distinct())
    return tuple(sorted({*years, fiscal_year_be(work.today)}, reverse=True))


def survey_record(results: SurveyResults) -> dict[str, Any]:
    """The results for a canonical record."""
    return {
        "kind": SURVEY,
        "fiscal_year_be": results.fiscal_year_be,
        "as_of": results.as_of.isoformat(),
        "parts": [
            _period_record(part.period)
            | {
                "people": part.people,
                "scores": {name: _score_record(one) for name, one in part.scores.items()},
            }
            for part in results.parts
        ],
        "staff": [
            _period_record(period) | {"score": _score_record(one)} for period, one in results.staff
        ],
    }


def survey_from(record: Mapping[str, Any]) -> SurveyResults:
    """The results of a record."""
    fiscal_year: int = record["fiscal_year_be"]
    return SurveyResults(
        fiscal_year_be=fiscal_year,
        parts=tuple(
            SurveyPart(
                _period(one, fiscal_year),
                one["people"],
                {name: _score(one["scores"][name]) for name in QUESTIONS},
            )
            for one in record["parts"]
        ),
        staff=tuple(
            (_period(one, fiscal_year), found)
            for one in record["staff"]
            if (found := _score(one["score"]))
        ),
        as_of=date.fromisoformat(record["as_of"]),
    )


def _shown(
    work: UnitOfWork, fiscal_year: int, rows: Sequence[Any]
) -> list[tuple[Period, list[Any]]]:
    both = {period.index: period for period in halves(fiscal_year)}
    counts = {half: sum(row.half == half for row in rows) for half in both}
    closed = [half for half, period in both.items() if period.last < work.today]
    return [
        (year(fiscal_year), list(rows))
        if half is None
        else (both[half], [row for row in rows if row.half == half])
        for half in shown_parts(counts, closed)
    ]


def _part(period: Period, rows: Sequence[SurveyAnswer]) -> SurveyPart:
    scores = {
        name: score([level for row in rows if (level := getattr(row, name)) is not None])
        for name in QUESTIONS
    }
    return SurveyPart(period, len(rows), scores)


def _score_record(found: Score | None) -> list[int] | None:
    return None if found is None else [found.answers, found.mean, found.good]


def _score(record: Sequence[int] | None) -> Score | None:
    return None if record is None else Score(*record)


def _period_record(period: Period) -> dict[str, Any]:
    return {"period": period.kind, "index": period.index}


def _period(record: Mapping[str, Any], fiscal_year: int) -> Period:
    if record["period"] == "year":
        return year(fiscal_year)
    index: int = record["index"]
    return halves(fiscal_year)[index - 1]
