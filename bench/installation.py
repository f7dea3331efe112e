"""An installation to be measured: on a real disk, with the production price of every hash."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask

from app import create_app
from app.database import migrate
from app.settings import Settings
from tests.office import CHEAP_COSTS, Clock, Office, make_office

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "var" / "bench"


@dataclass(frozen=True)
class Installation:
    """A folder with a database and keys, one office in it, and the application over it.

    Only the application of this process pays cheap hashes; a server started over the folder pays
    the real ones.
    """

    folder: Path
    app: Flask
    office: Office

    @property
    def clock(self) -> Clock:
        """The clock of the application in this process."""
        return self.office.clock


@contextmanager
def installation(url: str = "") -> Iterator[Installation]:
    """A fresh installation, removed afterwards; in a database of its own unless one is given."""
    PLACE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=PLACE))
    clock = Clock(datetime(2024, 10, 1, 3, tzinfo=UTC))
    given = {"PRONGSAI_DATABASE_URL": url} if url else {}
    settings = Settings.from_environment({"PRONGSAI_DATA_DIR": str(folder)} | given)
    app = create_app(settings, clock=clock, costs=CHEAP_COSTS)
    try:
        migrate(app)
        engine = app.extensions["prongsai"].engine
        office = make_office(engine, settings.key_file, clock=clock)
        # The keyring is signed in the past, so that it holds for whatever day is measured.
        clock.now = datetime.now(UTC) - timedelta(minutes=1)
        yield Installation(folder, app, office)
        engine.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
