"""What the console's checks look at: published versions that are whole, and live facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.disclosure_checks import (
    Facts,
    Figures,
    PublishedChannel,
    evidence_of_year,
    whole_year_shown,
)
from rules.document import Block, blocks_from
from rules.publication import CHANNEL, GUIDELINE, STATISTICS
from rules.statistics_options import WHOLE
from service.channel_document import channel_from
from service.errors import Unreadable
from service.look_up_agency import agency_card
from service.publications import Version, one_version, versions
from service.statistics_document import document_from
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class OpenedVersion:
    """A version with its record, None when it is not as it was published."""

    version: Version
    record: Mapping[str, Any] | None


Newest = Mapping[str, tuple[OpenedVersion, ...]]
"""By kind, the newest version of each year and topic."""


def opened_versions(work: UnitOfWork, fiscal_year: int) -> tuple[OpenedVersion, ...]:
    """Every version that has to do with the year's assessment, the newest first."""
    of_year = versions(work, fiscal_year=fiscal_year)
    year_before = versions(work, STATISTICS, fiscal_year - 1, WHOLE)
    listed = sorted((*of_year, *year_before), key=lambda one: one.number, reverse=True)
    return tuple(_open(work, one) for one in listed)


def newest_of_topics(history: Iterable[OpenedVersion], kind: str) -> tuple[OpenedVersion, ...]:
    """The newest version of each year and topic of a kind, what came last first."""
    found: dict[tuple[int, str], OpenedVersion] = {}
    for one in history:
        if one.version.kind == kind:
            found.setdefault((one.version.fiscal_year_be, one.version.topic), one)
    return tuple(found.values())


def facts_of_year(
    work: UnitOfWork,
    fiscal_year: int,
    newest: Newest,
    looked_on: date | None,
    formats: frozenset[str],
) -> Facts:
    """What is published of a year and how the office stands today."""
    card = agency_card(work, work.agency())
    published = [_figures(version, record) for version, record in _whole(newest[STATISTICS])]
    whole_year = (one for one in published if whole_year_shown(one, fiscal_year - 1))
    return Facts(
        fiscal_year_be=fiscal_year,
        today=work.today,
        blocks=_blocks(newest[GUIDELINE]),
        channel=_channel(newest[CHANNEL]),
        corruption_open=card.corruption_open,
        grievance_open=card.grievance_open,
        looked_on=looked_on,
        figures=evidence_of_year(published, fiscal_year),
        whole_year=next(whole_year, None),
        formats=formats,
    )


def _open(work: UnitOfWork, version: Version) -> OpenedVersion:
    where = (version.kind, version.fiscal_year_be, version.topic, version.version)
    try:
        return OpenedVersion(version, one_version(work, *where).record)
    except Unreadable:
        return OpenedVersion(version, None)


def _whole(opened: Iterable[OpenedVersion]) -> list[tuple[Version, Mapping[str, Any]]]:
    return [(one.version, one.record) for one in opened if one.record is not None]


def _blocks(opened: Iterable[OpenedVersion]) -> tuple[Block, ...]:
    records = [record for _version, record in _whole(opened)]
    return blocks_from(records[0]["blocks"]) if records else ()


def _channel(opened: Iterable[OpenedVersion]) -> PublishedChannel | None:
    records = [record for _version, record in _whole(opened)]
    if not records:
        return None
    page = channel_from(records[0])
    return PublishedChannel(page.is_open, page.blocks, page.looked_on)


def _figures(version: Version, record: Mapping[str, Any]) -> Figures:
    document = document_from(record)
    return Figures(
        fiscal_year_be=version.fiscal_year_be,
        topic=version.topic,
        rows=document.rows,
        parts=document.options.parts,
        first=document.first,
        last=document.last,
        as_of=document.as_of,
        zero=document.zero.th if document.zero else "",
    )
