"""Clocks that start on a day which stands on paper: an order, an arrival, a sender's letter.

The other clocks start and stop with the events of the case, in `service.case_events`.
"""

from datetime import date

from sqlalchemy import func, select

from models.clock import ClockRow
from models.complaint import Complaint
from models.history import CaseEvent
from rules.clocks import ClockKind, fact_finding, nacc_copy, nacc_finding, until
from rules.states import EventKind
from service.calendars import office_calendar
from service.case_events import open_clocks, start_clock
from service.unit_of_work import UnitOfWork


def start_fact_finding_clock(work: UnitOfWork, case: Complaint, ordered_on: date) -> ClockRow:
    """The clock of the fact-finding, counted from the day of the first order since it began.

    Called after the event that appoints the committee. Without an order the clock runs from the
    day on which fact-finding was started. A later order, and an order after an extension, move
    nothing: more time is an extension, with its reason and its notice.
    """
    clock = fact_finding(ordered_on, office_calendar(work), work.agency().fact_finding_days)
    running = _open(work, case, ClockKind.FACT_FINDING)
    if running is None:
        return start_clock(work, case, clock)
    if _is_before_first_order(work, case):
        running.starts_on, running.due_on = clock.starts_on, clock.due_on
        running.answer_by_on, running.told_due_on = clock.answer_by_on, clock.due_on
        work.session.flush()
    return running


def start_nacc_clock(work: UnitOfWork, case: Complaint, arrived_on: date) -> ClockRow:
    """The clock of the penalty order after a finding of the NACC; the one running, if any is."""
    running = _open(work, case, ClockKind.NACC_FINDING)
    return running or start_clock(work, case, nacc_finding(arrived_on, office_calendar(work)))


def penalty_ordered(work: UnitOfWork, case: Complaint, ordered_on: date) -> bool:
    """Stop the NACC's clock on the day of the order, and start that of the copy to the NACC.

    False when no finding of the NACC is waiting for an order. Called after the event that records
    the order.
    """
    if not _answer(work, case, ClockKind.NACC_FINDING, ordered_on):
        return False
    start_clock(work, case, nacc_copy(ordered_on, office_calendar(work)))
    return True


def nacc_copy_sent(work: UnitOfWork, case: Complaint, sent_on: date | None = None) -> bool:
    """Stop the clock of the copy to the NACC; False when none is running."""
    return _answer(work, case, ClockKind.NACC_COPY, sent_on or work.today)


def start_reply_clock(
    work: UnitOfWork, case: Complaint, reply_by: date, letter_on: date | None = None
) -> ClockRow:
    """The clock of the reply to whoever referred the matter in, by the day the letter names.

    Counted from the letter, else from the case's receipt; a day that has passed is overdue at once.
    """
    starts_on = min(letter_on or case.received_on, reply_by)
    calendar = office_calendar(work)
    return start_clock(
        work, case, until(ClockKind.REFERRED_IN_REPLY, starts_on, reply_by, calendar)
    )


def _open(work: UnitOfWork, case: Complaint, kind: ClockKind) -> ClockRow | None:
    work.session.flush()
    return next((row for row in open_clocks(work, case) if row.kind == kind), None)


def _answer(work: UnitOfWork, case: Complaint, kind: ClockKind, day: date) -> bool:
    running = _open(work, case, kind)
    if running is None:
        return False
    running.answered_on, running.answered_by_seq = day, case.event_count - 1
    work.session.flush()
    return True


def _is_before_first_order(work: UnitOfWork, case: Complaint) -> bool:
    """Whether at most this order has come since fact-finding began, and no extension."""
    kinds = (EventKind.FACT_FINDING_STARTED, EventKind.COMMITTEE_APPOINTED)
    events = work.rows(
        select(CaseEvent)
        .where(CaseEvent.case_id == case.id, CaseEvent.kind.in_([int(kind) for kind in kinds]))
        .order_by(CaseEvent.seq.desc())
    )
    began = next((one.seq for one in events if one.kind == EventKind.FACT_FINDING_STARTED), 0)
    orders = [one for one in events if one.seq > began]
    extended = work.session.scalar(
        select(func.count())
        .select_from(ClockRow)
        .where(
            ClockRow.case_id == case.id,
            ClockRow.kind == ClockKind.FACT_FINDING.value,
            ClockRow.answered_by_seq > began,
        )
    )
    return len(orders) <= 1 and not extended
