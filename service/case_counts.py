"""How many cases came and went and how long it took, counted by the database along its indexes.

A case counts in the channel in which it is now; one on its way between them in neither, and a test
nowhere. No row of a case is read: the columns of `ix_complaint_counted`, `ix_complaint_completed`
and `ix_clock_due`, which all begin with the agency that the session adds, are enough.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    case,
    func,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.clock import ClockRow
from models.complaint import Complaint
from rules.clocks import FIRST_ANSWER_DAYS, ClockKind
from rules.states import Channel, State, other_channel
from service.unit_of_work import UnitOfWork

_TO_ANSWER: Final = timedelta(days=FIRST_ANSWER_DAYS)
# What is answered on a holiday is answered before its legal receipt.
_BEFORE_RECEIPT: Final = timedelta(days=31)


@dataclass(frozen=True)
class MonthCounts:
    """Cases by the first day of the month; what came before the span stands at the month before."""

    received: Counter[date] = field(default_factory=Counter)
    completed: Counter[date] = field(default_factory=Counter)
    not_accepted: Counter[date] = field(default_factory=Counter)
    forwarded: Counter[date] = field(default_factory=Counter)


def month_counts(work: UnitOfWork, channel: Channel, first: date, last: date) -> MonthCounts:
    """What a table of the days from `first` to `last` needs; both are a month's end.

    Left out is what was completed before `first`, and what was received after `last`.
    """
    counts = MonthCounts()
    counts.received[_month(first - timedelta(days=1))] = _carried(work, channel, first)
    for day, cases in work.session.execute(_received_by_day(channel, first, last)):
        counts.received[_month(day)] += cases
    for went, cases, refused, sent_on in work.session.execute(_went_by_day(channel, first, last)):
        if went:
            counts.completed[_month(went)] += cases
            counts.not_accepted[_month(went)] += refused
            counts.forwarded[_month(went)] += sent_on
    return counts


def first_receipt(work: UnitOfWork, channel: Channel) -> date | None:
    """The day of the channel's first case, or None."""
    days = select(Complaint.received_on).where(*_counted(channel))
    found: date | None = work.session.scalars(days.order_by(Complaint.received_on).limit(1)).first()
    return found


def answers_in_time(work: UnitOfWork, channel: Channel, first: date, last: date) -> int:
    """Of the cases received from `first` to `last`, those whose first answer came in time."""
    return _clocks(
        work,
        channel,
        first,
        last,
        ClockRow.answered_on.between(first - _BEFORE_RECEIPT, last + _TO_ANSWER),
        ClockRow.answered_on <= ClockRow.due_on,
    )


def answers_not_due(work: UnitOfWork, channel: Channel, first: date, last: date) -> int:
    """Of the cases received from `first` to `last`, those unanswered that may still be in time."""
    if last + _TO_ANSWER < work.today:
        return 0
    waiting = (ClockRow.answered_on.is_(None), ClockRow.due_on >= work.today)
    return _clocks(work, channel, first, last, *waiting)


def days_to_answer(
    work: UnitOfWork, channel: Channel, first: date, last: date
) -> Mapping[int, int]:
    """Cases received from `first` to `last` by the days to their first answer."""
    answered = ClockRow.answered_on >= first - _BEFORE_RECEIPT
    days = days_between(ClockRow.answered_on, ClockRow.due_on)
    found = select(days, func.count()).where(*_first_answers(channel, first, last), answered)
    return _by_days(work, found.group_by(days), FIRST_ANSWER_DAYS)


def days_to_closing(
    work: UnitOfWork, channel: Channel, first: date, last: date
) -> Mapping[int, int]:
    """Cases received from `first` to `last` by the days to their completion."""
    days = days_between(Complaint.completed_on, Complaint.received_on)
    found = select(days, func.count()).where(
        *_counted(channel),
        Complaint.received_on.between(first, last),
        Complaint.completed_on.is_not(None),
    )
    return _by_days(work, found.group_by(days), 0)


class days_between(FunctionElement[int]):
    """How many days the first day is after the second."""

    name = "days_between"
    type = Integer()
    inherit_cache = True


@compiles(days_between)
def _by_subtraction(element: days_between, compiler: SQLCompiler, **options: Any) -> str:
    later, earlier = (compiler.process(day, **options) for day in element.clauses)
    return f"({later} - {earlier})"


@compiles(days_between, "sqlite")
def _by_day_number(element: days_between, compiler: SQLCompiler, **options: Any) -> str:
    later, earlier = (compiler.process(day, **options) for day in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


def _carried(work: UnitOfWork, channel: Channel, first: date) -> int:
    """Cases received before that day and not completed before it."""
    before = select(func.count()).where(*_counted(channel), Complaint.received_on < first)
    ended = Complaint.completed_on
    # One range of the index each; asked in one sentence, every earlier case would be looked at.
    asked = union_all(before.where(ended.is_(None)), before.where(ended >= first))
    return sum(work.session.scalars(asked))


def _received_by_day(channel: Channel, first: date, last: date) -> Select[date, int]:
    days = select(Complaint.received_on, func.count())
    days = days.where(*_counted(channel), Complaint.received_on.between(first, last))
    return days.group_by(Complaint.received_on)


def _went_by_day(channel: Channel, first: date, last: date) -> Select[date | None, int, int, int]:
    """Completions and two of their outcomes by day; no case goes before it came (case_events)."""
    days = select(
        Complaint.completed_on,
        func.count(),
        _how_many(State.NOT_ACCEPTED),
        _how_many(State.FORWARDED),
    ).where(*_counted(channel), Complaint.completed_on.between(first, last))
    return days.group_by(Complaint.completed_on)


def _how_many(state: State) -> ColumnElement[int]:
    return func.sum(case((Complaint.state == state.value, 1), else_=0))


def _month(day: date) -> date:
    return day.replace(day=1)


def _counted(channel: Channel) -> tuple[ColumnElement[bool], ...]:
    return (
        Complaint.channel == channel.value,
        Complaint.state != State.MOVED.value,
        Complaint.is_test.is_(False),
    )


def _first_answers(channel: Channel, first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """The clocks of the first answer of the cases received in those days.

    A first answer is due always as many days after the receipt. The clock knows no channel: left
    out is what belongs elsewhere, which is quicker than to look for what belongs here.
    """
    ids = select(Complaint.id)
    received = ids.where(Complaint.received_on.between(first, last))
    elsewhere = union_all(
        received.where(Complaint.channel == other_channel(channel).value),
        received.where(Complaint.channel == channel.value, Complaint.is_test.is_(True)),
        ids.where(Complaint.state == State.MOVED.value),
    )
    return (
        ClockRow.kind == ClockKind.FIRST_ANSWER.value,
        ClockRow.due_on.between(first + _TO_ANSWER, last + _TO_ANSWER),
        ClockRow.case_id.not_in(elsewhere),
    )


def _clocks(
    work: UnitOfWork, channel: Channel, first: date, last: date, *wanted: ColumnElement[bool]
) -> int:
    clocks = select(func.count(ClockRow.id)).where(*_first_answers(channel, first, last), *wanted)
    return work.session.scalars(clocks).one()


def _by_days(work: UnitOfWork, found: Select[int, int], more: int) -> Mapping[int, int]:
    """Cases by days; what came before the legal receipt took no day."""
    counts: Counter[int] = Counter()
    for days, cases in work.session.execute(found):
        counts[max(0, days + more)] += cases
    return counts
