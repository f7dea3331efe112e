"""The office calendar of the agency at work."""

from sqlalchemy import select

from models.agency import Holiday
from rules.office_calendar import OfficeCalendar
from service.unit_of_work import UnitOfWork


def office_calendar(work: UnitOfWork) -> OfficeCalendar:
    """The agency's calendar with its own holidays."""
    return OfficeCalendar(holidays=frozenset(work.rows(select(Holiday.day))))
