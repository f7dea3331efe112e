"""The database of an installation: made private, joined to the app, brought up to date."""

import logging
import os
from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate, upgrade
from sqlalchemy import Engine

from app.settings import Settings
from models import db
from models.base import prepare_engine

MIGRATIONS: Final = Path(__file__).resolve().parent.parent / "migrations"


def join_database(app: Flask, settings: Settings) -> Engine:
    """The app's engine, with our settings on every connection."""
    make_private(settings)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(settings)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    with app.app_context():
        engine = db.engine
    prepare_engine(engine)
    return engine


def _engine_options(settings: Settings) -> dict[str, Any]:
    # hide_parameters: a statement that fails must not carry somebody's words into a log.
    # One connection a thread, and one for the questions of /readyz.
    return {
        "hide_parameters": True,
        "pool_size": settings.threads + 1,
        "max_overflow": 2,
        "pool_pre_ping": settings.database_file is None,
    }


def make_private(settings: Settings) -> None:
    """Make the folder 0700 and the SQLite file 0600; its -wal and -shm files follow it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.data_dir.chmod(0o700)
    file = settings.database_file
    if file is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Never opened when it is there: closing it would drop this process's locks on it, and whoever
    # closes a connection next would take itself for the last and remove the log of the others.
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    file.chmod(0o600)


def migrate(app: Flask) -> str:
    """The revision after every migration has run."""
    with app.app_context():
        upgrade(directory=str(MIGRATIONS))
        logging.getLogger("alembic").setLevel(logging.WARNING)
        return standing_revision(db.engine) or ""


def standing_revision(engine: Engine) -> str | None:
    """The revision that the database stands at, or None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The newest revision that this program ships."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head()
