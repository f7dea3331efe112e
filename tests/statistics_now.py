"""The statistics of a channel as they would be published now."""

from rules.states import Channel
from rules.statistics_options import StatisticsOptions
from service.statistics_document import StatisticsDocument
from service.statistics_making import make_statistics
from service.unit_of_work import UnitOfWork


def statistics_now(
    work: UnitOfWork,
    fiscal_year: int | None = None,
    channel: Channel = Channel.CORRUPTION,
    **options: object,
) -> StatisticsDocument:
    """The document made with these options."""
    return make_statistics(work, fiscal_year, StatisticsOptions(**options), channel)
