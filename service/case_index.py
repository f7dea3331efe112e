"""All cases that an officer can open, by their clear columns, read in three passes of an index.

Lists are chosen, counted and put in order from here. Asking the database for each list by a join
leaves the way to its planner, which without statistics took the wrong one for thousands of cases;
three flat passes cost the same whatever the list, and grow with the cases alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from crypto.sealed_keys import ShareKind
from models.clock import ClockRow
from models.complaint import Complaint
from models.key_share import KeyShare
from rules.clocks import ClockKind
from service.blind_list import learn_blind_cases
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A clock that nothing has answered yet."""

    due_on: date
    kind: ClockKind


@dataclass(frozen=True, slots=True)
class IndexedCase:
    """One case by its clear columns, with the open clock due first."""

    id: bytes
    channel: str
    year_be: int
    number: int
    state: str
    awaits: str
    reporter_spoke: bool
    case_officer_id: bytes | None
    clock: OpenClock | None

    @property
    def register_order(self) -> tuple[int, int, str]:
        """What sorts cases as their registers do."""
        return self.year_be, self.number, self.channel


def openable_index(work: UnitOfWork) -> tuple[IndexedCase, ...]:
    """Every case whose newest epoch the officer at work can open, in no order."""
    held = _held_epochs(work)
    clocks = _open_clocks(work)
    columns = (
        Complaint.id,
        Complaint.channel,
        Complaint.register_year_be,
        Complaint.register_number,
        Complaint.state,
        Complaint.awaits,
        Complaint.reporter_spoke,
        Complaint.case_officer_id,
        Complaint.epoch,
    )
    return tuple(
        IndexedCase(id_, channel, year, number, state, awaits, spoke, officer, clocks.get(id_))
        for id_, channel, year, number, state, awaits, spoke, officer, epoch in (
            work.session.execute(select(*columns))
        )
        if held.get(id_) == epoch
    )


def _held_epochs(work: UnitOfWork) -> Mapping[bytes, int]:
    """The newest epoch of which the officer has a share that is no dummy, by case."""
    blind = set(learn_blind_cases(work))
    rows = work.session.execute(
        select(KeyShare.case_id, KeyShare.epoch)
        .where(
            KeyShare.holder_id == work.officer().officer_id,
            KeyShare.kind == int(ShareKind.CONTENT),
        )
        .order_by(KeyShare.epoch)
    )
    return {case_id: epoch for case_id, epoch in rows if case_id not in blind}


def _open_clocks(work: UnitOfWork) -> Mapping[bytes, OpenClock]:
    rows = work.session.execute(
        select(ClockRow.case_id, ClockRow.due_on, ClockRow.kind)
        .where(ClockRow.answered_on.is_(None))
        .order_by(ClockRow.due_on.desc())
    )
    return {case_id: OpenClock(due_on, ClockKind(kind)) for case_id, due_on, kind in rows}
