"""Handing messages to the mail server; what went wrong comes back as a code of ours.

The codes are the keys of `rules.words.MAIL_PROBLEMS`. A server's own words are read by nobody:
they may hold an address, and would end up on a page.
"""

import smtplib
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from functools import partial
from typing import Final

from app.mail_server import MailServer, Security
from app.post_failed import PostFailed
from rules.email_address import domain_of

SECONDS: Final = 20
_FOR_GOOD: Final = 500

Send = Callable[[EmailMessage], None]


@contextmanager
def open_post(server: MailServer, sender: str) -> Iterator[Send]:
    """What sends one message, over one connection for all; PostFailed from it and from here.

    Certificates are checked against those the system trusts (SSL_CERT_FILE names others).
    """
    if server.security is Security.CONSOLE:
        yield _print
        return
    connection = _connected(server, domain_of(sender))
    try:
        yield partial(_send, connection, sender)
        with suppress(OSError):
            connection.quit()
    finally:
        connection.close()


def _connected(server: MailServer, name: str) -> smtplib.SMTP:
    connection = None
    try:
        connection = _dial(server, name)
        if server.security is Security.STARTTLS:
            _start_tls(connection)
        if server.user:
            _log_in(connection, server)
    except PostFailed:
        _hang_up(connection)
        raise
    except ssl.SSLError:
        _hang_up(connection)
        raise PostFailed("tls", is_whole=True) from None
    except (OSError, UnicodeError):  # smtplib's own exceptions are OSErrors too
        _hang_up(connection)
        raise PostFailed("connect", is_whole=True) from None
    return connection


def _dial(server: MailServer, name: str) -> smtplib.SMTP:
    # Our own name is not looked up: it would tell the machine's, and may take long.
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=name,
            timeout=SECONDS,
            context=ssl.create_default_context(),
        )
    return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=SECONDS)


def _start_tls(connection: smtplib.SMTP) -> None:
    try:
        connection.starttls(context=ssl.create_default_context())
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException):
        raise PostFailed("tls", is_whole=True) from None


def _log_in(connection: smtplib.SMTP, server: MailServer) -> None:
    try:
        connection.login(server.user, server.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except (smtplib.SMTPException, UnicodeError):
        raise PostFailed("login", is_whole=True) from None


def _hang_up(connection: smtplib.SMTP | None) -> None:
    if connection is not None:
        connection.close()


def _send(connection: smtplib.SMTP, sender: str, message: EmailMessage) -> None:
    address = message["To"].addresses[0].addr_spec
    try:
        connection.send_message(message, sender, [address])
    except smtplib.SMTPRecipientsRefused as refused:
        code = refused.recipients[address][0]
        raise PostFailed("refused" if code >= _FOR_GOOD else "later", is_whole=False) from None
    except smtplib.SMTPSenderRefused as refused:
        is_final = refused.smtp_code >= _FOR_GOOD
        raise PostFailed("sender" if is_final else "later", is_whole=True) from None
    except smtplib.SMTPDataError as refused:
        is_final = refused.smtp_code >= _FOR_GOOD
        raise PostFailed("refused" if is_final else "later", is_whole=False) from None
    except OSError:
        raise PostFailed("connect", is_whole=True) from None


def _print(message: EmailMessage) -> None:
    for name in ("From", "To", "Subject", "Date", "Message-ID"):
        sys.stdout.write(f"{name}: {message[name]}\n")
    sys.stdout.write("\n{}\n".format(message.get_content().replace("\r\n", "\n")))
    sys.stdout.flush()
