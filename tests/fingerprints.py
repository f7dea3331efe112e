"""What stands in the database, in a few bytes, so that a test can say that nothing changed."""

import hashlib

from sqlalchemy import Engine, select

from models import db


def fingerprints(engine: Engine, *, without: tuple[str, ...] = ()) -> dict[str, tuple[int, str]]:
    """The number of rows and the hash of each table that is not left out."""
    with engine.connect() as connection:
        return {
            table.name: _of_rows(
                sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            )
            for table in db.metadata.sorted_tables
            if table.name not in without
        }


def _of_rows(rows: list[str]) -> tuple[int, str]:
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
