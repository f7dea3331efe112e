"""Who can open a case: the page that says so, and a page for each way of changing it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from service.case_readers import CaseReaders, Person, case_readers
from service.change_readers import give_access, hand_over, take_access
from service.errors import InvalidInput, ServiceError, StaleCase, WrongState
from service.exclude_persons import Persons, exclude, plan_exclusion
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.pages import page

Typed = MultiDict[str, str]
Errand = Callable[[Any, str, str, int], None]
ERRANDS: Final[Mapping[str, Errand]] = {
    "give": give_access,
    "take": take_access,
    "hand": hand_over,
}
DONE: Final = (*ERRANDS, "exclude")


@pages.get("/cases/<case_id>/readers")
@officer_view(Permission.OPEN_CASE)
def readers(case_id: str) -> Response:
    """Who can open the case now, and who was kept out."""
    done = request.args.get("done", "")
    return page("readers/readers.html", case=_view(case_id), done=done if done in DONE else "")


@pages.get("/cases/without-me")
@officer_view()
def without_me() -> Response:
    """Said to somebody who has just taken the own access away."""
    return page("readers/without_me.html")


def _redraw(act: str) -> Callable[..., Response]:
    """What draws a form again with what was chosen before the session ended."""
    return lambda typed, case_id: _draw(act, case_id, typed, why="renewed")


@pages.get("/cases/<case_id>/readers/give")
@officer_view(Permission.ASSIGN_CASE)
def give_page(case_id: str) -> Response:
    """Whom to let in."""
    return _draw("give", case_id, request.args)


@pages.post("/cases/<case_id>/readers/give", endpoint="give_access")
@officer_view(Permission.ASSIGN_CASE, redraw=_redraw("give"))
def take_giving(case_id: str) -> Response:
    """The readers, one more."""
    return _do("give", case_id)


@pages.get("/cases/<case_id>/readers/take")
@officer_view(Permission.ASSIGN_CASE)
def take_page(case_id: str) -> Response:
    """Whom to take off the case."""
    return _draw("take", case_id, request.args)


@pages.post("/cases/<case_id>/readers/take", endpoint="take_access")
@officer_view(Permission.ASSIGN_CASE, redraw=_redraw("take"))
def take_taking(case_id: str) -> Response:
    """The readers, one less."""
    return _do("take", case_id)


@pages.get("/cases/<case_id>/readers/hand-over")
@officer_view(Permission.ASSIGN_CASE)
def hand_page(case_id: str) -> Response:
    """To whom the case is to be handed over."""
    return _draw("hand", case_id, request.args)


@pages.post("/cases/<case_id>/readers/hand-over", endpoint="hand_over")
@officer_view(Permission.ASSIGN_CASE, redraw=_redraw("hand"))
def take_handing(case_id: str) -> Response:
    """Word that the case is somebody else's now."""
    return _do("hand", case_id)


@pages.get("/cases/<case_id>/readers/exclude")
@officer_view(Permission.ASSIGN_CASE)
def exclude_page(case_id: str) -> Response:
    """Whom to keep out for good."""
    return _draw("exclude", case_id, request.args)


@pages.post("/cases/<case_id>/readers/exclude", endpoint="exclude")
@officer_view(Permission.ASSIGN_CASE, redraw=_redraw("exclude"))
def take_exclusion(case_id: str) -> Response:
    """First what it comes to, for there is no way back; then the readers without them."""
    typed = typed_fields()
    persons = Persons(tuple(typed.getlist("persons")), typed.get("names", ""))
    try:
        with work(writes=True) as opened:
            plan = plan_exclusion(opened, case_id, persons, _event_count(typed))
            if "confirmed" in typed:
                exclude(opened, case_id, persons, _event_count(typed))
    except (InvalidInput, StaleCase) as refused:
        return _draw("exclude", case_id, typed, refused=refused)
    if "confirmed" not in typed:
        return page("readers/exclude_plan.html", case=_view(case_id), plan=plan, typed=typed)
    if plan.is_me:
        return go_to(url_for("desk.without_me"))
    return go_to(url_for("desk.readers", case_id=case_id, done="exclude"))


def _do(act: str, case_id: str) -> Response:
    typed = typed_fields()
    officer_id = typed.get("officer", "")
    try:
        with work(writes=True) as opened:
            ERRANDS[act](opened, case_id, officer_id, _event_count(typed))
    except (InvalidInput, StaleCase, WrongState) as refused:
        return _draw(act, case_id, typed, refused=refused)
    is_me = officer_id == g.officer.officer_id.hex()
    if act == "hand" or (act == "take" and is_me):
        return go_to(url_for("desk.without_me"))
    return go_to(url_for("desk.readers", case_id=case_id, done=act))


def _view(case_id: str) -> CaseReaders:
    with work(writes=True) as opened:
        view: CaseReaders = case_readers(opened, case_id)
    return view


def _draw(
    act: str,
    case_id: str,
    typed: Mapping[str, str],
    why: str = "",
    refused: ServiceError | None = None,
) -> Response:
    """The page of one way of changing the readers, with what was chosen kept."""
    view = _view(case_id)
    stale = isinstance(refused, StaleCase)
    chosen = typed if isinstance(typed, MultiDict) else MultiDict(typed)
    return page(
        "readers/exclude.html" if act == "exclude" else "readers/choose.html",
        refused.status if refused else 200,
        case=view,
        act=act,
        typed=chosen,
        why="stale" if stale else why,
        people=_people(act, view),
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
    )


def _people(act: str, view: CaseReaders) -> tuple[Person, ...]:
    if act == "give":
        return view.can_be_given
    if act == "take":
        return (*(one.person for one in view.readers), *view.without_keys)
    return view.can_be_handed if act == "hand" else view.can_be_excluded


def _event_count(typed: Typed) -> int:
    count = typed.get("event_count", "")
    return int(count) if count.isascii() and count.isdigit() and len(count) < 10 else -1
