"""The newest published numbers of every agency of the installation, side by side and by kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rules.counting import Row
from rules.publication import STATISTICS
from rules.suppression import one_way
from rules.tables import Table, TableRow
from rules.words import Words
from rules.words.shown_statistics import AGENCIES_COUNTED, BY_AGENCY_KIND, COLUMN_TITLES
from service.actors import Public
from service.errors import Unreadable
from service.look_up_agency import public_agencies
from service.publications import Version, newest, published_years
from service.statistics_document import StatisticsDocument, document_from
from service.unit_of_work import UnitOfWork
from service.views import AgencyCard

_COUNTED: Final = ("received", "completed", "outstanding")


@dataclass(frozen=True)
class AgencyNumbers:
    """One agency with the newest version of the year; None for what is not published."""

    agency: AgencyCard
    version: Version | None
    document: StatisticsDocument | None


@dataclass(frozen=True)
class InstallationStatistics:
    """The agencies by name, one year's numbers; `by_kind` is None while nobody has published."""

    fiscal_year_be: int | None
    years: tuple[int, ...]
    agencies: tuple[AgencyNumbers, ...]
    by_kind: Table | None

    @property
    def digests(self) -> tuple[str, ...]:
        """What tells these numbers from any others."""
        return tuple(one.version.digest if one.version else "" for one in self.agencies)


def installation_statistics(
    work: UnitOfWork, fiscal_year: int | None = None
) -> InstallationStatistics:
    """What the agencies published of a year, by default the newest of which anybody did."""
    cards = public_agencies(work)
    years = _years(work, cards)
    year = fiscal_year if fiscal_year in years else next(iter(years), None)
    agencies = tuple(_numbers(work, card, year) for card in cards)
    return InstallationStatistics(year, years, agencies, _by_kind(agencies))


def _years(work: UnitOfWork, cards: Sequence[AgencyCard]) -> tuple[int, ...]:
    found: set[int] = set()
    for card in cards:
        with work.standing_in(Public(card.agency_id)) as inside:
            found.update(published_years(inside, STATISTICS))
    return tuple(sorted(found, reverse=True))


def _numbers(work: UnitOfWork, card: AgencyCard, year: int | None) -> AgencyNumbers:
    if year is None:
        return AgencyNumbers(card, None, None)
    with work.standing_in(Public(card.agency_id)) as inside:
        try:
            found = newest(inside, STATISTICS, year)
        except Unreadable:
            # One agency's altered row must not take the others' numbers from the page.
            found = None
    if found is None:
        return AgencyNumbers(card, None, None)
    return AgencyNumbers(card, found.version, document_from(found.record))


def _by_kind(agencies: Sequence[AgencyNumbers]) -> Table | None:
    totals = [
        (one.agency.kind, one.document.total)
        for one in agencies
        if one.document and one.document.total
    ]
    kinds = list(dict.fromkeys(kind for kind, _total in totals))
    if not kinds:
        return None
    counts = [[_sum(totals, kind, name) for kind in kinds] for name in _COUNTED]
    hidden = [one_way(column) for column in counts]
    members = [sum(one == kind for one, _total in totals) for kind in kinds]
    return Table(
        name="agency_kind",
        title=BY_AGENCY_KIND,
        columns=(AGENCIES_COUNTED, *(COLUMN_TITLES[name] for name in _COUNTED)),
        rows=tuple(
            TableRow(f"kind-{place}", kind, (members[place], *(cells[place] for cells in hidden)))
            for place, kind in enumerate(kinds)
        ),
        total=(len(totals), *(sum(column) for column in counts)),
    )


def _sum(totals: Sequence[tuple[Words, Row]], kind: Words, name: str) -> int:
    return sum(getattr(total, name) for one, total in totals if one == kind)
