"""Files made to break whoever opens them: bombs, floods, loops, lies about lengths."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping

from tests.planted.boxes import box
from tests.planted.films import film
from tests.planted.heic import heic
from tests.planted.hostile_packages import DOCX_BOMBS, zeros
from tests.planted.papers import author, paper
from tests.planted.pictures import jpeg, png, scene
from tests.planted.sounds import mp3, wav

# PDF


def _raw_pdf(*objects: bytes, root: int = 1) -> bytes:
    whole, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return whole + table + tail % (len(objects) + 1, root, len(whole))


def _stream(head: bytes, body: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(body), body)


_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
_ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def _page(more: bytes) -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] %s >>" % more


def _content_bomb() -> bytes:
    """A page whose content is 600 MiB of nothing, deflated twice."""
    twice = zlib.compress(zeros(600), 9)
    return _raw_pdf(
        _CATALOGUE, _ONE_PAGE, _page(b"/Contents 4 0 R"),
        _stream(b"/Filter [/FlateDecode /FlateDecode]", twice),
    )  # fmt: skip


def _picture_bomb() -> bytes:
    """A picture of 30,000 by 30,000 points on a page."""
    head = (
        b"/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /BitsPerComponent 8 "
        b"/ColorSpace /DeviceGray /Filter /FlateDecode"
    )
    return _raw_pdf(
        _CATALOGUE,
        _ONE_PAGE,
        _page(b"/Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R"),
        _stream(head, zeros(858)),
        _stream(b"", b"q 300 0 0 300 0 0 cm /I Do Q"),
    )


def _wide_page() -> bytes:
    return _raw_pdf(
        _CATALOGUE, _ONE_PAGE,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e9 1e9] /UserUnit 75000 >>",
    )  # fmt: skip


def _pages_in_a_circle() -> bytes:
    return _raw_pdf(_CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>", _page(b""))


def _many_pages() -> bytes:
    kids = b"3 0 R " * 50_000
    return _raw_pdf(_CATALOGUE, b"<< /Type /Pages /Kids [%s] /Count 50000 >>" % kids, _page(b""))


def _deep_arrays() -> bytes:
    return _raw_pdf(_CATALOGUE, _ONE_PAGE, _page(b"/X " + b"[" * 100_000 + b"]" * 100_000))


def _forms_in_a_circle() -> bytes:
    """Forms that draw each other ten times each, ten deep."""
    forms = [
        _stream(
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
            b"/Resources << /XObject << /F %d 0 R >> >>" % (5 + (number + 1) % 10),
            b"/F Do " * 10,
        )
        for number in range(10)
    ]
    page = _page(b"/Resources << /XObject << /F 5 0 R >> >> /Contents 4 0 R")
    return _raw_pdf(_CATALOGUE, _ONE_PAGE, page, _stream(b"", b"/F Do " * 10), *forms)


def _tables_in_a_circle() -> bytes:
    """A table that names itself as the one before it."""
    plain = paper(author)
    return plain + b"xref\n0 0\ntrailer\n<< /Prev %d >>\nstartxref\n%d\n%%%%EOF" % (
        len(plain),
        len(plain),
    )


# Pictures


def _png_flood() -> bytes:
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return _png_of(head, zeros(4))


def _png_of(head: bytes, pixels: bytes, *before: tuple[bytes, bytes]) -> bytes:
    chunks = ((b"IHDR", head), *before, (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def _png_text_bomb() -> bytes:
    return png((b"zTXt", b"a\0\0" + zeros(300)), (b"iCCP", b"a\0\0" + zeros(300)))


def _jpeg_flood() -> bytes:
    plain = bytearray(jpeg())
    place = plain.find(b"\xff\xc0")
    plain[place + 5 : place + 9] = struct.pack(">HH", 65_500, 65_500)
    return bytes(plain)


def _gif_flood() -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0x80, 0, 0) + bytes(6)
    frame = b"," + struct.pack("<HHHHB", 0, 0, 65_535, 65_535, 0) + b"\2\2\x4c\1\0"
    return head + frame * 2_000 + b";"


def _webp_flood() -> bytes:
    """A small picture that says it is the largest that its format can name."""
    out = io.BytesIO()
    scene((40, 30)).save(out, "WEBP", lossless=True)
    whole = bytearray(out.getvalue())
    place = whole.find(b"VP8L") + 9
    whole[place : place + 4] = struct.pack("<I", 16_382 | 16_382 << 14 | whole[place + 3] & 0xF0)
    return bytes(whole)


def _heic_flood() -> bytes:
    return heic().replace(struct.pack(">II", 64, 64), struct.pack(">II", 60_000, 60_000))


# Films and sounds


def _endless_boxes() -> bytes:
    inner = b""
    for _ in range(2_000):
        inner = box(b"moov", inner)
    return box(b"ftyp", b"isom", bytes(4), b"isom") + inner


def _too_long_box() -> bytes:
    whole = film("x")
    place = whole.find(b"mdat")
    return (
        whole[: place - 4] + struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 2**63) + bytes(99)
    )


def _lying_table() -> bytes:
    whole = film("x")
    place = whole.find(b"stsz") + 12
    return whole[:place] + struct.pack(">I", 0xFFFFFFFF) + whole[place + 4 :]


def _lying_offsets() -> bytes:
    whole = film("x")
    place = whole.find(b"stco") + 12
    return whole[:place] + struct.pack(">II", 0xFFFFFFF0, 4) + whole[place + 8 :]


def _many_boxes() -> bytes:
    return box(b"ftyp", b"isom", bytes(4), b"isom") + box(b"free") * 400_000 + film("x")[24:]


def _lying_tag() -> bytes:
    return b"ID3\4\0\0\x7f\x7f\x7f\x7f" + mp3()


def _lying_chunk() -> bytes:
    whole = wav()
    place = whole.find(b"data") + 4
    return whole[:place] + struct.pack("<I", 0xFFFFFFFF) + whole[place + 4 :]


def _empty_pages() -> bytes:
    return (b"OggS\0" + bytes(22)) * 100_000


BOMBS: Mapping[str, Callable[[], bytes]] = {
    **DOCX_BOMBS,
    "PDF: 600 MiB of content, deflated twice": _content_bomb,
    "PDF: a picture of 900 megapixels": _picture_bomb,
    "PDF: a page as large as a country": _wide_page,
    "PDF: pages in a circle": _pages_in_a_circle,
    "PDF: 50,000 pages": _many_pages,
    "PDF: 100,000 arrays deep": _deep_arrays,
    "PDF: forms that draw each other": _forms_in_a_circle,
    "PDF: tables in a circle": _tables_in_a_circle,
    "PNG: 2,500 megapixels": _png_flood,
    "PNG: texts and a profile of 300 MiB": _png_text_bomb,
    "JPEG: 4,290 megapixels": _jpeg_flood,
    "GIF: 2,000 frames of 4,294 megapixels": _gif_flood,
    "WEBP: 268 megapixels": _webp_flood,
    "HEIC: 3,600 megapixels": _heic_flood,
    "MP4: 2,000 boxes deep": _endless_boxes,
    "MP4: a box longer than any disk": _too_long_box,
    "MP4: a table of four billion rows": _lying_table,
    "MP4: samples outside the file": _lying_offsets,
    "MP4: 400,000 boxes": _many_boxes,
    "MP3: a tag longer than the file": _lying_tag,
    "WAV: a chunk longer than the file": _lying_chunk,
    "OGG: 100,000 empty pages": _empty_pages,
}  # fmt: skip
