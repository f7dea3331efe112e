"""Who opened what, for supervisors and for those who hold a case; reading it is not logged.

An accused supervisor must learn nothing of a case against him, also not from when somebody was at
work on it. Of others a line stands here with its time only when it is about a case that the
reader can open; everything else is counted by officer and day, all such cases together, and only
when the day is over. Many cases at once say nothing of one, so a large export is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Row, func, select

from models.complaint import Complaint
from models.history import AccessLog
from models.officer import Officer
from rules.numbering import receipt_no
from rules.permissions import Permission
from rules.states import Channel
from rules.thai_time import BANGKOK, in_bangkok
from rules.words import ACCESS, Words
from service.blind_list import openable_cases
from service.case_keys import open_case_keys
from service.case_lines import officer_names
from service.errors import NotAllowed
from service.find_case import find_case
from service.unit_of_work import UnitOfWork

PAGE_LINES = 50
MANY_CASES = 10
LISTS = frozenset({"list", "patterns", "search", "similar", "tables"})
"""Codes of what shows many cases at once, a page at a time; nothing about one can be seen."""

_Logged = Row[bytes, bytes | None, str, int, datetime]


@dataclass(frozen=True)
class LogLine:
    """One opening. `receipt_no` is empty when it was about no single case that may be named."""

    at: datetime
    officer: str
    what: Words
    count: int
    case_id: str = ""
    receipt_no: str = ""

    @property
    def day(self) -> date:
        """The day in Bangkok."""
        return in_bangkok(self.at).date()


@dataclass(frozen=True)
class DayCount:
    """One officer's openings on one day in all cases that the reader cannot open, together."""

    day: date
    officer: str
    opened: int
    listed: int


@dataclass(frozen=True)
class OfficerName:
    """An officer to filter by."""

    id: str
    name: str


