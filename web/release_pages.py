"""Opening a reporter's name: the asker's page of a case, and the custodians' list and answers."""

from contextlib import suppress
from typing import Any, Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.limits import ORIGINAL_MINUTES
from rules.permissions import Permission
from rules.releases import REASON_LENGTH, RELEASE_HOURS, TELL_LATER_DAYS_MOST
from rules.thai_time import today_in_bangkok
from rules.words import RELEASE_GROUNDS, RELEASE_LATER_GROUNDS
from service.errors import Busy, InvalidInput, OriginalOver
from service.forget_old_pages import forget_old_pages
from service.release_answer import (
    count_requests,
    give_half,
    open_request,
    refuse_request,
    waiting_requests,
)
from service.release_ask import ask_identity, withdraw_request
from service.release_history import identity_page
from service.release_show import show_identity
from service.released_originals import WantedOriginal, open_original
from web.desk_guard import cookie_name, officer_view, typed_fields
from web.desk_pages import go_to, may, pages, refuse, work
from web.errors import problems_of
from web.file_download import file_download
from web.forms import BOXES
from web.house import house
from web.pages import page

ANSWERING: Final = (Permission.RELEASE_IDENTITY_INSIDE, Permission.RELEASE_IDENTITY_OUTSIDE)
DONE: Final = ("asked", "withdrawn", "agreed", "refused")
_GROUNDS: Final = [(code, said.th, "") for code, said in RELEASE_GROUNDS.items()]
_LATER: Final = [(code, said.th, "") for code, said in RELEASE_LATER_GROUNDS.items()]

Typed = MultiDict[str, str]


def keeps_names() -> bool:
    """Whether the officer who looks at the page is a custodian."""
    return any(may(permission) for permission in ANSWERING)


def releases_waiting() -> int | None:
    """How many requests wait for the custodian who looks at the page; None when it is too busy."""
    with suppress(Busy), work(writes=False) as opened:
        return count_requests(opened)
    return None


@pages.context_processor
def _release_words() -> dict[str, Any]:
    return {
        "keeps_names": keeps_names,
        "releases_waiting": releases_waiting,
        "day_of": today_in_bangkok,
    }


def redraw_ask(typed: Typed, case_id: str) -> Response:
    """The asker's page filled in with words typed before the session ended."""
    return _draw_identity(case_id, typed, renewed=True)


@pages.get("/cases/<case_id>/identity")
@officer_view(Permission.OPEN_CASE)
def identity(case_id: str) -> Response:
    """What was asked about the name of this case's reporter, and the form to ask."""
    return _draw_identity(case_id)


@pages.post("/cases/<case_id>/identity", endpoint="ask_identity")
@officer_view(Permission.ASK_IDENTITY, redraw=redraw_ask)
def take_request(case_id: str) -> Response:
    """The page with the request on its way, or with everything that was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            ask_identity(opened, case_id, _answers(typed))
    except InvalidInput as refused:
        return _draw_identity(case_id, typed, refused)
    return go_to(url_for("desk.identity", case_id=case_id, done="asked"))


@pages.post("/cases/<case_id>/identity/<release_id>/withdraw")
@officer_view(Permission.ASK_IDENTITY)
def withdraw_identity(case_id: str, release_id: str) -> Response:
    """The page without the request."""
    with work(writes=True) as opened:
        withdraw_request(opened, release_id)
    _forget()
    return go_to(url_for("desk.identity", case_id=case_id, done="withdrawn"))


def _redraw_look(_typed: Typed, case_id: str, release_id: str) -> Response:
    """The case's page about its reporter, on which the button stands."""
    return _draw_identity(case_id)


@pages.post("/cases/<case_id>/identity/<release_id>/open", endpoint="open_identity")
@officer_view(Permission.ASK_IDENTITY, redraw=_redraw_look, fresh=True)
def look_once(case_id: str, release_id: str) -> Response:
    """The name, for this one time; whatever asks for this address again is refused."""
    with work(writes=True) as opened:
        shown = show_identity(opened, release_id, _cookie())
    _forget()
    return page("release/shown.html", case=shown, release_id=release_id, minutes=ORIGINAL_MINUTES)


