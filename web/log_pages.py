"""Who opened what: the agency's log for supervisors, one case's log for those who hold it."""

from datetime import date

from flask import Response, request

from rules.permissions import Permission
from rules.thai_time import MONTHS_TH, buddhist_year
from service.read_access_log import access_log, case_log
from web.desk_guard import officer_view
from web.desk_pages import pages, work
from web.pages import page


@pages.get("/log", endpoint="access_log")
@officer_view(Permission.SEE_ACCESS_LOG)
def log_page() -> Response:
    """One page of a month of the log."""
    with work(writes=True) as opened:
        view = access_log(
            opened,
            month=_month(request.args.get("month", "")),
            officer=request.args.get("officer", ""),
            page=_page_number(),
        )
    return page("log/agency.html", view=view, month_words=_month_words)


@pages.get("/cases/<case_id>/log", endpoint="case_log")
@officer_view(Permission.OPEN_CASE)
def case_log_page(case_id: str) -> Response:
    """One page of who opened this case."""
    with work(writes=False) as opened:
        view = case_log(opened, case_id, page=_page_number())
    return page("log/case.html", case=view)


def _page_number() -> int:
    typed = request.args.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else 1


def _month(typed: str) -> date | None:
    """The first day of a month written "2026-11", or None for anything else."""
    try:
        return date.fromisoformat(f"{typed}-01")
    except ValueError:
        return None


def _month_words(month: date) -> str:
    return f"{MONTHS_TH[month.month - 1]} {buddhist_year(month)}"
