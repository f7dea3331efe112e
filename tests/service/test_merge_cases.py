"""Two reports of one matter are joined and parted, on both databases; and what nobody learns."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.clock import ClockRow
from models.complaint import SealedObject
from models.history import AccessLog
from rules.clocks import ClockKind
from rules.permissions import Role
from rules.states import Channel, EventKind, Move, PublicState
from service.actors import AgencyClerk
from service.case_keys import open_case_keys
from service.errors import (
    InvalidInput,
    JoinedCases,
    NotAllowed,
    NotFound,
    ServiceError,
    StaleCase,
    WrongState,
)
from service.exclude_persons import Persons, exclude
from service.find_case import find_case
from service.follow_complaint import enter_code, follow
from service.joined_cases import joined_to, lead_of, still_untold
from service.look_for_tampering import look_for_tampering
from service.merge_cases import kept_apart, merge, unmerge
from service.submit_complaint import filing_form
from tests.joining import APART, NOTICE, followed, join, part, state, told
from tests.office import Office
from tests.readers import (
    copy_of,
    give,
    keep_out,
    kinds,
    names,
    officer_id,
    opened_by_force,
    readers,
    row_of,
    rows_of,
)

RESULT = "ตรวจแล้ว พบว่าถนนบางกว่าแบบ ให้ผู้รับจ้างแก้ไข"
WICHAI = "นายวิชัย ตั้งตรง"


def two_cases(office: Office) -> tuple[str, str]:
    return office.case_id(office.file()), office.case_id(office.file())


def ticked(office: Office, name: str, channel: Channel = Channel.CORRUPTION) -> list[str]:
    with office.reporter() as work:
        return [one.id for one in filing_form(work, channel).holders if one.name == name]


def asked(office: Office, login: str, case_id: str, question):
    """What one of the questions about joined cases answers, for a case that the officer opens."""
    with office.desk(login) as work:
        return question(work, open_case_keys(work, find_case(work, case_id)))


def joined(office: Office, login: str, case_id: str) -> set[str]:
    return {one.hex() for one in asked(office, login, case_id, joined_to)}


def untold(office: Office, login: str, case_id: str) -> set[str]:
    return {one.hex() for one in asked(office, login, case_id, still_untold)}


def leads(office: Office, login: str, case_id: str) -> str | None:
    found = asked(office, login, case_id, lead_of)
    return found.hex() if found else None


def quiet(office: Office) -> bool:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return look_for_tampering(work) == ()


# Joining


def test_a_case_is_joined_to_another_and_its_reporter_is_told(office: Office) -> None:
    lead = office.case_id(office.file())
    token = office.confirm(receipt := office.file())
    case_id = office.case_id(receipt)
    join(office, "intake1", case_id, lead)
    assert state(office, case_id) == "merged"
    assert state(office, lead) == "received"
    assert kinds(office, lead)[-1] is EventKind.JOINED
    assert told(office, token) == [NOTICE]
    assert followed(office, token).public_state is PublicState.COMPLETED
    assert joined(office, "intake2", lead) == {case_id}
    assert leads(office, "intake2", case_id) == lead
    row = row_of(office, case_id)
    assert row.completed_on == row.answered_on == office.clock.now.date()
    assert all(clock.answered_on for clock in rows_of(office, ClockRow, case_id)), (
        "the notice answers every clock"
    )
    assert quiet(office)


@pytest.mark.parametrize("typed", ["1/2570", "๑/๒๕๗๐", " 1 / 2570 "])
def test_the_lead_may_be_given_by_its_receipt_number(office: Office, typed: str) -> None:
    lead, case_id = two_cases(office)
    join(office, "intake1", case_id, typed)
    assert leads(office, "intake1", case_id) == lead


def test_a_notice_is_needed(office: Office) -> None:
    lead, case_id = two_cases(office)
    with pytest.raises(InvalidInput) as refused:
        join(office, "intake1", case_id, lead, notice_text="")
    assert refused.value.fields == {"notice_text": "required"}
    assert state(office, case_id) == "received"


def test_what_can_not_lead_is_refused_alike_whatever_the_reason(office: Office) -> None:
    first, case_id = two_cases(office)
    grievance = office.case_id(office.file(Channel.GRIEVANCE, narrative="ไฟดับ"))
    malee = ticked(office, "นางสาวมาลี ใจงาม")
    hidden = office.case_id(office.file(exclude=malee))
    closed = office.case_id(office.file())
    office.move("intake1", closed, Move.FORWARD, forwarded_to="ป.ป.ช.", reason="x", notice_text="x")
    merged = office.case_id(office.file())
    join(office, "intake1", merged, first)
    for lead in (case_id, grievance, hidden, "3/2570", closed, merged, "0" * 32, "99/2570", "ฮ"):
        with pytest.raises(InvalidInput) as refused:
            join(office, "intake1", case_id, lead)
        assert refused.value.fields == {"lead": "not_a_lead"}, lead
    with pytest.raises(InvalidInput) as refused:
        join(office, "intake1", case_id, " ")
    assert refused.value.fields == {"lead": "required"}
    assert state(office, case_id) == "received"


def test_who_may_not_open_the_case_or_merge_is_refused(office: Office) -> None:
    lead, case_id = two_cases(office)
    count = row_of(office, case_id).event_count
    for login, error in (("grievance1", NotFound), ("legal1", NotFound), ("admin1", NotAllowed)):
        with pytest.raises(error), office.desk(login) as work:
            merge(work, case_id, lead, {"notice_text": NOTICE}, count)
    for case in (case_id, lead):
        give(office, "intake1", case, "legal1")
    office.hire("member1", "นายกรรมการ หนึ่ง", Role.COMMITTEE)
    for case in (case_id, lead):
        give(office, "intake1", case, "member1")
    with pytest.raises(NotAllowed):
        join(office, "member1", case_id, lead)
    join(office, "legal1", case_id, lead)  # who is a case officer too
    with pytest.raises(WrongState):
        join(office, "intake1", case_id, lead)


def test_a_page_older_than_the_case_joins_nothing(office: Office) -> None:
    lead, case_id = two_cases(office)
    count = row_of(office, case_id).event_count
    office.move("intake2", case_id, Move.NOTE, note="อีกคนบันทึก")
    with pytest.raises(StaleCase), office.desk("intake1") as work:
        merge(work, case_id, lead, {"notice_text": NOTICE}, count)


def test_a_case_that_leads_is_not_merged_itself(office: Office) -> None:
    lead, case_id = two_cases(office)
    third = office.case_id(office.file())
    join(office, "intake1", case_id, lead)
    with pytest.raises(JoinedCases):
        join(office, "intake1", lead, third)
    part(office, "intake1", case_id)
    join(office, "intake1", lead, third)
    assert leads(office, "intake1", lead) == third


def test_two_officers_who_join_two_cases_crosswise_make_no_ring(office: Office) -> None:
    one, other = two_cases(office)
    counts = {case_id: row_of(office, case_id).event_count for case_id in (one, other)}
    start, refused = threading.Barrier(2), []

    def cross(login: str, case_id: str, lead: str) -> None:
        start.wait()
        try:
            with office.desk(login) as work:
                merge(work, case_id, lead, {"notice_text": NOTICE}, counts[case_id])
        except ServiceError as error:
            refused.append(error.code)

    threads = [
        threading.Thread(target=cross, args=("intake1", one, other)),
        threading.Thread(target=cross, args=("intake2", other, one)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = sorted((state(office, one), state(office, other)))
    assert len(refused) == 1, refused
    assert states == ["merged", "received"]
    merged = one if state(office, one) == "merged" else other
    lead = other if merged == one else one
    assert joined(office, "intake1", lead) == {merged}
    assert joined(office, "intake1", merged) == set()
    assert quiet(office)


# What nobody learns


def test_which_cases_are_joined_stands_sealed_alone(office: Office) -> None:
    lead, case_id = two_cases(office)
    join(office, "intake1", case_id, lead)
    for one, other in ((lead, case_id), (case_id, lead)):
        for row in rows_of(office, SealedObject, one):
            assert bytes.fromhex(other) not in row.sealed
            assert other.encode() not in row.sealed
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        mentions = [row.case_id for row in work.rows(select(AccessLog)) if row.what == "move"]
    assert set(mentions) == {bytes.fromhex(lead), bytes.fromhex(case_id)}


def test_a_reader_of_the_lead_gets_no_words_of_the_joined_case(office: Office) -> None:
    lead, case_id = two_cases(office)
    give(office, "intake1", lead, "legal1")
    join(office, "intake1", case_id, lead)
    with pytest.raises(NotFound):
        office.open("legal1", case_id)
    legal = office.officers["legal1"].keys.pair_private
    assert "NARRATIVE" not in opened_by_force([legal], copy_of(office, case_id))
    assert opened_by_force([legal], copy_of(office, case_id)) == set()
    assert joined(office, "legal1", lead) == {case_id}


def test_cases_are_kept_apart_while_a_reader_of_the_lead_is_kept_out_here(office: Office) -> None:
    lead = office.case_id(office.file())
    case_id = office.case_id(office.file(exclude=ticked(office, WICHAI)))
    before = (row_of(office, lead).event_count, row_of(office, case_id).event_count)
    with pytest.raises(InvalidInput) as refused:
        join(office, "intake1", case_id, lead)
    assert refused.value.fields == {"lead": "kept_apart"}
    assert (row_of(office, lead).event_count, row_of(office, case_id).event_count) == before
    with office.desk("intake1") as work:
        (apart,) = kept_apart(work, case_id, lead)
    assert (apart.case_id, apart.names, apart.receipt_no) == (lead, (WICHAI,), "1/2570")
    with office.desk("intake1") as work:
        exclude(work, lead, Persons((), "\n".join(apart.names)), apart.event_count)
    join(office, "intake1", case_id, lead)
    with pytest.raises(NotFound):
        office.open("intake2", lead)


def test_cases_are_kept_apart_while_a_reader_here_is_kept_out_of_the_lead(office: Office) -> None:
    lead = office.case_id(office.file(exclude=ticked(office, WICHAI)))
    case_id = office.case_id(office.file())
    with pytest.raises(InvalidInput) as refused:
        join(office, "intake1", case_id, lead)
    assert refused.value.fields == {"lead": "kept_apart"}
    with office.desk("intake1") as work:
        (apart,) = kept_apart(work, case_id, lead)
    assert (apart.case_id, apart.names) == (case_id, (WICHAI,))
    keep_out(office, "intake1", case_id, WICHAI)
    join(office, "intake1", case_id, lead)


def test_whom_one_case_keeps_out_both_keep_out_from_then_on(office: Office) -> None:
    head = "นายช่างยนต์ โยธา"
    lead = office.case_id(office.file())
    case_id = office.case_id(office.file(exclude=ticked(office, head)))
    keep_out(office, "intake1", lead, typed="นางญาติ ของเขา")
    join(office, "intake1", case_id, lead)
    for one in (lead, case_id):
        kept = {entry.name for entry in readers(office, "intake1", one).kept_out}
        assert {head, "นางญาติ ของเขา"} <= kept
    office.hire("works1", head, Role.INTAKE)
    for one in (lead, case_id):
        with pytest.raises(InvalidInput):
            give(office, "intake1", one, "works1")
    assert quiet(office)


def test_a_custodian_kept_out_of_one_case_stays_custodian_of_the_other(office: Office) -> None:
    finance = "นางพิกุล เก็บรักษา"
    lead = office.case_id(office.file())
    case_id = office.case_id(office.file(exclude=ticked(office, finance)))
    before = copy_of(office, lead).shares
    join(office, "intake1", case_id, lead)
    assert finance not in {entry.name for entry in readers(office, "intake1", lead).kept_out}
    after = {share.id: share.sealed for share in copy_of(office, lead).shares}
    assert {share.id: share.sealed for share in before} == after


# Both reporters answered


def test_the_result_of_the_lead_reaches_the_reporters_of_joined_cases(office: Office) -> None:
    lead = office.case_id(office.file())
    tokens, cases = [], []
    for _ in range(2):
        tokens.append(office.confirm(receipt := office.file()))
        cases.append(office.case_id(receipt))
        join(office, "intake1", cases[-1], lead)
    office.move("intake1", lead, Move.ACCEPT)
    office.move("intake1", lead, Move.PROGRESS_NOTICE, notice_text="กำลังตรวจ")
    office.move("intake1", lead, Move.RESULT_NOTICE, notice_text=RESULT)
    office.move("intake1", lead, Move.CLOSE, notice_text="ยุติเรื่องแล้ว")
    for token, case_id in zip(tokens, cases, strict=True):
        assert told(office, token) == [NOTICE, RESULT, "ยุติเรื่องแล้ว"]
        assert state(office, case_id) == "merged"
        assert kinds(office, case_id)[-2:] == [EventKind.MESSAGE_SENT] * 2
    assert untold(office, "intake1", lead) == set()
    assert "ครบทุกเรื่อง" in office.open("intake1", lead).notes[-1].text
    assert quiet(office)


@pytest.mark.parametrize(
    "how",
    [
        (Move.FORWARD, {"forwarded_to": "ป.ป.ช.", "reason": "นอกอำนาจ"}),
        (
            Move.NOT_ACCEPT,
            {
                "reason": "already_decided", "screening_evidence": "no",
                "screening_circumstances": "no", "screening_witness": "no",
            },
        ),
    ],
    ids=["forwarded", "not accepted"],
)  # fmt: skip
def test_every_end_of_the_lead_reaches_them(office: Office, how) -> None:
    lead = office.case_id(office.file())
    token = office.confirm(receipt := office.file())
    join(office, "intake1", office.case_id(receipt), lead)
    office.move("intake1", lead, how[0], notice_text="จบที่หน่วยงานนี้", **how[1])
    assert told(office, token) == [NOTICE, "จบที่หน่วยงานนี้"]


def test_who_cannot_open_a_joined_case_leaves_it_named_as_untold(office: Office) -> None:
    lead = office.case_id(office.file())
    token = office.confirm(receipt := office.file())
    case_id = office.case_id(receipt)
    office.move("intake1", lead, Move.ACCEPT)
    office.move("intake1", lead, Move.ASSIGN, officer=officer_id(office, "legal1"))
    join(office, "intake1", case_id, lead)
    office.move("intake1", case_id, Move.MESSAGE, notice_text="ก่อนมีผล")
    office.move("legal1", lead, Move.RESULT_NOTICE, notice_text=RESULT)
    assert told(office, token) == [NOTICE, "ก่อนมีผล"]
    assert untold(office, "legal1", lead) == untold(office, "intake1", lead) == {case_id}
    assert "ยังไม่ได้รับ" in office.open("legal1", lead).notes[-1].text
    office.move("intake1", case_id, Move.MESSAGE, notice_text=RESULT)
    assert untold(office, "legal1", lead) == set()
    assert told(office, token)[-1] == RESULT


def test_an_answer_that_fails_tells_nobody(office: Office) -> None:
    lead = office.case_id(office.file())
    token = office.confirm(receipt := office.file())
    join(office, "intake1", office.case_id(receipt), lead)
    with pytest.raises(WrongState):
        office.move("intake1", lead, Move.CLOSE, notice_text="ยุติ")
    with pytest.raises(InvalidInput):
        office.move("intake1", lead, Move.FORWARD, notice_text="ส่งต่อ", reason="x")
    assert told(office, token) == [NOTICE]


# Parting


def test_a_parted_case_is_accepted_again_and_its_clock_runs(office: Office) -> None:
    lead = office.case_id(office.file())
    receipt = office.file()
    case_id = office.case_id(receipt)
    join(office, "intake1", case_id, lead)
    office.clock.now += timedelta(days=3)
    part(office, "intake2", case_id)
    assert state(office, case_id) == "accepted"
    assert kinds(office, lead)[-1] is EventKind.PARTED
    row = row_of(office, case_id)
    assert (row.completed_on, row.awaits) == (None, "office")
    running = [one for one in rows_of(office, ClockRow, case_id) if one.answered_on is None]
    assert [one.kind for one in running] == [ClockKind.NEXT_NOTICE]
    assert running[0].starts_on == office.clock.now.date()
    with office.reporter() as work:
        page = follow(work, enter_code(work, receipt.code))
    assert [line.text for line in page.notices] == [NOTICE, APART]
    assert page.public_state is PublicState.CHECKING
    assert joined(office, "intake1", lead) == set()
    assert "คนละสัญญา" in [line.text for line in office.open("intake1", case_id).notes]
    office.move("intake1", lead, Move.ACCEPT)
    office.move("intake1", lead, Move.RESULT_NOTICE, notice_text=RESULT)
    assert kinds(office, case_id)[-1] is EventKind.UNMERGED
    assert quiet(office)


def test_parting_needs_a_reason_and_a_notice(office: Office) -> None:
    lead, case_id = two_cases(office)
    join(office, "intake1", case_id, lead)
    count = row_of(office, case_id).event_count
    with pytest.raises(InvalidInput) as refused, office.desk("intake1") as work:
        unmerge(work, case_id, {}, count)
    assert refused.value.fields == {"reason": "required", "notice_text": "required"}
    assert state(office, case_id) == "merged"


def test_whoever_reads_only_the_joined_case_may_part_it(office: Office) -> None:
    lead, case_id = two_cases(office)
    join(office, "intake1", case_id, lead)
    give(office, "intake1", case_id, "legal1")
    with pytest.raises(NotFound):
        office.open("legal1", lead)
    part(office, "legal1", case_id)
    assert joined(office, "intake1", lead) == set()
    assert "นายธรรมรงค์ กฎหมาย" not in names(office, "intake1", lead)


def test_a_case_may_be_joined_again_after_it_was_parted(office: Office) -> None:
    lead, case_id = two_cases(office)
    other = office.case_id(office.file())
    join(office, "intake1", case_id, lead)
    part(office, "intake1", case_id)
    join(office, "intake1", case_id, other)
    assert leads(office, "intake1", case_id) == other
    assert joined(office, "intake1", lead) == set()
    assert joined(office, "intake1", other) == {case_id}


def test_grievances_are_joined_too(office: Office) -> None:
    lead = office.case_id(office.file(Channel.GRIEVANCE, narrative="ไฟทางดับ"))
    case_id = office.case_id(office.file(Channel.GRIEVANCE, narrative="ไฟหน้าโรงเรียนดับ"))
    join(office, "grievance1", case_id, lead)
    assert state(office, case_id) == "merged"
    part(office, "grievance1", case_id)
    assert state(office, case_id) == "accepted"
