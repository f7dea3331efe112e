"""Connections that declare a body and then say little or nothing: they hold no thread, and a
reporter files as if they were not there."""

import re
import select
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from app import create_app
from rules.words import ERRORS
from tests.conftest import settings_for
from tests.faults.hurried_server import HurriedServer
from tests.faults.raw_http import post, resident_bytes, send_raw
from tests.office import CHEAP_COSTS, Office
from tests.reporter_client import ReporterClient
from tests.web.desk_client import Desk

pytestmark = [pytest.mark.faults, pytest.mark.parametrize("office", ["sqlite"], indirect=True)]

THREADS = "4"
PATIENCE_SECONDS = 5
MEBIBYTE = 1024 * 1024
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=m"
CHECK = "/sample/r/check"
EVIDENCE = "/sample/f/evidence"
BEGINNING = (
    b'--m\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4\n'
)
SHORT = {"silent": 6, "idle": 6, "form": 10}


@pytest.fixture
def start(office: Office, tmp_path: Path) -> Iterator[Callable[..., HurriedServer]]:
    """Start a server of four threads with these deadlines and this room."""
    with ExitStack() as stack:

        def make(
            deadlines: dict[str, float] | None = None, room: dict[str, int] | None = None
        ) -> HurriedServer:
            url = office.engine.url.render_as_string(hide_password=False)
            environ = {"PRONGSAI_DATABASE_URL": url, "PRONGSAI_THREADS": THREADS}
            server = HurriedServer(tmp_path, environ, deadlines=deadlines or {}, room=room or {})
            server.start()
            stack.callback(server.stop)
            return server

        yield make


