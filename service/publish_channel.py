"""The channel's page as it would be published now, and its publication."""

from dataclasses import dataclass

from rules.permissions import Permission
from rules.publication import CHANNEL, canonical, opened
from rules.thai_time import fiscal_year_be
from service.channel_document import TOPIC, ChannelDocument, channel_from, channel_record
from service.errors import NotAllowed, Unreadable
from service.publications import Published, Version, newest, publish, versions
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ChannelDesk:
    """What would be published, the year's newest version, and whether they differ.

    `has_changed` is true when there is none, and when that one no longer checks.
    """

    document: ChannelDocument
    newest: Version | None
    has_changed: bool


def channel_desk(work: UnitOfWork, door_address: str) -> ChannelDesk:
    """The page of this fiscal year as it stands now; NotAllowed for who may not publish."""
    if not work.officer().may(Permission.PUBLISH):
        raise NotAllowed
    year = fiscal_year_be(work.today)
    record = channel_record(work, year, door_address)
    standing = versions(work, CHANNEL, year, TOPIC)
    last = _newest_readable(work, year)
    return ChannelDesk(
        document=channel_from(record),
        newest=standing[0] if standing else None,
        has_changed=last is None or last.record != opened(canonical(record)),
    )


def publish_channel(work: UnitOfWork, door_address: str, note: str) -> Version:
    """The next version of this fiscal year's page; raises what `publications.publish` does."""
    year = fiscal_year_be(work.today)
    return publish(work, CHANNEL, year, TOPIC, channel_record(work, year, door_address), note)


def _newest_readable(work: UnitOfWork, fiscal_year: int) -> Published | None:
    # The office must be able to publish anew beside a version that no longer checks.
    try:
        return newest(work, CHANNEL, fiscal_year, TOPIC)
    except Unreadable:
        return None
