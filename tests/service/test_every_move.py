"""Every move of both state tables on a real case: done by the role that may, refused to the rest.

The verdicts are those written out by hand in tests/rules/test_states.py and below, not the
program's table. Every try is rolled back, so that one case serves all moves from its state.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.file_stream import SealedSpool
from rules.permissions import Role
from rules.states import STATES_OF, Channel, EventKind, Move, State
from service.actors import OfficerActor, Reporter
from service.attach_evidence import add_evidence
from service.errors import NotFound
from service.follow_complaint import write_to_office
from service.handle_case import move_case
from service.unit_of_work import UnitOfWork
from service.withdraw import withdraw
from tests.office import Office
from tests.rules.test_states import REPORTERS, WRITTEN_OUT, hands
from tests.service.desk_of_all_roles import HANDLING, LOGINS, WAYS, Desk, Outcome
from tests.service.move_by_move import ACTS, NOBODY, Stood

FOLLOWED_UP = {State.ACCEPTED, State.FACT_FINDING, State.GROUNDS_FOUND, State.NO_GROUNDS} | {
    State.RESULT_NOTIFIED
}


# What the chain says afterwards, by hand.
EVENTS = {
    Move.START_SCREENING: EventKind.SCREENING_STARTED,
    Move.ACCEPT: EventKind.ACCEPTED,
    Move.NOT_ACCEPT: EventKind.NOT_ACCEPTED,
    Move.ASK: EventKind.INFO_REQUESTED,
    Move.MESSAGE: EventKind.MESSAGE_SENT,
    Move.PROGRESS_NOTICE: EventKind.PROGRESS_NOTIFIED,
    Move.DELAY_EXPLANATION: EventKind.DELAY_EXPLAINED,
    Move.START_FACT_FINDING: EventKind.FACT_FINDING_STARTED,
    Move.START_WORK: EventKind.WORK_STARTED,
    Move.FIND_GROUNDS: EventKind.GROUNDS_FOUND,
    Move.FIND_NO_GROUNDS: EventKind.NO_GROUNDS_FOUND,
    Move.RESULT_NOTICE: EventKind.RESULT_NOTIFIED,
    Move.CLOSE: EventKind.CLOSED,
    Move.REOPEN: EventKind.REOPENED,
    Move.ASSIGN: EventKind.ASSIGNED,
    Move.FORWARD: EventKind.FORWARDED,
    Move.MERGE: EventKind.MERGED,
    Move.MOVE_CHANNEL: EventKind.MOVED,
    Move.NOTE: EventKind.NOTE_ADDED,
    Move.SCREENING_MEMO: EventKind.SCREENING_MEMO_WRITTEN,
    Move.APPOINT_COMMITTEE: EventKind.COMMITTEE_APPOINTED,
    Move.EXTEND: EventKind.CLOCK_EXTENDED,
    Move.SET_TASK: EventKind.TASK_SET,
    Move.END_TASK: EventKind.TASK_DONE,
    Move.START_FOLLOW_UP: EventKind.FOLLOW_UP_STARTED,
    Move.STEP_FOLLOW_UP: EventKind.FOLLOW_UP_STEPPED,
    Move.ANSWER_SENDER: EventKind.SENDER_ANSWERED,
    Move.FORWARD_ACKNOWLEDGED: EventKind.FORWARD_ACKNOWLEDGED,
    Move.FORWARD_ANSWERED: EventKind.FORWARD_ANSWERED,
    Move.UNMERGE: EventKind.UNMERGED,
    Move.REPORTER_MESSAGE: EventKind.REPORTER_WROTE,
    Move.REPORTER_EVIDENCE: EventKind.EVIDENCE_ADDED,
    Move.WITHDRAW: EventKind.WITHDRAWN,
}


def expected(channel: Channel, state: State, move: Move, role: Role | None) -> str:
    """What must come of it by what is written out by hand: a refusal, or "" for done."""
    if role is not None and (role not in HANDLING or move in REPORTERS):
        return "NotAllowed"
    if (channel, state, move) not in WRITTEN_OUT:
        return "WrongState"
    return "" if role is None or role in hands(channel, move) else "NotAllowed"


def problem(
    channel: Channel, state: State, move: Move, role: Role | None, found: Outcome
) -> Iterator[str]:
    """What differs from what is written out by hand, in words; nothing when nothing does."""
    wanted = expected(channel, state, move, role)
    who = f"{channel.value}/{state.value}: {move.value} by {role.value if role else 'reporter'}"
    if found.refused != wanted:
        yield f"{who}: wanted {wanted or 'done'}, found {found}"
    elif not wanted:
        target: State = WRITTEN_OUT[channel, state, move]
        if target is State.MOVED:
            channel, target = next(one for one in Channel if one is not channel), State.RECEIVED
        stands = (found.channel, found.state) == (channel.value, target.value)
        if not stands or found.events.count(EVENTS[move]) != 1:
            yield f"{who}: wanted {target.value} by {EVENTS[move].name}, found {found}"


@pytest.fixture(params=Channel)
def desk(request: pytest.FixtureRequest, office: Office, tmp_path: Path) -> Desk:
    """The office with one more officer for each role, at work in one channel."""
    return Desk(office, request.param, tmp_path)


@pytest.mark.timeout(400)
def test_every_move_is_made_by_the_role_that_may_and_refused_to_every_other(desk: Desk) -> None:
    problems: list[str] = []
    for state in STATES_OF[desk.channel]:
        stood, _ = desk.stand_in(state, HANDLING)
        for move in sorted(ACTS, key=lambda one: one is Move.STEP_FOLLOW_UP):
            if move is Move.STEP_FOLLOW_UP and _has_follow_ups(desk, state):
                stood = desk.with_follow_up(stood)
            problems += _tried_by_all(desk, state, move, stood)
    assert problems == []


def _tried_by_all(desk: Desk, state: State, move: Move, stood: Stood) -> Iterator[str]:
    """Every role where the table names the state; elsewhere one who holds all of them."""
    if (desk.channel, state, move) not in WRITTEN_OUT:
        clerk = desk.office.officers["clerk"]
        anybody = replace(clerk, roles=frozenset(HANDLING))
        found = desk.attempt(
            anybody, stood.case_id, stood.count, lambda work: ACTS[move](work, stood)
        )
        yield from problem(desk.channel, state, move, Role.SUPERVISOR, found)
        return
    for role, login in LOGINS.items():
        actor = desk.office.officers[login]
        found = desk.attempt(
            actor, stood.case_id, stood.count, lambda work: ACTS[move](work, stood)
        )
        yield from problem(desk.channel, state, move, role, found)


def _has_follow_ups(desk: Desk, state: State) -> bool:
    return desk.channel is Channel.CORRUPTION and state in FOLLOWED_UP


def test_the_reporters_own_moves_are_the_reporters_alone(desk: Desk) -> None:
    problems: list[str] = []
    for state in STATES_OF[desk.channel] - {State.MOVED}:
        stood, token = desk.stand_in(state, {Role.SUPERVISOR})
        for move in sorted(REPORTERS):
            act = _reporters_act(desk, move, token)
            reporter = Reporter(desk.office.agency_id)
            found = desk.attempt(reporter, stood.case_id, stood.count, act)
            problems += problem(desk.channel, state, move, None, found)
            problems += _typed_by_all(desk, state, move, stood)
    assert problems == []


def _typed_by_all(desk: Desk, state: State, move: Move, stood: Stood) -> Iterator[str]:
    for role, login in LOGINS.items():
        found = desk.attempt(
            desk.office.officers[login],
            stood.case_id,
            stood.count,
            lambda work: move_case(work, stood.case_id, move, {}, stood.count),
        )
        yield from problem(desk.channel, state, move, role, found)


def _reporters_act(desk: Desk, move: Move, token: str) -> Callable[[UnitOfWork], object]:
    if move is Move.REPORTER_MESSAGE:
        return lambda work: write_to_office(work, token, "ขอเพิ่มข้อมูลอีกหนึ่งเรื่อง")
    if move is Move.WITHDRAW:
        return lambda work: withdraw(work, token, "ขอถอนเรื่อง")

    def add(work: UnitOfWork) -> object:
        with SealedSpool(desk.folder) as spool:
            spool.write(b"%PDF-1.7\n" + bytes(600) + b"\n%%EOF\n")
            spool.seek(0)
            return add_evidence(work, token, spool, "paper.pdf")

    return add


def test_no_move_of_the_tables_is_left_out() -> None:
    assert set(ACTS) | REPORTERS == set(Move)
    assert not set(ACTS) & REPORTERS
    assert set(EVENTS) == {move for _, _, move in WRITTEN_OUT}
    assert {channel: set(ways) for channel, ways in WAYS.items()} == dict(STATES_OF)
    assert set(LOGINS) == set(Role)


def test_an_officer_who_is_let_into_no_case_is_told_that_it_is_not_there(office: Office) -> None:
    case_id = office.case_id(office.file())
    outsider: OfficerActor = office.officers["grievance1"]
    stood = Stood(case_id, 2, NOBODY, outsider.officer_id.hex(), NOBODY)
    for act in ACTS.values():
        with pytest.raises(NotFound), office.work(outsider) as work:
            act(work, stood)
