"""From the start of the process to the first answer, and the memory of an idle service."""

import time

from bench.figures import print_table
from bench.installation import installation
from bench.processes import family_of, proportional_mb, resident_mb
from tests.real_server import RealServer
from tests.reporter_client import ReporterClient

TIMES = 3


def run() -> None:
    """Print three starts over the same installation."""
    rows = []
    with installation() as here:
        for turn in range(1, TIMES + 1):
            server = RealServer(here.folder)
            begun = time.perf_counter()
            server.start()
            taken = time.perf_counter() - begun
            try:
                rows.append([turn, taken, *_memory(server)])
            finally:
                server.stop()
    print_table(
        "Start of the production server, and memory of all its processes together",
        ("start", "seconds to the first answer", "processes", "resident idle, MB",
         "proportional idle, MB", "proportional after one page of each kind, MB"),
        rows,
    )  # fmt: skip


def _memory(server: RealServer) -> list[int | float]:
    assert server.process is not None
    family = family_of(server.process.pid)
    idle = [
        len(family),
        sum(resident_mb(one) for one in family),
        sum(proportional_mb(one) for one in family),
    ]
    client = ReporterClient(server.port)
    client.confirm(client.file("เรื่องแรกหลังเปิดเครื่อง"))
    client.get("/sample/disclosure/statistics")
    return [*idle, sum(proportional_mb(one) for one in family_of(server.process.pid))]
