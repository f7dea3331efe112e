"""Papers made from a case: what they are called, what each is for, and the parts of a case file."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

PAPERS: Final[Mapping[str, Words]] = {
    "letter_received": Words("หนังสือแจ้งรับเรื่อง", "Letter: received"),
    "letter_progress": Words("หนังสือแจ้งความคืบหน้า", "Letter: progress"),
    "letter_delay": Words("หนังสือชี้แจงเหตุล่าช้า", "Letter: delay"),
    "result_notice": Words("หนังสือแจ้งผล", "Letter: result"),
    "memo": Words("บันทึกข้อความเสนอผู้บังคับบัญชา", "Memo to the superior"),
    "cover_letter": Words("หนังสือนำส่งหน่วยงานอื่น", "Cover letter to another authority"),
    "reply_to_sender": Words("หนังสือตอบหน่วยงานที่ส่งเรื่องมา", "Reply to the referring authority"),
    "appointment_order": Words("คำสั่งแต่งตั้งคณะกรรมการ", "Order appointing the committee"),
    "access_answer": Words("หนังสือตอบผู้ขอดูข้อมูลของตน", "Answer to a request for one's own data"),
    "case_file": Words("สำนวนทั้งเรื่อง", "The whole case file"),
}

PAPER_HINTS: Final[Mapping[str, Words]] = {
    "letter_received": Words(
        "แจ้งผู้แจ้งว่ารับเรื่องแล้ว พร้อมเลขรับและวันครบกำหนด", "Tells number and due day"
    ),
    "letter_progress": Words("แจ้งผู้แจ้งว่าทำอะไรไปแล้วบ้าง", "Tells what was done so far"),
    "letter_delay": Words("บอกเหตุที่ยังไม่แล้วเสร็จ และวันที่จะแจ้งผล", "Tells why it takes longer"),
    "result_notice": Words("แจ้งผลการพิจารณาแก่ผู้แจ้ง", "Tells the outcome"),
    "memo": Words("สรุปเรื่อง ข้อเท็จจริง ความเห็น เพื่อขอคำสั่ง", "Facts, opinion and proposal"),
    "cover_letter": Words(
        "ส่งเรื่องไปหน่วยงานที่มีอำนาจ บอกสิ่งที่ส่งไปและสิ่งที่ไม่ส่ง", "Goes with what is sent on"
    ),
    "reply_to_sender": Words("ตอบหน่วยงานที่ส่งเรื่องมาให้เราตรวจสอบ", "Answers who referred it"),
    "appointment_order": Words(
        "ตั้งคณะกรรมการตรวจสอบข้อเท็จจริง ให้ผู้มีอำนาจลงนาม", "Appoints the fact-finders"
    ),
    "access_answer": Words(
        "ตอบผู้ถูกกล่าวถึงที่ขอดูข้อมูลของตน พร้อมฉบับปกปิดข้อมูล ไม่บอกว่าใครแจ้งและใครเป็นพยาน",
        "Goes with the redacted copy; tells of nobody else",
    ),
    "case_file": Words(
        "รวมคำบอกเล่า การติดต่อ บันทึก ผลตรวจสอบ และประวัติ ไม่มีข้อมูลตัวตนของผู้แจ้ง",
        "Everything of the case but who reported",
    ),
}

NOT_READY: Final[Mapping[str, Words]] = {
    "no_order": Words(
        "ยังไม่ได้บันทึกคำสั่ง ช่องที่ยังไม่มีข้อมูลจะเป็นเส้นประให้เขียนเอง",
        "No order is recorded: what is missing is left to be written by hand",
    ),
    "no_forwarding": Words(
        "ยังไม่ได้บันทึกการส่งต่อ ช่องที่ยังไม่มีข้อมูลจะเป็นเส้นประให้เขียนเอง",
        "No forwarding is recorded: what is missing is left to be written by hand",
    ),
    "no_result": Words(
        "ยังไม่ได้แจ้งผลในระบบ ผู้แจ้งที่ไม่บอกชื่อจะทราบผลจากระบบเท่านั้น",
        "The result is not yet told here, where an anonymous reporter reads it",
    ),
}
"""What is said beside a paper for which the case does not hold everything yet."""

SECRECY: Final[Mapping[str, Words]] = {
    "none": Words("ไม่มีชั้นความลับ", "None"),
    "secret": Words("ลับ", "Secret"),
    "very_secret": Words("ลับมาก", "Very secret"),
    "top_secret": Words("ลับที่สุด", "Top secret"),
}

DIGITS: Final[Mapping[str, Words]] = {
    "thai": Words("เลขไทย (๑ ๒ ๓)", "Thai"),
    "arabic": Words("เลขอารบิก (1 2 3)", "Arabic"),
}

PAPER_FIELDS: Final[Mapping[str, Words]] = {
    "document_no": Words("เลขที่หนังสือ", "Document number"),
    "day": Words("ลงวันที่", "Dated"),
    "secrecy": Words("ชั้นความลับ", "Secrecy grade"),
    "copies": Words("จำนวนชุด", "Number of copies"),
    "thai_digits": Words("ตัวเลข", "Digits"),
    "division": Words("ส่วนราชการเจ้าของเรื่อง", "Division"),
    "addressee": Words("เรียน", "Addressee"),
    "signer": Words("ผู้ลงนาม", "Signed by"),
    "signer_post": Words("ตำแหน่งผู้ลงนาม", "Post of the signer"),
    "text": Words("ข้อความในหนังสือ", "Words of the paper"),
    "read_again": Words("ชื่อผู้อื่นในหนังสือ", "Names of others in the letter"),
}

NAMES_FOUND: Final[Mapping[str, Words]] = {
    "reporter": Words("ชื่อหรือทางติดต่อของผู้แจ้ง", "The reporter's name or contact"),
    "accused": Words("ชื่อหรือคำที่ผู้แจ้งใช้เรียกผู้ถูกร้อง", "The accused, as the report names them"),
    "committee": Words("ชื่อกรรมการตรวจสอบข้อเท็จจริง", "A member of the committee"),
    "witness": Words("ชื่อหรือคำที่ผู้แจ้งเขียนถึงพยาน", "A witness, as the report names them"),
}
"""Whom a letter seems to name that may name nobody, to be read again before it is made."""

REPORTER: Final = "ผู้แจ้งเรื่อง"
"""To whom a letter goes when the reporter has not chosen to be named."""

BY_FORM: Final = "แบบแจ้งทางเว็บไซต์"
"""How a matter came that its reporter filed here."""

FOUND: Final[Mapping[str, Words]] = {
    "grounds": Words("เรื่องมีมูล", "There are grounds"),
    "no_grounds": Words("เรื่องไม่มีมูล", "There are no grounds"),
}

HIDDEN: Final = "(ปกปิดข้อมูลผู้แจ้ง)"
"""What stands in a case file where a named reporter's name or contact stood."""

