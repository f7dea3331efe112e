"""A hold on a case: nothing of it is deleted while it stands, neither by two persons nor by time.

It is read from the case's events alone, each under its officer's signature: a row of its own could
be planted, or taken away, by whoever owns the server. The reporter's own erasure of the name is
not stopped by it (docs/adr/0019).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.complaint import Complaint, SealedObject
from models.history import CaseEvent
from rules.limits import LONG_TEXT_LENGTH
from rules.permissions import Permission, Role
from rules.states import EventKind
from service.access_log import log_opening
from service.case_events import Acting, append_event
from service.case_keys import CaseKeys, open_case_keys
from service.case_lines import officer_names
from service.checked_keys import HolderKey
from service.errors import CaseHeld, InvalidInput, NotAllowed, StaleCase, Unreadable, WrongState
from service.find_case import find_case
from service.keyring import checked_holder
from service.moving import seal_words
from service.release_requests import case_events, lock_case
from service.signatures import check_officer_event
from service.unit_of_work import UnitOfWork

FORM: Final = "hold/1"
LIFTED_FORM: Final = "hold_lifted/1"
SETTING: Final = (Role.INTAKE, Role.GRIEVANCE, Role.CASE_OFFICER, Role.SUPERVISOR)
LIFTING: Final = (Role.SUPERVISOR,)
_BY: Final = {EventKind.HOLD_SET: SETTING, EventKind.HOLD_LIFTED: LIFTING}
HOLD_KINDS: Final = frozenset(_BY)


@dataclass(frozen=True)
class Hold:
    """The hold that stands on a case: who set it, when, and why."""

    by: str
    set_on: date
    reason: str = field(repr=False)


@dataclass(frozen=True)
class HoldView:
    """What a case's page shows of it: the hold that stands, and what this officer may do."""

    hold: Hold | None
    may_set: bool
    may_lift: bool


def hold_view(work: UnitOfWork, keys: CaseKeys, events: Sequence[CaseEvent]) -> HoldView:
    """The hold of an opened case, its reason opened, from the case's checked events."""
    standing = standing_hold(work, keys.case, events)
    return HoldView(
        hold=_opened(work, keys, standing) if standing else None,
        may_set=standing is None and _role(work, EventKind.HOLD_SET) is not None,
        may_lift=standing is not None and _role(work, EventKind.HOLD_LIFTED) is not None,
    )


def set_hold(work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int) -> None:
    """Nothing from this case is deleted from now on; `reason` says why, and is sealed in it.

    InvalidInput for a missing reason, NotAllowed without one of the roles, WrongState when a hold
    stands already, StaleCase when the case changed since its page was drawn.
    """
    _append(work, case_id, EventKind.HOLD_SET, mapping, event_count)


def lift_hold(work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int) -> None:
    """The hold is over, for the sealed `reason`; what is due meanwhile follows the same day.

    Raises as `set_hold` does, and WrongState when none stands.
    """
    _append(work, case_id, EventKind.HOLD_LIFTED, mapping, event_count)


def standing_hold(
    work: UnitOfWork, case: Complaint, events: Sequence[CaseEvent]
) -> CaseEvent | None:
    """The event of the hold that stands, or None; of a case's whole chain, checked already.

    Unreadable when one of these events is not an officer's own. Whose keys were not signed for a
    role that lifts has lifted nothing; whose were not for one that sets has set it all the same.
    """
    standing = None
    for event in events:
        if event.kind not in HOLD_KINDS:
            continue
        key = _checked_hand(work, case, event)
        if event.kind == EventKind.HOLD_SET:
            standing = event
        elif is_in_role(key, EventKind.HOLD_LIFTED):
            standing = None
    return standing


def is_in_role(key: HolderKey | None, kind: EventKind) -> bool:
    """Whether roles signed with this key make an event of this kind, whatever a row says."""
    return key is not None and any(key.has(role) for role in _BY[kind])


def is_held(work: UnitOfWork, case: Complaint) -> bool:
    """Whether a hold stands, as the case's signed events tell."""
    return standing_hold(work, case, case_events(work, case)) is not None


def refuse_held(work: UnitOfWork, case: Complaint) -> None:
    """Nothing, or CaseHeld while a hold stands on the case."""
    if is_held(work, case):
        raise CaseHeld


def _checked_hand(work: UnitOfWork, case: Complaint, event: CaseEvent) -> HolderKey | None:
    body = work.one(SealedObject, id=event.object_id, case_id=case.id)
    if body is None:
        raise Unreadable
    check_officer_event(work, event, body)
    return checked_holder(work, event.officer_id)


def _append(
    work: UnitOfWork, case_id: str, kind: EventKind, mapping: Mapping[str, Any], event_count: int
) -> None:
    acting = _acting(work, kind)
    case = find_case(work, case_id)
    keys = open_case_keys(work, case)
    lock_case(work, case)
    if case.event_count != event_count:
        raise StaleCase
    if is_held(work, case) is (kind is EventKind.HOLD_SET):
        raise WrongState
    reason = _checked_reason(mapping)
    log_opening(work, "move", case.id)
    form = FORM if kind is EventKind.HOLD_SET else LIFTED_FORM
    record = {"form": form, "text": reason}
    body = seal_words(work, keys.case, ObjectType.INTERNAL, record)
    append_event(work, case, kind, body=body, by=acting)
    work.session.flush()


def _acting(work: UnitOfWork, kind: EventKind) -> Acting:
    role = _role(work, kind)
    if role is None:
        raise NotAllowed
    return Acting(work.officer(), role)


def _role(work: UnitOfWork, kind: EventKind) -> Role | None:
    """The role in which the officer at work may do it: his by the settings and by signature."""
    officer = work.officer()
    if officer.roles.isdisjoint(_BY[kind]) or not officer.may(Permission.ACT_ON_CASE):
        return None
    key = checked_holder(work, officer.officer_id)
    roles = (role for role in _BY[kind] if role in officer.roles)
    return next((role for role in roles if key is not None and key.has(role)), None)


def _checked_reason(mapping: Mapping[str, Any]) -> str:
    text = str(mapping.get("reason", "")).strip().replace("\r\n", "\n")
    problem = "required" if not text else "too_long" if len(text) > LONG_TEXT_LENGTH else ""
    if "\x00" in text:
        problem = "no_nul"
    if problem:
        raise InvalidInput({"reason": problem}, limits={"reason": LONG_TEXT_LENGTH})
    return text


def _opened(work: UnitOfWork, keys: CaseKeys, event: CaseEvent) -> Hold:
    body = work.session.scalars(
        select(SealedObject).where(SealedObject.id == event.object_id)
    ).one()
    return Hold(
        by=officer_names(work).get(event.officer_id or b"", ""),
        set_on=event.day,
        reason=str(keys.open(body)["text"]),
    )
