"""What is overdue: as a list for those who can open the cases, as a number for those who cannot."""

from dataclasses import dataclass
from datetime import timedelta

from models.complaint import Complaint
from rules.limits import PAGE_ROWS
from rules.permissions import Permission
from service import case_index
from service.access_log import log_opening
from service.case_lines import case_lines
from service.errors import NotAllowed
from service.unit_of_work import UnitOfWork
from service.views import CaseLine
from service.watch_clocks import overdue_count


@dataclass(frozen=True)
class OverduePage:
    """One page of overdue cases, the longest overdue first; or only how many there are."""

    lines: tuple[CaseLine, ...]
    page: int
    pages: int
    total: int
    is_number_only: bool


def overdue_page(work: UnitOfWork, page: int) -> OverduePage:
    """The overdue cases that the officer at work can open; the office's number for others.

    Whoever opens cases sees no number beside the list: the difference would tell of a case that
    keeps the reader out.
    """
    if not work.officer().may(Permission.LIST_CASES):
        return OverduePage((), 1, 1, overdue_count(work), True)
    if not work.officer().may(Permission.OPEN_CASE):
        raise NotAllowed
    opens, yesterday = case_index.openable(work), work.today - timedelta(days=1)
    total = case_index.count(work, case_index.owing(yesterday), opens.cases)
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, page), pages)
    ids = case_index.first_due(work, opens, yesterday, page * PAGE_ROWS)
    shown = ids[(page - 1) * PAGE_ROWS :]
    lines = case_lines(work, [work.session.get_one(Complaint, case_id) for case_id in shown])
    log_opening(work, "list", None, len(lines))
    return OverduePage(lines, page, pages, total, False)
