"""Dates and times as a Thai office counts, writes and types them.

Dates are kept in the Common Era; the Buddhist era (C.E. + 543) and Thai digits exist only here,
at the edge. Fiscal year n (B.E.) runs from 1 October n-544 to 30 September n-543 C.E.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

BANGKOK: Final = ZoneInfo("Asia/Bangkok")
ERA_OFFSET: Final = 543

MONTHS_TH: Final = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_TH_SHORT: Final = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
MONTHS_EN: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS_EN_SHORT: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
WEEKDAYS_TH: Final = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
WEEKDAYS_EN: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip

_TO_THAI: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def to_thai_digits(text: str) -> str:
    """The same text with 0-9 written ๐-๙."""
    return text.translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    """The same text with ๐-๙ written 0-9."""
    return text.translate(_TO_ARABIC)


def today_in_bangkok(now: datetime) -> date:
    """The calendar day in Thailand at that moment; a time without a zone raises ValueError."""
    return in_bangkok(now).date()


def in_bangkok(moment: datetime) -> datetime:
    """The same moment on a Thai clock; a time without a zone raises ValueError."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(BANGKOK)


def buddhist_year(day: date) -> int:
    """The calendar year of that day in the Buddhist era."""
    return day.year + ERA_OFFSET


def fiscal_year_be(day: date) -> int:
    """The Thai fiscal year (B.E.) in which that day falls."""
    return buddhist_year(day) + (day.month >= 10)


