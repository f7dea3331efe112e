"""Open clocks under a changed calendar; every case whose clock changed says so in its history."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import select

from models.clock import ClockRow
from models.complaint import Complaint
from rules.clocks import Clock, ClockKind, recompute_open, runs_in
from rules.permissions import Role
from rules.states import EventKind, State
from service.calendars import office_calendar
from service.case_events import Acting, append_event
from service.case_index import of_ids
from service.unit_of_work import UnitOfWork

_AT_ONCE: Final = 500


def recompute_open_clocks(work: UnitOfWork) -> int:
    """How many cases have other days now, under the office's calendar and days as they stand.

    No clock becomes later than the day told to the reporter (decisions C31). The administrator at
    work signs each case's event.
    """
    changes = _changes(work)
    cases = sorted({row.case_id for row, _ in changes})
    acting = Acting(work.officer(), Role.ADMINISTRATOR)
    for case in _locked(work, cases):
        append_event(work, case, EventKind.CLOCKS_RECOMPUTED, by=acting)
    for row, clock in changes:
        row.due_on, row.answer_by_on = clock.due_on, clock.answer_by_on
        row.rules_version = clock.rules_version
    work.session.flush()
    return len(cases)


def _changes(work: UnitOfWork) -> list[tuple[ClockRow, Clock]]:
    """The running clocks whose days are others now, each with its new days."""
    calendar, days = office_calendar(work), work.agency().screening_days
    running = work.session.execute(
        select(ClockRow, Complaint.state)
        .join(Complaint, Complaint.id == ClockRow.case_id)
        .where(ClockRow.answered_on.is_(None))
    )
    changes = []
    for row, state in running:
        if not runs_in(ClockKind(row.kind), State(state)):
            continue
        clock = recompute_open(_stored(row), calendar, row.told_due_on, days)
        if (clock.due_on, clock.answer_by_on) != (row.due_on, row.answer_by_on):
            changes.append((row, clock))
    return changes


def _stored(row: ClockRow) -> Clock:
    return Clock(
        ClockKind(row.kind), row.starts_on, row.due_on, row.answer_by_on, row.rules_version
    )


def _locked(work: UnitOfWork, case_ids: Sequence[bytes]) -> Iterator[Complaint]:
    """The cases in the order of their ids, locked until the commit, as they stand now."""
    for start in range(0, len(case_ids), _AT_ONCE):
        yield from work.rows(
            of_ids(case_ids[start : start + _AT_ONCE])
            .order_by(Complaint.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
