"""What the papers and pictures of statistics are given: the page's own lines, in one language."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from rules.counting import Row, total
from rules.states import Channel
from rules.tables import Table
from rules.thai_time import Period, quarters
from rules.words.pictures import SHORT_PERIODS, TOTAL
from rules.words.shown_statistics import COLUMN_TITLES, HIDDEN_CELL, HIDDEN_CELL_NOTE
from service.publications import Version
from service.shown_statistics import ShownStatistics
from service.statistics_document import StatisticsDocument
from web.pages import language, long_date, said
from web.statistics_drawing import SHORT_MONTHS, drawing_of, percent

BIG_NUMBERS: Final = ("received", "completed", "outstanding")
_MONTHS_OF_A_QUARTER: Final = 3
_MOST_SMALL_BARS: Final = 4


def sheet_of(shown: ShownStatistics, address: str) -> dict[str, Any]:
    """Everything that a template draws: texts in the page's language, numbers as frozen."""
    document = shown.document
    return {
        "lang": language(),
        "channel": document.channel.value,
        "agency": said(document.agency_name),
        "title": said(document.title),
        "year": document.fiscal_year_be,
        "first": long_date(document.first),
        "last": long_date(document.last) if document.last else None,
        "as_of": long_date(document.as_of),
        "item": _item(document),
        "item_code": document.item_code,
        "zero": said(document.zero) if document.zero else None,
        "address": address,
        "short_address": address.partition("://")[2].partition("?")[0],
        "version": _version(shown.version),
        "options": document.options.record(),
        "notes": [said(note) for note in document.notes],
        "tables": [_table(table) for table in document.tables],
        "hidden_note": said(HIDDEN_CELL_NOTE),
        **_numbers(document),
        **_times(document),
    }


def short_label(period: Period) -> str:
    """A period's name under its bars."""
    if period.kind == "month":
        return SHORT_MONTHS[language()][period.first.month - 1]
    if period.kind in SHORT_PERIODS:
        return f"{said(SHORT_PERIODS[period.kind])} {period.index}"
    return period.label(language())


def chart_words(rows: Sequence[Row]) -> str:
    """The bars in words, for whoever hears them read."""
    received, completed = said(COLUMN_TITLES["received"]), said(COLUMN_TITLES["completed"])
    return "; ".join(
        f"{row.period.label(language())}: "
        f"{received} {row.received:,}, {completed} {row.completed:,}"
        for row in rows
    )


def by_quarter(rows: Sequence[Row]) -> tuple[Row, ...]:
    """More months than a small picture holds, gathered into quarters; other rows as they are."""
    if len(rows) <= _MOST_SMALL_BARS or rows[0].period.kind != "month":
        return tuple(rows)
    return tuple(_gathered(list(months)) for _, months in groupby(rows, key=_quarter))


def _quarter(row: Row) -> int:
    return (row.period.index - 1) // _MONTHS_OF_A_QUARTER


def _gathered(months: Sequence[Row]) -> Row:
    """The months as one row; a quarter of which a month is not counted keeps its days' name."""
    whole = total(months)
    if len(months) < _MONTHS_OF_A_QUARTER:
        return whole
    quarter = quarters(months[0].period.fiscal_year_be)[_quarter(months[0])]
    return Row(quarter, whole.carried_forward, whole.received, whole.completed, whole.outstanding)


def _numbers(document: StatisticsDocument) -> dict[str, Any]:
    drawn, parts = drawing_of(document), document.options.parts
    shows = {part: part in parts for part in ("tiles", "table", "chart", "in_time", "medians")}
    # A paper without any number would be no statistics; one sentence for a quiet span is.
    shows["table"] |= not (shows["tiles"] or shows["chart"] or document.zero)
    whole = document.total
    return {
        "shows": shows,
        "columns": list(drawn["columns"]),
        "lines": [
            {"kind": line.kind, "label": line.label, "cells": list(line.cells)}
            for line in drawn["lines"]
        ],
        "tiles": [{"title": title, "number": number} for title, number in drawn["tiles"]],
        "big": [
            {"title": said(COLUMN_TITLES[name]), "number": f"{getattr(whole, name):,}"}
            for name in BIG_NUMBERS
            if whole
        ],
        "carried": whole.carried_forward if whole else 0,
        "series": [said(COLUMN_TITLES["received"]), said(COLUMN_TITLES["completed"])],
        "chart": _bars(document.rows),
        "chart_words": chart_words(document.rows),
        "small_chart": _bars(by_quarter(document.rows)),
    }


def _times(document: StatisticsDocument) -> dict[str, Any]:
    met, of = document.answered_in_time, document.answered_of
    return {
        "in_time": {"met": met, "of": of, "percent": percent(met, of)} if of else None,
        "median_answer": document.median_answer_days,
        "median_closing": document.median_closing_days,
    }


def _bars(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {"label": short_label(row.period), "received": row.received, "completed": row.completed}
        for row in rows
    ]


def _table(table: Table) -> dict[str, Any]:
    def line(kind: str, label: str, cells: Sequence[int | None]) -> dict[str, Any]:
        hidden = said(HIDDEN_CELL)
        shown = [hidden if one is None else f"{one:,}" for one in cells]
        return {"kind": kind, "label": label, "cells": shown}

    lines = [line("row", said(row.label), row.cells) for row in table.rows]
    if table.total:
        lines.append(line("total", said(TOTAL), table.total))
    return {
        "title": said(table.title),
        "columns": [said(column) for column in table.columns],
        "lines": lines,
        "note": said(table.note) if table.note else None,
        "hides": table.hides,
    }


def _item(document: StatisticsDocument) -> str:
    if document.channel is not Channel.CORRUPTION:
        return "none"
    return "announced" if document.item_code else "unknown"


def _version(version: Version | None) -> Mapping[str, Any] | None:
    if version is None:
        return None
    return {
        "number": version.version,
        "publisher": f"{version.publisher_name} {version.publisher_post}".strip(),
        "day": long_date(version.published_on),
        "digest": version.digest,
    }
