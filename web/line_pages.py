"""LINE that says something may wait: an officer's own, and the office's account."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.words.line import LINE_PROBLEMS, line_text
from service import line_account
from service.errors import InvalidInput
from service.line_links import ask_code, ask_line_test, own_line, unlink
from service.notify import LINE
from service.outbox import mail_state
from web.desk_guard import officer_view
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.house import house
from web.pages import page

SECRETS: Final = ("token", "secret")
Typed = MultiDict[str, str]


@pages.get("/line")
@officer_view()
def my_line() -> Response:
    """The own LINE: linked or not, and how it is done."""
    return _draw_own()


@pages.post("/line/code")
@officer_view(redraw=lambda _typed: _draw_own(), fresh=True)
def take_line_code() -> Response:
    """A code to be sent to the office's LINE, shown once."""
    try:
        with work(writes=True) as opened:
            code = ask_code(opened)
    except InvalidInput as refused:
        return _draw_own(refused)
    return page("line/code.html", code=code, problems={})


@pages.post("/line/test")
@officer_view(redraw=lambda _typed: _draw_own())
def send_test_line() -> Response:
    """The same page, with a message on its way."""
    return _own_done("test", ask_line_test)


@pages.post("/line/unlink")
@officer_view(redraw=lambda _typed: _draw_own())
def unlink_line() -> Response:
    """The same page, with nothing linked."""
    return _own_done("unlinked", unlink)


@pages.get("/line/account")
@officer_view(Permission.MANAGE_SETTINGS)
def line_settings_page() -> Response:
    """The office's account: what it costs, how it is set up, how it stands."""
    return _draw_account()


@pages.post("/line/account")
@officer_view(
    Permission.MANAGE_SETTINGS, redraw=lambda _typed: _draw_account(renewed=True), fresh=True
)
def save_line_account() -> Response:
    """The same page with token and secret kept, sealed."""
    typed = {name: request.form.get(name, "") for name in SECRETS}
    return _account_done("saved", lambda opened: line_account.save_line_account(opened, typed))


@pages.post("/line/account/on")
@officer_view(Permission.MANAGE_SETTINGS, redraw=lambda _typed: _draw_account(), fresh=True)
def turn_line_on() -> Response:
    """The same page with LINE on."""
    if not house().settings.public_url:
        return _draw_account(InvalidInput({"line": "no_public_url"}))
    return _account_done("on", lambda opened: line_account.switch_line(opened, on=True))


@pages.post("/line/account/off")
@officer_view(Permission.MANAGE_SETTINGS, redraw=lambda _typed: _draw_account())
def turn_line_off() -> Response:
    """The same page with LINE off."""
    return _account_done("off", lambda opened: line_account.switch_line(opened, on=False))


@pages.post("/line/account/look")
@officer_view(Permission.MANAGE_SETTINGS, redraw=lambda _typed: _draw_account())
def look_at_line_again() -> Response:
    """The same page, with LINE about to be asked again."""
    return _account_done("look", line_account.look_again)


@pages.post("/line/account/forget")
@officer_view(Permission.MANAGE_SETTINGS, redraw=lambda _typed: _draw_account(), fresh=True)
def forget_line_account() -> Response:
    """The same page with nothing of LINE kept."""
    if request.form.get("confirm") != "yes":
        return _draw_account(InvalidInput({"confirm": "confirm_first"}))
    return _account_done("forgotten", line_account.forget_line)


def line_trouble() -> str:
    """What goes wrong by LINE, for a line on the first page: a problem's code, "office", or ""."""
    if "desk_session" not in g:
        return ""
    with work(writes=False) as opened:
        return line_account.line_trouble(opened)


@pages.context_processor
def _line_words() -> dict[str, Any]:
    return {"line_trouble": line_trouble}


def _own_done(done: str, errand: Callable[[Any], None]) -> Response:
    try:
        with work(writes=True) as opened:
            errand(opened)
    except InvalidInput as refused:
        return _draw_own(refused)
    return go_to(url_for("desk.my_line", done=done))


def _account_done(done: str, errand: Callable[[Any], None]) -> Response:
    try:
        with work(writes=True) as opened:
            errand(opened)
    except InvalidInput as refused:
        return _draw_account(refused)
    return go_to(url_for("desk.line_settings_page", done=done))


def _draw_own(refused: InvalidInput | None = None) -> Response:
    with work(writes=False) as opened:
        view = own_line(opened)
    return page(
        "line/mine.html",
        refused.status if refused else 200,
        view=view,
        text=line_text(house().settings.desk_url),
        problems=problems_of(refused) if refused else {},
        done=request.args.get("done", ""),
    )


def _draw_account(refused: InvalidInput | None = None, *, renewed: bool = False) -> Response:
    with work(writes=False) as opened:
        view = line_account.line_settings(opened)
        state = mail_state(opened, LINE)
    public_url = house().settings.public_url
    return page(
        "line/account.html",
        refused.status if refused else 200,
        section="line",
        view=view,
        state=state,
        webhook=f"{public_url}/line/{g.desk_session.agency_slug}" if public_url else "",
        text=line_text(house().settings.desk_url),
        problem_words=LINE_PROBLEMS,
        problems=problems_of(refused) if refused else {},
        typed_again=renewed,
        done=request.args.get("done", ""),
    )
