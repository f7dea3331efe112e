"""The guideline as the public sees it, and as the desk prepares and publishes it."""

from dataclasses import dataclass
from typing import Final

from rules.permissions import Permission
from rules.publication import GUIDELINE, canonical, opened
from rules.thai_time import fiscal_year_be
from service.errors import NotAllowed, Unreadable
from service.guideline_document import GuidelineDocument, guideline_from, guideline_record
from service.own_paragraphs import Paragraph, own_paragraphs
from service.planned_publications import Plan, plans
from service.publications import Published, Version, newest, one_version, publish, versions
from service.unit_of_work import UnitOfWork

TOPIC: Final = ""


@dataclass(frozen=True)
class ShownGuideline:
    """A guideline with the version it is of (None: as it stands now), and every version."""

    document: GuidelineDocument
    version: Version | None
    versions: tuple[Version, ...]

    @property
    def is_older(self) -> bool:
        """Whether another version was published after this one."""
        return self.version is not None and self.version.id != self.versions[0].id


@dataclass(frozen=True)
class GuidelineDesk:
    """What the publisher sees: the guideline as it would be published, and what stands already.

    `has_changed` tells that the newest version of this year says something else; it is true when
    there is none.
    """

    document: GuidelineDocument
    paragraphs: tuple[Paragraph, ...]
    newest: Version | None
    has_changed: bool
    versions: tuple[Version, ...]
    waiting: tuple[Plan, ...]


def shown_guideline(
    work: UnitOfWork, fiscal_year: int | None = None, version: int | None = None
) -> ShownGuideline:
    """The newest version of a year (or of all), the one asked for, or the guideline as it is now.

    NotFound for a version that is none and a year without numbering; Unreadable for a version
    that is not as it was published.
    """
    found = _published(work, fiscal_year, version)
    listed = versions(work, GUIDELINE)
    if found is not None:
        return ShownGuideline(guideline_from(found.record), found.version, listed)
    record = guideline_record(work, fiscal_year or fiscal_year_be(work.today))
    return ShownGuideline(guideline_from(record), None, listed)


def guideline_desk(work: UnitOfWork) -> GuidelineDesk:
    """The guideline of this fiscal year as it would be published now, and what stands of it."""
    if not work.officer().may(Permission.PUBLISH):
        raise NotAllowed
    year = fiscal_year_be(work.today)
    record = guideline_record(work, year)
    last = _newest_readable(work, year)
    listed = versions(work, GUIDELINE)
    return GuidelineDesk(
        document=guideline_from(record),
        paragraphs=own_paragraphs(work),
        newest=next((one for one in listed if one.fiscal_year_be == year), None),
        has_changed=last is None or last.record != opened(canonical(record)),
        versions=listed,
        waiting=tuple(one for one in plans(work) if one.kind == GUIDELINE and one.ended_on is None),
    )


def guideline_draft(work: UnitOfWork) -> ShownGuideline:
    """What the publisher would publish now, as a page without a version."""
    if not work.officer().may(Permission.PUBLISH):
        raise NotAllowed
    record = guideline_record(work, fiscal_year_be(work.today))
    return ShownGuideline(guideline_from(record), None, ())


def publish_guideline(work: UnitOfWork, note: str) -> Version:
    """The next version of this fiscal year's guideline, signed by the officer at work.

    Raises what `publications.publish` does.
    """
    year = fiscal_year_be(work.today)
    return publish(work, GUIDELINE, year, TOPIC, guideline_record(work, year), note)


def _published(work: UnitOfWork, fiscal_year: int | None, version: int | None) -> Published | None:
    if version is None:
        return newest(work, GUIDELINE, fiscal_year, TOPIC)
    if fiscal_year is None:
        listed = versions(work, GUIDELINE)
        fiscal_year = listed[0].fiscal_year_be if listed else fiscal_year_be(work.today)
    return one_version(work, GUIDELINE, fiscal_year, TOPIC, version)


def _newest_readable(work: UnitOfWork, fiscal_year: int) -> Published | None:
    """The year's newest version; None also where somebody has changed it behind the program.

    The office must be able to publish anew beside a version that no longer checks.
    """
    try:
        return newest(work, GUIDELINE, fiscal_year, TOPIC)
    except Unreadable:
        return None
