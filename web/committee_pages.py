"""The order that begins fact-finding, and later ones: who is on the committee, to find out what."""

from typing import Any, Final

from flask import Response, url_for
from werkzeug.datastructures import MultiDict

from rules.committee import OUTSIDERS_MOST
from rules.permissions import Permission
from rules.states import Move
from rules.words import COMMITTEE_PARTS
from service.committee import change_committee, start_fact_finding
from service.errors import InvalidInput, NotAllowed, ServiceError, StaleCase, WrongState
from service.inquiry_view import order_page
from service.order_record import Committee
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import MOVE_PAGES, go_to, pages, work
from web.errors import problems_of
from web.inquiry_forms import Typed, as_mapping, event_count, gone
from web.pages import page

MOVE_PAGES[Move.START_FACT_FINDING] = "desk.order_page"
MOVE_PAGES[Move.APPOINT_COMMITTEE] = "desk.committee_page"
ERRANDS: Final = {
    Move.START_FACT_FINDING: start_fact_finding,
    Move.APPOINT_COMMITTEE: change_committee,
}
OUTSIDER_ROWS: Final = range(1, OUTSIDERS_MOST + 1)


def redraw_order(typed: Typed, case_id: str) -> Response:
    """The first order's page with what was typed before the session ended."""
    return _draw(Move.START_FACT_FINDING, case_id, typed, "renewed")


def redraw_change(typed: Typed, case_id: str) -> Response:
    """A later order's page with what was typed before the session ended."""
    return _draw(Move.APPOINT_COMMITTEE, case_id, typed, "renewed")


@pages.get("/cases/<case_id>/start_fact_finding", endpoint="order_page")
@officer_view(Permission.ACT_ON_CASE)
def first_order(case_id: str) -> Response:
    """What the order that begins fact-finding says, and whom it names."""
    return _draw(Move.START_FACT_FINDING, case_id, None)


@pages.post("/cases/<case_id>/start_fact_finding", endpoint="take_order")
@officer_view(Permission.ACT_ON_CASE, redraw=redraw_order)
def take_first_order(case_id: str) -> Response:
    """The case with its committee, or the page again with everything that was typed."""
    return _take(Move.START_FACT_FINDING, case_id)


@pages.get("/cases/<case_id>/appoint_committee", endpoint="committee_page")
@officer_view(Permission.ACT_ON_CASE)
def later_order(case_id: str) -> Response:
    """The committee as it is, to be changed by a later order."""
    return _draw(Move.APPOINT_COMMITTEE, case_id, None)


@pages.post("/cases/<case_id>/appoint_committee", endpoint="take_committee")
@officer_view(Permission.ACT_ON_CASE, redraw=redraw_change)
def take_later_order(case_id: str) -> Response:
    """The case with its committee changed, or the page again."""
    return _take(Move.APPOINT_COMMITTEE, case_id)


def _take(move: Move, case_id: str) -> Response:
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            ERRANDS[move](opened, case_id, as_mapping(typed, ("dated_on",)), event_count(typed))
    except InvalidInput as refused:
        return _draw(move, case_id, typed, "mend", refused)
    except StaleCase as refused:
        return _draw(move, case_id, typed, "stale", refused)
    except (WrongState, NotAllowed) as refused:
        return gone(case_id, move, typed, refused)
    return go_to(url_for("desk.case", case_id=case_id, done=move.value))


def _draw(
    move: Move,
    case_id: str,
    typed: Typed | None,
    why: str = "",
    refused: ServiceError | None = None,
) -> Response:
    try:
        with work(writes=True) as opened:
            view = order_page(opened, case_id, move)
    except (WrongState, NotAllowed) as no_more:
        if typed is None:
            raise
        return gone(case_id, move, typed, no_more)
    if why == "renewed" and typed is not None and event_count(typed) != view.case.event_count:
        why = "stale"
    shown = typed if typed is not None else _as_typed(view.committee)
    return page(
        "inquiry/order.html",
        refused.status if refused else 200,
        case=view.case,
        view=view,
        move=move,
        typed=shown,
        why=why,
        rows=OUTSIDER_ROWS,
        parts=COMMITTEE_PARTS,
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
    )


def _as_typed(committee: Committee | None) -> Typed:
    """The committee as its form would have been filled in; the new order's number is asked."""
    fields: dict[str, Any] = {}
    if committee is None:
        return MultiDict()
    fields["find_out"] = committee.find_out
    outsiders = [one for one in committee.members if not one.officer]
    for one in committee.members:
        if one.officer:
            fields[f"part_{one.officer}"] = one.part.value
    for row, one in zip(OUTSIDER_ROWS, outsiders, strict=False):
        said = {"name": one.name, "post": one.post, "part": one.part.value}
        fields |= {f"{name}_outsider_{row}": text for name, text in said.items()}
    return MultiDict(fields)
