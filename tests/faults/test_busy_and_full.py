"""A locked database, a full disk, clients that dawdle: a page that says so, and then it goes on."""

import os
import resource
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from rules.words import ERRORS
from tests.faults.conftest import Besieged
from tests.faults.raw_http import tree
from tests.office import Office
from tests.real_server import RealServer
from tests.reporter_client import Page, ReporterClient
from tests.web.desk_client import Desk
from tests.web.desk_client import Page as DeskPage

pytestmark = pytest.mark.faults

DAWDLERS = 40
PATIENCE_SECONDS = 5
LOCK_SECONDS = 12
MEBIBYTE = 1024 * 1024
SMALL_DISK = "size=24m,mode=0700"
on_sqlite = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


# Slow clients


@contextmanager
def dawdling(port: int, opening: bytes) -> Iterator[None]:
    """Forty connections that have said a little, and add one byte now and then."""
    is_over = threading.Event()
    with ExitStack() as stack:
        open_ones = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            for _ in range(DAWDLERS)
        ]
        for one in open_ones:
            one.sendall(opening)

        def drip() -> None:
            while not is_over.wait(0.3):
                for one in open_ones:
                    with suppress(OSError):
                        one.sendall(b"a")

        dripper = threading.Thread(target=drip)
        dripper.start()
        time.sleep(1)
        try:
            yield
        finally:
            is_over.set()
            dripper.join()


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET /sample/ HTTP/1.1\r\nHost: x\r\nX-Slow: ", id="a header without end"),
    ],
)
def test_slow_clients_do_not_keep_anybody_from_filing(besieged: Besieged, opening: bytes) -> None:
    with dawdling(besieged.port, opening):
        began = time.monotonic()
        receipt = besieged.client().file("ส่งได้ แม้มีผู้ถ่วงเวลา")
        assert len(receipt.code) == 20
        assert time.monotonic() - began < PATIENCE_SECONDS


# A locked database


@on_sqlite
def test_a_locked_database_gives_a_page_that_keeps_the_words(
    office: Office, tmp_path: Path, real_server: RealServer
) -> None:
    client = ReporterClient(real_server.port)
    follow = client.confirm(client.file("ก่อนล็อก"))
    check = ReporterClient(real_server.port).check_page("ส่งขณะฐานข้อมูลถูกล็อก")
    message = {"token": follow.hidden["token"], "message": "ข้อความที่ต้องไม่หาย"}
    with locked(tmp_path / "prongsai.db"), ThreadPoolExecutor(3) as pool:
        sent = pool.submit(ReporterClient(real_server.port).send, check)
        wrote = pool.submit(client.post, "/sample/f/message", **message)
        # Whoever only reads is not kept waiting.
        assert ReporterClient(real_server.port, timeout=3).get("/sample/r/").status == 200
        busy, unsent = sent.result(), wrote.result()
    _is_busy(busy)
    assert busy.hidden["draft"] == check.hidden["draft"]
    assert unsent.status == 503
    assert "ข้อความที่ต้องไม่หาย" in unsent.body
    receipt = ReporterClient(real_server.port).send(busy)
    assert len(receipt.code) == 20
    assert receipt.receipt_no.startswith("2/")
    assert client.post("/sample/f/message", **message).status == 200


def test_a_locked_database_gives_an_officer_the_typed_words_back(besieged: Besieged) -> None:
    desk = Desk(besieged.app, besieged.office)
    desk.sign_in("intake1")
    path = f"/desk/cases/{besieged.genuine_id}/note"
    page = DeskPage(desk.get(path))
    typed = {name: page.hidden(name) for name in ("form_token", "event_count")}
    typed["note"] = "บันทึกยาวที่ต้องไม่หาย <b>"
    with locked(besieged.server.folder / "prongsai.db"):
        busy = desk.post(path, typed)
    assert busy.status_code == 503
    assert "บันทึกยาวที่ต้องไม่หาย &lt;b&gt;" in busy.text
    assert desk.post(path, typed).status_code == 303


@on_sqlite
def test_a_short_lock_is_waited_for(
    office: Office, tmp_path: Path, real_server: RealServer
) -> None:
    client = ReporterClient(real_server.port)
    check = client.check_page("รอได้สองวินาที")
    with locked(tmp_path / "prongsai.db", 2):
        assert len(client.send(check).code) == 20


@contextmanager
def locked(file: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Another process's write lock, held for that long whatever happens meanwhile."""
    holder = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(seconds, lambda: holder.execute("ROLLBACK"))
    timer.start()
    try:
        yield
    finally:
        timer.join()
        holder.close()


# A full disk


@on_sqlite
def test_files_that_cannot_grow_give_a_page_and_no_code(
    office: Office, real_server: RealServer
) -> None:
    def fill() -> Callable[[], None]:
        """No file of the server may grow, as under a quota; the answer lifts it again."""
        pids = tree(real_server.process.pid)
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        open_again = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        return lambda: [resource.prlimit(p, resource.RLIMIT_FSIZE, open_again) for p in pids]

    _fill_and_empty(real_server, fill)


@on_sqlite
def test_a_disk_without_room_gives_a_page_and_no_code(office: Office, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        for part in ("keys", "prongsai.db"):
            shutil.move(tmp_path / part, disk / part)
        server = RealServer(disk)
        server.start()
        try:
            _fill_and_empty(server, lambda: _filled(disk))
        finally:
            server.stop()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 24 MB of its own where this machine lets us mount one, else a folder."""
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", SMALL_DISK, "tmpfs", str(folder)], check=False
        ).returncode
    )
    try:
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _filled(disk: Path) -> Callable[[], object]:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler.unlink


def _fill_and_empty(server: RealServer, fill: Callable[[], Callable[[], object]]) -> None:
    client = ReporterClient(server.port)
    before = client.file("ก่อนดิสก์เต็ม")
    follow = client.confirm(before)
    check = ReporterClient(server.port).check_page("ส่งขณะดิสก์เต็ม")
    message = {"token": follow.hidden["token"], "message": "ข้อความขณะดิสก์เต็ม"}
    make_room = fill()
    try:
        full = ReporterClient(server.port).send(check)
        unsent = client.post("/sample/f/message", **message)
        refused = client.attach("a.pdf", b"%PDF-1.4\n" + os.urandom(2 * MEBIBYTE))
    finally:
        make_room()
    _is_busy(full)
    assert unsent.status == 503
    assert message["message"] in unsent.body
    assert refused.status == 503
    assert "evidence-01" not in refused.body
    receipt = ReporterClient(server.port).send(full)
    assert len(receipt.code) == 20
    assert receipt.receipt_no.startswith("2/")
    assert client.post("/sample/f/message", **message).status == 200
    assert "evidence-01" in client.attach("a.pdf", b"%PDF-1.4\n" + os.urandom(MEBIBYTE)).body
    own = ReporterClient(server.port).enter(receipt.code)
    assert receipt.receipt_no in own.text


def _is_busy(page: Page) -> None:
    """A page that promises nothing, says so, and sends the same draft again at one press."""
    assert page.status == 503
    assert ERRORS["busy"].th in page.text
    assert page.code == ""
    assert page.hidden["draft"]
    assert "ลองส่งอีกครั้ง" in page.text
