"""The front between a scripted client and a small application, without a server around them."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import url_for

from app.front import Front
from app.front.arrival import Deadlines
from app.front.arrivals import Room
from app.front.environ import environ_of
from app.front.refusals import Refusals
from rules.words import ERRORS
from web.uploads import is_upload

KIBIBYTE = 1024
SHORT = Deadlines(silent=0.4, idle=0.4, form=2, upload=2, reader=0.4)


@dataclass
class Client:
    """One request: its pieces come when they are sent, its answer is kept."""

    method: str = "POST"
    path: str = "/"
    query: bytes = b""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    takes: int = 10**9
    """How many messages of the answer are taken before this client reads no more."""

    def __post_init__(self) -> None:
        self.coming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.told: list[dict[str, Any]] = []

    def sends(self, piece: bytes, *, more: bool = True) -> None:
        self.coming.put_nowait({"type": "http.request", "body": piece, "more_body": more})

    def leaves(self) -> None:
        self.coming.put_nowait({"type": "http.disconnect"})

    @property
    def scope(self) -> dict[str, Any]:
        return {
            "type": "http", "http_version": "1.1", "method": self.method, "scheme": "http",
            "path": self.path, "raw_path": self.path.encode(), "query_string": self.query,
            "headers": self.headers, "server": ("127.0.0.1", "80"),
            "client": ("203.0.113.9", "4711"),
        }  # fmt: skip

    async def take(self, message: dict[str, Any]) -> None:
        while len(self.told) >= self.takes:
            await asyncio.sleep(3600)
        self.told.append(message)

    async def asks(self, front: Front) -> None:
        await front(self.scope, self.coming.get, self.take)

    @property
    def status(self) -> int:
        return self.told[0]["status"] if self.told else 0

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.told[1:])


def posting(length: int, path: str = "/") -> Client:
    return Client(path=path, headers=[(b"content-length", str(length).encode())])


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The body, its length before it."""
    start_response("200 OK", [])
    body = environ["wsgi.input"].read()
    return [f"{environ.get('CONTENT_LENGTH')} ".encode() + body]


@pytest.fixture(scope="session")
def refusals(service):
    return Refusals(service[0])


@pytest.fixture
def run(refusals):
    """Run a story with a front of two threads before this application."""

    def tell(
        story: Callable[[Front], Coroutine[Any, Any, None]],
        application: Callable[..., Any] = echo,
        *,
        deadlines: Deadlines = SHORT,
        room: Room | None = None,
    ) -> None:
        async def whole() -> None:
            front = Front(
                application,
                refusals,
                threads=2,
                is_upload=lambda _method, path: path == "/upload",
                deadlines=deadlines,
                room=room,
            )
            async with asyncio.timeout(20):
                await story(front)

        asyncio.run(whole())

    return tell


# What Flask is told


