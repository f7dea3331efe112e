"""The second reader's other half: what officers sign beside events, and the small seals.

Written from docs/formats.md alone, as `second_reader`; ids stand joined where they are joined.
"""

from tests.crypto.second_reader import Refused, gcm, hkdf, hpke_open, sha, u32

# Signed statements


def epoch(case: bytes, number: int, before: bytes, public: bytes, maker: bytes) -> bytes:
    """`case` is agency | case."""
    return b"prongsai epoch/v1" + case + u32(number) + before + public + maker


def release(ids: bytes, public: bytes, reason_hash: bytes, until_day: int) -> bytes:
    """`ids` are agency | case | release | asker."""
    return b"prongsai release/v1" + ids + public + reason_hash + u32(until_day)


def half(ids: bytes, kind: int, custodian: bytes, sealed: bytes) -> bytes:
    """`ids` are agency | case | release."""
    return b"prongsai release half/v1" + ids + bytes([kind]) + custodian + sha(sealed)


def refusal(ids: bytes, kind: int, custodian: bytes, sealed_reason: bytes) -> bytes:
    """`ids` are agency | case | release."""
    label = b"prongsai release refusal/v1"
    return label + ids + bytes([kind]) + custodian + sha(sealed_reason)


def permit(ids: bytes, kind: int, permitter: bytes) -> bytes:
    """`ids` are agency | case | holder."""
    return b"prongsai custodian permit/v1" + ids + bytes([kind]) + permitter


def succession(ids: bytes, generation: int, before: bytes, after: bytes, day: int) -> bytes:
    """`ids` are agency | holder; `before` and `after` each public half | Ed25519 public."""
    return b"prongsai key succession/v1" + ids + u32(generation) + before + after + u32(day)


def countersignature(signer: bytes, entry: bytes) -> bytes:
    return b"prongsai countersignature/v1" + signer + entry


def two_persons(ids: bytes, kind: int, signer: bytes, hashes: bytes, until_day: int) -> bytes:
    """`ids` are agency | request; `hashes` of the cases and of the reason."""
    return b"prongsai two persons/v1" + ids + bytes([kind]) + signer + hashes + u32(until_day)


# Small seals


def open_link(sealed: bytes, private: bytes, case: bytes, number: int) -> bytes:
    """`case` is agency | case."""
    if sealed[:6] != b"PRSL\x01\x01":
        raise Refused
    return hpke_open(private, sealed[6:], b"PRSL" + case + u32(number))


def open_one_time(sealed: bytes, private: bytes, ids: bytes) -> bytes:
    """`ids` are agency | case | release | asker."""
    if sealed[:6] != b"PRST\x01\x01":
        raise Refused
    return hpke_open(private, sealed[6:], b"PRST" + ids)


def open_half(sealed: bytes, private: bytes, ids: bytes, kind: int) -> bytes:
    """`ids` are agency | case | release."""
    if sealed[:7] != b"PRSR\x01\x01" + bytes([kind]):
        raise Refused
    return hpke_open(private, sealed[7:], b"PRSR" + ids + bytes([kind]))


def open_previous(sealed: bytes, private: bytes, officer: bytes) -> tuple[bytes, bytes]:
    """HPKE private half, Ed25519 seed."""
    label = b"prongsai previous keys/v1"
    secret = gcm(hkdf(private, label), sealed, label + officer)
    return secret[:96], secret[96:]


# Recovery paper, fingerprint


def recovery_signing_seed(seed: bytes) -> bytes:
    return hkdf(seed, b"prongsai recovery signing/v1")


def fingerprint(public: bytes, signing_public: bytes) -> str:
    digest = sha(b"prongsai fingerprint/v1" + public + signing_public)
    return f"{int.from_bytes(digest[:16], 'big') % 10**20:020}"
