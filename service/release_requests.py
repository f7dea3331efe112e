"""A request to open a reporter's name: the row, what its asker signed, and how it ends.

What the row says in clear counts for lists only. Who asked, for what and until when stands under
the asker's signature and in the signed event whose body the reporter can open, so that a row
planted, swapped or re-dated by SQL is refused.
"""

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from sqlalchemy import select

from crypto.case_chain import Event
from crypto.ceremonies import ReleaseStatement
from crypto.primitives import SealBroken, sha256
from crypto.sealed_keys import ShareKind
from models.complaint import Complaint, SealedObject
from models.history import CaseEvent
from models.release import IdentityRelease, ReleaseHalf
from rules.permissions import Role
from rules.releases import RELEASE_HOURS, ReleaseState, may_ask
from rules.states import ERASING, EventKind
from service.case_integrity import check_whole
from service.checked_keys import HolderKey
from service.errors import Unreadable
from service.keyring import checked_holder
from service.signatures import check_officer_event
from service.unit_of_work import UnitOfWork

GROUPS = {
    ShareKind.IDENTITY_INSIDE: Role.CUSTODIAN_INSIDE,
    ShareKind.IDENTITY_OUTSIDE: Role.CUSTODIAN_OUTSIDE,
}
"""Whose half is whose."""

ReleaseAndCase = tuple[IdentityRelease, Complaint]


def statement_of(row: IdentityRelease) -> ReleaseStatement:
    """What the asker of this request signs; the day of its end goes by UTC."""
    return ReleaseStatement(
        agency=row.agency_id,
        case=row.case_id,
        release=row.id,
        asker=row.asker_id,
        one_time_public=row.one_time_public,
        reason_hash=sha256(row.sealed_reason),
        until_day=row.until.astimezone(UTC).date().toordinal(),
    )


def signing_day(row: IdentityRelease) -> date:
    """The day on which whoever signs for this request must have held the key.

    It is counted back from the signed end: a key given up before does not count, whatever
    instant the row claims.
    """
    return row.until.astimezone(UTC).date() - timedelta(days=1)


def case_events(work: UnitOfWork, case: Complaint) -> list[CaseEvent]:
    """All events of a case in their order, each row saying what its bytes say; else Unreadable.

    The chain hashes the bytes alone: a kind changed in the column beside them would hide what
    happened from whoever asks by kind.
    """
    events = work.rows(
        select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)
    )
    check_whole(case, events, work)
    for event in events:
        packed = Event.unpack(event.packed)
        if (packed.seq, packed.kind, packed.day) != (event.seq, event.kind, event.day):
            raise Unreadable
    return events


def erased_on(events: Iterable[CaseEvent]) -> date | None:
    """The day on which the name was last erased, by the reporter or by its time, or None."""
    days = [event.day for event in events if event.kind in ERASING]
    return days[-1] if days else None


def check_asked(work: UnitOfWork, case: Complaint, row: IdentityRelease) -> HolderKey:
    """The asker's key, when the request is the asker's own and the case's chain tells of it.

    Unreadable otherwise: a one-time key swapped by SQL, a row moved to another case, and a
    request that was kept out of the reporter's sight look like this.
    """
    asker = checked_holder(work, row.asker_id)
    try:
        if asker is None or not may_ask(role for role in Role if asker.has(role)):
            raise SealBroken
        if row.until - work.now > timedelta(hours=RELEASE_HOURS):
            raise SealBroken
        asker.check_signature(statement_of(row).statement(), row.signature, signing_day(row))
    except SealBroken:
        raise Unreadable from None
    _check_told(work, case, row)
    return asker


def _check_told(work: UnitOfWork, case: Complaint, row: IdentityRelease) -> None:
    event = next(
        (one for one in case_events(work, case) if one.object_id == row.notice_object_id), None
    )
    notice = work.one(SealedObject, id=row.notice_object_id, case_id=case.id)
    if event is None or notice is None or event.kind != EventKind.IDENTITY_ASKED:
        raise Unreadable
    if event.officer_id != row.asker_id:
        raise Unreadable
    check_officer_event(work, event, notice)


def find_release(work: UnitOfWork, release_id: str) -> ReleaseAndCase | None:
    """The request of that id with its case, both locked until the commit, or None."""
    try:
        key = bytes.fromhex(release_id)
    except ValueError:
        return None
    row = work.one(IdentityRelease, id=key)
    if row is None:
        return None
    case: Complaint = work.one(Complaint, id=row.case_id)
    lock_case(work, case)
    work.session.refresh(row)
    return row, case


def pending_release(work: UnitOfWork, case: Complaint) -> IdentityRelease | None:
    """The one request of a case that still waits; the caller has ended those out of time."""
    found: IdentityRelease | None = work.session.scalars(
        select(IdentityRelease)
        .where(
            IdentityRelease.case_id == case.id,
            IdentityRelease.state == ReleaseState.ASKED.value,
        )
        .order_by(IdentityRelease.asked_at.desc())
    ).first()
    return found


def lock_case(work: UnitOfWork, case: Complaint) -> None:
    """Nothing, once no other request can append to this case before the commit.

    SQLite has locked the whole database by then; on PostgreSQL two custodians may answer at once.
    """
    work.session.refresh(case, with_for_update=True)


def halves_of(work: UnitOfWork, row: IdentityRelease) -> dict[ShareKind, ReleaseHalf]:
    """The answers given so far, by group."""
    rows = work.rows(select(ReleaseHalf).where(ReleaseHalf.release_id == row.id))
    return {ShareKind(half.kind): half for half in rows}


def end_release(work: UnitOfWork, row: IdentityRelease, state: ReleaseState) -> None:
    """Nothing; the request is over, and its one-time key and both halves are destroyed."""
    row.state = state.value
    row.ended_at = min(work.now, row.until) if state is ReleaseState.EXPIRED else work.now
    row.one_time_private = None
    for half in halves_of(work, row).values():
        half.sealed = None
    work.session.flush()


def expire_releases(work: UnitOfWork) -> int:
    """How many requests were ended because their hours are over; their keys are destroyed."""
    rows = work.rows(
        select(IdentityRelease)
        .where(
            IdentityRelease.state == ReleaseState.ASKED.value,
            IdentityRelease.until <= work.now,
        )
        .with_for_update(skip_locked=True)
    )
    for row in rows:
        end_release(work, row, ReleaseState.EXPIRED)
    return len(rows)
