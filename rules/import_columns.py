"""What the columns of an old register or of a form's answers mean, guessed from their heads.

A guess only fills in the page where the officer chooses. What a head says about the reporter is
another matter: such a column is never left among the words of the case by oversight.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from rules.thai_time import to_arabic_digits


class TargetField(StrEnum):
    """What a column may be brought in as, in the order of the page."""

    RECEIVED_DAY = "received_day"
    OLD_NUMBER = "old_number"
    SUBJECT = "subject"
    NARRATIVE = "narrative"
    ACCUSED = "accused"
    PLACE = "place"
    CHANNEL_OF_ARRIVAL = "channel_of_arrival"
    CATEGORY = "category"
    UNIT = "unit"
    STATUS = "status"
    ANSWERED_DAY = "answered_day"
    COMPLETED_DAY = "completed_day"
    RESULT = "result"
    REPORTER_NAME = "reporter_name"
    REPORTER_CONTACT = "reporter_contact"
    NOTE = "note"


_SIGNS: Final[Mapping[TargetField, tuple[str, ...]]] = {
    TargetField.RECEIVED_DAY: (
        "ประทับเวลา", "timestamp", "วันที่รับเรื่อง", "วันที่รับ", "วันเดือนปีที่รับ", "วดปที่รับ", "รับเมื่อ",
        "วันรับเรื่อง", "ลงรับวันที่", "วันที่ลงรับ", "วันที่ร้องเรียน", "วันที่แจ้งเรื่อง", "วันที่ยื่น", "วันที่รับแจ้ง",
        "วันที่ได้รับ", "วันเดือนปี", "วดป", "วันที่", "received", "datereceived", "date",
    ),
    TargetField.OLD_NUMBER: (
        "เลขรับเรื่อง", "เลขรับที่", "เลขรับ", "เลขที่รับ", "เลขทะเบียนรับ", "ทะเบียนรับเลขที่", "เลขทะเบียน",
        "เลขที่เรื่อง", "เลขเรื่อง", "เลขที่คำร้อง", "เลขคำร้อง", "เลขที่ร้องเรียน", "รับที่", "receiptno",
        "caseno",
    ),
    TargetField.SUBJECT: (
        "เรื่องร้องเรียน", "เรื่องที่ร้องเรียน", "เรื่องสรุป", "ชื่อเรื่อง", "หัวข้อเรื่อง", "หัวข้อร้องเรียน", "หัวข้อ",
        "เรื่องร้องทุกข์", "เรื่องที่แจ้ง", "เรื่องที่ร้อง", "ต้องการร้องเรียนเรื่อง", "ร้องเรียนเรื่อง", "ประเด็น",
        "ข้อร้องเรียน", "เรื่อง", "subject", "title",
    ),
    TargetField.NARRATIVE: (
        "รายละเอียด", "พฤติการณ์", "ข้อเท็จจริง", "เนื้อหา", "เหตุการณ์", "สาระสำคัญ", "สรุปเรื่อง", "ใจความ",
        "ข้อความร้องเรียน", "details", "description",
    ),
    TargetField.ACCUSED: (
        "ผู้ถูกร้องเรียน", "ผู้ถูกร้อง", "ผู้ถูกกล่าวหา", "ผู้ถูกแจ้ง", "บุคคลที่ถูกร้อง", "เจ้าหน้าที่ที่ถูกร้อง",
        "ถูกร้องเรียน", "ร้องเรียนใคร", "ผู้กระทำ", "accused",
    ),
    TargetField.PLACE: (
        "สถานที่เกิดเหตุ", "ที่เกิดเหตุ", "จุดเกิดเหตุ", "สถานที่", "บริเวณที่เกิด", "พื้นที่เกิดเหตุ", "พิกัด",
        "location", "place",
    ),
    TargetField.CHANNEL_OF_ARRIVAL: (
        "ช่องทางการร้องเรียน", "ช่องทางที่รับ", "ช่องทางรับ", "ช่องทาง", "วิธีการร้องเรียน", "รับเรื่องทาง",
        "รับทาง",
        "ที่มาของเรื่อง", "แหล่งที่มา", "ที่มา", "channel", "source",
    ),
    TargetField.CATEGORY: (
        "ประเภทเรื่อง", "ประเภทการร้องเรียน", "ประเภทความผิด", "ประเภท", "หมวดหมู่", "หมวด", "ลักษณะเรื่อง",
        "ลักษณะความผิด", "category", "type",
    ),
    TargetField.UNIT: (
        "หน่วยงานที่รับผิดชอบ", "หน่วยงานรับผิดชอบ", "กองที่รับผิดชอบ", "ส่วนราชการ", "สำนัก/กอง", "สำนักกอง",
        "กองงาน", "ฝ่ายที่รับผิดชอบ", "หน่วยงานเจ้าของเรื่อง", "หน่วยงาน", "กอง", "unit", "department",
    ),
    TargetField.STATUS: (
        "สถานะเรื่อง", "สถานะการดำเนินการ", "สถานะ", "สถานภาพ", "ความคืบหน้า", "status",
    ),
    TargetField.ANSWERED_DAY: (
        "วันที่แจ้งผลผู้ร้อง", "วันที่แจ้งผลให้ผู้ร้อง", "วันที่แจ้งผู้ร้อง", "วันที่แจ้งผล", "แจ้งผลผู้ร้องเมื่อ", "แจ้งผลเมื่อ",
        "วันเดือนปีที่แจ้งผล", "วันแจ้งผล", "วันที่ตอบ", "วันที่ตอบกลับ", "ตอบผู้ร้องเมื่อ", "answered",
    ),
    TargetField.COMPLETED_DAY: (
        "วันที่ยุติเรื่อง", "วันที่ยุติ", "วันที่แล้วเสร็จ", "วันที่ดำเนินการแล้วเสร็จ", "วันที่ดำเนินการเสร็จ", "วันที่เสร็จ",
        "เสร็จเมื่อ", "แล้วเสร็จเมื่อ", "วันเดือนปีที่แล้วเสร็จ", "วันเดือนปีที่ยุติ", "วันที่สิ้นสุด", "วันที่ปิดเรื่อง", "ยุติเมื่อ",
        "วันยุติ", "วันแล้วเสร็จ", "วันเสร็จ", "วันที่จำหน่าย", "completed", "closed",
    ),
    TargetField.RESULT: (
        "ผลการดำเนินการ", "ผลการดำเนินงาน", "ผลการพิจารณา", "ผลการตรวจสอบ", "ผลการแก้ไข",
        "การดำเนินการ",
        "ผลดำเนินการ", "การแก้ไข", "ผลการสอบ", "ผลเป็นประการใด", "result",
    ),
    TargetField.REPORTER_NAME: (
        "ชื่อผู้ร้องเรียน", "ชื่อผู้ร้อง", "ชื่อสกุลผู้ร้อง", "ชื่อนามสกุลผู้ร้อง", "ชื่อผู้แจ้ง", "ผู้ร้องเรียน", "ผู้ร้องทุกข์",
        "ผู้ร้อง", "ผู้แจ้งเรื่อง", "ผู้แจ้งเบาะแส", "ผู้แจ้ง", "ผู้ยื่น", "ชื่อนามสกุล", "ชื่อสกุล", "ชื่อและนามสกุล",
        "ชื่อของท่าน", "fullname", "name", "ชื่อ",
    ),
    TargetField.REPORTER_CONTACT: (
        "ทางติดต่อ", "ช่องทางติดต่อ", "ช่องทางการติดต่อ", "ติดต่อกลับ", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์",
        "เบอร์โทร",
        "โทรศัพท์", "เบอร์ติดต่อ", "ที่อยู่อีเมล", "อีเมล", "emailaddress", "email", "อีเมล์", "ที่อยู่ผู้ร้อง", "ที่อยู่",
        "phone", "contact", "telephone",
    ),
    TargetField.NOTE: ("หมายเหตุ", "ข้อสังเกต", "บันทึกเพิ่มเติม", "note", "remark"),
}  # fmt: skip
"""What a head says, the surest first; blanks and signs are passed over."""

_NOT_MEANT: Final[Mapping[TargetField, tuple[str, ...]]] = {
    TargetField.RECEIVED_DAY: (
        "ครบ", "กำหนด", "ส่งต่อ", "เกิดเหตุ", "แจ้งผล", "เสร็จ", "ยุติ", "ตอบ", "มอบหมาย", "เกิด", "ประชุม",
        "สิ้นสุด", "ปิดเรื่อง", "จำหน่าย", "update", "due", "ผู้รับ", "birth",
    ),
    TargetField.OLD_NUMBER: ("โทร", "บัตร", "หนังสือ"),
    TargetField.SUBJECT: (
        "ประเภท", "วันที่", "เลข", "ผู้", "สถานะ", "ช่องทาง", "ผล", "จำนวน", "เจ้าของเรื่อง", "ลักษณะ",
        "ที่มา",
        "รายละเอียด", "ปิด", "สรุปเรื่อง",
    ),
    TargetField.NARRATIVE: ("ผลการ", "การดำเนินการ", "ติดต่อ", "ผู้ร้อง", "ผู้แจ้ง", "สถานที่"),
    TargetField.ACCUSED: ("ตำแหน่ง", "สังกัด"),
    TargetField.PLACE: ("ติดต่อ", "ทำงาน"),
    TargetField.CHANNEL_OF_ARRIVAL: ("ติดต่อ",),
    TargetField.CATEGORY: ("ผู้ร้อง", "ผู้แจ้ง", "บุคคล"),
    TargetField.UNIT: ("ส่งต่อ", "ถูกร้อง", "ผู้ร้อง", "กองทุน", "ปลายทาง"),
    TargetField.STATUS: ("สมรส", "ผู้ร้อง", "ผู้แจ้ง", "วันที่"),
    TargetField.RESULT: ("วันที่", "แจ้งผล", "วันเดือนปี", "สถานะ", "ผู้", "ขั้นตอน"),
    TargetField.REPORTER_NAME: (
        "ถูก", "วันที่", "แจ้งผล", "ที่อยู่", "โทร", "อีเมล", "email", "เรื่องชื่อ", "ชื่อเรื่อง", "เจ้าหน้าที่",
        "รับผิดชอบ",
        "ผู้รับ", "หน่วยงาน", "โครงการ", "พยาน", "บริษัท", "ตำแหน่ง", "อายุ", "อาชีพ", "ชื่อเล่น", "เมื่อ",
        "filename",
        "username", "บัตร",
    ),
    TargetField.REPORTER_CONTACT: ("ถูกร้อง", "ถูกกล่าวหา", "เกิดเหตุ", "พยาน", "เจ้าหน้าที่"),
}  # fmt: skip
"""What in a head says that another thing is meant."""

_ABOUT_REPORTER: Final = (
    "ผู้ร้อง", "ผู้แจ้ง", "ผู้ยื่น", "ของท่าน", "อีเมล", "email", "โทร", "เบอร์", "ที่อยู่", "ติดต่อ", "บัตรประชาชน",
    "ประจำตัว", "เลขบัตร", "ไลน์", "line", "facebook", "เฟซบุ๊ก", "เฟสบุ๊ก", "อายุ", "อาชีพ", "เพศ", "ชื่อ",
    "นามสกุล",
    "username", "phone", "contact", "name", "address", "วันเกิด", "ภูมิลำเนา", "ipaddress",
)  # fmt: skip
_ABOUT_OTHERS: Final = (
    "ถูกร้อง", "ถูกกล่าวหา", "ถูกแจ้ง", "ผู้กระทำ", "เกิดเหตุ", "พยาน", "เจ้าหน้าที่", "รับผิดชอบ", "ชื่อเรื่อง",
    "แจ้งผล",
    "หน่วยงาน", "โครงการ", "บริษัท", "ผู้รับ", "ช่องทางการร้อง", "filename", "ตอบผู้ร้อง", "แจ้งผู้ร้อง",
    "ประเภท",
    "ลักษณะ", "สถานะเรื่อง",
)  # fmt: skip

_NO_LETTER: Final = re.compile(r"[^\w\u0e31-\u0e4e]+|_+")
_THAI_DIGIT: Final = re.compile("[๐-๙]")
_LONGEST_HEAD: Final = 120
_EXACT: Final = 1_000


def guess_mapping(headers: Sequence[str]) -> dict[TargetField, int]:
    """The column of each field that a head speaks of; each is used once, the surest first."""
    heads = [head_key(header) for header in headers]
    chances = sorted(
        (
            (-_chance(field, head), column, place, field)
            for place, field in enumerate(TargetField)
            for column, head in enumerate(heads)
            if _chance(field, head)
        ),
    )
    found: dict[TargetField, int] = {}
    for _worth, column, _place, field in chances:
        if field not in found and column not in found.values():
            found[field] = column
    return {field: found[field] for field in TargetField if field in found}


def is_known(header: str) -> bool:
    """Whether a head speaks of any field at all: so the row of heads is told from the others."""
    head = head_key(header)
    return any(_chance(field, head) for field in TargetField)


def is_about_reporter(header: str) -> bool:
    """Whether a column tells who the reporter is, so that it belongs with the name.

    One too many only seals more than is needed; a head that speaks of the accused, a witness or an
    officer does not count.
    """
    head = head_key(header)
    return any(sign in head for sign in _ABOUT_REPORTER) and not any(
        sign in head for sign in _ABOUT_OTHERS
    )


def head_key(header: str) -> str:
    """One spelling of a head: no blanks, no signs, one kind of digit, small letters."""
    plain = unicodedata.normalize("NFC", header[: _LONGEST_HEAD * 2]).casefold()
    if _THAI_DIGIT.search(plain):
        plain = to_arabic_digits(plain)
    plain = plain.replace("\u0e4d\u0e32", "\u0e33").replace("เเ", "แ")
    return _NO_LETTER.sub("", plain)


def _chance(field: TargetField, head: str) -> int:
    """How surely the head speaks of the field; 0 when it does not."""
    if not head or len(head) > _LONGEST_HEAD or _is_ruled_out(field, head):
        return 0
    for place, sign in enumerate(_SIGNS[field]):
        if head == sign:
            return _EXACT - place
    held = [len(sign) for sign in _SIGNS[field] if sign in head and _may_be_part(sign)]
    return max(held, default=0)


def _is_ruled_out(field: TargetField, head: str) -> bool:
    return any(sign in head for sign in _NOT_MEANT.get(field, ()))


def _may_be_part(sign: str) -> bool:
    """Whether a sign counts inside a longer head; the shortest stand in too many words."""
    return len(sign) >= 4 or sign == "กอง"
