"""What follows a finding: opening a follow-up, its steps, and why a case cannot be closed yet."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules import words
from rules.follow_ups import (
    ADDRESSEES,
    NOT_OPENED,
    OPEN,
    PENALTIES,
    FollowUpKind,
    FollowUpStep,
    find_step,
)
from rules.money import baht
from rules.permissions import Permission
from rules.states import Move
from service.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    ServiceError,
    StaleCase,
    WrongState,
)
from service.follow_up_view import FollowUpStanding
from service.follow_ups import start_follow_up, step_follow_up
from service.inquiry_view import CaseInquiry, case_inquiry, opened_inquiry
from service.views import OpenCase
from web import desk_moves
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import MOVE_PAGES, go_to, kept_texts, pages, work
from web.errors import problems_of
from web.inquiry_forms import Typed, as_mapping, event_count, gone
from web.pages import page

MOVE_PAGES[Move.START_FOLLOW_UP] = "desk.follow_up_kinds"
DONE: Final = ("start", "step")


def inquiry_part(opened: Any, view: OpenCase) -> Mapping[str, Any]:
    """What stands beside a case: its committee, its follow-ups, and how they stand."""
    return {"inquiry": case_inquiry(opened, view.id), "baht": baht}


@pages.get("/cases/<case_id>/start_follow_up", endpoint="follow_up_kinds")
@officer_view(Permission.ACT_ON_CASE)
def kinds(case_id: str) -> Response:
    """The ways that a matter may go, to choose one."""
    view = _inquiry(case_id)
    if not view.may_start:
        raise WrongState
    return page("inquiry/kinds.html", case=view.case, inquiry=view, kinds=tuple(FollowUpKind))


def redraw_start(typed: Typed, case_id: str, kind: str) -> Response:
    """The opening's page with what was typed before the session ended."""
    return _draw_start(case_id, kind, typed, "renewed")


@pages.get("/cases/<case_id>/start_follow_up/<kind>", endpoint="follow_up_start_page")
@officer_view(Permission.ACT_ON_CASE)
def start_page(case_id: str, kind: str) -> Response:
    """Against whom a follow-up of that kind is opened."""
    return _draw_start(case_id, kind, MultiDict())


@pages.post("/cases/<case_id>/start_follow_up/<kind>", endpoint="start_follow_up")
@officer_view(Permission.ACT_ON_CASE, redraw=redraw_start)
def take_start(case_id: str, kind: str) -> Response:
    """The follow-up that was opened, or the page again with everything that was typed."""
    typed = typed_fields()
    mapping = as_mapping(typed, ("document_date",)) | {"kind": _kind(kind).value}
    try:
        with work(writes=True) as opened:
            made = start_follow_up(opened, case_id, mapping, event_count(typed))
    except InvalidInput as refused:
        return _draw_start(case_id, kind, typed, "mend", refused)
    except StaleCase as refused:
        return _draw_start(case_id, kind, typed, "stale", refused)
    except (WrongState, NotAllowed) as refused:
        return gone(case_id, Move.START_FOLLOW_UP, typed, refused)
    return go_to(url_for("desk.follow_up", case_id=case_id, follow_up_id=made, done="start"))


@pages.get("/cases/<case_id>/follow-ups/<follow_up_id>")
@officer_view(Permission.OPEN_CASE)
def follow_up(case_id: str, follow_up_id: str) -> Response:
    """One follow-up: how it stands, what comes next, and all its steps."""
    view = _inquiry(case_id)
    one = _standing(view, follow_up_id)
    done = request.args.get("done", "")
    return page(
        "inquiry/follow_up.html",
        case=view.case,
        inquiry=view,
        one=one,
        done=done if done in DONE else "",
        baht=baht,
    )


def redraw_step(typed: Typed, case_id: str, follow_up_id: str, step: str) -> Response:
    """The step's page with what was typed before the session ended."""
    return _draw_step(case_id, follow_up_id, step, typed, "renewed")


@pages.get("/cases/<case_id>/follow-ups/<follow_up_id>/<step>", endpoint="follow_up_step_page")
@officer_view(Permission.ACT_ON_CASE)
def step_page(case_id: str, follow_up_id: str, step: str) -> Response:
    """The page of one step, or the refusal when the follow-up does not stand there."""
    return _draw_step(case_id, follow_up_id, step, MultiDict())


@pages.post("/cases/<case_id>/follow-ups/<follow_up_id>/<step>", endpoint="step_follow_up")
@officer_view(Permission.ACT_ON_CASE, redraw=redraw_step)
def take_step(case_id: str, follow_up_id: str, step: str) -> Response:
    """The follow-up one step on, or the page again with everything that was typed."""
    typed = typed_fields()
    mapping = as_mapping(typed, ("document_date",)) | {"step": step}
    try:
        with work(writes=True) as opened:
            step_follow_up(opened, case_id, follow_up_id, mapping, event_count(typed))
    except InvalidInput as refused:
        return _draw_step(case_id, follow_up_id, step, typed, "mend", refused)
    except StaleCase as refused:
        return _draw_step(case_id, follow_up_id, step, typed, "stale", refused)
    except (WrongState, NotAllowed) as refused:
        return gone(case_id, Move.STEP_FOLLOW_UP, typed, refused)
    return go_to(url_for("desk.follow_up", case_id=case_id, follow_up_id=follow_up_id, done="step"))


