"""What LINE needs, sealed under the key file's newest pepper: a token, a secret, who is linked.

Sealed = nonce(12) + AES-256-GCM ciphertext + tag(16); key = HKDF(pepper, info "line/v1"); bound to
purpose | agency | owner. A copy of the database alone opens none of it.
"""

from typing import Final

from sqlalchemy import select

from crypto.primitives import SealBroken, aead_open, aead_seal, hkdf, hmac_sha256
from models.line import LineAccount, LineLink
from service.actors import AgencyClerk
from service.errors import NotAllowed
from service.unit_of_work import UnitOfWork

TOKEN: Final = b"token"
SECRET: Final = b"secret"
USER: Final = b"user"
_INFO: Final = b"line/v1"
_CODE_INFO: Final = b"line code/v1"


def seal_for_line(work: UnitOfWork, purpose: bytes, owner: bytes, words: str) -> bytes:
    """The words sealed under the newest pepper."""
    return aead_seal(_key(work.keys.pepper), words.encode(), _bound(work, purpose, owner))


def open_for_line(work: UnitOfWork, purpose: bytes, owner: bytes, sealed: bytes) -> str:
    """What was sealed under one of the peppers; SealBroken otherwise."""
    bound = _bound(work, purpose, owner)
    for pepper in work.keys.peppers:
        try:
            return aead_open(_key(pepper), sealed, bound).decode()
        except SealBroken:
            continue
    raise SealBroken


def code_hashes(work: UnitOfWork, digits: str) -> tuple[bytes, ...]:
    """What a linking code is found by, under each pepper, newest first; 32 bytes each."""
    return tuple(
        hmac_sha256(hkdf(pepper, info=_CODE_INFO), work.agency_id, digits.encode())
        for pepper in work.keys.peppers
    )


def renew_line_seals(work: UnitOfWork) -> int:
    """How many sealed things of this agency stand under the newest pepper now.

    For the days on which a pepper comes and on which an old one goes. What does not open is left
    as it is.
    """
    if not isinstance(work.actor, AgencyClerk):
        raise NotAllowed
    renewed = 0
    for account in work.rows(select(LineAccount)):
        renewed += _renew(work, account, "sealed_token", TOKEN, account.id)
        renewed += _renew(work, account, "sealed_secret", SECRET, account.id)
    for link in work.rows(select(LineLink).where(LineLink.sealed_user.is_not(None))):
        renewed += _renew(work, link, "sealed_user", USER, link.officer_id)
    work.session.flush()
    return renewed


def _renew(
    work: UnitOfWork, row: LineAccount | LineLink, column: str, purpose: bytes, owner: bytes
) -> bool:
    try:
        words = open_for_line(work, purpose, owner, getattr(row, column))
    except SealBroken:
        return False
    setattr(row, column, seal_for_line(work, purpose, owner, words))
    return True


def _key(pepper: bytes) -> bytes:
    return hkdf(pepper, info=_INFO)


def _bound(work: UnitOfWork, purpose: bytes, owner: bytes) -> bytes:
    return b"|".join((_INFO, purpose, work.agency_id, owner))
