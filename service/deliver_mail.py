"""The outbox from the side of whoever delivers it: taken under a lease, then marked.

Delivered at least once: a worker that dies between the sending and the mark leaves a lease that
runs out, and the message goes again, under the same Message-ID. No transaction is open while a
message is on its way; nothing here knows of mail servers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from crypto.primitives import random_bytes, sha256
from models.officer import Officer
from models.outbox import OutboxRow
from service.unit_of_work import UnitOfWork

BATCH: Final = 20
LEASE: Final = timedelta(minutes=10)
GIVEN_UP_AFTER: Final = timedelta(days=5)
_LEASE_BYTES: Final = 16
_MESSAGE_ID: Final = b"message-id/v1"

_MINUTES: Final = (1, 5, 15, 30)
_MINUTES_WHEN_REFUSED: Final = (60, 6 * 60, 24 * 60)
"""Pauses after each failure, the last one again and again. An address that is refused is tried
seldom: a server that is asked too often for strangers stops listening to us at all."""


@dataclass(frozen=True)
class Letter:
    """One message that a worker has taken. `dated` is the day or the hour that it speaks of."""

    row_id: bytes
    lease: bytes = field(repr=False)
    kind: str
    address: str = field(repr=False)
    message_id: str
    dated: datetime
    tries: int


def is_any_due(work: UnitOfWork) -> bool:
    """Whether anything waits to be taken now."""
    return work.session.scalar(select(OutboxRow.id).where(_due(work.now)).limit(1)) is not None


def take(work: UnitOfWork, most: int = BATCH) -> tuple[Letter, ...]:
    """Messages that are nobody else's until the lease ends; the oldest first.

    What is for an officer who has left, or has no address any more, is dropped on the way. On
    PostgreSQL rows that another worker is just taking are passed over; SQLite has one writer.
    """
    due = select(OutboxRow.id).where(_due(work.now)).order_by(OutboxRow.send_after, OutboxRow.id)
    ids = work.rows(due.limit(most).with_for_update(skip_locked=True))
    if not ids:
        return ()
    lease = random_bytes(_LEASE_BYTES)
    rows = work.session.scalars(
        update(OutboxRow)
        .where(OutboxRow.id.in_(ids), _due(work.now))
        .values(lease=lease, leased_until=work.now + LEASE, tries=OutboxRow.tries + 1)
        .returning(OutboxRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).all()
    addresses = _addresses(work, {row.officer_id for row in rows})
    _drop(work, [row.id for row in rows if row.officer_id not in addresses])
    letters = [
        _letter(row, addresses[row.officer_id]) for row in rows if row.officer_id in addresses
    ]
    return tuple(sorted(letters, key=lambda letter: (letter.dated, letter.row_id)))


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
    _drop(work, work.rows(select(OutboxRow.id).where(_due(work.now))))


def _due(now: datetime) -> ColumnElement[bool]:
    """Not sent, not given up, its hour has come, and neither a lease nor a pause stands."""
    return and_(
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


def _drop(work: UnitOfWork, ids: Sequence[bytes]) -> None:
    if ids:
        work.session.execute(
            delete(OutboxRow)
            .where(OutboxRow.id.in_(ids))
            .execution_options(synchronize_session=False)
        )


def _letter(row: OutboxRow, address: str) -> Letter:
    return Letter(
        row_id=row.id,
        lease=row.lease or b"",
        kind=row.kind,
        address=address,
        # The mark is under the key file's key already; its hash tells a mail server nothing.
        message_id=sha256(_MESSAGE_ID, row.dedup_key).hex()[:32],
        dated=row.send_after,
        tries=row.tries,
    )


def _pause(tries: int, problem: str) -> timedelta:
    steps = _MINUTES_WHEN_REFUSED if problem == "refused" else _MINUTES
    return timedelta(minutes=steps[min(max(tries, 1), len(steps)) - 1])
