"""The demo's stories laid on the calendar, so that they end on the day the demo is made."""

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from app.demo_stories import Hour, Step, Topic
from rules.holidays_seed import HOLIDAYS
from rules.office_calendar import OfficeCalendar
from rules.states import Move
from rules.thai_time import (
    BANGKOK,
    MONTHS_TH,
    buddhist_year,
    fiscal_year_be,
    fiscal_year_bounds,
    long_date,
)

CALENDAR: Final = OfficeCalendar(frozenset(day for day, _th, _en in HOLIDAYS))
LATELY: Final = 30
"""Younger filings keep their very day, whatever weekday it is: the lists of today need them."""

THIS_YEAR: Final = 57
"""Older filings that have ended belong to the fiscal year before."""

_SATURDAY: Final = 5
_BETWEEN: Final = timedelta(minutes=7)


@dataclass(frozen=True)
class Happening:
    """A filing (`step` None) or a step of its story, at its moment."""

    at: datetime
    topic: Topic
    step: Step | None = None


def happenings(topics: Iterable[Topic], now: datetime, seed: int) -> tuple[Happening, ...]:
    """Everything that has happened up to now, in the order of time."""
    laid = [
        one
        for topic in topics
        for one in _story(topic, now, random.Random(f"{seed} {topic.number}"))  # noqa: S311
    ]
    return tuple(sorted((one for one in laid if one.at <= now), key=lambda one: one.at))


def words_at(text: str, dates: Mapping[str, str]) -> str:
    """The text with its dates put in."""
    return text.format_map(dates)


def filing_dates(topic: Topic, filed_at: datetime) -> Mapping[str, str]:
    """The dates that a filed text may name."""
    day = incident_day(topic, filed_at)
    return {
        "day": long_date(day),
        "day_th": long_date(day, thai_digits=True),
        "month": f"{MONTHS_TH[day.month - 1]} {buddhist_year(day)}",
        "year": str(fiscal_year_be(day)),
    }


def step_dates(at: datetime) -> Mapping[str, str]:
    """The dates that the words of a step may name."""
    return {name: long_date(at.date() + timedelta(days)) for name, days in _AHEAD.items()}


_AHEAD: Final = {"today": 0, "soon": 15, "later": 30}


def incident_day(topic: Topic, filed_at: datetime) -> date:
    """The day on which it was seen."""
    return filed_at.date() - timedelta(days=topic.happened)


def _story(topic: Topic, now: datetime, chance: random.Random) -> Iterator[Happening]:
    filed_at = _filed_at(topic, now, chance)
    yield Happening(filed_at, topic)
    received_on = CALENDAR.legal_received_at(filed_at).date()
    at = filed_at
    for step in topic.story:
        at = _no_earlier(step, _step_at(step, received_on, chance), at + _BETWEEN)
        yield Happening(at, topic, step)


def _filed_at(topic: Topic, now: datetime, chance: random.Random) -> datetime:
    day = _filing_day(topic, now.astimezone(BANGKOK).date())
    if topic.days_ago > LATELY and topic.hour is Hour.OFFICE:
        day = CALENDAR.last_working_day_on_or_before(day)
    if topic.days_ago > LATELY and topic.hour is Hour.WEEKEND:
        day -= timedelta(days=(day.weekday() - _SATURDAY) % 7)
    hours = (18, 22) if topic.hour is Hour.EVENING else (9, 15)
    moment = _between(day, hours, chance)
    # Whoever files today has done so by now.
    return min(moment, now.astimezone(BANGKOK) - timedelta(minutes=20))


def _filing_day(topic: Topic, today: date) -> date:
    """So many days before today; old matters that have ended lie in the fiscal year before.

    So a third of them is this year's, whenever the demo is made (from a year's eighth week on).
    """
    day = today - timedelta(days=topic.days_ago)
    if topic.days_ago <= THIS_YEAR or not topic.has_ended:
        return day
    first, last = fiscal_year_bounds(fiscal_year_be(today) - 1)
    latest = last - timedelta(days=topic.days_ago - THIS_YEAR)
    # A week's room, as an office day or a Saturday is looked for backwards.
    return max(first + timedelta(days=7), min(day, latest))


def _step_at(step: Step, received_on: date, chance: random.Random) -> datetime:
    day = received_on + timedelta(days=step.day)
    if step.move is Move.REPORTER_MESSAGE:
        return _between(day, (17, 21), chance)
    # An office does what is due on a holiday before it.
    return _between(max(CALENDAR.last_working_day_on_or_before(day), received_on), (9, 15), chance)


def _no_earlier(step: Step, moment: datetime, earliest: datetime) -> datetime:
    """That moment, or the first one for this step after what came before it."""
    if moment >= earliest or step.move is Move.REPORTER_MESSAGE:
        return max(moment, earliest)
    return CALENDAR.legal_received_at(earliest)


def _between(day: date, hours: tuple[int, int], chance: random.Random) -> datetime:
    at = time(chance.randint(*hours), chance.randint(0, 59), tzinfo=BANGKOK)
    return datetime.combine(day, at)
