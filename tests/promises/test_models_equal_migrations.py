"""The migrations build what the models say, go back to nothing, and are one numbered chain."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade
from sqlalchemy import CheckConstraint, inspect

from app import create_app
from app.database import MIGRATIONS, migrate, newest_revision, standing_revision
from models import db
from rules.states import Channel, Move
from tests.conftest import DATABASES, settings_for
from tests.fingerprints import fingerprints
from tests.office import CHEAP_COSTS, make_office

BOOK = "alembic_version"
FILES = sorted((MIGRATIONS / "versions").glob("*.py"))


@pytest.fixture(params=DATABASES)
def empty(request, tmp_path):
    """The application over a database in which nothing stands yet, and its engine."""
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    url = server.create("migrated") if server else None
    app = create_app(settings_for(tmp_path, url), costs=CHEAP_COSTS)
    engine = app.extensions["prongsai"].engine
    yield app, engine
    engine.dispose()
    if server:
        server.drop(url)


def _tables(engine):
    return set(inspect(engine).get_table_names()) - {BOOK}


def _go_back(app, to="base"):
    with app.app_context():
        downgrade(directory=str(MIGRATIONS), revision=to)


# The chain


def test_the_files_are_numbered_and_named_in_words():
    for number, file in enumerate(FILES, start=1):
        assert re.fullmatch(rf"{number:04}_[a-z]+(_[a-z]+)*\.py", file.name)


def test_they_are_one_chain_in_the_order_of_their_numbers():
    scripts = ScriptDirectory(str(MIGRATIONS))
    chain = [script.revision for script in scripts.walk_revisions()][::-1]
    assert chain == [file.name[:4] for file in FILES]
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1
    assert all(not script.is_branch_point for script in scripts.walk_revisions())


def test_no_migration_uses_what_later_code_could_change():
    for file in FILES:
        imported = re.findall(r"^(?:from|import) (\w+)", file.read_text("utf-8"), re.MULTILINE)
        assert set(imported) <= {"sqlalchemy", "alembic"}, file.name


# Up and down


def test_an_upgraded_database_is_what_the_models_say(empty):
    app, engine = empty
    assert _tables(engine) == set()
    assert migrate(app) == newest_revision()
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, db.metadata) == []
    assert _tables(engine) == set(db.metadata.tables)


def test_checks_keys_and_rowids_are_what_the_models_say(empty):
    """What autogenerate does not compare: named checks, and SQLite's tables without rowid."""
    app, engine = empty
    migrate(app)
    seen = inspect(engine)
    for table in db.metadata.sorted_tables:
        checks = {one["name"] for one in seen.get_check_constraints(table.name)}
        assert checks == _checks_of(table), table.name
        assert seen.get_pk_constraint(table.name)["name"] == table.primary_key.name
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            listed = connection.exec_driver_sql("PRAGMA table_list").all()
        rowless = {row[1] for row in listed if row[4] and not row[1].startswith("sqlite_")}
        wanted = {
            table.name
            for table in db.metadata.sorted_tables
            if table.dialect_options["sqlite"]["with_rowid"] is False
        }
        assert rowless == wanted


def _checks_of(table):
    return {one.name for one in table.constraints if isinstance(one, CheckConstraint)}


def test_down_to_the_ground_leaves_nothing(empty):
    app, engine = empty
    for _ in range(2):
        migrate(app)
        _go_back(app)
        assert _tables(engine) == set()
        assert standing_revision(engine) is None
    assert migrate(app) == newest_revision()


# With data


@pytest.fixture
def lived_in(empty):
    """An office with complaints of both channels, one of them answered."""
    app, engine = empty
    migrate(app)
    office = make_office(engine, app.extensions["prongsai"].settings.key_file)
    office.kept = office.file(narrative="เรื่องที่ต้องอยู่ครบ")
    office.file(Channel.GRIEVANCE, narrative="ไฟทางดับ")
    office.move("intake1", office.case_id(office.kept), Move.ACCEPT, note="รับไว้")
    return app, engine, office


def test_upgrading_again_changes_no_row(lived_in):
    app, engine, office = lived_in
    before = fingerprints(engine)
    assert before["complaint"][0] == 2
    migrate(app)
    assert fingerprints(engine) == before
    opened = office.open("intake1", office.case_id(office.kept))
    assert opened.answers[0].text == "เรื่องที่ต้องอยู่ครบ"


def test_the_first_migration_down_takes_all_data_with_it(lived_in):
    """There is nothing before it to go back to: a backup is the way back (docs/runbook.md)."""
    app, engine, _office = lived_in
    _go_back(app, FILES[0].name[:4])
    _go_back(app, "-1")
    assert _tables(engine) == set()
    migrate(app)
    assert all(rows == 0 for rows, _ in fingerprints(engine).values())


def test_nothing_of_a_case_is_left_in_the_file_after_going_down(lived_in):
    """secure_delete: what a migration drops is overwritten, not only forgotten."""
    app, engine, office = lived_in
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        handle = connection.exec_driver_sql("SELECT handle FROM complaint").scalars().first()
    _go_back(app)
    engine.dispose()
    folder = app.extensions["prongsai"].settings.data_dir
    assert not any(handle in file.read_bytes() for file in folder.glob("prongsai.db*"))
