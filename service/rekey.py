"""New keys for many cases: after somebody left, and once a year.

Each slice is one transaction. A case that got its new epoch is no longer among those that need
one, so what was cut off is simply begun again.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from crypto.sealed_keys import ShareKind
from models.complaint import CaseEpoch, Complaint
from models.key_share import KeyShare
from service.access_log import log_opening
from service.blind_list import openable_cases
from service.case_epochs import new_epochs, planned
from service.case_events import Acting
from service.case_holders import HolderBook, open_each, with_ready_keys
from service.change_readers import changing_role
from service.regrant import SLICE, Progress, may_give_many, next_cases
from service.shares import WAITING
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RekeyCounts:
    """How many of the officer's cases somebody gone has a share of, and how many have old keys.

    `all` counts each once.
    """

    gone: int
    old: int
    all: int


def count_to_rekey(work: UnitOfWork, since: date) -> RekeyCounts:
    """The cases that need new keys, of those that the officer at work can open."""
    gone, old = _held_by_gone(may_give_many(work)), _made_before(since)
    return RekeyCounts(_count(work, gone), _count(work, old), _count(work, or_(gone, old)))


def rekey_slice(
    work: UnitOfWork, since: date | None, after: bytes = b"", limit: int = SLICE
) -> Progress:
    """Make new epochs of the next cases: somebody's who is gone, or made before `since`.

    A case that nobody could open any more is left as it is.
    """
    work = with_ready_keys(work)
    book = may_give_many(work)
    cases = next_cases(work, _pending(work, book, since), after, limit)
    changes = [planned(book, opened) for opened in open_each(work, cases)]
    changes = [change for change in changes if change.holders.reading]
    if changes:
        officer = work.officer()
        log_opening(work, "rekey", None, len(changes))
        new_epochs(work, book, changes, Acting(officer, changing_role(officer)))
    last = cases[-1].id if len(cases) == limit else None
    return Progress(len(changes), len(cases) - len(changes), last)


def _count(work: UnitOfWork, needed: ColumnElement[bool]) -> int:
    counted = openable_cases(work).where(needed).with_only_columns(func.count(Complaint.id))
    return work.session.scalars(counted).one()


def _pending(work: UnitOfWork, book: HolderBook, since: date | None) -> Select[Complaint]:
    """The cases whose newest epoch somebody gone holds; with a day, also those older than it."""
    needed = _held_by_gone(book)
    return openable_cases(work).where(needed if since is None else or_(needed, _made_before(since)))


def _held_by_gone(book: HolderBook) -> ColumnElement[bool]:
    """Whether a share of the newest epoch is sealed to a key that does not count today.

    Who lost the keys and waits for others is not gone: that share opens for nobody.
    """
    keyring, row = book.keyring, aliased(KeyShare)
    count = [key.holder_id for key in (*keyring.officers, *keyring.recovery.values())]
    return (
        select(row.id)
        .where(
            row.case_id == Complaint.id,
            row.epoch == Complaint.epoch,
            row.kind == int(ShareKind.CONTENT),
            row.holder_id.not_in(count),
            row.holder_generation != WAITING,
        )
        .correlate(Complaint)
        .exists()
    )


def _made_before(since: date) -> ColumnElement[bool]:
    row = aliased(CaseEpoch)
    return (
        select(row.case_id)
        .where(row.case_id == Complaint.id, row.epoch == Complaint.epoch, row.made_on < since)
        .correlate(Complaint)
        .exists()
    )
