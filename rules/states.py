"""Which moves a case allows, and the state it is in: one table for both channels.

Events in the past tense are the truth; a state is computed from them by `state_after`.
The same table lets the desk act, fills the guideline page and is tested as a whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import partial
from typing import Final

from rules.permissions import Role


class Channel(StrEnum):
    """The door a matter came in by."""

    CORRUPTION = "corruption"
    GRIEVANCE = "grievance"


class IdentityMode(StrEnum):
    """How the reporter chose to be known."""

    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"
    NAMED = "named"


class State(StrEnum):
    """Where a case stands, as the office sees it."""

    RECEIVED = "received"
    SCREENING = "screening"
    INFO_REQUESTED = "info_requested"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    FORWARDED = "forwarded"
    MERGED = "merged"
    MOVED = "moved"
    FACT_FINDING = "fact_finding"
    GROUNDS_FOUND = "grounds_found"
    NO_GROUNDS = "no_grounds"
    IN_PROGRESS = "in_progress"
    RESULT_NOTIFIED = "result_notified"
    CLOSED = "closed"


class PublicState(StrEnum):
    """Where a case stands, as the reporter sees it."""

    RECEIVED = "received"
    CHECKING = "checking"
    COMPLETED = "completed"
    NOT_ACCEPTED = "not_accepted"


class Move(StrEnum):
    """Something that may be done to a case."""

    START_SCREENING = "start_screening"
    ACCEPT = "accept"
    NOT_ACCEPT = "not_accept"
    ASK = "ask"
    MESSAGE = "message"
    PROGRESS_NOTICE = "progress_notice"
    DELAY_EXPLANATION = "delay_explanation"
    START_FACT_FINDING = "start_fact_finding"
    START_WORK = "start_work"
    FIND_GROUNDS = "find_grounds"
    FIND_NO_GROUNDS = "find_no_grounds"
    RESULT_NOTICE = "result_notice"
    CLOSE = "close"
    REOPEN = "reopen"
    ASSIGN = "assign"
    FORWARD = "forward"
    MERGE = "merge"
    MOVE_CHANNEL = "move_channel"
    NOTE = "note"
    SCREENING_MEMO = "screening_memo"
    APPOINT_COMMITTEE = "appoint_committee"
    EXTEND = "extend"
    SET_TASK = "set_task"
    END_TASK = "end_task"
    START_FOLLOW_UP = "start_follow_up"
    STEP_FOLLOW_UP = "step_follow_up"
    ANSWER_SENDER = "answer_sender"
    FORWARD_ACKNOWLEDGED = "forward_acknowledged"
    FORWARD_ANSWERED = "forward_answered"
    UNMERGE = "unmerge"
    REPORTER_MESSAGE = "reporter_message"
    REPORTER_EVIDENCE = "reporter_evidence"
    WITHDRAW = "withdraw"


class EventKind(IntEnum):
    """What happened. The codes stand in the public record: never renumber, only add."""

    RECEIVED = 1
    SEALED = 2
    SCREENING_STARTED = 3
    ACCEPTED = 4
    NOT_ACCEPTED = 5
    INFO_REQUESTED = 6
    MESSAGE_SENT = 7
    PROGRESS_NOTIFIED = 8
    DELAY_EXPLAINED = 9
    FACT_FINDING_STARTED = 10
    WORK_STARTED = 11
    GROUNDS_FOUND = 12
    NO_GROUNDS_FOUND = 13
    RESULT_NOTIFIED = 14
    CLOSED = 15
    REOPENED = 16
    ASSIGNED = 17
    FORWARDED = 18
    MERGED = 19
    MOVED = 20
    NOTE_ADDED = 21
    REPORTER_WROTE = 22
    EVIDENCE_ADDED = 23
    WITHDRAWN = 24
    SHARE_GRANTED = 25
    SHARE_TAKEN = 26
    EXCLUSION_ADDED = 27
    EPOCH_STARTED = 28
    IDENTITY_ASKED = 29
    IDENTITY_HALF_GIVEN = 30
    IDENTITY_REFUSED = 31
    IDENTITY_RELEASED = 32
    IDENTITY_ERASED = 33
    REDACTION_MADE = 34
    EXPORTED = 35
    DELETED = 36
    RECOVERED = 37
    SCREENING_MEMO_WRITTEN = 38
    COMMITTEE_APPOINTED = 39
    CLOCK_EXTENDED = 40
    CLOCKS_RECOMPUTED = 41
    TASK_SET = 42
    TASK_DONE = 43
    FOLLOW_UP_STARTED = 44
    FOLLOW_UP_STEPPED = 45
    SENDER_ANSWERED = 46
    FORWARD_ACKNOWLEDGED = 47
    FORWARD_ANSWERED = 48
    UNMERGED = 49
    JOINED = 50
    PARTED = 51
    REGISTERED_OFFLINE = 52
    CODE_HANDED = 53
    CODE_REPLACED = 54
    IMPORTED = 55
    IMPORTED_CLOSED = 56
    IMPORTED_NOT_ACCEPTED = 57
    IMPORTED_FORWARDED = 58
    PAPER_ISSUED = 59
    HOLD_SET = 60
    HOLD_LIFTED = 61
    IDENTITY_EXPIRED = 62

    @property
    def tag(self) -> str:
        """Its name in histories and exports, such as "notice:progress:sent"."""
        return _TAGS[self]


_TAGS: Final[Mapping[EventKind, str]] = {
    EventKind.RECEIVED: "case:received",
    EventKind.SEALED: "case:sealed",
    EventKind.SCREENING_STARTED: "screening:started",
    EventKind.ACCEPTED: "case:accepted",
    EventKind.NOT_ACCEPTED: "case:not_accepted",
    EventKind.INFO_REQUESTED: "information:requested",
    EventKind.MESSAGE_SENT: "message:sent",
    EventKind.PROGRESS_NOTIFIED: "notice:progress:sent",
    EventKind.DELAY_EXPLAINED: "notice:delay:sent",
    EventKind.FACT_FINDING_STARTED: "fact_finding:started",
    EventKind.WORK_STARTED: "work:started",
    EventKind.GROUNDS_FOUND: "finding:grounds:recorded",
    EventKind.NO_GROUNDS_FOUND: "finding:no_grounds:recorded",
    EventKind.RESULT_NOTIFIED: "notice:result:sent",
    EventKind.CLOSED: "case:closed",
    EventKind.REOPENED: "case:reopened",
    EventKind.ASSIGNED: "case:assigned",
    EventKind.FORWARDED: "case:forwarded",
    EventKind.MERGED: "case:merged",
    EventKind.MOVED: "case:moved",
    EventKind.NOTE_ADDED: "note:added",
    EventKind.REPORTER_WROTE: "reporter:message:sent",
    EventKind.EVIDENCE_ADDED: "reporter:evidence:added",
    EventKind.WITHDRAWN: "case:withdrawn",
    EventKind.SHARE_GRANTED: "share:granted",
    EventKind.SHARE_TAKEN: "share:taken",
    EventKind.EXCLUSION_ADDED: "exclusion:added",
    EventKind.EPOCH_STARTED: "keys:renewed",
    EventKind.IDENTITY_ASKED: "identity:asked",
    EventKind.IDENTITY_HALF_GIVEN: "identity:half_given",
    EventKind.IDENTITY_REFUSED: "identity:refused",
    EventKind.IDENTITY_RELEASED: "identity:released",
    EventKind.IDENTITY_ERASED: "identity:erased",
    EventKind.REDACTION_MADE: "redaction:made",
    EventKind.EXPORTED: "case:exported",
    EventKind.DELETED: "case:deleted",
    EventKind.RECOVERED: "share:recovered",
    EventKind.SCREENING_MEMO_WRITTEN: "screening:memo:written",
    EventKind.COMMITTEE_APPOINTED: "committee:appointed",
    EventKind.CLOCK_EXTENDED: "notice:extension:sent",
    EventKind.CLOCKS_RECOMPUTED: "clocks:recomputed",
    EventKind.TASK_SET: "task:set",
    EventKind.TASK_DONE: "task:done",
    EventKind.FOLLOW_UP_STARTED: "follow_up:started",
    EventKind.FOLLOW_UP_STEPPED: "follow_up:stepped",
    EventKind.SENDER_ANSWERED: "sender:answered",
    EventKind.FORWARD_ACKNOWLEDGED: "forward:acknowledged",
    EventKind.FORWARD_ANSWERED: "forward:answered",
    EventKind.UNMERGED: "case:unmerged",
    EventKind.JOINED: "case:joined",
    EventKind.PARTED: "case:parted",
    EventKind.REGISTERED_OFFLINE: "case:registered_offline",
    EventKind.CODE_HANDED: "code:handed",
    EventKind.CODE_REPLACED: "code:replaced",
    EventKind.IMPORTED: "case:imported",
    EventKind.IMPORTED_CLOSED: "case:imported:closed",
    EventKind.IMPORTED_NOT_ACCEPTED: "case:imported:not_accepted",
    EventKind.IMPORTED_FORWARDED: "case:imported:forwarded",
    EventKind.PAPER_ISSUED: "paper:issued",
    EventKind.HOLD_SET: "hold:set",
    EventKind.HOLD_LIFTED: "hold:lifted",
    EventKind.IDENTITY_EXPIRED: "identity:expired",
}

_OF_KEYS: Final = frozenset(
    kind for kind in EventKind if EventKind.SHARE_GRANTED <= kind <= EventKind.RECOVERED
)
OUTSIDE_TABLE: Final[frozenset[EventKind]] = _OF_KEYS | {
    EventKind.SEALED,
    EventKind.CLOCKS_RECOMPUTED,
    EventKind.JOINED,
    EventKind.PARTED,
    EventKind.REGISTERED_OFFLINE,
    EventKind.CODE_HANDED,
    EventKind.CODE_REPLACED,
    EventKind.IMPORTED,
    EventKind.PAPER_ISSUED,
    EventKind.HOLD_SET,
    EventKind.HOLD_LIFTED,
    EventKind.IDENTITY_EXPIRED,
}
"""Events that no move makes: they happen in any state and leave it as it is."""

ERASING: Final[frozenset[EventKind]] = frozenset(
    {EventKind.IDENTITY_ERASED, EventKind.IDENTITY_EXPIRED}
)
"""After one of these there is no name any more: the reporter took it back, or its time was over."""

IMPORTED_AS: Final[Mapping[EventKind, State]] = {
    EventKind.IMPORTED_CLOSED: State.CLOSED,
    EventKind.IMPORTED_NOT_ACCEPTED: State.NOT_ACCEPTED,
    EventKind.IMPORTED_FORWARDED: State.FORWARDED,
}
"""Where a case of an older register stood when it was brought in; from RECEIVED only."""

BY_REPORTER: Final[frozenset[Role]] = frozenset()
"""The roles of a reporter: none. A transition with no roles is the reporter's own."""


