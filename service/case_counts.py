"""How many cases came and went and how long it took, counted by the database along its indexes.

A case counts in the channel in which it is now; one on its way between them in neither, and a test
nowhere. No row of a case is read: the columns of `ix_complaint_counted` and `ix_clock_due`, which
both begin with the agency that the session adds, are enough.
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
    String,
    cast,
    func,
    literal_column,
    or_,
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
    """Cases by the first day of the month; of those before the span only what reaches into it."""

    received: Counter[date] = field(default_factory=Counter)
    completed: Counter[date] = field(default_factory=Counter)
    not_accepted: Counter[date] = field(default_factory=Counter)
    forwarded: Counter[date] = field(default_factory=Counter)


def month_counts(work: UnitOfWork, channel: Channel, first: date, last: date) -> MonthCounts:
    """What a table of the days from `first` to `last` needs; both are a month's end.

    Left out is what was completed before `first`, and what was received after `last`.
    """
    counts = MonthCounts()
    outcomes = {
        State.NOT_ACCEPTED.value: counts.not_accepted,
        State.FORWARDED.value: counts.forwarded,
    }
    for came, went, state, cases in work.session.execute(_by_month(channel, first, last)):
        month = _first_day(came)
        counts.received[month] += int(cases)
        if went is not None:
            # The later month of the two: `rules.counting.counted_completed_on`.
            month = max(month, _first_day(went))
            counts.completed[month] += int(cases)
            if state in outcomes:
                outcomes[state][month] += int(cases)
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


def _by_month(channel: Channel, first: date, last: date) -> Select[Any]:
    """Counted twice, because the first time goes along the index and sorts nothing."""
    came, went = Complaint.received_on, Complaint.completed_on
    days = union_all(
        _by_day(channel, came < first, or_(went.is_(None), went >= first)),
        _by_day(channel, came.between(first, last)),
    ).subquery()
    months = select(
        _month(days.c.came).label("came"), _month(days.c.went).label("went"), days.c.state, days.c.n
    ).subquery()
    names = (months.c.came, months.c.went, months.c.state)
    return select(*names, func.sum(months.c.n)).group_by(*names)


def _by_day(channel: Channel, *when: ColumnElement[bool]) -> Select[date, date | None, str, int]:
    days = (Complaint.received_on, Complaint.completed_on, Complaint.state)
    came, went, state = days
    return (
        select(came.label("came"), went.label("went"), state, func.count().label("n"))
        .where(
            Complaint.channel == channel.value,
            *when,
            state != State.MOVED.value,
            Complaint.is_test.is_(False),
        )
        .group_by(*days)
    )


def _month(day: ColumnElement[Any]) -> ColumnElement[str]:
    # Not `extract`, which SQLite computes slowly; written out, because PostgreSQL compares texts.
    return func.substr(cast(day, String), literal_column("1"), literal_column("7"))


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


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
    received = Complaint.received_on.between(first, last)
    elsewhere = union_all(
        select(Complaint.id).where(received, Complaint.channel == other_channel(channel).value),
        select(Complaint.id).where(
            received,
            Complaint.channel == channel.value,
            or_(Complaint.state == State.MOVED.value, Complaint.is_test.is_(True)),
        ),
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
