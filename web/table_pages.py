"""The extra tables of the statistics: prepared by who may open the cases, seen by who publishes."""

from typing import Final

from flask import Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.statistics_options import WHOLE
from rules.words import FIELD_ERRORS
from rules.words.shown_statistics import HIDDEN_CELL
from rules.words.tables import SPANS_IN_FULL, TABLES_TAB
from service.errors import InvalidInput
from service.prepare_tables import (
    begin_preparing,
    closed_spans,
    count_tables,
    keep_counted,
    look_before,
    may_prepare,
    preparations,
    prepared,
)
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.disclosure_tabs import TABS, Tab
from web.errors import problems_of
from web.pages import page
from web.public_pages import asked_year

TABS[50] = Tab("desk.prepared_tables", TABLES_TAB.th, (Permission.SEE_NUMBERS,))

_Choice = tuple[int, str]
_STANDS: Final = "tables_stand"


def _redraw(typed: MultiDict[str, str]) -> Response:
    return _draw(_typed_choice(typed), renewed=True)


@pages.get("/disclosure/tables", endpoint="prepared_tables")
@officer_view(Permission.SEE_NUMBERS)
def prepared_tables() -> Response:
    """The closed halves and years, and the tables of the one that is looked at."""
    return _draw((asked_year() or 0, request.args.get("span", "")))


@pages.post("/disclosure/tables")
@officer_view(Permission.SEE_NUMBERS, redraw=_redraw)
def prepare_tables() -> Response:
    """The tables of one half or year, counted and kept."""
    year, span = chosen = _typed_choice(typed_fields())
    try:
        # Three transactions: the log has its line before the first case is opened, and nobody's
        # filing waits while the cases are.
        with work(writes=True) as opened:
            begun = begin_preparing(opened, year, span)
        with work(writes=False) as opened:
            tables = count_tables(opened, begun)
        with work(writes=True) as opened:
            keep_counted(opened, begun, tables)
    except InvalidInput as refused:
        return _draw(chosen, refused)
    return go_to(url_for("desk.prepared_tables", year=year, span=span, made=1))


def _draw(
    chosen: _Choice, refused: InvalidInput | None = None, *, renewed: bool = False
) -> Response:
    mine = may_prepare(g.officer)
    with work(writes=mine) as opened:
        choices = [(year, span) for year, spans in closed_spans(opened) for span in spans]
        year, span = chosen = chosen if chosen in choices or refused else choices[0]
        lines = preparations(opened)
        tables = prepared(opened, year, span)
        count, against = look_before(opened, year, span) if mine and not tables else (0, _STANDS)
    standing = {(one.fiscal_year_be, one.span): one for one in reversed(lines) if one.is_valid}
    return page(
        "disclosure/tables.html",
        refused.status if refused else 200,
        choices=choices,
        chosen=chosen,
        standing=standing,
        lines=lines,
        tables=tables,
        count=count,
        against=FIELD_ERRORS[against].th if against else "",
        may_prepare=mine,
        after_half=span == WHOLE,
        in_full=lambda year, span: SPANS_IN_FULL[span].th.format(year=year),
        hidden_cell=HIDDEN_CELL,
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        made="made" in request.args,
    )


def _typed_choice(typed: MultiDict[str, str]) -> _Choice:
    year = typed.get("year", "")
    is_year = len(year) == 4 and year.isascii() and year.isdigit()
    return (int(year) if is_year else 0), typed.get("span", "")