@dataclass(frozen=True)
class LogPage:
    """One page of a month of the log, newest first; `months` are those with a log, newest first."""

    entries: tuple[LogLine | DayCount, ...]
    month: date
    months: tuple[date, ...]
    officer: str
    officers: tuple[OfficerName, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class CaseLog:
    """Who opened this very case, newest first."""

    id: str
    channel: Channel
    receipt_no: str
    lines: tuple[LogLine, ...]
    page: int
    pages: int


def access_log(work: UnitOfWork, *, month: date | None, officer: str, page: int) -> LogPage:
    """One page of one month of the agency's log, of one officer if `officer` is an officer's id.

    Without a month, the running one. NotAllowed without the permission.
    """
    if not work.officer().may(Permission.SEE_ACCESS_LOG):
        raise NotAllowed
    names = officer_names(work)
    months = _months(work)
    chosen = month if month in months else months[0]
    among = officer if officer in {one.hex() for one in names} else ""
    entries = _entries(work, _of_month(work, chosen, among), names)
    number, pages = _place(page, len(entries))
    return LogPage(
        entries=tuple(entries[(number - 1) * PAGE_LINES : number * PAGE_LINES]),
        month=chosen,
        months=months,
        officer=among,
        officers=_officers(work),
        page=number,
        pages=pages,
    )


def _officers(work: UnitOfWork) -> tuple[OfficerName, ...]:
    rows = work.rows(select(Officer).order_by(Officer.name))
    return tuple(OfficerName(row.id.hex(), row.name) for row in rows)


def _months(work: UnitOfWork) -> tuple[date, ...]:
    """The first days of the months from the log's first line to now, newest first."""
    oldest = work.session.scalars(
        select(AccessLog.opened_at).order_by(AccessLog.opened_at).limit(1)
    ).one_or_none()
    first = work.today if oldest is None else in_bangkok(oldest).date()
    month, months = work.today.replace(day=1), []
    while month >= first.replace(day=1):
        months.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return tuple(months) or (work.today.replace(day=1),)


def _of_month(work: UnitOfWork, month: date, officer: str) -> Iterable[_Logged]:
    start = datetime(month.year, month.month, 1, tzinfo=BANGKOK)
    end = (start + timedelta(days=32)).replace(day=1)
    columns = (
        AccessLog.officer_id, AccessLog.case_id, AccessLog.what, AccessLog.count,
        AccessLog.opened_at,
    )  # fmt: skip
    logged = select(*columns).where(AccessLog.opened_at >= start, AccessLog.opened_at < end)
    if officer:
        logged = logged.where(AccessLog.officer_id == bytes.fromhex(officer))
    return work.session.execute(logged.order_by(AccessLog.opened_at.desc(), AccessLog.id)).all()


def _entries(
    work: UnitOfWork, logged: Iterable[_Logged], names: Mapping[bytes, str]
) -> list[LogLine | DayCount]:
    """Lines and, below those of their day, the counts; the newest day first."""
    numbers = _numbers(work)
    own = work.officer().officer_id
    lines: dict[date, list[LogLine | DayCount]] = {}
    counts: dict[tuple[date, bytes], list[int]] = {}
    for row in logged:
        officer_id, case_id, what, count, at = row
        day = in_bangkok(at).date()
        known = case_id in numbers
        many = case_id is None and what not in LISTS and count >= MANY_CASES
        if known or many or officer_id == own:
            lines.setdefault(day, []).append(_line(row, names.get(officer_id, ""), numbers))
        elif day < work.today:
            counted = counts.setdefault((day, officer_id), [0, 0])
            counted[what in LISTS] += 1 if what in LISTS else count
    totals = [
        DayCount(day, names.get(officer_id, ""), opened, listed)
        for (day, officer_id), (opened, listed) in counts.items()
    ]
    # By name: in the order of the log they would tell who was the last at work.
    for total in sorted(totals, key=lambda one: one.officer):
        lines.setdefault(total.day, []).append(total)
    return [entry for day in sorted(lines, reverse=True) for entry in lines[day]]


def _numbers(work: UnitOfWork) -> Mapping[bytes | None, str]:
    """The receipt numbers of the cases that the officer at work can open, by id."""
    columns = (Complaint.id, Complaint.register_number, Complaint.register_year_be)
    rows = work.session.execute(openable_cases(work).with_only_columns(*columns))
    return {case_id: receipt_no(number, year) for case_id, number, year in rows}


def _line(row: _Logged, name: str, numbers: Mapping[bytes | None, str]) -> LogLine:
    _officer_id, case_id, what, count, at = row
    number = numbers.get(case_id, "")
    return LogLine(
        at=at,
        officer=name,
        what=ACCESS.get(what, ACCESS["other"]),
        count=count,
        case_id=case_id.hex() if case_id and number else "",
        receipt_no=number,
    )


def _place(page: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE_LINES))
    return min(max(1, page), pages), pages


def case_log(work: UnitOfWork, case_id: str, *, page: int) -> CaseLog:
    """Who opened this case, for whoever can open it; NotFound for anybody else."""
    if not work.officer().may(Permission.OPEN_CASE):
        raise NotAllowed
    case = find_case(work, case_id)
    open_case_keys(work, case)
    names = officer_names(work)
    number = receipt_no(case.register_number, case.register_year_be)
    of_case = select(AccessLog).where(AccessLog.case_id == case.id)
    total = work.session.scalars(
        select(func.count(AccessLog.id)).where(AccessLog.case_id == case.id)
    ).one()
    page, pages = _place(page, total)
    rows = work.rows(
        of_case.order_by(AccessLog.opened_at.desc(), AccessLog.id)
        .limit(PAGE_LINES)
        .offset((page - 1) * PAGE_LINES)
    )
    return CaseLog(
        id=case_id,
        channel=Channel(case.channel),
        receipt_no=number,
        lines=tuple(_case_line(row, names) for row in rows),
        page=page,
        pages=pages,
    )


def _case_line(row: AccessLog, names: Mapping[bytes, str]) -> LogLine:
    return LogLine(
        at=row.opened_at,
        officer=names.get(row.officer_id, ""),
        what=ACCESS.get(row.what, ACCESS["other"]),
        count=row.count,
    )
