"""What every move begins with: may it be made, by whom, on a case that is still as it was shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crypto.envelope import ObjectType
from models.complaint import Complaint, SealedObject
from rules.permissions import Permission, Role
from rules.states import Channel, Move, MoveRefused, State, Transition, check_move
from service.access_log import log_opening
from service.actors import OfficerActor
from service.case_events import Acting
from service.case_keys import CaseKeys, newest_public, open_case_keys
from service.errors import NotAllowed, StaleCase, WrongState
from service.find_case import find_case
from service.reporter_key import check_reporter_of
from service.sealing import recipients_of, seal_record
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Moving:
    """A case about to be moved: its keys, the row of the state table, who acts in which role."""

    keys: CaseKeys
    row: Transition
    acting: Acting

    @property
    def case(self) -> Complaint:
        """The case's row."""
        return self.keys.case


def begin_move(work: UnitOfWork, case_id: str, move: Move, event_count: int) -> Moving:
    """The case opened for that move, with its line in the access log.

    Raises NotFound for whoever cannot open it, WrongState and NotAllowed as the state table says,
    and StaleCase when the case has changed since the page was drawn (`event_count`).
    """
    officer = work.officer()
    if not officer.may(Permission.ACT_ON_CASE):
        raise NotAllowed
    case = find_case(work, case_id)
    keys = open_case_keys(work, case)
    row, acting = allowed(case, move, officer)
    if case.event_count != event_count:
        raise StaleCase
    log_opening(work, "move", case.id)
    return Moving(keys, row, acting)


def allowed(case: Complaint, move: Move, officer: OfficerActor) -> tuple[Transition, Acting]:
    """The row of the state table for that move now, and the officer in the role that makes it."""
    try:
        row = check_move(Channel(case.channel), State(case.state), move, officer.roles)
    except MoveRefused as refused:
        raise (WrongState if refused.reason == "wrong_state" else NotAllowed) from None
    return row, Acting(officer, acting_role(row, officer.roles))


def acting_role(row: Transition, roles: Iterable[Role]) -> Role:
    """The role in which the officer acts: the first of the table's that he holds."""
    held = frozenset(roles)
    return next(role for role in Role if role in row.roles and role in held)


def seal_words(
    work: UnitOfWork, case: Complaint, type_: ObjectType, record: Mapping[str, Any]
) -> SealedObject:
    """A record with its instant, sealed to those who may read an object of this type."""
    if type_ is ObjectType.TO_REPORTER:
        check_reporter_of(work, case)
    public = newest_public(work, case)
    return seal_record(
        work,
        case.id,
        case.epoch,
        type_,
        {"at": work.now.isoformat()} | dict(record),
        recipients_of(type_, case, public),
    )
