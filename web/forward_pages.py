"""Sending a case on to another authority, and what comes back from there."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, url_for

from rules.intake import AUTHORITIES, WITHHELD
from rules.permissions import Permission
from rules.states import Move
from service.errors import FollowUpsOpen, InvalidInput, NotAllowed, StaleCase, WrongState
from service.forwarding import (
    case_forward,
    forward_case,
    record_acknowledged,
    record_answered,
)
from service.views import OpenCase
from web.choices import choices_of
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import MOVE_PAGES, go_to, pages, work
from web.errand_pages import Typed, draw_errand, event_count
from web.received_pages import with_days

MOVE_PAGES[Move.FORWARD] = "desk.forward_page"
MOVE_PAGES[Move.FORWARD_ACKNOWLEDGED] = "desk.forward_acknowledged_page"
MOVE_PAGES[Move.FORWARD_ANSWERED] = "desk.forward_answered_page"

Errand = Callable[[Any, str, Mapping[str, Any], int], None]
_REFUSALS = (FollowUpsOpen, InvalidInput, StaleCase, WrongState, NotAllowed)


def forward_on_case(opened: Any, case: OpenCase) -> Mapping[str, Any]:
    """How a forwarding stands, for the case's page; nothing for a case that is not with others."""
    return {"forwarding": case_forward(opened, case.id)}


def _lists(_opened: Any, case: OpenCase) -> Mapping[str, Any]:
    files = [(one.id, one.name, "") for one in case.attachments if not one.withheld]
    return {
        "authorities": choices_of(AUTHORITIES),
        "withheld": choices_of(WITHHELD),
        "files": files,
    }


def _draw_forward(case_id: str, *more: Any) -> Response:
    return draw_errand("intake/forward.html", Move.FORWARD, case_id, _lists, *more)


def _draw_acknowledged(case_id: str, *more: Any) -> Response:
    return draw_errand(
        "intake/acknowledged.html", Move.FORWARD_ACKNOWLEDGED, case_id, forward_on_case, *more
    )


def _draw_answered(case_id: str, *more: Any) -> Response:
    return draw_errand(
        "intake/answered.html", Move.FORWARD_ANSWERED, case_id, forward_on_case, *more
    )


def _again(draw: Callable[..., Response]) -> Callable[..., Response]:
    """What draws a page with words typed before the session ended."""
    return lambda typed, case_id: draw(case_id, typed, "renewed")


@pages.get("/cases/<case_id>/forward")
@officer_view(Permission.ACT_ON_CASE)
def forward_page(case_id: str) -> Response:
    """The page on which a case is sent on."""
    return _draw_forward(case_id)


@pages.post("/cases/<case_id>/forward", endpoint="forward")
@officer_view(Permission.ACT_ON_CASE, redraw=_again(_draw_forward))
def take_forward(case_id: str) -> Response:
    """The case sent on, or the page again with everything that was typed."""
    return _take(case_id, Move.FORWARD, forward_case, _draw_forward)


@pages.get("/cases/<case_id>/forward/acknowledged")
@officer_view(Permission.ACT_ON_CASE)
def forward_acknowledged_page(case_id: str) -> Response:
    """The page on which their acknowledgement is recorded."""
    return _draw_acknowledged(case_id)


@pages.post("/cases/<case_id>/forward/acknowledged", endpoint="forward_acknowledged")
@officer_view(Permission.ACT_ON_CASE, redraw=_again(_draw_acknowledged))
def take_acknowledged(case_id: str) -> Response:
    """The case, acknowledged there."""
    return _take(case_id, Move.FORWARD_ACKNOWLEDGED, record_acknowledged, _draw_acknowledged)


@pages.get("/cases/<case_id>/forward/answered")
@officer_view(Permission.ACT_ON_CASE)
def forward_answered_page(case_id: str) -> Response:
    """The page on which what came back is recorded."""
    return _draw_answered(case_id)


@pages.post("/cases/<case_id>/forward/answered", endpoint="forward_answered")
@officer_view(Permission.ACT_ON_CASE, redraw=_again(_draw_answered))
def take_answered(case_id: str) -> Response:
    """The case with what came back, and perhaps with words to the reporter."""
    return _take(case_id, Move.FORWARD_ANSWERED, record_answered, _draw_answered)


def _take(case_id: str, move: Move, errand: Errand, draw: Callable[..., Response]) -> Response:
    typed: Typed = typed_fields()
    given = with_days(typed, ("dated",))
    given |= {name: typed.getlist(name) for name in ("sent", "withheld")}
    try:
        with work(writes=True) as opened:
            errand(opened, case_id, given, event_count(typed))
    except _REFUSALS as refused:
        return draw(case_id, typed, "mend", refused)
    return go_to(url_for("desk.case", case_id=case_id, done=move.value))
