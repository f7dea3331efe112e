"""What papers are written from: the filed words of a case, its records, its notices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.complaint import SealedObject
from models.history import CaseEvent
from rules.states import EventKind, IdentityMode
from service.case_keys import CaseKeys
from service.case_lines import open_report
from service.order_record import ORDER_KINDS, Committee, committee_in
from service.signatures import check_officer_event
from service.signed_records import SignedRecord, signed_records
from service.unit_of_work import UnitOfWork

FINDINGS: Final = (EventKind.GROUNDS_FOUND, EventKind.NO_GROUNDS_FOUND)
RESULTS: Final = (
    EventKind.RESULT_NOTIFIED,
    EventKind.NOT_ACCEPTED,
    EventKind.FORWARDED,
    EventKind.CLOSED,
)
_RECORDS: Final = (
    *ORDER_KINDS,
    *FINDINGS,
    EventKind.NOTE_ADDED,
    EventKind.SCREENING_MEMO_WRITTEN,
    EventKind.SENDER_ANSWERED,
)
_TOLD: Final = (
    *RESULTS,
    EventKind.PROGRESS_NOTIFIED,
    EventKind.DELAY_EXPLAINED,
    EventKind.CLOCK_EXTENDED,
)
_ANEW: Final = (EventKind.RECEIVED, EventKind.REOPENED, EventKind.UNMERGED)
"""Events after which an earlier result is not this case's result any more."""


@dataclass(frozen=True)
class Material:
    """A case opened for writing papers; every record is checked for its officer's hand.

    `since` is where the case's way began, for the last time; `contact` is empty unless the
    reporter chose to be named and has not taken the name back; `redacted_on` is the day of the
    newest redacted copy.
    """

    keys: CaseKeys
    report: dict[str, Any] = field(repr=False)
    contact: dict[str, str] = field(repr=False)
    records: tuple[SignedRecord, ...] = field(repr=False)
    told: tuple[SignedRecord, ...] = field(repr=False)
    since: int
    redacted_on: date | None

    @property
    def committee(self) -> Committee | None:
        """The fact-finding committee as its newest order has it."""
        return committee_in(self.records)

    @property
    def reporter_name(self) -> str:
        """The name of a reporter who chose to be named; "" for every other."""
        return _name_in(self.report, self.contact)

    def newest(self, form: str) -> dict[str, Any]:
        """The newest of the office's records of that form; empty when there is none."""
        return next((one.record for one in reversed(self.records) if _is(one, form)), {})

    def newest_of(self, *kinds: EventKind) -> SignedRecord | None:
        """The newest record of these events since the way began."""
        return self._last(self.records, kinds)

    def newest_told(self, *kinds: EventKind) -> str:
        """The newest words to the reporter by these events since the way began; "" for none."""
        last = self._last(self.told, kinds)
        return str(last.record.get("text", "")) if last else ""

    def _last(
        self, among: tuple[SignedRecord, ...], kinds: tuple[EventKind, ...]
    ) -> SignedRecord | None:
        later = (one for one in reversed(among) if one.seq >= self.since)
        return next((one for one in later if one.kind in kinds), None)


def _is(one: SignedRecord, form: str) -> bool:
    return one.record.get("form") == form


def read_material(work: UnitOfWork, keys: CaseKeys) -> Material:
    """What papers of this case are written from; Unreadable when something was tampered with."""
    return Material(
        keys=keys,
        report=open_report(work, keys),
        contact=_contact(work, keys),
        records=signed_records(work, keys, _RECORDS),
        told=_told(work, keys),
        since=_since(work, keys),
        redacted_on=_redacted_on(work, keys),
    )


def reporter_name(work: UnitOfWork, keys: CaseKeys) -> str:
    """The name of a reporter who chose to be named and has not taken it back; "" for others."""
    return _name_in(open_report(work, keys), _contact(work, keys))


def _name_in(report: Mapping[str, Any], contact: Mapping[str, str]) -> str:
    is_named = report["identity_mode"] == IdentityMode.NAMED
    return contact.get("contact_name", "").strip() if is_named else ""


def _contact(work: UnitOfWork, keys: CaseKeys) -> dict[str, str]:
    """Name and contact that the case's officers may read: a named reporter's alone."""
    row = work.session.scalars(
        select(SealedObject).where(
            SealedObject.case_id == keys.case.id,
            SealedObject.type == int(ObjectType.CONTACT),
        )
    ).one()
    return {name: text for name, text in keys.open(row).items() if isinstance(text, str)}


def _told(work: UnitOfWork, keys: CaseKeys) -> tuple[SignedRecord, ...]:
    """The words to the reporter, the oldest first."""
    rows = work.session.execute(
        select(CaseEvent, SealedObject)
        .join(SealedObject, SealedObject.id == CaseEvent.object_id)
        .where(
            CaseEvent.case_id == keys.case.id,
            CaseEvent.kind.in_(_numbers(_TOLD)),
            SealedObject.type == int(ObjectType.TO_REPORTER),
        )
        .order_by(CaseEvent.seq)
    )
    found = []
    for event, body in rows:
        check_officer_event(work, event, body)
        found.append(
            SignedRecord(
                event.seq,
                EventKind(event.kind),
                event.day,
                event.officer_id or b"",
                keys.open(body),
            )
        )
    return tuple(found)


def _redacted_on(work: UnitOfWork, keys: CaseKeys) -> date | None:
    days = work.rows(
        select(CaseEvent.day).where(
            CaseEvent.case_id == keys.case.id,
            CaseEvent.kind == int(EventKind.REDACTION_MADE),
        )
    )
    return max(days, default=None)


def _since(work: UnitOfWork, keys: CaseKeys) -> int:
    seqs = work.rows(
        select(CaseEvent.seq).where(
            CaseEvent.case_id == keys.case.id, CaseEvent.kind.in_(_numbers(_ANEW))
        )
    )
    return max(seqs, default=0)


def _numbers(kinds: Iterable[EventKind]) -> list[int]:
    return [int(kind) for kind in kinds]
