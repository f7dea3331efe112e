"""Who must not read a case: sealed in it, opened before every grant (decisions A10).

The same record says who was taken off the case and to whom it was given by hand: rows of shares
look alike whether they open or not. The filing's record stands in the manifest; each later one is
the body of a signed event. So none can be taken away, changed or slipped in by SQL: the case is
refused instead.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from crypto.case_chain import NO_HASH, Event, kind_of
from crypto.envelope import ObjectType
from crypto.primitives import SealBroken, sha256
from models.agency import OfficeHolderRow
from models.complaint import Complaint, SealedObject
from models.officer import Officer
from rules.matching import same_person
from rules.states import EventKind
from service.case_integrity import check_events, check_manifest
from service.case_keys import CaseKeys
from service.checked_keys import HolderKey
from service.errors import Unreadable
from service.read_rows import EventsByCase, ReadEvent, ReadObject, events_of, objects_of
from service.sealing import EXCLUSIONS_BYTES, seal_record
from service.signatures import check_officer_event
from service.unit_of_work import UnitOfWork

# So many names fit the fixed size, however long they are.
NAME_LETTERS = 60
NAMES_MOST = 40
_CARRIERS = (EventKind.SHARE_GRANTED, EventKind.SHARE_TAKEN, EventKind.EXCLUSION_ADDED)


@dataclass(frozen=True)
class Exclusions:
    """Office-holders' ids as the page names them, the officers behind them, and their names.

    The names stay although a row of the settings is taken off: a second account under the same
    name is excluded too. `removed` are officers whose access was taken away: a colleague may
    give it again by hand, but nothing that gives many cases at once does. `given` are officers
    to whom a colleague gave the case by hand.
    """

    holders: tuple[str, ...] = ()
    officers: frozenset[bytes] = frozenset()
    names: tuple[str, ...] = field(default=(), repr=False)
    removed: frozenset[bytes] = frozenset()
    given: frozenset[bytes] = frozenset()

    def covers(self, key: HolderKey) -> bool:
        """Whether this holder of a key is kept out, or was taken off the case."""
        return key.holder_id in self.removed or self.excludes(key)

    def excludes(self, key: HolderKey) -> bool:
        """Whether this holder of a key must never read the case, whoever gives it."""
        return key.holder_id in self.officers or any(
            same_person(key.name, name) for name in self.names
        )

    def with_more(self, other: "Exclusions") -> "Exclusions":
        """Both together; nobody is ever let back in."""
        return Exclusions(
            tuple(dict.fromkeys((*self.holders, *other.holders))),
            self.officers | other.officers,
            tuple(dict.fromkeys((*self.names, *other.names))),
            self.removed | other.removed,
            self.given | other.given,
        )

    def with_given(self, officer_id: bytes) -> "Exclusions":
        """The same after the case was given to an officer by hand."""
        return replace(self, given=self.given | {officer_id}, removed=self.removed - {officer_id})

    def with_removed(self, officer_id: bytes) -> "Exclusions":
        """The same after an officer was taken off the case."""
        return replace(self, given=self.given - {officer_id}, removed=self.removed | {officer_id})

    def carried_over(self, officer_id: bytes, before: Collection[bytes]) -> "Exclusions":
        """The same with what was decided about an officer's accounts before a reset.

        What was decided about the present account since then goes first.
        """
        earlier, now = frozenset(before), frozenset({officer_id})
        return replace(
            self,
            officers=self.officers | (now if earlier & self.officers else frozenset()),
            removed=self.removed | (now - self.given if earlier & self.removed else frozenset()),
            given=self.given | (now - self.removed if earlier & self.given else frozenset()),
        )

    def record(self) -> dict[str, Any]:
        """What is sealed."""
        return {
            "holders": list(self.holders),
            "officers": _hex(self.officers),
            "names": [name[:NAME_LETTERS] for name in self.names[:NAMES_MOST]],
            "removed": _hex(self.removed),
            "given": _hex(self.given),
        }


@dataclass(frozen=True)
class Record:
    """One record as it was sealed, with the officer who sealed it; nobody for the filing's."""

    stored: Exclusions
    by: bytes | None
    day: date


def _hex(ids: Iterable[bytes]) -> list[str]:
    return sorted(one.hex() for one in ids)


def _ids(listed: Iterable[str]) -> frozenset[bytes]:
    return frozenset(bytes.fromhex(one) for one in listed)


def _stored(record: Mapping[str, Any]) -> Exclusions:
    return Exclusions(
        tuple(record["holders"]),
        _ids(record.get("officers", ())),
        tuple(record.get("names", ())),
        _ids(record.get("removed", ())),
        _ids(record.get("given", ())),
    )


