"""The numbers of a period are those of the statistics, and few are not told."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from models.complaint import Complaint
from models.history import AccessLog
from rules.states import Channel, Move
from rules.statistics_options import StatisticsOptions
from rules.thai_time import halves, quarters
from service.actors import AllAgencies
from service.find_case import find_case
from service.inquiry_papers import record_finding
from service.period_numbers import for_paper, period_numbers
from service.statistics_making import make_statistics
from tests.service.clock_scenes import fact_finding
from tests.service.report_scenes import (
    APRIL,
    FORWARDED,
    PROGRESS,
    REFUSED,
    end,
    numbers,
    staff,
    view,
)


@pytest.fixture
def staffed(office):
    return staff(office)


def test_the_numbers_are_those_of_the_statistics(staffed):
    first = [staffed.file() for _ in range(3)]
    staffed.file(Channel.GRIEVANCE)
    end(staffed, first[0], FORWARDED)
    staffed.clock.now = datetime(2027, 2, 1, 3, 0, tzinfo=UTC)
    staffed.file()
    staffed.clock.now = APRIL
    for channel in Channel:
        with staffed.desk("pub1") as work:
            table = make_statistics(work, 2570, StatisticsOptions(), channel)
            ours = [period_numbers(work, channel, one).row for one in quarters(2570)[:2]]
        for theirs, row in zip(table.rows, ours, strict=True):
            assert theirs.period == row.period
            for name in ("carried_forward", "received", "completed", "outstanding"):
                assert getattr(theirs, name) == getattr(row, name)
    half = numbers(staffed, "pub1", Channel.CORRUPTION, halves(2570)[0]).row
    assert (half.carried_forward, half.received, half.completed, half.outstanding) == (0, 4, 1, 3)


def test_answers_outcomes_and_days_are_counted_from_clear_fields(staffed):
    answered, late, refused, forwarded = (staffed.file() for _ in range(4))
    end(staffed, answered, (Move.ACCEPT, {}), PROGRESS)
    end(staffed, refused, REFUSED)
    end(staffed, forwarded, FORWARDED)
    staffed.clock.now = datetime(2026, 12, 20, 3, 0, tzinfo=UTC)
    end(staffed, late, (Move.ACCEPT, {}), PROGRESS)
    staffed.clock.now = APRIL
    counted = numbers(staffed, "pub1", Channel.CORRUPTION, halves(2570)[0])
    assert (counted.answered_in_time, counted.answered_of, counted.late) == (3, 4, 1)
    assert (counted.median_answer_days, counted.median_closing_days) == (None, None), "too few"
    assert dict(counted.outcomes) == {
        "grounds": 0, "no_grounds": 0, "done": 0, "not_accepted": 1, "forwarded": 1, "merged": 0,
    }  # fmt: skip
    assert counted.long_outstanding == 2
    paper = for_paper(counted)
    assert paper.row == counted.row
    assert None in dict(paper.outcomes).values()
    assert {1, 2, 3, 4}.isdisjoint(dict(paper.outcomes).values())
    assert (paper.answered_in_time, paper.answered_of) == (None, None)


def closed_with(office, move, **more):
    """The id of a case that was examined, found upon, answered and closed."""
    case_id = fact_finding(office)
    parts = {"examined": "แบบ", "found": "บาง", "reasons": "วัดแล้ว"} | more
    with office.desk("intake1") as work:
        record_finding(work, case_id, move, parts, find_case(work, case_id).event_count)
    office.move("intake1", case_id, Move.RESULT_NOTICE, notice_text="แจ้งผล")
    office.move("intake1", case_id, Move.CLOSE, notice_text="ยุติเรื่อง")
    return case_id


def test_outcomes_tell_what_was_found_and_count_each_case_once(staffed):
    closed_with(staffed, Move.FIND_NO_GROUNDS)
    grievance = staffed.case_id(staffed.file(Channel.GRIEVANCE))
    for move, words in ((Move.ACCEPT, {}), (Move.RESULT_NOTICE, {"notice_text": "ซ่อมแล้ว"})):
        staffed.move("grievance1", grievance, move, **words)
    staffed.move("grievance1", grievance, Move.CLOSE, notice_text="ปิดเรื่อง")
    staffed.clock.now = APRIL
    half, quarter = halves(2570)[0], quarters(2570)[1]
    outcomes = dict(numbers(staffed, "head1", Channel.CORRUPTION, half).outcomes)
    assert outcomes["no_grounds"] == 1 and sum(outcomes.values()) == 1
    outcomes = dict(numbers(staffed, "head1", Channel.GRIEVANCE, half).outcomes)
    assert outcomes["done"] == 1 and sum(outcomes.values()) == 1
    for channel in Channel:
        counted = numbers(staffed, "head1", channel, quarter)
        assert sum(count for _name, count in counted.outcomes) == 0


def test_five_of_one_kind_may_be_told_on_paper(staffed):
    for _ in range(5):
        end(staffed, staffed.file(), FORWARDED)
    staffed.clock.now = APRIL
    shown = view(staffed, "intake1").paper[0]
    assert dict(shown.outcomes)["forwarded"] == 5
    assert (shown.answered_in_time, shown.answered_of) == (5, 5)


def test_tests_and_the_other_channel_do_not_count(staffed):
    staffed.file(Channel.GRIEVANCE)
    staffed.file()
    with staffed.work(AllAgencies("mark a test")) as work:
        work.session.execute(
            update(Complaint).where(Complaint.channel == "corruption").values(is_test=True)
        )
    staffed.clock.now = APRIL
    assert numbers(staffed, "pub1", Channel.CORRUPTION, halves(2570)[0]).row.received == 0
    assert numbers(staffed, "pub1", Channel.GRIEVANCE, halves(2570)[0]).row.received == 1


def test_looking_at_a_report_opens_no_sealed_word(staffed):
    staffed.file()
    staffed.clock.now = APRIL
    for login in ("head1", "pub1", "intake1", "clerk"):
        view(staffed, login)
    with staffed.work(AllAgencies("read the log"), writes=False) as work:
        assert work.rows(select(AccessLog)) == []
