"""A case sent on: what went and what stayed back is recorded, and the case waits for the answer."""

from datetime import date

import pytest
from sqlalchemy import select

from models.complaint import Complaint
from models.history import CaseEvent
from rules.states import EventKind, Move, State
from rules.words import FORWARD_STANDINGS
from service.actors import AgencyClerk
from service.errors import InvalidInput, NotAllowed, NotFound, StaleCase, WrongState
from service.follow_complaint import follow
from service.forwarding import (
    case_forward,
    forward_case,
    record_acknowledged,
    record_answered,
)
from service.look_for_tampering import look_for_tampering
from tests.office import Office

SENT = {
    "authority": "nacc",
    "forwarded_to": "ประจำจังหวัดตัวอย่าง",
    "number": "ตย 71201/55",
    "dated": "23/11/2569",
    "sent": ["words"],
    "withheld": ["identity"],
    "withheld_why": "คุ้มครองผู้แจ้ง",
    "reason": "ผู้ถูกร้องเป็นผู้บริหาร",
    "notice_text": "ส่งเรื่องของท่านไปที่สำนักงาน ป.ป.ช. แล้ว",
}


@pytest.fixture
def case_id(office: Office) -> str:
    return office.case_id(office.file())


def count_of(office: Office, case_id: str) -> int:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.session.get_one(Complaint, bytes.fromhex(case_id)).event_count


def row_of(office: Office, case_id: str) -> Complaint:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.session.get_one(Complaint, bytes.fromhex(case_id))


def do(office: Office, errand, case_id: str, login: str = "intake1", **given: object) -> None:
    count = count_of(office, case_id)
    with office.desk(login) as work:
        errand(work, case_id, given, count)


def view(office: Office, case_id: str):
    with office.desk("intake2") as work:
        return case_forward(work, case_id)


def kinds(office: Office, case_id: str) -> list[EventKind]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        rows = work.rows(select(CaseEvent).order_by(CaseEvent.seq))
    return [EventKind(one.kind) for one in rows if one.case_id.hex() == case_id]


def test_a_case_sent_on_waits_until_its_outcome_comes_back(office: Office, case_id: str) -> None:
    do(office, forward_case, case_id, **SENT)
    case = row_of(office, case_id)
    assert (case.state, case.awaits) == (State.FORWARDED, "others")
    seen = view(office, case_id)
    assert seen.to == "สำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง"
    assert (seen.number, seen.dated) == ("ตย 71201/55", date(2026, 11, 23))
    assert seen.standing == FORWARD_STANDINGS["unacknowledged"]

    do(office, record_acknowledged, case_id, number="ปช 9/1", dated="23/11/2569")
    seen = view(office, case_id)
    assert (seen.standing, seen.is_waiting) == (FORWARD_STANDINGS["unanswered"], True)
    assert (seen.acknowledged_number, seen.acknowledged_on) == ("ปช 9/1", date(2026, 11, 23))
    assert row_of(office, case_id).awaits == "others"

    do(office, record_answered, case_id, came_back="รับไว้ไต่สวน", number="ปช 9/2")
    seen = view(office, case_id)
    assert (seen.standing, seen.is_waiting) == (FORWARD_STANDINGS["answered"], False)
    assert (seen.came_back, row_of(office, case_id).awaits) == ("รับไว้ไต่สวน", "nobody")
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


def test_the_record_names_what_went_and_what_stayed_back(office: Office, case_id: str) -> None:
    do(office, forward_case, case_id, **SENT)
    (note,) = office.open("intake2", case_id).notes
    for line in (
        "ส่งถึง: สำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง",
        "เลขที่หนังสือ: ตย 71201/55",
        "สิ่งที่ส่ง: ถ้อยคำของผู้แจ้ง",
        "สิ่งที่ไม่ส่ง: ชื่อและทางติดต่อของผู้แจ้ง",
        "เพราะ: คุ้มครองผู้แจ้ง",
        "เหตุผลที่ส่งต่อ: ผู้ถูกร้องเป็นผู้บริหาร",
    ):
        assert line in note.text


