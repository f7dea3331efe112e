"""Holidays and days that the office edits: open clocks follow, no promise is broken."""

from datetime import date

import pytest
from sqlalchemy import select

from models.agency import Holiday
from models.history import CaseEvent
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk
from service.administer import add_holiday, remove_holiday, settings_view
from service.case_events import ROLE_CODES
from service.errors import InvalidInput, NotAllowed
from service.guideline_document import guideline_from, guideline_record
from service.look_for_tampering import look_for_tampering
from service.office_days import add_holidays, office_days, save_office_days
from tests.readers import kinds
from tests.service.clock_scenes import clocks, days_pass, fact_finding, running, task

THURSDAY = "26/11/2569"
DAYS = {"screening_days": "5", "next_notice_days": "20", "fact_finding_days": "30"}


@pytest.fixture
def case_id(office):
    return office.case_id(office.file())


def add(office, day, name="วันหยุดพิเศษ"):
    with office.desk("admin1") as work:
        add_holiday(work, day, name)


def remove(office, day):
    with office.desk("admin1") as work:
        line = next(one for one in settings_view(work).holidays if one.day == day)
        remove_holiday(work, line.id)


def add_list(office, text):
    with office.desk("admin1") as work:
        return add_holidays(work, text)


def recomputed(office, case_id):
    return kinds(office, case_id).count(EventKind.CLOCKS_RECOMPUTED)


def holidays(office):
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return set(work.rows(select(Holiday.day)))


# A day more, a day less


def test_a_holiday_moves_the_day_to_answer_by_and_says_so_in_the_history(office, case_id):
    add(office, "8/12/2569")
    clock = running(office, case_id, "first_answer")
    assert (clock.due_on, clock.answer_by_on) == (date(2026, 12, 8), date(2026, 12, 4))
    assert recomputed(office, case_id) == 1
    line = office.open("intake1", case_id).history[0]
    assert (line.title.en, line.by) == ("Days reckoned anew after a holiday", "นายเทคนิค ดูแล")


def test_the_administrator_signs_for_it_in_his_role(office, case_id):
    add(office, "8/12/2569")
    with office.desk("intake1") as work:
        (event,) = work.rows(
            select(CaseEvent).where(CaseEvent.kind == int(EventKind.CLOCKS_RECOMPUTED))
        )
    from crypto.case_chain import Event
    from rules.permissions import Role

    assert event.officer_id == office.officers["admin1"].officer_id and event.signature
    assert Event.unpack(event.packed).role == ROLE_CODES[Role.ADMINISTRATOR]
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert not look_for_tampering(work)


def test_a_day_that_changes_no_clock_leaves_no_trace(office, case_id):
    add(office, "21/6/2570")
    assert recomputed(office, case_id) == 0


def test_no_clock_is_ever_later_than_the_day_told(office, case_id):
    before = running(office, case_id, "screening")
    assert before.due_on == date(2026, 11, 26)
    add(office, "25/11/2569")
    after = running(office, case_id, "screening")
    assert (after.due_on, after.told_due_on) == (before.due_on, before.due_on)


def test_a_holiday_taken_back_makes_the_screening_due_earlier(office):
    add(office, "25/11/2569")
    case_id = office.case_id(office.file())
    assert running(office, case_id, "screening").due_on == date(2026, 11, 27)
    remove(office, date(2026, 11, 25))
    assert running(office, case_id, "screening").due_on == date(2026, 11, 26)
    assert recomputed(office, case_id) == 1


def test_an_answered_clock_stays_as_it_was_judged(office, case_id):
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.PROGRESS_NOTICE, notice_text="กำลังตรวจสอบ")
    before = clocks(office, case_id, "first_answer")[0].answer_by_on
    add(office, "8/12/2569")
    assert clocks(office, case_id, "first_answer")[0].answer_by_on == before


def test_an_ended_case_keeps_its_days_but_a_task_of_it_follows(office, case_id):
    ended = office.case_id(office.file())
    for one in (case_id, ended):
        task(office, "intake1", one, "8/12/2569") if one == case_id else None
        office.move(
            "intake1", one, Move.FORWARD,
            forwarded_to="ป.ป.ช.", reason="เกินอำนาจ", notice_text="ส่งต่อแล้ว",
        )  # fmt: skip
    add(office, "8/12/2569")
    assert running(office, case_id, "custom").answer_by_on == date(2026, 12, 4)
    assert (recomputed(office, case_id), recomputed(office, ended)) == (1, 0)


def test_each_case_whose_days_changed_says_so_once(office):
    cases = [office.case_id(office.file()) for _ in range(3)]
    grievance = office.case_id(office.file(Channel.GRIEVANCE))
    days_pass(office, 1)
    other = office.case_id(office.file())
    add(office, "8/12/2569")
    assert [recomputed(office, one) for one in (*cases, grievance)] == [1, 1, 1, 1]
    assert recomputed(office, other) == 0  # due on the 9th


