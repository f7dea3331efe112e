"""Many cases given to a colleague in one step: one who is new, or whose keys were made anew.

Each slice is one transaction, and a case that has its row is passed over the next time, so what
was cut off is simply begun again. Who is kept out of a case, or was taken off it, gets a dummy
with the same signature and the same event: neither a dump nor whoever gives learns of it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, delete, func, or_, select, true
from sqlalchemy.orm import aliased

from crypto.sealed_keys import ShareKind
from models.complaint import Complaint
from models.key_share import KeyShare
from rules.permissions import Permission, Role
from rules.states import Channel, EventKind, channels_of
from service.access_log import log_opening
from service.blind_list import openable_cases
from service.case_events import Acting, append_event
from service.case_holders import HolderBook, OpenedCase, open_each, with_ready_keys
from service.case_index import of_ids
from service.case_readers import Person, person
from service.change_readers import changing_role
from service.checked_keys import HolderKey
from service.errors import InvalidInput, NotAllowed
from service.exclusions import Exclusions
from service.keyring import READING_ROLE
from service.shares import content_context, signed_dummy, signed_share
from service.unit_of_work import UnitOfWork

SLICE = 100
"""Cases in one transaction: others who write wait for so long."""


@dataclass(frozen=True)
class Progress:
    """What a slice did: cases done, those that would not open, and where to go on.

    `after` is None when nothing is left.
    """

    done: int
    unreadable: int
    after: bytes | None


def colleagues(work: UnitOfWork) -> tuple[Person, ...]:
    """The officers to whom the officer at work may give cases, by name."""
    book = may_give_many(work)
    keys = [key for key in book.keyring.officers if _reads(key) and not _is_me(work, key)]
    return tuple(person(key) for key in sorted(keys, key=lambda key: key.name))


def cases_to_give(work: UnitOfWork, officer_id: str) -> int:
    """How many cases the colleague lacks of those that the officer at work can open."""
    book = may_give_many(work)
    key = _colleague(work, book, officer_id)
    counted = _pending(work, book, key).with_only_columns(func.count(Complaint.id))
    return work.session.scalars(counted).one()


def regrant_slice(
    work: UnitOfWork, officer_id: str, after: bytes = b"", limit: int = SLICE
) -> Progress:
    """Give the colleague the next cases; InvalidInput for `officer` who may not read any."""
    work = with_ready_keys(work)
    book = may_give_many(work)
    key = _colleague(work, book, officer_id)
    cases = next_cases(work, _pending(work, book, key), after, limit)
    opened = open_each(work, cases)
    if opened:
        log_opening(work, "regrant", None, len(opened))
        _give(work, book, opened, key)
    last = cases[-1].id if len(cases) == limit else None
    return Progress(len(opened), len(cases) - len(opened), last)


def next_cases(
    work: UnitOfWork, pending: Select[Complaint], after: bytes, limit: int
) -> list[Complaint]:
    """The next of these openable cases, locked until the commit.

    They are chosen along the index of the officer's own shares, each of which has been tried by
    now: so a slice costs the same however many cases there are.
    """
    ids = work.rows(
        pending.with_only_columns(Complaint.id)
        .where(KeyShare.is_checked == true(), KeyShare.case_id > after)
        .order_by(KeyShare.case_id)
        .limit(limit)
    )
    return work.rows(of_ids(ids).order_by(Complaint.id).with_for_update())


def may_give_many(work: UnitOfWork) -> HolderBook:
    """The keys for an errand over many cases; NotAllowed without the permission or a key."""
    if not work.officer().may(Permission.ASSIGN_CASE):
        raise NotAllowed
    book = HolderBook(work)
    if book.officer(work.officer().officer_id) is None:
        raise NotAllowed
    return book


def _colleague(work: UnitOfWork, book: HolderBook, officer_id: str) -> HolderKey:
    try:
        key = book.officer(bytes.fromhex(officer_id))
    except ValueError:
        key = None
    if key is None or not _reads(key) or _is_me(work, key):
        raise InvalidInput({"officer": "unknown_choice" if officer_id else "choose_one"})
    return key


def _reads(key: HolderKey) -> bool:
    return bool(channels_of(role for role in Role if key.has(role)))


def _is_me(work: UnitOfWork, key: HolderKey) -> bool:
    return key.holder_id == work.officer().officer_id


def _pending(work: UnitOfWork, book: HolderBook, key: HolderKey) -> Select[Complaint]:
    """The cases of the colleague's channels without a row of the colleague's present keys.

    Of other cases only those in which the colleague had a row before, or under an account that
    was reset.
    """
    row, earlier = aliased(KeyShare), (key.holder_id, *book.before(key.holder_id))
    held = (
        select(row.id)
        .where(
            row.case_id == Complaint.id,
            row.epoch == Complaint.epoch,
            row.holder_id.in_(earlier),
            row.kind == int(ShareKind.CONTENT),
        )
        .correlate(Complaint)
    )
    own = [channel.value for channel, role in READING_ROLE.items() if key.has(role)]
    present = held.where(row.holder_id == key.holder_id, row.holder_generation == key.generation)
    return openable_cases(work).where(
        and_(or_(Complaint.channel.in_(own), held.exists()), ~present.exists())
    )


def _give(work: UnitOfWork, book: HolderBook, opened: Sequence[OpenedCase], key: HolderKey) -> None:
    officer = work.officer()
    acting = Acting(officer, changing_role(officer))
    work.session.execute(
        delete(KeyShare)
        .where(
            KeyShare.case_id.in_([one.case.id for one in opened]),
            KeyShare.kind == int(ShareKind.CONTENT),
            KeyShare.holder_id == key.holder_id,
        )
        .execution_options(synchronize_session=False)
    )
    with work.session.no_autoflush:
        for one in opened:
            work.session.add(_share(work, one, book.carried(one.excluded), key))
            append_event(work, one.case, EventKind.SHARE_GRANTED, by=acting)
    work.session.flush()


def _share(work: UnitOfWork, one: OpenedCase, excluded: Exclusions, key: HolderKey) -> KeyShare:
    """A share for whoever reads such cases or was let in by hand; a dummy for the kept out."""
    context = content_context(one.case, key.holder_id)
    reads = key.has(READING_ROLE[Channel(one.case.channel)])
    if excluded.covers(key) or not (reads or key.holder_id in excluded.given):
        return signed_dummy(work, context, key.generation)
    return signed_share(work, context, one.keys.newest, key)
