"""The desk's first pages with a thousand to ten thousand open cases, on SQLite and PostgreSQL.

The worst that an office can be in: every case open, unanswered and long overdue. What is filed
costs minutes, so each size goes on from the one before. The first list after a night's filings
tries every new share once; it is asked for, and printed, apart.
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
from tests.postgres import start_postgres
from tests.web.desk_client import Desk

SIZES = (1_000, 3_000, 10_000)
AT_A_TIME = 100
DAYS = 300
TIMES = 11
MANY = 3
"""How often a page is asked for that opens a whole year."""
PAGES = {
    "today": "/desk/",
    "list, first page": "/desk/cases",
    "list, all, last page": "/desk/cases?show=all&page=999999",
    "list, one channel": "/desk/cases?channel=corruption",
    "list, mine": "/desk/cases?show=mine",
    "list, ended": "/desk/cases?show=closed",
    "register, last page": "/desk/register",
    "help (opens nothing)": "/desk/help",
}
WHOLE = {"register to print": "/desk/register/print", "register as XLSX": "/desk/register/sheet"}


def run() -> None:
    """Print how long each page takes as cases grow, with how it grows, on both databases."""
    with installation() as here:
        _measure("SQLite", here)
    with start_postgres() as server, installation(server.create("bench_desk")) as here:
        _measure("PostgreSQL", here)


def _measure(database: str, here: Installation) -> None:
    taken: dict[str, list[float]] = {}
    made, first, filed = [], [], 0
    for turn, size in enumerate(SIZES):
        made.append((size - filed) / _file(here, size - filed))
        filed = size
        # What ten thousand filings leave behind in this process is no part of the desk's work.
        gc.collect()
        gc.freeze()
        with _signed_in(here, turn) as desk:
            begun = time.perf_counter()
            desk.get("/desk/")
            first.append((time.perf_counter() - begun) * 1000)
            for name, address in PAGES.items():
                taken.setdefault(name, []).append(_time(desk, address, TIMES))
            for name, address in WHOLE.items():
                taken.setdefault(name, []).append(_time(desk, address, MANY))
    taken["first list of all new cases"] = first
    rows = [[name, *times, times[-1] / times[0]] for name, times in taken.items()]
    heads = [f"{size:,} cases" for size in SIZES]
    growth = f"grows, for {SIZES[-1] // SIZES[0]} times the cases"
    print_table(
        f"Desk on {database}: milliseconds a page, in the process, without the network",
        ("page", *heads, growth),
        rows,
    )
    print("cases made a second:", ", ".join(f"{rate:.0f}" for rate in made))


@contextmanager
def _signed_in(here: Installation, turn: int) -> Iterator[Desk]:
    # A second factor's digits are taken once, so each turn signs in some minutes later.
    here.clock.now = datetime.now(UTC) + timedelta(minutes=10 * turn)
    desk = Desk(here.app, here.office)
    if desk.sign_in("intake1").status_code != 303:
        raise RuntimeError("nobody is signed in")
    yield desk


def _time(desk: Desk, address: str, times: int) -> float:
    def ask() -> None:
        answer = desk.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    return milliseconds(ask, times)


def _file(here: Installation, count: int) -> float:
    """Seconds that it took to make so many real cases, spread over the last ten months."""
    begun, today = time.perf_counter(), datetime.now(UTC)
    draft = load_draft(Channel.CORRUPTION, {"narrative": WORDS, "subject": "ถนนบางกว่าแบบ"})
    for start in range(0, count, AT_A_TIME):
        here.clock.now = today - timedelta(days=DAYS - DAYS * start // count, minutes=1)
        with here.office.work(Reporter(here.office.agency_id)) as work:
            keyring = open_keyring(work, Channel.CORRUPTION)
            for _ in range(min(AT_A_TIME, count - start)):
                # The root of a code that nobody keeps: the slow hash is left out, nothing else.
                root = random_bytes(32)
                side = ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))
                file_case(work, draft, keyring, Exclusions(), side, new_id())
                work.session.expunge_all()
    return time.perf_counter() - begun
