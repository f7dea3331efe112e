"""Tasks of a case: what stands on its page, setting one, ending one."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, url_for

from rules.permissions import Permission
from rules.states import Move
from service.case_clocks import case_clocks
from service.errors import InvalidInput, NotAllowed, StaleCase, WrongState
from service.tasks import end_task, set_task, task_officers
from service.views import OpenCase
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import MOVE_PAGES, go_to, pages, work
from web.errand_pages import Typed, draw_errand, event_count

MOVE_PAGES[Move.SET_TASK] = "desk.task_page"
MOVE_PAGES[Move.END_TASK] = "desk.tasks"

_REFUSALS = (InvalidInput, StaleCase, WrongState, NotAllowed)


def clocks_on_case(opened: Any, case: OpenCase) -> Mapping[str, Any]:
    """The clocks for the case's page, in the unit of work that has opened it."""
    return {"clocks": case_clocks(opened, case.id)}


def _officers(opened: Any, case: OpenCase) -> Mapping[str, Any]:
    return {"people": task_officers(opened, case.id)}


def _redraw_new(typed: Typed, case_id: str) -> Response:
    """The page of a new task with words typed before the session ended."""
    return draw_errand("clocks/task.html", Move.SET_TASK, case_id, _officers, typed, "renewed")


@pages.get("/cases/<case_id>/tasks/new")
@officer_view(Permission.ACT_ON_CASE)
def task_page(case_id: str) -> Response:
    """The page on which a task is set."""
    return draw_errand("clocks/task.html", Move.SET_TASK, case_id, _officers)


@pages.post("/cases/<case_id>/tasks/new", endpoint="set_task")
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw_new)
def take_task(case_id: str) -> Response:
    """The case with one task more, or the page again with everything that was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            set_task(opened, case_id, typed.to_dict(), event_count(typed))
    except _REFUSALS as refused:
        return draw_errand(
            "clocks/task.html", Move.SET_TASK, case_id, _officers, typed, "mend", refused
        )
    return go_to(url_for("desk.case", case_id=case_id, done=Move.SET_TASK.value))


@pages.get("/cases/<case_id>/tasks")
@officer_view(Permission.ACT_ON_CASE)
def tasks(case_id: str) -> Response:
    """The tasks that run, each with the way to its end."""
    return draw_errand("clocks/tasks.html", Move.END_TASK, case_id, clocks_on_case)


def _one_task(task_id: str) -> Callable[[Any, OpenCase], Mapping[str, Any]]:
    def beside(opened: Any, case: OpenCase) -> Mapping[str, Any]:
        running = case_clocks(opened, case.id).running
        return {"task": next((one for one in running if one.id == task_id and one.text), None)}

    return beside


def _draw_end(case_id: str, task_id: str, *more: Any) -> Response:
    return draw_errand("clocks/end_task.html", Move.END_TASK, case_id, _one_task(task_id), *more)


def _redraw_end(typed: Typed, case_id: str, task_id: str) -> Response:
    """The page of a task's end with words typed before the session ended."""
    return _draw_end(case_id, task_id, typed, "renewed")


@pages.get("/cases/<case_id>/tasks/<task_id>/end")
@officer_view(Permission.ACT_ON_CASE)
def end_task_page(case_id: str, task_id: str) -> Response:
    """The page on which a task is ended."""
    return _draw_end(case_id, task_id)


@pages.post("/cases/<case_id>/tasks/<task_id>/end", endpoint="end_task")
@officer_view(Permission.ACT_ON_CASE, redraw=_redraw_end)
def take_end(case_id: str, task_id: str) -> Response:
    """The case with one task less, or the page again with what was typed."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            end_task(opened, case_id, task_id, typed.to_dict(), event_count(typed))
    except _REFUSALS as refused:
        return _draw_end(case_id, task_id, typed, "mend", refused)
    return go_to(url_for("desk.case", case_id=case_id, done=Move.END_TASK.value))
