"""Periods, their floors and last days, and what a history says: for any day, any history."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.retention import (
    CLASS_OF,
    ENDING,
    PERIODS,
    WARN_DAYS,
    RetentionKind,
    Stage,
    add_months,
    due_on,
    ended_by,
    kept_from,
    kept_until,
    read_history,
    stage,
    within,
)
from rules.states import (
    ERASING,
    IMPORTED_AS,
    OUTSIDE_TABLE,
    TABLE,
    Channel,
    EventKind,
    MoveRefused,
    State,
    is_completed,
    state_after,
)
from rules.words.retention import (
    RETENTION_ENDS,
    RETENTION_KINDS,
    RETENTION_STAGES,
    RETENTION_STARTS,
    months_in_words,
)

DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
kinds = st.sampled_from(list(RetentionKind))
months = st.integers(-5, 2000)


def test_the_last_day_has_the_number_of_the_day_of_the_end_or_is_its_months_last():
    assert kept_until(RetentionKind.IDENTITY, date(2026, 11, 21), 12) == date(2027, 11, 21)
    assert due_on(RetentionKind.IDENTITY, date(2026, 11, 21), 12) == date(2027, 11, 22)
    assert kept_until(RetentionKind.IDENTITY, date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert kept_until(RetentionKind.IDENTITY, date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert kept_until(RetentionKind.CLOSED, date(2026, 12, 1), 120) == date(2036, 12, 1)


@given(days, st.integers(-600, 600))
def test_months_are_counted_as_by_stepping_through_a_calendar(day, count):
    later = add_months(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@given(kinds, days, months)
def test_nothing_is_kept_shorter_than_its_floor_or_longer_than_its_ceiling(kind, ended, count):
    period = PERIODS[kind]
    until = kept_until(kind, ended, count)
    assert add_months(ended, period.least) <= until <= add_months(ended, period.most)
    assert due_on(kind, ended, count) == until + DAY
    if period.least <= count <= period.most:
        assert until == add_months(ended, count)


def test_every_default_lies_between_its_floor_and_its_ceiling():
    for kind, period in PERIODS.items():
        assert within(kind, period.default) == period.default
        assert 0 < period.least <= period.default <= period.most
    assert set(PERIODS) == set(RetentionKind)
    # A name never outlasts what it belongs to.
    names = PERIODS[RetentionKind.IDENTITY]
    assert all(names.default <= PERIODS[kind].default for kind in CLASS_OF.values())


@given(kinds, days, months)
def test_a_longer_period_never_ends_sooner(kind, ended, count):
    assert kept_until(kind, ended, count) <= kept_until(kind, ended, count + 1)


@given(kinds, days, months, st.integers(-40, 40))
def test_looking_from_today_finds_whatever_is_over_and_nothing_that_runs(kind, today, count, off):
    newest = ended_by(kind, today, count)
    ended = newest + off * DAY
    if due_on(kind, ended, count) <= today:
        assert ended <= newest
        assert ended < kept_from(kind, today, count)
    else:
        assert ended >= kept_from(kind, today, count)


@given(days, st.integers(-500, 500))
def test_a_day_is_due_then_soon_then_near_then_later(today, left):
    expected = (
        Stage.DUE if left <= 0 else Stage.SOON if left <= 30 else Stage.NEAR if left <= 90
        else Stage.LATER
    )  # fmt: skip
    assert stage(today + left * DAY, today) is expected
    assert WARN_DAYS == (90, 30)


_STEPS = sorted({row.event for row in TABLE} | OUTSIDE_TABLE | set(IMPORTED_AS))
events = st.lists(st.tuples(st.sampled_from(_STEPS), st.integers(0, 400)), max_size=60)


def _possible(steps):
    """A history that the state table allows, made of these wishes; with the state after each."""
    channel, state, day = Channel.CORRUPTION, State.RECEIVED, date(2026, 1, 1)
    history, states = [(EventKind.RECEIVED, day)], [state]
    for kind, later in steps:
        try:
            after = state_after(channel, state, kind)
        except MoveRefused:
            continue
        day += later * DAY
        history.append((kind, day))
        state = after
        states.append(state)
    return history, states


@given(events)
def test_a_history_has_ended_exactly_when_its_state_has(steps):
    history, states = _possible(steps)
    read = read_history(history)
    if not is_completed(states[-1]):
        assert read.ended_on is None and read.identity_from is None
        return
    began = next(
        at for at in range(len(states) - 1, -1, -1) if not at or not is_completed(states[at - 1])
    )
    assert read.ended_on == history[began][1]
    assert history[began][0] in ENDING
    assert read.is_merged == (states[-1] is State.MERGED)


@given(events)
def test_the_newest_word_on_a_hold_counts(steps):
    history, _ = _possible(steps)
    words = [kind for kind, _ in history if kind in (EventKind.HOLD_SET, EventKind.HOLD_LIFTED)]
    assert read_history(history).is_held == (words[-1:] == [EventKind.HOLD_SET])


@given(events)
def test_a_names_period_begins_once_and_never_before_the_end(steps):
    history, _ = _possible(steps)
    read = read_history(history)
    erasures = [at for at, (kind, _) in enumerate(history) if kind in ERASING]
    since = history[erasures[-1] :] if erasures else []
    came = [day for kind, day in since if kind is EventKind.EVIDENCE_ADDED]
    if read.ended_on is None:
        assert read.identity_from is None
    elif not erasures:
        assert read.identity_from == read.ended_on
    else:
        assert read.identity_from == (max(read.ended_on, came[0]) if came else None)
        assert read.erased_on == history[erasures[-1]][1]
        assert read.has_expired == (history[erasures[-1]][0] is EventKind.IDENTITY_EXPIRED)


def test_every_class_has_its_words_and_periods_are_said_as_people_do():
    for words in (RETENTION_KINDS, RETENTION_STARTS, RETENTION_ENDS):
        assert set(words) == set(RetentionKind)
    assert set(RETENTION_STAGES) == set(Stage) - {Stage.LATER}
    assert [months_in_words(count).th for count in (3, 12, 18, 120)] == [
        "3 เดือน", "1 ปี", "1 ปี 6 เดือน", "10 ปี",
    ]  # fmt: skip
    assert months_in_words(13).en == "1 year and 1 month"
