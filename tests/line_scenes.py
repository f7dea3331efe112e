"""An office with LINE on and officers linked to it, and webhooks as LINE signs them."""

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.line import deliver_line
from crypto.primitives import hmac_sha256
from models.line import LineAccount, LineLink
from service.actors import AgencyClerk
from service.line_account import save_line_account, switch_line
from service.line_links import ask_code, hear, take_heard
from tests.line_server import SECRET, TOKEN, LineServer, user_of
from tests.mail import house_of
from tests.office import Office

PUBLIC = "https://complaints.office.example"


def turn_on(office: Office, token: str = TOKEN) -> None:
    """The administrator saves the account and turns it on."""
    with office.desk("admin1") as work:
        save_line_account(work, {"token": token, "secret": SECRET})
        switch_line(work, on=True)


def signature_of(body: bytes, secret: str = SECRET) -> str:
    """What LINE puts into X-Line-Signature."""
    return b64encode(hmac_sha256(secret.encode(), body)).decode()


def message_event(user: str, text: str, **more: Any) -> dict[str, Any]:
    """What LINE tells of a text sent to the account."""
    return {
        "type": "message",
        "mode": "active",
        "timestamp": 1795399200000,
        "source": {"type": "user", "userId": user},
        "webhookEventId": "01FZ74A0TDDPYRVKNK77XKC3ZR",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": "r",
        "message": {"id": "1", "type": "text", "quoteToken": "q", "text": text},
    } | more


def unfollow_event(user: str, at: datetime, **more: Any) -> dict[str, Any]:
    """What LINE tells when somebody blocks the account."""
    return {
        "type": "unfollow",
        "mode": "active",
        "timestamp": int(at.timestamp() * 1000),
        "source": {"type": "user", "userId": user},
        "webhookEventId": "01FZ74A0TDDPYRVKNK77XKC3ZS",
        "deliveryContext": {"isRedelivery": False},
    } | more


def webhook(*events: Mapping[str, Any]) -> bytes:
    """A webhook's body."""
    return json.dumps({"destination": user_of(0), "events": list(events)}).encode()


def tell_webhook(office: Office, body: bytes, signature: str | None = None) -> int:
    """How many were linked by this webhook."""
    clerk = AgencyClerk(office.agency_id)
    with office.work(clerk, writes=False) as work:
        said = hear(work, body, signature_of(body) if signature is None else signature)
    with office.work(clerk) as work:
        return take_heard(work, said)


def code_of(office: Office, login: str) -> str:
    """A fresh code of that officer."""
    with office.desk(login) as work:
        return ask_code(work).digits


def link(office: Office, *logins: str) -> dict[str, str]:
    """These officers linked, each by sending the code; the identity of each, by login."""
    users = {login: user_of(number + 1) for number, login in enumerate(logins)}
    for login, user in users.items():
        assert tell_webhook(office, webhook(message_event(user, code_of(office, login)))) == 1
    return users


def links(office: Office) -> list[LineLink]:
    from sqlalchemy import select

    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(LineLink))


def account(office: Office) -> LineAccount | None:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        found: LineAccount | None = work.one(LineAccount)
        return found


def house_with(office: Office, line: LineServer, **environ: str):
    """The office as the composition root sees it, with LINE at that address."""
    given = {"PRONGSAI_LINE_API": line.api, "PRONGSAI_PUBLIC_URL": PUBLIC}
    return house_of(office, given | environ)


def deliver_all(house) -> int:
    """How many went out by LINE until nothing more did."""
    total = 0
    while count := deliver_line(house):
        total += count
    return total
