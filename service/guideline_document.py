"""The guideline as it is published: from the state table, the clocks and the office's words."""

from collections.abc import Mapping
from typing import Any

from rules.document import TABLE, Block, blocks_record
from rules.tables import words_record
from service.publish_disclosure import disclosure_page
from service.unit_of_work import UnitOfWork


def guideline_record(work: UnitOfWork, fiscal_year: int) -> Mapping[str, Any]:
    """The canonical record of the guideline as it stands now."""
    page = disclosure_page(work, "guideline", fiscal_year)
    steps = Block(
        TABLE, anchor="steps", rows=tuple((one.title, one.unit, one.days) for one in page.steps)
    )
    return {
        "agency": page.agency.slug,
        "agency_name": words_record(page.agency.name),
        "fiscal_year_be": fiscal_year,
        "item_code": page.item.code,
        "title": words_record(page.item.label),
        "as_of": page.as_of.isoformat(),
        "blocks": blocks_record([steps]),
    }
