import csv
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import suppress
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from rules.words import FIELD_ERRORS
from rules.words.import_words import SHEET_REFUSALS
from service import clean_child
from service import sheet_reading as reading
from service.clean_child import ChildProgram
from service.errors import TooManyTries
from service.sheet_reading import Sheet, SheetRefused, read_sheet
from tests.ole_workbook import ole_workbook
from tests.sheets_of_the_past import (
    BIG_HEADS,
    FORM_ANSWERS,
    FORM_HEADS,
    REGISTER_LINES,
    REGISTER_SHEET,
    big_cp874_csv,
    google_form_csv,
    register_xlsx,
)

MIB = 1024 * 1024
SHEET_PART = "xl/worksheets/sheet1.xml"
BEGIN = (
    b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns='
    b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
END = b"</sheetData></worksheet>"
SHARED_BEGIN = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
SHARED_END = b"</t></si></sst>"
SMALL = "เลขรับ,วันที่รับ,เรื่อง\n1,5/1/2567,ซ่อมถนน\n2,6/1/2567,เก็บค่าขยะ\n"


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows or (("เลขรับ", "วันที่รับ", "เรื่อง"), ("1", "5/1/2567", "ซ่อมถนน")):
        book.active.append(row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def with_parts(parts: dict[str, bytes], content: bytes = b"") -> bytes:
    """A sound workbook in which some parts are others, or are added."""
    made = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content or workbook())) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, body in parts.items():
            new.writestr(name, body)
    return made.getvalue()


def cell(reference: str, text: str = "x") -> bytes:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


ROW_OF_XML = b"<row><c><v>1</v></c><c><v>2</v></c></row>"
FORM, REGISTER = google_form_csv(), register_xlsx()


