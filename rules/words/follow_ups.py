"""The investigation and what follows it: committee, memo, finding, discipline, tort and crime."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

COMMITTEE_PARTS: Final[Mapping[str, Words]] = {
    "chair": Words("ประธานกรรมการ", "Chair"),
    "member": Words("กรรมการ", "Member"),
    "secretary": Words("กรรมการและเลขานุการ", "Member and secretary"),
}

ORDER_FIELDS: Final[Mapping[str, Words]] = {
    "number": Words("เลขที่คำสั่ง", "Number of the order"),
    "dated_on": Words("ลงวันที่", "Date of the order"),
    "find_out": Words("ให้ตรวจสอบว่า", "To find out"),
}

PROPOSALS: Final[Mapping[str, Words]] = {
    "accept": Words("เห็นควรรับไว้พิจารณา", "Should be accepted"),
    "not_accept": Words("เห็นควรไม่รับไว้พิจารณา", "Should not be accepted"),
    "forward": Words("เห็นควรส่งต่อหน่วยงานอื่น", "Should be forwarded"),
    "ask": Words("เห็นควรถามผู้แจ้งก่อน", "The reporter should be asked first"),
}

MEMO_FIELDS: Final[Mapping[str, Words]] = {
    "facts": Words("ข้อเท็จจริง", "Facts"),
    "opinion": Words("ความเห็น", "Opinion"),
    "proposal": Words("ข้อเสนอ", "Proposal"),
}

ANSWERS: Final[Mapping[str, Words]] = {
    "yes": Words("ใช่", "Yes"),
    "no": Words("ไม่ใช่", "No"),
}

FINDING_FIELDS: Final[Mapping[str, Words]] = {
    "examined": Words("ตรวจสอบอะไรบ้าง", "What was examined"),
    "found": Words("พบว่า", "What was found"),
    "reasons": Words("เหตุผล", "Reasons"),
    "offence": Words("ความผิดหรือข้อที่ไม่ได้ปฏิบัติตาม", "The offence, or the duty not kept"),
}

FOLLOW_UP_KINDS: Final[Mapping[str, Words]] = {
    "discipline": Words("ทางวินัย", "Discipline"),
    "tort": Words("ทางละเมิด (เรียกเงินคืน)", "Tort: money to be recovered"),
    "crime": Words("ทางอาญา", "Crime"),
    "supervising": Words("รายงานผู้กำกับดูแล", "Report to the supervising authority"),
    "nacc": Words("ตามมติ ป.ป.ช.", "Finding of the NACC"),
}

FOLLOW_UP_STAGES: Final[Mapping[str, Words]] = {
    "opened": Words("เปิดแล้ว ยังไม่เริ่ม", "Opened, not begun"),
    "inquiry": Words("กำลังสอบสวนทางวินัย", "Disciplinary inquiry under way"),
    "reported": Words("สอบสวนเสร็จแล้ว รอสั่ง", "Inquiry reported, awaiting an order"),
    "penalty_ordered": Words("สั่งลงโทษแล้ว", "Penalty ordered"),
    "no_penalty": Words("จบแล้ว ไม่ลงโทษ", "Ended without a penalty"),
    "carried_out": Words("จบแล้ว ลงโทษตามคำสั่งแล้ว", "Ended, the penalty carried out"),
    "liability": Words("กำลังสอบความรับผิดทางละเมิด", "Liability being examined"),
    "liable": Words("ต้องชดใช้ ยังไม่ได้เรียกเงิน", "Liable, money not yet demanded"),
    "not_liable": Words("จบแล้ว ไม่ต้องชดใช้", "Ended, not liable"),
    "demanded": Words("เรียกเงินแล้ว รอชำระ", "Money demanded, awaiting payment"),
    "recovered": Words("จบแล้ว ได้เงินคืนครบ", "Ended, all money recovered"),
    "referred": Words("ส่งดำเนินคดีแล้ว รอตอบรับ", "Referred, awaiting acknowledgement"),
    "acknowledged": Words("ปลายทางรับเรื่องแล้ว รอผล", "Acknowledged, awaiting the result"),
    "result_known": Words("จบแล้ว ทราบผลคดี", "Ended, the result is known"),
    "reported_up": Words("รายงานแล้ว รอคำตอบ", "Reported, awaiting an answer"),
    "answered": Words("จบแล้ว ตอบกลับแล้ว", "Ended, answered"),
    "arrived": Words("ได้รับมติแล้ว รอออกคำสั่ง", "Finding arrived, awaiting an order"),
    "copy_sent": Words("จบแล้ว ส่งสำเนาให้ ป.ป.ช. แล้ว", "Ended, copy sent to the NACC"),
    "dropped": Words("ยุติก่อนจบ", "Dropped before its end"),
}

FOLLOW_UP_STEPS: Final[Mapping[str, Words]] = {
    "open": Words("เปิดการดำเนินการ", "Opened"),
    "appoint_inquiry": Words("ตั้งคณะกรรมการสอบสวนทางวินัย", "Inquiry committee appointed"),
    "report_inquiry": Words("บันทึกรายงานผลการสอบสวน", "Inquiry reported"),
    "order_penalty": Words("ออกคำสั่งลงโทษ", "Penalty ordered"),
    "no_penalty": Words("สั่งไม่ลงโทษ", "No penalty"),
    "carry_out": Words("บันทึกว่าลงโทษตามคำสั่งแล้ว", "Penalty carried out"),
    "appoint_liability": Words("ตั้งคณะกรรมการสอบความรับผิดทางละเมิด", "Liability committee appointed"),
    "decide_liability": Words("สั่งให้ชดใช้เงิน", "Liable for a sum"),
    "not_liable": Words("สั่งว่าไม่ต้องชดใช้", "Not liable"),
    "demand_payment": Words("มีหนังสือเรียกให้ชำระเงิน", "Payment demanded"),
    "receive_payment": Words("บันทึกเงินที่ได้รับคืน", "Payment received"),
    "refer": Words("ส่งดำเนินคดี", "Referred for prosecution"),
    "acknowledge": Words("บันทึกว่าปลายทางรับเรื่องแล้ว", "Acknowledged"),
    "result": Words("บันทึกผลคดี", "Result known"),
    "answered_down": Words("บันทึกคำตอบของผู้กำกับดูแล", "The supervising authority answered"),
    "answer_nacc": Words("ตอบ ป.ป.ช. โดยไม่ออกคำสั่งลงโทษ", "NACC answered without an order"),
    "send_copy": Words("ส่งสำเนาคำสั่งให้ ป.ป.ช.", "Copy of the order sent to the NACC"),
    "drop": Words("ยุติการดำเนินการนี้ก่อนจบ", "Dropped before its end"),
}

FOLLOW_UP_FIELDS: Final[Mapping[str, Words]] = {
    "respondent": Words("ชื่อผู้ถูกกล่าวหา", "Name of the respondent"),
    "post": Words("ตำแหน่ง", "Post"),
    "gravity": Words("ความร้ายแรง", "Gravity"),
    "penalty": Words("โทษ", "Penalty"),
    "amount": Words("จำนวนเงิน (บาท)", "Sum (baht)"),
    "addressee": Words("ส่งถึง", "Addressed to"),
    "document_no": Words("เลขที่หนังสือหรือคำสั่ง", "Number of the paper"),
    "document_date": Words("วันที่", "Date"),
    "note": Words("รายละเอียด", "Details"),
}

GRAVITIES: Final[Mapping[str, Words]] = {
    "minor": Words("ไม่ร้ายแรง", "Minor breach"),
    "gross": Words("ร้ายแรง", "Gross breach"),
}

PENALTIES: Final[Mapping[str, Words]] = {
    "reprimand": Words("ภาคทัณฑ์", "Reprimand"),
    "pay_cut": Words("ตัดเงินเดือน", "Cut of pay"),
    "step_reduction": Words("ลดขั้นเงินเดือน", "Reduction of the pay step"),
    "removal": Words("ปลดออก", "Removal"),
    "dismissal": Words("ไล่ออก", "Dismissal"),
}

ADDRESSEES: Final[Mapping[str, Words]] = {
    "police": Words("ตำรวจ (พนักงานสอบสวน)", "The police"),
    "nacc": Words("ป.ป.ช.", "The NACC"),
    "pacc": Words("ป.ป.ท.", "The PACC"),
    "district": Words("นายอำเภอ", "The district chief"),
    "province": Words("ผู้ว่าราชการจังหวัด", "The provincial governor"),
}
