"""What an office has published for one year's assessment, criterion by criterion, as it stands.

A tick is what a check of `rules.disclosure_checks` found in a published version that is whole, or
in how the office stands today; nobody ticks anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from rules.disclosure_checks import CHECKS, Facts
from rules.disclosure_items import Criterion, DisclosureItem
from rules.permissions import Permission
from rules.publication import CHANNEL, GUIDELINE, STATISTICS
from service.disclosure_evidence import (
    OpenedVersion,
    facts_of_year,
    newest_of_topics,
    opened_versions,
)
from service.errors import NotAllowed
from service.item_years import ItemYear, item_year
from service.main_site import Look, newest_look
from service.planned_publications import Plan, plans
from service.publications import Version, versions
from service.unit_of_work import UnitOfWork

BY_HAND: Final = "by_hand"
_NOT_PUBLISHED: Final = "not_published"


@dataclass(frozen=True)
class Evidence:
    """Where an assessor sees it: a place, the year and topic of its page, the part of the page."""

    place: str
    fiscal_year_be: int
    topic: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class CriterionView:
    """A criterion with what it lacks (a code of `LACKS`, "" when fulfilled) and its evidence."""

    criterion: Criterion
    lack: str
    evidence: Evidence | None

    @property
    def is_met(self) -> bool:
        """Whether the check found what it looked for."""
        return not self.lack


@dataclass(frozen=True)
class ItemView:
    """One of the three items: the newest version that counts for the year, and its criteria.

    `printed_code` is the number that the version prints when the year's is another now, "" when
    it prints none; else None. `changed` is a version that is not as it was published: until
    another stands in its place, nothing of the item is ticked.
    """

    item: DisclosureItem
    version: Version | None
    printed_code: str | None
    changed: Version | None
    criteria: tuple[CriterionView, ...]

    @property
    def missing(self) -> tuple[CriterionView, ...]:
        """What a manual asks for and is not there; what only a person can see is not counted."""
        return tuple(
            one for one in self.criteria if one.criterion.is_asked and one.lack not in ("", BY_HAND)
        )


@dataclass(frozen=True)
class PastVersion:
    """A published version as the history lists it; `is_whole` is False when it was changed."""

    version: Version
    is_whole: bool


@dataclass(frozen=True)
class Console:
    """The page on which a publisher sees what stands, what lacks, and what comes by itself."""

    year: ItemYear
    items: tuple[ItemView, ...]
    look: Look | None
    history: tuple[PastVersion, ...]
    waiting: tuple[Plan, ...]
    failed: tuple[Plan, ...]

    @property
    def next_step(self) -> tuple[str, CriterionView] | None:
        """The role and the criterion to mend first; None when all is there.

        What must be so before a page is published comes before its publication.
        """
        for view in self.items:
            ready = sorted(view.missing, key=lambda one: one.lack == _NOT_PUBLISHED)
            if ready:
                return view.item.role, ready[0]
        return None


def console(work: UnitOfWork, fiscal_year: int, formats: frozenset[str]) -> Console:
    """The assessment of a year as it stands; `formats` are the files that the pages offer.

    NotFound for a year that is none.
    """
    officer = work.officer()
    if not (officer.may(Permission.SEE_NUMBERS) or officer.may(Permission.PUBLISH)):
        raise NotAllowed
    year = item_year(work, fiscal_year)
    history, look = opened_versions(work, fiscal_year), newest_look(work)
    planned = plans(work) if officer.may(Permission.PUBLISH) else ()
    return Console(
        year=year,
        items=_items(work, year, history, look.looked_on if look else None, formats),
        look=look,
        history=tuple(PastVersion(one.version, one.record is not None) for one in history),
        waiting=tuple(one for one in planned if one.ended_on is None),
        failed=_not_put_right(work, planned),
    )


def _items(
    work: UnitOfWork,
    year: ItemYear,
    history: tuple[OpenedVersion, ...],
    looked_on: date | None,
    formats: frozenset[str],
) -> tuple[ItemView, ...]:
    newest = {kind: newest_of_topics(history, kind) for kind in (GUIDELINE, CHANNEL, STATISTICS)}
    facts = facts_of_year(work, year.fiscal_year_be, newest, looked_on, formats)
    return tuple(_item(one, newest[one.role], facts) for one in year.items)


def _item(item: DisclosureItem, newest: tuple[OpenedVersion, ...], facts: Facts) -> ItemView:
    changed = next((one.version for one in newest if one.record is None), None)
    problem = "unreadable" if changed else "" if newest else _NOT_PUBLISHED
    shown = _shown(item.role, newest, facts)
    return ItemView(
        item=item,
        version=shown.version if shown else None,
        printed_code=_other_code(item, shown, facts),
        changed=changed,
        criteria=tuple(_criterion(one, problem, facts) for one in item.criteria),
    )


def _shown(role: str, newest: tuple[OpenedVersion, ...], facts: Facts) -> OpenedVersion | None:
    """The version that is the evidence: of the statistics the one that covers what is asked."""
    if role == STATISTICS and facts.figures is not None:
        where = (facts.figures.fiscal_year_be, facts.figures.topic)
        for one in newest:
            if (one.version.fiscal_year_be, one.version.topic) == where:
                return one
    return newest[0] if newest else None


def _other_code(item: DisclosureItem, shown: OpenedVersion | None, facts: Facts) -> str | None:
    """The number that a version of this very year prints, when the year has another one now."""
    if shown is None or shown.record is None or item.code is None:
        return None
    if shown.version.fiscal_year_be != facts.fiscal_year_be:
        return None
    printed = shown.record.get("item_code") or ""
    return None if printed == item.code else printed


def _criterion(criterion: Criterion, problem: str, facts: Facts) -> CriterionView:
    check = CHECKS.get(criterion.check)
    if check is None:
        return CriterionView(criterion, BY_HAND, None)
    # What lacks of the channel itself is said even before its page is published.
    looks = not problem or (problem == _NOT_PUBLISHED and check.role == CHANNEL)
    lack = check.look(facts) if looks else problem
    evidence = None if lack else _evidence(check.seen_at, check.anchor, facts)
    return CriterionView(criterion, lack, evidence)


def _evidence(place: str, anchor: str, facts: Facts) -> Evidence:
    shown = facts.whole_year if place == "whole_year" else facts.figures
    if place in ("statistics", "whole_year", "files") and shown is not None:
        return Evidence(place, shown.fiscal_year_be, shown.topic, anchor)
    return Evidence(place, facts.fiscal_year_be, "", anchor)


def _not_put_right(work: UnitOfWork, planned: Iterable[Plan]) -> tuple[Plan, ...]:
    """The plans that came to nothing and after which nothing of the kind was published."""
    ended = [one for one in planned if one.ended_on is not None]
    return tuple(
        one
        for one in ended
        if not any(
            version.published_on >= (one.ended_on or version.published_on)
            for version in versions(work, one.kind, one.fiscal_year_be, one.topic)
        )
    )
