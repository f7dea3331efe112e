"""The outbox from the side of whoever delivers it: taken under a lease, then marked.

One way at a time: mail here, LINE in `service.deliver_line` over the same leases. Delivered at
least once: a worker that dies between the sending and the mark leaves a lease that runs out, and
the message goes again, under the same Message-ID or retry key. No transaction is open while a
message is on its way; nothing here knows of servers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from crypto.primitives import random_bytes, sha256
from models.officer import Officer
from models.outbox import OutboxRow
from service.notify import MAIL
from service.unit_of_work import UnitOfWork

BATCH: Final = 20
LEASE: Final = timedelta(minutes=10)
GIVEN_UP_AFTER: Final = timedelta(days=5)
_LEASE_BYTES: Final = 16
_MESSAGE_ID: Final = b"message-id/v1"

_MINUTES: Final = (1, 5, 15, 30)
_SELDOM: Final = ("refused", "token")
_MINUTES_WHEN_REFUSED: Final = (60, 6 * 60, 24 * 60)
"""Pauses after each failure, the last one again and again. An address that is refused is tried
seldom: a server that is asked too often for strangers stops listening to us at all."""


@dataclass(frozen=True)
class Letter:
    """One message that a worker has taken. `dated` is the day or the hour that it speaks of.

    `address` is a mail address or a LINE identity; `message_id` is the message's own, at every
    try the same.
    """

    row_id: bytes
    lease: bytes = field(repr=False)
    kind: str
    address: str = field(repr=False)
    message_id: str
    dated: datetime
    tries: int


def is_any_due(work: UnitOfWork, way: str = MAIL) -> bool:
    """Whether anything waits to be taken now."""
    waiting = select(OutboxRow.id).where(is_due(work.now, way)).limit(1)
    return work.session.scalar(waiting) is not None


def take(work: UnitOfWork, most: int = BATCH) -> tuple[Letter, ...]:
    """Mail that is nobody else's until the lease ends; the oldest first.

    What is for an officer who has left, or has no address any more, is dropped on the way.
    """
    rows = take_rows(work, MAIL, most)
    if not rows:
        return ()
    addresses = _addresses(work, {row.officer_id for row in rows})
    drop_rows(work, [row.id for row in rows if row.officer_id not in addresses])
    return in_order(
        letter(row, addresses[row.officer_id], _message_id(row))
        for row in rows
        if row.officer_id in addresses
    )


def take_rows(work: UnitOfWork, way: str, most: int) -> Sequence[OutboxRow]:
    """Rows of that way, under a new lease.

    On PostgreSQL rows that another worker is just taking are passed over; SQLite has one writer.
    """
    due = is_due(work.now, way)
    waiting = select(OutboxRow.id).where(due).order_by(OutboxRow.send_after, OutboxRow.id)
    ids = work.rows(waiting.limit(most).with_for_update(skip_locked=True))
    if not ids:
        return ()
    return work.session.scalars(
        update(OutboxRow)
        .where(OutboxRow.id.in_(ids), due)
        .values(
            lease=random_bytes(_LEASE_BYTES),
            leased_until=work.now + LEASE,
            tries=OutboxRow.tries + 1,
        )
        .returning(OutboxRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).all()


def letter(row: OutboxRow, address: str, message_id: str) -> Letter:
    """A taken row as whoever delivers it sees it."""
    return Letter(
        row_id=row.id,
        lease=row.lease or b"",
        kind=row.kind,
        address=address,
        message_id=message_id,
        dated=row.send_after,
        tries=row.tries,
    )


def in_order(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """The letters, the oldest first; those of one moment in no order that tells anything."""
    return tuple(sorted(letters, key=lambda one: (one.dated, one.row_id)))


def mark_sent(work: UnitOfWork, letter: Letter) -> None:
    """The message has gone out; that stays true even when the lease had run out meanwhile."""
    work.session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == letter.row_id, OutboxRow.sent_at.is_(None))
        .values(sent_at=work.now, lease=None, leased_until=None, problem="", given_up_on=None)
        .execution_options(synchronize_session=False)
    )


def mark_failed(work: UnitOfWork, letters: Iterable[Letter], problem: str) -> None:
    """None of these went out; `problem` is a code of ours. Each rests, or is given up."""
    for letter in letters:
        is_over = work.now - letter.dated >= GIVEN_UP_AFTER
        work.session.execute(
            update(OutboxRow)
            .where(
                OutboxRow.id == letter.row_id,
                OutboxRow.lease == letter.lease,
                OutboxRow.sent_at.is_(None),
            )
            .values(
                lease=None,
                leased_until=work.now + _pause(letter.tries, problem),
                problem=problem,
                given_up_on=work.today if is_over else None,
            )
            .execution_options(synchronize_session=False)
        )


def drop_due(work: UnitOfWork) -> None:
    """Forget what is due, where no mail is sent: it must not all go out when mail is set up."""
    drop_rows(work, work.rows(select(OutboxRow.id).where(is_due(work.now, MAIL))))


def is_due(now: datetime, way: str) -> ColumnElement[bool]:
    """Of that way, not sent, not given up, its hour has come; neither lease nor pause stands."""
    return and_(
        OutboxRow.way == way,
        OutboxRow.sent_at.is_(None),
        OutboxRow.given_up_on.is_(None),
        OutboxRow.send_after <= now,
        or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now),
    )


def _addresses(work: UnitOfWork, officer_ids: set[bytes]) -> dict[bytes, str]:
    reachable = select(Officer.id, Officer.email).where(
        Officer.id.in_(officer_ids), Officer.standing == "active", Officer.email != ""
    )
    return {row.id: row.email for row in work.session.execute(reachable)}


def drop_rows(work: UnitOfWork, ids: Sequence[bytes]) -> None:
    """Forget these messages."""
    if ids:
        work.session.execute(
            delete(OutboxRow)
            .where(OutboxRow.id.in_(ids))
            .execution_options(synchronize_session=False)
        )


def _message_id(row: OutboxRow) -> str:
    # The mark is under the key file's key already; its hash tells a mail server nothing.
    return sha256(_MESSAGE_ID, row.dedup_key).hex()[:32]


def _pause(tries: int, problem: str) -> timedelta:
    steps = _MINUTES_WHEN_REFUSED if problem in _SELDOM else _MINUTES
    return timedelta(minutes=steps[min(max(tries, 1), len(steps)) - 1])
