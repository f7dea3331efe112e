"""Filing over HTTP by eight fresh clients at once, beside a floor of the same durable writes."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from bench.figures import milliseconds, percentile, print_table
from bench.installation import ROOT, Installation, installation
from crypto.tracking_code import derive_root, make_code
from models import db
from models.complaint import Complaint
from tests.real_server import RealServer, free_port

SIZES = (64, 256, 512)
THREADS = 16
FILED = ("complaint", "case_epoch", "sealed_object", "key_share", "case_event", "clock",
         "filing_retry", "register_counter")  # fmt: skip


def run() -> None:
    """Print reports a second, the floor's posts a second, and what fell by the wayside."""
    with installation() as here:
        server = RealServer(here.folder)
        server.start()
        try:
            _clients("report", server.port, 16)
            sizes = _row_sizes(here.app.extensions["prongsai"].engine)
            with _floor(here.folder, sizes) as port:
                _clients("floor", port, 64)
                rows = [_measure(here, server.port, port, size) for size in SIZES]
        finally:
            server.stop()
    one = milliseconds(lambda: derive_root(make_code(), bytes(16)), 15)
    print_table(
        "Filing: GET form, POST check with 1.8 kB of Thai, POST send; eight clients at once",
        ("reports", "reports/s", "send p50 ms", "send p99 ms", "any step p99 ms", "whole p50 ms",
         "floor posts/s", "of the floor", "errors", "lost or doubled"),
        rows,
    )  # fmt: skip
    print(f"One report writes {len(sizes)} rows, {sum(sizes):,} bytes, in one transaction.")
    print(f"One code costs {one:.1f} ms of one core: on two cores at most {2000 / one:.0f}/s.\n")


def _measure(here: Installation, port: int, floor: int, size: int) -> list[Any]:
    before = _count(here)
    filed, bare = _clients("report", port, size), _clients("floor", floor, size)
    good = [one for one in filed["told"] if one.get("number") and len(one["code"]) == 20]
    numbers = {one["number"] for one in good}
    gone = abs(_count(here) - before - size) + (len(good) - len(numbers))
    errors = len(filed["told"]) - len(good) + sum("error" in one for one in bare["told"])
    steps = [one[step] for one in good for step in ("form", "check", "send")]
    sends, whole = [one["send"] for one in good], [one["whole"] for one in good]
    rate, floor_rate = len(good) / filed["seconds"], size / bare["seconds"]
    return [
        size, rate, percentile(sends, 0.5), percentile(sends, 0.99), percentile(steps, 0.99),
        percentile(whole, 0.5), floor_rate, f"{rate / floor_rate:.0%}", errors, gone,
    ]  # fmt: skip


def _clients(errand: str, port: int, count: int) -> Any:
    command = [sys.executable, "-m", "bench.clients", errand, str(port), str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def _count(here: Installation) -> int:
    with here.app.extensions["prongsai"].engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Complaint)) or 0


def _row_sizes(engine: Engine) -> list[int]:
    """The bytes of each row that one report writes, as they stand after some reports."""
    sizes: list[int] = []
    with engine.connect() as connection:
        reports = connection.scalar(select(func.count()).select_from(Complaint)) or 1
        for name in FILED:
            rows = connection.execute(select(db.metadata.tables[name])).all()
            one_report = rows[: max(1, len(rows) // reports)]
            sizes += [sum(_bytes(value) for value in row) for row in one_report]
    return sizes


def _bytes(value: object) -> int:
    return len(value) if isinstance(value, bytes) else len(str(value))


@contextmanager
def _floor(folder: Path, sizes: list[int]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "bench.floor", str(folder), str(port), str(THREADS),
               json.dumps(sizes)]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    for _ in range(500):
        probe = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            probe.request("GET", "/healthz")
            probe.getresponse()
            return
        except OSError:
            time.sleep(0.02)
        finally:
            probe.close()
    raise RuntimeError("the floor does not answer")
