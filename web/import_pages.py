"""นำเข้าทะเบียนเดิม: a sheet is uploaded, told, looked over, brought in, and can be taken back."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from flask import Response, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.words.bringing_in import problem_words
from service.errors import (
    Busy,
    InvalidInput,
    ReadersChanged,
    ServiceError,
    WrongState,
)
from service.forget_old_pages import forget_old_pages
from service.import_batches import (
    DONE,
    RUNNING,
    UPLOADED,
    OpenedBatch,
    open_batch,
    throw_away,
)
from service.import_choices import tell_answers, tell_columns
from service.import_plan import Plan, make_plan
from service.import_readers import ImportOffice, import_office
from service.import_register import begin_to_bring_in, bring_in_slice
from service.import_undo import begin_undo, undo_slice, undoing
from service.imported_case import imported_case
from service.views import OpenCase
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.import_drawing import PROBLEMS_SHOWN, draw_answers, draw_check, draw_columns
from web.pages import page
from web.slices import in_slices

_DOOR: Final = Permission.REGISTER_OFFLINE
Typed = MultiDict[str, str]


def imported_on_case(opened: Any, case: OpenCase) -> Mapping[str, Any]:
    """What an older register told of the case, for its page; nothing for all other cases."""
    return {"imported": imported_case(opened, case.id)}


@pages.get("/import/<batch_id>")
@officer_view(_DOOR)
def import_batch(batch_id: str) -> Response:
    """How far the sheet is: what to do next, how much of it is in, what was left out."""
    with work(writes=True) as opened:
        found, asked = open_batch(opened, batch_id), undoing(opened, batch_id)
    if found.batch.standing == UPLOADED:
        return go_to(url_for("desk.import_columns", batch_id=batch_id))
    skipped = found.choices.skipped
    return page(
        "import_sheet/sheet.html",
        found=found,
        batch=found.batch,
        undo=asked,
        skipped=[
            (row, column, problem_words(code, other), True)
            for row, column, code, other in skipped[:PROBLEMS_SHOWN]
        ],
        more=max(0, len(skipped) - PROBLEMS_SHOWN),
        is_running=found.batch.standing == RUNNING,
        is_in=found.batch.standing == DONE,
    )


@pages.get("/import/<batch_id>/columns")
@officer_view(_DOOR)
def import_columns(batch_id: str) -> Response:
    """What each column means, guessed or as it was told."""
    return _columns_page(Typed(), batch_id)


@pages.post("/import/<batch_id>/columns", endpoint="take_import_columns")
@officer_view(_DOOR, redraw=lambda typed, batch_id: _columns_page(typed, batch_id))
def take_columns(batch_id: str) -> Response:
    """The next page, once every column is told."""
    typed = typed_fields()
    count = sum(name.startswith("column_") for name in typed)
    told = [typed.get(f"column_{at}", "") for at in range(count)]
    try:
        with work(writes=True) as opened:
            tell_columns(opened, batch_id, told)
    except InvalidInput as refused:
        return _columns_page(typed, batch_id, refused)
    return go_to(url_for("desk.import_answers", batch_id=batch_id))


@pages.get("/import/<batch_id>/answers")
@officer_view(_DOOR)
def import_answers(batch_id: str) -> Response:
    """Where each status puts a case, what becomes of names, who is kept out."""
    return _answers_page(None, batch_id)


@pages.post("/import/<batch_id>/answers", endpoint="take_import_answers")
@officer_view(_DOOR, redraw=lambda typed, batch_id: _answers_page(typed, batch_id))
def take_answers(batch_id: str) -> Response:
    """The page that shows what will come of it."""
    typed = typed_fields()
    answers = typed.to_dict() | {"exclude": typed.getlist("exclude")}
    try:
        with work(writes=True) as opened:
            tell_answers(opened, batch_id, answers)
    except InvalidInput as refused:
        return _answers_page(typed, batch_id, refused)
    return go_to(url_for("desk.import_check", batch_id=batch_id))


@pages.get("/import/<batch_id>/check")
@officer_view(_DOOR)
def import_check(batch_id: str) -> Response:
    """What would come of the sheet; nothing is brought in yet."""
    return _check_page(batch_id)


@pages.post("/import/<batch_id>/run", endpoint="run_import")
@officer_view(_DOOR, redraw=lambda _typed, batch_id: _check_page(batch_id))
def run(batch_id: str) -> Response:
    """The sheet's page after as many rows as fit in a few seconds."""
    typed = typed_fields()
    found, office = _opened(batch_id)
    if found.batch.standing == UPLOADED and _is_unsaid(typed, found, office):
        return _check_page(batch_id, InvalidInput({"skips": "rows_to_skip"}))
    try:
        with work(writes=True) as opened:
            begin_to_bring_in(opened, batch_id, typed.get("promise", ""), skips="skips" in typed)
    except ReadersChanged as refused:
        return _check_page(batch_id, refused)
    found, office = _opened(batch_id)
    if found.batch.standing == RUNNING:
        _go_on(make_plan(found, office))
    return go_to(url_for("desk.import_batch", batch_id=batch_id))


