"""A second, small reader of the formats, written from docs/formats.md alone.

It shares no code with `crypto/`: what both read alike is what the page says. It also seals an
object, for the way back. Whatever does not open is `Refused`.
"""

import base64
import binascii
import hashlib
import hmac
import os
import unicodedata
import zlib
from collections.abc import Sequence

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
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
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
CHUNK = 16 * 1024


class Refused(Exception):
    """It does not open."""


# Building blocks


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def mac(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "sha256")


def hkdf(key: bytes, info: bytes, length: int = 32, salt: bytes = bytes(32)) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def decrypt(aead: AESGCM, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return aead.decrypt(nonce, sealed, bound)
    except (InvalidTag, ValueError):
        raise Refused from None


def gcm(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    return decrypt(AESGCM(key), sealed[:12], sealed[12:], bound)


def private_of_seed(seed: bytes) -> bytes:
    return hkdf(seed, b"prongsai pair/v1", 96)


def public_of(private: bytes) -> bytes:
    mlkem = MLKEM768PrivateKey.from_seed_bytes(private[:64]).public_key()
    x25519 = X25519PrivateKey.from_private_bytes(private[64:]).public_key()
    return mlkem.public_bytes_raw() + x25519.public_bytes_raw()


def hpke_open(private: bytes, sealed: bytes, info: bytes) -> bytes:
    key = MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(private[:64]),
        X25519PrivateKey.from_private_bytes(private[64:]),
    )
    try:
        return SUITE.decrypt(sealed, key, info=info)
    except (InvalidTag, ValueError):
        raise Refused from None


def hpke_seal(public: bytes, plain: bytes, info: bytes) -> bytes:
    key = MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:1184]),
        X25519PublicKey.from_public_bytes(public[1184:]),
    )
    return SUITE.encrypt(plain, key, info=info)


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# Cobblestone-256


def chunk_keys(key: bytes, salt: bytes, context: bytes) -> tuple[AESGCM, int, bytes]:
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00" + salt + context
    derived = HKDFExpand(hashes.SHA512(), 76, info).derive(key)
    return AESGCM(derived[:32]), int.from_bytes(derived[32:44], "big"), derived[44:]


