"""The guideline as it is published: from the state table, the clocks and the office's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.agency import Agency
from rules.document import Block, blocks_from, blocks_record
from rules.guideline_blocks import OfficeFacts, guideline_blocks
from rules.permissions import Role
from rules.states import Channel
from rules.tables import words_from, words_record
from rules.words import Words
from service.checked_keys import HolderKey
from service.item_years import disclosure_item
from service.keyring import load_keyring
from service.look_up_agency import agency_card
from service.outward import outward_authority
from service.own_paragraphs import own_words
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class GuidelineDocument:
    """The guideline of one office and fiscal year, from which every format is drawn."""

    agency: str
    agency_name: Words
    fiscal_year_be: int
    item_code: str
    title: Words
    blocks: tuple[Block, ...]


def guideline_record(work: UnitOfWork, fiscal_year: int) -> Mapping[str, Any]:
    """The canonical record of the guideline as it stands now; NotFound for a year without one.

    It holds no day: made again without a change it is the same, and nothing new to publish.
    """
    item = disclosure_item(work, fiscal_year, "guideline")
    agency = work.agency()
    return {
        "agency": agency.slug,
        "agency_name": words_record(Words(agency.name_th, agency.name_en)),
        "fiscal_year_be": fiscal_year,
        "item_code": item.code or "",
        "title": words_record(item.label),
        "blocks": blocks_record(guideline_blocks(_facts(work, agency))),
    }


def guideline_from(record: Mapping[str, Any]) -> GuidelineDocument:
    """The guideline of a record, one made now or one that was frozen."""
    return GuidelineDocument(
        agency=record["agency"],
        agency_name=words_from(record["agency_name"]),
        fiscal_year_be=record["fiscal_year_be"],
        item_code=record["item_code"] or "",
        title=words_from(record["title"]),
        blocks=blocks_from(record["blocks"]),
    )


def _facts(work: UnitOfWork, agency: Agency) -> OfficeFacts:
    card = agency_card(work, agency)
    keyring = load_keyring(work)
    return OfficeFacts(
        province=card.province,
        website=card.website,
        contacts=tuple((contact.kind, contact.value) for contact in card.contacts),
        posts={role: _posts(keyring.holding(role)) for role in Role},
        authority=outward_authority(work, Channel.CORRUPTION),
        takes_corruption=card.corruption_open,
        takes_grievances=card.grievance_open,
        screening_days=agency.screening_days,
        next_notice_days=agency.next_notice_days,
        fact_finding_days=agency.fact_finding_days,
        own=own_words(work),
    )


def _posts(holders: tuple[HolderKey, ...]) -> tuple[str, ...]:
    """Their posts, in an order that is always the same: rows come in none."""
    return tuple(sorted({holder.post for holder in holders if holder.post}))
