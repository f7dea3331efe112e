"""What nobody has to ask for: the clocks are looked at once a minute, mail and LINE are sent.

Threads in the served program's worker, which end with the process. A failure is a line in the log
with its kind, and the next look comes all the same.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from app.house import House
from app.line import deliver_line
from app.log import log_event
from app.mail import deliver
from service.actors import AgencyClerk, AllAgencies
from service.errors import Busy
from service.expire_identity import expire_identity, identities_to_look_at
from service.forget_old_pages import forget_old_pages
from service.planned_publications import agencies_with_plans_due, publish_next_due
from service.purge import purge
from service.retention_due import remind
from service.watch_clocks import agencies_to_watch, is_anything_due, watch

LOOK_SECONDS: Final = 60.0
KEEP_SECONDS: Final = 3600.0
"""What is kept for months is looked at once an hour."""

CLOCKS_AT_ONCE: Final = 25
BREATH_SECONDS: Final = 0.05

Errand = Callable[[House], object]


class Look(NamedTuple):
    """One look at every agency's clocks: the reminders given, the agencies that failed."""

    given: int
    failed: int


def look_everywhere(house: House) -> Look:
    """What one look came to; an agency that fails is logged and does not stop the others."""
    with house.open_work(AllAgencies("look at the clocks"), writes=False) as work:
        agencies = agencies_to_watch(work)
    looks = [_look_at_one(house, agency_id) for agency_id in agencies]
    return Look(sum(look.given for look in looks), sum(look.failed for look in looks))


def _look_at_one(house: House, agency_id: bytes) -> Look:
    """One agency's look, a few clocks in one transaction: reporters get in between."""
    clerk, given = AgencyClerk(agency_id), 0
    try:
        while _is_due(house, clerk):
            with house.open_work(clerk, writes=True) as work:
                given += watch(work, CLOCKS_AT_ONCE)
            time.sleep(BREATH_SECONDS)
    except Exception as problem:
        _report(problem)
        return Look(given, 1)
    return Look(given, 0)


def _is_due(house: House, clerk: AgencyClerk) -> bool:
    # A look takes no write lock; only what is due does.
    with house.open_work(clerk, writes=False) as work:
        return is_anything_due(work)


def publish_what_was_planned(house: House) -> int:
    """How many plans ended: those of every agency whose day has come, each in a transaction."""
    with house.open_work(AllAgencies("look for planned publications"), writes=False) as work:
        agencies = agencies_with_plans_due(work)
    ended = 0
    for agency_id in agencies:
        while True:
            with house.open_work(AgencyClerk(agency_id), writes=True) as work:
                if not publish_next_due(work):
                    break
            ended += 1
    return ended


def keep_no_longer(house: House) -> Look:
    """How many names were erased because their time was over, and how often something failed.

    Each name in a transaction of its own; a case that does not check is logged and keeps its
    name, and the others go on. Then what is small goes, and once a month somebody is told.
    """
    with house.open_work(AllAgencies("look at what is kept"), writes=False) as work:
        agencies = agencies_to_watch(work)
    looks = [_keep_at_one(house, AgencyClerk(agency_id)) for agency_id in agencies]
    given = sum(look.given for look in looks)
    if given:
        with suppress(Busy), house.open_work(AllAgencies("forget old pages"), writes=False) as work:
            forget_old_pages(work)
    return Look(given, sum(look.failed for look in looks))


def _keep_at_one(house: House, clerk: AgencyClerk) -> Look:
    given = failed = 0
    try:
        with house.open_work(clerk, writes=False) as work:
            waiting = identities_to_look_at(work)
        for case_id in waiting:
            gone = _is_erased(house, clerk, case_id)
            given, failed = given + (gone is True), failed + (gone is None)
        while _purge_some(house, clerk):
            time.sleep(BREATH_SECONDS)
        with house.open_work(clerk, writes=True) as work:
            remind(work)
    except Exception as problem:
        _report(problem)
        failed += 1
    return Look(given, failed)


def _is_erased(house: House, clerk: AgencyClerk, case_id: bytes) -> bool | None:
    """Whether the name is gone now; None when that could not be found out."""
    try:
        with house.open_work(clerk, writes=True) as work:
            return expire_identity(work, case_id)
    except Exception as problem:
        _report(problem)
        return None


def _purge_some(house: House, clerk: AgencyClerk) -> int:
    with house.open_work(clerk, writes=True) as work:
        return purge(work)


ERRANDS: Final[tuple[Errand, ...]] = (
    look_everywhere, deliver, deliver_line, publish_what_was_planned, keep_no_longer,
)  # fmt: skip
"""What goes on by itself, each in a thread of its own: a slow mail server holds no clock, and a
LINE that hangs holds no mail."""

_SECONDS: Final[Mapping[Errand, float]] = {keep_no_longer: KEEP_SECONDS}


class Watcher:
    """The thread; `stop` ends it before its process does."""

    def __init__(
        self, house: House, errands: Sequence[Errand] = ERRANDS, seconds: float = LOOK_SECONDS
    ) -> None:
        self._house, self._errands, self._seconds = house, tuple(errands), seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> "Watcher":
        """The watcher at work; the first look comes at once and catches up."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Return when the look under way has ended and no other will come."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            for errand in self._errands:
                try:
                    errand(self._house)
                except Exception as problem:
                    _report(problem)
            self._stopped.wait(self._seconds)


def start_watching(house: House) -> tuple[Watcher, ...]:
    """The watchers of the served program, at work."""
    return tuple(
        Watcher(house, (errand,), _SECONDS.get(errand, LOOK_SECONDS)).start() for errand in ERRANDS
    )


def _report(problem: Exception) -> None:
    if isinstance(problem, Busy):
        log_event("watch_busy", level=logging.WARNING)
    else:
        log_event("watch_failed", level=logging.ERROR, error=problem)
