"""The office's LINE account: its token and secret, on or off, and what LINE lets it send.

Shown never again: the token and the secret go in and stay sealed. Off until an administrator has
seen what the daily message takes of the month's messages and turns it on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, update

from models.line import LineAccount, LineLink
from models.officer import Officer
from models.outbox import OutboxRow
from rules.permissions import Permission
from rules.thai_time import MONTHS_TH, buddhist_year, today_in_bangkok
from service.calendars import office_calendar
from service.errors import InvalidInput, NotAllowed
from service.line_seals import SECRET, TOKEN, seal_for_line
from service.notify import LINE
from service.outbox import mail_state, reads_cases, trouble_of
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

QUOTA: Final = "quota"
_FORMS: Final = {
    "token": (re.compile(r"[A-Za-z0-9+/=._-]{40,1000}"), "line_token"),
    "secret": (re.compile(r"[0-9a-f]{32}"), "line_secret"),
}
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class MonthCost:
    """What the daily message takes of one month: of everybody who may link, and of who has."""

    first_day: date
    working_days: int
    if_all: int
    as_linked: int

    @property
    def name(self) -> str:
        """The month in words, with its Buddhist year."""
        return f"{MONTHS_TH[self.first_day.month - 1]} {buddhist_year(self.first_day)}"


@dataclass(frozen=True)
class LineSettings:
    """What the administrator sees of LINE: numbers and our own codes, no token and no names.

    `quota_limit` None with a `quota_used` means that LINE sets no limit; both None, that LINE was
    not asked yet. `reading` officers would get the daily message, `linked` of them do.
    """

    is_set: bool
    is_on: bool
    quota_limit: int | None
    quota_used: int | None
    looked_at: datetime | None
    problem: str
    is_spent: bool
    reading: int
    linked: int
    months: tuple[MonthCost, ...]

    @property
    def looked_on(self) -> date | None:
        """The day in Thailand on which LINE was asked last."""
        return today_in_bangkok(self.looked_at) if self.looked_at else None

    @property
    def is_too_dear(self) -> bool:
        """Whether the daily message alone may take more than LINE lets the account send."""
        most = max(month.if_all for month in self.months)
        return self.quota_limit is not None and most > self.quota_limit


def line_settings(work: UnitOfWork) -> LineSettings:
    """LINE as it stands; NotAllowed for whoever does not manage settings."""
    _may_manage(work)
    row = account_row(work)
    reading, linked = _readers(work, linked=False), _readers(work, linked=True)
    return LineSettings(
        is_set=row is not None,
        is_on=row is not None and row.is_on,
        quota_limit=row.quota_limit if row else None,
        quota_used=row.quota_used if row else None,
        looked_at=row.looked_at if row else None,
        problem=row.problem if row else "",
        is_spent=row is not None and is_spent(work, row),
        reading=reading,
        linked=linked,
        months=_months(work, reading, linked),
    )


def save_line_account(work: UnitOfWork, mapping: Mapping[str, str]) -> None:
    """Keep `token` and `secret`, sealed; InvalidInput names what must be mended.

    An empty one keeps what stands. What waited under an old token is tried again at once.
    """
    _may_manage(work)
    row = account_row(work)
    typed = {name: mapping.get(name, "").strip() for name in _FORMS}
    _check(typed, is_new=row is None)
    if row is None:
        row = LineAccount(id=new_id(), agency_id=work.agency_id, is_on=False, problem="")
        work.session.add(row)
    if typed["token"]:
        row.sealed_token = seal_for_line(work, TOKEN, row.id, typed["token"])
        row.quota_limit = row.quota_used = None
    if typed["secret"]:
        row.sealed_secret = seal_for_line(work, SECRET, row.id, typed["secret"])
    _begin_anew(work, row)


def switch_line(work: UnitOfWork, *, on: bool) -> None:
    """Send by LINE from now on, or no more; InvalidInput for `token` where none is kept.

    What waits when it is turned off is forgotten: it must not all go out when it is on again.
    """
    _may_manage(work)
    row = account_row(work)
    if row is None:
        if on:
            raise InvalidInput({"token": "required"})
        return
    row.is_on = on
    if on:
        _begin_anew(work, row)
    else:
        _drop_waiting(work)


def look_again(work: UnitOfWork) -> None:
    """Have LINE asked again, at once, what is left and whether the token is right."""
    _may_manage(work)
    row = account_row(work)
    if row is not None:
        _begin_anew(work, row)


def forget_line(work: UnitOfWork) -> None:
    """Forget the account, everybody's links and what waits; nothing of LINE is left."""
    _may_manage(work)
    _drop_waiting(work)
    for table in (LineLink, LineAccount):
        work.session.execute(delete(table).execution_options(synchronize_session=False))


