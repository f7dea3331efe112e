"""A case moved to the other channel: another register, other readers, the same code.

The row stays, so the reporter's code goes on working and the chain goes on. The old number is
burned. A new epoch goes to those who read the other channel, minus the excluded, so that whoever
read the case before opens nothing that comes after; what they have read they have read. The first
answer stays due on its day, for it was promised to the reporter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.casework import BurnedNumber, FollowUp
from rules.clocks import screening
from rules.matching import mentions
from rules.numbering import register_year_be
from rules.states import Channel, EventKind, Move, other_channel
from service.calendars import office_calendar
from service.case_epochs import Change, new_epoch
from service.case_events import Acting, append_event, start_clock
from service.case_holders import HolderBook, Holders, OpenedCase, open_for_keys
from service.case_lines import open_report
from service.change_readers import record_change
from service.errors import InvalidInput, JoinedCases, NobodyThere, NotAllowed, StaleCase, WrongState
from service.find_case import find_case
from service.inputs import load_move
from service.internal_notes import add_note
from service.joined_cases import joined_to
from service.keyring import READING_ROLE
from service.moving import Moving, begin_move, seal_words
from service.register_numbers import next_register_number
from service.sealing import new_id
from service.search_entries import forget_case
from service.tasks import free_tasks
from service.unit_of_work import UnitOfWork

MOVED_FORM = "moved/1"
_ABOUT = ("accused", "accused_unit", "subject", "narrative")


@dataclass(frozen=True)
class ReaderThere:
    """Somebody who would read the case after a move; `is_named` when its words may mean him."""

    name: str
    post: str
    is_named: bool


def move_channel(
    work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int
) -> bool:
    """Whether the officer at work can still open the case, which is in the other channel now.

    InvalidInput names `reason` or `notice_text` when it is missing; NobodyThere when nobody of the
    other channel could open it; JoinedCases while others are joined to it; WrongState while a
    follow-up is open, of which only the corruption channel knows.
    """
    moving = begin_move(work, case_id, Move.MOVE_CHANNEL, event_count)
    typed = load_move(mapping)
    missing = {name: "required" for name in ("reason", "notice_text") if not getattr(typed, name)}
    if missing:
        raise InvalidInput(missing)
    opened = _locked(work, moving, event_count)
    _check_nothing_hangs_on_it(work, moving)
    book = HolderBook(work)
    if book.officer(work.officer().officer_id) is None:
        raise NotAllowed
    holders = _holders_there(book, opened)
    _leave(work, moving, typed.reason, typed.notice_text)
    _arrive(work, book, opened, holders, moving.acting)
    return any(key.holder_id == work.officer().officer_id for key in holders.reading)


def readers_there(work: UnitOfWork, case_id: str) -> tuple[ReaderThere, ...]:
    """Who would open the case in the other channel; empty when nobody could.

    Whoever asks opens the case, in a unit of work that has logged it.
    """
    (opened,) = open_for_keys(work, (find_case(work, case_id),))
    try:
        holders = _holders_there(HolderBook(work), opened)
    except NobodyThere:
        return ()
    report = open_report(work, opened.keys)
    told = "\n".join(report.get(name, "") for name in _ABOUT)
    return tuple(
        ReaderThere(key.name, key.post, mentions(told, name=key.name, post=key.post))
        for key in sorted(holders.reading, key=lambda key: key.name)
    )


def _locked(work: UnitOfWork, moving: Moving, event_count: int) -> OpenedCase:
    work.session.refresh(moving.case, with_for_update=True)
    if moving.case.event_count != event_count:
        raise StaleCase
    (opened,) = open_for_keys(work, (moving.case,))
    return opened


def _check_nothing_hangs_on_it(work: UnitOfWork, moving: Moving) -> None:
    if joined_to(work, moving.keys):
        raise JoinedCases
    still_open = select(FollowUp.id).where(
        FollowUp.case_id == moving.case.id, FollowUp.ended_on.is_(None)
    )
    if work.session.scalar(still_open.limit(1)) is not None:
        raise WrongState


def _holders_there(book: HolderBook, opened: OpenedCase) -> Holders:
    """Who would read the case in the other channel; NobodyThere when nobody could.

    Whoever was let in by hand here is not carried over: those are this channel's people.
    """
    channel = other_channel(Channel(opened.case.channel))
    if not book.keyring.is_open(channel):
        raise NobodyThere
    record = book.carried(opened.excluded)
    there = book.keyring.holding(READING_ROLE[channel])
    reading = tuple(key for key in there if not record.covers(key))
    if not reading:
        raise NobodyThere
    kept_out = tuple(key for key in there if record.covers(key))
    return Holders(reading, kept_out, ())


def _leave(work: UnitOfWork, moving: Moving, reason: str, notice: str) -> None:
    """Tell the reporter, burn the number, and let nobody here be responsible any more."""
    case = moving.case
    add_note(work, case, {"text": reason})
    body = seal_words(work, case, ObjectType.TO_REPORTER, {"text": notice})
    append_event(work, case, moving.row.event, body=body, by=moving.acting)
    work.session.add(
        BurnedNumber(
            id=new_id(),
            agency_id=work.agency_id,
            case_id=case.id,
            channel=case.channel,
            register_year_be=case.register_year_be,
            register_number=case.register_number,
            received_on=case.received_on,
            burned_on=work.today,
        )
    )
    case.case_officer_id = None
    free_tasks(work, case)


def _arrive(
    work: UnitOfWork, book: HolderBook, opened: OpenedCase, holders: Holders, acting: Acting
) -> None:
    """Receive the case in the other channel: number, keys, event, clock."""
    case = opened.case
    left = {"form": MOVED_FORM, "from": case.channel, "text": ""}
    channel = other_channel(Channel(case.channel))
    year_be = register_year_be(case.received_on, work.agency().register_year)
    # Taken before the case is touched: for a moment it would bear another case's number.
    number = next_register_number(work, channel, year_be, case.is_test)
    case.channel, case.register_year_be, case.register_number = channel.value, year_be, number
    keys = new_epoch(work, book, Change(opened, holders), acting)
    forget_case(work, case.id)
    if opened.excluded.given:
        # A share planted later for somebody let in by hand before must not be believed.
        record = replace(opened.excluded, given=frozenset())
        record_change(work, keys, EventKind.SHARE_TAKEN, record, acting)
    body = seal_words(work, case, ObjectType.INTERNAL, left)
    append_event(work, case, EventKind.RECEIVED, body=body, by=acting)
    case.awaits, case.reporter_spoke = "office", False
    if channel is Channel.CORRUPTION:
        calendar = office_calendar(work)
        today = calendar.legal_received_at(work.now).date()
        start_clock(work, case, screening(today, calendar, work.agency().screening_days))
