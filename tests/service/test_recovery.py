"""Papers brought together give an officer the cases back, and nobody whom a reporter kept out."""

import pytest
from sqlalchemy import delete, select, update

from crypto.ceremonies import PermitStatement
from crypto.envelope import ObjectType
from crypto.paper import to_paper
from crypto.primitives import SealBroken, random_bytes, sign
from crypto.sealed_keys import ShareKind, generate_pair, open_share
from models.agency import RecoveryKey
from models.complaint import Complaint, SealedObject
from models.custody import CustodianPermit
from models.history import AccessLog, CaseEvent
from models.key_share import KeyShare
from rules.permissions import Role
from rules.states import Channel, Move
from service import recovery
from service.actors import AgencyClerk, AllAgencies
from service.agency_papers import read_paper_back
from service.case_keys import open_case_keys
from service.change_readers import take_access
from service.errors import InvalidInput, NotAllowed, NotFound
from service.look_for_tampering import look_for_tampering
from service.officer_accounts import reset
from service.recover_names import fill_names_slice, recover_names_slice
from service.recovery import OpenedPaper, Progress, cases_left, open_paper, recover_slice
from service.sealing import new_id, share_context
from service.set_up_agency import AgencyPlan, create_agency
from service.submit_complaint import filing_form
from tests.ceremony import (
    RECOVERED,
    activate_with,
    content_sheets,
    hire,
    recovered,
    sign_on,
    with_slip,
)
from tests.office import Office

TWIN = "นางสาวมาลี ใจงาม"  # the name of intake1, whom reporters keep out below


def holder_id(office: Office, name: str) -> str:
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    return next(one.id for one in holders if one.name == name)


def clerk(office: Office, *, writes: bool = True):
    return office.work(AgencyClerk(office.agency_id), writes=writes)


def paper_of(office: Office, kind: str = "content") -> OpenedPaper:
    papers = office.made.papers.by_sheet()
    with clerk(office, writes=False) as work:
        return open_paper(work, kind, papers)


def recover(office: Office, login: str) -> Progress:
    """The whole ceremony at the console, slice by slice."""
    paper, done, unreadable, after = paper_of(office), 0, 0, None
    while True:
        with clerk(office) as work:
            progress = recover_slice(work, paper, login, after)
        done, unreadable = done + progress.done, unreadable + progress.unreadable
        after = progress.after
        if after is None:
            return Progress(done, unreadable, None)


def no_doctor_complains(office: Office) -> bool:
    with clerk(office, writes=False) as work:
        return not [one for one in look_for_tampering(work) if one.is_alarm]


@pytest.fixture
def cases(office: Office) -> dict[str, str]:
    """An open case, one that keeps intake1 out, and a grievance; then two officers come."""
    shut_out = [holder_id(office, TWIN)]
    filed = {
        "open": office.file(subject="ถนนบาง"),
        "shut": office.file(subject="เรียกเงิน", exclude=shut_out),
        "grievance": office.file(Channel.GRIEVANCE, subject="ไฟดับ"),
    }
    hire(office, "new1", "นายใหม่ มาแล้ว", Role.INTAKE)
    hire(office, "twin", TWIN, Role.INTAKE)
    return {name: office.case_id(receipt) for name, receipt in filed.items()}


def test_the_papers_open_the_old_cases_to_a_new_officer(office, cases):
    with pytest.raises(NotFound):
        office.open("new1", cases["open"])
    assert recover(office, "new1") == Progress(2, 0, None)
    assert office.open("new1", cases["open"]).subject == "ถนนบาง"
    assert office.open("new1", cases["shut"]).subject == "เรียกเงิน"
    with pytest.raises(NotFound):
        office.open("new1", cases["grievance"])
    assert no_doctor_complains(office)


def test_whoever_a_reporter_kept_out_stays_out_even_under_a_new_account(office, cases):
    assert recover(office, "twin") == Progress(2, 0, None)
    assert office.open("twin", cases["open"]).subject == "ถนนบาง"
    with pytest.raises(NotFound):
        office.open("twin", cases["shut"])
    assert no_doctor_complains(office)


