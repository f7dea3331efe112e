"""The years of which there is something to publish."""

from rules.states import Channel
from rules.thai_time import fiscal_year_be
from service.case_counts import first_receipt
from service.item_years import EARLIEST_YEAR_BE
from service.unit_of_work import UnitOfWork


def statistics_years(work: UnitOfWork, channel: Channel) -> tuple[int, ...]:
    """The fiscal years of which there is something to count, the newest first; two at least."""
    newest, first = fiscal_year_be(work.today), first_receipt(work, channel)
    oldest = min(fiscal_year_be(first), newest - 1) if first else newest - 1
    return tuple(range(newest, max(oldest, EARLIEST_YEAR_BE) - 1, -1))
