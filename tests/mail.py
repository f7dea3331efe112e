"""Addresses for officers, what waits in the outbox, and a house that sends, for tests of mail."""

from collections.abc import Mapping

from sqlalchemy import select

from app.house import House
from app.keys import KeyHolder
from app.settings import Settings
from models.officer import Officer
from models.outbox import OutboxRow
from service.actors import AgencyClerk
from tests.office import CHEAP_COSTS, Office


def address_of(login: str) -> str:
    """The address that a test gives this officer."""
    return f"{login}@office.example"


def give_addresses(office: Office, *logins: str) -> list[bytes]:
    """The ids of these officers, who can be written to from now on."""
    with office.work(AgencyClerk(office.agency_id)) as work:
        rows = {row.login: row for row in work.rows(select(Officer))}
        for login in logins:
            rows[login].email = address_of(login)
        return [rows[login].id for login in logins]


def outbox(office: Office) -> list[OutboxRow]:
    """Every row of the outbox, the oldest first."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(OutboxRow).order_by(OutboxRow.send_after, OutboxRow.id))


def house_of(office: Office, environ: Mapping[str, str]) -> House:
    """The office as the composition root sees it, with these settings and the office's clock."""
    given = {"PRONGSAI_DATA_DIR": str(office.key_path.parents[1])} | dict(environ)
    return House(
        settings=Settings.from_environment(given),
        engine=office.engine,
        key_holder=KeyHolder(office.key_path),
        clock=office.clock,
        costs=CHEAP_COSTS,
    )
