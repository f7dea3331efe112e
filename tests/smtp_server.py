"""A real mail server on loopback in a process of its own: STARTTLS, a login, a file of arrivals.

    python -m tests.smtp_server PORT FOLDER [plain|tls|bare|starttls]

What it takes stands as lines of JSON in FOLDER/arrived, on the disk before it says so. Mailboxes
whose name begins with `refused` or `later` are answered so. A file FOLDER/hold makes
it think for a moment after it took a message, so that a kill may fall into that moment.
"""

import json
import os
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from tests.real_server import free_port

USER, PASSWORD = "prongsai", "a:b/c#d%e"
PASSWORD_IN_URL = "a%3Ab%2Fc%23d%25e"
HOLD_SECONDS = 0.02


@dataclass(frozen=True)
class Arrival:
    """A message as it came in."""

    to: str
    sender: str
    raw: bytes = field(repr=False)
    is_safe: bool = True
    has_login: bool = True
    greeted_as: str = ""

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=SMTP)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class SmtpServer:
    """The server's process, from outside."""

    folder: Path
    way: str = "starttls"
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        if self.way == "plain":
            return f"smtp://127.0.0.1:{self.port}"
        scheme = "smtps" if self.way == "tls" else "smtp"
        return f"{scheme}://{USER}:{PASSWORD_IN_URL}@localhost:{self.port}"

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    def environ(self) -> dict[str, str]:
        """Settings of a service that sends its mail here."""
        return {
            "PRONGSAI_SMTP_URL": self.url,
            "PRONGSAI_MAIL_FROM": "desk@office.example",
            "PRONGSAI_PUBLIC_URL": "https://complaints.office.example",
        }

    def start(self) -> None:
        self.folder.mkdir(exist_ok=True)
        if not self.certificate.exists():
            make_certificate(self.folder)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.smtp_server", str(self.port), str(self.folder), self.way],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[1])},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # warnings about the ways that are meant to be refused
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def arrivals(self) -> list[Arrival]:
        file = self.folder / "arrived"
        if not file.exists():
            return []
        # The server may be in the middle of a line: what has no end yet has not arrived.
        *whole, _ = file.read_text("utf-8").split("\n")
        lines = [json.loads(line) for line in whole]
        return [Arrival(**line | {"raw": bytes.fromhex(line["raw"])}) for line in lines]

    def forget(self) -> None:
        (self.folder / "arrived").unlink(missing_ok=True)


def make_certificate(folder: Path) -> None:
    """A certificate for localhost that signs itself, and its key, in this folder."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


class _Mailboxes:
    """What the server does with the mail it gets."""

    def __init__(self, folder: Path, *, is_safe: bool) -> None:
        self._folder, self._is_safe = folder, is_safe

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address.startswith("refused"):
            return "550 5.1.1 secret words of the server"
        if address.startswith("later"):
            return "451 4.7.1 secret words of the server"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        arrival = {
            "to": envelope.rcpt_tos[0],
            "sender": envelope.mail_from,
            "raw": envelope.content.hex(),
            "is_safe": self._is_safe or session.ssl is not None,
            "has_login": bool(session.authenticated),
            "greeted_as": session.host_name,
        }
        with (self._folder / "arrived").open("a", encoding="utf-8") as file:
            file.write(json.dumps(arrival) + "\n")
        if (self._folder / "hold").exists():
            time.sleep(HOLD_SECONDS)
        return "250 OK"


def _serve(port: int, folder: Path, way: str) -> None:
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, asked: Any) -> Any:
        success = (asked.login, asked.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=success, handled=success)

    safe = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    safe.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    with_login = {"authenticator": check, "auth_required": True}
    options: dict[str, dict[str, Any]] = {
        "starttls": with_login | {"tls_context": safe, "require_starttls": True},
        "tls": with_login | {"ssl_context": safe, "auth_require_tls": False},
        "bare": with_login | {"auth_require_tls": False},
        "plain": {},
    }
    server = Controller(
        _Mailboxes(folder, is_safe=way == "tls"), hostname="127.0.0.1", port=port, **options[way]
    )
    server.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    _serve(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
