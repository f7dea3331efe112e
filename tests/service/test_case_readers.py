"""Who can read a case: the page that says so, letting in, taking off, handing over, keeping out."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from crypto.envelope import ObjectType
from crypto.primitives import SealBroken
from crypto.sealed_keys import ShareKind
from models.complaint import CaseEpoch, SealedObject
from models.custody import CustodianPermit
from models.history import AccessLog, CaseEvent
from models.key_share import KeyShare
from rules.permissions import Role
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk
from service.case_filters import Filters
from service.case_keys import open_own_share
from service.change_readers import give_access, take_access
from service.errors import InvalidInput, NotAllowed, NotFound, StaleCase, Unreadable, WrongState
from service.exclude_persons import Persons, exclude, typed_names
from service.exclusions import Exclusions, seal_exclusions
from service.list_cases import list_cases
from service.look_for_tampering import look_for_tampering
from service.sealing import new_id
from service.submit_complaint import filing_form
from tests.office import Office
from tests.readers import (
    change,
    copy_of,
    give,
    hand,
    keep_out,
    kinds,
    names,
    officer_id,
    opened_by_force,
    plan_out,
    plant,
    readers,
    row_of,
    rows_of,
    take,
)

MALEE, WICHAI = "นางสาวมาลี ใจงาม", "นายวิชัย ตั้งตรง"
LEGAL, CLERK = "นายธรรมรงค์ กฎหมาย", "นายประสิทธิ์ ปกครอง"
PIKUL = "นางพิกุล เก็บรักษา"


@pytest.fixture
def case_id(office: Office) -> str:
    return office.case_id(office.file(subject="ถนนหมู่ ๔"))


def listed(office: Office, login: str) -> int:
    with office.desk(login) as work:
        return list_cases(work, Filters(show="all")).total


def nothing_is_wrong(office: Office) -> None:
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


# The page


def test_a_fresh_case_is_open_to_those_who_receive_such_cases(office, case_id):
    page = readers(office, "intake1", case_id)
    assert [(one.person.name, one.by, one.day) for one in page.readers] == [
        (MALEE, "", row_of(office, case_id).received_on),
        (WICHAI, "", row_of(office, case_id).received_on),
    ]
    assert [one.is_me for one in page.readers] == [True, False]
    assert (page.epoch, page.subject, page.may_change) == (0, "ถนนหมู่ ๔", True)
    assert page.kept_out == page.removed == page.gone == page.without_keys == ()
    assert {one.name for one in page.can_be_given} == {LEGAL, CLERK}


def test_whom_the_reporter_ticked_is_no_reader_and_is_named_as_kept_out(office):
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    accused = [one.id for one in holders if one.name == MALEE]
    hidden = office.case_id(office.file(exclude=accused))
    page = readers(office, "intake2", hidden)
    assert [one.person.name for one in page.readers] == [WICHAI]
    assert [(one.name, one.by) for one in page.kept_out] == [(MALEE, "")]
    assert MALEE not in {one.name for one in page.can_be_given}
    assert MALEE not in {one.name for one in page.can_be_excluded}


def test_looking_at_the_readers_leaves_a_line_in_the_access_log(office, case_id):
    readers(office, "intake1", case_id)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        logged = work.rows(select(AccessLog).where(AccessLog.what == "readers"))
    assert [line.case_id.hex() for line in logged] == [case_id]


def test_who_cannot_open_the_case_learns_nothing_of_its_readers(office, case_id):
    with pytest.raises(NotFound):
        readers(office, "legal1", case_id)
    with pytest.raises(NotAllowed):
        readers(office, "admin1", case_id)
    with pytest.raises(NotFound):
        readers(office, "intake1", "0" * 32)


# Letting in


def test_a_committee_member_is_let_in_and_the_page_says_by_whom_and_when(office, case_id):
    office.hire("committee1", "นายกรรมการ เที่ยงธรรม", Role.COMMITTEE)
    office.clock.now += timedelta(days=1)
    give(office, "intake1", case_id, "committee1")
    assert office.open("committee1", case_id).subject == "ถนนหมู่ ๔"
    assert listed(office, "committee1") == 1
    page = readers(office, "committee1", case_id)
    found = next(one for one in page.readers if one.person.name.startswith("นายกรรมการ"))
    assert (found.by, found.day) == (MALEE, office.clock.now.date())
    assert not page.may_change and page.can_be_given == () and page.can_be_excluded == ()
    assert kinds(office, case_id)[-1] is EventKind.SHARE_GRANTED
    nothing_is_wrong(office)


def test_only_those_who_handle_such_cases_and_are_not_kept_out_can_be_let_in(office, case_id):
    office.hire("chief", "นายบริหาร ดูตัวเลข", Role.EXECUTIVE)
    keep_out(office, "intake1", case_id, LEGAL)
    offered = {one.name for one in readers(office, "intake1", case_id).can_be_given}
    assert offered == {CLERK}
    for login in ("chief", "legal1", "grievance1", "admin1", "inside1", "intake2"):
        with pytest.raises(InvalidInput):
            give(office, "intake1", case_id, login)
    with pytest.raises(InvalidInput) as refused, office.desk("intake1") as work:
        give_access(work, case_id, "", readers(office, "intake1", case_id).event_count)
    assert refused.value.fields == {"officer": "choose_one"}


def test_whoever_may_not_assign_cases_changes_nothing(office, case_id):
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "legal1"))
    before = row_of(office, case_id).event_count
    for act in (give, take, hand):
        with pytest.raises(NotAllowed):
            act(office, "legal1", case_id, "clerk")
    with pytest.raises(NotAllowed), office.desk("legal1") as work:
        exclude(work, case_id, Persons((), "นายใคร คนหนึ่ง"), before)
    assert row_of(office, case_id).event_count == before


def test_a_supervisor_changes_the_readers_only_of_cases_that_open(office, case_id):
    with pytest.raises(NotFound), office.desk("clerk") as work:
        give_access(work, case_id, officer_id(office, "legal1"), 2)
    give(office, "intake1", case_id, "clerk")
    give(office, "clerk", case_id, "legal1")
    assert LEGAL in names(office, "legal1", case_id)


def test_a_page_older_than_the_case_changes_nothing(office, case_id):
    count = readers(office, "intake1", case_id).event_count
    office.move("intake2", case_id, Move.NOTE, note="อีกคนบันทึก")
    with pytest.raises(StaleCase), office.desk("intake1") as work:
        take_access(work, case_id, officer_id(office, "intake2"), count)
    assert names(office, "intake1", case_id) == [MALEE, WICHAI]


def test_a_grievance_is_let_out_only_to_those_who_handle_grievances(office):
    case_id = office.case_id(office.file(Channel.GRIEVANCE))
    page = readers(office, "grievance1", case_id)
    assert [one.person.name for one in page.readers] == ["นางสมศรี บริการดี"]
    assert {one.name for one in page.can_be_given} == {CLERK}
    with pytest.raises(InvalidInput):
        take(office, "grievance1", case_id, "grievance1")
    give(office, "grievance1", case_id, "clerk")
    take(office, "clerk", case_id, "grievance1")
    assert names(office, "clerk", case_id) == [CLERK]


# Taking off


def test_who_is_taken_off_reads_nothing_more_and_the_others_read_everything(office, case_id):
    office.move("intake2", case_id, Move.NOTE, note="ก่อนถอน")
    take(office, "intake1", case_id, "intake2")
    with pytest.raises(NotFound):
        office.open("intake2", case_id)
    assert listed(office, "intake2") == 0
    assert listed(office, "intake1") == 1
    assert [line.text for line in office.open("intake1", case_id).notes] == ["ก่อนถอน"]
    page = readers(office, "intake1", case_id)
    assert [one.person.name for one in page.readers] == [MALEE]
    assert [one.name for one in page.removed] == [WICHAI]
    assert page.kept_out == ()
    assert kinds(office, case_id)[-2:] == [EventKind.EPOCH_STARTED, EventKind.SHARE_TAKEN]
    nothing_is_wrong(office)


def test_who_was_taken_off_stays_off_through_new_epochs_until_let_in_by_hand(office, case_id):
    office.hire("intake3", "นายสาม รับเรื่อง", Role.INTAKE)
    give(office, "intake1", case_id, "intake3")
    take(office, "intake1", case_id, "intake2")
    take(office, "intake1", case_id, "intake3")
    keep_out(office, "intake1", case_id, typed="นายใคร คนหนึ่ง")
    for login in ("intake2", "intake3"):
        with pytest.raises(NotFound):
            office.open(login, case_id)
    assert {one.name for one in readers(office, "intake1", case_id).can_be_given} >= {WICHAI}
    give(office, "intake1", case_id, "intake2")
    assert office.open("intake2", case_id).subject == "ถนนหมู่ ๔"
    assert listed(office, "intake2") == 1
    take(office, "intake2", case_id, "intake1")
    assert names(office, "intake2", case_id) == [WICHAI]


def test_who_was_taken_off_cannot_be_assigned_past_that(office, case_id):
    take(office, "intake1", case_id, "intake2")
    with pytest.raises(InvalidInput):
        office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "intake2"))


def test_the_handler_who_is_taken_off_handles_the_case_no_more(office, case_id):
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "legal1"))
    take(office, "intake1", case_id, "legal1")
    assert row_of(office, case_id).case_officer_id is None
    holders = {share.holder_id.hex() for share in rows_of(office, KeyShare, case_id)}
    assert officer_id(office, "legal1") not in holders
    with pytest.raises(NotFound):
        office.open("legal1", case_id)


def test_the_last_reader_can_be_neither_taken_off_nor_kept_out(office, case_id):
    take(office, "intake1", case_id, "intake2")
    before = row_of(office, case_id).event_count
    with pytest.raises(InvalidInput) as refused:
        take(office, "intake1", case_id, "intake1")
    assert refused.value.fields == {"officer": "last_reader"}
    for act in (plan_out, keep_out):
        with pytest.raises(InvalidInput) as refused:
            act(office, "intake1", case_id, MALEE)
        assert refused.value.fields == {"persons": "last_reader"}
    assert row_of(office, case_id).event_count == before
    assert office.open("intake1", case_id).subject == "ถนนหมู่ ๔"


def test_one_may_take_oneself_off_while_somebody_else_reads(office, case_id):
    take(office, "intake1", case_id, "intake1")
    with pytest.raises(NotFound):
        office.open("intake1", case_id)
    assert names(office, "intake2", case_id) == [WICHAI]


def test_only_a_reader_can_be_taken_off(office, case_id):
    for login in ("legal1", "admin1"):
        with pytest.raises(InvalidInput):
            take(office, "intake1", case_id, login)


# Handing over


def test_handing_over_makes_the_other_the_handler_and_takes_oneself_off(office, case_id):
    office.move("intake1", case_id, Move.NOTE, note="ข้อสังเกตก่อนส่งมอบ")
    hand(office, "intake1", case_id, "legal1")
    case = office.open("legal1", case_id)
    assert case.case_officer == LEGAL
    assert [line.text for line in case.notes] == ["ข้อสังเกตก่อนส่งมอบ"]
    with pytest.raises(NotFound):
        office.open("intake1", case_id)
    assert names(office, "intake2", case_id) == [LEGAL, WICHAI]
    assert kinds(office, case_id)[-4:] == [
        EventKind.EPOCH_STARTED, EventKind.SHARE_GRANTED, EventKind.SHARE_TAKEN,
        EventKind.ASSIGNED,
    ]  # fmt: skip
    nothing_is_wrong(office)


def test_a_case_can_be_handed_over_to_somebody_who_reads_it_already(office, case_id):
    hand(office, "intake1", case_id, "intake2")
    assert names(office, "intake2", case_id) == [WICHAI]
    assert EventKind.SHARE_GRANTED not in kinds(office, case_id)
    assert row_of(office, case_id).case_officer_id == office.officers["intake2"].officer_id


def test_nobody_is_assigned_a_case_that_has_ended(office, case_id):
    office.move("intake1", case_id, Move.FORWARD, forwarded_to="ป.ป.ช.", reason="x",
                notice_text="ส่งต่อแล้ว")  # fmt: skip
    assert not readers(office, "intake1", case_id).may_hand_over
    with pytest.raises(WrongState):
        hand(office, "intake1", case_id, "legal1")
    take(office, "intake1", case_id, "intake2")
    assert names(office, "intake1", case_id) == [MALEE]


# Keeping out


def test_keeping_out_is_shown_first_and_then_done(office, case_id):
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "intake2"))
    before = copy_of(office, case_id)
    plan = plan_out(office, "intake1", case_id, WICHAI, "นายช่างยนต์ โยธา", typed="นางพยาน ของเขา")
    assert set(plan.names) == {WICHAI, "นายช่างยนต์ โยธา", "นางพยาน ของเขา"}
    assert [one.name for one in plan.losing] == [WICHAI]
    assert [one.name for one in plan.staying] == [MALEE]
    assert plan.loses_handler and not plan.is_me
    assert row_of(office, case_id).event_count == before.case.event_count
    keep_out(office, "intake1", case_id, WICHAI, "นายช่างยนต์ โยธา", typed="นางพยาน ของเขา")
    page = readers(office, "intake1", case_id)
    assert {(one.name, one.by) for one in page.kept_out} == {
        (WICHAI, MALEE), ("นายช่างยนต์ โยธา", MALEE), ("นางพยาน ของเขา", MALEE),
    }  # fmt: skip
    assert row_of(office, case_id).case_officer_id is None
    assert kinds(office, case_id)[-2:] == [EventKind.EPOCH_STARTED, EventKind.EXCLUSION_ADDED]
    nothing_is_wrong(office)


def test_nobody_kept_out_is_let_in_again_by_any_way(office, case_id):
    keep_out(office, "intake1", case_id, WICHAI)
    with pytest.raises(InvalidInput):
        give(office, "intake1", case_id, "intake2")
    with pytest.raises(InvalidInput):
        hand(office, "intake1", case_id, "intake2")
    with pytest.raises(InvalidInput):
        office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "intake2"))


def test_a_second_account_under_a_name_that_was_typed_is_kept_out_too(office, case_id):
    keep_out(office, "intake1", case_id, typed="นายสมหมาย พวกพ้อง\n")
    office.hire("again", "สมหมาย พวกพ้อง", Role.CASE_OFFICER)
    assert "สมหมาย พวกพ้อง" not in {
        one.name for one in readers(office, "intake1", case_id).can_be_given
    }
    with pytest.raises(InvalidInput):
        give(office, "intake1", case_id, "again")


def test_one_may_keep_oneself_out_while_somebody_else_reads(office, case_id):
    assert plan_out(office, "intake1", case_id, MALEE).is_me
    keep_out(office, "intake1", case_id, MALEE)
    with pytest.raises(NotFound):
        office.open("intake1", case_id)
    assert names(office, "intake2", case_id) == [WICHAI]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", {"persons": "choose_person"}),
        ("  \n \n", {"persons": "choose_person"}),
        ("นาย", {"names": "wrong_type"}),
        ("น" * 61, {"names": "too_long"}),
        ("\n".join(f"นายคนที่ ก{n}ข" for n in range(41)), {"names": "too_many_names"}),
    ],
)
def test_names_that_could_match_nobody_or_would_not_fit_are_refused(
    office, case_id, typed, problem
):
    with pytest.raises(InvalidInput) as refused:
        keep_out(office, "intake1", case_id, typed=typed)
    assert refused.value.fields == problem


def test_forty_names_at_a_time_are_kept_and_so_are_forty_more(office, case_id):
    first = [f"นายหนึ่ง{chr(0x0E01 + n)}{chr(0x0E01 + n)} ตัวอย่างยาว" for n in range(40)]
    second = [f"นายสอง{chr(0x0E01 + n)}{chr(0x0E01 + n)} ตัวอย่างยาว" for n in range(40)]
    keep_out(office, "intake1", case_id, typed="\n".join(first))
    keep_out(office, "intake1", case_id, typed="\n".join(second))
    found = {one.name for one in readers(office, "intake1", case_id).kept_out}
    assert found == {*first, *second}


def test_a_title_is_no_name():
    with pytest.raises(InvalidInput):
        typed_names("นางสาว")
    assert typed_names(" นายก ข \r\n\r\nนายก ข\r\n") == ("นายก ข",)


# Custodians


def test_a_custodian_who_is_kept_out_loses_the_half_and_the_other_keeps_it(office, case_id):
    office.hire("inside2", "นายสำรอง เก็บด้วย", Role.CUSTODIAN_INSIDE)
    shared = {share.holder_id: share.sealed for share in _halves(office, case_id)}
    plan = plan_out(office, "intake1", case_id, PIKUL)
    assert [one.name for one in plan.custodians] == [PIKUL]
    assert plan.paper_only == (Role.CUSTODIAN_INSIDE,)
    keep_out(office, "intake1", case_id, PIKUL)
    after = {share.holder_id: share.sealed for share in _halves(office, case_id)}
    changed = {holder for holder, sealed in after.items() if shared[holder] != sealed}
    assert changed == {office.officers["inside1"].officer_id}
    assert {len(sealed) for sealed in after.values()} == {len(sealed) for sealed in shared.values()}
    copy = copy_of(office, case_id)
    halves = [share for share in copy.shares if share.holder_id in changed]
    assert not _opens(office, "inside1", halves)
    nothing_is_wrong(office)


def test_a_permit_for_a_custodian_who_is_kept_out_is_taken_back(office, case_id):
    office.hire("inside2", "นายสำรอง เก็บด้วย", Role.CUSTODIAN_INSIDE)
    plant(office, _permit(office, case_id, "inside1"), _permit(office, case_id, "inside2"))
    keep_out(office, "intake1", case_id, "นายสำรอง เก็บด้วย")
    (left,) = rows_of(office, CustodianPermit, case_id)
    assert left.holder_id == office.officers["inside1"].officer_id


def _permit(office: Office, case_id: str, login: str) -> CustodianPermit:
    return CustodianPermit(
        id=new_id(),
        agency_id=office.agency_id,
        case_id=bytes.fromhex(case_id),
        holder_id=office.officers[login].officer_id,
        kind=int(ShareKind.IDENTITY_INSIDE),
        permitter_id=office.officers["intake1"].officer_id,
        signature=bytes(64),
    )


def _halves(office: Office, case_id: str) -> list[KeyShare]:
    shares = rows_of(office, KeyShare, case_id)
    return [share for share in shares if share.kind != int(ShareKind.CONTENT)]


def _opens(office: Office, login: str, shares: list[KeyShare]) -> bool:
    for share in shares:
        try:
            open_own_share(office.officers[login], share)
        except SealBroken:
            continue
        return True
    return False


# Somebody with SQL


def test_an_exclusion_that_was_taken_away_stops_every_grant(office, case_id):
    keep_out(office, "intake1", case_id, typed="นายใคร คนหนึ่ง")
    records = [one for one in rows_of(office, SealedObject, case_id) if one.epoch == 1]
    change(
        office,
        update(CaseEvent).where(CaseEvent.object_id == records[0].id).values(
            object_id=None, kind=int(EventKind.NOTE_ADDED)
        ),
        delete(SealedObject).where(SealedObject.id == records[0].id),
    )  # fmt: skip
    with pytest.raises(Unreadable):
        readers(office, "intake1", case_id)
    count = row_of(office, case_id).event_count
    with pytest.raises(Unreadable), office.desk("intake1") as work:
        give_access(work, case_id, officer_id(office, "legal1"), count)
    with pytest.raises(Unreadable):
        office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "legal1"))


def test_the_filings_own_exclusions_cannot_be_taken_away_or_added_to(office, case_id):
    plant(office, _record(office, case_id))
    with pytest.raises(Unreadable):
        readers(office, "intake1", case_id)
    other = office.case_id(office.file())
    change(
        office,
        delete(SealedObject).where(
            SealedObject.case_id == bytes.fromhex(other),
            SealedObject.type == int(ObjectType.EXCLUSIONS),
        ),
    )
    with pytest.raises(Unreadable):
        readers(office, "intake1", other)


def _record(office: Office, case_id: str) -> SealedObject:
    """A record that keeps intake2 out, made by somebody who has no key at all."""
    kept_out = Exclusions(officers=frozenset({office.officers["intake2"].officer_id}))
    (epoch,) = rows_of(office, CaseEpoch, case_id)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return seal_exclusions(work, epoch.case_id, 0, kept_out, epoch.case_public)


def test_a_record_signed_by_nobody_on_the_keyring_lets_nobody_in(office, case_id):
    take(office, "intake1", case_id, "intake2")
    events = rows_of(office, CaseEvent, case_id)
    taken = next(one for one in events if one.kind == EventKind.SHARE_TAKEN)
    change(
        office,
        update(CaseEvent)
        .where(CaseEvent.case_id == taken.case_id, CaseEvent.seq == taken.seq)
        .values(signature=bytes(64)),
    )
    with pytest.raises(Unreadable):
        readers(office, "intake1", case_id)


def test_what_the_taken_off_officer_had_stays_with_the_officer(office, case_id):
    """It is said on the page: what was read cannot be unread."""
    keys = [office.officers["intake2"].keys.pair_private]
    before = copy_of(office, case_id)
    take(office, "intake1", case_id, "intake2")
    office.move("intake1", case_id, Move.NOTE, note="หลังถอน")
    after = copy_of(office, case_id)
    assert opened_by_force(keys, after) == set()
    found = opened_by_force(keys, before, after)
    assert "ผู้รับเหมาส่งมอบถนนบางกว่าแบบ" in found
    assert "หลังถอน" not in found