def _redraw_original(_typed: Typed, **_values: str) -> Response:
    """The sentence that the time is over: a ticket opens in no other session than its own."""
    return refuse(OriginalOver())


@pages.post("/cases/<case_id>/identity/<release_id>/originals/<attachment_id>")
@officer_view(Permission.ASK_IDENTITY, redraw=_redraw_original)
def released_original(case_id: str, release_id: str, attachment_id: str) -> Response:
    """The file as it came, by the ticket of the page that showed the name; as a download."""
    ticket = request.form.get("ticket", "")
    wanted = WantedOriginal(case_id, release_id, attachment_id, _cookie(), ticket)
    with work(writes=True) as opened:
        file = open_original(opened, wanted, house().spool())
    return file_download(file)


def _cookie() -> str:
    return request.cookies.get(cookie_name(), "")


def redraw_answer(typed: Typed, release_id: str) -> Response:
    """A request's page filled in with words typed before the session ended."""
    return _draw_request(release_id, typed, renewed=True)


@pages.get("/releases")
@officer_view(*ANSWERING)
def releases() -> Response:
    """The requests that wait for this custodian."""
    with work(writes=True) as opened:
        lines = waiting_requests(opened)
    return page("release/waiting.html", lines=lines, done=_done())


def go_to_waiting() -> Response:
    """The answer that sends a custodian to the list."""
    return go_to(url_for("desk.releases"))


@pages.get("/releases/<release_id>")
@officer_view(*ANSWERING)
def release(release_id: str) -> Response:
    """One request with its reason, and both answers."""
    return _draw_request(release_id)


@pages.post("/releases/<release_id>/agree")
@officer_view(*ANSWERING, redraw=redraw_answer, fresh=True)
def agree_to_release(release_id: str) -> Response:
    """The list, the custodian's half given."""
    with work(writes=True) as opened:
        give_half(opened, release_id)
    return go_to(url_for("desk.releases", done="agreed"))


@pages.post("/releases/<release_id>/refuse")
@officer_view(*ANSWERING, redraw=redraw_answer)
def refuse_release(release_id: str) -> Response:
    """The list, the request refused; or its page with what was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            refuse_request(opened, release_id, typed.get("reason", ""))
    except InvalidInput as refused:
        return _draw_request(release_id, typed, refused)
    _forget()
    return go_to(url_for("desk.releases", done="refused"))


def _answers(typed: Typed) -> dict[str, str]:
    """What was typed, the three boxes of the day put together."""
    boxes = [typed.get(f"tell_on_{box}", "").strip() for box in BOXES]
    return typed.to_dict() | {"tell_on": "/".join(boxes) if any(boxes) else ""}


def _forget() -> None:
    """Take destroyed keys out of the database's log; what was done stands whether it can or not."""
    with suppress(Busy), work(writes=False) as opened:
        forget_old_pages(opened)


def _done() -> str:
    done = request.args.get("done", "")
    return done if done in DONE else ""


def _draw_identity(
    case_id: str,
    typed: Typed | None = None,
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
) -> Response:
    with work(writes=True) as opened:
        view = identity_page(opened, case_id)
    return page(
        "release/identity.html",
        refused.status if refused else 200,
        case=view,
        typed=typed or MultiDict(),
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        done=_done(),
        grounds=_GROUNDS,
        later_grounds=_LATER,
        hours=RELEASE_HOURS,
        minutes=ORIGINAL_MINUTES,
        most_days=TELL_LATER_DAYS_MOST,
        reason_length=REASON_LENGTH,
    )


def _draw_request(
    release_id: str,
    typed: Typed | None = None,
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
) -> Response:
    with work(writes=True) as opened:
        view = open_request(opened, release_id)
    return page(
        "release/request.html",
        refused.status if refused else 200,
        view=view,
        minutes=ORIGINAL_MINUTES,
        typed=typed or MultiDict(),
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
    )
