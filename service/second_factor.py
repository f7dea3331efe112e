"""The second factor beside a passphrase: six digits that are taken once, or a passkey.

What either is checked against stands under the key that the passphrase gives. Whoever has the
passphrase alone opens nothing; whoever writes in the database cannot plant a factor.
"""

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import CursorResult, update

from crypto.primitives import SealBroken, totp_matches
from models.officer import Officer
from models.signin import Passkey
from service.errors import SignInFailed
from service.officer_wraps import second_factor_seed
from service.passkey_ceremony import (
    Ceremony,
    NotProven,
    Site,
    id_in,
    open_challenge,
    read_shown,
    spend,
)
from service.passkey_seals import mark_of, open_credential
from service.unit_of_work import UnitOfWork

TOTP: Final = "totp"
PASSKEY: Final = "passkey"


@dataclass(frozen=True)
class SecondFactor:
    """What somebody shows beside the passphrase; an assertion counts before digits.

    `assertion` is the browser's answer as JSON, `challenge` the sealed challenge that came with
    the page, `site` where the page stood, None where passkeys cannot be used.
    """

    digits: str = field(default="", repr=False)
    assertion: str = field(default="", repr=False)
    challenge: str = field(default="", repr=False)
    site: Site | None = None


@dataclass(frozen=True)
class _Proof:
    """A factor that holds: by which way, its count, and what must be written when it is taken."""

    way: str
    count: int
    passkey: Passkey | None = None
    challenge: bytes = field(default=b"", repr=False)


def verify_second_factor(
    work: UnitOfWork, officer: Officer, key: bytes, factor: SecondFactor
) -> str:
    """The way ("totp" or "passkey") of a factor that holds, not taken yet; else SignInFailed."""
    return _proof(work, officer, key, factor).way


def check_second_factor(
    work: UnitOfWork, officer: Officer, key: bytes, factor: SecondFactor
) -> str:
    """The way ("totp" or "passkey") of a factor that holds; it is taken and holds no more.

    `key` is what the officer's passphrase gave. SignInFailed says nothing of what was wrong.
    """
    proof = _proof(work, officer, key, factor)
    if proof.passkey is None:
        _take_step(work, officer, proof.count)
    else:
        _take_passkey(work, proof.passkey, proof)
    return proof.way


def _proof(work: UnitOfWork, officer: Officer, key: bytes, factor: SecondFactor) -> _Proof:
    if factor.assertion:
        try:
            return _by_passkey(work, officer, key, factor)
        except (NotProven, SealBroken):
            raise SignInFailed from None
    seed = second_factor_seed(officer, key)
    at = int(work.now.timestamp())
    step = totp_matches(seed, factor.digits, at, officer.totp_last_counter)
    if step is None:
        raise SignInFailed
    return _Proof(TOTP, step)


def _by_passkey(work: UnitOfWork, officer: Officer, key: bytes, factor: SecondFactor) -> _Proof:
    if factor.site is None:
        raise NotProven
    challenge = open_challenge(work, factor.site, Ceremony.SHOW, factor.challenge)
    mark = mark_of(id_in(factor.assertion))
    row = work.one(Passkey, officer_id=officer.id, mark=mark)
    if row is None:
        raise NotProven
    credential = open_credential(row, key)
    shown = read_shown(factor.site, challenge, factor.assertion, credential, officer.id)
    if _counts(row, shown.sign_count) and shown.sign_count <= row.sign_count:
        raise NotProven
    return _Proof(PASSKEY, shown.sign_count, row, challenge)


def _counts(row: Passkey, sign_count: int) -> bool:
    """Whether the authenticator counts; one that does not says 0 from the first day on."""
    return sign_count > 0 or row.sign_count > 0


def _take_step(work: UnitOfWork, officer: Officer, step: int) -> None:
    """Two who come with the same digits at once: the database lets one of them through."""
    taken = work.session.execute(
        update(Officer)
        .where(Officer.id == officer.id, Officer.totp_last_counter < step)
        .values(totp_last_counter=step)
    )
    _one_row(taken)


def _take_passkey(work: UnitOfWork, row: Passkey, proof: _Proof) -> None:
    where = [Passkey.id == row.id]
    if _counts(row, proof.count):
        where.append(Passkey.sign_count < proof.count)
    values = {"sign_count": proof.count, "used_on": work.today}
    _one_row(work.session.execute(update(Passkey).where(*where).values(values)))
    try:
        spend(work, proof.challenge)
    except NotProven:
        raise SignInFailed from None


def _one_row(taken: object) -> None:
    if not isinstance(taken, CursorResult) or taken.rowcount != 1:
        raise SignInFailed