TITLES: Final = ("นางสาว", "นาง", "นาย", "น.ส.", "คุณ")
"""What comes before a name, and may be left out by whoever writes it."""

CLERK: Final = "ปลัด"
"""What the name of the clerk's division holds, which keeps the register in most offices."""

FILE_PARTS: Final[Mapping[str, Words]] = {
    "title": Words("สำนวนเรื่องร้องเรียน", "Case file"),
    "title_grievance": Words("สำนวนเรื่องร้องทุกข์", "File of a grievance"),
    "cover": Words("ข้อมูลของเรื่อง", "About the case"),
    "told": Words("คำบอกเล่าของผู้แจ้ง", "What the reporter tells"),
    "intake": Words("ที่มาของเรื่อง", "How it came"),
    "talk": Words("การติดต่อกับผู้แจ้ง", "Conversation with the reporter"),
    "memos": Words("การคัดกรองและบันทึกของเจ้าหน้าที่", "Screening and notes"),
    "committee": Words("คณะกรรมการตรวจสอบข้อเท็จจริง", "The fact-finding committee"),
    "finding": Words("ผลการตรวจสอบข้อเท็จจริง", "The finding"),
    "follow_ups": Words("การดำเนินการหลังมีมูล", "What followed the finding"),
    "outside": Words("หนังสือถึงและจากหน่วยงานอื่น", "With other authorities"),
    "papers": Words("หนังสือที่จัดทำ", "Papers made"),
    "steps": Words("ขั้นตอนของเรื่อง", "The steps of the case"),
    "files": Words("เอกสารและพยานหลักฐาน", "Evidence"),
    "history": Words("ประวัติการดำเนินการ", "History"),
    "nothing": Words("ไม่มี", "None"),
}

FILE_LABELS: Final[Mapping[str, Words]] = {
    "number": Words("เลขรับที่", "Number"),
    "channel": Words("ช่องทาง", "Channel"),
    "state": Words("สถานะ", "State"),
    "mode": Words("ผู้แจ้ง", "Reporter"),
    "received_on": Words("วันที่ถือว่าได้รับ", "Received on"),
    "due_on": Words("ครบกำหนด", "Due on"),
    "answered_on": Words("แจ้งผู้แจ้งครั้งแรก", "First answered on"),
    "case_officer": Words("ผู้รับผิดชอบ", "Officer in charge"),
    "made_by": Words("ผู้จัดพิมพ์", "Printed by"),
    "topic": Words("รายการ", "Item"),
    "what": Words("รายละเอียด", "Details"),
    "day": Words("วันที่", "Day"),
    "event": Words("การดำเนินการ", "What was done"),
    "by": Words("โดย", "By"),
    "file": Words("ไฟล์", "File"),
    "added": Words("วันที่แนบ", "Added on"),
    "cleaning": Words("ข้อมูลแฝง", "Hidden details"),
    "step": Words("ขั้นตอน", "Step"),
    "standing": Words("ผล", "Standing"),
    "without": Words(
        "สำนวนนี้ไม่มีชื่อและทางติดต่อของผู้แจ้ง แต่ถ้อยคำในเรื่องอาจบอกตัวผู้แจ้งได้ กรุณาเก็บรักษาตามชั้นความลับ",
        "Neither name nor contact of the reporter; the words may still tell",
    ),
}

STEP_STANDINGS: Final[Mapping[str, Words]] = {
    "done": Words("แล้ว", "Done"),
    "doing": Words("กำลังทำ", "Being done"),
    "waiting": Words("ยังไม่ถึง", "Not yet"),
}

RECORDED: Final[Mapping[str, str]] = {
    "number": "เลขที่ {}",
    "no_number": "ยังไม่ออกเลข",
    "day": "ลงวันที่ {}",
    "no_day": "ยังไม่ลงวันที่",
    "copies": "จำนวน {} ชุด",
}
"""A paper that was made, as the case's notes tell it; it names nobody."""
