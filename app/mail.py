"""Mail to officers, from the outbox to the mail server: the one place that talks to it.

Run by the served program's background thread and by `prongsai mail send`; never by a request.
"""

import logging
from collections.abc import Sequence
from typing import Final

from app.house import House
from app.log import log_event
from app.mail_message import compose
from app.mail_post import PostFailed, Send, open_post
from app.mail_server import MailServer
from service.actors import AgencyClerk, AllAgencies
from service.deliver_line import agencies_with_line
from service.deliver_mail import Letter, drop_due, is_any_due, mark_failed, mark_sent, take
from service.notify import LINE, WAYS
from service.outbox import agencies_with_addresses, daily, daily_at, daily_readers
from service.own_mail import TEST

BATCHES: Final = 25
"""So many in one look; the rest at the next, so that the clocks are looked at in between."""

_DELIVERING: Final = AllAgencies("deliver mail to officers")


def deliver(house: House) -> int:
    """How many messages went out now. The day's own are written first, once.

    Raises nothing for a mail server that fails: what did not go out rests and is tried again.
    Where no mail is sent, what is due is forgotten.
    """
    server = house.settings.mail_server
    if server is None:
        return _forget_due(house)
    write_daily(house)
    sent = 0
    for _ in range(BATCHES):
        letters = _taken(house)
        if not letters:
            break
        count, goes_on = _deliver_batch(house, server, letters)
        sent += count
        if not goes_on:
            break
    return sent


def write_daily(house: House) -> None:
    """Put the day's message into every agency's outbox, once on a working day.

    Every way in one transaction: whoever has two gets it by both or by neither.
    """
    with house.open_work(AllAgencies("find whose day has begun"), writes=False) as work:
        agencies = set(agencies_with_line(work))
        if house.settings.mail_server is not None:
            agencies.update(agencies_with_addresses(work))
    for agency_id in sorted(agencies):
        try:
            _write_daily_of(house, AgencyClerk(agency_id))
        except Exception as problem:  # one office's trouble is not the others'
            log_event("mail_day_not_written", level=logging.ERROR, error=problem)


def _write_daily_of(house: House, clerk: AgencyClerk) -> None:
    ways = WAYS if house.settings.mail_server is not None else (LINE,)
    with house.open_work(clerk, writes=False) as work:
        is_due = daily_at(work) is not None and bool(daily_readers(work, ways))
    if is_due:
        with house.open_work(clerk, writes=True) as work:
            daily(work, ways)


def send_test(house: House, server: MailServer, address: str) -> None:
    """Send one test message to an officer's address, now; PostFailed says why it did not go."""
    at = house.now()
    mark = f"test-{int(at.timestamp() * 1000):x}"
    letter = Letter(b"", b"", TEST, address, mark, at, 0)
    sender = house.settings.mail_from
    with open_post(server, sender) as send:
        send(compose(letter, sender, house.settings.desk_url))


def _forget_due(house: House) -> int:
    with house.open_work(_DELIVERING, writes=False) as work:
        is_due = is_any_due(work)
    if is_due:
        with house.open_work(_DELIVERING, writes=True) as work:
            drop_due(work)
    return 0


def _taken(house: House) -> tuple[Letter, ...]:
    """A batch under a lease. The look before it takes no lock: mostly nothing waits."""
    with house.open_work(_DELIVERING, writes=False) as work:
        if not is_any_due(work):
            return ()
    with house.open_work(_DELIVERING, writes=True) as work:
        return take(work)


def _deliver_batch(house: House, server: MailServer, letters: Sequence[Letter]) -> tuple[int, bool]:
    """How many went out, and whether it is worth going on."""
    left, sent = list(letters), 0
    try:
        with open_post(server, house.settings.mail_from) as send:
            while left:
                sent += _deliver_one(house, send, left[0])
                left.pop(0)
    except PostFailed as failed:
        _mark_failed(house, left, failed.problem)
        return sent, False
    return sent, True


def _deliver_one(house: House, send: Send, letter: Letter) -> int:
    try:
        send(compose(letter, house.settings.mail_from, house.settings.desk_url))
    except PostFailed as failed:
        if failed.is_whole:
            raise
        _mark_failed(house, [letter], failed.problem)
        return 0
    with house.open_work(_DELIVERING, writes=True) as work:
        mark_sent(work, letter)
    return 1


def _mark_failed(house: House, letters: Sequence[Letter], problem: str) -> None:
    log_event(f"mail_not_sent:{problem}", level=logging.WARNING)
    with house.open_work(_DELIVERING, writes=True) as work:
        mark_failed(work, letters, problem)
