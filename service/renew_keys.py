"""An officer renews the own keys: new halves at once, then every own share sealed anew.

Old and new key both sign the succession, so that what stood for the old key stands for the new
one. The keys before stay sealed under the new ones until no share needs them. Shares go over in
slices, each one transaction; whatever interrupts them, the next slice goes on where they stopped.
"""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select, tuple_

from crypto.ceremonies import SuccessionStatement, fingerprint, seal_previous
from crypto.primitives import (
    KEY_BYTES,
    SealBroken,
    public_of,
    random_bytes,
    sign,
    signing_public_of,
)
from crypto.sealed_keys import (
    OfficerSecret,
    dummy_share,
    generate_pair,
    open_share,
    seal_share,
)
from crypto.tracking_code import in_groups
from models.custody import KeySuccession
from models.key_share import KeyShare
from models.officer import Officer
from service.blind_list import reseal_blind_list
from service.checked_keys import HolderKey
from service.errors import NotFound, Unreadable, WrongState
from service.import_batches import reseal_sheets
from service.keyring import checked_holder, checked_officer_key
from service.officer_wraps import (
    Owner,
    opened_by_passphrase,
    passphrase_columns,
    passphrase_keys,
    put_columns,
    recovery_columns,
    second_factor_seed,
    typed_passphrase,
)
from service.passkey_seals import Under, reseal_passkeys
from service.sealing import share_context
from service.search_entries import forget_officer
from service.shares import grant_statement
from service.sign_in import keep_only_session
from service.unit_of_work import UnitOfWork

SLICE = 500
"""Shares in one transaction: others who write wait for less than a second."""

Place = tuple[int, bytes, int]
FIRST: Place = (0, b"", 0)
"""Where the first slice begins, in the order of kind, case and epoch."""


@dataclass(frozen=True)
class OwnKeys:
    """What an officer is told of the own keys; `left` counts shares not yet sealed anew.

    `counts` tells that the root or two colleagues stand for the keys.
    """

    fingerprint: str
    generation: int
    is_renewing: bool
    left: int
    counts: bool


@dataclass(frozen=True)
class _Opened:
    """The own secret as the passphrase opened it, before anything was written."""

    secret: OfficerSecret = field(repr=False)
    typed: bytes = field(repr=False)
    key: bytes = field(repr=False)
    seed: bytes = field(repr=False)
    salt: bytes = field(repr=False)


def own_keys(work: UnitOfWork) -> OwnKeys:
    """The keys of the officer at work as they stand.

    The fingerprint is of the opened private halves: a key that somebody planted in the row shows
    when two people compare.
    """
    officer, keys = _own_row(work), work.officer().keys
    secret = OfficerSecret(keys.pair_private, keys.signing_seed)
    return OwnKeys(
        fingerprint=in_groups(fingerprint(*_publics(secret))),
        generation=officer.key_generation,
        is_renewing=officer.sealed_previous is not None,
        left=shares_left(work),
        counts=checked_officer_key(work, officer) is not None,
    )


def renew_keys(work: UnitOfWork, cookie: str, passphrase: str) -> str:
    """A new recovery code, 40 digits in groups, shown once: the officer's keys are new.

    This session goes on with them, the officer's others end. SignInFailed for a wrong
    passphrase, WrongState while an earlier renewal is not through.
    """
    owner = Owner(work.agency_id, work.officer().officer_id)
    _refuse_second(_own_row(work))
    opened = _opened(work, passphrase)
    secret = OfficerSecret(generate_pair().private, random_bytes(KEY_BYTES))
    work.pause()
    wraps, key = passphrase_columns(work, owner, secret, opened.typed, opened.seed)
    recovery, code = recovery_columns(work, owner, secret)
    officer = _own_row(work)
    _refuse_second(officer)
    _same_salt(officer, opened)
    _succeed(work, officer, opened.secret, secret)
    put_columns(officer, wraps | recovery)
    reseal_blind_list(officer, opened.secret.pair_private, secret.pair_private)
    reseal_sheets(work, opened.secret.pair_private, secret.pair_private)
    before = Under(opened.key, opened.secret.pair_private)
    reseal_passkeys(work, officer.id, before, Under(key, secret.pair_private))
    forget_officer(work, officer.id)
    keep_only_session(work, cookie, secret)
    work.session.flush()
    return code


def new_recovery_code(work: UnitOfWork, passphrase: str) -> str:
    """A new recovery code in the place of the one before; SignInFailed for a wrong passphrase."""
    owner = Owner(work.agency_id, work.officer().officer_id)
    opened = _opened(work, passphrase)
    work.pause()
    columns, code = recovery_columns(work, owner, opened.secret)
    officer = _own_row(work)
    _same_salt(officer, opened)
    put_columns(officer, columns)
    return code


def shares_left(work: UnitOfWork) -> int:
    """How many of the own shares are still sealed to the keys before; 0 when none are renewed."""
    if work.officer().keys.before is None:
        return 0
    counted = select(func.count(KeyShare.id)).where(*_sealed_before(work))
    return work.session.scalars(counted).one()


