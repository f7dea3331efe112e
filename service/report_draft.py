"""The first draft of a report's words, from what the system holds in clear."""

from sqlalchemy import func, select

from models.disclosure import MainSiteLook, Prevention
from rules.report_draft import Draft, DraftFacts, draft
from rules.states import Channel
from rules.thai_time import Period
from service.period_numbers import period_numbers, waiting_for
from service.unit_of_work import UnitOfWork


def first_draft(work: UnitOfWork, period: Period) -> Draft:
    """The sentences that this period's numbers give; counts below the smallest are not named."""
    numbers = period_numbers(work, Channel.CORRUPTION, period)
    looks = select(MainSiteLook.looked_on).where(
        MainSiteLook.looked_on.between(period.first, period.last)
    )
    days = work.rows(looks)
    return draft(
        DraftFacts(
            period=period,
            received=numbers.row.received,
            completed=numbers.row.completed,
            carried_forward=numbers.row.carried_forward,
            late_answers=numbers.late,
            long_outstanding=numbers.long_outstanding,
            waiting_for_others=waiting_for(work, Channel.CORRUPTION, "others"),
            waiting_for_reporters=waiting_for(work, Channel.CORRUPTION, "reporter"),
            looks=len(days),
            last_look=max(days, default=None),
            late_measures=late_measures(work),
        )
    )


def late_measures(work: UnitOfWork) -> int:
    """How many measures of prevention have passed their day without being done."""
    counted = select(func.count(Prevention.id)).where(
        Prevention.done_on.is_(None), Prevention.due_on < work.today
    )
    return work.session.scalars(counted).one()
