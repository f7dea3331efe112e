"""All bodies on their way in, gathered on the event loop, where a silent one holds no thread.

There is room for so many unfinished bodies and so many bytes. A newcomer is not turned away for
want of a place: the sender who has brought the least for its age is let go instead. Somebody's
form has come after a second or two; a connection that declared a body and says nothing is the
cheapest thing here to lose.
"""

import asyncio
from dataclasses import dataclass
from itertools import chain
from typing import Final

from app.front.arrival import Arrival, Deadlines, Receive
from app.log import log_event

YOUNG_SECONDS: Final = 2.0
"""Nobody younger is let go while somebody older is behind."""

_QUIET_SECONDS: Final = 60.0


class Crowded(Exception):
    """There is no memory for this body, and no larger one to let go for it."""


@dataclass(frozen=True)
class Room:
    """How many unfinished bodies there may be, and how many bytes are held for all."""

    bodies: int = 512
    held_bytes: int = 64 * 1024 * 1024


class Arrivals:
    """The bodies, and who must go when there are too many. Used from the event loop only."""

    def __init__(self, deadlines: Deadlines, room: Room) -> None:
        self.deadlines = deadlines
        self._room = room
        self._unfinished: set[Arrival] = set()
        self._answered: set[Arrival] = set()
        self._held_bytes = 0
        self._said_at = -_QUIET_SECONDS

    def admit(self, receive: Receive, length: int | None, seconds: float) -> Arrival:
        """A place for one body of that length (None: not known) and that whole deadline."""
        if len(self._unfinished) >= self._room.bodies:
            self._let_go(self._slowest())
        arrival = Arrival(self, receive, length, seconds)
        self._unfinished.add(arrival)
        return arrival

    def hold(self, arrival: Arrival, size: int) -> None:
        """Count bytes kept for a body; whoever holds more makes room, or this one gets Crowded.

        Held are unfinished bodies, and those whose answers nobody takes.
        """
        arrival.held_bytes += size
        self._held_bytes += size
        while self._held_bytes > self._room.held_bytes:
            others = chain(self._unfinished, self._answered)
            largest = max(others, key=lambda one: one.held_bytes, default=arrival)
            if largest is arrival or not largest.held_bytes:
                raise Crowded
            self._let_go(largest)

    def release(self, arrival: Arrival) -> None:
        """Count the bytes of a body as forgotten."""
        self._held_bytes -= arrival.held_bytes
        arrival.held_bytes = 0

    def lend(self, arrival: Arrival) -> None:
        """Keep the room of a body that is being answered, for as long as nobody needs it."""
        if arrival.held_bytes:
            self._answered.add(arrival)

    def finish(self, arrival: Arrival) -> None:
        """Take a body that has come, or that nobody waits for, off the lists."""
        self._unfinished.discard(arrival)
        self._answered.discard(arrival)

    def _slowest(self) -> Arrival:
        now = asyncio.get_running_loop().time()

        def worth(one: Arrival) -> tuple[bool, float]:
            lead = one.lead_bytes(now)
            return (lead >= 0 or now - one.began < YOUNG_SECONDS, lead)

        return min(self._unfinished, key=worth)

    def _let_go(self, arrival: Arrival) -> None:
        self.finish(arrival)
        self.release(arrival)
        arrival.let_go()
        now = asyncio.get_running_loop().time()
        if now - self._said_at >= _QUIET_SECONDS:  # a crowd must not fill the log
            self._said_at = now
            log_event("crowded_with_senders")
