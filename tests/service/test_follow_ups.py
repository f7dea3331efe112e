"""Follow-ups through the real use-cases: their steps, their ends, their clocks, who may."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from models.casework import FollowUp
from models.clock import ClockRow
from models.complaint import SealedObject
from models.history import CaseEvent
from rules.follow_ups import FollowUpKind
from rules.permissions import Role
from rules.states import EventKind, Move
from service.errors import (
    FollowUpsOpen,
    InvalidInput,
    NotAllowed,
    NotFound,
    StaleCase,
    Unreadable,
    WrongState,
)
from service.follow_ups import start_follow_up, step_follow_up
from service.inquiry_view import opened_inquiry
from tests.office import Office
from tests.readers import change, give, kinds, row_of, rows_of

WHO = {"respondent": "นายช่างยนต์ โยธา", "post": "ผู้อำนวยการกองช่าง"}
LETTER = {"document_no": "พย ๗๑๒๐๑/๑๒", "document_date": "23/11/2569"}


@pytest.fixture
def case_id(office: Office) -> str:
    case_id = office.case_id(office.file(subject="ถนนหมู่ ๔"))
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.START_FACT_FINDING)
    office.move("intake1", case_id, Move.FIND_GROUNDS, note="หนาไม่ถึงตามแบบ")
    return case_id


def start(office: Office, case_id: str, kind: str, login: str = "intake1", **more: str) -> str:
    with office.desk(login) as work:
        mapping = {"kind": kind} | WHO | more
        return start_follow_up(work, case_id, mapping, row_of(office, case_id).event_count)


def step(
    office: Office, case_id: str, follow_up: str, name: str, login: str = "intake1", **more: str
) -> None:
    count = row_of(office, case_id).event_count
    with office.desk(login) as work:
        step_follow_up(work, case_id, follow_up, {"step": name} | more, count)


def view(office: Office, case_id: str, login: str = "intake1"):
    with office.desk(login) as work:
        return opened_inquiry(work, case_id)


def only(office: Office, case_id: str):
    (one,) = view(office, case_id).follow_ups
    return one


def close(office: Office, case_id: str) -> None:
    office.move("intake1", case_id, Move.CLOSE, notice_text="ยุติเรื่องแล้ว")


def clocks(office: Office, case_id: str, kind: str) -> list[tuple]:
    found = [row for row in rows_of(office, ClockRow, case_id) if row.kind == kind]
    return sorted((row.starts_on, row.due_on, row.answered_on) for row in found)


WAYS = {
    "discipline": [
        ("appoint_inquiry", {"gravity": "gross"} | LETTER),
        ("report_inquiry", {"document_date": "23/11/2569", "note": "ผิดจริงตามข้อกล่าวหา"}),
        ("order_penalty", {"gravity": "gross", "penalty": "dismissal"} | LETTER),
        ("carry_out", {"document_date": "23/11/2569"}),
    ],
    "tort": [
        ("appoint_liability", LETTER),
        ("decide_liability", {"amount": "1,000", "document_date": "23/11/2569", "note": "ประมาท"}),
        ("demand_payment", LETTER),
        ("receive_payment", {"amount": "400.50"} | LETTER),
        ("receive_payment", {"amount": "599.50"} | LETTER),
    ],
    "crime": [
        ("refer", {"addressee": "police"} | LETTER),
        ("acknowledge", {"document_date": "23/11/2569"}),
        ("result", {"document_date": "23/11/2569", "note": "อัยการสั่งฟ้อง"}),
    ],
    "supervising": [("answered_down", {"note": "ให้พ้นจากตำแหน่ง"} | LETTER)],
    "nacc": [
        ("order_penalty", {"gravity": "gross", "penalty": "removal"} | LETTER),
        ("send_copy", LETTER),
    ],
}
OPENING = {"supervising": {"addressee": "district"} | LETTER, "nacc": LETTER}


# The ways to the end


@pytest.mark.parametrize("kind", FollowUpKind)
def test_each_kind_goes_its_way_to_its_end_and_only_then_can_the_case_be_closed(
    office, case_id, kind
):
    follow_up = start(office, case_id, kind, **OPENING.get(kind, {}))
    office.move("intake1", case_id, Move.RESULT_NOTICE, notice_text="พบว่ามีมูล")
    for name, typed in WAYS[kind]:
        with pytest.raises(FollowUpsOpen):
            close(office, case_id)
        assert not only(office, case_id).is_ended
        step(office, case_id, follow_up, name, **typed)
    one = only(office, case_id)
    assert one.is_ended and one.next_steps == ()
    assert [line.step for line in one.lines] == ["open", *(name for name, _ in WAYS[kind])]
    (row,) = rows_of(office, FollowUp, case_id)
    assert (row.id.hex(), row.kind, row.ended_on) == (
        follow_up,
        kind,
        row_of(office, case_id).received_on,
    )
    close(office, case_id)
    assert row_of(office, case_id).state == "closed"


def test_three_run_side_by_side_against_two_persons(office, case_id):
    for kind in ("discipline", "tort", "crime"):
        start(office, case_id, kind)
    other = start(office, case_id, "discipline", respondent="นางสาวพัสดุ ตรวจรับ")
    step(office, case_id, other, "drop", note="เสียชีวิตแล้ว")
    found = view(office, case_id)
    assert [one.kind for one in found.follow_ups] == ["discipline", "tort", "crime", "discipline"]
    assert [one.is_ended for one in found.follow_ups] == [False, False, False, True]
    assert found.follow_ups[3].respondent == "นางสาวพัสดุ ตรวจรับ"
    assert len(found.open_ones) == 3


def test_money_comes_back_in_parts_and_never_more_than_is_owed(office, case_id):
    tort = start(office, case_id, "tort")
    for name, typed in WAYS["tort"][:4]:
        step(office, case_id, tort, name, **typed)
    one = only(office, case_id)
    assert (one.owed_satang, one.left_satang, one.stage) == (100_000, 59_950, "demanded")
    with pytest.raises(InvalidInput) as refused:
        step(office, case_id, tort, "receive_payment", amount="599.51", **LETTER)
    assert refused.value.fields == {"amount": "more_than_owed"}
    assert only(office, case_id).left_satang == 59_950


def test_the_penalty_must_fit_how_grave_the_breach_was(office, case_id):
    follow_up = start(office, case_id, "discipline")
    for name, typed in WAYS["discipline"][:2]:
        step(office, case_id, follow_up, name, **typed)
    with pytest.raises(InvalidInput) as refused:
        step(
            office,
            case_id,
            follow_up,
            "order_penalty",
            gravity="minor",
            penalty="dismissal",
            **LETTER,
        )
    assert refused.value.fields == {"penalty": "penalty_misfit"}
    # An inquiry into a gross breach may find a minor one.
    step(office, case_id, follow_up, "order_penalty", gravity="minor", penalty="pay_cut", **LETTER)
    assert only(office, case_id).gravity == "minor"


def test_everything_that_is_missing_is_named_at_once(office, case_id):
    with pytest.raises(InvalidInput) as refused:
        start(office, case_id, "nacc", respondent=" ", post="", document_date="31/2/2569")
    assert refused.value.fields == {
        "respondent": "required", "post": "required", "document_no": "required",
        "document_date": "not_a_date",
    }  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        start(office, case_id, "strange")
    assert refused.value.fields["kind"] == "unknown_choice"
    with pytest.raises(InvalidInput) as refused:
        start(office, case_id, "nacc", document_no="๑", document_date="24/11/2569")
    assert refused.value.fields == {"document_date": "date_in_future"}
    assert rows_of(office, FollowUp, case_id) == []


def test_a_step_out_of_turn_and_a_follow_up_of_another_case_are_refused(office, case_id):
    follow_up = start(office, case_id, "discipline")
    with pytest.raises(WrongState):
        step(office, case_id, follow_up, "carry_out", document_date="23/11/2569")
    with pytest.raises(InvalidInput):
        step(office, case_id, follow_up, "")
    other = office.case_id(office.file(subject="อีกเรื่อง"))
    office.move("intake1", other, Move.ACCEPT)
    for wrong in (follow_up, "0" * 32, "นอกเหนือ"):
        with pytest.raises(NotFound):
            step(office, other, wrong, "drop", note="ไม่ใช่เรื่องนี้")


# Who, when


def test_a_page_older_than_the_case_opens_nothing(office, case_id):
    count = row_of(office, case_id).event_count
    office.move("intake2", case_id, Move.NOTE, note="อีกคนบันทึก")
    with office.desk("intake1") as work, pytest.raises(StaleCase):
        start_follow_up(work, case_id, {"kind": "crime"} | WHO, count)


def test_a_legal_officer_follows_up_and_a_committee_member_does_not(office, case_id):
    office.hire("member", "นายกรรมการ ตรวจสอบ", Role.COMMITTEE)
    for login in ("member", "legal1"):
        give(office, "intake1", case_id, login)
    follow_up = start(office, case_id, "crime", "legal1")
    with pytest.raises(NotAllowed):
        start(office, case_id, "crime", "member")
    with pytest.raises(NotAllowed):
        step(office, case_id, follow_up, "drop", "member", note="x")
    assert view(office, case_id, "member").may_step is False
    assert len(view(office, case_id, "member").follow_ups) == 1
    with pytest.raises(NotFound):
        start(office, case_id, "crime", "clerk")


def test_nothing_is_opened_on_a_case_that_was_only_received(office):
    fresh = office.case_id(office.file(subject="เพิ่งมาถึง"))
    with pytest.raises(WrongState):
        start(office, fresh, "discipline")


# The clocks of the NACC


def test_a_finding_of_the_nacc_starts_thirty_days_and_its_order_fifteen(office, case_id):
    follow_up = start(office, case_id, "nacc", **LETTER)
    today = row_of(office, case_id).received_on
    assert clocks(office, case_id, "nacc_finding") == [(today, today + timedelta(days=30), None)]
    office.clock.now += timedelta(days=20)
    ordered = today + timedelta(days=18)
    typed = {"document_no": "๑", "document_date": "11/12/2569"}
    step(office, case_id, follow_up, "order_penalty", gravity="gross", penalty="removal", **typed)
    assert clocks(office, case_id, "nacc_finding")[0][2] == ordered
    assert clocks(office, case_id, "nacc_copy") == [(ordered, ordered + timedelta(days=15), None)]
    step(office, case_id, follow_up, "send_copy", document_no="๒", document_date="13/12/2569")
    assert clocks(office, case_id, "nacc_copy")[0][2] == today + timedelta(days=20)


def test_one_finding_against_two_runs_until_the_last_order_and_each_copy_has_its_days(
    office, case_id
):
    first = start(office, case_id, "nacc", **LETTER)
    second = start(office, case_id, "nacc", **LETTER)
    order = {"gravity": "gross", "penalty": "removal"} | LETTER
    step(office, case_id, first, "order_penalty", **order)
    assert [one[2] for one in clocks(office, case_id, "nacc_finding")] == [None]
    assert len(clocks(office, case_id, "nacc_copy")) == 1
    step(office, case_id, second, "order_penalty", **order)
    assert None not in [one[2] for one in clocks(office, case_id, "nacc_finding")]
    assert len(clocks(office, case_id, "nacc_copy")) == 2
    for one in (first, second):
        step(office, case_id, one, "send_copy", **LETTER)
    assert None not in [one[2] for one in clocks(office, case_id, "nacc_copy")]


def test_answering_the_nacc_without_an_order_leaves_no_clock_running(office, case_id):
    follow_up = start(office, case_id, "nacc", **LETTER)
    step(office, case_id, follow_up, "answer_nacc", note="ลาออกก่อนแล้ว", **LETTER)
    for kind in ("nacc_finding", "nacc_copy"):
        assert None not in [one[2] for one in clocks(office, case_id, kind)]
    assert only(office, case_id).is_ended


# What stands on the disk


def test_who_it_is_against_and_how_far_it_has_come_is_sealed(office, case_id):
    follow_up = start(office, case_id, "discipline")
    step(office, case_id, follow_up, "appoint_inquiry", gravity="gross", **LETTER)
    sealed = b"".join(row.sealed for row in rows_of(office, SealedObject, case_id))
    for word in (*WHO.values(), LETTER["document_no"], "gross", "appoint_inquiry"):
        assert word.encode() not in sealed
    row = rows_of(office, FollowUp, case_id)[0]
    in_clear = "id agency_id case_id kind opened_on ended_on"
    assert set(row.__table__.columns.keys()) == set(in_clear.split())
    assert kinds(office, case_id)[-2:] == [
        EventKind.FOLLOW_UP_STARTED, EventKind.FOLLOW_UP_STEPPED,
    ]  # fmt: skip


def test_the_steps_stand_in_the_notes_of_the_case(office, case_id):
    start(office, case_id, "crime")
    text = office.open("intake1", case_id).notes[-1].text
    assert "ทางอาญา" in text and WHO["respondent"] in text


def test_a_row_ended_by_sql_does_not_let_the_case_close(office, case_id):
    start(office, case_id, "discipline")
    office.move("intake1", case_id, Move.RESULT_NOTICE, notice_text="พบว่ามีมูล")
    change(office, update(FollowUp).values(ended_on=row_of(office, case_id).received_on))
    with pytest.raises(FollowUpsOpen):
        close(office, case_id)
    change(office, delete(FollowUp))
    with pytest.raises(FollowUpsOpen):
        close(office, case_id)


def test_a_step_taken_away_or_exchanged_by_sql_is_noticed(office, case_id):
    follow_up = start(office, case_id, "crime")
    start(office, case_id, "tort")
    step(office, case_id, follow_up, "drop", note="ส่งผิดคน")
    events = rows_of(office, CaseEvent, case_id)
    started = sorted(
        (one for one in events if one.kind == EventKind.FOLLOW_UP_STARTED), key=lambda one: one.seq
    )
    first, second = (one.object_id for one in started)
    where = CaseEvent.case_id == bytes.fromhex(case_id)
    change(
        office,
        update(CaseEvent).where(where, CaseEvent.object_id == second).values(object_id=first),
    )
    with pytest.raises(Unreadable):
        view(office, case_id)
