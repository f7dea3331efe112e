"""A connection whose other end takes nothing is ended by the kernel; one that is slow is not."""

import errno
import fcntl
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from app.listener import end_unread_answers


@pytest.fixture
def both() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The server's end and the client's, of a connection that may be unread for one second."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        end_unread_answers(1)
        with socket.create_connection(listener.getsockname()) as far:
            near, _ = listener.accept()
            with near:
                yield near, far


def _write_until_full(near: socket.socket) -> None:
    near.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            near.send(bytes(65_536))
    near.settimeout(20)


def test_an_answer_that_nobody_reads_ends_with_its_connection(both):
    near, _far = both
    _write_until_full(near)
    with pytest.raises(OSError, match="timed out") as ended:
        near.sendall(bytes(10_000_000))
    assert ended.value.errno == errno.ETIMEDOUT


def test_an_answer_that_is_read_slowly_comes_through(both):
    near, far = both
    _write_until_full(near)
    ends = time.monotonic() + 4
    while time.monotonic() < ends:
        far.recv(100_000)
        time.sleep(0.2)
    near.sendall(bytes(100_000))


def test_no_lock_on_a_file_is_dropped_on_the_way(tmp_path):
    """POSIX locks go with the first close of any descriptor of the file, a copy's too."""
    path = tmp_path / "locked"
    ask = (
        "import fcntl,sys; file = open(sys.argv[1], 'w')\n"
        "try: fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
        "except BlockingIOError: sys.exit(7)"
    )
    with path.open("w") as file, socket.create_server(("127.0.0.1", 0)):
        fcntl.lockf(file, fcntl.LOCK_EX)
        end_unread_answers(30)
        asked = subprocess.run([sys.executable, "-c", ask, str(path)], check=False)
    assert asked.returncode == 7