def test_a_dump_does_not_tell_in_which_case_the_officer_is_kept_out(office, cases):
    recover(office, "twin")
    twin = office.officers["twin"].officer_id
    with clerk(office, writes=False) as work:
        rows = work.rows(select(KeyShare).where(KeyShare.holder_id == twin))
        kinds = {
            (row.epoch, row.kind, len(row.sealed), row.granter_id, len(row.signature or b""),
             row.holder_generation, row.is_checked)
            for row in rows
        }  # fmt: skip
        events = work.rows(select(CaseEvent).where(CaseEvent.kind == RECOVERED))
    assert len(rows) == 2 and len(kinds) == 1
    assert len({len(event.packed) for event in events}) == 1
    assert recovered(office)[cases["shut"]] == recovered(office)[cases["open"]] == (1, 1)


def test_the_event_and_the_share_carry_the_papers_hand(office, cases):
    recover(office, "new1")
    paper = paper_of(office)
    with clerk(office, writes=False) as work:
        event = work.rows(select(CaseEvent).where(CaseEvent.kind == RECOVERED))[0]
        assert event.officer_id is None and event.packed[59] == 13
        share = work.rows(select(KeyShare).where(KeyShare.granter_id == paper.key_id))[0]
        row = work.session.get_one(CaseEvent, (event.case_id, event.seq))
        row.signature = sign(random_bytes(32), b"somebody else's hand")
        assert {"event_not_signed"} == {one.kind for one in look_for_tampering(work)}
        share.signature = bytes(64)
        assert {"event_not_signed", "share_not_signed"} == {
            one.kind for one in look_for_tampering(work)
        }
        work.session.rollback()
    history = office.open("new1", cases["open"]).history
    assert "กู้คืน" in history[0].title.th and history[0].by == ""


def test_an_officer_given_a_case_back_can_work_on_it(office, cases):
    recover(office, "new1")
    office.move("new1", cases["open"], Move.ACCEPT)
    office.move("intake2", cases["open"], Move.ASK, notice_text="ขอเลขที่สัญญา")
    assert len(office.open("new1", cases["open"]).conversation) == 1


def test_a_grievance_officer_is_given_grievances_alone(office, cases):
    hire(office, "grievance2", "นางอีกคน ใจดี", Role.GRIEVANCE)
    assert recover(office, "grievance2") == Progress(1, 0, None)
    assert office.open("grievance2", cases["grievance"]).subject == "ไฟดับ"
    with pytest.raises(NotFound):
        office.open("grievance2", cases["open"])


def test_whoever_was_taken_off_a_case_does_not_come_back_by_starting_anew(office, cases):
    recover(office, "new1")
    officer_id = office.officers["new1"].officer_id.hex()
    count = office.open("intake2", cases["open"]).event_count
    with office.desk("intake2") as work:
        take_access(work, cases["open"], officer_id, count)
    with office.desk("admin1") as work:
        code = reset(work, officer_id)
    activate_with(office, "new1", code)
    sign_on(office, "new1")
    assert recover(office, "new1").done == 2
    assert office.open("new1", cases["shut"]).subject == "เรียกเงิน"
    with pytest.raises(NotFound):
        office.open("new1", cases["open"])


def test_a_case_whose_keys_were_renewed_opens_with_all_its_words(office, cases):
    recover(office, "new1")
    office.move("intake2", cases["open"], Move.ASK, notice_text="คำถามก่อนเปลี่ยนกุญแจ")
    opened = office.open("intake2", cases["open"])
    with office.desk("intake2") as work:
        officer_id = office.officers["new1"].officer_id.hex()
        take_access(work, cases["open"], officer_id, opened.event_count)
    office.move("intake2", cases["open"], Move.ASK, notice_text="คำถามหลังเปลี่ยนกุญแจ")
    hire(office, "new2", "นางสาวใหม่ กว่า", Role.INTAKE)
    assert recover(office, "new2") == Progress(2, 0, None)
    seen = office.open("new2", cases["open"])
    assert seen.subject == "ถนนบาง"
    assert len(seen.conversation) == 2
    assert recover(office, "new1").done == 1  # the new epoch alone; and there it is a dummy
    with pytest.raises(NotFound):
        office.open("new1", cases["open"])


