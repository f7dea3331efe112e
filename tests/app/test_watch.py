"""The watcher of the served program: looks, survives, ends; and the command that looks once."""

import logging
import threading
import time
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from app import watch as watching
from app.commands import main
from app.log import EVENT, AllowListFormatter
from app.watch import ERRANDS, Look, Watcher, look_everywhere
from models.clock import ClockReminder, ClockRow
from models.history import CaseEvent
from rules.states import EventKind
from service.actors import AgencyClerk, AllAgencies
from service.errors import Busy
from tests.office import Clock, make_office
from tests.real_server import RealServer
from tests.service.keeping_scenes import append_by_sql
from tests.serving import make_service
from tests.two_persons import closed_case

SECRET = "0812345678 ครูสมศรี"


@pytest.fixture
def service(tmp_path):
    return make_service(tmp_path)


@pytest.fixture
def house(service):
    return service[0].extensions["prongsai"]


@pytest.fixture
def office(service):
    return service[1]


def given(office):
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(ClockReminder))


def run(house, *errands):
    """The watcher until its last errand has been called twice, then stopped."""
    twice, calls = threading.Event(), []

    def last(_house):
        calls.append(1)
        if len(calls) > 1:
            twice.set()

    watcher = Watcher(house, (*errands, last), seconds=0.01).start()
    assert twice.wait(20)
    watcher.stop()
    return len(calls)


def make_old(office):
    """Every clock fell due years ago."""
    days = {"starts_on": date(2020, 1, 1), "due_on": date(2020, 1, 16)}
    with office.work(AllAgencies("years pass")) as work:
        work.session.execute(update(ClockRow).values(**days))


def events(caplog):
    return [record.__dict__.get(EVENT) for record in caplog.records]


def test_a_look_gives_what_is_due_over_every_agency_and_nothing_twice(house, office, service):
    second = make_office(office.engine, office.key_path, slug="second", clock=office.clock)
    office.file()
    second.file()
    office.clock.now = datetime(2026, 12, 9, 3, tzinfo=UTC)
    # Each case: five days of its first answer, three of its screening.
    assert look_everywhere(house) == Look(16, 0)
    assert look_everywhere(house) == Look(0, 0)
    assert len(given(office)) == len(given(second)) == 8


def test_a_long_catching_up_goes_in_steps_and_gives_everything(house, office, monkeypatch):
    monkeypatch.setattr(watching, "CLOCKS_AT_ONCE", 3)
    for _ in range(5):
        office.file()
    office.clock.now = datetime(2026, 12, 9, 3, tzinfo=UTC)
    assert look_everywhere(house) == Look(40, 0)
    assert len(given(office)) == 40


def test_the_watcher_looks_again_and_again_until_it_is_stopped(house, office):
    office.file()
    office.clock.now = datetime(2026, 12, 9, 3, tzinfo=UTC)
    run(house, *ERRANDS)
    assert len(given(office)) == 8
    assert not [thread for thread in threading.enumerate() if thread.name == "watch"]


def test_the_watcher_ends_with_its_process(house):
    watcher = Watcher(house, ())
    assert watcher._thread.daemon


def test_an_errand_that_fails_is_a_line_without_values_and_the_next_goes_on(house, caplog):
    def fails(_house):
        raise ValueError(SECRET)

    def is_busy(_house):
        raise Busy

    with caplog.at_level(logging.INFO, logger="prongsai"):
        assert run(house, fails, is_busy) >= 2
    assert {"watch_failed", "watch_busy"} <= set(events(caplog))
    lines = [AllowListFormatter().format(record) for record in caplog.records]
    assert any("event=watch_failed error=ValueError" in line for line in lines)
    assert SECRET not in "".join(lines)


def test_an_agency_that_fails_does_not_stop_the_others(house, office, caplog, monkeypatch):
    second = make_office(office.engine, office.key_path, slug="second", clock=office.clock)
    office.file()
    second.file()
    office.clock.now = datetime(2026, 12, 9, 3, tzinfo=UTC)
    real = watching.watch

    def watch(work, most):
        if work.agency_id == office.agency_id:
            raise RuntimeError(SECRET)
        return real(work, most)

    monkeypatch.setattr(watching, "watch", watch)
    with caplog.at_level(logging.INFO, logger="prongsai"):
        assert look_everywhere(house) == Look(8, 1)
    assert given(office) == [] and len(given(second)) == 8
    assert events(caplog) == ["watch_failed"]


def test_a_locked_database_is_tried_again_at_the_next_look(house, office, caplog):
    office.file()
    office.clock.now = datetime(2026, 12, 9, 3, tzinfo=UTC)
    with house.engine.connect() as writer, caplog.at_level(logging.INFO, logger="prongsai"):
        writer.exec_driver_sql("SELECT 1")  # BEGIN IMMEDIATE holds the write lock
        look = look_everywhere(house)
    assert look == Look(0, 1)
    assert events(caplog) == ["watch_busy"]
    assert look_everywhere(house) == Look(8, 0)


def test_the_command_looks_once_and_says_what_came_of_it(tmp_path, monkeypatch, capsys):
    app, office = make_service(tmp_path)
    office.file()
    monkeypatch.setenv("PRONGSAI_DATA_DIR", str(tmp_path / "var"))

    def look() -> list[str]:
        assert main(["clocks", "watch"]) == 0
        return capsys.readouterr().out.splitlines()

    none = "0 names were erased, because their time was over."
    assert look() == ["0 reminders were given.", none]
    make_old(office)
    assert look() == ["10 reminders were given.", none]
    assert look() == ["0 reminders were given.", none]


def test_the_command_ends_what_is_kept_no_longer_as_the_served_program_does(
    tmp_path, monkeypatch, capsys
):
    _, office = make_service(tmp_path)
    years_ago = Clock(datetime(2024, 11, 25, 3, tzinfo=UTC))
    old = make_office(office.engine, office.key_path, slug="second", clock=years_ago)
    name = {"identity_mode": "confidential", "contact_name": "นางผู้แจ้ง จริงใจ"}
    sound, broken = closed_case(old, **name), closed_case(old, **name)
    append_by_sql(old, broken, EventKind.CLOSED)
    monkeypatch.setenv("PRONGSAI_DATA_DIR", str(tmp_path / "var"))
    assert main(["clocks", "watch"]) != 0
    said = capsys.readouterr()
    assert "1 names were erased" in said.out and "doctor" in said.err
    with old.work(AgencyClerk(old.agency_id), writes=False) as work:
        expired = select(CaseEvent.case_id).where(CaseEvent.kind == int(EventKind.IDENTITY_EXPIRED))
        assert [one.hex() for one in work.rows(expired)] == [sound]


def test_the_served_program_catches_up_when_it_starts(tmp_path):
    _, office = make_service(tmp_path)
    office.file()
    make_old(office)
    server = RealServer(tmp_path / "var")
    server.start()
    try:
        until = time.monotonic() + 20
        while not given(office) and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        server.stop()
    assert len(given(office)) == 10
