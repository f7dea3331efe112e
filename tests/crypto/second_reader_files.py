"""The second reader of the files that pass between installations, from docs/formats.md alone."""

import unicodedata

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tests.crypto.second_reader import Refused, gcm, sha

# Authority's private file


def open_authority(sealed: bytes, passphrase: str) -> list[bytes]:
    """Agency, root's seed, then id and seed of each of the three keys."""
    head = sealed[:21]
    if head[:5] != b"PRSA\x01":
        raise Refused
    argon = Argon2id(salt=head[5:], length=32, iterations=3, lanes=1, memory_cost=131072)
    key = argon.derive(unicodedata.normalize("NFC", passphrase).encode())
    secret, parts = gcm(key, sealed[21:], head), []
    for size in (16, 32) * 4:
        parts.append(secret[:size])
        secret = secret[size:]
    return parts


# Authority's public file


def authority_card(text: str) -> list[tuple[str, ...]]:
    """The words of every line but the first and the last, the check done."""
    *lines, check = text.splitlines(keepends=True)
    if lines[0] != "prongsai authority 1\n":
        raise Refused
    if check != f"check {sha(''.join(lines).encode()).hex()}\n":
        raise Refused
    return [tuple(line.split()) for line in lines[1:]]


# Record file


def open_records(written: bytes) -> tuple[bytes, list[tuple[int, list[bytes]]]]:
    """The agency, and every record's tag and fields; the end checked."""
    if written[:5] != b"PRSX\x01":
        raise Refused
    records, at = [], 21
    while True:
        before, tag, count = at, written[at], written[at + 1]
        fields, at = [], at + 2
        for _ in range(count):
            length = int.from_bytes(written[at : at + 4], "big")
            fields.append(written[at + 4 : at + 4 + length])
            at += 4 + length
        if tag == 0:
            break
        records.append((tag, fields))
    if fields != [sha(written[:before])] or at != len(written):
        raise Refused
    return written[5:21], records
