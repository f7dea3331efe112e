"""Key pairs, their shares, two-person halves, officers' wrapped secrets, the signed keyring."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from crypto.primitives import (
    HPKE_OVERHEAD_BYTES,
    KEY_BYTES,
    PRIVATE_BYTES,
    PUBLIC_BYTES,
    SealBroken,
    aead_open,
    aead_seal,
    hkdf,
    hpke_open,
    hpke_seal,
    public_of,
    random_bytes,
    sign,
    signing_public_of,
    verify,
)

ID_BYTES: Final = 16
HASH_BYTES: Final = 32
VERSION: Final = 1
SUITE: Final = 1
_SHARE: Final = b"PRSS"
_SECRET: Final = b"PRSO"
_KEYRING: Final = b"prongsai keyring/v1"
_GRANT: Final = b"prongsai grant/v1"
_PAIR: Final = b"prongsai pair/v1"
_SHARE_INFO: Final = b"prongsai share/v1"
SHARE_BYTES: Final = len(_SHARE) + 3 + PRIVATE_BYTES + HPKE_OVERHEAD_BYTES


def _ids(*ids: bytes) -> bytes:
    # Joined without lengths, an id of another length could lend a byte to its neighbour.
    if any(len(one) != ID_BYTES for one in ids):
        raise SealBroken
    return b"".join(ids)


def _u32(*numbers: int) -> bytes:
    try:
        return b"".join(number.to_bytes(4, "big") for number in numbers)
    except OverflowError:
        raise SealBroken from None


@dataclass(frozen=True)
class KeyPair:
    """A hybrid pair: private 96 bytes (ML-KEM seed + X25519), public 1216 bytes."""

    private: bytes = field(repr=False)
    public: bytes = field(repr=False)


def pair_from_private(private: bytes) -> KeyPair:
    """The pair of these 96 private bytes."""
    if len(private) != PRIVATE_BYTES:
        raise SealBroken
    return KeyPair(private, public_of(private))


def generate_pair() -> KeyPair:
    """A fresh pair."""
    return pair_from_private(random_bytes(PRIVATE_BYTES))


def pair_from_seed(seed: bytes) -> KeyPair:
    """The pair of a 32-byte seed, as printed on recovery paper."""
    if len(seed) != KEY_BYTES:
        raise SealBroken
    return pair_from_private(hkdf(seed, info=_PAIR, length=PRIVATE_BYTES))


def generate_signing() -> tuple[bytes, bytes]:
    """A fresh Ed25519 seed and its public key, 32 bytes each."""
    seed = random_bytes(KEY_BYTES)
    return seed, signing_public_of(seed)


def split(secret: bytes) -> tuple[bytes, bytes]:
    """Two halves whose XOR is the secret; one alone is random bytes."""
    first = random_bytes(len(secret))
    return first, join(first, secret)


def join(first: bytes, second: bytes) -> bytes:
    """The XOR of two halves of the same length."""
    if len(first) != len(second):
        raise SealBroken
    return bytes(a ^ b for a, b in zip(first, second, strict=True))


class ShareKind(IntEnum):
    """What a share is of. The codes are sealed in: never renumber, only add."""

    CONTENT = 1
    IDENTITY_INSIDE = 2
    IDENTITY_OUTSIDE = 3


@dataclass(frozen=True)
class ShareContext:
    """What a share is bound to: agency, case and holder are 16-byte ids."""

    agency: bytes
    case: bytes
    epoch: int
    holder: bytes
    kind: ShareKind

    def info(self) -> bytes:
        """The bytes that the share's HPKE binds: label, agency, case, epoch(4), holder, kind(1)."""
        return b"".join(
            (
                _SHARE_INFO,
                _ids(self.agency, self.case),
                _u32(self.epoch),
                _ids(self.holder),
                bytes((int(self.kind),)),
            )
        )


def _share_head(context: ShareContext) -> bytes:
    return _SHARE + bytes((VERSION, SUITE, int(context.kind)))


def seal_share(secret: bytes, holder_public: bytes, context: ShareContext) -> bytes:
    """A share: "PRSS" | version(1) | suite(1) | kind(1) | HPKE of the 96-byte secret."""
    if len(secret) != PRIVATE_BYTES:
        raise ValueError("a share holds 96 bytes")
    return _share_head(context) + hpke_seal(holder_public, secret, context.info())


