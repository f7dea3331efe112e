"""More time for a clock, and the list of what is overdue."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for

from rules.permissions import Permission
from rules.states import Move
from service.case_clocks import case_clocks
from service.errors import InvalidInput, NotAllowed, NotFound, StaleCase, WrongState
from service.extend_clock import extend_clock
from service.overdue import overdue_page
from service.views import OpenCase
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import MOVE_PAGES, go_to, pages, work
from web.errand_pages import Typed, draw_errand, event_count
from web.pages import page

MOVE_PAGES[Move.EXTEND] = "desk.extend_page"


def _extendable(opened: Any, case: OpenCase) -> Mapping[str, Any]:
    running = case_clocks(opened, case.id).running
    return {"choices": [clock for clock in running if clock.can_be_extended]}


def _draw(case_id: str, *more: Any) -> Response:
    return draw_errand("clocks/extend.html", Move.EXTEND, case_id, _extendable, *more)


def _redraw(typed: Typed, case_id: str) -> Response:
    """The page of an extension with words typed before the session ended."""
    return _draw(case_id, typed, "renewed")


@pages.get("/cases/<case_id>/extend")
@officer_view(Permission.ACT_ON_CASE)
def extend_page(case_id: str) -> Response:
    """The page on which a clock is given more time."""
    return _draw(case_id, Typed({"clock": request.args.get("clock", "")}))


@pages.post("/cases/<case_id>/extend", endpoint="extend_clock")
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw)
def take_extension(case_id: str) -> Response:
    """The case with a later day, or the page again with everything that was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            extend_clock(opened, case_id, typed.to_dict(), event_count(typed))
    except (InvalidInput, StaleCase, WrongState, NotAllowed) as refused:
        return _draw(case_id, typed, "mend", refused)
    return go_to(url_for("desk.case", case_id=case_id, done=Move.EXTEND.value))


@pages.get("/overdue")
@officer_view(Permission.LIST_CASES, Permission.SEE_NUMBERS)
def overdue() -> Response:
    """What is overdue: the cases that the officer can open, or only how many there are."""
    typed = request.args.get("page", "1")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        raise NotFound
    with work(writes=True) as opened:
        view = overdue_page(opened, int(typed))
    return page("clocks/overdue.html", page=view)
