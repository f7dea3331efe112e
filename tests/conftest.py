"""Fixtures that every test may use: real SQLite and PostgreSQL, real keys, a whole office."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from xdist.scheduler import LoadGroupScheduling

from app import create_app
from app.database import migrate
from app.settings import Settings
from models.base import prepare_engine
from tests.office import CHEAP_COSTS, Clock, Office, make_office
from tests.postgres import Postgres, start_postgres
from tests.real_server import RealServer

DATABASES = ("sqlite", "postgresql")


# What takes longest begins first, so that no worker is left alone with it at the end.
LONG = ("tests/simulation/", "tests/browser/", "tests/faults/")
# What takes many seconds to set up for a whole module: the module stays with one worker.
TOGETHER = frozenset(
    {
        "tests/app/test_demo.py",
        "tests/app/test_server.py",
        "tests/faults/test_bad_files.py",
        "tests/faults/test_bad_input.py",
        "tests/service/test_planted_files.py",
    }
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the work of two workers; within a folder the shuffled order stays."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


class Together(LoadGroupScheduling):
    """Test by test to whoever is free, but for the modules that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        scope: str = module if module in TOGETHER else super()._split_scope(nodeid)
        return scope


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together | None:
    """Who gets which test, when more than one worker was asked for by groups."""
    return Together(config, log) if config.getoption("dist") == "loadgroup" else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own, one for each test process."""
    with start_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Office]]:
    """Offices made once and copied for each test, by database."""
    return {}


@pytest.fixture(params=DATABASES)
def office(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    furnished: dict[str, tuple[Path, Office]],
) -> Iterator[Office]:
    """An office with officers of every kind, on both databases."""
    kind = request.param
    server = request.getfixturevalue("postgres") if kind == "postgresql" else None
    if kind not in furnished:
        furnished[kind] = _furnish(tmp_path_factory.mktemp(kind), server)
    folder, template = furnished[kind]
    url = _copy(folder, tmp_path, server)
    engine = create_engine(url, hide_parameters=True, pool_size=16, max_overflow=80)
    prepare_engine(engine)
    yield Office(
        engine,
        tmp_path / "keys" / "prongsai.key",
        Clock(),
        template.slug,
        template.made,
        dict(template.officers),
        dict(template.totp),
    )
    engine.dispose()
    if server:
        server.drop(url)


@pytest.fixture
def real_server(office: Office, tmp_path: Path) -> Iterator[RealServer]:
    """The production server over this office's database."""
    url = office.engine.url.render_as_string(hide_password=False)
    server = RealServer(tmp_path, {"PRONGSAI_DATABASE_URL": url})
    server.start()
    yield server
    server.stop()


def settings_for(folder: Path, url: str | None = None, **more: str) -> Settings:
    """Settings of an installation in that folder."""
    environ = {"PRONGSAI_DATA_DIR": str(folder)} | more
    if url:
        environ["PRONGSAI_DATABASE_URL"] = url
    return Settings.from_environment(environ)


def _furnish(folder: Path, server: Postgres | None) -> tuple[Path, Office]:
    url = server.create("template_office") if server else None
    app = create_app(settings_for(folder, url), costs=CHEAP_COSTS)
    migrate(app)
    engine = app.extensions["prongsai"].engine
    # The keyring is valid from the day of its signing: early enough for every test's clock.
    made_on = datetime(2024, 10, 1, 3, tzinfo=UTC)
    office = make_office(engine, folder / "keys" / "prongsai.key", clock=Clock(made_on))
    if not server:
        with engine.connect() as connection:
            connection.execution_options(prongsai_writes=False)
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return folder, office


def _copy(folder: Path, to: Path, server: Postgres | None) -> str:
    shutil.copytree(folder / "keys", to / "keys")
    if server:
        return server.copy("template_office")
    shutil.copy(folder / "prongsai.db", to / "prongsai.db")
    (to / "prongsai.db").chmod(0o600)
    return f"sqlite:///{to / 'prongsai.db'}"
