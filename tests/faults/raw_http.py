"""Requests that no browser would send, byte by byte, and what comes back."""

import re
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Reply:
    """The first answer on a connection; status 0 when it was closed without one."""

    status: int
    text: str
    seconds: float


def send_raw(port: int, *pieces: bytes, timeout: float = 8, ends: bool = False) -> Reply:
    """What the server answers to these bytes; `ends` closes the sender's half after them."""
    began = time.monotonic()
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as raw:
        with suppress(OSError):
            for piece in pieces:
                raw.sendall(piece)
            if ends:
                raw.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            while piece := raw.recv(65_536):
                answer += piece
                if _is_whole(answer):
                    break
    status = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    text = answer.partition(b"\r\n\r\n")[2].decode("utf-8", "replace")
    return Reply(int(status[1]) if status else 0, text, time.monotonic() - began)


def _is_whole(answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    return bool(length) and len(body) >= int(length[1])


def post(
    path: str, kind: str, body: bytes, *, length: int | None = None, cookie: str = ""
) -> bytes:
    """A POST as it goes over the wire, with a length that need not be true."""
    cookies = f"Cookie: {cookie}\r\n" if cookie else ""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookies}Content-Type: {kind}\r\n"
        f"Content-Length: {len(body) if length is None else length}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def resident_bytes(pid: int) -> int:
    """The memory that a process and all its descendants hold now."""
    total = 0
    for one in tree(pid):
        with suppress(OSError):
            found = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{one}/status").read_text(), re.M)
            total += int(found[1]) * 1024 if found else 0
    return total


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    family = [pid]
    for one in family:
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                family += [int(child) for child in (task / "children").read_text().split()]
    return family
