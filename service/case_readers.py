"""Who can open a case now, who was kept out or taken off, and who could be let in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.officer import Officer
from rules.matching import same_person
from rules.numbering import receipt_no
from rules.permissions import Permission, Role
from rules.states import Channel, Move, State, allowed_moves, channels_of
from service.access_log import log_opening
from service.case_holders import HolderBook, OpenedCase, open_for_keys
from service.case_keys import HeldShare, checked_epochs
from service.case_lines import officer_names, open_report, subject_of
from service.checked_keys import HolderKey
from service.errors import NotAllowed
from service.exclusions import Exclusions, Record, opened_records
from service.find_case import find_case
from service.handle_case import may_be_assigned
from service.office_holders import list_office_holders
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Person:
    """Somebody to choose or to name; `reads` where it is told who reads the case now."""

    id: str
    name: str
    post: str
    roles: tuple[Role, ...] = ()
    reads: bool = False


@dataclass(frozen=True)
class Reader:
    """Somebody who can open the case, by whose hand and since when, as far as it is on record.

    Without `by` it came with the post of those who receive such cases.
    """

    person: Person
    by: str
    day: date | None
    is_me: bool
    is_handler: bool


@dataclass(frozen=True)
class KeptOut:
    """A name that must never read the case; without `by` the reporter asked for it."""

    name: str
    by: str
    day: date


@dataclass(frozen=True)
class CaseReaders:
    """The page of one case's readers; the lists to choose from are empty for whoever may not.

    `without_keys` read the case and have lost their keys; `gone` may still hold keys, although
    their accounts do not count any more.
    """

    id: str
    channel: Channel
    receipt_no: str
    subject: str
    event_count: int
    readers: tuple[Reader, ...]
    without_keys: tuple[Person, ...]
    gone: tuple[Person, ...]
    removed: tuple[Person, ...]
    kept_out: tuple[KeptOut, ...]
    epoch: int
    epoch_day: date | None
    epoch_by: str
    may_change: bool
    may_hand_over: bool
    can_be_given: tuple[Person, ...]
    can_be_handed: tuple[Person, ...]
    can_be_excluded: tuple[Person, ...]


def case_readers(work: UnitOfWork, case_id: str) -> CaseReaders:
    """The readers of one case, for whoever can open it; NotFound for anybody else."""
    if not work.officer().may(Permission.OPEN_CASE):
        raise NotAllowed
    case = find_case(work, case_id)
    (opened,) = open_for_keys(work, (case,))
    log_opening(work, "readers", case.id)
    return _View(work, opened).page()


def person(key: HolderKey, *, reads: bool = False) -> Person:
    """An officer on the keyring as pages name one."""
    roles = tuple(role for role in Role if key.has(role))
    return Person(key.holder_id.hex(), key.name, key.post, roles, reads)


def can_be_given(book: HolderBook, opened: OpenedCase) -> tuple[HolderKey, ...]:
    """The officers who may be let in: they handle such cases, cannot open it, are not kept out."""
    channel = Channel(opened.case.channel)
    reading = {key.holder_id for key in book.holders(opened).reading}
    return tuple(
        key
        for key in book.keyring.officers
        if key.holder_id not in reading
        and channel in channels_of(role for role in Role if key.has(role))
        and not opened.excluded.excludes(key)
    )


def can_be_handed(book: HolderBook, opened: OpenedCase, me: bytes) -> tuple[HolderKey, ...]:
    """The officers to whom the case may be handed over: readers and those who may be let in."""
    keys = (*book.holders(opened).reading, *can_be_given(book, opened))
    return tuple(
        key
        for key in keys
        if key.holder_id != me and may_be_assigned(role for role in Role if key.has(role))
    )


def can_be_excluded(work: UnitOfWork, book: HolderBook, opened: OpenedCase) -> tuple[Person, ...]:
    """Everybody who may still be kept out: office-holders first, then the other officers."""
    channel = Channel(opened.case.channel)
    reading = {key.holder_id.hex() for key in book.holders(opened).reading}
    found = [
        Person(holder.id, holder.name, holder.post.th, reads=holder.officer in reading)
        for holder in list_office_holders(work, book.keyring, channel)
        if not _is_kept_out(opened.excluded, holder.id, holder.officer, holder.name)
    ]
    for key in sorted(book.keyring.officers, key=lambda key: key.name):
        listed = any(same_person(key.name, one.name) for one in found)
        if not listed and not opened.excluded.excludes(key):
            found.append(person(key, reads=key.holder_id.hex() in reading))
    return tuple(found)


def _is_kept_out(excluded: Exclusions, holder_id: str, officer_id: str, name: str) -> bool:
    if holder_id in excluded.holders:
        return True
    is_named = any(same_person(name, one) for one in excluded.names)
    return is_named or bool(officer_id) and bytes.fromhex(officer_id) in excluded.officers


class _View:
    """The page in the making, with what several of its parts ask for."""

    def __init__(self, work: UnitOfWork, opened: OpenedCase) -> None:
        self._work, self._opened = work, opened
        self._book = HolderBook(work)
        self._records = opened_records(work, opened.keys)
        self._names = officer_names(work)
        self._me = work.officer().officer_id
        self._epochs = checked_epochs(work, opened.case)

    def page(self) -> CaseReaders:
        """Who reads the case, who could, and what the officer at work may change of it."""
        opened, case = self._opened, self._opened.case
        holders = self._book.holders(opened)
        newest = self._epochs[case.epoch]
        may_change = self._work.officer().may(Permission.ASSIGN_CASE)
        may_hand_over = may_change and self._may_hand_over()
        return CaseReaders(
            id=case.id.hex(),
            channel=Channel(case.channel),
            receipt_no=receipt_no(case.register_number, case.register_year_be),
            subject=subject_of(open_report(self._work, opened.keys)),
            event_count=case.event_count,
            readers=tuple(self._readers(holders.reading)),
            without_keys=self._named(holders.waiting),
            gone=self._named(self._gone(holders.waiting)),
            removed=self._named(opened.excluded.removed),
            kept_out=tuple(self._kept_out()),
            epoch=case.epoch,
            epoch_day=newest.made_on,
            epoch_by=self._names.get(newest.made_by or b"", ""),
            may_change=may_change,
            may_hand_over=may_hand_over,
            can_be_given=_persons(can_be_given(self._book, opened)) if may_change else (),
            can_be_handed=(
                _persons(can_be_handed(self._book, opened, self._me)) if may_hand_over else ()
            ),
            can_be_excluded=(can_be_excluded(self._work, self._book, opened) if may_change else ()),
        )

    def _may_hand_over(self) -> bool:
        case = self._opened.case
        rows = allowed_moves(Channel(case.channel), State(case.state), self._work.officer().roles)
        return any(row.move is Move.ASSIGN for row in rows)

    def _readers(self, reading: Iterable[HolderKey]) -> Iterator[Reader]:
        shares = {share.holder_id: share for share in self._opened.shares}
        for key in sorted(reading, key=lambda key: key.name):
            by, day = self._since(key, shares[key.holder_id])
            yield Reader(
                person=person(key),
                by=by,
                day=day,
                is_me=key.holder_id == self._me,
                is_handler=key.holder_id == self._opened.case.case_officer_id,
            )

    def _since(self, key: HolderKey, share: HeldShare) -> tuple[str, date | None]:
        """Who let this reader in and on which day; a reader of the channel came with the case."""
        if key.holder_id in self._opened.excluded.given:
            given = self._given_by(key.holder_id)
            return self._names.get(given.by or b"", ""), given.day
        if share.granter_id is None:
            return "", self._opened.case.received_on
        newest = self._opened.case.epoch
        if newest and share.granter_id == self._epochs[newest].made_by:
            return "", None
        return self._names.get(share.granter_id, ""), None

    def _given_by(self, officer_id: bytes) -> Record:
        """The record since which the officer has been let in without a break."""
        since = self._records[-1]
        for record in reversed(self._records):
            if officer_id not in record.stored.given:
                break
            since = record
        return since

    def _kept_out(self) -> Iterator[KeptOut]:
        """Each name once, with the first who kept it out."""
        seen: set[str] = set()
        for record in self._records:
            for name in record.stored.names:
                if name not in seen:
                    yield KeptOut(name, self._names.get(record.by or b"", ""), record.day)
                    seen.add(name)

    def _gone(self, waiting: Sequence[bytes]) -> list[bytes]:
        """Whose shares stand here although their keys do not count today."""
        return [
            share.holder_id
            for share in self._opened.shares
            if share.holder_id in self._names
            and self._book.officer(share.holder_id) is None
            and share.holder_id not in waiting
        ]

    def _named(self, ids: Iterable[bytes]) -> tuple[Person, ...]:
        rows = self._work.rows(
            select(Officer).where(Officer.id.in_(list(ids))).order_by(Officer.name)
        )
        return tuple(Person(row.id.hex(), row.name, row.post) for row in rows)


def _persons(keys: Iterable[HolderKey]) -> tuple[Person, ...]:
    return tuple(person(key) for key in sorted(keys, key=lambda key: key.name))
