"""The way back: a code, the office's answers, a message, more evidence; then leaving no trace."""

from contextlib import suppress
from typing import Any, Final

from flask import Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from rules.words import ERRORS
from service.attach_evidence import add_evidence, may_attach
from service.erase_identity import erase_identity
from service.errors import (
    Busy,
    CodeToReplace,
    FormExpired,
    InvalidInput,
    NotFound,
    NotSignedIn,
    ServiceError,
    TooLarge,
    TooManyTries,
    UnsupportedFile,
    WrongState,
)
from service.follow_complaint import enter_code, follow, look_over, write_to_office
from service.forget_old_pages import forget_old_pages
from service.form_tokens import day_token
from service.release_told import identity_standing
from service.survey import survey_standing
from service.views import EvidenceAdded, FollowPage
from service.withdraw import case_told
from web.errors import problems_of
from web.follow_entry import (
    CODE,
    blueprint,
    check_token,
    draw_entry,
    draw_new_code,
    with_code_cookie,
)
from web.guards import FOLLOW_COOKIE, guarded
from web.house import reading, writing
from web.identifying import AS_IT_IS, ask_once_more
from web.pages import go_to, page, said
from web.uploads import upload_place

MESSAGE, EVIDENCE, IDENTITY = "message", "evidence", "identity"
FILE_FIELD: Final = "file"


@blueprint.get("/")
@guarded("public")
def case() -> Response:
    """The reporter's case, or the page that asks for the code."""
    g.follow_token = request.cookies.get(FOLLOW_COOKIE, "")
    if not g.follow_token:
        return draw_entry()
    return _draw_case(_follow())


@blueprint.post("/enter")
@guarded("reporter_form")
def enter() -> Response:
    """The case behind a code; a message that a session's end had interrupted is put back."""
    code, message = request.form.get("code", ""), request.form.get("message", "")
    try:
        with reading() as work:
            check_token(work, CODE)
            g.follow_token = enter_code(work, code)
    except CodeToReplace as printed:
        return draw_new_code(printed.ticket)
    except InvalidInput as refused:
        return draw_entry(refused, problems_of(refused), code=code, message=message)
    except (NotFound, TooManyTries, FormExpired) as refused:
        return draw_entry(refused, {"code": said(ERRORS[refused.code])}, code=code, message=message)
    if message:
        return _draw_case(_follow(), message=message)
    return with_code_cookie(go_to("follow.case"), g.follow_token)


@blueprint.post("/message")
@guarded("reporter_code")
def message() -> Response:
    """The case, the message sealed and on its way; or the page with the text kept.

    Words that may tell who writes are pointed out once, before they go.
    """
    text = request.form.get("message", "")
    try:
        details = () if request.form.get(AS_IT_IS) else look_over(text)
        if details:
            return ask_once_more(g.follow_token, MESSAGE, "message", text, details)
        with writing() as work:
            check_token(work, MESSAGE)
            seen = write_to_office(work, g.follow_token, text)
    except InvalidInput as refused:
        return _draw_case(_follow(), refused, problems=problems_of(refused), message=text)
    except (FormExpired, Busy) as refused:
        problems = {"message": said(ERRORS[refused.code])}
        return _draw_case(_follow(), refused, problems=problems, message=text)
    return _draw_case(seen, sent=True)


@blueprint.get("/evidence")
@guarded("reporter_code")
def evidence() -> Response:
    """The page to add one file."""
    return _draw_evidence(_follow())


@blueprint.post("/evidence")
@guarded("reporter_code")
def add() -> Response:
    """The same page, saying what became of the file. The report itself is never touched."""
    with upload_place(request):  # type: ignore[arg-type]
        try:
            return _draw_evidence(_follow(), added=_add_file())
        except InvalidInput as refused:
            return _draw_evidence(_follow(), refused, problems_of(refused)[FILE_FIELD])
        except (TooLarge, UnsupportedFile, FormExpired, Busy) as refused:
            return _draw_evidence(_follow(), refused, said(ERRORS[refused.code]))


@blueprint.get("/identity")
@guarded("reporter_code")
def identity() -> Response:
    """What erasing the name will do, before it is done."""
    return _draw_identity(_follow())


@blueprint.post("/identity")
@guarded("reporter_code")
def erase() -> Response:
    """The same page, the name erased; nothing of it can be brought back."""
    try:
        with writing() as work:
            check_token(work, IDENTITY)
            erase_identity(work, g.follow_token)
    except (FormExpired, WrongState, Busy) as refused:
        return _draw_identity(_follow(), refused)
    with suppress(Busy), reading() as work:
        forget_old_pages(work)
    return _draw_identity(_follow(), is_erased=True)


@blueprint.errorhandler(NotSignedIn)
def ask_for_code(refused: NotSignedIn) -> Response:
    """The page that asks for the code; typed words travel through it."""
    typed = request.form.get("message", "") if request.endpoint == "follow.message" else ""
    return draw_entry(refused, ended=True, message=typed)


def _follow() -> FollowPage:
    with reading() as work:
        return follow(work, g.follow_token)


def _add_file() -> EvidenceAdded:
    with reading() as work:
        # A cookie that has just been renewed outlives a slow upload.
        g.follow_token = may_attach(work, g.follow_token).token
    try:
        file = request.files.get(FILE_FIELD)
    except RequestEntityTooLarge:
        raise TooLarge from None
    except OSError:  # no room on the disk for what was to be sealed
        raise Busy from None
    if file is None or not file.filename:
        raise InvalidInput({FILE_FIELD: "required"})
    spool: Any = file.stream  # the sealed place that `web.uploads` gave it
    with writing() as work:
        check_token(work, EVIDENCE)
        return add_evidence(work, g.follow_token, spool, file.filename)


def _draw_case(
    seen: FollowPage,
    refused: ServiceError | None = None,
    *,
    problems: dict[str, str] | None = None,
    **context: Any,
) -> Response:
    with reading() as work:
        token = day_token(work, MESSAGE)
        standing = identity_standing(work, seen.token)
        told_more = case_told(work, seen.token)
        survey = survey_standing(work, seen.token)
    drawn = page(
        "follow/case.html",
        refused.status if refused else 200,
        case=seen, identity=standing, told_more=told_more, survey=survey, token=token,
        problems=problems or {}, **context,
    )  # fmt: skip
    return with_code_cookie(drawn, seen.token)


def _draw_identity(
    seen: FollowPage, refused: ServiceError | None = None, *, is_erased: bool = False
) -> Response:
    with reading() as work:
        token = day_token(work, IDENTITY)
        standing = identity_standing(work, seen.token)
    drawn = page(
        "follow/identity.html",
        refused.status if refused else 200,
        case=seen, identity=standing, token=token, is_erased=is_erased,
        problem=said(ERRORS[refused.code]) if refused else "",
    )  # fmt: skip
    return with_code_cookie(drawn, seen.token)


def _draw_evidence(
    seen: FollowPage,
    refused: ServiceError | None = None,
    problem: str = "",
    added: EvidenceAdded | None = None,
) -> Response:
    with reading() as work:
        token = day_token(work, EVIDENCE)
    drawn = page(
        "follow/evidence.html",
        refused.status if refused else 200,
        case=seen, token=token, problem=problem, added=added,
    )  # fmt: skip
    return with_code_cookie(drawn, seen.token)
