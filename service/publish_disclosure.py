"""The public pages of a fiscal year, made from what the system really holds."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from models.clock import ClockRow
from models.complaint import Complaint
from rules.clocks import ClockKind
from rules.counting import (
    closed_periods,
    counted_completed_on,
    tabulate,
    total,
    zero_sentence,
)
from rules.guideline import Step, guideline_steps
from rules.states import Channel, State
from rules.thai_time import (
    Period,
    fiscal_year_be,
    fiscal_year_bounds,
    halves,
    quarters,
)
from rules.words import NO_GRIEVANCES, ROLES, Words
from service.errors import NotFound
from service.item_years import EARLIEST_YEAR_BE, disclosure_item
from service.look_up_agency import agency_card
from service.unit_of_work import UnitOfWork
from service.views import DisclosurePage, GuidelineStep, StatisticsPage

# Closed quarters, or coarser, until the office itself can choose what to publish (decisions C34).
_PERIODS = {"quarter": quarters, "half": halves}
DEFAULT_GRANULARITY = "quarter"
GRANULARITIES = tuple(_PERIODS)


def statistics(
    work: UnitOfWork,
    fiscal_year: int | None,
    granularity: str | None,
    channel: Channel = Channel.CORRUPTION,
) -> StatisticsPage:
    """The table of one channel, the mandated one of corruption: closed periods only (C34).

    The two are never counted together, and only the mandated one has an item. Without a year,
    the last fiscal year of which a period has closed. NotFound for a year that has not begun or
    has no numbering, and for an unknown granularity.
    """
    received, completed = _counts(work, channel)
    size = granularity or DEFAULT_GRANULARITY
    if size not in _PERIODS:
        raise NotFound
    year = _latest_year(work, size) if fiscal_year is None else fiscal_year
    mandated = disclosure_item(work, year, "statistics")
    periods = closed_periods(_PERIODS[size](year), work.today)
    first, _last = fiscal_year_bounds(year)
    rows = tabulate(received, completed, periods)
    end = periods[-1].last if periods else None
    in_time, judged = _answered(work, channel, first, end)
    return StatisticsPage(
        agency=agency_card(work, work.agency()),
        item=mandated if channel is Channel.CORRUPTION else None,
        fiscal_year_be=year,
        granularity=size,
        rows=rows,
        total=total(rows) if rows else None,
        first=first,
        last=end,
        as_of=work.today,
        zero=_zero(channel, received, periods),
        years=_years(received, fiscal_year_be(work.today)),
        answered_in_time=in_time,
        answered_of=judged,
    )


def disclosure_page(work: UnitOfWork, role: str, fiscal_year: int | None) -> DisclosurePage:
    """The guideline or the channel page of a year, by default the running one."""
    year = fiscal_year_be(work.today) if fiscal_year is None else fiscal_year
    agency = work.agency()
    steps = guideline_steps(Channel.CORRUPTION, agency.screening_days, agency.next_notice_days)
    return DisclosurePage(
        agency=agency_card(work, agency),
        item=disclosure_item(work, year, role),
        fiscal_year_be=year,
        steps=tuple(_step(step) for step in steps),
        as_of=work.today,
    )


def statistics_years(work: UnitOfWork, channel: Channel) -> tuple[int, ...]:
    """The fiscal years of which there is something to count, the newest first; two at least."""
    received, _completed = _counts(work, channel)
    return _years(received, fiscal_year_be(work.today))


def _latest_year(work: UnitOfWork, size: str) -> int:
    """The running year once a period of it has closed, else the one before."""
    year = fiscal_year_be(work.today)
    return year if closed_periods(_PERIODS[size](year), work.today) else year - 1


def _counts(work: UnitOfWork, channel: Channel) -> tuple[Mapping[date, int], Mapping[date, int]]:
    """Cases by legal receipt day, and by the day they were completed.

    A case counts in the channel in which it is now; one on its way between them in neither.
    """
    counted = (
        Complaint.channel == channel.value,
        Complaint.state != State.MOVED.value,
        Complaint.is_test.is_(False),
    )
    pairs = work.session.execute(
        select(Complaint.received_on, Complaint.completed_on, func.count(Complaint.id))
        .where(*counted)
        .group_by(Complaint.received_on, Complaint.completed_on)
    )
    received: dict[date, int] = {}
    completed: dict[date, int] = {}
    for received_on, completed_on, count in pairs:
        received[received_on] = received.get(received_on, 0) + count
        if completed_on is not None:
            day = counted_completed_on(received_on, completed_on)
            completed[day] = completed.get(day, 0) + count
    return received, completed


def _within(counts: Mapping[date, int], first: date, last: date) -> int:
    return sum(count for day, count in counts.items() if first <= day <= last)


def _zero(
    channel: Channel, received: Mapping[date, int], periods: tuple[Period, ...]
) -> Words | None:
    if not periods or _within(received, periods[0].first, periods[-1].last):
        return None
    first, last = periods[0].first, periods[-1].last
    nothing = None if channel is Channel.CORRUPTION else NO_GRIEVANCES["sentence"]
    return Words(
        zero_sentence(first, last, nothing=nothing),
        zero_sentence(first, last, "en", nothing=nothing),
    )


def _years(received: Mapping[date, int], newest: int) -> tuple[int, ...]:
    """The years that have a page, newest first: from the first complaint on, two at least."""
    oldest = min(fiscal_year_be(min(received)), newest - 1) if received else newest - 1
    return tuple(range(newest, max(oldest, EARLIEST_YEAR_BE) - 1, -1))


def _answered(
    work: UnitOfWork, channel: Channel, first: date, last: date | None
) -> tuple[int, int]:
    """First answers in time, of the complaints received in the closed periods."""
    if last is None:
        return 0, 0
    clocks = (
        select(func.count(ClockRow.id))
        .join(Complaint, Complaint.id == ClockRow.case_id)
        .where(
            Complaint.channel == channel.value,
            Complaint.state != State.MOVED.value,
            Complaint.is_test.is_(False),
            ClockRow.kind == ClockKind.FIRST_ANSWER.value,
            Complaint.received_on.between(first, last),
            (ClockRow.answered_on.is_not(None)) | (ClockRow.due_on < work.today),
        )
    )
    in_time = clocks.where(
        ClockRow.answered_on.is_not(None), ClockRow.answered_on <= ClockRow.due_on
    )
    return work.session.scalars(in_time).one(), work.session.scalars(clocks).one()


def _step(step: Step) -> GuidelineStep:
    units = " / ".join(ROLES[role.value].th for role in step.roles)
    in_english = " / ".join(ROLES[role.value].en for role in step.roles)
    return GuidelineStep(step.title, Words(units, in_english), step.days)
