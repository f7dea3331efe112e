"""Giving a share of a case: by somebody who holds one, signed, never past an exclusion."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from crypto.primitives import SealBroken, sha256, sign
from crypto.sealed_keys import GrantStatement, ShareContext, ShareKind, dummy_share, seal_share
from models.complaint import Complaint
from models.key_share import KeyShare
from models.officer import Officer
from rules.states import EventKind
from service.case_events import Acting, append_event
from service.case_keys import CaseKeys, HeldShare
from service.checked_keys import HolderKey
from service.exclusions import opened_exclusions, seal_exclusions
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

WAITING = -1
"""The generation of a share whose holder lost the keys: a colleague must give it anew."""


def content_context(case: Complaint, holder_id: bytes) -> ShareContext:
    """What a share of the case's newest epoch is bound to."""
    return ShareContext(case.agency_id, case.id, case.epoch, holder_id, ShareKind.CONTENT)


def held_share(work: UnitOfWork, case: Complaint, holder_id: bytes) -> KeyShare | None:
    """The holder's share of the newest epoch, real or a dummy; None without one.

    A share sealed to keys that its holder has lost counts as none.
    """
    row = _row_of(work, case, holder_id)
    officer = work.one(Officer, id=holder_id)
    if row is None or officer is None:
        return None
    is_usable = row.holder_generation in (officer.key_generation, officer.key_generation - 1)
    return row if is_usable and row.holder_generation != WAITING else None


def newest_shares(
    work: UnitOfWork, cases: Sequence[Complaint]
) -> Mapping[bytes, Sequence[HeldShare]]:
    """The content shares of each case's newest epoch, by case id, in one query."""
    rows = content_shares(work, cases)
    return {case.id: [row for row in rows[case.id] if row.epoch == case.epoch] for case in cases}


def content_shares(
    work: UnitOfWork, cases: Sequence[Complaint]
) -> Mapping[bytes, Sequence[HeldShare]]:
    """Every content share of each case, by case id: of earlier epochs there should be none."""
    found: dict[bytes, list[HeldShare]] = {case.id: [] for case in cases}
    rows = work.session.execute(
        select(*(getattr(KeyShare, column) for column in HeldShare._fields)).where(
            KeyShare.case_id.in_(found), KeyShare.kind == int(ShareKind.CONTENT)
        )
    )
    for row in map(HeldShare._make, rows):
        found[row.case_id].append(row)
    return found


def signed_share(
    work: UnitOfWork, context: ShareContext, secret: bytes, key: HolderKey
) -> KeyShare:
    """A share given by the officer at work, with the officer's signature; not yet added."""
    return KeyShare(**share_values(work, context, secret, key))


def signed_dummy(work: UnitOfWork, context: ShareContext, generation: int) -> KeyShare:
    """A row that looks like a share given by the officer at work, and opens for nobody."""
    return KeyShare(**dummy_values(work, context, generation))


def share_values(
    work: UnitOfWork, context: ShareContext, secret: bytes, key: HolderKey
) -> dict[str, Any]:
    """The columns of such a share, for many that are added in one go."""
    return _signed(work, context, seal_share(secret, key.public, context), key.generation)


def dummy_values(work: UnitOfWork, context: ShareContext, generation: int) -> dict[str, Any]:
    """The columns of such a row that opens for nobody."""
    return _signed(work, context, dummy_share(context), generation)


def _signed(
    work: UnitOfWork, context: ShareContext, sealed: bytes, generation: int
) -> dict[str, Any]:
    officer = work.officer()
    statement = GrantStatement(
        agency=context.agency,
        case=context.case,
        epoch=context.epoch,
        holder=context.holder,
        kind=int(context.kind),
        share_hash=sha256(sealed),
        granter=officer.officer_id,
    )
    return {
        "id": new_id(),
        "agency_id": context.agency,
        "case_id": context.case,
        "epoch": context.epoch,
        "holder_id": context.holder,
        "holder_generation": generation,
        "kind": int(context.kind),
        "sealed": sealed,
        "is_checked": False,
        "granter_id": officer.officer_id,
        "signature": sign(officer.keys.signing_seed, statement.statement()),
    }


def grant_statement(share: KeyShare | HeldShare) -> GrantStatement:
    """What the giver of a share signs."""
    return GrantStatement(
        agency=share.agency_id,
        case=share.case_id,
        epoch=share.epoch,
        holder=share.holder_id,
        kind=share.kind,
        share_hash=sha256(share.sealed),
        granter=share.granter_id or b"",
    )


def is_given_by(giver: HolderKey | None, share: KeyShare | HeldShare) -> bool:
    """Whether this giver signed the share as it stands."""
    try:
        if giver is None or giver.holder_id != share.granter_id:
            raise SealBroken
        giver.check_signature(grant_statement(share).statement(), share.signature or b"")
    except SealBroken:
        return False
    return True


def give_share(work: UnitOfWork, keys: CaseKeys, key: HolderKey, acting: Acting) -> None:
    """A share of the case for another officer, in the place of what the officer held before.

    The caller has asked the exclusions. A share that stands there already may be a dummy or
    sealed to keys since lost: nobody but its holder could tell, so it is made anew. The event
    carries the sealed record of who was let in, which later epochs go by.
    """
    case = keys.case
    given = opened_exclusions(work, keys).with_given(key.holder_id)
    put_share(
        work, case, signed_share(work, content_context(case, key.holder_id), keys.newest, key)
    )
    body = seal_exclusions(work, case.id, case.epoch, given, keys.publics[case.epoch])
    append_event(work, case, EventKind.SHARE_GRANTED, body=body, by=acting)


def put_share(work: UnitOfWork, case: Complaint, share: KeyShare) -> None:
    """Add a share of the newest epoch in the place of what its holder held."""
    held = _row_of(work, case, share.holder_id)
    if held is not None:
        work.session.delete(held)
        work.session.flush()
    work.session.add(share)


def _row_of(work: UnitOfWork, case: Complaint, holder_id: bytes) -> KeyShare | None:
    found: KeyShare | None = work.one(
        KeyShare,
        case_id=case.id,
        epoch=case.epoch,
        holder_id=holder_id,
        kind=int(ShareKind.CONTENT),
    )
    return found