def test_the_reporter_reads_the_notice_and_none_of_the_record(office: Office) -> None:
    receipt = office.file()
    token, case_id = office.confirm(receipt), office.case_id(receipt)
    do(office, forward_case, case_id, **SENT)
    do(office, record_answered, case_id, came_back="ผลลับ", notice_text="ป.ป.ช. รับไว้แล้ว")
    with office.reporter() as work:
        texts = [line.text for line in follow(work, token).notices]
    assert texts == [SENT["notice_text"], "ป.ป.ช. รับไว้แล้ว"]
    assert kinds(office, case_id)[-2:] == [EventKind.FORWARD_ANSWERED, EventKind.MESSAGE_SENT]


def test_no_words_to_the_reporter_means_no_message(office: Office, case_id: str) -> None:
    do(office, forward_case, case_id, **SENT)
    do(office, record_answered, case_id, came_back="ยุติ")
    assert kinds(office, case_id)[-1] is EventKind.FORWARD_ANSWERED


def test_where_no_outcome_was_asked_for_nobody_is_waited_for(office: Office, case_id: str) -> None:
    do(office, forward_case, case_id, **SENT | {"wants_answer": "no"})
    assert row_of(office, case_id).awaits == "nobody"
    assert view(office, case_id).standing == FORWARD_STANDINGS["not_asked"]


def test_what_is_missing_is_told_at_once(office: Office, case_id: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        do(office, forward_case, case_id, withheld=["identity"])
    assert refused.value.fields == {
        "authority": "choose_one",
        "withheld_why": "required",
        "reason": "required",
        "notice_text": "required",
    }
    with pytest.raises(InvalidInput) as refused:
        do(office, forward_case, case_id, **SENT | {"authority": "other", "forwarded_to": ""})
    assert refused.value.fields == {"forwarded_to": "required"}
    with pytest.raises(InvalidInput) as refused:
        do(office, forward_case, case_id, **SENT | {"dated": "24/11/2569"})
    assert refused.value.fields == {"dated": "date_in_future"}
    with pytest.raises(InvalidInput) as refused:
        do(office, forward_case, case_id, **SENT | {"sent": ["0" * 32]})
    assert refused.value.fields == {"sent": "unknown_choice"}
    assert row_of(office, case_id).state == State.RECEIVED


def test_a_case_forwarded_in_few_words_shows_how_it_stands(office: Office, case_id: str) -> None:
    office.move("intake1", case_id, Move.FORWARD, forwarded_to="อำเภอตัวอย่าง", reason="x",
                notice_text="ส่งต่อแล้ว")  # fmt: skip
    seen = view(office, case_id)
    assert (seen.to, seen.number, seen.standing) == (
        "อำเภอตัวอย่าง", "", FORWARD_STANDINGS["unacknowledged"],
    )  # fmt: skip


def test_a_second_forwarding_does_not_show_the_first_ones_answer(
    office: Office, case_id: str
) -> None:
    do(office, forward_case, case_id, **SENT)
    do(office, record_answered, case_id, came_back="ส่งคืน")
    office.move("intake1", case_id, Move.REOPEN, reason="เขาส่งคืนมา")
    assert view(office, case_id) is None
    do(office, forward_case, case_id, **SENT | {"authority": "pacc", "forwarded_to": ""})
    seen = view(office, case_id)
    assert (seen.to, seen.came_back) == ("สำนักงาน ป.ป.ท.", "")
    assert seen.standing == FORWARD_STANDINGS["unacknowledged"]


def test_only_who_may_and_only_where_the_table_says(office: Office, case_id: str) -> None:
    with pytest.raises(WrongState):
        do(office, record_acknowledged, case_id)
    with pytest.raises(NotFound):
        do(office, forward_case, case_id, login="legal1", **SENT)
    with pytest.raises(NotAllowed):
        do(office, forward_case, case_id, login="admin1", **SENT)
    with office.desk("intake1") as work, pytest.raises(StaleCase):
        forward_case(work, case_id, SENT, count_of(office, case_id) + 1)
    do(office, forward_case, case_id, **SENT)
    with pytest.raises(WrongState):
        do(office, forward_case, case_id, **SENT)
