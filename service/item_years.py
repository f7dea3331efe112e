"""The disclosure items of a fiscal year, as shipped and as the office has edited them."""

from typing import Final

from rules.disclosure_items import NACC_LAO, DisclosureItem, item
from rules.thai_time import fiscal_year_be
from service.errors import NotFound
from service.unit_of_work import UnitOfWork

EARLIEST_YEAR_BE: Final = 2563


def disclosure_item(work: UnitOfWork, fiscal_year: int, role: str) -> DisclosureItem:
    """The year's code and criteria for a page; NotFound outside the known years."""
    if not EARLIEST_YEAR_BE <= fiscal_year <= fiscal_year_be(work.today):
        raise NotFound
    return item(NACC_LAO, fiscal_year, role)