def test_flask_is_told_everything_but_who_asks():
    client = Client("GET", "/caf%E9/%E0%B8%81", b"a=%ff")
    client.headers = [
        (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y"),
        (b"sec_fetch_site", b"same-origin"), (b"content-type", b"text/plain"),
    ]  # fmt: skip
    told = environ_of(client.scope, None)
    assert told["PATH_INFO"] == "/caf\xe9/\xe0\xb8\x81"
    assert told["QUERY_STRING"] == "a=%ff"
    assert told["HTTP_COOKIE"] == "a=1; b=2"
    assert told["HTTP_ACCEPT"] == "x,y"
    assert told["CONTENT_TYPE"] == "text/plain"
    assert "HTTP_SEC_FETCH_SITE" not in told
    assert "203.0.113.9" not in str(told)
    assert "4711" not in str(told)


def test_a_form_reaches_its_thread_whole_in_chunks_or_not(run):
    async def story(front: Front) -> None:
        for headers in ([(b"content-length", b"6")], [(b"transfer-encoding", b"chunked")]):
            client = Client(headers=headers)
            client.sends(b"for")
            client.sends(b"ms!", more=False)
            await client.asks(front)
            assert client.body == b"6 forms!"

    run(story)


def test_a_form_too_large_for_any_page_comes_with_its_length_alone(run):
    async def story(front: Front) -> None:
        for client in (posting(3_000 * KIBIBYTE), Client(headers=[(b"transfer-encoding", b"x")])):
            for number in range(1, 31):
                client.sends(bytes(100 * KIBIBYTE), more=number < 30)
            await client.asks(front)
            assert client.body == b"3072000 "

    run(story)


# Senders who let one wait


def test_whoever_says_nothing_is_let_go_and_has_held_no_thread(run):
    async def story(front: Front) -> None:
        silent = [posting(10) for _ in range(50)]
        waiting = [asyncio.create_task(one.asks(front)) for one in silent]
        await asyncio.sleep(0.1)
        honest = posting(2)
        honest.sends(b"me", more=False)
        await honest.asks(front)
        assert honest.body == b"2 me"
        assert not any(one.told for one in silent)
        await asyncio.gather(*waiting)
        assert {one.status for one in silent} == {408}
        assert ERRORS["too_slow"].th in silent[0].body.decode()
        assert (b"Connection", b"close") in silent[0].told[0]["headers"]

    run(story)


def test_whoever_stops_before_the_end_of_the_body_is_told_so_without_a_thread(run):
    asked = []

    async def story(front: Front) -> None:
        client = posting(10)
        client.sends(b"half")
        client.leaves()
        await client.asks(front)
        assert client.status == 400

    run(story, lambda *told: asked.append(told))
    assert asked == []


def test_a_body_may_rest_between_pieces_but_not_for_ever(run):
    async def story(front: Front) -> None:
        client = posting(100)
        asking = asyncio.create_task(client.asks(front))
        began = time.monotonic()
        while not asking.done():
            client.sends(b"a")
            await asyncio.sleep(0.2)
        assert client.status == 408
        assert 1.8 < time.monotonic() - began < 4  # its whole deadline, not the one for rests

    run(story)


def test_who_has_brought_least_for_its_age_makes_room(run):
    async def story(front: Front) -> None:
        slow, swift, silent, late = (posting(90_000) for _ in range(4))
        tasks = [asyncio.create_task(one.asks(front)) for one in (slow, swift, silent)]
        swift.sends(bytes(50_000))
        slow.sends(b"a")
        await asyncio.sleep(2.2)
        tasks.append(asyncio.create_task(late.asks(front)))
        await asyncio.sleep(0.1)
        assert [one.status for one in (slow, swift, silent, late)] == [0, 0, 408, 0]
        tasks.append(asyncio.create_task(posting(5).asks(front)))
        await asyncio.sleep(0.1)
        # The newest has brought nothing either, but it is young.
        assert [one.status for one in (slow, swift, silent, late)] == [408, 0, 408, 0]
        swift.sends(bytes(40_000), more=False)
        await tasks[1]
        assert swift.status == 200
        for task in tasks:
            task.cancel()

    patient = Deadlines(silent=30, idle=30, form=30)
    run(story, deadlines=patient, room=Room(bodies=3))


def test_a_young_silent_one_goes_before_a_slow_honest_one(run):
    async def story(front: Front) -> None:
        honest = posting(30_000)
        tasks = [asyncio.create_task(honest.asks(front))]
        crowd = []
        for _ in range(15):
            honest.sends(bytes(1_000))
            for _ in range(4):
                crowd.append(posting(10))
                tasks.append(asyncio.create_task(crowd[-1].asks(front)))
            await asyncio.sleep(0.2)
        assert honest.status == 0
        assert sum(one.status == 408 for one in crowd) > 50
        honest.sends(bytes(15_000), more=False)
        await tasks[0]
        assert honest.status == 200
        for task in tasks:
            task.cancel()

    run(story, deadlines=Deadlines(silent=30, idle=30), room=Room(bodies=4))


def test_the_largest_unfinished_body_makes_room_for_memory(run):
    async def story(front: Front) -> None:
        hoarder, other = posting(900 * KIBIBYTE), posting(900 * KIBIBYTE)
        tasks = [asyncio.create_task(one.asks(front)) for one in (hoarder, other)]
        hoarder.sends(bytes(600 * KIBIBYTE))
        other.sends(bytes(300 * KIBIBYTE))
        await asyncio.sleep(0.1)
        honest = posting(200 * KIBIBYTE)
        honest.sends(bytes(200 * KIBIBYTE), more=False)
        await honest.asks(front)
        assert [one.status for one in (hoarder, other, honest)] == [408, 0, 200]
        greedy = posting(1_500 * KIBIBYTE)
        greedy.sends(bytes(1_100 * KIBIBYTE))
        await greedy.asks(front)
        assert greedy.status == 503
        assert (b"Retry-After", b"60") in greedy.told[0]["headers"]
        for task in tasks:
            task.cancel()

    run(story, deadlines=Deadlines(), room=Room(held_bytes=1_000 * KIBIBYTE))


# Uploads


def test_every_page_with_a_file_box_is_known_to_the_front(service):
    app, _office = service
    templates = Path(app.root_path) / "templates"
    with_files = [file for file in templates.rglob("*.html") if 'type="file"' in file.read_text()]
    named = {file.relative_to(templates).as_posix() for file in with_files}
    assert named == {
        "disclosure/channel.html",
        "follow/evidence.html",
        "import_sheet/start.html",
        "intake/scan.html",
        "paper_templates/letter_head.html",
    }
    with app.test_request_context():
        paths = (
            url_for("follow.add", slug="sample"),
            url_for("desk.scan", case_id="0" * 32),
            url_for("desk.note_channel_look"),
            url_for("desk.upload_sheet"),
            url_for("desk.save_letter_head"),
        )
    for path in paths:
        assert is_upload("POST", path)
        assert not is_upload("GET", path)
        assert not is_upload("POST", f"{path}/more")


def test_an_upload_takes_a_thread_when_it_has_begun_and_gives_it_back_when_it_stops(run):
    threads = set()

    def seal(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        threads.add(threading.get_ident())
        try:
            read = echo(environ, start_response)[0]
        except Exception as problem:
            start_response("408 Too Slow", [])
            return [type(problem).__name__.encode()]
        return [str(len(read)).encode()]

    async def story(front: Front) -> None:
        size = 5_000 * KIBIBYTE
        silent, stopping, whole = (posting(size, "/upload") for _ in range(3))
        tasks = [asyncio.create_task(one.asks(front)) for one in (silent, stopping, whole)]
        await asyncio.sleep(0.1)
        assert threads == set()
        stopping.sends(bytes(100 * KIBIBYTE))
        for number in range(1, 51):
            whole.sends(bytes(100 * KIBIBYTE), more=number < 50)
        await asyncio.gather(*tasks)
        assert silent.status == 408
        assert (stopping.status, stopping.body) == (408, b"RequestTimeout")
        assert whole.body == str(size + len(f"{size} ")).encode()

    run(story, seal)


def test_a_refused_upload_is_heard_out_without_its_thread(run):
    def refuse(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] == "/upload":
            environ["wsgi.input"].forget(5)
        start_response("401 Who Are You", [])
        return [b"a page"]

    async def story(front: Front) -> None:
        refused = [posting(3_000 * KIBIBYTE, "/upload") for _ in range(8)]
        tasks = [asyncio.create_task(one.asks(front)) for one in refused]
        for one in refused:
            one.sends(bytes(100 * KIBIBYTE))
        await asyncio.sleep(0.1)
        other = Client("GET")
        await other.asks(front)
        assert other.body == b"a page"
        assert not any(one.told for one in refused)
        for one in refused:
            one.sends(bytes(2_900 * KIBIBYTE), more=False)
        await asyncio.gather(*tasks)
        assert {(one.status, one.body) for one in refused} == {(401, b"a page")}

    run(story, refuse)


# Readers who take nothing


class Download:
    """Fifty megabytes, made as they are taken."""

    def __init__(self) -> None:
        self.made = 0
        self.is_closed = threading.Event()

    def __call__(self, _environ: dict[str, Any], start_response: Callable[..., Any]) -> "Download":
        start_response("200 OK", [])
        return self

    def __iter__(self) -> "Download":
        return self

    def __next__(self) -> bytes:
        if self.made == 50:
            raise StopIteration
        self.made += 1
        return bytes(KIBIBYTE * KIBIBYTE)

    def close(self) -> None:
        self.is_closed.set()


def test_a_download_comes_piece_by_piece_and_whole(run):
    download = Download()

    async def story(front: Front) -> None:
        client = Client("GET")
        await client.asks(front)
        assert len(client.body) == 50 * KIBIBYTE * KIBIBYTE
        assert max(len(message["body"]) for message in client.told[1:]) == 64 * KIBIBYTE
        assert [message["more_body"] for message in client.told[-2:]] == [True, False]

    run(story, download)
    assert download.is_closed.is_set()


@pytest.mark.parametrize("way", ["stops reading", "leaves"])
def test_a_reader_who_stops_gives_the_thread_back(run, way):
    download = Download()

    async def story(front: Front) -> None:
        client = Client("GET", takes=20)
        asking = asyncio.create_task(client.asks(front))
        if way == "leaves":
            client.takes = 10**9
            client.leaves()
        await asking
        assert download.is_closed.is_set()
        assert download.made < 10

    run(story, download)


def test_an_answer_that_nobody_takes_makes_room_for_others(run):
    async def story(front: Front) -> None:
        hoarder = posting(800 * KIBIBYTE)
        hoarder.takes = 2
        hoarder.sends(bytes(800 * KIBIBYTE), more=False)
        task = asyncio.create_task(hoarder.asks(front))
        await asyncio.sleep(0.2)
        assert not task.done()
        other = posting(500 * KIBIBYTE)
        other.sends(bytes(500 * KIBIBYTE), more=False)
        await other.asks(front)
        assert other.status == 200
        await asyncio.wait_for(task, 1)

    run(story, deadlines=Deadlines(), room=Room(held_bytes=1_000 * KIBIBYTE))


def test_whoever_leaves_the_queue_is_not_worked_for(run):
    may_go_on = threading.Event()
    asked = []

    def slowly(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        may_go_on.wait(10)
        start_response("200 OK", [])
        return [b""]

    async def story(front: Front) -> None:
        served = [asyncio.create_task(Client("GET", "/served").asks(front)) for _ in range(2)]
        await asyncio.sleep(0.1)
        gone, patient = Client("GET", "/gone"), Client("GET", "/patient")
        tasks = [asyncio.create_task(one.asks(front)) for one in (gone, patient)]
        gone.leaves()
        await asyncio.wait_for(tasks[0], 2)
        may_go_on.set()
        await asyncio.gather(*served, tasks[1])
        assert patient.status == 200

    run(story, slowly)
    assert sorted(asked) == ["/patient", "/served", "/served"]


# When we are wrong ourselves


def test_an_application_that_breaks_gets_a_page_and_a_line_without_values(run, caplog):
    def breaks(_environ: dict[str, Any], _start: Callable[..., Any]) -> list[bytes]:
        raise RuntimeError("a typed word")

    async def story(front: Front) -> None:
        client = Client("GET")
        await client.asks(front)
        assert client.status == 500
        assert ERRORS["internal"].th in client.body.decode()

    run(story, breaks)
    assert [record.prongsai_event for record in caplog.records] == ["front_failed"]
    assert "a typed word" not in caplog.records[0].getMessage()


@pytest.mark.parametrize(
    ("path", "query", "kind", "words"),
    [
        ("/sample/r/check", b"", b"text/html; charset=utf-8", ERRORS["too_slow"].th),
        ("/sample/r/check", b"lang=en", b"text/html; charset=utf-8", ERRORS["too_slow"].en),
        ("/api/v1/agencies/sample/complaints", b"", b"application/problem+json", '"status": 408'),
    ],
)
def test_a_refusal_comes_in_the_shape_that_was_asked_for(run, path, query, kind, words):
    async def story(front: Front) -> None:
        client = posting(10, path)
        client.query = query
        await client.asks(front)
        headers = dict(client.told[0]["headers"])
        assert headers[b"Content-Type"] == kind
        assert headers[b"Cache-Control"] == b"no-store"
        assert headers[b"Server"] == b""
        assert b"Content-Security-Policy" in headers
        assert words in client.body.decode()

    run(story)
