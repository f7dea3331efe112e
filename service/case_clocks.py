"""The clocks of one opened case as its page tells them: what runs, and every breach for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock import ClockRow
from rules.clocks import EXTENDABLE, ClockKind, Standing, runs_in, standing
from rules.states import Channel, Move, State, allowed_moves
from rules.words import CLOCKS, Words
from service.case_keys import CaseKeys, open_case_keys
from service.case_lines import officer_names
from service.find_case import find_case
from service.tasks import task_labels
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RunningClock:
    """A clock that runs; `text` is what a task is about, "" for the others."""

    id: str
    kind: ClockKind
    title: Words
    text: str
    due_on: date
    answer_by_on: date
    standing: Standing
    officer: str
    can_be_extended: bool


@dataclass(frozen=True)
class Breach:
    """A day that was not kept; `answered_on` is None while it still is not."""

    title: Words
    text: str
    due_on: date
    answered_on: date | None
    days_late: int


@dataclass(frozen=True)
class CaseClocks:
    """The clocks of one case, those due first in front."""

    running: tuple[RunningClock, ...]
    breaches: tuple[Breach, ...]
    may_end_tasks: bool
    may_extend: bool


def case_clocks(work: UnitOfWork, case_id: str) -> CaseClocks:
    """The clocks of a case for whoever can open it; NotFound for anybody else.

    For a page that has opened the case in the same unit of work, which wrote the access log.
    """
    return clocks_of(work, open_case_keys(work, find_case(work, case_id)))


def clocks_of(work: UnitOfWork, keys: CaseKeys) -> CaseClocks:
    """The clocks of a case whose keys are open."""
    rows = work.rows(
        select(ClockRow)
        .where(ClockRow.case_id == keys.case.id)
        .order_by(ClockRow.due_on, ClockRow.kind)
    )
    labels = task_labels(work, keys, [row for row in rows if row.kind == ClockKind.CUSTOM])
    names, state = officer_names(work), State(keys.case.state)
    running = [
        row for row in rows if row.answered_on is None and runs_in(ClockKind(row.kind), state)
    ]
    late = [row for row in rows if _is_late(row, row in running, work.today)]
    moves = {
        row.move for row in allowed_moves(Channel(keys.case.channel), state, work.officer().roles)
    }
    return CaseClocks(
        running=tuple(_running(row, labels, names, work.today) for row in running),
        breaches=tuple(_breach(row, labels, work.today) for row in late),
        may_end_tasks=Move.END_TASK in moves,
        may_extend=Move.EXTEND in moves,
    )


def _is_late(row: ClockRow, runs: bool, today: date) -> bool:
    if row.answered_on is not None:
        return row.answered_on > row.due_on
    return runs and row.due_on < today


def _running(
    row: ClockRow, labels: Mapping[bytes, str], names: Mapping[bytes, str], today: date
) -> RunningClock:
    kind = ClockKind(row.kind)
    return RunningClock(
        id=row.id.hex(),
        kind=kind,
        title=CLOCKS[kind.value],
        text=labels.get(row.id, ""),
        due_on=row.due_on,
        answer_by_on=row.answer_by_on,
        standing=standing(row.due_on, today),
        officer=names.get(row.officer_id or b"", ""),
        can_be_extended=kind in EXTENDABLE,
    )


def _breach(row: ClockRow, labels: Mapping[bytes, str], today: date) -> Breach:
    return Breach(
        title=CLOCKS[row.kind],
        text=labels.get(row.id, ""),
        due_on=row.due_on,
        answered_on=row.answered_on,
        days_late=((row.answered_on or today) - row.due_on).days,
    )
