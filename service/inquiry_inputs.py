"""What officers type while they investigate: texts, days, choices and sums, checked one by one.

Problems are gathered, so that a page names everything that must be mended at once.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from rules import limits
from rules.money import parse_baht
from rules.thai_time import parse_date
from service.errors import InvalidInput


class Typed:
    """The fields of one form; ask for each, then `check` that nothing is to be mended."""

    def __init__(self, mapping: Mapping[str, Any]) -> None:
        self._mapping = mapping
        self.problems: dict[str, str] = {}
        self._limits: dict[str, int] = {}

    def text(self, name: str, *, most: int = limits.SHORT_TEXT_LENGTH, needed: bool = True) -> str:
        """The text without white space around it; "" where it may be left out."""
        value = self._mapping.get(name, "")
        if not isinstance(value, str):
            return self._wrong(name, "wrong_type")
        value = value.strip().replace("\r\n", "\n")
        if not value:
            return self._wrong(name, "required") if needed else ""
        if "\x00" in value:
            return self._wrong(name, "no_nul")
        if len(value) > most:
            self._limits[name] = most
            return self._wrong(name, "too_long")
        return value

    def words(self, name: str, *, needed: bool = True) -> str:
        """A text as long as a message may be."""
        return self.text(name, most=limits.MESSAGE_LENGTH, needed=needed)

    def choice(self, name: str, among: Collection[str], *, needed: bool = True) -> str:
        """One of these; "" where none need be chosen."""
        value = self._mapping.get(name, "")
        if not value:
            return self._wrong(name, "choose_one") if needed else ""
        return str(value) if value in among else self._wrong(name, "unknown_choice")

    def day(self, name: str, *, today: date, earliest: date | None = None) -> date | None:
        """The day typed as day/month/year in either era, not after today."""
        typed = self.text(name, most=60)
        if not typed:
            return None
        try:
            found = parse_date(*_three(typed))
        except ValueError:
            self._wrong(name, "not_a_date")
            return None
        if found > today or (earliest and found < earliest):
            self._wrong(name, "date_in_future" if found > today else "date_before_case")
            return None
        return found

    def satang(self, name: str) -> int:
        """The sum typed in baht, in satang; 0 with a problem."""
        typed = self.text(name, most=60)
        try:
            return parse_baht(typed) if typed else 0
        except ValueError:
            self._wrong(name, "not_money")
            return 0

    def check(self) -> None:
        """Nothing, or InvalidInput that names every field to be mended."""
        if self.problems:
            raise InvalidInput(self.problems, limits=self._limits)

    def _wrong(self, name: str, code: str) -> str:
        self.problems.setdefault(name, code)
        return ""


def _three(typed: str) -> tuple[str, str, str]:
    """Day, month, year; ValueError when there are not three parts."""
    day, month, year = typed.split("/")
    return day, month, year
