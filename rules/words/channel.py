"""The channel's page, its poster and banner, and the look at the agency's main website."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

CHANNEL_TAB: Final = "ช่องทาง"

APART_HEADING: Final = Words(
    "แยกจากช่องทางร้องทุกข์ทั่วไปอย่างไร", "How it is kept apart from general grievances"
)
APART_HEAD: Final = (
    Words("หัวข้อ", "Point"),
    Words("แจ้งเบาะแสการทุจริต", "Reporting corruption"),
    Words("ร้องทุกข์ทั่วไป", "General grievances"),
)
APART_ROWS: Final = (
    (
        Words("สำหรับเรื่อง", "For"),
        Words("เจ้าหน้าที่ทุจริตหรือประพฤติมิชอบ", "Corrupt or wrongful acts of officials"),
        Words(
            "ความเดือดร้อนและบริการ เช่น ไฟดับ ถนนชำรุด",
            "Hardship and services, such as lights and roads",
        ),
    ),
    (
        Words("ผู้อ่าน", "Read by"),
        Words(
            "เจ้าหน้าที่รับเรื่องทุจริตเท่านั้น ไม่รวมผู้ที่ท่านขอให้กันออก",
            "The corruption intake officers only, without those you exclude",
        ),
        Words("เจ้าหน้าที่เรื่องร้องทุกข์", "The grievance officers"),
    ),
    (
        Words("ชื่อของผู้แจ้ง", "Your name"),
        Words(
            "ไม่จำเป็น หากแจ้ง จะเข้ารหัสแยก เปิดได้เมื่อผู้รักษากุญแจสองฝ่ายเห็นชอบร่วมกัน",
            "Not needed. If given, encrypted apart; opened only by two custodians together",
        ),
        Words(
            "ไม่จำเป็น หากแจ้ง เจ้าหน้าที่ใช้ติดต่อกลับ",
            "Not needed. If given, officers use it to reach you",
        ),
    ),
    (
        Words("ทะเบียนและสถิติ", "Register and statistics"),
        Words("แยกต่างหาก เผยแพร่ในหน้าสถิติ", "Its own, published on the statistics page"),
        Words("ทะเบียนแยกต่างหาก ไม่นับในสถิตินี้", "Its own register; not counted in these statistics"),
    ),
)

MAIN_SITE_HEADING: Final = Words("เข้าถึงจากเว็บไซต์หลัก", "Reached from the main website")
MAIN_SITE: Final[Mapping[str, Words]] = {
    "stable": Words(
        "ที่อยู่ของช่องทางไม่เปลี่ยนแปลง นำไปวางเป็นลิงก์หรือพิมพ์คิวอาร์โค้ดติดประกาศได้",
        "The channel’s address does not change: it may be linked from the website, or its QR code "
        "printed and put up.",
    ),
    "looked": Words(
        "หน่วยงานตรวจดูเมื่อวันที่ {day} หน้า {address} มีลิงก์มายังช่องทางนี้",
        "On {day} the office looked at {address} and found the link to this channel there.",
    ),
    "not_looked": Words(
        "หน่วยงานยังไม่ได้บันทึกการตรวจดูลิงก์บนเว็บไซต์หลัก",
        "The office has not yet noted a look at the link on its main website.",
    ),
}

LINK_WORDS: Final = Words("แจ้งเบาะแสการทุจริตและประพฤติมิชอบ {agency}", "Report corruption at {agency}")
"""The link that an agency's website carries, and what a banner says to who cannot see it."""

LOOK_FIELDS: Final[Mapping[str, str]] = {
    "looked_on": "วันที่ตรวจดู",
    "address": "ที่อยู่ของหน้าที่ตรวจดู",
    "picture": "ภาพหน้าจอ",
}
"""The boxes of the page on which a look is noted, as the list of problems names them."""

PUBLISH_FIELDS: Final[Mapping[str, str]] = {
    "note": "เหตุที่เผยแพร่ฉบับใหม่",
    "record": "หน้าช่องทาง",
}
"""The same for the page on which the channel's page is published."""
