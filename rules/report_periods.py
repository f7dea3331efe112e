"""The stretches of a fiscal year that a report to executives is about."""

from datetime import date
from typing import Final

from rules.thai_time import Period, fiscal_year_be, halves, quarters, year

_MOST: Final = {"quarter": 4, "half": 2, "year": 1}
TOPICS: Final = tuple(
    f"{kind}-{index}" for kind, most in _MOST.items() for index in range(1, most + 1)
)
"""Every name of a period, as addresses have it."""


def report_periods(fiscal_year: int) -> tuple[Period, ...]:
    """Four quarters, two halves and the whole of a fiscal year (B.E.)."""
    return (*quarters(fiscal_year), *halves(fiscal_year), year(fiscal_year))


def topic_of(period: Period) -> str:
    """The period's name in addresses and publications: "quarter-2", "half-1", "year-1"."""
    return f"{period.kind}-{period.index}"


def title_of(period: Period, lang: str = "th") -> str:
    """The period with its year: "ไตรมาส 1 (ต.ค.–ธ.ค.) ปีงบประมาณ พ.ศ. 2570"."""
    label, whole = period.label(lang), year(period.fiscal_year_be).label(lang)
    if label == whole:
        return label
    return f"{label}, {whole[0].lower()}{whole[1:]}" if lang == "en" else f"{label} {whole}"


def period_named(fiscal_year: int, topic: str) -> Period:
    """The period of that name; ValueError when there is none."""
    for period in report_periods(fiscal_year):
        if topic_of(period) == topic:
            return period
    raise ValueError("no such period")


def has_begun(period: Period, today: date) -> bool:
    """Whether there is anything to tell of it yet."""
    return period.first <= today


def is_running(period: Period, today: date) -> bool:
    """Whether its last day has not passed, so that its numbers still move."""
    return period.first <= today <= period.last


def last_closed_half(today: date) -> Period:
    """The half-year that ended last: what a report is due of."""
    this_year = fiscal_year_be(today)
    closed = [
        half
        for number in (this_year - 1, this_year)
        for half in halves(number)
        if half.last < today
    ]
    return closed[-1]
