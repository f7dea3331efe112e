"""Many cases in one step: given to a colleague, or given new keys; a few seconds at a time."""

from datetime import date, timedelta
from typing import Any, Final

from flask import Response, request, url_for

from rules.permissions import Permission
from rules.words import ROLES
from service.errors import InvalidInput
from service.regrant import cases_to_give, colleagues, regrant_slice
from service.rekey import count_to_rekey, rekey_slice
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.house import house
from web.pages import page
from web.slices import in_slices, where_to_go_on

KEY_DAYS: Final = 365
"""A case's keys are to be renewed when they are older than this."""


@pages.get("/regrant")
@officer_view(Permission.ASSIGN_CASE)
def regrant() -> Response:
    """Which colleague, and how many cases that one would be given."""
    return _draw_regrant(request.args.get("officer", ""))


@pages.post("/regrant", endpoint="take_regrant")
@officer_view(
    Permission.ASSIGN_CASE,
    redraw=lambda typed: _draw_regrant(typed.get("officer", "")),
    fresh=True,
)
def take_regrant() -> Response:
    """The same page after as many cases as fit in a few seconds."""
    typed = typed_fields()
    officer_id = typed.get("officer", "")

    def step(opened: Any, after: bytes) -> tuple[int, int, bytes | None]:
        progress = regrant_slice(opened, officer_id, after)
        return progress.done, progress.unreadable, progress.after

    try:
        done, failed, after = in_slices(step, where_to_go_on(typed.get("after", "")))
    except InvalidInput as refused:
        return _draw_regrant(officer_id, refused)
    return go_to(
        url_for("desk.regrant", officer=officer_id, **_progress(done, failed, after, typed))
    )


@pages.get("/rekey")
@officer_view(Permission.ASSIGN_CASE)
def rekey() -> Response:
    """How many cases need new keys, and why."""
    return _draw_rekey()


@pages.post("/rekey", endpoint="take_rekey")
@officer_view(Permission.ASSIGN_CASE, redraw=lambda _typed: _draw_rekey(), fresh=True)
def take_rekey() -> Response:
    """The same page after as many cases as fit in a few seconds."""
    typed, since = typed_fields(), _since()

    def step(opened: Any, after: bytes) -> tuple[int, int, bytes | None]:
        progress = rekey_slice(opened, since, after)
        return progress.done, progress.unreadable, progress.after

    done, failed, after = in_slices(step, where_to_go_on(typed.get("after", "")))
    return go_to(url_for("desk.rekey", **_progress(done, failed, after, typed)))


def _since() -> date:
    today: date = house().today()
    return today - timedelta(days=KEY_DAYS)


def _draw_rekey() -> Response:
    with work(writes=True) as opened:
        counts = count_to_rekey(opened, _since())
    return page("readers/rekey.html", counts=counts, **_asked())


def _draw_regrant(officer_id: str, refused: InvalidInput | None = None) -> Response:
    with work(writes=True) as opened:
        people = colleagues(opened)
        chosen = next((one for one in people if one.id == officer_id), None)
        count = cases_to_give(opened, chosen.id) if chosen else 0
    return page(
        "readers/regrant.html",
        refused.status if refused else 200,
        choices=[
            (
                one.id,
                one.name,
                " · ".join((one.post, *(ROLES[role.value].th for role in one.roles))),
            )
            for one in people
        ],
        chosen=chosen,
        count=count,
        problems=problems_of(refused) if refused else {},
        **_asked(),
    )


def _progress(done: int, failed: int, after: bytes | None, typed: Any) -> dict[str, str | int]:
    """What the next page is told; pressing again adds to what was done before."""
    before = [_number(typed.get(name, "")) for name in ("done", "failed")]
    return {
        "done": before[0] + done,
        "failed": before[1] + failed,
        "after": after.hex() if after else "",
        "pressed": 1,
    }


def _asked() -> dict[str, Any]:
    """How far it has come, as the address says after a press."""
    asked = request.args
    return {
        "pressed": "pressed" in asked,
        "done": _number(asked.get("done", "")),
        "failed": _number(asked.get("failed", "")),
        "after": asked.get("after", ""),
    }


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 0
