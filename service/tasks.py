"""Tasks: days that officers set for themselves in a case, each with a sealed label, until ended.

A task outlasts the case: only an officer's word ends it. In clear stand its days and whose it is;
what it is about stands sealed to those who can open the case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select

from crypto.envelope import ObjectType
from models.clock import ClockRow
from models.complaint import Complaint, SealedObject
from models.history import CaseEvent
from rules.clocks import ClockKind, Standing, standing, until
from rules.limits import MESSAGE_LENGTH, SHORT_TEXT_LENGTH
from rules.permissions import Permission, Role
from rules.states import Channel, Move, channels_of
from service.calendars import office_calendar
from service.case_events import append_event, start_clock
from service.case_holders import HolderBook, OpenedCase
from service.case_keys import CaseKeys, open_case_keys
from service.case_lines import officer_names
from service.case_readers import Person, person
from service.errors import InvalidInput, NotAllowed, NotFound, Unreadable, WrongState
from service.exclusions import exclusions_by_case
from service.find_case import find_case
from service.moving import begin_move, seal_words
from service.sealing import new_id
from service.shares import newest_shares
from service.signatures import check_officer_event
from service.typed_days import is_typed, typed_day
from service.unit_of_work import UnitOfWork

TASK_FORM: Final = "task/1"
TASK_END_FORM: Final = "task_end/1"
DAYS_AHEAD_MOST: Final = 1095


@dataclass(frozen=True)
class Task:
    """One task as the case's readers see it; `officer` is "" where nobody is named."""

    id: str
    text: str
    due_on: date
    officer: str
    answered_on: date | None
    standing: Standing


def set_task(work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int) -> str:
    """The new task's id; its event is on the chain, its label sealed.

    `label`, `due_on` (or its three boxes) and, if somebody is named, `officer`. InvalidInput names
    what must be mended; NotFound, WrongState, NotAllowed and StaleCase as for every move.
    """
    moving = begin_move(work, case_id, Move.SET_TASK, event_count)
    label, due_on, officer_id = _checked(work, moving.keys, mapping)
    task_id = new_id()
    body = seal_words(
        work,
        moving.case,
        ObjectType.INTERNAL,
        {
            "form": TASK_FORM,
            "text": label,
            "task": task_id.hex(),
            "due_on": due_on.isoformat(),
            "officer": officer_id.hex() if officer_id else "",
        },
    )
    append_event(work, moving.case, moving.row.event, body=body, by=moving.acting)
    clock = until(ClockKind.CUSTOM, work.today, due_on, office_calendar(work))
    row = start_clock(work, moving.case, clock, label_object_id=body.id, officer_id=officer_id)
    row.id = task_id
    work.session.flush()
    return task_id.hex()


def end_task(
    work: UnitOfWork, case_id: str, task_id: str, mapping: Mapping[str, Any], event_count: int
) -> None:
    """End one task with a sealed `note` of what came of it.

    WrongState for a task that has been ended or extended meanwhile.
    """
    moving = begin_move(work, case_id, Move.END_TASK, event_count)
    row = _task_row(work, moving.case, task_id)
    note = _text(mapping, "note", MESSAGE_LENGTH)
    record = {"form": TASK_END_FORM, "text": note, "task": task_id}
    body = seal_words(work, moving.case, ObjectType.INTERNAL, record)
    event = append_event(work, moving.case, moving.row.event, body=body, by=moving.acting)
    row.answered_on, row.answered_by_seq = work.today, event.seq
    work.session.flush()


def tasks_of(work: UnitOfWork, keys: CaseKeys) -> tuple[Task, ...]:
    """The tasks of an opened case, those due first in front; extended ones stand once."""
    rows = work.rows(
        select(ClockRow)
        .where(ClockRow.case_id == keys.case.id, ClockRow.kind == ClockKind.CUSTOM.value)
        .order_by(ClockRow.answered_on.is_not(None), ClockRow.due_on)
    )
    names, labels = officer_names(work), task_labels(work, keys, rows)
    running = {row.label_object_id for row in rows if row.answered_on is None}
    return tuple(
        Task(
            id=row.id.hex(),
            text=labels[row.id],
            due_on=row.due_on,
            officer=names.get(row.officer_id or b"", ""),
            answered_on=row.answered_on,
            standing=standing(row.due_on, work.today),
        )
        for row in rows
        if row.answered_on is None or row.label_object_id not in running
    )


