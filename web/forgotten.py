"""Back in by the recovery code: a new passphrase, a new second factor, a new recovery code."""

from flask import Response, request

from service.activate_officer import ActivationView
from service.actors import AllAgencies
from service.errors import InvalidInput, NotFound, SignInFailed, TooManyTries
from service.lost_passphrase import (
    set_passphrase_anew,
    show_lost_passphrase,
    take_recovery_code,
)
from web.activation import draw_second_factor
from web.desk_guard import visitor_view
from web.desk_pages import pages
from web.errors import problems_of
from web.house import open_work
from web.known_browser import throttle
from web.pages import page

ACTOR = AllAgencies("open an account by its recovery code")


@pages.get("/forgotten")
@visitor_view
def forgotten() -> Response:
    """The page that asks for login and recovery code."""
    return _draw()


@pages.post("/forgotten")
@visitor_view
def take_forgotten() -> Response:
    """The second-factor page for a right code, then the new recovery code, shown once."""
    return _finish() if "passphrase" in request.form else _begin()


def _begin() -> Response:
    try:
        with throttle().recovery(), open_work(ACTOR, writes=False) as work:
            view = take_recovery_code(
                work, request.form.get("login", ""), request.form.get("recovery_code", "")
            )
    except (InvalidInput, SignInFailed, TooManyTries) as refused:
        return _draw(refused)
    return _draw_second_factor(view)


def _finish() -> Response:
    form = request.form
    try:
        with open_work(ACTOR, writes=True) as work:
            made = set_passphrase_anew(
                work, form.get("ticket", ""), form["passphrase"],
                form.get("passphrase_again", ""), form.get("digits", ""),
            )  # fmt: skip
    except InvalidInput as refused:
        return _mend(refused)
    except NotFound as refused:
        return _draw(refused)
    return page("signin/recovery_code.html", recovery_code=made.recovery_code, anew=True)


def _mend(refused: InvalidInput) -> Response:
    try:
        with open_work(ACTOR, writes=False) as work:
            view = show_lost_passphrase(work, request.form.get("ticket", ""))
    except NotFound as over:
        return _draw(over)
    return _draw_second_factor(view, refused)


def _draw_second_factor(view: ActivationView, refused: InvalidInput | None = None) -> Response:
    return draw_second_factor(view, refused, anew=True)


def _draw(
    refused: InvalidInput | SignInFailed | TooManyTries | NotFound | None = None,
) -> Response:
    return page(
        "signin/forgotten.html",
        refused.status if refused else 200,
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
        refused=refused.code if refused and not isinstance(refused, InvalidInput) else "",
        login=request.form.get("login", ""),
    )
