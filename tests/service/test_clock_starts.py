"""Clocks that count from a paper's day: the order, the NACC's finding, the sender's letter."""

from datetime import date

import pytest

from crypto.envelope import ObjectType
from rules.states import EventKind, Move
from service.case_events import append_event
from service.clock_starts import (
    nacc_copy_sent,
    penalty_ordered,
    start_fact_finding_clock,
    start_nacc_clock,
    start_reply_clock,
)
from service.find_case import find_case
from service.moving import begin_move, seal_words
from tests.service.clock_scenes import clocks, count, days_pass, extend, fact_finding, running


@pytest.fixture
def case_id(office):
    return fact_finding(office)


def appoint(office, case_id, ordered_on):
    """A committee appointed by an order of that day."""
    events = count(office, "intake1", case_id)
    with office.desk("intake1") as work:
        moving = begin_move(work, case_id, Move.APPOINT_COMMITTEE, events)
        body = seal_words(work, moving.case, ObjectType.INTERNAL, {"form": "test/1"})
        append_event(work, moving.case, moving.row.event, body=body, by=moving.acting)
        start_fact_finding_clock(work, moving.case, ordered_on)


def on_case(office, case_id, errand, *arguments):
    with office.desk("intake1") as work:
        return errand(work, find_case(work, case_id), *arguments)


def test_fact_finding_runs_from_its_start_until_there_is_an_order(office, case_id):
    clock = running(office, case_id, "fact_finding")
    assert (clock.starts_on, clock.due_on) == (date(2026, 11, 23), date(2027, 1, 7))


def test_the_order_counts_from_its_own_day(office, case_id):
    days_pass(office, 4)
    appoint(office, case_id, date(2026, 11, 25))
    clock = running(office, case_id, "fact_finding")
    assert (clock.starts_on, clock.due_on) == (date(2026, 11, 25), date(2027, 1, 9))
    assert clock.told_due_on == clock.due_on


def test_a_second_order_gives_no_more_time(office, case_id):
    appoint(office, case_id, date(2026, 11, 24))
    days_pass(office, 30)
    appoint(office, case_id, date(2026, 12, 23))
    assert running(office, case_id, "fact_finding").due_on == date(2027, 1, 8)


def test_an_order_after_an_extension_moves_nothing(office, case_id):
    extend(office, "intake1", case_id, running(office, case_id, "fact_finding"), "1/3/2570")
    appoint(office, case_id, date(2026, 11, 23))
    assert running(office, case_id, "fact_finding").due_on == date(2027, 3, 1)


def test_fact_finding_begun_anew_counts_from_its_new_order(office, case_id):
    appoint(office, case_id, date(2026, 11, 23))
    office.move("intake1", case_id, Move.FIND_NO_GROUNDS, note="ไม่พบ")
    days_pass(office, 10)
    office.move("intake1", case_id, Move.START_FACT_FINDING)
    appoint(office, case_id, date(2026, 12, 1))
    assert running(office, case_id, "fact_finding").due_on == date(2027, 1, 15)
    assert len(clocks(office, case_id, "fact_finding")) == 2


def test_the_naccs_finding_the_order_and_the_copy_follow_each_other(office, case_id):
    on_case(office, case_id, start_nacc_clock, date(2026, 11, 20))
    assert running(office, case_id, "nacc_finding").due_on == date(2026, 12, 20)
    days_pass(office, 20)
    assert on_case(office, case_id, penalty_ordered, date(2026, 12, 11))
    (finding,) = clocks(office, case_id, "nacc_finding")
    assert finding.answered_on == date(2026, 12, 11)
    assert running(office, case_id, "nacc_copy").due_on == date(2026, 12, 26)
    assert on_case(office, case_id, nacc_copy_sent)
    assert clocks(office, case_id, "nacc_copy")[0].answered_on == date(2026, 12, 13)


def test_one_finding_of_the_nacc_runs_at_a_time(office, case_id):
    on_case(office, case_id, start_nacc_clock, date(2026, 11, 20))
    on_case(office, case_id, start_nacc_clock, date(2026, 11, 23))
    assert running(office, case_id, "nacc_finding").starts_on == date(2026, 11, 20)


def test_an_order_without_a_finding_of_the_nacc_owes_no_copy(office, case_id):
    assert not on_case(office, case_id, penalty_ordered, date(2026, 11, 23))
    assert not on_case(office, case_id, nacc_copy_sent)
    assert clocks(office, case_id, "nacc_copy") == []


def test_the_senders_day_is_kept_and_counted_from_the_letter(office, case_id):
    on_case(office, case_id, start_reply_clock, date(2026, 12, 10), date(2026, 11, 18))
    clock = running(office, case_id, "referred_in_reply")
    assert (clock.starts_on, clock.due_on) == (date(2026, 11, 18), date(2026, 12, 10))
    assert clock.answer_by_on == date(2026, 12, 9)


def test_only_the_answer_to_the_sender_stops_the_senders_clock(office, case_id):
    on_case(office, case_id, start_reply_clock, date(2026, 12, 10))
    office.move("intake1", case_id, Move.FIND_NO_GROUNDS, note="ไม่พบ")
    office.move("intake1", case_id, Move.RESULT_NOTICE, notice_text="ผล")
    office.move("intake1", case_id, Move.CLOSE, notice_text="ยุติ")
    assert running(office, case_id, "referred_in_reply").due_on == date(2026, 12, 10)
    with office.desk("intake1") as work:
        case = find_case(work, case_id)
        moving = begin_move(work, case_id, Move.ANSWER_SENDER, case.event_count)
        append_event(work, case, EventKind.SENDER_ANSWERED, by=moving.acting)
    assert clocks(office, case_id, "referred_in_reply")[0].answered_on == date(2026, 11, 23)
