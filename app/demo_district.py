"""The demo's second agency: the district, which takes what is about the mayor or the clerk."""

from typing import Final

from rules.permissions import Role
from service.activate_officer import OfficerPlan
from service.set_up_agency import AgencyPlan, HolderPlan
from service.views import Contact

SLUG: Final = "district"

PLAN: Final = AgencyPlan(
    slug=SLUG,
    name_th="ที่ว่าการอำเภอตัวอย่าง",
    name_en="Tua Yang District Office (example)",
    kind="district_office",
    district_th="ตัวอย่าง",
    district_en="Tua Yang",
    province_th="ตัวอย่าง",
    province_en="Tua Yang",
    website="https://district.example.go.th",
    is_demo=True,
    contacts=(
        Contact("phone", "0 2000 0001"),
        Contact("address", "ที่ว่าการอำเภอตัวอย่าง จังหวัดตัวอย่าง"),
    ),
    units=(("กลุ่มงานบริหารงานปกครอง", "Administration"), ("กลุ่มงานความมั่นคง", "Security")),
)

OFFICERS: Final = (
    OfficerPlan("นางสาวรัตนา สมมุติรับฟัง", "ปลัดอำเภอ (งานศูนย์ดำรงธรรม)", "receive1",
                (Role.INTAKE, Role.CASE_OFFICER)),
    OfficerPlan("นายสุเทพ สมมุติตรวจการ", "ปลัดอำเภอ (หัวหน้ากลุ่มงานบริหารงานปกครอง)", "receive2",
                (Role.INTAKE, Role.CASE_OFFICER)),
    OfficerPlan("นางเกศินี สมมุติกุญแจ", "เสมียนตราอำเภอ", "keeper1", (Role.CUSTODIAN_INSIDE,)),
    OfficerPlan("นายชาญ สมมุติจังหวัด", "นิติกร สำนักงานจังหวัดตัวอย่าง", "keeper2",
                (Role.CUSTODIAN_OUTSIDE,)),
)  # fmt: skip

HOLDERS: Final = (
    HolderPlan("นายปรีชา สมมุติอาวุโส", "นายอำเภอ", "District chief", "head"),
    HolderPlan("นางสาวรัตนา สมมุติรับฟัง", "ปลัดอำเภอ (เจ้าหน้าที่รับเรื่องร้องเรียน)",
               "Deputy district chief (complaints)", "complaint_officer", "receive1"),
    HolderPlan("นายสุเทพ สมมุติตรวจการ", "ปลัดอำเภอ (เจ้าหน้าที่รับเรื่องร้องเรียน)",
               "Deputy district chief (complaints)", "complaint_officer", "receive2"),
)  # fmt: skip
