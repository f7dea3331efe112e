"""Evidence of several sizes, sealed while it comes in, and what that does to memory.

The most that any process of the server grew counts, children for pictures apart.
"""

import os
import time
from pathlib import Path

from bench.figures import percentile, print_table
from bench.installation import installation
from bench.processes import family_of, peak_mb, resident_mb
from tests.real_server import RealServer
from tests.reporter_client import ReporterClient

SIZES_MB = (5, 20, 50)
TIMES = 3
MB = 1024 * 1024


def run() -> None:
    """Print MB/s, the rate of the bare disk in the same folder, and the worker's growth."""
    rows = []
    with installation() as here:
        server = RealServer(here.folder)
        server.start()
        try:
            assert server.process is not None
            _send(server.port, 1)
            family = family_of(server.process.pid)
            for size in SIZES_MB:
                rows.append(_measure(here.folder, server.port, family, size))
        finally:
            server.stop()
    print_table(
        "Attachments: one file by multipart over HTTP, sealed, in the database; median of three",
        ("MB", "seconds", "MB/s", "bare write and fsync MB/s", "of it", "resident before, MB",
         "peak growth, MB"),
        rows,
    )  # fmt: skip


def _measure(folder: Path, port: int, family: list[int], size: int) -> list[str | int | float]:
    before = {one: resident_mb(one) for one in family}
    for one in family:
        Path(f"/proc/{one}/clear_refs").write_text("5")
    taken = percentile([_send(port, size) for _ in range(TIMES)], 0.5)
    grown = max(peak_mb(one) - before[one] for one in family)
    bare = percentile([_write(folder, size) for _ in range(TIMES)], 0.5)
    return [
        size,
        taken,
        size / taken,
        size / bare,
        f"{bare / taken:.0%}",
        sum(before.values()),
        grown,
    ]


def _send(port: int, size_mb: int) -> float:
    """Seconds of one upload to a case of its own."""
    client = ReporterClient(port, timeout=300)
    client.confirm(client.file("เรื่องที่มีไฟล์แนบขนาดใหญ่"))
    token = client.get("/sample/f/evidence").hidden["token"]
    body = b"%PDF-1.4\n" + os.urandom(size_mb * MB - 20) + b"\n%%EOF\n"
    begun = time.perf_counter()
    answer = client.send_file("/sample/f/evidence", "evidence.pdf", body, token=token)
    taken = time.perf_counter() - begun
    if answer.status != 200:
        raise RuntimeError(f"the upload was answered {answer.status}")
    return taken


def _write(folder: Path, size_mb: int) -> float:
    body, file = os.urandom(size_mb * MB), folder / "bare"
    begun = time.perf_counter()
    with file.open("wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
    taken = time.perf_counter() - begun
    file.unlink()
    return taken
