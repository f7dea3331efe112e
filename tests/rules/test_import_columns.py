import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.import_columns import TargetField, guess_mapping, head_key, is_about_reporter
from rules.import_statuses import PastStatus, guess_status, status_words
from rules.import_table import NoTable, Table, sheet_of
from rules.words import REGISTER_COLUMNS
from rules.words.import_words import (
    IMPORT_PROBLEMS,
    LEFT_OUT,
    MISSING_ENDS,
    PAST_STATUSES,
    TARGET_FIELDS,
    TARGET_HINTS,
)
from tests.sheets_of_the_past import BIG_HEADS, FORM_HEADS, REGISTER_HEADS


def guessed(*heads: str) -> dict[str, str]:
    return {field.value: heads[column] for field, column in guess_mapping(heads).items()}


def test_the_heads_of_a_form_are_understood():
    assert guessed(*FORM_HEADS) == {
        "received_day": "ประทับเวลา",
        "subject": "ท่านต้องการร้องเรียนเรื่องใด",
        "narrative": "รายละเอียดเหตุการณ์",
        "accused": "ผู้ถูกร้องเรียน (ถ้าทราบ)",
        "place": "สถานที่เกิดเหตุ",
        "reporter_name": "ชื่อ-นามสกุล (ไม่บังคับ)",
        "reporter_contact": "เบอร์โทรศัพท์",
    }


def test_our_own_register_is_understood_when_it_comes_back():
    found = guessed(*(words.th for words in REGISTER_COLUMNS.values()))
    assert found == {
        "received_day": "วันเดือนปีที่รับ",
        "old_number": "เลขรับ",
        "subject": "เรื่อง",
        "accused": "หน่วยงาน/ผู้ถูกร้อง",
        "channel_of_arrival": "ช่องทาง",
        "status": "สถานะ",
        "answered_day": "วันที่แจ้งผลผู้ร้อง",
        "completed_day": "วันที่ยุติ",
        "result": "การดำเนินการ",
        "reporter_name": "ผู้ร้อง",
        "note": "หมายเหตุ",
    }


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("วัน เดือน ปี", "received_day"), ("ว/ด/ป ที่รับ", "received_day"), ("Timestamp",
            "received_day"),
        ("ลงรับวันที่", "received_day"), ("เลขทะเบียนรับ", "old_number"), ("เลขที่คำร้อง", "old_number"),
        ("เรื่องร้องเรียน/ร้องทุกข์", "subject"), ("ประเด็นข้อร้องเรียน", "subject"), ("พฤติการณ์แห่งการกระทำ",
            "narrative"),
        ("ชื่อผู้ถูกกล่าวหา", "accused"), ("ช่องทางการร้องเรียน", "channel_of_arrival"), ("ประเภทเรื่อง",
            "category"),
        ("กองที่รับผิดชอบ", "unit"), ("สถานะการดำเนินการ", "status"), ("แจ้งผลผู้ร้อง เมื่อวันที่",
            "answered_day"),
        ("วันที่ดำเนินการแล้วเสร็จ", "completed_day"), ("ผลการพิจารณา", "result"), ("ชื่อ-สกุล ผู้ร้อง",
            "reporter_name"),
        ("ที่อยู่อีเมล", "reporter_contact"), ("หมายเหตุ", "note"), ("รายละเอียด\n(โดยย่อ)",
            "narrative"),
    ],
)  # fmt: skip
def test_one_head_is_one_field(head, field):
    assert guessed(head) == {field: head}


@pytest.mark.parametrize(
    "head",
    ["ลำดับ", "วันครบ 15 วัน", "วันที่ส่งต่อ", "ผู้รับผิดชอบ", "วันเกิดเหตุ", "แนบหลักฐาน", "", "เลขที่หนังสือ",
        "วันเดือนปีเกิด", "x" * 500],
)  # fmt: skip
def test_a_head_that_is_none_of_the_fields_is_left_alone(head):
    assert guessed(head) == {}


def test_the_surest_of_two_days_is_taken():
    assert guessed("วันที่", "วันที่รับเรื่อง")["received_day"] == "วันที่รับเรื่อง"


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*FORM_HEADS, *REGISTER_HEADS, *BIG_HEADS]), st.text(max_size=150)
        )
    )
)
def test_no_column_is_used_twice(heads):
    columns = list(guess_mapping(heads).values())
    assert len(columns) == len(set(columns))
    assert set(columns) <= set(range(len(heads)))


@pytest.mark.parametrize(
    "head",
    [
        "ชื่อ", "ผู้ร้อง", "ที่อยู่", "ที่อยู่อีเมล", "เบอร์โทร", "เลขบัตรประชาชน", "อายุ", "อาชีพ", "LINE ID",
            "Email Address",
        "ที่อยู่ของผู้แจ้ง", "เลขประจำตัว ๑๓ หลัก",
    ],
)  # fmt: skip
def test_what_tells_of_the_reporter_is_known(head):
    assert is_about_reporter(head)


