"""The fact-finding committee: its order, who is let in, who must not be, who leaves again."""

from datetime import timedelta

import pytest

from crypto.envelope import ObjectType
from models.clock import ClockRow
from models.complaint import SealedObject
from rules.permissions import Role
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk
from service.case_filters import Filters
from service.committee import change_committee, start_fact_finding
from service.errors import InvalidInput, NotAllowed, NotFound, StaleCase, WrongState
from service.follow_ups import start_follow_up
from service.handle_case import TYPED_MOVES, move_case
from service.inquiry_papers import record_finding, write_screening_memo
from service.inquiry_view import opened_inquiry, order_page
from service.list_cases import list_cases
from service.look_for_tampering import look_for_tampering
from service.submit_complaint import filing_form
from tests.office import Office
from tests.readers import keep_out, kinds, names, officer_id, readers, row_of, rows_of, take

MALEE = "นางสาวมาลี ใจงาม"
MEMBER, SECOND = "นายกรรมการ ตรวจสอบ", "นางเลขา จดไว้"
OUTSIDE = {
    "name_outsider_1": "นายอำเภอใจ ดีงาม", "post_outsider_1": "ปลัดอำเภอ",
    "part_outsider_1": "secretary",
}  # fmt: skip
ORDER = {"number": "๑๒๓/๒๕๖๙", "dated_on": "23/11/2569", "find_out": "ถนนหนาตามแบบหรือไม่"}


@pytest.fixture
def case_id(office: Office) -> str:
    office.hire("member", MEMBER, Role.COMMITTEE)
    office.hire("second", SECOND, Role.COMMITTEE)
    case_id = office.case_id(office.file(subject="ถนนหมู่ ๔"))
    office.move("intake1", case_id, Move.ACCEPT)
    return case_id


def part(office: Office, **logins: str) -> dict[str, str]:
    """The rows of a form in which these officers have these parts."""
    return {f"part_{officer_id(office, login)}": said for login, said in logins.items()}


def begin(office: Office, case_id: str, login: str = "intake1", **typed: str) -> None:
    with office.desk(login) as work:
        start_fact_finding(work, case_id, ORDER | typed, row_of(office, case_id).event_count)


def change(office: Office, case_id: str, login: str = "intake1", **typed: str) -> None:
    with office.desk(login) as work:
        change_committee(work, case_id, ORDER | typed, row_of(office, case_id).event_count)


def committee(office: Office, case_id: str, login: str = "intake1"):
    with office.desk(login) as work:
        return opened_inquiry(work, case_id).committee


