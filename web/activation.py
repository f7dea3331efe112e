"""The first sign-in: an activation code, then passphrase and second factor, a recovery code."""

import segno
from flask import Response, request
from markupsafe import Markup

from rules.words import ERRORS
from service.activate_officer import ActivationView, activate, activate_page, show_activation
from service.actors import AllAgencies
from service.errors import InvalidInput, ServiceError
from web.desk_guard import visitor_view
from web.desk_pages import pages
from web.errors import problems_of
from web.house import open_work
from web.pages import page

ACTOR = AllAgencies("activate an account")


@pages.get("/activate")
@visitor_view
def activation_page() -> Response:
    """The page that asks for the activation code."""
    return page("signin/activate.html", problems={})


@pages.post("/activate")
@visitor_view
def take_activation() -> Response:
    """The second-factor page for a good code, then the recovery code, shown once."""
    return _finish() if "passphrase" in request.form else _begin()


def _begin() -> Response:
    try:
        with open_work(ACTOR, writes=False) as work:
            view = activate_page(work, request.form.get("activation_code", ""))
    except ServiceError as refused:
        return page(
            "signin/activate.html",
            refused.status,
            problems={"activation_code": ERRORS[refused.code].th},
        )
    return draw_second_factor(view)


def _finish() -> Response:
    form = request.form
    try:
        with open_work(ACTOR, writes=True) as work:
            activated = activate(
                work, form.get("ticket", ""), form["passphrase"],
                form.get("passphrase_again", ""), form.get("digits", ""),
            )  # fmt: skip
    except InvalidInput as refused:
        with open_work(ACTOR, writes=False) as work:
            view = show_activation(work, form.get("ticket", ""))
        return draw_second_factor(view, refused)
    return page(
        "signin/recovery_code.html",
        recovery_code=activated.recovery_code,
        fingerprint=activated.fingerprint,
    )


def draw_second_factor(
    view: ActivationView, refused: InvalidInput | None = None, *, anew: bool = False
) -> Response:
    """The page of passphrase and second factor; `anew` for an account that was in use before."""
    picture = segno.make(view.totp_uri, error="m").svg_inline(scale=5, border=3, svgclass="qr")
    return page(
        "signin/second_factor.html",
        refused.status if refused else 200,
        view=view,
        anew=anew,
        qr=Markup(picture),  # noqa: S704 - segno's own markup: one path, no text of ours
        problems=problems_of(refused) if refused else {},
    )
