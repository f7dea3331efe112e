"""Reports to executives: who sees which, and the words that an officer writes."""

from datetime import date

import pytest

from models.disclosure import MainSiteLook
from service.errors import InvalidInput, NotAllowed, NotFound, StaleCase
from service.executive_page import executive_page
from service.executive_reports import report_lines, report_view
from service.sealing import new_id
from tests.service.report_scenes import (
    APRIL,
    FORWARDED,
    HALF,
    TEXTS,
    add_measures,
    end,
    save,
    staff,
    view,
)


@pytest.fixture
def staffed(office):
    return staff(office)


def test_whoever_lists_cases_sees_what_the_public_may_see(staffed):
    staffed.file()
    with staffed.desk("intake1") as work:
        assert report_lines(work, 2570) == ()
        with pytest.raises(NotFound):
            report_view(work, *HALF)
    with staffed.desk("head1") as work:
        running = [(line.topic, line.is_running) for line in report_lines(work, 2570)]
    assert running == [("quarter-1", True), ("half-1", True), ("year-1", True)]
    assert view(staffed, "head1").numbers[0].row.received == 1
    end_one = staffed.file()
    end(staffed, end_one, FORWARDED)
    staffed.clock.now = APRIL
    for login in ("intake1", "clerk", "grievance1"):
        seen = view(staffed, login)
        assert seen.numbers == seen.paper
        assert dict(seen.numbers[0].outcomes)["forwarded"] is None
        assert seen.numbers[0].row.received == 2
    for login in ("head1", "pub1"):
        assert dict(view(staffed, login).numbers[0].outcomes)["forwarded"] == 1


def test_who_may_not_see_numbers_sees_no_report(staffed):
    staffed.clock.now = APRIL
    for login in ("legal1", "admin1", "inside1", "outside1"):
        with pytest.raises(NotAllowed):
            view(staffed, login)
        with pytest.raises(NotAllowed), staffed.desk(login) as work:
            report_lines(work, 2570)
        with pytest.raises(NotAllowed), staffed.desk(login) as work:
            executive_page(work)


def test_a_period_to_come_and_one_that_is_none_are_not_found(staffed):
    for topic in ("quarter-2", "half-2", "month-1", "half-9"):
        with pytest.raises(NotFound):
            view(staffed, "head1", 2570, topic)


# Words


def test_a_report_is_written_over_the_draft_of_its_numbers(staffed):
    staffed.clock.now = APRIL
    before = view(staffed, "intake1")
    assert before.texts == before.suggested and before.line.written is None
    assert "ไม่มีเรื่องร้องเรียนในช่วงที่รายงาน" in before.suggested.problems
    assert before.zero is not None
    assert "ในช่วงวันที่ 1 ตุลาคม 2569 ถึงวันที่ 31 มีนาคม 2570" in before.zero.th
    save(staffed, "intake1")
    after = view(staffed, "head1")
    assert after.texts.problems == "ล่าช้า" and after.document_no == "พย 1"
    assert after.line.written.name == "นางสาวมาลี ใจงาม"
    assert after.line.written.day == date(2027, 4, 5)


def test_the_draft_names_what_was_looked_at_and_what_is_late(staffed):
    staffed.clock.now = APRIL
    with staffed.desk("pub1") as work:
        officer = work.officer().officer_id
        for day in (date(2026, 12, 1), date(2027, 3, 1), date(2027, 4, 2)):
            work.session.add(
                MainSiteLook(
                    id=new_id(), agency_id=work.agency_id, looked_on=day, officer_id=officer,
                    address="https://sample.go.th", picture=None, noted_at=work.now,
                )
            )  # fmt: skip
    add_measures(staffed, date(2027, 4, 4))
    suggested = view(staffed, "pub1").suggested
    assert "2 ครั้ง ครั้งล่าสุดวันที่ 1 มีนาคม 2570" in suggested.remedies
    assert "เกินกำหนด 1 มาตรการ" in suggested.remedies


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("problems", "", "required"),
        ("obstacles", "  \r\n ", "required"),
        ("remedies", "โทร 081 234 5678", "personal_mark"),
        ("problems", "เลข ๑๑๐๑๗๐๐๒๐๗๐๓๑ หรือ somchai@mail.go.th", "personal_mark"),
        ("obstacles", "ก" * 4001, "too_long"),
        ("document_no", "1" * 101, "too_long"),
        ("remedies", "ก\x00", "no_nul"),
    ],
)
def test_words_that_will_not_do_are_named_and_nothing_is_saved(office, name, text, problem):
    office.clock.now = APRIL
    with pytest.raises(InvalidInput) as refused:
        save(office, "intake1", TEXTS | {name: text})
    assert refused.value.fields == {name: problem}
    assert view(office, "intake1").line.written is None


def test_the_executive_reads_and_does_not_write(staffed):
    staffed.clock.now = APRIL
    assert not view(staffed, "head1").may_write
    with pytest.raises(NotAllowed):
        save(staffed, "head1")


def test_words_saved_meanwhile_are_not_overwritten(staffed):
    staffed.clock.now = APRIL
    drawn = view(staffed, "intake1").texts_seen
    save(staffed, "pub1", TEXTS | {"problems": "ของผู้เผยแพร่"}, drawn)
    with pytest.raises(StaleCase):
        save(staffed, "intake1", seen=drawn)
    assert view(staffed, "pub1").texts.problems == "ของผู้เผยแพร่"
