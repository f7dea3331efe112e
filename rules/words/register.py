"""The register (ทะเบียนคุม) on the screen, on paper and as a sheet."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

REGISTER_COLUMNS: Final[Mapping[str, Words]] = {
    "position": Words("ลำดับ", "Row"),
    "receipt_no": Words("เลขรับ", "Number"),
    "received_on": Words("วันเดือนปีที่รับ", "Received"),
    "source": Words("ช่องทาง", "Came by"),
    "complainant": Words("ผู้ร้อง", "Reporter"),
    "subject": Words("เรื่อง", "Subject"),
    "accused": Words("หน่วยงาน/ผู้ถูกร้อง", "Unit or person accused"),
    "case_officer": Words("ผู้รับผิดชอบ", "Responsible"),
    "forwarded_on": Words("วันที่ส่งต่อ", "Forwarded"),
    "done": Words("การดำเนินการ", "Last done"),
    "answered_on": Words("วันที่แจ้งผลผู้ร้อง", "Reporter told"),
    "due_on": Words("วันครบ 15 วัน", "15 days end"),
    "state": Words("สถานะ", "State"),
    "completed_on": Words("วันที่ยุติ", "Ended"),
    "notes": Words("หมายเหตุ", "Remarks"),
}
"""The columns in the order of the paper register."""

REGISTER_NOTES: Final[Mapping[str, Words]] = {
    "burned": Words(
        "ย้ายไปทะเบียน{channel}เมื่อ {day} ไม่ใช้เลขนี้ซ้ำ",
        "Moved to the other register ({channel}) on {day}; the number is not used again",
    ),
    "moved_here": Words(
        "ย้ายมาจากทะเบียน{channel} เลขรับ {number}", "Moved here from {channel}, number {number}"
    ),
    "merged": Words("รวมกับเรื่องเลขรับ {number}", "Joined to number {number}"),
    "old_number": Words("เลขรับในทะเบียนเดิม {number}", "Number {number} in the older register"),
    "withdrawn": Words("ผู้แจ้งขอถอนเรื่อง", "The reporter asked to withdraw"),
    "reopened": Words("เปิดเรื่องใหม่เมื่อ {day}", "Reopened on {day}"),
    "told_late": Words("แจ้งช้ากว่ากำหนด {days} วัน", "Told {days} days late"),
    "still_late": Words("ยังไม่แจ้ง เกินกำหนด {days} วัน", "Not told yet, {days} days overdue"),
}

REGISTER: Final[Mapping[str, Words]] = {
    "title": Words("ทะเบียนคุมเรื่องร้องเรียน", "Register of complaints"),
    "corruption": Words("เรื่องร้องเรียนการทุจริต", "corruption reports"),
    "grievance": Words("เรื่องร้องทุกข์ทั่วไป", "general grievances"),
    "grade": Words("ลับ", "Confidential"),
    "online": Words("ออนไลน์", "Online"),
    "not_said": Words("ไม่ระบุ", "Not said"),
    "anonymous": Words("ไม่ระบุ", "Not named"),
    "concealed": Words("ปกปิด", "Concealed"),
    "fiscal": Words("ปีงบประมาณ พ.ศ. {year}", "Fiscal year {year} (B.E.)"),
    "calendar": Words("ปี พ.ศ. {year}", "Year {year} (B.E.)"),
    "month": Words("เดือน{month}", "{month}"),
    "made": Words("จัดทำเมื่อ {day} โดย {name}", "Made on {day} by {name}"),
    "agreed": Words("ผู้อนุมัติ {name}", "Agreed to by {name}"),
    "agreed_cases": Words("เรื่องตามคำขอที่อนุมัติ {count} เรื่อง", "{count} cases agreed to"),
    "without_words": Words(
        "ฉบับนี้ไม่แสดงเรื่อง ผู้ถูกร้อง และชื่อผู้แจ้ง ฉบับที่มีถ้อยคำต้องใช้สองคน",
        "Without subjects, accused and names; a copy with words takes two persons",
    ),
    "gaps": Words(
        "เลขรับที่ไม่ปรากฏ ได้แก่ เลขที่ยกเลิกเมื่อย้ายช่องทาง เรื่องที่ทำลายเนื้อหาแล้ว และเรื่องที่ไม่อยู่ในหน้าที่ของผู้จัดทำ",
        "Numbers that do not appear: burned by a move, destroyed, or not for whoever made this",
    ),
    "sheet": Words("ทะเบียนคุม", "Register"),
}
