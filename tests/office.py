"""A whole office for tests: real database, real keys, officers with opened keys, a settable clock.

Only the price of the two password hashes is lowered; one test pays the real one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crypto import key_file
from crypto.primitives import Argon2Cost, totp_code
from crypto.tracking_code import normalise
from rules.permissions import Role
from rules.states import Channel, Move
from service.activate_officer import OfficerPlan, activate, activate_page, invite_officer
from service.actors import (
    Actor,
    AgencyClerk,
    AllAgencies,
    OfficerActor,
    Public,
    Reporter,
)
from service.agency_papers import read_papers_back
from service.handle_case import move_case
from service.key_file_print import read_key_file_back
from service.open_case import open_case
from service.set_up_agency import (
    AgencyMade,
    AgencyPlan,
    HolderPlan,
    add_office_holders,
    create_agency,
)
from service.sign_in import resume, sign_in
from service.sign_keyring import sign_keyring
from service.submit_complaint import check_draft, confirm_code, submit_complaint
from service.unit_of_work import Costs, UnitOfWork, begin
from service.views import Contact, Receipt

CHEAP = Argon2Cost(memory_kib=64, iterations=1)
CHEAP_COSTS = Costs(code=CHEAP, passphrase=CHEAP)
MONDAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 10.00 in Bangkok
PASSPHRASE = "somchai plants rice slowly"

OFFICERS = (
    ("intake1", "นางสาวมาลี ใจงาม", "นิติกร", (Role.INTAKE, Role.CASE_OFFICER)),
    ("intake2", "นายวิชัย ตั้งตรง", "เจ้าพนักงานธุรการ", (Role.INTAKE, Role.CASE_OFFICER)),
    ("grievance1", "นางสมศรี บริการดี", "นักพัฒนาชุมชน", (Role.GRIEVANCE,)),
    ("legal1", "นายธรรมรงค์ กฎหมาย", "นิติกรชำนาญการ", (Role.LEGAL, Role.CASE_OFFICER)),
    ("clerk", "นายประสิทธิ์ ปกครอง", "ปลัดเทศบาล", (Role.SUPERVISOR,)),
    ("inside1", "นางพิกุล เก็บรักษา", "ผู้อำนวยการกองคลัง", (Role.CUSTODIAN_INSIDE,)),
    ("outside1", "นายอำนวย อำเภอ", "ปลัดอำเภอ", (Role.CUSTODIAN_OUTSIDE,)),
    ("admin1", "นายเทคนิค ดูแล", "นักวิชาการคอมพิวเตอร์", (Role.ADMINISTRATOR,)),
)
HOLDERS = (
    HolderPlan("นายสมบัติ นำทาง", "นายกเทศมนตรี", "Mayor", "head"),
    HolderPlan("นายรองชัย ช่วยนำ", "รองนายกเทศมนตรี", "Deputy mayor", "deputy_head"),
    HolderPlan("นายประสิทธิ์ ปกครอง", "ปลัดเทศบาล", "Chief clerk", "clerk", "clerk"),
    HolderPlan("นายช่างยนต์ โยธา", "ผู้อำนวยการกองช่าง", "Director of works", "division_director"),
    HolderPlan("นางสาวมาลี ใจงาม", "นิติกร", "Legal officer", "complaint_officer", "intake1"),
    HolderPlan(
        "นายวิชัย ตั้งตรง", "เจ้าพนักงานธุรการ", "Clerical officer", "complaint_officer", "intake2"
    ),
    HolderPlan(
        "นางพิกุล เก็บรักษา", "ผู้อำนวยการกองคลัง", "Director of finance", "division_director", "inside1"
    ),
)


@dataclass
class Clock:
    """A clock that stands where it is put."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Office:
    """One agency on one engine."""

    engine: object
    key_path: Path
    clock: Clock
    slug: str
    made: AgencyMade
    officers: dict[str, OfficerActor] = field(default_factory=dict)
    totp: dict[str, bytes] = field(default_factory=dict)

    @property
    def agency_id(self) -> bytes:
        return self.made.agency_id

    @contextmanager
    def work(self, actor: Actor, *, writes: bool = True) -> Iterator[UnitOfWork]:
        """A unit of work on the real database."""
        with begin(
            self.engine,
            actor=actor,
            keys=key_file.load(self.key_path),
            now=self.clock.now,
            costs=CHEAP_COSTS,
            writes=writes,
        ) as work:
            yield work

    def reporter(self):
        return self.work(Reporter(self.agency_id))

    def public(self):
        return self.work(Public(self.agency_id), writes=False)

    def desk(self, login: str):
        return self.work(self.officers[login])

    def file(self, channel: Channel = Channel.CORRUPTION, **values: object) -> Receipt:
        """A receipt for a complaint with these answers."""
        values = {"narrative": "ผู้รับเหมาส่งมอบถนนบางกว่าแบบ"} | values
        with self.reporter() as work:
            draft = check_draft(work, channel, values)
        with self.reporter() as work:
            return submit_complaint(work, channel, draft.sealed_draft)

    def confirm(self, receipt: Receipt) -> str:
        """The follow session's token after the last group was typed back."""
        with self.reporter() as work:
            return confirm_code(work, receipt.ticket, normalise(receipt.code)[-4:])

    def case_id(self, receipt: Receipt) -> str:
        """The id of the case with this receipt's number."""
        from sqlalchemy import select

        from models.complaint import Complaint

        number, year = (int(part) for part in receipt.receipt_no.split("/"))
        with self.work(AgencyClerk(self.agency_id), writes=False) as work:
            return (
                work.session.scalars(
                    select(Complaint.id).where(
                        Complaint.channel == receipt.channel.value,
                        Complaint.register_number == number,
                        Complaint.register_year_be == year,
                    )
                )
                .one()
                .hex()
            )

    def open(self, login: str, case_id: str):
        """The case opened by that officer."""
        with self.desk(login) as work:
            return open_case(work, case_id)

    def move(self, login: str, case_id: str, move: Move, **mapping: str) -> None:
        """One move by that officer, on the case as it stands now."""
        count = self.open(login, case_id).event_count
        with self.desk(login) as work:
            move_case(work, case_id, move, mapping, count)

    def hire(self, login: str, name: str, *roles: Role) -> OfficerActor:
        """A new officer with keys that the root's paper signed, signed in."""
        _activate(self, OfficerPlan(name, "เจ้าหน้าที่", login, roles))
        with self.work(AgencyClerk(self.agency_id)) as work:
            sign_keyring(work, self.made.papers.root)
        self.officers[login] = sign_in_as(self, login)[1]
        return self.officers[login]


