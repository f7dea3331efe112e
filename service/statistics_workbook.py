"""The statistics as an XLSX workbook: the Thai table to print, and the same numbers as data.

Four sheets: the table as the office shows it, the rows with the columns of the CSV, the further
tables, and what describes the data. Numbers are numbers; every other cell is text, so that nothing
in it is a formula or a link.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from rules.counting import Row, tenths_of_percent, total
from rules.statistics_options import ALWAYS_COLUMNS, StatisticsOptions
from rules.tables import Table
from rules.thai_time import long_date
from rules.words import OPEN_DATA_COLUMNS
from rules.words.shown_statistics import COLUMN_TITLES, HIDDEN_CELL, HIDDEN_CELL_NOTE
from rules.words.statistics import HEADS, SHEETS
from service.open_data import COLUMNS, TYPES, metadata_of, row_records
from service.publications import Version
from service.shown_statistics import ShownStatistics
from service.statistics_document import StatisticsDocument

Cell = str | int | float | None

_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_FONT: Final = {"font_name": "TH Sarabun New", "font_size": 16}
_A4: Final = 9
_ACROSS: Final = 6  # columns under which a paragraph lies
_LETTERS_A_LINE: Final = 100
_LINE_POINTS: Final = 24
_MONTHS_OF_A_QUARTER: Final = 3
_WIDTHS: Final = {"table": (30, 16), "rows": (16, 14), "tables": (36, 16), "metadata": (34, 40)}


def statistics_workbook(shown: ShownStatistics) -> bytes:
    """The workbook's bytes; the same bytes for the same document and version."""
    made = BytesIO()
    workbook = Workbook(made, _OPTIONS)
    # The day that the numbers say of themselves: when the file was fetched is nobody's business.
    day = shown.document.as_of
    workbook.set_properties({"created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    sheets = {name: _Sheet(workbook, name) for name in SHEETS}
    _write_table(sheets["table"], shown)
    _write_rows(sheets["rows"], shown.document)
    _write_tables(sheets["tables"], shown.document.tables)
    _write_metadata(sheets["metadata"], shown.document)
    workbook.close()
    return made.getvalue()


class _Sheet:
    """A sheet that is written line by line."""

    def __init__(self, workbook: Workbook, name: str) -> None:
        self.sheet: Worksheet = workbook.add_worksheet(SHEETS[name].th)
        self.plain: Format = workbook.add_format(_FONT)
        self.bold: Format = workbook.add_format(_FONT | {"bold": True})
        wrapped = _FONT | {"text_wrap": True, "valign": "top"}
        self.wrapped: Format = workbook.add_format(wrapped)
        self.cell: Format = workbook.add_format(wrapped | {"border": 1})
        self.head: Format = workbook.add_format(wrapped | {"border": 1, "bold": True})
        self.row = 0
        first, others = _WIDTHS[name]
        self.sheet.set_column(0, 0, first)
        self.sheet.set_column(1, len(COLUMNS), others)
        self.sheet.set_paper(_A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)

    def line(self, *cells: Cell, style: Format | None = None) -> None:
        """The next line; None leaves a cell empty."""
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                self.sheet.write_string(self.row, column, cell, style or self.plain)
            elif cell is not None:
                self.sheet.write_number(self.row, column, cell, style or self.plain)
        self.row += 1

    def paragraph(self, text: str) -> None:
        """A text over several columns, in as many lines as it will take on paper."""
        lines = -(-len(text) // _LETTERS_A_LINE)
        self.sheet.set_row(self.row, _LINE_POINTS * lines)
        self.sheet.merge_range(self.row, 0, self.row, _ACROSS - 1, text, self.wrapped)
        self.row += 1


def _write_table(sheet: _Sheet, shown: ShownStatistics) -> None:
    document = shown.document
    sheet.line(document.title.th, style=sheet.bold)
    sheet.line(document.agency_name.th, style=sheet.bold)
    for text in _heading(document, shown.version):
        sheet.line(text)
    sheet.line()
    if document.zero:
        sheet.line(document.zero.th, style=sheet.bold)
    if document.rows:
        _write_periods(sheet, document)
    else:
        sheet.line(HEADS["none_closed"].th)
    for text in _times(document):
        sheet.line(text)
    sheet.line()
    sheet.line(HEADS["notes"].th, style=sheet.bold)
    for note in document.notes:
        sheet.paragraph(note.th)


def _heading(document: StatisticsDocument, version: Version | None) -> Iterator[str]:
    yield HEADS["fiscal_year"].th.format(year=document.fiscal_year_be)
    if document.last:
        days = {"first": long_date(document.first), "last": long_date(document.last)}
        yield HEADS["span"].th.format(**days)
    yield HEADS["as_of"].th.format(day=long_date(document.as_of))
    if version is None:
        yield HEADS["live"].th
    else:
        day = long_date(version.published_on)
        yield HEADS["version"].th.format(version=version.version, day=day)
        yield f"SHA-256 {version.digest}"


def _write_periods(sheet: _Sheet, document: StatisticsDocument) -> None:
    columns = _columns(document.options)
    heads = (COLUMN_TITLES[name].th for name in columns)
    sheet.line(HEADS["period"].th, *heads, style=sheet.head)
    for label, row, is_sum in _lines(document):
        cells = (_cell(row, name) for name in columns)
        sheet.line(label, *cells, style=sheet.head if is_sum else sheet.cell)


def _columns(options: StatisticsOptions) -> tuple[str, ...]:
    chosen = {*ALWAYS_COLUMNS, *options.columns}
    return tuple(name for name in COLUMN_TITLES if name in chosen)


def _lines(document: StatisticsDocument) -> Iterator[tuple[str, Row, bool]]:
    """Every line with its label, and whether it is a sum."""
    by_quarter = "quarter_totals" in document.options.parts
    for number, row in enumerate(document.rows, start=1):
        yield row.period.label(), row, False
        if by_quarter and row.period.kind == "month" and number % _MONTHS_OF_A_QUARTER == 0:
            quarter = total(document.rows[number - _MONTHS_OF_A_QUARTER : number])
            index = number // _MONTHS_OF_A_QUARTER
            yield HEADS["quarter"].th.format(index=index), quarter, True
    if document.total:
        name = "whole_year" if document.total.period.kind == "year" else "total"
        yield HEADS[name].th, document.total, True


def _cell(row: Row, name: str) -> Cell:
    if name != "completed_percent":
        count: int = getattr(row, name)
        return count
    whole = row.carried_forward + row.received
    return tenths_of_percent(row.completed, whole) / 10 if whole else None


def _times(document: StatisticsDocument) -> Iterator[str]:
    if "in_time" in document.options.parts and document.answered_of:
        met, judged = document.answered_in_time, document.answered_of
        yield HEADS["in_time"].th.format(met=met, of=judged)
    if document.median_answer_days is not None:
        yield HEADS["median_answer"].th.format(days=document.median_answer_days)
    if document.median_closing_days is not None:
        yield HEADS["median_closing"].th.format(days=document.median_closing_days)


def _write_rows(sheet: _Sheet, document: StatisticsDocument) -> None:
    """The heads in the first line and nothing above them, as programs expect it."""
    sheet.line(*COLUMNS, style=sheet.bold)
    for record in row_records(document):
        sheet.line(*(record[name] for name in COLUMNS))
    sheet.sheet.freeze_panes(1, 0)


def _write_tables(sheet: _Sheet, tables: Sequence[Table]) -> None:
    if not tables:
        sheet.line(HEADS["no_tables"].th)
    for table in tables:
        sheet.line(table.title.th, style=sheet.bold)
        # The table's first column of words has no head of its own.
        sheet.line("", *(words.th for words in table.columns), style=sheet.head)
        for row in table.rows:
            sheet.line(row.label.th, *_shown(row.cells), style=sheet.cell)
        if table.total is not None:
            sheet.line(HEADS["total"].th, *_shown(table.total), style=sheet.head)
        notes = [table.note.th] if table.note else []
        for note in (*notes, *([HIDDEN_CELL_NOTE.th] if table.hides else [])):
            sheet.paragraph(note)
        sheet.line()


def _shown(cells: Iterable[int | None]) -> Iterator[Cell]:
    return (HIDDEN_CELL.th if cell is None else cell for cell in cells)


def _write_metadata(sheet: _Sheet, document: StatisticsDocument) -> None:
    sheet.line(HEADS["metadata"].th, style=sheet.bold)
    sheet.line(HEADS["item"].th, "", HEADS["value"].th, style=sheet.head)
    for item in metadata_of(document):
        sheet.line(item.label.th, item.name, item.value.th, style=sheet.cell)
    sheet.line()
    sheet.line(HEADS["dictionary"].th, style=sheet.bold)
    sheet.line(HEADS["column"].th, HEADS["type"].th, HEADS["meaning"].th, style=sheet.head)
    for name, meaning in OPEN_DATA_COLUMNS.items():
        sheet.line(name, TYPES[name], meaning.th, style=sheet.cell)
