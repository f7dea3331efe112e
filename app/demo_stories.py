"""What an invented complaint is made of: the words that were filed and what happened next.

The texts carry dates as `{day}` (the incident), `{day_th}` (the same in Thai digits), `{month}`,
`{year}` (its fiscal year), `{soon}` and `{later}` (15 and 30 days after a step).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rules.categories import CATEGORIES, GRIEVANCE_CATEGORIES
from rules.states import Channel, Move

_ENDS: Final = (Move.CLOSE, Move.NOT_ACCEPT, Move.FORWARD)
AT_THE_TOP: Final = frozenset({"นายกเทศมนตรี", "ปลัดเทศบาล"})
"""Posts whose holders lead a report past the agency: the district's officer handles it."""


class Hour(StrEnum):
    """When in the week somebody sat down to write."""

    OFFICE = "office"
    EVENING = "evening"
    WEEKEND = "weekend"


@dataclass(frozen=True)
class Step:
    """Something done to a case, `day` days after its legal receipt.

    `words` are the fields of the move; for `Move.ASSIGN` the officer's login. `by` is a login,
    or "" for whoever handles the case. Steps by the reporter carry `text`.
    """

    day: int
    move: Move
    text: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True)
class Topic:
    """One invented complaint.

    `days_ago` is counted from the day the demo is made; `happened` is how many days before the
    filing it was seen. `answers` are further fields of the form; `exclude` names posts.
    """

    number: int
    subject: str
    category: int
    narrative: str
    days_ago: int
    story: tuple[Step, ...] = ()
    hour: Hour = Hour.OFFICE
    channel: Channel = Channel.CORRUPTION
    happened: int = 12
    answers: Mapping[str, str] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()

    @property
    def category_code(self) -> str:
        """The code of the category with this number on paper."""
        choices = CATEGORIES if self.channel is Channel.CORRUPTION else GRIEVANCE_CATEGORIES
        return choices[self.category - 1].code

    @property
    def has_ended(self) -> bool:
        """Whether its story ends with the matter closed, refused or sent on."""
        return bool(self.story) and self.story[-1].move in _ENDS

    @property
    def handler(self) -> str:
        """The login of whoever handles it when a step names nobody."""
        if self.channel is Channel.GRIEVANCE:
            return "grievance1"
        if AT_THE_TOP & set(self.exclude):
            return "receive1"
        return "intake1" if self.number % 2 else "intake2"


def confidential(name: str, phone: str) -> dict[str, str]:
    """The answers of somebody who gives a name that only the custodians may open."""
    return {"identity_mode": "confidential", "contact_name": name, "contact_phone": phone}


def named(name: str, phone: str) -> dict[str, str]:
    """The answers of somebody who gives a name to those who handle the case."""
    return {"identity_mode": "named", "contact_name": name, "contact_phone": phone}


# Steps, in the words of the office


def taken(day: int, to: str = "") -> tuple[Step, ...]:
    """Screened, accepted and given to an officer (the handler unless named)."""
    return (screening(day - 1), accepted(day), given(day, to))


def given(day: int, to: str = "") -> Step:
    """The matter is in the hands of one officer (the handler unless named)."""
    return Step(day, Move.ASSIGN, words={"officer": to})


def screening(day: int) -> Step:
    """The office has begun to look whether it may and can take the matter."""
    return Step(max(day, 0), Move.START_SCREENING)


def accepted(day: int) -> Step:
    """The office has taken the matter."""
    return Step(day, Move.ACCEPT)


def asked(day: int, text: str) -> Step:
    """A question to the reporter."""
    return Step(day, Move.ASK, words={"notice_text": text})


def reply(day: int, text: str) -> Step:
    """A message of the reporter."""
    return Step(day, Move.REPORTER_MESSAGE, text=text)


def said(day: int, text: str) -> Step:
    """A message to the reporter which is no notice."""
    return Step(day, Move.MESSAGE, words={"notice_text": text})


def progress(day: int, text: str) -> Step:
    """Progress told to the reporter."""
    return Step(day, Move.PROGRESS_NOTICE, words={"notice_text": text})


def delay(day: int, text: str, reason: str) -> Step:
    """Why it takes longer, told to the reporter."""
    return Step(day, Move.DELAY_EXPLANATION, words={"notice_text": text, "reason": reason})


def facts(day: int) -> Step:
    """Fact-finding begins."""
    return Step(day, Move.START_FACT_FINDING)


def noted(day: int, note: str, by: str = "") -> Step:
    """A note for the office alone."""
    return Step(day, Move.NOTE, words={"note": note}, by=by)


def grounds(day: int, note: str) -> Step:
    """The finding: there are grounds."""
    return Step(day, Move.FIND_GROUNDS, words={"note": note})


def no_grounds(day: int, note: str) -> Step:
    """The finding: there are none."""
    return Step(day, Move.FIND_NO_GROUNDS, words={"note": note})


def working(day: int) -> Step:
    """Work on a grievance begins."""
    return Step(day, Move.START_WORK)


def result(day: int, text: str) -> Step:
    """The result told to the reporter."""
    return Step(day, Move.RESULT_NOTICE, words={"notice_text": text})


def closed(day: int, text: str) -> Step:
    """The end of the matter, told to the reporter."""
    return Step(day, Move.CLOSE, words={"notice_text": text})


def refused(day: int, text: str, reason: str, points: str = "nnn") -> Step:
    """Not accepted: a reason's code and the three screening points as letters y or n."""
    names = ("screening_evidence", "screening_circumstances", "screening_witness")
    answers = {name: {"y": "yes", "n": "no"}[one] for name, one in zip(names, points, strict=True)}
    return Step(day, Move.NOT_ACCEPT, words={"notice_text": text, "reason": reason} | answers)


def forwarded(day: int, text: str, reason: str, to: str) -> Step:
    """Sent on to the authority in whose hands it lies."""
    words = {"notice_text": text, "reason": reason, "forwarded_to": to}
    return Step(day, Move.FORWARD, words=words)


def reopened(day: int, reason: str) -> Step:
    """Taken up once more."""
    return Step(day, Move.REOPEN, words={"reason": reason})
