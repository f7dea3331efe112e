"""Every raw cipher, key-derivation and random call of the house, and why each is safe.

Nothing else in the project calls `cryptography` but this module and the two streams in
`envelope` and `file_stream`, which take their encryptors from here.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidSignature, InvalidTag
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
# Salt and key commitment, with which every Cobblestone-256 stream begins.
STREAM_HEAD_BYTES: Final = 56
TOTP_STEP_SECONDS: Final = 30
TOTP_DIGITS: Final = 6

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class SealBroken(Exception):
    """What was asked to open does not open. The only refusal of this package: it says no more."""


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


def _private(private: bytes) -> MLKEM768X25519PrivateKey:
    if len(private) != PRIVATE_BYTES:
        raise SealBroken
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(private[:MLKEM_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(private[MLKEM_SEED_BYTES:]),
    )


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


def public_of(private: bytes) -> bytes:
    """The public half: ML-KEM-768 key(1184) + X25519 key(32); `private` is seed(64) + key(32)."""
    mlkem = MLKEM768PrivateKey.from_seed_bytes(private[:MLKEM_SEED_BYTES]).public_key()
    x25519 = X25519PrivateKey.from_private_bytes(private[MLKEM_SEED_BYTES:]).public_key()
    return mlkem.public_bytes_raw() + x25519.public_bytes_raw()


def hpke_seal(public: bytes, plaintext: bytes, info: bytes) -> bytes:
    """HPKE (MLKEM768-X25519, HKDF-SHA-256, AES-256-GCM): encapsulated key + ciphertext + tag.

    The API has no associated data: everything a sealed object is bound to stands in `info`.
    """
    return _SUITE.encrypt(plaintext, _public(public), info=info)


def hpke_open(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """What was sealed to this private half under the same `info`; SealBroken otherwise."""
    try:
        return _SUITE.decrypt(sealed, _private(private), info=info)
    except (InvalidTag, ValueError):
        raise SealBroken from None


def signing_public_of(seed: bytes) -> bytes:
    """The Ed25519 public key, 32 bytes, of a 32-byte seed."""
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(seed: bytes, message: bytes) -> bytes:
    """An Ed25519 signature, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> None:
    """Nothing when the signature holds; SealBroken otherwise."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise SealBroken from None


def stream_encryptor(key: bytes, context: bytes) -> Cobblestone256Encryptor:
    """A Cobblestone-256 encryptor: streaming, authenticated in chunks, key-committing.

    Its first `update`, even of nothing, gives the 56 bytes of salt and commitment.
    """
    return Cobblestone256Encryptor(key, context)


def stream_decryptor(key: bytes, context: bytes) -> Cobblestone256Decryptor:
    """The decryptor; it raises InvalidTag, which callers turn into SealBroken."""
    return Cobblestone256Decryptor(key, context)


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
