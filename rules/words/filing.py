"""What a reporter reads and chooses from on the way in."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

TEST_REGISTER: Final = "ท."
"""What stands before the number of a report that only tries the channel out."""

TEST_COMPLAINT: Final[Mapping[str, Words]] = {
    "subject": Words("ทดสอบระบบ ไม่ใช่เรื่องร้องเรียนจริง", "A test of the service, not a real report"),
    "narrative": Words(
        "เรื่องนี้ผู้ดูแลระบบของหน่วยงานส่งมาเพื่อทดสอบว่าช่องทางใช้งานได้ "
        "เจ้าหน้าที่รับเรื่องกรุณาเปิดอ่าน ตอบข้อความหนึ่งครั้ง แล้วยุติเรื่อง "
        "เรื่องทดสอบไม่นับในสถิติและไม่ใช้เลขรับเรื่องของหน่วยงาน",
        "The office's administrator sent this to see whether the channel works. Please open it, "
        "answer once, and close it. A test is not counted and takes no number of the office's.",
    ),
}
"""The fixed words of the report that tries the channel out, by the form's field names."""

CHANNELS: Final[Mapping[str, Words]] = {
    "corruption": Words("เรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", "Corruption and misconduct complaints"),
    "grievance": Words("เรื่องร้องทุกข์ทั่วไป", "General grievances"),
}

IDENTITY_MODES: Final[Mapping[str, Words]] = {
    "anonymous": Words("ไม่ระบุตัวตน", "Anonymous"),
    "confidential": Words("ขอปกปิดข้อมูล", "Confidential"),
    "named": Words("เปิดเผยชื่อ", "Named"),
}

IDENTITY_MODE_HINTS: Final[Mapping[str, Words]] = {
    "anonymous": Words(
        "ไม่มีใครรู้ว่าท่านเป็นใคร ติดต่อกันผ่านรหัสเท่านั้น",
        "Nobody knows who you are. You and the office meet through the code alone.",
    ),
    "confidential": Words(
        "ชื่อของท่านเปิดได้เมื่อผู้เก็บรักษาสองคน คนในและคนนอกหน่วยงาน ยินยอมพร้อมกัน",
        "Your name opens only when two keepers, one inside and one outside the office, agree.",
    ),
    "named": Words(
        "ผู้รับผิดชอบเรื่องเห็นชื่อและช่องทางติดต่อของท่าน",
        "Those who handle the report see your name and contact.",
    ),
}

EXCLUSION_HINTS: Final[Mapping[str, Words]] = {
    "goes_elsewhere": Words("เรื่องจะส่งไปที่ {authority} แทน", "It will go to {authority} instead"),
    "leads_outward": Words(
        "ท่านนี้ดูแลผู้รับเรื่อง หากเลือก เราจะบอกหน่วยงานภายนอกที่แจ้งได้แทน",
        "In charge of those who receive reports: we will name outside authorities instead",
    ),
    "reads": Words("ผู้รับเรื่อง", "Receives reports"),
}
"""What ticking somebody who must not read does; `authority` is who receives it instead."""

SIZES: Final[Mapping[str, Words]] = {
    "kB": Words("กิโลไบต์", "kB"),
    "MB": Words("เมกะไบต์", "MB"),
}

FIELDS: Final[Mapping[str, Words]] = {
    "sent_from": Words("หน่วยงานที่ถูกร้องเรียน", "Office it is about"),
    "subject": Words("เรื่อง", "Subject"),
    "narrative": Words("เกิดอะไรขึ้น", "What happened"),
    "category": Words("ประเภทเรื่อง", "Category"),
    "place": Words("เกิดที่ไหน", "Where"),
    "incident_from": Words("ตั้งแต่วันที่", "From"),
    "incident_to": Words("ถึงวันที่", "Until"),
    "accused": Words("เกี่ยวกับใคร", "Who it is about"),
    "accused_unit": Words("สังกัดหรือกอง", "Division"),
    "damage": Words("ความเสียหายโดยประมาณ", "Damage, roughly"),
    "witnesses": Words("พยานหรือแหล่งข้อมูล", "Witnesses or sources"),
    "evidence_described": Words("หลักฐานที่มี", "Evidence there is"),
    "relation": Words("ความเกี่ยวข้องกับเรื่อง", "Relation to the matter"),
    "reported_elsewhere": Words("เคยแจ้งที่อื่นหรือไม่", "Reported elsewhere"),
    "desired_outcome": Words("สิ่งที่อยากให้เกิดขึ้น", "Outcome wished for"),
    "identity_mode": Words("การเปิดเผยตัวตน", "How to be known"),
    "contact_name": Words("ชื่อ", "Name"),
    "contact_phone": Words("โทรศัพท์", "Telephone"),
    "contact_email": Words("อีเมล", "E-mail"),
    "contact_other": Words("ทางติดต่ออื่น", "Another way to reach you"),
    "exclude": Words("ผู้ที่ต้องไม่เปิดอ่าน", "Who must not read"),
}

EVIDENCE_KINDS: Final[Mapping[str, Words]] = {
    "picture": Words("ภาพ", "Picture"),
    "document": Words("เอกสาร", "Document"),
    "video": Words("วิดีโอ", "Video"),
    "sound": Words("เสียง", "Sound"),
}
