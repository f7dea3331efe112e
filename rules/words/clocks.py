"""What the clocks ask for, and the days that an office sets for itself."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

DUTIES: Final[Mapping[str, Words]] = {
    "first_answer": Words(
        "ต้องแจ้งผลหรือความคืบหน้าให้ผู้แจ้งทราบภายใน", "Tell the reporter the result or progress by"
    ),
    "next_notice": Words("ต้องแจ้งผู้แจ้งทราบครั้งต่อไปภายใน", "Tell the reporter how it goes on by"),
    "screening": Words("ควรคัดกรองว่ารับหรือไม่รับภายใน", "Decide whether to accept it by"),
    "referred_in_reply": Words(
        "ต้องตอบหน่วยงานที่ส่งเรื่องมาภายใน", "Answer the authority that referred it by"
    ),
    "fact_finding": Words("ต้องสรุปผลการตรวจสอบข้อเท็จจริงภายใน", "Report the finding of facts by"),
    "nacc_finding": Words(
        "ต้องออกคำสั่งลงโทษตามที่ ป.ป.ช. ชี้มูลภายใน", "Order the penalty after the NACC's finding by"
    ),
    "nacc_copy": Words(
        "ต้องส่งสำเนาคำสั่งลงโทษให้ ป.ป.ช. ภายใน", "Send the NACC a copy of the order by"
    ),
    "custom": Words("มีงานที่ตั้งไว้ ครบกำหนด", "A task set by an officer is due on"),
}
"""What must be done by the due day, as the beginning of a sentence that ends with the day."""

OFFICE_DAYS: Final[Mapping[str, Words]] = {
    "screening_days": Words(
        "คัดกรองภายในกี่วันทำการ", "Working days until it is decided whether to accept"
    ),
    "next_notice_days": Words(
        "แจ้งความคืบหน้าผู้แจ้งทุกกี่วัน", "Days from one notice to the reporter to the next"
    ),
    "fact_finding_days": Words(
        "คณะกรรมการตรวจสอบข้อเท็จจริงภายในกี่วัน", "Days for the fact-finding committee"
    ),
}
"""The settings of `Agency`, by the names of its columns."""
