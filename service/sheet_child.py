"""Reads one sheet from standard input and writes its cells as text, inside its own limits.

Run as `python -I` by `clean_child`; imports nothing of the house. In: one line of JSON that names
the sheet that is wanted, then the file. Out: one line of JSON about the sheet, then a line of JSON
for each row that is not empty: its number as a spreadsheet program shows it, and its cells; or one
line {"refused": code, "row": number}. Nothing is evaluated: a formula in a text file is text, and
of a workbook only the values stand here that the program which saved it had worked out.
"""

import codecs
import csv
import io
import json
import os
import re
import resource
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY_BYTES = 640 * 1024 * 1024
CPU_SECONDS = 20
ROWS_MOST = 20_000
ROWS_LOOKED_AT = 1_100_000  # empty ones among them; no spreadsheet program has more
COLUMNS_MOST = 100
CELL_LENGTH = 10_000
CELLS_MOST = 1_000_000
TEXT_LENGTH = 12_000_000  # all cells together
UNPACKED_BYTES = 64 * 1024 * 1024
PARTS_MOST = 2_000
MERGED_CELLS_MOST = 200_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
_SEALED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PARTS = ("[content_types].xml", "xl/workbook.xml", "xl/sharedstrings.xml", "xl/styles.xml")
_FOLDERS = ("_rels/", "xl/_rels/", "xl/worksheets/")
_NESTED = (".zip", ".xlsx", ".xlsm", ".xlsb", ".xls", ".docx", ".ods", ".jar", ".7z", ".rar", ".gz")
_NOT_SEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1a]")
_ESCAPED_END = re.compile("_x000[dD]_\n?|_x000[aA]_")  # how a workbook may write the end of a line
_SEPARATORS = ",;\t|"
_SAID_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_THAI = re.compile(r"[\u0e01-\u0e5b]")
_THAI_MARKS = re.compile(r"(?<![\u0e01-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


class Refused(Exception):
    """The file is not read; the code says why, the row where."""

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.row = row


def limit_self() -> None:
    """Bound memory and time; from here on no file, no socket and no process can be opened."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def load_readers() -> None:
    """Import everything that reading needs, while files can still be opened."""
    import python_calamine  # noqa: F401 -- imported late so that the tests can limit it too

    for name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874"):
        codecs.lookup(name)
    "a".encode("cp437")  # what names in a zip are written in


def read(content: bytes, wanted: str) -> tuple[dict[str, Any], list[tuple[int, list[str]]]]:
    """What stands in the file: about the sheet, and its rows that are not empty."""
    if content.startswith(_ZIP):
        about, rows = _workbook(_repacked(content), "xlsx", wanted)
    elif content.startswith(_OLE):
        if _SEALED_PACKAGE in content:
            raise Refused("sheet_locked")
        about, rows = _workbook(content, "xls", wanted)
    else:
        text, encoding = _decoded(content)
        about = {"kind": "csv", "name": "", "names": [], "encoding": encoding, "merges": []}
        rows = _records(text)
    return about, _kept(rows)


def _kept(rows: Iterator[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, when all of it is within the limits."""
    kept: list[tuple[int, list[str]]] = []
    length = count = 0
    for number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if not cells and number < ROWS_LOOKED_AT:
            continue
        if len(kept) >= ROWS_MOST or number >= ROWS_LOOKED_AT:
            raise Refused("sheet_too_many_rows")
        if len(cells) > COLUMNS_MOST:
            raise Refused("sheet_too_many_columns", number)
        if max(map(len, cells)) > CELL_LENGTH:
            raise Refused("sheet_cell_too_long", number)
        length += sum(map(len, cells))
        count += len(cells)
        if length > TEXT_LENGTH or count > CELLS_MOST:
            raise Refused("sheet_too_heavy", number)
        kept.append((number, cells))
    return kept


def _clean(text: str) -> str:
    """The text without what is not seen, its lines ended in one way."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
        text = _NOT_SEEN.sub("", text.replace("\x0c", " ").replace("\x1f", " "))
    return unicodedata.normalize("NFC", text).strip()


# --- text files ---------------------------------------------------------------------------------


def _decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and its encoding, the Thai one of one byte a letter last."""
    if content.startswith(_NO_TEXT) or content.lstrip()[:1] in (b"<", b"{"):
        raise Refused("sheet_wrong_kind")
    for encoding in _encodings(content):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if encoding == "cp874" and not _is_thai(text, content):
                raise Refused("sheet_bad_encoding")
            if _NO_LETTER.search(text):
                raise Refused("sheet_wrong_kind")
            return text, encoding
    raise Refused("sheet_bad_encoding")


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if b"\x00" in content[:4096]:
        begin = content[:4096]
        is_little = begin[1::2].count(0) >= begin[::2].count(0)
        return ("utf-16-le",) if is_little else ("utf-16-be",)
    return ("utf-8", "cp874")


def _is_thai(text: str, content: bytes) -> bool:
    """Whether what was decoded last of all is Thai indeed.

    Not a damaged file of UTF-8, in which each Thai letter begins alike, and not the accents of
    Europe, which would put vowels where none can stand.
    """
    letters = len(_THAI.findall(text))
    utf8 = content.count(b"\xe0\xb8") + content.count(b"\xe0\xb9")
    return letters > 0 and utf8 * 10 < letters and len(_THAI_MARKS.findall(text)) * 20 < letters


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a text file, numbered as a spreadsheet program numbers its rows."""
    said = _SAID_SEPARATOR.match(text)
    separator = said[1] if said else _separator(text)
    csv.field_size_limit(CELL_LENGTH * 2)
    lines = io.StringIO(text[said.end() :] if said else text, newline="")
    number = 0
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=separator), start=1):
            yield number, [_clean(cell) for cell in cells]
    except csv.Error:
        raise Refused("sheet_cell_too_long", number + 1) from None


def _separator(text: str) -> str:
    """The mark at which most of the first records fall into equally many cells."""
    begin = text[:100_000]
    return max(_SEPARATORS, key=lambda mark: _evenness(begin, mark))


def _evenness(begin: str, separator: str) -> int:
    csv.field_size_limit(len(begin) + 1)
    widths: Counter[int] = Counter()
    with suppress(csv.Error):
        for place, cells in enumerate(csv.reader(io.StringIO(begin), delimiter=separator)):
            if place >= 200:
                break
            widths[len(cells)] += len(cells) > 1
    return max((width * count for width, count in widths.items()), default=0)


# --- workbooks ----------------------------------------------------------------------------------


def _repacked(content: bytes) -> bytes:
    """A new workbook of the parts that hold cells, unpacked here and counted while unpacked.

    Pictures, macros, links to other files and whatever else a workbook may carry stay behind.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = _parts(package)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, ValueError):
        raise Refused("sheet_unreadable") from None
    if "xl/workbook.xml" not in {name.lower() for name in parts}:
        raise Refused("sheet_wrong_kind")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, body in parts.items():
            package.writestr(zipfile.ZipInfo(name), body)
    return made.getvalue()


