"""An office in which an officer of every role, and of that role only, tries moves that are undone.

Cases are brought into their states by the use-cases. Whoever handles cases holds a real share of
them, so that a refusal is the state table's and not the keys'.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select, update

from crypto import key_file
from models.complaint import Complaint
from models.history import CaseEvent
from rules.permissions import Role
from rules.states import Channel, EventKind, Move, State
from service.actors import Actor
from service.case_events import Acting
from service.case_keys import open_case_keys
from service.errors import NotAllowed, WrongState
from service.find_case import find_case
from service.keyring import READING_ROLE, load_keyring
from service.shares import give_share, held_share
from service.unit_of_work import UnitOfWork, begin
from tests.office import CHEAP_COSTS, Office
from tests.service.move_by_move import ACTS, NOBODY, Stood

# Who tries: one officer for each role, with that role and no other.
HIRED = (
    Role.INTAKE,
    Role.CASE_OFFICER,
    Role.COMMITTEE,
    Role.LEGAL,
    Role.EXECUTIVE,
    Role.PUBLISHER,
)
THERE = {
    Role.GRIEVANCE: "grievance1",
    Role.SUPERVISOR: "clerk",
    Role.CUSTODIAN_INSIDE: "inside1",
    Role.CUSTODIAN_OUTSIDE: "outside1",
    Role.ADMINISTRATOR: "admin1",
}
LOGINS = (
    THERE
    | {role: role.value.replace("_", "") + "9" for role in HIRED}
    | {Role.OPERATOR: "operator"}
)
HANDLING = {
    Role.INTAKE,
    Role.GRIEVANCE,
    Role.CASE_OFFICER,
    Role.COMMITTEE,
    Role.LEGAL,
    Role.SUPERVISOR,
}
OWNER = {Channel.CORRUPTION: "intake1", Channel.GRIEVANCE: "grievance1"}

# How the office brings a case into each state. Nothing leads to MOVED: a moved case stands in the
# other register at once, and is put there by hand to see that nothing moves it.
_BEGUN = (Move.ACCEPT, Move.START_FACT_FINDING)
WAYS = {
    Channel.CORRUPTION: {
        State.RECEIVED: (),
        State.SCREENING: (Move.START_SCREENING,),
        State.INFO_REQUESTED: (Move.ASK,),
        State.ACCEPTED: (Move.ACCEPT,),
        State.NOT_ACCEPTED: (Move.NOT_ACCEPT,),
        State.FORWARDED: (Move.FORWARD,),
        State.MERGED: (Move.MERGE,),
        State.FACT_FINDING: _BEGUN,
        State.GROUNDS_FOUND: (*_BEGUN, Move.FIND_GROUNDS),
        State.NO_GROUNDS: (*_BEGUN, Move.FIND_NO_GROUNDS),
        State.RESULT_NOTIFIED: (Move.ACCEPT, Move.RESULT_NOTICE),
        State.CLOSED: (Move.ACCEPT, Move.RESULT_NOTICE, Move.CLOSE),
        State.MOVED: (),
    },
    Channel.GRIEVANCE: {
        State.RECEIVED: (),
        State.ACCEPTED: (Move.ACCEPT,),
        State.IN_PROGRESS: (Move.ACCEPT, Move.START_WORK),
        State.NOT_ACCEPTED: (Move.NOT_ACCEPT,),
        State.FORWARDED: (Move.FORWARD,),
        State.MERGED: (Move.MERGE,),
        State.RESULT_NOTIFIED: (Move.ACCEPT, Move.RESULT_NOTICE),
        State.CLOSED: (Move.ACCEPT, Move.RESULT_NOTICE, Move.CLOSE),
        State.MOVED: (),
    },
}


class _Undone(Exception):
    """Rolls a try back."""


@dataclass(frozen=True)
class Outcome:
    """What came of a try: the refusal's name, or the new state and the events that were added."""

    refused: str = ""
    channel: str = ""
    state: str = ""
    events: tuple[EventKind, ...] = ()


