"""One cell of an old register, read for what it means: a name, a source, a category, a number."""

import re
from typing import Final, NamedTuple

from rules.categories import Category
from rules.import_columns import head_key
from rules.intake import SOURCES, Source
from rules.limits import SHORT_TEXT_LENGTH
from rules.thai_time import ERA_OFFSET, to_arabic_digits

SUBJECT_LENGTH: Final = 160
"""A subject made of longer words is cut there; the words themselves stay whole in the narrative."""


class Choice(NamedTuple):
    """A code of one of our lists, "" for none; and whether the cell says nothing more than it."""

    code: str
    is_exact: bool


_NOTHING: Final = re.compile(r"[\s\-–—_.…/*]*")
_NOBODY: Final = (
    "ปกปิด", "ไม่ระบุ", "ไม่ประสงค์", "ไม่เปิดเผย", "ไม่ลงชื่อ", "ไม่ออกนาม", "ไม่ออกชื่อ", "ไม่แจ้งชื่อ", "ไม่มีชื่อ",
    "ไม่ทราบ", "ไม่มี", "ไม่บอก", "บัตรสนเท่ห์", "สนเท่ห์", "นิรนาม", "พลเมืองดี", "ขอสงวน", "ขอไม่", "ขอปกปิด",
    "anonymous", "unknown",
)  # fmt: skip
_NAME_LEFT: Final = 12
"""Words that begin like one of those and are much longer may hold a name after all."""

_SOURCE_SIGNS: Final[tuple[tuple[Source, tuple[str, ...]], ...]] = (
    (
        Source.REFERRED_IN,
        (
            "ดำรงธรรม", "ปปช", "ปปท", "สตง", "อำเภอส่ง", "จังหวัดส่ง", "จากอำเภอ", "จากจังหวัด",
            "หน่วยงานอื่น", "ส่งเรื่องมา",
            "หน่วยงานภายนอก",
        ),
    ),
    (Source.LINE, ("ไลน์", "line", "แอปพลิเคชันไลน์")),
    (Source.FACEBOOK, ("เฟซบุ๊ก", "เฟสบุ๊ก", "เฟสบุ๊ค", "เฟซบุ๊ค", "facebook", "เพจ")),
    (Source.TELEPHONE, ("โทรศัพท์", "โทร", "สายด่วน", "phone")),
    (Source.MEETING, ("ประชุม", "ประชาคม", "เคลื่อนที่", "สัญจร")),
    (
        Source.WALK_IN,
        (
            "ด้วยตนเอง", "มาแจ้ง", "มาเอง", "ที่สำนักงาน", "ที่ทำการ", "ด้วยวาจา", "เดินทางมา", "walkin",
            "ศูนย์บริการ",
        ),
    ),
    (
        Source.LETTER,
        (
            "จดหมาย", "หนังสือ", "ไปรษณีย์", "คำร้อง", "บัตรสนเท่ห์", "ตู้รับ", "กล่องรับ", "letter",
            "เอกสาร",
        ),
    ),
)  # fmt: skip
_CATEGORY_SIGNS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("procurement", ("จัดซื้อ", "จัดจ้าง", "ประมูล", "เสนอราคา", "ตรวจรับ", "ฮั้ว")),
    ("embezzlement", ("ยักยอก", "เบียดบัง")),
    ("bribery", ("สินบน", "เรียกรับ", "เงินทอน")),
    ("false_claim", ("เบิกจ่ายเท็จ", "เอกสารเท็จ", "ใบเสร็จเท็จ", "เบิกเท็จ")),
    ("personnel_matter", ("บริหารงานบุคคล", "เลื่อนขั้น", "แต่งตั้งโยกย้าย")),
    ("conflict_of_interest", ("ขัดกันแห่งผลประโยชน์", "ผลประโยชน์ทับซ้อน")),
    ("state_property", ("ทรัพย์สินราชการ", "ทรัพย์สินของราชการ", "รถราชการ")),
    ("unusual_wealth", ("ร่ำรวยผิดปกติ",)),
    ("neglect_of_duty", ("ละเว้น", "ปฏิบัติหน้าที่โดยมิชอบ", "ใช้อำนาจโดยมิชอบ", "ทุจริตต่อหน้าที่")),
    ("misconduct", ("ประพฤติมิชอบ", "จริยธรรม", "คุกคาม", "ประพฤติตนไม่")),
    ("lights", ("ไฟฟ้า", "ไฟทาง", "ไฟส่องสว่าง")),
    ("water", ("ประปา", "แหล่งน้ำ", "น้ำไม่ไหล")),
    ("waste", ("ขยะ", "ความสะอาด")),
    ("roads", ("ถนน", "ทางเท้า", "ระบายน้ำ", "โครงสร้างพื้นฐาน")),
    ("nuisance", ("เดือดร้อนรำคาญ", "เหตุรำคาญ", "กลิ่น", "เสียงดัง", "ควัน")),
    ("welfare", ("สวัสดิการ", "เบี้ยยังชีพ", "สงเคราะห์")),
    ("service", ("การให้บริการ", "การบริการ")),
    ("other", ("อื่นๆ", "อื่น")),
)  # fmt: skip

