"""Office documents made to break whoever opens them, and the zeros of which bombs are made."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.planted.documents import MAIN, WORD, document
from tests.planted.packages import Package

MEBIBYTE = 1024 * 1024


def zeros(mebibytes: int) -> bytes:
    """That many zeros, deflated: one block of them again and again, a thousandth of their size."""
    press = zlib.compressobj(9)
    first = press.compress(bytes(MEBIBYTE)) + press.flush(zlib.Z_FULL_FLUSH)
    block = press.compress(bytes(MEBIBYTE)) + press.flush(zlib.Z_FULL_FLUSH)
    sum_of_zeros = (mebibytes * MEBIBYTE % 65_521) << 16 | 1
    return first + block * (mebibytes - 1) + b"\3\0" + struct.pack(">I", sum_of_zeros)


def with_part(package: bytes, names: list[bytes], mebibytes: int) -> bytes:
    """The package with one more part of so many zeros, listed under each of these names."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        start = archive.start_dir
    body, size, crc = zeros(mebibytes)[2:-4], mebibytes * MEBIBYTE, 0
    for _ in range(mebibytes):
        crc = zlib.crc32(bytes(MEBIBYTE), crc)
    sizes = struct.pack("<III", crc, len(body), size)
    local = b"PK\3\4" + struct.pack("<HHHI", 20, 0, 8, 0) + sizes
    local += struct.pack("<HH", len(names[0]), 0) + names[0]
    end = package.rfind(b"PK\5\6")
    central = package[start:end] + b"".join(
        b"PK\1\2" + struct.pack("<HHHHI", 20, 20, 0, 8, 0) + sizes
        + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, start) + name
        for name in names
    )  # fmt: skip
    count = struct.unpack("<H", package[end + 10 : end + 12])[0] + len(names)
    at = start + len(local) + len(body)
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(central), at, 0)
    return package[:start] + local + body + central + tail


def _zip_bomb() -> bytes:
    """A picture of 400 MiB inside a document of half a mebibyte."""
    whole = document()
    whole.link(MAIN, "image", "media/image1.jpeg")
    return with_part(whole.whole(), [b"word/media/image1.jpeg"], 400)


def _overlapping() -> bytes:
    """Two hundred names for one and the same deflated part of 20 MiB."""
    whole = document()
    for number in range(200):
        whole.link(MAIN, "image", f"media/{number}.jpeg")
    return with_part(whole.whole(), [b"word/media/%d.jpeg" % number for number in range(200)], 20)


def _entities() -> bytes:
    lines = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return _body(f'<!DOCTYPE x [<!ENTITY a0 "lol">{"".join(lines)}]><x>&a9;</x>')


def _outside_entity() -> bytes:
    return _body('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')


def _deep() -> bytes:
    return _body("<x>" * 200_000 + "</x>" * 200_000)


def _many_attributes() -> bytes:
    return _body("<x " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>")


def _body(whole: str) -> bytes:
    package = Package(MAIN, f"{WORD}.document.main+xml")
    package.add(MAIN, whole)
    return package.whole()


def _many_parts() -> bytes:
    whole = document()
    for number in range(20_000):
        whole.parts[f"word/media/{number}.xml"] = b"<x/>"
    return whole.whole()


def _climbing() -> bytes:
    whole = document()
    whole.add("../../../../etc/cron.d/x", b"<x/>")
    whole.add("/etc/passwd", b"<x/>")
    return whole.whole()


DOCX_BOMBS: Mapping[str, Callable[[], bytes]] = {
    "DOCX: 400 MiB in half a mebibyte": _zip_bomb,
    "DOCX: one part under two hundred names": _overlapping,
    "DOCX: entities in entities": _entities,
    "DOCX: an entity from the disk": _outside_entity,
    "DOCX: 200,000 elements deep": _deep,
    "DOCX: 100,000 attributes": _many_attributes,
    "DOCX: 20,000 parts": _many_parts,
    "DOCX: names that climb": _climbing,
}
