"""A PDF of pictures of another one's pages, for what cannot safely be rewritten."""

import ctypes
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]
from PIL import Image, ImageChops

from .pdf_covered import objects_of
from .verdicts import Locked, TooHeavy, Unsure

PAGES_MOST = 200
DOTS_PER_INCH = 150
PAGE_PIXELS_MOST = 12_000_000
_POINTS_PER_INCH = 72
_JPEG_QUALITIES = (82, 60, 40)
_BYTES_MOST = 56 * 1024 * 1024  # of all pages together, which the one who waits for them takes
_BYTES_LEAST = 100 * 1024  # of one page
# Written words: mostly paper, and sixteen shades are enough for the edges of letters.
_PAPER_LEAST = 0.7
_SHADE = 0x11
_OBJECTS_MOST = 200_000  # of one page
_FIRST_PAGE = 3  # the number of its object; each page takes three
_PASSWORD_ERRORS = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


@dataclass(frozen=True)
class _Picture:
    """One page: its packed dots, how many across and down, its size, how the dots are packed."""

    packed: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]
    form: bytes


def pictured(original: bytes) -> Iterator[bytes]:
    """The pieces of a new document, page by page, so that memory holds one page at a time.

    What stands filled in a form and what was drawn onto a page are in the picture. Raises
    TooHeavy beyond PAGES_MOST pages, Locked by a password, Unsure for what is no document or
    would only show a notice in place of its form.
    """
    document = _opened(original)
    try:
        count = len(document)
        if not 0 < count <= PAGES_MOST:
            raise TooHeavy if count else Unsure
        if document.get_formtype() == raw.FORMTYPE_XFA_FULL:
            raise Unsure
        document.init_forms()
        most = max(_BYTES_MOST // count, _BYTES_LEAST)
        yield from _Written(count).document(_picture(document[at], most) for at in range(count))
    finally:
        document.close()


def _opened(original: bytes) -> Any:
    try:
        return pdfium.PdfDocument(original)
    except pdfium.PdfiumError as problem:
        raise Locked if problem.err_code in _PASSWORD_ERRORS else Unsure from None


def _picture(page: Any, most: int) -> _Picture:
    """What the page looks like, in about `most` bytes."""
    width, height = page.get_size()
    if not (width > 0 and height > 0) or _lacks_letters(page):
        raise Unsure
    scale = DOTS_PER_INCH / _POINTS_PER_INCH
    shrunk = (PAGE_PIXELS_MOST / (width * height)) ** 0.5
    bitmap = page.render(scale=min(scale, shrunk), rev_byteorder=True)
    drawn = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    if _is_grey(drawn):
        drawn = drawn.convert("L")
        if drawn.histogram()[255] > _PAPER_LEAST * drawn.width * drawn.height:
            return _Picture(_few_shades(drawn), drawn.size, (width, height), _SHADES)
    colours = _GREY if drawn.mode == "L" else _COLOURED
    return _Picture(_jpeg(drawn, most), drawn.size, (width, height), colours)


def _few_shades(drawn: Any) -> bytes:
    """Sixteen shades of grey, two dots in a byte, packed; every row begins a byte."""
    wide = drawn.width + drawn.width % 2
    even = Image.new("L", (wide, drawn.height), 255)
    even.paste(drawn)
    dots = even.point([round(shade / _SHADE) for shade in range(256)]).tobytes()
    high = dots[0::2].translate(_HIGH)
    both = int.from_bytes(high, "big") | int.from_bytes(dots[1::2], "big")
    return zlib.compress(both.to_bytes(len(high), "big"), 6)


def _jpeg(drawn: Any, most: int) -> bytes:
    for quality in _JPEG_QUALITIES:
        out = io.BytesIO()
        drawn.save(out, "JPEG", quality=quality)
        if out.tell() <= most:
            break
    return out.getvalue()


def _lacks_letters(page: Any) -> bool:
    """Whether Thai words hang on a font of the reader's own machine: they would be left blank.

    This process can open no font, and those inside the library know the Latin letters alone.
    """
    left = [_OBJECTS_MOST]
    words = page.get_textpage()
    try:
        return any(
            kind == raw.FPDF_PAGEOBJ_TEXT
            and not raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(handle))
            and _has_thai(handle, words)
            for kind, handle, _ in objects_of(page, left)
        )
    finally:
        words.close()


def _has_thai(handle: Any, words: Any) -> bool:
    size = raw.FPDFTextObj_GetText(handle, words.raw, None, 0)
    room = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(handle, words.raw, room, size)
    return any(0x0E00 <= letter <= 0x0E7F for letter in room)


def _is_grey(picture: Any) -> bool:
    red, green, blue = picture.split()
    return not (
        ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox()
    )


_HIGH = bytes(shade << 4 & 0xFF for shade in range(256))
_SHADES = b"/ColorSpace /DeviceGray /BitsPerComponent 4 /Filter /FlateDecode"
_GREY = b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
_COLOURED = b"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"


class _Written:
    """Writes the document from its first byte to its last, and knows where each object began."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._at = 0
        self._places: list[int] = []

    def document(self, pages: Iterator[Any]) -> Iterator[bytes]:
        """Every piece of the document, in order."""
        yield self._piece(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        yield self._object(b"<< /Type /Catalog /Pages 2 0 R >>")
        kids = b" ".join(b"%d 0 R" % (_FIRST_PAGE + 3 * at) for at in range(self._count))
        yield self._object(b"<< /Type /Pages /Count %d /Kids [%b] >>" % (self._count, kids))
        for page in pages:
            yield from self._page(page)
        yield self._ending()

    def _page(self, page: _Picture) -> Iterator[bytes]:
        width, height = (b"%.2f" % edge for edge in page.points)
        number = len(self._places) + 1
        yield self._object(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %b %b] /Contents %d 0 R"
            b" /Resources << /XObject << /P %d 0 R >> >> >>"
            % (width, height, number + 1, number + 2)
        )
        drawn = b"q %b 0 0 %b 0 0 cm /P Do Q" % (width, height)
        yield self._object(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn))
        yield self._object(
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d %b /Length %d >>\n"
            b"stream\n%b\nendstream" % (*page.pixels, page.form, len(page.packed), page.packed)
        )

    def _object(self, body: bytes) -> bytes:
        self._places.append(self._at)
        return self._piece(b"%d 0 obj\n%b\nendobj\n" % (len(self._places), body))

    def _ending(self) -> bytes:
        table = b"".join(b"%010d 00000 n \n" % place for place in self._places)
        count = len(self._places) + 1
        return (
            b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n"
            b"startxref\n%d\n%%%%EOF\n" % (count, table, count, self._at)
        )

    def _piece(self, piece: bytes) -> bytes:
        self._at += len(piece)
        return piece
