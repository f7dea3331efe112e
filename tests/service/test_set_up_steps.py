"""From an invited agency to an open channel: step by step, and shut while any piece is missing."""

import pytest
from sqlalchemy import delete, func, select, update

from crypto import key_file
from models.agency import RecoveryKey
from models.complaint import Complaint
from models.custody import KeyFileCheck
from models.officer import Officer, OfficerRole
from rules.permissions import Role
from rules.states import Channel
from service.activate_officer import OfficerPlan
from service.actors import AgencyClerk, AllAgencies, OfficerActor
from service.administer import add_office_holder, save_agency
from service.agency_papers import make_papers, read_paper_back, read_papers_back
from service.case_keys import open_case_keys
from service.errors import ChannelClosed, InvalidInput, NotAllowed, NotFound, WrongState
from service.key_file_print import read_key_file_back
from service.keyring import load_keyring
from service.list_cases import today_page
from service.look_up_agency import find_agency
from service.set_up_agency import AgencyPlan, invite_agency
from service.set_up_steps import StepName, is_set_up, set_up_state
from service.sign_keyring import keys_to_sign, sign_keyring
from service.submit_complaint import filing_form
from service.test_complaint import file_test_complaint
from tests.ceremony import activate_with, with_slip
from tests.office import Office, _activate, sign_in_as
from tests.statistics_now import statistics_now

PLAN = AgencyPlan("nampu", "อบต.น้ำพุ", "", "sao", "", "", "", "")
FIRST = OfficerPlan("นายเทพ ดูแล", "นักวิชาการคอมพิวเตอร์", "admin1", (Role.ADMINISTRATOR,))
STAFF = (
    OfficerPlan("นางสาวมาลี รับเรื่อง", "นิติกร", "intake1", (Role.INTAKE, Role.CASE_OFFICER)),
    OfficerPlan("นายวิชัย ใจเย็น", "ธุรการ", "intake2", (Role.INTAKE,)),
    OfficerPlan("นางพิกุล รักษา", "ผอ.กองคลัง", "inside1", (Role.CUSTODIAN_INSIDE,)),
    OfficerPlan("นายอำนวย อำเภอ", "ปลัดอำเภอ", "outside1", (Role.CUSTODIAN_OUTSIDE,)),
)
DETAILS = {
    "name_th": "อบต.น้ำพุ", "name_en": "Nam Phu SAO", "district_th": "เมือง",
    "district_en": "Mueang", "province_th": "ตัวอย่าง", "province_en": "Sample",
    "contact_phone": "0 2000 0000",
}  # fmt: skip


class NewAgency:
    """An agency that was invited beside the office, as its administrator sees it."""

    def __init__(self, office: Office) -> None:
        with office.work(AllAgencies("invite an agency")) as work:
            code = invite_agency(work, PLAN, FIRST)
            slug = PLAN.slug
            agency = bytes.fromhex(find_agency(work, slug).id)
        self.room = Office(office.engine, office.key_path, office.clock, slug, _Made(agency))
        self.papers: dict[str, str] = {}
        activate_with(self.room, FIRST.login, code)
        self.room.officers[FIRST.login] = sign_in_as(self.room, FIRST.login)[1]

    @property
    def actor(self) -> OfficerActor:
        return self.room.officers["admin1"]

    def desk(self):
        return self.room.work(self.actor)

    def state(self):
        with self.desk() as work:
            return set_up_state(work)

    def standings(self) -> dict[str, str]:
        return {step.name.value: step.standing for step in self.state().steps}

    def make_papers(self) -> None:
        with self.desk() as work:
            made = make_papers(work)
            keys = key_file.load(self.room.key_path)
            key_file.save(self.room.key_path, keys.with_root(self.room.agency_id, made.root_public))
        self.papers = made.papers.by_sheet()

    def is_shut(self) -> bool:
        try:
            with self.room.reporter() as work:
                filing_form(work, Channel.CORRUPTION)
        except ChannelClosed:
            with self.desk() as work, pytest.raises(ChannelClosed):
                file_test_complaint(work)
            return True
        return False


class _Made:
    def __init__(self, agency_id: bytes) -> None:
        self.agency_id = agency_id


@pytest.fixture
def agency(office: Office) -> NewAgency:
    with office.work(AllAgencies("forget that the key file was read back")) as work:
        work.session.execute(delete(KeyFileCheck))
    return NewAgency(office)


def read_the_key_file_back(office: Office) -> None:
    with office.work(AllAgencies("read the key file back")) as work:
        read_key_file_back(work, key_file.printed(key_file.load(office.key_path))[0])


