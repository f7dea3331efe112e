import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.categories import CATEGORIES, GRIEVANCE_CATEGORIES, codes
from rules.import_cells import category_of, named_person, short_subject, source_of
from rules.import_columns import TargetField, guess_mapping
from rules.import_rows import (
    CheckedRows,
    ImportRow,
    MissingEnd,
    check_rows,
    row_from_plain,
    row_to_plain,
    running_number,
)
from rules.import_sheet import Sheet, SheetRow, sheet_from_plain, sheet_to_plain
from rules.import_statuses import PastStatus, status_words
from rules.intake import SOURCES
from rules.limits import SHORT_TEXT_LENGTH
from rules.typed_dates import DayOrder, read_day
from rules.words.import_words import IMPORT_PROBLEMS
from service.sheet_reading import read_sheet
from tests.sheets_of_the_past import (
    REGISTER_LINES,
    TODAY,
    big_cp874_csv,
    google_form_csv,
    register_xlsx,
)

HEADS = (
    "เลขรับ", "วันที่รับ", "เรื่อง", "รายละเอียด", "ผู้ถูกร้อง", "ช่องทาง", "ประเภท", "สถานะ", "วันที่แจ้งผลผู้ร้อง",
    "วันที่แล้วเสร็จ", "ผู้ร้อง", "โทรศัพท์", "อายุ", "ผู้รับผิดชอบ",
)  # fmt: skip
SOUND = {"เลขรับ": "1/2567", "วันที่รับ": "5/1/2567", "เรื่อง": "ซ่อมถนน"}


def checked(*rows: dict[str, str], **more: Any) -> CheckedRows:
    """The rows checked as the first guess of every page reads them."""
    cells = [tuple(row.get(head, "") for head in HEADS) for row in rows]
    numbered = tuple(SheetRow(number, row) for number, row in enumerate(cells, start=2))
    return checked_sheet(Sheet("csv", "", (), HEADS, numbered, 1), **more)


def checked_sheet(sheet: Sheet, **more: Any) -> CheckedRows:
    mapping = guess_mapping(sheet.headers)
    statuses = {one.key: one.guess for one in status_words(sheet, mapping) if one.guess}
    return check_rows(sheet, mapping, statuses, TODAY, **more)


def only(*rows: dict[str, str], **more: Any) -> ImportRow:
    found = checked(*rows, **more)
    assert len(found.rows) == 1, found.problems
    return found.rows[0]


def found_problems(*rows: dict[str, str], **more: Any) -> list[tuple[int, str, str]]:
    return [(one.file_row, one.column, one.code) for one in checked(*rows, **more).problems]


def test_the_answers_of_a_form_become_rows():
    first, second, third = checked_sheet(read_sheet(google_form_csv(), "x.csv")).rows
    assert first.received_on == date(2024, 1, 5)
    assert first.narrative.count("\n") == 3
    assert first.reporter_name == "สมศรี ใจดี"
    assert first.reporter_contact == "081-234-5678\nที่อยู่อีเมล: somsri@example.org"
    assert first.others == (("ท่านเป็นใคร", "ผู้รับบริการ"),)
    assert (second.reporter_name, second.reporter_contact) == ("", "")
    assert second.narrative.startswith("=HYPERLINK(")
    assert third.subject == "เจ้าหน้าที่นำรถราชการไปใช้ส่วนตัวในวันหยุด หลายครั้ง"
    assert (third.accused, third.status, third.completed_on) == ("", PastStatus.OPEN, None)


def test_the_register_of_two_years_comes_out_as_a_clerk_would_read_it():
    found = checked_sheet(read_sheet(register_xlsx(), "x.xlsx"))
    assert found.problems == ()
    read = [
        (row.file_row, row.old_number, row.received_on, row.subject, row.status, row.completed_on)
        for row in found.rows
    ]
    assert read == [
        (line.file_row, line.number, line.received_on, line.subject, line.status, line.completed_on)
        for line in REGISTER_LINES
    ]


