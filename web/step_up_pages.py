"""The page that asks once more who sits there, before what is grave; typed words travel with it."""

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from rules.limits import FRESH_MINUTES
from service.errors import ProofNeeded, ServiceError, SignInFailed, TooManyTries
from service.step_up import is_fresh, prove_again
from web.carried import KEPT, desk_path, go_on, kept_fields
from web.desk_guard import cookie_name, officer_view, recognise, typed_fields
from web.desk_pages import go_to, pages, work
from web.factor_form import typed_factor
from web.house import house
from web.known_browser import throttle
from web.pages import page

Typed = MultiDict[str, str]


@pages.errorhandler(ProofNeeded)
def ask_for_proof(_error: ProofNeeded) -> Response:
    """The page of the proof in the place of the one asked for."""
    if request.method != "POST":
        return go_to(url_for("desk.prove", next=request.full_path.rstrip("?")))
    return _draw(ProofNeeded.status, request.path, typed_fields())


@pages.get("/prove")
@officer_view()
def prove() -> Response:
    """The page of the proof."""
    return _draw(200, desk_path(request.args.get("next", "")))


def _redraw(typed: Typed) -> Response:
    """On with what was typed after a sign-in, which is a proof; else the page of the proof."""
    back_to, kept = desk_path(typed.get("next", "")), kept_fields(typed)
    if back_to and is_fresh(g.desk_session.proven_at, house().now()):
        return go_on(back_to, kept)
    return _draw(200, back_to, kept)


@pages.post("/prove", endpoint="take_proof")
@officer_view(redraw=_redraw)
def take_proof() -> Response:
    """The page that was asked for, filled in; or the page of the proof with one plain sentence."""
    back_to = desk_path(request.form.get("next", ""))
    cookie = request.cookies.get(cookie_name(), "")
    try:
        with throttle().proof(g.officer.officer_id), work(writes=True) as opened:
            prove_again(opened, cookie, request.form.get("passphrase", ""), typed_factor())
    except (SignInFailed, TooManyTries) as refused:
        return _draw(refused.status, back_to, kept_fields(), refused)
    recognise(cookie)
    return go_on(back_to, kept_fields())


def _draw(
    status: int, back_to: str, kept: Typed | None = None, refused: ServiceError | None = None
) -> Response:
    return page(
        "sessions/prove.html",
        status,
        back_to=back_to,
        kept=kept or MultiDict(),
        kept_prefix=KEPT,
        refused=refused.code if refused else "",
        minutes=FRESH_MINUTES,
    )
