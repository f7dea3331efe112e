"""Windows metafiles (EMF, WMF) without their descriptions and comments.

They are lists of records that draw. Kept is each record that draws; left out are those in which a
program keeps what it likes (MS-EMF 2.3.3, MS-WMF 2.3.6), the names of author and program in
the header, and whatever follows the last record.
"""

import struct
import zlib

from .verdicts import Unsure

UNPACKED_BYTES = 32 * 1024 * 1024
_RECORDS_MOST = 500_000
_EMF_HEADER, _EMF_END, _EMF_COMMENT = 1, 14, 70
_EMF_MARK = b" EMF"
_EMF_LEAST = 88
_WMF_PLACED = b"\xd7\xcd\xc6\x9a"
_WMF_STARTS = (b"\x01\x00\x09\x00", b"\x02\x00\x09\x00")
_PLACED_BYTES, _WMF_HEADER_BYTES = 22, 18
_WMF_ESCAPE = 0x0626
_GZIP = b"\x1f\x8b"


def is_metafile(content: bytes) -> bool:
    """Whether it begins like one, packed or not."""
    return content.startswith((_WMF_PLACED, _GZIP, *_WMF_STARTS)) or content[40:44] == _EMF_MARK


def plain_metafile(content: bytes) -> tuple[bytes, str]:
    """The same drawing, and its extension; Unsure for what is not sound."""
    if content.startswith(_GZIP):
        try:
            content = zlib.decompressobj(31).decompress(content, UNPACKED_BYTES)
        except zlib.error:
            raise Unsure from None
    try:
        if content[40:44] == _EMF_MARK:
            return _plain_emf(content), "emf"
        return _plain_wmf(content), "wmf"
    except struct.error:
        raise Unsure from None


def _plain_emf(content: bytes) -> bytes:
    kind, size = struct.unpack_from("<II", content)
    if kind != _EMF_HEADER or not _EMF_LEAST <= size <= len(content):
        raise Unsure
    # The description stands behind the fixed fields; the longest form of these has 108 bytes.
    fixed = bytearray(content[: min(size, 108)])
    length, place = struct.unpack_from("<II", fixed, 60)
    end = place if length and _EMF_LEAST <= place < len(fixed) else len(fixed)
    fixed = fixed[: end - end % 4]
    struct.pack_into("<II", fixed, 60, 0, 0)
    if len(fixed) >= 100:  # a pixel format may stand behind as well
        struct.pack_into("<II", fixed, 88, 0, 0)
    struct.pack_into("<I", fixed, 4, len(fixed))
    kept, at = [b""], size
    for _ in range(_RECORDS_MOST):
        kind, length = struct.unpack_from("<II", content, at)
        if length < 8 or length % 4 or at + length > len(content):
            raise Unsure
        if kind == _EMF_END:
            kept.append(struct.pack("<IIIII", _EMF_END, 20, 0, 16, 20))
            break
        if kind != _EMF_COMMENT:
            kept.append(content[at : at + length])
        at += length
    else:
        raise Unsure
    if len(kept) < 3:  # all of it was drawn by comments (EMF+), and nothing would be seen
        raise Unsure
    body = b"".join(kept)
    struct.pack_into("<II", fixed, 48, len(fixed) + len(body), len(kept))
    return bytes(fixed) + body


def _plain_wmf(content: bytes) -> bytes:
    start = _PLACED_BYTES if content.startswith(_WMF_PLACED) else 0
    header = bytearray(content[start : start + _WMF_HEADER_BYTES])
    if not bytes(header).startswith(_WMF_STARTS) or len(header) < _WMF_HEADER_BYTES:
        raise Unsure
    kept, at, longest = [], start + _WMF_HEADER_BYTES, 3
    for _ in range(_RECORDS_MOST):
        words, kind = struct.unpack_from("<IH", content, at)
        if words < 3 or at + 2 * words > len(content):
            raise Unsure
        if kind == 0:
            kept.append(struct.pack("<IH", 3, 0))
            break
        if kind != _WMF_ESCAPE:
            kept.append(content[at : at + 2 * words])
            longest = max(longest, words)
        at += 2 * words
    else:
        raise Unsure
    if len(kept) < 2:
        raise Unsure
    body = b"".join(kept)
    struct.pack_into("<I", header, 6, (len(header) + len(body)) // 2)
    struct.pack_into("<I", header, 12, longest)
    return content[:start] + bytes(header) + body
