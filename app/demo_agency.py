"""The demo's invented municipality: its plan, its officers, its office-holders, set up for use."""

import secrets
from base64 import b32decode
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.house import House
from crypto import key_file
from crypto.primitives import totp_code
from rules.permissions import Role
from service.activate_officer import OfficerPlan, activate, activate_page, invite_officer
from service.actors import AgencyClerk, AllAgencies, OfficerActor
from service.agency_papers import read_papers_back
from service.key_file_print import read_key_file_back
from service.set_up_agency import (
    AgencyMade,
    AgencyPlan,
    HolderPlan,
    add_office_holders,
    create_agency,
)
from service.sign_in import resume, sign_in, sign_out
from service.sign_keyring import sign_keyring
from service.views import Contact

SLUG: Final = "example"
_R = Role

PLAN: Final = AgencyPlan(
    slug=SLUG,
    name_th="เทศบาลตำบลตัวอย่าง",
    name_en="Tua Yang Subdistrict Municipality (example)",
    kind="subdistrict_municipality",
    district_th="ตัวอย่าง",
    district_en="Tua Yang",
    province_th="ตัวอย่าง",
    province_en="Tua Yang",
    website="https://www.example.go.th",
    is_demo=True,
    contacts=(
        Contact("phone", "0 2000 0000"),
        Contact("email", "complaint@example.go.th"),
        Contact("address", "สำนักงานเทศบาลตำบลตัวอย่าง ๙๙ หมู่ ๑ อำเภอตัวอย่าง จังหวัดตัวอย่าง"),
    ),
    units=(
        ("สำนักปลัดเทศบาล", "Office of the Municipal Clerk"),
        ("กองคลัง", "Finance Division"),
        ("กองช่าง", "Public Works Division"),
        ("กองการศึกษา", "Education Division"),
        ("กองสาธารณสุขและสิ่งแวดล้อม", "Public Health and Environment Division"),
    ),
)

OFFICERS: Final = (
    OfficerPlan("นางสาวมาลี สมมุติรับเรื่อง", "นิติกรปฏิบัติการ", "intake1", (_R.INTAKE, _R.CASE_OFFICER)),
    OfficerPlan("นายวิชัย สมมุติใจเย็น", "นักทรัพยากรบุคคลชำนาญการ", "intake2",
                (_R.INTAKE, _R.CASE_OFFICER)),
    OfficerPlan("นางสมศรี สมมุติบริการ", "นักพัฒนาชุมชนชำนาญการ", "grievance1", (_R.GRIEVANCE,)),
    OfficerPlan("นายธรรม สมมุติกฎหมาย", "นิติกรชำนาญการ", "legal1",
                (_R.LEGAL, _R.COMMITTEE, _R.CASE_OFFICER)),
    OfficerPlan("นางประไพ สมมุติปกครอง", "ปลัดเทศบาล", "clerk", (_R.SUPERVISOR,)),
    OfficerPlan("นายสมบัติ สมมุตินำทาง", "นายกเทศมนตรี", "head", (_R.EXECUTIVE,)),
    OfficerPlan("นางพิกุล สมมุติเก็บรักษา", "ผู้อำนวยการกองคลัง", "custodian1", (_R.CUSTODIAN_INSIDE,)),
    OfficerPlan("นายบุญมี สมมุติศึกษา", "ผู้อำนวยการกองการศึกษา", "custodian2",
                (_R.CUSTODIAN_INSIDE,)),
    OfficerPlan("นายอำนวย สมมุติอำเภอ", "ปลัดอำเภอ อำเภอตัวอย่าง", "district1",
                (_R.CUSTODIAN_OUTSIDE,)),
    OfficerPlan("นางสาวจันทร์ สมมุติเผยแพร่", "นักประชาสัมพันธ์ปฏิบัติการ", "publisher1", (_R.PUBLISHER,)),
    OfficerPlan("นายเทพ สมมุติระบบ", "นักวิชาการคอมพิวเตอร์ปฏิบัติการ", "admin1", (_R.ADMINISTRATOR,)),
)  # fmt: skip

WORKS_DIRECTOR: Final = "ผู้อำนวยการกองช่าง"
FINANCE_DIRECTOR: Final = "ผู้อำนวยการกองคลัง"
EDUCATION_DIRECTOR: Final = "ผู้อำนวยการกองการศึกษา"

HOLDERS: Final = (
    HolderPlan("นายสมบัติ สมมุตินำทาง", "นายกเทศมนตรี", "Mayor", "head", "head"),
    HolderPlan("นายรุ่ง สมมุติพัฒนา", "รองนายกเทศมนตรี", "Deputy mayor", "deputy_head"),
    HolderPlan("นางสาวเดือน สมมุติร่วมใจ", "รองนายกเทศมนตรี", "Deputy mayor", "deputy_head"),
    HolderPlan("นางประไพ สมมุติปกครอง", "ปลัดเทศบาล", "Municipal clerk", "clerk", "clerk"),
    HolderPlan("นางพิกุล สมมุติเก็บรักษา", FINANCE_DIRECTOR, "Director of finance",
               "division_director", "custodian1"),
    HolderPlan("นายช่วง สมมุติโยธา", WORKS_DIRECTOR, "Director of public works",
               "division_director"),
    HolderPlan("นายบุญมี สมมุติศึกษา", EDUCATION_DIRECTOR, "Director of education",
               "division_director", "custodian2"),
    HolderPlan("นางสาวมาลี สมมุติรับเรื่อง", "นิติกร (เจ้าหน้าที่รับเรื่องร้องเรียน)",
               "Legal officer (complaints)", "complaint_officer", "intake1"),
    HolderPlan("นายวิชัย สมมุติใจเย็น", "นักทรัพยากรบุคคล (เจ้าหน้าที่รับเรื่องร้องเรียน)",
               "Personnel officer (complaints)", "complaint_officer", "intake2"),
    HolderPlan("นางสมศรี สมมุติบริการ", "นักพัฒนาชุมชน (เจ้าหน้าที่รับเรื่องร้องทุกข์)",
               "Community officer (grievances)", "complaint_officer", "grievance1"),
)  # fmt: skip

