"""The whole service over a real database, with one office in it, for the tests of the edges."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from flask import Flask

from app import create_app
from app.database import migrate
from app.settings import Settings
from tests.office import CHEAP_COSTS, Clock, Office, make_office


def make_service(folder: Path, *, public_url: str = "") -> tuple[Flask, Office]:
    """The application and its office, on a database of its own in this folder."""
    template, made = _furnished()
    shutil.copytree(template / "var", folder / "var")
    app = _app(folder, clock := Clock(), public_url)
    office = Office(
        app.extensions["prongsai"].engine,
        folder / "var" / "keys" / "prongsai.key",
        clock,
        made.slug,
        made.made,
        dict(made.officers),
        dict(made.totp),
    )
    return app, office


@cache
def _furnished() -> tuple[Path, Office]:
    """An office made once in this process and copied after, with the folder that it stands in."""
    folder = Path(tempfile.mkdtemp(prefix="prongsai-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    app = _app(folder, clock := Clock(), "")
    engine = app.extensions["prongsai"].engine
    migrate(app)
    office = make_office(engine, folder / "var" / "keys" / "prongsai.key", clock=clock)
    # The last connection that closes carries the log over into the file that is copied.
    engine.dispose()
    return folder, office


def _app(folder: Path, clock: Clock, public_url: str) -> Flask:
    settings = Settings.from_environment(
        {"PRONGSAI_DATA_DIR": str(folder / "var"), "PRONGSAI_PUBLIC_URL": public_url}
    )
    return create_app(settings, clock=clock, costs=CHEAP_COSTS)
