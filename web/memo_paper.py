"""A report on paper: the memo with its summary, and the form that asks to publish it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.report_periods import title_of
from rules.thai_time import long_date
from rules.words.reports import ADDRESSEE, CHANNEL_TITLES, LINES, NOTHING, OF, OUTCOMES, TITLE
from service.executive_reports import Person, ReportView
from service.period_numbers import PeriodNumbers
from web import typeset

MEMO: Final = "memo"
PERMISSION: Final = "permission"
_TEMPLATE: Final = "memo.typ"


def memo_pdf(view: ReportView, kind: str, day: date, address: str, *, thai_digits: bool) -> bytes:
    """The memo with its summary, or the form for `kind` "permission", as PDF/A."""
    return typeset.pdf(_TEMPLATE, memo_given(view, kind, day, address, thai_digits=thai_digits))


def memo_given(
    view: ReportView, kind: str, day: date, address: str, *, thai_digits: bool
) -> dict[str, Any]:
    """All that the paper says; `day` stands at its head, `address` is the public page's."""
    period = view.line.period
    phones = [one.value for one in view.agency.contacts if one.kind == "phone"]
    return {
        "kind": kind,
        "thai_digits": thai_digits,
        "title": TITLE.th,
        "agency": view.agency.name.th,
        "phone": phones[0] if phones else "",
        "document_no": view.document_no,
        "day": long_date(day),
        "as_of": long_date(view.as_of),
        "period": title_of(period),
        "first": long_date(period.first),
        "last": long_date(period.last),
        "running": view.line.is_running,
        "addressee": view.addressee or ADDRESSEE,
        "zero": view.zero.th if view.zero else "",
        "table": figures_table(view.paper, "th"),
        "smallest": SMALLEST_PUBLISHED_COUNT,
        "problems": view.texts.problems.splitlines(),
        "obstacles": view.texts.obstacles.splitlines(),
        "remedies": view.texts.remedies.splitlines(),
        "address": address,
        **_signed("writer", view.line.written),
        **_signed("permitter", view.line.permitted),
        "permitted_on": long_date(view.line.permitted.day) if view.line.permitted else "",
    }


def figures_table(numbers: Sequence[PeriodNumbers], lang: str) -> dict[str, Any]:
    """A column for each channel, a line for each number; None for what is hidden.

    The four mandated numbers come first. A line of which no channel knows anything is left out.
    """
    rows = [
        _line(name, [getattr(one.row, name) for one in numbers], lang)
        for name in ("carried_forward", "received", "completed", "outstanding")
    ]
    rows.append(_line("in_time", [_in_time(one, lang) for one in numbers], lang))
    rows.append(
        _line(
            "median_answer",
            [_days(one.median_answer_days, one.answered_of, lang) for one in numbers],
            lang,
        )
    )
    rows.append(
        _line(
            "median_closing",
            [_days(one.median_closing_days, one.row.completed, lang) for one in numbers],
            lang,
        )
    )
    for at, (name, _count) in enumerate(numbers[0].outcomes):
        cells = [one.outcomes[at][1] for one in numbers]
        rows.append({"label": OUTCOMES[name].in_(lang), "cells": cells})
    return {
        "columns": [CHANNEL_TITLES[one.channel.value].in_(lang) for one in numbers],
        "rows": rows,
        "hides": any(cell is None for row in rows for cell in row["cells"]),
    }


def _line(name: str, cells: list[Any], lang: str) -> dict[str, Any]:
    return {"label": LINES[name].in_(lang), "cells": cells}


def _in_time(numbers: PeriodNumbers, lang: str) -> str | None:
    if numbers.answered_of is None:
        return None
    if not numbers.answered_of:
        return NOTHING.in_(lang)
    return OF.in_(lang).format(part=numbers.answered_in_time, whole=numbers.answered_of)


def _days(days: int | None, counted: int | None, lang: str) -> int | str | None:
    """The days; a word where there was nothing to count, None where they are hidden."""
    return NOTHING.in_(lang) if counted == 0 else days


def _signed(role: str, person: Person | None) -> dict[str, str]:
    return {role: person.name if person else "", f"{role}_post": person.post if person else ""}
