"""The database: one declarative base, naming convention, column types, SQLite's manners."""

from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, LargeBinary, MetaData, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

ID_BYTES = 16

# Execution option of a connection: a unit of work that will write takes SQLite's write lock at
# once, so that it cannot fail half-way with a snapshot grown old.
WRITES = "prongsai_writes"


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


db = SQLAlchemy(model_class=Base)

Id = LargeBinary(ID_BYTES)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. Used for officers' doings only, never for a reporter's."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC; a naive one is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The instant with its zone; SQLite gives it back without."""
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


# Apart from the register number nothing may tell in which order cases of one day came: tables of
# random ids have no hidden rowid on SQLite. (PostgreSQL has no such option; decisions D.)
NO_ROWID = {"sqlite_with_rowid": False}

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA busy_timeout=10000",
    "PRAGMA temp_store=MEMORY",
    # Ids are random, so an errand over many cases touches pages everywhere: they are read through
    # the system's own cache, and up to 64 MiB of those in use are kept by each connection.
    "PRAGMA mmap_size=1073741824",
    "PRAGMA cache_size=-65536",
    # A large upload would otherwise leave a log of its size behind.
    "PRAGMA journal_size_limit=8388608",
)


def prepare_engine(engine: Engine) -> None:
    """Give an engine's connections our settings; on SQLite our own BEGIN (decisions, house).

    Python's driver begins lazily and only before writes; with `isolation_level = None` it leaves
    that to us. `synchronous=FULL` is what makes an acknowledged commit survive a power cut.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _settle(raw: Any, _record: object) -> None:
        raw.isolation_level = None
        cursor = raw.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
