"""The executive's one screen, and what whoever lists cases does not see on it."""

from datetime import UTC, date, datetime

import pytest

from rules.states import Channel
from service.executive_page import executive_page
from tests.service.report_scenes import APRIL, add_measures, save, staff


@pytest.fixture
def staffed(office):
    return staff(office)


def test_the_screen_counts_the_running_year_for_whoever_opens_no_case(staffed):
    staffed.file()
    staffed.file(Channel.GRIEVANCE)
    staffed.clock.now = datetime(2026, 12, 20, 3, 0, tzinfo=UTC)
    add_measures(staffed, date(2026, 12, 19), date(2026, 12, 20), date(2026, 12, 1))
    with staffed.desk("head1") as work:
        page = executive_page(work)
    assert (page.fiscal_year_be, page.is_running, page.last) == (2570, True, date(2026, 12, 20))
    assert [one.row.received for one in page.numbers] == [1, 1]
    assert (page.numbers[0].answered_in_time, page.numbers[0].answered_of) == (0, 1)
    assert page.overdue == 2
    assert [(one.due_on, one.days_late) for one in page.late_measures] == [
        (date(2026, 12, 1), 19), (date(2026, 12, 19), 1),
    ]  # fmt: skip
    assert page.wanted.topic == "half-2" and page.reports == ()


def test_the_screen_shows_closed_quarters_alone_to_whoever_lists_cases(staffed):
    staffed.file()
    with staffed.desk("clerk") as work:
        page = executive_page(work)
    assert (page.fiscal_year_be, page.is_running, page.overdue) == (2569, False, None)
    assert page.numbers[0].row.received == 0
    staffed.clock.now = datetime(2027, 2, 1, 3, 0, tzinfo=UTC)
    staffed.file()
    with staffed.desk("clerk") as work:
        page = executive_page(work)
    assert (page.fiscal_year_be, page.last) == (2570, date(2026, 12, 31))
    assert page.numbers[0].row.received == 1


def test_the_newest_reports_stand_on_the_screen_once_written(staffed):
    staffed.clock.now = APRIL
    save(staffed, "intake1")
    with staffed.desk("head1") as work:
        page = executive_page(work)
    assert page.wanted is None
    assert [line.topic for line in page.reports] == ["half-1"]
