"""The desk's first pages with a hundred, a thousand and ten thousand cases that can be opened."""

import time
from datetime import UTC, datetime, timedelta

from bench.clients import WORDS
from bench.figures import milliseconds, print_table
from bench.installation import Installation, installation
from crypto.primitives import random_bytes
from crypto.tracking_code import private_branch, public_branch
from rules.states import Channel
from service.actors import Reporter
from service.case_filing import ReporterSide, file_case
from service.exclusions import Exclusions
from service.inputs import load_draft
from service.keyring import open_keyring
from service.sealing import new_id
from tests.web.desk_client import Desk

SIZES = (100, 1_000, 10_000)
AT_A_TIME = 500
TIMES = 11
PAGES = {
    "today": "/desk/",
    "list, first page": "/desk/cases",
    "list, all, last page": "/desk/cases?show=all&page=999999",
    "help": "/desk/help",
}


def run() -> None:
    """Print how long a page takes as cases grow, and the first list after a night's filings."""
    rows, filed = [], 0
    with installation() as here:
        for turn, size in enumerate(SIZES):
            seconds = _file(here, size - filed)
            made, filed = (size - filed) / seconds, size
            # A second factor's digits are taken once, so each turn signs in some minutes later.
            here.clock.now = datetime.now(UTC) + timedelta(minutes=10 * turn)
            desk = Desk(here.app, here.office)
            if desk.sign_in("intake1").status_code != 303:
                raise RuntimeError("nobody is signed in")
            begun = time.perf_counter()
            desk.get("/desk/")
            first = (time.perf_counter() - begun) * 1000
            taken = [_time(desk, address) for address in PAGES.values()]
            rows.append([size, *taken, first, made])
    print_table(
        "Desk: milliseconds a page, in the process, without the network",
        ("cases", *PAGES, "first list of all new cases", "cases made/s"),
        rows,
    )


def _time(desk: Desk, address: str) -> float:
    def ask() -> None:
        answer = desk.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    return milliseconds(ask, TIMES)


def _file(here: Installation, count: int) -> float:
    """Seconds that it took to make so many real cases, spread over the last ten months."""
    begun, today = time.perf_counter(), datetime.now(UTC)
    draft = load_draft(Channel.CORRUPTION, {"narrative": WORDS, "subject": "ถนนบางกว่าแบบ"})
    for start in range(0, count, AT_A_TIME):
        here.clock.now = today - timedelta(days=300 - 300 * start // count, minutes=1)
        with here.office.work(Reporter(here.office.agency_id)) as work:
            keyring = open_keyring(work, Channel.CORRUPTION)
            for _ in range(min(AT_A_TIME, count - start)):
                # The root of a code that nobody keeps: the slow hash is left out, nothing else.
                root = random_bytes(32)
                side = ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))
                file_case(work, draft, keyring, Exclusions(), side, new_id())
                work.session.expunge_all()
    return time.perf_counter() - begun
