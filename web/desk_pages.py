"""The desk's pages as one blueprint: what its templates know, and how a refusal looks there."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Final

from flask import Blueprint, Response, g, make_response, redirect, request, url_for

from rules import limits, thai_time
from rules.permissions import Permission, Role
from rules.states import Channel, channels_of
from rules.words import DUTIES, ERRORS, IDENTITY_MODES, MOVES, ROLES
from service.errors import Busy, ServiceError
from service.handle_case import TYPED_MOVES
from web.choices import iso_date
from web.house import house, open_work
from web.pages import page

pages: Final = Blueprint("desk", __name__, url_prefix="/desk")
TEXTS: Final = (
    "notice_text", "note", "reason", "forwarded_to", "root_cause", "measure", "public_text", "text",
    "problems", "obstacles", "remedies", "text_th",
)  # fmt: skip
"""The fields in which an officer writes, and whose words no page may lose."""

MOVE_PAGES: Final[dict[str, str]] = dict.fromkeys(TYPED_MOVES, "desk.move_page")
"""The endpoint of each move's page; an errand of its own adds itself beside its routes."""


def move_address(case_id: str, move: str) -> str:
    """Where a move is made; "" for one that is reached another way."""
    endpoint = MOVE_PAGES.get(move, "")
    if endpoint == "desk.move_page":
        return url_for(endpoint, case_id=case_id, move=move)
    return url_for(endpoint, case_id=case_id) if endpoint else ""


def work(*, writes: bool) -> AbstractContextManager[Any]:
    """A unit of work of the officer who asks."""
    return open_work(g.officer, writes=writes)


def go_to(address: str) -> Response:
    """The answer that sends a browser on, by GET, after a form was taken."""
    return make_response(redirect(address, 303))


def may(permission: str) -> bool:
    """Whether the officer who looks at the page has the permission."""
    session = g.get("desk_session")
    return bool(session and Permission(permission).value in session.permissions)


def sees(channel: str) -> bool:
    """Whether the officer who looks at the page handles cases of that channel."""
    session = g.get("desk_session")
    roles = [Role(role) for role in session.roles] if session else []
    return Channel(channel) in channels_of(roles)


@pages.before_request
def _speak_thai() -> None:
    # Officers' words are Thai whatever `lang` an address carries.
    g.language = "th"


@pages.context_processor
def _desk_words() -> dict[str, Any]:
    return {
        "session": g.get("desk_session"),
        "today": house().today(),
        "may": may,
        "sees": sees,
        "move_address": move_address,
        "clock_time": thai_time.clock_time,
        "iso_date": iso_date,
        "limits": limits,
        "DUTIES": DUTIES,
        "IDENTITY_MODES": IDENTITY_MODES,
        "MOVES": MOVES,
        "ROLES": ROLES,
    }


@pages.errorhandler(ServiceError)
def refuse(error: ServiceError) -> Response:
    """The refusal as a page of the desk that says what to do next."""
    words = ERRORS.get(error.code, ERRORS["internal"])
    texts = kept_texts(request.form) if isinstance(error, Busy) else []
    return page("desk/refused.html", error.status, code=error.code, sentence=words.th, texts=texts)


def kept_texts(typed: Mapping[str, str]) -> list[str]:
    """What an officer wrote, to be copied from a page that could not take it."""
    return [typed[name] for name in TEXTS if typed.get(name, "").strip()]
