"""clamd is asked over its own protocol; what it cannot say stops nobody, and it must be at home.

The stand-in speaks the protocol of clamd(8) over a real socket. Where a clamd can be run (on the
PATH, in /usr/sbin, or named by TEST_CLAMD), the same questions go to it as well, with a database
of two signatures; elsewhere those tests are not there at all.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import md5
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.console_service import _ANTIVIRUS
from app.settings import Settings, SettingsRefused
from crypto.file_stream import SealedSpool
from models.complaint import Attachment, AttachmentChunk, SealedObject
from service import antivirus
from service.actors import AllAgencies
from service.antivirus import Standing, Verdict, is_local, scan, standing
from service.attach_evidence import add_evidence
from service.errors import InfectedFile
from tests.office import Office
from tests.small_files import plain_text

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class StandIn:
    """A clamd that knows one virus: reads INSTREAM chunk by chunk, answers, hangs up.

    It takes `most` bytes, as by StreamMaxLength, and calls a file of more than `looks_at` clean, as
    by MaxFileSize.
    """

    def __init__(
        self, line: socket.socket, most: int = 60_000_000, looks_at: int = 60_000_000,
        answer: bytes = b"",
    ) -> None:  # fmt: skip
        self.line, self.most, self.looks_at, self.fixed = line, most, looks_at, answer
        self.seen = bytearray()
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                one, _ = self.line.accept()
            except OSError:
                return
            with one, one.makefile("rb") as stream:
                one.sendall(self.fixed or self._answer(stream))

    def _answer(self, stream) -> bytes:
        self.seen.clear()
        if stream.read(10) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        while size := int.from_bytes(stream.read(4), "big"):
            self.seen += stream.read(size)
            if len(self.seen) > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
        finds = len(self.seen) <= self.looks_at and EICAR in self.seen
        return b"stream: Eicar-Test FOUND\0" if finds else b"stream: OK\0"


@pytest.fixture
def stand_in() -> Iterator[Callable[..., tuple[StandIn, str]]]:
    lines = []

    def start(**more) -> tuple[StandIn, str]:
        line = socket.create_server(("127.0.0.1", 0))
        lines.append(line)
        return StandIn(line, **more), f"127.0.0.1:{line.getsockname()[1]}"

    yield start
    for line in lines:
        line.close()


def _clamd() -> str:
    named = os.environ.get("TEST_CLAMD", "") or shutil.which("clamd") or "/usr/sbin/clamd"
    return named if Path(named).exists() else ""


# Not every machine that runs these tests has a clamd, and a test that is skipped looks like one
# that holds: these are collected only where they can be run.
if _clamd():

    @contextmanager
    def real_clamd(*limits: str) -> Iterator[str]:
        """The socket of a clamd of our own, in a folder of its own, that knows EICAR alone.

        It knows it as the real one does: at the very start of a file, or as the whole of one.
        """
        with tempfile.TemporaryDirectory(prefix="clamd-") as name:
            folder = Path(name)
            (folder / "signatures").mkdir()
            (folder / "signatures" / "own.ndb").write_text(f"Own.Eicar:0:0:{EICAR.hex()}\n")
            whole = md5(EICAR, usedforsecurity=False).hexdigest()
            (folder / "signatures" / "own.hdb").write_text(f"{whole}:{len(EICAR)}:Own.Whole\n")
            (folder / "clamd.conf").write_text(
                f"DatabaseDirectory {folder}/signatures\nLocalSocket {folder}/s\nForeground yes\n"
                f"TemporaryDirectory {folder}\nMaxThreads 2\n" + "\n".join(limits) + "\n"
            )
            with subprocess.Popen(
                [_clamd(), f"--config-file={folder}/clamd.conf"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            ) as running:  # fmt: skip
                try:
                    _wait_for(folder / "s")
                    yield str(folder / "s")
                finally:
                    running.terminate()

    def _wait_for(path: Path) -> None:
        ends = time.monotonic() + 30
        while not path.exists() and time.monotonic() < ends:
            time.sleep(0.05)

    WIDE = ("StreamMaxLength 50M", "MaxFileSize 50M", "MaxScanSize 50M")

    def test_a_real_clamd_finds_its_virus_and_passes_the_rest() -> None:
        with real_clamd(*WIDE) as address:
            assert scan(address, (EICAR,)) is Verdict.INFECTED
            assert scan(address, (EICAR[:20], EICAR[20:])) is Verdict.INFECTED
            assert scan(address, (plain_text(3_000_000),)) is Verdict.CLEAN
            assert standing(address) is Standing.WORKS

    def test_a_real_clamd_that_is_sent_more_than_it_takes_is_believed_in_nothing() -> None:
        with real_clamd("StreamMaxLength 4M") as address:
            assert scan(address, (bytes(1_000_000) for _ in range(20))) is Verdict.NOT_LOOKED
            assert scan(address, (EICAR,)) is Verdict.INFECTED

    @pytest.mark.parametrize("narrow", range(3))
    def test_a_real_clamd_of_which_one_limit_is_narrow_does_not_see_far(narrow: int) -> None:
        limits = [one.replace("50M", "30M") if at == narrow else one for at, one in enumerate(WIDE)]
        with real_clamd(*limits) as address:
            assert standing(address) is Standing.SHORT_SIGHTED


def test_the_file_arrives_byte_by_byte_and_the_answer_is_understood(stand_in) -> None:
    clamd, address = stand_in()
    body = plain_text(700_000)
    assert scan(address, (body[:5], b"", body[5:])) is Verdict.CLEAN
    assert clamd.seen == body
    assert scan(address, (body, EICAR)) is Verdict.INFECTED
    assert standing(address) is Standing.WORKS


def test_a_socket_in_the_file_system_is_asked_as_well() -> None:
    with tempfile.TemporaryDirectory() as folder, closing(socket.socket(socket.AF_UNIX)) as line:
        line.bind(f"{folder}/s")
        line.listen()
        StandIn(line)
        assert scan(f"{folder}/s", (EICAR,)) is Verdict.INFECTED


@pytest.mark.parametrize(
    "answer",
    [
        b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK FOUND OK\0", b"OK\0", b"\0",
        b"x" * 9000, b"stream: broken ERROR\0",
    ],
)  # fmt: skip
def test_only_its_own_two_answers_count(stand_in, answer: bytes) -> None:
    _, address = stand_in(answer=answer)
    assert scan(address, (b"words",)) is Verdict.NOT_LOOKED


def test_one_that_stops_listening_half_way_is_heard(stand_in) -> None:
    _, address = stand_in(most=100_000)
    pieces = (bytes(200_000) for _ in range(50))
    assert scan(address, pieces) is Verdict.NOT_LOOKED
    assert scan(address, (EICAR,)) is Verdict.INFECTED


def test_one_that_is_not_there_or_never_answers_stops_nobody(monkeypatch) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as deaf:
        address = f"127.0.0.1:{deaf.getsockname()[1]}"
        monkeypatch.setattr(antivirus, "ANSWER_SECONDS", 0.3)
        began = time.monotonic()
        assert scan(address, (b"words",)) is Verdict.NOT_LOOKED
        assert time.monotonic() - began < 5
    assert scan(address, (b"words",)) is Verdict.NOT_LOOKED
    assert standing(address) is Standing.SILENT
    assert scan("/nowhere/clamd", (b"words",)) is Verdict.NOT_LOOKED
    assert standing("") is Standing.OFF
    assert scan("", iter(())) is Verdict.NOT_LOOKED


def test_doctors_large_file_is_a_sound_zip_with_the_virus_as_its_last_part(stand_in) -> None:
    clamd, address = stand_in()
    standing(address)
    assert len(clamd.seen) == antivirus.LARGE_FILE_BYTES == 45 * 1024 * 1024
    with zipfile.ZipFile(BytesIO(clamd.seen)) as archive:
        assert archive.testzip() is None
        assert [archive.read(name) for name in archive.namelist()] == [EICAR]
    assert clamd.seen.index(EICAR) > antivirus.LARGE_FILE_BYTES - 200


@pytest.mark.parametrize("limit", [{"most": 25_000_000}, {"looks_at": 25_000_000}])
def test_one_that_does_not_look_through_large_files_is_named(stand_in, limit) -> None:
    _, address = stand_in(**limit)
    assert scan(address, (EICAR,)) is Verdict.INFECTED
    assert standing(address) is Standing.SHORT_SIGHTED


def test_doctor_has_a_line_for_each_standing() -> None:
    lines = [_ANTIVIRUS[one] for one in Standing if one is not Standing.OFF]
    assert [line.startswith("ok ") for line in lines] == [True, False, False, False]
    runbook = Path(antivirus.__file__).parents[1] / "docs" / "runbook.md"
    assert all(f"| `{line}` |" in runbook.read_text() for line in lines)


def test_one_without_signatures_is_named(stand_in) -> None:
    _, address = stand_in(answer=b"stream: OK\0")
    assert standing(address) is Standing.BLIND


@pytest.mark.parametrize("address", ["/run/clamav/clamd.ctl", "127.0.0.1:3310", "[::1]:3310"])
def test_one_on_this_machine_is_taken_as_a_setting(address: str) -> None:
    assert is_local(address)
    assert Settings.from_environment({"PRONGSAI_CLAMD": address}).clamd == address


@pytest.mark.parametrize(
    "address",
    ["10.0.0.5:3310", "clamd.example.go.th:3310", "localhost:3310", "127.0.0.1", "127.0.0.1:0",
     "127.0.0.1:99999", "run/clamd.ctl", ":3310", "0.0.0.0:3310"],
)  # fmt: skip
def test_one_elsewhere_is_refused_as_a_setting_and_never_asked(address: str) -> None:
    with pytest.raises(SettingsRefused):
        Settings.from_environment({"PRONGSAI_CLAMD": address})
    with pytest.raises(ValueError, match="this machine"):
        scan(address, (b"words",))


def test_off_is_the_default() -> None:
    assert Settings.from_environment({}).clamd == ""


def test_an_infected_file_is_refused_and_nothing_of_it_is_stored(
    office: Office, stand_in, tmp_path: Path
) -> None:
    _, address = stand_in()
    token = office.confirm(office.file())
    before = _rows(office)
    with pytest.raises(InfectedFile):
        _attach(office, token, address, plain_text(2000) + EICAR, tmp_path)
    assert _rows(office) == before
    assert _attach(office, token, address, plain_text(2000), tmp_path).name == "evidence-01.txt"


def test_a_clamd_that_is_gone_keeps_no_evidence_away(office: Office, tmp_path: Path) -> None:
    token = office.confirm(office.file())
    added = _attach(office, token, str(tmp_path / "gone"), plain_text(2000), tmp_path)
    assert added.name == "evidence-01.txt"


def _attach(office: Office, token: str, clamd: str, body: bytes, folder: Path):
    with SealedSpool(folder) as spool, office.reporter() as work:
        spool.write(body)
        work.clamd = clamd
        return add_evidence(work, token, spool, "a.txt")


def _rows(office: Office) -> list[int]:
    with office.work(AllAgencies("count"), writes=False) as work:
        return [
            work.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Attachment, AttachmentChunk, SealedObject)
        ]
