"""The numbers of one stretch of months, from clear columns alone: no sealed word is opened."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from models.complaint import Complaint
from models.history import CaseEvent
from rules.counting import Row, median_days, tabulate
from rules.report_draft import LONG_DAYS
from rules.states import Channel, EventKind, State
from rules.suppression import one_way
from rules.thai_time import Period
from service.case_counts import (
    answers_in_time,
    answers_not_due,
    days_to_answer,
    days_to_closing,
    month_counts,
)
from service.case_index import OPEN_STATES
from service.unit_of_work import UnitOfWork

OUTCOMES: Final = ("grounds", "no_grounds", "done", "not_accepted", "forwarded", "merged")
_FINDINGS: Final = {
    EventKind.GROUNDS_FOUND.value: "grounds",
    EventKind.NO_GROUNDS_FOUND.value: "no_grounds",
}
_ENDINGS: Final = {
    State.NOT_ACCEPTED.value: "not_accepted",
    State.FORWARDED.value: "forwarded",
    State.MERGED.value: "merged",
}

Outcomes = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class PeriodNumbers:
    """One channel's numbers of one period; `row` balances by construction.

    `outcomes` are of the cases completed in it, in the order of `OUTCOMES`. The medians are whole
    days, None where too few were counted; a count that is hidden is None. `long_outstanding` were
    open at its end for more than `LONG_DAYS`.
    """

    channel: Channel
    row: Row
    answered_in_time: int | None
    answered_of: int | None
    median_answer_days: int | None
    median_closing_days: int | None
    outcomes: Outcomes
    long_outstanding: int = 0

    @property
    def late(self) -> int:
        """First answers that came late, or are late and still missing."""
        return (self.answered_of or 0) - (self.answered_in_time or 0)


def period_numbers(work: UnitOfWork, channel: Channel, period: Period) -> PeriodNumbers:
    """What was received, answered and completed in the period, as the statistics count it."""
    first, last = period.first, period.last
    counts = month_counts(work, channel, first, last)
    row = tabulate(counts.received, counts.completed, [period])[0]
    return PeriodNumbers(
        channel=channel,
        row=row,
        answered_in_time=answers_in_time(work, channel, first, last),
        answered_of=row.received - answers_not_due(work, channel, first, last),
        median_answer_days=median_days(days_to_answer(work, channel, first, last)),
        median_closing_days=median_days(days_to_closing(work, channel, first, last)),
        outcomes=_outcomes(work, channel, period),
        long_outstanding=_long_outstanding(work, channel, min(last, work.today)),
    )


def for_paper(numbers: PeriodNumbers) -> PeriodNumbers:
    """The same numbers as paper and the public may hold them: what counts few is hidden.

    What the mandated table shows stays. That every single answer came in time stays too: the
    draft says it in words.
    """
    in_time, judged = numbers.answered_in_time, numbers.answered_of
    if numbers.late and None in one_way((in_time or 0, numbers.late)):
        in_time = judged = None
    names = [name for name, _count in numbers.outcomes]
    shown = one_way([count or 0 for _name, count in numbers.outcomes])
    return replace(
        numbers,
        answered_in_time=in_time,
        answered_of=judged,
        outcomes=tuple(zip(names, shown, strict=True)),
        long_outstanding=0,
    )


def waiting_for(work: UnitOfWork, channel: Channel, whom: str) -> int:
    """How many open cases wait for "others" or the "reporter" now."""
    return _count(work, channel, Complaint.awaits == whom, Complaint.state.in_(OPEN_STATES))


def _counted(channel: Channel) -> tuple[ColumnElement[bool], ...]:
    return (
        Complaint.channel == channel.value,
        Complaint.state != State.MOVED.value,
        Complaint.is_test.is_(False),
    )


def _count(work: UnitOfWork, channel: Channel, *wanted: ColumnElement[bool]) -> int:
    counted = select(func.count(Complaint.id)).where(*_counted(channel), *wanted)
    return work.session.scalars(counted).one()


def _long_outstanding(work: UnitOfWork, channel: Channel, end: date) -> int:
    completed = Complaint.completed_on
    return _count(
        work,
        channel,
        Complaint.received_on < end - timedelta(days=LONG_DAYS),
        or_(completed.is_(None), completed > end),
    )


def _outcomes(work: UnitOfWork, channel: Channel, period: Period) -> Outcomes:
    """How the cases ended that were completed in the period, by the later of their two days."""
    came, went = Complaint.received_on, Complaint.completed_on
    ended = select(Complaint.id, Complaint.state).where(
        *_counted(channel),
        and_(went.is_not(None), went <= period.last, came <= period.last),
        or_(went >= period.first, came >= period.first),
    )
    findings = _findings(work, channel)
    named = Counter(
        _ENDINGS.get(state) or findings.get(case_id, "done")
        for case_id, state in work.session.execute(ended)
    )
    return tuple((name, named[name]) for name in OUTCOMES)


def _findings(work: UnitOfWork, channel: Channel) -> Mapping[bytes, str]:
    """The last finding of each case that has one, by the kinds of its events."""
    newest = (
        select(CaseEvent.case_id, func.max(CaseEvent.seq).label("seq"))
        .join(Complaint, Complaint.id == CaseEvent.case_id)
        .where(*_counted(channel), CaseEvent.kind.in_(_FINDINGS))
        .group_by(CaseEvent.case_id)
        .subquery()
    )
    found = select(CaseEvent.case_id, CaseEvent.kind).join(
        newest, and_(newest.c.case_id == CaseEvent.case_id, newest.c.seq == CaseEvent.seq)
    )
    return {case_id: _FINDINGS[kind] for case_id, kind in work.session.execute(found)}
