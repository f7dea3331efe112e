"""One matter in several reports: similar cases, joining, parting; and the other channel."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Response, url_for

from rules.permissions import Permission
from rules.states import Move
from rules.words import CHANNELS, ERRORS
from service.errors import (
    FollowUpsOpen,
    InvalidInput,
    JoinedCases,
    NobodyThere,
    NotAllowed,
    ServiceError,
    StaleCase,
    TooLarge,
    WrongState,
)
from service.joining_view import channel_after, joining_view
from service.merge_cases import kept_apart, merge, unmerge
from service.move_channel import move_channel, readers_there
from service.similar_cases import similar_cases
from service.views import OpenCase
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import MOVE_PAGES, go_to, pages, work
from web.errand_pages import Typed, draw_errand, event_count
from web.pages import page

MOVE_PAGES[Move.MERGE] = "desk.merge_page"
MOVE_PAGES[Move.UNMERGE] = "desk.unmerge_page"
MOVE_PAGES[Move.MOVE_CHANNEL] = "desk.move_channel_page"

_REFUSALS: Final = (InvalidInput, TooLarge, StaleCase, WrongState, NotAllowed)
_HELD_BACK: Final = (NobodyThere, JoinedCases, FollowUpsOpen)


def joining_on_case(opened: Any, case: OpenCase) -> Mapping[str, Any]:
    """What the case's page says of other cases, in the unit of work that has opened it."""
    return {"joining": joining_view(opened, case)}


@pages.get("/cases/<case_id>/similar")
@officer_view(Permission.OPEN_CASE)
def similar(case_id: str) -> Response:
    """The open cases that may be about the same matter."""
    with work(writes=True) as opened:
        view = similar_cases(opened, case_id)
    return page("joining/similar.html", case=view)


# Joining


def _draw_merge(case_id: str, typed: Typed | None = None, why: str = "",
                refused: ServiceError | None = None) -> Response:  # fmt: skip
    return draw_errand(
        "joining/merge.html", Move.MERGE, case_id, _beside_merge(typed, refused), typed, why,
        refused,
    )  # fmt: skip


def _beside_merge(
    typed: Typed | None, refused: ServiceError | None
) -> Callable[[Any, OpenCase], Mapping[str, Any]]:
    """The similar cases, and who stands between the two that were chosen."""

    def beside(opened: Any, case: OpenCase) -> Mapping[str, Any]:
        is_apart = isinstance(refused, InvalidInput) and refused.fields.get("lead") == "kept_apart"
        apart = kept_apart(opened, case.id, _lead(typed)) if is_apart and typed else ()
        return {"similar": similar_cases(opened, case.id), "apart": apart, "held": _held(refused)}

    return beside


def _lead(typed: Typed) -> str:
    """The number that was typed, else the case that was chosen."""
    number: str = typed.get("lead_no", "").strip()
    return number or typed.get("lead", "")


def _held(refused: ServiceError | None) -> str:
    return ERRORS[refused.code].th if isinstance(refused, _HELD_BACK) else ""


def _redraw_merge(typed: Typed, case_id: str) -> Response:
    """The page with words typed before the session ended."""
    return _draw_merge(case_id, typed, "renewed")


@pages.get("/cases/<case_id>/merge")
@officer_view(Permission.ACT_ON_CASE)
def merge_page(case_id: str) -> Response:
    """To which case this one is to be joined, and what its reporter is told."""
    return _draw_merge(case_id)


@pages.post("/cases/<case_id>/merge", endpoint="merge")
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw_merge)
def take_merge(case_id: str) -> Response:
    """The case, joined; or the page again with everything that was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            merge(opened, case_id, _lead(typed), typed.to_dict(), event_count(typed))
    except (*_REFUSALS, *_HELD_BACK) as refused:
        return _draw_merge(case_id, typed, "mend", refused)
    return go_to(url_for("desk.case", case_id=case_id, done=Move.MERGE.value))


# Parting


def _draw_unmerge(case_id: str, *more: Any) -> Response:
    return draw_errand("joining/unmerge.html", Move.UNMERGE, case_id, joining_on_case, *more)


def _redraw_unmerge(typed: Typed, case_id: str) -> Response:
    """The page with words typed before the session ended."""
    return _draw_unmerge(case_id, typed, "renewed")


@pages.get("/cases/<case_id>/unmerge")
@officer_view(Permission.ACT_ON_CASE)
def unmerge_page(case_id: str) -> Response:
    """Why the case is to be parted from its lead, and what its reporter is told."""
    return _draw_unmerge(case_id)


@pages.post("/cases/<case_id>/unmerge", endpoint="unmerge")
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw_unmerge)
def take_unmerge(case_id: str) -> Response:
    """The case, a case of its own again; or the page with everything that was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            unmerge(opened, case_id, typed.to_dict(), event_count(typed))
    except _REFUSALS as refused:
        return _draw_unmerge(case_id, typed, "mend", refused)
    return go_to(url_for("desk.case", case_id=case_id, done=Move.UNMERGE.value))


# Moving to the other channel


def _draw_move(case_id: str, typed: Typed | None = None, why: str = "",
               refused: ServiceError | None = None) -> Response:  # fmt: skip
    def beside(opened: Any, case: OpenCase) -> Mapping[str, Any]:
        there, readers = channel_after(case), readers_there(opened, case.id)
        held = refused or (None if readers else NobodyThere())
        return {
            "there": there,
            "there_words": CHANNELS[there.value],
            "readers": readers,
            "held": _held(held),
        }

    return draw_errand(
        "joining/move_channel.html", Move.MOVE_CHANNEL, case_id, beside, typed, why, refused
    )


def _redraw_move(typed: Typed, case_id: str) -> Response:
    """The page with words typed before the session ended."""
    return _draw_move(case_id, typed, "renewed")


@pages.get("/cases/<case_id>/move-channel")
@officer_view(Permission.ACT_ON_CASE)
def move_channel_page(case_id: str) -> Response:
    """What moving the case comes to, why, and what its reporter is told."""
    return _draw_move(case_id)


@pages.post("/cases/<case_id>/move-channel", endpoint="move_channel")
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw_move)
def take_move_channel(case_id: str) -> Response:
    """The case in the other channel; word that it is moved, for whoever cannot open it there."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            still_opens = move_channel(opened, case_id, typed.to_dict(), event_count(typed))
    except (*_REFUSALS, *_HELD_BACK) as refused:
        return _draw_move(case_id, typed, "mend", refused)
    if still_opens:
        return go_to(url_for("desk.case", case_id=case_id, done=Move.MOVE_CHANNEL.value))
    return go_to(url_for("desk.moved_away"))


@pages.get("/cases/moved-away")
@officer_view()
def moved_away() -> Response:
    """Said to somebody whose case is in the other channel now."""
    return page("joining/moved_away.html")
