"""Permits for a new custodian: signed, case by case, by an intake officer who read the exclusions.

The custodian sees neither the exclusions nor why a case has no permit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from crypto.ceremonies import PermitStatement
from crypto.primitives import SealBroken, sign
from crypto.sealed_keys import ShareKind
from models.complaint import Complaint
from models.custody import CustodianPermit
from models.key_share import KeyShare
from rules.permissions import Permission, Role
from rules.states import Channel
from service.access_log import log_opening
from service.blind_list import openable_cases
from service.case_keys import open_keys_of
from service.checked_keys import HolderKey
from service.errors import NotAllowed, NotFound, Unreadable
from service.exclusions import Exclusions, exclusions_by_case
from service.keyring import Keyring, load_keyring
from service.release_requests import GROUPS
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

SLICE = 100
"""Cases in one transaction: others who write wait for so long."""


@dataclass(frozen=True)
class Progress:
    """What a slice did: permits or shares, and where to go on; `after` None means all done."""

    done: int
    after: bytes | None


def permit_slice(
    work: UnitOfWork, holder_id: str, after: bytes = b"", *, again: bool = False
) -> Progress:
    """Permit the next cases for a custodian, past those whose exclusions cover that one.

    A case that does not open as it should is passed over. With `again`, also cases in which the
    custodian has a share: for one that turned out to be a dummy, before the papers or another
    custodian give it anew.
    """
    keyring = load_keyring(work)
    if not may_permit(work, keyring):
        raise NotAllowed
    key, kind = custodian(keyring, holder_id)
    cases = work.rows(
        cases_to_permit(work, key, kind, again=again)
        .where(Complaint.id > after)
        .order_by(Complaint.id)
        .limit(SLICE)
    )
    kept_out = _kept_out(work, cases)
    permitted = [one for one in cases if one.id in kept_out and not kept_out[one.id].covers(key)]
    work.session.add_all(_permit(work, case, key, kind) for case in permitted)
    if cases:
        log_opening(work, "custody", None, len(cases))
    work.session.flush()
    return Progress(len(permitted), cases[-1].id if len(cases) == SLICE else None)


def may_permit(work: UnitOfWork, keyring: Keyring) -> bool:
    """Whether the officer at work is an intake officer by signed role, not by a table's row."""
    officer = work.officer()
    key = keyring.officer(officer.officer_id)
    return key is not None and key.has(Role.INTAKE) and officer.may(Permission.VOUCH_FOR_KEYS)


def custodian(keyring: Keyring, holder_id: str) -> tuple[HolderKey, ShareKind]:
    """The checked key of a custodian, and which half it may hold; NotFound for anybody else."""
    for kind, role in GROUPS.items():
        for key in keyring.holding(role):
            if key.holder_id.hex() == holder_id:
                return key, kind
    raise NotFound


def cases_to_permit(
    work: UnitOfWork, key: HolderKey, kind: ShareKind, *, again: bool = False
) -> Select[Complaint]:
    """The cases that the officer at work can open and that have no permit for this custodian."""
    cases = openable_cases(work).where(*_has_names(), ~_permit_stands(key, kind))
    return cases if again else cases.where(~_has_share(key, kind))


def cases_without(key: HolderKey, kind: ShareKind) -> Select[Complaint]:
    """The cases in which this custodian has neither a share nor a permit."""
    return select(Complaint).where(
        *_has_names(), ~_permit_stands(key, kind), ~_has_share(key, kind)
    )


def is_right_permit(keyring: Keyring, permit: CustodianPermit) -> bool:
    """Whether an intake officer who is on the keyring now signed exactly this."""
    permitter = keyring.officer(permit.permitter_id)
    if permitter is None or not permitter.has(Role.INTAKE):
        return False
    statement = PermitStatement(
        permit.agency_id,
        permit.case_id,
        permit.holder_id,
        ShareKind(permit.kind),
        permit.permitter_id,
    )
    try:
        permitter.check_signature(statement.statement(), permit.signature)
    except SealBroken:
        return False
    return True


def _kept_out(work: UnitOfWork, cases: Sequence[Complaint]) -> Mapping[bytes, Exclusions]:
    """The exclusions by case; one that was tampered with does not hold up the others."""
    try:
        return exclusions_by_case(work, list(open_keys_of(work, cases).values()))
    except (NotFound, Unreadable):
        if len(cases) == 1:
            return {}
    return {id_: found for case in cases for id_, found in _kept_out(work, [case]).items()}


def _has_names() -> tuple[ColumnElement[bool], ...]:
    """Only these cases have a name that could be asked for (decisions A33)."""
    return (Complaint.channel == Channel.CORRUPTION.value, Complaint.deleted_on.is_(None))


def _has_share(key: HolderKey, kind: ShareKind) -> ColumnElement[bool]:
    share = aliased(KeyShare)
    return (
        select(share.id)
        .where(
            share.case_id == Complaint.id,
            share.holder_id == key.holder_id,
            share.kind == int(kind),
        )
        .correlate(Complaint)
        .exists()
    )


def _permit_stands(key: HolderKey, kind: ShareKind) -> ColumnElement[bool]:
    return (
        select(CustodianPermit.id)
        .where(
            CustodianPermit.case_id == Complaint.id,
            CustodianPermit.holder_id == key.holder_id,
            CustodianPermit.kind == int(kind),
        )
        .correlate(Complaint)
        .exists()
    )


def _permit(work: UnitOfWork, case: Complaint, key: HolderKey, kind: ShareKind) -> CustodianPermit:
    officer = work.officer()
    statement = PermitStatement(
        case.agency_id, case.id, key.holder_id, kind, officer.officer_id
    ).statement()
    return CustodianPermit(
        id=new_id(),
        agency_id=work.agency_id,
        case_id=case.id,
        holder_id=key.holder_id,
        kind=int(kind),
        permitter_id=officer.officer_id,
        signature=sign(officer.keys.signing_seed, statement),
    )
