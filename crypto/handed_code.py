"""A code that an officer has printed, and how its holder takes another in its place.

The printed code signs its own replacement: its MAC key gives an Ed25519 seed, whose public key (the
verifier) an officer's event hashes at the hand-over. What the printed code opened goes on, sealed
to the new code: old notices open, the manifest's MAC is checked, the first leaf is restated.
Layouts: docs/formats.md, "A handed code".
"""

from dataclasses import dataclass, field
from typing import Final

from crypto.primitives import (
    HPKE_OVERHEAD_BYTES,
    KEY_BYTES,
    PRIVATE_BYTES,
    PUBLIC_BYTES,
    SealBroken,
    equal,
    hkdf,
    hmac_sha256,
    hpke_open,
    hpke_seal,
    sha256,
    sign,
    signing_public_of,
    verify,
)
from crypto.sealed_keys import ID_BYTES, KeyPair, pair_from_private
from crypto.tracking_code import HANDLE_BYTES, SALT_BYTES, PrivateBranch, PublicBranch

VERSION: Final = 1
SUITE: Final = 1
_SEED: Final = b"prongsai handed code/v1"
_HANDED: Final = b"prongsai code handed/v1"
_REPLACED: Final = b"prongsai code replaced/v1"
_BEFORE_MAC: Final = b"prongsai code before/v1"
_BEFORE: Final = b"PRSB"
_HEAD: Final = _BEFORE + bytes((VERSION, SUITE))
_MAC_BYTES: Final = 32
_INSIDE_BYTES: Final = PRIVATE_BYTES + KEY_BYTES + HANDLE_BYTES + SALT_BYTES
BEFORE_BYTES: Final = len(_HEAD) + _INSIDE_BYTES + HPKE_OVERHEAD_BYTES + _MAC_BYTES


@dataclass(frozen=True)
class CodePlace:
    """Whose code it is: of one case of one agency."""

    agency: bytes
    case: bytes

    def ids(self) -> bytes:
        """Agency and case, 16 bytes each; SealBroken for others."""
        if (len(self.agency), len(self.case)) != (ID_BYTES, ID_BYTES):
            raise SealBroken
        return self.agency + self.case


@dataclass(frozen=True)
class CodeBefore:
    """What the printed code opened and restated: its pair, MAC key, handle and leaf salt."""

    pair: KeyPair = field(repr=False)
    mac_key: bytes = field(repr=False)
    public: PublicBranch

    @classmethod
    def of(cls, public: PublicBranch, private: PrivateBranch) -> "CodeBefore":
        """What is kept of both branches of a code."""
        return cls(private.pair, private.mac_key, public)


def signing_seed(mac_key: bytes) -> bytes:
    """The Ed25519 seed with which a printed code signs its replacement."""
    if len(mac_key) != KEY_BYTES:
        raise SealBroken
    return hkdf(mac_key, info=_SEED)


def verifier_of(mac_key: bytes) -> bytes:
    """The public key of that seed: what is kept of a printed code when it is handed over."""
    return signing_public_of(signing_seed(mac_key))


def handed_hash(place: CodePlace, verifier: bytes) -> bytes:
    """What the officer's event hashes: SHA-256(label | agency | case | verifier)."""
    if len(verifier) != KEY_BYTES:
        raise SealBroken
    return sha256(_HANDED, place.ids(), verifier)


def seal_before(before: CodeBefore, after: PrivateBranch, place: CodePlace) -> bytes:
    """What the printed code held, for the new code alone.

    Layout: "PRSB" | version(1) | suite(1) | HPKE of private(96), MAC key(32), handle(16), leaf
    salt(32) to the new public half | MAC(32). Anybody can seal to a public half; only the new code
    makes the MAC, so that another past cannot be put in its place.
    """
    inside = b"".join(
        (before.pair.private, before.mac_key, before.public.handle, before.public.leaf_salt)
    )
    if len(inside) != _INSIDE_BYTES:
        raise SealBroken
    sealed = _HEAD + hpke_seal(after.pair.public, inside, _BEFORE + place.ids())
    return sealed + _mac(after.mac_key, place, sealed)


def open_before(sealed: bytes, after: PrivateBranch, place: CodePlace) -> CodeBefore:
    """What the code before held; SealBroken for another code or case, and for any other maker."""
    body, mac = sealed[:-_MAC_BYTES], sealed[-_MAC_BYTES:]
    if len(sealed) != BEFORE_BYTES or body[: len(_HEAD)] != _HEAD:
        raise SealBroken
    if not equal(_mac(after.mac_key, place, body), mac):
        raise SealBroken
    inside = hpke_open(after.pair.private, body[len(_HEAD) :], _BEFORE + place.ids())
    if len(inside) != _INSIDE_BYTES:
        raise SealBroken
    mac_end = PRIVATE_BYTES + KEY_BYTES
    return CodeBefore(
        pair=pair_from_private(inside[:PRIVATE_BYTES]),
        mac_key=inside[PRIVATE_BYTES:mac_end],
        public=PublicBranch(
            inside[mac_end : mac_end + HANDLE_BYTES], inside[mac_end + HANDLE_BYTES :]
        ),
    )


def _mac(mac_key: bytes, place: CodePlace, sealed: bytes) -> bytes:
    return hmac_sha256(mac_key, _BEFORE_MAC, place.ids(), sealed)


@dataclass(frozen=True)
class Replacement:
    """That one reporter's key follows another in a case, as the printed code signs it."""

    place: CodePlace
    before_public: bytes
    after_public: bytes
    sealed_before: bytes

    def statement(self) -> bytes:
        """The signed bytes: label, agency, case, hashes of both publics and of what is sealed."""
        if {len(self.before_public), len(self.after_public)} != {PUBLIC_BYTES}:
            raise SealBroken
        return b"".join(
            (
                _REPLACED,
                self.place.ids(),
                sha256(self.before_public),
                sha256(self.after_public),
                sha256(self.sealed_before),
            )
        )

    def event_hash(self) -> bytes:
        """What the event of the replacement carries for its body: SHA-256 of the statement."""
        return sha256(self.statement())


def sign_replacement(replacement: Replacement, mac_key: bytes) -> bytes:
    """The printed code's signature, by the MAC key that it gave."""
    return sign(signing_seed(mac_key), replacement.statement())


def check_replacement(replacement: Replacement, signature: bytes, verifier: bytes) -> None:
    """Nothing when the code of that verifier signed just this; SealBroken otherwise."""
    if len(verifier) != KEY_BYTES:
        raise SealBroken
    verify(verifier, replacement.statement(), signature)