_WORDS: Final = (
    "bualuang", "chaba", "chang", "chomphu", "dokmai", "duean", "fonthong", "handai", "hongthong",
    "kaeo", "kanda", "khaopun", "khaosuai", "khwai", "kluai", "krachai", "krathin", "kulap",
    "lamphu", "lamyai", "linchi", "mafai", "makham", "makok", "malako", "malai", "mamuang",
    "mangkhut", "maphrao", "matum", "nakrian", "namfon", "namtan", "ngamta", "nokiang", "nokyung",
    "pakka", "phaifa", "phakchi", "phaya", "phikun", "phrik", "plathong", "prakai", "rakbua",
    "ruamjai", "saithan", "samran", "sanuk", "saowarot", "sapparot", "siangkhaen", "somkhiao",
    "somo", "suanphak", "talat", "tamlueng", "tanyong", "thaimai", "thapthim", "thongdi",
    "thurian", "tonkla", "wanyen", "yaika", "yimwan",
)  # fmt: skip
_PASSPHRASE_WORDS: Final = 4
_STEP_SECONDS: Final = 30
PLACES: Final = 2
"""How many slow key derivations run at a time."""


@dataclass(frozen=True)
class DemoOfficer:
    """An officer of the demo with everything needed to sign in as them."""

    login: str
    name: str
    post: str
    roles: tuple[str, ...]
    passphrase: str = field(repr=False)
    totp: str = field(repr=False)

    @property
    def short_login(self) -> str:
        """The login without its agency."""
        return self.login.partition("/")[2]


def set_up(
    house: House,
    plan: AgencyPlan = PLAN,
    plans: Sequence[OfficerPlan] = OFFICERS,
    holders: Sequence[HolderPlan] = HOLDERS,
) -> tuple[bytes, tuple[DemoOfficer, ...]]:
    """The new agency's id and its officers, activated and signed; its channels are open."""
    made = _create(house, plan)
    with ThreadPoolExecutor(max_workers=PLACES) as places:
        officers = tuple(places.map(lambda one: _activate(house, made.agency_id, one), plans))
    papers = made.papers
    with house.open_work(AllAgencies("read the key file back"), writes=True) as work:
        read_key_file_back(work, key_file.printed(house.key_holder.current())[0])
    with house.open_work(AgencyClerk(made.agency_id), writes=True) as work:
        sign_keyring(work, papers.root)
        read_papers_back(
            work,
            content_first=papers.content_first,
            content_second=papers.content_second,
            identity_inside=papers.identity_inside,
            identity_outside=papers.identity_outside,
        )
        add_office_holders(work, holders)
    return made.agency_id, officers


def sit_down(house: House, officer: DemoOfficer) -> OfficerActor:
    """The officer at work, with opened keys, after a real sign-in; no session stays behind."""
    digits = totp_code(bytes.fromhex(officer.totp), _seconds(house.now()))
    with house.open_work(AllAgencies("sign in"), writes=True) as work:
        cookie = sign_in(work, officer.login, officer.passphrase, digits)
    with house.open_work(AllAgencies("resume a session"), writes=True) as work:
        actor, _session = resume(work, cookie)
        sign_out(work, cookie)
    return actor


def _create(house: House, plan: AgencyPlan) -> AgencyMade:
    with house.open_work(AllAgencies("open the demo agency"), writes=True) as work:
        made = create_agency(work, plan)
        house.pin_root(made.agency_id, made.root_public)
    return made


def _activate(house: House, agency_id: bytes, plan: OfficerPlan) -> DemoOfficer:
    with house.open_work(AgencyClerk(agency_id), writes=True) as work:
        code = invite_officer(work, plan)
    with house.open_work(AllAgencies("activate an officer"), writes=True) as work:
        page = activate_page(work, code)
    seed = b32decode(page.totp_secret_text.replace(" ", ""))
    passphrase = "-".join(secrets.choice(_WORDS) for _ in range(_PASSPHRASE_WORDS))
    # The digits before the present ones: a code is taken once, and the present is for signing in.
    digits = totp_code(seed, _seconds(house.now()) - _STEP_SECONDS)
    with house.open_work(AllAgencies("activate an officer"), writes=True) as work:
        activate(work, page.ticket, passphrase, passphrase, digits)
    roles = tuple(role.value for role in plan.roles)
    return DemoOfficer(page.login, plan.name, plan.post, roles, passphrase, seed.hex())


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
