"""Tasks: set, sealed, shown to the case's readers, ended by an officer and by nothing else."""

from datetime import date

import pytest
from sqlalchemy import select, update

from models.clock import ClockRow
from models.complaint import SealedObject
from rules.permissions import Role
from rules.states import Move
from service.case_clocks import case_clocks
from service.case_keys import open_case_keys
from service.delete_case import delete_case
from service.errors import InvalidInput, NotAllowed, NotFound, StaleCase, Unreadable, WrongState
from service.find_case import find_case
from service.tasks import end_task, set_task, task_officers, tasks_of
from service.two_person_requests import Kind
from tests.readers import change, give, keep_out, kinds, officer_id, take
from tests.service.clock_scenes import clocks, count, days_pass, done, extend, running, task
from tests.two_persons import agreed, closed_case

LABEL = "ขอสำเนาสัญญาจากกองช่าง"


@pytest.fixture
def case_id(office):
    return office.case_id(office.file(subject="ถนนหมู่ ๔"))


def tasks(office, login, case_id):
    with office.desk(login) as work:
        return tasks_of(work, open_case_keys(work, find_case(work, case_id)))


def breaches(office, login, case_id):
    with office.desk(login) as work:
        return case_clocks(work, case_id).breaches


@pytest.mark.parametrize("typed", ["30/11/2569", "๓๐/๑๑/๒๕๖๙", "2026-11-30", "30 พ.ย. 2569"])
def test_a_day_is_taken_in_either_era_and_way(office, case_id, typed):
    task(office, "intake1", case_id, typed)
    clock = running(office, case_id, "custom")
    assert (clock.starts_on, clock.due_on) == (date(2026, 11, 23), date(2026, 11, 30))


def test_three_boxes_are_a_day_too(office, case_id):
    boxes = {"due_on_day": "10", "due_on_month": "ธันวาคม", "due_on_year": "2569"}
    task(office, "intake1", case_id, "", **boxes)
    clock = running(office, case_id, "custom")
    assert clock.due_on == date(2026, 12, 10)
    assert clock.answer_by_on == date(2026, 12, 9)  # Constitution Day


def test_a_task_is_seen_by_the_cases_readers_with_its_officer(office, case_id):
    task(office, "intake1", case_id, "30/11/2569", officer=officer_id(office, "intake2"))
    (shown,) = tasks(office, "intake2", case_id)
    assert (shown.text, shown.officer) == (LABEL, "นายวิชัย ตั้งตรง")
    assert shown.standing.days_left == 7
    assert kinds(office, case_id)[-1].tag == "task:set"


def test_what_a_task_is_about_stands_nowhere_in_clear(office, case_id):
    task(office, "intake1", case_id, "30/11/2569")
    assert office.open("intake1", case_id).notes[-1].text == LABEL
    with office.desk("intake1") as work:
        sealed = b"".join(row.sealed for row in work.rows(select(SealedObject)))
    assert LABEL.encode() not in sealed


@pytest.mark.parametrize(
    ("typed", "field", "problem"),
    [
        ({"label": " "}, "label", "required"),
        ({"label": "ก" * 301}, "label", "too_long"),
        ({"label": "ก\x00ข"}, "label", "no_nul"),
        ({"due_on": ""}, "due_on", "required"),
        ({"due_on": "31/2/2570"}, "due_on", "not_a_date"),
        ({"due_on": "23/11/2569"}, "due_on", "date_not_later"),
        ({"due_on": "23/11/2572"}, "due_on", "date_not_later"),
        ({"officer": "00" * 16}, "officer", "unknown_choice"),
        ({"officer": "nobody"}, "officer", "unknown_choice"),
    ],
)
def test_what_must_be_mended_is_named_and_nothing_is_kept(office, case_id, typed, field, problem):
    whole = {"label": LABEL, "due_on": "30/11/2569"} | typed
    with pytest.raises(InvalidInput) as refused, office.desk("intake1") as work:
        set_task(work, case_id, whole, 2)
    assert refused.value.fields == {field: problem}
    assert clocks(office, case_id, "custom") == []


