"""Looking for words in the officer's cases: typed by POST, never in an address, kept nowhere."""

import time
from typing import Any, Final

from flask import Response, request
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.states import Channel
from service.case_filters import Filters, filter_choices
from service.errors import InvalidInput
from service.search_cases import (
    Found,
    Search,
    SearchPage,
    begin_search,
    look_through,
    prepare_more,
    search_cases,
)
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import pages, sees, work
from web.errors import problems_of
from web.list_filters import address_of, filters_of
from web.pages import page
from web.slices import PAUSE_SECONDS

SECONDS: Final = 1.5
"""For so long a search brings entries up to date before it shows what it has."""

LONGER_SECONDS: Final = 5.0
"""The same when somebody has asked for just that."""

_ALL: Final = "all"


def _redraw(typed: MultiDict[str, str]) -> Response:
    """The page with words typed before the session ended."""
    return _draw(typed, renewed=True)


@pages.get("/search", endpoint="search_form")
@officer_view(Permission.LIST_CASES)
def search_form() -> Response:
    """The box, and nothing found yet."""
    return _draw(MultiDict())


@pages.post("/search")
@officer_view(Permission.LIST_CASES, redraw=_redraw)
def search() -> Response:
    """The cases in which all that was typed stands, a page at a time."""
    typed = typed_fields()
    try:
        view = _search(typed, filters_of({"show": _ALL} | request.args.to_dict()))
    except InvalidInput as refused:
        return _draw(typed, refused=refused)
    return _draw(typed, view)


def _search(typed: MultiDict[str, str], filters: Filters) -> SearchPage:
    with work(writes=True) as opened:
        search = begin_search(opened, typed.get("words", ""))
    with work(writes=False) as opened:
        found = look_through(opened, search, filters)
    found = _caught_up(search, filters, found, LONGER_SECONDS if "go_on" in typed else SECONDS)
    with work(writes=True) as opened:
        return search_cases(opened, found, _whole_number(typed.get("page", "1")))


def _caught_up(search: Search, filters: Filters, found: Found, seconds: float) -> Found:
    """What was found after the cases that changed were prepared, as far as the time goes.

    Each slice is a transaction of its own, so that others who write get their turn.
    """
    ends_at = time.monotonic() + seconds
    while found.stale and time.monotonic() < ends_at:
        with work(writes=True) as opened:
            prepared = prepare_more(opened, found)
        with work(writes=False) as opened:
            found = found.after(prepared, look_through(opened, search, filters, prepared))
        if found.stale:
            time.sleep(PAUSE_SECONDS)
    return found


def _draw(
    typed: MultiDict[str, str],
    view: SearchPage | None = None,
    *,
    refused: InvalidInput | None = None,
    renewed: bool = False,
) -> Response:
    filters = filters_of({"show": _ALL} | request.args.to_dict())
    return page(
        "search/search.html",
        refused.status if refused else 200,
        typed=typed.get("words", ""),
        found=view,
        chosen=_address(filters),
        narrower=_narrower(filters) if view else (),
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
    )


def _address(filters: Filters, **other: Any) -> dict[str, Any]:
    """What stands in the address for these filters; every case is looked through without any."""
    asked = address_of(filters) | {"show": filters.show} | other
    return {name: value for name, value in asked.items() if value not in ("", _ALL)}


def _narrower(filters: Filters) -> tuple[tuple[str, Any, Any], ...]:
    """The filters beside the result: name, what is chosen, and each value with its address."""
    with work(writes=False) as opened:
        years = filter_choices(opened).years
    channels = ("", *(one.value for one in Channel)) if all(map(sees, Channel)) else ()
    rows = (
        ("show", filters.show, (_ALL, "open", "closed", "mine")),
        ("channel", filters.channel.value if filters.channel else "", channels),
        ("year", filters.year_be or "", ("", *years) if len(years) > 1 else ()),
    )
    return tuple(
        (name, chosen, tuple((value, _address(filters, **{name: value})) for value in values))
        for name, chosen, values in rows
        if values
    )


def _whole_number(typed: str) -> int:
    """The page asked for; the first for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else 1