class MoveRefused(Exception):
    """A move that the table does not allow; `reason` is "wrong_state" or "not_allowed"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    `target` None leaves the state as it is. `notice`: a notice that the reporter can read is
    placed in the same transaction. `reason`: a reason is recorded. `screening_answers`: for an
    anonymous report the three screening points are answered first.
    """

    move: Move
    channel: Channel
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    event: EventKind
    notice: bool = False
    reason: bool = False
    screening_answers: bool = False

    @property
    def by_reporter(self) -> bool:
        """Whether only the reporter makes this move."""
        return self.roles == BY_REPORTER

    @property
    def to_reporter(self) -> bool:
        """Whether the move carries words that the reporter will read."""
        return self.notice or self.move in (Move.ASK, Move.MESSAGE)

    def target_from(self, state: State) -> State:
        """The state after this move from that one."""
        return state if self.target is None else self.target


_S, _M, _E, _R = State, Move, EventKind, Role

STATES_OF: Final[Mapping[Channel, frozenset[State]]] = {
    Channel.CORRUPTION: frozenset(State) - {_S.IN_PROGRESS},
    Channel.GRIEVANCE: frozenset(
        {
            _S.RECEIVED,
            _S.ACCEPTED,
            _S.IN_PROGRESS,
            _S.RESULT_NOTIFIED,
            _S.CLOSED,
            _S.NOT_ACCEPTED,
            _S.FORWARDED,
            _S.MERGED,
            _S.MOVED,
        }
    ),
}

