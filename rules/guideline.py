"""The steps of handling as the guideline page prints them, read off the state table and the clocks.

Nothing here is typed twice: who does a step is who may make its moves, how long it takes is what
the clock allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.clocks import FIRST_ANSWER_DAYS, NEXT_NOTICE_DAYS, SCREENING_WORKING_DAYS
from rules.permissions import Role
from rules.states import TABLE, Channel, Move
from rules.words import GUIDELINE_DAYS, GUIDELINE_STEPS, Words


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its words, the moves it stands for, who may make them, in how many days."""

    title: Words
    moves: tuple[Move, ...]
    roles: tuple[Role, ...]
    days: Words


_MOVES: Final[Mapping[str, tuple[Move, ...]]] = {
    "receive": (),
    "screen": (
        Move.START_SCREENING, Move.SCREENING_MEMO, Move.ACCEPT, Move.NOT_ACCEPT, Move.FORWARD,
        Move.FORWARD_ACKNOWLEDGED, Move.FORWARD_ANSWERED,
    ),
    "ask": (Move.ASK, Move.MESSAGE),
    "answer": (Move.PROGRESS_NOTICE, Move.DELAY_EXPLANATION, Move.EXTEND),
    "investigate": (
        Move.START_FACT_FINDING, Move.APPOINT_COMMITTEE, Move.START_WORK, Move.ASSIGN, Move.NOTE,
        Move.SET_TASK, Move.END_TASK,
    ),
    "find": (Move.FIND_GROUNDS, Move.FIND_NO_GROUNDS),
    "follow_up": (Move.START_FOLLOW_UP, Move.STEP_FOLLOW_UP),
    "result": (Move.RESULT_NOTICE, Move.ANSWER_SENDER),
    "close": (Move.CLOSE, Move.REOPEN, Move.MERGE, Move.UNMERGE, Move.MOVE_CHANNEL),
}  # fmt: skip
_DAYS: Final[Mapping[str, tuple[str, int]]] = {
    "receive": ("at_once", 0),
    "screen": ("working_days", SCREENING_WORKING_DAYS),
    "ask": ("working_days", SCREENING_WORKING_DAYS),
    "answer": ("days", FIRST_ANSWER_DAYS),
    "investigate": ("every", NEXT_NOTICE_DAYS),
    "find": ("every", NEXT_NOTICE_DAYS),
    "follow_up": ("then", 0),
    "result": ("then", 0),
    "close": ("then", 0),
}


def guideline_steps(
    channel: Channel,
    screening_days: int = SCREENING_WORKING_DAYS,
    next_notice_days: int = NEXT_NOTICE_DAYS,
) -> tuple[Step, ...]:
    """The channel's steps in order, in the office's own days; one without a move is left out."""
    own = {"working_days": screening_days, "every": next_notice_days}
    steps = (_step(name, channel, own) for name in _MOVES)
    return tuple(step for step in steps if step.roles)


def _step(name: str, channel: Channel, own: Mapping[str, int]) -> Step:
    rows = [row for row in TABLE if row.channel is channel and row.move in _MOVES[name]]
    held = {role for row in rows for role in row.roles}
    if name == "receive":
        held = {Role.INTAKE if channel is Channel.CORRUPTION else Role.GRIEVANCE}
    kind, days = _DAYS[name]
    return Step(
        title=GUIDELINE_STEPS[name],
        moves=tuple(dict.fromkeys(row.move for row in rows)),
        roles=tuple(role for role in Role if role in held),
        days=Words(*(text.format(days=own.get(kind, days)) for text in GUIDELINE_DAYS[kind])),
    )
