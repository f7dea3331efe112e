"""The numbers and criteria of the disclosure items, year by year, changed without a programmer."""

from typing import Any, Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.disclosure_checks import CHECKS
from rules.disclosure_items import ITEM_ROLES, NACC_LAO, Criterion, DisclosureItem
from rules.permissions import Permission
from rules.words import Words
from rules.words.console import BASES_WORDS, CHECKED_BY_HAND, CRITERION_WORDS, YEARS_TAB
from service.errors import InvalidInput, NotFound
from service.item_years import (
    CRITERIA_MOST,
    ItemYear,
    edit_item,
    edit_numbers,
    item_year,
    item_years,
    own_criterion,
    reset_item,
    shipped_item,
)
from web.console_pages import scheme_words
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.disclosure_tabs import TABS, Tab
from web.errors import problems_of
from web.pages import page

_MAY: Final = (Permission.PUBLISH, Permission.MANAGE_SETTINGS)
_OTHER: Final = "other"
_SPARE_ROWS: Final = 2
_YEAR: Final = "/disclosure/years/<int(min=2500, max=2700):fiscal_year_be>"

TABS[90] = Tab("desk.item_years", YEARS_TAB, _MAY)


@pages.get("/disclosure/years", endpoint="item_years")
@officer_view(*_MAY)
def list_years() -> Response:
    """Every year with its three numbers, the next one first."""
    with work(writes=False) as opened:
        years = item_years(opened)
    return page("disclosure/years.html", years=years, scheme_words=scheme_words, saved=_saved())


def _redraw_numbers(typed: MultiDict[str, str], fiscal_year_be: int) -> Response:
    return _draw_numbers(fiscal_year_be, typed, renewed=True)


@pages.get(_YEAR)
@officer_view(*_MAY)
def item_numbers(fiscal_year_be: int) -> Response:
    """The scheme and the three numbers of one year."""
    return _draw_numbers(fiscal_year_be, MultiDict())


@pages.post(_YEAR)
@officer_view(*_MAY, redraw=_redraw_numbers)
def save_numbers(fiscal_year_be: int) -> Response:
    """The numbers, kept; every page of the year shows them from now on."""
    typed = typed_fields()
    chosen = typed.get("scheme", "")
    scheme = typed.get("scheme_name", "").strip() if chosen == _OTHER else chosen
    try:
        if not scheme:
            raise InvalidInput({"scheme_name" if chosen else "scheme": "required"})
        with work(writes=True) as opened:
            edit_numbers(opened, fiscal_year_be, scheme, typed.to_dict())
    except InvalidInput as refused:
        return _draw_numbers(fiscal_year_be, typed, refused)
    return go_to(url_for("desk.item_years", saved=1))


def _redraw_words(typed: MultiDict[str, str], fiscal_year_be: int, role: str) -> Response:
    return _draw_words(fiscal_year_be, role, typed, renewed=True)


@pages.get(f"{_YEAR}/<role>")
@officer_view(*_MAY)
def item_words(fiscal_year_be: int, role: str) -> Response:
    """The label and the criteria of one item of a year."""
    return _draw_words(fiscal_year_be, role, MultiDict())


@pages.post(f"{_YEAR}/<role>")
@officer_view(*_MAY, redraw=_redraw_words)
def save_words(fiscal_year_be: int, role: str) -> Response:
    """The label and the criteria, kept; a criterion whose words were emptied is gone."""
    typed = typed_fields()
    try:
        with work(writes=True) as opened:
            shipped = shipped_item(opened, fiscal_year_be, role)
            label = Words(typed.get("label_th", ""), typed.get("label_en", ""))
            edit_item(opened, fiscal_year_be, role, label, _typed_criteria(typed, shipped))
    except InvalidInput as refused:
        return _draw_words(fiscal_year_be, role, typed, refused)
    return go_to(url_for("desk.item_numbers", fiscal_year_be=fiscal_year_be, saved=1))


@pages.post(f"{_YEAR}/<role>/reset")
@officer_view(*_MAY)
def reset_words(fiscal_year_be: int, role: str) -> Response:
    """The label and the criteria as the program has them."""
    with work(writes=True) as opened:
        reset_item(opened, fiscal_year_be, role)
    return go_to(url_for("desk.item_words", fiscal_year_be=fiscal_year_be, role=role, saved=1))


def _draw_numbers(
    fiscal_year: int,
    typed: MultiDict[str, str],
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
) -> Response:
    with work(writes=False) as opened:
        year = item_year(opened, fiscal_year)
    return page(
        "disclosure/years_numbers.html",
        refused.status if refused else 200,
        tab="desk.item_years",
        year=year,
        typed=typed or _numbers_of(year),
        schemes=[(NACC_LAO, scheme_words(NACC_LAO), "")],
        other=_OTHER,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved=_saved(),
    )


def _numbers_of(year: ItemYear) -> dict[str, str]:
    is_ours = year.scheme == NACC_LAO
    named = {
        "scheme": NACC_LAO if is_ours else _OTHER,
        "scheme_name": "" if is_ours else year.scheme,
    }
    return named | {item.role: item.code or "" for item in year.items}


def _draw_words(
    fiscal_year: int,
    role: str,
    typed: MultiDict[str, str],
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
) -> Response:
    if role not in ITEM_ROLES:
        raise NotFound
    with work(writes=False) as opened:
        year = item_year(opened, fiscal_year)
    item = next(one for one in year.items if one.role == role)
    return page(
        "disclosure/years_words.html",
        refused.status if refused else 200,
        tab="desk.item_years",
        year=year,
        item=item,
        typed=typed or _words_of(item),
        rows=_rows(typed, item),
        checks=_checks_of(role),
        bases=[BASES_WORDS[one.basis] for one in item.criteria],
        is_edited=role in year.worded,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        saved=_saved(),
    )


def _words_of(item: DisclosureItem) -> dict[str, Any]:
    words = {"label_th": item.label.th, "label_en": item.label.en}
    for number, one in enumerate(item.criteria, start=1):
        words |= {f"criterion-{number}": one.words.th, f"check-{number}": one.check}
    return words


def _rows(typed: MultiDict[str, str], item: DisclosureItem) -> range:
    """The numbers of the rows to draw: what stands or was typed, and some to add."""
    standing = sum(name.startswith("criterion-") for name in typed) - _SPARE_ROWS
    most = max(standing, len(item.criteria))
    return range(1, min(most + _SPARE_ROWS, CRITERIA_MOST) + 1)


def _checks_of(role: str) -> list[tuple[str, str]]:
    known = [(name, CRITERION_WORDS[name].th) for name, one in CHECKS.items() if one.role == role]
    return [("", CHECKED_BY_HAND), *known]


def _typed_criteria(typed: MultiDict[str, str], shipped: DisclosureItem) -> list[Criterion]:
    numbers = range(1, CRITERIA_MOST + 1)
    lines = [(typed.get(f"criterion-{n}", ""), typed.get(f"check-{n}", "")) for n in numbers]
    return [
        own_criterion(shipped.criteria, words, check) for words, check in lines if words.strip()
    ]


def _saved() -> bool:
    return "saved" in request.args
