"""Asking a clamd on this machine about a file: the INSTREAM command of its protocol.

Off unless an installation names one. What clamd cannot be asked about goes on: cleaning does not
rest on it, and a report must not wait for another program to come back.
"""

import socket
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum
from ipaddress import ip_address
from typing import Final
from zlib import crc32

from rules.limits import FILE_BYTES

CONNECT_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 60.0
_PIECE_BYTES: Final = 256 * 1024
_ANSWER_BYTES_MOST: Final = 4096
# The test file that every antivirus names; in two parts, so that no scanner takes this one away.
_TEST_VIRUS: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

# What an archive holds counts beside the archive itself: with limits as wide as the largest file
# that is taken, this one is still looked through.
LARGE_FILE_BYTES: Final = FILE_BYTES // 10 * 9
_PART_NAME: Final = b"part"


class Verdict(Enum):
    """What clamd says of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_LOOKED = "not_looked"


class Standing(Enum):
    """How it is with the antivirus of an installation."""

    OFF = "off"
    WORKS = "works"
    SHORT_SIGHTED = "short_sighted"
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
    """Whether clamd answers, and finds the test virus: BLIND without its signatures.

    SHORT_SIGHTED when it does not find it at the end of a large file. Of a file above one of its
    limits it says that it is clean, so nothing but a try can tell.
    """
    if not address:
        return Standing.OFF
    verdict = scan(address, (_TEST_VIRUS,))
    if verdict is Verdict.INFECTED:
        sees_far = scan(address, _large_file()) is Verdict.INFECTED
        return Standing.WORKS if sees_far else Standing.SHORT_SIGHTED
    return Standing.BLIND if verdict is Verdict.CLEAN else Standing.SILENT


def _large_file() -> Iterator[bytes]:
    """A ZIP, the test virus as its last part: a scanner knows it as a file of its own alone.

    Between the first part and the last lies what no table of parts names.
    """
    first, last = _part(b"words"), _part(_TEST_VIRUS)
    about = _about(_TEST_VIRUS)
    at = LARGE_FILE_BYTES - len(last) - len(_table(about, 0))
    yield first
    for start in range(len(first), at, _PIECE_BYTES):
        yield bytes(min(_PIECE_BYTES, at - start))
    yield last + _table(about, at)


def _part(body: bytes) -> bytes:
    """A part of a ZIP, stored as it is."""
    return b"PK\x03\x04" + _about(body) + _PART_NAME + body


def _about(body: bytes) -> bytes:
    """What stands of a part both before it and in the table: sizes, sum, length of its name."""
    size, first_day_of_zip = len(body), 0x21
    return struct.pack(
        "<5H3I2H", 20, 0, 0, 0, first_day_of_zip, crc32(body), size, size, len(_PART_NAME), 0
    )


def _table(about: bytes, at: int) -> bytes:
    """The end of a ZIP whose one named part begins at `at`."""
    line = b"PK\x01\x02\x14\x00" + about + struct.pack("<3H2I", 0, 0, 0, 0, at) + _PART_NAME
    start = at + len(_part(_TEST_VIRUS))
    return line + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 1, 1, len(line), start, 0)


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
