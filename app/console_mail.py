"""`prongsai mail send` and `mail test`: mail to officers, by hand."""

import argparse
from argparse import Namespace

from app.console import CommandFailed, house_of, open_app, say
from app.mail import deliver, send_test
from app.mail_post import PostFailed
from app.mail_server import MailServer
from app.settings import PREFIX, Settings
from rules.words import MAIL_PROBLEMS
from service.actors import AllAgencies
from service.errors import NotFound
from service.own_mail import find_address


def describe(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of mail, with their help."""
    mail = commands.add_parser("mail", help="e-mail to officers, which says only that they wait")
    parts = mail.add_subparsers(required=True, metavar="COMMAND")
    help_text = "send what is due, once; the served program does so by itself every minute"
    parts.add_parser("send", help=help_text, description=help_text).set_defaults(errand=send)
    help_text = "send one officer a test message and say what the mail server answered"
    test = parts.add_parser("test", help=help_text, description=help_text)
    test.add_argument("login", metavar="AGENCY/LOGIN", help="as the officer types it to sign in")
    test.set_defaults(errand=test_address)


def send(settings: Settings, _typed: Namespace) -> None:
    """Sends what is due and says how many messages went out."""
    _server(settings)
    say(f"Messages sent: {deliver(house_of(open_app(settings)))}.")


def test_address(settings: Settings, typed: Namespace) -> None:
    """Sends a test message to one officer, or says why it did not go."""
    server = _server(settings)
    house = house_of(open_app(settings))
    try:
        with house.open_work(AllAgencies("find an officer's address"), writes=False) as work:
            address = find_address(work, typed.login)
    except NotFound:
        raise CommandFailed("there is no such officer; write AGENCY/LOGIN") from None
    if not address:
        raise CommandFailed("this officer has no e-mail address; it is set on the page /desk/mail")
    try:
        send_test(house, server, address)
    except PostFailed as failed:
        raise CommandFailed(f"not sent: {MAIL_PROBLEMS[failed.problem].en}") from None
    say("Sent: the mail server has taken it. Please look whether it has arrived.")


def _server(settings: Settings) -> MailServer:
    server = settings.mail_server
    if server is None:
        raise CommandFailed(f"no mail is sent: {PREFIX}SMTP_URL is empty")
    return server