def test_a_task_goes_only_to_somebody_who_can_open_the_case(office, case_id):
    with office.desk("intake1") as work:
        offered = {one.name for one in task_officers(work, case_id)}
    assert offered == {"นางสาวมาลี ใจงาม", "นายวิชัย ตั้งตรง"}
    outsider = officer_id(office, "legal1")
    with pytest.raises(InvalidInput):
        task(office, "intake1", case_id, "30/11/2569", officer=outsider)
    give(office, "intake1", case_id, "legal1")
    task(office, "intake1", case_id, "30/11/2569", officer=outsider)


def test_an_excluded_officer_is_not_offered(office):
    holder = next(
        one.id for one in office_holders(office) if one.officer == officer_id(office, "intake2")
    )
    case_id = office.case_id(office.file(exclude=[holder]))
    with office.desk("intake1") as work:
        assert [one.name for one in task_officers(work, case_id)] == ["นางสาวมาลี ใจงาม"]
    with pytest.raises(NotFound):
        task(office, "intake2", case_id, "30/11/2569")
    with pytest.raises(NotFound), office.desk("intake2") as work:
        task_officers(work, case_id)


def office_holders(office):
    from rules.states import Channel
    from service.keyring import load_keyring
    from service.office_holders import list_office_holders

    with office.desk("intake1") as work:
        return list_office_holders(work, load_keyring(work), Channel.CORRUPTION)


@pytest.mark.parametrize("lose", [take, keep_out])
def test_whoever_loses_the_case_loses_the_task(office, case_id, lose):
    task(office, "intake1", case_id, "30/11/2569", officer=officer_id(office, "intake2"))
    name = "intake2" if lose is take else "นายวิชัย ตั้งตรง"
    lose(office, "intake1", case_id, name)
    assert running(office, case_id, "custom").officer_id is None
    assert tasks(office, "intake1", case_id)[0].officer == ""


def test_an_officer_ends_a_task_with_a_note(office, case_id):
    task_id = task(office, "intake1", case_id, "30/11/2569")
    days_pass(office, 3)
    done(office, "intake2", case_id, task_id)
    (row,) = clocks(office, case_id, "custom")
    assert row.answered_on == date(2026, 11, 26)
    assert row.answered_by_seq == len(kinds(office, case_id)) - 1
    assert kinds(office, case_id)[-1].tag == "task:done"
    assert office.open("intake1", case_id).notes[-1].text == "ได้รับแล้ว"


def test_a_task_is_ended_once_and_never_without_a_word(office, case_id):
    task_id = task(office, "intake1", case_id, "30/11/2569")
    with pytest.raises(InvalidInput):
        done(office, "intake1", case_id, task_id, note=" ")
    done(office, "intake1", case_id, task_id)
    with pytest.raises(WrongState):
        done(office, "intake1", case_id, task_id)


def test_a_task_of_another_case_and_an_unknown_one_are_not_there(office, case_id):
    task_id = task(office, "intake1", case_id, "30/11/2569")
    other = office.case_id(office.file(subject="ไฟส่องสว่าง"))
    for wanted in (task_id, "00" * 16, "zz"):
        with pytest.raises(NotFound):
            done(office, "intake1", other, wanted)
    # Only tasks are ended by hand: the first answer is not.
    with pytest.raises(NotFound):
        done(office, "intake1", case_id, running(office, case_id, "first_answer").id.hex())


def test_a_page_grown_old_ends_and_sets_nothing(office, case_id):
    task_id = task(office, "intake1", case_id, "30/11/2569")
    old = count(office, "intake1", case_id) - 1
    with pytest.raises(StaleCase), office.desk("intake1") as work:
        end_task(work, case_id, task_id, {"note": "แล้ว"}, old)
    with pytest.raises(StaleCase), office.desk("intake1") as work:
        set_task(work, case_id, {"label": LABEL, "due_on": "30/11/2569"}, old)


