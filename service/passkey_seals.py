"""What stands sealed in a passkey's row; when it is sealed anew, and when it goes.

sealed = version(1) | length of the first seal(2) | credential, under the passphrase's key (HKDF
info "passkey/v1") | what the own page shows, under the officer's own private half (HKDF info
"passkey page/v1"). Both are AES-256-GCM as everywhere, bound to agency | officer | mark. A row
that SQL planted or moved opens for nobody.
"""

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import delete, select

from crypto.primitives import SealBroken, aead_open, aead_seal, hkdf, sha256
from models.signin import Passkey
from service.unit_of_work import UnitOfWork

_VERSION: Final = b"\x01"
_LENGTH_BYTES: Final = 2
_CREDENTIAL: Final = b"passkey/v1"
_PAGE: Final = b"passkey page/v1"
_LABEL_BYTES: Final = 256


@dataclass(frozen=True)
class Under:
    """The two keys of one officer: what the passphrase gives, and the own private half."""

    passphrase_key: bytes = field(repr=False)
    pair_private: bytes = field(repr=False)


@dataclass(frozen=True)
class Place:
    """Whose passkey it is, and which."""

    agency_id: bytes
    officer_id: bytes
    mark: bytes

    def bound(self) -> bytes:
        """What both seals are bound to."""
        return self.agency_id + self.officer_id + self.mark


@dataclass(frozen=True)
class ShownPasskey:
    """What the officer's own page needs of a passkey."""

    label: str
    credential_id: bytes = field(repr=False)


def mark_of(credential_id: bytes) -> bytes:
    """By what a row is found."""
    return sha256(credential_id)


def place_of(row: Passkey) -> Place:
    """The place that this row claims."""
    return Place(row.agency_id, row.officer_id, row.mark)


def seal_passkey(place: Place, under: Under, credential: bytes, shown: ShownPasskey) -> bytes:
    """The column `sealed`. A label has at most 256 bytes in UTF-8, and is padded to them."""
    first = aead_seal(hkdf(under.passphrase_key, info=_CREDENTIAL), credential, place.bound())
    words = shown.label.encode().ljust(_LABEL_BYTES, b"\0") + shown.credential_id
    second = aead_seal(hkdf(under.pair_private, info=_PAGE), words, place.bound())
    return _VERSION + len(first).to_bytes(_LENGTH_BYTES, "big") + first + second


def open_credential(row: Passkey, passphrase_key: bytes) -> bytes:
    """The credential; SealBroken when this passphrase did not seal it for this row."""
    first, _ = _parts(row.sealed)
    return aead_open(hkdf(passphrase_key, info=_CREDENTIAL), first, place_of(row).bound())


def open_shown(row: Passkey, pair_private: bytes) -> ShownPasskey:
    """What the own page shows; SealBroken when it was not sealed for this row by its officer."""
    _, second = _parts(row.sealed)
    words = aead_open(hkdf(pair_private, info=_PAGE), second, place_of(row).bound())
    return ShownPasskey(words[:_LABEL_BYTES].rstrip(b"\0").decode(), words[_LABEL_BYTES:])


def passkeys_of(work: UnitOfWork, officer_id: bytes) -> list[Passkey]:
    """The officer's rows, the oldest first."""
    rows = select(Passkey).where(Passkey.officer_id == officer_id)
    return work.rows(rows.order_by(Passkey.made_on, Passkey.id))


def reseal_passkeys(work: UnitOfWork, officer_id: bytes, before: Under, after: Under) -> None:
    """The officer's passkeys under new keys; what did not open before opens nothing after."""
    for row in passkeys_of(work, officer_id):
        try:
            credential = open_credential(row, before.passphrase_key)
            shown = open_shown(row, before.pair_private)
        except SealBroken:
            continue
        row.sealed = seal_passkey(place_of(row), after, credential, shown)


def drop_passkeys(work: UnitOfWork, officer_id: bytes) -> None:
    """Take all of the officer's passkeys away."""
    work.session.execute(delete(Passkey).where(Passkey.officer_id == officer_id))


def _parts(sealed: bytes) -> tuple[bytes, bytes]:
    if sealed[:1] != _VERSION:
        raise SealBroken
    start = 1 + _LENGTH_BYTES
    length = int.from_bytes(sealed[1:start], "big")
    return sealed[start : start + length], sealed[start + length :]
