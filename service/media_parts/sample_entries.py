"""How the samples of a track are encoded: what a decoder must be told, and nothing beside it."""

import struct

from .boxes import NotUnderstood, box, number, read_boxes

PICTURES = {
    b"avc1", b"avc3", b"hvc1", b"hev1", b"mp4v", b"s263", b"h263", b"av01", b"vp09", b"jpeg",
}  # fmt: skip
SOUNDS = {
    b"mp4a", b"samr", b"sawb", b"alac", b"lpcm", b"sowt", b"twos", b"ulaw", b"alaw", b"ac-3",
    b"ec-3", b"Opus", b"in24", b"fl32",
}  # fmt: skip
# What a decoder must be told, in boxes of its own within a description.
_TOLD = {
    b"avcC", b"hvcC", b"esds", b"av1C", b"vpcC", b"dOps", b"dac3", b"dec3", b"d263", b"damr",
    b"colr", b"pasp", b"fiel", b"btrt", b"wave", b"chan", b"frma", b"alac", b"mp4a",
}  # fmt: skip
_TOLD_BYTES_MOST = 8192


def entries_of(body: bytes) -> list[tuple[bytes, bytes]]:
    """The descriptions of how samples are encoded: name and body."""
    found = [(name, each) for name, bodies in read_boxes(body[8:]).items() for each in bodies]
    if not found or len(found) != number(body, 4) or len({name for name, _ in found}) > 1:
        raise NotUnderstood
    return found


def described(entries: list[tuple[bytes, bytes]], kind: bytes) -> bytes:
    """The new box of descriptions."""
    describe = _picture_entry if kind == b"vide" else _sound_entry
    told = (box(name, describe(body)) for name, body in entries)
    return box(b"stsd", struct.pack(">II", 0, len(entries)), *told)


def _picture_entry(body: bytes) -> bytes:
    """Width, height, depth and what the decoder must be told; no name of an encoder."""
    number(body, 0, 78)
    if body[76:78] == b"\0\0":  # a table of colours would follow
        raise NotUnderstood
    fixed = bytes(7) + b"\1" + bytes(16) + body[24:36] + bytes(4) + body[40:42] + bytes(32)
    return fixed + body[74:78] + _told(body[78:])


def _sound_entry(body: bytes) -> bytes:
    """Channels, rate and what the decoder must be told."""
    version = number(body, 8, 2)
    if version > 2:
        raise NotUnderstood
    end = 28 + (0, 16, 36)[version]
    number(body, 0, end)
    return bytes(7) + b"\1" + body[8:10] + bytes(6) + body[16:end] + _told(body[end:])


def _told(body: bytes) -> bytes:
    """The boxes of a description that a decoder needs, in their order."""
    made = b""
    for name, bodies in read_boxes(body).items():
        if name not in _TOLD or len(bodies) != 1 or len(bodies[0]) > _TOLD_BYTES_MOST:
            continue
        made += _told_box(name, bodies[0])
    return made


def _told_box(name: bytes, body: bytes) -> bytes:
    if name == b"wave":
        return box(name, _told(body), box(bytes(4)))
    if name == b"colr":  # four numbers; a profile would name its maker
        return box(name, body[:11]) if body[:4] in (b"nclx", b"nclc") else b""
    if name == b"hvcC":
        return box(name, _without_note_arrays(body))
    if name in (b"d263", b"damr"):  # they begin with the maker's mark
        return box(name, bytes(4), body[4:])
    return box(name, body)


def _without_note_arrays(body: bytes) -> bytes:
    """What an HEVC decoder is told, without messages (ISO/IEC 14496-15, 8.3.3)."""
    kept, place = [], 23
    for _ in range(number(body, 22, 1)):
        begin, kind = place, number(body, place, 1) & 0x3F
        count, place = number(body, place + 1, 2), place + 3
        for _ in range(count):
            place += 2 + number(body, place, 2)
        if kind not in (39, 40):
            kept.append(body[begin:place])
    return body[:22] + bytes((len(kept),)) + b"".join(kept)
