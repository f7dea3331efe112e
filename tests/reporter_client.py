"""A reporter at the other end of a socket: reads pages, fills forms, keeps what is shown."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode, urljoin


class _Fields(HTMLParser):
    """The hidden fields of a page, the addresses its forms go to, its words."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.actions: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "input" and named.get("type") == "hidden":
            self.hidden[named["name"]] = named.get("value", "")
        if tag == "form":
            self.actions.append(named.get("action", ""))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@dataclass
class Page:
    """An answer as the reporter sees it."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def parsed(self) -> _Fields:
        fields = _Fields()
        fields.feed(self.body)
        return fields

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields by name."""
        return self.parsed.hidden

    @property
    def text(self) -> str:
        """The words, white space folded."""
        return " ".join(" ".join(self.parsed.text).split())

    @property
    def code(self) -> str:
        """The tracking code on a receipt, 20 digits."""
        return "".join(re.findall(r"<span>(\d{4})</span>", self.body))

    @property
    def receipt_no(self) -> str:
        """The receipt number on a receipt."""
        found = re.search(r"<strong>(\d+/\d{4})</strong>", self.body)
        return found.group(1) if found else ""


class ReporterClient:
    """One reporter, on one connection after another."""

    def __init__(
        self, port: int, slug: str = "sample", timeout: float = 30, source: str = ""
    ) -> None:
        self.port, self.slug, self.timeout = port, slug, timeout
        self.source = (source, 0) if source else None
        self.cookie = ""
        self.always: dict[str, str] = {}
        """Headers that this browser puts on every request."""

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None, {})

    def post(self, path: str, **fields: str) -> Page:
        body = urlencode(fields).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def send_file(self, path: str, name: str, body: bytes, **fields: str) -> Page:
        """A multipart form with one file."""
        mark = "x" * 30
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        parts.append(
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
        )
        whole = b"".join((*parts, body, f"\r\n--{mark}--\r\n".encode()))
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._ask("POST", path, whole, kind)

    def check_page(self, narrative: str) -> Page:
        """The check page of these words."""
        form = self.get(f"/{self.slug}/r/")
        return self.post(f"/{self.slug}/r/check", token=form.hidden["token"], narrative=narrative)

    def send(self, check: Page) -> Page:
        """The receipt for a check page."""
        return self.post(
            f"/{self.slug}/r/send", token=check.hidden["token"], draft=check.hidden["draft"]
        )

    def file(self, narrative: str) -> Page:
        """The receipt for these words, the whole way."""
        return self.send(self.check_page(narrative))

    def confirm(self, receipt: Page) -> Page:
        """The follow page, after the last four digits were typed back."""
        return self.follow(
            self.post(
                f"/{self.slug}/r/confirm",
                ticket=receipt.hidden["ticket"],
                token=receipt.hidden.get("token", ""),
                last_group=receipt.code[-4:],
            )
        )

    def enter(self, code: str) -> Page:
        """The follow page of a code that was written down."""
        token = self.get(f"/{self.slug}/f/").hidden["token"]
        return self.follow(self.post(f"/{self.slug}/f/enter", token=token, code=code))

    def attach(self, name: str, body: bytes) -> Page:
        """The evidence page after one file was sent."""
        token = self.get(f"/{self.slug}/f/evidence").hidden["token"]
        return self.send_file(f"/{self.slug}/f/evidence", name, body, token=token)

    def follow(self, page: Page) -> Page:
        """The page that a redirect leads to, if it is one."""
        if page.status != 303:
            return page
        return self.get(urljoin("http://x", page.headers["location"]).removeprefix("http://x"))

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        connection = HTTPConnection(
            "127.0.0.1", self.port, timeout=self.timeout, source_address=self.source
        )
        try:
            cookies = {"Cookie": self.cookie} if self.cookie else {}
            connection.request(method, path, body, self.always | headers | cookies)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            set_cookie = answer.getheader("Set-Cookie")
            if set_cookie:
                self.cookie = set_cookie.partition(";")[0]
            return Page(answer.status, {k.lower(): v for k, v in answer.getheaders()}, text)
        finally:
            connection.close()
