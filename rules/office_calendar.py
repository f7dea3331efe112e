"""When an office is open, and when a complaint counts as received.

Source of `legal_received_at`: e-Government Act 2565, section 10: what arrives outside office days
or hours counts as received at the next office time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from rules.thai_time import BANGKOK, in_bangkok

MONDAY_TO_FRIDAY: Final = frozenset(range(5))
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class OfficeCalendar:
    """One office's working days and hours; weekdays count from Monday = 0."""

    holidays: frozenset[date]
    opens: time = time(8, 30)
    closes: time = time(16, 30)
    working_weekdays: frozenset[int] = MONDAY_TO_FRIDAY

    def __post_init__(self) -> None:
        if not self.working_weekdays or not self.working_weekdays <= frozenset(range(7)):
            raise ValueError("an office works on at least one weekday, 0 to 6")
        if not self.opens < self.closes:
            raise ValueError("an office opens before it closes")

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on that day."""
        return day.weekday() in self.working_weekdays and day not in self.holidays

    def last_working_day_on_or_before(self, day: date) -> date:
        """That day if the office works on it, else the nearest working day before it."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def next_working_day_after(self, day: date) -> date:
        """The first working day later than that day."""
        day += _DAY
        while not self.is_working_day(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The working day `count` working days later; the first day is not counted."""
        if count < 0:
            raise ValueError("working days are counted forwards")
        for _ in range(count):
            day = self.next_working_day_after(day)
        return day

    def legal_received_at(self, submitted_at: datetime) -> datetime:
        """The moment a complaint counts as received, on a Thai clock.

        The moment itself within office hours, both ends included, else the next opening.
        A moment without a time zone raises ValueError.
        """
        arrived = in_bangkok(submitted_at)
        day, hour = arrived.date(), arrived.time()
        if self.is_working_day(day):
            if self.opens <= hour <= self.closes:
                return arrived
            if hour < self.opens:
                return self._opening(day)
        return self._opening(self.next_working_day_after(day))

    def _opening(self, day: date) -> datetime:
        return datetime.combine(day, self.opens, tzinfo=BANGKOK)
