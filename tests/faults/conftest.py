"""One production server for a whole module of bad input, with a neighbour on the same database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.database import migrate
from models.complaint import Complaint
from service.actors import AgencyClerk
from tests.conftest import settings_for
from tests.office import CHEAP_COSTS, Clock, Office, make_office
from tests.real_server import RealServer
from tests.reporter_client import Page, ReporterClient

GENUINE = "เรื่องจริงที่ต้องอยู่ครบ ไม่ว่าใครจะส่งอะไรมา"


@dataclass
class Besieged:
    """A server under attack, and the report that must outlive it."""

    app: Flask
    office: Office
    neighbour: Office
    server: RealServer
    receipt: Page
    neighbours_receipt: Page

    @property
    def port(self) -> int:
        return self.server.port

    def client(self) -> ReporterClient:
        return ReporterClient(self.server.port)

    def followed(self) -> ReporterClient:
        """A client that follows a new report of its own."""
        client = self.client()
        assert client.confirm(client.file("เรื่องที่จะแนบไฟล์")).status == 200
        return client

    def check_unharmed(self) -> None:
        """The genuine report opens as it was sent, and a new one can be filed."""
        opened = self.office.open("intake1", self.genuine_id)
        assert opened.answers[0].text == GENUINE
        assert len(self.client().file("หลังการโจมตี").code) == 20

    @property
    def genuine_id(self) -> str:
        """The case id of the genuine report."""
        return self.case_id(self.receipt)

    def case_id(self, receipt: Page) -> str:
        """The id of the case with that receipt's number."""
        number, year = receipt.receipt_no.split("/")
        with self.office.work(AgencyClerk(self.office.agency_id), writes=False) as work:
            numbered = select(Complaint).where(
                Complaint.channel == "corruption",
                Complaint.register_number == int(number),
                Complaint.register_year_be == int(year),
            )
            return work.session.scalars(numbered).one().id.hex()


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    """Two agencies, a running server, and one genuine report to each; sound at the end."""
    folder = tmp_path_factory.mktemp("besieged")
    clock = Clock(datetime(2024, 10, 1, 3, tzinfo=UTC))
    settings = settings_for(folder)
    app = create_app(settings, clock=clock, costs=CHEAP_COSTS)
    migrate(app)
    engine = app.extensions["prongsai"].engine
    office = make_office(engine, settings.key_file, clock=clock)
    neighbour = make_office(engine, settings.key_file, slug="neighbour", clock=clock)
    clock.now = datetime.now(UTC)
    server = RealServer(folder)
    server.start()
    receipts = [ReporterClient(server.port, slug).file(GENUINE) for slug in ("sample", "neighbour")]
    siege = Besieged(app, office, neighbour, server, *receipts)
    yield siege
    siege.check_unharmed()
    server.stop()
    engine.dispose()
