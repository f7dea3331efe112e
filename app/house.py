"""What every request and command works in: settings, database, keys, clock, prices."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from app.keys import KeyHolder
from app.settings import Settings
from crypto.file_stream import SealedSpool
from crypto.primitives import totp_code
from rules.thai_time import today_in_bangkok
from service.actors import Actor
from service.unit_of_work import Costs, UnitOfWork, begin

DEMO_FILE = "demo.json"


def wall_clock() -> datetime:
    """The moment, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class House:
    """Reached by the edges as `current_app.extensions["prongsai"]`."""

    settings: Settings
    engine: Engine
    key_holder: KeyHolder = field(repr=False)
    clock: Callable[[], datetime] = wall_clock
    costs: Costs = field(default_factory=Costs)

    def open_work(self, actor: Actor, *, writes: bool) -> AbstractContextManager[UnitOfWork]:
        """A unit of work in one transaction, which commits when the block ends well."""
        return begin(
            self.engine,
            actor=actor,
            keys=self.key_holder.current(),
            now=self.now(),
            costs=self.costs,
            writes=writes,
            clamd=self.settings.clamd,
        )

    def pin_root(self, agency_id: bytes, public: bytes) -> None:
        """Pin an agency's root in the key file.

        Called before the commit that needs it: an agency whose root is not pinned could never be
        used, while a root whose agency did not come to be does no harm.
        """
        self.key_holder.pin_root(agency_id, public)

    def now(self) -> datetime:
        """The moment, with its zone."""
        return self.clock()

    def today(self) -> date:
        """Today's date in Bangkok."""
        return today_in_bangkok(self.now())

    def spool(self) -> SealedSpool:
        """An empty place for one upload, which keeps only sealed bytes."""
        return SealedSpool(self.settings.data_dir / "uploads")

    def demo_digits(self) -> tuple[tuple[str, str, str], ...]:
        """Login, passphrase and six digits of each demo officer; empty without a demo.

        The demo's secrets stand in `demo.json`, made by `app.demo` on the first start.
        """
        file = self.settings.data_dir / DEMO_FILE
        if not file.exists():
            return ()
        at = int(self.now().timestamp())
        officers = json.loads(file.read_text("utf-8"))["officers"]
        return tuple(
            (one["login"], one["passphrase"], totp_code(bytes.fromhex(one["totp"]), at))
            for one in officers
        )
