"""Telling officers that something waits, through the outbox and in the same transaction.

Nothing here talks to a network (app/mail.py and app/line.py do, later). A reporter's request never
comes here: what reporters cause is told by `service.outbox.daily` only. Whoever has an address and
a LINE gets a row for each: one way that fails takes nothing from the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.exc import IntegrityError

from crypto.primitives import hmac_sha256, sha256
from models.complaint import Complaint
from models.line import LineAccount, LineLink
from models.officer import Officer
from models.outbox import OutboxRow
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

ASSIGNED: Final = "assigned"
REQUEST: Final = "request"
MAIL: Final = "mail"
LINE: Final = "line"
WAYS: Final = (MAIL, LINE)
_MARKS: Final[Mapping[str, bytes]] = {MAIL: b"outbox/v1", LINE: b"outbox/line/v1"}


def tell(
    work: UnitOfWork,
    officer_ids: Iterable[bytes],
    kind: str,
    about: bytes,
    send_after: datetime | None = None,
    ways: Sequence[str] = WAYS,
) -> None:
    """One message by each way for each of these officers who is active and can be reached by it.

    The same kind about the same thing is told to an officer once only, also when two tell it at
    the same moment. `about` names the occasion, not only the case: a case may be given twice.
    """
    wanted = set(officer_ids)
    if not wanted:
        return
    marks = {
        (way, officer_id): _marks(work, way, kind, officer_id, about)
        for way in ways
        for officer_id in _reached(work, way, wanted)
    }
    told = _standing(work, [mark for some in marks.values() for mark in some])
    fresh = sorted((some[0], *one) for one, some in marks.items() if told.isdisjoint(some))
    # Always in the same order: two writers wait for each other, and neither for both.
    for mark, way, officer_id in fresh:
        _add(work, way, officer_id, kind, mark, send_after or work.now)


def is_reached(way: str) -> ColumnElement[bool]:
    """The condition on `Officer` under which a message goes out by this way."""
    if way == MAIL:
        return Officer.email != ""
    linked = exists().where(LineLink.officer_id == Officer.id, LineLink.sealed_user.is_not(None))
    is_on = exists().where(LineAccount.agency_id == Officer.agency_id, LineAccount.is_on.is_(True))
    return linked & is_on


def tell_assigned(work: UnitOfWork, case: Complaint, officer_id: bytes) -> None:
    """Tell an officer who was just given this case; whoever gives it to himself knows it."""
    if officer_id != work.officer().officer_id:
        tell(work, (officer_id,), ASSIGNED, case.id + case.event_count.to_bytes(8, "big"))


def _reached(work: UnitOfWork, way: str, wanted: set[bytes]) -> list[bytes]:
    here = (Officer.id.in_(wanted), Officer.standing == "active", is_reached(way))
    return work.rows(select(Officer.id).where(*here))


def _marks(
    work: UnitOfWork, way: str, kind: str, officer_id: bytes, about: bytes
) -> tuple[bytes, ...]:
    """What is told once, under each pepper, newest first; every part has a fixed length.

    Keyed, so that a copy of the database does not tell which case a message was about.
    """
    parts = (_MARKS[way], sha256(kind.encode()), officer_id, sha256(about))
    return tuple(hmac_sha256(pepper, *parts) for pepper in work.keys.peppers)


def _standing(work: UnitOfWork, marks: list[bytes]) -> set[bytes]:
    return set(work.rows(select(OutboxRow.dedup_key).where(OutboxRow.dedup_key.in_(marks))))


def _add(
    work: UnitOfWork, way: str, officer_id: bytes, kind: str, mark: bytes, send_after: datetime
) -> None:
    row = OutboxRow(
        id=new_id(),
        agency_id=work.agency_id,
        officer_id=officer_id,
        kind=kind,
        way=way,
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
