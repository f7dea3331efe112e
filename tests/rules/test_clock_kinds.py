"""Which clocks outlast a case, which can be extended, and how their reminders come."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clocks import (
    EXTENDABLE,
    ClockKind,
    fact_finding,
    nacc_copy,
    nacc_finding,
    reminders_due,
    runs_in,
    stopped_by,
    until,
)
from rules.holidays_seed import seeded_days
from rules.office_calendar import OfficeCalendar
from rules.states import EventKind, State, is_open
from rules.words import CLOCKS, DUTIES

OFFICE = OfficeCalendar(seeded_days())
DAY = timedelta(days=1)
OWED_TO_OTHERS = {
    ClockKind.CUSTOM,
    ClockKind.REFERRED_IN_REPLY,
    ClockKind.NACC_FINDING,
    ClockKind.NACC_COPY,
}


@pytest.mark.parametrize("kind", ClockKind)
def test_while_a_case_is_open_all_of_its_clocks_run(kind: ClockKind) -> None:
    assert all(runs_in(kind, state) for state in State if is_open(state))


@pytest.mark.parametrize("state", [state for state in State if not is_open(state)])
def test_only_what_is_owed_to_others_outlasts_the_case(state: State) -> None:
    assert {kind for kind in ClockKind if runs_in(kind, state)} == OWED_TO_OTHERS


def test_only_fact_finding_and_tasks_can_be_given_more_time() -> None:
    assert {ClockKind.FACT_FINDING, ClockKind.CUSTOM} == EXTENDABLE


def test_no_event_of_the_table_ends_a_task_or_a_duty_to_the_nacc() -> None:
    for kind in (ClockKind.CUSTOM, ClockKind.NACC_FINDING, ClockKind.NACC_COPY):
        assert not any(stopped_by(kind, event) for event in EventKind)


def test_an_extension_answers_the_reporter_and_not_the_fact_finding() -> None:
    assert stopped_by(ClockKind.FIRST_ANSWER, EventKind.CLOCK_EXTENDED)
    assert stopped_by(ClockKind.NEXT_NOTICE, EventKind.CLOCK_EXTENDED)
    assert not stopped_by(ClockKind.FACT_FINDING, EventKind.CLOCK_EXTENDED)


def test_the_duties_to_the_nacc_are_thirty_and_fifteen_days() -> None:
    finding = nacc_finding(date(2026, 11, 25), OFFICE)
    assert finding.due_on == date(2026, 12, 25)
    copy = nacc_copy(date(2026, 11, 25), OFFICE)
    assert (copy.due_on, copy.answer_by_on) == (date(2026, 12, 10), date(2026, 12, 9))


def test_fact_finding_counts_the_days_that_the_office_has_set() -> None:
    assert fact_finding(date(2026, 11, 23), OFFICE).due_on == date(2027, 1, 7)
    assert fact_finding(date(2026, 11, 23), OFFICE, 15).due_on == date(2026, 12, 8)


def test_a_day_set_by_somebody_is_kept_as_it_is_holiday_or_not() -> None:
    clock = until(ClockKind.CUSTOM, date(2026, 11, 23), date(2026, 12, 10), OFFICE)
    assert (clock.due_on, clock.answer_by_on) == (date(2026, 12, 10), date(2026, 12, 9))
    with pytest.raises(ValueError, match="forwards"):
        until(ClockKind.CUSTOM, date(2026, 11, 23), date(2026, 11, 22), OFFICE)


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 40),
    st.lists(st.integers(0, 60), max_size=8),
)
def test_looking_rarely_or_often_gives_the_same_reminders(
    start: date, length: int, looks: list[int]
) -> None:
    due_on = start + DAY * length
    seen: set[int] = set()
    for today in sorted({start + DAY * look for look in (*looks, 60)}):
        fresh = [days for days in reminders_due(due_on, start, today) if days not in seen]
        seen |= set(fresh)
    assert seen == {days for days in (7, 3, 1, 0, -1) if start < due_on - DAY * days}


@pytest.mark.parametrize("kind", ClockKind)
def test_every_clock_has_a_name_and_says_what_must_be_done(kind: ClockKind) -> None:
    assert CLOCKS[kind].th and DUTIES[kind].th and DUTIES[kind].en