def open_stream(key: bytes, context: bytes, stream: bytes) -> bytes:
    aead, base, commitment = chunk_keys(key, stream[:24], context)
    if stream[24:56] != commitment:
        raise Refused
    chunks, size, plain = stream[56:], CHUNK + 16, b""
    for number in range(len(chunks) // size + 1):
        nonce = (base ^ number).to_bytes(12, "big")
        plain += decrypt(aead, nonce, chunks[number * size :][:size], b"")
    return plain


def seal_stream(key: bytes, context: bytes, plain: bytes) -> bytes:
    salt = os.urandom(24)
    aead, base, commitment = chunk_keys(key, salt, context)
    stream = salt + commitment
    for number in range(len(plain) // CHUNK + 1):
        nonce = (base ^ number).to_bytes(12, "big")
        stream += aead.encrypt(nonce, plain[number * CHUNK :][:CHUNK], b"")
    return stream


# Tracking code


def code_root(code: str, agency: bytes) -> bytes:
    salt = sha(b"code/v1" + agency)[:16]
    argon = Argon2id(salt=salt, length=64, iterations=2, lanes=1, memory_cost=19456)
    return argon.derive(code.encode())


# Sealed object


def object_header(type_: int, place: bytes, publics: Sequence[bytes]) -> bytes:
    """`place` is agency | case | epoch | object."""
    listed = sha(b"".join(sha(public) for public in publics))
    return b"PRSG\x01\x01" + bytes([type_]) + place + listed


def open_object(sealed: bytes, header: bytes, private: bytes, publics: Sequence[bytes]) -> bytes:
    """A text's frame, or a whole file, for one of the recipients."""
    public, start = public_of(private), 92 + len(publics) * 1168
    if public not in publics or sealed[:92] != header + bytes([len(publics)]):
        raise Refused
    body = sealed[start:]
    wrap = sealed[92 + publics.index(public) * 1168 :][:1168]
    info = b"prongsai wrap/v1" + sha(header) + sha(public) + body[:56]
    object_key = hpke_open(private, wrap, info)
    return open_stream(hkdf(object_key, b"prongsai body/v1"), sha(header), body)


def seal_object(framed: bytes, header: bytes, publics: Sequence[bytes]) -> bytes:
    object_key = os.urandom(32)
    body = seal_stream(hkdf(object_key, b"prongsai body/v1"), sha(header), framed)
    infos = (b"prongsai wrap/v1" + sha(header) + sha(one) + body[:56] for one in publics)
    wraps = (hpke_seal(one, object_key, info) for one, info in zip(publics, infos, strict=True))
    return header + bytes([len(publics)]) + b"".join(wraps) + body


def framed_text(framed: bytes) -> bytes:
    return framed[4 : 4 + int.from_bytes(framed[:4], "big")]


def frame(text: bytes, size: int) -> bytes:
    return (u32(len(text)) + text).ljust(size, b"\0")


# Share, officer's secret


def open_share(sealed: bytes, private: bytes, place: bytes) -> bytes:
    """`place` is agency | case | epoch | holder | kind."""
    if sealed[:7] != b"PRSS\x01\x01" + place[-1:]:
        raise Refused
    return hpke_open(private, sealed[7:], b"prongsai share/v1" + place)


def passphrase_key(passphrase: str, salt: bytes, pepper: bytes) -> bytes:
    argon = Argon2id(salt=salt, length=32, iterations=3, lanes=1, memory_cost=131072, secret=pepper)
    return argon.derive(unicodedata.normalize("NFC", passphrase).encode())


def unwrap_secret(
    wrapped: bytes, key: bytes, agency: bytes, officer: bytes, way: str
) -> tuple[bytes, bytes]:
    """HPKE private half, Ed25519 seed."""
    if wrapped[:5] != b"PRSO\x01":
        raise Refused
    secret = gcm(key, wrapped[5:], b"PRSO\x01" + agency + officer + way.encode())
    return secret[:96], secret[96:]


# Signed statements


def keyring_entry(
    agency: bytes,
    holder: bytes,
    role_bits: int,
    public: bytes,
    signing_public: bytes,
    from_day: int,
    until_day: int,
) -> bytes:
    ids = b"prongsai keyring/v1" + agency + holder + u32(role_bits)
    return ids + public + signing_public + u32(from_day) + u32(until_day)


def grant(place: bytes, share: bytes, granter: bytes) -> bytes:
    """`place` is agency | case | epoch | holder | kind."""
    return b"prongsai grant/v1" + place + sha(share) + granter


# Manifest, event, leaf


def manifest(publics: Sequence[bytes], parts: Sequence[tuple[int, bytes, bytes]]) -> bytes:
    """`parts` are type, object id, sealed bytes."""
    listed = (bytes([type_]) + object_id + sha(sealed) for type_, object_id, sealed in parts)
    return b"PRSM\x01" + b"".join(publics) + bytes([len(parts)]) + b"".join(listed)


def event(
    handle: bytes, seq: int, prev: bytes, kind: int, day: int, role: int, body_hash: bytes
) -> bytes:
    link = b"\x01" + handle + u32(seq) + prev
    return link + kind.to_bytes(2, "big") + u32(day) + bytes([role]) + body_hash


def prev_of(event_before: bytes) -> bytes:
    return sha(b"prongsai event/v1" + event_before)


def leaf(batch_day: int, salt: bytes, packed: bytes) -> bytes:
    return sha(b"prongsai leaf/v1" + u32(batch_day) + sha(salt + packed))


def received_event(root: bytes, day: int) -> tuple[bytes, bytes]:
    """The event and the salt that a code alone restates."""
    derived = hkdf(root, b"ledger/v1", 48)
    return event(derived[:16], 0, bytes(32), 1, day, 0, bytes(32)), derived[16:]


# Sealed for a day


def _labelled(label: bytes, purpose: bytes, day: bytes) -> bytes:
    return label + bytes([len(purpose)]) + purpose + day


def open_for_day(sealed: bytes, pepper: bytes, purpose: bytes, binding: bytes) -> bytes:
    head, day = sealed[:9], sealed[5:9]
    if head[:5] != b"PRSD\x01":
        raise Refused
    key = hkdf(pepper, _labelled(b"prongsai day seal/v1", purpose, day))
    return gcm(key, sealed[9:], head + binding)


def open_draft(written: str, pepper: bytes, purpose: bytes, binding: bytes) -> bytes:
    try:
        sealed = base64.b64decode(written, altchars=b"-_", validate=True)
    except binascii.Error:
        raise Refused from None
    return zlib.decompress(framed_text(open_for_day(sealed, pepper, purpose, binding)))


def form_token(pepper: bytes, day: int, purpose: bytes, binding: bytes) -> str:
    key = hkdf(pepper, _labelled(b"prongsai day token/v1", purpose, u32(day)))
    return base64.urlsafe_b64encode(mac(key, binding)).decode().rstrip("=")


# Paper, key file


def from_paper(digits: str) -> bytes:
    plain = digits.replace(" ", "")
    return b"".join(int(half).to_bytes(16, "big") for half in (plain[:39], plain[40:79]))


def key_file_lines(text: str) -> list[tuple[bytes, ...]]:
    """The peppers (one value each) and roots (agency, key), the check done."""
    title, *lines, check = text.splitlines(keepends=True)
    if title != "prongsai key file 1\n":
        raise Refused
    if check != f"check {sha((title + ''.join(lines)).encode()).hex()}\n":
        raise Refused
    return [tuple(bytes.fromhex(value) for value in line.split()[1:]) for line in lines]
