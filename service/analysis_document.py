"""The measures as they are published: what readers outside see of analysis and prevention."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from models.disclosure import Prevention
from rules.categories import CATEGORIES, find
from rules.permissions import Permission
from rules.prevention_effect import PublicEffect
from rules.publication import ANALYSIS
from rules.tables import words_from, words_record
from rules.thai_time import fiscal_year_be
from rules.words import Words
from rules.words.prevention import ANALYSIS_TITLE, EVERY_UNIT
from service.errors import NotAllowed
from service.inquiry_inputs import Typed
from service.patterns import unit_words
from service.prevention import open_text
from service.prevention_effects import (
    PreparedEffects,
    effect_from,
    effect_record,
    prepared_effects,
)
from service.publications import Published, Version, newest, one_version, publish, versions
from service.unit_of_work import UnitOfWork

NOTE_LENGTH: Final = 1000


@dataclass(frozen=True)
class ToldEffect:
    """What followed a measure, and the cases that were counted: of which category and unit."""

    category: Words
    unit: Words
    counts: PublicEffect


@dataclass(frozen=True)
class ToldMeasure:
    """One measure as readers outside see it; what it is against stands only beside its effect."""

    text: str
    responsible: str
    due_on: date
    done_on: date | None
    effect: ToldEffect | None


@dataclass(frozen=True)
class AnalysisDocument:
    """Everything that the page shows; nothing is counted after this."""

    agency_slug: str
    agency_name: Words
    fiscal_year_be: int
    title: Words
    as_of: date
    measures: tuple[ToldMeasure, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(one.done_on is not None for one in self.measures)

    @property
    def late(self) -> int:
        """How many are not done though their day is over."""
        return sum(one.done_on is None and one.due_on < self.as_of for one in self.measures)


@dataclass(frozen=True)
class ShownAnalysis:
    """A published document with its version, and the versions of its year."""

    document: AnalysisDocument
    version: Version
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class AnalysisPreview:
    """What would be published now, what stands published, and of when the prepared counts are."""

    document: AnalysisDocument
    prepared: PreparedEffects | None
    versions: tuple[Version, ...]


def make_analysis(work: UnitOfWork) -> AnalysisDocument:
    """The measures that have a text for the public, as they stand now."""
    agency, prepared, units = work.agency(), prepared_effects(work), unit_words(work)
    rows = work.rows(select(Prevention).where(Prevention.public_text != ""))
    rows.sort(key=lambda row: (row.done_on is not None, row.due_on, row.id))
    return AnalysisDocument(
        agency_slug=agency.slug,
        agency_name=Words(agency.name_th, agency.name_en),
        fiscal_year_be=fiscal_year_be(work.today),
        title=ANALYSIS_TITLE,
        as_of=work.today,
        measures=tuple(_told(row, prepared, units) for row in rows),
    )


def preview_analysis(work: UnitOfWork) -> AnalysisPreview:
    """What would be published now; NotAllowed for whoever may not see numbers."""
    if not work.officer().may(Permission.SEE_NUMBERS):
        raise NotAllowed
    document = make_analysis(work)
    return AnalysisPreview(
        document, prepared_effects(work), versions(work, ANALYSIS, document.fiscal_year_be)
    )


def publish_analysis(work: UnitOfWork, mapping: Mapping[str, Any]) -> Version:
    """The next version of the year's page, with a `note` of what it puts right.

    Raises as `publish` does, for nothing to tell, and for a note that may not be published.
    """
    typed = Typed(mapping)
    note = open_text(typed, "note", most=NOTE_LENGTH, needed=False)
    document = make_analysis(work)
    if not document.measures:
        typed.problems["record"] = "nothing_to_publish"
    typed.check()
    return publish(work, ANALYSIS, document.fiscal_year_be, "", analysis_record(document), note)


def shown_analysis(
    work: UnitOfWork, fiscal_year: int | None = None, version: int | None = None
) -> ShownAnalysis | None:
    """The newest version, of a year or of all, or the one asked for; None before any.

    NotFound for a version that is none; Unreadable for one that is not as it was published.
    """
    found: Published | None
    if fiscal_year is not None and version is not None:
        found = one_version(work, ANALYSIS, fiscal_year, "", version)
    else:
        found = newest(work, ANALYSIS, fiscal_year)
    if found is None:
        return None
    year = found.version.fiscal_year_be
    return ShownAnalysis(analysis_from(found.record), found.version, versions(work, ANALYSIS, year))


def analysis_record(document: AnalysisDocument) -> dict[str, Any]:
    """The document for a canonical record (`rules.publication`)."""
    return {
        "agency": document.agency_slug,
        "agency_name": words_record(document.agency_name),
        "fiscal_year_be": document.fiscal_year_be,
        "title": words_record(document.title),
        "as_of": document.as_of.isoformat(),
        "measures": [
            {
                "text": one.text,
                "responsible": one.responsible,
                "due_on": one.due_on.isoformat(),
                "done_on": one.done_on.isoformat() if one.done_on else None,
                "effect": _effect_record(one.effect) if one.effect else None,
            }
            for one in document.measures
        ],
    }


def analysis_from(record: Mapping[str, Any]) -> AnalysisDocument:
    """The document of a record."""
    return AnalysisDocument(
        agency_slug=record["agency"],
        agency_name=words_from(record["agency_name"]),
        fiscal_year_be=record["fiscal_year_be"],
        title=words_from(record["title"]),
        as_of=date.fromisoformat(record["as_of"]),
        measures=tuple(
            ToldMeasure(
                text=one["text"],
                responsible=one["responsible"],
                due_on=date.fromisoformat(one["due_on"]),
                done_on=date.fromisoformat(one["done_on"]) if one["done_on"] else None,
                effect=_effect_from(one["effect"]) if one["effect"] else None,
            )
            for one in record["measures"]
        ),
    )


def _told(
    row: Prevention, prepared: PreparedEffects | None, units: Mapping[str, Words]
) -> ToldMeasure:
    counts = prepared.of(row) if prepared else None
    unit = units[row.unit_id.hex()] if row.unit_id else EVERY_UNIT
    words = find(CATEGORIES, row.category).words
    effect = ToldEffect(words, unit, counts) if counts else None
    return ToldMeasure(row.public_text, row.responsible, row.due_on, row.done_on, effect)


def _effect_record(effect: ToldEffect) -> dict[str, Any]:
    return {
        "category": words_record(effect.category),
        "unit": words_record(effect.unit),
        "counts": effect_record(effect.counts),
    }


def _effect_from(record: Mapping[str, Any]) -> ToldEffect:
    return ToldEffect(
        words_from(record["category"]),
        words_from(record["unit"]),
        effect_from(record["counts"]),
    )
