"""Exports and deletions: asking, agreeing, and doing it once; each act says what will happen."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Final

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.states import Channel, State, is_open
from rules.words import TWO_PERSON_KINDS, TWO_PERSON_STATES
from service.choose_cases import SHOWN, cases_to_choose
from service.delete_case import delete_case
from service.errors import Busy, CaseHeld, InvalidInput, WrongState
from service.export_cases import Export, begin_export, export_pieces
from service.forget_old_pages import forget_old_pages
from service.open_case import open_case
from service.retention import keeping_view
from service.two_person_list import list_requests, view_request
from service.two_person_requests import Kind
from service.two_persons import CASES_MOST, approve, ask, refuse
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.house import house
from web.pages import page

EITHER: Final = (Permission.EXPORT_CASES, Permission.DELETE_CASES)
WORDS: Final = {"KINDS": TWO_PERSON_KINDS, "STATES": TWO_PERSON_STATES}
DONE: Final = ("asked", "approved", "refused", "deleted")

Typed = MultiDict[str, str]


@pages.get("/two-persons")
@officer_view(*EITHER)
def two_persons() -> Response:
    """What waits for the officer's agreement, and what the officer asked for."""
    with work(writes=True) as opened:
        view = list_requests(opened)
    done = request.args.get("done", "")
    return page("two_persons/list.html", view=view, done=done if done in DONE else "", **WORDS)


# Asking for an export


def redraw_export(typed: Typed) -> Response:
    """The choice of cases, ticked as before the session ended."""
    return _draw_choice(typed, renewed=True)


@pages.get("/two-persons/export")
@officer_view(Permission.EXPORT_CASES)
def choose_export() -> Response:
    """The officer's cases under the chosen filters, to be ticked."""
    return _draw_choice(MultiDict(request.args))


@pages.post("/two-persons/export")
@officer_view(Permission.EXPORT_CASES, redraw=redraw_export, fresh=True)
def ask_export() -> Response:
    """The list of requests with the new one, or the choice again with everything typed."""
    typed = typed_fields()
    chosen = typed.get("shown", "").split() if typed.get("all") else typed.getlist("cases")
    try:
        with work(writes=True) as opened:
            ask(opened, Kind.EXPORT, chosen, typed.get("reason", ""))
    except InvalidInput as refused:
        return _draw_choice(typed, refused)
    return go_to(url_for("desk.two_persons", done="asked"))


def _draw_choice(
    typed: Typed, refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    channel, show = typed.get("channel", ""), typed.get("show", "")
    year = typed.get("year", "")
    with work(writes=True) as opened:
        view = cases_to_choose(
            opened,
            channel=Channel(channel) if channel in tuple(Channel) else None,
            show=show,
            year_be=int(year) if year.isascii() and year.isdigit() and len(year) < 5 else None,
            most=CASES_MOST,
        )
    return page(
        "two_persons/export.html",
        refused.status if refused else 200,
        view=view,
        channel=channel,
        show=show if show in SHOWN else SHOWN[0],
        typed=typed,
        ticked=typed.getlist("cases"),
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        most=CASES_MOST,
    )


# Asking for a deletion


def redraw_deletion(typed: Typed, case_id: str) -> Response:
    """The page of one deletion with the reason typed before the session ended."""
    return _draw_deletion(case_id, typed, renewed=True)


@pages.get("/cases/<case_id>/delete")
@officer_view(Permission.DELETE_CASES)
def deletion_page(case_id: str) -> Response:
    """What a deletion destroys, and what it leaves; for a case that has ended."""
    return _draw_deletion(case_id, MultiDict())


@pages.post("/cases/<case_id>/delete")
@officer_view(Permission.DELETE_CASES, redraw=redraw_deletion, fresh=True)
def ask_deletion(case_id: str) -> Response:
    """The list of requests with the new one, or the page again with the reason kept."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            ask(opened, Kind.DELETE, [case_id], typed.get("reason", ""))
    except InvalidInput as refused:
        return _draw_deletion(case_id, typed, refused)
    return go_to(url_for("desk.two_persons", done="asked"))


def _draw_deletion(
    case_id: str, typed: Typed, refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    with work(writes=True) as opened:
        case = open_case(opened, case_id)
        kept = keeping_view(opened, case_id)
    if is_open(State(case.state)):
        raise WrongState
    if kept.held.hold and not typed:
        raise CaseHeld
    return page(
        "two_persons/delete.html",
        refused.status if refused else 200,
        case=case,
        kept=kept,
        typed=typed,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
    )


# One request


@pages.get("/two-persons/<request_id>")
@officer_view(*EITHER)
def two_person_request(request_id: str) -> Response:
    """One request: to be agreed to, to wait for, or to be carried out."""
    return _draw_request(request_id)


def redraw_request(_typed: Typed, request_id: str) -> Response:
    """The request's page, on which the button stands."""
    return _draw_request(request_id)


def _draw_request(request_id: str) -> Response:
    with work(writes=True) as opened:
        view = view_request(opened, request_id)
    return page("two_persons/request.html", view=view, line=view.line, **WORDS)


@pages.post("/two-persons/<request_id>/approve")
@officer_view(*EITHER, redraw=redraw_request, fresh=True)
def approve_request(request_id: str) -> Response:
    """The list of requests; the officer has agreed to this one."""
    return _answer(approve, request_id, "approved")


@pages.post("/two-persons/<request_id>/refuse")
@officer_view(*EITHER)
def refuse_request(request_id: str) -> Response:
    """The list of requests; this one is over."""
    return _answer(refuse, request_id, "refused")


def _answer(errand: Callable[[Any, str], None], request_id: str, done: str) -> Response:
    with work(writes=True) as opened:
        errand(opened, request_id)
    return go_to(url_for("desk.two_persons", done=done))


@pages.post("/two-persons/<request_id>/export")
@officer_view(Permission.EXPORT_CASES, redraw=redraw_request, fresh=True)
def export(request_id: str) -> Response:
    """The ZIP as a download, made while it is sent, after its trace was written."""
    with work(writes=True) as opened:
        begun = begin_export(opened, request_id)
    response = Response(_pieces(begun), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{begun.name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _pieces(begun: Export) -> Iterator[bytes]:
    # The request is over before the last piece is sent: what it knew is taken along.
    place, officer = house(), g.officer
    return export_pieces(begun, lambda: place.open_work(officer, writes=True), place.spool)


@pages.post("/two-persons/<request_id>/delete")
@officer_view(Permission.DELETE_CASES, redraw=redraw_request, fresh=True)
def delete(request_id: str) -> Response:
    """The list of requests; the content of the request's cases is gone."""
    with work(writes=True) as opened:
        delete_case(opened, request_id)
    # Busy readers only put it off to the next checkpoint; the deletion itself is done.
    with suppress(Busy), work(writes=False) as opened:
        forget_old_pages(opened)
    return go_to(url_for("desk.two_persons", done="deleted"))
