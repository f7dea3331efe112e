"""The days that an office sets for itself, and its holidays as a whole list."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from models.agency import Holiday
from rules.permissions import Permission
from rules.thai_time import to_arabic_digits
from service.errors import InvalidInput, NotAllowed
from service.recompute_clocks import recompute_open_clocks
from service.sealing import new_id
from service.typed_days import typed_day
from service.unit_of_work import UnitOfWork


class Span(NamedTuple):
    """The fewest and the most days that an office may choose."""

    least: int
    most: int


OFFICE_DAYS: Final[Mapping[str, Span]] = {
    "screening_days": Span(1, 10),
    "next_notice_days": Span(7, 60),
    "fact_finding_days": Span(15, 90),
}
"""What may be set; the fifteen days of the first answer are nobody's to change."""

HOLIDAY_LINES_MOST: Final = 60
NAME_LENGTH: Final = 200


def office_days(work: UnitOfWork) -> Mapping[str, int]:
    """The office's own days as they stand, by the name of the setting."""
    _may_set(work)
    agency = work.agency()
    return {name: getattr(agency, name) for name in OFFICE_DAYS}


def save_office_days(work: UnitOfWork, mapping: Mapping[str, Any]) -> None:
    """Keep the days for clocks that start from now on; InvalidInput names what must be mended.

    Clocks that run keep their days; only a changed calendar has the screening reckoned anew.
    """
    _may_set(work)
    typed = {name: _figure(str(mapping.get(name, ""))) for name in OFFICE_DAYS}
    problems: dict[str, str] = {}
    limits: dict[str, int] = {}
    for name, (least, most) in OFFICE_DAYS.items():
        days = typed[name]
        if days is None or days < least:
            problems[name], limits[name] = "number_least", least
        elif days > most:
            problems[name], limits[name] = "number_most", most
    if problems:
        raise InvalidInput(problems, limits=limits)
    agency = work.agency()
    for name, days in typed.items():
        setattr(agency, name, days)
    work.session.flush()


def add_holidays(work: UnitOfWork, text: str) -> int:
    """How many days were added from a list with a day and its name on each line.

    InvalidInput has a field for each bad line, `lines_3` for the third, and then nothing is added.
    A day that stands in the list already is passed over. Open clocks are computed anew.
    """
    _may_set(work)
    named = _named_days(text)
    known = set(work.rows(select(Holiday.day)))
    new = {day: name for day, name in named.items() if day not in known}
    work.session.add_all(
        Holiday(id=new_id(), agency_id=work.agency_id, day=day, name_th=name)
        for day, name in new.items()
    )
    work.session.flush()
    if new:
        recompute_open_clocks(work)
    return len(new)


def _may_set(work: UnitOfWork) -> None:
    if not work.officer().may(Permission.MANAGE_SETTINGS):
        raise NotAllowed


def _figure(typed: str) -> int | None:
    figures = to_arabic_digits(typed.strip())
    return int(figures) if figures.isascii() and figures.isdigit() and len(figures) < 5 else None


def _named_days(text: str) -> dict[date, str]:
    lines = [(number, line.split()) for number, line in enumerate(text.splitlines(), 1)]
    filled = [(number, words) for number, words in lines if words]
    if not filled:
        raise InvalidInput({"lines": "required"})
    if len(filled) > HOLIDAY_LINES_MOST:
        raise InvalidInput({"lines": "too_many_lines"}, limits={"lines": HOLIDAY_LINES_MOST})
    named: dict[date, str] = {}
    problems: dict[str, str] = {}
    for number, words in filled:
        day, name = _split(words)
        if day is None:
            problems[f"lines_{number}"] = "line_date"
        elif not name or "\x00" in name:
            problems[f"lines_{number}"] = "line_name"
        else:
            named.setdefault(day, name[:NAME_LENGTH])
    if problems:
        raise InvalidInput(problems, limits={name: int(name[6:]) for name in problems})
    return named


def _split(words: list[str]) -> tuple[date | None, str]:
    """The day at the head of a line, in one word or in three, and what follows it."""
    for length in (1, 3):
        day = typed_day({"day": " ".join(words[:length])}, "day")
        if day is not None:
            return day, " ".join(words[length:])
    return None, ""
