"""Which cases a list shows: what an address asks for, as conditions, and what may be asked.

What is offered to choose from (years, officers) comes from the cases that the officer at work can
open, as every count does: a filter must not tell of a case that keeps its reader out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final, NamedTuple

from sqlalchemy import and_, case, func, select, true

from models.agency import Unit
from models.complaint import Complaint
from models.officer import Officer
from models.tenancy import BY_KEY, by_no_index
from rules.clocks import SOON_DAYS
from rules.states import Channel, State, is_open
from service import case_index
from service.case_index import Condition, Openable
from service.unit_of_work import UnitOfWork

SHOWS: Final = ("open", "closed", "all", "mine")
STANDINGS: Final = ("overdue", "soon")
NOBODY: Final = "nobody"
"""The officer of cases that nobody was given yet."""

_IMPORTED_TRIED: Final = 200

Choice = tuple[str, str]


@dataclass(frozen=True)
class Filters:
    """What a list is asked for; without anything, the cases on which work goes on.

    `officer` and `unit` are ids in hexadecimal, `officer` may be `NOBODY`; `standing` is "",
    "overdue" or "soon"; `imported` asks for cases of an older register only, or for none of them.
    """

    channel: Channel | None = None
    show: str = "open"
    year_be: int | None = None
    state: State | None = None
    unit: str = ""
    officer: str = ""
    standing: str = ""
    imported: bool | None = None
    unread: bool = False

    def settled(self) -> "Filters":
        """The same without what contradicts: of two wishes the finer one holds."""
        show = self.show
        if self.state and show in ("open", "closed") and is_open(self.state) != (show == "open"):
            show = "all"
        return replace(self, show="all" if self.officer and show == "mine" else show)


@dataclass(frozen=True)
class FilterChoices:
    """What may be asked for: years, newest first; officers and units as (id, name), by name.

    `imported` tells whether there are cases of an older register.
    """

    years: tuple[int, ...] = ()
    officers: tuple[Choice, ...] = ()
    units: tuple[Choice, ...] = ()
    imported: bool = False

    def known(self, filters: Filters) -> Filters:
        """The same wishes, without those for something that is not offered."""
        return replace(
            filters,
            year_be=filters.year_be if filters.year_be in self.years else None,
            unit=filters.unit if filters.unit in dict(self.units) else "",
            officer=filters.officer if filters.officer in (NOBODY, *dict(self.officers)) else "",
        )


@dataclass(frozen=True)
class Tally:
    """How many openable cases fit, what may be asked for, and which of the wishes held."""

    total: int
    choices: FilterChoices
    filters: Filters


class _Group(NamedTuple):
    """The openable cases of a channel and year in one officer's hands; `fit` fit the rest."""

    year_be: int
    officer_id: bytes | None
    channel: str
    fit: int


def conditions(work: UnitOfWork, filters: Filters) -> list[Condition]:
    """What the filters ask of a case's row; nothing of who can open it."""
    asked = _of_every_group(work, filters)
    if filters.channel is not None:
        asked.append(case_index.in_channel(filters.channel))
    if filters.year_be is not None:
        asked.append(Complaint.register_year_be == filters.year_be)
    if filters.show == "mine":
        asked.append(Complaint.case_officer_id == work.officer().officer_id)
    if filters.officer == NOBODY:
        asked.append(Complaint.case_officer_id.is_(None))
    elif filters.officer:
        asked.append(Complaint.case_officer_id == bytes.fromhex(filters.officer))
    return asked


def filter_choices(work: UnitOfWork) -> FilterChoices:
    """What the officer at work may ask for."""
    return tally(work, case_index.openable(work), Filters()).choices


