"""The fields that the text of each paper may have, with the words that explain them.

Officers write a field by its Thai name in braces; programs know it by its key, which is stored
with every paper made: never rename a key, only add.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.paper_kinds import TO_REPORTER, WITH_TEMPLATE, PaperKind


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how programs and officers call it, what it is, and an example to look at.

    `examples` has one entry, or several where `is_list`: then each is a point of its own, and
    tabs part its columns.
    """

    key: str
    name: str
    meaning: str
    examples: tuple[str, ...]
    is_list: bool = False

    @property
    def example(self) -> str | tuple[str, ...]:
        """The example as `paper_text.fill` takes it."""
        return self.examples if self.is_list else self.examples[0]


def _field(key: str, name: str, meaning: str, *examples: str, is_list: bool = False) -> Field:
    return Field(key, name, meaning, examples, is_list)


_EVERYWHERE: Final = (
    _field("agency", "หน่วยงาน", "ชื่อหน่วยงานของท่าน", "องค์การบริหารส่วนตำบลทุ่งใหม่"),
    _field("division", "ส่วนงาน", "ส่วนงานเจ้าของเรื่อง", "สำนักปลัด"),
    _field("telephone", "โทรศัพท์", "โทรศัพท์ตามหัวหนังสือ", "0 5400 0000"),
    _field("register_no", "เลขรับ", "เลขรับเรื่อง", "0014/2569"),
    _field("received_on", "วันที่รับเรื่อง", "วันที่ถือว่าได้รับเรื่อง", "23 พฤศจิกายน 2569"),
    _field("category", "ประเภทเรื่อง", "ประเภทของเรื่อง ไม่ใช่ถ้อยคำของผู้แจ้ง", "การจัดซื้อจัดจ้าง"),
    _field("document_no", "เลขที่หนังสือ", "เลขที่ของหนังสือฉบับนี้", "พย 71201/123"),
    _field("document_day", "วันที่หนังสือ", "วันที่ของหนังสือฉบับนี้", "8 ธันวาคม 2569"),
)

_REPORTER: Final = (
    _field("recipient", "ผู้รับ", "“ผู้แจ้งเรื่อง” ระบบใส่ชื่อเมื่อผู้แจ้งเปิดเผยชื่อเท่านั้น", "ผู้แจ้งเรื่อง"),
    _field("website", "เว็บไซต์", "เว็บไซต์ของหน่วยงาน ที่ใช้ติดตามเรื่อง", "https://www.example.go.th"),
)

_INSIDE: Final = (
    _field("subject", "เรื่องที่ร้องเรียน", "หัวเรื่องของเรื่องที่รับ", "การตรวจรับงานถนนคอนกรีต หมู่ 4"),
    _field("channel", "ช่องทางที่รับ", "เรื่องมาทางใด", "แบบแจ้งทางเว็บไซต์"),
    _field("due_on", "วันครบกำหนด", "วันครบกำหนดที่ต้องแจ้งผู้ร้อง", "8 ธันวาคม 2569"),
)

_ACCUSED: Final = _field(
    "accused", "ผู้ถูกร้อง", "ชื่อหรือตำแหน่งผู้ถูกร้องตามที่แจ้งมา", "ผู้ควบคุมงานก่อสร้างถนน หมู่ 4"
)
_FINDING: Final = _field(
    "finding", "ผลการตรวจสอบ", "ผลการตรวจสอบข้อเท็จจริงที่บันทึกไว้",
    "ตรวจวัดแล้ว ความหนาของผิวถนนเป็นไปตามแบบ",
)  # fmt: skip
_RESULT: Final = _field(
    "result", "ผลการพิจารณา", "ผลที่หน่วยงานพิจารณาแล้ว ด้วยถ้อยคำที่แจ้งออกได้",
    "หน่วยงานตรวจสอบแล้ว ไม่พบว่ามีการกระทำตามที่แจ้ง จึงให้ยุติเรื่อง",
)  # fmt: skip
_MEMBERS: Final = _field(
    "members", "กรรมการ", "รายชื่อกรรมการตามคำสั่ง คนละหนึ่งข้อ",
    "นางสาวตัวอย่าง หนึ่ง\tปลัด อบต.\tประธานกรรมการ",
    "นายตัวอย่าง สอง\tผู้อำนวยการกองช่าง\tกรรมการ",
    "นางตัวอย่าง สาม\tนิติกร\tกรรมการและเลขานุการ",
    is_list=True,
)  # fmt: skip