class Desk:
    """One office in which everybody holds a share of every case."""

    def __init__(self, office: Office, channel: Channel, folder: Path) -> None:
        self.office, self.channel, self.folder = office, channel, folder
        self._keys = key_file.load(office.key_path)
        for role in HIRED:
            office.hire(LOGINS[role], f"นางสาวทดสอบ {role.value}", role)
        # An operator has no account at an agency; the widest that one could be is an officer.
        admin = office.officers["admin1"]
        office.officers["operator"] = replace(admin, roles=frozenset({Role.OPERATOR}))
        self._lead = office.case_id(office.file(channel))
        self._share(self._lead, HANDLING)

    @contextmanager
    def work(self, actor: Actor) -> Iterator[UnitOfWork]:
        """A unit of work; the key file is read once, for there are thousands."""
        now = self.office.clock.now
        with begin(
            self.office.engine,
            actor=actor,
            keys=self._keys,
            now=now,
            costs=CHEAP_COSTS,
            writes=True,
        ) as work:
            yield work

    def stand_in(self, state: State, roles: Collection[Role]) -> tuple[Stood, str]:
        """A case in that state with shares for these roles, and its reporter's token."""
        receipt = self.office.file(self.channel)
        token = self.office.confirm(receipt)
        case_id = self.office.case_id(receipt)
        self._share(case_id, roles)
        officer = self.office.officers[OWNER[self.channel]].officer_id.hex()
        stood = Stood(case_id, self._count(case_id), self._lead, officer, NOBODY)
        stood = replace(stood, task=str(self._make(Move.SET_TASK, stood)))
        for move in WAYS[self.channel][state]:
            self._make(move, replace(stood, count=self._count(case_id)))
        if state is State.MOVED:
            self._set_state(case_id, state)
        return replace(stood, count=self._count(case_id)), token

    def with_follow_up(self, stood: Stood) -> Stood:
        """The same case once a follow-up has been opened in it."""
        stood = replace(stood, follow_up=str(self._make(Move.START_FOLLOW_UP, stood)))
        return replace(stood, count=self._count(stood.case_id))

    def attempt(
        self, actor: Actor, case_id: str, count: int, act: Callable[[UnitOfWork], object]
    ) -> Outcome:
        """What came of it; whatever it wrote is rolled back."""
        outcome = Outcome()
        try:
            with self.work(actor) as work:
                act(work)
                work.session.flush()
                outcome = self._look(work, case_id, count)
                raise _Undone
        except _Undone:
            return outcome
        except (NotAllowed, WrongState) as refused:
            return Outcome(type(refused).__name__)

    def _look(self, work: UnitOfWork, case_id: str, count: int) -> Outcome:
        case = work.one(Complaint, id=bytes.fromhex(case_id))
        kinds = work.rows(
            select(CaseEvent.kind)
            .where(CaseEvent.case_id == case.id, CaseEvent.seq >= count)
            .order_by(CaseEvent.seq)
        )
        events = tuple(EventKind(kind) for kind in kinds)
        return Outcome("", case.channel, case.state, events)

    def _share(self, case_id: str, roles: Collection[Role]) -> None:
        with self.work(self.office.officers[OWNER[self.channel]]) as work:
            keyring, case = load_keyring(work), find_case(work, case_id)
            keys = open_case_keys(work, case)
            acting = Acting(work.officer(), READING_ROLE[self.channel])
            for role in roles:
                key = keyring.officer(self.office.officers[LOGINS[role]].officer_id)
                assert key is not None
                if held_share(work, case, key.holder_id) is None:
                    give_share(work, keys, key, acting)

    def _make(self, move: Move, stood: Stood) -> object:
        with self.work(self.office.officers["clerk"]) as work:
            return ACTS[move](work, stood)

    def _count(self, case_id: str) -> int:
        with self.work(self.office.officers["clerk"]) as work:
            return find_case(work, case_id).event_count

    def _set_state(self, case_id: str, state: State) -> None:
        with self.work(self.office.officers["clerk"]) as work:
            work.session.execute(
                update(Complaint)
                .where(Complaint.id == bytes.fromhex(case_id))
                .values(state=state.value)
            )
