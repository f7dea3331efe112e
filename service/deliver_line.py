"""The outbox from the side of LINE: who sends, what is taken, and what LINE let through."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select, update

from crypto.primitives import SealBroken, sha256
from models.line import LineAccount, LineLink
from models.officer import Officer
from models.outbox import OutboxRow
from rules.thai_time import today_in_bangkok
from service.actors import AllAgencies
from service.deliver_mail import BATCH, Letter, drop_rows, in_order, letter, take_rows
from service.errors import NotAllowed
from service.line_account import QUOTA, account_row, is_spent
from service.line_links import user_of
from service.line_seals import TOKEN, open_for_line
from service.notify import LINE
from service.unit_of_work import UnitOfWork

_RETRY_KEY: Final = b"line-retry/v1"
_LOOKED_AT_LEAST_EVERY: Final = timedelta(days=1)


@dataclass(frozen=True)
class LineSender:
    """By what an agency sends now. `token` is "" where it opens under no pepper.

    `must_look` when LINE is to be asked what is left; `is_spent` when nothing is, this month.
    """

    token: str = field(repr=False)
    is_on: bool
    must_look: bool
    is_spent: bool


def agencies_with_line(work: UnitOfWork) -> list[bytes]:
    """The agencies that send by LINE, or whose new token LINE was not asked about yet."""
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    here = or_(LineAccount.is_on.is_(True), LineAccount.looked_at.is_(None))
    return work.rows(select(LineAccount.agency_id).where(here))


def line_sender(work: UnitOfWork) -> LineSender | None:
    """The sender of the agency at work, or None without an account."""
    row = account_row(work)
    if row is None:
        return None
    try:
        token = open_for_line(work, TOKEN, row.id, row.sealed_token)
    except SealBroken:
        token = ""
    spent = is_spent(work, row)
    return LineSender(token, row.is_on, not spent and _is_old(work, row), spent)


def take_pushes(work: UnitOfWork, most: int = BATCH) -> tuple[Letter, ...]:
    """Messages for LINE of the agency at work, nobody else's until the lease ends.

    What is for an officer who has left, or has let go of LINE, is dropped on the way.
    """
    rows = take_rows(work, LINE, most)
    users = _users(work, {row.officer_id for row in rows}) if rows else {}
    drop_rows(work, [row.id for row in rows if not users.get(row.officer_id)])
    return in_order(
        letter(row, user, _retry_key(row, user))
        for row in rows
        if (user := users.get(row.officer_id))
    )


def give_up_waiting(work: UnitOfWork) -> None:
    """Nothing that waits goes out any more: this month's messages are spent.

    When the month turns it would be stale, and all at once. Mail has carried the same.
    """
    work.session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.way == LINE,
            OutboxRow.sent_at.is_(None),
            OutboxRow.given_up_on.is_(None),
            OutboxRow.send_after <= work.now,
            or_(OutboxRow.lease.is_(None), OutboxRow.leased_until <= work.now),
        )
        .values(problem=QUOTA, given_up_on=work.today, lease=None, leased_until=None)
        .execution_options(synchronize_session=False)
    )


def note_quota(work: UnitOfWork, limit: int | None, used: int) -> bool:
    """Keep what LINE says it lets through; whether that is spent."""
    spent = limit is not None and used >= limit
    _note(work, problem=QUOTA if spent else "", quota_limit=limit, quota_used=used)
    return spent


def note_problem(work: UnitOfWork, problem: str) -> None:
    """Keep why nothing goes out; a code of ours."""
    _note(work, problem=problem)


def _note(work: UnitOfWork, **values: object) -> None:
    work.session.execute(
        update(LineAccount)
        .values(looked_at=work.now, **values)
        .execution_options(synchronize_session=False)
    )


def _is_old(work: UnitOfWork, row: LineAccount) -> bool:
    if row.looked_at is None:
        return True
    looked_on = today_in_bangkok(row.looked_at)
    # A new month brings new messages, so it is asked at once.
    return looked_on.month != work.today.month or (
        work.now - row.looked_at >= _LOOKED_AT_LEAST_EVERY
    )


def _users(work: UnitOfWork, officer_ids: set[bytes]) -> dict[bytes, str]:
    links = (
        select(LineLink)
        .join(Officer, Officer.id == LineLink.officer_id)
        .where(
            LineLink.officer_id.in_(officer_ids),
            LineLink.sealed_user.is_not(None),
            Officer.standing == "active",
        )
    )
    return {row.officer_id: user_of(work, row) for row in work.rows(links)}


def _retry_key(row: OutboxRow, user: str) -> str:
    """The message's own, at every try the same; to another LINE it is another message."""
    digest = sha256(_RETRY_KEY, row.dedup_key, user.encode())
    return str(UUID(bytes=digest[:16], version=5))
