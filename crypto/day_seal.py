"""What is sealed for a day under the pepper: drafts, tickets, reporters' sessions, form tokens.

Layout: "PRSD" | version(1) | day as proleptic ordinal(4) | AES-256-GCM under
HKDF(pepper, purpose | day), bound to the head and to the caller's binding.
"""

import base64
import binascii
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Final

from crypto.primitives import SealBroken, aead_open, aead_seal, equal, hkdf, hmac_sha256

MAGIC: Final = b"PRSD"
VERSION: Final = 1
_HEAD_BYTES: Final = 4 + 1 + 4
_SEAL: Final = b"prongsai day seal/v1"
_TOKEN: Final = b"prongsai day token/v1"
_STEPS: Final = (4 * 1024, 16 * 1024, 64 * 1024)
_LENGTH_BYTES: Final = 4
DRAFT_BYTES_MOST: Final = 1024 * 1024


def _day(day: date) -> bytes:
    return day.toordinal().to_bytes(4, "big")


def _labelled(label: bytes, purpose: bytes, day: date) -> bytes:
    return label + bytes((len(purpose),)) + purpose + _day(day)


def seal_for_day(
    plaintext: bytes, *, pepper: bytes, day: date, purpose: bytes, binding: bytes
) -> bytes:
    """The plaintext sealed under that day's key of that purpose."""
    head = MAGIC + bytes((VERSION,)) + _day(day)
    key = hkdf(pepper, info=_labelled(_SEAL, purpose, day))
    return head + aead_seal(key, plaintext, head + binding)


def open_for_day(
    sealed: bytes,
    *,
    peppers: Sequence[bytes],
    days: Sequence[date],
    purpose: bytes,
    binding: bytes,
) -> bytes:
    """The plaintext sealed on one of these days under one of these peppers; else SealBroken."""
    head = sealed[:_HEAD_BYTES]
    for day in days:
        if head != MAGIC + bytes((VERSION,)) + _day(day):
            continue
        for pepper in peppers:
            key = hkdf(pepper, info=_labelled(_SEAL, purpose, day))
            try:
                return aead_open(key, sealed[_HEAD_BYTES:], head + binding)
            except SealBroken:
                continue
    raise SealBroken


def seal_draft(
    plaintext: bytes, *, pepper: bytes, day: date, purpose: bytes, binding: bytes
) -> str:
    """A draft for a hidden field, in URL-safe base64.

    Compressed, then padded to 4, 16 or 64 KiB (multiples of 64 KiB above), then sealed for the
    day: its length says little of what was written. ValueError over 1 MiB.
    """
    if len(plaintext) > DRAFT_BYTES_MOST:
        raise ValueError("a draft has at most 1 MiB")
    packed = zlib.compress(plaintext, 6)
    framed = len(packed).to_bytes(_LENGTH_BYTES, "big") + packed
    largest = _STEPS[-1]
    size = next(
        (step for step in _STEPS if len(framed) <= step), -(-len(framed) // largest) * largest
    )
    sealed = seal_for_day(
        framed.ljust(size, b"\0"), pepper=pepper, day=day, purpose=purpose, binding=binding
    )
    return base64.urlsafe_b64encode(sealed).decode()


def open_draft(
    sealed: str,
    *,
    peppers: Sequence[bytes],
    days: Sequence[date],
    purpose: bytes,
    binding: bytes,
) -> bytes:
    """The draft's plaintext; SealBroken when it is too old, changed, or not ours.

    Only the very characters that were given out are taken: a repeated send is known by them.
    """
    try:
        raw = base64.b64decode(sealed, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise SealBroken from None
    if base64.urlsafe_b64encode(raw).decode() != sealed:
        raise SealBroken
    framed = open_for_day(raw, peppers=peppers, days=days, purpose=purpose, binding=binding)
    length = int.from_bytes(framed[:_LENGTH_BYTES], "big")
    packed = framed[_LENGTH_BYTES : _LENGTH_BYTES + length]
    # Only we seal drafts; the bound costs nothing and holds should that ever change.
    unpacker = zlib.decompressobj()
    try:
        plaintext = unpacker.decompress(packed, DRAFT_BYTES_MOST)
    except zlib.error:
        raise SealBroken from None
    if not unpacker.eof:
        raise SealBroken
    return plaintext


def day_token(pepper: bytes, day: date, purpose: bytes, binding: bytes) -> str:
    """A token for forms of that day, 43 characters: HMAC over the binding."""
    mac = hmac_sha256(hkdf(pepper, info=_labelled(_TOKEN, purpose, day)), binding)
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def token_holds(
    token: str,
    *,
    peppers: Sequence[bytes],
    days: Sequence[date],
    purpose: bytes,
    binding: bytes,
) -> bool:
    """Whether the token was made on one of these days for this purpose and binding."""
    if not token.isascii():
        return False
    typed = token.encode()
    return any(
        equal(typed, day_token(pepper, day, purpose, binding).encode())
        for pepper in peppers
        for day in days
    )
