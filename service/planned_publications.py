"""Publications that were planned for a day to come, and come on it without anybody signing in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from crypto.primitives import sha256
from models.disclosure import PlannedPublication
from models.officer import Officer
from rules import publication
from rules.permissions import Permission
from rules.publication import canonical, opened
from rules.states import Channel
from rules.words import PLANNED_NOTE
from service.actors import AgencyClerk, AllAgencies
from service.errors import InvalidInput, NotAllowed, NotFound, ServiceError
from service.guideline_document import guideline_record
from service.publications import has_mac, mac_of, publish_as_planned
from service.sealing import new_id
from service.statistics_making import statistics_record
from service.unit_of_work import UnitOfWork

PLANNED_AHEAD_DAYS: Final = 400

Maker = Callable[[UnitOfWork, int, Mapping[str, Any]], Mapping[str, Any]]


def _statistics(channel: Channel) -> Maker:
    def make(work: UnitOfWork, fiscal_year: int, options: Mapping[str, Any]) -> Mapping[str, Any]:
        return statistics_record(work, fiscal_year, options, channel)

    return make


MAKERS: Final[Mapping[str, Maker]] = {
    publication.STATISTICS: _statistics(Channel.CORRUPTION),
    publication.GRIEVANCES: _statistics(Channel.GRIEVANCE),
    publication.GUIDELINE: lambda work, fiscal_year, _options: guideline_record(work, fiscal_year),
}
"""What can be published without a person at hand: it is made wholly from what the system holds."""


@dataclass(frozen=True)
class Plan:
    """A plan as the console shows it; `problem` is a code of `rules.words.ERRORS`."""

    id: str
    kind: str
    fiscal_year_be: int
    topic: str
    due_on: date
    planner: str
    ended_on: date | None
    problem: str


def plan(
    work: UnitOfWork,
    kind: str,
    fiscal_year: int,
    topic: str,
    options: Mapping[str, Any],
    due_on: date | None,
) -> str:
    """The id of a new plan; InvalidInput for `due_on` (or `kind`) that will not do."""
    officer = work.officer()
    if not officer.may(Permission.PUBLISH):
        raise NotAllowed
    if kind not in MAKERS:
        raise InvalidInput({"kind": "unknown_choice"})
    if due_on is None:
        raise InvalidInput({"due_on": "required"})
    if not 0 < (due_on - work.today).days <= PLANNED_AHEAD_DAYS:
        raise InvalidInput({"due_on": "date_not_later"}, limits={"due_on": PLANNED_AHEAD_DAYS})
    row = PlannedPublication(
        id=new_id(),
        agency_id=work.agency_id,
        kind=kind,
        fiscal_year_be=fiscal_year,
        topic=topic,
        options=canonical(options),
        due_on=due_on,
        planned_by=officer.officer_id,
        planned_at=work.now,
    )
    row.mac = mac_of(work.keys.pepper, _digest(row))
    work.session.add(row)
    work.session.flush()
    return row.id.hex()


def cancel_plan(work: UnitOfWork, plan_id: str) -> None:
    """Take a plan back; NotFound when there is none that still waits."""
    if not work.officer().may(Permission.PUBLISH):
        raise NotAllowed
    row = work.one(PlannedPublication, id=_id(plan_id), ended_on=None)
    if row is None:
        raise NotFound
    work.session.delete(row)


def plans(work: UnitOfWork) -> tuple[Plan, ...]:
    """The plans that wait, the nearest first, then those that came to nothing."""
    if not work.officer().may(Permission.PUBLISH):
        raise NotAllowed
    rows = work.rows(
        select(PlannedPublication)
        .where(PlannedPublication.publication_id.is_(None))
        .order_by(PlannedPublication.ended_on.is_not(None), PlannedPublication.due_on)
    )
    return tuple(
        Plan(
            row.id.hex(), row.kind, row.fiscal_year_be, row.topic, row.due_on,
            _planner(work, row).name, row.ended_on, row.problem,
        )
        for row in rows
    )  # fmt: skip


def agencies_with_plans_due(work: UnitOfWork) -> tuple[bytes, ...]:
    """The ids of the agencies for which a planned day has come."""
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    due = select(PlannedPublication.agency_id).where(*_due(work)).distinct()
    return tuple(work.rows(due))


def publish_next_due(work: UnitOfWork) -> bool:
    """Publish this agency's first plan whose day has come; False when there was none.

    A plan whose row was changed behind the program's back, or of which nothing can be made, ends
    with its problem and is shown on the console.
    """
    if not isinstance(work.actor, AgencyClerk):
        raise NotAllowed
    due = select(PlannedPublication).where(*_due(work)).order_by(PlannedPublication.due_on)
    row = work.session.scalars(due.limit(1).with_for_update()).one_or_none()
    if row is None:
        return False
    row.ended_on = work.today
    if not has_mac(work, _digest(row), row.mac):
        row.problem = "plan_changed"
        return True
    planner = _planner(work, row)
    try:
        record = MAKERS[row.kind](work, row.fiscal_year_be, opened(row.options))
        version = publish_as_planned(
            work, row.kind, row.fiscal_year_be, row.topic, record, planner, PLANNED_NOTE.th
        )
    except ServiceError as problem:
        row.problem = problem.code
        return True
    row.publication_id = bytes.fromhex(version.id)
    return True


def look_at_plans(work: UnitOfWork) -> tuple[str, ...]:
    """Which waiting plans were changed behind the program's back."""
    rows = work.rows(select(PlannedPublication).where(PlannedPublication.ended_on.is_(None)))
    return tuple(
        f"{row.kind} {row.fiscal_year_be} {row.topic}"
        for row in rows
        if not has_mac(work, _digest(row), row.mac)
    )


def _due(work: UnitOfWork) -> tuple[Any, ...]:
    return (PlannedPublication.ended_on.is_(None), PlannedPublication.due_on <= work.today)


def _planner(work: UnitOfWork, row: PlannedPublication) -> Officer:
    planner: Officer = work.one(Officer, id=row.planned_by)
    return planner


def _digest(row: PlannedPublication) -> bytes:
    said = {
        "plan": row.id.hex(),
        "agency": row.agency_id.hex(),
        "kind": row.kind,
        "fiscal_year_be": row.fiscal_year_be,
        "topic": row.topic,
        "options": sha256(row.options).hex(),
        "due_on": row.due_on.isoformat(),
        "planned_by": row.planned_by.hex(),
    }
    return sha256(canonical(said))


def _id(typed: str) -> bytes:
    try:
        return bytes.fromhex(typed)
    except ValueError:
        raise NotFound from None