def _parts(package: zipfile.ZipFile) -> dict[str, bytes]:
    entries = package.infolist()
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > PARTS_MOST or len(set(names)) < len(names):
        raise Refused("sheet_unsafe")
    parts: dict[str, bytes] = {}
    left = UNPACKED_BYTES
    for entry, name in zip(entries, names, strict=True):
        if entry.flag_bits & 1:
            raise Refused("sheet_locked")
        if name.endswith(_NESTED) or _begins_like_zip(package, entry):
            raise Refused("sheet_unsafe")
        if name in _PARTS or (name.startswith(_FOLDERS) and name.endswith((".xml", ".rels"))):
            body = _unpacked(package, entry, left)
            left -= len(body)
            parts[entry.filename] = body
    return parts


def _begins_like_zip(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    with package.open(entry) as part:
        return part.read(len(_ZIP)) == _ZIP


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """One part, of which no more is unpacked than may be held, whatever it says of its size."""
    with package.open(entry) as part:
        body = part.read(left + 1)
    if len(body) > left:
        raise Refused("sheet_too_heavy")
    # No workbook declares anything; what does is after other files, or after our memory.
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body or b"\x00" in body:
        raise Refused("sheet_unsafe")
    return body


def _workbook(
    content: bytes, kind: str, wanted: str
) -> tuple[dict[str, Any], Iterator[tuple[int, list[str]]]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    broken = "sheet_unreadable" if kind == "xlsx" else "sheet_old_format"
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = _names(book)
        if wanted and wanted not in names:
            raise Refused("sheet_not_there")
        sheet = book.get_sheet_by_name(wanted) if wanted else _first(book, names)
    except PasswordError:
        raise Refused("sheet_locked") from None
    except (CalamineError, OSError, ValueError):
        raise Refused(broken) from None
    merges = _merges(sheet)
    about = {"kind": kind, "name": sheet.name, "names": names, "encoding": "", "merges": merges}
    return about, _cells(sheet)


def _names(book: Any) -> list[str]:
    """The sheets that hold cells: neither charts nor macros."""
    return [one.name for one in book.sheets_metadata if str(one.typ).endswith("WorkSheet")]


def _first(book: Any, names: list[str]) -> Any:
    """The first sheet that is shown and has anything in it; else the first."""
    shown = {one.name for one in book.sheets_metadata if str(one.visible).endswith(".Visible")}
    for name in names:
        if name in shown:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                return sheet
    if not names:
        raise Refused("sheet_empty")
    return book.get_sheet_by_name(names[0])


def _merges(sheet: Any) -> list[list[int]]:
    """Merged cells as [first row, first column, last row, last column], rows as they are shown.

    None covers a cell that another covers, and all together cover no more than may be filled.
    """
    merges: list[list[int]] = []
    covered: set[tuple[int, int]] = set()
    left_over = MERGED_CELLS_MOST
    for (top, left), (bottom, right) in sorted(sheet.merged_cell_ranges or ()):
        side = min(right, COLUMNS_MOST)
        area = max(bottom - top + 1, 0) * max(side - left + 1, 0)
        if area > left_over:
            continue
        left_over -= area
        cells = {
            (row, column) for row in range(top, bottom + 1) for column in range(left, side + 1)
        }
        if cells and covered.isdisjoint(cells):
            covered |= cells
            merges.append([top + 1, left, bottom + 1, side])
    return merges


def _cells(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Every row from the first on; the reader leaves out empty columns at the left, but no row."""
    _top, left = sheet.start or (0, 0)
    if left > COLUMNS_MOST:
        raise Refused("sheet_too_many_columns")
    before = [""] * left
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, before + [_text(cell) for cell in cells]


def _text(value: object) -> str:
    """One value as text: days as 2024-01-05, numbers without a needless fraction."""
    if isinstance(value, str):
        return _clean(_ESCAPED_END.sub("\n", value) if "_x000" in value else value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d") if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return "" if value is None else str(value)


def _told(content: bytes) -> bytes:
    """Everything that is written to the parent, as one piece."""
    line, _end, body = content.partition(b"\n")
    try:
        about, rows = read(body, json.loads(line)["sheet"])
    except Refused as refused:
        return json.dumps({"refused": refused.code, "row": refused.row}).encode()
    lines = [json.dumps(about, ensure_ascii=False)]
    lines += (json.dumps([number, *cells], ensure_ascii=False) for number, cells in rows)
    return "\n".join(lines).encode("utf-8", "replace")


def main() -> int:
    """0 when an answer was written; anything else when the file broke what read it."""
    load_readers()
    out = os.dup(1)
    # Whatever a reader prints must not get between the rows.
    os.dup2(2, 1)
    limit_self()
    try:
        told = _told(sys.stdin.buffer.read())
    except MemoryError:
        return 2
    except (
        BaseException
    ):  # a hostile file may break a reader in any way, a panic of Rust among them
        return 1
    with os.fdopen(out, "wb") as stream:
        stream.write(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
