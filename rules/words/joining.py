"""Cases that are one matter, cases that change the channel, and reports taken back."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

JOINING: Final[Mapping[str, Words]] = {
    "all_told": Words(
        "ส่งข้อความเดียวกันนี้ถึงผู้แจ้งของเรื่องที่รวมอยู่แล้ว ครบทุกเรื่อง",
        "The same words went to the reporters of all cases joined to this one.",
    ),
    "some_untold": Words(
        "มีเรื่องที่รวมอยู่กับเรื่องนี้ซึ่งผู้ส่งเปิดไม่ได้ ผู้แจ้งของเรื่องนั้นยังไม่ได้รับข้อความนี้",
        "A case joined to this one could not be opened by the sender: its reporter has not had "
        "these words yet.",
    ),
    "withdrawn_without_words": Words(
        "ผู้แจ้งขอถอนเรื่อง โดยไม่ได้เขียนเหตุผล",
        "The reporter asks to withdraw and gives no reason.",
    ),
}
"""What the program writes into a case by itself."""

NO_GRIEVANCES: Final[Mapping[str, Words]] = {
    "sentence": Words("ไม่มีเรื่องร้องทุกข์ทั่วไป", "No general grievances were received"),
}
"""The sentence of a period in which nothing came."""

MOVED_TO: Final[Mapping[str, Words]] = {
    "corruption": Words(
        "เรื่องของท่านได้รับการดูแลเป็นเรื่องร้องเรียนการทุจริต เจ้าหน้าที่รับเรื่องทุจริตเท่านั้นที่เปิดอ่านได้ต่อจากนี้ "
        "และไม่มีผู้ใดเห็นชื่อของท่าน เว้นแต่ท่านเลือกเปิดเผย",
        "Your report is handled as a report of corruption. From here on only the officers for "
        "corruption open what is new, and nobody sees your name unless you chose to show it.",
    ),
    "grievance": Words(
        "เรื่องของท่านได้รับการดูแลเป็นเรื่องร้องทุกข์ทั่วไป เจ้าหน้าที่เรื่องร้องทุกข์เป็นผู้ตอบท่าน "
        "ผู้ที่ท่านขอไม่ให้เห็นเรื่อง ยังเปิดไม่ได้เช่นเดิม",
        "Your report is handled as a general grievance, and the grievance officers answer you. "
        "Those who you asked must not see it still cannot open it.",
    ),
}
"""What a moved case's reporter is told, by the channel it is in now."""
