"""Bringing in an older register: what its pages ask, and what a case that came by it is told by."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from rules.thai_time import long_date
from rules.words.import_words import IMPORT_PROBLEMS, PAST_STATUSES
from rules.words.phrase import Words

RECORD_FIELDS: Final[Mapping[str, Words]] = {
    "old_number": Words("เลขรับเดิม", "Old number"),
    "state": Words("สถานะในทะเบียนเดิม", "Status in the older register"),
    "answered_on": Words("วันที่แจ้งผู้ร้อง", "Day the reporter was told"),
    "completed_on": Words("วันที่แล้วเสร็จ", "Day completed"),
    "unit": Words("หน่วยงานที่รับผิดชอบ", "Responsible unit"),
    "result": Words("ผลการดำเนินการ", "Outcome"),
    "note": Words("หมายเหตุ", "Remarks"),
}
"""What a case brought in is told by besides its words, in the order of the page."""

_DAYS: Final = ("answered_on", "completed_on")

KNOWN_AS: Final[Mapping[str, Words]] = {
    "confidential": Words("ขอปกปิด", "Confidential"),
    "named": Words("เปิดเผยชื่อ", "Named"),
    "anonymous": Words("ไม่นำชื่อเข้ามา", "Leave the names out"),
}
"""What becomes of the reporters' names in the sheet."""

KNOWN_AS_HINTS: Final[Mapping[str, Words]] = {
    "confidential": Words(
        "ชื่อและทางติดต่อปิดผนึกแยกจากเรื่อง เปิดดูได้ต่อเมื่อผู้รักษากุญแจสองฝ่ายอนุญาต",
        "Names and contacts are sealed apart; they open only when both groups of custodians agree.",
    ),
    "named": Words(
        "ผู้ที่เปิดเรื่องได้ทุกคนเห็นชื่อ ใช้เมื่อผู้ร้องในทะเบียนยินยอมให้เปิดเผยไว้แล้วเท่านั้น",
        "Everybody who opens the case sees the name: only where the reporters had agreed to that.",
    ),
    "anonymous": Words(
        "คอลัมน์ที่บอกตัวผู้ร้องจะไม่ถูกเก็บ และเพิ่มภายหลังไม่ได้",
        "Columns that tell who reported are not kept, and cannot be added later.",
    ),
}

COLUMN_ENDS: Final[Mapping[str, Words]] = {
    "kept": Words("เก็บไว้ท้ายเรื่อง", "Keep it with the case"),
    "with_name": Words("เก็บไว้กับชื่อผู้ร้อง", "Keep it with the reporter's name"),
    "dropped": Words("ไม่นำเข้า", "Leave it out"),
}
"""What becomes of a column that means none of the fields."""

PROBLEMS: Final[Mapping[str, Words]] = {
    **IMPORT_PROBLEMS,
    "too_long": Words(
        "ข้อความยาวเกินไป กรุณาตัดให้สั้นลงในไฟล์", "This is too long; please shorten it in the file"
    ),
    "contact_too_long": Words(
        "ข้อมูลของผู้ร้องยาวเกินไป กรุณาตัดให้สั้นลงในไฟล์",
        "What is said of the reporter is too long; please shorten it in the file",
    ),
    "nobody_reads": Words(
        "ผู้รับเรื่องทุกคนถูกกันออก จึงไม่มีใครเปิดอ่านได้", "All who could read it are kept out"
    ),
}
"""What is said of one row of the sheet; {row} is another row."""

STANDINGS: Final[Mapping[str, Words]] = {
    "uploaded": Words("ยังไม่ได้นำเข้า", "Not brought in yet"),
    "running": Words("นำเข้าแล้วบางส่วน", "Partly brought in"),
    "done": Words("นำเข้าแล้ว", "Brought in"),
    "undone": Words("ยกเลิกแล้ว", "Taken back"),
}


def record_words(name: str, value: str) -> str:
    """What the older register told there, in words; days come as ISO dates."""
    if name == "state":
        return PAST_STATUSES[value].th
    return long_date(date.fromisoformat(value)) if name in _DAYS else value


def problem_words(code: str, other_row: int | None = None) -> str:
    """What is wrong with a row, in words."""
    return PROBLEMS[code].th.replace("{row}", str(other_row or ""))