@pytest.mark.parametrize(
    "head",
    ["ผู้ถูกร้อง", "ชื่อผู้ถูกร้องเรียน", "ชื่อเรื่อง", "ชื่อพยาน", "วันที่แจ้งผลผู้ร้อง", "เรื่อง", "ที่อยู่ที่เกิดเหตุ",
        "เจ้าหน้าที่ผู้รับเรื่อง", "ลำดับ"],
)  # fmt: skip
def test_what_tells_of_others_is_not_taken_for_the_reporter(head):
    assert not is_about_reporter(head)


def test_a_head_has_one_spelling():
    assert head_key("วันที่ รับ\n(๑)") == head_key("วันที่รับ(1)") == "วันที่รับ1"
    assert head_key("สํานัก") == head_key("สำนัก")  # sara am in two pieces


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("ยุติเรื่อง", "closed"), ("ยุติ", "closed"), ("ดำเนินการแล้วเสร็จ", "closed"), ("ดำเนินการแล้ว",
            "closed"),
        ("เสร็จสิ้น", "closed"), ("แจ้งผลผู้ร้องแล้ว", "closed"), ("ติดตามแล้ว ยุติเรื่อง", "closed"),
            ("ไม่มีมูล", "closed"),
        ("ผู้ร้องถอนเรื่อง", "closed"), ("Done", "closed"), ("อยู่ระหว่างดำเนินการ", "open"),
            ("ยังไม่แล้วเสร็จ", "open"),
        ("ดำเนินการยังไม่เสร็จ", "open"), ("รอผลการตรวจสอบ", "open"), ("รับไว้พิจารณา", "open"),
            ("มอบหมายกองช่าง", "open"),
        ("In progress", "open"), ("อยู่ระหว่างส่งต่อ", "open"), ("ไม่รับไว้พิจารณา", "not_accepted"),
        ("ไม่รับเรื่อง ยุติ", "not_accepted"), ("ไม่อยู่ในอำนาจหน้าที่", "not_accepted"), ("ส่งต่อ ป.ป.ช.",
            "forwarded"),
        ("ส่ง ป.ป.ท. แล้ว", "forwarded"), ("โอนเรื่องให้อำเภอ", "forwarded"), ("ดำเนินการส่งต่อแล้วเสร็จ",
            "forwarded"),
    ],
)  # fmt: skip
def test_the_words_of_old_registers_come_to_a_status(words, status):
    assert guess_status(words) is PastStatus(status)


@pytest.mark.parametrize("words", ["", "ฟฟฟ", "12", "-", "นายดี"])
def test_nothing_is_guessed_of_words_that_say_nothing(words):
    assert guess_status(words) is None


def table(*rows: tuple[str, ...], merges: tuple[tuple[int, int, int, int], ...] = ()) -> Table:
    return Table("xlsx", "", (), "", tuple(enumerate(rows, start=1)), merges)


def test_different_words_of_the_same_spelling_are_asked_about_once():
    sheet = sheet_of(
        table(("เลขรับ", "สถานะ"), ("1", "ยุติ เรื่อง"), ("2", "ยุติเรื่อง"), ("3", ""), ("4", "ฟ"))
    )
    found = status_words(sheet, guess_mapping(sheet.headers))
    assert [(one.words, one.count, one.guess) for one in found] == [
        ("ยุติ เรื่อง", 2, PastStatus.CLOSED), ("ฟ", 1, None),
    ]  # fmt: skip
    assert status_words(sheet, {}) == ()


def test_heads_of_two_tiers_are_read_together():
    sheet = sheet_of(
        table(
            ("ทะเบียนเรื่องร้องเรียน", "", "", ""),
            ("เลขรับ", "เรื่อง", "วันที่", ""),
            ("", "", "รับ", "ยุติ"),
            ("1", "ถนน", "5/1/67", "6/1/67"),
            merges=((1, 0, 1, 3), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3)),
        )
    )
    assert sheet.headers == ("เลขรับ", "เรื่อง", "วันที่ รับ", "วันที่ ยุติ")
    assert [row.number for row in sheet.rows] == [4]


def test_a_case_over_several_lines_is_joined_where_most_of_its_cells_reach_down():
    sheet = sheet_of(
        table(
            ("เลขรับ", "เรื่อง", "สถานะ", "การดำเนินการ"),
            ("1", "ถนน", "ยุติ", "รับเรื่อง"),
            ("", "", "", "แจ้งผล"),
            ("2", "ขยะ", "ยุติ", "รับเรื่อง"),
            merges=((2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 3, 2)),
        )
    )
    assert [row.cells[3] for row in sheet.rows] == ["รับเรื่อง\nแจ้งผล", "รับเรื่อง"]
    assert [(row.number, row.why) for row in sheet.left_out] == [(3, "continued")]


