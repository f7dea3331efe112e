"""The register: on the screen with its words, printed and as a sheet without them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Response, g, request

from rules.permissions import Permission
from rules.states import Channel
from rules.thai_time import MONTHS_TH, buddhist_year
from rules.words import REGISTER, REGISTER_COLUMNS
from service.register import WholeRegister, all_lines, register_page, whole_register
from service.register_export import begin_register_export
from service.register_lines import RegisterLine
from service.register_sheet import columns_of, register_sheet, shown
from web.desk_guard import officer_view
from web.desk_pages import pages, work
from web.house import house
from web.pages import page
from web.two_person_pages import redraw_request

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/register", endpoint="register")
@officer_view(Permission.LIST_CASES)
def register_on_screen() -> Response:
    """One page of the register under the chosen filters, the last one by default."""
    with work(writes=True) as opened:
        view = register_page(opened, **_chosen(), page=_whole_number("page"))
    chosen = view.choices.chosen
    return page(
        "register/register.html",
        view=view,
        chosen=chosen,
        month_words=month_words,
        address={
            "channel": chosen.channel.value,
            "year": chosen.year_be,
            "month": chosen.month.strftime("%Y-%m") if chosen.month else None,
            "digits": _digits() or None,
        },
        digits=_digits(),
        CHANNEL_WORDS=REGISTER,
        COLUMNS=REGISTER_COLUMNS,
        cell=_cell,
    )


@pages.get("/register/print", endpoint="register_print")
@officer_view(Permission.LIST_CASES)
def register_on_paper() -> Response:
    """The whole register as it is printed; without words, for whoever takes it out alone."""
    with work(writes=True) as opened:
        register = whole_register(opened, **_chosen())
    return page(
        "register/print.html",
        heading=register.heading,
        lines=_lines(register),
        names=columns_of(register.heading),
        digits=_digits(),
        COLUMNS=REGISTER_COLUMNS,
        cell=_cell,
    )


@pages.get("/register/sheet", endpoint="register_sheet")
@officer_view(Permission.LIST_CASES)
def register_as_sheet() -> Response:
    """The same as a workbook."""
    with work(writes=True) as opened:
        register = whole_register(opened, **_chosen())
    return _sheet(register)


@pages.post("/two-persons/<request_id>/register", endpoint="register_export")
@officer_view(Permission.EXPORT_CASES, redraw=redraw_request, fresh=True)
def register_with_words(request_id: str) -> Response:
    """The register with words as a workbook, once, of the cases to which two persons agreed."""
    with work(writes=True) as opened:
        register = begin_register_export(opened, request_id)
    return _sheet(register)


def _sheet(register: WholeRegister) -> Response:
    made = register_sheet(register.heading, _lines(register), thai_digits=bool(_digits()))
    response = Response(made, content_type=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{register.name}.xlsx"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _lines(register: WholeRegister) -> Iterable[RegisterLine]:
    # Read, and not written: nobody who files waits for a long register to be opened.
    place, officer = house(), g.officer
    return all_lines(register, lambda: place.open_work(officer, writes=False))


def _chosen() -> dict[str, Any]:
    """What the address chooses; what it does not understand, it does not choose."""
    channel = request.args.get("channel", "")
    return {
        "channel": Channel(channel) if channel in tuple(Channel) else None,
        "year_be": _whole_number("year"),
        "month": _month(request.args.get("month", "")),
    }


def _whole_number(name: str) -> int | None:
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else None


def _month(typed: str) -> date | None:
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError:
        return None


def _digits() -> str:
    return "thai" if request.args.get("digits") == "thai" else ""


def _cell(line: RegisterLine, name: str) -> str:
    return shown(line, name, thai_digits=bool(_digits()))


def month_words(month: date) -> str:
    """A month as the register's filter names it: "พฤศจิกายน 2569"."""
    return f"{MONTHS_TH[month.month - 1]} {buddhist_year(month)}"
