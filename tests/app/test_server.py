"""The production server as a process of its own, over a real socket."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.serving import make_service

STRANGER = "127.0.0.77"
MEBIBYTE = 1024 * 1024
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
KEY = {"Idempotency-Key": "a-key-made-at-random-for-this-one-complaint"}
JSON = {"Content-Type": "application/json"}


class Server:
    """A running `prongsai serve`, with everything it has written so far."""

    def __init__(self, folder: Path) -> None:
        self.port = _free_port()
        self.output = folder / "output"
        self.environ = {
            **{name: text for name, text in os.environ.items() if "PRONGSAI" not in name},
            "PRONGSAI_DATA_DIR": str(folder / "var"),
            "PRONGSAI_PORT": str(self.port),
        }
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.commands", "serve"],
                env=self.environ,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60, source_address=(STRANGER, 0)
        )

    def ask(self, method: str, path: str, body=None, headers=None):
        with closing(self.connect()) as connection:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()

    def send_raw(self, piece: bytes) -> bytes:
        with socket.create_connection(
            ("127.0.0.1", self.port), timeout=10, source_address=(STRANGER, 0)
        ) as raw:
            raw.sendall(piece)
            raw.settimeout(3)
            with suppress(OSError):
                return raw.recv(4096)
            return b""

    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def resident_bytes(self) -> int:
        return sum(_resident(pid) for pid in self.workers())


@contextmanager
def serving(folder: Path):
    server = Server(folder)
    try:
        _wait(lambda: _answers(server), 60)
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.process.pid, signal.SIGKILL)
        server.process.wait()


@pytest.fixture
def folder(tmp_path):
    make_service(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def one_server(tmp_path_factory):
    """A server for the tests that only ask it something."""
    folder = tmp_path_factory.mktemp("asked")
    make_service(folder)
    with serving(folder) as server:
        yield server


def test_whoever_asks_leaves_no_address_behind(folder):
    with serving(folder) as server:
        assert server.ask("GET", "/sample/")[0] == 200
        assert server.ask("GET", "/nowhere/at/all")[0] == 404
        assert server.ask("POST", "/sample/r/check", b"x" * MEBIBYTE, FORM)[0] in (409, 413)
        assert server.ask("POST", "/api/v1/agencies/sample/complaints", b"{", JSON | KEY)[0] == 400
        for garbage in (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
            b"GET / HTTP/9.9\r\n\r\n",
            b"GET /sample/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            b"POST /sample/r/check HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        ):
            server.send_raw(garbage)
        # Broken off in the middle of a body.
        server.send_raw(b"POST /sample/r/check HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nab")
    for file in folder.rglob("*"):
        if file.is_file():
            assert STRANGER.encode() not in file.read_bytes(), file
    lines = server.output.read_text().splitlines()
    assert lines
    for line in lines:
        assert re.fullmatch(r"level=\w+ event=[\w:.]+( error=\w+( at=[\w.]+:\d+)?)?", line), line


def test_it_says_neither_what_it_is_nor_which_version(one_server):
    headers = one_server.ask("GET", "/sample/")[1]
    assert headers["server"] == ""


def test_a_killed_server_leaves_no_worker_behind(folder):
    with serving(folder) as server:
        workers = server.workers()
        assert len(workers) == 1
        server.process.kill()
        server.process.wait()
        _wait(lambda: not any(_is_alive(pid) for pid in workers), 5)


def test_a_killed_worker_is_replaced(folder):
    with serving(folder) as server:
        first = server.workers()
        os.kill(first[0], signal.SIGKILL)
        _wait(lambda: server.workers() != first and _answers(server), 60)


def test_a_server_told_to_stop_finishes_what_it_has_begun(folder):
    with serving(folder) as server, closing(server.connect()) as connection:
        connection.putrequest("POST", "/api/v1/agencies/sample/complaints")
        connection.putheader("Content-Length", "20")
        connection.endheaders()
        connection.send(b'{"narrative": ')
        time.sleep(0.5)
        server.process.terminate()
        time.sleep(0.5)
        connection.send(b'"x"}  ')
        assert connection.getresponse().status == 422
        assert server.process.wait(40) == 0


def test_a_head_has_the_headers_of_its_page_and_no_body(one_server):
    page = one_server.ask("GET", "/sample/")
    head = one_server.ask("HEAD", "/sample/")
    assert (head[0], head[2]) == (200, b"")
    assert int(head[1]["content-length"]) > 1_000
    assert page[1]["content-security-policy"] == head[1]["content-security-policy"]


def test_a_sender_who_asks_first_is_told_to_go_on(one_server):
    head = (
        b"POST /sample/r/check HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", one_server.port), timeout=10) as raw:
        raw.sendall(head)
        assert raw.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        raw.sendall(b"a=b&c")
        assert raw.recv(4096).startswith(b"HTTP/1.1 409 ")


def test_a_connection_carries_one_request_after_another(one_server):
    ports = set()
    with closing(one_server.connect()) as connection:
        for path, body in (("/sample/", None), ("/sample/r/check", b"a=b"), ("/healthz", None)):
            connection.request("POST" if body else "GET", path, body, FORM if body else {})
            ports.add(connection.sock.getsockname()[1])
            answer = connection.getresponse()
            answer.read()
            assert answer.status in (200, 409)
    assert len(ports) == 1


def test_six_hundred_open_connections_keep_nobody_out(folder):
    half = b"POST /sample/r/check HTTP/1.1\r\nHost: x\r\nContent-Le"
    with serving(folder) as server, ExitStack() as stack:
        for opening in (b"", half, half + b"ngth: 9\r\n\r\n"):
            for _ in range(200):
                raw = socket.create_connection(("127.0.0.1", server.port), timeout=10)
                stack.enter_context(raw).sendall(opening)
        began = time.monotonic()
        assert server.ask("GET", "/sample/")[0] == 200
        assert time.monotonic() - began < 5


def test_sixty_megabytes_cost_no_memory(folder):
    body = bytes(60 * MEBIBYTE)
    with serving(folder) as server:
        for _ in range(5):
            server.ask("GET", "/sample/")
        before = server.resident_bytes()
        for path, headers, refusal in (
            ("/sample/r/check", FORM, 413),
            ("/sample/f/evidence", FORM, 401),
            ("/api/v1/agencies/sample/complaints", KEY | JSON, 413),
        ):
            assert server.ask("POST", path, body, headers)[0] == refusal
            assert server.resident_bytes() - before < 20 * MEBIBYTE


def test_it_refuses_to_start_without_keys_or_migrations_and_says_why(folder):
    server = Server(folder)
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()
    key_file = folder / "var" / "keys" / "prongsai.key"
    key_file.chmod(0o640)
    refused = _serve_once(server)
    assert refused.returncode == 1
    assert "chmod 600" in refused.stderr
    key_file.unlink()
    assert "prongsai setup" in _serve_once(server).stderr


def _serve_once(server):
    return subprocess.run(
        [sys.executable, "-m", "app.commands", "serve"],
        env=server.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _answers(server):
    try:
        return server.ask("GET", "/healthz")[0] == 200
    except OSError:
        assert server.process.poll() is None, server.output.read_text()
        return False


def _wait(is_so, seconds):
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it took too long"
        time.sleep(0.1)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _resident(pid):
    found = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found.group(1)) * 1024


def _is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
