"""Bringing in a register of the past: what its columns may mean, and what stands in the way."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

TARGET_FIELDS: Final[Mapping[str, Words]] = {
    "received_day": Words("วันที่รับเรื่อง", "Day received"),
    "old_number": Words("เลขรับเดิม", "Old number"),
    "subject": Words("เรื่อง", "Subject"),
    "narrative": Words("รายละเอียด", "What happened"),
    "accused": Words("ผู้ถูกร้อง", "Accused"),
    "place": Words("สถานที่เกิดเหตุ", "Place"),
    "channel_of_arrival": Words("ช่องทางที่รับ", "Came by"),
    "category": Words("ประเภทเรื่อง", "Category"),
    "unit": Words("หน่วยงานที่รับผิดชอบ", "Responsible unit"),
    "status": Words("สถานะ", "Status"),
    "answered_day": Words("วันที่แจ้งผู้ร้อง", "Day the reporter was told"),
    "completed_day": Words("วันที่แล้วเสร็จ", "Day completed"),
    "result": Words("ผลการดำเนินการ", "Outcome"),
    "reporter_name": Words("ชื่อผู้ร้อง", "Reporter's name"),
    "reporter_contact": Words("ทางติดต่อผู้ร้อง", "Reporter's contact"),
    "note": Words("หมายเหตุ", "Remarks"),
}
"""What a column may be brought in as, in the order of the page."""

TARGET_HINTS: Final[Mapping[str, Words]] = {
    "received_day": Words("ต้องมี ใช้ได้ทั้ง พ.ศ. และ ค.ศ.", "Needed; either era will do."),
    "subject": Words(
        "ต้องมีเรื่องหรือรายละเอียดอย่างน้อยหนึ่งคอลัมน์",
        "Either the subject or what happened is needed.",
    ),
    "old_number": Words(
        "เช่น 12/2567 เก็บเลขเดิมไว้เมื่อทะเบียนปีนั้นยังไม่ใช้เลขนี้",
        "Such as 12/2567; kept when that year's register has not used it.",
    ),
    "status": Words(
        "ไม่เลือก: เรื่องที่มีวันแล้วเสร็จถือว่าเสร็จ ที่เหลือถือว่าอยู่ระหว่างดำเนินการ",
        "Left out: a row with a day of completion has ended, the others are open.",
    ),
    "reporter_name": Words(
        "ปิดผนึกแยกจากเรื่อง คอลัมน์อื่นที่เป็นข้อมูลของผู้ร้องจะถูกปิดผนึกไว้ด้วยกัน",
        "Sealed apart from the case, with every other column about the reporter.",
    ),
}

PAST_STATUSES: Final[Mapping[str, Words]] = {
    "open": Words("อยู่ระหว่างดำเนินการ", "In progress"),
    "closed": Words("ดำเนินการแล้วเสร็จ", "Completed"),
    "not_accepted": Words("ไม่รับไว้พิจารณา", "Not accepted"),
    "forwarded": Words("ส่งต่อหน่วยงานอื่น", "Forwarded"),
}

MISSING_ENDS: Final[Mapping[str, Words]] = {
    "stop": Words("ยังไม่นำเข้า จนกว่าจะเติมวันในไฟล์", "Leave such rows out until the day is filled in"),
    "received_day": Words("ใช้วันที่รับเรื่อง", "Take the day received"),
    "fiscal_year_end": Words(
        "ใช้วันสิ้นปีงบประมาณที่รับเรื่อง (30 กันยายน)",
        "Take the end of the fiscal year in which it was received (30 September)",
    ),
}
"""What to take for a row that has ended and does not say when."""

IMPORT_PROBLEMS: Final[Mapping[str, Words]] = {
    "no_received_day": Words("ไม่มีวันที่รับเรื่อง", "There is no day of receipt"),
    "bad_day": Words(
        "อ่านวันที่ไม่ได้ กรุณาเขียนเช่น 5 ม.ค. 2567 หรือ 5/1/2567",
        "This is no day; write 5 ม.ค. 2567 or 5/1/2567, for instance",
    ),
    "future_day": Words("เป็นวันในอนาคต กรุณาตรวจปี พ.ศ.", "This day is still to come; check the year"),
    "old_day": Words("นานเกินสี่สิบปี กรุณาตรวจปี พ.ศ.", "More than forty years ago; check the year"),
    "no_words": Words("ไม่มีทั้งเรื่องและรายละเอียด", "Neither a subject nor what happened"),
    "words_too_long": Words(
        "ข้อความในแถวนี้ยาวเกิน 20,000 ตัวอักษร", "The words of this row are over 20,000 characters"
    ),
    "completed_before_received": Words(
        "วันแล้วเสร็จอยู่ก่อนวันที่รับเรื่อง", "Completed before it was received"
    ),
    "answered_before_received": Words(
        "วันที่แจ้งผู้ร้องอยู่ก่อนวันที่รับเรื่อง", "The reporter was told before it was received"
    ),
    "unknown_status": Words(
        "ยังไม่ได้บอกว่าสถานะนี้หมายถึงอะไร", "It has not been said what this status means"
    ),
    "number_twice": Words("เลขรับซ้ำกับแถว {row}", "The same number as row {row}"),
    "number_behind_day": Words(
        "เอ็กเซล (Excel) แปลงเลขรับเป็นวันที่ ระบบแปลงกลับให้แล้ว กรุณาตรวจ",
        "Excel took the number for a day; it was turned back, please check it",
    ),
    "ended_without_day": Words("เรื่องจบแล้วแต่ไม่มีวันแล้วเสร็จ", "It has ended, and no day says when"),
    "end_day_from_answer": Words(
        "ไม่มีวันแล้วเสร็จ จึงใช้วันที่แจ้งผู้ร้อง", "No day of completion: the day of the answer is taken"
    ),
    "end_day_assumed": Words(
        "ไม่มีวันแล้วเสร็จ จึงใช้วันที่ท่านเลือกไว้", "No day of completion: the day you chose is taken"
    ),
    "open_with_end_day": Words(
        "สถานะว่ายังไม่จบ แต่มีวันแล้วเสร็จ จึงถือว่ายังไม่จบ",
        "Open by its status, though it has a day of completion: taken as open",
    ),
}
"""What is said of one row; {row} is the other row."""

LEFT_OUT: Final[Mapping[str, Words]] = {
    "title": Words("หัวกระดาษ", "A title"),
    "repeated_header": Words("หัวตารางซ้ำ", "The column heads again"),
    "column_numbers": Words("เลขคอลัมน์", "Numbers of the columns"),
    "total": Words("แถวรวม", "A total"),
    "section": Words("หัวข้อคั่น", "A heading between rows"),
    "no_complaint": Words("แจ้งว่าไม่มีเรื่องร้องเรียน", "Says that there was no complaint"),
    "signature": Words("ช่องลงชื่อ", "A place for a signature"),
    "continued": Words(
        "ต่อจากแถวบน (ช่องผสาน) นำไปรวมแล้ว", "Goes on from the row above, and is joined to it"
    ),
}
"""Why a row of the file is no row of the register."""

SHEET_REFUSALS: Final[Mapping[str, Words]] = {
    "sheet_too_large": Words(
        "ไฟล์ใหญ่เกินไป กรุณาแบ่งเป็นไฟล์ละไม่เกิน {limit} เมกะไบต์ โดยแยกตามปีก็ได้",
        "The file is too large. Please split it into files of at most {limit} MB, by year if you "
        "like.",
    ),
    "sheet_too_many_rows": Words(
        "ตารางมีเกิน {limit} แถว กรุณาแบ่งเป็นหลายไฟล์ หรือลบแถวว่างที่อยู่ท้ายตาราง",
        "The table has more than {limit} rows. Please split it, or delete what stands far below "
        "the table.",
    ),
    "sheet_too_many_columns": Words(
        "ตารางมีเกิน {limit} คอลัมน์ กรุณาลบคอลัมน์ที่ไม่ใช้ออกก่อน",
        "The table has more than {limit} columns. Please delete those that are not needed.",
    ),
    "sheet_cell_too_long": Words(
        "มีช่องที่ยาวเกิน {limit} ตัวอักษร กรุณาตัดให้สั้นลงหรือแบ่งเป็นสองคอลัมน์",
        "A cell holds more than {limit} characters. Please shorten it or spread it over two "
        "columns.",
    ),
    "sheet_too_heavy": Words(
        "ไฟล์นี้ใช้เวลาหรือหน่วยความจำเปิดมากเกินไป กรุณาคัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่ แล้วส่งอีกครั้ง",
        "This file takes too much time or memory to open. Please copy the table alone into a new "
        "file and send that.",
    ),
    "sheet_unreadable": Words(
        "เปิดไฟล์นี้ไม่ได้ ไฟล์อาจเสีย กรุณาเปิดในเอ็กเซล (Excel) แล้วบันทึกใหม่เป็น .xlsx",
        "This file cannot be opened; it may be damaged. Please open it in Excel and save it as "
        ".xlsx.",
    ),
    "sheet_locked": Words(
        "ไฟล์นี้มีรหัสผ่าน กรุณาเอารหัสผ่านออก แล้วส่งอีกครั้ง",
        "This file has a password. Please take the password off and send it again.",
    ),
    "sheet_wrong_kind": Words(
        "ไฟล์นี้ไม่ใช่ตาราง กรุณาเปิดในโปรแกรมตาราง แล้วบันทึกเป็น .xlsx หรือ .csv",
        "This is no sheet. Please open it in a spreadsheet program and save it as .xlsx or .csv.",
    ),
    "sheet_old_format": Words(
        "ไฟล์ .xls รุ่นเก่านี้อ่านไม่ได้ กรุณาเปิดในเอ็กเซล (Excel) แล้วบันทึกเป็น .xlsx",
        "This old .xls file cannot be read. Please open it in Excel and save it as .xlsx.",
    ),
    "sheet_bad_encoding": Words(
        "อ่านตัวอักษรในไฟล์ CSV นี้ไม่ได้ กรุณาบันทึกเป็น .xlsx หรือ CSV UTF-8",
        "The letters of this CSV file cannot be read. Please save it as .xlsx or as CSV UTF-8.",
    ),
    "sheet_unsafe": Words(
        "ไฟล์นี้มีส่วนประกอบที่ไม่ปลอดภัย จึงไม่เปิด กรุณาคัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่",
        "This file holds parts that are not safe, so it is not opened. Please copy the table alone "
        "into a new file.",
    ),
    "sheet_empty": Words(
        "ไม่พบตารางในไฟล์นี้ กรุณาตรวจว่ามีแถวหัวตาราง และมีข้อมูลอย่างน้อยหนึ่งแถว",
        "No table was found. Please see that there is a row of column heads and a row below it.",
    ),
    "sheet_not_there": Words(
        "ไม่พบแผ่นงานชื่อนี้ในไฟล์ กรุณาเลือกใหม่", "The file has no such sheet. Please choose again."
    ),
}
"""Why a whole file is not taken; the codes stand among `FIELD_ERRORS`."""

UNNAMED_COLUMN: Final = Words("คอลัมน์ {letter}", "Column {letter}")
"""A column without a head; stored in Thai, for it becomes a part of a case's record."""
