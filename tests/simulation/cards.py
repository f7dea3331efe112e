"""The auditor's paper: what duties there are, what answers them, a card per case, a line per duty.

Written from the rules alone; nothing here is imported from the program.
"""

from dataclasses import dataclass, field
from datetime import date

# The duties, and after how many days they fall due.
FIRST_ANSWER = "first_answer"  # 15 days from the receipt
NEXT_NOTICE = "next_notice"  # 30 days from the last notice
SCREENING = "screening"  # 3 working days from the receipt
REPLY = "referred_in_reply"  # the sender's day
FACT_FINDING = "fact_finding"  # 45 days from the order
NACC_ORDER = "nacc_finding"  # 30 days from the finding's arrival
NACC_COPY = "nacc_copy"  # 15 days from the penalty order
TASK = "custom"  # the officer's day

# What is done in a case, by the name that its history gives it. A notice is whatever the reporter
# can read as an answer: asking and chatting are none, and neither is being moved.
NOTICES = frozenset(
    {
        "notice:result:sent",
        "notice:progress:sent",
        "notice:delay:sent",
        "notice:extension:sent",
        "case:not_accepted",
        "case:forwarded",
        "case:merged",
        "case:unmerged",
        "case:closed",
    }
)
ANSWERS = {
    FIRST_ANSWER: NOTICES,
    NEXT_NOTICE: NOTICES,
    SCREENING: frozenset(
        {
            "case:accepted",
            "case:not_accepted",
            "case:forwarded",
            "case:merged",
            "case:moved",
            "information:requested",
        }
    ),
    FACT_FINDING: frozenset(
        {
            "finding:grounds:recorded",
            "finding:no_grounds:recorded",
            "notice:result:sent",
            "case:forwarded",
            "case:merged",
        }
    ),
    REPLY: frozenset({"sender:answered"}),
}
ENDS = frozenset({"case:not_accepted", "case:forwarded", "case:merged", "case:closed"})
REVIVES = frozenset({"case:reopened", "case:unmerged"})
REMINDED = (7, 3, 1, 0, -1)


@dataclass
class Duty:
    """One line on a case's card."""

    kind: str
    starts: date
    due: date
    told: date
    answer_by: date
    owner: str = ""
    answered: date | None = None
    answer: str = ""
    is_settled: bool = False
    given: dict[tuple[date, int], date] = field(default_factory=dict)

    def is_broken(self, today: date) -> bool:
        """Whether its day was not kept: answered too late, or not yet and the day is over."""
        return (self.answered or today) > self.due

    def line(self) -> str:
        """The line as it is printed when something differs."""
        stood = f"answered {self.answered} by {self.answer}" if self.answered else "open"
        return (
            f"{self.kind}: {self.starts} -> {self.due} (answer by {self.answer_by}, told "
            f"{self.told}), {stood}; reminders {[(str(due), n) for due, n in self.given]}"
        )


@dataclass(frozen=True)
class Letter:
    """A message that an officer must get: to whom, of which kind, on which day."""

    officer: str
    kind: str
    day: date


@dataclass
class Card:
    """One case on the auditor's desk."""

    channel: str
    received: date
    officer: str = ""
    is_open: bool = True
    duties: list[Duty] = field(default_factory=list)
    history: list[str] = field(default_factory=list)

    def running(self, kind: str) -> Duty | None:
        """The open duty of that kind, if there is one."""
        return next((one for one in self.duties if one.kind == kind and not one.answered), None)

    def told(self) -> str:
        """The case as the auditor saw it."""
        duties = "\n".join(f"    {one.line()}" for one in self.duties)
        return "\n".join((f"  {self.channel}, received {self.received}", *self.history, duties))