def test_only_an_officer_on_the_keyring_who_reads_a_channel_can_be_chosen(office, cases):
    from tests.office import OfficerPlan, _activate

    _activate(office, OfficerPlan("นายรอ รับรอง", "นิติกร", "waiting", (Role.INTAKE,)))
    for login in ("waiting", "inside1", "legal1", "clerk", "admin1", "nobody", ""):
        with pytest.raises(InvalidInput) as refused, clerk(office) as work:
            recover_slice(work, paper_of(office), login)
        assert set(refused.value.fields) == {"officer"}, login
    assert all(counts == (0, 0) for counts in recovered(office).values())


# The sheets


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"content_first": ""}, {"content_first": "required"}),
        ({"content_first": "12 34"}, {"content_first": "paper_length"}),
        ({"content_second": "๑" * 79}, {"content_second": "paper_length"}),
        ({"content_second": "x" * 80}, {"content_second": "paper_length"}),
    ],
)
def test_a_sheet_that_is_none_is_named(office, changes, fields):
    with pytest.raises(InvalidInput) as refused, clerk(office) as work:
        open_paper(work, "content", content_sheets(office) | changes)
    assert refused.value.fields == fields


@pytest.mark.parametrize(
    ("at", "code"), [(0, "paper_first_rows"), (39, "paper_first_rows"), (40, "paper_last_rows")]
)
def test_a_slip_is_found_and_its_rows_named(office, at, code):
    sheets = content_sheets(office)
    sheets["content_second"] = with_slip(sheets["content_second"], at)
    with pytest.raises(InvalidInput) as refused, clerk(office) as work:
        open_paper(work, "content", sheets)
    assert refused.value.fields == {"content_second": code}
    assert sheets["content_second"] not in str(refused.value.args)


def test_every_slip_of_one_digit_is_found(office):
    sheet = office.made.papers.content_first
    for at in range(80):
        with pytest.raises(InvalidInput) as refused, clerk(office, writes=False) as work:
            open_paper(
                work, "content", content_sheets(office) | {"content_first": with_slip(sheet, at)}
            )
        assert set(refused.value.fields) == {"content_first"}


def test_the_two_halves_may_be_typed_the_other_way_round(office):
    papers = office.made.papers
    swapped = {"content_first": papers.content_second, "content_second": papers.content_first}
    with clerk(office, writes=False) as work:
        assert open_paper(work, "content", swapped).key_id == paper_of(office).key_id


def test_another_sheet_in_the_place_of_a_half_opens_nothing(office):
    papers = office.made.papers
    for other in (papers.root, papers.identity_inside, papers.content_first, to_paper(bytes(32))):
        with pytest.raises(InvalidInput) as refused, clerk(office, writes=False) as work:
            open_paper(work, "content", content_sheets(office) | {"content_second": other})
        assert refused.value.fields == {
            "content_first": "paper_not_pair", "content_second": "paper_not_pair",
        }  # fmt: skip


def test_the_sheets_of_the_two_sides_of_names_are_told_apart(office):
    papers = office.made.papers
    for kind, other in (
        ("identity_inside", papers.identity_outside),
        ("identity_outside", papers.identity_inside),
    ):
        with pytest.raises(InvalidInput) as refused, clerk(office, writes=False) as work:
            open_paper(work, kind, {kind: other})
        assert refused.value.fields == {kind: "paper_other"}


def test_the_sheets_of_another_agency_open_nothing_here(office):
    plan = AgencyPlan(
        "other", "อบต.อื่น", "Other SAO", "sao", "อื่น", "Other", "อื่น", "Other"
    )  # fmt: skip
    with office.work(AllAgencies("make another agency")) as work:
        made = create_agency(work, plan)
    theirs = made.papers.by_sheet()
    for mixed in (theirs, content_sheets(office) | {"content_first": made.papers.content_first}):
        with pytest.raises(InvalidInput), clerk(office, writes=False) as work:
            open_paper(work, "content", mixed)


