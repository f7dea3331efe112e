"""An office that publishes: somebody who does, and the pages of a year, put out for real."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import update

from models.disclosure import Publication
from rules.permissions import Role
from rules.publication import CHANNEL, GUIDELINE, STATISTICS
from rules.states import Channel
from rules.statistics_options import WHOLE, StatisticsOptions
from service.actors import AllAgencies
from service.channel_document import channel_record
from service.guideline_document import guideline_record
from service.main_site import note_look
from service.publications import Version, publish
from service.statistics_making import statistics_record
from service.unit_of_work import UnitOfWork
from tests.office import Office, sign_in_as

PUBLISHER = "publisher1"
DOOR = "http://localhost/sample/"
APRIL = datetime(2027, 4, 20, 3, 0, tzinfo=UTC)
"""A day on which the first half of fiscal year 2570 has closed."""


def hire_publisher(office: Office) -> None:
    """Somebody who publishes, signed in."""
    office.hire(PUBLISHER, "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)


def wait_until(office: Office, moment: datetime) -> None:
    """The clock at that moment or later; whoever publishes signs in anew."""
    office.clock.now = max(office.clock.now, moment)
    office.officers[PUBLISHER] = sign_in_as(office, PUBLISHER)[1]


def put_out(
    office: Office,
    kind: str,
    fiscal_year: int,
    topic: str,
    make: Callable[[UnitOfWork], object],
    note: str = "",
) -> Version:
    """A version of what `make` gives, published by the publisher."""
    with office.desk(PUBLISHER) as work:
        return publish(work, kind, fiscal_year, topic, make(work), note)


def put_out_guideline(office: Office, fiscal_year: int) -> Version:
    """The guideline as it stands, as that year's."""
    return put_out(
        office, GUIDELINE, fiscal_year, "", lambda work: guideline_record(work, fiscal_year)
    )


def put_out_channel(office: Office, fiscal_year: int, door: str = DOOR) -> Version:
    """The channel's page as it stands, as that year's."""
    return put_out(
        office, CHANNEL, fiscal_year, "", lambda work: channel_record(work, fiscal_year, door)
    )


def look_at_main_site(office: Office) -> None:
    """The publisher has seen the link on the main website today."""
    seen = {"looked_on": office.clock.now.date().isoformat(), "address": "https://sample.go.th/"}
    with office.desk(PUBLISHER) as work:
        note_look(work, seen, None)


def put_out_statistics(
    office: Office, fiscal_year: int, note: str = "", **chosen: object
) -> Version:
    """The mandated numbers of a year, the whole of it if nothing else is said."""
    options = StatisticsOptions(**{"span": WHOLE} | chosen).record()
    return put_out(
        office, STATISTICS, fiscal_year, options["span"],
        lambda work: statistics_record(work, fiscal_year, options, Channel.CORRUPTION), note,
    )  # fmt: skip


def alter(office: Office, number: int, **values: object) -> None:
    """What somebody with the database does behind the program's back."""
    with office.work(AllAgencies("tamper")) as work:
        work.session.execute(
            update(Publication).where(Publication.number == number).values(**values)
        )
