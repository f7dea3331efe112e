"""Every raw cipher, key-derivation and random call of the house, and why each is safe.

Nothing else in the project calls `cryptography`, and every refusal of it leaves here as
`SealBroken`.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import AlreadyFinalized, InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.hazmat.primitives.twofactor.totp import TOTP

KEY_BYTES: Final = 32
MLKEM_SEED_BYTES: Final = 64
X25519_BYTES: Final = 32
PRIVATE_BYTES: Final = MLKEM_SEED_BYTES + X25519_BYTES
MLKEM_PUBLIC_BYTES: Final = 1184
PUBLIC_BYTES: Final = MLKEM_PUBLIC_BYTES + X25519_BYTES
SIGNATURE_BYTES: Final = 64
NONCE_BYTES: Final = 12
# ML-KEM-768 ciphertext, X25519 share, AES-GCM tag.
HPKE_OVERHEAD_BYTES: Final = 1088 + 32 + 16
# Salt(24) and key commitment(32), with which every Cobblestone-256 stream begins.
STREAM_HEAD_BYTES: Final = 56
TOTP_STEP_SECONDS: Final = 30
TOTP_DIGITS: Final = 6

# The points of order 1, 2, 4 and 8 by their y, in every encoding: under such a public key a
# signature of zeros holds for about every second message.
_FIELD: Final = 2**255 - 19
_ORDER_8: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER: Final = frozenset((0, 1, _FIELD - 1, _FIELD, _FIELD + 1, _ORDER_8, _FIELD - _ORDER_8))

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


_Form = TypeVar("_Form")


class SealBroken(Exception):
    """What was asked to open does not open. The only refusal of this package: it says no more."""


class ReadyKey(bytes):
    """Key bytes that are unfolded at their first use and stay so: for many uses in one errand.

    Unfolding a private half costs more than opening with it. The unfolded form lives and dies
    with this object, so nobody keeps one longer than the bytes themselves.
    """

    _forms: dict[Callable[[bytes], Any], Any]

    def __new__(cls, key: bytes) -> "ReadyKey":
        """The same bytes; one that is ready already stays itself."""
        if isinstance(key, ReadyKey):
            return key
        ready = super().__new__(cls, key)
        ready._forms = {}
        return ready

    def __repr__(self) -> str:
        return "ReadyKey()"

    def form(self, unfold: Callable[[bytes], _Form]) -> _Form:
        """What `unfold` makes of these bytes, made once."""
        if unfold not in self._forms:
            self._forms[unfold] = unfold(self)
        found: _Form = self._forms[unfold]
        return found


def _form(key: bytes, unfold: Callable[[bytes], _Form]) -> _Form:
    return key.form(unfold) if isinstance(key, ReadyKey) else unfold(key)


def random_bytes(size: int) -> bytes:
    """Fresh bytes from the operating system."""
    return secrets.token_bytes(size)


def random_digits(count: int) -> str:
    """Fresh decimal digits, each equally likely."""
    return "".join(secrets.choice("0123456789") for _ in range(count))


def sha256(*parts: bytes) -> bytes:
    """SHA-256 of the parts joined; callers use fixed lengths, so that parts cannot run together."""
    return hashlib.sha256(b"".join(parts)).digest()


def hmac_sha256(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA-256 over the parts joined."""
    return hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def equal(first: bytes, second: bytes) -> bool:
    """Whether both are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(first, second)


def hkdf(ikm: bytes, *, info: bytes, salt: bytes = b"", length: int = KEY_BYTES) -> bytes:
    """`length` bytes of HKDF-SHA-256; every use has its own `info` label."""
    return HKDF(hashes.SHA256(), length, salt or None, info).derive(ikm)


@dataclass(frozen=True)
class Argon2Cost:
    """What one Argon2id derivation takes."""

    memory_kib: int
    iterations: int
    lanes: int = 1


CODE_COST: Final = Argon2Cost(19 * 1024, 2)
PASSWORD_COST: Final = Argon2Cost(128 * 1024, 3)


def argon2id(
    secret: bytes,
    *,
    salt: bytes,
    cost: Argon2Cost,
    length: int = KEY_BYTES,
    pepper: bytes | None = None,
) -> bytes:
    """`length` bytes of Argon2id; `pepper` is the algorithm's secret input."""
    return Argon2id(
        salt=salt,
        length=length,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
        secret=pepper,
    ).derive(secret)


