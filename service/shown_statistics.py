"""What the public sees of the statistics: a published version, else closed periods as they are."""

from dataclasses import dataclass

from rules.publication import GRIEVANCES, STATISTICS
from rules.states import Channel
from rules.statistics_options import StatisticsOptions
from service.publications import Published, Version, newest, one_version, published_years, versions
from service.statistics_document import StatisticsDocument, document_from
from service.statistics_making import make_statistics
from service.statistics_years import statistics_years
from service.unit_of_work import UnitOfWork

KIND_OF = {Channel.CORRUPTION: STATISTICS, Channel.GRIEVANCE: GRIEVANCES}


@dataclass(frozen=True)
class ShownStatistics:
    """A document with the version it is of (None: counted now), the year's versions, the years."""

    document: StatisticsDocument
    version: Version | None
    versions: tuple[Version, ...]
    years: tuple[int, ...]


def shown_statistics(
    work: UnitOfWork,
    channel: Channel,
    fiscal_year: int | None = None,
    topic: str | None = None,
    version: int | None = None,
) -> ShownStatistics:
    """The newest version of a year (or of all), the one asked for, or what is counted now.

    Before anything of a year was published its closed quarters are shown (decisions C34).
    NotFound for a version that is none and a year without numbering; Unreadable for a version
    that is not as it was published.
    """
    kind = KIND_OF[channel]
    found: Published | None
    if version is not None and fiscal_year is not None and topic is not None:
        found = one_version(work, kind, fiscal_year, topic, version)
    else:
        found = newest(work, kind, fiscal_year, topic)
    live_years = statistics_years(work, channel)
    years = tuple(sorted({*live_years, *published_years(work, kind)}, reverse=True))
    if found is None:
        document = make_statistics(work, fiscal_year, StatisticsOptions(), channel)
        return ShownStatistics(document, None, (), years)
    year = found.version.fiscal_year_be
    return ShownStatistics(
        document_from(found.record), found.version, versions(work, kind, year), years
    )
