"""What the filing and follow pages say of words that may tell who wrote them."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

DETAILS: Final[Mapping[str, Words]] = {
    "citizen_id": Words("เลขบัตรประชาชน", "Citizen ID number"),
    "phone": Words("เบอร์โทรศัพท์", "Telephone number"),
    "email": Words("อีเมล", "E-mail address"),
    "tracking_code": Words("รหัสติดตาม", "Tracking code"),
}
"""What a detail is."""

BOXES: Final[Mapping[str, Words]] = {
    "narrative": Words("เรื่องที่เกิดขึ้น", "What happened"),
    "accused": Words("ผู้เกี่ยวข้อง", "Who is involved"),
    "accused_unit": Words("กองหรือฝ่าย", "Division"),
    "place": Words("สถานที่", "Place"),
    "evidence_described": Words("หลักฐาน", "Evidence"),
    "witnesses": Words("ผู้รู้เห็น", "Who else knows"),
    "damage": Words("ความเสียหาย", "Damage"),
    "subject": Words("ชื่อเรื่อง", "Title"),
    "reported_elsewhere": Words("เคยแจ้งที่ใดมาก่อน", "Reported before"),
    "desired_outcome": Words("สิ่งที่อยากให้เกิดขึ้น", "What you would like"),
}
"""The box in which it stands, under the name that the check page gives it."""

HEADING: Final[Mapping[str, Words]] = {
    "anonymous": Words(
        "ท่านไม่บอกชื่อ แต่ข้อความนี้อาจบอกว่าท่านเป็นใคร",
        "You give no name, but your words may tell who you are",
    ),
    "confidential": Words(
        "ชื่อของท่านปิดไว้ แต่ข้อความนี้อาจบอกว่าท่านเป็นใคร",
        "Your name is kept closed, but your words may tell who you are",
    ),
    "named": Words("กรุณาดูอีกครั้งก่อนส่ง", "Please look once more before you send"),
}
"""Above the list on the check page, by how much a reporter wants to be known."""

CODE_TELLS: Final = Words(
    "ผู้ที่รู้รหัสติดตามจะเปิดหน้าติดตามและเขียนแทนท่านได้ เจ้าหน้าที่ไม่ต้องใช้รหัสนี้ กรุณาลบออก",
    "Whoever knows a tracking code can open its page and write in your name. The officers never "
    "need it: please take it out.",
)
