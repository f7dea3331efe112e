"""Whether a page holds words beneath a box or a picture that was laid over them.

A black box drawn over a name hides it from the eye alone: the name can still be copied out.
"""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

_SEGMENTS_MOST = 8  # of what may be a box
_OPAQUE = 255
_DEPTH_MOST = 6
_OBJECTS_MOST = 400_000
_Box = tuple[float, float, float, float]


def hides_text(document: bytes) -> bool:
    """True when some page shows a box or an opaque picture over words drawn before it."""
    opened = pdfium.PdfDocument(document)
    left = [_OBJECTS_MOST]
    try:
        return any(_page_hides(opened[number], left) for number in range(len(opened)))
    finally:
        opened.close()


def _page_hides(page: Any, left: list[int]) -> bool:
    try:
        words: list[_Box] = []
        for kind, handle, box in objects_of(page, left):
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                words.append(box)
            elif words and _covers(kind, handle) and any(_lies_on(box, word) for word in words):
                return True
        return False
    finally:
        page.close()


def objects_of(page: Any, left: list[int]) -> Iterator[tuple[int, Any, _Box]]:
    """What is drawn, in its order, with its box on the page; forms are opened.

    `left` holds how many more objects are looked at; ValueError beyond.
    """
    one = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    handles = (
        raw.FPDFPage_GetObject(page.raw, at) for at in range(raw.FPDFPage_CountObjects(page.raw))
    )
    yield from _opened(handles, one, 0, left)


def _opened(
    handles: Iterator[Any], turn: tuple[float, ...], depth: int, left: list[int]
) -> Iterator[tuple[int, Any, _Box]]:
    for handle in handles:
        left[0] -= 1
        if left[0] < 0 or depth > _DEPTH_MOST:
            raise ValueError("too many objects on the pages")
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            matrix = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(handle, matrix)
            own = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
            inner = (
                raw.FPDFFormObj_GetObject(handle, at)
                for at in range(raw.FPDFFormObj_CountObjects(handle))
            )
            yield from _opened(inner, _joined(own, turn), depth + 1, left)
        else:
            yield kind, handle, _box(handle, turn)


def _joined(first: tuple[float, ...], then: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _box(handle: Any, turn: tuple[float, ...]) -> _Box:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(handle, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    a, b, c, d, e, f = turn
    corners = [
        (a * x + c * y + e, b * x + d * y + f)
        for x, y in ((left, bottom), (right, bottom), (left, top), (right, top))
    ]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def _covers(kind: int, handle: Any) -> bool:
    """Whether nothing shines through it: an opaque picture, or a simple shape filled opaquely."""
    if raw.FPDFPageObj_HasTransparency(handle):
        return False
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        return True
    if kind != raw.FPDF_PAGEOBJ_PATH or raw.FPDFPath_CountSegments(handle) > _SEGMENTS_MOST:
        return False
    fill, has_line = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, fill, has_line)
    if not fill.value:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    return alpha.value == _OPAQUE


def _lies_on(cover: _Box, word: _Box) -> bool:
    """Whether it hides most of the height of the words, over more than a letter of their length.

    A line under the words, or the edge of the next cell of a table, does not.
    """
    height = min(cover[3], word[3]) - max(cover[1], word[1])
    length = min(cover[2], word[2]) - max(cover[0], word[0])
    tall, long = word[3] - word[1], word[2] - word[0]
    return height > 0.5 * tall > 0 and length > min(tall, 0.5 * long) > 0
