"""A second agency beside the sample office: the district, which takes what is about its head."""

from dataclasses import replace

from crypto import key_file
from rules.permissions import Role
from service.activate_officer import OfficerPlan
from service.actors import AgencyClerk, AllAgencies
from service.agency_papers import read_papers_back
from service.outward_settings import set_outward
from service.set_up_agency import AgencyPlan, HolderPlan, add_office_holders, create_agency
from service.sign_keyring import sign_keyring
from service.views import Contact
from tests.office import Office, _activate, sign_in_as

SLUG = "district"
PLAN = AgencyPlan(
    slug=SLUG,
    name_th="ที่ว่าการอำเภอตัวอย่าง",
    name_en="Sample District Office",
    kind="district_office",
    district_th="ตัวอย่าง",
    district_en="Sample",
    province_th="ตัวอย่าง",
    province_en="Sample",
    contacts=(Contact("phone", "02 000 0001"),),
)
OFFICERS = (
    OfficerPlan("นางสาวรัตนา อำเภอรับ", "ปลัดอำเภอ", "receive1", (Role.INTAKE, Role.CASE_OFFICER)),
    OfficerPlan("นายสุเทพ อำเภอฟัง", "เจ้าพนักงานปกครอง", "receive2",
                (Role.INTAKE, Role.CASE_OFFICER)),
    OfficerPlan("นางเกศินี อำเภอรักษา", "เสมียนตราอำเภอ", "keeper1", (Role.CUSTODIAN_INSIDE,)),
    OfficerPlan("นายชาญ จังหวัดรักษา", "นิติกรจังหวัด", "keeper2", (Role.CUSTODIAN_OUTSIDE,)),
)  # fmt: skip
HOLDERS = (HolderPlan("นายปรีชา นำอำเภอ", "นายอำเภอ", "District chief", "head"),)


def make_district(
    office: Office,
    *,
    slug: str = SLUG,
    officers: tuple[OfficerPlan, ...] = OFFICERS,
    holders: tuple[HolderPlan, ...] = HOLDERS,
) -> Office:
    """The district in the same installation as `office`, set up as a person would."""
    with office.work(AllAgencies("make an agency")) as work:
        made = create_agency(work, replace(PLAN, slug=slug))
    keys = key_file.load(office.key_path)
    key_file.save(office.key_path, keys.with_root(made.agency_id, made.root_public))
    district = Office(office.engine, office.key_path, office.clock, slug, made)
    for plan in officers:
        _activate(district, plan)
    sheets = made.papers.by_sheet()
    with district.work(AgencyClerk(made.agency_id)) as work:
        sign_keyring(work, sheets.pop("root"))
        read_papers_back(work, **sheets)
        add_office_holders(work, holders)
    for plan in officers:
        district.officers[plan.login] = sign_in_as(district, plan.login)[1]
    return district


def send_outward(office: Office, authority: Office) -> None:
    """Let the authority take what is reported about the office's head."""
    with office.work(AgencyClerk(office.agency_id)) as work:
        set_outward(work, authority.slug)
