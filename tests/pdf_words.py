"""What stands on a PDF's pages, part by part: a cell, a line, a label, as a reader is told it."""

import re

from tests.pdf_digits import _fonts, _glyphs, _reference, _stream

_MARKS = re.compile(
    rb"/MCID (?P<part>\d+)[^>]*>>\s*BDC"
    rb"|/ActualText<FEFF(?P<told>[0-9A-F]*)>>>\s*BDC"
    rb"|(?P<other>BDC|BMC)"
    rb"|(?P<end>EMC)"
    rb"|/(?P<font>f\d+) [\d.]+ Tf[^\[(]*(?=[\[(])"
)


def parts_on(pdf: bytes) -> list[list[str]]:
    """The texts of each page in their order; Thai as the file itself tells it, mark by mark."""
    objects = {
        int(number): body
        for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", pdf, re.S)
    }
    kids = re.search(rb"/Type/Pages/Count \d+/Kids\[([^\]]*)\]", pdf)
    assert kids
    pages = [objects[int(one)] for one in re.findall(rb"(\d+) 0 R", kids[1])]
    return [_page(objects, page) for page in pages]


def _page(objects: dict[int, bytes], page: bytes) -> list[str]:
    fonts = _fonts(objects, objects[_reference(page, b"Resources")])
    content = _stream(objects[_reference(page, b"Contents")])
    parts: list[str] = []
    open_marks: list[str] = []
    at = 0
    while found := _MARKS.search(content, at):
        at = found.end()
        if found["part"] is not None or found["other"]:
            open_marks.append("part")
            parts.append("")
        elif found["told"] is not None:
            open_marks.append("told")
            parts[-1] += bytes.fromhex(found["told"].decode()).decode("utf-16-be")
        elif found["end"]:
            open_marks.pop()
        elif "told" not in open_marks:
            glyphs = _glyphs(content, at)
            letters = fonts[b"" + found["font"]]
            parts[-1] += "".join(letters[glyphs[one : one + 2]] for one in range(0, len(glyphs), 2))
    return [part.strip() for part in parts if part.strip()]
