"""Opus or Vorbis in OGG without comments: RFC 3533, RFC 7845; Vorbis I, section 5."""

import struct
import zlib
from collections.abc import Iterator

from .boxes import NotUnderstood

# OGG: RFC 3533; Opus in it: RFC 7845; Vorbis: its own specification, section 5.
_FLIPPED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_LACES_MOST = 255


def ogg(original: bytes) -> Iterator[bytes]:
    """One stream of Opus or Vorbis, its comments empty, its pages numbered and checked anew."""
    pages = _ogg_pages(original)
    first = next(pages)[2]
    headers = _ogg_headers(first)
    packets, held = [first], b""
    while len(packets) < headers:
        _, laces, body = next(pages)
        at = 0
        for lace in laces:
            held += body[at : at + lace]
            at += lace
            if lace < 255:
                packets.append(held)
                held = b""
    if held or len(packets) != headers:
        raise NotUnderstood
    packets[1] = _no_comments(first)
    yield _ogg_page(2, 0, 0, bytes((len(first),)), first)
    number = 1
    for laces, body, is_more in _paged(packets[1:]):
        yield _ogg_page(1 if is_more else 0, 0, number, laces, body)
        number += 1
    for head, laces, body in pages:
        granule = int.from_bytes(head[6:14], "little")
        yield _ogg_page(head[5] & 5, granule, number, laces, body)
        number += 1


def _ogg_pages(original: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Head, laces and body of every page; they follow one another and are of one stream."""
    place, serial = 0, original[14:18]
    while place < len(original):
        head = original[place : place + 27]
        if len(head) < 27 or head[:5] != b"OggS\0" or head[14:18] != serial:
            raise NotUnderstood
        if bool(head[5] & 2) != (place == 0):  # another stream would begin here
            raise NotUnderstood
        laces = original[place + 27 : place + 27 + head[26]]
        begin = place + 27 + head[26]
        place = begin + sum(laces)
        if place > len(original):
            return  # cut on its way; what came before is whole
        yield head, laces, original[begin:place]


def _ogg_headers(first: bytes) -> int:
    """How many packets stand before the sound; NotUnderstood for what is neither."""
    if first[:8] == b"OpusHead" and len(first) in (19, 21 + first[9]):
        return 2
    if first[:7] == b"\x01vorbis" and len(first) == 30:
        return 3
    raise NotUnderstood


def _no_comments(first: bytes) -> bytes:
    if first[:8] == b"OpusHead":
        return b"OpusTags" + bytes(8)
    return b"\x03vorbis" + bytes(8) + b"\x01"


def _paged(packets: list[bytes]) -> Iterator[tuple[bytes, bytes, bool]]:
    """Laces and bodies of pages that hold these packets; the last says it goes on from before."""
    laces, goes_on = bytearray(), False
    for packet in packets:
        laces += b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,))
    body, at = b"".join(packets), 0
    for begin in range(0, len(laces), _LACES_MOST):
        part = bytes(laces[begin : begin + _LACES_MOST])
        yield part, body[at : at + sum(part)], goes_on
        at += sum(part)
        goes_on = part[-1] == 255


def _ogg_page(flags: int, granule: int, number: int, laces: bytes, body: bytes) -> bytes:
    """A page of the stream, which is always called 1."""
    head = struct.pack("<4sBBQIIIB", b"OggS", 0, flags, granule, 1, number, 0, len(laces))
    check = _ogg_check(head + laces + body)
    return head[:22] + check.to_bytes(4, "little") + head[26:] + laces + body


def _ogg_check(page: bytes) -> int:
    """The checksum of RFC 3533: zlib's, bits the other way round, from zero, not inverted."""
    flipped = zlib.crc32(page.translate(_FLIPPED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{flipped:032b}"[::-1], 2)
