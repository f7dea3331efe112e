"""Whether a measure was followed by fewer cases: equal spans of whole quarters before and after.

The quarter in which the measure was done belongs to neither side. Counting says what followed,
never why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.patterns import CaseRecord, count_in, quarter_of, quarters_after, quarters_before
from rules.thai_time import Period

QUARTERS_MOST: Final = 4
QUARTERS_LEAST: Final = 2
TOGETHER_LEAST: Final = 5  # cases on both sides together, below which numbers say nothing

TOO_SHORT: Final = "too_short"
TOO_FEW: Final = "too_few"
FEWER: Final = "fewer"
SAME: Final = "same"
MORE: Final = "more"
VERDICTS: Final = (TOO_SHORT, TOO_FEW, FEWER, SAME, MORE)


@dataclass(frozen=True, slots=True)
class Effect:
    """Cases by quarter on both sides; `rest_*` are those of the category in all other units."""

    quarters_before: tuple[Period, ...]
    quarters_after: tuple[Period, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    rest_before: int
    rest_after: int
    verdict: str


@dataclass(frozen=True, slots=True)
class PublicEffect:
    """What may be told outside: two counts of one year each, neither small nor giving one away."""

    first_before: date
    last_before: date
    before: int
    first_after: date
    last_after: date
    after: int


def effect_of(
    cases: Iterable[CaseRecord],
    category: str,
    unit: str,
    done_on: date,
    *,
    known_from: date,
    today: date,
) -> Effect:
    """How many cases there were before and after; `unit` "" asks for all units.

    Cases are known from `known_from` on; quarters that are not wholly known or over do not count.
    """
    before, after = _spans(done_on, known_from, today)
    of_category = [one for one in cases if one.category == category]
    these = [one for one in of_category if not unit or one.unit == unit]
    rest = [one for one in of_category if unit and one.unit != unit]
    counts_before = tuple(count_in(these, one) for one in before)
    counts_after = tuple(count_in(these, one) for one in after)
    return Effect(
        quarters_before=before,
        quarters_after=after,
        before=counts_before,
        after=counts_after,
        rest_before=sum(count_in(rest, one) for one in before),
        rest_after=sum(count_in(rest, one) for one in after),
        verdict=_verdict(len(after), sum(counts_before), sum(counts_after)),
    )


def public_effect(effect: Effect, least: int = SMALLEST_PUBLISHED_COUNT) -> PublicEffect | None:
    """The two counts, or None where the spans are no whole years or a count is small.

    Only the fixed span of four quarters is told: of two versions with other spans, the difference
    would be the count of one quarter. What the other units have left is looked at too, because the
    category's total stands in the statistics.
    """
    counts = (sum(effect.before), sum(effect.after), effect.rest_before, effect.rest_after)
    is_whole = len(effect.after) == len(effect.before) == QUARTERS_MOST
    if not is_whole or any(0 < count < least for count in counts):
        return None
    return PublicEffect(
        effect.quarters_before[0].first,
        effect.quarters_before[-1].last,
        counts[0],
        effect.quarters_after[0].first,
        effect.quarters_after[-1].last,
        counts[1],
    )


def _spans(
    done_on: date, known_from: date, today: date
) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """As many quarters before as after, up to four of each."""
    done_in = quarter_of(done_on)
    before = [one for one in quarters_before(done_in, QUARTERS_MOST) if one.first >= known_from]
    after = [one for one in quarters_after(done_in, QUARTERS_MOST) if one.last < today]
    length = min(len(before), len(after))
    return tuple(before[len(before) - length :]), tuple(after[:length])


def _verdict(quarters: int, before: int, after: int) -> str:
    if quarters < QUARTERS_LEAST:
        return TOO_SHORT
    if before + after < TOGETHER_LEAST:
        return TOO_FEW
    # Counts move by about their root from chance alone; less than that is called the same.
    if (before - after) ** 2 <= before + after:
        return SAME
    return FEWER if after < before else MORE