def test_whoever_has_no_hand_in_cases_sets_no_task(office, case_id):
    for login in ("admin1", "inside1"):
        with pytest.raises(NotAllowed), office.desk(login) as work:
            set_task(work, case_id, {"label": LABEL, "due_on": "30/11/2569"}, 2)


def test_a_task_outlasts_the_case(office, case_id):
    task_id = task(office, "intake1", case_id, "30/12/2569")
    give(office, "intake1", case_id, "clerk")
    office.move(
        "intake1",
        case_id,
        Move.FORWARD,
        forwarded_to="ป.ป.ช.",
        reason="เกินอำนาจ",
        notice_text="ส่งต่อแล้ว",
    )
    assert [row.kind for row in clocks(office, case_id) if row.answered_on is None] == ["custom"]
    with office.desk("intake1") as work:
        (clock,) = case_clocks(work, case_id).running
    assert clock.text == LABEL
    done(office, "intake1", case_id, task_id)


def test_a_task_ended_late_is_a_breach_for_ever(office, case_id):
    task_id = task(office, "intake1", case_id, "30/11/2569")
    assert breaches(office, "intake1", case_id) == ()
    days_pass(office, 8)
    (late,) = [one for one in breaches(office, "intake1", case_id) if one.text == LABEL]
    assert (late.days_late, late.answered_on) == (1, None)
    days_pass(office, 2)
    done(office, "intake1", case_id, task_id)
    days_pass(office, 300)
    (late,) = [one for one in breaches(office, "intake1", case_id) if one.text == LABEL]
    assert (late.days_late, late.answered_on) == (3, date(2026, 12, 3))


def test_a_task_ended_on_its_day_is_none(office, case_id):
    task_id = task(office, "intake1", case_id, "30/11/2569")
    days_pass(office, 7)
    done(office, "intake1", case_id, task_id)
    assert all(one.text != LABEL for one in breaches(office, "intake1", case_id))


def test_the_deletion_of_a_case_ends_a_task_that_nobody_could_end_any_more(office):
    case_id = closed_case(office)
    task(office, "intake1", case_id, "30/11/2569")
    days_pass(office, 10)
    request_id = agreed(office, Kind.DELETE, case_id)
    with office.desk("intake1") as work:
        delete_case(work, request_id)
    (row,) = clocks(office, case_id, "custom")
    assert row.answered_on == date(2026, 12, 3)
    assert kinds(office, case_id)[row.answered_by_seq].tag == "case:deleted"


def test_an_extended_task_stands_once_in_the_list(office, case_id):
    give(office, "intake1", case_id, "clerk")
    office.move("intake1", case_id, Move.ACCEPT)
    task(office, "intake1", case_id, "30/11/2569")
    extend(office, "clerk", case_id, running(office, case_id, "custom"), "15/12/2569")
    (shown,) = tasks(office, "intake1", case_id)
    assert (shown.text, shown.due_on) == (LABEL, date(2026, 12, 15))


def test_a_label_put_in_the_place_of_another_is_refused(office, case_id):
    task(office, "intake1", case_id, "30/11/2569")
    row = running(office, case_id, "custom")
    with office.desk("intake1") as work:
        report = work.rows(select(SealedObject).where(SealedObject.case_id == row.case_id))[0]
    change(office, update(ClockRow).where(ClockRow.id == row.id).values(label_object_id=report.id))
    with pytest.raises(Unreadable):
        tasks(office, "intake1", case_id)


def test_a_grievance_officer_sets_and_ends_tasks_of_grievances(office):
    from rules.states import Channel

    case_id = office.case_id(office.file(Channel.GRIEVANCE))
    task_id = task(office, "grievance1", case_id, "30/11/2569")
    done(office, "grievance1", case_id, task_id)
    assert Role.GRIEVANCE in office.officers["grievance1"].roles
