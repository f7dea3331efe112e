"""What the numbers of a period say by themselves, and what they must not tell."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.counting import NO_COMPLAINTS
from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.personal_marks import personal_marks
from rules.report_draft import DraftFacts, draft
from rules.report_periods import (
    TOPICS,
    has_begun,
    is_running,
    last_closed_half,
    period_named,
    report_periods,
    title_of,
    topic_of,
)
from rules.thai_time import halves, quarters, year

HALF = halves(2570)[0]
BUSY = DraftFacts(HALF, received=30, completed=28, looks=2, last_look=date(2027, 2, 3))
QUIET = DraftFacts(HALF, received=0, completed=0)


def test_a_half_year_in_which_all_went_well_says_so():
    made = draft(BUSY)
    assert made.problems == "ดำเนินการได้ตามกำหนดเวลา ไม่พบปัญหาในการดำเนินการ"
    assert made.obstacles == "ไม่มีอุปสรรค"
    assert "รักษาระยะเวลา" in made.remedies
    assert "2 ครั้ง ครั้งล่าสุดวันที่ 3 กุมภาพันธ์ 2570" in made.remedies


def test_without_a_complaint_it_says_so_and_what_keeps_the_channel_open():
    made = draft(QUIET)
    assert made.problems == "ไม่มีเรื่องร้องเรียนในช่วงที่รายงาน จึงไม่พบปัญหาในการดำเนินการ"
    assert "อาจยังไม่ทราบว่ามีช่องทางนี้" in made.obstacles
    assert "ประชาสัมพันธ์ช่องทาง" in made.remedies
    assert "ทุก 3 เดือน" in made.remedies
    looked = draft(replace(QUIET, looks=2, last_look=date(2027, 3, 1)))
    assert "ได้ตรวจว่าเว็บไซต์หลักเชื่อมโยง" in looked.remedies
    assert "ไม่มีบันทึกว่าได้ตรวจ" in made.obstacles
    assert "ไม่มีบันทึกว่าได้ตรวจ" not in looked.obstacles


def test_nothing_is_said_to_have_been_looked_at_when_nobody_did():
    assert "ได้ตรวจว่า" not in draft(QUIET).remedies


def test_late_answers_are_counted_and_mended():
    made = draft(replace(BUSY, late_answers=7))
    assert "เกิน 15 วัน 7 เรื่อง" in made.problems
    assert "ก่อนครบ 15 วัน" in made.remedies


@pytest.mark.parametrize("count", range(1, SMALLEST_PUBLISHED_COUNT))
def test_a_few_are_not_counted_out(count):
    made = draft(replace(BUSY, late_answers=count, long_outstanding=count))
    assert made.problems.count("น้อยกว่า 5 เรื่อง") == 2
    assert f" {count} เรื่อง" not in made.problems.replace("น้อยกว่า 5 เรื่อง", "")


def test_that_cases_wait_for_others_is_said_of_many_alone():
    few = replace(BUSY, waiting_for_others=4, waiting_for_reporters=4)
    assert draft(few) == draft(BUSY)
    many = draft(replace(BUSY, waiting_for_others=5, waiting_for_reporters=6))
    assert "หน่วยงานอื่น 5 เรื่อง" in many.obstacles
    assert "จากผู้แจ้ง 6 เรื่อง" in many.obstacles
    assert "ทุก 30 วัน" in many.remedies


def test_more_outstanding_than_before_is_a_problem_from_five_on():
    assert "คงเหลือจึงเพิ่มขึ้น" in draft(replace(BUSY, completed=25)).problems
    assert "คงเหลือจึงเพิ่มขึ้น" not in draft(replace(BUSY, completed=26)).problems


def test_late_measures_of_prevention_are_urged():
    assert "เกินกำหนด 3 มาตรการ" in draft(replace(BUSY, late_measures=3)).remedies


def test_a_case_carried_forward_is_not_a_zero_period():
    assert "ไม่มีเรื่องร้องเรียน" not in draft(replace(QUIET, carried_forward=1)).problems


@given(
    st.builds(
        DraftFacts,
        period=st.sampled_from(report_periods(2570)),
        received=st.integers(0, 400),
        completed=st.integers(0, 400),
        carried_forward=st.integers(0, 50),
        late_answers=st.integers(0, 50),
        long_outstanding=st.integers(0, 50),
        waiting_for_others=st.integers(0, 50),
        waiting_for_reporters=st.integers(0, 50),
        late_measures=st.integers(0, 9),
    )
)
def test_any_draft_can_be_saved_as_it_is(facts):
    made = draft(facts)
    for text in (made.problems, made.obstacles, made.remedies):
        assert text and len(text) <= 4000 and "{" not in text
        assert not personal_marks(text)


def test_a_year_has_seven_periods_each_found_by_its_name():
    periods = report_periods(2570)
    assert [topic_of(one) for one in periods] == list(TOPICS)
    assert [period_named(2570, topic_of(one)) for one in periods] == list(periods)
    for wrong in ("quarter-5", "half-0", "month-1", "year-2", "", "half"):
        with pytest.raises(ValueError, match="period"):
            period_named(2570, wrong)


def test_titles_name_the_year_once():
    assert title_of(quarters(2570)[1]) == "ไตรมาส 2 (ม.ค.–มี.ค.) ปีงบประมาณ พ.ศ. 2570"
    assert title_of(year(2570)) == "ปีงบประมาณ พ.ศ. 2570"
    assert title_of(HALF, "en") == "First half (Oct–Mar), fiscal year 2570 (B.E.)"


def test_a_period_runs_from_its_first_day_through_its_last():
    assert not has_begun(HALF, date(2026, 9, 30)) and has_begun(HALF, date(2026, 10, 1))
    assert is_running(HALF, date(2027, 3, 31)) and not is_running(HALF, date(2027, 4, 1))
    assert not is_running(HALF, date(2026, 9, 30))


@pytest.mark.parametrize(
    ("today", "half"),
    [
        (date(2026, 10, 1), halves(2569)[1]),
        (date(2027, 3, 31), halves(2569)[1]),
        (date(2027, 4, 1), HALF),
        (date(2027, 9, 30), HALF),
    ],
)
def test_the_half_that_closed_last_is_the_one_to_report(today, half):
    assert last_closed_half(today) == half


def test_the_zero_sentence_of_the_assessment_is_no_part_of_the_draft():
    assert NO_COMPLAINTS not in draft(QUIET).problems
