"""The lists that a form, a register and a report choose from, each with its stable code.

The complaint categories map to the NACC's yearly report; codes are kept in rows and exports, so
add to these lists and never rename.
"""

from dataclasses import dataclass
from typing import Final

from rules.words import Words


@dataclass(frozen=True, slots=True)
class Category:
    """One choice of a list: its code, its number on paper and its words."""

    code: str
    number: int
    words: Words


def _list(*choices: tuple[str, str, str]) -> tuple[Category, ...]:
    return tuple(
        Category(code, number, Words(th, en))
        for number, (code, th, en) in enumerate(choices, start=1)
    )


CATEGORIES: Final = _list(
    ("procurement", "การจัดซื้อจัดจ้าง/การเสนอราคา", "Procurement and bidding"),
    (
        "neglect_of_duty",
        "ปฏิบัติหรือละเว้นการปฏิบัติหน้าที่โดยมิชอบ",
        "Wrongful exercise or neglect of duty",
    ),
    (
        "embezzlement",
        "ยักยอก/เบียดบังเงินหรือทรัพย์สิน",
        "Embezzlement of money or property",
    ),
    ("bribery", "เรียกรับสินบน/ประโยชน์", "Bribes or favours demanded or taken"),
    ("false_claim", "การเบิกจ่ายเท็จ/เอกสารเท็จ", "False claims or documents"),
    ("personnel_matter", "การบริหารงานบุคคล", "Personnel matters"),
    ("conflict_of_interest", "ขัดกันแห่งผลประโยชน์", "Conflict of interest"),
    (
        "state_property",
        "ใช้ทรัพย์สินราชการเพื่อประโยชน์ส่วนตัว",
        "Public property put to private use",
    ),
    ("unusual_wealth", "ร่ำรวยผิดปกติ/ทรัพย์สิน", "Unusual wealth"),
    (
        "misconduct",
        "ประพฤติมิชอบ/จริยธรรม (รวมล่วงละเมิด ข่มขู่)",
        "Misconduct and ethics (harassment and threats included)",
    ),
    ("other", "อื่น ๆ", "Other"),
)

GRIEVANCE_CATEGORIES: Final = _list(
    ("roads", "ถนน ทางเท้า ทางระบายน้ำ", "Roads, footpaths and drains"),
    ("lights", "ไฟฟ้าสาธารณะ", "Street lights"),
    ("waste", "ขยะและความสะอาด", "Waste and cleanliness"),
    ("water", "น้ำประปาและแหล่งน้ำ", "Water supply"),
    ("nuisance", "เหตุเดือดร้อนรำคาญ (กลิ่น เสียง ควัน สัตว์)", "Nuisance (smell, noise, smoke, animals)"),
    ("welfare", "สวัสดิการและเบี้ยยังชีพ", "Welfare and allowances"),
    ("service", "การให้บริการของเจ้าหน้าที่", "Service by officials"),
    ("other", "อื่น ๆ", "Other"),
)

RELATIONS: Final = _list(
    ("injured_party", "ผู้เสียหาย", "Injured party"),
    ("eyewitness", "พยานผู้พบเห็น", "Eyewitness"),
    ("staff", "เจ้าหน้าที่ในหน่วยงาน", "Member of staff"),
    ("bidder", "คู่ค้าหรือผู้เสนอราคา", "Supplier or bidder"),
    ("service_user", "ผู้รับบริการ", "Member of the public served"),
    ("other", "อื่น ๆ", "Other"),
    ("undisclosed", "ไม่ประสงค์ระบุ", "Prefer not to say"),
)

NOT_ACCEPTED_REASONS: Final = _list(
    ("insufficient_facts", "ข้อเท็จจริงไม่เพียงพอ", "Not enough facts"),
    ("no_jurisdiction", "ไม่อยู่ในอำนาจของหน่วยงาน", "Outside this agency's powers"),
    (
        "no_conduct_or_person",
        "ไม่ปรากฏพฤติการณ์หรือตัวบุคคล",
        "No conduct or person is shown",
    ),
    (
        "before_other_agency",
        "อยู่ระหว่างการพิจารณาของหน่วยงานอื่นหรือศาล",
        "Before another agency or a court",
    ),
    ("already_decided", "เคยวินิจฉัยแล้ว", "Already decided"),
    ("withdrawn", "ผู้แจ้งขอถอนเรื่อง", "Withdrawn by the reporter"),
)

GRIEVANCE_NOT_ACCEPTED_REASONS: Final = tuple(
    reason for reason in NOT_ACCEPTED_REASONS if reason.code != "no_conduct_or_person"
)
"""The same for a grievance, which accuses nobody of any conduct."""

SCREENING_POINTS: Final = _list(
    ("evidence_stated", "มีการระบุหลักฐานหรือไม่", "Is evidence stated?"),
    (
        "circumstances_clear",
        "กรณีแวดล้อมปรากฏชัดแจ้งหรือไม่",
        "Are the circumstances clear?",
    ),
    (
        "witness_named",
        "มีการชี้พยานบุคคลหรือแหล่งข้อมูลหรือไม่",
        "Is a witness or a source named?",
    ),
)

OFFICE_POSTS: Final = _list(
    ("head", "นายก (ผู้บริหารสูงสุด)", "Head (chief executive)"),
    ("deputy_head", "รองนายก", "Deputy head"),
    ("clerk", "ปลัด", "Chief clerk"),
    ("deputy_clerk", "รองปลัด", "Deputy chief clerk"),
    ("division_director", "ผู้อำนวยการกองหรือหัวหน้าสำนัก", "Division director"),
    ("complaint_officer", "เจ้าหน้าที่รับเรื่องร้องเรียน", "Complaint officer"),
    ("other", "ตำแหน่งอื่น", "Another post"),
)

LAO_KINDS: Final = _list(
    ("sao", "องค์การบริหารส่วนตำบล (อบต.)", "Subdistrict Administrative Organization"),
    ("subdistrict_municipality", "เทศบาลตำบล", "Subdistrict municipality"),
    ("town_municipality", "เทศบาลเมือง", "Town municipality"),
    ("city_municipality", "เทศบาลนคร", "City municipality"),
    ("pao", "องค์การบริหารส่วนจังหวัด (อบจ.)", "Provincial Administrative Organization"),
    ("special", "องค์กรปกครองส่วนท้องถิ่นรูปแบบพิเศษ", "Special local administration"),
    # Not local administrations: those who take what is reported about one.
    ("district_office", "ที่ว่าการอำเภอ", "District office"),
    ("province", "จังหวัด", "Province"),
    ("state_agency", "หน่วยงานของรัฐ", "State agency"),
)


def codes(choices: tuple[Category, ...]) -> tuple[str, ...]:
    """The codes of a list, in its order."""
    return tuple(choice.code for choice in choices)


def find(choices: tuple[Category, ...], code: str) -> Category:
    """The choice with that code; an unknown code raises KeyError."""
    for choice in choices:
        if choice.code == code:
            return choice
    raise KeyError(code)