def test_the_steps_follow_what_is_done_and_the_channel_opens_with_the_last(office, agency):
    assert agency.standings() == {
        "office": "now", "papers": "now", "read_back": "later", "holders": "now",
        "officers": "now", "keyring": "later", "key_file": "now", "test": "later",
    }  # fmt: skip
    assert agency.is_shut()
    assert set(agency.state().missing_details) == {
        "name_en", "district_th", "district_en", "province_th", "province_en", "contacts",
    }  # fmt: skip
    with agency.desk() as work:
        save_agency(work, DETAILS)
        for kind in ("clerk", "head"):
            assert kind in set_up_state(work).missing_posts
            add_office_holder(work, {"name": "นาย ก", "post_th": "ตำแหน่ง", "post_kind": kind})
            work.session.flush()
    agency.make_papers()
    assert agency.standings()["read_back"] == "now"
    assert agency.is_shut()
    for kind in ("content", "identity_inside", "identity_outside"):
        assert agency.standings()["read_back"] == "now"
        with agency.desk() as work:
            read_paper_back(work, kind, agency.papers)
    assert agency.standings()["read_back"] == "done"
    assert agency.is_shut()
    for plan in STAFF:
        assert agency.standings()["officers"] == "now"
        _activate(agency.room, plan)
    assert (agency.standings()["officers"], agency.standings()["keyring"]) == ("done", "now")
    assert agency.is_shut()
    with agency.desk() as work:
        assert len(sign_keyring(work, agency.papers["root"])) == len(STAFF) + 1
    assert agency.standings() == dict.fromkeys(StepName, "done") | {
        "key_file": "now", "test": "later",
    }  # fmt: skip
    assert agency.is_shut()
    read_the_key_file_back(office)
    assert agency.standings()["test"] == "now"
    assert not agency.is_shut()
    with agency.desk() as work:
        assert not is_set_up(work)
        file_test_complaint(work)
    with agency.desk() as work:
        assert is_set_up(work)
    assert agency.state().is_finished


@pytest.mark.parametrize(
    "missing",
    ["intake2", "inside1", "outside1", "content", "identity_inside", "identity_outside",
     "key_file", "root", "paper"],
)  # fmt: skip
def test_each_missing_piece_alone_shuts_the_channel(office, missing):
    with office.public() as work:
        filing_form(work, Channel.CORRUPTION)
    with office.work(AllAgencies("take a piece away")) as work:
        if missing == "key_file":
            work.session.execute(delete(KeyFileCheck))
        elif missing == "paper":
            work.session.execute(delete(RecoveryKey).where(RecoveryKey.kind == "identity_outside"))
        elif missing == "root":
            keys = key_file.load(office.key_path)
            key_file.save(office.key_path, keys.with_root(office.agency_id, bytes(32)))
        elif missing in ("content", "identity_inside", "identity_outside"):
            work.session.execute(
                update(RecoveryKey).where(RecoveryKey.kind == missing).values(read_back_on=None)
            )
        else:
            work.session.execute(
                update(Officer).where(Officer.login == missing).values(standing="left")
            )
    with pytest.raises(ChannelClosed), office.reporter() as work:
        filing_form(work, Channel.CORRUPTION)


# The papers


def test_papers_are_made_anew_until_one_was_read_back(agency):
    agency.make_papers()
    first = agency.papers
    agency.make_papers()
    assert all(first[name] != agency.papers[name] for name in first)
    with agency.desk() as work, pytest.raises(InvalidInput):
        read_paper_back(work, "content", first)
    with agency.desk() as work:
        read_paper_back(work, "identity_inside", agency.papers)
    with agency.desk() as work, pytest.raises(WrongState):
        make_papers(work)
    assert not agency.state().papers_may_be_made


def test_papers_are_not_made_anew_once_something_is_sealed_to_them(office):
    with office.work(AllAgencies("as if nothing was read back")) as work:
        work.session.execute(update(RecoveryKey).values(read_back_on=None))
    office.file(Channel.GRIEVANCE)
    with office.desk("admin1") as work, pytest.raises(WrongState):
        make_papers(work)


def test_papers_made_anew_ask_for_every_signature_anew(agency):
    agency.make_papers()
    with agency.desk() as work:
        sign_keyring(work, agency.papers["root"])
    assert agency.state().keys_waiting == 0
    agency.make_papers()
    assert agency.state().keys_waiting == 1