def task_labels(work: UnitOfWork, keys: CaseKeys, rows: list[ClockRow]) -> Mapping[bytes, str]:
    """What these tasks are about, by their ids; Unreadable for a label that is not their own."""
    wanted = {row.label_object_id for row in rows if row.label_object_id}
    bodies = {
        body.id: body for body in work.rows(select(SealedObject).where(SealedObject.id.in_(wanted)))
    }
    events = {
        event.object_id: event
        for event in work.rows(select(CaseEvent).where(CaseEvent.object_id.in_(wanted)))
    }
    return {row.id: _label(work, keys, row, bodies, events) for row in rows}


def task_officers(work: UnitOfWork, case_id: str) -> tuple[Person, ...]:
    """The officers to whom a task can be given: who can open the case, by name."""
    if not work.officer().may(Permission.ACT_ON_CASE):
        raise NotAllowed
    return _officers(work, open_case_keys(work, find_case(work, case_id)))


def free_tasks(work: UnitOfWork, case: Complaint, officer_id: bytes | None = None) -> None:
    """Leave the running tasks of an officer who loses the case, or all of them, without one."""
    running = select(ClockRow).where(ClockRow.case_id == case.id, ClockRow.answered_on.is_(None))
    if officer_id is not None:
        running = running.where(ClockRow.officer_id == officer_id)
    for row in work.rows(running):
        row.officer_id = None
    work.session.flush()


def _checked(
    work: UnitOfWork, keys: CaseKeys, mapping: Mapping[str, Any]
) -> tuple[str, date, bytes | None]:
    problems: dict[str, str] = {}
    limits = {"label": SHORT_TEXT_LENGTH, "due_on": DAYS_AHEAD_MOST}
    try:
        label = _text(mapping, "label", SHORT_TEXT_LENGTH)
    except InvalidInput as refused:
        problems |= refused.fields
    due_on = typed_day(mapping, "due_on")
    if due_on is None:
        problems["due_on"] = "not_a_date" if is_typed(mapping, "due_on") else "required"
    elif not work.today < due_on <= work.today + timedelta(days=DAYS_AHEAD_MOST):
        problems["due_on"] = "date_not_later"
    typed = str(mapping.get("officer", ""))
    offered = {one.id for one in _officers(work, keys)} if typed else set()
    if typed and typed not in offered:
        problems["officer"] = "unknown_choice"
    if problems or due_on is None:
        raise InvalidInput(problems, limits=limits)
    return label, due_on, bytes.fromhex(typed) if typed else None


def _text(mapping: Mapping[str, Any], name: str, longest: int) -> str:
    text = str(mapping.get(name, "")).strip().replace("\r\n", "\n")
    problem = "required" if not text else "too_long" if len(text) > longest else ""
    if "\x00" in text:
        problem = "no_nul"
    if problem:
        raise InvalidInput({name: problem}, limits={name: longest})
    return text


def _officers(work: UnitOfWork, keys: CaseKeys) -> tuple[Person, ...]:
    """Believable readers whose role has a move in the case's channel."""
    case = keys.case
    opened = OpenedCase(
        keys,
        newest_shares(work, (case,))[case.id],
        exclusions_by_case(work, (keys,))[case.id],
    )
    able = [
        key
        for key in HolderBook(work).holders(opened).reading
        if Channel(case.channel) in channels_of(role for role in Role if key.has(role))
    ]
    return tuple(person(key) for key in sorted(able, key=lambda key: key.name))


def _task_row(work: UnitOfWork, case: Complaint, task_id: str) -> ClockRow:
    try:
        key = bytes.fromhex(task_id)
    except ValueError:
        raise NotFound from None
    row: ClockRow | None = work.one(ClockRow, id=key, case_id=case.id, kind=ClockKind.CUSTOM.value)
    if row is None:
        raise NotFound
    if row.answered_on is not None:
        raise WrongState
    return row


def _label(
    work: UnitOfWork,
    keys: CaseKeys,
    row: ClockRow,
    bodies: Mapping[bytes, SealedObject],
    events: Mapping[bytes | None, CaseEvent],
) -> str:
    """The label as the officer who set the task signed it."""
    body = bodies.get(row.label_object_id or b"")
    event = events.get(row.label_object_id)
    if body is None or event is None or body.case_id != keys.case.id:
        raise Unreadable
    check_officer_event(work, event, body)
    record = keys.open(body)
    if record.get("form") != TASK_FORM:
        raise Unreadable
    return str(record["text"])
