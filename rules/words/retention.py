"""How long things are kept, in words: the classes, what each begins with, how near a day is."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

RETENTION_KINDS: Final[Mapping[str, Words]] = {
    "closed": Words("เรื่องที่ยุติแล้ว", "Cases that were closed"),
    "not_accepted": Words("เรื่องที่ไม่รับไว้พิจารณา", "Cases that were not accepted"),
    "forwarded": Words("เรื่องที่ส่งต่อหน่วยงานอื่น", "Cases that were forwarded"),
    "identity": Words("ชื่อและทางติดต่อของผู้แจ้ง", "Reporters' names and contacts"),
    "access_log": Words("บันทึกการเปิดอ่าน", "The log of who opened what"),
}
"""The classes of what is kept, by `rules.retention.RetentionKind`."""

RETENTION_STARTS: Final[Mapping[str, Words]] = {
    "closed": Words("นับจากวันที่ยุติเรื่อง", "from the day on which the case was closed"),
    "not_accepted": Words("นับจากวันที่ไม่รับเรื่อง", "from the day on which it was not accepted"),
    "forwarded": Words("นับจากวันที่ส่งต่อ", "from the day on which it was forwarded"),
    "identity": Words("นับจากวันที่เรื่องสิ้นสุด", "from the day on which the case ended"),
    "access_log": Words("นับจากวันที่เปิดอ่าน", "from the day of the opening"),
}
"""What a class's period is counted from."""

_BY_TWO: Final = Words(
    "เจ้าหน้าที่สองคนตกลงกันลบ ระบบไม่ลบเอง",
    "two officers agree to delete it; nothing is deleted by itself",
)
RETENTION_ENDS: Final[Mapping[str, Words]] = {
    "closed": _BY_TWO,
    "not_accepted": _BY_TWO,
    "forwarded": _BY_TWO,
    "identity": Words(
        "ระบบลบเอง ไม่ต้องมีผู้สั่ง เรื่องยังอยู่",
        "it is erased by itself, without anybody's hand; the case stays",
    ),
    "access_log": Words("ระบบลบเอง", "it is deleted by itself"),
}
"""What happens when a class's period is over."""

RETENTION_FIXED: Final = (
    Words(
        "ข้อความแจ้งเตือนเจ้าหน้าที่ เก็บ {message_days} วัน นับจากวันที่ส่ง แล้วระบบลบเอง",
        "Messages to officers are kept for {message_days} days from sending, then deleted by "
        "themselves",
    ),
    Words(
        "การเข้าระบบของเจ้าหน้าที่ เก็บ {session_hours} ชั่วโมง นับจากเวลาที่เข้าระบบ แล้วระบบลบเอง",
        "Officers' sessions are kept for {session_hours} hours from signing in, then deleted by "
        "themselves",
    ),
    Words(
        "ตารางของเรื่องเก่าที่ไม่ได้นำเข้า เก็บ {sheet_days} วัน นับจากวันที่ส่งไฟล์ แล้วระบบลบเอง",
        "Sheets that were not brought in are kept for {sheet_days} days, then deleted by "
        "themselves",
    ),
)
"""What no office can change."""

RETENTION_STAGES: Final[Mapping[str, Words]] = {
    "due": Words("ครบกำหนดแล้ว", "Due"),
    "soon": Words("ครบกำหนดภายใน 30 วัน", "Due within 30 days"),
    "near": Words("ครบกำหนดภายใน 90 วัน", "Due within 90 days"),
}
"""How near a case's day is, by `rules.retention.Stage`."""


def months_in_words(months: int) -> Words:
    """A period as people say it: "10 ปี", "1 ปี 6 เดือน", "3 เดือน"."""
    years, rest = divmod(months, 12)
    thai = [f"{years} ปี"] if years else []
    english = [f"{years} year{'s' if years > 1 else ''}"] if years else []
    if rest or not years:
        thai.append(f"{rest} เดือน")
        english.append(f"{rest} month{'' if rest == 1 else 's'}")
    return Words(" ".join(thai), " and ".join(english))