def test_a_year_beside_all_its_rows_does_not_join_them():
    sheet = sheet_of(
        table(
            ("ปี", "เลขรับ", "เรื่อง", "สถานะ"),
            ("2567", "1", "ถนน", "ยุติ"),
            ("", "2", "ขยะ", "ยุติ"),
            ("", "3", "น้ำ", "ยุติ"),
            merges=((2, 0, 4, 0),),
        )
    )
    assert [row.cells[:2] for row in sheet.rows] == [("2567", "1"), ("2567", "2"), ("2567", "3")]


def test_columns_without_a_head_are_named_by_their_letter_and_empty_ones_go():
    sheet = sheet_of(table(("เลขรับ", "", "", "เรื่อง", "เรื่อง"), ("1", "", "ลับ", "ถนน", "ขยะ")))
    assert sheet.headers == ("เลขรับ", "คอลัมน์ C", "เรื่อง", "เรื่อง (2)")


def test_what_is_in_doubt_stays_a_row():
    kept = (
        ("", "รวมหัวกัน", "5/1/67"),
        ("ไม่มีผู้ร้อง", "ซ่อมถนน", "5/1/67"),
        ("", "ขอให้มีผู้ตรวจสอบงานถนน", ""),
        ("1", "รวมหัวกันฮั้วประมูล", "5/1/67"), ("",
            "รวมหัวกันฮั้วประมูล งานถนนสายบ้านใต้ถึงบ้านเหนือ หมู่ที่ ๔ ตำบลตัวอย่าง", ""),
        ("", "", "5 มกราคม 2567"), ("2",
            "ไม่มีเรื่องร้องเรียนใดที่ได้รับคำตอบเลยตลอดสามปีที่ผ่านมา ขอให้ตรวจสอบด้วย", ""),
    )  # fmt: skip
    sheet = sheet_of(table(("เลขรับ", "เรื่อง", "วันที่รับ"), *kept))
    assert tuple(row.cells for row in sheet.rows) == kept
    assert sheet.left_out == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("รวมทั้งสิ้น", "25 เรื่อง", ""), "total"), (("", "รวม", "๒๕"), "total"), (("(1)", "(2)",
            "(3)"), "column_numbers"),
        (("ประจำเดือน มกราคม ๒๕๖๗", "", ""), "section"), (("ไตรมาสที่ ๑", "", ""), "section"),
        (("", "ไม่มีเรื่องร้องเรียน", ""), "no_complaint"), (("ม.ค. 67", "ไม่มีผู้ร้องเรียน", "-"),
            "no_complaint"),
        (("", "", "ลงชื่อ........ผู้บันทึก"), "signature"), (("เลขรับ", "เรื่อง", "วันที่รับ"),
            "repeated_header"),
    ],
)  # fmt: skip
def test_a_row_that_is_no_case_is_left_out_and_says_why(row, why):
    sheet = sheet_of(table(("เลขรับ", "เรื่อง", "วันที่รับ"), ("1", "ถนน", "5/1/67"), row))
    assert [(one.number, one.why) for one in sheet.left_out] == [(3, why)]
    assert why in LEFT_OUT


@given(
    st.lists(
        st.lists(st.sampled_from(["", "1", "เลขรับ", "เรื่อง", "รวม", "ถนน"]), min_size=1, max_size=5),
        max_size=12,
    )
)
def test_every_row_is_a_head_a_row_or_left_out(rows):
    filled = [tuple(row) for row in rows if any(row)]
    try:
        sheet = sheet_of(table(*filled))
    except NoTable:
        return
    numbers = [row.number for row in sheet.rows] + [row.number for row in sheet.left_out]
    assert sorted([*numbers, sheet.header_row]) == list(range(1, len(filled) + 1))
    assert all(len(row.cells) == len(sheet.headers) for row in sheet.rows)


def test_every_field_and_every_code_has_words():
    assert set(TARGET_FIELDS) == {field.value for field in TargetField} >= set(TARGET_HINTS)
    assert list(TARGET_FIELDS) == [field.value for field in TargetField]
    assert set(PAST_STATUSES) == {status.value for status in PastStatus}
    for group in (
        TARGET_FIELDS,
        TARGET_HINTS,
        IMPORT_PROBLEMS,
        LEFT_OUT,
        PAST_STATUSES,
        MISSING_ENDS,
    ):
        assert all(words.th and words.en for words in group.values())
