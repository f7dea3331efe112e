"""The second reader of a handed code: written from docs/formats.md alone, as `second_reader`."""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.crypto.second_reader import Refused, hkdf, hpke_open, sha


def seed(mac_key: bytes) -> bytes:
    return hkdf(mac_key, b"prongsai handed code/v1")


def verifier(mac_key: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed(mac_key)).public_key().public_bytes_raw()


def handed(ids: bytes, key: bytes) -> bytes:
    """`ids` are agency | case."""
    return sha(b"prongsai code handed/v1" + ids + key)


def open_before(sealed: bytes, private: bytes, mac_key: bytes, ids: bytes) -> tuple[bytes, ...]:
    """KR private, MAC key, handle, leaf salt; `ids` are agency | case."""
    body, mac = sealed[:-32], sealed[-32:]
    stated = hmac.new(mac_key, b"prongsai code before/v1" + ids + body, hashlib.sha256).digest()
    if len(sealed) != 1350 or body[:6] != b"PRSB\x01\x01" or mac != stated:
        raise Refused
    plain = hpke_open(private, body[6:], b"PRSB" + ids)
    return plain[:96], plain[96:128], plain[128:144], plain[144:]


def replaced(ids: bytes, old: bytes, new: bytes, sealed: bytes) -> bytes:
    """`ids` are agency | case; `old` and `new` KR publics."""
    return b"prongsai code replaced/v1" + ids + sha(old) + sha(new) + sha(sealed)
