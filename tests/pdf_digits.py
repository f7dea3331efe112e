"""The digits on printed sheets, read out of the PDF itself as a person reads them off the paper."""

import re
import zlib

_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_BEGINS = re.compile(rb"/(f\d+) [\d.]+ Tf[^\[(]*(?=[\[(])")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)


def digits_on(pdf: bytes) -> list[str]:
    """The 80 digits of each page, in the page's order."""
    objects = {
        int(number): body
        for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", pdf, re.S)
    }
    kids = re.search(rb"/Type/Pages/Count \d+/Kids\[([^\]]*)\]", pdf)
    assert kids
    pages = [int(one) for one in re.findall(rb"(\d+) 0 R", kids[1])]
    return [_page(objects, objects[number]) for number in pages]


def _page(objects: dict[int, bytes], page: bytes) -> str:
    fonts = _fonts(objects, objects[_reference(page, b"Resources")])
    content, words = _stream(objects[_reference(page, b"Contents")]), []
    for found in _BEGINS.finditer(content):
        glyphs = _glyphs(content, found.end())
        pairs = [glyphs[at : at + 2] for at in range(0, len(glyphs), 2)]
        words.append("".join(fonts[found[1]].get(pair, "?") for pair in pairs))
    return "".join(word for word in words if re.fullmatch(r"\d{4}", word))


def _glyphs(content: bytes, at: int) -> bytes:
    """The bytes of every text from here up to the end of its array, or of the one text."""
    found, depth, begun = b"", 0, 0
    is_array = content[at : at + 1] == b"["
    while True:
        mark = content[at : at + 1]
        if mark == b"\\":
            at += 1
        elif mark == b"(":
            depth += 1
            begun = at + 1 if depth == 1 else begun
        elif mark == b")":
            depth -= 1
            found += _unescape(content[begun:at]) if depth == 0 else b""
        if depth == 0 and (mark == b"]" or (mark == b")" and not is_array)):
            return found
        at += 1


def _fonts(objects: dict[int, bytes], resources: bytes) -> dict[bytes, dict[bytes, str]]:
    found = re.search(rb"/Font<<(.*?)>>", resources, re.S)
    assert found
    return {
        name: _letters(_stream(objects[_reference(objects[int(number)], b"ToUnicode")]))
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", found[1])
    }


def _letters(cmap: bytes) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", cmap)
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in pairs
    }


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb"[ \[]*(\d+) 0 R", body)
    assert found, name
    return int(found[1])


def _stream(body: bytes) -> bytes:
    return zlib.decompress(re.split(rb"stream\r?\n", body, maxsplit=1)[1].rsplit(b"\nendstream")[0])


def _unescape(text: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        mark = found[1]
        if mark.isdigit():
            return bytes((int(mark, 8),))
        return _ESCAPES.get(mark, mark)

    return _ESCAPE.sub(plain, text)
