"""Names, keys, openings, and what takes two persons."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

RELEASE_GROUNDS: Final[Mapping[str, Words]] = {
    "questioning": Words(
        "จำเป็นต่อการสอบปากคำ และถามผ่านรหัสติดตามแล้วไม่พอ",
        "Needed for questioning, and asking through the tracking code was not enough",
    ),
    "order": Words(
        "ศาลหรือหน่วยงานที่มีอำนาจตามกฎหมายมีคำสั่ง",
        "A court, or an authority empowered by law, has ordered it",
    ),
    "safety": Words("เพื่อคุ้มครองความปลอดภัยของผู้แจ้ง", "To protect the reporter's safety"),
    "consent": Words("ผู้แจ้งยินยอมแล้ว", "The reporter has agreed"),
}
"""What a reporter's name is asked for; needs, not quotations of law."""

RELEASE_LATER_GROUNDS: Final[Mapping[str, Words]] = {
    "evidence": Words("หลักฐานอาจถูกทำลายหรือแก้ไข", "Evidence might be destroyed or altered"),
    "witnesses": Words("พยานหรือบุคคลอื่นอาจเป็นอันตราย", "Witnesses or others might come to harm"),
    "forewarning": Words(
        "ผู้ถูกร้องอาจรู้ตัวก่อนตรวจสอบเสร็จ", "The accused might be warned before the check is over"
    ),
}
"""Why the reporter is told of a request later than at once."""

RELEASE_STATES: Final[Mapping[str, Words]] = {
    "asked": Words("รอผู้รักษากุญแจ", "Waiting for the custodians"),
    "refused": Words("ไม่อนุญาต", "Refused"),
    "shown": Words("เปิดดูแล้ว", "Opened"),
    "expired": Words("หมดเวลาโดยไม่มีการเปิดดู", "Time ran out; nothing was opened"),
    "withdrawn": Words("ยกเลิกโดยไม่มีการเปิดดู", "Taken back; nothing was opened"),
}

CUSTODIAN_GROUPS: Final[Mapping[str, Words]] = {
    "custodian_inside": Words("ฝ่ายในหน่วยงาน", "Inside the office"),
    "custodian_outside": Words("ฝ่ายนอกหน่วยงาน", "Outside the office"),
}

ACCESS: Final[Mapping[str, Words]] = {
    "list": Words("ดูรายการเรื่อง", "Looked at a list of cases"),
    "case": Words("เปิดอ่านเรื่อง", "Opened a case"),
    "search": Words("ค้นหาคำในเรื่อง", "Looked for words in cases"),
    "similar": Words("หาเรื่องที่คล้ายกัน", "Looked for similar cases"),
    "patterns": Words("นับเรื่องที่เกิดซ้ำ", "Counted what keeps coming back"),
    "tables": Words("จัดทำตารางเพิ่มเติมของสถิติ", "Prepared the extra tables of the statistics"),
    "file": Words("เปิดไฟล์หลักฐาน", "Opened a file"),
    "original": Words("ดาวน์โหลดไฟล์ต้นฉบับ", "Downloaded an original file"),
    "move": Words("ดำเนินการกับเรื่อง", "Acted on a case"),
    "two_persons": Words("ขอหรืออนุมัติงานที่ต้องใช้สองคน", "Asked for or agreed to what needs two"),
    "export": Words("ส่งออกสำนวน", "Exported cases"),
    "register": Words("พิมพ์หรือส่งออกทะเบียนคุม", "Printed or exported the register"),
    "delete": Words("ลบเนื้อหาเรื่อง", "Deleted a case's content"),
    "redact": Words("ทำหรือเปิดฉบับปกปิดข้อมูล", "Made or opened a redacted copy"),
    "paper": Words("จัดทำหรือพิมพ์หนังสือ", "Made or printed a paper"),
    "identity_page": Words("เปิดหน้าขอข้อมูลผู้แจ้ง", "Looked at the requests for the identity"),
    "identity_asked": Words("ขอเปิดข้อมูลผู้แจ้ง", "Asked for the reporter's identity"),
    "release_reason": Words("อ่านเหตุผลที่ขอข้อมูลผู้แจ้ง", "Read why the identity is asked for"),
    "identity_half": Words("อนุญาตให้เปิดข้อมูลผู้แจ้ง", "Agreed to open the identity"),
    "identity": Words("เปิดดูข้อมูลผู้แจ้ง", "Opened the reporter's identity"),
    "recovery": Words("กู้คืนด้วยเอกสารกู้คืน", "Recovered with the papers"),
    "custody": Words(
        "ส่งต่อกุญแจข้อมูลตัวตนให้ผู้รักษากุญแจคนใหม่", "Passed on halves of names to a custodian"
    ),
    "readers": Words("ดูรายชื่อผู้เปิดเรื่องได้", "Looked at who can open a case"),
    "access_given": Words("ให้ผู้อื่นเปิดเรื่องได้", "Let somebody open a case"),
    "access_taken": Words("ถอนสิทธิเปิดเรื่อง", "Took somebody off a case"),
    "handed_over": Words("ส่งมอบเรื่องให้ผู้อื่น", "Handed a case over"),
    "person_excluded": Words("กันผู้มีส่วนได้เสียออกจากเรื่อง", "Kept somebody out of a case"),
    "regrant": Words("ให้สิทธิเปิดเรื่องครั้งละหลายเรื่อง", "Gave somebody many cases"),
    "rekey": Words("เปลี่ยนกุญแจครั้งละหลายเรื่อง", "Renewed the keys of many cases"),
    "import_sheet": Words("เปิดไฟล์ทะเบียนเดิม", "Opened the file of an older register"),
    "import": Words("นำเข้าเรื่องจากทะเบียนเดิม", "Brought in cases of an older register"),
    "import_undo": Words("ยกเลิกการนำเข้า", "Took back what was brought in"),
    "other": Words("เปิดข้อมูลอื่นของเรื่อง", "Opened something else of a case"),
}
"""What an officer did, by the code in the access log; `other` stands for an unknown code."""

