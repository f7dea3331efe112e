"""A report is permitted by another, taken back by a change, and published as a version."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update

from models.complaint import Complaint
from models.disclosure import ExecutiveReport
from models.officer import OfficerRole
from rules.report_periods import report_periods
from rules.states import Channel
from rules.thai_time import halves
from service.actors import AllAgencies
from service.errors import InvalidInput, NotAllowed, NotFound
from service.publications import look_at_publications
from service.report_writing import save_report
from service.shown_reports import published_reports, shown_report
from tests.service.report_scenes import (
    APRIL,
    FORWARDED,
    HALF,
    TEXTS,
    end,
    permit,
    publish,
    save,
    staff,
    view,
)


@pytest.fixture
def staffed(office):
    return staff(office)


def test_an_executive_permits_and_the_publisher_publishes(staffed):
    staffed.clock.now = APRIL
    save(staffed, "intake1")
    with pytest.raises(InvalidInput) as early:
        publish(staffed)
    assert early.value.fields == {"permit": "not_permitted"}
    permit(staffed, "head1")
    shown = view(staffed, "pub1").line.permitted
    assert (shown.name, shown.day) == ("นายสมบัติ นำทาง", date(2027, 4, 5))
    version = publish(staffed)
    assert (version.kind, version.topic, version.version) == ("report", "half-1", 1)
    with staffed.public() as work:
        public = shown_report(work, *HALF)
    assert public.document.problems == "ล่าช้า"
    assert public.document.permitted_on == date(2027, 4, 5)
    assert public.document.zero is not None
    assert [one.channel for one in public.document.numbers] == list(Channel)


def test_whoever_only_publishes_or_takes_in_permits_nothing(staffed):
    staffed.clock.now = APRIL
    save(staffed, "intake1")
    for login in ("pub1", "intake1", "grievance1"):
        with pytest.raises(NotAllowed):
            permit(staffed, login)


def test_whoever_permits_does_not_publish_without_the_role(staffed):
    staffed.clock.now = APRIL
    save(staffed, "intake1")
    permit(staffed, "clerk")
    for login in ("head1", "clerk", "intake1"):
        with pytest.raises(NotAllowed):
            publish(staffed, login)


def test_nobody_permits_what_he_wrote_while_somebody_else_could(staffed):
    staffed.clock.now = APRIL
    save(staffed, "clerk")
    seen = view(staffed, "clerk")
    assert seen.is_own and seen.has_other_permitter
    with pytest.raises(InvalidInput) as refused:
        permit(staffed, "clerk")
    assert refused.value.fields == {"permit": "own_report"}
    permit(staffed, "head1")
    assert view(staffed, "clerk").line.permitted.name == "นายสมบัติ นำทาง"


def test_the_only_one_who_can_permit_may_permit_what_he_wrote(office):
    office.clock.now = APRIL
    save(office, "clerk")
    seen = view(office, "clerk")
    assert seen.is_own and not seen.has_other_permitter
    permit(office, "clerk")
    assert view(office, "clerk").line.permitted.post == "ปลัดเทศบาล"


def test_whoever_lost_the_role_is_no_other_who_could_permit(staffed):
    staffed.clock.now = APRIL
    save(staffed, "clerk")
    with staffed.work(AllAgencies("take a role away")) as work:
        work.session.execute(delete(OfficerRole).where(OfficerRole.role == "executive"))
    permit(staffed, "clerk")
    assert view(staffed, "clerk").line.permitted is not None


def test_a_change_of_the_words_takes_the_permission_back(staffed):
    staffed.clock.now = APRIL
    save(staffed, "intake1")
    permit(staffed, "head1")
    save(staffed, "pub1", TEXTS | {"document_no": "พย 2"})
    kept = view(staffed, "pub1")
    assert kept.line.permitted and kept.line.written.name == "นางสาวมาลี ใจงาม"
    save(staffed, "pub1", TEXTS | {"remedies": "อบรม"})
    changed = view(staffed, "pub1")
    assert changed.line.permitted is None
    assert changed.line.written.name == "นางสาวเผยแพร่ งานดี"
    with pytest.raises(InvalidInput) as refused:
        publish(staffed)
    assert refused.value.fields == {"permit": "not_permitted"}


def test_what_changed_since_it_was_seen_is_neither_permitted_nor_published(staffed):
    receipt = staffed.file()
    staffed.clock.now = APRIL
    save(staffed, "intake1")
    drawn = view(staffed, "head1").seen
    save(staffed, "intake1", TEXTS | {"problems": "อื่น"})
    with pytest.raises(InvalidInput) as refused:
        permit(staffed, "head1", drawn)
    assert refused.value.fields == {"permit": "report_changed"}
    permit(staffed, "head1")
    drawn = view(staffed, "pub1").seen
    with staffed.work(AllAgencies("change a day")) as work:
        work.session.execute(
            update(Complaint)
            .where(Complaint.id == bytes.fromhex(staffed.case_id(receipt)))
            .values(completed_on=date(2027, 3, 1), state="closed")
        )
    with pytest.raises(InvalidInput) as refused:
        publish(staffed, seen=drawn)
    assert refused.value.fields == {"permit": "report_changed"}
    with pytest.raises(InvalidInput) as refused:
        publish(staffed)
    assert refused.value.fields == {"permit": "not_permitted"}, "other numbers were permitted"
    permit(staffed, "head1")
    assert publish(staffed).version == 1


def test_a_running_period_is_written_but_not_permitted(staffed):
    save(staffed, "pub1")
    assert view(staffed, "head1").line.is_running
    with pytest.raises(InvalidInput) as refused:
        permit(staffed, "head1")
    assert refused.value.fields == {"permit": "period_running"}


def test_nothing_is_permitted_of_which_nobody_wrote(staffed):
    staffed.clock.now = APRIL
    with pytest.raises(NotFound):
        permit(staffed, "head1")


# What was published


def test_a_correction_is_another_version_that_says_what_it_puts_right(staffed):
    staffed.clock.now = APRIL
    save(staffed, "intake1")
    permit(staffed, "head1")
    publish(staffed)
    with pytest.raises(InvalidInput) as same:
        publish(staffed, note="อีกครั้ง")
    assert same.value.fields == {"record": "nothing_changed"}
    save(staffed, "intake1", TEXTS | {"problems": "แก้แล้ว"})
    permit(staffed, "head1")
    for note, problem in (
        ("", "required"),
        ("โทร 081 234 5678", "personal_mark"),
        ("ก" * 1001, "too_long"),
    ):
        with pytest.raises(InvalidInput) as refused:
            publish(staffed, note=note)
        assert refused.value.fields == {"note": problem}
    assert publish(staffed, note="แก้ปัญหา").version == 2
    with staffed.public() as work:
        newest, older = shown_report(work, *HALF), shown_report(work, *HALF, 1)
        listed = published_reports(work)
        assert list(look_at_publications(work)) == []
    assert (newest.document.problems, older.document.problems) == ("แก้แล้ว", "ล่าช้า")
    assert [one.version for one in newest.versions] == [2, 1]
    assert [(one.period, one.version.version) for one in listed] == [(halves(2570)[0], 2)]


def test_nothing_published_is_nothing_shown(office):
    with office.public() as work:
        assert published_reports(work) == ()
        with pytest.raises(NotFound):
            shown_report(work, *HALF)
        with pytest.raises(NotFound):
            shown_report(work, *HALF, 3)


def test_the_frozen_numbers_do_not_move(staffed):
    receipts = [staffed.file() for _ in range(2)]
    staffed.clock.now = APRIL
    save(staffed, "intake1")
    permit(staffed, "head1")
    publish(staffed)
    end(staffed, receipts[0], FORWARDED)
    with staffed.public() as work:
        row = shown_report(work, *HALF).document.numbers[0].row
    assert (row.received, row.outstanding) == (2, 2)


def test_a_quarter_of_few_is_said_to_reveal_them(staffed):
    staffed.file()
    staffed.clock.now = APRIL
    assert view(staffed, "head1", 2570, "quarter-1").reveals
    assert not view(staffed, "head1", 2570, "quarter-2").reveals
    assert not view(staffed, "head1").reveals


def test_each_period_has_a_report_of_its_own(staffed):
    staffed.clock.now = datetime(2027, 10, 5, 3, 0, tzinfo=UTC)
    for period in report_periods(2570):
        topic = f"{period.kind}-{period.index}"
        with staffed.desk("pub1") as work:
            save_report(work, 2570, topic, TEXTS | {"problems": topic}, "")
    for period in report_periods(2570):
        topic = f"{period.kind}-{period.index}"
        assert view(staffed, "head1", 2570, topic).texts.problems == topic
    with staffed.work(AllAgencies("count them"), writes=False) as work:
        assert len(work.rows(select(ExecutiveReport))) == 7
