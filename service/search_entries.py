"""Entries of the search: the words of one case, sealed to one officer (ADR 13).

An entry is AES-256-GCM under HKDF(private half of the officer's pair, info "search/v1") over
length (4) | standing (1) | words in UTF-8 | zeros, bound to officer | case | event count (8) |
epoch (4). How long it is follows from the sizes of the case's sealed texts alone, which stand in
clear: the entry of an officer who is kept out has the same size and holds random bytes, so the
rows are no list of who reads what.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, insert

from crypto.primitives import NONCE_BYTES, aead_open, aead_seal, hkdf, random_bytes
from models.search import SearchEntry
from service.unit_of_work import UnitOfWork

_PURPOSE: Final = b"search/v1"
_LENGTH_BYTES: Final = 4
_HEAD_BYTES: Final = _LENGTH_BYTES + 1
_AEAD_BYTES: Final = NONCE_BYTES + 16
_WHOLE, _CLOSED = 0, 1


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """What an entry is bound to, and as which state of the case it counts."""

    officer: bytes
    case: bytes
    event_count: int
    epoch: int

    def binding(self) -> bytes:
        """officer(16) | case(16) | event count(8) | epoch(4)."""
        count = self.event_count.to_bytes(8, "big")
        return self.officer + self.case + count + self.epoch.to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class CaseWords:
    """The searchable words of one case; `is_closed` when its seals did not open."""

    text: str = field(repr=False)
    is_closed: bool = False


def entry_key(pair_private: bytes) -> bytes:
    """The key of an officer's entries."""
    return hkdf(pair_private, info=_PURPOSE)


def seal_words(key: bytes, words: CaseWords, place: EntryPlace, room: int) -> bytes:
    """The sealed entry, `room` bytes of words long whatever they are; what is over is cut off.

    No text of Thai or Latin letters is: made alike, it is no longer than the record it stands in.
    """
    text = words.text.encode()[:room]
    head = len(text).to_bytes(_LENGTH_BYTES, "big") + bytes(
        (_CLOSED if words.is_closed else _WHOLE,)
    )
    return aead_seal(key, head + text.ljust(room, b"\0"), place.binding())


def open_words(key: bytes, sealed: bytes, place: EntryPlace) -> CaseWords:
    """The words of an entry; SealBroken for another officer, case or state, and for a dummy."""
    opened = aead_open(key, sealed, place.binding())
    ends_at = _HEAD_BYTES + int.from_bytes(opened[:_LENGTH_BYTES], "big")
    text = opened[_HEAD_BYTES:ends_at].decode(errors="ignore")
    return CaseWords(text, opened[_LENGTH_BYTES] == _CLOSED)


def dummy_entry(room: int) -> bytes:
    """Bytes that look like an entry with so much room, and open for nobody."""
    return random_bytes(_AEAD_BYTES + _HEAD_BYTES + room)


def forget_case(work: UnitOfWork, case_id: bytes) -> None:
    """Destroy what every officer had of a case: somebody may not look into it any more."""
    _forget(work, SearchEntry.case_id == case_id)


def forget_officer(work: UnitOfWork, officer_id: bytes) -> None:
    """Destroy all entries of an officer, whose keys are renewed or gone."""
    _forget(work, SearchEntry.officer_id == officer_id)


def entry_row(work: UnitOfWork, place: EntryPlace, sealed: bytes) -> dict[str, Any]:
    """The columns of an entry."""
    return {
        "agency_id": work.agency_id,
        "officer_id": place.officer,
        "case_id": place.case,
        "event_count": place.event_count,
        "epoch": place.epoch,
        "sealed": sealed,
    }


def replace_entries(work: UnitOfWork, rows: Sequence[dict[str, Any]]) -> None:
    """Put these rows in the place of what the officer at work had of their cases."""
    if not rows:
        return
    of_cases = SearchEntry.case_id.in_([row["case_id"] for row in rows])
    _forget(work, SearchEntry.officer_id == work.officer().officer_id, of_cases)
    work.session.execute(insert(SearchEntry), rows)


def _forget(work: UnitOfWork, *which: ColumnElement[bool]) -> None:
    work.session.execute(
        delete(SearchEntry).where(*which).execution_options(synchronize_session=False)
    )