_BARE: Final = re.compile(r"[^\d]{0,20}(\d{1,6})")
_WITH_YEAR: Final = re.compile(r"[^\d]{0,20}(\d{1,6})\s?[/-]\s?(\d{4}|\d{2})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})-01")
_YEAR_FIRST: Final = re.compile(r"[^\d]{0,20}(2[4-6]\d{2})\s?[/-]\s?(\d{1,6})")


def spoken(cell: str) -> str:
    """The cell's words; "" where it holds nothing but dashes or dots."""
    text = cell.strip()
    return "" if _NOTHING.fullmatch(text) else text


def named_person(cell: str) -> str:
    """The name in the cell, "" where it says that nobody is named."""
    key = head_key(cell)
    for sign in _NOBODY:
        if key.startswith(sign) and len(key) - len(sign) <= _NAME_LEFT:
            return ""
    return cell


def short_subject(subject: str, narrative: str) -> tuple[str, str]:
    """A subject that fits its field and what happened: either stands in for the other.

    A subject that is too long is cut, and stands whole at the head of the narrative.
    """
    one_line = " ".join(subject.split())
    if one_line and len(one_line) <= SHORT_TEXT_LENGTH:
        return one_line, narrative or subject
    if one_line:
        return _cut(one_line), "\n\n".join(filter(None, (subject, narrative)))
    return _cut(" ".join(narrative.split())), narrative


def source_of(cell: str) -> Choice:
    """How the matter came, as our list has it."""
    return _choice(cell, SOURCES, tuple((source.value, signs) for source, signs in _SOURCE_SIGNS))


def category_of(cell: str, categories: tuple[Category, ...]) -> Choice:
    """The category among those of the channel."""
    known = {category.code for category in categories}
    signs = tuple((code, signs) for code, signs in _CATEGORY_SIGNS if code in known)
    return _choice(cell, categories, signs)


def running_number(old_number: str) -> tuple[int, int | None] | None:
    """The number and its year (B.E.) in "๑๒/๒๕๖๗", "12/67" or "COR-2567-00012"; no year in "12".

    None for what is no running number.
    """
    text = to_arabic_digits(old_number).strip()
    found = _YEAR_FIRST.fullmatch(text)
    if found is not None:
        return _positive(int(found[2]), int(found[1]))
    found = _WITH_YEAR.fullmatch(text)
    if found is not None:
        return _positive(int(found[1]), _year_be(found[2]))
    found = _BARE.fullmatch(text)
    return _positive(int(found[1]), None) if found is not None else None


def number_behind_day(old_number: str) -> str:
    """The number as it was typed: 1/2567 where a spreadsheet made the first of January of it."""
    found = _MONTH.fullmatch(old_number)
    if found is None:
        return old_number
    year = found[1] if found[1] >= "2400" else found[1][2:]
    return f"{int(found[2])}/{year}"


def _choice(
    cell: str, choices: tuple[Category, ...], signs: tuple[tuple[str, tuple[str, ...]], ...]
) -> Choice:
    key = head_key(cell)
    if not key:
        return Choice("", True)
    for choice in choices:
        if key == head_key(choice.words.th):
            return Choice(choice.code, True)
    for code, said in signs:
        if any(sign in key for sign in said):
            return Choice(code, False)
    return Choice("", False)


def _cut(text: str) -> str:
    """The first words, cut at a blank where one is near the end."""
    if len(text) <= SUBJECT_LENGTH:
        return text
    head = text[: SUBJECT_LENGTH - 1]
    before, blank, _rest = head.rpartition(" ")
    return f"{before if blank and len(before) > SUBJECT_LENGTH // 2 else head.rstrip()}…"


def _positive(number: int, year: int | None) -> tuple[int, int | None] | None:
    return (number, year) if number > 0 else None


def _year_be(typed: str) -> int | None:
    year = int(typed)
    if len(typed) == 2:
        return 2500 + year if year >= 40 else 2000 + year + ERA_OFFSET
    if 2400 <= year <= 2699:
        return year
    return year + ERA_OFFSET if 1900 <= year <= 2099 else None
