"""The filters of the lists of cases as they stand in an address, read and written in one place."""

from collections.abc import Mapping
from typing import Any, Final

from flask import request

from rules.states import STATES_OF, Channel, State
from rules.words import STATES
from service.case_filters import NOBODY, SHOWS, STANDINGS, FilterChoices, Filters
from web.desk_pages import pages, sees

OPEN: Final = "open"
_ID_LETTERS: Final = 32
_YES_NO: Final = {"1": True, "0": False}


def filters_of(asked: Mapping[str, str]) -> Filters:
    """The filters that an address asks for; what it cannot mean is as if it were not there."""
    show, state = asked.get("show", OPEN), asked.get("state", "")
    channel, standing = asked.get("channel", ""), asked.get("standing", "")
    officer = asked.get("officer", "")
    return Filters(
        channel=Channel(channel) if channel in tuple(Channel) else None,
        show=show if show in SHOWS else OPEN,
        year_be=_year(asked.get("year", "")),
        state=State(state) if state in tuple(State) else None,
        unit=_id(asked.get("unit", "")),
        officer=officer if officer == NOBODY else _id(officer),
        standing=standing if standing in STANDINGS else "",
        imported=_YES_NO.get(asked.get("imported", "")),
        unread=asked.get("unread", "") == "1",
    )


def address_of(filters: Filters, page: int = 1) -> dict[str, Any]:
    """What stands in an address for these filters and that page: only what is asked for."""
    asked = {
        "channel": filters.channel.value if filters.channel else "",
        "show": filters.show if filters.show != OPEN else "",
        "year": filters.year_be or "",
        "state": filters.state.value if filters.state else "",
        "unit": filters.unit,
        "officer": filters.officer,
        "standing": filters.standing,
        "imported": "" if filters.imported is None else str(int(filters.imported)),
        "unread": "1" if filters.unread else "",
        "page": page if page > 1 else "",
    }
    return {name: value for name, value in asked.items() if value != ""}


def form_of(filters: Filters, choices: FilterChoices, page: int) -> dict[str, Any]:
    """What a page needs for the form of the filters: what is chosen, and what can be.

    `asked` is the address of the first page, `here_address` of this one; `finer` tells that
    something beyond channel, show and year is asked for.
    """
    coarse = Filters(channel=filters.channel, show=filters.show, year_be=filters.year_be)
    return {
        "filters": filters,
        "choices": choices,
        "asked": address_of(filters),
        "here_address": address_of(filters, page),
        "states": _states(),
        "finer": filters != coarse,
    }


@pages.context_processor
def _way_back() -> dict[str, Any]:
    return {"list_address": list_address}


def list_address(asked: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What leads back to the page of the list from which somebody came, by address or by form."""
    said = request.args if asked is None else asked
    typed = said.get("page", "")
    page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else 1
    return address_of(filters_of(said), page)


def _states() -> list[tuple[str, str]]:
    """The states of the channels that the officer handles, as (code, words)."""
    found = {state for channel in Channel if sees(channel) for state in STATES_OF[channel]}
    return [(state.value, STATES[state.value].th) for state in State if state in found]


def _year(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else None


def _id(typed: str) -> str:
    """The id when it is one, else nothing."""
    is_id = len(typed) == _ID_LETTERS and all(letter in "0123456789abcdef" for letter in typed)
    return typed if is_id else ""
