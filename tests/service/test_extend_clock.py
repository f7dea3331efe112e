"""Extensions: a reason inside, a notice to the reporter, and a breach that no extension hides."""

from datetime import date

import pytest

from rules.states import Move
from service.case_clocks import case_clocks
from service.clock_starts import start_nacc_clock
from service.errors import InvalidInput, NotAllowed, StaleCase, WrongState
from service.extend_clock import extend_clock
from service.find_case import find_case
from service.follow_complaint import follow
from tests.readers import give, kinds
from tests.service.clock_scenes import (
    NOTICE,
    clocks,
    count,
    days_pass,
    extend,
    fact_finding,
    running,
    task,
)

REASON = "ผู้เชี่ยวชาญลาป่วย"


@pytest.fixture
def case_id(office):
    return fact_finding(office)


def try_extend(office, case_id, login="intake1", **typed):
    events = count(office, login, case_id)
    clock = next(iter(clocks(office, case_id, "fact_finding")))
    whole = {"clock": clock.id.hex(), "due_on": "31/1/2570", "reason": REASON} | NOTICE | typed
    with office.desk(login) as work:
        extend_clock(work, case_id, whole, events)


def test_another_clock_goes_on_from_the_extended_one(office, case_id):
    before = running(office, case_id, "fact_finding")
    assert before.due_on == date(2027, 1, 7)
    days_pass(office, 10)
    extend(office, "intake1", case_id, before, "31/1/2570")
    first, second = clocks(office, case_id, "fact_finding")
    assert first.id == before.id
    assert first.answered_on == date(2026, 12, 3)
    assert kinds(office, case_id)[first.answered_by_seq].tag == "notice:extension:sent"
    assert (second.starts_on, second.due_on) == (date(2026, 12, 3), date(2027, 1, 31))
    assert second.told_due_on == second.due_on and second.answered_on is None


def test_the_reporter_reads_the_notice_and_never_the_reason(office):
    receipt = office.file()
    token = office.confirm(receipt)
    case_id = office.case_id(receipt)
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.START_FACT_FINDING)
    extend(office, "intake1", case_id, running(office, case_id, "fact_finding"), "31/1/2570")
    with office.reporter() as work:
        notices = [line.text for line in follow(work, token).notices]
    assert notices == [NOTICE["notice_text"]]
    opened = office.open("intake1", case_id)
    assert opened.notes[-1].text == REASON
    assert opened.conversation[-1].text == NOTICE["notice_text"]


def test_the_notice_answers_the_reporters_clocks_and_starts_the_next(office, case_id):
    extend(office, "intake1", case_id, running(office, case_id, "fact_finding"), "31/1/2570")
    (first,) = clocks(office, case_id, "first_answer")
    assert first.answered_on == date(2026, 11, 23)
    assert running(office, case_id, "next_notice").due_on == date(2026, 12, 23)


def test_an_extension_after_the_day_leaves_the_breach_for_ever(office, case_id):
    days_pass(office, 48)
    extend(office, "intake1", case_id, running(office, case_id, "fact_finding"), "15/3/2570")
    days_pass(office, 400)
    with office.desk("intake1") as work:
        late = [one for one in case_clocks(work, case_id).breaches if one.answered_on]
    assert (date(2027, 1, 7), date(2027, 1, 10), 3) in {
        (one.due_on, one.answered_on, one.days_late) for one in late
    }


def test_an_extension_in_time_is_no_breach(office, case_id):
    days_pass(office, 45)
    extend(office, "intake1", case_id, running(office, case_id, "fact_finding"), "15/3/2570")
    with office.desk("intake1") as work:
        titles = [one.title.en for one in case_clocks(work, case_id).breaches]
    assert "Fact-finding" not in titles


def test_a_finding_ends_the_extended_clock(office, case_id):
    extend(office, "intake1", case_id, running(office, case_id, "fact_finding"), "31/1/2570")
    office.move("intake1", case_id, Move.FIND_NO_GROUNDS, note="ไม่พบพยานหลักฐาน")
    assert all(row.answered_on for row in clocks(office, case_id, "fact_finding"))


def test_a_task_keeps_its_label_and_its_officer(office, case_id):
    from tests.readers import officer_id

    task(office, "intake1", case_id, "30/11/2569", officer=officer_id(office, "intake2"))
    before = running(office, case_id, "custom")
    extend(office, "intake1", case_id, before, "15/12/2569")
    after = running(office, case_id, "custom")
    assert after.id != before.id
    assert (after.label_object_id, after.officer_id) == (before.label_object_id, before.officer_id)


@pytest.mark.parametrize(
    ("typed", "field", "problem"),
    [
        ({"reason": " "}, "reason", "required"),
        ({"notice_text": ""}, "notice_text", "required"),
        ({"clock": ""}, "clock", "choose_one"),
        ({"clock": "00" * 16}, "clock", "unknown_choice"),
        ({"due_on": ""}, "due_on", "required"),
        ({"due_on": "30/2/2570"}, "due_on", "not_a_date"),
        ({"due_on": "7/1/2570"}, "due_on", "date_not_after_due"),
        ({"due_on": "24/11/2570"}, "due_on", "date_not_after_due"),
    ],
)
def test_what_must_be_mended_is_named_and_nothing_moves(office, case_id, typed, field, problem):
    with pytest.raises(InvalidInput) as refused:
        try_extend(office, case_id, **typed)
    assert refused.value.fields == {field: problem}
    assert running(office, case_id, "fact_finding").due_on == date(2027, 1, 7)


def test_what_the_law_or_a_sender_has_set_cannot_be_extended(office, case_id):
    with office.desk("intake1") as work:
        start_nacc_clock(work, find_case(work, case_id), date(2026, 11, 23))
    for kind in ("first_answer", "nacc_finding"):
        with pytest.raises(InvalidInput) as refused:
            try_extend(office, case_id, clock=running(office, case_id, kind).id.hex())
        assert refused.value.fields == {"clock": "unknown_choice"}


def test_only_those_who_handle_the_case_extend_it(office, case_id):
    give(office, "intake1", case_id, "legal1")
    give(office, "intake1", case_id, "clerk")
    try_extend(office, case_id, "clerk")
    fresh = office.case_id(office.file())
    with pytest.raises(WrongState), office.desk("intake1") as work:
        extend_clock(work, fresh, NOTICE, 2)
    with pytest.raises(NotAllowed), office.desk("admin1") as work:
        extend_clock(work, case_id, NOTICE, 2)


def test_a_page_grown_old_extends_nothing(office, case_id):
    with pytest.raises(StaleCase), office.desk("intake1") as work:
        extend_clock(work, case_id, NOTICE, count(office, "intake1", case_id) - 1)
