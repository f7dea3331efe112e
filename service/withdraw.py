"""The reporter takes the report back: recorded for the office to weigh, not an end by itself.

A matter of discipline goes on whether or not its reporter still wants it to (rules.md 3).
"""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.casework import BurnedNumber
from models.complaint import Complaint
from models.history import CaseEvent
from rules.limits import MESSAGE_LENGTH
from rules.numbering import receipt_no
from rules.states import Channel, EventKind, Move, State, transition
from rules.words import JOINING, MOVED_TO, Words
from service.case_keys import newest_public
from service.errors import InvalidInput, WrongState
from service.follow_complaint import followed_case, reporter_event
from service.inputs import load_message
from service.sealing import recipients_of, seal_record
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CaseTold:
    """What else the follow page says: numbers before a move, joined to another, taken back."""

    old_numbers: tuple[str, ...]
    moved_on: date | None
    moved_to: Words | None
    is_merged: bool
    withdrawn_on: date | None
    may_withdraw: bool
    token: str = field(repr=False)


def case_told(work: UnitOfWork, token: str) -> CaseTold:
    """What the case's reporter is told beside its state and its notices."""
    case = followed_case(work, token).case
    burned = work.rows(
        select(BurnedNumber)
        .where(BurnedNumber.case_id == case.id)
        .order_by(BurnedNumber.burned_on, BurnedNumber.register_number)
    )
    withdrawn_on = _withdrawn_on(work, case)
    return CaseTold(
        old_numbers=tuple(receipt_no(row.register_number, row.register_year_be) for row in burned),
        moved_on=burned[-1].burned_on if burned else None,
        moved_to=MOVED_TO[case.channel] if burned else None,
        is_merged=State(case.state) is State.MERGED,
        withdrawn_on=withdrawn_on,
        may_withdraw=withdrawn_on is None and _may_withdraw(work, case),
        token=token,
    )


def withdraw(work: UnitOfWork, token: str, why: str) -> None:
    """Record that the reporter takes the report back, with the reason if one is given.

    InvalidInput for `why`; WrongState when the case has ended, or was taken back before.
    """
    text = _reason(why)
    case = followed_case(work, token).case
    if _withdrawn_on(work, case) is not None or not _may_withdraw(work, case):
        raise WrongState
    type_ = ObjectType.FROM_REPORTER
    body = seal_record(
        work,
        case.id,
        case.epoch,
        type_,
        {"at": work.now.isoformat(), "text": text},
        recipients_of(type_, case, newest_public(work, case)),
    )
    reporter_event(work, case, Move.WITHDRAW, body)
    work.session.flush()


def _reason(why: str) -> str:
    if not why.strip():
        return JOINING["withdrawn_without_words"].th
    try:
        return load_message(why)
    except InvalidInput as refused:
        problem = refused.fields["message"]
        raise InvalidInput({"why": problem}, limits={"why": MESSAGE_LENGTH}) from None


def _may_withdraw(work: UnitOfWork, case: Complaint) -> bool:
    """Whether the table lets it be taken back; an authority that reads elsewhere is asked there."""
    row = transition(Channel(case.channel), State(case.state), Move.WITHDRAW)
    return row is not None and not work.agency().is_external


def _withdrawn_on(work: UnitOfWork, case: Complaint) -> date | None:
    day: date | None = work.session.scalar(
        select(CaseEvent.day).where(
            CaseEvent.case_id == case.id, CaseEvent.kind == int(EventKind.WITHDRAWN)
        )
    )
    return day
