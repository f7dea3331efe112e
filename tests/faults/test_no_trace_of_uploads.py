"""While files come in, are cleaned and are opened again, nothing of them stands anywhere in clear.

Looked through: every descriptor of the server and of its children, their command lines and
environments, the folders for uploads and temporary files, while it happens; after it every file
under the server's folder, the log, every row, and the machine's own temporary folders.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from crypto.file_stream import SealedSpool
from service.open_attachment import open_attachment
from tests.faults.raw_http import tree
from tests.office import Office
from tests.plaintext import files_under
from tests.planted import documents, films, heic, old_office, papers, pictures, sounds
from tests.planted.canaries import NEEDLES, THAI, found_in, thai_canary
from tests.planted.canaries import canary as word
from tests.real_server import RealServer
from tests.reporter_client import Page, ReporterClient

pytestmark = pytest.mark.faults

NAME = f"{THAI} {word('name')}"
LARGE = 3 * 1024 * 1024
PIECE = 128 * 1024
SMALL = {
    "photo.jpg": pictures.jpeg_exif,
    "phone.heic": heic.heic,
    "form.pdf": lambda: papers.paper(papers.form),
    "remarks.docx": documents.docx_remarks,
    "place.mp4": films.film_3gp,
    "talk.mp3": sounds.mp3,
    "old.doc": lambda: old_office.old("doc"),
}
REFUSED = {
    "evil.exe": b"MZ\x90\0\3" + word("refused program").encode() * 900,
    "broken.jpg": b"\xff\xd8\xff\xe1\x40\0Exif\0\0" + word("broken picture").encode() * 900,
}


class Watch(threading.Thread):
    """Looks again and again at what the server and its children have open, and at its folders."""

    def __init__(self, server: RealServer, folders: tuple[Path, ...]) -> None:
        super().__init__(daemon=True)
        self._server, self._folders = server, folders
        self._is_over = threading.Event()
        self.looks = 0
        self.uploads: set[int] = set()
        """Sizes of the files without a name in which uploads waited."""
        self.children: set[str] = set()
        self.found: list[str] = []

    def run(self) -> None:
        while not self._is_over.wait(0.05):
            self.look()

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def look(self) -> None:
        """Once at everything; what is gone meanwhile holds nothing."""
        for pid in tree(self._server.process.pid):
            with suppress(OSError):
                self._look_at_process(Path(f"/proc/{pid}"))
        hits = NEEDLES.in_files(path for one in self._folders for path in files_under(one))
        self.found += [f"{file}: {found}" for file, found in hits.items()]
        self.looks += 1

    def _look_at_process(self, process: Path) -> None:
        command = (process / "cmdline").read_bytes()
        if b"_child.py" in command:
            self.children.add(command.split(b"\0")[2].decode().rpartition("/")[2])
        self._keep("command", command)
        self._keep("environment", (process / "environ").read_bytes())
        for file in (process / "fd").iterdir():
            with suppress(OSError):
                self._look_at(file)

    def _look_at(self, file: Path) -> None:
        name = os.readlink(file)
        # The database and the log are looked through once, after all: they are never smaller.
        if not file.is_file() or name.endswith((".db", ".db-wal", ".db-shm", ".log")):
            return
        content = file.read_bytes()
        if "/uploads/" in name or "(deleted)" in name:
            self.uploads.add(len(content))
        self._keep(name, content)

    def _keep(self, name: str, content: bytes) -> None:
        self.found += [f"{name}: {one}" for one in found_in(content)]


@pytest.fixture
def server(office: Office, tmp_path: Path) -> Iterator[RealServer]:
    """The production server, with a temporary folder of its own inside what is looked through."""
    office.clock.now = datetime.now(UTC)
    (tmp_path / "tmp").mkdir()
    url = office.engine.url.render_as_string(hide_password=False)
    environ = {"PRONGSAI_DATABASE_URL": url, "TMPDIR": str(tmp_path / "tmp")}
    running = RealServer(tmp_path, environ)
    running.start()
    yield running
    running.stop()


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_nothing_of_a_file_is_left_anywhere(
    office: Office, tmp_path: Path, server: RealServer
) -> None:
    before = _lying_about()
    watch = Watch(server, (tmp_path / "uploads", tmp_path / "tmp"))
    watch.start()
    try:
        sent = _send_all(server)
        _officers_open_them(office, tmp_path, watch)
    finally:
        watch.stop()
    assert watch.found == []
    assert watch.looks > 10
    assert {"image_child.py", "document_child.py", "media_child.py"} <= watch.children
    assert max(watch.uploads) > PIECE, "no upload was met on its way"
    assert sent == len(SMALL) + 1

    server.stop()
    kept = files_under(tmp_path)
    assert not NEEDLES.in_files(kept)
    assert not NEEDLES.in_files(_lying_about() - before)
    rows = _every_row(office)
    assert found_in(rows) == []
    assert len(rows) > LARGE, "the files are not where this looked"
    assert not [file for file in kept if file.name.startswith("core")]
    _check_the_search_itself(tmp_path, watch, rows)


def _send_all(server: RealServer) -> int:
    """How many were taken; refused ones are sent between them."""
    client = ReporterClient(server.port)
    client.confirm(client.file("เรื่องที่จะแนบไฟล์"))
    for name, body in REFUSED.items():
        assert client.attach(f"{NAME} {name}", body).status == 415, name
    taken = sum(_is_taken(client.attach(f"{NAME} {name}", make())) for name, make in SMALL.items())
    return taken + _is_taken(_send_slowly(client, server.port))


def _is_taken(page: Page) -> bool:
    return page.status == 200 and "evidence-" in page.body


def _send_slowly(client: ReporterClient, port: int) -> Page:
    """A sound of three mebibytes with canaries in its tag, so slowly that it can be met."""
    tag = word("slow").encode() * 1_000
    sound = b"ID3\4\0\0" + bytes(len(tag) + 5 >> shift & 0x7F for shift in (21, 14, 7, 0))
    sound += b"PRIV\0" + tag + sounds.FRAME * (LARGE // len(sounds.FRAME))
    token = client.get("/sample/f/evidence").hidden["token"]
    head = (
        f'--m\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
        f'--m\r\nContent-Disposition: form-data; name="file"; filename="{NAME} slow.mp3"\r\n\r\n'
    ).encode()
    whole = head + sound + b"\r\n--m--\r\n"

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(whole), PIECE):
            yield whole[start : start + PIECE]
            time.sleep(0.02)

    headers = {
        "Content-Type": "multipart/form-data; boundary=m",
        "Content-Length": str(len(whole)),
        "Cookie": client.cookie,
    }
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/sample/f/evidence", pieces(), headers)
    answer = connection.getresponse()
    page = Page(answer.status, {}, answer.read().decode())
    connection.close()
    return page


def _officers_open_them(office: Office, folder: Path, watch: Watch) -> None:
    """Every copy, through a spool in the folder that is looked through."""
    ids = {line.id for line in _lines(office)}
    for mark in ids:
        spool = SealedSpool(folder / "uploads")
        with suppress(Exception), office.desk("intake1") as work:
            file = open_attachment(work, _case(office), mark, spool)
            assert found_in(b"".join(file.chunks)) == []
            watch.look()
            file.close()


def _lines(office: Office):
    return office.open("intake1", _case(office)).attachments


def _case(office: Office) -> str:
    with office.engine.connect() as connection:
        connection.execution_options(prongsai_writes=False)
        return connection.execute(text("SELECT id FROM complaint")).scalar_one().hex()


def _lying_about() -> set[Path]:
    """What lies directly in the machine's temporary folders and where the tests run."""
    folders = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.cwd())  # noqa: S108
    return {file for folder in folders for file in folder.iterdir() if file.is_file()}


def _every_row(office: Office) -> bytes:
    """Every value of every table, as a dump would hold it."""
    dump = bytearray()
    with office.engine.connect() as connection:
        connection.execution_options(prongsai_writes=False)
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608
                for value in row:
                    dump += (
                        bytes(value)
                        if isinstance(value, bytes | memoryview)
                        else str(value).encode()
                    )
    return bytes(dump)


def _check_the_search_itself(folder: Path, watch: Watch, rows: bytes) -> None:
    """A canary put down on purpose is found: in a file, in each encoding, among the rows."""
    planted = folder / "tmp" / "planted"
    for raw in (
        thai_canary("x").encode(),
        thai_canary("x").encode("utf-16-le"),
        b"\0" + thai_canary("x").encode("utf-16-be"),
        thai_canary("x").encode("cp874"),
        pictures.jpeg_exif(),
    ):
        planted.write_bytes(os.urandom(3000) + raw + os.urandom(3000))
        assert str(planted) in NEEDLES.in_files(files_under(folder))
    planted.unlink()
    assert found_in(rows[:1000] + pictures.jpeg_exif() + rows[1000:])
    watch._keep("planted", pictures.jpeg_exif())
    assert watch.found
