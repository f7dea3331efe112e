"""A case moves to the other channel: readers, numbers, clocks and the chain, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from crypto.case_chain import NO_HASH, Event, event_hash
from models.casework import BurnedNumber, FollowUp
from models.clock import ClockRow
from models.complaint import Complaint
from models.history import CaseEvent
from models.officer import Officer
from rules.clocks import ClockKind
from rules.permissions import Role
from rules.states import Channel, EventKind, Move, State, replay
from service.actors import AgencyClerk
from service.case_filters import Filters
from service.errors import (
    InvalidInput,
    JoinedCases,
    NobodyThere,
    NotAllowed,
    NotFound,
    StaleCase,
    WrongState,
)
from service.list_cases import list_cases
from service.look_for_tampering import look_for_tampering
from service.move_channel import move_channel, readers_there
from service.submit_complaint import filing_form
from service.withdraw import case_told
from tests.joining import MOVED, followed, join, move, part, told
from tests.office import Office
from tests.readers import (
    change,
    copy_of,
    give,
    keep_out,
    kinds,
    names,
    opened_by_force,
    plant,
    row_of,
    rows_of,
    take,
)
from tests.statistics_now import statistics_now

SOMSRI = "นางสมศรี บริการดี"


def findings(office: Office) -> list[str]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return [found.kind for found in look_for_tampering(work) if found.is_alarm]


def clocks(office: Office, case_id: str) -> dict[str, ClockRow]:
    return {row.kind: row for row in rows_of(office, ClockRow, case_id)}


def grievance(office: Office, **values: object) -> str:
    return office.case_id(office.file(Channel.GRIEVANCE, **values))


# To the grievances


def test_a_moved_case_has_other_readers_and_the_same_code(office: Office) -> None:
    token = office.confirm(receipt := office.file(subject="ไฟทางดับ"))
    case_id = office.case_id(receipt)
    assert not move(office, "intake1", case_id)
    for login in ("intake1", "intake2"):
        with pytest.raises(NotFound):
            office.open(login, case_id)
    opened = office.open("grievance1", case_id)
    assert opened.subject == "ไฟทางดับ"
    assert (opened.channel, opened.state) == (Channel.GRIEVANCE, State.RECEIVED)
    assert names(office, "grievance1", case_id) == [SOMSRI]
    assert told(office, token) == [MOVED]
    page = followed(office, token)
    assert (page.channel, page.receipt_no, page.may_write) == (Channel.GRIEVANCE, "1/2570", True)
    assert findings(office) == []


def test_what_comes_after_a_move_opens_for_no_reader_of_before(office: Office) -> None:
    token = office.confirm(receipt := office.file())
    case_id = office.case_id(receipt)
    give(office, "intake1", case_id, "legal1")
    before = copy_of(office, case_id)
    move(office, "intake1", case_id)
    office.move("grievance1", case_id, Move.NOTE, note="CANARY-AFTER")
    after = copy_of(office, case_id)
    for login in ("intake1", "intake2", "legal1"):
        keys = [office.officers[login].keys.pair_private]
        assert "CANARY-AFTER" not in opened_by_force(keys, before, after), login
    somsri = [office.officers["grievance1"].keys.pair_private]
    assert "CANARY-AFTER" in opened_by_force(somsri, after)
    with pytest.raises(NotFound):
        office.open("legal1", case_id)
    assert token


def test_the_old_number_is_burned_and_never_given_again(office: Office) -> None:
    first = office.case_id(office.file())
    grievance(office, narrative="ขยะล้น")
    move(office, "intake1", first)
    row = row_of(office, first)
    assert (row.channel, row.register_number, row.register_year_be) == ("grievance", 2, 2570)
    (burned,) = rows_of(office, BurnedNumber, first)
    assert (burned.channel, burned.register_number) == ("corruption", 1)
    assert burned.burned_on == office.clock.now.date()
    assert office.file().receipt_no == "2/2570"
    assert office.file(Channel.GRIEVANCE, narrative="น้ำไม่ไหล").receipt_no == "3/2570"


def test_the_first_answer_stays_due_and_screening_is_answered(office: Office) -> None:
    case_id = office.case_id(office.file())
    due = clocks(office, case_id)["first_answer"].due_on
    office.clock.now += timedelta(days=2)
    move(office, "intake1", case_id)
    after = clocks(office, case_id)
    assert set(after) == {ClockKind.FIRST_ANSWER, ClockKind.SCREENING}
    assert after["first_answer"].due_on == due
    assert after["first_answer"].answered_on is None
    assert after["screening"].answered_on == office.clock.now.date()
    assert row_of(office, case_id).received_on.isoformat() == "2026-11-23"


def test_nobody_is_responsible_and_the_way_begins_anew(office: Office) -> None:
    case_id = office.case_id(office.file())
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.ASSIGN,
                officer=office.officers["intake2"].officer_id.hex())  # fmt: skip
    move(office, "intake1", case_id)
    opened = office.open("grievance1", case_id)
    assert opened.case_officer == ""
    assert [step.standing for step in opened.steps] == ["done", "doing", "waiting", "waiting"]
    assert opened.next_step.move is Move.ACCEPT
    assert [line.text for line in opened.notes] == ["ไม่มีเรื่องทุจริต"]
    for step, words in ((Move.ACCEPT, {}), (Move.START_WORK, {}),
                        (Move.RESULT_NOTICE, {"notice_text": "ซ่อมแล้ว"}),
                        (Move.CLOSE, {"notice_text": "ปิด"})):  # fmt: skip
        office.move("grievance1", case_id, step, **words)
    happened = kinds(office, case_id)
    assert happened.count(EventKind.RECEIVED) == 2
    assert replay(Channel.CORRUPTION, happened) is State.CLOSED
    assert findings(office) == []


def test_the_reporter_is_told_the_new_number_and_what_the_move_means(office: Office) -> None:
    token = office.confirm(receipt := office.file())
    with office.reporter() as work:
        assert case_told(work, token).moved_on is None
    move(office, "intake1", office.case_id(receipt))
    with office.reporter() as work:
        page = case_told(work, token)
    assert page.old_numbers == ("1/2570",)
    assert page.moved_on == office.clock.now.date()
    assert "ร้องทุกข์ทั่วไป" in page.moved_to.th


def test_an_officer_of_both_channels_keeps_the_case(office: Office) -> None:
    office.hire("both1", "นางสองช่อง ทางเดียว", Role.INTAKE, Role.GRIEVANCE)
    case_id = office.case_id(office.file())
    assert move(office, "both1", case_id)
    assert set(names(office, "both1", case_id)) == {SOMSRI, "นางสองช่อง ทางเดียว"}


# Who is kept out


def test_whom_the_reporter_ticked_is_kept_out_in_the_other_channel_too(office: Office) -> None:
    office.hire("grievance2", "นายบุญมา ใฝ่ดี", Role.GRIEVANCE)
    case_id = office.case_id(office.file())
    keep_out(office, "intake1", case_id, SOMSRI)
    move(office, "intake1", case_id)
    with pytest.raises(NotFound):
        office.open("grievance1", case_id)
    assert names(office, "grievance2", case_id) == ["นายบุญมา ใฝ่ดี"]
    with pytest.raises(InvalidInput):
        give(office, "grievance2", case_id, "grievance1")


def test_it_stays_where_it_is_while_everybody_there_is_kept_out(office: Office) -> None:
    case_id = office.case_id(office.file())
    keep_out(office, "intake1", case_id, SOMSRI)
    before = row_of(office, case_id).event_count
    with pytest.raises(NobodyThere):
        move(office, "intake1", case_id)
    row = row_of(office, case_id)
    assert (row.event_count, row.channel, row.register_number) == (before, "corruption", 1)
    assert rows_of(office, BurnedNumber, case_id) == []
    assert office.file(Channel.GRIEVANCE, narrative="ไฟดับ").receipt_no == "1/2570"


def test_it_stays_where_it_is_while_the_other_channel_is_closed(office: Office) -> None:
    case_id = grievance(office, narrative="ปลัดเรียกเงินค่าใบอนุญาต")
    change(office, update(Officer).where(Officer.login == "outside1").values(standing="left"))
    with pytest.raises(NobodyThere):
        move(office, "grievance1", case_id)
    assert row_of(office, case_id).channel == "grievance"


def test_somebody_taken_off_the_case_does_not_come_back_by_a_move(office: Office) -> None:
    office.hire("both1", "นางสองช่อง ทางเดียว", Role.INTAKE, Role.GRIEVANCE)
    case_id = office.case_id(office.file())
    take(office, "intake1", case_id, "both1")
    move(office, "intake1", case_id)
    assert names(office, "grievance1", case_id) == [SOMSRI]


def test_somebody_let_in_by_hand_before_is_not_believed_after(office: Office) -> None:
    case_id = office.case_id(office.file())
    give(office, "intake1", case_id, "legal1")
    move(office, "intake1", case_id)
    legal = office.officers["legal1"].officer_id
    shares = [row for row in copy_of(office, case_id).shares if row.holder_id == legal]
    assert shares == []
    assert EventKind.SHARE_TAKEN in kinds(office, case_id)
    move(office, "grievance1", case_id)
    assert names(office, "intake1", case_id) == sorted(["นางสาวมาลี ใจงาม", "นายวิชัย ตั้งตรง"])


def test_who_would_read_it_there_is_told_before_and_whoever_the_words_may_mean(
    office: Office,
) -> None:
    office.hire("grievance2", "นายบุญมา ใฝ่ดี", Role.GRIEVANCE)
    case_id = office.case_id(office.file(narrative="นางสมศรีที่รับเรื่องร้องทุกข์เรียกเงิน"))
    with office.desk("intake1") as work:
        found = {one.name: one.is_named for one in readers_there(work, case_id)}
    assert found == {SOMSRI: True, "นายบุญมา ใฝ่ดี": False}
    keep_out(office, "intake1", case_id, SOMSRI, "นายบุญมา ใฝ่ดี")
    with office.desk("intake1") as work:
        assert readers_there(work, case_id) == ()


# To corruption, and back


def test_a_grievance_that_is_corruption_goes_to_the_protected_channel(office: Office) -> None:
    token = office.confirm(
        receipt := office.file(Channel.GRIEVANCE, narrative="เจ้าหน้าที่เรียกเงินค่าใบอนุญาต")
    )
    case_id = office.case_id(receipt)
    office.clock.now += timedelta(days=4)  # a Friday
    move(office, "grievance1", case_id)
    with pytest.raises(NotFound):
        office.open("grievance1", case_id)
    assert office.open("intake1", case_id).channel is Channel.CORRUPTION
    screening = clocks(office, case_id)["screening"]
    assert (screening.starts_on.isoformat(), screening.due_on.isoformat()) == (
        "2026-11-27",
        "2026-12-02",
    )
    office.clock.now -= timedelta(days=4)
    with office.reporter() as work:
        assert "ทุจริต" in case_told(work, token).moved_to.th
    assert findings(office) == []


def test_a_case_may_go_back_and_its_numbers_stay_burned(office: Office) -> None:
    case_id = office.case_id(office.file())
    move(office, "intake1", case_id)
    move(office, "grievance1", case_id)
    row = row_of(office, case_id)
    assert (row.channel, row.register_number, row.epoch) == ("corruption", 2, 2)
    burned = {(one.channel, one.register_number) for one in rows_of(office, BurnedNumber, case_id)}
    assert burned == {("corruption", 1), ("grievance", 1)}
    assert replay(Channel.CORRUPTION, kinds(office, case_id)) is State.RECEIVED
    assert office.open("intake2", case_id)
    with pytest.raises(NotFound):
        office.open("grievance1", case_id)
    assert findings(office) == []


# What holds it back


def test_a_reason_and_a_notice_are_needed(office: Office) -> None:
    case_id = office.case_id(office.file())
    with pytest.raises(InvalidInput) as refused:
        move(office, "intake1", case_id, reason="", notice_text="")
    assert refused.value.fields == {"reason": "required", "notice_text": "required"}


def test_a_case_to_which_others_are_joined_stays(office: Office) -> None:
    lead, case_id = office.case_id(office.file()), office.case_id(office.file())
    join(office, "intake1", case_id, lead)
    with pytest.raises(JoinedCases):
        move(office, "intake1", lead)
    with pytest.raises(WrongState):
        move(office, "intake1", case_id)
    part(office, "intake1", case_id)
    move(office, "intake1", lead)
    assert row_of(office, lead).channel == "grievance"


def test_a_case_with_an_open_follow_up_stays(office: Office) -> None:
    case_id = office.case_id(office.file())
    office.move("intake1", case_id, Move.ACCEPT)
    day = office.clock.now.date()
    plant(office, FollowUp(id=b"f" * 16, agency_id=office.agency_id,
                           case_id=bytes.fromhex(case_id), kind="discipline",
                           opened_on=day))  # fmt: skip
    with pytest.raises(WrongState):
        move(office, "intake1", case_id)
    change(office, update(FollowUp).values(ended_on=day))
    move(office, "intake1", case_id)


def test_who_may_not_move_it_is_refused(office: Office) -> None:
    case_id = office.case_id(office.file())
    count = row_of(office, case_id).event_count
    words = {"reason": "x", "notice_text": "x"}
    for login, error in (("grievance1", NotFound), ("legal1", NotFound), ("admin1", NotAllowed)):
        with pytest.raises(error), office.desk(login) as work:
            move_channel(work, case_id, words, count)
    give(office, "intake1", case_id, "legal1")
    with pytest.raises(NotAllowed):
        move(office, "legal1", case_id)
    with pytest.raises(StaleCase), office.desk("intake1") as work:
        move_channel(work, case_id, words, count)


# Lists, statistics, tampering


def test_it_leaves_the_lists_and_the_statistics_of_its_old_channel(office: Office) -> None:
    moved, stays = office.case_id(office.file()), office.case_id(office.file())
    move(office, "intake1", moved)
    with office.desk("intake1") as work:
        lines = list_cases(work, Filters(show="all")).lines
    assert [line.id for line in lines] == [stays]
    with office.desk("grievance1") as work:
        lines = list_cases(work, Filters(show="all")).lines
    assert [line.id for line in lines] == [moved]
    office.clock.now = datetime(2027, 2, 1, 3, tzinfo=UTC)
    with office.public() as work:
        page = statistics_now(work, 2570)
    assert [row.received for row in page.rows] == [1]


def test_a_second_receipt_that_nobody_signed_is_named(office: Office) -> None:
    case_id = office.case_id(office.file())
    assert findings(office) == []
    _plant_receipt(office, case_id)
    assert findings(office) == ["event_not_signed"]


def _plant_receipt(office: Office, case_id: str) -> None:
    """What somebody with SQL adds, who knows the chain: an event that follows as it should."""
    case = row_of(office, case_id)
    packed = Event(case.handle, case.event_count, case.event_head, int(EventKind.RECEIVED),
                   office.clock.now.date(), 0, NO_HASH).pack()  # fmt: skip
    plant(office, CaseEvent(agency_id=case.agency_id, case_id=case.id, seq=case.event_count,
                            kind=int(EventKind.RECEIVED), day=office.clock.now.date(),
                            packed=packed, salt=bytes(32)))  # fmt: skip
    change(office, update(Complaint).where(Complaint.id == case.id).values(
        event_count=case.event_count + 1, event_head=event_hash(packed), channel="grievance"
    ))  # fmt: skip


def test_every_unsigned_event_of_an_officer_is_named(office: Office) -> None:
    for kind in (EventKind.MERGED, EventKind.JOINED, EventKind.CLOSED, EventKind.MOVED):
        case_id = office.case_id(office.file())
        case = row_of(office, case_id)
        packed = Event(case.handle, case.event_count, case.event_head, int(kind),
                       office.clock.now.date(), 0, NO_HASH).pack()  # fmt: skip
        plant(office, CaseEvent(agency_id=case.agency_id, case_id=case.id, seq=case.event_count,
                                kind=int(kind), day=office.clock.now.date(), packed=packed,
                                salt=bytes(32)))  # fmt: skip
        change(office, update(Complaint).where(Complaint.id == case.id).values(
            event_count=case.event_count + 1, event_head=event_hash(packed)
        ))  # fmt: skip
    assert findings(office) == ["event_not_signed"] * 4


def test_who_filed_with_names_ticked_keeps_them_ticked_after_two_moves(office: Office) -> None:
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    wichai = [one.id for one in holders if one.name.startswith("นายวิชัย")]
    case_id = office.case_id(office.file(exclude=wichai))
    move(office, "intake1", case_id)
    move(office, "grievance1", case_id)
    assert names(office, "intake1", case_id) == ["นางสาวมาลี ใจงาม"]
    with pytest.raises(NotFound):
        office.open("intake2", case_id)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert len(work.rows(select(BurnedNumber))) == 2