def refused(office: Office, case_id: str, **typed: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as problem:
        begin(office, case_id, **typed)
    return problem.value.fields


def listed(office: Office, login: str) -> list[str]:
    with office.desk(login) as work:
        return [line.id for line in list_cases(work, Filters(show="all")).lines]


# The order


def test_fact_finding_starts_with_an_order_that_lets_its_members_in(office, case_id):
    other = office.case_id(office.file(subject="อีกเรื่องหนึ่ง"))
    begin(office, case_id, **part(office, member="chair"), **OUTSIDE)
    found = committee(office, case_id, "member")
    assert (found.number, found.find_out) == (ORDER["number"], ORDER["find_out"])
    assert [(one.name, one.part, one.let_in) for one in found.by_part()] == [
        (MEMBER, "chair", True), (OUTSIDE["name_outsider_1"], "secretary", False),
    ]  # fmt: skip
    assert listed(office, "member") == [case_id]
    with pytest.raises(NotFound):
        office.open("member", other)
    assert kinds(office, case_id)[-2:] == [EventKind.SHARE_GRANTED, EventKind.FACT_FINDING_STARTED]
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


def test_the_clock_runs_from_the_day_of_the_order(office, case_id):
    office.clock.now += timedelta(days=4)
    begin(office, case_id, dated_on="24/11/2569", **part(office, member="chair"))
    (clock,) = [row for row in rows_of(office, ClockRow, case_id) if row.kind == "fact_finding"]
    assert clock.starts_on == row_of(office, case_id).received_on + timedelta(days=1)
    assert clock.due_on == clock.starts_on + timedelta(days=45)
    # A later order moves nothing: more time is an extension.
    change(office, case_id, dated_on="27/11/2569", **part(office, member="chair"))
    (again,) = [row for row in rows_of(office, ClockRow, case_id) if row.kind == "fact_finding"]
    assert again.due_on == clock.due_on


def test_an_order_says_everything_that_is_missing_at_once(office, case_id):
    assert refused(office, case_id, number="", dated_on="", find_out=" ") == {
        "number": "required", "dated_on": "required", "find_out": "required",
        "members": "one_chair",
    }  # fmt: skip
    for day, code in (
        ("24/11/2569", "date_in_future"), ("22/11/2569", "date_before_case"),
        ("31/11/2569", "not_a_date"), ("เมื่อวาน", "not_a_date"),
    ):  # fmt: skip
        assert refused(office, case_id, dated_on=day, **part(office, member="chair")) == {
            "dated_on": code
        }
    both = part(office, member="chair", second="chair")
    assert refused(office, case_id, **both) == {"members": "one_chair"}
    both = part(office, member="chair", second="member")
    assert refused(office, case_id, **both) == {"members": "one_secretary"}
    half = {"name_outsider_2": "นายครึ่งเดียว มาไม่ครบ"}
    assert refused(office, case_id, **part(office, member="chair"), **half) == {
        "post_outsider_2": "required", "part_outsider_2": "choose_one",
    }  # fmt: skip
    assert row_of(office, case_id).state == "accepted"


def test_what_the_order_says_is_sealed(office, case_id):
    begin(office, case_id, **part(office, member="chair"), **OUTSIDE)
    bodies = rows_of(office, SealedObject, case_id)
    assert any(row.type == int(ObjectType.INTERNAL) for row in bodies)
    sealed = b"".join(row.sealed for row in bodies)
    for word in (ORDER["number"], ORDER["find_out"], MEMBER, *OUTSIDE.values()):
        assert word.encode() not in sealed
    assert ORDER["number"] in office.open("member", case_id).notes[-1].text


# Who cannot be named


def test_whom_the_reporter_excluded_cannot_be_named_and_is_not_told_apart(office):
    office.hire("member", MEMBER, Role.COMMITTEE)
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    out = [one.id for one in holders if one.name == MALEE]
    case_id = office.case_id(office.file(exclude=out, accused="นายกรรมการ ตรวจสอบ กองช่าง"))
    office.move("intake2", case_id, Move.ACCEPT)
    with office.desk("intake2") as work:
        page = order_page(work, case_id, Move.START_FACT_FINDING)
    able = {one.name: one.is_able for one in page.candidates}
    assert able[MALEE] is able[MEMBER] is False
    assert able["นายวิชัย ตั้งตรง"] and able["นายธรรมรงค์ กฎหมาย"]
    for login in ("intake1", "member"):
        count = row_of(office, case_id).event_count
        typed = ORDER | part(office, **{login: "chair"})
        with office.desk("intake2") as work, pytest.raises(InvalidInput) as problem:
            start_fact_finding(work, case_id, typed, count)
        assert problem.value.fields["members"] == "not_on_committee"
    assert MEMBER not in names(office, "intake2", case_id)


def test_a_typed_name_that_matches_the_accused_or_an_exclusion_is_refused(office, case_id):
    keep_out(office, "intake1", case_id, typed="นายสมคบ คิดร้าย")
    named = office.case_id(office.file(accused="นายช่างยนต์ โยธา"))
    office.move("intake1", named, Move.ACCEPT)
    for one, name in ((case_id, "สมคบ คิดร้าย"), (named, "ช่างยนต์ โยธา")):
        typed = OUTSIDE | {"name_outsider_1": name}
        assert refused(office, one, **part(office, member="chair"), **typed) == {
            "name_outsider_1": "not_on_committee"
        }


def test_who_was_taken_off_the_case_is_let_in_by_hand_first(office, case_id):
    take(office, "intake1", case_id, "intake2")
    typed = part(office, intake2="chair")
    assert refused(office, case_id, **typed)["members"] == "not_on_committee"


@pytest.mark.parametrize("login", ["grievance1", "admin1", "inside1"])
def test_who_handles_no_such_case_cannot_be_named(office, case_id, login):
    typed = part(office, **{login: "chair"})
    assert refused(office, case_id, **typed)["members"] == "not_on_committee"
    assert refused(office, case_id, part_x="chair")["members"] == "not_on_committee"


# Who may, and when


def test_only_who_handles_the_case_orders_and_only_on_the_newest_page(office, case_id):
    begin(office, case_id, **part(office, member="chair"))
    count = row_of(office, case_id).event_count
    with office.desk("member") as work, pytest.raises(NotAllowed):
        change_committee(work, case_id, ORDER | part(office, second="chair"), count)
    with office.desk("clerk") as work, pytest.raises(NotFound):
        change_committee(work, case_id, ORDER | part(office, second="chair"), count)
    with office.desk("intake1") as work, pytest.raises(StaleCase):
        change_committee(work, case_id, ORDER | part(office, second="chair"), count - 1)
    with office.desk("intake1") as work, pytest.raises(WrongState):
        start_fact_finding(work, case_id, ORDER | part(office, second="chair"), count)
    with office.desk("member") as work, pytest.raises(NotAllowed):
        order_page(work, case_id, Move.APPOINT_COMMITTEE)


def test_a_handler_without_the_right_to_assign_lets_the_committee_in(office, case_id):
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "legal1"))
    begin(office, case_id, "legal1", **part(office, member="chair"))
    assert listed(office, "member") == [case_id]


