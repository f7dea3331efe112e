"""A workbook of the old binary format (.xls), just enough of it to be read."""

import struct
from collections.abc import Sequence

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole_workbook(rows: Sequence[Sequence[str]], sheet: str = "Sheet1") -> bytes:
    """A workbook of one sheet; every cell is text."""
    stream = _workbook_stream(rows, sheet)
    sectors = max(-(-len(stream) // _SECTOR), 8)  # smaller streams would stand elsewhere
    fat = [_FAT, _END, *range(3, sectors + 2), _END]
    header = struct.pack(
        "<8s16s5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, _END, 0, _END, 0,
    ) + struct.pack("<109I", 0, *[_FREE] * 108)  # fmt: skip
    directory = (
        _entry("Root Entry", 5, 1, _END, 0)
        + _entry("Workbook", 2, _FREE, 2, sectors * _SECTOR)
        + bytes(256)
    )
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    return header + table + directory + stream.ljust(sectors * _SECTOR, b"\x00")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    coded = name.encode("utf-16-le") + b"\x00\x00"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", coded, len(coded), kind, 1, _FREE, _FREE, child, bytes(16), 0, 0, 0,
        start, size,
    )  # fmt: skip


def _workbook_stream(rows: Sequence[Sequence[str]], sheet: str) -> bytes:
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    name = sheet.encode("utf-16-le")
    length = len(begin) + 4 + 8 + len(name) + 4
    listed = _record(0x85, struct.pack("<IHBB", length, 0, len(sheet), 1) + name)
    cells = b"".join(
        _record(
            0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")
        )
        for row, line in enumerate(rows)
        for column, text in enumerate(line)
    )
    page = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    return begin + listed + _record(0x0A) + page + cells + _record(0x0A)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body
