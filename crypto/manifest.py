"""What the `sealed` event hashes: a case's public halves and the hashes of its sealed bodies.

Layout: "PRSM" | version(1) | KC public(1216) | KR public(1216) | KI public(1216) | count(1) |
count times: type(1) | object id(16) | SHA-256 of the sealed object(32).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crypto.primitives import SealBroken, sha256

MAGIC = b"PRSM"
VERSION = 1
PUBLIC_BYTES = 1216
_ENTRY_BYTES = 1 + 16 + 32


@dataclass(frozen=True)
class SealedPart:
    """One sealed object as the manifest names it."""

    type: int
    object: bytes
    digest: bytes


@dataclass(frozen=True)
class Manifest:
    """The public halves of a case's first epoch and its first sealed bodies."""

    case_public: bytes
    reporter_public: bytes
    identity_public: bytes
    parts: tuple[SealedPart, ...]

    def pack(self) -> bytes:
        """The manifest's bytes, as hashed into the `sealed` event and covered by the MAC."""
        publics = (self.case_public, self.reporter_public, self.identity_public)
        if any(len(public) != PUBLIC_BYTES for public in publics):
            raise ValueError("a public half has 1216 bytes")
        if any((len(part.object), len(part.digest)) != (16, 32) for part in self.parts):
            raise ValueError("an id has 16 bytes, a hash 32")
        entries = (bytes([part.type]) + part.object + part.digest for part in self.parts)
        return b"".join((MAGIC, bytes([VERSION]), *publics, bytes([len(self.parts)]), *entries))


def make_manifest(
    *,
    case_public: bytes,
    reporter_public: bytes,
    identity_public: bytes,
    sealed: Sequence[tuple[int, bytes, bytes]],
) -> Manifest:
    """The manifest of sealed objects given as (type, object id, sealed bytes)."""
    parts = tuple(SealedPart(type_, object_id, sha256(body)) for type_, object_id, body in sealed)
    return Manifest(case_public, reporter_public, identity_public, parts)


def unpack_manifest(packed: bytes) -> Manifest:
    """The manifest in these bytes; SealBroken when they are not one."""
    start = len(MAGIC) + 1
    publics_end = start + 3 * PUBLIC_BYTES
    if packed[:start] != MAGIC + bytes([VERSION]) or len(packed) <= publics_end:
        raise SealBroken
    count = packed[publics_end]
    if len(packed) != publics_end + 1 + count * _ENTRY_BYTES:
        raise SealBroken
    publics = [packed[start + n * PUBLIC_BYTES : start + (n + 1) * PUBLIC_BYTES] for n in range(3)]
    parts = []
    for n in range(count):
        entry = packed[publics_end + 1 + n * _ENTRY_BYTES :][:_ENTRY_BYTES]
        parts.append(SealedPart(entry[0], entry[1:17], entry[17:]))
    return Manifest(publics[0], publics[1], publics[2], tuple(parts))
