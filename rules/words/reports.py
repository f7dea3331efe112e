"""Sentences of the report to executives, made from its numbers; the officer may change them.

They are meant for the public too, so a count below the smallest published one is said as `few`.
"""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

FEW: Final = Words("น้อยกว่า {smallest} เรื่อง", "fewer than {smallest}")
SO_MANY: Final = Words("{count} เรื่อง", "{count}")

PROBLEMS: Final[Mapping[str, Words]] = {
    "late": Words(
        "มีเรื่องที่แจ้งผล ความคืบหน้า หรือเหตุล่าช้าแก่ผู้แจ้งเกิน 15 วัน {many}",
        "First answers later than 15 days: {many}",
    ),
    "long": Words(
        "มีเรื่องที่ดำเนินการเกิน {days} วันแล้วยังไม่แล้วเสร็จ {many}",
        "Not completed after more than {days} days: {many}",
    ),
    "growing": Words(
        "เรื่องที่แล้วเสร็จมีน้อยกว่าเรื่องที่รับใหม่ จำนวนเรื่องคงเหลือจึงเพิ่มขึ้น",
        "Fewer were completed than received, so more are outstanding",
    ),
    "none": Words(
        "ดำเนินการได้ตามกำหนดเวลา ไม่พบปัญหาในการดำเนินการ",
        "Everything was done in time; no problem was found",
    ),
    "zero": Words(
        "ไม่มีเรื่องร้องเรียนในช่วงที่รายงาน จึงไม่พบปัญหาในการดำเนินการ",
        "Nothing was received, so no problem was found",
    ),
}

OBSTACLES: Final[Mapping[str, Words]] = {
    "others": Words(
        "มีเรื่องที่ต้องรอข้อมูลหรือผลจากหน่วยงานอื่น {many} ทำให้ใช้เวลานานขึ้น",
        "Waiting for other agencies: {many}",
    ),
    "reporters": Words("มีเรื่องที่ต้องรอข้อมูลเพิ่มเติมจากผู้แจ้ง {many}", "Waiting for the reporters: {many}"),
    "unknown": Words(
        "เรื่องที่ส่งเข้ามามีน้อย ประชาชนและเจ้าหน้าที่อาจยังไม่ทราบว่ามีช่องทางนี้ หรือยังไม่มั่นใจที่จะแจ้ง",
        "Few reports: people may not know the channel, or not trust it yet",
    ),
    "not_looked": Words(
        "ไม่มีบันทึกว่าได้ตรวจลิงก์ของช่องทางบนเว็บไซต์หลักในช่วงที่รายงาน",
        "Nobody noted a look at the link on the main website",
    ),
    "none": Words("ไม่มีอุปสรรค", "No obstacles"),
}

REMEDIES: Final[Mapping[str, Words]] = {
    "late": Words(
        "กำชับผู้รับผิดชอบให้แจ้งความคืบหน้าหรือเหตุล่าช้าก่อนครบ 15 วัน โดยใช้การเตือนล่วงหน้า 7 วัน 3 วัน และ 1 วัน",
        "Answer before the 15 days are over, by the reminders of 7, 3 and 1 days before",
    ),
    "long": Words(
        "ให้ผู้รับผิดชอบกำหนดขั้นตอนและวันแล้วเสร็จของเรื่องที่ค้างนาน และรายงานผู้บังคับบัญชาทุกเดือน",
        "Set steps and a day for what has taken long, and report monthly",
    ),
    "growing": Words(
        "ทบทวนจำนวนผู้รับผิดชอบให้เพียงพอกับจำนวนเรื่อง", "See that enough officers handle the cases"
    ),
    "others": Words(
        "ติดตามหน่วยงานที่เกี่ยวข้องเป็นหนังสือทุก 30 วัน", "Write to the other agencies every 30 days"
    ),
    "reporters": Words(
        "แจ้งผู้แจ้งให้ชัดเจนว่าต้องการข้อมูลใด และดำเนินการต่อจากข้อมูลที่มีโดยไม่รอ",
        "Say clearly what is needed, and go on with what there is",
    ),
    "looked": Words(
        "ได้ตรวจว่าเว็บไซต์หลักเชื่อมโยงมาที่ช่องทางนี้แล้ว {count} ครั้ง ครั้งล่าสุดวันที่ {day} และจะตรวจทุก 3 เดือน",
        "The link on the main website was looked at {count} times, last on {day}; it is looked at "
        "every 3 months",
    ),
    "look": Words(
        "ให้ตรวจช่องทางบนเว็บไซต์หลักทุก 3 เดือน และบันทึกผลการตรวจ",
        "Look at the link on the main website every 3 months, and note it",
    ),
    "publicity": Words(
        "ประชาสัมพันธ์ช่องทางและการคุ้มครองผู้แจ้งทางเว็บไซต์ ป้ายประกาศ และการประชุมหมู่บ้าน",
        "Make the channel and its protection known on the website, on boards and at meetings",
    ),
    "measures": Words(
        "เร่งรัดมาตรการป้องกันที่เกินกำหนด {count} มาตรการ", "Bring {count} late measures to their end"
    ),
    "go_on": Words(
        "รักษาระยะเวลาและมาตรฐานการดำเนินการต่อไป", "Keep to the present times and standard"
    ),
}

OUTCOMES: Final[Mapping[str, Words]] = {
    "grounds": Words("ยุติเรื่อง: มีมูล", "Closed: grounds found"),
    "no_grounds": Words("ยุติเรื่อง: ไม่มีมูล", "Closed: no grounds"),
    "done": Words("ดำเนินการและแจ้งผลแล้ว", "Dealt with, result notified"),
    "not_accepted": Words("ไม่รับไว้พิจารณา", "Not accepted"),
    "forwarded": Words("ส่งต่อหน่วยงานอื่น", "Forwarded"),
    "merged": Words("รวมกับเรื่องเดิม", "Merged with another"),
}

LINES: Final[Mapping[str, Words]] = {
    "carried_forward": Words("ยกมา", "Carried forward"),
    "received": Words("รับใหม่", "Received"),
    "completed": Words("แล้วเสร็จ", "Completed"),
    "outstanding": Words("อยู่ระหว่างดำเนินการ", "In progress"),
    "in_time": Words("แจ้งผู้แจ้งภายใน 15 วัน", "Answered within 15 days"),
    "median_answer": Words("ค่ากลางของวันที่ใช้จนแจ้งครั้งแรก (วัน)", "Median days to the first answer"),
    "median_closing": Words("ค่ากลางของวันที่ใช้จนแล้วเสร็จ (วัน)", "Median days to completion"),
}

CHANNEL_TITLES: Final[Mapping[str, Words]] = {
    "corruption": Words(
        "เรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", "Complaints of corruption and misconduct"
    ),
    "grievance": Words("เรื่องร้องทุกข์ทั่วไป", "General grievances"),
}

OF: Final = Words("{part} จาก {whole} เรื่อง", "{part} of {whole}")
NOTHING: Final = Words("ไม่มี", "none")

FIELDS: Final[Mapping[str, str]] = {
    "document_no": "เลขที่หนังสือ",
    "problems": "ปัญหา",
    "obstacles": "อุปสรรค",
    "remedies": "แนวทางแก้ไข",
    "note": "สิ่งที่แก้ไขจากฉบับก่อน",
}

TITLE: Final = Words(
    "รายงานผลการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
    "Report on the handling of complaints of corruption and misconduct",
)
ADDRESSEE: Final = "ผู้บริหารท้องถิ่น"
