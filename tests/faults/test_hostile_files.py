"""Bombs and files of two kinds: refused within limits of time and memory, or cleaned of both.

`clean` is asked as an upload asks it. The memory of this process and that of the largest child are
measured; nothing raises, nothing hangs, and nothing of the second kind comes through.
"""

import io
import os
import resource
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from crypto.file_stream import SealedSpool
from service.cleaning import Cleaned, Withheld, clean
from service.evidence_kinds import kind_of
from tests.faults.conftest import Besieged
from tests.faults.raw_http import resident_bytes
from tests.planted.canaries import found_in
from tests.planted.hostile import BOMBS
from tests.planted.hostile_packages import MEBIBYTE
from tests.planted.opened import everything_in
from tests.planted.polyglots import ALIEN, POLYGLOTS

# Two bombs run until their limit of processor time, which is long on a busy machine.
pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

CHILD_MOST = 900 * MEBIBYTE
OWN_GROWTH_MOST = 24 * MEBIBYTE
SECONDS_MOST = 75
OUT_MOST = 64 * MEBIBYTE
FILING_SECONDS_MOST = 20
TOGETHER = (
    ("a.docx", "DOCX: 400 MiB in half a mebibyte"),
    ("a.pdf", "PDF: a picture of 900 megapixels"),
    ("b.pdf", "PDF: 50,000 pages"),
    ("a.png", "PNG: texts and a profile of 300 MiB"),
    ("b.docx", "DOCX: 20,000 parts"),
    ("a.mp4", "MP4: 400,000 boxes"),
)


@dataclass(frozen=True)
class Outcome:
    """What became of a file, and what it cost."""

    told: Cleaned | Withheld | None
    copy: bytes
    seconds: float
    own_growth: int
    child_peak: int
    """What the largest child needed, where it is the largest that this process ever had."""


def put_through(content: bytes, folder: Path) -> Outcome:
    """The file told, spooled and cleaned, in the steps of an upload; None when its kind is not
    taken. The body itself is not counted: it stands here only because a test made it."""
    kind = kind_of(content[:4096])
    if kind is None:
        return Outcome(None, b"", 0, 0, 0)
    spool, new = SealedSpool(folder), SealedSpool(folder, OUT_MOST)
    for start in range(0, len(content), MEBIBYTE):
        spool.write(content[start : start + MEBIBYTE])
    spool.finish()
    Path("/proc/self/clear_refs").write_text("5")
    before, began, largest = _status("VmRSS"), time.monotonic(), _largest_child()
    told = clean(spool, kind, new)
    seconds, growth = time.monotonic() - began, _status("VmHWM") - before
    copy = b"".join(new.chunks()) if isinstance(told, Cleaned) else b""
    peak = _largest_child()
    return Outcome(told, copy, seconds, growth, peak if peak > largest else 0)


def _largest_child() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def _check_limits(outcome: Outcome) -> None:
    assert outcome.seconds < SECONDS_MOST
    assert outcome.own_growth < OWN_GROWTH_MOST
    assert outcome.child_peak < CHILD_MOST
    assert len(outcome.copy) < OUT_MOST
    assert _children() == []


def _children() -> list[int]:
    """Processes of ours that were left behind."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # a thread that ended meanwhile
            found += [int(pid) for pid in (task / "children").read_text().split()]
    return [pid for pid in found if "service/" in _command(pid)]


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_its_child_and_nothing_else(name: str, tmp_path: Path) -> None:
    outcome = put_through(BOMBS[name](), tmp_path)
    _check_limits(outcome)
    assert found_in(b"\n".join(everything_in(outcome.copy))) == []
    if not isinstance(outcome.told, Cleaned):
        assert isinstance(outcome.told, Withheld) or outcome.told is None
        assert outcome.copy == b""
    assert b"root:" not in b"\n".join(everything_in(outcome.copy))


@pytest.mark.parametrize("name", POLYGLOTS)
def test_of_two_kinds_one_comes_through_at_most(name: str, tmp_path: Path) -> None:
    outcome = put_through(POLYGLOTS[name](), tmp_path)
    _check_limits(outcome)
    whole = b"\n".join(everything_in(outcome.copy))
    assert ALIEN not in whole
    assert found_in(whole) == []
    assert not _is_foreign_archive(outcome.copy)


def _is_foreign_archive(content: bytes) -> bool:
    """Whether it opens as a ZIP though it is no Office document."""
    if content[:4] == b"PK\3\4" or not content:
        return False
    return zipfile.is_zipfile(io.BytesIO(content))


def test_six_bombs_at_once_hold_up_no_filing(besieged: Besieged) -> None:
    """Two children at a time; the others wait. The server itself hardly grows."""
    own = besieged.server.process.pid
    before = resident_bytes(own)
    clients = [besieged.followed() for _ in TOGETHER]
    with ThreadPoolExecutor(len(TOGETHER) + 1) as pool:
        sending = [
            pool.submit(client.attach, name, BOMBS[bomb]())
            for client, (name, bomb) in zip(clients, TOGETHER, strict=True)
        ]
        is_over = threading.Event()
        most = pool.submit(_peak, own, is_over)
        began = time.monotonic()
        assert len(besieged.client().file("ระหว่างนั้น").code) == 20
        filed_after = time.monotonic() - began
        statuses = [one.result().status for one in sending]
        is_over.set()
    assert filed_after < FILING_SECONDS_MOST
    assert set(statuses) <= {200, 413, 415, 429, 503}, statuses
    assert most.result() - before < 2 * CHILD_MOST
    assert resident_bytes(own) - before < 4 * OWN_GROWTH_MOST


def _peak(pid: int, is_over: threading.Event) -> int:
    """The most that a process and its descendants held at a time."""
    most = 0
    while not is_over.wait(0.05):
        most = max(most, resident_bytes(pid))
    return most


def test_the_search_finds_what_comes_through_uncleaned() -> None:
    for name, make in POLYGLOTS.items():
        assert ALIEN in b"\n".join(everything_in(make())), name
    assert _is_foreign_archive(POLYGLOTS["a JPEG and a ZIP"]())


def test_file_after_file_leaves_no_descriptor_behind(tmp_path: Path) -> None:
    small = POLYGLOTS["a WAV and a ZIP"]()
    put_through(small, tmp_path)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(8):
        put_through(small, tmp_path)
    assert len(os.listdir("/proc/self/fd")) <= before
