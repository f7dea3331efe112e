"""Which cases stand on an officer's lists, chosen and counted by the database along its indexes.

`ix_complaint_listed` holds every column that a list asks about, `ix_key_share_held` who holds
what: the wide rows themselves are read only for the lines of one page. What a list costs so grows
with its counts alone, a few microseconds a case. SQLite is told which index to take, because its
planner knows nothing of how wide a row is; PostgreSQL finds its way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute

from crypto.sealed_keys import ShareKind
from models.clock import ClockRow
from models.complaint import Complaint
from models.key_share import KeyShare
from models.tenancy import BY_KEY, by_no_index
from rules.clocks import ClockKind, runs_in
from rules.states import Channel, State, is_open
from service.blind_list import learn_blind_cases
from service.unit_of_work import UnitOfWork

_AT_ONCE = 500
# An officer can open most of what is looked at: first twice as many as wanted, then more and more.
_LOOK_AHEAD = 2
_GROWTH = 8

OPEN_STATES = tuple(state.value for state in State if is_open(state))
OUTLASTING = tuple(kind.value for kind in ClockKind if runs_in(kind, State.CLOSED))

Condition = ColumnElement[bool]
Days = InstrumentedAttribute[date]

NEWEST_FIRST = (
    Complaint.register_year_be.desc(), Complaint.register_number.desc(), Complaint.channel,
)  # fmt: skip
OLDEST_FIRST = (
    Complaint.register_year_be, Complaint.register_number, Complaint.channel.desc(),
)  # fmt: skip


@dataclass(frozen=True)
class Openable:
    """What the officer at work can open: as a condition for `where`, and for a few cases at hand.

    `cases` is asked of rows of `Complaint`, and makes the set of all that the officer holds once a
    statement; `each` says the same and looks case by case, for statements that stop early or have
    asked something rarer before. `blind` are the cases whose share is a dummy.
    """

    cases: Condition
    each: Condition
    held: Select[bytes, int]
    blind: frozenset[bytes]

    def among(self, work: UnitOfWork, cases: Sequence[tuple[bytes, int]]) -> set[bytes]:
        """Which of these cases, by id and newest epoch, the officer can open."""
        found: set[bytes] = set()
        for start in range(0, len(cases), _AT_ONCE):
            some = cases[start : start + _AT_ONCE]
            rows = work.session.execute(
                self.held.where(KeyShare.case_id.in_([case_id for case_id, _ in some]))
            )
            found |= {row[0] for row in {(row[0], row[1]) for row in rows} & set(some)}
        return found - self.blind


def openable(work: UnitOfWork) -> Openable:
    """The cases of whose newest epoch the officer at work holds a share that is no dummy."""
    blind = learn_blind_cases(work)
    # Every share has been tried by now: asking for it makes this a question of one index.
    held = select(KeyShare.case_id, KeyShare.epoch).where(
        KeyShare.holder_id == work.officer().officer_id,
        KeyShare.kind == int(ShareKind.CONTENT),
        KeyShare.is_checked.is_(True),
    )
    cases: Condition = tuple_(Complaint.id, Complaint.epoch).in_(held)
    each: Condition = held.where(
        KeyShare.case_id == Complaint.id, KeyShare.epoch == Complaint.epoch
    ).exists()
    if blind:
        seen = Complaint.id.not_in(blind)
        cases, each = and_(seen, cases), and_(seen, each)
    return Openable(cases, each, held, frozenset(blind))


def in_channel(channel: Channel) -> Condition:
    """Whether the case came by that channel."""
    return by_no_index(Complaint.channel) == channel.value


def among_open() -> Condition:
    """Whether work on the case goes on."""
    return Complaint.state.in_(OPEN_STATES)


def count(work: UnitOfWork, *conditions: Condition) -> int:
    """How many cases fit."""
    counted = select(func.count(Complaint.id)).where(*conditions)
    return int(work.session.scalars(counted).one())


def count_owing(
    work: UnitOfWork, mine: Openable, until: date, *others: Condition, most: int
) -> int:
    """How many openable cases owe something by that day, or fit one of the others; `most` at most.

    What is due of few cases is gathered first. Where it is due of many, they are asked one by one
    until there are enough, so that no count costs more the more there is to do.
    """
    due = _due_until(ClockRow.case_id, until).limit(2 * most)
    is_much = count_of(work, due) == 2 * most
    owe = or_(_owing_each(until) if is_much else owing(until), *others)
    fitting = select(Complaint.id).where(*((mine.each, owe) if is_much else (owe, mine.each)))
    return count_of(work, fitting.limit(most))


def count_of(work: UnitOfWork, chosen: Select[Any]) -> int:
    """How many rows a select gives, which may stop early."""
    return work.session.scalars(select(func.count()).select_from(chosen.subquery())).one()


def newest_few(work: UnitOfWork, mine: Openable, *conditions: Condition, most: int) -> list[bytes]:
    """The ids of so few openable cases that fit, the newest first.

    The newest are looked at first, whoever can open them: what the officer holds of all the others
    is not asked.
    """
    looked_at = _LOOK_AHEAD * most
    while True:
        rows = work.session.execute(
            select(Complaint.id, Complaint.epoch)
            .where(*conditions)
            .order_by(*NEWEST_FIRST)
            .limit(looked_at)
        )
        listed = [(row[0], row[1]) for row in rows]
        openable_ones = mine.among(work, listed)
        found = [case_id for case_id, _ in listed if case_id in openable_ones]
        if len(found) >= most or len(listed) < looked_at:
            return found[:most]
        looked_at *= _GROWTH


def newest(
    work: UnitOfWork, *conditions: Condition, most: int, start: int = 0, of: int = 0
) -> list[bytes]:
    """The ids of so many cases that fit, the newest register number first, from `start` on.

    `of` is how many fit, where that is known: a page near the end is then found from there.
    """
    chosen = select(Complaint.id).where(*conditions).limit(most)
    if 2 * start <= of or not of:
        return work.rows(chosen.order_by(*NEWEST_FIRST).offset(start))
    most = min(most, of - start)
    backwards = chosen.order_by(*OLDEST_FIRST).limit(most).offset(of - start - most)
    return work.rows(backwards)[::-1]


def owing(until: date) -> Condition:
    """Whether something of the case is due by that day, or is owed though the case has ended.

    The cases are gathered once from the index of days, which costs a third of asking each.
    """
    due = _due_until(ClockRow.case_id, until)
    lasting = due.where(ClockRow.kind.in_(OUTLASTING))
    return or_(and_(among_open(), Complaint.id.in_(due)), Complaint.id.in_(lasting))


def _owing_each(until: date) -> Condition:
    """The same, asked case by case."""
    due = _due_until(ClockRow.id, until).where(ClockRow.case_id == Complaint.id)
    lasting = due.where(ClockRow.kind.in_(OUTLASTING))
    return or_(and_(among_open(), due.exists()), lasting.exists())


def _due_until(column: InstrumentedAttribute[bytes], until: date) -> Select[bytes]:
    return select(column).where(ClockRow.answered_on.is_(None), ClockRow.due_on <= until)


def unread() -> Condition:
    """Whether the reporter has written since the office last acted."""
    return Complaint.reporter_spoke.is_(True)


def first_due(work: UnitOfWork, mine: Openable, until: date, most: int) -> list[bytes]:
    """The ids of so many cases of which something is due by that day, the nearest day first.

    The nearest days are looked at first; on one day the lowest register number leads.
    """
    looked_at = _LOOK_AHEAD * most
    while True:
        due = ClockRow.answered_on.is_(None) & (ClockRow.due_on <= until)
        days = select(ClockRow.due_on).where(due).order_by(ClockRow.due_on)
        last = work.session.scalar(days.offset(looked_at).limit(1))
        found = _due_by(work, mine, last or until)
        if len(found) >= most or last is None:
            return found[:most]
        looked_at *= _GROWTH


def _due_by(work: UnitOfWork, mine: Openable, until: date) -> list[bytes]:
    """Every openable case of which something is due by that day; a few cases."""
    clocks = work.session.execute(
        select(
            ClockRow.due_on,
            ClockRow.case_id,
            Complaint.epoch,
            Complaint.register_year_be,
            Complaint.register_number,
            Complaint.channel,
        )
        .join(Complaint, Complaint.id == ClockRow.case_id)
        .where(
            ClockRow.answered_on.is_(None),
            ClockRow.due_on <= until,
            or_(among_open(), ClockRow.kind.in_(OUTLASTING)),
        )
        .order_by(ClockRow.due_on, *OLDEST_FIRST)
    ).all()
    found = mine.among(work, list({(row.case_id, row.epoch) for row in clocks}))
    return list(dict.fromkeys(row.case_id for row in clocks if row.case_id in found))


def only_unread(work: UnitOfWork, mine: Openable, until: date, most: int) -> list[bytes]:
    """So many cases with unread words of the reporter, of which nothing is due by that day."""
    nearest = (
        select(func.min(ClockRow.due_on))
        .where(ClockRow.case_id == Complaint.id, ClockRow.answered_on.is_(None))
        .scalar_subquery()
    )
    chosen = (
        select(Complaint.id)
        .where(unread(), ~owing(until), mine.cases)
        .order_by(func.coalesce(nearest, date.max), *OLDEST_FIRST)
        .limit(most)
    )
    return work.rows(chosen)


def of_ids(ids: Sequence[bytes], among: Select[Complaint] | None = None) -> Select[Complaint]:
    """The rows of these cases, in no order, each found by its key."""
    statement = select(Complaint) if among is None else among
    return statement.where(Complaint.id.in_(ids)).execution_options(**{BY_KEY: True})


def clocks_of(work: UnitOfWork, ids: Sequence[bytes]) -> list[ClockRow]:
    """The clocks of these cases in no order, answered or not."""
    statement = select(ClockRow).where(ClockRow.case_id.in_(ids))
    return work.rows(statement.execution_options(**{BY_KEY: True})) if ids else []


def rows_of(work: UnitOfWork, ids: Sequence[bytes]) -> list[Complaint]:
    """The rows of these cases in the order of their ids."""
    found = {row.id: row for row in work.rows(of_ids(ids))} if ids else {}
    return [found[case_id] for case_id in ids]
