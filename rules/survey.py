"""Satisfaction with the service, not with the verdict: questions, figures, and when they are shown.

Two figures, because plans word the target of eighty per cent in both ways: the mean on a scale of
100 (mean of 1 to 5, times 20) and the share of answers that are 4 or 5. Both in tenths of a per
cent, so that every program prints the same digits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rules.limits import SMALLEST_PUBLISHED_COUNT

QUESTIONS: Final = ("easy", "on_time", "clear", "secret", "fair", "overall")
STAFF: Final = "staff"
LEVELS: Final = (5, 4, 3, 2, 1)
GOOD_FROM: Final = 4
TARGET_TENTHS: Final = 800
HALVES: Final = (1, 2)


@dataclass(frozen=True, slots=True)
class Score:
    """How `answers` people answered one question; `mean` and `good` in tenths of a per cent."""

    answers: int
    mean: int
    good: int

    @property
    def reaches_target(self) -> bool:
        """Whether either way of counting reaches eighty per cent."""
        return max(self.mean, self.good) >= TARGET_TENTHS


def score(levels: Sequence[int]) -> Score | None:
    """The figures of one question; None while fewer answered than may be shown."""
    count = len(levels)
    if count < SMALLEST_PUBLISHED_COUNT:
        return None
    good = sum(level >= GOOD_FROM for level in levels)
    return Score(count, _tenths(sum(levels) * 20, count), _tenths(good * 100, count))


def _tenths(total: int, count: int) -> int:
    """total / count in tenths, rounded half up."""
    return (total * 20 + count) // (2 * count)


def shown_parts(counts: Mapping[int, int], closed: Sequence[int]) -> tuple[int | None, ...]:
    """Which parts of a year may be shown: halves by number, None for the year in one.

    `counts` are answers by half. A half is shown when it is over and has enough of them; where a
    half has too few, no figure is shown from which it could be worked out: then the year in one,
    if that has enough, and no half of it. Until the year is over only its first half can be.
    """
    enough = [half for half in HALVES if counts.get(half, 0) >= SMALLEST_PUBLISHED_COUNT]
    few = [half for half in HALVES if 0 < counts.get(half, 0) < SMALLEST_PUBLISHED_COUNT]
    if set(closed) != set(HALVES):
        # What the second half brings is not known yet: a first half once shown stays alone.
        return tuple(half for half in enough if half in closed)
    if 1 in enough:
        return tuple(enough) if not few else (1,)
    whole = sum(counts.values()) >= SMALLEST_PUBLISHED_COUNT
    if 2 in enough and not few:
        return (2,)
    return (None,) if whole else ()
