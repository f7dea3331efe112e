"""A telephone's HEIC: one green picture of 64 by 64, with Exif, XMP and a thumbnail beside it."""

import struct

from tests.planted.boxes import box, full_box
from tests.planted.canaries import Planted, canary
from tests.planted.exif import exif_block
from tests.planted.pictures import xmp

# One intra frame and its parameter sets, as x265 writes them; there is no shorter way to one.
CODED = bytes.fromhex("000000152801af0b60fac6c1d7fffa2ffbf8c247ecb6ed3b70")
SETTINGS = bytes.fromhex(
    "0103700000009000000000001ef000fcfdf8f800000f03600001001840010c01ffff037000000300"
    "90000003000003001eba0240610001002b42010103700000030090000003000003001ea020810596"
    "ea4929ae6e021a0c0800000300c800000300084062000100074401c172b02240"
)


def heic() -> bytes:
    """The file; its items are the picture, a thumbnail of it, its Exif and its XMP."""
    exif = struct.pack(">I", 6) + b"Exif\0\0" + exif_block("heic exif")
    items = (CODED, CODED, exif, xmp("heic xmp"))
    head = box(b"ftyp", b"heic", bytes(4), b"mif1heicmiaf")
    meta = _meta([0] * 4, items)
    start = len(head) + len(meta) + 8
    places = [start + sum(map(len, items[:number])) for number in range(4)]
    free = box(b"free", canary("heic free").encode())
    return head + _meta(places, items) + box(b"mdat", *items) + free


def _meta(places: list[int], items: tuple[bytes, ...]) -> bytes:
    names = (
        _entry(1, b"hvc1", canary("heic item name").encode() + b"\0"),
        _entry(2, b"hvc1", b"\0"),
        _entry(3, b"Exif", b"\0"),
        _entry(4, b"mime", b"\0application/rdf+xml\0"),
    )
    located = b"".join(
        struct.pack(">HHHII", number + 1, 0, 1, place, len(item))
        for number, (place, item) in enumerate(zip(places, items, strict=True))
    )
    return full_box(
        b"meta",
        full_box(b"hdlr", bytes(4), b"pict", bytes(12), canary("heic handler").encode() + b"\0"),
        full_box(b"pitm", struct.pack(">H", 1)),
        full_box(b"iloc", b"\x44\0", struct.pack(">H", 4), located),
        full_box(b"iinf", struct.pack(">H", 4), *names),
        full_box(b"iref", _refers(b"thmb", 2), _refers(b"cdsc", 3), _refers(b"cdsc", 4)),
        _properties(),
    )


def _entry(number: int, kind: bytes, name: bytes) -> bytes:
    return full_box(b"infe", struct.pack(">HH", number, 0), kind, name, version=2)


def _refers(kind: bytes, item: int) -> bytes:
    return box(kind, struct.pack(">HHH", item, 1, 1))


def _properties() -> bytes:
    return box(
        b"iprp",
        box(
            b"ipco",
            box(b"hvcC", SETTINGS),
            box(b"colr", b"nclx", struct.pack(">HHH", 1, 13, 6), b"\x80"),
            full_box(b"ispe", struct.pack(">II", 64, 64)),
            full_box(b"pixi", b"\3\x08\x08\x08"),
        ),
        full_box(
            b"ipma",
            struct.pack(">I", 2),
            *(struct.pack(">HB", item, 4) + b"\x81\2\3\4" for item in (1, 2)),
        ),
    )


HEICS = (Planted("HEIC: Exif, XMP, thumbnail, names", "IMG_8.HEIC", heic, False),)
