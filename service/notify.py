"""Telling officers that something waits, through the outbox and in the same transaction.

Nothing here talks to a network (app/mail.py does, later). A reporter's request never comes here:
what reporters cause is told by `service.outbox.daily` only.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from crypto.primitives import hmac_sha256, sha256
from models.complaint import Complaint
from models.officer import Officer
from models.outbox import OutboxRow
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

ASSIGNED: Final = "assigned"
REQUEST: Final = "request"
_MARK: Final = b"outbox/v1"


def tell(
    work: UnitOfWork,
    officer_ids: Iterable[bytes],
    kind: str,
    about: bytes,
    send_after: datetime | None = None,
) -> None:
    """One message for each of these officers who is active and has an address.

    The same kind about the same thing is told to an officer once only, also when two tell it at
    the same moment. `about` names the occasion, not only the case: a case may be given twice.
    """
    wanted = set(officer_ids)
    if not wanted:
        return
    reachable = work.rows(
        select(Officer.id).where(
            Officer.id.in_(wanted), Officer.standing == "active", Officer.email != ""
        )
    )
    marks = {officer_id: _marks(work, kind, officer_id, about) for officer_id in reachable}
    told = _standing(work, [mark for some in marks.values() for mark in some])
    fresh = sorted(
        (some[0], officer_id) for officer_id, some in marks.items() if told.isdisjoint(some)
    )
    # Always in the same order: two writers wait for each other, and neither for both.
    for mark, officer_id in fresh:
        _add(work, officer_id, kind, mark, send_after or work.now)


def tell_assigned(work: UnitOfWork, case: Complaint, officer_id: bytes) -> None:
    """Tell an officer who was just given this case; whoever gives it to himself knows it."""
    if officer_id != work.officer().officer_id:
        tell(work, (officer_id,), ASSIGNED, case.id + case.event_count.to_bytes(8, "big"))


def _marks(work: UnitOfWork, kind: str, officer_id: bytes, about: bytes) -> tuple[bytes, ...]:
    """What is told once, under each pepper, newest first; every part has a fixed length.

    Keyed, so that a copy of the database does not tell which case a message was about.
    """
    parts = (_MARK, sha256(kind.encode()), officer_id, sha256(about))
    return tuple(hmac_sha256(pepper, *parts) for pepper in work.keys.peppers)


def _standing(work: UnitOfWork, marks: list[bytes]) -> set[bytes]:
    return set(work.rows(select(OutboxRow.dedup_key).where(OutboxRow.dedup_key.in_(marks))))


def _add(work: UnitOfWork, officer_id: bytes, kind: str, mark: bytes, send_after: datetime) -> None:
    row = OutboxRow(
        id=new_id(),
        agency_id=work.agency_id,
        officer_id=officer_id,
        kind=kind,
        dedup_key=mark,
        send_after=send_after,
        tries=0,
        problem="",
    )
    work.session.flush()  # what waits from before must not be taken for a double of ours
    try:
        with work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    except IntegrityError:
        pass  # Told by somebody else since we looked.