def test_a_recovery_key_planted_by_sql_is_proved_by_no_paper(office, cases):
    pair = generate_pair()
    with clerk(office) as work:
        work.session.execute(
            update(RecoveryKey).where(RecoveryKey.kind == "content").values(pair_public=pair.public)
        )
    with pytest.raises(InvalidInput), clerk(office, writes=False) as work:
        open_paper(work, "content", content_sheets(office))


def test_nobody_but_the_administrator_and_the_console_may_bring_papers(office):
    for login in ("intake1", "clerk", "inside1"):
        with pytest.raises(NotAllowed), office.desk(login) as work:
            read_paper_back(work, "content", content_sheets(office))


# Cut off, begun again, tampered with


class CutOffError(Exception):
    """The power goes."""


def _cut_off(office: Office, paper: OpenedPaper, after: bytes | None) -> None:
    with clerk(office) as work:
        recover_slice(work, paper, "new1", after)
        raise CutOffError


def test_a_ceremony_cut_off_is_begun_again_and_doubles_nothing(office, cases, monkeypatch):
    for number in range(5):
        office.file(subject=f"เรื่องที่ {number}")
    monkeypatch.setattr(recovery, "SLICE", 3)
    paper = paper_of(office)
    with clerk(office) as work:
        first = recover_slice(work, paper, "new1")
    assert first.done == 3 and first.after is not None
    with clerk(office, writes=False) as work:
        assert cases_left(work, paper, "new1") == 4
    with pytest.raises(CutOffError):
        _cut_off(office, paper, first.after)
    counts = list(recovered(office).values())
    assert sorted(counts) == [(0, 0)] * 5 + [(1, 1)] * 3
    assert recover(office, "new1").done == 4
    assert recover(office, "new1") == Progress(0, 0, None)
    assert max(recovered(office).values()) == (1, 1)
    assert no_doctor_complains(office)


def test_a_case_whose_exclusions_were_taken_away_is_given_to_nobody(office, cases):
    with clerk(office) as work:
        gone = delete(SealedObject).where(
            SealedObject.case_id == bytes.fromhex(cases["shut"]),
            SealedObject.type == int(ObjectType.EXCLUSIONS),
        )
        work.session.execute(gone)
    assert recover(office, "twin") == Progress(1, 1, None)
    assert recovered(office)[cases["shut"]] == (0, 0)
    assert office.open("twin", cases["open"]).subject == "ถนนบาง"


def test_a_case_without_a_share_for_the_papers_is_counted_and_holds_up_no_other(office, cases):
    paper = paper_of(office)
    with clerk(office) as work:
        work.session.execute(
            delete(KeyShare).where(
                KeyShare.holder_id == paper.key_id,
                KeyShare.case_id == bytes.fromhex(cases["open"]),
            )
        )
    assert recover(office, "new1") == Progress(1, 1, None)
    assert office.open("new1", cases["shut"]).subject == "เรียกเงิน"


def test_an_administrator_who_runs_it_leaves_a_line_for_each_case(office, cases):
    paper = paper_of(office)
    with office.desk("admin1") as work:
        recover_slice(work, paper, "new1")
    with clerk(office, writes=False) as work:
        case = work.rows(select(Complaint))[0]
        lines = work.rows(select(AccessLog).where(AccessLog.what == "recovery"))
    assert {line.case_id.hex() for line in lines} == {cases["open"], cases["shut"]}
    assert {line.officer_id for line in lines} == {office.officers["admin1"].officer_id}
    with pytest.raises(NotFound), office.desk("admin1") as work:
        open_case_keys(work, case)


# Names


def permit(office: Office, case_id: str, holder: str, by: str, kind: ShareKind) -> None:
    """A permit as the officer signs it."""
    permitter, case = office.officers[by], bytes.fromhex(case_id)
    statement = PermitStatement(
        office.agency_id, case, office.officers[holder].officer_id, kind, permitter.officer_id
    )
    with office.desk(by) as work:
        work.session.add(
            CustodianPermit(
                id=new_id(),
                agency_id=office.agency_id,
                case_id=case,
                holder_id=office.officers[holder].officer_id,
                kind=int(kind),
                permitter_id=permitter.officer_id,
                signature=sign(permitter.keys.signing_seed, statement.statement()),
            )
        )


