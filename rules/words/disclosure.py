"""The guideline page and the open data."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

PLANNED_NOTE: Final = Words(
    "เผยแพร่ตามกำหนดที่ตั้งไว้ล่วงหน้า", "Published on the day that had been planned"
)

PUBLICATION_KINDS: Final[Mapping[str, Words]] = {
    "guideline": Words("แนวปฏิบัติ", "Guideline"),
    "channel": Words("ช่องทางแจ้งเรื่อง", "Channel"),
    "statistics": Words("สถิติเรื่องร้องเรียนการทุจริต", "Statistics of corruption complaints"),
    "grievances": Words("สถิติเรื่องร้องทุกข์ทั่วไป", "Statistics of general grievances"),
    "report": Words("รายงานผู้บริหาร", "Report to executives"),
    "analysis": Words("การวิเคราะห์และป้องกัน", "Analysis and prevention"),
    "survey": Words("ความพึงพอใจ", "Satisfaction"),
}

GUIDELINE_STEPS: Final[Mapping[str, Words]] = {
    "receive": Words(
        "รับเรื่อง ออกเลขรับเรื่องและรหัสติดตาม", "Receipt, with a number and a tracking code"
    ),
    "screen": Words("คัดกรอง และพิจารณาว่ารับหรือไม่รับ", "Screening: accepted or not"),
    "ask": Words(
        "ขอข้อมูลเพิ่มเติมจากผู้แจ้ง (ถ้าจำเป็น)", "More information asked of the reporter, if needed"
    ),
    "answer": Words(
        "แจ้งผล ความคืบหน้า หรือเหตุที่ล่าช้า ให้ผู้แจ้งทราบ",
        "The reporter is told the result, the progress or why it takes longer",
    ),
    "investigate": Words("ตรวจสอบข้อเท็จจริง", "Fact-finding"),
    "find": Words("สรุปว่ามีมูลหรือไม่มีมูล", "Finding: grounds or no grounds"),
    "follow_up": Words(
        "ดำเนินการทางวินัย ละเมิด หรืออาญา จนถึงที่สุด",
        "Follow up discipline, liability and crime to their end",
    ),
    "result": Words("แจ้งผลการพิจารณาให้ผู้แจ้งทราบ", "The reporter is told the outcome"),
    "close": Words("ยุติเรื่อง", "Closing"),
}

GUIDELINE_DAYS: Final[Mapping[str, Words]] = {
    "at_once": Words("ทันที", "At once"),
    "days": Words("ภายใน {days} วัน", "Within {days} days"),
    "working_days": Words("ภายใน {days} วันทำการ", "Within {days} working days"),
    "every": Words("แจ้งความคืบหน้าทุก {days} วัน", "Progress told every {days} days"),
    "then": Words("เมื่อขั้นตอนก่อนหน้าแล้วเสร็จ", "When the step before is done"),
}

OPEN_DATA_COLUMNS: Final[Mapping[str, Words]] = {
    "fiscal_year_be": Words(
        "ปีงบประมาณ พ.ศ. (เริ่ม 1 ตุลาคมของปีก่อนหน้า)",
        "Fiscal year in the Buddhist era; it begins on 1 October of the year before",
    ),
    "period": Words(
        "ช่วงเวลา เช่น quarter-1 หมายถึง ไตรมาส 1 (ต.ค.–ธ.ค.)",
        "The stretch of time: quarter-1 is October to December",
    ),
    "first_day": Words("วันแรกของช่วง (ค.ศ. แบบ ISO 8601)", "First day, ISO 8601, Common Era"),
    "last_day": Words("วันสุดท้ายของช่วง (ค.ศ. แบบ ISO 8601)", "Last day, ISO 8601, Common Era"),
    "carried_forward": Words(
        "เรื่องที่ยังไม่แล้วเสร็จซึ่งยกมาจากช่วงก่อน", "Complaints still open when it began"
    ),
    "received": Words("เรื่องที่รับใหม่ในช่วงนี้", "Complaints received in it"),
    "completed": Words("เรื่องที่ดำเนินการแล้วเสร็จในช่วงนี้", "Complaints completed in it"),
    "outstanding": Words(
        "เรื่องที่อยู่ระหว่างดำเนินการ ณ วันสุดท้ายของช่วง", "Complaints open on its last day"
    ),
    "not_accepted": Words(
        "เรื่องที่ไม่รับไว้พิจารณา เป็นส่วนหนึ่งของที่แล้วเสร็จ", "Of those completed: not accepted"
    ),
    "forwarded": Words("เรื่องที่ส่งต่อหน่วยงานอื่น เป็นส่วนหนึ่งของที่แล้วเสร็จ", "Of those completed: forwarded"),
}
"""The data dictionary of the downloads: what each column holds."""