def aead_seal(key: bytes, plaintext: bytes, associated: bytes) -> bytes:
    """nonce(12) + AES-256-GCM ciphertext + tag(16), bound to `associated`.

    A key seals few messages (a day's tokens at most, far under 2**32), so random nonces do not
    meet.
    """
    nonce = random_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def aead_open(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """What `aead_seal` sealed; SealBroken otherwise."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], associated)
    except (InvalidTag, ValueError):
        raise SealBroken from None


def _halves(private: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(private) != PRIVATE_BYTES:
        raise SealBroken
    return (
        MLKEM768PrivateKey.from_seed_bytes(private[:MLKEM_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(private[MLKEM_SEED_BYTES:]),
    )


def _private(private: bytes) -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(*_form(private, _halves))


def _public(public: bytes) -> MLKEM768X25519PublicKey:
    if len(public) != PUBLIC_BYTES:
        raise SealBroken
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC_BYTES:]),
        )
    except ValueError:
        raise SealBroken from None


def _public_bytes(private: bytes) -> bytes:
    # Each half by itself: the hybrid key would do, and has no raw form.
    key = _form(private, _halves)
    return key[0].public_key().public_bytes_raw() + key[1].public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    """The public half: ML-KEM-768 key(1184) + X25519 key(32); `private` is seed(64) + key(32)."""
    return _form(private, _public_bytes)


def hpke_seal(public: bytes, plaintext: bytes, info: bytes) -> bytes:
    """HPKE (MLKEM768-X25519, HKDF-SHA-256, AES-256-GCM): encapsulated key + ciphertext + tag.

    The API has no associated data: everything a sealed object is bound to stands in `info`.
    SealBroken when these bytes are no public key.
    """
    try:
        return _SUITE.encrypt(plaintext, _form(public, _public), info=info)
    except ValueError:
        raise SealBroken from None


def hpke_open(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """What was sealed to this private half under the same `info`; SealBroken otherwise."""
    try:
        return _SUITE.decrypt(sealed, _form(private, _private), info=info)
    except (InvalidTag, ValueError):
        raise SealBroken from None


def signing_public_of(seed: bytes) -> bytes:
    """The Ed25519 public key, 32 bytes, of a 32-byte seed."""
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(seed: bytes, message: bytes) -> bytes:
    """An Ed25519 signature, 64 bytes."""
    return _form(seed, Ed25519PrivateKey.from_private_bytes).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> None:
    """Nothing when the signature holds; SealBroken otherwise, and for a key of small order.

    OpenSSL takes such keys. The zero bytes that stand for "no signing key" are one of them.
    """
    if int.from_bytes(public, "little") % 2**255 in _SMALL_ORDER:
        raise SealBroken
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise SealBroken from None


def stream_encryptor(key: bytes, context: bytes) -> Cobblestone256Encryptor:
    """A Cobblestone-256 encryptor: streaming, authenticated in chunks, key-committing.

    Its first `update`, even of nothing, gives the 56 bytes of salt and commitment.
    """
    return Cobblestone256Encryptor(key, context)


class StreamDecryptor:
    """Opens a Cobblestone-256 stream; what it gives is whole only when `finalize` has returned."""

    def __init__(self, key: bytes, context: bytes) -> None:
        self._decryptor = Cobblestone256Decryptor(key, context)

    def update(self, sealed: bytes) -> bytes:
        """The next opened bytes; SealBroken when they were changed."""
        try:
            return self._decryptor.update(sealed)
        except (InvalidTag, AlreadyFinalized, ValueError):
            raise SealBroken from None

    def finalize(self) -> bytes:
        """The last opened bytes; SealBroken when the stream was cut, lengthened or refused."""
        try:
            return self._decryptor.finalize()
        except (InvalidTag, AlreadyFinalized, ValueError):
            raise SealBroken from None


def _totp(seed: bytes) -> TOTP:
    # enforce_key_length guards against short keys; ours have 20 bytes, as RFC 4226 asks.
    return TOTP(seed, TOTP_DIGITS, hashes.SHA1(), TOTP_STEP_SECONDS)  # noqa: S303


def totp_code(seed: bytes, at: int) -> str:
    """The six digits (RFC 6238, SHA-1, 30 s) at a moment in seconds since 1970."""
    return _totp(seed).generate(at).decode()


def totp_matches(seed: bytes, digits: str, at: int, last_counter: int) -> int | None:
    """The step whose code this is: now, one before or one after, and later than `last_counter`.

    None when it is none of them. A step is taken once: keep the returned counter.
    """
    if not digits.isascii():
        return None
    counter = at // TOTP_STEP_SECONDS
    found = None
    for step in (counter - 1, counter, counter + 1):
        code = totp_code(seed, step * TOTP_STEP_SECONDS)
        if equal(code.encode(), digits.encode()) and step > last_counter:
            found = step
    return found


def totp_uri(seed: bytes, name: str, issuer: str) -> str:
    """The otpauth address that an authenticator reads from a QR code."""
    return _totp(seed).get_provisioning_uri(name, issuer)