def test_a_case_goes_on_after_its_days_were_reckoned_anew(office, case_id):
    add(office, "8/12/2569")
    office.move("intake1", case_id, Move.ACCEPT)
    assert office.open("intake1", case_id).steps


# A whole list


def test_a_pasted_list_is_added_at_once_in_every_way_of_writing_a_day(office, case_id):
    added = add_list(
        office,
        "8/12/2569 วันหยุดพิเศษ ครม.\r\n\r\n๑๓/๔/๒๕๗๐\tวันสงกรานต์\n"
        "2027-07-28 วันเฉลิมพระชนมพรรษา\n12 สิงหาคม 2570 วันแม่แห่งชาติ\n",
    )
    assert added >= 1
    wanted = {date(2026, 12, 8), date(2027, 4, 13), date(2027, 7, 28), date(2027, 8, 12)}
    assert wanted <= holidays(office)
    assert recomputed(office, case_id) == 1


def test_a_day_that_stands_already_is_passed_over(office):
    add(office, "8/12/2569")
    before = holidays(office)
    assert add_list(office, "8/12/2569 ซ้ำ\n8/12/2569 ซ้ำอีก") == 0
    assert holidays(office) == before


def test_bad_lines_are_named_by_their_number_and_nothing_is_added(office):
    before = holidays(office)
    with pytest.raises(InvalidInput) as refused:
        add_list(office, "8/12/2569 วันหยุดพิเศษ\n\nวันสงกรานต์\n31/2/2570 ไม่มีวันนี้\n9/12/2569")
    assert refused.value.fields == {
        "lines_3": "line_date", "lines_4": "line_date", "lines_5": "line_name",
    }  # fmt: skip
    assert refused.value.limits == {"lines_3": 3, "lines_4": 4, "lines_5": 5}
    assert holidays(office) == before


@pytest.mark.parametrize(
    ("text", "problem"), [(" \n ", "required"), ("1/1/2580 ก\n" * 61, "too_many_lines")]
)
def test_an_empty_list_and_an_endless_one_are_refused(office, text, problem):
    with pytest.raises(InvalidInput) as refused:
        add_list(office, text)
    assert refused.value.fields == {"lines": problem}


# The office's own days


def test_the_offices_own_days_hold_for_clocks_that_start_from_then_on(office, case_id):
    with office.desk("admin1") as work:
        save_office_days(work, DAYS)
    assert running(office, case_id, "screening").due_on == date(2026, 11, 26)
    fresh = fact_finding(office)
    assert clocks(office, fresh, "screening")[0].due_on == date(2026, 11, 30)
    assert running(office, fresh, "fact_finding").due_on == date(2026, 12, 23)
    assert running(office, fresh, "first_answer").due_on == date(2026, 12, 8)
    office.move("intake1", fresh, Move.PROGRESS_NOTICE, notice_text="กำลังตรวจสอบ")
    assert running(office, fresh, "next_notice").due_on == date(2026, 12, 13)


def test_a_changed_calendar_reckons_with_the_offices_days(office):
    with office.desk("admin1") as work:
        save_office_days(work, DAYS)
    add(office, "25/11/2569")
    case_id = office.case_id(office.file())
    assert running(office, case_id, "screening").due_on == date(2026, 12, 1)
    remove(office, date(2026, 11, 25))
    assert running(office, case_id, "screening").due_on == date(2026, 11, 30)


def test_the_guideline_tells_the_offices_own_days(office):
    with office.desk("admin1") as work:
        save_office_days(work, DAYS)
    with office.public() as work:
        blocks = guideline_from(guideline_record(work, 2570)).blocks
    told = {cell.en for block in blocks for row in block.rows for cell in row}
    assert {"Within 5 working days", "Progress told every 20 days", "Within 15 days"} <= told


@pytest.mark.parametrize(
    ("name", "typed", "problem", "limit"),
    [
        ("screening_days", "0", "number_least", 1),
        ("screening_days", "11", "number_most", 10),
        ("next_notice_days", "สามสิบ", "number_least", 7),
        ("next_notice_days", "61", "number_most", 60),
        ("fact_finding_days", "", "number_least", 15),
        ("fact_finding_days", "91", "number_most", 90),
    ],
)
def test_days_outside_what_is_safe_are_refused(office, name, typed, problem, limit):
    with pytest.raises(InvalidInput) as refused, office.desk("admin1") as work:
        save_office_days(work, DAYS | {name: typed})
    assert refused.value.fields == {name: problem} and refused.value.limits == {name: limit}
    with office.desk("admin1") as work:
        assert set(office_days(work).values()) == {3, 30, 45}


def test_thai_figures_are_figures(office):
    with office.desk("admin1") as work:
        save_office_days(work, DAYS | {"screening_days": "๔"})
        assert office_days(work)["screening_days"] == 4


def test_only_the_administrator_edits_them(office):
    for login in ("intake1", "clerk"):
        with pytest.raises(NotAllowed), office.desk(login) as work:
            save_office_days(work, DAYS)
        with pytest.raises(NotAllowed), office.desk(login) as work:
            add_holidays(work, f"{THURSDAY} วันหยุด")
