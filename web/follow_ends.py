"""How following ends: by taking the report back, or by leaving no trace on this machine."""

from typing import Final

from flask import Response, g, request

from rules.words import ERRORS
from service.errors import Busy, FormExpired, InvalidInput, ServiceError, WrongState
from service.follow_complaint import follow
from service.form_tokens import check_day_token, day_token
from service.identifying import identifying_details
from service.withdraw import case_told, withdraw
from web.errors import problems_of
from web.follow import blueprint
from web.follow_entry import cookie_place, with_code_cookie
from web.guards import FOLLOW_COOKIE, REPORTER_CODE, guarded
from web.house import reading, writing
from web.identifying import AS_IT_IS, ask_once_more
from web.pages import page, said

WITHDRAWAL: Final = "withdrawal"


@blueprint.get("/withdraw", endpoint="withdrawal")
@guarded(REPORTER_CODE)
def withdrawal() -> Response:
    """What withdrawing does, before it is done."""
    return _draw()


@blueprint.post("/withdraw", endpoint="take_back")
@guarded(REPORTER_CODE)
def take_back() -> Response:
    """The same page, saying that it is recorded; or with the reason kept."""
    why = request.form.get("why", "")
    details = () if request.form.get(AS_IT_IS) else identifying_details({"why": why})
    if details:
        return ask_once_more(g.follow_token, WITHDRAWAL, "why", why, details)
    try:
        with writing() as work:
            if not check_day_token(work, WITHDRAWAL, request.form.get("token", "")):
                raise FormExpired
            withdraw(work, g.follow_token, why)
    except (InvalidInput, FormExpired, WrongState, Busy) as refused:
        return _draw(refused)
    return _draw(is_withdrawn=True)


@blueprint.post("/leave")
@guarded("reporter_form")
def leave() -> Response:
    """A plain page; the cookie is gone, and a browser that can forgets the rest."""
    response = page("follow/left.html")
    response.delete_cookie(FOLLOW_COOKIE, **cookie_place())
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _draw(refused: ServiceError | None = None, *, is_withdrawn: bool = False) -> Response:
    with reading() as work:
        token = day_token(work, WITHDRAWAL)
        seen = follow(work, g.follow_token)
        told = case_told(work, seen.token)
    is_typed = isinstance(refused, InvalidInput)
    drawn = page(
        "follow/withdraw.html",
        refused.status if refused else 200,
        case=seen,
        told=told,
        token=token,
        why=request.form.get("why", ""),
        is_withdrawn=is_withdrawn,
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
        problem=said(ERRORS[refused.code]) if refused and not is_typed else "",
    )
    return with_code_cookie(drawn, seen.token)
