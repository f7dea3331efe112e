"""An officer's own LINE: linked by a code that is sent to the office's account, and let go again.

The code is eight digits for fifteen minutes and works once. LINE tells us who sent it, by a webhook
that only LINE can sign; a redelivered one finds the code used and changes nothing.
"""

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select

from crypto.primitives import SealBroken, equal, hmac_sha256, random_digits
from models.agency import Agency
from models.line import LineLink
from models.outbox import OutboxRow
from rules.thai_time import to_arabic_digits, today_in_bangkok
from service.actors import AgencyClerk, AllAgencies
from service.errors import InvalidInput, NotAllowed
from service.line_account import account_row
from service.line_seals import SECRET, USER, code_hashes, open_for_line, seal_for_line
from service.notify import LINE, tell
from service.outbox import trouble_of
from service.own_mail import TEST, TEST_MINUTES
from service.unit_of_work import UnitOfWork

CODE_DIGITS: Final = 8
CODE_MINUTES: Final = 15
_USER: Final = re.compile(r"U[0-9a-f]{32}")
_BETWEEN: Final = re.compile(r"[\s\u200b-]+")
_TRIES: Final = 5


@dataclass(frozen=True)
class OwnLine:
    """What the page of an officer's own LINE shows; `trouble` is a problem's code, or ""."""

    is_on: bool
    linked_on: date | None
    code_until: datetime | None
    trouble: str

    @property
    def is_linked(self) -> bool:
        """Whether messages go to a LINE."""
        return self.linked_on is not None


@dataclass(frozen=True)
class LinkCode:
    """A code as it is shown, once."""

    digits: str = field(repr=False)
    until: datetime


@dataclass(frozen=True)
class Heard:
    """Something that LINE told of one person: the code sent, or that the account was left."""

    user: str = field(repr=False)
    digits: str = field(repr=False, default="")
    left_on: date | None = None


def own_line(work: UnitOfWork) -> OwnLine:
    """The LINE of the officer at work."""
    row, account = _own(work), account_row(work)
    waits = row.code_until if row and row.code_until and row.code_until > work.now else None
    return OwnLine(
        is_on=account is not None and account.is_on,
        linked_on=row.linked_on if row else None,
        code_until=waits,
        trouble=trouble_of(work, work.officer().officer_id, LINE),
    )


def ask_code(work: UnitOfWork) -> LinkCode:
    """A new code for the officer at work, the only one; InvalidInput while LINE is off."""
    account, row = account_row(work), _own(work)
    if account is None or not account.is_on:
        raise InvalidInput({"line": "line_off"})
    digits = _fresh_digits(work)
    if row is None:
        officer_id = work.officer().officer_id
        row = LineLink(officer_id=officer_id, agency_id=work.agency_id)
        work.session.add(row)
    row.code_hash = code_hashes(work, digits)[0]
    row.code_until = work.now + timedelta(minutes=CODE_MINUTES)
    return LinkCode(digits, row.code_until)


def unlink(work: UnitOfWork) -> None:
    """Send nothing more to the officer's LINE, and forget which it was."""
    _forget(work, [work.officer().officer_id])


def ask_line_test(work: UnitOfWork) -> None:
    """Have a message sent to one's own LINE; InvalidInput for `line` without one."""
    row = _own(work)
    if row is None or row.sealed_user is None:
        raise InvalidInput({"line": "line_not_linked"})
    _tell_test(work, row.officer_id)


def find_line_office(work: UnitOfWork, slug: str) -> bytes:
    """The id of the agency with that address; NotAllowed when there is none, as for all else."""
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    agency_id: bytes | None = work.session.scalar(select(Agency.id).where(Agency.slug == slug))
    if agency_id is None:
        raise NotAllowed
    return agency_id


def hear(work: UnitOfWork, body: bytes, signature: str) -> tuple[Heard, ...]:
    """What LINE says in this body; NotAllowed unless the account's secret has signed it.

    An agency without an account and a wrong signature are the same.
    """
    account = account_row(work)
    if account is None or not isinstance(work.actor, AgencyClerk):
        raise NotAllowed
    try:
        secret = open_for_line(work, SECRET, account.id, account.sealed_secret)
    except SealBroken:
        raise NotAllowed from None
    # Base64 of HMAC-SHA-256 over the body as it came; the key is the secret as text.
    made = b64encode(hmac_sha256(secret.encode(), body))
    if not equal(made, signature.encode()):
        raise NotAllowed
    return _heard(body)


