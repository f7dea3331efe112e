"""By which day something is due, and how that day stands today.

Days are calendar days unless a name says working days; the first day is not counted (Civil and
Commercial Code s.193/3). Holidays never move a due day; `answer_by_on` is the last working day
on or before it. Clocks are computed here and stored, so that the past stays as it was judged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from rules.office_calendar import OfficeCalendar
from rules.states import EventKind, State, is_open
from rules.words import Words

RULES_VERSION: Final = 1
FIRST_ANSWER_DAYS: Final = 15
NEXT_NOTICE_DAYS: Final = 30
SCREENING_WORKING_DAYS: Final = 3
FACT_FINDING_DAYS: Final = 45
NACC_FINDING_DAYS: Final = 30
NACC_COPY_DAYS: Final = 15
SOON_DAYS: Final = 5

REMINDER_DAYS: Final = (7, 3, 1, 0)
DAY_AFTER: Final = -1
"""The reminder of the day after, which is told to the superior."""


class ClockKind(StrEnum):
    """What is being waited for."""

    FIRST_ANSWER = "first_answer"
    NEXT_NOTICE = "next_notice"
    SCREENING = "screening"
    REFERRED_IN_REPLY = "referred_in_reply"
    FACT_FINDING = "fact_finding"
    NACC_FINDING = "nacc_finding"
    NACC_COPY = "nacc_copy"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Clock:
    """One running duty, as the rules of `rules_version` computed it."""

    kind: ClockKind
    starts_on: date
    due_on: date
    answer_by_on: date
    rules_version: int = RULES_VERSION


def first_answer(
    received_on: date, calendar: OfficeCalendar, days: int = FIRST_ANSWER_DAYS
) -> Clock:
    """The duty to answer, report progress or explain, counted from the legal receipt day."""
    return _calendar_days(ClockKind.FIRST_ANSWER, received_on, calendar, days)


def next_notice(
    last_notice_on: date, calendar: OfficeCalendar, days: int = NEXT_NOTICE_DAYS
) -> Clock:
    """The duty to write again while the case is open, counted from the last notice."""
    return _calendar_days(ClockKind.NEXT_NOTICE, last_notice_on, calendar, days)


def screening(
    received_on: date, calendar: OfficeCalendar, working_days: int = SCREENING_WORKING_DAYS
) -> Clock:
    """The duty to screen, in working days from the legal receipt day."""
    due_on = calendar.add_working_days(received_on, working_days)
    return _clock(ClockKind.SCREENING, received_on, due_on, calendar)


def fact_finding(
    ordered_on: date, calendar: OfficeCalendar, days: int = FACT_FINDING_DAYS
) -> Clock:
    """The duty to report the facts, counted from the order that appointed the committee."""
    return _calendar_days(ClockKind.FACT_FINDING, ordered_on, calendar, days)


def nacc_finding(arrived_on: date, calendar: OfficeCalendar) -> Clock:
    """The duty to order the penalty, counted from the day the NACC's finding arrived.

    Organic Act on Anti-Corruption 2561, section 98.
    """
    return _calendar_days(ClockKind.NACC_FINDING, arrived_on, calendar, NACC_FINDING_DAYS)


def nacc_copy(ordered_on: date, calendar: OfficeCalendar) -> Clock:
    """The duty to send the NACC a copy of the penalty order; section 98 again."""
    return _calendar_days(ClockKind.NACC_COPY, ordered_on, calendar, NACC_COPY_DAYS)


def until(kind: ClockKind, starts_on: date, due_on: date, calendar: OfficeCalendar) -> Clock:
    """A duty with a day that somebody has set: a task, a reply-by date, an extension.

    ValueError for a day before the start.
    """
    if due_on < starts_on:
        raise ValueError("days are counted forwards")
    return _clock(kind, starts_on, due_on, calendar)


def _calendar_days(kind: ClockKind, starts_on: date, calendar: OfficeCalendar, days: int) -> Clock:
    if days < 0:
        raise ValueError("days are counted forwards")
    return _clock(kind, starts_on, starts_on + timedelta(days=days), calendar)


def _clock(kind: ClockKind, starts_on: date, due_on: date, calendar: OfficeCalendar) -> Clock:
    return Clock(kind, starts_on, due_on, _answer_by(starts_on, due_on, calendar))


def _answer_by(starts_on: date, due_on: date, calendar: OfficeCalendar) -> date:
    return max(calendar.last_working_day_on_or_before(due_on), starts_on)


def recompute_open(
    clock: Clock,
    calendar: OfficeCalendar,
    told_due_on: date | None,
    working_days: int = SCREENING_WORKING_DAYS,
) -> Clock:
    """An open clock under a changed calendar, due no later than the day told to the reporter.

    Only screening counts working days, so only its due day can move; for the others the
    "answer by" day does. None means that no day was told.
    """
    due_on = clock.due_on
    if clock.kind is ClockKind.SCREENING:
        due_on = calendar.add_working_days(clock.starts_on, working_days)
    if told_due_on is not None:
        due_on = min(due_on, told_due_on)
    return replace(
        clock,
        due_on=due_on,
        answer_by_on=_answer_by(clock.starts_on, due_on, calendar),
        rules_version=RULES_VERSION,
    )


_NOTICES: Final = frozenset(
    {
        EventKind.RESULT_NOTIFIED,
        EventKind.PROGRESS_NOTIFIED,
        EventKind.DELAY_EXPLAINED,
        EventKind.NOT_ACCEPTED,
        EventKind.FORWARDED,
        EventKind.MERGED,
        EventKind.CLOSED,
        EventKind.CLOCK_EXTENDED,
        EventKind.UNMERGED,
    }
)

_STOPPED_BY: Final[Mapping[ClockKind, frozenset[EventKind]]] = {
    ClockKind.FIRST_ANSWER: _NOTICES,
    ClockKind.NEXT_NOTICE: _NOTICES,
    ClockKind.SCREENING: frozenset(
        {
            EventKind.ACCEPTED,
            EventKind.NOT_ACCEPTED,
            EventKind.FORWARDED,
            EventKind.INFO_REQUESTED,
            EventKind.MERGED,
            EventKind.MOVED,
        }
    ),
    ClockKind.FACT_FINDING: frozenset(
        {
            EventKind.GROUNDS_FOUND,
            EventKind.NO_GROUNDS_FOUND,
            EventKind.RESULT_NOTIFIED,
            EventKind.FORWARDED,
            EventKind.MERGED,
        }
    ),
    ClockKind.REFERRED_IN_REPLY: frozenset({EventKind.SENDER_ANSWERED}),
}


def stopped_by(kind: ClockKind, event: EventKind) -> bool:
    """Whether that event answers that clock.

    Only a notice which the reporter can read answers the first; asking the reporter and moving
    the case to the other channel do not. The kinds that are not listed end by an officer's hand.
    """
    return event in _STOPPED_BY.get(kind, frozenset())


_OUTLASTING: Final = frozenset(
    {
        ClockKind.CUSTOM,
        ClockKind.REFERRED_IN_REPLY,
        ClockKind.NACC_FINDING,
        ClockKind.NACC_COPY,
    }
)


def runs_in(kind: ClockKind, state: State) -> bool:
    """Whether an open clock still runs while the case stands there.

    What is owed to others than the reporter, and what an officer has set, outlasts the case.
    """
    return is_open(state) or kind in _OUTLASTING


EXTENDABLE: Final = frozenset({ClockKind.FACT_FINDING, ClockKind.CUSTOM})
"""Clocks that can be given more time; the others run to a day that the law or a sender has set."""


class Standing(NamedTuple):
    """How a due day looks from today; `level` is "calm", "soon" or "overdue"."""

    days_left: int
    level: str

    def words(self, lang: str = "th") -> str:
        """The standing as a person would say it: "เหลือ 3 วัน", "3 days left"."""
        days = abs(self.days_left)
        plural = "" if days == 1 else "s"
        if self.days_left > 0:
            return Words(f"เหลือ {days} วัน", f"{days} day{plural} left").in_(lang)
        if self.days_left == 0:
            return Words("ครบกำหนดวันนี้", "due today").in_(lang)
        return Words(f"เกินกำหนด {days} วัน", f"{days} day{plural} overdue").in_(lang)


def standing(due_on: date, today: date) -> Standing:
    """How many days are left, and whether that is calm, soon (5 or fewer) or overdue."""
    days_left = (due_on - today).days
    if days_left < 0:
        return Standing(days_left, "overdue")
    return Standing(days_left, "soon" if days_left <= SOON_DAYS else "calm")


def reminders_due(due_on: date, last_looked_on: date | None, today: date) -> tuple[int, ...]:
    """The reminders whose day has come since the last look, earliest first, each once.

    Figures are days before the due day; -1 is the day after it, told to the superior.
    None means that nobody has looked yet.
    """
    return tuple(
        days
        for days in (*REMINDER_DAYS, DAY_AFTER)
        if (last_looked_on is None or last_looked_on < due_on - timedelta(days=days))
        and due_on - timedelta(days=days) <= today
    )