_COMPLETED: Final = frozenset({_S.CLOSED, _S.NOT_ACCEPTED, _S.FORWARDED, _S.MERGED})
_ENDED: Final = _COMPLETED | {_S.MOVED}


def is_completed(state: State) -> bool:
    """Whether this agency has no further work on the case, as the statistics count it."""
    return state in _COMPLETED


def is_open(state: State) -> bool:
    """Whether work and clocks go on. A moved case is neither open nor completed."""
    return state not in _ENDED


def public_state(state: State) -> PublicState:
    """What the reporter is shown for that state."""
    if state is _S.RECEIVED:
        return PublicState.RECEIVED
    if state is _S.NOT_ACCEPTED:
        return PublicState.NOT_ACCEPTED
    return PublicState.COMPLETED if is_completed(state) else PublicState.CHECKING


def _row(
    channel: Channel,
    move: Move,
    sources: Iterable[State],
    target: State | None,
    roles: Iterable[Role],
    event: EventKind,
    **needs: bool,
) -> Transition:
    return Transition(move, channel, frozenset(sources), target, frozenset(roles), event, **needs)


def _corruption() -> tuple[Transition, ...]:
    row = partial(_row, Channel.CORRUPTION)
    alive = STATES_OF[Channel.CORRUPTION] - {_S.MOVED}
    opened = alive - _ENDED
    fresh = {_S.RECEIVED, _S.SCREENING, _S.INFO_REQUESTED}
    asked = {_S.INFO_REQUESTED}
    examined = {_S.ACCEPTED, _S.FACT_FINDING, _S.GROUNDS_FOUND, _S.NO_GROUNDS}
    refound = {_S.GROUNDS_FOUND, _S.NO_GROUNDS, _S.RESULT_NOTIFIED}
    ended_here = {_S.CLOSED, _S.NOT_ACCEPTED, _S.FORWARDED}
    sent_on = {_S.FORWARDED}
    desk = {_R.INTAKE, _R.SUPERVISOR}
    handlers = {_R.CASE_OFFICER, _R.SUPERVISOR}
    finders = handlers | {_R.COMMITTEE}
    writers = desk | handlers
    everyone = {_R.INTAKE, _R.CASE_OFFICER, _R.COMMITTEE, _R.LEGAL, _R.SUPERVISOR}
    followers = handlers | {_R.LEGAL}
    told = {"notice": True}
    told_why = {"notice": True, "reason": True}
    return (
        row(_M.START_SCREENING, {_S.RECEIVED}, _S.SCREENING, desk, _E.SCREENING_STARTED),
        row(_M.ACCEPT, fresh, _S.ACCEPTED, desk, _E.ACCEPTED),
        row(
            _M.NOT_ACCEPT, fresh, _S.NOT_ACCEPTED, desk, _E.NOT_ACCEPTED,
            screening_answers=True, **told_why,
        ),
        row(_M.ASK, fresh, _S.INFO_REQUESTED, everyone, _E.INFO_REQUESTED),
        row(_M.ASK, opened - fresh, None, everyone, _E.INFO_REQUESTED),
        row(_M.MESSAGE, alive, None, everyone, _E.MESSAGE_SENT),
        row(_M.PROGRESS_NOTICE, opened, None, writers, _E.PROGRESS_NOTIFIED, **told),
        row(_M.DELAY_EXPLANATION, opened, None, writers, _E.DELAY_EXPLAINED, **told_why),
        row(
            _M.START_FACT_FINDING, refound | {_S.ACCEPTED}, _S.FACT_FINDING, handlers,
            _E.FACT_FINDING_STARTED,
        ),
        row(_M.FIND_GROUNDS, {_S.FACT_FINDING}, _S.GROUNDS_FOUND, finders, _E.GROUNDS_FOUND),
        row(_M.FIND_NO_GROUNDS, {_S.FACT_FINDING}, _S.NO_GROUNDS, finders, _E.NO_GROUNDS_FOUND),
        row(
            _M.RESULT_NOTICE, examined | {_S.RESULT_NOTIFIED}, _S.RESULT_NOTIFIED, handlers,
            _E.RESULT_NOTIFIED, **told,
        ),
        row(_M.CLOSE, {_S.RESULT_NOTIFIED}, _S.CLOSED, handlers, _E.CLOSED, **told),
        row(_M.REOPEN, ended_here, _S.ACCEPTED, handlers, _E.REOPENED, reason=True),
        row(_M.ASSIGN, opened, None, desk, _E.ASSIGNED),
        row(_M.FORWARD, fresh | examined, _S.FORWARDED, writers, _E.FORWARDED, **told_why),
        row(_M.MERGE, fresh | examined, _S.MERGED, writers, _E.MERGED, **told),
        row(_M.MOVE_CHANNEL, fresh | {_S.ACCEPTED}, _S.MOVED, desk, _E.MOVED, **told_why),
        row(_M.NOTE, alive, None, everyone, _E.NOTE_ADDED),
        row(_M.SCREENING_MEMO, fresh, None, desk, _E.SCREENING_MEMO_WRITTEN),
        row(_M.APPOINT_COMMITTEE, {_S.FACT_FINDING}, None, handlers, _E.COMMITTEE_APPOINTED),
        row(_M.EXTEND, opened - fresh, None, handlers, _E.CLOCK_EXTENDED, **told_why),
        row(_M.SET_TASK, alive, None, everyone, _E.TASK_SET),
        row(_M.END_TASK, alive, None, everyone, _E.TASK_DONE),
        row(_M.START_FOLLOW_UP, opened - fresh, None, followers, _E.FOLLOW_UP_STARTED),
        row(_M.STEP_FOLLOW_UP, opened - fresh, None, followers, _E.FOLLOW_UP_STEPPED),
        row(_M.ANSWER_SENDER, alive, None, writers, _E.SENDER_ANSWERED),
        row(_M.FORWARD_ACKNOWLEDGED, sent_on, None, writers, _E.FORWARD_ACKNOWLEDGED),
        row(_M.FORWARD_ANSWERED, sent_on, None, writers, _E.FORWARD_ANSWERED),
        row(_M.UNMERGE, {_S.MERGED}, _S.ACCEPTED, writers, _E.UNMERGED, **told_why),
        row(_M.REPORTER_MESSAGE, asked, _S.SCREENING, BY_REPORTER, _E.REPORTER_WROTE),
        row(_M.REPORTER_MESSAGE, alive - asked, None, BY_REPORTER, _E.REPORTER_WROTE),
        row(_M.REPORTER_EVIDENCE, asked, _S.SCREENING, BY_REPORTER, _E.EVIDENCE_ADDED),
        row(_M.REPORTER_EVIDENCE, alive - asked, None, BY_REPORTER, _E.EVIDENCE_ADDED),
        row(_M.WITHDRAW, opened, None, BY_REPORTER, _E.WITHDRAWN),
    )  # fmt: skip


