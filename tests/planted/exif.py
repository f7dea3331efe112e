"""Exif as a camera writes it: a maker's note, a place, names, a small picture of the picture."""

import io
import struct

from PIL import Image

from tests.planted.canaries import DEGREES, canary, thai_canary

ASCII, UNDEFINED, LONG, RATIONAL, BYTE = 2, 7, 4, 5, 1
Tag = tuple[int, int, bytes]


def small_picture(place: str) -> bytes:
    """A JPEG of its own, as cameras put one into the Exif; its comment is a canary."""
    out = io.BytesIO()
    Image.new("RGB", (16, 12), "red").save(out, "JPEG", comment=canary(place).encode())
    return out.getvalue()


def exif_block(place: str) -> bytes:
    """A TIFF structure with a canary in every text that a camera or a telephone fills in."""
    first = [
        (0x010E, ASCII, _text(f"{place} description")),
        (0x010F, ASCII, _text(f"{place} make")),
        (0x0110, ASCII, _text(f"{place} model")),
        (0x0131, ASCII, _text(f"{place} software")),
        (0x013B, ASCII, thai_canary(f"{place} artist").encode() + b"\0"),
        (0x8298, ASCII, _text(f"{place} copyright")),
        (0x9C9B, BYTE, _wide(f"{place} title")),
        (0x9C9C, BYTE, _wide(f"{place} comment")),
        (0x9C9D, BYTE, _wide(f"{place} author")),
        (0x9C9E, BYTE, _wide(f"{place} keywords")),
    ]
    camera = [
        (0x927C, UNDEFINED, makers_note(place)),
        (0x9286, UNDEFINED, b"UNICODE\0" + _wide(f"{place} user comment")),
        (0xA420, ASCII, _text(f"{place} unique id")),
        (0xA430, ASCII, _text(f"{place} owner")),
        (0xA431, ASCII, _text(f"{place} serial")),
        (0xA435, ASCII, _text(f"{place} lens serial")),
    ]
    return _Tiff(first, camera, gps_tags(place), small_picture(f"{place} small")).whole()


def gps_tags(place: str) -> list[Tag]:
    """Where, in which direction, and the name of the area."""
    return [
        (0x0001, ASCII, b"N\0"),
        (0x0002, RATIONAL, _degrees(*DEGREES)),
        (0x0003, ASCII, b"E\0"),
        (0x0004, RATIONAL, _degrees(102, 50, DEGREES[2])),
        (0x001C, UNDEFINED, b"ASCII\0\0\0" + canary(f"{place} area").encode()),
        (0x001D, ASCII, b"2026:11:02\0"),
    ]


def makers_note(place: str) -> bytes:
    """A note in a form that only its maker knows, with numbers of the device in it."""
    return b"Apple iOS\0\0\1MM" + bytes(40) + canary(f"{place} maker's note").encode() + bytes(30)


class _Tiff:
    """Four directories, one behind another, with what does not fit into them after each."""

    def __init__(self, first: list[Tag], camera: list[Tag], gps: list[Tag], small: bytes) -> None:
        self._first, self._camera, self._gps, self._small = first, camera, gps, small

    def whole(self) -> bytes:
        pointers = [(0x8769, LONG, bytes(4)), (0x8825, LONG, bytes(4))]
        place = 8
        length = len(_directory(self._first + pointers, place, 0))
        camera_at = place + length
        camera = _directory(self._camera, camera_at, 0)
        gps_at = camera_at + len(camera)
        gps = _directory(self._gps, gps_at, 0)
        small_at = gps_at + len(gps)
        head = len(_directory(self._small_tags(0), small_at, 0))
        small = _directory(self._small_tags(small_at + head), small_at, 0)
        pointers = [(0x8769, LONG, _long(camera_at)), (0x8825, LONG, _long(gps_at))]
        first = _directory(self._first + pointers, place, small_at)
        return b"II*\0" + _long(8) + first + camera + gps + small + self._small

    def _small_tags(self, at: int) -> list[Tag]:
        return [
            (0x0103, LONG, _long(6)),
            (0x0201, LONG, _long(at)),
            (0x0202, LONG, _long(len(self._small))),
        ]


def _directory(tags: list[Tag], place: int, following: int) -> bytes:
    sizes = {ASCII: 1, BYTE: 1, UNDEFINED: 1, LONG: 4, RATIONAL: 8}
    entries, behind = b"", b""
    start = place + 2 + 12 * len(tags) + 4
    for number, kind, value in sorted(tags):
        entries += struct.pack("<HHI", number, kind, len(value) // sizes[kind])
        if len(value) <= 4:
            entries += value.ljust(4, b"\0")
        else:
            entries += _long(start + len(behind))
            behind += value + bytes(len(value) % 2)
    return struct.pack("<H", len(tags)) + entries + _long(following) + behind


def _long(number: int) -> bytes:
    return struct.pack("<I", number)


def _degrees(degrees: int, minutes: int, seconds: int) -> bytes:
    return struct.pack("<6I", degrees, 1, minutes, 1, seconds, 100_000)


def _text(place: str) -> bytes:
    return canary(place).encode() + b"\0"


def _wide(place: str) -> bytes:
    return canary(place).encode("utf-16-le") + b"\0\0"
