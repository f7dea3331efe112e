"""A case kept from deletion: set, lifted, and what a case's page tells of keeping."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Response, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.words import ERRORS
from rules.words.retention import RETENTION_KINDS
from service.errors import InvalidInput, NotAllowed, ServiceError, StaleCase, WrongState
from service.legal_hold import lift_hold, set_hold
from service.open_case import open_case
from service.retention import keeping_view
from service.views import OpenCase
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errand_pages import event_count
from web.errors import problems_of
from web.pages import page

Typed = MultiDict[str, str]
_REFUSALS: Final = (InvalidInput, StaleCase, WrongState)


def keeping_on_case(opened: Any, case: OpenCase) -> Mapping[str, Any]:
    """Until when what of the case is kept and the hold that stands, for its page."""
    return {"kept": keeping_view(opened, case.id), "RETENTION_KINDS": RETENTION_KINDS}


def _redraw_set(typed: Typed, case_id: str) -> Response:
    return _draw(case_id, typed, lifting=False, why="renewed")


def _redraw_lift(typed: Typed, case_id: str) -> Response:
    return _draw(case_id, typed, lifting=True, why="renewed")


@pages.get("/cases/<case_id>/hold", endpoint="hold")
@officer_view(Permission.ACT_ON_CASE)
def hold_page(case_id: str) -> Response:
    """What a hold does, before it is set."""
    return _draw(case_id, Typed(), lifting=False)


@pages.post("/cases/<case_id>/hold", endpoint="set_hold")
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw_set)
def take_hold(case_id: str) -> Response:
    """The case, kept from deletion; or the page again with the reason typed."""
    return _take(set_hold, case_id, lifting=False)


@pages.get("/cases/<case_id>/hold/lift", endpoint="hold_lift")
@officer_view(Permission.ACT_ON_CASE)
def lift_page(case_id: str) -> Response:
    """What lifting the hold does, before it is done."""
    return _draw(case_id, Typed(), lifting=True)


@pages.post("/cases/<case_id>/hold/lift", endpoint="lift_hold")
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw_lift, fresh=True)
def take_lift(case_id: str) -> Response:
    """The case, no longer kept; or the page again with the reason typed."""
    return _take(lift_hold, case_id, lifting=True)


def _take(errand: Callable[..., None], case_id: str, *, lifting: bool) -> Response:
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            errand(opened, case_id, typed.to_dict(), event_count(typed))
    except _REFUSALS as refused:
        return _draw(case_id, typed, lifting=lifting, refused=refused)
    return go_to(url_for("desk.case", case_id=case_id) + "#keeping")


def _draw(
    case_id: str,
    typed: Typed,
    *,
    lifting: bool,
    why: str = "",
    refused: ServiceError | None = None,
) -> Response:
    with work(writes=True) as opened:
        case = open_case(opened, case_id)
        kept = keeping_view(opened, case_id)
    may_do = kept.held.may_lift if lifting else kept.held.may_set
    if not may_do and not typed.get("reason"):
        # Only a supervisor lifts; nobody sets what stands, or lifts what does not.
        raise WrongState if lifting is (kept.held.hold is None) else NotAllowed
    if why == "renewed" and event_count(typed) != case.event_count:
        why = "stale"
    return page(
        "retention/hold.html",
        refused.status if refused else 200,
        case=case,
        kept=kept,
        lifting=lifting,
        may_do=may_do,
        typed=typed,
        why="stale" if isinstance(refused, StaleCase) else why,
        sentence="" if may_do else ERRORS[(refused or WrongState()).code].th,
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
    )