def _grievance() -> tuple[Transition, ...]:
    row = partial(_row, Channel.GRIEVANCE)
    alive = STATES_OF[Channel.GRIEVANCE] - {_S.MOVED}
    opened = alive - _ENDED
    early = {_S.RECEIVED, _S.ACCEPTED, _S.IN_PROGRESS}
    working = {_S.ACCEPTED, _S.IN_PROGRESS, _S.RESULT_NOTIFIED}
    ended_here = {_S.CLOSED, _S.NOT_ACCEPTED, _S.FORWARDED}
    sent_on = {_S.FORWARDED}
    desk = {_R.GRIEVANCE, _R.SUPERVISOR}
    told = {"notice": True}
    told_why = {"notice": True, "reason": True}
    return (
        row(_M.ACCEPT, {_S.RECEIVED}, _S.ACCEPTED, desk, _E.ACCEPTED),
        row(_M.NOT_ACCEPT, {_S.RECEIVED}, _S.NOT_ACCEPTED, desk, _E.NOT_ACCEPTED, **told_why),
        row(_M.ASK, opened, None, desk, _E.INFO_REQUESTED),
        row(_M.MESSAGE, alive, None, desk, _E.MESSAGE_SENT),
        row(_M.PROGRESS_NOTICE, opened, None, desk, _E.PROGRESS_NOTIFIED, **told),
        row(_M.DELAY_EXPLANATION, opened, None, desk, _E.DELAY_EXPLAINED, **told_why),
        row(_M.START_WORK, working - {_S.IN_PROGRESS}, _S.IN_PROGRESS, desk, _E.WORK_STARTED),
        row(_M.RESULT_NOTICE, working, _S.RESULT_NOTIFIED, desk, _E.RESULT_NOTIFIED, **told),
        row(_M.CLOSE, {_S.RESULT_NOTIFIED}, _S.CLOSED, desk, _E.CLOSED, **told),
        row(_M.REOPEN, ended_here, _S.ACCEPTED, desk, _E.REOPENED, reason=True),
        row(_M.ASSIGN, opened, None, desk, _E.ASSIGNED),
        row(_M.FORWARD, early, _S.FORWARDED, desk, _E.FORWARDED, **told_why),
        row(_M.MERGE, early, _S.MERGED, desk, _E.MERGED, **told),
        row(_M.MOVE_CHANNEL, early, _S.MOVED, desk, _E.MOVED, **told_why),
        row(_M.NOTE, alive, None, desk, _E.NOTE_ADDED),
        row(_M.SET_TASK, alive, None, desk, _E.TASK_SET),
        row(_M.END_TASK, alive, None, desk, _E.TASK_DONE),
        row(_M.ANSWER_SENDER, alive, None, desk, _E.SENDER_ANSWERED),
        row(_M.FORWARD_ACKNOWLEDGED, sent_on, None, desk, _E.FORWARD_ACKNOWLEDGED),
        row(_M.FORWARD_ANSWERED, sent_on, None, desk, _E.FORWARD_ANSWERED),
        row(_M.UNMERGE, {_S.MERGED}, _S.ACCEPTED, desk, _E.UNMERGED, **told_why),
        row(_M.REPORTER_MESSAGE, alive, None, BY_REPORTER, _E.REPORTER_WROTE),
        row(_M.REPORTER_EVIDENCE, alive, None, BY_REPORTER, _E.EVIDENCE_ADDED),
        row(_M.WITHDRAW, opened, None, BY_REPORTER, _E.WITHDRAWN),
    )