def test_each_spoilt_row_of_five_thousand_is_named_and_no_other():
    big = big_cp874_csv()
    found = checked_sheet(read_sheet(big.content, "x.csv"))
    assert {one.file_row: one.code for one in found.problems} == big.errors
    assert len(found.problems) == len(big.errors)
    assert found.stopped == frozenset(big.errors)
    assert len(found.rows) == big.ready == 5_000 - len(big.errors)
    twice = next(one for one in found.problems if one.code == "number_twice")
    assert (twice.column, twice.other_row) == ("เลขรับ", 4_443)


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"วันที่รับ": ""}, "วันที่รับ", "no_received_day"),
        ({"วันที่รับ": "-"}, "วันที่รับ", "no_received_day"),
        ({"วันที่รับ": "31/2/2567"}, "วันที่รับ", "bad_day"),
        ({"วันที่รับ": "22/11/2569"}, "วันที่รับ", "future_day"),
        ({"วันที่รับ": "5/1/2520"}, "วันที่รับ", "old_day"),
        ({"เรื่อง": "", "รายละเอียด": " … "}, "เรื่อง", "no_words"),
        ({"สถานะ": "ยุติ", "วันที่แล้วเสร็จ": "4/1/2567"}, "วันที่แล้วเสร็จ", "completed_before_received"),
        ({"วันที่แจ้งผลผู้ร้อง": "4/1/2567"}, "วันที่แจ้งผลผู้ร้อง", "answered_before_received"),
        ({"สถานะ": "ฟฟฟ"}, "สถานะ", "unknown_status"),
        ({"สถานะ": "ยุติ"}, "วันที่แล้วเสร็จ", "ended_without_day"),
        ({"สถานะ": "ยุติ", "วันที่แล้วเสร็จ": "สิ้นเดือน"}, "วันที่แล้วเสร็จ", "bad_day"),
        ({"เรื่อง": "ก" * 10_000, "รายละเอียด": "ข" * 10_000}, "รายละเอียด", "words_too_long"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column_and_stops_that_row_alone(changed, column, code):
    found = checked({**SOUND, "เลขรับ": "9/2567"}, SOUND | changed)
    assert [(one.file_row, one.column, one.code) for one in found.problems] == [(3, column, code)]
    assert found.stopped == {3}
    assert [row.file_row for row in found.rows] == [2]
    assert code in IMPORT_PROBLEMS


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    row = {"วันที่รับ": "ไม่ทราบ", "สถานะ": "ฟฟฟ", "วันที่แจ้งผลผู้ร้อง": "1/1/2600"}
    assert [code for _row, _column, code in found_problems(row)] == [
        "bad_day", "no_words", "future_day", "unknown_status",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code", "status", "completed_on"),
    [
        ({"สถานะ": "ยุติ", "วันที่แจ้งผลผู้ร้อง": "9/1/2567"}, "end_day_from_answer", "closed", date(2024,
            1, 9)),
        ({"สถานะ": "อยู่ระหว่าง", "วันที่แล้วเสร็จ": "9/1/2567"}, "open_with_end_day", "open", None),
        ({"เลขรับ": "2567-01-01"}, "number_behind_day", "open", None),
    ],
)  # fmt: skip
def test_a_lesser_problem_is_said_and_the_row_is_ready(changed, code, status, completed_on):
    found = checked(SOUND | changed)
    assert [(one.code, one.stops) for one in found.problems] == [(code, False)]
    assert found.stopped == frozenset()
    assert (found.rows[0].status, found.rows[0].completed_on) == (status, completed_on)


def test_a_day_that_an_open_row_does_not_take_is_kept_among_its_other_words():
    row = only(SOUND | {"สถานะ": "อยู่ระหว่างดำเนินการ", "วันที่แล้วเสร็จ": "9/1/2567"})
    assert ("วันที่แล้วเสร็จ", "9/1/2567") in row.others


@pytest.mark.parametrize(
    ("received", "choice", "ended"),
    [
        ("5/1/2567", MissingEnd.RECEIVED_DAY, date(2024, 1, 5)),
        ("5/1/2567", MissingEnd.FISCAL_YEAR_END, date(2024, 9, 30)),
        ("5/10/2566", MissingEnd.FISCAL_YEAR_END, date(2024, 9, 30)),
        ("1/11/2569", MissingEnd.FISCAL_YEAR_END, TODAY),
    ],
)
def test_an_end_without_a_day_takes_the_one_that_the_officer_chose(received, choice, ended):
    row = {**SOUND, "วันที่รับ": received, "สถานะ": "ยุติ"}
    found = checked(row, missing_end=choice)
    assert found.rows[0].completed_on == ended
    assert [(one.code, one.stops) for one in found.problems] == [("end_day_assumed", False)]


def test_a_row_without_a_status_has_ended_when_it_bears_the_day():
    assert only(SOUND | {"วันที่แล้วเสร็จ": "9/1/2567"}).status is PastStatus.CLOSED
    assert only(SOUND).status is PastStatus.OPEN


def test_the_officers_word_on_a_status_counts_and_not_the_guess():
    sheet = Sheet(
        "csv", "", (), ("วันที่รับ", "เรื่อง", "สถานะ"), (SheetRow(2, ("5/1/67", "ก", "จบแบบนั้น")),), 1
    )
    mapping = guess_mapping(sheet.headers)
    said = {status_words(sheet, mapping)[0].key: PastStatus.OPEN}
    assert check_rows(sheet, mapping, said, TODAY).rows[0].status is PastStatus.OPEN


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        ("12/2567", "๑๒/๒๕๖๗", True),
        ("12/2567", "12/67", True),
        ("12/2567", "12/2568", False),
        ("12", "12", True),
        ("012", "12", True),
        ("ก-ข", "ก-ข", True),
        ("ก-ข", "ก-ค", False),
        ("", "", False),
    ],
)
def test_a_number_may_stand_once_in_a_year(first, second, twice):
    problems = found_problems(SOUND | {"เลขรับ": first}, SOUND | {"เลขรับ": second})
    assert problems == ([(3, "เลขรับ", "number_twice")] if twice else [])


