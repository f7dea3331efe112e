"""Due days: the vectors of the rules, and what must hold on every day of every calendar."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clocks import (
    DAY_AFTER,
    REMINDER_DAYS,
    RULES_VERSION,
    Clock,
    ClockKind,
    first_answer,
    next_notice,
    recompute_open,
    reminders_due,
    screening,
    standing,
    stopped_by,
)
from rules.holidays_seed import seeded_days
from rules.office_calendar import OfficeCalendar
from rules.states import TABLE, EventKind, Move
from rules.thai_time import BANGKOK, long_date, parse_date

OFFICE = OfficeCalendar(seeded_days())
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
CALENDARS = st.builds(OfficeCalendar, st.frozensets(DAYS, max_size=60))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("received", "due", "answer_by"),
    [
        (date(2026, 11, 23), date(2026, 12, 8), date(2026, 12, 8)),
        (date(2026, 11, 25), date(2026, 12, 10), date(2026, 12, 9)),  # Constitution Day
        (date(2026, 10, 1), date(2026, 10, 16), date(2026, 10, 16)),
        (date(2026, 11, 20), date(2026, 12, 5), date(2026, 12, 4)),  # Saturday and a holiday
        (date(2024, 2, 20), date(2024, 3, 6), date(2024, 3, 6)),  # over a leap day
        (date(2026, 12, 17), date(2027, 1, 1), date(2026, 12, 30)),  # over the end of the year
    ],
)
def test_the_first_answer_is_due_on_the_fifteenth_day_holiday_or_not(
    received: date, due: date, answer_by: date
) -> None:
    assert first_answer(received, OFFICE) == Clock(
        ClockKind.FIRST_ANSWER, received, due, answer_by, RULES_VERSION
    )


def test_a_complaint_of_friday_evening_is_due_from_monday() -> None:
    received = OFFICE.legal_received_at(datetime(2026, 11, 20, 18, 10, tzinfo=BANGKOK))
    assert received == datetime(2026, 11, 23, 8, 30, tzinfo=BANGKOK)
    assert first_answer(received.date(), OFFICE).due_on == date(2026, 12, 8)


def test_the_next_notice_is_due_thirty_days_after_the_last() -> None:
    clock = next_notice(date(2026, 12, 8), OFFICE)
    assert (clock.kind, clock.due_on) == (ClockKind.NEXT_NOTICE, date(2027, 1, 7))
    assert next_notice(date(2026, 12, 8), OFFICE, days=10).due_on == date(2026, 12, 18)


def test_screening_is_counted_in_working_days() -> None:
    clock = screening(date(2026, 12, 3), OFFICE)  # over a weekend and two holidays
    assert (clock.kind, clock.due_on) == (ClockKind.SCREENING, date(2026, 12, 9))
    assert clock.answer_by_on == clock.due_on


@given(CALENDARS, DAYS, st.integers(0, 400))
def test_calendar_days_are_counted_exactly_over_leap_years_and_year_ends(
    office: OfficeCalendar, start: date, days: int
) -> None:
    due = first_answer(start, office, days).due_on
    counted, day = 0, start
    while day < due:
        day += DAY
        counted += 1
    assert counted == days


@given(CALENDARS, DAYS)
def test_a_due_day_is_the_same_whichever_era_it_is_written_in(
    office: OfficeCalendar, start: date
) -> None:
    due = first_answer(start, office).due_on
    assert parse_date(*long_date(due).split()) == due == start + 15 * DAY


@given(CALENDARS, DAYS, st.sampled_from((first_answer, next_notice, screening)))
def test_answer_by_is_a_working_day_between_the_start_and_the_due_day(office, start, rule) -> None:  # type: ignore[no-untyped-def]
    clock = rule(start, office)
    assert clock.starts_on == start <= clock.answer_by_on <= clock.due_on
    assert office.is_working_day(clock.answer_by_on) or clock.answer_by_on == start
    skipped = clock.answer_by_on + DAY
    while skipped <= clock.due_on:
        assert not office.is_working_day(skipped)
        skipped += DAY


@given(CALENDARS, DAYS, DAYS, st.sampled_from((first_answer, next_notice, screening)))
def test_who_begins_later_is_never_due_earlier(office, one, two, rule) -> None:  # type: ignore[no-untyped-def]
    first, second = rule(min(one, two), office), rule(max(one, two), office)
    assert first.due_on <= second.due_on
    assert first.answer_by_on <= second.answer_by_on


@given(CALENDARS, DAYS)
def test_a_holiday_never_moves_a_due_day_of_calendar_days(
    office: OfficeCalendar, start: date
) -> None:
    bare = OfficeCalendar(frozenset())
    assert first_answer(start, office).due_on == first_answer(start, bare).due_on
    assert next_notice(start, office).due_on == next_notice(start, bare).due_on


def test_a_clock_carries_the_version_of_the_rules_and_cannot_be_turned_back() -> None:
    clock = first_answer(date(2026, 11, 23), OFFICE)
    assert clock.rules_version == RULES_VERSION == 1
    with pytest.raises(AttributeError):
        clock.due_on = date(2027, 1, 1)  # type: ignore[misc]


def test_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        first_answer(date(2026, 11, 23), OFFICE, days=-1)


# A changed calendar


def test_an_added_holiday_moves_answer_by_and_leaves_the_due_day() -> None:
    clock = first_answer(date(2026, 11, 23), OFFICE)
    closed = OfficeCalendar(seeded_days() | {date(2026, 12, 8)})
    changed = recompute_open(clock, closed, clock.due_on)
    assert (changed.due_on, changed.answer_by_on) == (date(2026, 12, 8), date(2026, 12, 4))


def test_screening_moves_with_a_holiday_unless_a_day_was_told() -> None:
    clock = screening(date(2026, 11, 23), OFFICE)
    closed = OfficeCalendar(seeded_days() | {date(2026, 11, 25)})
    assert clock.due_on == date(2026, 11, 26)
    assert recompute_open(clock, closed, None).due_on == date(2026, 11, 27)
    assert recompute_open(clock, closed, clock.due_on).due_on == date(2026, 11, 26)
    assert recompute_open(clock, closed, None, working_days=5).due_on == date(2026, 12, 1)


@given(CALENDARS, CALENDARS, DAYS, DAYS, st.sampled_from((first_answer, next_notice, screening)))
def test_a_recomputed_clock_is_never_later_than_was_told(before, after, start, told, rule) -> None:  # type: ignore[no-untyped-def]
    clock = rule(start, before)
    told = max(told, start)
    changed = recompute_open(clock, after, told)
    assert changed.due_on <= told
    assert changed.starts_on == start <= changed.answer_by_on <= changed.due_on
    assert recompute_open(changed, after, told) == changed


@given(CALENDARS, DAYS, st.sampled_from((first_answer, next_notice, screening)))
def test_an_unchanged_calendar_changes_no_clock(office, start, rule) -> None:  # type: ignore[no-untyped-def]
    clock = rule(start, office)
    assert recompute_open(clock, office, clock.due_on) == clock


# What stops a clock


@pytest.mark.parametrize("kind", [ClockKind.FIRST_ANSWER, ClockKind.NEXT_NOTICE])
def test_only_a_notice_the_reporter_can_read_answers_the_reporter(kind: ClockKind) -> None:
    placing = {row.event for row in TABLE if row.notice and row.move is not Move.MOVE_CHANNEL}
    assert {event for event in EventKind if stopped_by(kind, event)} == placing


@pytest.mark.parametrize(
    "event",
    [
        EventKind.INFO_REQUESTED,
        EventKind.MESSAGE_SENT,
        EventKind.ACCEPTED,
        EventKind.ASSIGNED,
        EventKind.NOTE_ADDED,
        EventKind.MOVED,
        EventKind.REPORTER_WROTE,
        EventKind.WITHDRAWN,
    ],
)
def test_asking_moving_and_inner_work_do_not_stop_the_fifteen_days(event: EventKind) -> None:
    assert not stopped_by(ClockKind.FIRST_ANSWER, event)


def test_screening_ends_with_any_decision_and_with_asking() -> None:
    assert {event for event in EventKind if stopped_by(ClockKind.SCREENING, event)} == {
        EventKind.ACCEPTED,
        EventKind.NOT_ACCEPTED,
        EventKind.INFO_REQUESTED,
        EventKind.FORWARDED,
        EventKind.MERGED,
        EventKind.MOVED,
    }


def test_fact_finding_ends_with_a_finding_or_with_the_case() -> None:
    assert {event for event in EventKind if stopped_by(ClockKind.FACT_FINDING, event)} == {
        EventKind.GROUNDS_FOUND,
        EventKind.NO_GROUNDS_FOUND,
        EventKind.RESULT_NOTIFIED,
        EventKind.FORWARDED,
        EventKind.MERGED,
    }


@pytest.mark.parametrize("kind", [ClockKind.NACC_FINDING, ClockKind.NACC_COPY, ClockKind.CUSTOM])
def test_clocks_of_the_officer_end_by_the_officers_hand(kind: ClockKind) -> None:
    assert not any(stopped_by(kind, event) for event in EventKind)


def test_who_sent_the_case_is_answered_by_an_answer_alone() -> None:
    kind = ClockKind.REFERRED_IN_REPLY
    assert {event for event in EventKind if stopped_by(kind, event)} == {EventKind.SENDER_ANSWERED}


# Standing and reminders


@pytest.mark.parametrize(
    ("left", "level", "thai", "english"),
    [
        (6, "calm", "เหลือ 6 วัน", "6 days left"),
        (5, "soon", "เหลือ 5 วัน", "5 days left"),
        (3, "soon", "เหลือ 3 วัน", "3 days left"),
        (1, "soon", "เหลือ 1 วัน", "1 day left"),
        (0, "soon", "ครบกำหนดวันนี้", "due today"),
        (-1, "overdue", "เกินกำหนด 1 วัน", "1 day overdue"),
        (-2, "overdue", "เกินกำหนด 2 วัน", "2 days overdue"),
    ],
)
def test_a_due_day_is_said_in_words(left: int, level: str, thai: str, english: str) -> None:
    due = date(2027, 1, 2)
    found = standing(due, due - timedelta(days=left))
    assert (found.days_left, found.level) == (left, level)
    assert (found.words("th"), found.words("en")) == (thai, english)


def test_reminders_come_at_seven_three_and_one_days_on_the_day_and_the_day_after() -> None:
    due = date(2026, 12, 8)
    told = {
        (due - timedelta(days=left)): reminders_due(
            due, due - timedelta(days=left + 1), due - timedelta(days=left)
        )
        for left in range(9, -4, -1)
    }
    assert [days for days in told.values() if days] == [(7,), (3,), (1,), (0,), (-1,)]
    assert told[due + DAY] == (DAY_AFTER,)


def test_a_long_silence_is_caught_up_once() -> None:
    due = date(2026, 12, 8)
    assert reminders_due(due, date(2026, 12, 2), date(2026, 12, 20)) == (3, 1, 0, -1)
    assert reminders_due(due, date(2026, 12, 20), date(2026, 12, 21)) == ()
    assert reminders_due(due, None, date(2026, 12, 1)) == (7,)
    assert reminders_due(due, date(2026, 12, 1), date(2026, 12, 1)) == ()


@given(DAYS, st.lists(st.integers(-20, 20), min_size=1))
def test_however_often_one_looks_each_reminder_comes_exactly_once(
    due: date, offsets: list[int]
) -> None:
    looks = sorted(due + timedelta(days=offset) for offset in offsets)
    heard: list[int] = []
    last: date | None = None
    for today in looks:
        heard += reminders_due(due, last, today)
        last = today
    reached = [n for n in (*REMINDER_DAYS, DAY_AFTER) if due - timedelta(days=n) <= looks[-1]]
    assert heard == reached
