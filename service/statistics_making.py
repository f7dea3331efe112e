"""Counting the statistics of one channel and year into what is published."""

from collections.abc import Mapping
from typing import Any

from rules.disclosure_items import LABELS
from rules.states import Channel
from rules.statistics_options import StatisticsOptions, options_from
from service.publish_disclosure import statistics
from service.statistics_document import StatisticsDocument, document_record
from service.unit_of_work import UnitOfWork


def statistics_record(
    work: UnitOfWork, fiscal_year: int, options: Mapping[str, Any], channel: Channel
) -> Mapping[str, Any]:
    """The canonical record of a document made with these options."""
    return document_record(make_statistics(work, fiscal_year, options_from(options), channel))


def make_statistics(
    work: UnitOfWork, fiscal_year: int | None, options: StatisticsOptions, channel: Channel
) -> StatisticsDocument:
    """The document of closed periods, counted now; NotFound for a year without numbering.

    Without a year, the last fiscal year of which a period has closed.
    """
    page = statistics(work, fiscal_year, options.granularity, channel)
    return StatisticsDocument(
        channel=channel,
        agency_slug=page.agency.slug,
        agency_name=page.agency.name,
        fiscal_year_be=page.fiscal_year_be,
        item_code=page.item.code if page.item else None,
        title=LABELS["statistics"],
        options=options,
        first=page.first,
        last=page.last,
        as_of=page.as_of,
        rows=page.rows,
        total=page.total,
        zero=page.zero,
        answered_in_time=page.answered_in_time,
        answered_of=page.answered_of,
        median_answer_days=None,
        median_closing_days=None,
        tables=(),
        notes=(),
    )