def test_a_bare_number_may_come_again_when_either_kind_of_year_has_begun():
    days = ("30/9/2566", "2/10/2566", "3/1/2567")
    rows = [SOUND | {"เลขรับ": "5", "วันที่รับ": day} for day in days]
    assert found_problems(*rows) == []


def test_whatever_tells_of_the_reporter_goes_with_the_name_and_never_among_other_words():
    row = only(SOUND | {"ผู้ร้อง": "นายดี", "โทรศัพท์": "081", "อายุ": "52", "ผู้รับผิดชอบ": "นิติกร"})
    assert (row.reporter_name, row.reporter_contact) == ("นายดี", "081\nอายุ: 52")
    assert row.others == (("ผู้รับผิดชอบ", "นิติกร"),)


def test_columns_about_the_reporter_go_with_the_name_even_when_nothing_is_mapped_to_it():
    sheet = Sheet(
        "csv", "", (), ("วันที่รับ", "เรื่อง", "ชื่อ-สกุล ผู้ร้อง", "ที่อยู่ผู้ร้อง"),
        (SheetRow(2, ("5/1/2567", "ซ่อมถนน", "นายดี", "หมู่ 4")),), 1,
    )  # fmt: skip
    mapping = {TargetField.RECEIVED_DAY: 0, TargetField.SUBJECT: 1}
    row = check_rows(sheet, mapping, {}, TODAY).rows[0]
    assert row.reporter_contact == "ชื่อ-สกุล ผู้ร้อง: นายดี\nที่อยู่ผู้ร้อง: หมู่ 4"
    assert row.others == ()


@pytest.mark.parametrize(
    "cell",
    ["ปกปิด", "ปกปิดชื่อ", "ไม่ประสงค์ออกนาม", "ไม่ระบุชื่อ", "ไม่ลงชื่อ", "บัตรสนเท่ห์", "พลเมืองดี", "Anonymous",
        "ขอปกปิด", "(ไม่มี)"],
)  # fmt: skip
def test_words_that_name_nobody_are_no_name(cell):
    assert named_person(cell) == ""


@pytest.mark.parametrize(
    "cell", ["นายดี จริงใจ", "ปกปิดชื่อ นายดี จริงใจ บ้านเลขที่ 4", "นางไม่ ระบุ", "ขอ เดช"]
)
def test_words_that_may_name_somebody_are_kept(cell):
    assert named_person(cell) == cell


@pytest.mark.parametrize(
    ("cell", "code", "is_exact"),
    [
        ("โทรศัพท์", "telephone", True), ("โทร. 1567", "telephone", False), ("Line OA", "line",
            False),
        ("เพจเฟซบุ๊ก", "facebook", False), ("ศูนย์ดำรงธรรมอำเภอ", "referred_in", False), ("ตู้รับเรื่อง",
            "letter", False),
        ("มาด้วยตนเอง", "walk_in", False), ("เว็บไซต์", "", False), ("", "", True),
    ],
)  # fmt: skip
def test_how_a_matter_came_is_known_by_its_words(cell, code, is_exact):
    assert source_of(cell) == (code, is_exact)
    assert code in ("", *codes(SOURCES))