def test_a_member_reads_asks_notes_and_finds_and_nothing_else(office, case_id):
    begin(office, case_id, **part(office, member="chair"))
    offered = {choice.move for choice in office.open("member", case_id).moves}
    assert offered == {
        Move.ASK, Move.MESSAGE, Move.NOTE, Move.FIND_GROUNDS, Move.FIND_NO_GROUNDS,
        Move.SET_TASK, Move.END_TASK,
    }  # fmt: skip
    words = dict.fromkeys(("notice_text", "note", "reason", "forwarded_to"), "x")
    words["officer"] = officer_id(office, "member")
    for move in TYPED_MOVES - offered:
        count = row_of(office, case_id).event_count
        with office.desk("member") as work, pytest.raises((NotAllowed, WrongState)):
            move_case(work, case_id, move, words, count)
    with office.desk("member") as work, pytest.raises(NotAllowed):
        start_follow_up(work, case_id, {"kind": "crime"}, row_of(office, case_id).event_count)
    office.move("member", case_id, Move.ASK, notice_text="ขอทราบวันที่")
    office.move("member", case_id, Move.NOTE, note="ไปดูสถานที่แล้ว")
    count = row_of(office, case_id).event_count
    parts = {"examined": "แบบ", "found": "บาง", "reasons": "วัดแล้ว", "offence": "ตรวจรับเท็จ"}
    with office.desk("member") as work:
        record_finding(work, case_id, Move.FIND_GROUNDS, parts, count)
    assert row_of(office, case_id).state == "grounds_found"


# The committee changes


def test_a_later_order_lets_one_in_and_takes_another_off(office, case_id):
    begin(office, case_id, **part(office, member="chair"), **OUTSIDE)
    office.move("intake1", case_id, Move.NOTE, note="ก่อนเปลี่ยนคณะ")
    change(office, case_id, number="๑๒๔/๒๕๖๙", **part(office, second="chair", intake2="secretary"))
    found = committee(office, case_id, "second")
    assert [one.name for one in found.by_part()] == [SECOND, "นายวิชัย ตั้งตรง"]
    assert [one.let_in for one in found.by_part()] == [True, False]
    with pytest.raises(NotFound):
        office.open("member", case_id)
    assert listed(office, "member") == []
    assert MEMBER in {one.name for one in readers(office, "intake1", case_id).removed}
    assert row_of(office, case_id).epoch == 1
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


def test_who_reads_by_duty_and_who_handles_the_case_stay_when_they_leave(office, case_id):
    typed = part(office, intake2="chair", legal1="secretary")
    begin(office, case_id, **typed)
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "legal1"))
    change(office, case_id, **part(office, member="chair"))
    for login in ("intake2", "legal1", "member"):
        assert office.open(login, case_id).id == case_id
    assert row_of(office, case_id).epoch == 0


