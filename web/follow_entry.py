"""The door to a reporter's own pages: the code's page, and another code for a printed one."""

from typing import Any, Final

from flask import Blueprint, Response, g, request

from rules.words import ERRORS
from service.errors import (
    Busy,
    FormExpired,
    InvalidInput,
    NotFound,
    ServiceError,
    TooManyTries,
)
from service.form_tokens import check_day_token, day_token
from service.handed_codes import new_code_of, take_new_code
from web.errors import problems_of
from web.guards import FOLLOW_COOKIE, guarded
from web.house import EVERY_PAGE, belongs_to_agency, reading, writing
from web.pages import go_to, page, said

CODE: Final = "code"

blueprint = belongs_to_agency(
    Blueprint("follow", __name__, url_prefix="/<slug>/f"), external=EVERY_PAGE
)


@blueprint.post("/new-code")
@guarded("reporter_form")
def new_code() -> Response:
    """The new code once more, for whoever has not written it down."""
    try:
        return draw_new_code(_ticket_of_form())
    except FormExpired as refused:
        return draw_entry(refused, {"code": said(ERRORS[refused.code])})


@blueprint.post("/new-code/written")
@guarded("reporter_form")
def new_code_written() -> Response:
    """The page that asks for the new code's last four digits."""
    try:
        return _draw_written(_ticket_of_form(), {})
    except FormExpired as refused:
        return draw_entry(refused, {"code": said(ERRORS[refused.code])})


@blueprint.post("/new-code/confirm")
@guarded("reporter_form")
def take_code() -> Response:
    """The case under the new code, once its last four digits are right."""
    try:
        with writing() as work:
            check_token(work, CODE)
            last_group = request.form.get("last_group", "")
            token = take_new_code(work, request.form.get("ticket", ""), last_group)
    except InvalidInput as refused:
        return _draw_written(request.form.get("ticket", ""), problems_of(refused), refused.status)
    except (NotFound, FormExpired, TooManyTries, Busy) as refused:
        return draw_entry(refused, {"code": said(ERRORS[refused.code])})
    return with_code_cookie(go_to("follow.case"), token)


def with_code_cookie(response: Response, token: str) -> Response:
    """The answer with the cookie that stands for the code, until the browser closes."""
    response.set_cookie(FOLLOW_COOKIE, token, **cookie_place())
    return response


def cookie_place() -> dict[str, Any]:
    """Where the cookie holds: one agency's follow pages."""
    return {
        "path": f"/{g.agency.slug}/f",
        "httponly": True,
        "secure": request.is_secure,
        "samesite": "Strict",
    }


def check_token(work: Any, purpose: str) -> None:
    """Nothing for a form of today or yesterday; FormExpired otherwise."""
    if not check_day_token(work, purpose, request.form.get("token", "")):
        raise FormExpired


def draw_entry(
    refused: ServiceError | None = None,
    problems: dict[str, str] | None = None,
    **kept: Any,
) -> Response:
    """The page that asks for the code, with what must be mended and what is carried through."""
    with reading() as work:
        token = day_token(work, CODE)
    status = refused.status if refused else 200
    return page("follow/enter.html", status, token=token, problems=problems or {}, **kept)


def _ticket_of_form() -> str:
    with reading() as work:
        check_token(work, CODE)
    return request.form.get("ticket", "")


def draw_new_code(ticket: str) -> Response:
    """The new code of that page, to be written down."""
    with reading() as work:
        shown, token = new_code_of(work, ticket), day_token(work, CODE)
    return page("follow/new_code.html", code=shown, ticket=ticket, token=token)


def _draw_written(ticket: str, problems: dict[str, str], status: int = 200) -> Response:
    with reading() as work:
        token = day_token(work, CODE)
    return page(
        "follow/new_code_written.html", status, ticket=ticket, token=token, problems=problems
    )
