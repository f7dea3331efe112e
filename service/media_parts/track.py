"""One track of a film, as far as it is known."""

import struct
from dataclasses import dataclass

from .boxes import Boxes, NotUnderstood, box, number, one, read_boxes
from .picture_notes import Nals, nals_of
from .sample_entries import PICTURES, SOUNDS, described, entries_of
from .sample_tables import Chunk, chunks_of, copied_tables, sizes_of

_PLAIN_SOUNDS = {b"sowt", b"twos", b"lpcm", b"in24", b"fl32"}


@dataclass
class Track:
    """A track as far as it is known: its new boxes, and the pieces of the file that are its own."""

    kind: bytes
    head: bytes
    edits: bytes
    media_head: bytes
    tables: bytes
    chunks: list[Chunk]
    nals: Nals | None


def read_track(body: bytes) -> "Track | bytes | None":
    """A track; its kind when it is sound or picture of an unknown format; None for all others."""
    boxes = read_boxes(body)
    media = read_boxes(one(boxes, b"mdia"))
    kind = one(media, b"hdlr")[8:12]
    if kind not in (b"vide", b"soun"):
        return None
    inner = read_boxes(one(media, b"minf"))
    table = read_boxes(one(inner, b"stbl"))
    entries = entries_of(one(table, b"stsd"))
    if not all(name in (PICTURES if kind == b"vide" else SOUNDS) for name, _ in entries):
        return kind
    uniform, sizes = sizes_of(one(table, b"stsz"))
    if uniform == 1 and entries[0][0] in _PLAIN_SOUNDS:
        raise NotUnderstood  # QuickTime counts these in another unit
    nals = nals_of(entries)
    chunks = chunks_of(table, uniform, sizes, is_needed=nals is not None)
    return Track(
        kind,
        _track_head(one(boxes, b"tkhd")),
        _edits(boxes),
        _media_head(media, kind),
        described(entries, kind) + copied_tables(table),
        chunks,
        nals,
    )


def _track_head(body: bytes) -> bytes:
    """Flags, how long, layer, loudness, turn and size; the track's number is put in later."""
    if body[:1] == b"\1":
        lasting, at = number(body, 28, 8), 36
    else:
        lasting, at = number(body, 20), 24
    rest = number(body, at + 8, 52).to_bytes(52, "big")
    times = struct.pack(">IIIII", 0, 0, 0, 0, min(lasting, 0xFFFFFFFF))
    return b"\0" + body[1:4] + times + bytes(8) + rest


def times(body: bytes) -> tuple[int, int, int]:
    """Units a second, how many of them it lasts, and where the next field stands."""
    if body[:1] == b"\1":
        scale, lasting, at = number(body, 20), number(body, 24, 8), 32
    else:
        scale, lasting, at = number(body, 12), number(body, 16), 20
    return scale, min(lasting, 0xFFFFFFFF), at


def _edits(boxes: Boxes) -> bytes:
    """Which part of the track is played, when the file says so."""
    if b"edts" not in boxes:
        return b""
    body = one(read_boxes(one(boxes, b"edts")), b"elst")
    size = 20 if body[:1] == b"\1" else 12
    kept = 8 + number(body, 4) * size
    number(body, 0, min(kept, 1 << 20))
    return box(b"edts", box(b"elst", body[:kept]))


def _media_head(media: Boxes, kind: bytes) -> bytes:
    """Its own clock, no language, and its kind without the name of a maker."""
    scale, lasting, _ = times(one(media, b"mdhd"))
    old = one(media, b"hdlr")[4:8]
    said = old if old == b"mhlr" else bytes(4)
    return box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, scale, lasting, 0x55C4, 0)) + box(
        b"hdlr", bytes(4), said, kind, bytes(12), b"\0"
    )
