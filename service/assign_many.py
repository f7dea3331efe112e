"""Several cases given to one officer: first what would come of it, then each whole or not at all.

It is the move of `handle_case` case by case, with one message to the officer for all of them. An
officer who was kept out of a case, or was taken off it, is passed over here as everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from models.complaint import Complaint
from models.tenancy import BY_KEY
from rules.permissions import Role
from rules.states import Move
from service import case_index
from service.access_log import log_opening
from service.case_holders import HolderBook, OpenedCase, is_usable, open_each, with_ready_keys
from service.case_index import NEWEST_FIRST
from service.case_lines import case_lines
from service.case_readers import Person, person
from service.checked_keys import HolderKey
from service.errors import InvalidInput, NotAllowed, NotFound, WrongState
from service.handle_case import make_handler, may_be_assigned
from service.moving import allowed
from service.notify import ASSIGNED, tell
from service.regrant import may_give_many
from service.unit_of_work import UnitOfWork
from service.views import CaseLine

CASES_MOST: Final = 100
"""So many at once: others who write wait for so long."""

WRONG_STATE: Final = "wrong_state"
NOT_ALLOWED: Final = "not_allowed"
ALREADY: Final = "already"
KEPT_OUT: Final = "kept_out"
WHYS: Final = (WRONG_STATE, NOT_ALLOWED, ALREADY, KEPT_OUT)


@dataclass(frozen=True)
class Assigning:
    """One case that was ticked: `why` it cannot be given to the officer, or "".

    `lets_in` tells that the officer cannot open the case yet, and will.
    """

    line: CaseLine
    event_count: int
    why: str
    lets_in: bool


@dataclass(frozen=True)
class AssignPlan:
    """What would come of giving these cases to an officer, or to any while none is chosen.

    `unopened` is how many of the ticked cases the officer at work cannot open.
    """

    officer: Person | None
    cases: tuple[Assigning, ...]
    unopened: int

    @property
    def will(self) -> tuple[Assigning, ...]:
        """The cases that would be given."""
        return tuple(one for one in self.cases if not one.why)

    @property
    def will_not(self) -> tuple[Assigning, ...]:
        """The cases that would stay as they are."""
        return tuple(one for one in self.cases if one.why)


def assignees(work: UnitOfWork) -> tuple[Person, ...]:
    """The officers to whom cases may be given, by name."""
    book = may_give_many(work)
    keys = (key for key in book.keyring.officers if _handles(key))
    return tuple(person(key) for key in sorted(keys, key=lambda key: key.name))


def plan_assignment(work: UnitOfWork, case_ids: Sequence[str], officer_id: str) -> AssignPlan:
    """What giving the cases to that officer would do, newest number first; nothing is changed.

    InvalidInput for `to` who cannot handle cases; "" for nobody yet.
    """
    work = with_ready_keys(work)
    book = may_give_many(work)
    key = _assignee(book, officer_id) if officer_id else None
    opened = open_each(work, _openable(work, case_ids))
    lines = case_lines(work, [one.case for one in opened])
    log_opening(work, "list", None, len(lines))
    cases = tuple(
        Assigning(line, one.case.event_count, _why_not(work, book, one, key), _lets_in(one, key))
        for line, one in zip(lines, opened, strict=True)
    )
    return AssignPlan(person(key) if key else None, cases, len(set(case_ids)) - len(cases))


def assign_many(work: UnitOfWork, seen: Mapping[str, int], officer_id: str) -> int:
    """How many of the cases were given to that officer, in one transaction.

    `seen` is each case's event count as the page showed it: one that has changed since stays as
    it is, as does one that cannot be given.
    """
    work = with_ready_keys(work)
    book = may_give_many(work)
    key = _assignee(book, officer_id)
    given = []
    for one in open_each(work, _openable(work, tuple(seen), locked=True)):
        is_as_seen = one.case.event_count == seen[one.case.id.hex()]
        if is_as_seen and not _why_not(work, book, one, key):
            log_opening(work, "move", one.case.id)
            _, acting = allowed(one.case, Move.ASSIGN, work.officer())
            make_handler(work, one.keys, key, acting)
            given.append(one.case)
    _tell_once(work, given, key)
    return len(given)


def _assignee(book: HolderBook, officer_id: str) -> HolderKey:
    try:
        key = book.officer(bytes.fromhex(officer_id))
    except ValueError:
        key = None
    if key is None or not _handles(key):
        raise InvalidInput({"to": "unknown_choice" if officer_id else "choose_one"})
    return key


def _handles(key: HolderKey) -> bool:
    return may_be_assigned(role for role in Role if key.has(role))


def _openable(
    work: UnitOfWork, case_ids: Sequence[str], *, locked: bool = False
) -> list[Complaint]:
    """Those of the cases that the officer at work can open; unknown ones are simply not there."""
    try:
        ids = list({bytes.fromhex(one) for one in case_ids})
    except ValueError:
        raise NotFound from None
    if len(ids) > CASES_MOST:
        raise InvalidInput({"cases": "too_many_cases"}, limits={"cases": CASES_MOST})
    known = work.session.execute(
        select(Complaint.id, Complaint.epoch)
        .where(Complaint.id.in_(ids))
        .execution_options(**{BY_KEY: True})
    )
    mine = case_index.openable(work).among(work, [(row[0], row[1]) for row in known])
    found = case_index.of_ids(list(mine))
    # Always locked in the same order: two writers wait for each other, and neither for both.
    ordered = found.order_by(Complaint.id).with_for_update() if locked else found
    return work.rows(ordered if locked else found.order_by(*NEWEST_FIRST))


def _why_not(work: UnitOfWork, book: HolderBook, one: OpenedCase, key: HolderKey | None) -> str:
    try:
        allowed(one.case, Move.ASSIGN, work.officer())
    except WrongState:
        return WRONG_STATE
    except NotAllowed:
        return NOT_ALLOWED
    if key is None:
        return ""
    if book.carried(one.excluded).covers(key):
        return KEPT_OUT
    is_his = one.case.case_officer_id == key.holder_id
    return ALREADY if is_his and not _lets_in(one, key) else ""


def _lets_in(one: OpenedCase, key: HolderKey | None) -> bool:
    """Whether the officer has no share of the case that the officer's keys could open."""
    return key is not None and not any(
        share.holder_id == key.holder_id and is_usable(share, key) for share in one.shares
    )


def _tell_once(work: UnitOfWork, given: Sequence[Complaint], key: HolderKey) -> None:
    """One message for all the cases; whoever gives them to himself knows it."""
    if given and key.holder_id != work.officer().officer_id:
        about = b"".join(case.id + case.event_count.to_bytes(8, "big") for case in given)
        tell(work, (key.holder_id,), ASSIGNED, about)