def test_fact_finding_without_an_order_gets_its_committee_later(office, case_id):
    office.move("intake1", case_id, Move.START_FACT_FINDING)
    assert committee(office, case_id) is None
    change(office, case_id, **part(office, member="chair"))
    assert committee(office, case_id).number == ORDER["number"]


def test_a_second_round_of_fact_finding_has_a_committee_of_its_own(office, case_id):
    begin(office, case_id, **part(office, member="chair"))
    office.move("intake1", case_id, Move.FIND_NO_GROUNDS, note="ไม่พบ")
    office.move("intake1", case_id, Move.START_FACT_FINDING, note="มีพยานใหม่")
    assert committee(office, case_id) is None


def test_a_second_order_to_find_facts_takes_off_who_was_let_in_by_the_first(office, case_id):
    begin(office, case_id, **part(office, member="chair"))
    office.move("intake1", case_id, Move.FIND_NO_GROUNDS, note="ไม่พบ")
    office.clock.now += timedelta(days=3)
    begin(office, case_id, dated_on="26/11/2569", **part(office, second="chair"))
    assert [one.let_in for one in committee(office, case_id).members] == [True]
    assert listed(office, "second") == [case_id] and listed(office, "member") == []
    running = [row for row in rows_of(office, ClockRow, case_id) if row.kind == "fact_finding"]
    starts = {row.starts_on for row in running if row.answered_on is None}
    assert starts == {row_of(office, case_id).received_on + timedelta(days=3)}


# Memo and finding


MEMO = {"facts": "ถนนหนา ๑๐ ซม.", "opinion": "อยู่ในอำนาจ", "proposal": "accept"}
POINTS = {
    "screening_evidence": "yes", "screening_circumstances": "yes", "screening_witness": "no",
}  # fmt: skip


def write_memo(office: Office, case_id: str, **typed: str) -> None:
    with office.desk("intake1") as work:
        write_screening_memo(work, case_id, typed, row_of(office, case_id).event_count)


def test_a_memo_has_facts_opinion_proposal_and_the_three_points(office):
    case_id = office.case_id(office.file())
    with pytest.raises(InvalidInput) as problem:
        write_memo(office, case_id, facts="x")
    missing = {"opinion": "required", "proposal": "choose_one"}
    assert problem.value.fields == missing | dict.fromkeys(POINTS, "choose_one")
    write_memo(office, case_id, **MEMO, **POINTS)
    text = office.open("intake1", case_id).notes[-1].text
    for word in ("มีการระบุหลักฐานหรือไม่: ใช่", MEMO["facts"], "เห็นควรรับไว้พิจารณา"):
        assert word in text
    assert row_of(office, case_id).state == "received"


def test_a_named_report_may_leave_the_three_points_open(office):
    case_id = office.case_id(office.file(identity_mode="named", contact_name="ป้าแดง"))
    write_memo(office, case_id, **MEMO)
    assert "มีการระบุหลักฐานหรือไม่" not in office.open("intake1", case_id).notes[-1].text


@pytest.mark.parametrize("move", [Move.FIND_GROUNDS, Move.FIND_NO_GROUNDS])
def test_a_finding_says_what_was_examined_found_and_why(office, case_id, move):
    begin(office, case_id, **part(office, member="chair"))
    count = row_of(office, case_id).event_count
    with office.desk("intake1") as work, pytest.raises(InvalidInput) as problem:
        record_finding(work, case_id, move, {"found": "บาง"}, count)
    missing = dict.fromkeys(("examined", "reasons"), "required")
    needs_offence = {"offence": "required"} if move is Move.FIND_GROUNDS else {}
    assert problem.value.fields == missing | needs_offence
    parts = {"examined": "แบบแปลน", "found": "หนา ๑๐", "reasons": "วัดสามจุด"}
    with office.desk("intake1") as work:
        record_finding(work, case_id, move, parts | {"offence": "ตรวจรับเท็จ"}, count)
    text = office.open("intake1", case_id).notes[-1].text
    assert all(word in text for word in parts.values())
    assert ("ตรวจรับเท็จ" in text) == (move is Move.FIND_GROUNDS)
    with office.desk("intake1") as work, pytest.raises(NotAllowed):
        record_finding(work, case_id, Move.NOTE, parts, count)
