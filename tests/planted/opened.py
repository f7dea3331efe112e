"""Everything that stands in a file, however it is wrapped: unzipped, inflated, decoded."""

import io
import re
import zipfile
import zlib
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from contextlib import suppress

import pikepdf

_DEEPEST = 4
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{60,}={0,2}")
_LARGE = 8 * 1024 * 1024


def everything_in(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """The file's bytes, and those of all that can be unwrapped from it, to four layers."""
    yield content
    if depth == _DEEPEST:
        return
    for inner in _unwrapped(content):
        yield from everything_in(inner, depth + 1)


def _unwrapped(content: bytes) -> Iterator[bytes]:
    if b"PK\x03\x04" in content:
        yield from _unzipped(content)
    if b"%PDF-" in content[:1024]:
        yield from _objects(content)
    for found in _ZLIB.finditer(content):
        inflated = _inflated(content[found.start() :])
        if len(inflated) > 20:
            yield inflated
    for found in _BASE64.finditer(content):
        with suppress(Error):
            yield b64decode(found[0] + b"==")


def _unzipped(content: bytes) -> Iterator[bytes]:
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            yield entry.filename.encode() + entry.comment + entry.extra
            yield archive.read(entry)


def _inflated(content: bytes) -> bytes:
    with suppress(zlib.error):
        return zlib.decompressobj().decompress(content, _LARGE)
    return b""


def _objects(content: bytes) -> Iterator[bytes]:
    """Every object of a PDF, reached or not: strings as they read, streams decoded."""
    with suppress(pikepdf.PdfError), pikepdf.open(io.BytesIO(content)) as pdf:
        yield "\n".join(_strings(pdf.trailer, set())).encode()
        for one in pdf.objects:
            yield "\n".join(_strings(one, set())).encode()
            if isinstance(one, pikepdf.Stream):
                yield one.read_raw_bytes()
                with suppress(pikepdf.PdfError):
                    yield one.read_bytes()


def _strings(one: object, seen: set[tuple[int, int]]) -> Iterator[str]:
    if isinstance(one, pikepdf.Object) and one.is_indirect:
        if one.objgen in seen:
            return
        seen.add(one.objgen)
    if isinstance(one, pikepdf.String | pikepdf.Name):
        yield str(one)
    elif isinstance(one, pikepdf.Array):
        for inner in one.as_list():
            yield from _strings(inner, seen)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        dictionary = one.stream_dict if isinstance(one, pikepdf.Stream) else one
        for name, inner in dictionary.items():
            yield name
            yield from _strings(inner, seen)
