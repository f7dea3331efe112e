"""No word that somebody typed or sent is found on the disk, in any shape, at any moment."""

import io
import json
import os
import time
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import inspect, select, text
from sqlalchemy.engine import Connection

from models.complaint import Complaint
from rules.states import Channel, Move
from service.actors import AgencyClerk
from tests.office import Office
from tests.plaintext import Needles, files_under, rare_thai_word, rare_word
from tests.real_server import RealServer
from tests.reporter_client import ReporterClient

STRANGER = "127.0.0.77"
LATIN, THAI = rare_word(), rare_thai_word()
NEEDLES = Needles((LATIN, THAI))
TEXTS = (
    "subject", "narrative", "place", "accused", "accused_unit", "damage", "witnesses",
    "evidence_described", "reported_elsewhere", "desired_outcome", "contact_name",
    "contact_phone", "contact_email", "contact_other",
)  # fmt: skip
DAY = {"incident_from_day": "14", "incident_from_month": "3", "incident_from_year": "2530"}
DAY_SHAPES = (b"1987-03-14", b"14/3/2530", b"2530-03-14")
WAYS = (("r", "named"), ("r", "confidential"), ("g", "named"), ("r", "anonymous"))
PIECE = 128 * 1024


def canary(place: str) -> str:
    """A text that fits into the shortest field, and into no other text on this machine."""
    return f"{LATIN}{THAI} {place}"[:40]


def spoken(mode: str, **more: str) -> dict[str, str]:
    """An answer in every field of the form."""
    return {name: canary(name) for name in TEXTS} | DAY | {"identity_mode": mode} | more


@pytest.fixture
def server(office: Office, tmp_path: Path) -> Iterator[RealServer]:
    """The production server with a temporary folder of its own, inside what is looked through."""
    office.clock.now = datetime.now(UTC)
    (tmp_path / "tmp").mkdir()
    url = office.engine.url.render_as_string(hide_password=False)
    environ = {"PRONGSAI_DATABASE_URL": url, "TMPDIR": str(tmp_path / "tmp")}
    running = RealServer(tmp_path, environ)
    running.start()
    yield running
    running.stop()


def test_no_word_reaches_the_disk(office: Office, tmp_path: Path, server: RealServer) -> None:
    before = _temporary_files()
    client = ReporterClient(server.port, source=STRANGER)
    client.always = {"User-Agent": LATIN, "X-Forwarded-For": LATIN, "Accept-Language": LATIN}
    codes = [_file(client, letter, mode) for letter, mode in WAYS]
    codes.append(_file_by_api(server.port))
    _send_picture(client)
    seen = _send_slowly(client, server)
    client.post("/sample/f/message", token=_token(client), message=canary("message"))
    refused = client.attach(
        canary("refused") + ".exe", b"MZ\x90\0\3" + canary("body").encode() * 900
    )
    assert refused.status == 415
    client.get(f"/sample/{LATIN}?q={LATIN}")
    _officers_answer(office)

    assert any(size > PIECE for size in seen), seen
    assert not NEEDLES.in_files(files_under(tmp_path))
    server.stop()
    kept = files_under(tmp_path)
    assert not NEEDLES.in_files(kept)
    assert not NEEDLES.in_files(_temporary_files() - before)
    rows = _every_row(office)
    assert not NEEDLES.in_bytes(rows)
    whole = rows + b"".join(file.read_bytes() for file in kept)
    assert len(whole) > 2_000_000, "the files are not where this looked"
    for code in codes:
        assert code.encode() not in whole
    assert not any(shape in whole for shape in DAY_SHAPES)
    assert STRANGER.encode() not in whole
    _check_the_search_itself(tmp_path, rows)


def _file(client: ReporterClient, letter: str, mode: str) -> str:
    """The code of a report with a canary in every field; the client then follows it."""
    token = client.get(f"/sample/{letter}/").hidden["token"]
    check = client.post(f"/sample/{letter}/check", token=token, **spoken(mode))
    assert canary("narrative") in check.text
    fields = {name: check.hidden[name] for name in ("token", "draft")}
    assert canary("narrative") in client.post(f"/sample/{letter}/edit", **fields).body
    receipt = client.post(f"/sample/{letter}/send", **fields)
    assert client.confirm(receipt).status == 200
    return receipt.code


def _file_by_api(port: int) -> str:
    words = {name: canary(name) for name in TEXTS} | {"identity_mode": "named"}
    headers = {"Content-Type": "application/json", "Idempotency-Key": LATIN + "0" * 20}
    connection = HTTPConnection("127.0.0.1", port, timeout=30, source_address=(STRANGER, 0))
    body = json.dumps(words | {"channel": "corruption"})
    connection.request("POST", "/api/v1/agencies/sample/complaints", body, headers)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    assert answer.status == 201, told
    return told["code"].replace(" ", "")


def _token(client: ReporterClient) -> str:
    return client.get("/sample/f/").hidden["token"]


