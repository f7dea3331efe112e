"""The whole service over a real database, with one office in it, for the tests of the edges."""

from pathlib import Path

from flask import Flask

from app import create_app
from app.database import migrate
from app.settings import Settings
from tests.office import CHEAP_COSTS, Clock, Office, make_office


def make_service(folder: Path, *, public_url: str = "") -> tuple[Flask, Office]:
    """The application and its office, on a fresh database in this folder."""
    settings = Settings.from_environment(
        {"PRONGSAI_DATA_DIR": str(folder / "var"), "PRONGSAI_PUBLIC_URL": public_url}
    )
    clock = Clock()
    app = create_app(settings, clock=clock, costs=CHEAP_COSTS)
    engine = app.extensions["prongsai"].engine
    migrate(app)
    return app, make_office(engine, settings.key_file, clock=clock)
