"""The channel's page as it is published: its address, how it is apart, and the newest look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.document import HEADING, TABLE, TEXT, Block, blocks_from, blocks_record
from rules.publication import CHANNEL
from rules.tables import words_from, words_record
from rules.thai_time import fiscal_year_be, long_date
from rules.words import Words
from rules.words.channel import (
    APART_HEAD,
    APART_HEADING,
    APART_ROWS,
    MAIN_SITE,
    MAIN_SITE_HEADING,
)
from service.item_years import disclosure_item
from service.look_up_agency import agency_card
from service.main_site import Look, newest_look
from service.publications import Published, Version, newest, one_version, versions
from service.unit_of_work import UnitOfWork

TOPIC = ""


@dataclass(frozen=True)
class ChannelDocument:
    """What the page says; `look_id` is the look whose picture it shows, "" for none."""

    agency_slug: str
    agency_name: Words
    fiscal_year_be: int
    item_code: str | None
    title: Words
    address: str
    is_open: bool
    website: str
    blocks: tuple[Block, ...]
    looked_on: date | None
    look_id: str


@dataclass(frozen=True)
class ShownChannel:
    """The page with the version it is of (None: as it stands now), and every version."""

    document: ChannelDocument
    version: Version | None
    versions: tuple[Version, ...]

    @property
    def is_older(self) -> bool:
        """Whether another version was published after this one."""
        return self.version is not None and self.version.id != self.versions[0].id


def channel_record(work: UnitOfWork, fiscal_year: int, door_address: str) -> Mapping[str, Any]:
    """The canonical record of the channel's page as it stands now; NotFound for no known year.

    `door_address` is the absolute address of the agency's door, which only the edges know.
    """
    agency = agency_card(work, work.agency())
    item, look = disclosure_item(work, fiscal_year, "channel"), newest_look(work)
    return {
        "agency": agency.slug,
        "agency_name": words_record(agency.name),
        "fiscal_year_be": fiscal_year,
        "item_code": item.code,
        "title": words_record(item.label),
        "address": door_address,
        "is_open": agency.corruption_open,
        "website": agency.website,
        "blocks": blocks_record((*_apart(), *_main_site(look))),
        "looked_on": look.looked_on.isoformat() if look else None,
        "look": look.id if look and look.has_picture else "",
    }


def channel_from(record: Mapping[str, Any]) -> ChannelDocument:
    """The document of a record."""
    return ChannelDocument(
        agency_slug=record["agency"],
        agency_name=words_from(record["agency_name"]),
        fiscal_year_be=record["fiscal_year_be"],
        item_code=record["item_code"],
        title=words_from(record["title"]),
        address=record["address"],
        is_open=record["is_open"],
        website=record["website"],
        blocks=blocks_from(record["blocks"]),
        looked_on=date.fromisoformat(record["looked_on"]) if record["looked_on"] else None,
        look_id=record["look"],
    )


def shown_channel(
    work: UnitOfWork, door_address: str, fiscal_year: int | None = None, version: int | None = None
) -> ShownChannel:
    """The newest version of a year (or of all), the one asked for, or the page as it stands now.

    NotFound for a version that is none and a year without numbering; Unreadable for a version
    that is not as it was published.
    """
    found, listed = _published(work, fiscal_year, version), versions(work, CHANNEL)
    if found is not None:
        return ShownChannel(channel_from(found.record), found.version, listed)
    record = channel_record(work, fiscal_year or fiscal_year_be(work.today), door_address)
    return ShownChannel(channel_from(record), None, listed)


def look_is_published(work: UnitOfWork) -> bool:
    """Whether the page as published last tells of the newest look, or nothing was published."""
    found, look = newest(work, CHANNEL), newest_look(work)
    if found is None or look is None:
        return True
    document = channel_from(found.record)
    tells = document.looked_on == look.looked_on
    return tells and (document.look_id == look.id or not look.has_picture)


def _published(work: UnitOfWork, fiscal_year: int | None, version: int | None) -> Published | None:
    if version is None or fiscal_year is None:
        return newest(work, CHANNEL, fiscal_year, TOPIC)
    return one_version(work, CHANNEL, fiscal_year, TOPIC, version)


def _apart() -> tuple[Block, ...]:
    return (
        Block(HEADING, APART_HEADING, anchor="apart"),
        Block(TABLE, head=APART_HEAD, rows=APART_ROWS),
    )


def _main_site(look: Look | None) -> tuple[Block, ...]:
    return (
        Block(HEADING, MAIN_SITE_HEADING, anchor="main-site"),
        Block(TEXT, MAIN_SITE["stable"]),
        Block(TEXT, _looked(look) if look else MAIN_SITE["not_looked"]),
    )


def _looked(look: Look) -> Words:
    words = MAIN_SITE["looked"]
    in_thai = words.th.format(day=long_date(look.looked_on), address=look.address)
    in_english = words.en.format(day=long_date(look.looked_on, "en"), address=look.address)
    return Words(in_thai, in_english)
