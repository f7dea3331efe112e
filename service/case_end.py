"""An end from which periods run: an officer's own word, in a chain whose days never run backwards.

Whoever writes rows by SQL can hang any event of any day on a chain; what is wanting is the hand.
"""

from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import select

from models.complaint import Complaint
from models.history import CaseEvent
from rules.retention import ENDING, History, read_history
from rules.states import EventKind
from service.errors import Unreadable
from service.read_rows import AnyEvent
from service.release_requests import case_events
from service.signatures import check_hand
from service.unit_of_work import UnitOfWork


def days_run_on(events: Sequence[AnyEvent]) -> bool:
    """Whether no event is of an earlier day than the one before it.

    The first is left out: what arrives outside office days is received on the next of them.
    """
    return all(one.day <= following.day for one, following in pairwise(events[1:]))


def check_end(work: UnitOfWork, events: Sequence[AnyEvent]) -> None:
    """Nothing when a period may run from this end; Unreadable otherwise.

    `events` are a case's own, checked to be whole. A merged case is kept as long as its lead, so
    the end of every case that may lead it is looked at too.
    """
    history = _checked(work, events)
    if not history.is_merged:
        return
    leads = joined_on(work, history)
    if not leads:
        raise Unreadable
    for lead in leads:
        ended = _checked(work, case_events(work, lead)).ended_on
        if ended is None or lead.completed_on is None or lead.completed_on < ended:
            raise Unreadable


def joined_on(work: UnitOfWork, history: History) -> list[Complaint]:
    """The cases that may lead a merged one: those to which any was joined on the day of its end."""
    joined = select(CaseEvent.case_id).where(
        CaseEvent.kind == int(EventKind.JOINED), CaseEvent.day == history.ended_on
    )
    return work.rows(select(Complaint).where(Complaint.id.in_(joined)))


def _checked(work: UnitOfWork, events: Sequence[AnyEvent]) -> History:
    if not days_run_on(events):
        raise Unreadable
    history = read_history((EventKind(event.kind), event.day) for event in events)
    if history.ended_on is not None:
        # Of the hand alone: an imported end has no body, and a deleted lead's is gone.
        check_hand(work, next(one for one in reversed(events) if one.kind in ENDING))
    return history
