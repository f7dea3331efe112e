"""Which cases an officer can open, without a list of recipients in clear (decisions A7).

Every intake officer has a share of every case; an excluded one's is a dummy. A share is tried
once; the cases whose share was a dummy go on the officer's own blind list, sealed to the
officer. Lists leave them out, so an officer's pages never show the whole number series.
"""

import json

from sqlalchemy import Select, select, update

from crypto.primitives import SealBroken, aead_open, aead_seal, hkdf
from crypto.sealed_keys import ShareKind
from models.complaint import Complaint
from models.key_share import KeyShare
from models.officer import Officer
from service.actors import OfficerActor
from service.case_keys import open_own_share
from service.errors import Busy
from service.unit_of_work import UnitOfWork

_PURPOSE = b"blind list/v1"
_PADDED_TO = 4096
_AT_ONCE = 500


def openable_cases(work: UnitOfWork) -> Select[Complaint]:
    """A select of the cases that the officer at work can open, each once."""
    blind = learn_blind_cases(work)
    officer = work.officer()
    statement = select(Complaint).join(
        KeyShare,
        (KeyShare.case_id == Complaint.id)
        & (KeyShare.epoch == Complaint.epoch)
        & (KeyShare.holder_id == officer.officer_id)
        & (KeyShare.kind == int(ShareKind.CONTENT)),
    )
    return statement.where(Complaint.id.not_in(blind)) if blind else statement


def learn_blind_cases(work: UnitOfWork) -> list[bytes]:
    """The ids of cases whose share is a dummy, after trying every share not yet tried."""
    officer = work.officer()
    row = work.session.get_one(Officer, officer.officer_id)
    if row.key_generation != officer.keys.generation:
        # The keys were renewed between signing on to this request and now.
        raise Busy
    own = officer.keys.pair_private
    blind = _open(own, row)
    untried = work.rows(
        select(KeyShare).where(
            KeyShare.holder_id == officer.officer_id,
            KeyShare.kind == int(ShareKind.CONTENT),
            KeyShare.is_checked.is_(False),
        )
    )
    if not untried and row.sealed_blind_list is not None:
        return blind
    opened = {share.case_id for share in untried if _opens(officer, share)}
    tried = {share.case_id for share in untried}
    blind = sorted((set(blind) | tried) - opened)
    _mark_tried(work, [share.id for share in untried])
    # Sealed anew every time, so that a dump cannot tell whether anything was added.
    row.sealed_blind_list = _seal(own, row, blind)
    work.session.flush()
    return blind


def _mark_tried(work: UnitOfWork, ids: list[bytes]) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        work.session.execute(
            update(KeyShare)
            .where(KeyShare.id.in_(ids[start : start + _AT_ONCE]))
            .values(is_checked=True)
            .execution_options(synchronize_session=False)
        )


def reseal_blind_list(officer: Officer, before: bytes, after: bytes) -> None:
    """Seal the officer's list for a new private half of the pair, in the place of the one before.

    An officer who has no list yet gets none.
    """
    if officer.sealed_blind_list is not None:
        officer.sealed_blind_list = _seal(after, officer, _open(before, officer))


def _opens(officer: OfficerActor, share: KeyShare) -> bool:
    try:
        open_own_share(officer, share)
    except SealBroken:
        return False
    return True


def _key(pair_private: bytes) -> bytes:
    return hkdf(pair_private, info=_PURPOSE)


def _seal(pair_private: bytes, officer: Officer, blind: list[bytes]) -> bytes:
    plaintext = json.dumps([case_id.hex() for case_id in blind]).encode()
    padded = plaintext.ljust(-(-len(plaintext) // _PADDED_TO) * _PADDED_TO)
    return aead_seal(_key(pair_private), padded, officer.id)


def _open(pair_private: bytes, officer: Officer) -> list[bytes]:
    if officer.sealed_blind_list is None:
        return []
    opened = aead_open(_key(pair_private), officer.sealed_blind_list, officer.id)
    return [bytes.fromhex(one) for one in json.loads(opened)]
