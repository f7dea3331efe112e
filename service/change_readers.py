"""Letting somebody into a case, taking somebody off it, handing it over.

What somebody has read cannot be unread: being taken off means that nothing new opens. Every
change is a signed event that carries the sealed record of who is in and who is out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.permissions import ROLE_PERMISSIONS, Permission, Role
from rules.states import Channel, EventKind, Move, MoveRefused, State, check_move
from service.access_log import log_opening
from service.actors import OfficerActor
from service.case_epochs import Change, new_epoch, planned
from service.case_events import Acting, append_event
from service.case_holders import HolderBook, Holders, OpenedCase, open_for_keys
from service.case_keys import CaseKeys
from service.case_readers import can_be_given, can_be_handed
from service.checked_keys import HolderKey
from service.errors import InvalidInput, NotAllowed, StaleCase, WrongState
from service.exclusions import Exclusions, seal_exclusions
from service.find_case import find_case
from service.notify import tell_assigned
from service.search_entries import forget_case
from service.shares import give_share
from service.tasks import free_tasks
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Changing:
    """A case whose readers are about to be changed, and who changes them."""

    opened: OpenedCase
    book: HolderBook
    acting: Acting


def give_access(work: UnitOfWork, case_id: str, officer_id: str, event_count: int) -> None:
    """Let an officer open the case; InvalidInput for `officer` who may not be let in.

    Somebody taken off before is let in again by this. StaleCase when the case has changed since
    the page was drawn.
    """
    changing = begin_change(work, case_id, event_count, "access_given")
    key = _chosen(officer_id, can_be_given(changing.book, changing.opened))
    give_share(work, changing.opened.keys, key, changing.acting)
    tell_assigned(work, changing.opened.case, key.holder_id)


def take_access(work: UnitOfWork, case_id: str, officer_id: str, event_count: int) -> None:
    """Take an officer off the case; InvalidInput for `officer` who is none of its readers.

    The last reader stays. Whoever is taken off stays so in new epochs and bulk grants until a
    colleague gives the case again by hand.
    """
    changing = begin_change(work, case_id, event_count, "access_taken")
    opened = changing.opened
    holders = changing.book.holders(opened)
    held = (*(key.holder_id for key in holders.reading), *holders.waiting)
    taken = _chosen_id(officer_id, held)
    record = opened.excluded.with_removed(taken)
    change = planned(changing.book, opened, record)
    if not change.holders.reading:
        raise InvalidInput({"officer": "last_reader"})
    keys = new_epoch(work, changing.book, change, changing.acting)
    record_change(work, keys, EventKind.SHARE_TAKEN, record, changing.acting)
    free_tasks(work, opened.case, taken)
    if opened.case.case_officer_id == taken:
        opened.case.case_officer_id = None


def hand_over(work: UnitOfWork, case_id: str, officer_id: str, event_count: int) -> None:
    """Make another officer the case's handler and take oneself off it, in one step.

    InvalidInput for `officer` who cannot handle it, WrongState when nobody is assigned any more.
    """
    changing = begin_change(work, case_id, event_count, "handed_over")
    opened, me = changing.opened, work.officer().officer_id
    acting = Acting(work.officer(), _assigning_role(opened, work.officer()))
    key = _chosen(officer_id, can_be_handed(changing.book, opened, me))
    reading = changing.book.holders(opened).reading
    is_new = key not in reading
    record = opened.excluded.with_removed(me)
    record = record.with_given(key.holder_id) if is_new else record
    change = planned(changing.book, opened, record)
    if is_new:
        change = _with_reader(change, key)
    keys = new_epoch(work, changing.book, change, acting)
    if is_new:
        append_event(work, opened.case, EventKind.SHARE_GRANTED, by=acting)
    record_change(work, keys, EventKind.SHARE_TAKEN, record, acting)
    free_tasks(work, opened.case, me)
    opened.case.case_officer_id = key.holder_id
    append_event(work, opened.case, EventKind.ASSIGNED, by=acting)
    tell_assigned(work, opened.case, key.holder_id)


def begin_change(work: UnitOfWork, case_id: str, event_count: int, what: str) -> Changing:
    """The case, opened and locked until the commit, with its line in the access log.

    NotAllowed without the permission or a key that counts, NotFound for whoever cannot open it.
    """
    officer = work.officer()
    if not officer.may(Permission.ASSIGN_CASE):
        raise NotAllowed
    case = find_case(work, case_id)
    # On PostgreSQL nobody may add to the case between the look at it and the commit.
    work.session.refresh(case, with_for_update=True)
    (opened,) = open_for_keys(work, (case,))
    log_opening(work, what, case.id)
    if case.event_count != event_count:
        raise StaleCase
    book = HolderBook(work)
    if book.officer(officer.officer_id) is None:
        raise NotAllowed
    return Changing(opened, book, Acting(officer, changing_role(officer)))


def changing_role(officer: OfficerActor) -> Role:
    """The role in which the officer acts: the first that lets somebody in; NotAllowed if none."""
    for role in Role:
        if role in officer.roles and Permission.ASSIGN_CASE in ROLE_PERMISSIONS[role]:
            return role
    raise NotAllowed


def record_change(
    work: UnitOfWork, keys: CaseKeys, kind: EventKind, record: Exclusions, acting: Acting
) -> None:
    """Append the event that carries the new record, sealed to the newest epoch.

    What anybody had of the case to search in goes with it.
    """
    case = keys.case
    body = seal_exclusions(work, case.id, case.epoch, record, keys.publics[case.epoch])
    append_event(work, case, kind, body=body, by=acting)
    forget_case(work, case.id)


def _chosen(officer_id: str, among: tuple[HolderKey, ...]) -> HolderKey:
    keys = {key.holder_id: key for key in among}
    return keys[_chosen_id(officer_id, keys)]


def _chosen_id(officer_id: str, among: Iterable[bytes]) -> bytes:
    found = next((one for one in among if one.hex() == officer_id), None)
    if found is None:
        raise InvalidInput({"officer": "unknown_choice" if officer_id else "choose_one"})
    return found


def _assigning_role(opened: OpenedCase, officer: OfficerActor) -> Role:
    """The role in which the state table lets the officer assign the case now."""
    case = opened.case
    try:
        row = check_move(Channel(case.channel), State(case.state), Move.ASSIGN, officer.roles)
    except MoveRefused as refused:
        raise (WrongState if refused.reason == "wrong_state" else NotAllowed) from None
    return next(role for role in Role if role in row.roles and role in officer.roles)


def _with_reader(change: Change, key: HolderKey) -> Change:
    """The change with one more who reads, in the place of what the reader held."""
    holders = change.holders
    return Change(
        change.opened,
        Holders(
            reading=(*(one for one in holders.reading if one != key), key),
            kept_out=tuple(one for one in holders.kept_out if one != key),
            waiting=tuple(one for one in holders.waiting if one != key.holder_id),
        ),
    )