def redraw_close(typed: Typed, case_id: str) -> Response:
    """The closing's page with what was typed before the session ended."""
    return desk_moves.redraw(typed, case_id, Move.CLOSE.value)


@pages.get("/cases/<case_id>/close", endpoint="close_page")
@officer_view(Permission.ACT_ON_CASE)
def closing(case_id: str) -> Response:
    """The page of closing, or what must come to its end before."""
    view = _inquiry(case_id)
    if view.open_ones:
        return page("inquiry/close_blocked.html", case=view.case, inquiry=view, texts=[], baht=baht)
    return _answer(desk_moves.move_page(case_id=case_id, move=Move.CLOSE.value))


@pages.post("/cases/<case_id>/close", endpoint="close_case")
@officer_view(Permission.ACT_ON_CASE, redraw=redraw_close)
def take_closing(case_id: str) -> Response:
    """The case closed; with something still open, what was typed and the way to it."""
    view = _inquiry(case_id)
    if view.open_ones:
        texts = kept_texts(typed_fields())
        return page(
            "inquiry/close_blocked.html", 409, case=view.case, inquiry=view, texts=texts, baht=baht
        )
    return _answer(desk_moves.take_move(case_id=case_id, move=Move.CLOSE.value))


def _answer(response: Any) -> Response:
    made: Response = response
    return made


def _inquiry(case_id: str) -> CaseInquiry:
    with work(writes=True) as opened:
        view: CaseInquiry = opened_inquiry(opened, case_id)
    return view


def _standing(view: CaseInquiry, follow_up_id: str) -> FollowUpStanding:
    found = next((one for one in view.follow_ups if one.id == follow_up_id), None)
    if found is None:
        raise NotFound
    return found


def _kind(kind: str) -> FollowUpKind:
    if kind not in tuple(FollowUpKind):
        raise NotFound
    return FollowUpKind(kind)


def _draw_start(
    case_id: str, kind: str, typed: Typed, why: str = "", refused: ServiceError | None = None
) -> Response:
    wanted, view = _kind(kind), _inquiry(case_id)
    step = find_step(wanted, NOT_OPENED, OPEN)
    if step is None or not view.may_start:
        return _no_more(case_id, Move.START_FOLLOW_UP, typed, refused)
    return _draw(view, wanted, step, typed, None, why, refused)


def _draw_step(
    case_id: str,
    follow_up_id: str,
    name: str,
    typed: Typed,
    why: str = "",
    refused: ServiceError | None = None,
) -> Response:
    view = _inquiry(case_id)
    one = _standing(view, follow_up_id)
    step = find_step(one.kind, one.stage, name)
    if step is None or not view.may_step:
        return _no_more(case_id, Move.STEP_FOLLOW_UP, typed, refused)
    return _draw(view, one.kind, step, typed, one, why, refused)


def _no_more(case_id: str, move: Move, typed: Typed, refused: ServiceError | None) -> Response:
    if not typed:
        raise refused or WrongState
    return gone(case_id, move, typed, refused or WrongState())


def _draw(
    view: CaseInquiry,
    kind: FollowUpKind,
    step: FollowUpStep,
    typed: Typed,
    one: FollowUpStanding | None,
    why: str,
    refused: ServiceError | None,
) -> Response:
    if why == "renewed" and event_count(typed) != view.case.event_count:
        why = "stale"
    return page(
        "inquiry/step.html",
        refused.status if refused else 200,
        case=view.case,
        kind=kind,
        step=step,
        one=one,
        typed=typed,
        why=why,
        baht=baht,
        choices=_choices(kind),
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
    )


def _choices(kind: FollowUpKind) -> dict[str, list[tuple[str, str, str]]]:
    """The rows of each list, with the gravity that a penalty belongs to beside it."""
    return {
        "gravity": [(code, label.th, "") for code, label in words.GRAVITIES.items()],
        "penalty": [
            (code, words.PENALTIES[code].th, words.GRAVITIES[gravity.value].th)
            for gravity, listed in PENALTIES.items()
            for code in listed
        ],
        "addressee": [(code, words.ADDRESSEES[code].th, "") for code in ADDRESSEES.get(kind, ())],
    }


@pages.context_processor
def _follow_up_words() -> dict[str, Any]:
    return {
        "FOLLOW_UP_KINDS": words.FOLLOW_UP_KINDS,
        "FOLLOW_UP_STEPS": words.FOLLOW_UP_STEPS,
        "COMMITTEE_PARTS": words.COMMITTEE_PARTS,
    }
