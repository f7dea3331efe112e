"""Days as they stand in the sheets of an office: both eras, both digits, months in words, hours.

A sheet may hold "๕ ม.ค. ๒๕๖๗", "5/1/67", "2024/01/05 10:30:15 AM GMT+7", a real date whose year is
Buddhist, or a spreadsheet's bare day number. What can be read in two ways is read as Thai offices
write, day first, unless the whole column speaks for the other order.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rules.thai_time import ERA_OFFSET, parse_date, to_arabic_digits

PLAUSIBLE_YEARS: Final = 40
"""No row of a register is older; a year of two figures is then never in doubt."""

LONGEST: Final = 80
"""No day is written in more characters."""

_EPOCH: Final = date(1899, 12, 30)  # day nought of spreadsheets
_SERIALS: Final = range(20_000, 400_000)
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LEAD: Final = re.compile(r"^(?:เมื่อ)?(?:วัน)?(?:[ก-๙]{2,10}\.?)?ที่\s*|^[ก-ฮ]{1,3}\.\s*(?=\d)")
_ERA: Final = re.compile(r"[พค]\.?\s?ศ\.?")
_YEAR: Final = r"(?P<year>\d{4}|\d{2})(?!\d)"
_MONTH: Final = r"(?P<month>[^\W\d_](?:[^\d/,_-]{0,14}[^\d\s/,_-])?)"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<day>\d{1,2})(?!\d)",
        rf"(?P<day>\d{{1,2}})[\s./-]*{_MONTH}[\s.,/-]*?{_YEAR}",
        rf"{_MONTH}\.?\s?(?P<day>\d{{1,2}}),?\s{_YEAR}",
    )
)
_STROKES: Final = re.compile(
    rf"(?P<first>\d{{1,2}})\s?[-/.]\s?(?P<second>\d{{1,2}})\s?[-/.]\s?{_YEAR}"
)
_HOUR: Final = re.compile(
    r"[\s,T]*(?:เวลา)?\s*\d{1,2}[.:]\d{2}(?:[.:]\d{2}(?:\.\d{1,6})?)?\s*"
    r"(?:น\.?|[aApP]\.?[mM]\.?|ก่อนเที่ยง|หลังเที่ยง)?\s*(?:Z|(?:GMT|UTC)?(?:[+−-]\d{1,2}(?::?\d{2})?)?)"
)


class DayOrder(StrEnum):
    """Which of two figures comes first in a column such as 5/1/2024."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


def read_day(typed: str, today: date, order: DayOrder = DayOrder.DAY_FIRST) -> date | None:
    """The day that is meant, its hour left away; None for what is no day.

    `today` settles which century a year of two figures stands for.
    """
    text = _plain(typed)
    if not text or len(text) > LONGEST:
        return None
    if re.fullmatch(r"\d{5,6}(?:\.\d{1,10})?", text):
        return _of_serial(int(text.partition(".")[0]))
    for form in _FORMS:
        found = _whole(form, text)
        if found is not None:
            return _day(found["day"], found["month"], found["year"], today)
    found = _whole(_STROKES, text)
    if found is None:
        return None
    first, second = found["first"], found["second"]
    if order is DayOrder.MONTH_FIRST and not _is_buddhist(found["year"]):
        first, second = second, first
    return _day(first, second, found["year"], today)


def day_order(column: Iterable[str]) -> DayOrder:
    """The order of a whole column: month first only where nothing in it speaks against that.

    A year of the Buddhist era is always written day first.
    """
    month_first = False
    for typed in column:
        found = _whole(_STROKES, _plain(typed)) if len(typed) <= LONGEST else None
        if found is None or len(found["year"]) != 4 or _is_buddhist(found["year"]):
            continue
        if int(found["first"]) > 12:
            return DayOrder.DAY_FIRST
        month_first = month_first or int(found["second"]) > 12
    return DayOrder.MONTH_FIRST if month_first else DayOrder.DAY_FIRST


def oldest_day(today: date) -> date:
    """The first day that a row may bear."""
    return date(today.year - PLAUSIBLE_YEARS, 1, 1)


def _plain(typed: str) -> str:
    """Arabic digits, single blanks, nothing unseen, and no "วันที่" before the day."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", to_arabic_digits(typed[: LONGEST * 2])))
    # The era is told from the year itself.
    return _LEAD.sub("", " ".join(_ERA.sub(" ", text).split()), count=1).strip()


def _whole(form: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match when nothing but an hour follows it."""
    found = form.match(text)
    rest = text[found.end() :] if found else ""
    return found if found and (not rest or _HOUR.fullmatch(rest)) else None


def _day(day: str, month: str, year: str, today: date) -> date | None:
    try:
        return parse_date(day, month, year if len(year) == 4 else _long_year(int(year), today))
    except ValueError:
        return None


def _long_year(short: int, today: date) -> str:
    """The year of two figures: in the only era that lands in the plausible years, else Buddhist."""
    for common in (2000 + short, 1900 + short):
        if today.year - PLAUSIBLE_YEARS <= common <= today.year:
            return str(common)
    return str(2500 + short)


def _is_buddhist(year: str) -> bool:
    return len(year) == 4 and int(year) >= 2400


def _of_serial(days: int) -> date | None:
    """The day of a spreadsheet's number; a Buddhist year typed as a common one is set right."""
    if days not in _SERIALS:
        return None
    day = _EPOCH + timedelta(days=days)
    return _common_era(day)


def _common_era(day: date) -> date | None:
    if day.year < 2400:
        return day
    try:
        return day.replace(year=day.year - ERA_OFFSET)
    except ValueError:  # 29 February of a year that had none
        return None
