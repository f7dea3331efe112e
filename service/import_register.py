"""A sheet of the past becomes cases, a few rows in a transaction; nothing is doubled or lost.

Every row that is dealt with moves the sheet's own count in the same transaction as its case, so
that the errand goes on where it stood after whatever stopped it. The cases are sealed like all
others; nobody has a code for them, and nobody is written to (docs/adr/0014).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from crypto.envelope import ObjectType
from crypto.manifest import unpack_manifest
from crypto.primitives import random_bytes
from crypto.tracking_code import ROOT_BYTES, private_branch, public_branch
from models.bringing_in import ImportBatch
from models.clock import ClockReminder, ClockRow
from models.complaint import Complaint
from rules.clocks import Clock, first_answer, next_notice, reminders_due
from rules.import_results import ImportRow
from rules.office_calendar import OfficeCalendar
from rules.states import IMPORTED_AS, Channel, EventKind, State, is_open
from service.access_log import log_opening
from service.calendars import office_calendar
from service.case_events import Acting, append_event, start_clock
from service.case_filing import FIRST_EPOCH, RegisteredBefore, ReporterSide, file_case
from service.case_holders import HolderBook, with_ready_keys
from service.errors import ChannelClosed, ReadersChanged, WrongState
from service.import_batches import (
    DONE,
    RUNNING,
    UPLOADED,
    find_batch,
    keep_choices,
    open_choices,
)
from service.import_numbers import RegisterYears
from service.import_plan import Plan, PlannedRow
from service.import_readers import KeptOut, import_office
from service.keyring import READING_ROLE
from service.register_numbers import move_past
from service.sealing import new_id, seal_record
from service.unit_of_work import UnitOfWork

SECONDS: Final = 0.3
"""So long at most a slice keeps others from writing, but for the row it is at."""

ROWS_AT_ONCE: Final = 40
_ENDED: Final = {state.value: kind for kind, state in IMPORTED_AS.items()}


@dataclass(frozen=True)
class Progress:
    """How far a sheet is in: `done_rows` of `row_count` were dealt with."""

    done_rows: int
    row_count: int
    case_count: int
    is_over: bool


def begin_to_bring_in(work: UnitOfWork, batch_id: str, promise: str, *, skips: bool) -> None:
    """Let a sheet be brought in as its last page showed it; nothing when it is already begun.

    `promise` is of the readers whom that page named: ReadersChanged when there are others now.
    `skips` says that rows which cannot be cases are left out; without it there must be none.
    """
    row = find_batch(work, batch_id, lock=True)
    if row.standing in (RUNNING, DONE):
        return
    choices = open_choices(work, row)
    if row.standing != UPLOADED or not choices.identity:
        raise WrongState
    if import_office(work, Channel(row.channel)).promise(choices) != promise:
        raise ReadersChanged
    keep_choices(work, row, replace(choices, skips=skips, as_of=work.today.isoformat()))
    row.standing = RUNNING
    work.session.flush()


def bring_in_slice(work: UnitOfWork, plan: Plan) -> Progress:
    """How far it is in after as many more rows as fit in a moment; over when none are left.

    Whoever sends the same page twice, or at the same time, goes on with the rows after.
    """
    batch = find_batch(work, plan.batch_id, lock=True)
    ends_at = time.monotonic() + SECONDS
    if batch.standing == RUNNING:
        rows = plan.between(batch.done_rows, batch.done_rows + ROWS_AT_ONCE)
        if rows:
            _bring_in(_Desk(with_ready_keys(work), plan, batch, rows), batch, rows, ends_at)
        if batch.done_rows >= batch.row_count:
            _end(work, batch, plan)
        work.session.flush()
    return Progress(batch.done_rows, batch.row_count, batch.case_count, batch.standing != RUNNING)


def _bring_in(
    desk: "_Desk", batch: ImportBatch, rows: Sequence[PlannedRow | None], ends_at: float
) -> None:
    before = batch.case_count
    for row in rows:
        if row is not None:
            desk.file(row)
            batch.case_count += 1
        batch.done_rows += 1
        if time.monotonic() >= ends_at:
            break
    desk.leave(batch.case_count - before)


def _end(work: UnitOfWork, batch: ImportBatch, plan: Plan) -> None:
    """The sheet is in: its rows go, and what was left out stays named by its row and column."""
    batch.standing, batch.ended_on = DONE, work.today
    batch.sealed_sheet = None
    keep_choices(work, batch, replace(open_choices(work, batch), statuses={}, skipped=plan.skipped))


class _Desk:
    """What a slice needs for its cases, looked up once for all of them."""

    def __init__(
        self, work: UnitOfWork, plan: Plan, batch: ImportBatch, rows: Sequence[PlannedRow | None]
    ) -> None:
        self._work, self._plan = work, plan
        self._import_id = batch.id
        self._channel = Channel(batch.channel)
        self._acting = Acting(work.officer(), READING_ROLE[self._channel])
        self._keyring = HolderBook(work).keyring
        if not self._keyring.is_open(self._channel):
            raise ChannelClosed
        self._kept_out = KeptOut(work, plan.office, plan.choices)
        self._calendar: OfficeCalendar = office_calendar(work)
        self._next_days = work.agency().next_notice_days
        years = sorted({row.year_be for row in rows if row is not None})
        self._years = RegisterYears(work, self._channel, years, plan.highest)

    def file(self, planned: PlannedRow) -> None:
        """One case with everything that the sheet says of it."""
        row = planned.row
        case = self._case(planned)
        self._tell(case, planned)
        case.unit_id = self._plan.office.units.get(row.unit_name.strip())
        case.completed_on = row.completed_on if not is_open(State(case.state)) else None
        case.answered_on = row.answered_on
        self._clocks(case, row)
        self._work.session.flush()

    def leave(self, count: int) -> None:
        """The registers moved past what was given, and the line in the access log."""
        for year_be, number in self._years.used.items():
            move_past(self._work, self._channel, year_be, number)
        if count:
            log_opening(self._work, "import", None, count)

    def _case(self, planned: PlannedRow) -> Complaint:
        # Nobody has a code: what it would derive from is made here and forgotten.
        root = random_bytes(ROOT_BYTES)
        side = ReporterSide(public_branch(root), private_branch(root, self._work.keys.pepper))
        before = RegisteredBefore(
            received_on=planned.row.received_on,
            year_be=planned.year_be,
            number=self._years.give(planned.year_be, planned.number),
            import_id=self._import_id,
            record=planned.in_report(),
        )
        return file_case(
            self._work,
            planned.draft(),
            self._keyring,
            self._kept_out.of(planned.row.accused),
            side,
            new_id(),
            before=before,
        )

    def _tell(self, case: Complaint, planned: PlannedRow) -> None:
        """The officer's signed events: brought in, with all that the sheet says; and its end."""
        public = unpack_manifest(case.manifest).case_public
        body = seal_record(
            self._work, case.id, FIRST_EPOCH, ObjectType.INTERNAL, planned.record(), (public,)
        )
        append_event(self._work, case, EventKind.IMPORTED, body=body, by=self._acting)
        ended = _ENDED.get(planned.row.status)
        if ended is not None:
            append_event(self._work, case, ended, by=self._acting)
            case.awaits = "nobody"

    def _clocks(self, case: Complaint, row: ImportRow) -> None:
        """The first answer's clock where it is known or still runs; the next one of an open case.

        What is overdue already gives no reminders: the office knows its own register.
        """
        runs = is_open(State(case.state))
        if row.answered_on is None and not runs:
            return
        clock = first_answer(case.received_on, self._calendar)
        first = self._start(case, clock, gives_reminders=row.answered_on is None)
        if row.answered_on is None:
            return
        first.answered_on, first.answered_by_seq = row.answered_on, _IMPORTED_SEQ
        if runs:
            following = next_notice(row.answered_on, self._calendar, self._next_days)
            self._start(case, following, gives_reminders=True)

    def _start(self, case: Complaint, clock: Clock, *, gives_reminders: bool) -> ClockRow:
        row = start_clock(self._work, case, clock)
        self._work.session.flush()
        past = reminders_due(row.due_on, row.starts_on, self._work.today)
        if not gives_reminders:
            return row
        if past:
            # The newest stands for those before it (service.watch_clocks).
            self._work.session.add(
                ClockReminder(
                    agency_id=self._work.agency_id,
                    clock_id=row.id,
                    due_on=row.due_on,
                    days=past[-1],
                    made_on=self._work.today,
                )
            )
        return row


_IMPORTED_SEQ: Final = 2
"""The event `case:imported` follows `received` and `sealed`."""
