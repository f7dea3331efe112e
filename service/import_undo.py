"""A sheet that was brought in is taken back: every row of its cases goes, and its numbers too.

Only by whoever brought it in, within thirty days, and while nobody has done anything with any of
its cases. What is left is the sheet's own row and the access log. What was published meanwhile
stays as it was published.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, delete, func, select

from models.bringing_in import ImportBatch
from models.clock import ClockReminder, ClockRow
from models.complaint import CaseEpoch, Complaint, SealedObject
from models.custody import CustodianPermit
from models.history import CaseEvent
from models.key_share import KeyShare
from models.search import SearchEntry
from rules.numbering import receipt_no
from rules.states import IMPORTED_AS, Channel, EventKind
from service.access_log import log_opening
from service.blind_list import learn_blind_cases
from service.errors import WrongState
from service.import_batches import DONE, RUNNING, UNDONE, Batch, batch_of, find_batch
from service.register_numbers import hold_register, set_back
from service.unit_of_work import UnitOfWork

CASES_AT_ONCE: Final = 100
SECONDS: Final = 0.3
"""So long at most a slice keeps others from writing, but for the few cases it is at."""

_TOGETHER: Final = 10
TOUCHED_SHOWN: Final = 10
_OWN: Final = tuple(
    int(kind) for kind in (EventKind.RECEIVED, EventKind.SEALED, EventKind.IMPORTED, *IMPORTED_AS)
)


@dataclass(frozen=True)
class Undoing:
    """Whether a sheet can be taken back: `why` is "" or "late", "touched", "not_in".

    `touched` are numbers of cases with which somebody has done something, never of one that
    keeps this officer out; `left` are the cases that are still there.
    """

    batch: Batch
    why: str
    touched: tuple[str, ...]
    left: int
    until: date | None


def undoing(work: UnitOfWork, batch_id: str) -> Undoing:
    """How the taking back of the officer's own sheet stands; NotFound for another's."""
    row = find_batch(work, batch_id)
    why = _why_not(work, row)
    batch = batch_of(row)
    return Undoing(
        batch=batch,
        why=why,
        touched=_touched(work, row) if why == "touched" else (),
        left=_left(work, row),
        until=batch.undo_until if row.standing == DONE else None,
    )


def begin_undo(work: UnitOfWork, batch_id: str) -> None:
    """Stop the bringing in and leave the one line in the access log; WrongState when too late."""
    row = find_batch(work, batch_id, lock=True)
    if _why_not(work, row):
        raise WrongState
    if row.standing == RUNNING:
        row.standing, row.ended_on = DONE, work.today
    row.sealed_sheet = None
    log_opening(work, "import_undo", None, _left(work, row))
    work.session.flush()


def undo_slice(work: UnitOfWork, batch_id: str) -> int:
    """How many of its cases are left after some more were taken back.

    WrongState when somebody has done something with one of them meanwhile: the rest stays.
    """
    row = find_batch(work, batch_id, lock=True)
    if row.standing == UNDONE:
        return 0
    ends_at = time.monotonic() + SECONDS
    if _why_not(work, row) or row.standing != DONE:
        raise WrongState
    _take_some(work, row, ends_at)
    left = _left(work, row)
    if not left:
        row.standing, row.ended_on, row.sealed_mapping = UNDONE, work.today, None
    work.session.flush()
    return left


def _take_some(work: UnitOfWork, row: ImportBatch, ends_at: float) -> None:
    """Take the highest numbers back first, a few cases at a time, until the moment is over."""
    channel = Channel(row.channel)
    some = work.session.execute(
        select(Complaint.id, Complaint.register_year_be)
        .where(Complaint.import_id == row.id)
        .order_by(Complaint.register_year_be.desc(), Complaint.register_number.desc())
        .limit(CASES_AT_ONCE)
    ).all()
    years = sorted({year_be for _, year_be in some})
    for year_be in years:
        hold_register(work, channel, year_be)
    for start in range(0, len(some), _TOGETHER):
        few = [case_id for case_id, _ in some[start : start + _TOGETHER]]
        _take_away(work, few)
        row.case_count -= len(few)
        if time.monotonic() >= ends_at:
            break
    for year_be in years:
        set_back(work, channel, year_be)


def _why_not(work: UnitOfWork, row: ImportBatch) -> str:
    until = batch_of(row).undo_until
    if row.standing not in (RUNNING, DONE):
        return "not_in"
    if until is not None and work.today > until:
        return "late"
    return "touched" if work.session.execute(_touching(row).limit(1)).first() else ""


def _touching(row: ImportBatch) -> Select[bytes, int, int]:
    """Those of the sheet's cases that have any event besides the bringing in itself."""
    return (
        select(Complaint.id, Complaint.register_year_be, Complaint.register_number)
        .join(CaseEvent, CaseEvent.case_id == Complaint.id)
        .where(Complaint.import_id == row.id, CaseEvent.kind.not_in(_OWN))
        .distinct()
    )


def _touched(work: UnitOfWork, row: ImportBatch) -> tuple[str, ...]:
    blind = frozenset(learn_blind_cases(work))
    order = (Complaint.register_year_be, Complaint.register_number)
    found = work.session.execute(_touching(row).order_by(*order))
    shown = [
        receipt_no(number, year_be) for case_id, year_be, number in found if case_id not in blind
    ]
    return tuple(shown[:TOUCHED_SHOWN])


def _left(work: UnitOfWork, row: ImportBatch) -> int:
    counted = select(func.count(Complaint.id)).where(Complaint.import_id == row.id)
    return work.session.scalars(counted).one()


def _take_away(work: UnitOfWork, ids: Sequence[bytes]) -> None:
    """Every row of these cases, those first that others point at last."""
    clocks = select(ClockRow.id).where(ClockRow.case_id.in_(ids))
    statements: tuple[Any, ...] = (
        delete(ClockReminder).where(ClockReminder.clock_id.in_(clocks)),
        delete(ClockRow).where(ClockRow.case_id.in_(ids)),
        delete(SearchEntry).where(SearchEntry.case_id.in_(ids)),
        delete(CustodianPermit).where(CustodianPermit.case_id.in_(ids)),
        delete(KeyShare).where(KeyShare.case_id.in_(ids)),
        delete(CaseEvent).where(CaseEvent.case_id.in_(ids)),
        delete(SealedObject).where(SealedObject.case_id.in_(ids)),
        delete(CaseEpoch).where(CaseEpoch.case_id.in_(ids)),
        delete(Complaint).where(Complaint.id.in_(ids)),
    )
    for statement in statements:
        work.session.execute(statement.execution_options(synchronize_session=False))