def halves(office: Office, login: str, kind: ShareKind) -> set[str]:
    """The cases whose half this custodian can open."""
    officer, found = office.officers[login], set()
    with clerk(office, writes=False) as work:
        rows = work.rows(
            select(KeyShare).where(
                KeyShare.holder_id == officer.officer_id, KeyShare.kind == int(kind)
            )
        )
        for row in rows:
            open_share(row.sealed, officer.keys.pair_private, share_context(row))
            found.add(row.case_id.hex())
    return found


@pytest.mark.parametrize(
    ("paper", "kind", "role"),
    [
        ("identity_inside", ShareKind.IDENTITY_INSIDE, Role.CUSTODIAN_INSIDE),
        ("identity_outside", ShareKind.IDENTITY_OUTSIDE, Role.CUSTODIAN_OUTSIDE),
    ],
)
def test_a_new_custodian_gets_the_halves_that_an_officer_permitted(
    office, cases, paper, kind, role
):
    hire(office, "keeper", "นางผู้เก็บ คนใหม่", role)
    permit(office, cases["open"], "keeper", "intake2", kind)
    with clerk(office) as work:
        assert recover_names_slice(work, paper_of(office, paper), "keeper") == Progress(1, 0, None)
    assert halves(office, "keeper", kind) == {cases["open"]}
    with clerk(office) as work:
        assert recover_names_slice(work, paper_of(office, paper), "keeper").done == 0
    assert no_doctor_complains(office)


def test_a_permit_that_nobody_who_reads_cases_signed_is_worth_nothing(office, cases):
    hire(office, "keeper", "นางผู้เก็บ คนใหม่", Role.CUSTODIAN_INSIDE)
    permit(office, cases["open"], "keeper", "keeper", ShareKind.IDENTITY_INSIDE)
    permit(office, cases["shut"], "keeper", "grievance1", ShareKind.IDENTITY_INSIDE)
    permit(office, cases["grievance"], "keeper", "clerk", ShareKind.IDENTITY_INSIDE)
    paper = paper_of(office, "identity_inside")
    with clerk(office) as work:
        assert recover_names_slice(work, paper, "keeper") == Progress(0, 3, None)
    assert halves(office, "keeper", ShareKind.IDENTITY_INSIDE) == set()


def test_where_no_permit_stands_a_dummy_looks_the_same(office, cases):
    hire(office, "keeper", "นางผู้เก็บ คนใหม่", Role.CUSTODIAN_INSIDE)
    permit(office, cases["open"], "keeper", "intake2", ShareKind.IDENTITY_INSIDE)
    paper = paper_of(office, "identity_inside")
    with clerk(office) as work:
        recover_names_slice(work, paper, "keeper")
        assert fill_names_slice(work, paper, "keeper") == Progress(1, 0, None)
        assert fill_names_slice(work, paper, "keeper") == Progress(0, 0, None)
    keeper = office.officers["keeper"]
    with clerk(office, writes=False) as work:
        rows = work.rows(select(KeyShare).where(KeyShare.holder_id == keeper.officer_id))
        looks = {(row.epoch, row.kind, len(row.sealed), row.granter_id) for row in rows}
        opened = {row.case_id.hex() for row in rows if _opens(row, keeper.keys.pair_private)}
    assert len(rows) == 2 and len(looks) == 1
    assert opened == {cases["open"]}
    assert no_doctor_complains(office)


def _opens(row: KeyShare, private: bytes) -> bool:
    try:
        open_share(row.sealed, private, share_context(row))
    except SealBroken:
        return False
    return True


def test_the_paper_of_one_side_serves_no_custodian_of_the_other(office, cases):
    for login in ("outside1", "intake2", "nobody"):
        with pytest.raises(InvalidInput), clerk(office) as work:
            recover_names_slice(work, paper_of(office, "identity_inside"), login)