def open_share(sealed: bytes, holder_private: bytes, context: ShareContext) -> bytes:
    """The 96-byte secret; SealBroken for another holder, case, epoch or kind, and for a dummy."""
    head = _share_head(context)
    if sealed[: len(head)] != head:
        raise SealBroken
    return hpke_open(holder_private, sealed[len(head) :], context.info())


def dummy_share(context: ShareContext) -> bytes:
    """A share that nobody can open and a dump cannot tell from a real one.

    Random bytes would show: an X25519 share has its top bit clear and ML-KEM ciphertexts have
    a shape. So random bytes are sealed to a fresh pair that is thrown away.
    """
    return seal_share(random_bytes(PRIVATE_BYTES), generate_pair().public, context)


@dataclass(frozen=True)
class OfficerSecret:
    """An officer's two private halves: HPKE (96 bytes) and Ed25519 (32 bytes)."""

    pair_private: bytes = field(repr=False)
    signing_seed: bytes = field(repr=False)

    def pack(self) -> bytes:
        """pair private(96) | signing seed(32)."""
        return self.pair_private + self.signing_seed

    @classmethod
    def unpack(cls, packed: bytes) -> "OfficerSecret":
        """The two halves in 128 bytes; SealBroken for any other length."""
        if len(packed) != PRIVATE_BYTES + KEY_BYTES:
            raise SealBroken
        return cls(packed[:PRIVATE_BYTES], packed[PRIVATE_BYTES:])


def _secret_binding(agency: bytes, officer: bytes, way: bytes) -> bytes:
    return _SECRET + bytes((VERSION,)) + _ids(agency, officer) + way


def wrap_officer_secret(
    secret: bytes, key: bytes, *, agency: bytes, officer: bytes, way: bytes
) -> bytes:
    """The secret under a key: "PRSO" | version(1) | AES-256-GCM.

    `way` says what the key came from: passphrase or recovery.
    """
    binding = _secret_binding(agency, officer, way)
    return _SECRET + bytes((VERSION,)) + aead_seal(key, secret, binding)


def unwrap_officer_secret(
    wrapped: bytes, key: bytes, *, agency: bytes, officer: bytes, way: bytes
) -> bytes:
    """The secret of the same officer, wrapped the same way; SealBroken otherwise."""
    head = _SECRET + bytes((VERSION,))
    if wrapped[: len(head)] != head:
        raise SealBroken
    return aead_open(key, wrapped[len(head) :], _secret_binding(agency, officer, way))


@dataclass(frozen=True)
class KeyringEntry:
    """One real key as the agency root signs it; days are proleptic ordinals.

    Recovery keys have 32 zero bytes for a signing key, under which no signature holds.
    """

    agency: bytes
    holder: bytes
    role_bits: int
    hpke_public: bytes
    signing_public: bytes
    valid_from_day: int
    valid_until_day: int

    def statement(self) -> bytes:
        """The signed bytes: label, agency, holder, role bits(4), both publics, both days(4)."""
        if len(self.hpke_public) != PUBLIC_BYTES or len(self.signing_public) != KEY_BYTES:
            raise SealBroken
        return b"".join(
            (
                _KEYRING,
                _ids(self.agency, self.holder),
                _u32(self.role_bits),
                self.hpke_public,
                self.signing_public,
                _u32(self.valid_from_day, self.valid_until_day),
            )
        )


def sign_entry(entry: KeyringEntry, root_seed: bytes) -> bytes:
    """The root's signature over an entry."""
    return sign(root_seed, entry.statement())


def check_entry(entry: KeyringEntry, signature: bytes, root_public: bytes) -> None:
    """Nothing when the root signed this entry; SealBroken otherwise."""
    verify(root_public, entry.statement(), signature)


@dataclass(frozen=True)
class GrantStatement:
    """A share given later, as its giver signs it."""

    agency: bytes
    case: bytes
    epoch: int
    holder: bytes
    kind: int
    share_hash: bytes
    granter: bytes

    def statement(self) -> bytes:
        """The signed bytes: label, agency, case, epoch(4), holder, kind(1), hash, granter."""
        if len(self.share_hash) != HASH_BYTES or self.kind not in tuple(ShareKind):
            raise SealBroken
        return b"".join(
            (
                _GRANT,
                _ids(self.agency, self.case),
                _u32(self.epoch),
                _ids(self.holder),
                bytes((self.kind,)),
                self.share_hash,
                _ids(self.granter),
            )
        )
