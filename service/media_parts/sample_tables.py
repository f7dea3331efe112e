"""Where the samples of a track lie, how long each is and when it is shown."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .boxes import Boxes, NotUnderstood, box, number, one

ENTRIES_MOST = 4_000_000
# Sample tables whose entries are of one size, kept as far as they say that they go.
_TABLES = {b"stts": 8, b"ctts": 8, b"stsc": 12, b"stss": 4}


@dataclass(frozen=True)
class Chunk:
    """A run of samples in the old file; their own sizes where these are needed."""

    place: int
    size: int
    samples: tuple[int, ...] = ()


def copied_tables(table: Boxes) -> bytes:
    """Times and sizes, cut where they say that they end."""
    made = b""
    for name, size in _TABLES.items():
        if name in table:
            body = one(table, name)
            kept = 8 + number(body, 4) * size
            if kept > len(body):
                raise NotUnderstood
            made += box(name, body[:kept])
    body = one(table, b"stsz")
    kept = 12 if number(body, 4) else 12 + 4 * number(body, 8)
    return made + box(b"stsz", body[:kept])


def sizes_of(body: bytes) -> tuple[int, list[int]]:
    """The size of every sample, or the sizes one by one."""
    uniform, count = number(body, 4), number(body, 8)
    if uniform:
        return uniform, []
    if count > ENTRIES_MOST or 12 + 4 * count > len(body):
        raise NotUnderstood
    return 0, list(struct.unpack_from(f">{count}I", body, 12))


def chunks_of(table: Boxes, uniform: int, sizes: list[int], *, is_needed: bool) -> list[Chunk]:
    """Place and size of every chunk; the samples' own sizes where they are needed."""
    places = _places(table)
    made, at = [], 0
    for place, count in zip(places, _counts(one(table, b"stsc"), len(places)), strict=True):
        of_chunk = [] if uniform else sizes[at : at + count]
        size = uniform * count if uniform else sum(of_chunk)
        if is_needed and uniform:
            of_chunk = [uniform] * min(count, ENTRIES_MOST)
        made.append(Chunk(place, size, tuple(of_chunk) if is_needed else ()))
        at += count
    if not uniform and at != len(sizes):
        raise NotUnderstood
    return made


def _places(table: Boxes) -> list[int]:
    name, form, size = (b"stco", "I", 4) if b"stco" in table else (b"co64", "Q", 8)
    body = one(table, name)
    count = number(body, 4)
    if count > ENTRIES_MOST or 8 + size * count > len(body):
        raise NotUnderstood
    return list(struct.unpack_from(f">{count}{form}", body, 8))


def _counts(body: bytes, chunks: int) -> Iterator[int]:
    """How many samples each chunk has; the table names only where the number changes."""
    runs = number(body, 4)
    if 8 + 12 * runs > len(body):
        raise NotUnderstood
    rows = [struct.unpack_from(">II", body, 8 + 12 * row) for row in range(runs)]
    if (chunks and not rows) or (rows and rows[0][0] != 1):
        raise NotUnderstood
    for (first, count), (next_first, _) in zip(rows, [*rows[1:], (chunks + 1, 0)], strict=True):
        if not first < next_first <= chunks + 1:
            raise NotUnderstood
        for _ in range(next_first - first):
            yield count
