"""Reminders: each once, whoever looks and however often; nobody learns more than he may."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import event, update

from models.officer import Officer
from rules.permissions import Role
from rules.states import Channel, Move
from rules.thai_time import BANGKOK
from service.actors import AgencyClerk, AllAgencies
from service.clock_starts import start_reply_clock
from service.errors import NotAllowed
from service.find_case import find_case
from service.overdue import overdue_page
from service.watch_clocks import agencies_to_watch, is_anything_due, overdue_count, watch
from tests.readers import change, give, officer_id
from tests.service.clock_scenes import (
    clocks,
    days_pass,
    done,
    extend,
    fact_finding,
    outbox,
    reminders,
    running,
    task,
)

DUE = date(2026, 12, 8)


@pytest.fixture
def case_id(office):
    change(office, update(Officer).values(email="officer@sample.go.th"))
    return office.case_id(office.file())


def look(office):
    with office.work(AgencyClerk(office.agency_id)) as work:
        return watch(work)


def is_due(office):
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return is_anything_due(work)


def of_clocks(office):
    """The messages that come from clocks; an assignment tells its officer too."""
    return [row for row in outbox(office) if row.kind in ("reminder", "overdue")]


def told(office):
    """Who was told what, by login."""
    logins = {one.officer_id: login for login, one in office.officers.items()}
    return sorted((logins[row.officer_id], row.kind) for row in of_clocks(office))


def first(office, case_id):
    return running(office, case_id, "first_answer")


# When they come


def test_each_day_gives_its_reminder_and_the_day_after_one_more(office, case_id):
    office.move("intake1", case_id, Move.ACCEPT)
    given = {}
    for _ in range(20):
        look(office)
        given[days_pass(office, 1)] = len(reminders(office, first(office, case_id)))
    assert reminders(office, first(office, case_id)) == [(DUE, days) for days in (7, 3, 1, 0, -1)]
    came = [
        day - timedelta(days=1) for day in given if given[day] > given.get(day - timedelta(1), 0)
    ]
    assert came == [date(2026, 12, one) for one in (1, 5, 7, 8, 9)]


def test_a_day_is_looked_at_as_often_as_one_likes(office, case_id):
    days_pass(office, 8)
    assert is_due(office)
    counts = [look(office) for _ in range(5)]
    assert counts[0] > 0 and counts[1:] == [0, 0, 0, 0]
    assert not is_due(office)


def test_three_days_of_downtime_lose_no_reminder_and_double_none(office, case_id):
    office.move("intake1", case_id, Move.ACCEPT)
    days_pass(office, 12)  # 5 December: the days 7 and 3 before have come
    assert look(office) == 2
    days_pass(office, 4)  # nobody looked on the 6th, 7th and 8th
    assert look(office) == 3
    assert reminders(office, first(office, case_id)) == [(DUE, days) for days in (7, 3, 1, 0, -1)]


def test_a_whole_month_of_downtime_is_caught_up(office, case_id):
    office.move("intake1", case_id, Move.ACCEPT)
    days_pass(office, 31)
    assert look(office) == 5 and look(office) == 0


def test_a_clock_gives_no_reminder_of_days_before_its_start(office, case_id):
    # Three working days: the day of seven days before had passed when it began.
    screening = running(office, case_id, "screening")
    assert screening.due_on == date(2026, 11, 26)
    days_pass(office, 4)
    look(office)
    assert reminders(office, screening) == [(screening.due_on, days) for days in (1, 0, -1)]


def test_an_answered_clock_is_silent(office, case_id):
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.PROGRESS_NOTICE, notice_text="กำลังตรวจสอบ")
    clock = clocks(office, case_id, "first_answer")[0]
    days_pass(office, 20)
    look(office)
    assert reminders(office, clock) == []


def test_another_due_day_gives_its_reminders_anew(office):
    case_id = fact_finding(office)
    before = running(office, case_id, "fact_finding")
    days_pass(office, 44)
    look(office)
    extend(office, "intake1", case_id, before, "20/1/2570")
    days_pass(office, 7)
    look(office)
    assert reminders(office, before) == [(before.due_on, days) for days in (7, 3, 1)]
    after = running(office, case_id, "fact_finding")
    assert reminders(office, after) == [(after.due_on, 7)]


def test_an_ended_case_is_silent_but_for_what_is_owed_to_others(office, case_id):
    task(office, "intake1", case_id, "30/12/2569")
    with office.desk("intake1") as work:
        start_reply_clock(work, find_case(work, case_id), date(2026, 12, 20))
    office.move(
        "intake1", case_id, Move.FORWARD,
        forwarded_to="ป.ป.ช.", reason="เกินอำนาจ", notice_text="ส่งต่อแล้ว",
    )  # fmt: skip
    days_pass(office, 60)
    assert look(office) == 10
    done(office, "intake1", case_id, running(office, case_id, "custom").id.hex())
    assert look(office) == 0


def test_a_reply_whose_day_had_passed_when_the_letter_came_is_overdue_at_once(office, case_id):
    with office.desk("intake1") as work:
        clock = start_reply_clock(work, find_case(work, case_id), date(2026, 11, 20))
    look(office)
    assert reminders(office, clock) == [(date(2026, 11, 20), -1)]


def test_a_test_report_reminds_nobody(office):
    from sqlalchemy import select

    from models.complaint import Complaint

    office.file()
    change(office, update(Complaint).values(is_test=True))
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert work.rows(select(Complaint.is_test)) == [True]
    days_pass(office, 40)
    assert look(office) == 0


# By whom


def test_two_watchers_at_once_give_each_reminder_once(office, case_id):
    for _ in range(4):
        office.file()
    days_pass(office, 16)
    start, made = Barrier(4), []

    def at_once():
        start.wait()
        made.append(look(office))

    threads = [Thread(target=at_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    # Five cases, each with five days of its first answer and three of its screening.
    assert sum(made) == 40
    assert look(office) == 0
    keys = [row.dedup_key for row in outbox(office)]
    assert len(keys) == len(set(keys)) == 10  # two overdue clocks a case, one supervisor


def test_an_office_looks_at_its_own_clocks_only(office, case_id):
    with office.work(AllAgencies("look at the clocks"), writes=False) as work:
        assert agencies_to_watch(work) == (office.agency_id,)
    days_pass(office, 16)
    with office.work(AgencyClerk(bytes(16))) as work:
        assert watch(work) == 0
    with pytest.raises(NotAllowed), office.desk("admin1") as work:
        agencies_to_watch(work)


def test_a_look_at_which_nothing_is_due_is_one_query(office, case_id):
    office.file()
    days_pass(office, 16)
    look(office)
    asked = []
    event.listen(office.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert not is_due(office)
    assert [one.split()[0] for one in asked if one.split()[0] not in ("BEGIN", "PRAGMA")] == [
        "SELECT"
    ]


# Who is told


def test_the_cases_officer_is_told_before_the_day(office, case_id):
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "intake2"))
    days_pass(office, 15)
    look(office)
    assert told(office) == [("intake2", "reminder")] * 4


def test_an_unassigned_case_is_told_to_nobody_before_the_day_after(office, case_id):
    office.move("intake1", case_id, Move.ACCEPT)
    days_pass(office, 15)
    assert look(office) == 4
    assert told(office) == []
    days_pass(office, 1)
    look(office)
    assert told(office) == [("clerk", "overdue")]


def test_on_the_day_after_the_supervisors_are_told_with_the_officer(office, case_id):
    office.hire("clerk2", "นายคนที่สอง รองปลัด", Role.SUPERVISOR)
    change(office, update(Officer).values(email="officer@sample.go.th"))
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "intake2"))
    days_pass(office, 16)
    look(office)
    overdue = [login for login, kind in told(office) if kind == "overdue"]
    assert overdue == ["clerk", "clerk2", "intake2"]


def test_a_tasks_own_officer_is_told_of_it(office, case_id):
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "intake2"))
    task(office, "intake1", case_id, "26/11/2569", officer=officer_id(office, "intake1"))
    days_pass(office, 3)
    look(office)
    assert told(office) == [("intake1", "reminder")] * 2


def test_nobody_is_told_before_half_past_eight(office, case_id):
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "intake2"))
    office.clock.now = datetime(2026, 12, 1, 0, 5, tzinfo=BANGKOK)
    look(office)
    opening = datetime(2026, 12, 1, 8, 30, tzinfo=BANGKOK)
    assert {row.send_after for row in of_clocks(office)} == {opening}


# What is overdue


def test_the_longest_overdue_stands_first_and_only_what_the_officer_can_open(office, case_id):
    days_pass(office, 3)
    second = office.case_id(office.file())
    office.file(Channel.GRIEVANCE)
    with office.desk("intake1") as work:
        assert overdue_page(work, 1).total == 0
    days_pass(office, 30)
    with office.desk("intake1") as work:
        page = overdue_page(work, 1)
    assert [line.id for line in page.lines] == [case_id, second]
    assert (page.total, page.is_number_only) == (2, False)
    with office.desk("clerk") as work:
        assert overdue_page(work, 1).lines == ()
    give(office, "intake1", case_id, "clerk")
    with office.desk("clerk") as work:
        assert [line.id for line in overdue_page(work, 1).lines] == [case_id]


def test_whoever_opens_nothing_sees_only_how_many(office, case_id):
    office.hire("head1", "นายสมบัติ นำทาง", Role.EXECUTIVE)
    days_pass(office, 1)
    with office.desk("head1") as work:
        assert overdue_count(work) == 0
    days_pass(office, 30)
    with office.desk("head1") as work:
        page = overdue_page(work, 1)
    assert (page.total, page.lines, page.is_number_only) == (1, (), True)
    with pytest.raises(NotAllowed), office.desk("admin1") as work:
        overdue_page(work, 1)
