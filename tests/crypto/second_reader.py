"""A second, small reader of the formats, written from docs/formats.md alone.

It shares no code with `crypto/`: what both read alike is what the page says.
"""

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
CHUNK = 16 * 1024 + 16


class Refused(Exception):
    """It does not open."""


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def hkdf(key: bytes, info: bytes, length: int = 32, salt: bytes = bytes(32)) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def hpke(private: bytes, sealed: bytes, info: bytes) -> bytes:
    key = MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(private[:64]),
        X25519PrivateKey.from_private_bytes(private[64:]),
    )
    return SUITE.decrypt(sealed, key, info=info)


def cobblestone(key: bytes, context: bytes, stream: bytes) -> bytes:
    """C2SP chunked-encryption@v1: salt(24), commitment(32), chunks of 16 KiB, a short last one."""
    salt, commitment, rest = stream[:24], stream[24:56], stream[56:]
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00" + salt + context
    derived = HKDFExpand(hashes.SHA512(), 32 + 12 + 32, info).derive(key)
    if derived[44:] != commitment:
        raise Refused
    aead, base = AESGCM(derived[:32]), int.from_bytes(derived[32:44], "big")
    plain = b""
    for number in range(len(rest) // CHUNK + 1):
        chunk = rest[number * CHUNK : (number + 1) * CHUNK]
        plain += aead.decrypt((base ^ number).to_bytes(12, "big"), chunk, b"")
    return plain


def open_object(sealed: bytes, private: bytes, at: int, publics: list[bytes]) -> bytes:
    """The framed text of an object whose recipient number `at` holds `private`."""
    header, count = sealed[:91], sealed[91]
    if header[:6] != b"PRSG\x01\x01" or count != len(publics):
        raise Refused
    if header[59:] != sha(b"".join(sha(public) for public in publics)):
        raise Refused
    body = sealed[92 + count * 1168 :]
    wrap = sealed[92 + at * 1168 :][:1168]
    info = b"prongsai wrap/v1" + sha(header) + sha(publics[at]) + body[:56]
    object_key = hpke(private, wrap, info)
    framed = cobblestone(hkdf(object_key, b"prongsai body/v1"), sha(header), body)
    return framed[4 : 4 + int.from_bytes(framed[:4], "big")]


def open_share(sealed: bytes, private: bytes, place: bytes) -> bytes:
    """`place` is agency | case | epoch | holder | kind."""
    return hpke(private, sealed[7:], b"prongsai share/v1" + place)


def code_root(code: str, agency: bytes) -> bytes:
    salt = sha(b"code/v1" + agency)[:16]
    return Argon2id(salt=salt, length=64, iterations=2, lanes=1, memory_cost=19456).derive(
        code.encode()
    )


def received_leaf(root: bytes, day: int, batch_day: int) -> bytes:
    """The leaf that a code alone restates."""
    derived = hkdf(root, b"ledger/v1", 48)
    event = (
        b"\x01"
        + derived[:16]
        + bytes(4)
        + bytes(32)
        + b"\x00\x01"
        + day.to_bytes(4, "big")
        + b"\x00"
        + bytes(32)
    )
    return sha(b"prongsai leaf/v1" + batch_day.to_bytes(4, "big") + sha(derived[16:] + event))


def open_for_day(sealed: bytes, pepper: bytes, purpose: bytes, binding: bytes) -> bytes:
    head, day = sealed[:9], sealed[5:9]
    key = hkdf(pepper, b"prongsai day seal/v1" + bytes([len(purpose)]) + purpose + day)
    return AESGCM(key).decrypt(sealed[9:21], sealed[21:], head + binding)


def from_paper(digits: str) -> bytes:
    plain = digits.replace(" ", "")
    halves = (plain[:39], plain[40:79])
    return b"".join(int(half).to_bytes(16, "big") for half in halves)
