"""An officer's private halves under a passphrase and under a recovery code.

Half of each salt is random, half an HMAC of it under the pepper. Whoever holds the key file can
thus tell under which pepper a wrap was made, and so when an old pepper may go; the database alone
says nothing of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crypto.passwords import (
    normalise_passphrase,
    passphrase_key,
    recovery_code,
    recovery_code_key,
)
from crypto.primitives import (
    SealBroken,
    aead_open,
    aead_seal,
    equal,
    hkdf,
    hmac_sha256,
    random_bytes,
)
from crypto.sealed_keys import OfficerSecret, unwrap_officer_secret, wrap_officer_secret
from models.officer import Officer
from rules.limits import PASSPHRASE_LEAST
from service.costly import sign_in_place
from service.errors import InvalidInput, SignInFailed
from service.unit_of_work import UnitOfWork

# Somebody who is not there costs as much as somebody who is.
NOBODY_SALT = bytes(16)
_PASSPHRASE = b"passphrase"
_RECOVERY = b"recovery"
_TOTP = b"totp/v1"
_SALT = b"prongsai salt/v1"
_HALF = 8


@dataclass(frozen=True)
class Owner:
    """Whose private halves are wrapped."""

    agency_id: bytes
    officer_id: bytes


def owner_of(officer: Officer) -> Owner:
    """The owner of this row's keys."""
    return Owner(officer.agency_id, officer.id)


def checked_passphrase(passphrase: str, again: str) -> bytes:
    """A new passphrase in bytes; InvalidInput when it is short, or typed in two ways."""
    if len(passphrase) < PASSPHRASE_LEAST:
        raise InvalidInput(
            {"passphrase": "passphrase_too_short"}, limits={"passphrase": PASSPHRASE_LEAST}
        )
    if passphrase != again:
        raise InvalidInput({"passphrase_again": "passphrases_differ"})
    try:
        return normalise_passphrase(passphrase)
    except ValueError:
        raise InvalidInput({"passphrase": "too_long"}) from None


def typed_passphrase(passphrase: str) -> bytes:
    """A passphrase that somebody claims to have, in bytes; SignInFailed when none is so long."""
    try:
        return normalise_passphrase(passphrase)
    except ValueError:
        raise SignInFailed from None


def new_salt(pepper: bytes) -> bytes:
    """16 bytes that look random, and tell the holder of the pepper that they are of it."""
    nonce = random_bytes(_HALF)
    return nonce + _mark(pepper, nonce)


def is_of_pepper(salt: bytes | None, pepper: bytes) -> bool:
    """Whether a wrap with this salt was made under this pepper."""
    return salt is not None and equal(salt[_HALF:], _mark(pepper, salt[:_HALF]))


def _mark(pepper: bytes, nonce: bytes) -> bytes:
    return hmac_sha256(pepper, _SALT, nonce)[:_HALF]


def passphrase_keys(work: UnitOfWork, salt: bytes, typed: bytes) -> Sequence[bytes]:
    """The key under each pepper, newest first: all of them, whoever it is and whatever opens."""
    cost = work.costs.passphrase
    with sign_in_place():
        return [
            passphrase_key(typed, salt=salt, pepper=pepper, cost=cost)
            for pepper in work.keys.peppers
        ]


def recovery_keys(work: UnitOfWork, salt: bytes, code: str) -> Sequence[bytes]:
    """The key of a recovery code under each pepper, newest first."""
    cost = work.costs.passphrase
    with sign_in_place():
        return [
            recovery_code_key(code, salt=salt, pepper=pepper, cost=cost)
            for pepper in work.keys.peppers
        ]


def passphrase_columns(
    work: UnitOfWork, owner: Owner, secret: OfficerSecret, typed: bytes, seed: bytes
) -> tuple[dict[str, bytes], bytes]:
    """Columns of `Officer`: secret and second factor under a passphrase and the newest pepper.

    Beside them the key that the passphrase gives now, for what else stands under it.
    """
    pepper = work.keys.pepper
    salt = new_salt(pepper)
    with sign_in_place():
        key = passphrase_key(typed, salt=salt, pepper=pepper, cost=work.costs.passphrase)
    columns = {
        "passphrase_salt": salt,
        "wrapped_by_passphrase": _wrapped(secret, key, owner, _PASSPHRASE),
        "sealed_totp": aead_seal(hkdf(key, info=_TOTP), seed, owner.officer_id),
    }
    return columns, key


def recovery_columns(
    work: UnitOfWork, owner: Owner, secret: OfficerSecret
) -> tuple[dict[str, bytes], str]:
    """Columns of `Officer` for a fresh recovery code under the newest pepper, and that code."""
    pepper, code = work.keys.pepper, recovery_code()
    salt = new_salt(pepper)
    with sign_in_place():
        key = recovery_code_key(code, salt=salt, pepper=pepper, cost=work.costs.passphrase)
    columns = {
        "recovery_salt": salt,
        "wrapped_by_recovery": _wrapped(secret, key, owner, _RECOVERY),
    }
    return columns, code


def put_columns(officer: Officer, columns: Mapping[str, bytes]) -> None:
    """Write these columns on the row."""
    for name, value in columns.items():
        setattr(officer, name, value)


def opened_by_passphrase(officer: Officer, keys: Sequence[bytes]) -> tuple[OfficerSecret, bytes]:
    """The officer's secret and the key that opened it; SignInFailed when none does."""
    wrapped = officer.wrapped_by_passphrase or b""
    return _opened(wrapped, keys, owner_of(officer), _PASSPHRASE)


def opened_by_recovery(officer: Officer, keys: Sequence[bytes]) -> tuple[OfficerSecret, bytes]:
    """The officer's secret and the key that opened it; SignInFailed when none does."""
    wrapped = officer.wrapped_by_recovery or b""
    return _opened(wrapped, keys, owner_of(officer), _RECOVERY)


def second_factor_seed(officer: Officer, key: bytes) -> bytes:
    """The second factor's secret under the passphrase's key; SignInFailed otherwise."""
    try:
        return aead_open(hkdf(key, info=_TOTP), officer.sealed_totp or b"", officer.id)
    except SealBroken:
        raise SignInFailed from None


def _wrapped(secret: OfficerSecret, key: bytes, owner: Owner, way: bytes) -> bytes:
    return wrap_officer_secret(
        secret.pack(), key, agency=owner.agency_id, officer=owner.officer_id, way=way
    )


def _opened(
    wrapped: bytes, keys: Sequence[bytes], owner: Owner, way: bytes
) -> tuple[OfficerSecret, bytes]:
    for key in keys:
        try:
            packed = unwrap_officer_secret(
                wrapped, key, agency=owner.agency_id, officer=owner.officer_id, way=way
            )
        except SealBroken:
            continue
        return OfficerSecret.unpack(packed), key
    raise SignInFailed
