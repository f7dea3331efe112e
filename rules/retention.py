"""How long what is kept: periods by class, their floors, the day on which one is over.

Pure law. A period begins on the day on which a case ended, and its last day is the day of the
same number in its last month, or that month's last day. What is kept longest is what an office
answers for; what could harm a reporter goes first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rules.states import ERASING, IMPORTED_AS, TABLE, EventKind, State, is_completed


class RetentionKind(StrEnum):
    """A class of what is kept for months that an office may set."""

    CLOSED = "closed"
    NOT_ACCEPTED = "not_accepted"
    FORWARDED = "forwarded"
    IDENTITY = "identity"
    ACCESS_LOG = "access_log"


@dataclass(frozen=True, slots=True)
class Period:
    """Months: what holds unless the office has set its own, and between what it may set them."""

    default: int
    least: int
    most: int


PERIODS: Final[Mapping[RetentionKind, Period]] = {
    RetentionKind.CLOSED: Period(120, 60, 600),
    RetentionKind.NOT_ACCEPTED: Period(24, 12, 600),
    RetentionKind.FORWARDED: Period(120, 24, 600),
    RetentionKind.IDENTITY: Period(12, 3, 120),
    RetentionKind.ACCESS_LOG: Period(60, 24, 600),
}
WARN_DAYS: Final = (90, 30)
"""So many days before a case's day it is pointed out, the longer first."""

CLASS_OF: Final[Mapping[State, RetentionKind]] = {
    State.CLOSED: RetentionKind.CLOSED,
    State.MERGED: RetentionKind.CLOSED,
    State.NOT_ACCEPTED: RetentionKind.NOT_ACCEPTED,
    State.FORWARDED: RetentionKind.FORWARDED,
}
"""The class of a case that has ended, by its state; a merged one is kept as the lead is."""


class Stage(StrEnum):
    """How near the day is on which something need not be kept any more."""

    LATER = "later"
    NEAR = "near"
    SOON = "soon"
    DUE = "due"


def within(kind: RetentionKind, months: int) -> int:
    """The months, no fewer than the floor and no more than the ceiling.

    What a row says that somebody planted shortens nothing below the floor.
    """
    return min(max(months, PERIODS[kind].least), PERIODS[kind].most)


def add_months(day: date, months: int) -> date:
    """The day of the same number so many months later (earlier), or that month's last day."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def kept_until(kind: RetentionKind, ended_on: date, months: int) -> date:
    """The last day on which it is kept."""
    return add_months(ended_on, within(kind, months))


def due_on(kind: RetentionKind, ended_on: date, months: int) -> date:
    """The first day on which it need not be kept any more."""
    return kept_until(kind, ended_on, months) + timedelta(days=1)


def ended_by(kind: RetentionKind, today: date, months: int) -> date:
    """The newest day of an end whose period may be over today: none that is over ended later."""
    return add_months(today, -within(kind, months))


def kept_from(kind: RetentionKind, today: date, months: int) -> date:
    """The oldest day whose period still runs today: everything from before it is over."""
    day = ended_by(kind, today, months)
    while kept_until(kind, day, months) < today:
        day += timedelta(days=1)
    return day


def stage(due: date, today: date) -> Stage:
    """How near a due day is."""
    left = (due - today).days
    first, second = WARN_DAYS
    if left <= 0:
        return Stage.DUE
    if left <= second:
        return Stage.SOON
    return Stage.NEAR if left <= first else Stage.LATER


ENDING: Final[frozenset[EventKind]] = frozenset(
    row.event for row in TABLE if row.target is not None and is_completed(row.target)
) | frozenset(IMPORTED_AS)
"""After one of these a case has ended here."""

REVIVING: Final[frozenset[EventKind]] = frozenset(
    {EventKind.REOPENED, EventKind.UNMERGED, EventKind.MOVED}
)
"""After one of these it goes on, here or in the other channel."""


@dataclass(frozen=True, slots=True)
class History:
    """What a case's events say of how long it is kept.

    `identity_from` is where the identity's period begins, None while nothing runs: the case goes
    on, or the name is gone and nothing has come since.
    """

    ended_on: date | None = None
    is_merged: bool = False
    is_held: bool = False
    erased_on: date | None = None
    has_expired: bool = False
    identity_from: date | None = None


def read_history(events: Iterable[tuple[EventKind, date]]) -> History:
    """What these events say, in their order."""
    ended: date | None = None
    erased: date | None = None
    came_since: date | None = None
    is_held = is_merged = has_expired = False
    for kind, day in events:
        if kind in ENDING:
            ended, is_merged = day, kind is EventKind.MERGED
        elif kind in REVIVING:
            ended, is_merged = None, False
        elif kind in ERASING:
            erased, came_since = day, None
            has_expired = kind is EventKind.IDENTITY_EXPIRED
        elif kind is EventKind.EVIDENCE_ADDED and erased is not None:
            came_since = came_since or day
        elif kind in (EventKind.HOLD_SET, EventKind.HOLD_LIFTED):
            is_held = kind is EventKind.HOLD_SET
    return History(
        ended_on=ended,
        is_merged=is_merged,
        is_held=is_held,
        erased_on=erased,
        has_expired=has_expired,
        identity_from=_identity_from(ended, erased, came_since),
    )


def _identity_from(ended: date | None, erased: date | None, came_since: date | None) -> date | None:
    """A file that came after the name was erased brings its own name and hidden details."""
    if ended is None:
        return None
    if erased is None:
        return ended
    return max(ended, came_since) if came_since else None
