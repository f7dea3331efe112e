"""Reports to executives as everybody may read them: published versions alone."""

from dataclasses import dataclass

from rules.publication import REPORT
from rules.report_periods import period_named
from rules.thai_time import Period
from service.errors import NotFound
from service.publications import Version, newest, one_version, versions
from service.report_document import ReportDocument, report_from
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ShownReport:
    """One version of a report, with all the versions of it, the newest first."""

    document: ReportDocument
    version: Version
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class PublishedPeriod:
    """A period of which a report was published, with its newest version."""

    period: Period
    version: Version


def published_reports(work: UnitOfWork) -> tuple[PublishedPeriod, ...]:
    """The newest version of each report, the latest period first."""
    found: dict[tuple[int, str], PublishedPeriod] = {}
    for one in versions(work, REPORT):
        key = (one.fiscal_year_be, one.topic)
        if key not in found:
            found[key] = PublishedPeriod(period_named(one.fiscal_year_be, one.topic), one)
    return tuple(
        sorted(found.values(), key=lambda one: (one.period.last, one.period.first), reverse=True)
    )


def shown_report(
    work: UnitOfWork, fiscal_year: int, topic: str, version: int | None = None
) -> ShownReport:
    """The newest version, or the one asked for; NotFound when none was published."""
    if version is None:
        found = newest(work, REPORT, fiscal_year, topic)
        if found is None:
            raise NotFound
    else:
        found = one_version(work, REPORT, fiscal_year, topic, version)
    return ShownReport(
        report_from(found.record), found.version, versions(work, REPORT, fiscal_year, topic)
    )
