"""Colour profiles without their words, days and makers (ICC.1:2022, 7.2 and 9.2)."""

import struct

from .verdicts import Unsure

_HEADER_BYTES = 128
_TAGS_MOST = 64
_KEPT = frozenset(
    (b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"chad", b"gamt",
     b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"D2B0", b"B2D0", b"cicp")
)  # fmt: skip
# A reader may ask for a name and a copyright: these are everybody's.
_NAME = b"desc\0\0\0\0\0\0\0\2-\0" + bytes(78)
_RIGHTS = b"text\0\0\0\0-\0"
# When it was made, its maker, model and creator, and a hash over all of it.
_BLANKED = ((24, 36), (48, 56), (80, 100))


def plain_profile(original: bytes) -> bytes:
    """The same transformations of colour and nothing else; Unsure for what is no profile."""
    if len(original) < _HEADER_BYTES + 4 or original[36:40] != b"acsp":
        raise Unsure
    count = int.from_bytes(original[128:132], "big")
    if count > _TAGS_MOST or len(original) < _HEADER_BYTES + 4 + 12 * count:
        raise Unsure
    tags = [(b"desc", _NAME), (b"cprt", _RIGHTS)]
    for number in range(count):
        name, start, size = struct.unpack_from(">4sII", original, 132 + 12 * number)
        if name in _KEPT:
            tags.append((name, original[start : start + size]))
    return _written(original[:_HEADER_BYTES], tags)


def _written(header: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    table = struct.pack(">I", len(tags))
    place = _HEADER_BYTES + 4 + 12 * len(tags)
    bodies = b""
    for name, body in tags:
        padded = body + bytes(-len(body) % 4)
        table += struct.pack(">4sII", name, place + len(bodies), len(body))
        bodies += padded
    fresh = bytearray(header + table + bodies)
    for start, end in _BLANKED:
        fresh[start:end] = bytes(end - start)
    fresh[:4] = len(fresh).to_bytes(4, "big")
    return bytes(fresh)