_OWN: Final[Mapping[PaperKind, tuple[Field, ...]]] = {
    PaperKind.LETTER_RECEIVED: (
        _field("due_on", "วันครบกำหนด", "วันที่ต้องแจ้งผลหรือความคืบหน้าภายใน", "8 ธันวาคม 2569"),
    ),
    PaperKind.LETTER_PROGRESS: (
        _field("progress", "ความคืบหน้า", "สิ่งที่ทำไปแล้ว และขั้นต่อไป", "อยู่ระหว่างรวบรวมเอกสารการเบิกจ่าย"),
        _field("next_on", "วันแจ้งครั้งต่อไป", "วันที่จะแจ้งให้ทราบอีกครั้ง", "7 มกราคม 2570"),
    ),
    PaperKind.LETTER_DELAY: (
        _field("due_on", "วันครบกำหนด", "กำหนดเดิมที่ไม่แล้วเสร็จ", "8 ธันวาคม 2569"),
        _field("delay_reason", "เหตุที่ล่าช้า", "เหตุผลที่ยังไม่แล้วเสร็จ", "ต้องรอผลทดสอบวัสดุจากหน่วยงานภายนอก"),
        _field("next_on", "กำหนดใหม่", "วันที่คาดว่าจะแล้วเสร็จ", "7 มกราคม 2570"),
    ),
    PaperKind.RESULT_NOTICE: (
        _RESULT,
        _field("completed_on", "วันที่ยุติเรื่อง", "วันที่หน่วยงานยุติเรื่อง", "21 ธันวาคม 2569"),
    ),
    PaperKind.MEMO: (
        *_INSIDE,
        _ACCUSED,
        _field("superior", "ผู้บังคับบัญชา", "ผู้ที่เสนอเรื่องถึง", "นายกองค์การบริหารส่วนตำบลทุ่งใหม่"),
        _field("state", "สถานะเรื่อง", "เรื่องอยู่ในขั้นใด", "กำลังตรวจสอบข้อเท็จจริง"),
        _field("summary", "สรุปเรื่อง", "สาระของเรื่องโดยย่อ เขียนโดยไม่ให้รู้ว่าผู้แจ้งเป็นใคร",
               "มีผู้แจ้งว่าผิวถนนคอนกรีตบางกว่าแบบ และขอให้ตรวจสอบ"),
        _MEMBERS,
        _FINDING,
        _field("opinion", "ความเห็นเจ้าหน้าที่", "ความเห็นและสิ่งที่เสนอให้สั่งการ",
               "เห็นควรแต่งตั้งคณะกรรมการตรวจสอบข้อเท็จจริง"),
    ),
    PaperKind.COVER_LETTER: (
        *_INSIDE,
        _ACCUSED,
        _field("authority", "หน่วยงานปลายทาง", "หน่วยงานที่ส่งเรื่องไป", "นายอำเภอเมืองตัวอย่าง"),
        _field("reason", "เหตุที่ส่งต่อ", "เหตุที่ส่งให้หน่วยงานนั้น", "เรื่องอยู่ในหน้าที่และอำนาจของอำเภอ"),
        _field("sent", "สิ่งที่ส่ง", "สิ่งที่ส่งไปด้วย อย่างละหนึ่งข้อ",
               "ข้อความของผู้แจ้ง", "เอกสารแนบ 2 รายการ", is_list=True),
        _field("withheld", "สิ่งที่ไม่ส่ง", "สิ่งที่เก็บไว้ไม่ส่งไป อย่างละหนึ่งข้อ",
               "ข้อมูลระบุตัวผู้แจ้ง", is_list=True),
    ),
    PaperKind.REPLY_TO_SENDER: (
        *_INSIDE,
        _field("sender", "หน่วยงานต้นเรื่อง", "หน่วยงานที่ส่งเรื่องมา", "สำนักงาน ป.ป.ท. เขต 5"),
        _field("sender_no", "เลขที่หนังสือต้นเรื่อง", "เลขที่หนังสือที่ส่งเรื่องมา", "ปป 0030/456"),
        _field("sender_day", "วันที่หนังสือต้นเรื่อง", "วันที่ของหนังสือที่ส่งเรื่องมา", "16 พฤศจิกายน 2569"),
        _RESULT,
    ),
    PaperKind.APPOINTMENT_ORDER: (
        *_INSIDE,
        _ACCUSED,
        _field("order_no", "เลขที่คำสั่ง", "เลขที่ของคำสั่ง", "245/2569"),
        _field("order_day", "วันที่สั่ง", "วันที่ลงในคำสั่ง", "1 ธันวาคม 2569"),
        _MEMBERS,
        _field("find_out", "ประเด็นที่ให้ตรวจสอบ", "สิ่งที่ให้คณะกรรมการหาข้อเท็จจริง",
               "ความหนาของผิวถนนและการตรวจรับงาน"),
        _field("finish_by", "กำหนดแล้วเสร็จ", "วันที่ให้รายงานผล", "15 มกราคม 2570"),
    ),
    PaperKind.ACCESS_ANSWER: (
        _field("requester", "ผู้ขอ", "ผู้ที่ขอดูข้อมูลของตน เจ้าหน้าที่เป็นผู้พิมพ์", "นายตัวอย่าง สี่"),
        _field("requested_on", "วันที่ขอ", "วันที่ได้รับคำขอ เขียนด้วยมือหรือพิมพ์แทนช่องนี้", "30 พฤศจิกายน 2569"),
        _field("copy_on", "วันที่จัดทำสำเนา", "วันที่บันทึกฉบับปกปิดข้อมูลฉบับล่าสุด", "7 ธันวาคม 2569"),
        _field("privacy_officer", "ผู้รับผิดชอบข้อมูล", "ตำแหน่งผู้รับผิดชอบข้อมูลส่วนบุคคล ตามที่ตั้งค่าไว้",
               "เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล"),
        _field("privacy_ways", "ทางติดต่อเรื่องข้อมูล", "ทางติดต่อผู้รับผิดชอบข้อมูลส่วนบุคคล ตามที่ตั้งค่าไว้",
               "โทรศัพท์ 0 5400 0000"),
    ),
}  # fmt: skip

