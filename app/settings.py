"""The settings of an installation, read once from `PRONGSAI_*` and refused when wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from app.mail_server import MailServer, Security, read_mail_server
from rules.email_address import is_email_address
from service.antivirus import is_local

PREFIX: Final = "PRONGSAI_"
DATABASES: Final = ("sqlite", "postgresql", "postgresql+psycopg")
THREADS_MOST: Final = 64
LINE_API: Final = "https://api.line.me"
_CONSOLE_SENDER: Final = "desk@console.invalid"


class SettingsRefused(Exception):
    """A setting is wrong; the message names it and says why, never a password in it."""


@dataclass(frozen=True)
class Settings:
    """What an installation is told from outside.

    `data_dir` holds the database file and the key file unless they are named; `public_url` is
    the address that people type, without a slash at its end ("" when it is not known yet).
    `smtp_url` says where mail to officers is handed over (app/mail_server.py), "" for no mail;
    `mail_from` is the address that it comes from. `line_api` is where messages for LINE go.
    `clamd` is an antivirus on this machine, as a socket's path or 127.0.0.1:3310; "" for none.
    """

    data_dir: Path
    database_url: str
    key_file: Path
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    public_url: str = ""
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    line_api: str = LINE_API
    clamd: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings in these variables; SettingsRefused when one is wrong or unknown."""
        _refuse_unknown(environ)
        data_dir = Path(_read(environ, "data_dir", "var")).absolute()
        public_url = _public_url(_read(environ, "public_url", ""))
        smtp_url = _smtp_url(_read(environ, "smtp_url", ""), public_url)
        return cls(
            data_dir=data_dir,
            database_url=_database_url(
                _read(environ, "database_url", f"sqlite:///{data_dir / 'prongsai.db'}")
            ),
            key_file=Path(
                _read(environ, "key_file", str(data_dir / "keys" / "prongsai.key"))
            ).absolute(),
            host=_read(environ, "host", "127.0.0.1"),
            port=_number(environ, "port", 8000, 65_535),
            threads=_number(environ, "threads", 8, THREADS_MOST),
            public_url=public_url,
            smtp_url=smtp_url,
            mail_from=_mail_from(_read(environ, "mail_from", ""), smtp_url),
            line_api=_line_api(_read(environ, "line_api", LINE_API)),
            clamd=_clamd(_read(environ, "clamd", "")),
        )

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None for another database."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path) if scheme == "sqlite" else None

    @property
    def public_host(self) -> str:
        """The host (with a port, if any) of the public address, lower case; "" when unknown."""
        return urlsplit(self.public_url).netloc.lower()

    @property
    def is_https(self) -> bool:
        """Whether people reach the service over https."""
        return self.public_url.startswith("https://")

    @property
    def mail_server(self) -> MailServer | None:
        """Where mail to officers is handed over; None when none is sent."""
        return read_mail_server(self.smtp_url)

    @property
    def desk_url(self) -> str:
        """Where officers sign in, as a message tells them."""
        return f"{self.public_url or self.local_url}/desk/"

    @property
    def local_url(self) -> str:
        """The address on this machine, for the one who started the service."""
        host = self.host if is_loopback_host(self.host) else "127.0.0.1"
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def is_loopback_host(host: str) -> bool:
    """Whether a host name or address, with or without a port, means this machine alone."""
    name = urlsplit(f"//{host}").hostname if host.count(":") < 2 or "]" in host else host
    if name == "localhost":
        return True
    try:
        return ip_address(name or "").is_loopback
    except ValueError:
        return False


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {PREFIX + one.name.upper() for one in fields(Settings)}
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsRefused(
            f"{unknown[0]} is not a setting; known are {', '.join(sorted(known))}"
        )


def _read(environ: Mapping[str, str], name: str, default: str) -> str:
    value = environ.get(PREFIX + name.upper(), default).strip()
    return value or default


def _number(environ: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = _read(environ, name, str(default))
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= most):
        raise SettingsRefused(f"{PREFIX}{name.upper()} must be a whole number from 1 to {most}")
    return int(value)


def _database_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in DATABASES:
        raise SettingsRefused(f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://")
    if scheme != "sqlite":
        return f"postgresql+psycopg://{rest}"
    path = rest.removeprefix("/")
    if not path or path.startswith(":memory:") or "?" in path:
        raise SettingsRefused(f"{PREFIX}DATABASE_URL must name a file on this machine's disk")
    # A relative path would else be taken from Flask's instance folder.
    return f"sqlite:///{Path(path).absolute()}"


def _public_url(url: str) -> str:
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsRefused(f"{PREFIX}PUBLIC_URL must look like https://complaints.example.go.th")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise SettingsRefused(f"{PREFIX}PUBLIC_URL must end after the host name")
    return f"{parts.scheme}://{parts.netloc}"


def _line_api(url: str) -> str:
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback_host(parts.netloc))
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if not (is_safe and parts.hostname and bare):
        raise SettingsRefused(
            f"{PREFIX}LINE_API must look like {LINE_API}; http is for this machine alone"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _clamd(address: str) -> str:
    if address and not is_local(address):
        raise SettingsRefused(
            f"{PREFIX}CLAMD must be a clamd on this machine: the whole path of its socket, or "
            "127.0.0.1 with its port"
        )
    return address


def _smtp_url(url: str, public_url: str) -> str:
    try:
        server = read_mail_server(url)
    except ValueError as problem:  # its words are ours and hold nothing that was written
        raise SettingsRefused(f"{PREFIX}SMTP_URL {problem}") from None
    if server and server.security is not Security.CONSOLE and not public_url:
        raise SettingsRefused(
            f"{PREFIX}SMTP_URL needs {PREFIX}PUBLIC_URL: a message says where to sign in"
        )
    return url


def _mail_from(address: str, smtp_url: str) -> str:
    if address and not is_email_address(address):
        raise SettingsRefused(f"{PREFIX}MAIL_FROM must look like complaints@example.go.th")
    server = read_mail_server(smtp_url)
    if server is None or address:
        return address
    if server.security is Security.CONSOLE:
        return _CONSOLE_SENDER
    raise SettingsRefused(f"{PREFIX}SMTP_URL needs {PREFIX}MAIL_FROM, the sender's address")
