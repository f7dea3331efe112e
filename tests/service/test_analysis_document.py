"""A published analysis never carries a small number about a unit, whatever was counted."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.patterns import CaseRecord
from rules.prevention_effect import effect_of, public_effect
from rules.publication import canonical, opened
from rules.words import Words
from service.analysis_document import (
    AnalysisDocument,
    ToldEffect,
    ToldMeasure,
    analysis_from,
    analysis_record,
)

DONE, TODAY = date(2025, 11, 15), date(2027, 2, 1)
DAYS = (date(2024, 11, 1), date(2025, 6, 30), date(2026, 1, 1), date(2026, 12, 31))
CATEGORY, UNIT = Words("จัดซื้อจัดจ้าง", "Procurement"), Words("กองช่าง", "Works")


def measure(dice: random.Random) -> ToldMeasure:
    """A measure with the effect that so many generated cases give it."""
    most = dice.choice((2, 6, 12))
    cases = [
        CaseRecord(f"{day}-{unit}-{number}", "procurement", unit, day, None)
        for day in DAYS
        for unit in ("works", "treasury", "")
        for number in range(dice.choice((0, dice.randrange(most))))
    ]
    counted = effect_of(
        cases, "procurement", dice.choice(("works", "")), DONE,
        known_from=date(2020, 1, 1), today=TODAY,
    )  # fmt: skip
    counts = public_effect(counted)
    effect = ToldEffect(CATEGORY, UNIT, counts) if counts else None
    return ToldMeasure("แยกผู้ตรวจรับ", "กองคลัง", DONE, DONE, effect)


def numbers(value: Any) -> Iterator[int]:
    if isinstance(value, dict):
        for one in value.values():
            yield from numbers(one)
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value


def document(*measures: ToldMeasure) -> AnalysisDocument:
    return AnalysisDocument(
        "sample", Words("เทศบาล", "Town"), 2570, Words("มาตรการ", "Measures"), TODAY, measures
    )


@pytest.mark.parametrize("seed", range(60))
def test_no_version_carries_a_number_from_one_to_four(seed: int) -> None:
    dice = random.Random(seed)
    made = document(*(measure(dice) for _ in range(8)))
    record = opened(canonical(analysis_record(made)))
    assert analysis_from(record) == made
    told = list(numbers(record["measures"]))
    assert all(number == 0 or number >= SMALLEST_PUBLISHED_COUNT for number in told)


def test_the_property_meets_both_told_and_hidden_effects() -> None:
    made = [measure(random.Random(seed)) for seed in range(200)]
    told = [one for one in made if one.effect]
    assert 20 < len(told) < 180


def test_late_and_done_are_counted_by_the_day_of_the_document() -> None:
    late = ToldMeasure("ก", "ข", date(2027, 1, 31), None, None)
    due_today = ToldMeasure("ก", "ข", TODAY, None, None)
    done_late = ToldMeasure("ก", "ข", date(2026, 1, 31), DONE, None)
    made = document(late, due_today, done_late)
    assert (made.late, made.done) == (1, 1)