TABLE: Final[tuple[Transition, ...]] = (*_corruption(), *_grievance())

_BY_MOVE: Final = {(row.channel, state, row.move): row for row in TABLE for state in row.sources}
_BY_EVENT: Final = {(row.channel, state, row.event): row for row in TABLE for state in row.sources}


def transition(channel: Channel, state: State, move: Move) -> Transition | None:
    """The row for that move from that state, or None when the table has none."""
    return _BY_MOVE.get((channel, state, move))


def allowed_moves(channel: Channel, state: State, roles: Iterable[Role]) -> tuple[Transition, ...]:
    """The rows open to these roles from that state, in the table's order.

    No roles at all means the reporter, who is offered only the reporter's own moves.
    """
    held = frozenset(roles)
    return tuple(
        row
        for row in TABLE
        if row.channel is channel and state in row.sources and _permits(row, held)
    )


def check_move(channel: Channel, state: State, move: Move, roles: Iterable[Role]) -> Transition:
    """The row for that move, or MoveRefused: first for the state, then for the roles."""
    row = transition(channel, state, move)
    if row is None:
        raise MoveRefused("wrong_state")
    if not _permits(row, frozenset(roles)):
        raise MoveRefused("not_allowed")
    return row


def _permits(row: Transition, held: frozenset[Role]) -> bool:
    return held == BY_REPORTER if row.by_reporter else bool(row.roles & held)


