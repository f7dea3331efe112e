"""The satisfaction survey (thai-domain 4): six questions, five levels, one for staff alone."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

SURVEY_QUESTIONS: Final[Mapping[str, Words]] = {
    "easy": Words("ใช้งานง่าย ไม่ยุ่งยาก", "Easy to use"),
    "on_time": Words(
        "ได้รับแจ้งผลหรือความคืบหน้าในเวลาที่กำหนด", "Told the result or the progress in time"
    ),
    "clear": Words("คำตอบชัดเจน เข้าใจง่าย", "The answers were clear"),
    "secret": Words(
        "เชื่อมั่นว่าข้อมูลของท่านถูกเก็บเป็นความลับ", "You trust that what you told is kept secret"
    ),
    "fair": Words("ได้รับการปฏิบัติอย่างเป็นธรรม", "You were treated fairly"),
    "overall": Words("ความพึงพอใจต่อการให้บริการโดยรวม", "Satisfied with the service as a whole"),
}

SURVEY_TAB: Final = "ความพึงพอใจ"

STAFF_QUESTION: Final = Words(
    "หากท่านเป็นบุคลากรของหน่วยงาน: เชื่อมั่นในกระบวนการจัดการเรื่องร้องเรียนการทุจริตภายในหน่วยงานเพียงใด",
    "If you work for this agency: how far do you trust how it handles complaints of corruption?",
)

SURVEY_LEVELS: Final[Mapping[int, Words]] = {
    5: Words("มากที่สุด", "Very much"),
    4: Words("มาก", "Much"),
    3: Words("ปานกลาง", "Fairly"),
    2: Words("น้อย", "Little"),
    1: Words("น้อยที่สุด", "Very little"),
}
