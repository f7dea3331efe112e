"""What two persons sign, and what must hold before either signature counts.

The row in clear is believed in nothing: cases, reason and end stand under both signatures; whose
keys they are says the keyring; that the second person is another one, and not kept out of any of
the cases, is found out again when the request is used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from crypto.ceremonies import TwoPersonStatement
from crypto.primitives import SealBroken, sha256
from crypto.sealed_keys import ShareKind
from models.base import ID_BYTES
from models.complaint import Complaint
from models.custody import TwoPersonRequest
from models.key_share import KeyShare
from rules.matching import same_person
from rules.permissions import ROLE_PERMISSIONS, Permission, Role
from service.access_log import log_opening
from service.actors import OfficerActor
from service.case_index import of_ids
from service.case_keys import CaseKeys, open_keys_of
from service.checked_keys import HolderKey
from service.errors import NotAllowed, NotFound, RequestOver, Unreadable
from service.exclusions import exclusions_by_case
from service.keyring import Keyring, load_keyring
from service.unit_of_work import UnitOfWork

LASTS = timedelta(hours=24)
ASKED, APPROVED, REFUSED, DONE = "asked", "approved", "refused", "done"


class Kind(StrEnum):
    """What the two agree to."""

    EXPORT = "export"
    DELETE = "delete"


PERMISSIONS: Mapping[Kind, Permission] = {
    Kind.EXPORT: Permission.EXPORT_CASES,
    Kind.DELETE: Permission.DELETE_CASES,
}
# Signed: never renumber, only add.
_CODES = {Kind.EXPORT: 1, Kind.DELETE: 2}


@dataclass(frozen=True)
class Agreed:
    """A request that two persons agreed to, and its cases opened for its asker.

    `mark` is the hash of both statements and signatures; the events that follow carry it.
    """

    row: TwoPersonRequest
    keys: tuple[CaseKeys, ...]
    approver: HolderKey
    mark: bytes


def find_request(work: UnitOfWork, request_id: str) -> TwoPersonRequest:
    """The row; NotFound for a malformed or an unknown id."""
    try:
        row = work.one(TwoPersonRequest, id=bytes.fromhex(request_id))
    except ValueError:
        row = None
    if row is None:
        raise NotFound
    found: TwoPersonRequest = row
    return found


def case_ids(row: TwoPersonRequest) -> list[bytes]:
    """The ids of the cases that the request is about."""
    return [row.cases[start : start + ID_BYTES] for start in range(0, len(row.cases), ID_BYTES)]


def is_over(work: UnitOfWork, row: TwoPersonRequest) -> bool:
    """Whether the time of the request has passed."""
    return work.now >= row.until


def statement_of(row: TwoPersonRequest, signer: bytes) -> bytes:
    """What this signer signs; the day of the end goes by UTC."""
    return TwoPersonStatement(
        agency=row.agency_id,
        request=row.id,
        kind=_CODES[Kind(row.kind)],
        signer=signer,
        cases_hash=sha256(row.cases),
        reason_hash=sha256(row.sealed_reason),
        until_day=_last_day(row).toordinal(),
    ).statement()


def _last_day(row: TwoPersonRequest) -> date:
    return row.until.astimezone(UTC).date()


def may_agree(key: HolderKey, kind: Kind) -> bool:
    """Whether the signed roles of this key give the permission."""
    return any(
        PERMISSIONS[kind] in permissions and key.has(role)
        for role, permissions in ROLE_PERMISSIONS.items()
    )


def own_key(work: UnitOfWork, keyring: Keyring, kind: Kind) -> HolderKey:
    """The checked key of the officer at work; NotAllowed unless signed roles give the permission.

    A role that was added by SQL stands in no signature.
    """
    officer = work.officer()
    key = keyring.officer(officer.officer_id)
    if key is None or not officer.may(PERMISSIONS[kind]) or not may_agree(key, kind):
        raise NotAllowed
    return key


def acting_role(officer: OfficerActor, kind: Kind) -> Role:
    """The role in which the officer acts: the first that gives the permission."""
    return next(
        role
        for role in Role
        if role in officer.roles and PERMISSIONS[kind] in ROLE_PERMISSIONS[role]
    )


def open_all(
    work: UnitOfWork, ids: Sequence[bytes], *, to_append: bool = False
) -> tuple[CaseKeys, ...]:
    """Every case opened with the keys of the officer at work; NotFound if one of them is not.

    `to_append` keeps other requests from appending to them before the commit (PostgreSQL).
    """
    statement = of_ids(ids).order_by(Complaint.id)
    cases = work.rows(statement.with_for_update() if to_append else statement)
    if not cases or len(cases) != len(ids):
        raise NotFound
    return tuple(open_keys_of(work, cases).values())


def possible_approvers(
    work: UnitOfWork, keyring: Keyring, kind: Kind, asker: HolderKey, keys: Sequence[CaseKeys]
) -> tuple[HolderKey, ...]:
    """Who may be the second person: permitted, another one also by name, not kept out anywhere.

    Only a holder can tell a share from a dummy, so the exclusions are opened (decisions A10).
    """
    holders = _holders_of_all(work, [one.case.id for one in keys])
    found = [
        key
        for key in keyring.officers
        if key.holder_id in holders and may_agree(key, kind) and _is_another(asker, key)
    ]
    excluded = exclusions_by_case(work, keys).values() if found else ()
    return tuple(key for key in found if not any(one.covers(key) for one in excluded))


def _is_another(first: HolderKey, second: HolderKey) -> bool:
    return first.holder_id != second.holder_id and not same_person(first.name, second.name)


def _holders_of_all(work: UnitOfWork, ids: Sequence[bytes]) -> frozenset[bytes]:
    """The holders of a share, real or not, in the newest epoch of every one of these cases."""
    counted = (
        select(KeyShare.holder_id, func.count(KeyShare.id))
        .join(Complaint, (Complaint.id == KeyShare.case_id) & (Complaint.epoch == KeyShare.epoch))
        .where(KeyShare.case_id.in_(ids), KeyShare.kind == int(ShareKind.CONTENT))
        .group_by(KeyShare.holder_id)
    )
    return frozenset(
        holder_id for holder_id, count in work.session.execute(counted) if count == len(ids)
    )


def log_request(work: UnitOfWork, ids: Sequence[bytes]) -> None:
    """A line in the access log; with the case, when it is only one."""
    log_opening(work, "two_persons", ids[0] if len(ids) == 1 else None, len(ids))


def check_asked(keyring: Keyring, row: TwoPersonRequest) -> HolderKey:
    """The asker's key, when the asker signed exactly this; Unreadable otherwise.

    RequestOver when the asker has left, or may no longer ask.
    """
    return _check_signer(keyring, row, row.asker_id, row.asker_signature)


def _check_signer(
    keyring: Keyring, row: TwoPersonRequest, signer: bytes | None, signature: bytes | None
) -> HolderKey:
    key = keyring.officer(signer or b"")
    if key is None or not may_agree(key, Kind(row.kind)):
        raise RequestOver
    try:
        # Asked for 24 hours, so on the UTC day before the signed end.
        day = _last_day(row) - timedelta(days=1)
        key.check_signature(statement_of(row, key.holder_id), signature or b"", day)
    except SealBroken:
        raise Unreadable from None
    return key


def take_up(work: UnitOfWork, request_id: str, kind: Kind) -> Agreed:
    """The agreement, for the asker who is about to use it; the caller marks it used.

    NotFound for anybody else's request and when a case cannot be opened any more, RequestOver
    when it is not agreed to, used or too old, Unreadable when a signature does not hold.
    """
    row = find_request(work, request_id)
    keyring = load_keyring(work)
    own_key(work, keyring, kind)
    if row.asker_id != work.officer().officer_id or row.kind != kind.value:
        raise NotFound
    if row.state != APPROVED or is_over(work, row):
        raise RequestOver
    asker = check_asked(keyring, row)
    approver = _check_signer(keyring, row, row.approver_id, row.approver_signature)
    keys = open_all(work, case_ids(row), to_append=True)
    if approver not in possible_approvers(work, keyring, kind, asker, keys):
        raise RequestOver
    return Agreed(row, keys, approver, _mark(row))


def _mark(row: TwoPersonRequest) -> bytes:
    return sha256(
        statement_of(row, row.asker_id),
        row.asker_signature,
        statement_of(row, row.approver_id or b""),
        row.approver_signature or b"",
    )
