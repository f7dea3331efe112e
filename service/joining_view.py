"""What stands on a case's page about other cases, about a move, and about a report taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.casework import BurnedNumber
from models.complaint import Complaint
from models.history import CaseEvent
from rules.numbering import receipt_no
from rules.states import Channel, EventKind, Move, State, is_open, other_channel, transition
from service.case_index import of_ids
from service.case_keys import CaseKeys, open_case_keys
from service.find_case import find_case
from service.joined_cases import ANSWERS, joined_to, lead_of, opened_or_none, still_untold
from service.unit_of_work import UnitOfWork
from service.views import OpenCase

_ASKED = (EventKind.JOINED, EventKind.MERGED, EventKind.WITHDRAWN)


@dataclass(frozen=True)
class OtherCase:
    """A case that stands in one matter with the page's; only for whoever can open it."""

    id: str
    receipt_no: str
    wants_answer: bool = False


@dataclass(frozen=True)
class JoiningView:
    """Joined cases, numbers before a move, and whether the reporter took the report back.

    `lead` is None although `is_merged` for whoever cannot open it. `hidden` cases are joined too,
    `hidden_untold` of them still want their answer; who opens them must give it.
    """

    is_merged: bool = False
    lead: OtherCase | None = None
    joined: tuple[OtherCase, ...] = ()
    hidden: int = 0
    hidden_untold: int = 0
    old_numbers: tuple[tuple[Channel, str], ...] = ()
    moved_on: date | None = None
    withdrawn_on: date | None = None
    may_look: bool = False

    @property
    def untold(self) -> int:
        """How many joined cases' reporters still want the answer that was given here."""
        return self.hidden_untold + sum(one.wants_answer for one in self.joined)


@dataclass(frozen=True)
class AlsoTold:
    """How many joined cases' reporters an answer given here reaches, and how many it does not."""

    reached: int
    not_reached: int


def joining_view(work: UnitOfWork, case: OpenCase) -> JoiningView:
    """What to say beside a case that was opened in this unit of work."""
    row = find_case(work, case.id)
    days = _days(work, row)
    joined, hidden, hidden_untold = _joined(work, row, days)
    is_merged = case.state is State.MERGED
    burned = work.rows(
        select(BurnedNumber)
        .where(BurnedNumber.case_id == row.id)
        .order_by(BurnedNumber.burned_on, BurnedNumber.register_number)
    )
    return JoiningView(
        is_merged=is_merged,
        lead=_lead(work, row) if is_merged else None,
        joined=joined,
        hidden=hidden,
        hidden_untold=hidden_untold,
        old_numbers=tuple(_number(one) for one in burned),
        moved_on=burned[-1].burned_on if burned else None,
        withdrawn_on=days.get(EventKind.WITHDRAWN),
        may_look=is_open(case.state),
    )


def also_told(work: UnitOfWork, case: OpenCase, move: Move) -> AlsoTold | None:
    """Whom else that move tells; None for a move or a case that tells nobody else."""
    made = transition(case.channel, case.state, move)
    if made is None or made.event not in ANSWERS:
        return None
    row = find_case(work, case.id)
    joined, hidden, _untold = _joined(work, row, _days(work, row))
    return AlsoTold(len(joined), hidden) if joined or hidden else None


def channel_after(case: OpenCase) -> Channel:
    """The channel to which the case would be moved."""
    return other_channel(case.channel)


def _days(work: UnitOfWork, row: Complaint) -> Mapping[EventKind, date]:
    """The last day of each kind of event that this page asks about."""
    found = work.session.execute(
        select(CaseEvent.kind, CaseEvent.day)
        .where(CaseEvent.case_id == row.id, CaseEvent.kind.in_([int(kind) for kind in _ASKED]))
        .order_by(CaseEvent.seq)
    )
    return {EventKind(kind): day for kind, day in found}


def _joined(
    work: UnitOfWork, row: Complaint, days: Mapping[EventKind, date]
) -> tuple[tuple[OtherCase, ...], int, int]:
    """Joined cases that the officer opens, how many others, how many of those are untold."""
    if EventKind.JOINED not in days:
        return (), 0, 0
    keys = open_case_keys(work, row)
    ids, untold = joined_to(work, keys), still_untold(work, keys)
    shown = {
        one.id: OtherCase(one.id.hex(), _receipt_no(one), one.id in untold)
        for one in _openable(work, ids)
    }
    hidden = [case_id for case_id in ids if case_id not in shown]
    lines = tuple(shown[case_id] for case_id in ids if case_id in shown)
    return lines, len(hidden), sum(case_id in untold for case_id in hidden)


def _lead(work: UnitOfWork, row: Complaint) -> OtherCase | None:
    keys: CaseKeys = open_case_keys(work, row)
    lead_id = lead_of(work, keys)
    found = _openable(work, (lead_id,)) if lead_id else []
    return OtherCase(found[0].id.hex(), _receipt_no(found[0])) if found else None


def _openable(work: UnitOfWork, ids: Sequence[bytes]) -> list[Complaint]:
    rows = work.rows(of_ids(ids))
    return [row for row in rows if opened_or_none(work, row) is not None]


def _receipt_no(row: Complaint) -> str:
    return receipt_no(row.register_number, row.register_year_be)


def _number(row: BurnedNumber) -> tuple[Channel, str]:
    return Channel(row.channel), receipt_no(row.register_number, row.register_year_be)
