"""Who must not read a case: sealed in it, opened before every grant (decisions A10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.agency import OfficeHolderRow
from models.complaint import Complaint, SealedObject
from models.officer import Officer
from rules.matching import same_person
from service.case_keys import CaseKeys
from service.checked_keys import HolderKey
from service.sealing import EXCLUSIONS_BYTES, seal_record
from service.unit_of_work import UnitOfWork

# So many names fit the fixed size, however long they are.
_NAME_LETTERS = 60
_NAMES_MOST = 40


@dataclass(frozen=True)
class Exclusions:
    """Office-holders' ids as the page names them, the officers behind them, and their names.

    The names stay although a row of the settings is taken off: a second account under the same
    name is excluded too.
    """

    holders: tuple[str, ...] = ()
    officers: frozenset[bytes] = frozenset()
    names: tuple[str, ...] = field(default=(), repr=False)

    def covers(self, key: HolderKey) -> bool:
        """Whether this holder of a key is kept out."""
        return key.holder_id in self.officers or any(
            same_person(key.name, name) for name in self.names
        )

    def with_more(self, other: "Exclusions") -> "Exclusions":
        """Both together; nobody is ever let back in."""
        return Exclusions(
            tuple(dict.fromkeys((*self.holders, *other.holders))),
            self.officers | other.officers,
            tuple(dict.fromkeys((*self.names, *other.names))),
        )

    def record(self) -> dict[str, Any]:
        """What is sealed."""
        return {
            "holders": list(self.holders),
            "officers": sorted(one.hex() for one in self.officers),
            "names": [name[:_NAME_LETTERS] for name in self.names[:_NAMES_MOST]],
        }


def exclusions_of(work: UnitOfWork, holder_ids: Sequence[str]) -> Exclusions:
    """The exclusions behind these ids of `list_office_holders`.

    A holder without an account is a name; a reader's id is the officer's own.
    """
    ids = {bytes.fromhex(one) for one in holder_ids}
    rows = work.rows(select(OfficeHolderRow).where(OfficeHolderRow.id.in_(ids)))
    officers = {row.officer_id for row in rows if row.officer_id is not None}
    officers |= ids - {row.id for row in rows}
    accounts = work.rows(select(Officer).where(Officer.id.in_(officers)))
    names = [row.name for row in (*rows, *accounts)]
    return Exclusions(tuple(holder_ids), frozenset(officers), tuple(dict.fromkeys(names)))


def opened_exclusions(work: UnitOfWork, keys: CaseKeys) -> Exclusions:
    """Who is kept out of this case, as of now: an account made since then counts too."""
    return _together(work, (keys.open(row) for row in _rows(work, keys.case)))


def _rows(work: UnitOfWork, case: Complaint) -> Iterable[SealedObject]:
    return work.rows(
        select(SealedObject).where(
            SealedObject.case_id == case.id, SealedObject.type == int(ObjectType.EXCLUSIONS)
        )
    )


def _together(work: UnitOfWork, records: Iterable[dict[str, Any]]) -> Exclusions:
    found = Exclusions()
    for record in records:
        stored = Exclusions(
            tuple(record["holders"]),
            frozenset(bytes.fromhex(one) for one in record.get("officers", ())),
            tuple(record.get("names", ())),
        )
        found = found.with_more(stored).with_more(exclusions_of(work, record["holders"]))
    return found


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