def make_office(
    engine: object, key_path: Path, *, slug: str = "sample", clock: Clock | None = None
) -> Office:
    """An office set up as a person would: papers read back, officers activated, keyring signed."""
    clock = clock or Clock()
    if not key_path.exists():
        key_file.create(key_path)
    keys = key_file.load(key_path)
    plan = AgencyPlan(
        slug=slug,
        name_th="เทศบาลตำบลตัวอย่าง",
        name_en="Sample Subdistrict Municipality",
        kind="subdistrict_municipality",
        district_th="ตัวอย่าง",
        district_en="Sample",
        province_th="ตัวอย่าง",
        province_en="Sample",
        website="https://sample.go.th",
        contacts=(Contact("phone", "02 000 0000"),),
        units=(("สำนักปลัด", "Office of the clerk"), ("กองช่าง", "Works")),
    )
    with begin(
        engine,
        actor=AllAgencies("make an agency"),
        keys=keys,
        now=clock.now,
        costs=CHEAP_COSTS,
        writes=True,
    ) as work:
        made = create_agency(work, plan)
    key_file.save(key_path, keys.with_root(made.agency_id, made.root_public))
    office = Office(engine, key_path, clock, slug, made)
    for login, name, post, roles in OFFICERS:
        _activate(office, OfficerPlan(name, post, login, roles))
    with office.work(AllAgencies("read the key file back")) as work:
        read_key_file_back(work, key_file.printed(key_file.load(key_path))[0])
    with office.work(AgencyClerk(made.agency_id)) as work:
        sign_keyring(work, made.papers.root)
        papers = made.papers
        read_papers_back(
            work,
            content_first=papers.content_first,
            content_second=papers.content_second,
            identity_inside=papers.identity_inside,
            identity_outside=papers.identity_outside,
        )
        add_office_holders(work, HOLDERS)
    for login, *_ in OFFICERS:
        office.officers[login] = sign_in_as(office, login)[1]
    return office


def _activate(office: Office, plan: OfficerPlan) -> None:
    with office.work(AgencyClerk(office.agency_id)) as work:
        code = invite_officer(work, plan)
    everywhere = AllAgencies("activate an officer")
    with office.work(everywhere) as work:
        page = activate_page(work, code)
    from base64 import b32decode

    seed = b32decode(page.totp_secret_text.replace(" ", ""))
    office.totp[plan.login] = seed
    digits = totp_code(seed, int(office.clock.now.timestamp()) - 30)
    with office.work(everywhere) as work:
        activate(work, page.ticket, PASSPHRASE, PASSPHRASE, digits)


def sign_in_as(office: Office, login: str) -> tuple[str, OfficerActor]:
    """The session's cookie and the actor, after a real sign-in."""
    digits = totp_code(office.totp[login], int(office.clock.now.timestamp()))
    with office.work(AllAgencies("sign in")) as work:
        cookie = sign_in(work, f"{office.slug}/{login}", PASSPHRASE, digits)
    with office.work(AllAgencies("resume a session")) as work:
        return cookie, resume(work, cookie)[0]