def _send_picture(client: ReporterClient) -> None:
    """A JPEG whose EXIF and comment hold canaries."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = (canary(name) for name in ("what", "who", "whose"))
    out = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(
        out, "JPEG", exif=exif, comment=canary("comment").encode()
    )
    assert NEEDLES.in_bytes(out.getvalue())
    assert "evidence-01.jpg" in client.attach(canary("name") + ".jpg", out.getvalue()).body


def _send_slowly(client: ReporterClient, server: RealServer) -> list[int]:
    """Sizes of the files that the server held open while a PDF of canaries came in."""
    body = b"%PDF-1.4\n" + canary("pdf").encode() * 40_000
    token = client.get("/sample/f/evidence").hidden["token"]
    seen: list[int] = []
    head = (
        f'--m\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
        '--m\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{canary("pdf")}.pdf"\r\n\r\n'
    ).encode()
    whole = head + body + b"\r\n--m--\r\n"

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(whole), PIECE):
            yield whole[start : start + PIECE]
            time.sleep(0.03)
            seen.extend(_look_at_open_files(server))

    connection = HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(STRANGER, 0))
    headers = {
        "Content-Type": "multipart/form-data; boundary=m",
        "Content-Length": str(len(whole)),
        "Cookie": client.cookie,
    }
    connection.request("POST", "/sample/f/evidence", pieces(), headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    assert answer.status == 200, page
    assert "evidence-02.pdf" in page
    return seen


def _look_at_open_files(server: RealServer) -> Iterator[int]:
    """The size of each file that the server has open, with or without a name, none with words."""
    for file in _open_files(server):
        try:
            name, content = os.readlink(file), file.read_bytes() if file.is_file() else b""
        except FileNotFoundError:
            continue
        assert not NEEDLES.in_bytes(content), name
        if "/uploads/" in name:
            yield len(content)
    folders = (server.folder / "uploads", server.folder / "tmp")
    assert not NEEDLES.in_files(path for folder in folders for path in files_under(folder))


def _open_files(server: RealServer) -> list[Path]:
    processes, found = [server.process.pid], []
    for pid in processes:
        tasks = Path(f"/proc/{pid}/task")
        for task in tasks.iterdir():
            processes += [int(child) for child in (task / "children").read_text().split()]
        found += Path(f"/proc/{pid}/fd").iterdir()
    return found


def _temporary_files() -> set[Path]:
    """What lies directly in the machine's temporary folders."""
    folders = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.cwd())  # noqa: S108
    return {file for folder in folders for file in folder.iterdir() if file.is_file()}


def _officers_answer(office: Office) -> None:
    """Every kind of words that an officer writes, in every place that takes some."""
    ids = _case_ids(office)
    words = {name: canary(name) for name in ("notice_text", "note", "reason", "forwarded_to")}
    points = dict.fromkeys(
        ("screening_evidence", "screening_circumstances", "screening_witness"), "yes"
    )
    first, second, third = ids[Channel.CORRUPTION][:3]
    for move in (Move.ASK, Move.MESSAGE, Move.NOTE, Move.ACCEPT, Move.DELAY_EXPLANATION):
        office.move("intake1", first, move, **words)
    for move in (Move.START_FACT_FINDING, Move.FIND_GROUNDS, Move.RESULT_NOTICE, Move.CLOSE):
        office.move("intake1", first, move, **words)
    office.move(
        "intake1", second, Move.NOT_ACCEPT, **words | points | {"reason": "insufficient_facts"}
    )
    office.move("intake1", third, Move.FORWARD, **words)
    for move in (Move.ACCEPT, Move.RESULT_NOTICE):
        office.move("grievance1", ids[Channel.GRIEVANCE][0], move, **words)
    opened = office.open("intake1", first)
    assert any(canary("note") in line.text for line in opened.notes)
    assert canary("notice_text") in {line.text for line in opened.conversation}


def _case_ids(office: Office) -> dict[Channel, list[str]]:
    ids: dict[Channel, list[str]] = {channel: [] for channel in Channel}
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        for case in work.rows(select(Complaint).order_by(Complaint.register_number)):
            ids[Channel(case.channel)].append(case.id.hex())
    return ids


def _every_row(office: Office) -> bytes:
    """Every value of every table in its bytes, as a thief of the database would have them."""
    dump = bytearray()
    with office.engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            copied = _copied if connection.dialect.name == "postgresql" else _selected
            for piece in copied(connection, table):
                dump += piece
    return bytes(dump)


def _copied(connection: Connection, table: str) -> Iterator[bytes]:
    cursor = connection.connection.cursor()
    with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as rows:
        yield from map(bytes, rows)


def _selected(connection: Connection, table: str) -> Iterator[bytes]:
    for row in connection.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608
        for value in row:
            yield value if isinstance(value, bytes) else str(value).encode()


def _check_the_search_itself(folder: Path, rows: bytes) -> None:
    """A canary put down on purpose, in every shape, is found; so is one among the rows."""
    planted = folder / "tmp" / "planted"
    for raw in (
        canary("x").encode(),
        canary("x").encode("utf-16-le"),
        b"\0" + canary("x").encode("utf-16-be"),
        canary("x").encode("cp874"),
    ):
        planted.write_bytes(os.urandom(5000) + raw + os.urandom(5000))
        assert NEEDLES.in_files(files_under(folder)).keys() == {str(planted)}
    for shift in range(3):
        hidden = b64encode(b"abc"[:shift] + canary("x").encode() + b"z")
        planted.write_bytes(hidden)
        assert NEEDLES.in_files([planted])
    planted.unlink()
    assert NEEDLES.in_bytes(rows[:1000] + THAI.encode() + rows[1000:])
