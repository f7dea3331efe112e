"""Pictures inside documents: the same pixels, without what was written beside them.

JPEG and PNG lose everything that does not draw, and whatever follows their end (a cropped
screenshot may still hold there what was cut away); their compressed pixels stay as they are.
"""

import io
import re
import struct
import zlib

from PIL import (  # noqa: F401 -- Pillow imports the readers lazily otherwise
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from .verdicts import Unsure

PIXELS_MOST = 60_000_000
JPEG_QUALITY = 90
_JPEG_START, _PNG_START = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# Tables, frames, scans, restart intervals, and the number of lines: what decoding needs.
_JPEG_KEPT = frozenset((*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD)) - {0xC8}
_JFIF = b"JFIF\0"
_JFIF_PLAIN = b"\xff\xe0\x00\x10JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00"
_ADOBE = b"Adobe"
_ADOBE_BYTES = 12
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_KEPT = frozenset((b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT"))
_PNG_END = b"\0\0\0\0IEND\xae\x42\x60\x82"
_READ = ("GIF", "BMP", "TIFF", "WEBP")


def clean_picture(original: bytes) -> tuple[bytes, str]:
    """The picture without its notes, and its extension; Unsure for what is no sound picture."""
    if original.startswith(_JPEG_START):
        return stripped_jpeg(original), "jpg"
    if original.startswith(_PNG_START):
        return _stripped_png(original), "png"
    return _redrawn(original, None), "png"


def cropped_picture(original: bytes, shares: tuple[float, float, float, float]) -> bytes:
    """A PNG or JPEG of what a crop leaves: `shares` are cut off left, top, right and bottom."""
    return _redrawn(original, shares)


def stripped_jpeg(original: bytes) -> bytes:
    """The JPEG with its tables and scans alone, ended where its picture ends."""
    kept = [original[:2]]
    at = 2
    while True:
        if original[at : at + 1] != b"\xff":
            raise Unsure
        while original[at + 1 : at + 2] == b"\xff":  # fill bytes
            at += 1
        mark = original[at + 1] if at + 1 < len(original) else 0
        if mark == 0xD9:
            return b"".join((*kept, b"\xff\xd9"))
        length = int.from_bytes(original[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(original):
            raise Unsure
        kept.append(_segment(mark, original[at:end]))
        at = end
        if mark == 0xDA:
            found = _AFTER_SCAN.search(original, at)
            if not found:
                raise Unsure
            kept.append(original[at : found.start()])
            at = found.start()


def _segment(mark: int, segment: bytes) -> bytes:
    """The segment, a bare form of those two that say how colours are meant, or nothing."""
    if mark in _JPEG_KEPT:
        return segment
    if mark == 0xE0 and segment[4:9] == _JFIF:
        return _JFIF_PLAIN
    if mark == 0xEE and segment[4:9] == _ADOBE and len(segment) >= 4 + _ADOBE_BYTES:
        return b"\xff\xee\x00\x0e" + segment[4 : 4 + _ADOBE_BYTES]
    if 0xE0 <= mark <= 0xEF or mark == 0xFE:
        return b""
    raise Unsure


def _stripped_png(original: bytes) -> bytes:
    kept = [_PNG_START]
    at = len(_PNG_START)
    while True:
        length, name = (
            struct.unpack_from(">I4s", original, at) if at + 8 <= len(original) else (0, b"")
        )
        end = at + 12 + length
        if not name or end > len(original):
            raise Unsure
        if name == b"IEND":
            return b"".join((*kept, _PNG_END))
        if name in _PNG_KEPT:
            body = original[at + 4 : end - 4]
            kept.append(
                original[at:end]
                if zlib.crc32(body) == int.from_bytes(original[end - 4 : end], "big")
                else b""
            )
        elif not name[0] & 0x20:  # a part that must be understood, and is not
            raise Unsure
        at = end


def _redrawn(original: bytes, shares: tuple[float, float, float, float] | None) -> bytes:
    """A new picture of the same pixels, cut as asked."""
    formats = ["JPEG", "PNG", *_READ] if shares else list(_READ)
    try:
        with Image.open(io.BytesIO(original), formats=formats) as picture:
            picture.load()
            is_jpeg = picture.format == "JPEG"
            clear = picture.has_transparency_data
            drawn = picture.convert("RGBA" if clear else "RGB")
    except Exception as problem:  # a hostile picture may break a decoder in any way
        raise Unsure from problem
    if shares:
        width, height = drawn.size
        left, top, right, bottom = shares
        box = (
            round(width * left), round(height * top),
            round(width * (1 - right)), round(height * (1 - bottom)),
        )  # fmt: skip
        if box[2] <= box[0] or box[3] <= box[1]:
            raise Unsure
        drawn = drawn.crop(box)
    fresh = Image.new(drawn.mode, drawn.size)
    fresh.paste(drawn)
    out = io.BytesIO()
    if is_jpeg:
        fresh.save(out, "JPEG", quality=JPEG_QUALITY)
    else:
        fresh.save(out, "PNG")
    return out.getvalue()


def load_decoders() -> None:
    """Make ready what reading pictures needs, while files can still be opened."""
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = PIXELS_MOST // 2  # Pillow warns at it and refuses at its double.
