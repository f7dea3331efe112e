"""The name's time is over: what identifies a reporter is destroyed, without anybody's hand.

Nobody is asked, because nobody should be able to forget it or to refuse it. It is put off while a
hold stands on the case and while a request for the name waits; the day after, it is looked at
again. What is destroyed, and what stays, is the same as when the reporter takes the name back.
"""

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select

from models.complaint import Complaint
from models.history import CaseEvent
from rules.retention import CLASS_OF, RetentionKind, ended_by
from rules.states import ERASING, EventKind
from service.actors import AgencyClerk
from service.case_end import check_end
from service.case_index import rows_of
from service.erase_identity import destroy_identity
from service.errors import NotAllowed
from service.legal_hold import standing_hold
from service.release_requests import case_events, expire_releases, lock_case, pending_release
from service.retention import keeping_of, periods_of
from service.unit_of_work import UnitOfWork

ENDED_STATES = tuple(state.value for state in CLASS_OF)


def identities_to_look_at(work: UnitOfWork) -> list[bytes]:
    """The ids of cases that ended so long ago that the name's time may be over, oldest first.

    By the columns in clear; whether it is over is found out case by case, from the chain.
    """
    _by_itself(work)
    months = periods_of(work)[RetentionKind.IDENTITY]
    newest = ended_by(RetentionKind.IDENTITY, work.today, months)
    return work.rows(
        select(Complaint.id)
        .where(
            Complaint.state.in_(ENDED_STATES),
            Complaint.deleted_on.is_(None),
            or_(Complaint.completed_on <= newest, Complaint.completed_on.is_(None)),
            holds_a_name(),
        )
        .order_by(Complaint.completed_on, Complaint.id)
    )


def holds_a_name() -> ColumnElement[bool]:
    """Whether a case may still hold what identifies: not erased, or a file came since."""
    erased = newest_place(*ERASING)
    return or_(erased < 0, newest_place(EventKind.EVIDENCE_ADDED) > erased)


def expire_identity(work: UnitOfWork, case_id: bytes) -> bool:
    """Whether the name of this case was destroyed now.

    Unreadable when the case's chain, its end or a hold in it does not check: then nothing is
    destroyed.
    The old bytes are out of SQLite's log after `forget_old_pages`.
    """
    _by_itself(work)
    (case,) = rows_of(work, [case_id])
    lock_case(work, case)
    if case.deleted_on is not None:
        return False
    events = case_events(work, case)
    until = keeping_of(work, case, events, periods_of(work)).identity_until
    if until is None or work.today <= until:
        return False
    check_end(work, events)
    expire_releases(work)
    if standing_hold(work, case, events) or pending_release(work, case):
        return False
    destroy_identity(work, case, EventKind.IDENTITY_EXPIRED)
    return True


def _by_itself(work: UnitOfWork) -> None:
    if not isinstance(work.actor, AgencyClerk):
        raise NotAllowed


def newest_place(*kinds: EventKind) -> ScalarSelect[int]:
    """The place of a case's newest event of these kinds, -1 for none."""
    return (
        select(func.coalesce(func.max(CaseEvent.seq), -1))
        .where(CaseEvent.case_id == Complaint.id, CaseEvent.kind.in_([int(kind) for kind in kinds]))
        .correlate(Complaint)
        .scalar_subquery()
    )
