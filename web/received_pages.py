"""On the page of a case that came without its reporter: papers scanned in, the sender answered."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from flask import Response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from rules.permissions import Permission
from rules.states import Move
from rules.words import ERRORS
from service.errors import (
    Busy,
    InvalidInput,
    NotAllowed,
    ServiceError,
    StaleCase,
    TooLarge,
    UnsupportedFile,
    WrongState,
)
from service.open_case import open_case
from service.referred_in import answer_sender, case_intake
from service.scan_paper import scan_paper
from service.views import OpenCase
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errand_pages import Typed, draw_errand, event_count
from web.errors import problems_of
from web.forms import BOXES
from web.pages import page
from web.uploads import upload_place

FILE_FIELD: Final = "file"
_NOT_ADDED: Final = (InvalidInput, TooLarge, UnsupportedFile, Busy, WrongState)


def intake_on_case(opened: Any, case: OpenCase) -> Mapping[str, Any]:
    """How the matter came, for the case's page; nothing for what its reporter filed."""
    return {"intake": case_intake(opened, case.id)}


def _redraw_scan(_typed: Typed, case_id: str) -> Response:
    """The page again; a file has to be chosen anew."""
    return _draw_scan(case_id, why="renewed")


def with_place(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view whose body is a file: it takes a place before anything of it is read."""

    @wraps(view)
    def placed(**values: Any) -> Any:
        with upload_place(request):  # type: ignore[arg-type]
            try:
                # Read here: whoever draws a refusal finds the fields, and not a body half gone.
                _ = request.form
                return view(**values)
            except RequestEntityTooLarge:
                raise TooLarge from None

    return placed


@pages.get("/cases/<case_id>/scan")
@officer_view(Permission.ACT_ON_CASE)
def scan_page(case_id: str) -> Response:
    """The page on which a paper is added to the case."""
    return _draw_scan(case_id)


@pages.post("/cases/<case_id>/scan", endpoint="scan")
@with_place
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw_scan)
def take_scan(case_id: str) -> Response:
    """The same page, saying what became of the file."""
    file = request.files.get(FILE_FIELD)
    try:
        if file is None or not file.filename:
            raise InvalidInput({FILE_FIELD: "required"})
        spool: Any = file.stream  # the sealed place that `web.uploads` gave it
        with work(writes=True) as opened:
            added = scan_paper(opened, case_id, spool, file.filename)
    except _NOT_ADDED as refused:
        return _draw_scan(case_id, refused=refused)
    return _draw_scan(case_id, added=added)


def _redraw_answer(typed: Typed, case_id: str) -> Response:
    """The page of the answer with words typed before the session ended."""
    return _draw_answer(case_id, typed, "renewed")


@pages.get("/cases/<case_id>/answer-sender")
@officer_view(Permission.ACT_ON_CASE)
def answer_sender_page(case_id: str) -> Response:
    """The page on which the answer to the sender is recorded."""
    return _draw_answer(case_id)


@pages.post("/cases/<case_id>/answer-sender", endpoint="answer_sender")
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw_answer)
def take_answer(case_id: str) -> Response:
    """The case with the sender answered, or the page again with everything that was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            answer_sender(opened, case_id, with_days(typed, ("dated",)), event_count(typed))
    except (InvalidInput, StaleCase, WrongState, NotAllowed) as refused:
        return _draw_answer(case_id, typed, "mend", refused)
    return go_to(url_for("desk.case", case_id=case_id, done=Move.ANSWER_SENDER.value))


def with_days(typed: Typed, names: tuple[str, ...]) -> dict[str, Any]:
    """What was typed, with each day's three boxes as one text."""
    answers: dict[str, Any] = typed.to_dict()
    for name in names:
        boxes = [typed.get(f"{name}_{box}", "").strip() for box in BOXES]
        if any(boxes):
            answers[name] = "/".join(boxes)
    return answers


def _draw_answer(case_id: str, *more: Any) -> Response:
    return draw_errand(
        "intake/answer_sender.html", Move.ANSWER_SENDER, case_id, intake_on_case, *more
    )


def _draw_scan(
    case_id: str, *, why: str = "", refused: ServiceError | None = None, added: Any = None
) -> Response:
    with work(writes=True) as opened:
        case = open_case(opened, case_id)
    problem = ""
    if isinstance(refused, InvalidInput):
        problem = problems_of(refused)[FILE_FIELD]
    elif refused is not None:
        problem = ERRORS[refused.code].th
    status = refused.status if refused else 200
    return page("intake/scan.html", status, case=case, problem=problem, why=why, added=added)
