"""The words of the guideline's tables: steps, who may do what, times, what follows a finding."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

HEADS: Final[Mapping[str, Words]] = {
    "step": Words("ขั้นตอน", "Step"),
    "unit": Words("ส่วนงานหรือผู้รับผิดชอบ", "Responsible"),
    "time": Words("ระยะเวลา", "Time"),
    "channel": Words("ช่องทาง", "Channel"),
    "where": Words("ติดต่อที่", "Where"),
    "safety": Words("การปกปิดตัวตน", "What it hides"),
    "way": Words("วิธีการ", "How"),
    "role": Words("ผู้ทำหน้าที่", "Part"),
    "posts": Words("ตำแหน่งในหน่วยงานนี้", "Posts at this office"),
    "move": Words("สิ่งที่ทำ", "What is done"),
    "from": Words("ทำได้เมื่อเรื่องอยู่ในสถานะ", "While the case is"),
    "becomes": Words("ผลที่ตามมา", "What follows"),
    "who": Words("ผู้มีอำนาจทำ", "Who may do it"),
    "matter": Words("เรื่อง", "What"),
    "counted": Words("นับจาก", "Counted from"),
    "course": Words("ทาง", "Course"),
    "when": Words("ใช้เมื่อ", "When"),
    "acts": Words("สิ่งที่หน่วยงานทำและบันทึก", "What the office does and records"),
    "contact": Words("ติดต่อ", "Contact"),
}

STEPS_INTRO: Final = Words(
    "ทุกขั้นตอนบันทึกในระบบพร้อมวันที่และผู้ทำ ผู้ที่ไม่มีหน้าที่ตามตารางนี้ทำขั้นตอนนั้นในระบบไม่ได้",
    "Each step is recorded with its day and by whom. The system lets nobody take a step who has "
    "no part in it by this table.",
)
CORRUPTION_STEPS: Final = Words(
    "เรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", "Complaints of corruption and misconduct"
)
GRIEVANCE_STEPS: Final = Words("เรื่องร้องทุกข์ทั่วไป (ช่องทางแยก)", "General grievances (a channel apart)")
GRIEVANCE_TITLES: Final[Mapping[str, Words]] = {
    "screen": Words("พิจารณาว่ารับหรือไม่รับ", "Deciding whether to accept"),
    "investigate": Words("ดำเนินการแก้ไขเรื่อง", "Putting the matter right"),
}
"""Steps that are called otherwise for a grievance."""

STEP_DAYS: Final[Mapping[str, Words]] = {
    "when_needed": Words("เมื่อจำเป็น โดยกำหนดตอบยังนับต่อ", "When needed; the days for an answer go on"),
    "within_answer": Words("ภายในกำหนดตอบ {days} วัน", "Within the {days} days for an answer"),
    "fact_finding": Words(
        "ภายใน {days} วันนับแต่วันที่มีคำสั่ง ขยายได้เมื่อมีเหตุผลและแจ้งผู้แจ้ง",
        "Within {days} days of the order; longer only for a reason, and the reporter is told",
    ),
    "in_fact_finding": Words(
        "ภายในกำหนดตรวจสอบข้อเท็จจริง {days} วัน", "Within the {days} days for fact-finding"
    ),
    "result": Words(
        "เมื่อสรุปผลแล้ว ก่อนหน้านั้นแจ้งความคืบหน้าทุก {days} วัน",
        "When the finding is made; until then progress is told every {days} days",
    ),
    "close": Words(
        "เมื่อแจ้งผลแล้ว และไม่มีการดำเนินการใดค้างอยู่", "When the result was told and nothing is left open"
    ),
}

UNIT_INTRO: Final = Words(
    "ผู้รับผิดชอบแบ่งตามหน้าที่ในระบบดังนี้ ผู้ที่ถูกกล่าวถึงในเรื่องหรือที่ผู้แจ้งทำเครื่องหมายไว้ จะไม่มีกุญแจเปิดเรื่องนั้น",
    "Who is responsible goes by the parts below. Whoever a report rules out is given no key to it.",
)
BY_ORDER: Final = Words("แต่งตั้งด้วยคำสั่งเป็นรายเรื่อง", "Appointed by an order, case by case")
NOBODY_YET: Final = Words("ยังไม่ได้แต่งตั้ง", "Not appointed yet")
MOVES_HEADING: Final = Words("ใครทำอะไรได้ในเรื่องทุจริต", "Who may do what in a corruption case")
GRIEVANCE_MOVES_HEADING: Final = Words(
    "ใครทำอะไรได้ในเรื่องร้องทุกข์ทั่วไป", "Who may do what with a grievance"
)
REPORTER: Final = Words("ผู้แจ้ง", "The reporter")
ANY_STATE: Final = Words("ทุกสถานะ", "In any state")
ANY_OPEN_STATE: Final = Words("ทุกสถานะที่ยังไม่สิ้นสุด", "In any state before the end")
BEFORE_ACCEPTED: Final = Words("ก่อนรับไว้พิจารณา", "Before it is accepted")
AFTER_ACCEPTED: Final = Words("รับไว้พิจารณาแล้ว และยังไม่สิ้นสุด", "Accepted, before the end")
BEFORE_RESULT: Final = Words("ก่อนแจ้งผล", "Before the result is told")
ANY_STATE_BUT: Final = Words("ทุกสถานะ ยกเว้น {states}", "In any state but: {states}")
SAME_STATE: Final = Words("สถานะคงเดิม", "The state stays")
BECOMES: Final = Words("สถานะเป็น “{state}”", "It becomes “{state}”")
WITH_NOTICE: Final = Words("แจ้งผู้แจ้งพร้อมกัน", "the reporter is told at the same time")
WITH_REASON: Final = Words("ต้องบันทึกเหตุผล", "a reason is recorded")
WITH_POINTS: Final = Words(
    "เรื่องที่ไม่ระบุตัวตนต้องตอบสามข้อก่อน", "for an anonymous report the three points are answered first"
)

AT_ONCE: Final = Words("ทันที", "At once")
DAYS: Final = Words("{days} วัน", "{days} days")
WORKING_DAYS: Final = Words("{days} วันทำการ", "{days} working days")
EVERY_DAYS: Final = Words("ทุก {days} วัน จนกว่าเรื่องจะยุติ", "Every {days} days until it is closed")
EXTENDABLE_DAYS: Final = Words(
    "{days} วัน ขยายได้เมื่อมีเหตุผลและแจ้งผู้แจ้ง",
    "{days} days; longer for a reason, and the reporter is told",
)
TIME_RECEIPT: Final = Words("ออกเลขรับเรื่องและรหัสติดตาม", "Receipt number and tracking code are given")
COUNTED_FROM: Final[Mapping[str, Words]] = {
    "receipt": Words("เมื่อส่งเรื่อง", "When it is sent"),
    "screening": Words("วันที่นับว่าได้รับเรื่อง", "The day it counts as received"),
    "first_answer": Words("วันที่นับว่าได้รับเรื่อง", "The day it counts as received"),
    "next_notice": Words("วันที่แจ้งครั้งล่าสุด", "The day of the last notice"),
    "fact_finding": Words("วันที่มีคำสั่งให้ตรวจสอบ", "The day of the order"),
    "referred_in_reply": Words("หนังสือของหน่วยงานที่ส่งมา", "The letter of who referred it"),
    "nacc_finding": Words("วันที่ได้รับมติ ป.ป.ช.", "The day the NACC's finding arrived"),
    "nacc_copy": Words("วันที่ออกคำสั่งลงโทษ", "The day of the penalty order"),
}
AS_THE_LETTER_SAYS: Final = Words("ภายในวันที่หนังสือกำหนด", "By the day that the letter names")
TIME_RULE: Final = Words(
    "เรื่องที่ส่งนอกวันหรือเวลาราชการ (08.30–16.30 น.) ถือว่าได้รับเมื่อเปิดทำการครั้งถัดไป "
    "การนับวันไม่นับวันแรก และวันครบกำหนดไม่เลื่อนเพราะวันหยุด",
    "What is sent outside office days or hours (08.30–16.30) counts as received when the office "
    "next opens. The first day is not counted, and a holiday does not move the last one.",
)
TIME_KEPT: Final = Words(
    "ระบบเตือนผู้รับผิดชอบก่อนครบกำหนด 7, 3 และ 1 วัน และในวันครบกำหนด หากเกินกำหนดจะแจ้งผู้บังคับบัญชา "
    "และคงปรากฏในประวัติของเรื่อง",
    "The system reminds who is responsible 7, 3 and 1 days before the last day and on it; what is "
    "late is told to the superior and stays in the case's history.",
)

AFTER_FINDING: Final = Words("เมื่อพบว่ามีมูล", "When grounds were found")
AFTER_INTRO: Final = Words(
    "หน่วยงานเปิดการดำเนินการเป็นรายบุคคล ทำควบคู่กันได้หลายทาง และยุติเรื่องไม่ได้จนกว่าทุกทางจะจบ",
    "The office opens a follow-up against each person; several run side by side, and the case "
    "cannot be closed before all of them have ended.",
)
FOLLOW_UP_WHEN: Final[Mapping[str, Words]] = {
    "discipline": Words(
        "ข้าราชการหรือพนักงานผิดวินัย\nโทษไม่ร้ายแรง: {minor}\nโทษร้ายแรง: {gross}",
        "A breach of discipline\nMinor: {minor}\nGross: {gross}",
    ),
    "tort": Words("หน่วยงานเสียหายเป็นเงินหรือทรัพย์สิน", "The office has lost money or property"),
    "crime": Words("การกระทำเป็นความผิดอาญา", "What was done is a crime"),
    "supervising": Words(
        "ผู้ถูกกล่าวหามาจากการเลือกตั้ง จึงรายงานผู้กำกับดูแล",
        "An elected person: the authority that supervises the office is told",
    ),
    "nacc": Words(
        "ป.ป.ช. มีมติชี้มูล: ออกคำสั่งภายใน {order} วัน และส่งสำเนาภายใน {copy} วัน",
        "The NACC has found against somebody: an order within {order} days, a copy within {copy}",
    ),
}
AFTER_NO_GROUNDS: Final = Words(
    "เมื่อพบว่าไม่มีมูล หน่วยงานแจ้งผลในหน้าติดตาม หากมีข้อมูลใหม่ ท่านเขียนเพิ่มได้ "
    "และเจ้าหน้าที่เปิดเรื่องใหม่ได้โดยบันทึกเหตุผล",
    "When no grounds were found, the result is told on the follow-up page. You can write again if "
    "there is something new, and the case can be reopened with a recorded reason.",
)
REPORTER_GETS: Final = Words("สิ่งที่ผู้แจ้งได้รับ", "What the reporter gets")
REPORTER_GETS_LIST: Final = (
    Words(
        "เลขรับเรื่อง รหัสติดตาม และวันที่ต้องได้รับคำตอบ ทันทีที่ส่งเรื่อง",
        "A receipt number, a tracking code and the day by which an answer is due, at once",
    ),
    Words(
        "ผล ความคืบหน้า หรือเหตุที่ล่าช้า ในหน้าติดตาม ภายใน {first} วัน และทุก {next} วันจนกว่าเรื่องจะยุติ",
        "The result, the progress or why it takes longer, on the follow-up page, within {first} "
        "days and every {next} days until the case is closed",
    ),
    Words(
        "คำถามจากเจ้าหน้าที่ ซึ่งตอบได้ในหน้าเดียวกันโดยไม่ต้องแจ้งชื่อ",
        "The office's questions, which you can answer there without giving your name",
    ),
    Words(
        "หากมีผู้ขอเปิดข้อมูลตัวตนของท่าน หน้าติดตามบอกว่าผู้ใดขอ ด้วยเหตุผลใด และผลเป็นอย่างไร "
        "หากการบอกทันทีทำให้เรื่องเสียหาย จะบอกภายหลังไม่เกิน {later} วัน",
        "If somebody asks for your identity: by whom, why and what came of it, on that page; where "
        "telling at once would harm the case, at most {later} days later",
    ),
    Words(
        "แบบประเมินความพึงพอใจหลังได้รับคำตอบ คำตอบไม่ผูกกับเรื่องของท่าน",
        "A satisfaction survey after an answer; your answers are not tied to your report",
    ),
    Words(
        "ลบข้อมูลตัวตน หรือขอถอนเรื่องได้เอง การถอนเรื่องไม่ทำให้การดำเนินการทางวินัยสิ้นสุด",
        "You can erase your identity or withdraw by yourself; a withdrawal does not end a "
        "disciplinary matter",
    ),
)
