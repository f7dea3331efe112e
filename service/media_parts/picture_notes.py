"""Messages that stand between the pictures of a film, filled over with every length as it was.

Cameras write the place into them, and encoders their settings.
"""

from typing import NamedTuple

from .boxes import NotUnderstood, number, one, read_boxes
from .sample_tables import Chunk

# Units that carry messages (SEI) and units that fill: ITU-T H.264 table 7-1, H.265 table 7-1.
_AVC_NOTE, _HEVC_NOTES = 6, (39, 40)
_AVC_FILLS, _HEVC_FILLS = b"\x0c", b"\x4c\x01"


class Nals(NamedTuple):
    """How the units of a picture lie: bytes of the length before each, and by which standard."""

    length_bytes: int
    is_hevc: bool


def nals_of(entries: list[tuple[bytes, bytes]]) -> Nals | None:
    """How the pictures are cut into units, where they may carry notes beside them."""
    name, body = entries[0]
    if name not in (b"avc1", b"avc3", b"hvc1", b"hev1"):
        return None
    boxes = read_boxes(body[78:])
    is_hevc = name in (b"hvc1", b"hev1")
    told = one(boxes, b"hvcC" if is_hevc else b"avcC")
    return Nals((number(told, 21 if is_hevc else 4, 1) & 3) + 1, is_hevc)


def without_notes(piece: bytes, nals: Nals | None, chunk: Chunk) -> bytes:
    """The piece, the messages between its pictures filled over."""
    if nals is None:
        return piece
    made, place = bytearray(piece), 0
    for size in chunk.samples:
        end = place + size
        while place + nals.length_bytes < end:
            begin = place + nals.length_bytes
            place = begin + int.from_bytes(made[place:begin], "big")
            if place > end:
                raise NotUnderstood
            _fill_over(made, begin, place, is_hevc=nals.is_hevc)
        place = end
    return bytes(made)


def _fill_over(made: bytearray, begin: int, end: int, *, is_hevc: bool) -> None:
    size = end - begin
    first = made[begin] if size else 0
    is_note = (first >> 1 & 0x3F) in _HEVC_NOTES if is_hevc else first & 0x1F == _AVC_NOTE
    fills = _HEVC_FILLS if is_hevc else _AVC_FILLS
    if is_note and size > len(fills):
        made[begin:end] = fills + b"\xff" * (size - len(fills) - 1) + b"\x80"
