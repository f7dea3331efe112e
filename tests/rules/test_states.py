"""The table of moves, tested as a whole: every channel, state, move and role is decided."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.permissions import Permission, Role, may
from rules.states import (
    IMPORTED_AS,
    OUTSIDE_TABLE,
    STATES_OF,
    TABLE,
    Channel,
    EventKind,
    IdentityMode,
    Move,
    MoveRefused,
    PublicState,
    State,
    Transition,
    allowed_moves,
    channels_of,
    check_move,
    is_completed,
    is_open,
    public_state,
    replay,
    state_after,
    transition,
)

REPORTERS = {Move.REPORTER_MESSAGE, Move.REPORTER_EVIDENCE, Move.WITHDRAW}
NOTICES = {
    Move.NOT_ACCEPT,
    Move.PROGRESS_NOTICE,
    Move.DELAY_EXPLANATION,
    Move.RESULT_NOTICE,
    Move.CLOSE,
    Move.FORWARD,
    Move.MERGE,
    Move.MOVE_CHANNEL,
    Move.EXTEND,
    Move.UNMERGE,
}
REASONS = {
    Move.EXTEND,
    Move.UNMERGE,
    Move.NOT_ACCEPT,
    Move.FORWARD,
    Move.MOVE_CHANNEL,
    Move.DELAY_EXPLANATION,
    Move.REOPEN,
}
CASES = st.sampled_from(Channel)
ANY_ROLES = st.frozensets(st.sampled_from(Role))

# Which state each move leads to, written out by hand from the rules: "=" stays.
# R received, S screening, I info_requested, A accepted, N not_accepted, F forwarded, M merged,
# V moved, T fact_finding, G grounds_found, O no_grounds, P in_progress, U result_notified, C closed
LETTERS = dict(zip("RSIANFMVTGOPUC", State, strict=True))
CORRUPTION = {
    Move.START_SCREENING: {"R": "S"},
    Move.ACCEPT: {"RSI": "A"},
    Move.NOT_ACCEPT: {"RSI": "N"},
    Move.ASK: {"RSI": "I", "ATGOU": "="},
    Move.MESSAGE: {"RSIATGOUNFMC": "="},
    Move.PROGRESS_NOTICE: {"RSIATGOU": "="},
    Move.DELAY_EXPLANATION: {"RSIATGOU": "="},
    Move.START_FACT_FINDING: {"AGOU": "T"},
    Move.START_WORK: {},
    Move.FIND_GROUNDS: {"T": "G"},
    Move.FIND_NO_GROUNDS: {"T": "O"},
    Move.RESULT_NOTICE: {"ATGOU": "U"},
    Move.CLOSE: {"U": "C"},
    Move.REOPEN: {"CNF": "A"},
    Move.ASSIGN: {"RSIATGOU": "="},
    Move.FORWARD: {"RSIATGO": "F"},
    Move.MERGE: {"RSIATGO": "M"},
    Move.MOVE_CHANNEL: {"RSIA": "V"},
    Move.NOTE: {"RSIATGOUNFMC": "="},
    Move.SCREENING_MEMO: {"RSI": "="},
    Move.APPOINT_COMMITTEE: {"T": "="},
    Move.EXTEND: {"ATGOU": "="},
    Move.SET_TASK: {"RSIATGOUNFMC": "="},
    Move.END_TASK: {"RSIATGOUNFMC": "="},
    Move.START_FOLLOW_UP: {"ATGOU": "="},
    Move.STEP_FOLLOW_UP: {"ATGOU": "="},
    Move.ANSWER_SENDER: {"RSIATGOUNFMC": "="},
    Move.FORWARD_ACKNOWLEDGED: {"F": "="},
    Move.FORWARD_ANSWERED: {"F": "="},
    Move.UNMERGE: {"M": "A"},
    Move.REPORTER_MESSAGE: {"I": "S", "RSATGOUNFMC": "="},
    Move.REPORTER_EVIDENCE: {"I": "S", "RSATGOUNFMC": "="},
    Move.WITHDRAW: {"RSIATGOU": "="},
}
GRIEVANCE = {
    Move.START_SCREENING: {},
    Move.ACCEPT: {"R": "A"},
    Move.NOT_ACCEPT: {"R": "N"},
    Move.ASK: {"RAPU": "="},
    Move.MESSAGE: {"RAPUNFMC": "="},
    Move.PROGRESS_NOTICE: {"RAPU": "="},
    Move.DELAY_EXPLANATION: {"RAPU": "="},
    Move.START_FACT_FINDING: {},
    Move.START_WORK: {"AU": "P"},
    Move.FIND_GROUNDS: {},
    Move.FIND_NO_GROUNDS: {},
    Move.RESULT_NOTICE: {"APU": "U"},
    Move.CLOSE: {"U": "C"},
    Move.REOPEN: {"CNF": "A"},
    Move.ASSIGN: {"RAPU": "="},
    Move.FORWARD: {"RAP": "F"},
    Move.MERGE: {"RAP": "M"},
    Move.MOVE_CHANNEL: {"RAP": "V"},
    Move.NOTE: {"RAPUNFMC": "="},
    Move.SCREENING_MEMO: {},
    Move.APPOINT_COMMITTEE: {},
    Move.EXTEND: {},
    Move.SET_TASK: {"RAPUNFMC": "="},
    Move.END_TASK: {"RAPUNFMC": "="},
    Move.START_FOLLOW_UP: {},
    Move.STEP_FOLLOW_UP: {},
    Move.ANSWER_SENDER: {"RAPUNFMC": "="},
    Move.FORWARD_ACKNOWLEDGED: {"F": "="},
    Move.FORWARD_ANSWERED: {"F": "="},
    Move.UNMERGE: {"M": "A"},
    Move.REPORTER_MESSAGE: {"RAPUNFMC": "="},
    Move.REPORTER_EVIDENCE: {"RAPUNFMC": "="},
    Move.WITHDRAW: {"RAPU": "="},
}
WRITTEN_OUT = {
    (channel, LETTERS[source], move): LETTERS[source] if target == "=" else LETTERS[target]
    for channel, moves in ((Channel.CORRUPTION, CORRUPTION), (Channel.GRIEVANCE, GRIEVANCE))
    for move, ways in moves.items()
    for sources, target in ways.items()
    for source in sources
}

# Who may make each move, likewise by hand.
DESK = {Role.INTAKE, Role.SUPERVISOR}
HANDLERS = {Role.CASE_OFFICER, Role.SUPERVISOR}
EVERYONE = {Role.INTAKE, Role.CASE_OFFICER, Role.COMMITTEE, Role.LEGAL, Role.SUPERVISOR}
HANDS = {
    Move.START_SCREENING: DESK,
    Move.ACCEPT: DESK,
    Move.NOT_ACCEPT: DESK,
    Move.ASK: EVERYONE,
    Move.MESSAGE: EVERYONE,
    Move.PROGRESS_NOTICE: DESK | HANDLERS,
    Move.DELAY_EXPLANATION: DESK | HANDLERS,
    Move.START_FACT_FINDING: HANDLERS,
    Move.FIND_GROUNDS: HANDLERS | {Role.COMMITTEE},
    Move.FIND_NO_GROUNDS: HANDLERS | {Role.COMMITTEE},
    Move.RESULT_NOTICE: HANDLERS,
    Move.CLOSE: HANDLERS,
    Move.REOPEN: HANDLERS,
    Move.ASSIGN: DESK,
    Move.FORWARD: DESK | HANDLERS,
    Move.MERGE: DESK | HANDLERS,
    Move.MOVE_CHANNEL: DESK,
    Move.NOTE: EVERYONE,
    Move.SCREENING_MEMO: DESK,
    Move.APPOINT_COMMITTEE: HANDLERS,
    Move.EXTEND: HANDLERS,
    Move.SET_TASK: EVERYONE,
    Move.END_TASK: EVERYONE,
    Move.START_FOLLOW_UP: HANDLERS | {Role.LEGAL},
    Move.STEP_FOLLOW_UP: HANDLERS | {Role.LEGAL},
    Move.ANSWER_SENDER: DESK | HANDLERS,
    Move.FORWARD_ACKNOWLEDGED: DESK | HANDLERS,
    Move.FORWARD_ANSWERED: DESK | HANDLERS,
    Move.UNMERGE: DESK | HANDLERS,
}


def hands(channel: Channel, move: Move) -> set[Role]:
    if move in REPORTERS:
        return set()
    if channel is Channel.GRIEVANCE:
        return {Role.GRIEVANCE, Role.SUPERVISOR}
    return HANDS[move]


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("move", Move)
def test_every_state_and_role_is_decided_as_written_out(channel: Channel, move: Move) -> None:
    for state, role in product(State, Role):
        target = WRITTEN_OUT.get((channel, state, move))
        found = transition(channel, state, move)
        assert (found and found.target_from(state)) == target
        if target is None:
            with pytest.raises(MoveRefused) as refused:
                check_move(channel, state, move, (role,))
            assert refused.value.reason == "wrong_state"
        elif role in hands(channel, move):
            assert check_move(channel, state, move, (role,)) is found
        else:
            with pytest.raises(MoveRefused) as refused:
                check_move(channel, state, move, (role,))
            assert refused.value.reason == "not_allowed"


def test_no_two_rows_answer_for_the_same_state_and_move_or_event() -> None:
    by_move = [(row.channel, state, row.move) for row in TABLE for state in row.sources]
    by_event = [(row.channel, state, row.event) for row in TABLE for state in row.sources]
    assert len(by_move) == len(set(by_move)) == len(WRITTEN_OUT)
    assert len(by_event) == len(set(by_event))


def test_the_table_cannot_be_bent_while_it_runs() -> None:
    with pytest.raises(AttributeError):
        TABLE[0].roles = frozenset(Role)  # type: ignore[misc]


def test_the_table_keeps_each_channel_to_its_own_states() -> None:
    for row in TABLE:
        assert row.sources
        assert row.sources <= STATES_OF[row.channel]
        assert row.target is None or row.target in STATES_OF[row.channel]


@pytest.mark.parametrize("channel", Channel)
def test_every_state_can_be_reached_and_every_open_one_can_end(channel: Channel) -> None:
    def reachable(start: State) -> set[State]:
        seen, waiting = {start}, [start]
        while waiting:
            state = waiting.pop()
            for row in TABLE:
                target = row.target_from(state)
                if row.channel is channel and state in row.sources and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return seen

    assert reachable(State.RECEIVED) == STATES_OF[channel]
    for state in STATES_OF[channel]:
        assert state is State.MOVED or State.CLOSED in reachable(state) or is_completed(state)


@given(CASES, st.sampled_from(State), ANY_ROLES)
def test_what_is_offered_is_exactly_what_is_accepted(
    channel: Channel, state: State, roles: frozenset[Role]
) -> None:
    offered = {row.move: row for row in allowed_moves(channel, state, roles)}
    for move in Move:
        try:
            assert check_move(channel, state, move, roles) is offered[move]
        except MoveRefused:
            assert move not in offered


@given(CASES, st.sampled_from(State), ANY_ROLES, ANY_ROLES)
def test_an_officer_with_more_roles_is_offered_no_less(
    channel: Channel, state: State, some: frozenset[Role], more: frozenset[Role]
) -> None:
    if some:
        fewer = set(allowed_moves(channel, state, some))
        assert fewer <= set(allowed_moves(channel, state, some | more))


# The reporter


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("state", State)
def test_the_reporter_has_the_reporters_moves_and_no_officer_has_them(
    channel: Channel, state: State
) -> None:
    assert {row.move for row in allowed_moves(channel, state, ())} <= REPORTERS
    assert not {row.move for row in allowed_moves(channel, state, Role)} & REPORTERS


@pytest.mark.parametrize("channel", Channel)
def test_the_reporter_may_always_write_and_add_evidence_until_the_case_is_moved(
    channel: Channel,
) -> None:
    for state in STATES_OF[channel] - {State.MOVED}:
        open_to_reporter = {row.move for row in allowed_moves(channel, state, ())}
        assert {Move.REPORTER_MESSAGE, Move.REPORTER_EVIDENCE} <= open_to_reporter
    assert allowed_moves(channel, State.MOVED, ()) == ()
    assert allowed_moves(channel, State.MOVED, Role) == ()


def test_an_answer_to_a_question_brings_the_case_back_to_screening() -> None:
    asked = (EventKind.RECEIVED, EventKind.SEALED, EventKind.INFO_REQUESTED)
    for answer in (EventKind.REPORTER_WROTE, EventKind.EVIDENCE_ADDED):
        assert replay(Channel.CORRUPTION, (*asked, answer)) is State.SCREENING
    assert replay(Channel.CORRUPTION, (*asked, EventKind.WITHDRAWN)) is State.INFO_REQUESTED


def test_withdrawing_ends_nothing_by_itself() -> None:
    assert all(row.target is None for row in TABLE if row.move is Move.WITHDRAW)


# Notices, reasons and screening


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.channel}-{row.move}")
def test_a_notice_stands_exactly_where_the_decisions_put_it(row: Transition) -> None:
    assert row.notice == (row.move in NOTICES)
    assert row.to_reporter == (row.move in NOTICES | {Move.ASK, Move.MESSAGE})


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.channel}-{row.move}")
def test_no_move_ends_a_case_without_a_notice(row: Transition) -> None:
    if row.target is not None and not is_open(row.target):
        assert row.notice


def test_a_case_is_closed_only_after_its_result_was_notified() -> None:
    for row in TABLE:
        if row.target is State.CLOSED:
            assert row.move is Move.CLOSE
            assert row.sources == {State.RESULT_NOTIFIED}
        if row.target is State.RESULT_NOTIFIED:
            assert (row.event, row.notice) == (EventKind.RESULT_NOTIFIED, True)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.channel}-{row.move}")
def test_turning_away_sending_on_delaying_and_reopening_need_a_reason(row: Transition) -> None:
    assert row.reason == (row.move in REASONS)


def test_a_corruption_report_is_not_turned_away_without_the_three_screening_answers() -> None:
    needing = [row for row in TABLE if row.screening_answers]
    assert [(row.channel, row.move) for row in needing] == [(Channel.CORRUPTION, Move.NOT_ACCEPT)]


# Roles


@pytest.mark.parametrize(
    "role",
    [
        Role.EXECUTIVE,
        Role.CUSTODIAN_INSIDE,
        Role.CUSTODIAN_OUTSIDE,
        Role.PUBLISHER,
        Role.ADMINISTRATOR,
        Role.OPERATOR,
    ],
)
def test_those_who_open_nothing_move_nothing(role: Role) -> None:
    assert not any(role in row.roles for row in TABLE)
    assert channels_of((role,)) == frozenset()


def test_every_role_in_the_table_may_act_on_cases() -> None:
    for row in TABLE:
        assert all(may((role,), Permission.ACT_ON_CASE) for role in row.roles)


def test_grievance_officers_never_see_the_corruption_channel() -> None:
    assert channels_of((Role.GRIEVANCE,)) == {Channel.GRIEVANCE}
    assert channels_of((Role.INTAKE,)) == {Channel.CORRUPTION}
    assert channels_of((Role.SUPERVISOR,)) == set(Channel)
    assert channels_of(()) == frozenset()


# What the public sees


def test_every_state_has_its_public_face() -> None:
    assert {state: public_state(state) for state in State} == {
        State.RECEIVED: PublicState.RECEIVED,
        State.SCREENING: PublicState.CHECKING,
        State.INFO_REQUESTED: PublicState.CHECKING,
        State.ACCEPTED: PublicState.CHECKING,
        State.FACT_FINDING: PublicState.CHECKING,
        State.GROUNDS_FOUND: PublicState.CHECKING,
        State.NO_GROUNDS: PublicState.CHECKING,
        State.IN_PROGRESS: PublicState.CHECKING,
        State.RESULT_NOTIFIED: PublicState.CHECKING,
        State.MOVED: PublicState.CHECKING,
        State.NOT_ACCEPTED: PublicState.NOT_ACCEPTED,
        State.FORWARDED: PublicState.COMPLETED,
        State.MERGED: PublicState.COMPLETED,
        State.CLOSED: PublicState.COMPLETED,
    }


def test_the_public_state_and_the_statistics_say_the_same() -> None:
    ended = {PublicState.COMPLETED, PublicState.NOT_ACCEPTED}
    for state in State:
        assert is_completed(state) == (public_state(state) in ended)


def test_every_state_is_open_or_completed_and_a_moved_case_is_neither() -> None:
    assert [s for s in State if is_open(s) == is_completed(s)] == [State.MOVED]
    assert not is_open(State.MOVED)


def test_a_reopened_case_is_being_looked_into_again() -> None:
    for state in (State.CLOSED, State.NOT_ACCEPTED, State.FORWARDED):
        again = state_after(Channel.CORRUPTION, state, EventKind.REOPENED)
        assert (again, public_state(again)) == (State.ACCEPTED, PublicState.CHECKING)


# Replay


@given(CASES, st.data())
def test_replaying_the_events_gives_the_state_the_moves_gave(
    channel: Channel, data: st.DataObject
) -> None:
    state = State.RECEIVED
    events = [EventKind.RECEIVED, EventKind.SEALED]
    for _ in range(data.draw(st.integers(0, 25))):
        rows = [row for row in TABLE if row.channel is channel and state in row.sources]
        if not rows:
            break
        row = data.draw(st.sampled_from(rows))
        roles = data.draw(st.sampled_from(sorted(row.roles))) if row.roles else None
        state = check_move(channel, state, row.move, [roles] if roles else []).target_from(state)
        events += [row.event, EventKind.SHARE_GRANTED]
    assert replay(channel, events) is state


@pytest.mark.parametrize("channel", Channel)
def test_an_event_that_the_table_does_not_allow_is_refused(channel: Channel) -> None:
    anywhere = {EventKind.RECEIVED, *OUTSIDE_TABLE}
    for state, event in product(State, set(EventKind) - anywhere):
        allowed = any(
            row.channel is channel and state in row.sources and row.event is event for row in TABLE
        )
        allowed = allowed or (event in IMPORTED_AS and state is State.RECEIVED)
        if not allowed:
            with pytest.raises(MoveRefused):
                state_after(channel, state, event)


def test_a_case_cannot_be_received_a_second_time_unless_it_was_moved() -> None:
    for state in set(State) - {State.RECEIVED, State.MOVED}:
        with pytest.raises(MoveRefused):
            state_after(Channel.CORRUPTION, state, EventKind.RECEIVED)
    moved = state_after(Channel.GRIEVANCE, State.MOVED, EventKind.RECEIVED)
    assert moved is State.RECEIVED


def test_a_moved_case_goes_on_by_the_other_channels_table() -> None:
    way = (EventKind.RECEIVED, EventKind.SEALED, EventKind.MOVED, EventKind.RECEIVED)
    assert replay(Channel.CORRUPTION, (*way, EventKind.ACCEPTED, EventKind.WORK_STARTED)) is (
        State.IN_PROGRESS
    )
    back = (*way, EventKind.MOVED, EventKind.RECEIVED, EventKind.SCREENING_STARTED)
    assert replay(Channel.CORRUPTION, back) is State.SCREENING


def test_what_no_move_makes_changes_no_state() -> None:
    for channel, state in product(Channel, State):
        for event in OUTSIDE_TABLE:
            assert state_after(channel, state, event) is state


@pytest.mark.parametrize("channel", Channel)
def test_a_case_of_an_older_register_stands_where_that_register_says(channel: Channel) -> None:
    for event, state in IMPORTED_AS.items():
        assert state in STATES_OF[channel]
        way = (EventKind.RECEIVED, EventKind.SEALED, EventKind.IMPORTED, event)
        assert replay(channel, way) is state


# Codes that stand in the public record


EVENT_NAMES = """
    RECEIVED SEALED SCREENING_STARTED ACCEPTED NOT_ACCEPTED INFO_REQUESTED MESSAGE_SENT
    PROGRESS_NOTIFIED DELAY_EXPLAINED FACT_FINDING_STARTED WORK_STARTED GROUNDS_FOUND
    NO_GROUNDS_FOUND RESULT_NOTIFIED CLOSED REOPENED ASSIGNED FORWARDED MERGED MOVED
    NOTE_ADDED REPORTER_WROTE EVIDENCE_ADDED WITHDRAWN SHARE_GRANTED
"""


def test_event_codes_never_change() -> None:
    assert [(kind.name, kind.value) for kind in EventKind][:25] == [
        (name, code) for code, name in enumerate(EVENT_NAMES.split(), start=1)
    ]


def test_every_event_has_a_tag_of_its_own() -> None:
    tags = [kind.tag for kind in EventKind]
    assert len(set(tags)) == len(tags)
    assert EventKind.ACCEPTED.tag == "case:accepted"
    assert EventKind.PROGRESS_NOTIFIED.tag == "notice:progress:sent"


def test_every_move_and_every_event_is_used() -> None:
    assert {row.move for row in TABLE} == set(Move)
    without_a_move = {EventKind.RECEIVED, *OUTSIDE_TABLE, *IMPORTED_AS}
    assert {row.event for row in TABLE} == set(EventKind) - without_a_move


def test_the_three_identity_modes_and_two_channels_keep_their_values() -> None:
    assert set(IdentityMode) == {"anonymous", "confidential", "named"}
    assert set(Channel) == {"corruption", "grievance"}
