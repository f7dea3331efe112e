"""Cases ticked in a list are given to one officer: whom, what will come of it, what was done."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.words import ROLES
from service.assign_many import assign_many, assignees, plan_assignment
from service.errors import InvalidInput, NotFound
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.list_filters import list_address
from web.pages import page

Typed = MultiDict[str, str]
EVERY_LINE: Final = "all"
NO_LINE: Final = "none"


def ticked_in(lines: Sequence[Any], asked: Typed) -> dict[str, Any]:
    """Which lines of a page are drawn ticked, and whether it is to be said that none was."""
    wish = asked.get("ticked")
    # A page that is asked to be redrawn sends its own ticks along: they count without a wish only.
    ticked = set(asked.getlist("cases")) if wish is None else set()
    if wish == EVERY_LINE:
        ticked = {line.id for line in lines}
    return {"ticked": ticked, "none_ticked": wish == NO_LINE}


def _redraw(typed: Typed) -> Response:
    """The plan as it is now, for somebody whose session ended before the button was pressed."""
    return _draw(list(_seen(typed)), typed.get("to", ""), typed, renewed=True)


@pages.get("/assign")
@officer_view(Permission.ASSIGN_CASE)
def choose_assignee() -> Response:
    """Whom the ticked cases are given to; once that is chosen, what will come of it."""
    ids = request.args.getlist("cases")
    if not ids:
        return _to_list_unticked(request.args)
    chosen = request.args.get("to", "")
    nobody = InvalidInput({"to": "choose_one"}) if "ask" in request.args and not chosen else None
    return _draw(ids, chosen, request.args, nobody)


@pages.post("/assign", endpoint="assign_many")
@officer_view(Permission.ASSIGN_CASE, redraw=_redraw)
def take_assignment() -> Response:
    """Word of which of the cases are the officer's now; the others are as they were."""
    typed = typed_fields()
    seen, chosen = _seen(typed), typed.get("to", "")
    if not seen:
        return _to_list_unticked(typed)
    try:
        with work(writes=True) as opened:
            assign_many(opened, seen, chosen)
    except InvalidInput as refused:
        return _draw(list(seen), chosen, typed, refused)
    return go_to(url_for("desk.assigned", cases=list(seen), to=chosen, **list_address(typed)))


@pages.get("/assign/done")
@officer_view(Permission.ASSIGN_CASE)
def assigned() -> Response:
    """Which of the cases are the officer's now, and which are not and why."""
    with work(writes=True) as opened:
        plan = plan_assignment(opened, request.args.getlist("cases"), request.args.get("to", ""))
    if plan.officer is None:
        raise NotFound
    return page("assign/done.html", plan=plan, back=list_address())


def _draw(
    ids: list[str],
    chosen: str,
    came_from: Mapping[str, str],
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
) -> Response:
    """The page on which somebody is chosen, or the plan when somebody who can be chosen is."""
    with work(writes=True) as opened:
        try:
            plan = plan_assignment(opened, ids, "" if refused else chosen)
        except InvalidInput as unknown:
            if "to" not in unknown.fields:
                raise
            refused, plan = unknown, plan_assignment(opened, ids, "")
        people = () if plan.officer else assignees(opened)
    return page(
        "assign/plan.html" if plan.officer else "assign/choose.html",
        refused.status if refused else 200,
        plan=plan,
        people=[(one.id, one.name, _described(one)) for one in people],
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        back=list_address(came_from),
    )


def _to_list_unticked(came_from: Mapping[str, str]) -> Response:
    return go_to(url_for("desk.cases", **list_address(came_from), ticked=NO_LINE))


def _described(person: Any) -> str:
    return " · ".join((person.post, *(ROLES[role.value].th for role in person.roles)))


def _seen(typed: Typed) -> Mapping[str, int]:
    """The event count that the page showed of each case; what is no count fits no case."""
    pairs = (one.partition(":") for one in typed.getlist("cases"))
    return {case_id: _count(count) for case_id, _, count in pairs}


def _count(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
