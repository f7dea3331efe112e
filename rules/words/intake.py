"""Taking a matter in for somebody, handing a code over on paper, sending a matter on."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

SOURCE_NAMES: Final[Mapping[str, Words]] = {
    "telephone": Words("โทรศัพท์", "Telephone"),
    "walk_in": Words("มาแจ้งที่สำนักงาน", "In person at the office"),
    "letter": Words("จดหมายหรือหนังสือร้องเรียน", "Letter"),
    "line": Words("ข้อความทางไลน์ (LINE)", "LINE message"),
    "facebook": Words("ข้อความเฟซบุ๊ก", "Facebook message"),
    "meeting": Words("ที่ประชุมหรือหน่วยบริการเคลื่อนที่", "Meeting or mobile unit"),
    "referred_in": Words("หน่วยงานอื่นส่งมา", "Referred in by another authority"),
}

SENDER_NAMES: Final[Mapping[str, Words]] = {
    "nacc": Words("สำนักงาน ป.ป.ช.", "NACC"),
    "pacc": Words("สำนักงาน ป.ป.ท.", "PACC"),
    "damrongtham": Words("ศูนย์ดำรงธรรม", "Damrongtham Centre"),
    "oag": Words("สำนักงานการตรวจเงินแผ่นดิน (สตง.)", "State Audit Office"),
    "district": Words("ที่ว่าการอำเภอ", "District office"),
    "province": Words("จังหวัด", "Province"),
    "other": Words("หน่วยงานอื่น", "Another authority"),
}

AUTHORITY_NAMES: Final[Mapping[str, Words]] = {
    "nacc": Words("สำนักงาน ป.ป.ช.", "NACC"),
    "pacc": Words("สำนักงาน ป.ป.ท.", "PACC"),
    "district": Words("ที่ว่าการอำเภอ", "District office"),
    "province": Words("จังหวัด", "Province"),
    "damrongtham": Words("ศูนย์ดำรงธรรม", "Damrongtham Centre"),
    "oag": Words("สำนักงานการตรวจเงินแผ่นดิน (สตง.)", "State Audit Office"),
    "police": Words("สถานีตำรวจ", "Police station"),
    "other": Words("หน่วยงานอื่น", "Another authority"),
}

WITHHELD_NAMES: Final[Mapping[str, Words]] = {
    "identity": Words("ชื่อและทางติดต่อของผู้แจ้ง", "The reporter's name and contact"),
    "words": Words("ถ้อยคำเดิมของผู้แจ้ง", "The reporter's own words"),
    "files": Words("ไฟล์หลักฐานบางไฟล์", "Some evidence files"),
    "witnesses": Words("ชื่อพยาน", "Names of witnesses"),
}

INTAKE_FIELDS: Final[Mapping[str, Words]] = {
    "source": Words("รับเรื่องทาง", "Came by"),
    "sender": Words("หน่วยงานที่ส่งมา", "Sent by"),
    "sender_name": Words("ชื่อหน่วยงานที่ส่งมา", "Name of the sender"),
    "sender_number": Words("เลขที่หนังสือ", "Their number"),
    "sender_date": Words("ลงวันที่", "Dated"),
    "reply_by": Words("ขอให้ตอบภายใน", "Reply asked for by"),
    "received_day": Words("วันที่สำนักงานได้รับ", "Day the office received it"),
    "way_back": Words("รหัสติดตาม", "Tracking code"),
}

WAYS_BACK: Final[Mapping[str, Words]] = {
    "paper": Words("พิมพ์ใบรหัสให้ผู้แจ้ง", "Print a slip with a code for the reporter"),
    "none": Words("ติดต่อผู้แจ้งไม่ได้ ไม่ออกรหัส", "The reporter cannot be reached: no code"),
}

WAY_BACK_HINTS: Final[Mapping[str, Words]] = {
    "paper": Words(
        "ผู้แจ้งใช้รหัสบนใบได้ครั้งแรกครั้งเดียว แล้วได้รหัสใหม่ที่ท่านไม่เห็น",
        "The code on the slip works once; then the reporter gets one that you do not see.",
    ),
    "none": Words(
        "เช่น จดหมายที่ไม่มีชื่อและที่อยู่ จะออกรหัสให้ภายหลังไม่ได้",
        "Such as a letter without name or address. A code cannot be made later.",
    ),
}

MODE_HINTS: Final[Mapping[str, Words]] = {
    "anonymous": Words(
        "ไม่บันทึกชื่อและทางติดต่อ ติดต่อกันผ่านรหัสเท่านั้น",
        "No name or contact is kept; the code is the only way to meet.",
    ),
    "confidential": Words(
        "เมื่อบันทึกแล้ว ชื่อเปิดได้เมื่อผู้เก็บรักษาสองคน คนในและคนนอกหน่วยงาน ยินยอมพร้อมกัน ท่านก็เปิดไม่ได้",
        "Once filed, the name opens only when two keepers agree. You cannot open it either.",
    ),
    "named": Words(
        "ทุกคนที่เปิดเรื่องนี้ได้เห็นชื่อและทางติดต่อ",
        "All who can open the case see name and contact.",
    ),
}
"""What each way to be known does, said to the officer who writes it down."""

FORWARD_STANDINGS: Final[Mapping[str, Words]] = {
    "unacknowledged": Words("รอรับทราบ", "Awaiting acknowledgement"),
    "unanswered": Words("รอผล", "Awaiting the outcome"),
    "answered": Words("ได้ผลแล้ว", "Outcome received"),
    "not_asked": Words("ส่งต่อแล้ว ไม่ได้ขอผลกลับ", "Sent on; no outcome was asked for"),
}

RECORD_WORDS: Final[Mapping[str, Words]] = {
    "scan": Words("เจ้าหน้าที่เพิ่มเอกสารเข้าเรื่อง:", "An officer added a paper to the case:"),
    "screened": Words("ตรวจสามข้อของหนังสือไม่ลงชื่อแล้ว", "The three points of an unsigned letter"),
    "yes": Words("ใช่", "yes"),
    "no": Words("ไม่ใช่", "no"),
    "to": Words("ส่งถึง", "Sent to"),
    "number": Words("เลขที่หนังสือ", "Letter number"),
    "date": Words("ลงวันที่", "Dated"),
    "sent": Words("สิ่งที่ส่ง", "What was sent"),
    "withheld": Words("สิ่งที่ไม่ส่ง", "What was withheld"),
    "why": Words("เพราะ", "Because"),
    "reason": Words("เหตุผลที่ส่งต่อ", "Why it was sent on"),
    "words": Words("ถ้อยคำของผู้แจ้ง", "The reporter's words"),
    "committee": Words("เอกสารของคณะกรรมการ", "The committee's papers"),
    "other": Words("อื่น ๆ", "Other"),
    "answered": Words("เนื้อความที่ตอบ", "What was answered"),
    "their_number": Words("เลขที่หนังสือของเขา", "Their letter number"),
    "came_back": Words("ผลที่ได้รับ", "What came back"),
}
"""The words with which a record of these errands is written out among the internal notes."""
