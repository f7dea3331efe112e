"""The survey's figures: two ways of counting, and nothing from which few answers could be told."""

from itertools import product

import pytest

from rules.survey import Score, score, shown_parts


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((5, 5, 5, 5, 5), Score(5, 1000, 1000)),
        ((1, 1, 1, 1, 1), Score(5, 200, 0)),
        ((5, 4, 3, 2, 1), Score(5, 600, 400)),
        ((4, 4, 4, 4, 3, 3), Score(6, 733, 667)),
        ((4,) * 8 + (3,) * 2, Score(10, 760, 800)),
    ],
)
def test_the_mean_and_the_share_of_good_answers_are_tenths_of_a_per_cent(levels, expected):
    assert score(levels) == expected


def test_four_answers_are_not_shown():
    assert score((5, 5, 5, 5)) is None


def test_either_way_of_counting_reaches_the_target():
    assert Score(10, 760, 800).reaches_target
    assert Score(10, 800, 790).reaches_target
    assert not Score(10, 799, 799).reaches_target


@pytest.mark.parametrize(
    ("first", "second", "closed", "expected"),
    [
        (9, 9, (1, 2), (1, 2)),
        (9, 3, (1, 2), (1,)),
        (3, 9, (1, 2), (None,)),
        (3, 3, (1, 2), (None,)),
        (2, 2, (1, 2), ()),
        (0, 9, (1, 2), (2,)),
        (9, 0, (1, 2), (1,)),
        (9, 2, (1,), (1,)),
        (4, 9, (1,), ()),
        (9, 9, (), ()),
    ],
)
def test_a_half_is_shown_when_it_is_over_and_has_five_answers(first, second, closed, expected):
    assert shown_parts({1: first, 2: second}, closed) == expected


def test_what_is_ever_shown_of_a_year_never_gives_away_a_part_with_fewer_than_five():
    """Everything shown over time, put together by whoever keeps it: sums and their differences."""
    for first, second in product(range(12), repeat=2):
        counts = {1: first, 2: second}
        ever = {*shown_parts({1: first}, (1,)), *shown_parts(counts, (1, 2))}
        known = {part: counts[part] if part else first + second for part in ever}
        if None in known:
            known |= {3 - part: first + second - counts[part] for part in ever if part}
        assert all(count == 0 or count >= 5 for count in known.values()), (first, second, ever)
