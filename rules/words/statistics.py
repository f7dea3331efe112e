"""The statistics: what stands under the table, and the heads of the workbook and its sheets."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

COUNTED: Final[Mapping[str, Words]] = {
    "corruption": Words(
        "นับเฉพาะเรื่องร้องเรียนว่าเจ้าหน้าที่ของหน่วยงานนี้ทุจริตหรือประพฤติมิชอบ "
        "ไม่รวมเรื่องร้องทุกข์ทั่วไปและเรื่องที่ย้ายไปช่องทางนั้น",
        "Only complaints that officials of this agency were corrupt or acted wrongly are counted; "
        "general grievances, and cases moved there, are not.",
    ),
    "grievance": Words(
        "นับเฉพาะเรื่องร้องทุกข์และขอรับบริการ แยกจากเรื่องร้องเรียนการทุจริต เรื่องที่ย้ายไปเป็นเรื่องทุจริตไม่นับที่นี่",
        "Only grievances and requests for service are counted, apart from corruption; those moved "
        "there are not counted here.",
    ),
}
"""What is counted, by channel."""

COMPLETED_MEANS: Final = Words(
    "“แล้วเสร็จ” หมายถึงหน่วยงานนี้ไม่มีงานต้องทำต่อ ได้แก่ แจ้งผลและยุติเรื่อง ไม่รับไว้พิจารณา "
    "ส่งต่อหน่วยงานอื่น หรือรวมกับเรื่องเดิม เรื่องนอกจากนี้คือ “อยู่ระหว่างดำเนินการ”",
    "“Completed” means that this agency has no further work to do: result notified and closed, "
    "not accepted, forwarded to another authority, or merged with an earlier case. All others are "
    "“in progress”.",
)
BALANCE: Final = Words(
    "ทุกช่วง ยกมา + รับใหม่ = แล้วเสร็จ + อยู่ระหว่างดำเนินการ (ณ วันสุดท้ายของช่วง)",
    "In every period, carried forward + received = completed + in progress (on its last day).",
)
CLOSED_ONLY: Final = Words(
    "เผยแพร่เฉพาะช่วงที่สิ้นสุดแล้ว เพื่อไม่ให้ทราบว่าผู้ใดแจ้งเรื่องในวันใด",
    "Only periods that have closed are shown, so that nobody can tell on which day somebody "
    "reported.",
)
FEW_CASES: Final = Words(
    "ช่วงนี้มีเรื่องจำนวนน้อย จึงแสดงเป็นราย 6 เดือน เพื่อไม่ให้ตัวเลขชี้ถึงเรื่องใดเรื่องหนึ่ง",
    "There were few complaints, so they are shown by half-year: the numbers must not point to any "
    "single one.",
)

AREA: Final = Words("อำเภอ{district} จังหวัด{province}", "{district}, {province}")
"""Where the agency lies."""

SHEETS: Final[Mapping[str, Words]] = {
    "table": Words("ตาราง", "Table"),
    "rows": Words("data", "data"),
    "tables": Words("ตารางเพิ่มเติม", "More tables"),
    "metadata": Words("คำอธิบายข้อมูล", "About the data"),
}
"""The names of the workbook's sheets."""

HEADS: Final[Mapping[str, Words]] = {
    "period": Words("ช่วงเวลา", "Period"),
    "fiscal_year": Words("ปีงบประมาณ พ.ศ. {year}", "Fiscal year {year} (B.E.)"),
    "span": Words("ช่วงข้อมูล {first} – {last}", "From {first} to {last}"),
    "as_of": Words("ข้อมูล ณ วันที่ {day}", "As of {day}"),
    "version": Words("ฉบับที่ {version} เผยแพร่วันที่ {day}", "Version {version}, published {day}"),
    "live": Words("นับจากทะเบียน ยังไม่มีฉบับที่เผยแพร่", "Counted from the register; not published"),
    "total": Words("รวม", "Total"),
    "whole_year": Words("รวมทั้งปี", "Whole year"),
    "quarter": Words("รวมไตรมาส {index}", "Quarter {index}"),
    "none_closed": Words("ยังไม่มีช่วงเวลาใดสิ้นสุด", "No period has closed yet"),
    "in_time": Words(
        "ตอบหรือชี้แจงภายใน 15 วัน {met} จาก {of} เรื่อง",
        "Answered or explained within 15 days: {met} of {of}",
    ),
    "median_answer": Words(
        "ค่ากลางของเวลาถึงคำตอบแรก {days} วัน", "Median days to the first answer: {days}"
    ),
    "median_closing": Words("ค่ากลางของเวลาถึงยุติเรื่อง {days} วัน", "Median days to closing: {days}"),
    "notes": Words("หมายเหตุ", "Notes"),
    "no_tables": Words("ไม่มีตารางเพิ่มเติม", "There are no further tables"),
    "column": Words("คอลัมน์", "Column"),
    "type": Words("ชนิดข้อมูล", "Type"),
    "meaning": Words("ความหมาย", "Meaning"),
    "dictionary": Words("พจนานุกรมข้อมูล", "Data dictionary"),
    "item": Words("รายการ", "Item"),
    "value": Words("ค่า", "Value"),
    "metadata": Words("คำอธิบายชุดข้อมูล 14 รายการ", "The 14 items that describe the data"),
}
"""What the workbook says around its numbers; in braces what is put in."""
