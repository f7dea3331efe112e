"""The investigation as pages show it: beside a case, and on the pages that change it."""

from dataclasses import dataclass, field

from rules.numbering import receipt_no
from rules.permissions import Permission
from rules.states import Channel, Move, State, allowed_moves
from service.access_log import log_opening
from service.case_holders import HolderBook, open_for_keys
from service.case_keys import CaseKeys, open_case_keys
from service.case_lines import open_report, subject_of
from service.committee import Candidate, candidates
from service.errors import NotAllowed
from service.find_case import find_case
from service.follow_up_view import FOLLOW_UP_KINDS, FollowUpStanding, follow_ups_in, open_ones
from service.moving import allowed
from service.order_record import ORDER_KINDS, Committee, committee_in, committee_of
from service.signed_records import signed_records
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CaseHead:
    """What every page of a case says at its top, and what its forms carry."""

    id: str
    channel: Channel
    receipt_no: str
    subject: str = field(repr=False)
    state: State
    event_count: int


@dataclass(frozen=True)
class OrderPage:
    """The page of an order; `committee` is the one that the order changes, if any.

    `days` is how long the committee has from the date of its first order.
    """

    case: CaseHead
    days: int
    committee: Committee | None
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class CaseInquiry:
    """What stands beside a case: its committee, its follow-ups, and what this officer may do."""

    case: CaseHead
    committee: Committee | None
    follow_ups: tuple[FollowUpStanding, ...]
    may_start: bool
    may_step: bool
    may_change_committee: bool

    @property
    def open_ones(self) -> tuple[FollowUpStanding, ...]:
        """The follow-ups that keep the case from being closed."""
        return open_ones(self.follow_ups)

    @property
    def should_open(self) -> bool:
        """Whether grounds were found and nothing has been opened on them yet."""
        return self.case.state is State.GROUNDS_FOUND and not self.follow_ups


def case_inquiry(work: UnitOfWork, case_id: str) -> CaseInquiry:
    """The investigation of a case; whoever asks has opened the case in the same unit of work."""
    case = find_case(work, case_id)
    keys = open_case_keys(work, case)
    offered = allowed_moves(Channel(case.channel), State(case.state), work.officer().roles)
    moves = {row.move for row in offered}
    acts = work.officer().may(Permission.ACT_ON_CASE)
    records = signed_records(work, keys, (*ORDER_KINDS, *FOLLOW_UP_KINDS))
    return CaseInquiry(
        case=_head(work, keys),
        committee=committee_in(records),
        follow_ups=follow_ups_in(work, records),
        may_start=acts and Move.START_FOLLOW_UP in moves,
        may_step=acts and Move.STEP_FOLLOW_UP in moves,
        may_change_committee=acts and Move.APPOINT_COMMITTEE in moves,
    )


def opened_inquiry(work: UnitOfWork, case_id: str) -> CaseInquiry:
    """The same on a page of its own, with its line in the access log."""
    if not work.officer().may(Permission.OPEN_CASE):
        raise NotAllowed
    view = case_inquiry(work, case_id)
    log_opening(work, "case", bytes.fromhex(view.case.id))
    return view


def order_page(work: UnitOfWork, case_id: str, move: Move) -> OrderPage:
    """What the page of an order needs; WrongState and NotAllowed where it cannot be made."""
    if not work.officer().may(Permission.ACT_ON_CASE):
        raise NotAllowed
    case = find_case(work, case_id)
    (opened,) = open_for_keys(work, (case,))
    allowed(case, move, work.officer())
    log_opening(work, "case", case.id)
    return OrderPage(
        case=_head(work, opened.keys),
        days=work.agency().fact_finding_days,
        committee=committee_of(work, opened.keys),
        candidates=candidates(work, opened, HolderBook(work)),
    )


def _head(work: UnitOfWork, keys: CaseKeys) -> CaseHead:
    case = keys.case
    return CaseHead(
        id=case.id.hex(),
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        subject=subject_of(open_report(work, keys)),
        state=State(case.state),
        event_count=case.event_count,
    )
