"""What another authority sent: the duty to answer it runs to its day, past the case's end too."""

from datetime import date, timedelta

import pytest

from models.clock import ClockRow
from models.complaint import Complaint
from rules.clocks import ClockKind
from rules.states import Channel, Move, State
from service.actors import AgencyClerk
from service.errors import InvalidInput, NotFound
from service.referred_in import answer_sender, case_intake
from tests.office import Office
from tests.service.test_register_offline import POINTS, TELEPHONE, take_in

REFERRED = TELEPHONE | POINTS | {
    "source": "referred_in",
    "sender": "damrongtham",
    "sender_name": "จังหวัดตัวอย่าง",
    "sender_number": "ตย 0017/123",
    "sender_date": "20/11/2569",
    "reply_by": "4/12/2569",
    "way_back": "none",
}  # fmt: skip


@pytest.fixture
def case_id(office: Office) -> str:
    return take_in(office, REFERRED).case_id


def clock(office: Office) -> ClockRow:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.one(ClockRow, kind=ClockKind.REFERRED_IN_REPLY.value)


def view(office: Office, case_id: str):
    with office.desk("intake2") as work:
        return case_intake(work, case_id)


def answer(office: Office, case_id: str, login: str = "intake1", **given: str) -> None:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        count = work.session.get_one(Complaint, bytes.fromhex(case_id)).event_count
    with office.desk(login) as work:
        answer_sender(work, case_id, given, count)


def test_the_letters_day_is_a_duty_on_the_case(office: Office, case_id: str) -> None:
    row = clock(office)
    assert (row.starts_on, row.due_on) == (date(2026, 11, 20), date(2026, 12, 4))
    seen = view(office, case_id)
    assert (seen.sender, seen.reply_by) == ("ศูนย์ดำรงธรรม จังหวัดตัวอย่าง", date(2026, 12, 4))
    assert seen.standing.days_left == 11
    assert {one.field: one.text for one in seen.answers}["sender_number"] == "ตย 0017/123"


def test_the_answer_stops_its_clock_and_stays_readable(office: Office, case_id: str) -> None:
    answer(office, case_id, number="ทต 9/1", answered="กำลังตรวจสอบ", dated="23/11/2569")
    assert clock(office).answered_on == date(2026, 11, 23)
    seen = view(office, case_id)
    assert seen.standing is None
    assert [(one.number, one.answered) for one in seen.replies] == [("ทต 9/1", "กำลังตรวจสอบ")]
    assert "เนื้อความที่ตอบ: กำลังตรวจสอบ" in office.open("intake2", case_id).notes[-1].text


def test_the_duty_goes_on_after_the_case_has_ended(office: Office, case_id: str) -> None:
    office.move("intake1", case_id, Move.FORWARD, forwarded_to="ป.ป.ช.", reason="x",
                notice_text="ส่งต่อแล้ว")  # fmt: skip
    assert clock(office).answered_on is None
    office.clock.now += timedelta(days=14)
    assert view(office, case_id).standing.level == "overdue"
    answer(office, case_id, answered="ส่งต่อ ป.ป.ช. แล้ว")
    assert clock(office).answered_on == date(2026, 12, 7)
    assert office.open("intake1", case_id).state is State.FORWARDED


def test_a_letter_that_names_no_day_starts_no_clock(office: Office) -> None:
    made = take_in(office, REFERRED | {"reply_by": ""})
    assert clock(office) is None
    assert view(office, made.case_id).standing is None
    answer(office, made.case_id, answered="รับแล้ว")
    assert len(view(office, made.case_id).replies) == 1


def test_the_first_answer_to_the_reporter_is_a_duty_of_its_own(
    office: Office, case_id: str
) -> None:
    answer(office, case_id, answered="รับแล้ว")
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert work.one(ClockRow, kind=ClockKind.FIRST_ANSWER.value).answered_on is None


def test_what_was_answered_must_be_told_on_a_day_that_has_come(
    office: Office, case_id: str
) -> None:
    for given, problem in (
        ({}, {"answered": "required"}),
        ({"answered": "x", "dated": "24/11/2569"}, {"dated": "date_in_future"}),
        ({"answered": "x", "dated": "วันนี้"}, {"dated": "not_a_date"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            answer(office, case_id, **given)
        assert refused.value.fields == problem
    assert clock(office).answered_on is None


def test_who_cannot_open_the_case_answers_nobody(office: Office, case_id: str) -> None:
    with pytest.raises(NotFound):
        answer(office, case_id, login="legal1", answered="x")


def test_a_letter_may_be_late_before_it_is_typed_in(office: Office) -> None:
    take_in(office, REFERRED | {"sender_date": "1/11/2569", "reply_by": "10/11/2569"})
    assert clock(office).due_on == date(2026, 11, 10)


def test_a_grievance_can_be_referred_in_too(office: Office) -> None:
    made = take_in(office, REFERRED, Channel.GRIEVANCE, "grievance1")
    answer(office, made.case_id, login="grievance1", answered="แก้ไขแล้ว")
    assert clock(office).answered_on == date(2026, 11, 23)