@pages.post("/import/<batch_id>/discard", endpoint="discard_import")
@officer_view(_DOOR)
def discard(batch_id: str) -> Response:
    """The list, without a sheet of which nothing was brought in."""
    with work(writes=True) as opened:
        throw_away(opened, batch_id)
    return go_to(url_for("desk.imports", done="discarded"))


@pages.get("/import/<batch_id>/undo")
@officer_view(_DOOR)
def undo_page(batch_id: str) -> Response:
    """What taking it back means, or why it cannot be done."""
    return _draw_undo(batch_id)


@pages.post("/import/<batch_id>/undo", endpoint="undo_import")
@officer_view(_DOOR, redraw=lambda _typed, batch_id: _draw_undo(batch_id))
def undo(batch_id: str) -> Response:
    """The sheet's page; its cases are gone, or fewer by what fits in a few seconds."""
    try:
        with work(writes=True) as opened:
            begin_undo(opened, batch_id)
        left = _undo_more(batch_id)
    except WrongState as refused:
        return _draw_undo(batch_id, refused)
    with suppress(Busy), work(writes=False) as opened:
        forget_old_pages(opened)
    if left:
        return go_to(url_for("desk.undo_page", batch_id=batch_id))
    return go_to(url_for("desk.import_batch", batch_id=batch_id))


def _go_on(plan: Plan) -> None:
    def step(opened: Any, _at: bytes) -> tuple[int, int, bytes | None]:
        progress = bring_in_slice(opened, plan)
        return progress.done_rows, 0, None if progress.is_over else b"more"

    in_slices(step, b"more")


def _undo_more(batch_id: str) -> int:
    left = 0

    def step(opened: Any, _at: bytes) -> tuple[int, int, bytes | None]:
        nonlocal left
        left = undo_slice(opened, batch_id)
        return 0, 0, b"more" if left else None

    in_slices(step, b"more")
    return left


def _opened(batch_id: str) -> tuple[OpenedBatch, ImportOffice]:
    """The sheet and its office, read in one short transaction; the rest waits for nobody."""
    with work(writes=True) as opened:
        found = open_batch(opened, batch_id)
        return found, import_office(opened, found.batch.channel)


def _is_unsaid(typed: Typed, found: OpenedBatch, office: ImportOffice) -> bool:
    """Whether rows would be left out of which the officer has not said that they may be."""
    return "skips" not in typed and bool(make_plan(found, office).stopped)


def _columns_page(typed: Typed, batch_id: str, refused: InvalidInput | None = None) -> Response:
    with work(writes=True) as opened:
        found = open_batch(opened, batch_id)
    return draw_columns(found, typed, refused)


def _answers_page(
    typed: Typed | None, batch_id: str, refused: InvalidInput | None = None
) -> Response:
    return draw_answers(*_opened(batch_id), typed, refused)


def _check_page(batch_id: str, refused: ServiceError | None = None) -> Response:
    found, office = _opened(batch_id)
    if found.batch.standing != UPLOADED:
        return go_to(url_for("desk.import_batch", batch_id=batch_id))
    if not found.choices.identity:
        return go_to(url_for("desk.import_columns", batch_id=batch_id))
    return draw_check(found, make_plan(found, office), refused)


def _draw_undo(batch_id: str, refused: ServiceError | None = None) -> Response:
    with work(writes=True) as opened:
        asked = undoing(opened, batch_id)
    return page(
        "import_sheet/undo.html", refused.status if refused else 200, undo=asked, batch=asked.batch
    )
