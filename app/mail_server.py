"""Which mail server is used, and how safely: what `PRONGSAI_SMTP_URL` says.

smtp://user:password@host:587   STARTTLS is demanded, then a login
smtps://user:password@host:465  TLS from the first byte
smtp://127.0.0.1:25             without TLS, on this machine alone and without a login
console:                        prints every message, for development
"""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

CONSOLE: Final = "console:"
FORMS: Final = "smtp://user:password@host:587, smtps://user:password@host:465 or console:"


class Security(StrEnum):
    """How a message is carried."""

    STARTTLS = "starttls"
    TLS = "tls"
    PLAIN = "plain"
    CONSOLE = "console"


_PORTS: Final = {Security.STARTTLS: 587, Security.TLS: 465, Security.PLAIN: 25}


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over."""

    security: Security
    host: str = ""
    port: int = 0
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def read_mail_server(url: str) -> MailServer | None:
    """The server, or None for no mail at all; ValueError says what is wrong, never a value."""
    if not url:
        return None
    if url == CONSOLE:
        return MailServer(Security.CONSOLE)
    parts, port = _split(url)
    host = parts.hostname or ""
    if parts.path.strip("/") or parts.query or parts.fragment or "\\" in url:
        raise ValueError("must end after the port; write /, ?, # and % in a password as %2F etc.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("needs both a user and a password, or neither")
    security = _security(parts.scheme, host, has_login=bool(user))
    return MailServer(security, host, port or _PORTS[security], user, password)


def _split(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # whose message holds what was written
        raise ValueError(f"must look like {FORMS}") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or port == 0:
        raise ValueError(f"must look like {FORMS}")
    return parts, port


def _security(scheme: str, host: str, *, has_login: bool) -> Security:
    if scheme == "smtps":
        return Security.TLS
    # A password never goes out in clear, not even to a neighbour on the same machine.
    return Security.PLAIN if _is_this_machine(host) and not has_login else Security.STARTTLS


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
