"""Each move on a page of its own, which says what will happen before it does."""

from typing import Any, Final

from flask import Response, url_for
from werkzeug.datastructures import MultiDict

from rules.categories import (
    GRIEVANCE_NOT_ACCEPTED_REASONS,
    NOT_ACCEPTED_REASONS,
    SCREENING_POINTS,
)
from rules.permissions import Permission
from rules.states import Channel, Move
from rules.words import ERRORS
from service.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    ServiceError,
    StaleCase,
    TooLarge,
    WrongState,
)
from service.handle_case import TYPED_MOVES, move_case
from service.joining_view import AlsoTold, also_told
from service.open_case import open_case
from service.views import MoveChoice, OpenCase
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, kept_texts, pages, work
from web.errors import problems_of
from web.pages import page

REASONS: Final = {
    Channel.CORRUPTION: NOT_ACCEPTED_REASONS,
    Channel.GRIEVANCE: GRIEVANCE_NOT_ACCEPTED_REASONS,
}
SCREENING_FIELDS: Final = ("screening_evidence", "screening_circumstances", "screening_witness")
_TALKS: Final = frozenset({Move.ASK, Move.MESSAGE})
_NOTE_NEEDED: Final = frozenset(
    {Move.NOTE, Move.FIND_GROUNDS, Move.FIND_NO_GROUNDS, Move.SCREENING_MEMO}
)
_NOTE_OFFERED: Final = frozenset(
    {Move.ACCEPT, Move.START_SCREENING, Move.START_FACT_FINDING, Move.START_WORK}
)

Typed = MultiDict[str, str]


def fields_of(choice: MoveChoice) -> tuple[str, ...]:
    """The names of the fields on a move's page, in the order in which they stand there."""
    move = choice.move
    names = list(SCREENING_FIELDS) if choice.screening_answers else []
    names += ["officer"] if move is Move.ASSIGN else []
    names += ["forwarded_to"] if move is Move.FORWARD else []
    names += ["reason"] if choice.reason else []
    names += ["notice_text"] if choice.notice or move in _TALKS else []
    names += ["note"] if move in _NOTE_NEEDED | _NOTE_OFFERED else []
    return tuple(names)


def redraw(typed: Typed, case_id: str, move: str) -> Response:
    """The move's page filled in with words typed before the session ended."""
    return _draw_again(case_id, _known(move), typed, "renewed", 200)


@pages.get("/cases/<case_id>/<move>")
@officer_view(Permission.ACT_ON_CASE)
def move_page(case_id: str, move: str) -> Response:
    """The page of one move, or the refusal when the case does not allow it now."""
    with work(writes=True) as opened:
        case = open_case(opened, case_id)
        also = also_told(opened, case, _known(move))
    choice = _choice(case, _known(move))
    if choice is None:
        raise WrongState
    return _draw(case, choice, MultiDict(), also)


@pages.post("/cases/<case_id>/<move>", endpoint="make_move")
@officer_view(Permission.ACT_ON_CASE, redraw=redraw)
def take_move(case_id: str, move: str) -> Response:
    """The case after the move, or the page again with everything that was typed."""
    wanted, typed = _known(move), typed_fields()
    try:
        with work(writes=True) as opened:
            move_case(opened, case_id, wanted, typed.to_dict(), _event_count(typed))
    except (InvalidInput, TooLarge) as refused:
        return _draw_again(case_id, wanted, typed, "mend", refused.status, refused)
    except (StaleCase, WrongState, NotAllowed) as refused:
        return _draw_again(case_id, wanted, typed, "stale", refused.status, refused)
    return go_to(url_for("desk.case", case_id=case_id, done=wanted.value))


def _known(move: str) -> Move:
    if move not in tuple(TYPED_MOVES):
        raise NotFound
    return Move(move)


def _event_count(typed: Typed) -> int:
    count = typed.get("event_count", "")
    return int(count) if count.isascii() and count.isdigit() and len(count) < 10 else -1


def _choice(case: OpenCase, move: Move) -> MoveChoice | None:
    return next((choice for choice in case.moves if choice.move is move), None)


def _draw(
    case: OpenCase,
    choice: MoveChoice,
    typed: Typed,
    also: AlsoTold | None,
    why: str = "",
    status: int = 200,
    problems: dict[str, str] | None = None,
) -> Response:
    return page(
        "desk/move.html",
        status,
        case=case,
        choice=choice,
        fields=fields_of(choice),
        typed=typed,
        also=also,
        why=why,
        problems=problems or {},
        reasons=[(reason.code, reason.words.th, "") for reason in REASONS[case.channel]],
        officers=[(officer.id, officer.name, officer.post) for officer in case.assignable],
        point_labels={
            name: f"{point.number}. {point.words.th}"
            for name, point in zip(SCREENING_FIELDS, SCREENING_POINTS, strict=True)
        },
        note_needed=choice.move in _NOTE_NEEDED,
    )


def _draw_again(
    case_id: str,
    move: Move,
    typed: Typed,
    why: str,
    status: int,
    refused: ServiceError | None = None,
) -> Response:
    """The move's page with the text kept; where the move is gone, the text to copy from."""
    with work(writes=True) as opened:
        case = open_case(opened, case_id)
        also = also_told(opened, case, move)
    choice = _choice(case, move)
    if why == "renewed" and _event_count(typed) != case.event_count:
        why = "stale"
    if choice is None:
        return page(
            "desk/kept_text.html",
            status if refused else 409,
            case=case,
            move=move,
            texts=kept_texts(typed),
            sentence=ERRORS[(refused or WrongState()).code].th,
        )
    return _draw(case, choice, typed, also, why, status, _problems(refused))


def _problems(refused: ServiceError | None) -> dict[str, Any]:
    return problems_of(refused) if isinstance(refused, InvalidInput) else {}
