"""The desk's pages of one measure: written, changed, followed up, and said to be done."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.categories import CATEGORIES
from rules.permissions import Permission
from rules.words.prevention import EFFECTS, EVERY_UNIT, MEASURE_FIELDS
from service.errors import InvalidInput
from service.patterns import may_analyse
from service.prevention import (
    Measure,
    add_measure,
    change_measure,
    measure_page,
    note_step,
    set_done,
    unit_choices,
)
from service.prevention_effects import begin_effect, effect_on
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.filters import date_boxes
from web.forms import BOXES
from web.pages import page

_PATH = "/disclosure/analysis/measures"
_LABELS = {name: words.th for name, words in MEASURE_FIELDS.items()}
Typed = MultiDict[str, str]


def _redraw_new(typed: Typed) -> Response:
    return _draw_form(typed, renewed=True)


@pages.get(f"{_PATH}/new", endpoint="new_prevention")
@officer_view(Permission.LIST_CASES)
def new_prevention() -> Response:
    """The form of a new measure."""
    return _draw_form(MultiDict())


@pages.post(f"{_PATH}/begin", endpoint="begin_prevention")
@officer_view(Permission.LIST_CASES, redraw=_redraw_new)
def begin_prevention() -> Response:
    """The form, begun from a pattern: by POST, so that no address and no history tells which."""
    return _draw_form(typed_fields())


@pages.post(f"{_PATH}/new", endpoint="add_prevention")
@officer_view(Permission.LIST_CASES, redraw=_redraw_new)
def take_new() -> Response:
    """The new measure's page, or the form again with everything that was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            prevention_id = add_measure(opened, typed)
    except InvalidInput as refused:
        return _draw_form(typed, refused)
    return go_to(url_for("desk.prevention", prevention_id=prevention_id, saved=1))


def _redraw_edit(typed: Typed, prevention_id: str) -> Response:
    return _draw_form(typed, prevention_id=prevention_id, renewed=True)


@pages.get(f"{_PATH}/<prevention_id>/edit", endpoint="edit_prevention")
@officer_view(Permission.LIST_CASES)
def edit_prevention(prevention_id: str) -> Response:
    """The form with the measure as it stands."""
    with work(writes=False) as opened:
        typed = _as_typed(measure_page(opened, prevention_id).measure)
    return _draw_form(typed, prevention_id=prevention_id)


@pages.post(f"{_PATH}/<prevention_id>/edit", endpoint="change_prevention")
@officer_view(Permission.LIST_CASES, redraw=_redraw_edit)
def take_edit(prevention_id: str) -> Response:
    """The changed measure's page, or the form again with everything that was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            change_measure(opened, prevention_id, typed)
    except InvalidInput as refused:
        return _draw_form(typed, refused, prevention_id=prevention_id)
    return go_to(url_for("desk.prevention", prevention_id=prevention_id, saved=1))


def _redraw_measure(typed: Typed, prevention_id: str) -> Response:
    return _draw_measure(prevention_id, typed, renewed=True)


@pages.get(f"{_PATH}/<prevention_id>", endpoint="prevention")
@officer_view(Permission.SEE_NUMBERS)
def prevention(prevention_id: str) -> Response:
    """One measure with its notes and, for who may count, what followed after it was done."""
    return _draw_measure(prevention_id, MultiDict())


@pages.post(f"{_PATH}/<prevention_id>/notes", endpoint="note_prevention")
@officer_view(Permission.LIST_CASES, redraw=_redraw_measure)
def take_note(prevention_id: str) -> Response:
    """The measure with one note more."""
    return _take(prevention_id, note_step)


@pages.post(f"{_PATH}/<prevention_id>/done", endpoint="finish_prevention")
@officer_view(Permission.LIST_CASES, redraw=_redraw_measure)
def take_done(prevention_id: str) -> Response:
    """The measure with the day on which it was done, or without one again."""
    return _take(prevention_id, set_done)


def _take(prevention_id: str, errand: Callable[[Any, str, Mapping[str, Any]], None]) -> Response:
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            errand(opened, prevention_id, typed)
    except InvalidInput as refused:
        return _draw_measure(prevention_id, typed, refused)
    return go_to(url_for("desk.prevention", prevention_id=prevention_id, saved=1))


def _draw_form(
    typed: Typed,
    refused: InvalidInput | None = None,
    *,
    prevention_id: str = "",
    renewed: bool = False,
) -> Response:
    with work(writes=False) as opened:
        units = unit_choices(opened)
    return page(
        "analysis/form.html",
        refused.status if refused else 200,
        prevention_id=prevention_id,
        categories=CATEGORIES,
        units=units,
        every_unit=EVERY_UNIT,
        typed=typed,
        labels=_LABELS,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
    )


def _draw_measure(
    prevention_id: str,
    typed: Typed,
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
) -> Response:
    with work(writes=False) as opened:
        view = measure_page(opened, prevention_id)
        may_count = may_analyse(opened.officer())
    shown = None
    if may_count and view.measure.done_on:
        with work(writes=True) as opened:
            chosen = begin_effect(opened, prevention_id)
        with work(writes=False) as opened:
            shown = effect_on(opened, prevention_id, chosen)
    return page(
        "analysis/measure.html",
        refused.status if refused else 200,
        measure=view.measure,
        steps=view.steps,
        shown=shown,
        may_count=may_count,
        effects=EFFECTS,
        typed=typed or _as_typed(view.measure),
        labels=_LABELS,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved="saved" in request.args,
    )


def _as_typed(measure: Measure) -> Typed:
    """The measure as the form's boxes show it."""
    typed = {
        "category": measure.category,
        "unit": measure.unit_id,
        "root_cause": measure.root_cause,
        "measure": measure.measure,
        "responsible": measure.responsible,
        "public_text": measure.public_text,
    }
    for name, day in (("due_on", measure.due_on), ("done_on", measure.done_on)):
        boxes = date_boxes(day.isoformat() if day else "")
        typed |= {f"{name}_{box}": text for box, text in zip(BOXES, boxes, strict=True)}
    return MultiDict(typed)
