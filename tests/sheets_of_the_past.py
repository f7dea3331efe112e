"""Three awkward sheets as offices really have them, for everything that brings in the past.

Each is made anew, and says beside it what a careful clerk would read out of it.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from rules.thai_time import MONTHS_TH_SHORT, to_thai_digits

TODAY = date(2026, 11, 21)
"""The day on which the sheets below are right; nothing in them lies later but what should."""

FORM_HEADS = (
    "ประทับเวลา", "ที่อยู่อีเมล", "ชื่อ-นามสกุล (ไม่บังคับ)", "เบอร์โทรศัพท์", "ท่านต้องการร้องเรียนเรื่องใด",
    "รายละเอียดเหตุการณ์", "ผู้ถูกร้องเรียน (ถ้าทราบ)", "สถานที่เกิดเหตุ", "ท่านเป็นใคร",
)  # fmt: skip
FORM_ANSWERS: tuple[tuple[str, ...], ...] = (
    (
        "5/1/2024, 10:30:15", "somsri@example.org", "สมศรี ใจดี", "081-234-5678",
        "ซ่อมถนนลูกรังไม่ตรงแบบ",
        'ผู้รับจ้างลงหินคลุก "บาง" กว่าแบบ\nวัดได้ 8 ซม. จากแบบ 15 ซม.\n\nมีภาพถ่าย', "นายช่าง ก.",
        "หมู่ 4", "ผู้รับบริการ",
    ),
    (
        "12/1/2024, 21:07:44", "", "ไม่ประสงค์ออกนาม", "", "เรียกเงินค่าออกใบอนุญาต",
        "=HYPERLINK(\"http://example.org\",\"กดที่นี่\")", "", "", "ไม่ระบุ",
    ),
    (
        "28/2/2024, 8:01:02", "", "", "", "", "เจ้าหน้าที่นำรถราชการไปใช้ส่วนตัวในวันหยุด\nหลายครั้ง", "-",
        "ตลาดสด", "พยานผู้พบเห็น",
    ),
)  # fmt: skip


def google_form_csv() -> bytes:
    """Three answers to a form: C.E. days with their minute, answers of several lines, UTF-8."""
    return _csv([FORM_HEADS, *FORM_ANSWERS]).encode()


REGISTER_HEADS = (
    "ลำดับ", "เลขรับ", "วันเดือนปีที่รับ", "ช่องทาง", "ผู้ร้อง", "เรื่อง", "ผู้ถูกร้อง", "สถานะ", "วันที่แจ้งผลผู้ร้อง",
        "วันที่ยุติ",
    "หมายเหตุ",
)  # fmt: skip


@dataclass(frozen=True)
class RegisterLine:
    """One row of the register as it should be read."""

    file_row: int
    number: str
    received_on: date
    subject: str
    status: str
    completed_on: date | None


REGISTER_LINES = (
    RegisterLine(6, "1/2566", date(2022, 10, 10), "ตรวจรับงานขุดลอกคลองทั้งที่ขุดไม่เสร็จ", "closed",
        date(2022, 10, 21)),
    RegisterLine(7, "2/2566", date(2023, 3, 2), "=cmd|' /C calc'!A0", "closed", date(2023, 3,
        10)),
    RegisterLine(9, "3/2566", date(2023, 9, 30), "+ เบิกค่าอาหารเกินจำนวนผู้เข้าอบรม", "not_accepted",
        date(2023, 10, 5)),
    RegisterLine(14, "1/2567", date(2024, 1, 5), "@ รับเงินทอนจากผู้รับเหมา", "forwarded", date(2024,
        1, 19)),
    RegisterLine(15, "2/2567", date(2024, 1, 5), "- ใช้รถแบ็กโฮถมดินให้ญาติ", "open", None),
    RegisterLine(16, "3/2567", date(2024, 2, 29), "เก็บค่าขยะแล้วไม่ออกใบเสร็จ", "closed", date(2024,
        3, 8)),
)  # fmt: skip
REGISTER_SHEET = "ทะเบียน 66-67"


def register_xlsx() -> bytes:
    """A register of two fiscal years in Excel: titles, merged cells, heads again, a total.

    Row 2567-01-05 is a real date whose year is Buddhist; row 14's is the same day in words.
    """
    book = Workbook()
    cover = book.active
    assert isinstance(cover, Worksheet)
    cover.title = "คำอธิบาย"
    cover.sheet_state = "hidden"
    cover["A1"] = "แผ่นนี้ไม่มีข้อมูล"
    sheet = book.create_sheet(REGISTER_SHEET)
    _titles(sheet)
    _heads(sheet, 3)
    rows = {
        5: ("ปีงบประมาณ พ.ศ. ๒๕๖๖",),
        6: (1, "๑/๒๕๖๖", "๑๐ ต.ค. ๒๕๖๕", "โทรศัพท์", "ปกปิด", REGISTER_LINES[0].subject, "กองช่าง",
            "ยุติเรื่อง", "๒๐ ต.ค. ๒๕๖๕", "๒๑ ต.ค. ๒๕๖๕", "=SUM(A6:A7)"),
        7: (2, "๒/๒๕๖๖", _date(2023, 3, 2), "ไลน์", "นางสาวมาลี", "=cmd|' /C calc'!A0", None,
            "ดำเนินการแล้วเสร็จ", None, _date(2023, 3, 10), "-"),
        9: (3, "๓/๒๕๖๖", "30/9/66", "จดหมาย", "", REGISTER_LINES[2].subject, None,
            "ไม่รับไว้พิจารณา", "5 ต.ค.66", "5 ตุลาคม 2566", None),
        10: (None, None, None, "ไม่มีเรื่องร้องเรียน"),
    }  # fmt: skip
    for number, cells in rows.items():
        _write(sheet, number, cells)
    sheet.merge_cells("A5:K5")
    _titles(sheet, first=11)
    _heads(sheet, 12)
    _second_year(sheet)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _second_year(sheet: Worksheet) -> None:
    rows = {
        14: (1, "1/2567", "๕ ม.ค. ๒๕๖๗", "ศูนย์ดำรงธรรม", "อำเภอ", REGISTER_LINES[3].subject,
            "ผู้บริหาร", "ส่งต่อ ป.ป.ช.", "วันที่ 19 มกราคม พ.ศ. 2567", "๑๙ ม.ค. ๖๗", None),
        15: (2, "2/2567", _date(2567, 1, 5), None, "นายมี", REGISTER_LINES[4].subject,
            "@พนักงาน", "อยู่ระหว่างดำเนินการ", None, None, "+66"),
        16: (3, "3/2567", "๒๙/๒/๒๕๖๗", "มาแจ้งที่สำนักงาน", "-", REGISTER_LINES[5].subject, None,
            "ยุติ", "8/3/2567", "8/3/2567", "=2+5"),
        18: (None, "รวม", None, None, None, "=COUNTA(F6:F16)", None, 6, None, 5, None),
        20: (None, None, None, None, None, "ลงชื่อ ............ ผู้จัดทำ"),
    }  # fmt: skip
    for number, cells in rows.items():
        _write(sheet, number, cells)
    # One source for two rows, as it is drawn on paper.
    sheet.merge_cells("D14:D15")


def _date(year: int, month: int, day: int) -> datetime:
    """A day as a workbook holds it: without an hour and without a zone."""
    return datetime(year, month, day)  # noqa: DTZ001


def _titles(sheet: Worksheet, first: int = 1) -> None:
    sheet.cell(first, 1, "ทะเบียนคุมเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ")
    sheet.merge_cells(start_row=first, end_row=first, start_column=1, end_column=11)
    if first == 1:
        sheet.cell(2, 1, "องค์การบริหารส่วนตำบลตัวอย่าง")
        sheet.merge_cells("A2:K2")


def _heads(sheet: Worksheet, row: int) -> None:
    """Two tiers: "วันที่" stands over the last two days, the others reach down over both."""
    for column, head in enumerate(REGISTER_HEADS, start=1):
        if column in (9, 10):
            sheet.cell(row + 1, column, head.removeprefix("วันที่"))
        else:
            sheet.cell(row, column, head)
            sheet.merge_cells(
                start_row=row, end_row=row + 1, start_column=column, end_column=column
            )
    sheet.cell(row, 9, "วันที่")
    sheet.merge_cells(start_row=row, end_row=row, start_column=9, end_column=10)


def _write(sheet: Worksheet, row: int, cells: Sequence[object]) -> None:
    for column, value in enumerate(cells, start=1):
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, str) and value.startswith("=cmd"):
            cell.data_type = "s"  # typed behind an apostrophe: words, not a formula


@dataclass(frozen=True)
class PastSheet:
    """A sheet, its rows that can be brought in, and what is wrong with the others by row."""

    content: bytes
    ready: int
    errors: Mapping[int, str]


BIG_HEADS = (
    "เลขรับ", "วันที่รับ", "เรื่อง", "รายละเอียด", "ช่องทาง", "ประเภท", "สถานะ", "วันที่แล้วเสร็จ", "ชื่อผู้ร้อง",
        "โทรศัพท์",
)  # fmt: skip
BIG_ERRORS: Mapping[int, str] = {
    101: "bad_day",
    777: "no_words",
    1500: "future_day",
    2048: "completed_before_received",
    3333: "unknown_status",
    4444: "number_twice",
    5001: "no_received_day",
}
_SPOILT: Mapping[int, Mapping[str, str]] = {
    101: {"วันที่รับ": "31 ก.พ. 2566"},
    777: {"เรื่อง": "", "รายละเอียด": " - "},
    1500: {"วันที่รับ": "5 ม.ค. 2600", "วันที่แล้วเสร็จ": "", "สถานะ": "อยู่ระหว่างดำเนินการ"},
    2048: {"วันที่แล้วเสร็จ": "1 ต.ค. 2559"},
    3333: {"สถานะ": "ฟฟฟ"},
    4444: {"เลขรับ": "4442"},  # the number of the row above it
    5001: {"วันที่รับ": ""},
}


def big_cp874_csv(count: int = 5_000) -> PastSheet:
    """So many rows in the old Thai encoding, seven of them spoilt; the first of them is row 2."""
    rows = list(_big_rows(count))
    content = _csv([BIG_HEADS, *rows]).encode("cp874")
    errors = {row: code for row, code in BIG_ERRORS.items() if row <= count + 1}
    return PastSheet(content, count - len(errors), errors)


def _big_rows(count: int) -> Iterator[tuple[str, ...]]:
    first = date(2016, 10, 3)
    for place in range(count):
        file_row = place + 2
        received = first + timedelta(days=place * 3_600 // 5_000)
        row = {
            "เลขรับ": str(file_row - 1),
            "วันที่รับ": _thai_day(received, place),
            "เรื่อง": f"เรื่องที่ {place + 1} จัดซื้อวัสดุก่อสร้าง",
            "รายละเอียด": "ร้านค้าเสนอราคารายเดียวทุกครั้ง",
            "ช่องทาง": ("โทรศัพท์", "จดหมาย", "Facebook", "เว็บไซต์")[place % 4],
            "ประเภท": ("จัดซื้อจัดจ้าง", "อื่น ๆ")[place % 2],
            "สถานะ": "อยู่ระหว่างดำเนินการ" if place % 10 == 0 else "แล้วเสร็จ",
            "วันที่แล้วเสร็จ": "" if place % 10 == 0 else _thai_day(received + timedelta(days=12), 1),
            "ชื่อผู้ร้อง": "" if place % 3 else "นายสมมุติ นามสมมุติ",
            "โทรศัพท์": "" if place % 3 else "0800000000",
        }
        spoilt = row | _SPOILT.get(file_row, {})
        yield tuple(spoilt[head] for head in BIG_HEADS)


def _thai_day(day: date, place: int) -> str:
    year = day.year + 543
    if place % 3 == 0:
        return to_thai_digits(f"{day.day} {MONTHS_TH_SHORT[day.month - 1]} {year}")
    return (
        f"{day.day}/{day.month}/{year}" if place % 3 == 1 else f"{day.day}/{day.month}/{year % 100}"
    )


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
