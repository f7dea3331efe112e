"""Files that are not what they say, too large, or broken on the way: refused by name, in memory
that stays small, and the report untouched."""

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
from PIL import Image

from rules import limits
from rules.words import ERRORS
from tests.faults.conftest import Besieged
from tests.faults.malformed_bodies import MALFORMED, MULTIPART, WHOLE
from tests.faults.raw_http import Reply, post, resident_bytes, send_raw
from tests.reporter_client import Page, ReporterClient

pytestmark = pytest.mark.faults

MEBIBYTE = 1024 * 1024
GROWTH_MOST = 64 * MEBIBYTE
PROMPT_SECONDS = 5


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((300, 200), 80).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def _png_flood() -> bytes:
    """A PNG of 50,000 by 50,000 pixels in a few kilobytes."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(4 * MEBIBYTE), 9)
    parts = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, bytes(MEBIBYTE))
    return out.getvalue()


WRONG = {
    "an EXE named .pdf": ("งบ.pdf", b"MZ\x90\0\3\0\0\0" + bytes(2_000)),
    "an ELF named .jpg": ("ภาพ.jpg", b"\x7fELF\2\1\1" + bytes(2_000)),
    "HTML named .pdf": ("a.pdf", b"<!DOCTYPE html><html><script>alert(1)</script>"),
    "HTML with a beginning named .jpg": ("a.jpg", b"hello <script>alert(1)</script>"),
    "SVG named .png": ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'),
    "XML named .docx": ("a.docx", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
    "a shell script named .jpg": ("a.jpg", b"#!/bin/sh\nrm -rf /\n"),
    "PHP named .jpg": ("a.jpg", b"<?php system($_GET[0]); ?>"),
    "a truncated JPEG": ("a.jpg", _jpeg()[:700]),
    "a JPEG of noise": ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20),
    "a flood of pixels": ("a.png", _png_flood()),
    "a PNG cut in its head": ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0"),
    "a plain zip named .docx": ("a.docx", _zip("a.txt", "b.txt")),
    "a zip of evil names": ("a.docx", _zip("../../../../etc/passwd")),
    "an empty file": ("a.pdf", b""),
    "one zero": ("a.pdf", b"\0"),
    "AVIF": ("a.heic", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1" + bytes(200)),
}


@pytest.fixture(scope="module")
def client(besieged: Besieged) -> ReporterClient:
    return besieged.followed()


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_not_what_it_says_is_refused(client: ReporterClient, name: str) -> None:
    answer = client.attach(*WRONG[name])
    assert answer.status == 415
    assert ERRORS["unsupported_file"].th in answer.text
    assert 'type="file"' in answer.body
    assert "evidence-01" not in answer.body


def test_a_file_name_reaches_nobody(client: ReporterClient) -> None:
    for name in ("../../etc/passwd", "a\\b\0c.pdf", "ก" * 400, "<script>", "con.pdf", "%n%s"):
        answer = client.attach(name, b"not a file that is taken \0\1\2")
        assert answer.status in (400, 415, 422), name
        assert "passwd" not in answer.body


def test_sixty_megabytes_are_refused_with_a_page_and_without_memory(
    besieged: Besieged, client: ReporterClient
) -> None:
    answer, growth = _send_large(besieged, client, 60 * MEBIBYTE)
    assert answer.status == 413
    assert ERRORS["too_large"].th in answer.text
    assert "50 เมกะไบต์" in answer.text
    sys.stdout.write(f"grew by {growth / MEBIBYTE:.1f} MiB\n")
    assert growth < GROWTH_MOST


def test_forty_five_megabytes_are_taken_without_memory(
    besieged: Besieged, client: ReporterClient
) -> None:
    answer, growth = _send_large(besieged, client, 45 * MEBIBYTE)
    assert answer.status == 200
    assert "evidence-01.pdf" in answer.text
    sys.stdout.write(f"grew by {growth / MEBIBYTE:.1f} MiB\n")
    assert growth < GROWTH_MOST


def _send_large(besieged: Besieged, client: ReporterClient, size: int) -> tuple[Page, int]:
    """The page that a browser would show, and how far the server's memory grew meanwhile."""
    token = client.get("/sample/f/evidence").hidden["token"]
    before = most = resident_bytes(besieged.server.process.pid)
    head = (
        f'--m\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
        '--m\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    ).encode()
    tail = b"\r\n--m--\r\n"

    def pieces() -> Iterator[bytes]:
        nonlocal most
        yield head
        yield b"%PDF-1.4\n".ljust(MEBIBYTE, b" ")
        for number in range(1, size // MEBIBYTE):
            yield bytes(MEBIBYTE)
            if number % 5 == 0:
                most = max(most, resident_bytes(besieged.server.process.pid))
        yield tail

    connection = HTTPConnection("127.0.0.1", besieged.port, timeout=60)
    headers = {
        "Content-Type": "multipart/form-data; boundary=m",
        "Content-Length": str(len(head) + size + len(tail)),
        "Cookie": client.cookie,
    }
    connection.request("POST", "/sample/f/evidence", pieces(), headers)
    most = max(most, resident_bytes(besieged.server.process.pid))
    answer = connection.getresponse()
    page = Page(answer.status, {}, answer.read().decode())
    connection.close()
    most = max(most, resident_bytes(besieged.server.process.pid))
    return page, most - before


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_body_is_refused_at_once(
    besieged: Besieged, client: ReporterClient, name: str
) -> None:
    kind, body = MALFORMED[name]
    reply = send_raw(besieged.port, post("/sample/f/evidence", kind, body, cookie=client.cookie))
    _is_refusal(reply)
    words = send_raw(besieged.port, post("/sample/r/check", kind, body))
    _is_refusal(words)


@pytest.mark.parametrize("length", [0, 10, 5_000_000_000])
def test_a_length_that_is_not_true_harms_nobody(
    besieged: Besieged, client: ReporterClient, length: int
) -> None:
    whole = post("/sample/f/evidence", MULTIPART, WHOLE, length=length, cookie=client.cookie)
    reply = send_raw(besieged.port, whole, ends=True)
    assert reply.status in (0, *range(400, 500))
    assert reply.seconds < PROMPT_SECONDS


def test_a_body_of_single_bytes_is_read_like_any_other(
    besieged: Besieged, client: ReporterClient
) -> None:
    whole = post("/sample/f/evidence", MULTIPART, WHOLE, cookie=client.cookie)
    reply = send_raw(besieged.port, *(whole[place : place + 1] for place in range(len(whole))))
    _is_refusal(reply)


def _is_refusal(reply: Reply) -> None:
    assert 400 <= reply.status < 500, (reply.status, reply.text[:300])
    assert reply.seconds < PROMPT_SECONDS
    assert "</html>" in reply.text


def test_none_of_it_reached_the_case(besieged: Besieged, client: ReporterClient) -> None:
    page = client.get("/sample/f/evidence")
    # The one large file that is taken may have come before or not: the order is shuffled.
    left = (limits.FILES_PER_CASE, limits.FILES_PER_CASE - 1)
    assert any(f"แนบได้อีก {count} ไฟล์" in page.text for count in left)
    besieged.check_unharmed()
