"""Asking a clamd on this machine about a file: the INSTREAM command of its protocol.

Off unless an installation names one. What clamd cannot be asked about goes on: cleaning does not
rest on it, and a report must not wait for another program to come back.
"""

import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from enum import Enum
from ipaddress import ip_address
from typing import Final

CONNECT_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 60.0
_PIECE_BYTES: Final = 256 * 1024
_ANSWER_BYTES_MOST: Final = 4096
# The test file that every antivirus names; in two parts, so that no scanner takes this one away.
_TEST_VIRUS: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Verdict(Enum):
    """What clamd says of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_LOOKED = "not_looked"


class Standing(Enum):
    """How it is with the antivirus of an installation."""

    OFF = "off"
    WORKS = "works"
    BLIND = "blind"
    SILENT = "silent"


def is_local(address: str) -> bool:
    """Whether this names a clamd on this machine: a socket's whole path, or loopback and a port.

    A file goes there as it came; it may not leave the machine.
    """
    if address.startswith("/"):
        return True
    host, _, port = address.rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        return False
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def scan(address: str, pieces: Iterable[bytes]) -> Verdict:
    """What the clamd at `address` says of a file; NOT_LOOKED when there is none or it cannot say.

    ValueError for an address off this machine. Memory holds one piece.
    """
    if not address:
        return Verdict.NOT_LOOKED
    if not is_local(address):
        raise ValueError("clamd must be on this machine")
    try:
        with _connect(address) as line:
            return _told(_asked(line, pieces))
    except OSError:
        return Verdict.NOT_LOOKED


def standing(address: str) -> Standing:
    """Whether clamd answers, and finds the test virus; BLIND without its signatures."""
    if not address:
        return Standing.OFF
    verdict = scan(address, (_TEST_VIRUS,))
    return {
        Verdict.INFECTED: Standing.WORKS,
        Verdict.CLEAN: Standing.BLIND,
        Verdict.NOT_LOOKED: Standing.SILENT,
    }[verdict]


def _connect(address: str) -> socket.socket:
    is_path = address.startswith("/")
    host, _, port = address.rpartition(":")
    family = socket.AF_UNIX if is_path else socket.AF_INET6 if ":" in host else socket.AF_INET
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.settimeout(CONNECT_SECONDS)
        line.connect(address if is_path else (host.strip("[]"), int(port)))
    except BaseException:
        line.close()
        raise
    return line


def _asked(line: socket.socket, pieces: Iterable[bytes]) -> bytes:
    """The answer; a clamd that has seen enough stops listening and has answered before."""
    ends = time.monotonic() + ANSWER_SECONDS
    with suppress(BrokenPipeError, ConnectionResetError):
        _send(line, b"zINSTREAM\0", ends)
        for piece in pieces:
            for at in range(0, len(piece), _PIECE_BYTES):
                part = piece[at : at + _PIECE_BYTES]
                _send(line, len(part).to_bytes(4, "big") + part, ends)
        _send(line, bytes(4), ends)
    return _answer(line, ends)


def _send(line: socket.socket, words: bytes, ends: float) -> None:
    line.settimeout(_left(ends))
    line.sendall(words)


def _answer(line: socket.socket, ends: float) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _ANSWER_BYTES_MOST:
        line.settimeout(_left(ends))
        piece = line.recv(_ANSWER_BYTES_MOST)
        if not piece:
            break
        answer += piece
    return answer


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _told(answer: bytes) -> Verdict:
    """Only its own two answers count; its name of the virus is not kept."""
    said = answer.rstrip(b"\0\n")
    if said == b"stream: OK":
        return Verdict.CLEAN
    if said.startswith(b"stream: ") and said.endswith(b" FOUND"):
        return Verdict.INFECTED
    return Verdict.NOT_LOOKED
