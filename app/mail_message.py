"""The message itself: plain words, the same for everybody, nothing to follow it by."""

from datetime import datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from rules.email_address import domain_of
from rules.thai_time import BANGKOK, in_bangkok
from rules.words import MAIL_SUBJECTS, MAIL_TEXTS
from service.deliver_mail import Letter

_TEXT_OF: Final = {
    "daily": "daily", "waiting": "daily", "overdue": "overdue", "retention": "monthly",
    "test": "test",
}  # fmt: skip
_OTHERS: Final = "waits"
"""Assigned, asked for, or soon due: in a mailbox they look alike, down to the byte."""


def compose(letter: Letter, sender: str, desk_url: str) -> EmailMessage:
    """The message of this letter; composed again it is the same message, byte for byte.

    Its date is the day that it speaks of, not the moment: the daily one carries the opening
    hour, every other one midnight, so that no header tells when somebody did something.
    """
    text = _TEXT_OF.get(letter.kind, _OTHERS)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=letter.address)
    message["Subject"] = MAIL_SUBJECTS[text].th
    message["Date"] = format_datetime(_dated(letter, is_hourly=text == "daily"))
    message["Message-ID"] = f"<{letter.message_id}@{domain_of(sender)}>"
    # No holiday notice shall come back.
    message["Auto-Submitted"] = "auto-generated"
    words = MAIL_TEXTS[text].th.replace("{desk}", desk_url)
    message.set_content(words, charset="utf-8", cte="base64")
    return message


def _dated(letter: Letter, *, is_hourly: bool) -> datetime:
    at = in_bangkok(letter.dated)
    return at if is_hourly else datetime.combine(at.date(), time(), tzinfo=BANGKOK)
