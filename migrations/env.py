"""Runs migrations inside the app's context, on the app's engine."""

from alembic import context
from flask import current_app

import models  # noqa: F401 -- every table must be known
from models.base import db

target_metadata = db.metadata


def run_migrations_online() -> None:
    """Run what is missing, each migration in one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_as_batch=True,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations_online()
