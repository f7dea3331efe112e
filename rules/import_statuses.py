"""Where a row of an old register stood: guessed from its words, said by the officer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rules.import_columns import TargetField, head_key
from rules.import_sheet import Sheet

SHOWN_MOST: Final = 100
"""So many different words are asked about; a column with more is no column of statuses."""


class PastStatus(StrEnum):
    """What the words of an old status come to."""

    OPEN = "open"
    CLOSED = "closed"
    NOT_ACCEPTED = "not_accepted"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Words that stand in the column of statuses, in how many rows, and what they may mean."""

    words: str
    key: str
    count: int
    guess: PastStatus | None


_SIGNS: Final[tuple[tuple[PastStatus, tuple[str, ...]], ...]] = (
    (
        PastStatus.OPEN,
        (
            "อยู่ระหว่าง", "ระหว่าง", "กำลัง", "ยังไม่", "รอผล", "รอการ", "รอดำเนิน", "รอพิจารณา",
            "รอข้อมูล", "รอเอกสาร", "รอตรวจ", "รอส่ง",
            "รอคำสั่ง", "รอหน่วย", "ไม่แล้วเสร็จ", "ไม่เสร็จ", "ค้าง", "pending", "inprogress", "open",
            "incomplete",
        ),
    ),
    (
        PastStatus.NOT_ACCEPTED,
        (
            "ไม่รับ", "ไม่เข้าหลักเกณฑ์", "ไม่เข้าข่าย", "ไม่อยู่ในอำนาจ", "ปฏิเสธ", "ตีตก", "rejected",
            "notaccepted",
        ),
    ),
    (
        PastStatus.FORWARDED,
        (
            "ส่งต่อ", "โอนเรื่อง", "ส่งเรื่องให้", "ส่งให้", "ส่งปปช", "ส่งปปท", "ส่งอำเภอ", "ส่งจังหวัด",
            "ส่งหน่วยงาน", "forward",
        ),
    ),
    (
        PastStatus.CLOSED,
        (
            "ยุติ", "เสร็จ", "ดำเนินการแล้ว", "เรียบร้อย", "ปิดเรื่อง", "จบ", "แจ้งผล", "จำหน่าย", "แก้ไขแล้ว",
            "ถอนเรื่อง", "ไม่มีมูล",
            "สิ้นสุด", "ตอบแล้ว", "ลงโทษแล้ว", "done", "closed", "complete", "resolved", "finished",
        ),
    ),
    (
        PastStatus.OPEN,
        (
            "รับเรื่อง", "รับไว้พิจารณา", "คัดกรอง", "ติดตาม", "มอบหมาย", "เสนอ", "ขยายเวลา", "เรื่องใหม่",
            "ตรวจสอบข้อเท็จจริง",
            "ดำเนินการ", "new",
        ),
    ),
)  # fmt: skip
"""Looked through in this order: "ยังไม่แล้วเสร็จ" is open, "ไม่รับ ยุติเรื่อง" is not accepted."""


def guess_status(words: str) -> PastStatus | None:
    """What the words most likely mean; None where nothing is known of them."""
    key = status_key(words)
    for status, signs in _SIGNS:
        if any(sign in key for sign in signs):
            return status
    return None


def status_key(words: str) -> str:
    """One spelling of a status: no blanks, no signs, one kind of digit."""
    return head_key(words)


def status_words(sheet: Sheet, mapping: Mapping[TargetField, int]) -> tuple[StatusWords, ...]:
    """The different words of the column of statuses, the most frequent first, with a guess each.

    At most SHOWN_MOST; empty cells are not among them.
    """
    column = mapping.get(TargetField.STATUS)
    if column is None:
        return ()
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for row in sheet.rows:
        key = status_key(row.cells[column])
        if key:
            counts[key] += 1
            shown.setdefault(key, row.cells[column])
    return tuple(
        StatusWords(shown[key], key, count, guess_status(key))
        for key, count in counts.most_common(SHOWN_MOST)
    )
