"""What the numbers of a period say by themselves: a first draft for the officer who reports.

The text is meant for the public too. So no count below the smallest published one is named, and
that cases wait for others, which could tell an accused officer that somebody outside is at work,
is said only of so many.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.thai_time import Period, long_date
from rules.words.reports import FEW, OBSTACLES, PROBLEMS, REMEDIES, SO_MANY

LONG_DAYS: Final = 90
"""More days than this without being completed is long."""

FEW_A_YEAR: Final = SMALLEST_PUBLISHED_COUNT
_PART_OF_YEAR: Final = {"quarter": 4, "half": 2, "year": 1}


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What the draft is made from: counts of cases about corruption in one period.

    `late_answers` are first answers after their day or still missing; `long_outstanding` cases
    open for more than `LONG_DAYS` at its end; `looks` at the link on the main website in the
    period, `last_look` the newest of them; `late_measures` measures of prevention past their day.
    """

    period: Period
    received: int
    completed: int
    carried_forward: int = 0
    late_answers: int = 0
    long_outstanding: int = 0
    waiting_for_others: int = 0
    waiting_for_reporters: int = 0
    looks: int = 0
    last_look: date | None = None
    late_measures: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """Three texts, a sentence a line."""

    problems: str
    obstacles: str
    remedies: str


def draft(facts: DraftFacts) -> Draft:
    """The sentences that these facts give, in Thai; each of the three says something."""
    many = facts.waiting_for_others >= SMALLEST_PUBLISHED_COUNT
    asked = facts.waiting_for_reporters >= SMALLEST_PUBLISHED_COUNT
    return Draft(
        problems=_lines(_problems(facts)),
        obstacles=_lines(_obstacles(facts, many, asked)),
        remedies=_lines(_remedies(facts, many, asked)),
    )


def _problems(facts: DraftFacts) -> list[str]:
    said = []
    if facts.late_answers:
        said.append(PROBLEMS["late"].th.format(many=_many(facts.late_answers)))
    if facts.long_outstanding:
        long = _many(facts.long_outstanding)
        said.append(PROBLEMS["long"].th.format(days=LONG_DAYS, many=long))
    if _grows(facts):
        said.append(PROBLEMS["growing"].th)
    return said or [PROBLEMS["zero" if _is_empty(facts) else "none"].th]


def _obstacles(facts: DraftFacts, many_others: bool, many_asked: bool) -> list[str]:
    said = []
    if many_others:
        said.append(OBSTACLES["others"].th.format(many=_many(facts.waiting_for_others)))
    if many_asked:
        said.append(OBSTACLES["reporters"].th.format(many=_many(facts.waiting_for_reporters)))
    if _is_little_known(facts):
        said.append(OBSTACLES["unknown"].th)
    if not facts.looks:
        said.append(OBSTACLES["not_looked"].th)
    return said or [OBSTACLES["none"].th]


def _remedies(facts: DraftFacts, many_others: bool, many_asked: bool) -> list[str]:
    wanted = {
        "late": bool(facts.late_answers),
        "long": bool(facts.long_outstanding),
        "growing": _grows(facts),
        "others": many_others,
        "reporters": many_asked,
        "publicity": _is_little_known(facts),
    }
    said = [REMEDIES[name].th for name, is_wanted in wanted.items() if is_wanted]
    if facts.late_measures:
        said.append(REMEDIES["measures"].th.format(count=facts.late_measures))
    return [*(said or [REMEDIES["go_on"].th]), _look(facts)]


def _look(facts: DraftFacts) -> str:
    if facts.last_look is None:
        return REMEDIES["look"].th
    return REMEDIES["looked"].th.format(count=facts.looks, day=long_date(facts.last_look))


def _is_empty(facts: DraftFacts) -> bool:
    return facts.received == 0 and facts.carried_forward == 0


def _is_little_known(facts: DraftFacts) -> bool:
    """Whether a whole year at this pace would bring fewer than a handful."""
    return facts.received * _PART_OF_YEAR.get(facts.period.kind, 1) < FEW_A_YEAR


def _grows(facts: DraftFacts) -> bool:
    return facts.received - facts.completed >= SMALLEST_PUBLISHED_COUNT


def _many(count: int) -> str:
    if count < SMALLEST_PUBLISHED_COUNT:
        return FEW.th.format(smallest=SMALLEST_PUBLISHED_COUNT)
    return SO_MANY.th.format(count=count)


def _lines(sentences: list[str]) -> str:
    return "\n".join(sentences)
