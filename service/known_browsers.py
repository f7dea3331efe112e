"""A browser that an officer signed in from before, known by a cookie that only the server reads.

The cookie opens nothing and signs nobody in: it only has a bucket of its own (`service/throttle`).
Layout, sealed under HKDF(pepper): officer(16) | mark(16) | end in seconds since 1970(8) |
HMAC under the passphrase's salt(16). A changed passphrase has another salt: the cookie is over.
"""

import base64
import binascii
from datetime import timedelta
from typing import Final

from crypto.primitives import (
    SealBroken,
    aead_open,
    aead_seal,
    equal,
    hkdf,
    hmac_sha256,
    random_bytes,
)
from models.officer import Officer
from service.sign_in import active_officer
from service.unit_of_work import UnitOfWork

KNOWN_DAYS: Final = 365
_PURPOSE: Final = b"known browser/v1"
_MARK_BYTES: Final = 16
_ENDS_BYTES: Final = 8
_BYTES: Final = 16 + _MARK_BYTES + _ENDS_BYTES + 16


def remember_browser(work: UnitOfWork, login: str) -> str:
    """The cookie for the browser in which this login has just signed in; "" for no officer."""
    officer = active_officer(work, login)
    if officer is None:
        return ""
    ends_at = int((work.now + timedelta(days=KNOWN_DAYS)).timestamp())
    mark = random_bytes(_MARK_BYTES)
    plaintext = officer.id + mark + ends_at.to_bytes(_ENDS_BYTES, "big") + _salt_mark(mark, officer)
    sealed = aead_seal(hkdf(work.keys.pepper, info=_PURPOSE), plaintext, _PURPOSE)
    return base64.urlsafe_b64encode(sealed).decode()


def known_browser(work: UnitOfWork, cookie: str, login: str) -> bytes | None:
    """The mark of a browser known for this very login; None for any other, and when it is over."""
    opened = _opened(work, cookie)
    if opened is None:
        return None
    officer = active_officer(work, login)
    if officer is None or not equal(opened[:16], officer.id):
        return None
    mark, rest = opened[16:][:_MARK_BYTES], opened[16 + _MARK_BYTES :]
    if work.now.timestamp() >= int.from_bytes(rest[:_ENDS_BYTES], "big"):
        return None
    return mark if equal(rest[_ENDS_BYTES:], _salt_mark(mark, officer)) else None


def _salt_mark(mark: bytes, officer: Officer) -> bytes:
    return hmac_sha256(officer.passphrase_salt or b"", mark)[:16]


def _opened(work: UnitOfWork, cookie: str) -> bytes | None:
    try:
        sealed = base64.urlsafe_b64decode(cookie.encode())
    except (binascii.Error, ValueError):
        return None
    for pepper in work.keys.peppers:
        try:
            opened = aead_open(hkdf(pepper, info=_PURPOSE), sealed, _PURPOSE)
        except SealBroken:
            continue
        return opened if len(opened) == _BYTES else None
    return None
