"""A move that is an errand of its own: its page drawn, drawn again with what was typed, or kept."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response
from werkzeug.datastructures import MultiDict

from rules.states import Move
from rules.words import ERRORS
from service.errors import FollowUpsOpen, InvalidInput, ServiceError, StaleCase, WrongState
from service.open_case import open_case
from service.views import OpenCase
from web.desk_pages import work
from web.errors import problems_of
from web.pages import page

Typed = MultiDict[str, str]
Beside = Callable[[Any, OpenCase], Mapping[str, Any]]
WRITTEN = ("notice_text", "note", "reason", "label", "answered", "came_back", "withheld_why")


def nothing_beside(_opened: Any, _case: OpenCase) -> Mapping[str, Any]:
    """What stands beside the case on a page that needs only the case."""
    return {}


def draw_errand(
    template: str,
    move: Move,
    case_id: str,
    beside: Beside = nothing_beside,
    typed: Typed | None = None,
    why: str = "",
    refused: ServiceError | None = None,
) -> Response:
    """The errand's page with everything that was typed.

    Where the case does not allow the move any more, WrongState; but a page with the words to copy
    when some were typed.
    """
    typed = MultiDict() if typed is None else typed
    with work(writes=True) as opened:
        case = open_case(opened, case_id)
        allowed = any(choice.move is move for choice in case.moves)
        more = beside(opened, case) if allowed else {}
    if not allowed or isinstance(refused, FollowUpsOpen):
        return _kept(case, move, typed, refused)
    if why == "renewed" and event_count(typed) != case.event_count:
        why = "stale"
    return page(
        template,
        refused.status if refused else 200,
        case=case,
        typed=typed,
        why="stale" if isinstance(refused, StaleCase) else why,
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
        **more,
    )


def event_count(typed: Mapping[str, str]) -> int:
    """How many events the case had when its page was drawn; -1 for anything but a number."""
    count = typed.get("event_count", "")
    return int(count) if count.isascii() and count.isdigit() and len(count) < 10 else -1


def _kept(case: OpenCase, move: Move, typed: Typed, refused: ServiceError | None) -> Response:
    texts = [typed[name] for name in WRITTEN if typed.get(name, "").strip()]
    if not texts:
        raise refused or WrongState()
    return page(
        "desk/kept_text.html",
        refused.status if refused else 409,
        case=case,
        move=move,
        texts=texts,
        sentence=ERRORS[(refused or WrongState()).code].th,
    )
