"""What an officer sees of requests that need two persons; never one about a case closed to him."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select

from models.complaint import Complaint
from models.custody import TwoPersonRequest
from rules.numbering import receipt_no
from rules.thai_time import in_bangkok
from service.blind_list import openable_cases
from service.case_end import check_end
from service.case_index import of_ids
from service.case_lines import case_lines, officer_names
from service.errors import NotAllowed, NotFound, Unreadable
from service.keyring import Keyring, load_keyring
from service.release_requests import case_events
from service.retention import Periods, keeping_of, periods_of
from service.two_person_reason import open_reason
from service.two_person_requests import (
    APPROVED,
    ASKED,
    PERMISSIONS,
    Kind,
    case_ids,
    check_asked,
    find_request,
    is_over,
    log_request,
    may_agree,
)
from service.unit_of_work import UnitOfWork
from service.views import CaseLine

OWN_MOST = 20
EXPIRED = "expired"


@dataclass(frozen=True)
class RequestLine:
    """One request; `state` is a key of `rules.words.TWO_PERSON_STATES`."""

    id: str
    kind: str
    state: str
    count: int
    asker: str
    approver: str
    asked_at: datetime
    until: datetime

    @property
    def last_day(self) -> date:
        """The day in Bangkok on which it ends."""
        return in_bangkok(self.until).date()


@dataclass(frozen=True)
class RequestsPage:
    """What waits for this officer's agreement, and what the officer asked for, newest first."""

    to_agree: tuple[RequestLine, ...]
    own: tuple[RequestLine, ...]


@dataclass(frozen=True)
class EarlyCase:
    """A case whose deletion is asked for before its time.

    `why` is "kept" with the last day in `until`, "lead" for a merged one whose lead goes on,
    "open" when work on it goes on, "unproven" when its chain or its end does not check.
    """

    receipt_no: str
    why: str
    until: date | None = None


@dataclass(frozen=True)
class RequestView:
    """One request opened; the lines are of the cases that this officer can open now.

    `early` are those of them that two are about to delete before their time.
    """

    line: RequestLine
    reason: str = field(repr=False)
    cases: tuple[CaseLine, ...]
    early: tuple[EarlyCase, ...]
    may_agree: bool
    may_use: bool


def list_requests(work: UnitOfWork) -> RequestsPage:
    """The officer's own requests, and those of others that he could agree to."""
    _may_any(work)
    names = officer_names(work)
    keyring = load_keyring(work)
    asked = select(TwoPersonRequest).where(
        TwoPersonRequest.state == ASKED, TwoPersonRequest.until > work.now
    )
    own = (
        select(TwoPersonRequest)
        .where(TwoPersonRequest.asker_id == work.officer().officer_id)
        .order_by(TwoPersonRequest.asked_at.desc())
        .limit(OWN_MOST)
    )
    waiting = asked.order_by(TwoPersonRequest.until)
    return RequestsPage(
        to_agree=tuple(
            _line(work, row, names) for row in work.rows(waiting) if _concerns(work, keyring, row)
        ),
        own=tuple(_line(work, row, names) for row in work.rows(own)),
    )


def _may_any(work: UnitOfWork) -> None:
    if not any(work.officer().may(permission) for permission in PERMISSIONS.values()):
        raise NotAllowed


def _concerns(work: UnitOfWork, keyring: Keyring, row: TwoPersonRequest) -> bool:
    """Whether the officer at work could be the second person, as far as a list must know."""
    own = keyring.officer(work.officer().officer_id)
    if own is None or row.asker_id == own.holder_id or not may_agree(own, Kind(row.kind)):
        return False
    return open_reason(work, row) is not None and _opens_all(work, row)


def _opens_all(work: UnitOfWork, row: TwoPersonRequest) -> bool:
    ids = case_ids(row)
    among = of_ids(ids, openable_cases(work))
    return work.session.scalars(among.with_only_columns(func.count(Complaint.id))).one() == len(ids)


def _line(work: UnitOfWork, row: TwoPersonRequest, names: Mapping[bytes, str]) -> RequestLine:
    late = row.state in (ASKED, APPROVED) and is_over(work, row)
    return RequestLine(
        id=row.id.hex(),
        kind=row.kind,
        state=EXPIRED if late else row.state,
        count=len(case_ids(row)),
        asker=names.get(row.asker_id, ""),
        approver=names.get(row.approver_id or b"", ""),
        asked_at=row.asked_at,
        until=row.until,
    )


def view_request(work: UnitOfWork, request_id: str) -> RequestView:
    """One request opened for its asker, or for whoever agreed or could agree; else NotFound."""
    row = find_request(work, request_id)
    keyring = load_keyring(work)
    officer_id = work.officer().officer_id
    reason = open_reason(work, row)
    waits = row.state == ASKED and not is_over(work, row)
    mine = row.asker_id == officer_id
    if not mine:
        if row.approver_id != officer_id and not (waits and _concerns(work, keyring, row)):
            raise NotFound
        check_asked(keyring, row)
    cases = _openable_of(work, row)
    if not mine and len(cases) != len(case_ids(row)):
        raise NotFound
    log_request(work, [case.id for case in cases])
    return RequestView(
        line=_line(work, row, officer_names(work)),
        reason=reason or "",
        cases=case_lines(work, cases),
        early=_early(work, row, cases),
        may_agree=waits and not mine,
        may_use=mine and row.state == APPROVED and not is_over(work, row),
    )


def _early(
    work: UnitOfWork, row: TwoPersonRequest, cases: Sequence[Complaint]
) -> tuple[EarlyCase, ...]:
    """Of a deletion that can still be: its cases that have not reached their time, by the chain."""
    if row.kind != Kind.DELETE.value or row.state not in (ASKED, APPROVED) or is_over(work, row):
        return ()
    periods = periods_of(work)
    return tuple(one for case in cases for one in _if_early(work, case, periods))


def _if_early(work: UnitOfWork, case: Complaint, periods: Periods) -> tuple[EarlyCase, ...]:
    number = receipt_no(case.register_number, case.register_year_be)
    try:
        events = case_events(work, case)
        check_end(work, events)
    except Unreadable:
        return (EarlyCase(number, "unproven"),)
    kept = keeping_of(work, case, events, periods)
    if kept.case_until is None:
        return (EarlyCase(number, "lead" if kept.waits_for_lead else "open"),)
    if kept.case_until < work.today:
        return ()
    return (EarlyCase(number, "kept", kept.case_until),)


def _openable_of(work: UnitOfWork, row: TwoPersonRequest) -> list[Complaint]:
    return work.rows(
        of_ids(case_ids(row), openable_cases(work)).order_by(
            Complaint.channel, Complaint.register_year_be, Complaint.register_number
        )
    )