def take_heard(work: UnitOfWork, said: Sequence[Heard]) -> int:
    """How many officers were linked; whoever has left the account is linked no more."""
    if not isinstance(work.actor, AgencyClerk):
        raise NotAllowed
    linked = 0
    for one in said:
        if one.left_on is not None:
            _forget(work, _linked_to(work, one.user, one.left_on))
        else:
            linked += _link(work, one)
    return linked


def _link(work: UnitOfWork, one: Heard) -> bool:
    row = work.session.scalars(
        select(LineLink)
        .where(
            LineLink.code_hash.in_(code_hashes(work, one.digits)), LineLink.code_until > work.now
        )
        # Of two who send one code at once, the second finds it used.
        .with_for_update()
    ).one_or_none()
    if row is None:
        return False
    row.sealed_user = seal_for_line(work, USER, row.officer_id, one.user)
    row.linked_on = work.today
    row.code_hash = row.code_until = None
    work.session.flush()
    # The same message as every other: whoever reads it on the telephone knows that it works.
    _tell_test(work, row.officer_id)
    return True


def _linked_to(work: UnitOfWork, user: str, left_on: date) -> list[bytes]:
    """Whose LINE this was on that day; one linked later is not meant by an old message."""
    links = select(LineLink).where(LineLink.sealed_user.is_not(None), LineLink.linked_on <= left_on)
    return [row.officer_id for row in work.rows(links) if user_of(work, row) == user]


def user_of(work: UnitOfWork, row: LineLink) -> str:
    """The identity that LINE gave; "" where it opens under no pepper any more."""
    try:
        return open_for_line(work, USER, row.officer_id, row.sealed_user or b"")
    except SealBroken:
        return ""


def _forget(work: UnitOfWork, officer_ids: list[bytes]) -> None:
    for table, column in (
        (OutboxRow, (OutboxRow.way == LINE) & OutboxRow.sent_at.is_(None)),
        (LineLink, LineLink.officer_id.is_not(None)),
    ):
        work.session.execute(
            delete(table)
            .where(table.officer_id.in_(officer_ids), column)
            .execution_options(synchronize_session=False)
        )


def _fresh_digits(work: UnitOfWork) -> str:
    for _ in range(_TRIES):
        digits = random_digits(CODE_DIGITS)
        taken = select(LineLink.officer_id).where(LineLink.code_hash.in_(code_hashes(work, digits)))
        if not work.rows(taken):
            return digits
    raise RuntimeError("no free code")


def _tell_test(work: UnitOfWork, officer_id: bytes) -> None:
    slot = int(work.now.timestamp()) // (TEST_MINUTES * 60)
    tell(work, (officer_id,), TEST, slot.to_bytes(8, "big"), ways=(LINE,))


def _own(work: UnitOfWork) -> LineLink | None:
    found: LineLink | None = work.one(LineLink, officer_id=work.officer().officer_id)
    return found


def _heard(body: bytes) -> tuple[Heard, ...]:
    """The codes sent and the leavings in a webhook's body; everything else is passed over."""
    try:
        events = json.loads(body).get("events", ())
    except (ValueError, AttributeError, RecursionError):
        return ()
    said = [_one_event(event) for event in events] if isinstance(events, list) else []
    return tuple(one for one in said if one is not None)


def _one_event(event: Any) -> Heard | None:
    source = event.get("source") if isinstance(event, dict) else None
    if not isinstance(source, dict) or source.get("type") != "user":
        return None
    user = source.get("userId")
    if not isinstance(user, str) or not _USER.fullmatch(user):
        return None
    if event.get("type") == "unfollow":
        return Heard(user, left_on=_day_of(event.get("timestamp")))
    digits = _digits_of(event.get("message")) if event.get("type") == "message" else ""
    return Heard(user, digits) if digits else None


def _digits_of(message: Any) -> str:
    text = message.get("text") if isinstance(message, dict) else None
    if not isinstance(text, str) or message.get("type") != "text" or len(text) > 40:
        return ""
    digits = _BETWEEN.sub("", to_arabic_digits(text))
    fits = len(digits) == CODE_DIGITS and digits.isascii() and digits.isdigit()
    return digits if fits else ""


def _day_of(milliseconds: Any) -> date:
    try:
        return today_in_bangkok(datetime.fromtimestamp(int(milliseconds) / 1000, UTC))
    except (TypeError, ValueError, OverflowError, OSError):
        return date.max
