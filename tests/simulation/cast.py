"""Who plays in the year: officers, moments, moves and how often each is chosen."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rules.permissions import Role
from rules.states import Channel, Move, State
from tests.simulation.cards import Duty

FIRST, DAY = date(2026, 10, 1), timedelta(days=1)
DESK = {Channel.CORRUPTION: "intake1", Channel.GRIEVANCE: "grievance1"}
COLLEAGUES = {Channel.CORRUPTION: ("intake1", "intake2"), Channel.GRIEVANCE: ("grievance1",)}
ROLES = {
    Channel.CORRUPTION: (Role.INTAKE, Role.CASE_OFFICER),
    Channel.GRIEVANCE: (Role.GRIEVANCE,),
}
MAILED = ("intake1", "intake2", "grievance1", "clerk")

# Moments at which something must arrive, whatever the dice say.
FIXED = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2026-10-01 09:00", "2026-11-20 18:10", "2026-11-23 10:00", "2026-11-25 10:00",
        "2026-12-04 16:30", "2026-12-04 16:31", "2026-12-30 16:31", "2027-01-01 00:05",
        "2027-02-19 23:59", "2027-04-09 17:00", "2027-04-12 16:30", "2027-04-12 16:31",
        "2027-04-14 12:00", "2027-07-16 16:31",
    )
)  # fmt: skip
HOURS = (
    (0, 5),
    (6, 50),
    (8, 29),
    (8, 30),
    (9, 10),
    (10, 30),
    (12, 0),
    (15, 5),
    (13, 45),
    (16, 30),
    (16, 31),
    (19, 20),
    (23, 59),
)

# What each move is called in a case's history, by hand.
NAMES = {
    Move.START_SCREENING: "screening:started",
    Move.ACCEPT: "case:accepted",
    Move.NOT_ACCEPT: "case:not_accepted",
    Move.ASK: "information:requested",
    Move.MESSAGE: "message:sent",
    Move.PROGRESS_NOTICE: "notice:progress:sent",
    Move.DELAY_EXPLANATION: "notice:delay:sent",
    Move.START_FACT_FINDING: "fact_finding:started",
    Move.START_WORK: "work:started",
    Move.FIND_GROUNDS: "finding:grounds:recorded",
    Move.FIND_NO_GROUNDS: "finding:no_grounds:recorded",
    Move.RESULT_NOTICE: "notice:result:sent",
    Move.CLOSE: "case:closed",
    Move.REOPEN: "case:reopened",
    Move.ASSIGN: "case:assigned",
    Move.FORWARD: "case:forwarded",
    Move.MERGE: "case:merged",
    Move.NOTE: "note:added",
    Move.SCREENING_MEMO: "screening:memo:written",
    Move.ANSWER_SENDER: "sender:answered",
    Move.FORWARD_ACKNOWLEDGED: "forward:acknowledged",
    Move.FORWARD_ANSWERED: "forward:answered",
    Move.UNMERGE: "case:unmerged",
}
# How often each is chosen among those that may be made; what leads onwards comes more often.
WEIGHTS = {
    Move.ACCEPT: 8, Move.START_SCREENING: 4, Move.ASK: 3, Move.NOT_ACCEPT: 1, Move.FORWARD: 1,
    Move.MERGE: 1, Move.MOVE_CHANNEL: 1, Move.PROGRESS_NOTICE: 6, Move.DELAY_EXPLANATION: 4,
    Move.START_FACT_FINDING: 7, Move.START_WORK: 6, Move.FIND_GROUNDS: 4, Move.FIND_NO_GROUNDS: 3,
    Move.RESULT_NOTICE: 4, Move.CLOSE: 4, Move.REOPEN: 2, Move.ASSIGN: 3, Move.MESSAGE: 1,
    Move.NOTE: 1, Move.SCREENING_MEMO: 1, Move.APPOINT_COMMITTEE: 4, Move.EXTEND: 4,
    Move.SET_TASK: 4, Move.END_TASK: 3, Move.START_FOLLOW_UP: 6, Move.STEP_FOLLOW_UP: 5,
    Move.ANSWER_SENDER: 3, Move.FORWARD_ACKNOWLEDGED: 2, Move.FORWARD_ANSWERED: 2, Move.UNMERGE: 3,
}  # fmt: skip


@dataclass
class Followed:
    """A case as the story remembers it."""

    case_id: str
    channel: Channel
    code: str
    pace: float
    state: State = State.RECEIVED
    follow_up: str = ""
    tasks: list[tuple[Duty, str]] = field(default_factory=list)
    lead: str = ""
    replies: bool = False
    withdrawn: bool = False


@dataclass(frozen=True)
class Plan:
    """How long and how much: days, receipts, days on which nobody looks at the clocks."""

    seed: int
    days: int = 365
    receipts: int = 42
    downtimes: tuple[tuple[int, int], ...] = ((60, 3), (194, 9))
    holidays: int = 7