_TELLS_WHEN: Final = frozenset({"received_on"})
"""The day on which a report came may tell the accused who made it."""


def _shared(kind: PaperKind) -> tuple[Field, ...]:
    if kind is PaperKind.ACCESS_ANSWER:
        return tuple(field for field in _EVERYWHERE if field.key not in _TELLS_WHEN)
    return (*_EVERYWHERE, *(_REPORTER if kind in TO_REPORTER else ()))


FIELDS_OF: Final[Mapping[PaperKind, tuple[Field, ...]]] = {
    kind: (*_shared(kind), *_OWN[kind]) for kind in WITH_TEMPLATE
}
"""The fields of each paper. What goes to the reporter has none for the accused, for witnesses,
for the committee or for the reporter's own subject, which may name any of them; nor has what
goes to somebody who asks for their own data."""


def same_name(typed: str) -> str:
    """The name as it is compared: without blanks, however its letters and digits were typed."""
    # Two keyboards write sara am and mai ek in other orders; two เ look like one แ.
    joined = re.sub(r"\s+", "", typed).replace("เเ", "แ")
    return re.sub("\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\u0e33", joined)


_BY_NAME: Final = {
    kind: {same_name(field.name): field for field in fields} for kind, fields in FIELDS_OF.items()
}
_ALL_NAMES: Final = frozenset(name for fields in _BY_NAME.values() for name in fields)


def field_named(kind: PaperKind, typed: str) -> Field | None:
    """The field of that paper which the words in braces mean; None when it has none such."""
    return _BY_NAME[kind].get(same_name(typed))


def is_field_elsewhere(typed: str) -> bool:
    """Whether some paper has a field of that name."""
    return same_name(typed) in _ALL_NAMES


def nearest_name(kind: PaperKind, typed: str) -> str:
    """The name of that paper's field which the words come nearest to; "" when none is near."""
    names = {name: field.name for name, field in _BY_NAME[kind].items()}
    near = difflib.get_close_matches(same_name(typed)[:60], names, n=1, cutoff=0.6)
    return names[near[0]] if near else ""


def example_values(kind: PaperKind) -> Mapping[str, str | tuple[str, ...]]:
    """An example for every field of that paper, for looking at a text without a case."""
    return {field.key: field.example for field in FIELDS_OF[kind]}