def test_a_category_is_one_of_its_own_channel():
    assert category_of("จัดซื้อจัดจ้าง", CATEGORIES) == ("procurement", False)
    assert category_of("ยักยอก / เบียดบังเงินหรือทรัพย์สิน", CATEGORIES) == ("embezzlement", True)
    assert category_of("ถนน", CATEGORIES) == ("", False)
    assert category_of("ถนน", GRIEVANCE_CATEGORIES) == ("roads", False)
    row = only(SOUND | {"ประเภท": "ไฟทาง"}, categories=GRIEVANCE_CATEGORIES)
    assert (row.category, row.others) == ("lights", (("ประเภท", "ไฟทาง"),))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12/2567", (12, 2567)), ("๑๒/๒๕๖๗", (12, 2567)), ("12/67", (12, 2567)), ("12/2024", (12,
            2567)),
        ("เลขรับที่ 012 / 2567", (12, 2567)), ("COR-2567-00012", (12, 2567)), ("ร.ร. 12-2567", (12,
            2567)),
        ("12", (12, None)), ("เลขที่ 12", (12, None)), ("", None), ("ก", None), ("0", None),
            ("12/2567/3", None),
        ("1" * 40, None),
    ],
)  # fmt: skip
def test_a_running_number_is_read_with_its_year(typed, number):
    assert running_number(typed) == number


def test_a_number_that_excel_took_for_a_month_is_turned_back():
    assert only(SOUND | {"เลขรับ": "2567-12-01"}).old_number == "12/2567"
    assert only(SOUND | {"เลขรับ": "1967-03-01"}).old_number == "3/67"
    assert only(SOUND | {"เลขรับ": "2567-12-02"}).old_number == "2567-12-02"


@given(st.text(max_size=700), st.text(max_size=700))
def test_a_subject_always_fits_and_no_word_is_lost(subject, narrative):
    short, long = short_subject(subject, narrative)
    assert len(short) <= SHORT_TEXT_LENGTH
    assert "\n" not in short
    assert narrative in long
    assert bool(short) == bool(subject.split() or narrative.split())
    whole = " ".join((short + " " + long).split())
    assert " ".join(subject.split()) in whole


def test_a_column_of_american_days_is_read_so_and_says_so():
    heads = ("Timestamp", "Subject")
    days = ("1/5/2024 9:00:00", "1/25/2024 9:00:00")
    rows = tuple(SheetRow(number, (day, "ก")) for number, day in enumerate(days, start=2))
    found = checked_sheet(Sheet("csv", "", (), heads, rows, 1))
    assert found.day_order is DayOrder.MONTH_FIRST
    assert [row.received_on for row in found.rows] == [date(2024, 1, 5), date(2024, 1, 25)]


CELLS = st.one_of(
    st.sampled_from(["", "-", "5/1/2567", "๕ ม.ค. ๒๕๖๗", "ยุติ", "ส่งต่อ", "12/2567", "=1+1",
        "9/9/2599"]),
    st.text(max_size=40),
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.lists(CELLS, min_size=len(HEADS), max_size=len(HEADS)), max_size=6))
def test_every_row_is_ready_or_named_and_nothing_that_was_typed_is_lost(rows):
    found = checked(*(dict(zip(HEADS, row, strict=True)) for row in rows))
    numbers = {row.file_row for row in found.rows}
    assert numbers | found.stopped == set(range(2, len(rows) + 2))
    assert not numbers & found.stopped
    for row in found.rows:
        typed = dict(zip(HEADS, rows[row.file_row - 2], strict=True))
        assert row.received_on == read_day(typed["วันที่รับ"].strip(), TODAY)
        assert row.received_on <= (row.completed_on or TODAY) <= TODAY
        assert (row.completed_on is None) == (row.status is PastStatus.OPEN)
        assert row.subject and row.narrative
        assert row_from_plain(json.loads(json.dumps(row_to_plain(row)))) == row


def test_a_sheet_survives_being_put_away():
    sheet = read_sheet(register_xlsx(), "x.xlsx")
    assert sheet_from_plain(json.loads(json.dumps(sheet_to_plain(sheet)))) == sheet