def peak_kib() -> int:
    """The most memory that this process has held since `forget_peak`."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def test_answers_of_a_form_keep_their_lines_and_their_quotes():
    sheet = read_sheet(FORM, "คำตอบ.csv")
    assert (sheet.kind, sheet.encoding, sheet.header_row) == ("csv", "utf-8", 1)
    assert sheet.headers == FORM_HEADS
    assert [row.number for row in sheet.rows] == [2, 3, 4]
    assert [row.cells for row in sheet.rows] == list(FORM_ANSWERS)


def test_a_register_of_several_years_is_read_without_its_titles_heads_and_totals():
    sheet = read_sheet(REGISTER, "ทะเบียน.xlsx")
    assert (sheet.kind, sheet.name) == ("xlsx", REGISTER_SHEET)
    assert sheet.names == ("คำอธิบาย", REGISTER_SHEET)
    assert [row.number for row in sheet.rows] == [line.file_row for line in REGISTER_LINES]
    subject = sheet.headers.index("เรื่อง")
    assert [row.cells[subject] for row in sheet.rows] == [line.subject for line in REGISTER_LINES]
    assert "วันที่ แจ้งผลผู้ร้อง" in sheet.headers
    assert {(row.number, row.why) for row in sheet.left_out} == {
        (1, "title"), (2, "title"), (5, "section"), (10, "no_complaint"), (11, "title"),
        (12, "repeated_header"), (13, "repeated_header"), (18, "total"), (20, "signature"),
    }  # fmt: skip


def test_a_cell_that_is_merged_downwards_speaks_for_each_row_it_covers():
    sheet = read_sheet(REGISTER, "ทะเบียน.xlsx")
    source = sheet.headers.index("ช่องทาง")
    said = {row.number: row.cells[source] for row in sheet.rows}
    assert said[14] == said[15] == "ศูนย์ดำรงธรรม"


def test_five_thousand_rows_in_the_old_thai_encoding_are_read():
    sheet = read_sheet(big_cp874_csv().content, "ทะเบียน.csv")
    assert (sheet.encoding, sheet.headers, len(sheet.rows)) == ("cp874", BIG_HEADS, 5_000)
    assert sheet.rows[-1].number == 5_001


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp874", "cp874"),
        ("tis-620", "cp874"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_encoding_and_separator_of_an_office_is_told(encoding, told, separator, line_end):
    text = SMALL.replace(",", separator).replace("\n", line_end)
    sheet = read_sheet(text.encode(encoding), "x.csv")
    assert sheet.encoding == told
    assert sheet.headers == ("เลขรับ", "วันที่รับ", "เรื่อง")
    assert [row.cells for row in sheet.rows] == [
        ("1", "5/1/2567", "ซ่อมถนน"), ("2", "6/1/2567", "เก็บค่าขยะ"),
    ]  # fmt: skip


def test_a_first_line_that_names_the_separator_is_obeyed():
    sheet = read_sheet(f"sep=;\n{SMALL.replace(',', ';')}".encode(), "x.csv")
    assert sheet.rows[0].number == 2
    assert len(sheet.headers) == 3


def test_what_looks_like_a_formula_is_text_and_stays_text():
    dangerous = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x","y")')
    text = StringIO()
    csv.writer(text).writerows([("เลขรับ", "เรื่อง"), *enumerate(dangerous, start=1)])
    sheet = read_sheet(text.getvalue().encode(), "x.csv")
    assert tuple(row.cells[1] for row in sheet.rows) == dangerous


def test_of_a_formula_in_a_workbook_only_the_saved_value_is_read():
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet()
    for column, head in enumerate(("เลขรับ", "เรื่อง", "รวม", "ผิด")):
        page.write_string(2, column + 1, head)
    page.write_number(3, 1, 12.0)
    page.write_string(3, 2, "=1+1")
    page.write_formula(3, 3, "=6*7", None, 42)
    page.write_formula(3, 4, "=1/0", None, "#DIV/0!")
    book.close()
    sheet = read_sheet(made.getvalue(), "x.xlsx")
    assert sheet.header_row == 3
    assert [(row.number, row.cells) for row in sheet.rows] == [(4, ("12", "=1+1", "42", ""))]


def test_a_formula_that_nobody_worked_out_is_an_empty_cell():
    sheet = read_sheet(workbook(("เลขรับ", "เรื่อง", "รวม"), (1, "ซ่อมถนน", "=6*7")), "x.xlsx")
    assert sheet.rows[0].cells == ("1", "ซ่อมถนน", "")


def test_days_keep_the_year_that_stands_in_the_file():
    buddhist = datetime(2567, 1, 5)  # noqa: DTZ001 -- a workbook knows no zones
    common = datetime(2024, 1, 5, 10, 30)  # noqa: DTZ001
    sheet = read_sheet(workbook(("เลขรับ", "วันที่รับ"), (1, buddhist), (2, common)), "x.xlsx")
    assert [row.cells[1] for row in sheet.rows] == ["2567-01-05", "2024-01-05 10:30:00"]


def test_rows_of_a_workbook_keep_their_numbers_wherever_the_table_begins():
    book = Workbook()
    for column, (head, value) in enumerate((("เลขรับ", 7), ("เรื่อง", "ซ่อมถนน")), start=3):
        book.active.cell(9, column, head)
        book.active.cell(12, column, value)
    book.active.cell(5, 2, "ทะเบียน")
    made = BytesIO()
    book.save(made)
    sheet = read_sheet(made.getvalue(), "x.xlsx")
    assert (sheet.header_row, sheet.headers) == (9, ("เลขรับ", "เรื่อง"))
    assert [(row.number, row.cells) for row in sheet.rows] == [(12, ("7", "ซ่อมถนน"))]


def test_a_sheet_is_chosen_by_its_name_and_one_that_is_not_there_is_refused():
    book = Workbook()
    for name, word in (("ปี 66", "ก"), ("ปี 67", "ข")):
        page = book.create_sheet(name)
        page.append(("เลขรับ", "เรื่อง"))
        page.append((1, word))
    made = BytesIO()
    book.save(made)
    content = made.getvalue()
    assert read_sheet(content, "x.xlsx").rows[0].cells[1] == "ก"  # the first is empty
    assert read_sheet(content, "x.xlsx", "ปี 67").rows[0].cells[1] == "ข"
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content, "x.xlsx", "ปี 68")
    assert refused.value.why == "sheet_not_there"


def test_a_workbook_of_the_old_format_is_read_too():
    content = ole_workbook([["เลขรับ", "วันที่รับ", "เรื่อง"], ["1", "5/1/2567", "=ซ่อมถนน"]])
    sheet = read_sheet(content, "x.xls")
    assert (sheet.kind, sheet.headers) == ("xls", ("เลขรับ", "วันที่รับ", "เรื่อง"))
    assert sheet.rows[0].cells == ("1", "5/1/2567", "=ซ่อมถนน")


def lying_about_its_size() -> bytes:
    """A part of 100 MB that says in both its places that it is of ten bytes."""
    content = bytearray(with_parts({SHEET_PART: BEGIN + b" " * (100 * MIB) + END}))
    with zipfile.ZipFile(BytesIO(bytes(content))) as package:
        entry = package.getinfo(SHEET_PART)
    true = entry.file_size.to_bytes(4, "little")
    return bytes(content).replace(true, (10).to_bytes(4, "little"))


def sealed_package() -> bytes:
    words = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000) + words + bytes(2_000)


def twice_the_same_part() -> bytes:
    made = BytesIO(workbook())
    with zipfile.ZipFile(made, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(SHEET_PART, BEGIN + END)
    return made.getvalue()


def wide_csv(columns: int) -> bytes:
    heads = ",".join(f"เรื่อง {at}" for at in range(columns))
    return f"{heads}\n{','.join('ก' for _ in range(columns))}".encode()


def one_long_word_in_every_cell() -> bytes:
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 90 + b"</row>"
    words = SHARED_BEGIN + b"a" * 9_000 + SHARED_END
    return with_parts({SHEET_PART: BEGIN + row * 2_000 + END, "xl/sharedStrings.xml": words})


def a_cell_in_the_last_corner() -> bytes:
    first = b'<row r="1">' + cell("A1") + b"</row>"
    last = b'<row r="1048576">' + cell("XFD1048576") + b"</row>"
    return with_parts({SHEET_PART: BEGIN + first + last + END})


def an_entity_from_outside() -> bytes:
    declared = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    return with_parts({SHEET_PART: declared + BEGIN + END})


def words_that_swell() -> bytes:
    return with_parts({"xl/sharedStrings.xml": SHARED_BEGIN + b"a" * (100 * MIB) + SHARED_END})


def no_workbook_in_it() -> bytes:
    return workbook().replace(b"xl/workbook.xml", b"xx/workbook.xml")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = {
    "nothing": (lambda: b"", "sheet_empty"),
    "blanks": (lambda: b" \n \n", "sheet_empty"),
    "heads alone": (lambda: "เลขรับ,เรื่อง\n".encode(), "sheet_empty"),
    "over five megabytes": (lambda: b"a" * (reading.SHEET_BYTES + 1), "sheet_too_large"),
    "a row too many": (lambda: SMALL.encode() + b"1,1,1\n" * 19_998, "sheet_too_many_rows"),
    "a column too many": (lambda: wide_csv(101), "sheet_too_many_columns"),
    "a letter too many": (
        lambda: f"เลขรับ,เรื่อง\n1,{'ก' * 10_001}".encode(),
        "sheet_cell_too_long",
    ),
    "a quote that never ends": (lambda: b'a,b\n1,"' + b"x,\n" * 900_000, "sheet_cell_too_long"),
    "millions of empty rows": (lambda: b"a,b\n" + b"\n" * 5_000_000, "sheet_too_many_rows"),
    "nothing but commas": (lambda: b"," * 5_000_000, "sheet_empty"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "sheet_wrong_kind"),
    "a page of the web": (lambda: b"<html><table><tr><td>1</td></tr></table>", "sheet_wrong_kind"),
    "bytes": (lambda: bytes(range(1, 32)) * 40, "sheet_wrong_kind"),
    "letters of Europe": (lambda: "café;thé\nété;élève\n".encode("latin-1"), "sheet_bad_encoding"),
    "damaged UTF-8": (lambda: SMALL.encode() + b"3,7/1/2567,\xe0\xb8", "sheet_bad_encoding"),
    "another kind of package": (no_workbook_in_it, "sheet_wrong_kind"),
    "half a workbook": (lambda: workbook()[:2_000], "sheet_unreadable"),
    "a broken old workbook": (lambda: OLE + Random(1).randbytes(9_000), "sheet_old_format"),
    "a locked workbook": (sealed_package, "sheet_locked"),
    "a part that swells": (
        lambda: with_parts({SHEET_PART: BEGIN + b" " * (100 * MIB) + END}),
        "sheet_too_heavy",
    ),
    "words that swell": (words_that_swell, "sheet_too_heavy"),
    "one long word in every cell": (one_long_word_in_every_cell, "sheet_too_heavy"),
    "a million rows": (
        lambda: with_parts({SHEET_PART: BEGIN + ROW_OF_XML * 1_000_000 + END}),
        "sheet_too_many_rows",
    ),
    "a cell in the last corner": (a_cell_in_the_last_corner, "sheet_too_heavy"),
    "an entity from outside": (an_entity_from_outside, "sheet_unsafe"),
    "a workbook in a workbook": (
        lambda: with_parts({"xl/embeddings/a.bin": workbook()}),
        "sheet_unsafe",
    ),
    "two parts of one name": (twice_the_same_part, "sheet_unsafe"),
    "thousands of parts": (
        lambda: with_parts({f"xl/media/{at}": b"" for at in range(2_001)}),
        "sheet_unsafe",
    ),
    "a part that lies about its size": (lying_about_its_size, "sheet_unreadable"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sheet_or_is_too_much_is_refused_and_costs_the_parent_nothing(name):
    make, code = REFUSED[name]
    content = make()
    assert code == "sheet_too_large" or len(content) <= reading.SHEET_BYTES
    forget_peak()
    before = peak_kib()
    started = time.monotonic()
    with pytest.raises(SheetRefused) as refused:
        read_sheet(content, "x.csv")
    assert refused.value.why == code
    assert refused.value.fields == {"sheet": code}
    assert time.monotonic() - started < reading._CHILD.wall_seconds
    assert peak_kib() - before < 20 * 1024


def test_just_within_the_limits_is_read():
    rows = SMALL.encode() + b"1,1,1\n" * 19_997
    assert len(read_sheet(rows, "x.csv").rows) == 19_999  # and the row of heads
    assert len(read_sheet(wide_csv(100), "x.csv").headers) == 100
    long = read_sheet(f"เลขรับ,เรื่อง\n1,{'ก' * 10_000}".encode(), "x.csv")
    assert len(long.rows[0].cells[1]) == 10_000


def test_a_refusal_names_the_row_where_it_knows_one():
    with pytest.raises(SheetRefused) as refused:
        read_sheet(f"{SMALL}3,8/1/2567,{'ก' * 10_001}\n".encode(), "x.csv")
    assert (refused.value.row, refused.value.limits) == (4, {"sheet": 10_000})


def test_a_page_of_the_web_that_is_called_xls_is_answered_with_save_as_xlsx():
    with pytest.raises(SheetRefused) as refused:
        read_sheet(b"<html><table></table></html>", "ทะเบียน.XLS")
    assert refused.value.why == "sheet_old_format"
    assert ".xlsx" in FIELD_ERRORS[refused.value.why].th


def test_pictures_and_macros_stay_behind_unopened():
    content = with_parts({"xl/media/a.png": bytes(70 * MIB), "xl/vbaProject.bin": b"macro"})
    assert len(read_sheet(content, "x.xlsm").rows) == 1


def test_every_refusal_has_words_on_the_page():
    assert set(SHEET_REFUSALS) <= set(FIELD_ERRORS)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_workbook_or_a_text_with_any_bytes_spoilt_is_read_or_refused(data):
    content = bytearray(data.draw(st.sampled_from([REGISTER, FORM])))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SheetRefused):
        assert isinstance(read_sheet(bytes(content), "x"), Sheet)


def run_in_child(code: str) -> subprocess.CompletedProcess[bytes]:
    """Some code of a reader that was taken over, in a process limited as the real one is."""
    folder = Path(reading.__file__).parent
    prelude = f"import sys; sys.path.insert(0, {str(folder)!r}); import sheet_child, socket, os\n"
    prelude += "sheet_child.load_readers(); sheet_child.limit_self()\n"
    return subprocess.run(
        [sys.executable, "-I", "-c", prelude + code], capture_output=True, env={}, cwd="/",
        timeout=30, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hostname')",
        "open('/tmp/prongsai-sheet-was-here', 'w')",
        "socket.socket()",
        "bytearray(2 * 1024**3)",
        "__import__('resource').setrlimit(__import__('resource').RLIMIT_CORE, (1, 1)) "
        "if os.getuid() else 1 / 0",
    ],
    ids=["read a file", "write a file", "open a socket", "take memory", "lift a limit"],
)
def test_a_reader_that_was_taken_over_can_do_nothing(code):
    finished = run_in_child(code)
    assert finished.returncode != 0
    assert b"Error" in finished.stderr
    assert not Path("/tmp/prongsai-sheet-was-here").exists()  # noqa: S108


def in_place_of_the_child(monkeypatch, tmp_path, code: str, wall_seconds: float = 25.0) -> None:
    other = tmp_path / "other.py"
    other.write_text(code)
    monkeypatch.setattr(reading, "_CHILD", ChildProgram(other, wall_seconds))


SPY = """
import json, os, sys
sys.stdin.buffer.read()
told = repr((dict(os.environ), os.getcwd(), sys.argv[1:]))
about = {"kind": "csv", "name": "", "names": [], "encoding": told, "merges": []}
print(*map(json.dumps, (about, [1, "a", "b"], [2, "c", "d"])), sep="\\n", end="")
"""


def test_the_child_learns_nothing_of_our_environment_or_of_the_file_name(monkeypatch, tmp_path):
    monkeypatch.setenv("PRONGSAI_CANARY", "a secret")
    in_place_of_the_child(monkeypatch, tmp_path, SPY)
    told = read_sheet(SMALL.encode(), "นายดี ถูกร้อง.csv").encoding
    assert told.endswith("'/', ['sheet'])")
    assert "a secret" not in told and "นายดี" not in told


@pytest.mark.parametrize(
    "written",
    [
        "", "nonsense", "[]", "{}", '{"refused": "no_such_code"}', '{"kind": "csv"}',
        '{"kind":"csv","name":"","names":[],"encoding":"","merges":[]}\\n["1","a"]',
        '{"kind":"csv","name":"","names":[],"encoding":"","merges":[]}\\n[1,["a"]]',
        '{"kind":"csv","name":"","names":[],"encoding":"","merges":[[1]]}\\n[1,"a"]',
    ],
)  # fmt: skip
def test_what_a_child_writes_is_not_believed(monkeypatch, tmp_path, written):
    in_place_of_the_child(
        monkeypatch, tmp_path, f"import sys; sys.stdin.buffer.read(); sys.stdout.write('{written}')"
    )
    with pytest.raises(SheetRefused) as refused:
        read_sheet(SMALL.encode(), "x.csv")
    assert refused.value.why == "sheet_unreadable"


def test_a_child_that_writes_without_end_is_stopped(monkeypatch, tmp_path):
    in_place_of_the_child(
        monkeypatch, tmp_path, "import sys\nwhile True: sys.stdout.buffer.write(bytes(65536))"
    )
    monkeypatch.setattr(reading, "TOLD_BYTES_MOST", 4 * MIB)
    with pytest.raises(SheetRefused) as refused:
        read_sheet(SMALL.encode(), "x.csv")
    assert refused.value.why == "sheet_too_heavy"


def test_a_child_that_hangs_is_killed(monkeypatch, tmp_path):
    in_place_of_the_child(monkeypatch, tmp_path, "import time\ntime.sleep(60)", wall_seconds=0.5)
    started = time.monotonic()
    with pytest.raises(SheetRefused):
        read_sheet(b"x" * (4 * MIB), "x.csv")
    assert time.monotonic() - started < 10


def test_when_all_places_of_children_are_taken_it_is_said_to_try_again(monkeypatch):
    monkeypatch.setattr(clean_child, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(clean_child, "PATIENCE_SECONDS", 0.05)
    clean_child._places.acquire()
    with pytest.raises(TooManyTries):
        read_sheet(SMALL.encode(), "x.csv")
