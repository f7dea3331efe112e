"""What the kernel is asked to do for connections whose other end takes nothing any more.

An answer that nobody reads would hold its connection for ever: the server has written all it can
and has nothing to wait for. Linux ends such a connection by itself when it is told after how long.
"""

import os
import socket
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress


def end_unread_answers(seconds: float) -> None:
    """Have connections accepted from now on end when for so long nothing was taken from them."""
    if sys.platform != "linux":
        return
    for one in _open_sockets():
        with one:
            if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                # What is accepted inherits it.
                with suppress(OSError):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(seconds * 1000))


def _open_sockets() -> Iterator[socket.socket]:
    """A copy of each socket of this process: granian keeps its listener to itself.

    Nothing but sockets is copied. Closing the copy of a file would drop every lock that this
    process holds on it, and the database's file is locked: another program that opens it would
    then take its log away under us.
    """
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                yield socket.socket(fileno=os.dup(int(name)))
