"""The officer's own cases to choose from, for what is done with several at once."""

from dataclasses import dataclass

from sqlalchemy import func, select

from models.complaint import Complaint
from rules.permissions import Permission
from rules.states import Channel
from service.access_log import log_opening
from service.blind_list import openable_cases
from service.case_lines import case_lines
from service.errors import NotAllowed
from service.list_cases import OPEN_STATES
from service.unit_of_work import UnitOfWork
from service.views import CaseLine

SHOWN = ("all", "closed", "open")


@dataclass(frozen=True)
class CasesToChoose:
    """The cases under the chosen filters, newest number first; `total` may be more than shown."""

    lines: tuple[CaseLine, ...]
    total: int
    years: tuple[int, ...]
    year: int | None


def cases_to_choose(
    work: UnitOfWork, *, channel: Channel | None, show: str, year_be: int | None, most: int
) -> CasesToChoose:
    """At most so many cases of one register year, the newest unless one is asked for."""
    if not work.officer().may(Permission.LIST_CASES):
        raise NotAllowed
    mine = openable_cases(work)
    years = _years(work)
    year = year_be if year_be in years else next(iter(years), None)
    chosen = mine.where(Complaint.register_year_be == year)
    if channel is not None:
        chosen = chosen.where(Complaint.channel == channel.value)
    if show == "open":
        chosen = chosen.where(Complaint.state.in_(OPEN_STATES))
    elif show == "closed":
        chosen = chosen.where(Complaint.state.not_in(OPEN_STATES))
    total = work.session.scalars(chosen.with_only_columns(func.count(Complaint.id))).one()
    newest = chosen.order_by(Complaint.register_number.desc(), Complaint.channel).limit(most)
    lines = case_lines(work, work.rows(newest))
    log_opening(work, "list", None, len(lines))
    return CasesToChoose(lines=lines, total=total, years=years, year=year)


def _years(work: UnitOfWork) -> tuple[int, ...]:
    """The register years in which the officer can open a case, newest first."""
    found = openable_cases(work).with_only_columns(Complaint.register_year_be).distinct()
    among = select(found.subquery().c.register_year_be)
    return tuple(sorted(work.session.scalars(among), reverse=True))
