"""What recurs is found, against histories reckoned by hand and against a slow second counting."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import count

import pytest

from rules.patterns import (
    FINDINGS,
    GROUNDS,
    NO_GROUNDS,
    NOT_YET,
    CaseRecord,
    find_patterns,
    months_before,
    quarter_of,
    quarters_after,
    quarters_before,
)

TODAY = date(2026, 11, 23)  # quarter 1 of 2570
NUMBERS = count()


def case(
    category: str = "procurement",
    unit: str = "works",
    received_on: date = date(2026, 6, 1),
    happened_on: date | None = None,
    finding: str = NOT_YET,
) -> CaseRecord:
    return CaseRecord(f"{next(NUMBERS):04}", category, unit, received_on, happened_on, finding)


def test_three_of_one_category_and_unit_within_two_years_recur() -> None:
    cases = [
        case(received_on=date(2024, 11, 24)),
        case(received_on=date(2025, 9, 1), finding=GROUNDS),
        case(received_on=date(2026, 11, 1)),
        case(unit="treasury"),
        case(category="bribery"),
    ]
    (found,) = find_patterns(cases, TODAY).recurring
    assert (found.category, found.unit) == ("procurement", "works")
    assert found.case_ids == (cases[2].id, cases[1].id, cases[0].id)
    assert (found.first, found.last) == (date(2024, 11, 24), date(2026, 11, 1))
    assert found.with_grounds == 1


def test_a_case_of_two_years_ago_today_is_too_old() -> None:
    cases = [case(received_on=date(2024, 11, 23)), case(), case()]
    assert find_patterns(cases, TODAY).recurring == ()


def test_what_names_neither_category_nor_unit_says_nothing() -> None:
    assert find_patterns([case("", "")] * 9, TODAY).recurring == ()
    unit_only = find_patterns([case("") for _ in range(3)], TODAY)
    category_only = find_patterns([case(unit="") for _ in range(3)], TODAY)
    assert [one.unit for one in unit_only.recurring] == ["works"]
    assert [one.category for one in category_only.recurring] == ["procurement"]
    assert unit_only.many_kinds == category_only.many_kinds == ()


@pytest.mark.parametrize(
    ("counts", "rises"),
    [
        ((0, 0, 1, 2), True),
        ((1, 1, 2, 3), True),
        ((0, 1, 2, 4), True),
        ((1, 1, 1, 2), False),  # one case more says nothing
        ((0, 2, 1, 4), False),  # it fell in between
        ((0, 0, 0, 3), False),  # one leap is no trend
        ((3, 3, 3, 3), False),
        ((4, 2, 1, 0), False),
    ],
)
def test_a_category_rises_when_no_quarter_has_fewer_than_the_one_before(
    counts: tuple[int, ...], rises: bool
) -> None:
    middles = (date(2025, 11, 5), date(2026, 2, 5), date(2026, 5, 5), date(2026, 8, 5))
    cases = [
        case(unit="", received_on=day)
        for day, number in zip(middles, counts, strict=True)
        for _ in range(number)
    ]
    cases.append(case(received_on=TODAY, unit=""))  # the quarter that runs is no judge
    found = find_patterns(cases, TODAY)
    assert [period.last for period in found.rising_over] == [
        date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30),
    ]  # fmt: skip
    assert [(one.of, one.code, one.counts) for one in found.rising] == (
        [("category", "procurement", counts)] if rises else []
    )


def test_one_unit_with_several_categories_is_told_the_most_frequent_first() -> None:
    cases = [case(), case(), case("bribery"), case("procurement", "treasury")]
    (found,) = find_patterns(cases, TODAY).many_kinds
    assert found.unit == "works"
    assert [(one.code, one.count) for one in found.categories] == [
        ("procurement", 2), ("bribery", 1),
    ]  # fmt: skip
    assert set(found.case_ids) == {one.id for one in cases[:3]}


def test_every_quarter_from_the_first_case_to_today_stands_in_the_table() -> None:
    cases = [case(received_on=date(2025, 12, 31)), case(received_on=date(2026, 7, 1))]
    found = find_patterns(cases, TODAY).quarters
    assert [(one.fiscal_year_be, one.index, number) for one, number in found] == [
        (2569, 1, 1), (2569, 2, 0), (2569, 3, 0), (2569, 4, 1), (2570, 1, 0),
    ]  # fmt: skip


def test_months_are_those_of_the_incident_and_begin_in_october() -> None:
    cases = [
        case(happened_on=date(2025, 9, 29)),
        case(happened_on=date(2024, 9, 1)),
        case(happened_on=date(2026, 1, 1)),
        case(),
    ]
    months = find_patterns(cases, TODAY).months
    assert [int(one.code) for one in months] == [10, 11, 12, *range(1, 10)]
    assert {one.code: one.count for one in months if one.count} == {"9": 2, "1": 1}
    assert find_patterns([case()], TODAY).months == ()


def test_an_office_without_cases_has_no_patterns() -> None:
    found = find_patterns([], TODAY)
    assert (found.counted, found.quarters, found.categories, found.recurring) == (0, (), (), ())


def test_months_before_ends_with_a_shorter_month() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)
    assert months_before(date(2026, 1, 31), 2) == date(2025, 11, 30)


@pytest.mark.parametrize("seed", range(20))
def test_generated_histories_agree_with_a_slow_second_counting(seed: int) -> None:
    """The oracle goes through every case for every question, with no grouping at all."""
    dice = random.Random(seed)
    cases = [
        case(
            dice.choice(("procurement", "bribery", "false_claim", "")),
            dice.choice(("works", "treasury", "")),
            TODAY - timedelta(days=dice.randrange(1200)),
            dice.choice((None, date(2025, dice.randrange(1, 13), 5))),
            dice.choice((GROUNDS, NO_GROUNDS, NOT_YET)),
        )
        for _ in range(dice.randrange(60))
    ]
    found = find_patterns(cases, TODAY)
    young = [one for one in cases if one.received_on >= date(2024, 11, 24)]
    pairs = {(one.category, one.unit) for one in young} - {("", "")}
    expected = {
        pair: {one.id for one in young if (one.category, one.unit) == pair} for pair in pairs
    }
    assert {(one.category, one.unit): set(one.case_ids) for one in found.recurring} == {
        pair: ids for pair, ids in expected.items() if len(ids) >= 3
    }
    assert {one.code: one.count for one in found.categories} == Counter(
        one.category for one in cases
    )
    assert {one.code: one.count for one in found.units} == Counter(one.unit for one in cases)
    for act in found.acts:
        for finding, number in zip(FINDINGS, act.counts, strict=True):
            assert number == sum(
                one.category == act.category and one.finding == finding for one in cases
            )
    assert sum(number for _, number in found.quarters) == found.counted == len(cases)
    assert sum(one.count for one in found.months) == sum(bool(one.happened_on) for one in cases)
    for one in found.rising:
        assert sorted(one.counts) == list(one.counts) and one.counts[-1] >= one.counts[0] + 2


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2027, 3, 31), date(2026, 12, 31)])
def test_quarters_before_and_after_join_without_a_gap(day: date) -> None:
    here = quarter_of(day)
    row = (*quarters_before(here, 6), here, *quarters_after(here, 6))
    for one, following in zip(row, row[1:], strict=False):
        assert following.first == one.last + timedelta(days=1)
    assert here.first <= day <= here.last
