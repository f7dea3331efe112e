"""The office's side of the outbox: the daily message, what stands, what is forgotten.

The daily message. What a reporter does must not be readable from when an officer gets mail: the
accused may own the mail server. So nothing is told at the moment. Every active officer whose
roles handle cases gets one message at the opening hour of each working day, whether or not
anything came: the same words, the same size, the same minute, one batch in random order. An
officer with a case of his own in which a reporter has spoken ("waiting") gets no other message
than that: two kinds would be told apart by counting, and a row of the second kind would keep the
days on which reporters spoke. Therefore an officer who is kept out of a case learns nothing: not
from a message that comes, not from one that does not, not from a colleague's mailbox beside his
own. By LINE it is the same message at the same minute under the same rule. The price is that this
message never says whether signing in is worth it; the first page says so after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select

from models.line import LineLink
from models.officer import Officer, OfficerRole
from models.outbox import OutboxRow
from rules.permissions import ROLE_PERMISSIONS, Permission, Role
from rules.thai_time import BANGKOK, today_in_bangkok
from service.actors import AllAgencies
from service.calendars import office_calendar
from service.errors import NotAllowed
from service.notify import MAIL, WAYS, is_reached, tell
from service.unit_of_work import UnitOfWork

DAILY: Final = "daily"
KEPT_DAYS: Final = 30
TROUBLED_TRIES: Final = 3
"""So many failures are no hiccup any more: somebody is told."""

READING_ROLES: Final = tuple(
    role for role in Role if Permission.LIST_CASES in ROLE_PERMISSIONS[role]
)


@dataclass(frozen=True)
class MailState:
    """What the administrator sees of one way's messages: counts and our own codes, no names.

    `failing` will be tried again, `given_up` will not; `problems` are those of both.
    """

    waiting: int
    failing: int
    given_up: int
    last_sent_at: datetime | None
    problems: tuple[str, ...]

    @property
    def last_sent_on(self) -> date | None:
        """The day in Thailand of the newest message that went out."""
        return today_in_bangkok(self.last_sent_at) if self.last_sent_at else None

    @property
    def is_troubled(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.failing or self.given_up)


def agencies_with_addresses(work: UnitOfWork) -> list[bytes]:
    """The agencies of this installation in which somebody can be written to by mail."""
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    reachable = (Officer.standing == "active", Officer.email != "")
    return work.rows(select(Officer.agency_id).where(*reachable).distinct())


def daily(work: UnitOfWork, ways: Sequence[str] = WAYS) -> int:
    """How many were told of the day; 0 when it is not due or was done.

    Once on each working day, at the opening hour or as soon after it as the service runs; days
    that were missed stay missed. `ways` are those by which this installation sends.
    """
    at = daily_at(work)
    if at is None:
        return 0
    _forget_old(work)
    reading = daily_readers(work, ways)
    tell(work, reading, DAILY, at.date().isoformat().encode(), at, ways)
    return len(reading)


def daily_readers(work: UnitOfWork, ways: Sequence[str]) -> list[bytes]:
    """Who gets the daily message by one of these ways."""
    is_there = or_(*(is_reached(way) for way in ways))
    return work.rows(
        select(Officer.id).where(Officer.standing == "active", is_there, reads_cases())
    )


def daily_at(work: UnitOfWork) -> datetime | None:
    """The hour of today's message when it is due and was not written yet, else None."""
    calendar = office_calendar(work)
    at = datetime.combine(work.today, calendar.opens, tzinfo=BANGKOK)
    if work.now < at or not calendar.is_working_day(work.today):
        return None
    written = select(OutboxRow.id).where(OutboxRow.kind == DAILY, OutboxRow.send_after == at)
    return at if work.session.scalar(written.limit(1)) is None else None


def mail_state(work: UnitOfWork, way: str = MAIL) -> MailState:
    """What stands in this agency's outbox; NotAllowed for whoever does not manage settings."""
    if not work.officer().may(Permission.MANAGE_SETTINGS):
        raise NotAllowed
    goes = OutboxRow.way == way
    waits = (goes, OutboxRow.sent_at.is_(None), OutboxRow.given_up_on.is_(None))
    fails = (*waits, OutboxRow.tries >= TROUBLED_TRIES, OutboxRow.problem != "")
    given_up = (goes, OutboxRow.given_up_on > work.today - timedelta(days=KEPT_DAYS))
    troubled = select(OutboxRow.problem).where(or_(and_(*fails), *given_up)).distinct()
    return MailState(
        waiting=_count(work, *waits),
        failing=_count(work, *fails),
        given_up=_count(work, *given_up),
        last_sent_at=work.session.scalar(select(func.max(OutboxRow.sent_at)).where(goes)),
        problems=tuple(sorted(work.rows(troubled))),
    )


def trouble_of(work: UnitOfWork, officer_id: bytes, way: str = MAIL) -> str:
    """Why messages to this officer fail, when none has gone out since; "" when nothing is wrong."""
    own = and_(OutboxRow.officer_id == officer_id, OutboxRow.way == way)
    last = work.session.scalar(select(func.max(OutboxRow.send_after)).where(own, _IS_SENT))
    failed = select(OutboxRow.problem).where(
        own,
        OutboxRow.sent_at.is_(None),
        OutboxRow.problem != "",
        or_(OutboxRow.tries >= TROUBLED_TRIES, OutboxRow.given_up_on.is_not(None)),
    )
    failed = failed if last is None else failed.where(OutboxRow.send_after > last)
    return work.session.scalar(failed.order_by(OutboxRow.send_after.desc()).limit(1)) or ""


_IS_SENT: Final = OutboxRow.sent_at.is_not(None)


def _count(work: UnitOfWork, *conditions: ColumnElement[bool]) -> int:
    return work.session.scalar(select(func.count(OutboxRow.id)).where(*conditions)) or 0


def reads_cases() -> ColumnElement[bool]:
    """The condition on `Officer` under which the daily message comes."""
    return exists().where(
        OfficerRole.officer_id == Officer.id,
        OfficerRole.role.in_([role.value for role in READING_ROLES]),
    )


def _forget_old(work: UnitOfWork) -> None:
    """Who was told when is kept no longer than somebody may ask for it."""
    before = work.now - timedelta(days=KEPT_DAYS)
    work.session.execute(
        delete(OutboxRow)
        .where(or_(OutboxRow.sent_at < before, OutboxRow.given_up_on < before.date()))
        .execution_options(synchronize_session=False)
    )
    _forget_links_of_leavers(work)


def _forget_links_of_leavers(work: UnitOfWork) -> None:
    """Whose account has ended keeps no LINE here: it names a private person."""
    gone = select(Officer.id).where(Officer.standing == "left")
    work.session.execute(
        delete(LineLink)
        .where(LineLink.officer_id.in_(gone))
        .execution_options(synchronize_session=False)
    )