def tally(work: UnitOfWork, mine: Openable, filters: Filters) -> Tally:
    """The count and the choices together, in one pass over the openable cases."""
    imported = _has_imported(work, mine)
    # Only a sheet of the past names units, so that without one there is nothing to choose.
    units = _units(work) if imported else ()
    asked = replace(filters, unit=filters.unit if filters.unit in dict(units) else "")
    groups = _groups(work, mine, asked.settled())
    years = sorted({group.year_be for group in groups}, reverse=True)
    choices = FilterChoices(tuple(years), _officers(work, groups), units, imported)
    known = choices.known(asked).settled()
    total = sum(group.fit for group in groups if _is_asked_for(work, group, known))
    return Tally(total, choices, known)


def _groups(work: UnitOfWork, mine: Openable, filters: Filters) -> list[_Group]:
    fits = case((and_(true(), *_of_every_group(work, filters)), 1), else_=0)
    channel = by_no_index(Complaint.channel)
    by = (Complaint.register_year_be, Complaint.case_officer_id, channel)
    rows = work.session.execute(select(*by, func.sum(fits)).where(mine.cases).group_by(*by))
    return [_Group(year, officer, came_by, int(fit)) for year, officer, came_by, fit in rows]


def _is_asked_for(work: UnitOfWork, group: _Group, filters: Filters) -> bool:
    """What `conditions` asks about the channel, the year and the officer."""
    holder = group.officer_id.hex() if group.officer_id else NOBODY
    own = work.officer().officer_id.hex()
    return (
        filters.channel in (None, group.channel)
        and filters.year_be in (None, group.year_be)
        and filters.officer in ("", holder)
        and (filters.show != "mine" or holder == own)
    )


def _of_every_group(work: UnitOfWork, filters: Filters) -> list[Condition]:
    asked = [*_of_state(filters), *_of_standing(work, filters.standing)]
    if filters.unread:
        asked.append(case_index.unread())
    if filters.unit:
        asked.append(Complaint.unit_id == bytes.fromhex(filters.unit))
    if filters.imported is not None:
        came = Complaint.import_id.is_not(None)
        asked.append(came if filters.imported else ~came)
    return asked


def _of_state(filters: Filters) -> list[Condition]:
    opened = case_index.among_open()
    shown = {"open": [opened], "closed": [~opened]}.get(filters.show, [])
    return [*shown, Complaint.state == filters.state.value] if filters.state else shown


def _of_standing(work: UnitOfWork, standing: str) -> list[Condition]:
    """As the tags of the lines say it: by the nearest day that is still to be kept."""
    if not standing:
        return []
    overdue = case_index.owing(work.today - timedelta(days=1))
    if standing == "overdue":
        return [overdue]
    return [case_index.owing(work.today + timedelta(days=SOON_DAYS)), ~overdue]


def _has_imported(work: UnitOfWork, mine: Openable) -> bool:
    """Whether a case of an older register can be opened, as far as some of them tell.

    Whoever is kept out of a sheet is kept out of all its rows, so that some tell enough.
    """
    found = work.session.execute(
        select(Complaint.id, Complaint.epoch)
        # Told as a range and by key, because SQLite would read every row otherwise.
        .where(Complaint.import_id > b"")
        .limit(_IMPORTED_TRIED)
        .execution_options(**{BY_KEY: True})
    )
    listed = [(row[0], row[1]) for row in found]
    return bool(listed and mine.among(work, listed))


def _units(work: UnitOfWork) -> tuple[Choice, ...]:
    rows = work.session.execute(select(Unit.id, Unit.name_th).order_by(Unit.name_th))
    return tuple((row.id.hex(), row.name_th) for row in rows)


def _officers(work: UnitOfWork, groups: Iterable[_Group]) -> tuple[Choice, ...]:
    """Those in whose hands an openable case is, gone ones too: the lines name no others."""
    ids = {group.officer_id for group in groups if group.officer_id}
    if not ids:
        return ()
    rows = work.session.execute(
        select(Officer.id, Officer.name).where(Officer.id.in_(ids)).order_by(Officer.name)
    )
    return tuple((row.id.hex(), row.name) for row in rows)