def test_the_recovery_keys_can_sign_and_the_root_stands_for_that(agency):
    agency.make_papers()
    with agency.desk() as work:
        rows = work.rows(select(RecoveryKey))
        assert len(rows) == 3 and all(row.signing_public != bytes(32) for row in rows)
        assert len(load_keyring(work).recovery) == 3
        rows[0].signing_public = bytes(32)
        work.session.flush()
        assert len(load_keyring(work).recovery) == 2
        work.session.rollback()


@pytest.mark.parametrize("login", ["intake1", "clerk", "inside1"])
def test_only_whoever_manages_accounts_handles_papers_and_steps(office, login):
    for errand in (
        set_up_state,
        make_papers,
        keys_to_sign,
        file_test_complaint,
        lambda work: sign_keyring(work, office.made.papers.root),
        lambda work: read_paper_back(work, "content", office.made.papers.by_sheet()),
    ):
        with pytest.raises(NotAllowed), office.desk(login) as work:
            errand(work)


def test_a_sheet_with_a_slip_is_named_and_nothing_is_noted(agency):
    agency.make_papers()
    sheets = {name: value for name, value in agency.papers.items() if name != "root"}
    for name in sheets:
        with pytest.raises(InvalidInput) as refused, agency.desk() as work:
            read_papers_back(work, **sheets | {name: with_slip(sheets[name], 7)})
        assert refused.value.fields == {name: "paper_first_rows"}
    with pytest.raises(InvalidInput) as refused, agency.desk() as work:
        read_papers_back(
            work,
            **sheets
            | {
                "identity_inside": sheets["identity_outside"],
                "identity_outside": sheets["identity_inside"],
            },
        )
    assert refused.value.fields == {"identity_inside": "paper_other"}
    assert agency.state().kinds_read_back == frozenset()


# The keyring


def test_nobody_is_slipped_in_between_the_page_and_the_signature(agency):
    agency.make_papers()
    _activate(agency.room, STAFF[0])
    with agency.desk() as work:
        shown = {key.mark for key in keys_to_sign(work)}
    _activate(agency.room, STAFF[1])
    with agency.room.work(AgencyClerk(agency.room.agency_id)) as work:
        work.session.execute(
            update(Officer).where(Officer.login == "intake1").values(name="นายปลอม ตัวมา")
        )
    with agency.desk() as work:
        assert sign_keyring(work, agency.papers["root"], shown) == (FIRST.name,)
    with agency.desk() as work:
        assert {key.login for key in keys_to_sign(work)} == {"intake1", "intake2"}


def test_another_sheet_signs_nobody(agency):
    agency.make_papers()
    for name, digits in agency.papers.items():
        if name == "root":
            continue
        with pytest.raises(InvalidInput) as refused, agency.desk() as work:
            sign_keyring(work, digits)
        assert refused.value.fields == {"root": "paper_other"}


def test_a_role_added_later_waits_for_the_paper_again(office):
    with office.desk("admin1") as work:
        assert keys_to_sign(work) == ()
        officer = work.one(Officer, login="legal1")
        work.session.add(
            OfficerRole(agency_id=office.agency_id, officer_id=officer.id, role="intake")
        )
        work.session.flush()
        waiting = keys_to_sign(work)
    assert [key.login for key in waiting] == ["legal1"]
    assert waiting[0].roles == (Role.INTAKE, Role.CASE_OFFICER, Role.LEGAL)


# The test report


def test_a_test_takes_no_number_and_stands_in_no_statistics(office):
    before = _counted(office)
    with office.desk("admin1") as work:
        filed = [file_test_complaint(work) for _ in range(2)]
    assert [one.receipt_no for one in filed] == ["ท.1/2570", "ท.2/2570"]
    assert office.file().receipt_no == "1/2570"
    assert _counted(office) == before + 1
    with office.desk("intake1") as work:
        lines = today_page(work).new
    assert sorted(line.is_test for line in lines) == [False, True, True]


def _counted(office: Office) -> int:
    office.clock.now = office.clock.now.replace(year=2027)
    with office.public() as work:
        page = statistics_now(work, 2570)
    office.clock.now = office.clock.now.replace(year=2026)
    return sum(row.received for row in page.rows)


def test_the_words_of_a_test_are_readable_by_the_officers_and_nobody_else(office):
    with office.desk("admin1") as work:
        file_test_complaint(work)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        case_id = work.session.scalars(select(Complaint.id).where(Complaint.is_test)).one().hex()
        assert work.session.scalars(select(func.count(Complaint.id))).one() == 1
    assert office.open("intake1", case_id).is_test
    with office.desk("admin1") as work:
        case = work.rows(select(Complaint))[0]
    with office.desk("admin1") as work, pytest.raises(NotFound):
        open_case_keys(work, case)
