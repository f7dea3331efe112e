"""A film or a sound of the MP4 family made anew.

Nothing is taken away from the old file: a new one is made of picture and sound tracks alone, of
known boxes with known fields, and of those bytes that the tables of these tracks point to.
Places, times, names, makers, texts and other tracks thus have no way across.
"""

import struct
from collections.abc import Iterator

from .boxes import NotUnderstood, box, number, one, read_boxes
from .picture_notes import without_notes
from .sample_tables import Chunk
from .track import Track, read_track, times

TRACKS_MOST = 16
_BRANDS = {
    b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"qt  ", b"M4A ",
    b"M4V ", b"M4B ", b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3g2a", b"MSNV", b"mmp4", b"dash",
}  # fmt: skip


def rebuilt(original: bytes) -> Iterator[bytes]:
    """The new file, in pieces."""
    boxes = read_boxes(original)
    movie = read_boxes(one(boxes, b"moov"))
    traks = movie.get(b"trak", [])
    if b"moof" in boxes or b"mvex" in movie or len(traks) > TRACKS_MOST:
        raise NotUnderstood
    tracks = _known([read_track(trak) for trak in traks])
    order = _in_order(tracks, len(original))
    whole = sum(chunk.size for chunk, _, _ in order)
    kind = box(b"ftyp", _brands(one(boxes, b"ftyp")))
    head = _movie_head(one(movie, b"mvhd"), len(tracks))
    places = [[0] * len(track.chunks) for track in tracks]
    begin = len(kind) + len(_movie(head, tracks, places)) + 8
    for chunk, at, index in order:
        places[at][index] = begin
        begin += chunk.size
    yield kind + _movie(head, tracks, places) + (whole + 8).to_bytes(4, "big") + b"mdat"
    for chunk, at, _ in order:
        piece = original[chunk.place : chunk.place + chunk.size]
        yield without_notes(piece, tracks[at].nals, chunk)


def _in_order(tracks: list[Track], size: int) -> list[tuple[Chunk, int, int]]:
    """Every chunk with its track's and its own number, as they lie in the old file."""
    order = [
        (chunk, at, index)
        for at, track in enumerate(tracks)
        for index, chunk in enumerate(track.chunks)
    ]
    order.sort(key=lambda one: one[0].place)
    is_within = all(chunk.place + chunk.size <= size for chunk, _, _ in order)
    if not is_within or sum(chunk.size for chunk, _, _ in order) > size:
        raise NotUnderstood
    return order


def _known(tracks: "list[Track | bytes | None]") -> list[Track]:
    """The tracks that are known; each kind that was there must still be there."""
    kept = [track for track in tracks if isinstance(track, Track)]
    kinds = {track.kind for track in kept}
    if not kept or any(isinstance(lost, bytes) and lost not in kinds for lost in tracks):
        raise NotUnderstood
    return kept


def _brands(body: bytes) -> bytes:
    """The known brands; the version beside the first says which program wrote the file."""
    brands = [body[place : place + 4] for place in (0, *range(8, len(body) - 3, 4))]
    kept = list(dict.fromkeys(brand for brand in brands if brand in _BRANDS))
    if not kept:
        raise NotUnderstood
    return kept[0] + bytes(4) + b"".join(kept)


def _movie(head: bytes, tracks: list[Track], places: list[list[int]]) -> bytes:
    together = enumerate(zip(tracks, places, strict=True), 1)
    return box(b"moov", head, *(_new_track(n, track, where) for n, (track, where) in together))


def _new_track(mark: int, track: Track, places: list[int]) -> bytes:
    is_seen = track.kind == b"vide"
    drawn = box(b"vmhd", b"\0\0\0\1", bytes(8)) if is_seen else box(b"smhd", bytes(8))
    here = box(b"dinf", box(b"dref", bytes(7) + b"\1", box(b"url ", b"\0\0\0\1")))
    offsets = box(b"stco", struct.pack(f">II{len(places)}I", 0, len(places), *places))
    inner = box(b"minf", drawn, here, box(b"stbl", track.tables, offsets))
    head = track.head[:12] + mark.to_bytes(4, "big") + track.head[16:]
    media = box(b"mdia", track.media_head, inner)
    return box(b"trak", box(b"tkhd", head), track.edits, media)


def _movie_head(body: bytes, tracks: int) -> bytes:
    """How long it runs, how fast and how loud, which way up; no day."""
    scale, lasting, at = times(body)
    turned = number(body, at + 16, 36).to_bytes(36, "big")
    return box(
        b"mvhd", bytes(12), struct.pack(">II", scale, lasting), body[at : at + 6], bytes(10),
        turned, bytes(24), struct.pack(">I", tracks + 1),
    )  # fmt: skip
