"""A real HTTP endpoint on loopback that stands for LINE's Messaging API.

Whatever comes in is kept, headers and body. It takes a message as LINE would: with the right
token, as JSON, under a retry key that is a UUID and is taken once; the second time it answers 409
with `x-line-accepted-request-id`. `say` has the next requests answered in another way.
"""

import json
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from uuid import UUID

TOKEN = "token+of/the=office.account-" + "k" * 140
SECRET = "0123456789abcdef0123456789abcdef"
SECRET_WORDS = "secret words of LINE's own"
SPENT = "You have reached your monthly limit."
HURRIED = "The API rate limit has been exceeded. Try again later."


def user_of(number: int) -> str:
    """An identity as LINE gives them."""
    return f"U{number:032x}"


@dataclass(frozen=True)
class Received:
    """A request as it came in; `answered` is the status that it got, 0 for none."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = field(repr=False)
    answered: int = 200

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def retry_key(self) -> str:
        return self.headers.get("X-Line-Retry-Key", "")


@dataclass
class LineServer:
    """The server, in threads of the test's process."""

    token: str = TOKEN
    limit: int | None = 500
    used: int = 0
    hold_seconds: float = 0.0
    requests: list[Received] = field(default_factory=list)
    accepted: dict[str, str] = field(default_factory=dict)
    answers: deque[int | str] = field(default_factory=deque)
    let_go: Event = field(default_factory=Event)
    hanging: Event = field(default_factory=Event)
    server: ThreadingHTTPServer | None = None

    @property
    def api(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def start(self) -> "LineServer":
        self.server = _Server(("127.0.0.1", 0), _handler(self))
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def stop(self) -> None:
        self.let_go.set()
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()

    def say(self, *answers: int | str) -> None:
        """Answer the next pushes so: a status, "spent", "hurried", "hang", "cut" or "lost".

        "cut" ends the connection before anything was taken, "lost" after it was.
        """
        self.answers.extend(answers)

    @property
    def pushes(self) -> list[Received]:
        return [one for one in self.requests if one.path == "/v2/bot/message/push"]

    @property
    def arrived(self) -> list[Received]:
        """What was taken, and so reached a telephone; each once."""
        first: dict[str, Received] = {}
        for one in self.pushes:
            if one.retry_key in self.accepted:
                first.setdefault(one.retry_key, one)
        return list(first.values())

    def everything(self) -> str:
        """All that ever came in, as one text to be searched."""
        return "\n".join(
            f"{one.method} {one.path}\n{one.headers}\n{one.body.decode()}\n{one.body!r}"
            for one in self.requests
        )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: whoever is killed in the middle takes no answer, as is meant."""


def _handler(line: LineServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._keep(b"", 200)
            if self.headers.get("Authorization") != f"Bearer {line.token}":
                self._answer(401, {"message": SECRET_WORDS})
            elif self.path == "/v2/bot/message/quota":
                limited = {"type": "limited", "value": line.limit}
                self._answer(200, {"type": "none"} if line.limit is None else limited)
            elif self.path == "/v2/bot/message/quota/consumption":
                self._answer(200, {"totalUsage": line.used})
            else:
                self._answer(404, {"message": "Not found"})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told = line.answers.popleft() if line.answers else ""
            if told == "hang":
                self._keep(body, 0)
                line.hanging.set()
                line.let_go.wait(60)
                self.close_connection = True
                return
            status, words = (0, SECRET_WORDS) if told == "cut" else self._judge(body, told)
            self._keep(body, status)
            line.let_go.wait(line.hold_seconds)
            if told in ("cut", "lost"):
                self.close_connection = True
                return
            more = {"X-Line-Request-Id": "r"}
            if status == 409:
                more["X-Line-Accepted-Request-Id"] = line.accepted.get(self._key(), "r")
            self._answer(status, {"message": words} if words else {"sentMessages": []}, more)

        def _judge(self, body: bytes, told: int | str) -> tuple[int, str]:
            if isinstance(told, int) and told not in (200, 409):
                return told, SECRET_WORDS
            if told == "hurried":
                return 429, HURRIED
            if self.headers.get("Authorization") != f"Bearer {line.token}":
                return 401, SECRET_WORDS
            if self.path != "/v2/bot/message/push" or not self._is_well_formed(body):
                return 400, SECRET_WORDS
            if self._key() in line.accepted or told == 409:
                line.accepted.setdefault(self._key(), f"request-{len(line.accepted)}")
                return 409, "The retry key is already accepted"
            if told == "spent" or (line.limit is not None and line.used >= line.limit):
                return 429, SPENT
            line.accepted[self._key()] = f"request-{len(line.accepted)}"
            line.used += 1
            return 200, ""

        def _is_well_formed(self, body: bytes) -> bool:
            try:
                key, message = UUID(self._key()), json.loads(body)
            except ValueError:
                return False
            return (
                str(key) == self._key()
                and self.headers.get("Content-Type") == "application/json"
                and set(message) == {"to", "messages"}
                and message["to"].startswith("U")
                and [one["type"] for one in message["messages"]] == ["text"]
            )

        def _key(self) -> str:
            return self.headers.get("X-Line-Retry-Key", "")

        def _keep(self, body: bytes, status: int) -> None:
            line.requests.append(
                Received(self.command, self.path, dict(self.headers), body, status)
            )

        def _answer(self, status: int, said: object, more: dict[str, str] | None = None) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
            for name, value in (headers | (more or {})).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Nothing: a test reads what it needs from `requests`."""

    return Handler
