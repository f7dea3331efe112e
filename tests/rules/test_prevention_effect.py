"""Before and after are equal spans, verdicts are careful, and nothing small is told outside."""

import random
from datetime import date, timedelta

import pytest

from rules.patterns import CaseRecord
from rules.prevention_effect import (
    FEWER,
    MORE,
    SAME,
    TOO_FEW,
    TOO_SHORT,
    Effect,
    effect_of,
    public_effect,
)

DONE = date(2025, 11, 15)  # in October to December 2025
LONG_AGO = date(2020, 1, 1)
YEARS_LATER = date(2027, 6, 1)
BEFORE = date(2025, 5, 5)
AFTER = date(2026, 5, 5)


def cases(
    number: int, day: date, unit: str = "works", category: str = "procurement"
) -> list[CaseRecord]:
    return [CaseRecord(f"{day}{unit}{n}", category, unit, day, None) for n in range(number)]


def effect(
    records: list[CaseRecord],
    *,
    unit: str = "works",
    known_from: date = LONG_AGO,
    today: date = YEARS_LATER,
) -> Effect:
    return effect_of(records, "procurement", unit, DONE, known_from=known_from, today=today)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (8, 2, FEWER),
        (2, 8, MORE),
        (6, 5, SAME),
        (5, 6, SAME),
        (5, 0, FEWER),
        (2, 2, TOO_FEW),
        (0, 0, TOO_FEW),
        (4, 0, TOO_FEW),
    ],
)
def test_the_verdict_is_careful_with_small_numbers(before: int, after: int, verdict: str) -> None:
    found = effect(cases(before, BEFORE) + cases(after, AFTER))
    assert (sum(found.before), sum(found.after), found.verdict) == (before, after, verdict)


def test_a_year_lies_on_either_side_of_the_quarter_in_which_it_was_done() -> None:
    found = effect(cases(9, DONE))
    assert (found.before, found.after) == ((0, 0, 0, 0), (0, 0, 0, 0))
    assert (found.quarters_before[0].first, found.quarters_before[-1].last) == (
        date(2024, 10, 1), date(2025, 9, 30),
    )  # fmt: skip
    assert (found.quarters_after[0].first, found.quarters_after[-1].last) == (
        date(2026, 1, 1), date(2026, 12, 31),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("today", "quarters"),
    [
        (date(2025, 12, 1), 0),
        (date(2026, 3, 31), 0),
        (date(2026, 4, 1), 1),
        (date(2026, 7, 1), 2),
        (date(2027, 1, 1), 4),
    ],
)
def test_spans_are_equal_and_only_whole_quarters_that_are_over(today: date, quarters: int) -> None:
    found = effect(cases(20, BEFORE), today=today)
    assert len(found.before) == len(found.after) == quarters
    assert (found.verdict == TOO_SHORT) == (quarters < 2)


def test_a_quarter_of_which_not_every_case_is_known_does_not_count() -> None:
    found = effect(cases(20, BEFORE), known_from=date(2025, 4, 2))
    assert [one.first for one in found.quarters_before] == [date(2025, 7, 1)]
    assert found.verdict == TOO_SHORT


def test_other_categories_do_not_count_and_other_units_are_the_rest() -> None:
    records = cases(6, BEFORE) + cases(3, BEFORE, "treasury") + cases(2, AFTER, "")
    records += cases(9, BEFORE, category="bribery")
    found = effect(records)
    assert (sum(found.before), sum(found.after)) == (6, 0)
    assert (found.rest_before, found.rest_after) == (3, 2)
    everywhere = effect(records, unit="")
    assert (sum(everywhere.before), sum(everywhere.after)) == (9, 2)
    assert (everywhere.rest_before, everywhere.rest_after) == (0, 0)


@pytest.mark.parametrize("seed", range(300))
def test_nothing_small_is_told_outside_nor_left_over_by_subtraction(seed: int) -> None:
    dice = random.Random(seed)
    most = dice.choice((3, 8, 30))
    records = [
        one
        for day in (BEFORE, AFTER)
        for unit in ("works", "treasury")
        for one in cases(dice.randrange(most), day, unit)
    ]
    found = effect(records, today=dice.choice((YEARS_LATER, DONE + timedelta(days=200))))
    told = public_effect(found)
    if told is None:
        return
    for first, last, number in (
        (told.first_before, told.last_before, told.before),
        (told.first_after, told.last_after, told.after),
    ):
        in_span = [one for one in records if first <= one.received_on <= last]
        of_unit = sum(one.unit == "works" for one in in_span)
        assert number == of_unit
        assert of_unit == 0 or of_unit >= 5
        assert len(in_span) - of_unit == 0 or len(in_span) - of_unit >= 5
        assert timedelta(days=364) <= last - first <= timedelta(days=365)


def test_large_counts_and_noughts_are_told() -> None:
    told = public_effect(effect(cases(7, BEFORE) + cases(5, AFTER, "treasury")))
    assert told is not None
    assert (told.before, told.after) == (7, 0)


def test_less_than_a_year_is_not_told_so_that_versions_give_no_quarter_away() -> None:
    records = cases(9, BEFORE) + cases(9, AFTER)
    assert public_effect(effect(records, today=date(2026, 12, 31))) is None
    assert public_effect(effect(records, today=date(2027, 1, 1))) is not None
