"""Keeping and its end: the cases that are due, their deletion asked for, the office's periods."""

from typing import Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.guideline import filled
from rules.limits import SESSION_HOURS
from rules.permissions import Permission
from rules.retention import PERIODS
from rules.words.retention import (
    RETENTION_ENDS,
    RETENTION_FIXED,
    RETENTION_KINDS,
    RETENTION_STAGES,
    RETENTION_STARTS,
    months_in_words,
)
from service.errors import InvalidInput
from service.outbox import KEPT_DAYS
from service.purge import SHEET_DAYS
from service.retention import periods_of, set_periods
from service.retention_due import due_page
from service.two_person_requests import Kind
from service.two_persons import DELETED_MOST, ask
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.pages import page

Typed = MultiDict[str, str]
WORDS: Final = {
    "FIXED": tuple(
        filled(words, message_days=KEPT_DAYS, session_hours=SESSION_HOURS, sheet_days=SHEET_DAYS)
        for words in RETENTION_FIXED
    ),
    "KINDS": RETENTION_KINDS,
    "STARTS": RETENTION_STARTS,
    "ENDS": RETENTION_ENDS,
    "STAGES": RETENTION_STAGES,
    "in_words": months_in_words,
}


def _redraw_due(typed: Typed) -> Response:
    return _draw_due(typed, renewed=True)


@pages.get("/retention", endpoint="retention")
@officer_view(Permission.DELETE_CASES)
def retention() -> Response:
    """The cases whose time is over or near, and the names that go by themselves."""
    return _draw_due(Typed())


@pages.post("/retention", endpoint="ask_deletions")
@officer_view(Permission.DELETE_CASES, redraw=_redraw_due, fresh=True)
def ask_deletions() -> Response:
    """The list of requests with the new one; or the page again with what was ticked and typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            ask(opened, Kind.DELETE, typed.getlist("cases"), typed.get("reason", ""))
    except InvalidInput as refused:
        return _draw_due(typed, refused)
    return go_to(url_for("desk.two_persons", done="asked"))


def _draw_due(
    typed: Typed, refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    with work(writes=True) as opened:
        view = due_page(opened)
    return page(
        "retention/due.html",
        refused.status if refused else 200,
        view=view,
        typed=typed,
        ticked=typed.getlist("cases"),
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        most=DELETED_MOST,
        **WORDS,
    )


def _redraw_periods(typed: Typed) -> Response:
    return _draw_periods(typed, renewed=True)


@pages.get("/settings/retention", endpoint="retention_periods")
@officer_view(Permission.MANAGE_SETTINGS)
def retention_periods() -> Response:
    """How long what is kept, to be changed within bounds."""
    return _draw_periods(Typed())


@pages.post("/settings/retention", endpoint="save_retention_periods")
@officer_view(Permission.MANAGE_SETTINGS, redraw=_redraw_periods, fresh=True)
def save_periods() -> Response:
    """The periods saved; or the page again with what must be mended."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            set_periods(opened, typed.to_dict())
    except InvalidInput as refused:
        return _draw_periods(typed, refused)
    return go_to(url_for("desk.retention_periods", saved=1))


def _draw_periods(
    typed: Typed, refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    with work(writes=False) as opened:
        months = {kind.value: count for kind, count in periods_of(opened).items()}
    return page(
        "retention/periods.html",
        refused.status if refused else 200,
        section="retention",
        months=months,
        periods={kind.value: period for kind, period in PERIODS.items()},
        typed=typed,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved="saved" in request.args,
        **WORDS,
    )
