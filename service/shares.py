"""Giving a share of a case: by somebody who holds one, signed, never past an exclusion."""

from crypto.primitives import sha256, sign
from crypto.sealed_keys import GrantStatement, ShareContext, ShareKind
from models.complaint import Complaint
from models.key_share import KeyShare
from rules.states import EventKind
from service.case_events import Acting, append_event
from service.case_keys import CaseKeys
from service.checked_keys import HolderKey
from service.sealing import new_share
from service.unit_of_work import UnitOfWork


def held_share(work: UnitOfWork, case: Complaint, holder_id: bytes) -> KeyShare | None:
    """The holder's share of the newest epoch, real or a dummy; None when there is none."""
    found: KeyShare | None = work.one(
        KeyShare,
        case_id=case.id,
        epoch=case.epoch,
        holder_id=holder_id,
        kind=int(ShareKind.CONTENT),
    )
    return found


def signed_share(
    work: UnitOfWork, context: ShareContext, secret: bytes, key: HolderKey
) -> KeyShare:
    """A share given by the officer at work, with the officer's signature; not yet added."""
    officer = work.officer()
    share = new_share(work, context, secret, key.public, key.generation)
    share.granter_id = officer.officer_id
    share.signature = sign(officer.keys.signing_seed, grant_statement(share).statement())
    return share


def grant_statement(share: KeyShare) -> GrantStatement:
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


def give_share(work: UnitOfWork, keys: CaseKeys, key: HolderKey, acting: Acting) -> None:
    """A share of the case for another officer, in the place of what the officer held before.

    The caller has asked the exclusions. A share that stands there already may be a dummy or
    sealed to keys since lost: nobody but its holder could tell, so it is made anew.
    """
    case = keys.case
    context = ShareContext(case.agency_id, case.id, case.epoch, key.holder_id, ShareKind.CONTENT)
    held = held_share(work, case, key.holder_id)
    if held is not None:
        work.session.delete(held)
        work.session.flush()
    work.session.add(signed_share(work, context, keys.newest, key))
    append_event(work, case, EventKind.SHARE_GRANTED, by=acting)
