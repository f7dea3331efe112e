"""What an officer sees of requests that need two persons; never one about a case closed to him."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select

from models.complaint import Complaint
from models.custody import TwoPersonRequest
from rules.thai_time import in_bangkok
from service.blind_list import openable_cases
from service.case_index import of_ids
from service.case_lines import case_lines, officer_names
from service.errors import NotAllowed, NotFound
from service.keyring import Keyring, load_keyring
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
class RequestView:
    """One request opened; the lines are of the cases that this officer can open now."""

    line: RequestLine
    reason: str = field(repr=False)
    cases: tuple[CaseLine, ...]
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
        may_agree=waits and not mine,
        may_use=mine and row.state == APPROVED and not is_over(work, row),
    )


def _openable_of(work: UnitOfWork, row: TwoPersonRequest) -> list[Complaint]:
    return work.rows(
        of_ids(case_ids(row), openable_cases(work)).order_by(
            Complaint.channel, Complaint.register_year_be, Complaint.register_number
        )
    )