def reseal_slice(work: UnitOfWork, at: Place = FIRST, limit: int = SLICE) -> Place | None:
    """Seal the next shares anew: where to go on, or None when there is nothing left to do.

    A slice from the first place on that finds no share lets go of the keys before. Dummies become
    new dummies, so that a dump cannot tell them by the generation that stands in clear.
    """
    actor, officer = work.officer(), _own_row(work)
    if actor.keys.before is None or officer.key_generation != actor.keys.generation:
        return None
    order = (KeyShare.kind, KeyShare.case_id, KeyShare.epoch)
    shares = work.rows(
        select(KeyShare)
        .where(*_sealed_before(work), tuple_(*order) > at)
        .order_by(*order)
        .limit(limit)
        .with_for_update()
    )
    if not shares and at == FIRST:
        officer.sealed_previous = None
        work.session.flush()
        return None
    resealing = _Resealing(work)
    for share in shares:
        resealing.reseal(share)
    work.session.flush()
    last = shares[-1] if len(shares) == limit else None
    return (last.kind, last.case_id, last.epoch) if last else FIRST


class _Resealing:
    """One slice: the own keys before and now, and whose signatures were looked up."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._actor = work.officer()
        # From the own private half, never from the row: an operator could write another there.
        self._public = public_of(self._actor.keys.pair_private)
        self._givers: dict[bytes, HolderKey | None] = {}

    def reseal(self, share: KeyShare) -> None:
        """The same secret for the new key; who gave it stays plain, see `_sign`."""
        was_given = share.granter_id is not None and self._is_given(share)
        context = share_context(share)
        try:
            secret = open_share(share.sealed, self._actor.keys.before or b"", context)
            share.sealed = seal_share(secret, self._public, context)
        except SealBroken:
            share.sealed = dummy_share(context)
        share.holder_generation = self._actor.keys.generation
        if was_given:
            self._sign(share)

    def _sign(self, share: KeyShare) -> None:
        """Sign as one's own giver: the giver's signature was over the bytes before.

        The event of the grant still names the giver. A share from the filing stays unsigned, and
        one whose signature was wrong keeps it, so that it can still be found.
        """
        share.granter_id = self._actor.officer_id
        statement = grant_statement(share).statement()
        share.signature = sign(self._actor.keys.signing_seed, statement)

    def _is_given(self, share: KeyShare) -> bool:
        giver_id = share.granter_id or b""
        if giver_id not in self._givers:
            self._givers[giver_id] = checked_holder(self._work, giver_id)
        giver = self._givers[giver_id]
        try:
            if giver is None:
                raise SealBroken
            giver.check_signature(grant_statement(share).statement(), share.signature or b"")
        except SealBroken:
            return False
        return True


def _own_row(work: UnitOfWork) -> Officer:
    row = work.one(Officer, id=work.officer().officer_id)
    if row is None:
        raise NotFound
    found: Officer = row
    return found


def _refuse_second(officer: Officer) -> None:
    if officer.sealed_previous is not None:
        raise WrongState


def _opened(work: UnitOfWork, passphrase: str) -> _Opened:
    """What the passphrase opens; the slow part runs between two transactions."""
    salt = _own_row(work).passphrase_salt or b""
    work.pause()
    typed = typed_passphrase(passphrase)
    keys = passphrase_keys(work, salt, typed)
    officer = _own_row(work)
    secret, key = opened_by_passphrase(officer, keys)
    seed = second_factor_seed(officer, key)
    return _Opened(secret, typed, key, seed, salt)


def _same_salt(officer: Officer, opened: _Opened) -> None:
    """Nothing; WrongState when the passphrase was changed meanwhile."""
    if officer.passphrase_salt != opened.salt:
        raise WrongState


def _succeed(work: UnitOfWork, officer: Officer, old: OfficerSecret, new: OfficerSecret) -> None:
    """The new halves in the row, the old public ones in a row of their own, both signing.

    Unreadable when the row's public halves are not those of the opened keys.
    """
    before, after = _publics(old), _publics(new)
    if before != (officer.pair_public, officer.signing_public):
        raise Unreadable
    statement = SuccessionStatement(
        officer.agency_id, officer.id, officer.key_generation, before, after, work.today.toordinal()
    ).statement()
    work.session.add(
        KeySuccession(
            agency_id=officer.agency_id,
            officer_id=officer.id,
            generation=officer.key_generation,
            pair_public=before[0],
            signing_public=before[1],
            ended_on=work.today,
            signature=sign(old.signing_seed, statement),
            next_signature=sign(new.signing_seed, statement),
        )
    )
    officer.pair_public, officer.signing_public = after
    officer.key_generation += 1
    officer.sealed_previous = seal_previous(old, new, officer.id)


def _publics(secret: OfficerSecret) -> tuple[bytes, bytes]:
    return public_of(secret.pair_private), signing_public_of(secret.signing_seed)


def _sealed_before(work: UnitOfWork) -> tuple[ColumnElement[bool], ...]:
    """The own shares of the generation before; older ones only a colleague can give anew."""
    officer = work.officer()
    return (
        KeyShare.holder_id == officer.officer_id,
        KeyShare.holder_generation == officer.keys.generation - 1,
    )