TWO_PERSON_KINDS: Final[Mapping[str, Words]] = {
    "export": Words("ส่งออกสำนวน", "Export"),
    "delete": Words("ลบเนื้อหาเรื่อง", "Deletion"),
}

TWO_PERSON_STATES: Final[Mapping[str, Words]] = {
    "asked": Words("รออนุมัติ", "Waiting for a second person"),
    "approved": Words("อนุมัติแล้ว ยังไม่ได้ทำ", "Agreed, not yet done"),
    "refused": Words("ไม่อนุมัติ", "Refused"),
    "done": Words("ทำแล้ว", "Done"),
    "expired": Words("หมดเวลา", "Time is over"),
}

CASE_FILE: Final[Mapping[str, Words]] = {
    "title": Words("สำนวนเรื่องที่", "Case"),
    "exported_on": Words("ส่งออกเมื่อ", "Exported on"),
    "asked_by": Words("ผู้ขอ", "Asked by"),
    "agreed_by": Words("ผู้อนุมัติ", "Agreed by"),
    "without": Words(
        "สำนวนนี้ไม่มีชื่อและช่องทางติดต่อของผู้แจ้ง และไม่มีไฟล์ต้นฉบับ แต่ถ้อยคำในเรื่องอาจบอกตัวผู้แจ้งได้ "
        "กรุณาเก็บเป็นความลับ",
        "This holds neither the reporter's name and contact nor original files; but the words may "
        "still tell who wrote them. Please keep it secret.",
    ),
    "state": Words("สถานะ", "State"),
    "received_on": Words("นับว่าได้รับ", "Counts as received on"),
    "answered_on": Words("แจ้งผู้แจ้งครั้งแรก", "First answered on"),
    "case_officer": Words("ผู้รับผิดชอบ", "Officer in charge"),
    "told": Words("สิ่งที่ผู้แจ้งเล่า", "What the reporter tells"),
    "talk": Words("สนทนากับผู้แจ้ง", "Conversation with the reporter"),
    "notes": Words("บันทึกภายใน", "Internal notes"),
    "files": Words("ไฟล์หลักฐาน", "Evidence"),
    "history": Words("ประวัติ", "History"),
    "office": Words("เจ้าหน้าที่", "Office"),
    "reporter": Words("ผู้แจ้ง", "Reporter"),
    "nothing": Words("ไม่มี", "None"),
    "contents": Words("รายการเรื่องในชุดนี้", "Cases in this set"),
    "unreadable": Words(
        "เปิดส่วนนี้ไม่ได้ เพราะข้อมูลไม่ครบหรือถูกแก้ไข กรุณาแจ้งผู้ดูแลระบบให้ตรวจสอบ",
        "This part could not be opened: it is incomplete or was altered. Please have it looked "
        "into.",
    ),
}
"""The headings of an exported case, as a text that anybody can read."""

MARKS: Final[Mapping[str, Words]] = {
    "citizen_id": Words("เลขประจำตัวประชาชน", "A citizen's number"),
    "phone": Words("หมายเลขโทรศัพท์", "A telephone number"),
    "email": Words("อีเมล", "An e-mail address"),
    "tracking_code": Words("รหัสติดตามเรื่อง", "A tracking code"),
    "contact": Words("ชื่อหรือช่องทางติดต่อของผู้แจ้ง", "The reporter's name or contact"),
    "witness": Words("คำที่ผู้แจ้งเขียนไว้ในช่องพยาน", "Words that the reporter wrote about witnesses"),
    "oneself": Words(
        "คำที่ผู้แจ้งเรียกตัวเอง เช่น ผม ดิฉัน ข้าพเจ้า", "What the reporter calls himself or herself"
    ),
}
"""What may tell who wrote a text, or who saw it happen."""

SPOKEN_OF_ONESELF: Final = ("ข้าพเจ้า", "ดิฉัน", "กระผม", "ผม", "ฉัน")
"""How somebody who tells a story calls oneself; it says whether a man or a woman tells it."""
