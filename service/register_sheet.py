"""The register as an XLSX workbook that prints like the paper one.

Made in memory, because the writer's other way leaves its cells in files on the disk. Every cell is
text: what somebody has typed is never a formula or a link, and a day stands as Thai offices write
it, with its ISO form in the last columns for whoever sorts and counts.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from rules.thai_time import short_date, to_thai_digits
from rules.words import REGISTER, REGISTER_COLUMNS
from service.register_heading import Heading
from service.register_lines import RegisterLine

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_DAYS = ("received_on", "forwarded_on", "answered_on", "due_on", "completed_on")
_WORDS = ("subject", "accused")
_WIDTHS = {
    "position": 6, "receipt_no": 10, "received_on": 12, "source": 13, "complainant": 12,
    "subject": 34, "accused": 24, "case_officer": 18, "forwarded_on": 12, "done": 26,
    "answered_on": 12, "due_on": 12, "state": 16, "completed_on": 12, "notes": 28,
}  # fmt: skip
_A4 = 9
_FONT = {"font_name": "TH Sarabun New", "font_size": 14}
_CELL = _FONT | {"text_wrap": True, "valign": "top", "border": 1}


def register_sheet(
    heading: Heading, lines: Iterable[RegisterLine], *, thai_digits: bool = False
) -> bytes:
    """The workbook's bytes: the heading, the columns, a line a row."""
    made = BytesIO()
    workbook = Workbook(made, _OPTIONS)
    # The day alone: at what minute somebody made it is nobody's business.
    day = heading.day
    workbook.set_properties({"created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    names = columns_of(heading)
    sheet = workbook.add_worksheet(REGISTER["sheet"].th)
    cell = workbook.add_format(_CELL)
    first = _write_heading(sheet, heading, workbook.add_format(_FONT | {"bold": True}))
    _write_columns(sheet, first, names, workbook.add_format(_CELL | {"bold": True}))
    for row, line in enumerate(lines, start=first + 1):
        _write_line(sheet, row, line, names, cell, thai_digits)
    _set_page(sheet, first, names)
    workbook.close()
    return made.getvalue()


def columns_of(heading: Heading) -> tuple[str, ...]:
    """The columns of this register in order: those of words only where it has them."""
    return tuple(name for name in REGISTER_COLUMNS if heading.with_words or name not in _WORDS)


def shown(line: RegisterLine, name: str, *, thai_digits: bool = False) -> str:
    """One cell as the register writes it."""
    value = getattr(line, name)
    if value is None:
        return ""
    if isinstance(value, date):
        text = short_date(value)
    elif name == "notes":
        text = " · ".join(value)
    else:
        text = str(value)
    # What somebody has typed stays as it was typed.
    return to_thai_digits(text) if thai_digits and name not in (*_WORDS, "complainant") else text


def _write_heading(sheet: Worksheet, heading: Heading, bold: Format) -> int:
    """The row of the column heads, below the heading."""
    for row, text in enumerate(heading.lines):
        sheet.write_string(row, 0, text, bold)
    return len(heading.lines) + 1


def _write_columns(sheet: Worksheet, row: int, names: Sequence[str], bold: Format) -> None:
    for column, name in enumerate(names):
        sheet.write_string(row, column, REGISTER_COLUMNS[name].th, bold)
        sheet.set_column(column, column, _WIDTHS[name])
    for column, name in enumerate(_DAYS, start=len(names)):
        sheet.write_string(row, column, f"{name}_iso", bold)
        sheet.set_column(column, column, 11)


def _write_line(
    sheet: Worksheet,
    row: int,
    line: RegisterLine,
    names: Sequence[str],
    cell: Format,
    thai_digits: bool,
) -> None:
    for column, name in enumerate(names):
        sheet.write_string(row, column, shown(line, name, thai_digits=thai_digits), cell)
    for column, name in enumerate(_DAYS, start=len(names)):
        day = getattr(line, name)
        sheet.write_string(row, column, day.isoformat() if day else "", cell)


def _set_page(sheet: Worksheet, first: int, names: Sequence[str]) -> None:
    """A4 on its side, the grade at the top and the bottom of every page, the heads repeated."""
    grade = REGISTER["grade"].th
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    sheet.set_header(f"&C&14{grade}")
    sheet.set_footer(f"&C&14{grade}&R&12&P / &N")
    sheet.repeat_rows(first)
    sheet.freeze_panes(first + 1, 2)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, max(first, sheet.dim_rowmax or first), len(names) - 1)