def fiscal_year_bounds(fiscal_year: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year (B.E.)."""
    return date(fiscal_year - 544, 10, 1), date(fiscal_year - 543, 9, 30)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole months in one fiscal year: a month, quarter, half or year.

    `index` counts from 1 in October. `kind` "span" is any other stretch, as totals need.
    """

    kind: str
    index: int
    first: date
    last: date
    fiscal_year_be: int

    def label(self, lang: str = "th") -> str:
        """Its heading in a table, such as "ไตรมาส 1 (ต.ค.–ธ.ค.)"."""
        thai = lang != "en"
        if self.kind == "month":
            if thai:
                return f"{MONTHS_TH[self.first.month - 1]} {buddhist_year(self.first)}"
            return f"{MONTHS_EN[self.first.month - 1]} {self.first.year}"
        if self.kind == "quarter":
            return f"{'ไตรมาส' if thai else 'Quarter'} {self.index} ({self._months(lang)})"
        if self.kind == "half":
            name = ("แรก", "หลัง") if thai else ("First half", "Second half")
            words = ("รอบ 6 เดือน" if thai else "") + name[self.index - 1]
            return f"{words} ({self._months(lang)})"
        if self.kind == "year":
            if thai:
                return f"ปีงบประมาณ พ.ศ. {self.fiscal_year_be}"
            return f"Fiscal year {self.fiscal_year_be} (B.E.)"
        return f"{short_date(self.first, lang)} – {short_date(self.last, lang)}"

    def _months(self, lang: str) -> str:
        names = MONTHS_EN_SHORT if lang == "en" else MONTHS_TH_SHORT
        return f"{names[self.first.month - 1]}–{names[self.last.month - 1]}"


def months(fiscal_year: int) -> tuple[Period, ...]:
    """The twelve months of a fiscal year, October first."""
    return _parts("month", fiscal_year, 1)


def quarters(fiscal_year: int) -> tuple[Period, ...]:
    """The four quarters of a fiscal year, October to December first."""
    return _parts("quarter", fiscal_year, 3)


def halves(fiscal_year: int) -> tuple[Period, ...]:
    """The two half-years of a fiscal year, October to March first."""
    return _parts("half", fiscal_year, 6)


def year(fiscal_year: int) -> Period:
    """The whole fiscal year as one period."""
    return _parts("year", fiscal_year, 12)[0]


def _parts(kind: str, fiscal_year: int, length: int) -> tuple[Period, ...]:
    starts = [_month_start(fiscal_year, month) for month in range(0, 13, length)]
    return tuple(
        Period(kind, index, first, following - timedelta(days=1), fiscal_year)
        for index, (first, following) in enumerate(pairwise(starts), start=1)
    )


def _month_start(fiscal_year: int, months_after_october: int) -> date:
    years, month = divmod(9 + months_after_october, 12)
    return date(fiscal_year - 544 + years, month + 1, 1)


def long_date(day: date, lang: str = "th", thai_digits: bool = False) -> str:
    """The date in full: "21 พฤศจิกายน 2569" or "21 November 2026"."""
    if lang == "en":
        return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"
    text = f"{day.day} {MONTHS_TH[day.month - 1]} {buddhist_year(day)}"
    return to_thai_digits(text) if thai_digits else text


def short_date(day: date, lang: str = "th", thai_digits: bool = False) -> str:
    """The date with a short month: "21 พ.ย. 2569" or "21 Nov 2026"."""
    if lang == "en":
        return f"{day.day} {MONTHS_EN_SHORT[day.month - 1]} {day.year}"
    text = f"{day.day} {MONTHS_TH_SHORT[day.month - 1]} {buddhist_year(day)}"
    return to_thai_digits(text) if thai_digits else text


def weekday_date(day: date, lang: str = "th", thai_digits: bool = False) -> str:
    """The date with its weekday: "วันเสาร์ที่ 21 พฤศจิกายน 2569"."""
    if lang == "en":
        return f"{WEEKDAYS_EN[day.weekday()]} {long_date(day, lang)}"
    return f"วัน{WEEKDAYS_TH[day.weekday()]}ที่ {long_date(day, lang, thai_digits)}"


def clock_time(moment: time | datetime, lang: str = "th", thai_digits: bool = False) -> str:
    """The time of day in Thailand: "10.30 น." or "10:30"."""
    shown = in_bangkok(moment) if isinstance(moment, datetime) else moment
    if lang == "en":
        return f"{shown:%H:%M}"
    text = f"{shown:%H.%M} น."
    return to_thai_digits(text) if thai_digits else text


def parse_date(day: str, month: str, year: str) -> date:
    """The date that three typed fields mean, in either era, digits and language.

    The year has four figures: 2400-2699 is Buddhist, 1900-2099 is Common.
    Anything else, and a day that does not exist, raises ValueError.
    """
    return date(_parse_year(year), _parse_month(month), _number(day))


def _parse_year(typed: str) -> int:
    figures = _number(re.sub(r"^\s*(พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)", "", typed))
    if 2400 <= figures <= 2699:
        return figures - ERA_OFFSET
    if 1900 <= figures <= 2099:
        return figures
    raise ValueError("a year is 24xx-26xx (B.E.) or 19xx-20xx (C.E.)")


def _parse_month(typed: str) -> int:
    named = _MONTH_NAMES.get(_plain(typed))
    return named if named is not None else _number(typed)


def _number(typed: str) -> int:
    figures = to_arabic_digits(typed.strip())
    if not re.fullmatch(r"[0-9]{1,4}", figures):
        raise ValueError("not a whole number")
    return int(figures)


def _plain(name: str) -> str:
    return re.sub(r"[\s.]", "", unicodedata.normalize("NFC", name)).casefold()


_SPOKEN_MONTHS: Final = (
    "มกรา", "กุมภา", "มีนา", "เมษา", "พฤษภา", "มิถุนา",
    "กรกฎา", "สิงหา", "กันยา", "ตุลา", "พฤศจิกา", "ธันวา",
)  # fmt: skip
_MONTH_NAMES: Final = {"sept": 9} | {
    _plain(name): number
    for names in (MONTHS_TH, MONTHS_TH_SHORT, _SPOKEN_MONTHS, MONTHS_EN, MONTHS_EN_SHORT)
    for number, name in enumerate(names, start=1)
}
