"""A new custodian comes to the halves of names in cases filed before.

A custodian cannot read who is kept out of a case, and an intake officer holds no half. So the one
signs permits (`service.custodian_permits`); the other seals the half anew where a right permit
stands. What is left without a permit gets a dummy in the end, so that no copy of the database
tells from whose case the new custodian was kept out.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from crypto.primitives import SealBroken
from crypto.sealed_keys import ShareContext, ShareKind
from models.complaint import Complaint
from models.custody import CustodianPermit
from models.key_share import KeyShare
from rules.permissions import Role
from rules.states import EventKind
from service.access_log import log_opening
from service.case_events import Acting, append_event
from service.case_keys import open_own_share
from service.checked_keys import HolderKey
from service.custodian_permits import (
    SLICE,
    Progress,
    cases_to_permit,
    cases_without,
    custodian,
    is_right_permit,
    may_permit,
)
from service.errors import NotAllowed
from service.keyring import Keyring, load_keyring
from service.release_requests import GROUPS
from service.shares import signed_dummy, signed_share
from service.unit_of_work import UnitOfWork

_EPOCH = 0
"""Halves of names belong to the filing: their shares carry its epoch for ever."""


@dataclass(frozen=True)
class CustodianLine:
    """A custodian, and what the officer at work can do for that one.

    `to_permit` are cases that could be permitted and are not yet; `permitted` wait for a
    custodian of the group; `without` have neither a share nor a permit.
    """

    id: str
    name: str
    post: str
    role: Role
    to_permit: int
    permitted: int
    without: int
    may_permit: bool
    may_give: bool


def custody_page(work: UnitOfWork) -> tuple[CustodianLine, ...]:
    """The custodians for whom this officer can do something, each with what that is.

    An intake officer sees all of them, a custodian the others of the own group.
    """
    keyring = load_keyring(work)
    if not may_permit(work, keyring) and _own_kind(work, keyring) is None:
        raise NotAllowed
    lines = (
        _line(work, keyring, key, kind)
        for kind, role in GROUPS.items()
        for key in keyring.holding(role)
    )
    return tuple(line for line in lines if line.may_permit or line.may_give)


def give_slice(work: UnitOfWork, holder_id: str, after: bytes = b"") -> Progress:
    """Give a custodian of the own group the half of the next permitted cases; permits are used up.

    Where the own share is a dummy a dummy is given, unless something stands there already.
    """
    keyring = load_keyring(work)
    key, kind = _mate(work, keyring, holder_id)
    permits = work.rows(
        select(CustodianPermit)
        .where(*_permits(key, kind), CustodianPermit.case_id > after)
        .order_by(CustodianPermit.case_id)
        .limit(SLICE)
        .with_for_update()
    )
    # A permit that nobody may have signed stays, to be found; it gives nothing.
    right = [permit for permit in permits if is_right_permit(keyring, permit)]
    for permit in right:
        _give(work, permit.case_id, key, kind)
        work.session.delete(permit)
    work.session.flush()
    return Progress(len(right), permits[-1].case_id if len(permits) == SLICE else None)


def fill_slice(work: UnitOfWork, holder_id: str, after: bytes = b"") -> Progress:
    """Give a custodian of the own group a dummy in the next cases that have nothing for that one.

    To be done last: a permit that comes later, made `again`, is still followed.
    """
    keyring = load_keyring(work)
    key, kind = _mate(work, keyring, holder_id)
    cases = work.rows(
        cases_without(key, kind).where(Complaint.id > after).order_by(Complaint.id).limit(SLICE)
    )
    for case in cases:
        _put(work, case, key, kind, None)
    work.session.flush()
    return Progress(len(cases), cases[-1].id if len(cases) == SLICE else None)


def _own_kind(work: UnitOfWork, keyring: Keyring) -> ShareKind | None:
    """Which half the officer at work holds, by signed role."""
    key = keyring.officer(work.officer().officer_id)
    return next((kind for kind, role in GROUPS.items() if key and key.has(role)), None)


def _mate(work: UnitOfWork, keyring: Keyring, holder_id: str) -> tuple[HolderKey, ShareKind]:
    """Another custodian of the own group; NotAllowed for anybody else who asks."""
    own = _own_kind(work, keyring)
    key, kind = custodian(keyring, holder_id)
    if own is not kind or key.holder_id == work.officer().officer_id:
        raise NotAllowed
    return key, kind


def _line(work: UnitOfWork, keyring: Keyring, key: HolderKey, kind: ShareKind) -> CustodianLine:
    permits = may_permit(work, keyring)
    gives = _own_kind(work, keyring) is kind and key.holder_id != work.officer().officer_id
    permitted = select(func.count(CustodianPermit.id)).where(*_permits(key, kind))
    return CustodianLine(
        id=key.holder_id.hex(),
        name=key.name,
        post=key.post,
        role=GROUPS[kind],
        to_permit=_count(work, cases_to_permit(work, key, kind)) if permits else 0,
        permitted=work.session.scalars(permitted).one(),
        without=_count(work, cases_without(key, kind)) if gives else 0,
        may_permit=permits,
        may_give=gives,
    )


def _permits(key: HolderKey, kind: ShareKind) -> tuple[ColumnElement[bool], ...]:
    return (CustodianPermit.holder_id == key.holder_id, CustodianPermit.kind == int(kind))


def _count(work: UnitOfWork, cases: Select[Complaint]) -> int:
    counted = cases.order_by(None).with_only_columns(func.count(Complaint.id))
    return work.session.scalars(counted).one()


def _give(work: UnitOfWork, case_id: bytes, key: HolderKey, kind: ShareKind) -> None:
    case = work.session.get_one(Complaint, case_id)
    half = _own_half(work, case, kind)
    if half is None and _held(work, case, key.holder_id, kind) is not None:
        return
    _put(work, case, key, kind, half)


def _own_half(work: UnitOfWork, case: Complaint, kind: ShareKind) -> bytes | None:
    own = _held(work, case, work.officer().officer_id, kind)
    try:
        return open_own_share(work.officer(), own) if own is not None else None
    except SealBroken:
        return None


def _held(work: UnitOfWork, case: Complaint, holder_id: bytes, kind: ShareKind) -> KeyShare | None:
    found: KeyShare | None = work.one(
        KeyShare, case_id=case.id, holder_id=holder_id, kind=int(kind), epoch=_EPOCH
    )
    return found


def _put(
    work: UnitOfWork, case: Complaint, key: HolderKey, kind: ShareKind, half: bytes | None
) -> None:
    """The half, or a dummy, in the place of what was there; the event is the same for both."""
    work.session.refresh(case, with_for_update=True)
    held = _held(work, case, key.holder_id, kind)
    if held is not None:
        work.session.delete(held)
        work.session.flush()
    context = ShareContext(case.agency_id, case.id, _EPOCH, key.holder_id, kind)
    if half is None:
        share = signed_dummy(work, context, key.generation)
    else:
        share = signed_share(work, context, half, key)
    work.session.add(share)
    append_event(work, case, EventKind.SHARE_GRANTED, by=Acting(work.officer(), GROUPS[kind]))
    log_opening(work, "custody", case.id)
