"""More time for a clock: with a reason of the office's own and a notice to the reporter.

The clock that ran is answered by the extension and stays as it was judged: one that was extended
after its day shows the breach for ever. Another of its kind goes on from it.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from crypto.envelope import ObjectType
from models.clock import ClockRow
from rules.clocks import EXTENDABLE, ClockKind, until
from rules.states import Move
from service.calendars import office_calendar
from service.case_events import append_event, open_clocks, start_clock
from service.errors import InvalidInput
from service.inputs import MoveWords, load_move
from service.moving import Moving, allowed, begin_move, seal_words
from service.typed_days import is_typed, typed_day
from service.unit_of_work import UnitOfWork

EXTENSION_FORM: Final = "extension/1"
EXTENSION_DAYS_MOST: Final = 365


def extend_clock(
    work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int
) -> None:
    """Give one running clock a later day; the reporter finds the notice among the messages.

    `clock`, `due_on` (or its three boxes), `reason`, which stays inside, and `notice_text`.
    InvalidInput names what must be mended; only fact-finding and tasks can be extended.
    """
    moving = begin_move(work, case_id, Move.EXTEND, event_count)
    running, due_on, typed = _checked(work, moving, mapping)
    _note_reason(work, moving, running, due_on, typed.reason)
    body = seal_words(work, moving.case, ObjectType.TO_REPORTER, {"text": typed.notice_text})
    event = append_event(work, moving.case, moving.row.event, body=body, by=moving.acting)
    running.answered_on, running.answered_by_seq = work.today, event.seq
    clock = until(ClockKind(running.kind), work.today, due_on, office_calendar(work))
    start_clock(
        work,
        moving.case,
        clock,
        label_object_id=running.label_object_id,
        officer_id=running.officer_id,
    )
    work.session.flush()


def _checked(
    work: UnitOfWork, moving: Moving, mapping: Mapping[str, Any]
) -> tuple[ClockRow, date, MoveWords]:
    typed = load_move(mapping)
    problems = {name: "required" for name in ("reason", "notice_text") if not getattr(typed, name)}
    running = _chosen(work, moving, str(mapping.get("clock", "")))
    if running is None:
        problems["clock"] = "unknown_choice" if mapping.get("clock") else "choose_one"
    due_on = typed_day(mapping, "due_on")
    if due_on is None:
        problems["due_on"] = "not_a_date" if is_typed(mapping, "due_on") else "required"
    elif not _is_later(due_on, running, work.today):
        problems["due_on"] = "date_not_after_due"
    if problems or running is None or due_on is None:
        raise InvalidInput(problems, limits={"due_on": EXTENSION_DAYS_MOST})
    return running, due_on, typed


def _chosen(work: UnitOfWork, moving: Moving, clock_id: str) -> ClockRow | None:
    return next(
        (
            row
            for row in open_clocks(work, moving.case)
            if row.id.hex() == clock_id and ClockKind(row.kind) in EXTENDABLE
        ),
        None,
    )


def _is_later(due_on: date, running: ClockRow | None, today: date) -> bool:
    before = max(today, running.due_on) if running else today
    return before < due_on <= today + timedelta(days=EXTENSION_DAYS_MOST)


def _note_reason(
    work: UnitOfWork, moving: Moving, running: ClockRow, due_on: date, reason: str
) -> None:
    """The reason as a note before the notice: the reporter never reads it."""
    note, acting = allowed(moving.case, Move.NOTE, work.officer())
    record = {
        "form": EXTENSION_FORM,
        "text": reason,
        "clock": running.id.hex(),
        "due_on": due_on.isoformat(),
    }
    body = seal_words(work, moving.case, ObjectType.INTERNAL, record)
    append_event(work, moving.case, note.event, body=body, by=acting)