@dataclass(frozen=True)
class _Persons:
    """Office-holders and accounts as they stand now, looked up once for many cases."""

    holders: Mapping[bytes, OfficeHolderRow]
    accounts: Mapping[bytes, str]

    def exclusions_of(self, holder_ids: Sequence[str]) -> Exclusions:
        """These persons, each with the account that is theirs, and their names."""
        ids = {bytes.fromhex(one) for one in holder_ids}
        rows = [self.holders[one] for one in sorted(ids & self.holders.keys())]
        officers = {row.officer_id for row in rows if row.officer_id is not None}
        officers |= ids - self.holders.keys()
        names = [row.name for row in rows]
        names += [self.accounts[one] for one in sorted(officers & self.accounts.keys())]
        return Exclusions(tuple(holder_ids), frozenset(officers), tuple(dict.fromkeys(names)))

    def together(self, records: Iterable[Record]) -> Exclusions:
        """All records, the oldest first: who is kept out stays so, the rest is the newest's."""
        found = Exclusions()
        for stored in (record.stored for record in records):
            found = found.with_more(stored).with_more(self.exclusions_of(stored.holders))
            found = replace(found, removed=stored.removed, given=stored.given)
        return found


def _persons(work: UnitOfWork) -> _Persons:
    accounts = work.session.execute(select(Officer.id, Officer.name))
    return _Persons(
        {row.id: row for row in work.rows(select(OfficeHolderRow))},
        {row.id: row.name for row in accounts},
    )


def exclusions_of(work: UnitOfWork, holder_ids: Sequence[str]) -> Exclusions:
    """The exclusions behind these ids of `list_office_holders`.

    A holder without an account is a name; a reader's id is the officer's own.
    """
    return _persons(work).exclusions_of(holder_ids)


def opened_exclusions(work: UnitOfWork, keys: CaseKeys) -> Exclusions:
    """Who is kept out of this case, as of now: an account made since then counts too.

    Unreadable when one of its records is missing, changed, or nobody's.
    """
    return exclusions_by_case(work, (keys,))[keys.case.id]


def exclusions_by_case(
    work: UnitOfWork, opened: Sequence[CaseKeys], events: EventsByCase | None = None
) -> Mapping[bytes, Exclusions]:
    """The exclusions of many cases by id, in a few queries; Unreadable as for one.

    `events` are all events of these cases where they stand read already.
    """
    persons = _persons(work)
    if events is None:
        events = events_of(work, [keys.case.id for keys in opened])
    records = _records_by_case(work, opened, events)
    return {case_id: persons.together(found) for case_id, found in records.items()}


def opened_records(work: UnitOfWork, keys: CaseKeys) -> tuple[Record, ...]:
    """Every record of the case, the oldest first; Unreadable as for its exclusions."""
    case_id = keys.case.id
    return _records_by_case(work, (keys,), events_of(work, (case_id,)))[case_id]


def _records_by_case(
    work: UnitOfWork, opened: Sequence[CaseKeys], events: EventsByCase
) -> Mapping[bytes, tuple[Record, ...]]:
    rows = objects_of(work, [keys.case.id for keys in opened], ObjectType.EXCLUSIONS)
    return {
        keys.case.id: tuple(
            Record(
                _stored(keys.open(row)),
                event.officer_id if event else None,
                event.day if event else keys.case.received_on,
            )
            for row, event in _in_order(work, keys.case, rows[keys.case.id], events[keys.case.id])
        )
        for keys in opened
    }


def _in_order(
    work: UnitOfWork, case: Complaint, rows: Sequence[ReadObject], events: Sequence[ReadEvent]
) -> list[tuple[ReadObject, ReadEvent | None]]:
    """The case's records, the oldest first, each with the event that brought it.

    Unreadable unless they are just those that the filing and the events speak of.
    """
    stand = {sha256(row.sealed): row for row in rows}
    try:
        check_events(case, events)
        parts = check_manifest(case, events, work).parts
        filed = [part.digest for part in parts if part.type == ObjectType.EXCLUSIONS]
        later = {digest: event for event in events if (digest := _carried(event)) is not None}
        if not filed or {*filed, *later} != stand.keys():
            raise SealBroken
    except SealBroken:
        raise Unreadable from None
    for digest, event in later.items():
        check_officer_event(work, event, stand[digest])
    return [(stand[digest], later.get(digest)) for digest in (*filed, *later)]


def _carried(event: ReadEvent) -> bytes | None:
    """The hash of the record that an event brought, read from its hashed bytes alone."""
    if kind_of(event.packed) not in _CARRIERS:
        return None
    digest = Event.unpack(event.packed).body_hash
    return None if digest == NO_HASH else digest


def seal_exclusions(
    work: UnitOfWork, case_id: bytes, epoch: int, exclusions: Exclusions, public: bytes
) -> SealedObject:
    """A row that says who is kept out, of one size whoever it is."""
    return seal_record(
        work,
        case_id,
        epoch,
        ObjectType.EXCLUSIONS,
        exclusions.record(),
        (public,),
        padded_to=EXCLUSIONS_BYTES,
    )