def line_trouble(work: UnitOfWork) -> str:
    """What goes wrong by LINE for the officer at work: a problem's code, "office", or "".

    "office" for whoever manages settings, when the account itself or several messages fail.
    """
    row = account_row(work)
    if row is None or not row.is_on:
        return ""
    officer = work.officer()
    if officer.may(Permission.MANAGE_SETTINGS) and (row.problem or mail_state(work, LINE).failing):
        return "office"
    if is_spent(work, row):
        link = work.one(LineLink, officer_id=officer.officer_id)
        return QUOTA if link is not None and link.sealed_user is not None else ""
    return trouble_of(work, officer.officer_id, LINE)


def account_row(work: UnitOfWork) -> LineAccount | None:
    """The row of the agency's account, or None."""
    found: LineAccount | None = work.session.scalars(select(LineAccount)).one_or_none()
    return found


def is_spent(work: UnitOfWork, row: LineAccount) -> bool:
    """Whether nothing goes out any more in this month."""
    if row.problem != QUOTA or row.looked_at is None:
        return False
    looked_on = today_in_bangkok(row.looked_at)
    return (looked_on.year, looked_on.month) == (work.today.year, work.today.month)


def _check(typed: Mapping[str, str], *, is_new: bool) -> None:
    problems = {}
    for name, (form, code) in _FORMS.items():
        if not typed[name] and is_new:
            problems[name] = "required"
        elif typed[name] and not form.fullmatch(typed[name]):
            problems[name] = code
    if problems:
        raise InvalidInput(problems)


def _begin_anew(work: UnitOfWork, row: LineAccount) -> None:
    row.problem, row.looked_at = "", None
    work.session.flush()
    work.session.execute(
        update(OutboxRow)
        .where(OutboxRow.way == LINE, OutboxRow.sent_at.is_(None), OutboxRow.lease.is_(None))
        .values(tries=0, problem="", leased_until=None)
        .where(OutboxRow.given_up_on.is_(None))
        .execution_options(synchronize_session=False)
    )


def _drop_waiting(work: UnitOfWork) -> None:
    work.session.execute(
        delete(OutboxRow)
        .where(OutboxRow.way == LINE, OutboxRow.sent_at.is_(None))
        .execution_options(synchronize_session=False)
    )


def _readers(work: UnitOfWork, *, linked: bool) -> int:
    """How many get the daily message, if they have linked or who has; also while LINE is off."""
    here = [Officer.standing == "active", reads_cases()]
    if linked:
        linked_ids = select(LineLink.officer_id).where(LineLink.sealed_user.is_not(None))
        here.append(Officer.id.in_(linked_ids))
    return work.session.scalar(select(func.count(Officer.id)).where(*here)) or 0


def _months(work: UnitOfWork, reading: int, linked: int) -> tuple[MonthCost, ...]:
    """This month as a whole, and the next."""
    calendar, costs = office_calendar(work), []
    first = work.today.replace(day=1)
    for _ in range(2):
        day, working = first, 0
        while day.month == first.month:
            working += calendar.is_working_day(day)
            day += _DAY
        costs.append(MonthCost(first, working, reading * working, linked * working))
        first = day
    return tuple(costs)


def _may_manage(work: UnitOfWork) -> None:
    if not work.officer().may(Permission.MANAGE_SETTINGS):
        raise NotAllowed
