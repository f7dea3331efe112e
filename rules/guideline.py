"""The steps of handling as the guideline page prints them, read off the state table and the clocks.

Nothing here is typed twice: who does a step is who may make its moves, how long it takes is what
the clock allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.clocks import (
    FACT_FINDING_DAYS,
    FIRST_ANSWER_DAYS,
    NEXT_NOTICE_DAYS,
    SCREENING_WORKING_DAYS,
)
from rules.permissions import Role
from rules.states import STATES_OF, TABLE, Channel, Move, State, Transition, is_open
from rules.words import GUIDELINE_DAYS, GUIDELINE_STEPS, MOVES, ROLES, STATES, Words
from rules.words import guideline_tables as said


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
_DAYS: Final[Mapping[str, str]] = {
    "receive": "at_once",
    "screen": "working_days",
    "ask": "when_needed",
    "answer": "days",
    "investigate": "fact_finding",
    "find": "in_fact_finding",
    "follow_up": "every",
    "result": "result",
    "close": "close",
}
# Only a case of corruption has a clock for its screening and one for its fact-finding.
_GRIEVANCE_DAYS: Final[Mapping[str, str]] = {
    **_DAYS,
    "screen": "within_answer",
    "investigate": "every",
}
_SAYS: Final[Mapping[str, Words]] = {**GUIDELINE_DAYS, **said.STEP_DAYS}


def guideline_steps(
    channel: Channel,
    screening_days: int = SCREENING_WORKING_DAYS,
    next_notice_days: int = NEXT_NOTICE_DAYS,
    fact_finding_days: int = FACT_FINDING_DAYS,
) -> tuple[Step, ...]:
    """The channel's steps in order, in the office's own days; one without a move is left out."""
    days = {
        "working_days": screening_days,
        "every": next_notice_days,
        "result": next_notice_days,
        "fact_finding": fact_finding_days,
        "in_fact_finding": fact_finding_days,
    }
    steps = (_step(name, channel, days) for name in _MOVES)
    return tuple(step for step in steps if step.roles)


def _step(name: str, channel: Channel, days: Mapping[str, int]) -> Step:
    rows = [row for row in TABLE if row.channel is channel and row.move in _MOVES[name]]
    held = {role for row in rows for role in row.roles}
    if name == "receive":
        held = {Role.INTAKE if channel is Channel.CORRUPTION else Role.GRIEVANCE}
    is_grievance = channel is Channel.GRIEVANCE
    kind = (_GRIEVANCE_DAYS if is_grievance else _DAYS)[name]
    title = said.GRIEVANCE_TITLES.get(name) if is_grievance else None
    return Step(
        title=title or GUIDELINE_STEPS[name],
        moves=tuple(dict.fromkeys(row.move for row in rows)),
        roles=tuple(role for role in Role if role in held),
        days=filled(_SAYS[kind], days=days.get(kind, FIRST_ANSWER_DAYS)),
    )


def filled(words: Words, **given: object) -> Words:
    """The words with what is given in their places; words that are given go in by language."""
    return Words(*(words.in_(lang).format(**_in(lang, given)) for lang in ("th", "en")))


def _in(lang: str, given: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value.in_(lang) if isinstance(value, Words) else value
        for name, value in given.items()
    }


def joined(parts: list[Words], between: str) -> Words:
    """The phrases as one; with a line end between them each stands on a line of its own."""
    return Words(between.join(one.th for one in parts), between.join(one.en for one in parts))


def role_words(roles: frozenset[Role] | tuple[Role, ...]) -> Words:
    """Who that is; nobody of the office means the reporter."""
    held = [ROLES[role.value] for role in Role if role in roles]
    return joined(held, " / ") if held else said.REPORTER


def move_rows(channel: Channel) -> tuple[tuple[Words, Words, Words, Words], ...]:
    """The channel's state table: the moves, from where, what follows, who may make them.

    Moves that differ in nothing else stand on one line.
    """
    lines: dict[tuple[Words, Words, Words], list[Words]] = {}
    for row in TABLE:
        if row.channel is channel:
            rest = (_sources(row), _follows(row), role_words(row.roles))
            lines.setdefault(rest, []).append(MOVES[row.move.value])
    return tuple((joined(moves, "\n"), *rest) for rest, moves in lines.items())


def _sources(row: Transition) -> Words:
    alive = STATES_OF[row.channel] - {State.MOVED}
    opened = frozenset(state for state in alive if is_open(state))
    before = alive & {State.RECEIVED, State.SCREENING, State.INFO_REQUESTED}
    names = {
        alive: said.ANY_STATE,
        opened: said.ANY_OPEN_STATE,
        before: said.BEFORE_ACCEPTED,
        opened - before: said.AFTER_ACCEPTED,
        opened - {State.RESULT_NOTIFIED}: said.BEFORE_RESULT,
    }
    if len(row.sources) > 1 and row.sources in names:
        return names[row.sources]
    missing = alive - row.sources
    if len(missing) == 1:
        return filled(said.ANY_STATE_BUT, states=_states(missing))
    return _states(row.sources)


def _states(states: frozenset[State]) -> Words:
    return joined([STATES[state.value] for state in State if state in states], " / ")


def _follows(row: Transition) -> Words:
    parts = [
        said.SAME_STATE if row.target is None else filled(said.BECOMES, state=STATES[row.target])
    ]
    parts += [said.WITH_NOTICE] if row.notice else []
    parts += [said.WITH_REASON] if row.reason else []
    parts += [said.WITH_POINTS] if row.screening_answers else []
    return joined(parts, "\n")