@contextmanager
def holding(port: int, count: int, opening: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that have said that much, and stay."""
    with ExitStack() as stack:
        held = []
        for _ in range(count):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
            one.sendall(opening)
            held.append(one)
        yield held


@contextmanager
def meanwhile(errand: Callable[[], object], every_seconds: float) -> Iterator[None]:
    """An errand run again and again, beside what happens in the block."""
    is_over = threading.Event()

    def run() -> None:
        while not is_over.wait(every_seconds):
            errand()

    other = threading.Thread(target=run)
    other.start()
    try:
        yield
    finally:
        is_over.set()
        other.join()


def drip(connections: list[socket.socket]) -> None:
    """One byte more on each."""
    for one in connections:
        with suppress(OSError):
            one.sendall(b"a")


def answers(connections: list[socket.socket]) -> list[str]:
    """What each is told before it is closed; "" for one that is closed without a word."""
    told = []
    for one in connections:
        text = b""
        with suppress(ConnectionError):
            while piece := one.recv(65_536):
                text += piece
        told.append(text.decode())
    return told


def still_open(connections: list[socket.socket]) -> int:
    return len(connections) - len(select.select(connections, [], [], 0)[0])


def file_promptly(server: HurriedServer, words: str) -> float:
    """How long one whole filing took: form, check, send, receipt."""
    began = time.monotonic()
    receipt = ReporterClient(server.port).file(words)
    assert receipt.status == 200
    assert len(receipt.code) == 20
    return time.monotonic() - began


def warmed(server: HurriedServer) -> int:
    """The server's memory when each of its threads has derived a code."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: file_promptly(server, f"ก่อน {number}"), range(16)))
    return resident_bytes(server.process.pid)


def test_a_report_is_filed_while_a_hundred_and_forty_four_connections_say_nothing(
    start: Callable[..., HurriedServer],
) -> None:
    server = start(SHORT)
    client = ReporterClient(server.port)
    client.confirm(client.file("ก่อนถูกถ่วง"))
    upload = post(EVIDENCE, MULTIPART, BEGINNING, length=5 * MEBIBYTE, cookie=client.cookie)
    before = warmed(server)
    with (
        holding(server.port, 64, post(CHECK, FORM, b"", length=5_000)) as silent,
        holding(server.port, 64, post(CHECK, FORM, b"a", length=5_000)) as dribbling,
        holding(server.port, 16, upload + bytes(300_000)) as stopped,
        meanwhile(lambda: drip(dribbling), 1),
    ):
        time.sleep(0.5)
        taken = file_promptly(server, "ส่งได้ แม้มีผู้ถ่วงเวลา")
        assert still_open(silent + dribbling) == 128
        assert taken < PATIENCE_SECONDS
        # One of the two places for uploads is kept for files that have come as a whole.
        assert client.attach("a.txt", b"x" * 300_000).status == 200
        growth = resident_bytes(server.process.pid) - before
        sys.stdout.write(f"filed in {taken:.2f} s, grew by {growth / MEBIBYTE:.1f} MiB\n")
        assert growth < 32 * MEBIBYTE

        told = answers(silent)
        assert all(text.startswith("HTTP/1.1 408 ") for text in told)
        assert all(ERRORS["too_slow"].th in text for text in told)
        assert {text[9:12] for text in answers(dribbling)} == {"408"}
        # Those that found a place were too slow; the others were told at once to come again.
        assert {text[9:12] for text in answers(stopped)} == {"408", "503"}
    for size in (100_000, 3 * MEBIBYTE):
        assert client.attach("a.txt", b"x" * size).status == 200


def test_a_slow_reporter_outlasts_a_stream_of_silent_newcomers(
    start: Callable[..., HurriedServer],
) -> None:
    server = start(room={"bodies": 16})
    token = ReporterClient(server.port).get("/sample/r/").hidden["token"]
    form = urlencode({"token": token, "narrative": "ถนนบางกว่าแบบ " * 150}).encode()
    whole = post(CHECK, FORM, form)
    pieces = [whole[place : place + 1_000] for place in range(0, len(whole), 1_000)]
    newcomers: list[socket.socket] = []

    def come() -> None:
        one = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        one.sendall(post(CHECK, FORM, b"", length=5_000))
        newcomers.append(one)

    try:
        with meanwhile(come, 0.02):
            time.sleep(1)
            with socket.create_connection(("127.0.0.1", server.port), timeout=30) as slow:
                for piece in pieces:
                    slow.sendall(piece)
                    time.sleep(0.25)
                (page,) = answers([slow])
            assert file_promptly(server, "ส่งได้ระหว่างนั้น") < PATIENCE_SECONDS
        assert len(pieces) > 10
        assert page.startswith("HTTP/1.1 200 ")
        assert len(newcomers) > 100
        assert {text[9:12] for text in answers(newcomers[:50])} == {"408"}
        assert server.log.count("event=crowded_with_senders") == 1
    finally:
        for one in newcomers:
            one.close()


def test_large_forms_that_stop_before_their_end_hold_only_so_much_memory(
    start: Callable[..., HurriedServer],
) -> None:
    server = start(room={"held_bytes": 8 * MEBIBYTE})
    before = warmed(server)
    opening = post(CHECK, FORM, bytes(3 * MEBIBYTE // 2), length=2 * MEBIBYTE)
    with holding(server.port, 40, opening) as held:
        assert file_promptly(server, "ระหว่างนั้น") < PATIENCE_SECONDS
        growth = resident_bytes(server.process.pid) - before
        sys.stdout.write(f"60 MiB sent, grew by {growth / MEBIBYTE:.1f} MiB\n")
        assert growth < 40 * MEBIBYTE
        assert still_open(held) <= 5


def test_a_body_of_crumbs_keeps_nobody_from_filing(start: Callable[..., HurriedServer]) -> None:
    server = start(SHORT)
    head = f"POST {CHECK} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\n"
    opening = f"{head}Transfer-Encoding: chunked\r\n\r\n".encode()
    crumbs = b"1\r\na\r\n" * 2_000
    with holding(server.port, 16, opening) as senders:
        for one in senders:
            one.settimeout(0)

        def strew() -> None:
            for one in senders:
                with suppress(OSError):
                    one.send(crumbs)

        with meanwhile(strew, 0.01):
            time.sleep(0.5)
            assert file_promptly(server, "ส่งได้") < PATIENCE_SECONDS


def test_a_form_in_chunks_is_taken_and_one_too_large_gets_its_page(
    start: Callable[..., HurriedServer],
) -> None:
    server = start(SHORT)
    token = ReporterClient(server.port).get("/sample/r/").hidden["token"]
    form = urlencode({"token": token, "narrative": "ส่งเป็นชิ้น"}).encode()
    head = (
        f"POST {CHECK} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nConnection: close\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    ).encode()
    chunk = b"%x\r\n%b\r\n"
    taken = send_raw(server.port, head, chunk % (len(form), form), b"0\r\n\r\n", timeout=20)
    assert taken.status == 200
    assert "ส่งเป็นชิ้น" in taken.text
    large = [chunk % (MEBIBYTE, bytes(MEBIBYTE))] * 10
    refused = send_raw(server.port, head, *large, b"0\r\n\r\n", timeout=20)
    assert refused.status == 413
    assert ERRORS["too_large"].th in refused.text


def test_downloads_that_nobody_reads_hold_neither_threads_nor_memory(
    start: Callable[..., HurriedServer], office: Office, tmp_path: Path
) -> None:
    server = start({"reader": 5})
    client = ReporterClient(server.port)
    client.confirm(client.file("มีไฟล์ขนาดใหญ่"))
    assert client.attach("a.txt", b"x" * (20 * MEBIBYTE)).status == 200
    cookie, path = sign_in_and_find_the_file(office, tmp_path)
    before = warmed(server)
    asking = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode()
    with ExitStack() as stack:
        readers = []
        for _ in range(8):
            one = stack.enter_context(socket.socket())
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.connect(("127.0.0.1", server.port))
            one.sendall(asking)
            readers.append(one)
        assert all(one.recv(12) == b"HTTP/1.1 200" for one in readers)
        assert file_promptly(server, "ระหว่างนั้น") < PATIENCE_SECONDS
        growth = resident_bytes(server.process.pid) - before
        sys.stdout.write(f"8 downloads of 20 MiB, grew by {growth / MEBIBYTE:.1f} MiB\n")
        assert growth < 60 * MEBIBYTE
    page = HTTPConnection("127.0.0.1", server.port, timeout=30)
    page.request("GET", path, headers={"Cookie": cookie})
    assert page.getresponse().read() == b"x" * (20 * MEBIBYTE)
    page.close()


def sign_in_and_find_the_file(office: Office, folder: Path) -> tuple[str, str]:
    """An officer's cookie, and the address of the one case's one file."""
    office.clock.now = datetime.now(UTC) - timedelta(minutes=1)
    app = create_app(settings_for(folder), clock=office.clock, costs=CHEAP_COSTS)
    desk = Desk(app, office)
    assert desk.sign_in("intake1").status_code == 303
    case = re.search(r"/desk/cases/[0-9a-f]{32}", desk.get("/desk/cases").text)
    assert case
    file = re.search(rf"{case[0]}/files/[0-9a-f]+", desk.get(case[0]).text)
    cookie = desk.client.get_cookie("desk")
    assert file and cookie
    app.extensions["prongsai"].engine.dispose()
    return f"desk={cookie.value}", file[0]


def test_a_server_told_to_stop_does_not_wait_for_silent_ones_for_long(
    start: Callable[..., HurriedServer],
) -> None:
    server = start({"silent": 3, "idle": 3})
    with (
        holding(server.port, 20, post(CHECK, FORM, b"", length=5_000)),
        holding(server.port, 20, post(CHECK, FORM, b"a", length=5_000)),
    ):
        time.sleep(0.5)
        server.process.terminate()
        assert server.process.wait(15) == 0
    assert "event=stopped" in server.log
