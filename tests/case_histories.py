"""Histories of many cases, put into the database as rows: only what is in clear is counted.

The sealed bytes are noise; nothing of these cases could be opened, nor need be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from secrets import randbelow, token_bytes

from sqlalchemy import insert

from models.clock import ClockRow
from models.complaint import Complaint
from rules.clocks import FIRST_ANSWER_DAYS
from rules.states import Channel, State
from service.actors import AllAgencies
from tests.office import Office

ENDINGS = (State.CLOSED, State.CLOSED, State.NOT_ACCEPTED, State.FORWARDED, State.MERGED)
DUE = timedelta(days=FIRST_ANSWER_DAYS)


@dataclass(frozen=True)
class Case:
    """What is in clear of one case, and when its first answer was given."""

    received: date
    completed: date | None = None
    state: State = State.ACCEPTED
    answered: date | None = None
    channel: Channel = Channel.CORRUPTION
    is_test: bool = False

    @property
    def counts(self) -> bool:
        return self.state is not State.MOVED and not self.is_test

    @property
    def ended(self) -> date | None:
        """The day on which its completion counts."""
        return None if self.completed is None else max(self.received, self.completed)


def history(seed: int, cases: int, first: date, today: date) -> tuple[Case, ...]:
    """Cases of both channels, some of them tests or on their way, some decided on a holiday."""
    chance = Random(seed)
    return tuple(_case(chance, first, today) for _ in range(cases))


def put_in(office: Office, cases: Iterable[Case]) -> None:
    """The cases as rows of the office."""
    # Numbers that no register has come to, and another history has not taken.
    first = 1_000_000 + randbelow(1_000_000_000)
    rows = [(token_bytes(16), number, case) for number, case in enumerate(cases, first)]
    if not rows:
        return
    with office.work(AllAgencies("put in a history")) as work:
        work.session.execute(insert(Complaint), [_row(office, *row) for row in rows])
        work.session.execute(insert(ClockRow), [_clock(office, *row) for row in rows])


def counted(cases: Sequence[Case], channel: Channel) -> list[Case]:
    """Those that stand in the channel's statistics."""
    return [case for case in cases if case.counts and case.channel is channel]


def _case(chance: Random, first: date, today: date) -> Case:
    received = first + timedelta(days=chance.randrange((today - first).days + 1))
    completed = received + timedelta(days=chance.randrange(-2, 400))
    answered = received + timedelta(days=chance.randrange(-2, 40))
    is_done = chance.random() < 0.7 and completed <= today
    state = chance.choice(ENDINGS) if is_done else State.ACCEPTED
    return Case(
        received=received,
        completed=completed if is_done else None,
        state=State.MOVED if chance.random() < 0.05 else state,
        answered=answered if chance.random() < 0.8 and answered <= today else None,
        channel=chance.choice((Channel.CORRUPTION, Channel.CORRUPTION, Channel.GRIEVANCE)),
        is_test=chance.random() < 0.05,
    )


def _row(office: Office, case_id: bytes, number: int, case: Case) -> dict[str, object]:
    return {
        "id": case_id, "agency_id": office.agency_id, "channel": case.channel.value,
        "register_year_be": case.received.year + 543, "register_number": number,
        "state": case.state.value, "awaits": "office", "reporter_spoke": False,
        "is_test": case.is_test, "submitted_on": case.received, "received_on": case.received,
        "answered_on": case.answered, "completed_on": case.completed, "epoch": 0,
        "code_version": 1, "lookup_index": token_bytes(32), "handle": token_bytes(16),
        "reporter_public": b"", "identity_public": b"", "manifest": b"",
        "manifest_mac": token_bytes(32), "event_count": 2, "event_head": token_bytes(32),
    }  # fmt: skip


def _clock(office: Office, case_id: bytes, _number: int, case: Case) -> dict[str, object]:
    due = case.received + DUE
    return {
        "id": token_bytes(16), "agency_id": office.agency_id, "case_id": case_id,
        "kind": "first_answer", "starts_on": case.received, "due_on": due, "answer_by_on": due,
        "told_due_on": due, "answered_on": case.answered, "rules_version": 1,
    }  # fmt: skip
