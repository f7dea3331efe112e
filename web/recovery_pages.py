"""The ceremony by page: two papers, typed by two keepers, give an officer the cases back."""

from time import monotonic
from typing import Any, Final

from flask import Response, request
from werkzeug.datastructures import MultiDict

from rules.limits import PAPER_FRESH_MINUTES
from rules.permissions import Permission
from service.agency_papers import CONTENT_SHEETS
from service.errors import InvalidInput
from service.recovery import (
    OpenedPaper,
    cases_left,
    content_carried_on,
    open_paper,
    possible_readers,
    recover_slice,
)
from web.desk_guard import officer_view
from web.desk_pages import pages, work
from web.errors import problems_of
from web.pages import page

PATIENCE_SECONDS: Final = 20.0
"""So long one request goes on; the rest is asked for with a button, papers untyped."""


@pages.get("/recovery/")
@officer_view(Permission.MANAGE_ACCOUNTS, fresh=True)
def recovery_page() -> Response:
    """Who may be given the cases back, and the boxes for the two sheets."""
    return _draw()


@pages.post("/recovery/")
@officer_view(
    Permission.MANAGE_ACCOUNTS,
    redraw=lambda typed: _draw(typed, renewed=True),
    fresh=True,
    fresh_minutes=PAPER_FRESH_MINUTES,
)
def take_recovery() -> Response:
    """How far the ceremony has come; or the page, which names the wrong rows and no digit."""
    typed = request.form.to_dict()
    try:
        with work(writes=False) as opened:
            paper = open_paper(opened, "content", typed, _errand(typed))
            cases_left(opened, paper, typed.get("officer", ""))
    except InvalidInput as refused:
        return _draw(typed, refused)
    return _go_through(paper, typed)


def _go_through(paper: OpenedPaper, typed: dict[str, str]) -> Response:
    """Slice after slice, each in its own transaction, for as long as a browser waits."""
    login = typed["officer"]
    until = monotonic() + PATIENCE_SECONDS
    unreadable, after = 0, None
    while True:
        with work(writes=True) as opened:
            progress = recover_slice(opened, paper, login, after)
        unreadable, after = unreadable + progress.unreadable, progress.after
        if after is None or monotonic() > until:
            break
    with work(writes=False) as opened:
        left = cases_left(opened, paper, login)
        readers = {one.login: one for one in possible_readers(opened)}
        carried = content_carried_on(opened, typed, _errand(typed)) if after else {}
    return page(
        "recovery/done.html",
        reader=readers[login],
        left=left,
        unreadable=unreadable,
        carried=carried,
        goes_on=after is not None,
    )


def _errand(typed: dict[str, str]) -> str:
    """What carried sheets are bound to: this officer's recovery and no other's."""
    return f"recover for {typed.get('officer', '')}"


def _draw(
    typed: MultiDict[str, str] | dict[str, str] | None = None,
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
) -> Response:
    answers: dict[str, Any] = dict(typed or {})
    with work(writes=False) as opened:
        readers = possible_readers(opened)
        carried = content_carried_on(opened, answers, _errand(answers)) if refused else {}
    return page(
        "recovery/papers.html",
        refused.status if refused else 200,
        readers=[(one.login, one.name, one.post) for one in readers],
        chosen=answers.get("officer", ""),
        sheets=CONTENT_SHEETS,
        problems=problems_of(refused) if refused else {},
        carried=carried,
        renewed=renewed,
    )
