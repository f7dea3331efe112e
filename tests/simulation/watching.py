"""Looking at the clocks, by one watcher and by two at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from service.actors import AgencyClerk
from service.watch_clocks import watch

if TYPE_CHECKING:
    from tests.office import Office


def watch_once(office: "Office") -> int:
    """How many reminders one look gives."""
    with office.work(AgencyClerk(office.agency_id)) as work:
        return watch(work)


def watch_twice_at_once(office: "Office") -> int:
    """How many reminders two watchers give together, in two transactions at the same time."""
    with ThreadPoolExecutor(2) as watchers:
        return sum(watchers.map(lambda _: watch_once(office), range(2)))
