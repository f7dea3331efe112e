"""What keeps coming back, and the measures against it."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

ANALYSIS_TITLE: Final = Words(
    "มาตรการป้องกันการทุจริตและประพฤติมิชอบ", "Measures to prevent corruption and misconduct"
)

ANALYSIS_TAB: Final = "วิเคราะห์และป้องกัน"

NO_CATEGORY: Final = Words("ไม่ได้เลือกประเภท", "No category chosen")
OTHER_UNIT: Final = Words("ไม่ระบุหรือส่วนงานอื่น", "Not given, or another unit")
EVERY_UNIT: Final = Words("ทุกส่วนงาน", "All units")

FINDINGS: Final[Mapping[str, Words]] = {
    "grounds": Words("มีมูล", "Grounds found"),
    "no_grounds": Words("ไม่มีมูล", "No grounds"),
    "not_yet": Words("ยังไม่มีผล", "No finding yet"),
}
"""What was found of a case, as the tables of patterns head their columns."""

EFFECTS: Final[Mapping[str, Words]] = {
    "too_short": Words(
        "ยังบอกผลไม่ได้ เพราะเวลาก่อนหรือหลังทำเสร็จสั้นกว่า 2 ไตรมาส",
        "Too early to say: fewer than two whole quarters are known before or after.",
    ),
    "too_few": Words(
        "จำนวนเรื่องน้อยเกินไป จึงบอกไม่ได้ว่าได้ผลหรือไม่",
        "There are too few cases to say whether it worked.",
    ),
    "fewer": Words("หลังทำเสร็จมีเรื่องน้อยลง", "There were fewer cases after it was done."),
    "same": Words(
        "ก่อนและหลังใกล้เคียงกัน ความต่างเท่านี้อาจเกิดขึ้นเอง",
        "Before and after are about the same; such a difference may be chance.",
    ),
    "more": Words(
        "หลังทำเสร็จมีเรื่องมากขึ้น อาจเพราะมีเหตุเพิ่ม หรือเพราะคนกล้าแจ้งมากขึ้น",
        "There were more cases after it was done: more happened, or more dared to report.",
    ),
}
"""What the numbers before and after a measure say, in plain words."""

MEASURE_FIELDS: Final[Mapping[str, Words]] = {
    "category": Words("ประเภทเรื่อง", "Category"),
    "unit": Words("ส่วนงาน", "Unit"),
    "root_cause": Words("สาเหตุที่แท้จริง", "Root cause"),
    "measure": Words("มาตรการป้องกัน", "Measure"),
    "responsible": Words("ผู้รับผิดชอบ", "Responsible"),
    "due_on": Words("กำหนดเสร็จ", "Due"),
    "public_text": Words("ข้อความสำหรับเผยแพร่", "Text for the public"),
    "text": Words("บันทึกการติดตาม", "Note"),
    "done_on": Words("วันที่ทำเสร็จ", "Done on"),
    "note": Words("สิ่งที่แก้ไขในฉบับนี้", "What this version puts right"),
    "record": Words("ข้อมูลที่จะเผยแพร่", "What is published"),
}
"""The fields of a measure's pages."""
