"""What somebody changed behind the program's back, found without any private key, and named.

Everything that a database row claims about keys hangs on something that cannot be made by SQL: the
root pinned in the key file, an officer's signature, a hash in the case's chain. A thief of the
whole chain who also rolls the database back is found by the public ledger, not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from crypto.case_chain import Event, signed_event
from crypto.ceremonies import ReleaseStatement
from crypto.envelope import ObjectType
from crypto.primitives import SealBroken, equal, sha256
from models.agency import RecoveryKey
from models.complaint import Complaint, SealedObject
from models.history import CaseEvent
from models.key_share import KeyShare
from models.officer import Officer
from models.release import IdentityRelease
from rules.numbering import receipt_no
from rules.states import ERASING, IMPORTED_AS, TABLE, EventKind
from service.actors import AgencyClerk
from service.case_end import days_run_on
from service.case_events import BY_REPORTER, PAPER_KINDS
from service.case_integrity import check_events, check_manifest
from service.case_keys import checked_epochs
from service.checked_keys import HolderKey
from service.errors import NotAllowed, Unreadable
from service.keyring import checked_holder, load_keyring
from service.legal_hold import HOLD_KINDS, is_in_role
from service.planned_publications import look_at_plans
from service.prepared_tables import look_at_tables
from service.publications import look_at_publications
from service.reporter_key import is_planted
from service.shares import grant_statement
from service.unit_of_work import UnitOfWork

WAITING = "key_waiting"
"""A key that nobody has signed yet: it opens nothing, and is no alarm."""


_BY_OFFICERS = frozenset(int(row.event) for row in TABLE if not row.by_reporter) | {
    int(EventKind.JOINED),
    int(EventKind.PARTED),
    int(EventKind.IMPORTED),
    *(int(kind) for kind in IMPORTED_AS),
    int(EventKind.PAPER_ISSUED),
    int(EventKind.HOLD_SET),
    int(EventKind.HOLD_LIFTED),
}
_ERASED = frozenset({ObjectType.IDENTITY, ObjectType.CONTACT})


@dataclass(frozen=True)
class Finding:
    """One thing that does not check: `kind` is a stable name, `where` whose key or which case."""

    kind: str
    where: str

    @property
    def is_alarm(self) -> bool:
        """Whether somebody must look into it."""
        return self.kind != WAITING


def look_for_tampering(work: UnitOfWork) -> tuple[Finding, ...]:
    """Everything in this agency that does not check; empty when all is well."""
    if not isinstance(work.actor, AgencyClerk):
        raise NotAllowed
    published = (Finding(kind, where) for kind, where in look_at_publications(work))
    plans = (Finding("plan_changed", where) for where in look_at_plans(work))
    tables = (Finding(kind, where) for kind, where in look_at_tables(work))
    return (*_planted_keys(work), *_Cases(work).findings(), *published, *plans, *tables)


def _planted_keys(work: UnitOfWork) -> Iterator[Finding]:
    """Rows that the root has not signed, nor two colleagues vouched for."""
    refused = set(load_keyring(work).refused)
    for officer in work.rows(select(Officer).order_by(Officer.login)):
        if officer.id in refused:
            # One colleague's word alone is no claim yet: the second is still to come.
            claims = officer.keyring_signature or officer.second_countersignature
            kind = "key_not_signed" if claims else WAITING
            yield Finding(kind, f"{officer.login} ({officer.name})")
    for row in work.rows(select(RecoveryKey).order_by(RecoveryKey.kind)):
        if row.id in refused:
            yield Finding("recovery_key_not_signed", row.kind)


class _Cases:
    """The checks of all cases of one agency, with the holders' keys looked up once."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._holders: dict[bytes, HolderKey | None] = {}
        self._papers = load_keyring(work).recovery

    def findings(self) -> Iterator[Finding]:
        """What is wrong with any case, in the order of the registers."""
        order = (Complaint.channel, Complaint.register_year_be, Complaint.register_number)
        for case in self._work.rows(select(Complaint).order_by(*order)):
            number = receipt_no(case.register_number, case.register_year_be)
            where = f"{case.channel} {number}"
            for kind in dict.fromkeys(self._kinds(case)):
                yield Finding(kind, where)

    def _kinds(self, case: Complaint) -> Iterator[str]:
        events = self._work.rows(
            select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)
        )
        yield from self._chain(case, events)
        yield from self._bodies(case, events)
        yield from self._epochs_and_shares(case)
        yield from self._releases(case)

    def _chain(self, case: Complaint, events: list[CaseEvent]) -> Iterator[str]:
        try:
            check_events(case, events)
        except SealBroken:
            yield "events_missing_or_changed"
            return
        if not days_run_on(events):
            yield "events_missing_or_changed"
        for event in events:
            if not self._is_genuine(event):
                yield "event_not_signed"
        yield from self._hold(events)

    def _hold(self, events: list[CaseEvent]) -> Iterator[str]:
        """The newest word on a hold by somebody whose keys were not signed for it.

        An older one is made good by the next, and its officer may have another post since.
        """
        newest = next((one for one in reversed(events) if one.kind in HOLD_KINDS), None)
        if newest is None:
            return
        if not is_in_role(self._holder(newest.officer_id or b""), EventKind(newest.kind)):
            yield "event_not_signed"

    def _is_genuine(self, event: CaseEvent) -> bool:
        """Whether the row repeats its bytes, and an officer's event has the officer's hand."""
        packed = Event.unpack(event.packed)
        if (packed.seq, packed.kind, packed.day) != (event.seq, event.kind, event.day):
            return False
        if packed.role == BY_REPORTER and event.officer_id is None:
            return not _needs_a_hand(packed)
        signer = self._signer_of(event, packed.role)
        return signer is not None and _signed(
            signer, signed_event(event.packed), event.signature or b"", event.day
        )

    def _signer_of(self, event: CaseEvent, role: int) -> HolderKey | None:
        if event.officer_id is not None:
            return self._holder(event.officer_id)
        return self._papers.get(PAPER_KINDS.get(role, ""))

    def _bodies(self, case: Complaint, events: list[CaseEvent]) -> Iterator[str]:
        """Bodies that are not the ones that the events or the manifest hash."""
        bodies = {
            row.id: row.sealed
            for row in self._work.rows(select(SealedObject).where(SealedObject.case_id == case.id))
        }
        for event in events:
            body = bodies.get(event.object_id or b"")
            if body is not None and not equal(Event.unpack(event.packed).body_hash, sha256(body)):
                yield "words_changed"
        try:
            manifest = check_manifest(case, events, self._work)
        except SealBroken:
            yield "keys_changed"
            return
        if is_planted(self._work, case, events):
            yield "keys_changed"
        kinds = {event.kind for event in events}
        if EventKind.DELETED in kinds:
            return
        erased = _ERASED if kinds & ERASING else frozenset()
        for part in manifest.parts:
            body = bodies.get(part.object)
            if part.type in erased:
                continue
            if body is None or not equal(part.digest, sha256(body)):
                yield "words_changed"

    def _epochs_and_shares(self, case: Complaint) -> Iterator[str]:
        try:
            checked_epochs(self._work, case)
        except Unreadable:
            yield "case_key_not_signed"
        for share in self._work.rows(select(KeyShare).where(KeyShare.case_id == case.id)):
            if self._holder(share.holder_id) is None:
                yield "share_for_unknown_key"
            elif share.granter_id is not None and not self._is_given(share):
                yield "share_not_signed"

    def _is_given(self, share: KeyShare) -> bool:
        giver = self._holder(share.granter_id or b"")
        return giver is not None and _signed(
            giver, grant_statement(share).statement(), share.signature or b""
        )

    def _releases(self, case: Complaint) -> Iterator[str]:
        rows = select(IdentityRelease).where(IdentityRelease.case_id == case.id)
        for row in self._work.rows(rows):
            asker = self._holder(row.asker_id)
            statement = ReleaseStatement(
                agency=row.agency_id,
                case=row.case_id,
                release=row.id,
                asker=row.asker_id,
                one_time_public=row.one_time_public,
                reason_hash=sha256(row.sealed_reason),
                until_day=row.until.date().toordinal(),
            )
            if asker is None or not _signed(asker, statement.statement(), row.signature):
                yield "release_not_signed"

    def _holder(self, holder_id: bytes) -> HolderKey | None:
        if holder_id not in self._holders:
            self._holders[holder_id] = checked_holder(self._work, holder_id)
        return self._holders[holder_id]


def _needs_a_hand(event: Event) -> bool:
    """Whether the event is one that only an officer makes, so that one unsigned was planted.

    A case is received by nobody's hand once, at its filing; a second time an officer moved it.
    """
    is_second = event.kind == EventKind.RECEIVED and event.seq > 0
    return is_second or event.kind in _BY_OFFICERS


def _signed(key: HolderKey, message: bytes, signature: bytes, day: date | None = None) -> bool:
    try:
        key.check_signature(message, signature, day)
    except SealBroken:
        return False
    return True
