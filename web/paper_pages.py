"""The screening memo and the finding, each on a page that asks for its parts."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, url_for
from werkzeug.datastructures import MultiDict

from rules.categories import SCREENING_POINTS
from rules.permissions import Permission
from rules.states import Move
from rules.words import FINDING_FIELDS, MEMO_FIELDS, PROPOSALS
from service.errors import InvalidInput, NotAllowed, ServiceError, StaleCase, WrongState
from service.inquiry_papers import POINT_FIELDS, record_finding, write_screening_memo
from service.open_case import open_case
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import MOVE_PAGES, go_to, pages, work
from web.errors import problems_of
from web.inquiry_forms import Typed, event_count, gone
from web.pages import page

PAPERS: Final = (Move.SCREENING_MEMO, Move.FIND_GROUNDS, Move.FIND_NO_GROUNDS)


def _hang(move: Move) -> None:
    """Hang the page of one paper and what takes it on the desk."""

    def redraw(typed: Typed, case_id: str) -> Response:
        return _draw(move, case_id, typed, "renewed")

    def paper(case_id: str) -> Response:
        return _draw(move, case_id, MultiDict())

    def take_paper(case_id: str) -> Response:
        return _take(move, case_id)

    guard: Callable[..., Any] = officer_view(Permission.ACT_ON_CASE)
    guard_kept: Callable[..., Any] = officer_view(Permission.ACT_ON_CASE, redraw=redraw)
    address = f"/cases/<case_id>/{move.value}"
    MOVE_PAGES[move] = f"desk.{move.value}_page"
    pages.add_url_rule(address, f"{move.value}_page", guard(paper), methods=["GET"])
    pages.add_url_rule(address, f"take_{move.value}", guard_kept(take_paper), methods=["POST"])


for _move in PAPERS:
    _hang(_move)


def _take(move: Move, case_id: str) -> Response:
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            if move is Move.SCREENING_MEMO:
                write_screening_memo(opened, case_id, typed.to_dict(), event_count(typed))
            else:
                record_finding(opened, case_id, move, typed.to_dict(), event_count(typed))
    except InvalidInput as refused:
        return _draw(move, case_id, typed, "mend", refused)
    except StaleCase as refused:
        return _draw(move, case_id, typed, "stale", refused)
    except (WrongState, NotAllowed) as refused:
        return gone(case_id, move, typed, refused)
    return go_to(url_for("desk.case", case_id=case_id, done=move.value))


def _draw(
    move: Move, case_id: str, typed: Typed, why: str = "", refused: ServiceError | None = None
) -> Response:
    with work(writes=True) as opened:
        case = open_case(opened, case_id)
    if all(choice.move is not move for choice in case.moves):
        if not typed:
            raise WrongState
        return gone(case_id, move, typed, refused or WrongState())
    if why == "renewed" and event_count(typed) != case.event_count:
        why = "stale"
    return page(
        "inquiry/paper.html",
        refused.status if refused else 200,
        case=case,
        move=move,
        typed=typed,
        why=why,
        points=dict(zip(POINT_FIELDS, SCREENING_POINTS, strict=True)),
        proposals=[(code, words.th, "") for code, words in PROPOSALS.items()],
        labels=MEMO_FIELDS if move is Move.SCREENING_MEMO else FINDING_FIELDS,
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
    )
