"""Whatever happens to the running server, its log holds levels, events and types alone."""

import re
import socket
from datetime import UTC, datetime

import pytest

from tests.reporter_client import ReporterClient

LINE = re.compile(r"level=[a-z]+ event=[a-z_:.A-Z]+( error=\w+( at=[\w.]+:\d+)?)?")
STRANGER = "127.0.0.77"
WORD = "ฟ้องนายก"


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_the_log_holds_nothing_but_its_few_words(office, real_server):
    office.clock.now = datetime.now(UTC)
    client = ReporterClient(real_server.port, source=STRANGER)
    receipt = client.file(WORD)
    assert client.confirm(receipt).status == 200
    code, cookie = receipt.code, client.cookie.partition("=")[2]
    client.get("/nowhere/secret-path?q=secret-query")
    client.post("/sample/f/enter", token="x", code=code)
    client.attach("secret-name.exe", b"MZ" + b"\0" * 600)
    _send_raw(real_server.port, b"GET /\xff\xfe HTTP/9.9\r\nHost: secret-host\r\n\r\n")
    _send_raw(real_server.port, b"POST /sample/r/check HTTP/1.1\r\nContent-Length: secret\r\n\r\n")
    _break_the_database(office)
    assert client.get("/sample/").status >= 500
    real_server.stop()

    log = (real_server.folder / "server.log").read_text()
    lines = log.splitlines()
    assert any("event=request_failed" in line or "error=" in line for line in lines), log
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    for secret in (STRANGER, WORD, code, cookie, "secret", receipt.receipt_no, "/sample"):
        assert secret not in log


def _send_raw(port: int, request: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), source_address=(STRANGER, 0)) as raw:
        raw.settimeout(10)
        raw.sendall(request)
        raw.recv(1000)


def _break_the_database(office) -> None:
    """Take a table away under the running server, which is a bug nobody foresaw."""
    with office.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE agency RENAME TO gone")