def state_after(channel: Channel, state: State, event: EventKind) -> State:
    """The state once that event has happened, for replaying a history.

    A history begins in `State.RECEIVED`. An event that the table does not allow there raises
    MoveRefused("wrong_state"): the history is not one this program wrote.
    """
    if event is EventKind.RECEIVED:
        if state not in (State.RECEIVED, State.MOVED):
            raise MoveRefused("wrong_state")
        return State.RECEIVED
    if event in OUTSIDE_TABLE:
        return state
    if event in IMPORTED_AS and state is State.RECEIVED:
        return IMPORTED_AS[event]
    row = _BY_EVENT.get((channel, state, event))
    if row is None:
        raise MoveRefused("wrong_state")
    return row.target_from(state)


def other_channel(channel: Channel) -> Channel:
    """The channel to which a case can be moved."""
    return Channel.GRIEVANCE if channel is Channel.CORRUPTION else Channel.CORRUPTION


def replay(channel: Channel, events: Iterable[EventKind]) -> State:
    """The state in which a whole history ends; `channel` is the one it began in.

    A moved case is received once more, in the other channel.
    """
    state = State.RECEIVED
    for event in events:
        if event is EventKind.RECEIVED and state is State.MOVED:
            channel = other_channel(channel)
        state = state_after(channel, state, event)
    return state


def channels_of(roles: Iterable[Role]) -> frozenset[Channel]:
    """The channels in which these roles have any move, so whose cases they may list."""
    held = frozenset(roles)
    return frozenset(row.channel for row in TABLE if row.roles & held)
