"""The balance of the statistics table, for any history and any granularity."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.counting import (
    Row,
    closed_periods,
    counted_completed_on,
    default_granularity,
    median_days,
    tabulate,
    tenths_of_percent,
    total,
    zero_sentence,
)
from rules.thai_time import Period, halves, months, quarters, year

DAY = timedelta(days=1)
RECEIPTS = st.dates(date(2023, 1, 1), date(2028, 12, 31))
CASES = st.lists(st.tuples(RECEIPTS, st.none() | st.integers(-3, 900)), max_size=60)
FISCAL_YEARS = st.integers(2566, 2571)
Case = tuple[date, int | None]


def history(cases: list[Case]) -> tuple[Counter[date], Counter[date]]:
    """Counts by day; a case may be decided before its legal receipt, on a weekend."""
    received = Counter(day for day, _ in cases)
    completed = Counter(
        counted_completed_on(day, day + timedelta(days=after))
        for day, after in cases
        if after is not None
    )
    return received, completed


def granularities(fiscal_year: int) -> list[tuple[Period, ...]]:
    return [
        months(fiscal_year),
        quarters(fiscal_year),
        halves(fiscal_year),
        (year(fiscal_year),),
    ]


@given(CASES, FISCAL_YEARS)
def test_every_row_balances_and_hands_its_rest_to_the_next(
    cases: list[Case], fiscal_year: int
) -> None:
    for periods in granularities(fiscal_year):
        rows = tabulate(*history(cases), periods)
        for row in rows:
            assert row.carried_forward + row.received == row.completed + row.outstanding
            assert min(row.carried_forward, row.received, row.completed, row.outstanding) >= 0
        for earlier, later in pairwise(rows):
            assert later.carried_forward == earlier.outstanding


@given(CASES, FISCAL_YEARS)
def test_every_figure_agrees_with_counting_the_cases_one_by_one(
    cases: list[Case], fiscal_year: int
) -> None:
    ends = [
        (day, None if after is None else max(day, day + timedelta(days=after)))
        for day, after in cases
    ]
    for periods in granularities(fiscal_year):
        for row in tabulate(*history(cases), periods):
            first, last = row.period.first, row.period.last
            assert row.received == sum(first <= day <= last for day, _ in ends)
            assert row.completed == sum(end is not None and first <= end <= last for _, end in ends)
            assert row.outstanding == sum(
                day <= last and (end is None or end > last) for day, end in ends
            )


@given(CASES, FISCAL_YEARS)
def test_every_granularity_has_the_same_total(cases: list[Case], fiscal_year: int) -> None:
    totals = {total(tabulate(*history(cases), p)) for p in granularities(fiscal_year)}
    assert totals == set(tabulate(*history(cases), (year(fiscal_year),)))


@given(CASES, FISCAL_YEARS)
def test_a_year_begins_with_what_the_year_before_left(cases: list[Case], fiscal_year: int) -> None:
    before, after = tabulate(*history(cases), (year(fiscal_year - 1), year(fiscal_year)))
    assert before.outstanding == after.carried_forward


@given(CASES, FISCAL_YEARS)
def test_outcomes_stay_within_the_completed_and_add_up(cases: list[Case], fiscal_year: int) -> None:
    received, completed = history(cases)
    refused = {day: (count + 1) // 2 for day, count in completed.items()}
    sent_on = {day: count // 2 for day, count in completed.items()}
    for periods in granularities(fiscal_year):
        rows = tabulate(received, completed, periods, not_accepted=refused, forwarded=sent_on)
        whole = total(rows)
        for row in (*rows, whole):
            assert row.not_accepted + row.forwarded == row.completed
        assert whole.not_accepted == sum(row.not_accepted for row in rows)
        assert whole.forwarded == sum(row.forwarded for row in rows)


@given(CASES, FISCAL_YEARS)
def test_what_ended_before_the_table_begins_may_be_left_out(
    cases: list[Case], fiscal_year: int
) -> None:
    for periods in granularities(fiscal_year):
        first = periods[0].first
        left = [
            (day, after)
            for day, after in cases
            if after is None or max(day, day + timedelta(days=after)) >= first
        ]
        assert tabulate(*history(left), periods) == tabulate(*history(cases), periods)


def test_more_outcomes_than_completed_cases_are_refused() -> None:
    day = date(2026, 10, 5)
    for refused, sent_on in (({day: 2}, {}), ({}, {day: 2}), ({day: 1}, {day: 1}), ({day: -1}, {})):
        with pytest.raises(ValueError, match="an outcome"):
            tabulate({day: 1}, {day: 1}, quarters(2570), not_accepted=refused, forwarded=sent_on)


def test_a_share_is_rounded_half_up() -> None:
    shares = [tenths_of_percent(*one) for one in ((0, 7), (1, 16), (1, 3), (2, 3), (7, 7))]
    assert shares == [0, 63, 333, 667, 1000]


@given(st.lists(st.integers(0, 900), min_size=5, max_size=60))
def test_the_median_is_a_day_that_was_counted(days: list[int]) -> None:
    assert median_days(Counter(days)) == median_low(days)


@pytest.mark.parametrize("days", [[], [3], [3, 3, 4, 4]])
def test_a_median_of_few_is_none(days: list[int]) -> None:
    assert median_days(Counter(days)) is None


def test_the_first_and_the_last_day_belong_to_their_period() -> None:
    received = {date(2026, 9, 30): 1, date(2026, 10, 1): 2, date(2026, 12, 31): 4}
    completed = {date(2026, 12, 31): 1, date(2027, 1, 1): 3}
    rows = tabulate(received, completed, quarters(2570)[:2])
    assert [(r.carried_forward, r.received, r.completed, r.outstanding) for r in rows] == [
        (1, 6, 1, 6),
        (6, 0, 3, 3),
    ]


def test_nothing_at_all_is_a_table_of_noughts() -> None:
    quiet = {date(2026, 1, 5): 0}
    assert total(tabulate({}, {}, months(2569))) == Row(year(2569), 0, 0, 0, 0)
    assert total(tabulate(quiet, quiet, months(2569))) == Row(year(2569), 0, 0, 0, 0)


def test_a_counted_row_cannot_be_touched_up() -> None:
    row = tabulate({}, {}, (year(2569),))[0]
    with pytest.raises(AttributeError):
        row.received = 1  # type: ignore[misc]


def test_a_total_of_part_of_a_year_names_its_days() -> None:
    row = total(tabulate({date(2026, 10, 5): 1}, {}, quarters(2570)[:2]))
    assert row.period == Period("span", 1, date(2026, 10, 1), date(2027, 3, 31), 2570)


def test_a_total_of_nothing_or_of_scattered_periods_is_refused() -> None:
    rows = tabulate({}, {}, quarters(2570))
    with pytest.raises(ValueError, match="at least one"):
        total(())
    with pytest.raises(ValueError, match="follow"):
        total((rows[0], rows[2]))
    with pytest.raises(ValueError, match="follow"):
        total((rows[1], rows[0]))


def test_a_history_that_cannot_be_is_refused_and_not_smoothed() -> None:
    day = date(2026, 10, 5)
    with pytest.raises(ValueError, match="more cases completed"):
        tabulate({day: 1}, {day - DAY: 1}, quarters(2570))
    with pytest.raises(ValueError, match="below zero"):
        tabulate({day: -1}, {}, quarters(2570))


def test_a_decision_before_legal_receipt_is_counted_on_the_receipt_day() -> None:
    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)
    assert counted_completed_on(monday, saturday) == monday
    assert counted_completed_on(monday, monday + DAY) == monday + DAY


def test_a_period_is_closed_once_its_last_day_has_passed() -> None:
    assert closed_periods(quarters(2570), date(2026, 12, 31)) == ()
    assert closed_periods(quarters(2570), date(2027, 1, 1)) == quarters(2570)[:1]
    assert closed_periods(quarters(2569), date(2026, 10, 1)) == quarters(2569)


def test_a_year_of_few_cases_is_shown_by_half_years() -> None:
    assert [default_granularity(n) for n in (0, 4, 5, 100)] == [
        "half",
        "half",
        "quarter",
        "quarter",
    ]


def test_no_complaints_is_a_sentence_with_its_period() -> None:
    first, last = date(2025, 10, 1), date(2026, 9, 30)
    assert zero_sentence(first, last, "th") == (
        "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ ในช่วงวันที่ 1 ตุลาคม 2568 ถึงวันที่ 30 กันยายน 2569"
    )
    assert "1 October 2025 to 30 September 2026" in zero_sentence(first, last, "en")
