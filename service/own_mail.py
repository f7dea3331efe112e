"""An officer's own mail: the address, a test message, and whether messages arrive."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, select, update

from models.officer import Officer
from models.outbox import OutboxRow
from rules.email_address import LENGTH, is_email_address
from rules.thai_time import today_in_bangkok
from service.actors import AllAgencies
from service.errors import InvalidInput, NotFound
from service.notify import MAIL, tell
from service.outbox import trouble_of
from service.sign_in import active_officer
from service.unit_of_work import UnitOfWork

TEST: Final = "test"
TEST_MINUTES: Final = 10
"""One test message in so many minutes, however often the button is pressed."""


@dataclass(frozen=True)
class TrialMessage:
    """The newest test message: `sent_at` when it went out, `problem` while it did not."""

    asked_at: datetime
    sent_at: datetime | None
    problem: str

    @property
    def sent_on(self) -> date | None:
        """The day in Thailand on which it went out."""
        return today_in_bangkok(self.sent_at) if self.sent_at else None


@dataclass(frozen=True)
class OwnMail:
    """What the page of an officer's own mail shows; `trouble` is a problem's code, or ""."""

    address: str
    test: TrialMessage | None
    trouble: str


def own_mail(work: UnitOfWork) -> OwnMail:
    """The mail of the officer at work."""
    officer_id = work.officer().officer_id
    return OwnMail(
        address=_own_row(work).email,
        test=_newest_test(work, officer_id),
        trouble=trouble_of(work, officer_id),
    )


def set_address(work: UnitOfWork, typed: str) -> None:
    """Write to this address from now on, or to none when it is empty; InvalidInput for `email`.

    What waits goes to the new address at once; what was given up under the old one is forgotten.
    """
    address = typed.strip()
    if len(address) > LENGTH:
        raise InvalidInput({"email": "too_long"}, limits={"email": LENGTH})
    if address and not is_email_address(address):
        raise InvalidInput({"email": "not_an_email"})
    row = _own_row(work)
    if row.email == address:
        return
    row.email = address
    work.session.flush()
    _begin_anew(work, row.id, has_address=bool(address))


def ask_test(work: UnitOfWork) -> None:
    """Have a test message sent to oneself; InvalidInput for `email` without an address."""
    if not _own_row(work).email:
        raise InvalidInput({"email": "required"})
    slot = int(work.now.timestamp()) // (TEST_MINUTES * 60)
    tell(work, (work.officer().officer_id,), TEST, slot.to_bytes(8, "big"), ways=(MAIL,))


def find_address(work: UnitOfWork, login: str) -> str:
    """The address behind "agency/name", for a command; NotFound without such an active officer."""
    row = active_officer(work, login) if isinstance(work.actor, AllAgencies) else None
    if row is None:
        raise NotFound
    return row.email


def _own_row(work: UnitOfWork) -> Officer:
    row = work.one(Officer, id=work.officer().officer_id)
    if row is None:
        raise NotFound
    found: Officer = row
    return found


def _newest_test(work: UnitOfWork, officer_id: bytes) -> TrialMessage | None:
    newest = (
        select(OutboxRow)
        .where(*_by_mail(officer_id), OutboxRow.kind == TEST)
        .order_by(OutboxRow.send_after.desc())
        .limit(1)
    )
    row = work.session.scalars(newest).one_or_none()
    return TrialMessage(row.send_after, row.sent_at, row.problem) if row else None


def _by_mail(officer_id: bytes) -> tuple[ColumnElement[bool], ...]:
    return OutboxRow.officer_id == officer_id, OutboxRow.way == MAIL


def _begin_anew(work: UnitOfWork, officer_id: bytes, *, has_address: bool) -> None:
    own = (*_by_mail(officer_id), OutboxRow.sent_at.is_(None))
    old = own if not has_address else (*own, OutboxRow.given_up_on.is_not(None))
    work.session.execute(delete(OutboxRow).where(*old).execution_options(synchronize_session=False))
    work.session.execute(
        update(OutboxRow)
        .where(*own, OutboxRow.lease.is_(None))
        .values(tries=0, problem="", leased_until=None)
        .execution_options(synchronize_session=False)
    )
