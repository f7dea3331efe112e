"""The numbers that cases of an older register get: their own where it is free, else the next."""

from collections.abc import Mapping, Sequence
from typing import Final

from rules.import_cells import running_number
from rules.states import Channel
from service.register_numbers import given_numbers, hold_register
from service.unit_of_work import UnitOfWork

NUMBER_MOST: Final = 99_999
"""A greater one is a date, a telephone number or a slip of the pen: no register would go on."""


def own_number(old_number: str, year_be: int) -> int | None:
    """The number that an older register gave in that year; None where it is of another year."""
    found = running_number(old_number)
    if found is None or found[0] > NUMBER_MOST or found[1] not in (None, year_be):
        return None
    return found[0]


class RegisterYears:
    """Some years of one register, held until the commit, giving numbers to cases of the past.

    `highest` holds the highest own number of the sheet by year: what has none comes after, so that
    it takes no number away from a row further down.
    """

    def __init__(
        self, work: UnitOfWork, channel: Channel, years: Sequence[int], highest: Mapping[int, int]
    ) -> None:
        self._highest = highest
        # In their order: two officers never hold a year each and wait for the other's.
        self._next = {year_be: hold_register(work, channel, year_be) for year_be in sorted(years)}
        self._given = {year_be: given_numbers(work, channel, year_be) for year_be in years}
        self.used: dict[int, int] = {}

    def give(self, year_be: int, own: int | None) -> int:
        """The case's own number, or the next free one when another case has it or there is none."""
        given = self._given[year_be]
        if own is None or own in given:
            own = max(self._next[year_be], self._highest.get(year_be, 0) + 1, *given, 0)
            while own in given:
                own += 1
        given.add(own)
        self.used[year_be] = max(own, self.used.get(year_be, 0))
        return own
