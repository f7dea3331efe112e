"""Measures are written by who may count, read by who sees numbers, and tell of nobody."""

from datetime import date, timedelta

import pytest

from rules.permissions import Role
from service.errors import InvalidInput, NotAllowed, NotFound
from service.prevention import (
    Measure,
    MeasurePage,
    add_measure,
    change_measure,
    measure_page,
    measures,
    note_step,
    set_done,
)
from tests.office import Office

TYPED = {
    "category": "procurement",
    "unit": "",
    "root_cause": "คนเดียวกันสั่งซื้อและตรวจรับ",
    "measure": "แยกผู้ตรวจรับออกจากผู้สั่งซื้อ",
    "responsible": "กองคลัง",
    "due_on_day": "31",
    "due_on_month": "มี.ค.",
    "due_on_year": "2570",
    "public_text": "แยกผู้ตรวจรับออกจากผู้สั่งซื้อทุกสัญญา",
}


def add(office: Office, login: str = "intake1", **typed: str) -> str:
    with office.desk(login) as work:
        return add_measure(work, TYPED | typed)


def page(office: Office, measure_id: str, login: str = "intake1") -> MeasurePage:
    with office.desk(login) as work:
        return measure_page(work, measure_id)


def listed(office: Office, login: str = "intake1") -> tuple[Measure, ...]:
    with office.desk(login) as work:
        return measures(work)


def done(office: Office, measure_id: str, day: str) -> None:
    with office.desk("intake1") as work:
        set_done(work, measure_id, {"done_on": day})


def problems(office: Office, **typed: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        add(office, **typed)
    return refused.value.fields


def test_a_measure_reads_as_it_was_typed(office: Office) -> None:
    measure = page(office, add(office)).measure
    assert (measure.category, measure.unit_words.th) == ("procurement", "ทุกส่วนงาน")
    assert measure.root_cause == TYPED["root_cause"]
    assert measure.measure == TYPED["measure"]
    assert measure.responsible == "กองคลัง"
    assert measure.due_on == date(2027, 3, 31)
    assert measure.public_text == TYPED["public_text"]
    assert (measure.done_on, measure.made_by) == (None, "นางสาวมาลี ใจงาม")
    assert measure.standing is not None and measure.standing.level == "calm"


def test_late_ones_come_first_and_done_ones_last_and_each_says_so(office: Office) -> None:
    calm, late, over = add(office), add(office, due_on_year="2569"), add(office)
    done(office, over, "20/11/2569")
    found = listed(office)
    assert [one.id for one in found] == [late, calm, over]
    assert found[0].standing is not None
    assert found[0].standing.words().startswith("เกินกำหนด")
    assert found[2].standing is None
    assert found[2].done_on == date(2026, 11, 20)


@pytest.mark.parametrize("name", ["root_cause", "measure", "responsible", "public_text"])
@pytest.mark.parametrize("mark", ["โทร 081-234-5678", "a.b@example.go.th", "1-1037-02071-81-1"])
def test_no_text_takes_a_mark_of_a_person(office: Office, name: str, mark: str) -> None:
    assert problems(office, **{name: f"ติดต่อ {mark}"}) == {name: "personal_mark"}


def test_every_field_that_must_be_mended_is_named(office: Office) -> None:
    found = problems(
        office, category="", unit="ff", root_cause=" ", measure="x" * 2001,
        responsible="ก\x00ข", due_on_day="31", due_on_month="2", due_on_year="2570",
    )  # fmt: skip
    assert found == {
        "category": "choose_one",
        "unit": "unknown_choice",
        "root_cause": "required",
        "measure": "too_long",
        "responsible": "no_nul",
        "due_on": "not_a_date",
    }
    assert problems(office, category="roads") == {"category": "unknown_choice"}
    empty = {f"due_on_{box}": "" for box in ("day", "month", "year")}
    assert problems(office, **empty) == {"due_on": "required"}


def test_a_changed_measure_keeps_its_notes_and_its_day(office: Office) -> None:
    measure_id = add(office)
    with office.desk("intake1") as work:
        note_step(work, measure_id, {"text": "ประชุมกองคลังแล้ว"})
    done(office, measure_id, "20/11/2569")
    with office.desk("clerk") as work:
        change_measure(work, measure_id, TYPED | {"measure": "ให้ชาวบ้านร่วมตรวจรับ"})
    found = page(office, measure_id)
    assert found.measure.measure == "ให้ชาวบ้านร่วมตรวจรับ"
    assert found.measure.done_on == date(2026, 11, 20)
    assert [one.text for one in found.steps] == ["ประชุมกองคลังแล้ว"]


def test_notes_carry_day_and_officer_and_the_newest_leads(office: Office) -> None:
    measure_id = add(office)
    for login, words in (("intake1", "เริ่มร่างระเบียบ"), ("clerk", "ลงนามแล้ว")):
        with office.desk(login) as work:
            note_step(work, measure_id, {"text": words})
        office.clock.now += timedelta(days=1)
    steps = page(office, measure_id).steps
    assert [(one.text, one.officer) for one in steps] == [
        ("ลงนามแล้ว", "นายประสิทธิ์ ปกครอง"), ("เริ่มร่างระเบียบ", "นางสาวมาลี ใจงาม"),
    ]  # fmt: skip
    assert steps[0].day == steps[1].day + timedelta(days=1)
    for words, problem in (("", "required"), ("โทร 0812345678", "personal_mark")):
        with pytest.raises(InvalidInput) as refused, office.desk("intake1") as work:
            note_step(work, measure_id, {"text": words})
        assert refused.value.fields == {"text": problem}


def test_done_is_a_day_that_has_come_and_can_be_taken_back(office: Office) -> None:
    measure_id = add(office)
    for day, problem in (("24/11/2569", "date_in_future"), ("31/2/2569", "not_a_date")):
        with pytest.raises(InvalidInput) as refused:
            done(office, measure_id, day)
        assert refused.value.fields == {"done_on": problem}
    done(office, measure_id, "23/11/2569")
    assert page(office, measure_id).measure.done_on == date(2026, 11, 23)
    done(office, measure_id, "")
    assert page(office, measure_id).measure.done_on is None


def test_who_sees_numbers_reads_and_who_counts_writes(office: Office) -> None:
    measure_id = add(office, "clerk")
    office.hire("head1", "นายสมบัติ นำทาง", Role.EXECUTIVE)
    office.hire("web1", "นายเว็บ เผยแพร่", Role.PUBLISHER)
    for login in ("head1", "web1", "grievance1"):
        assert page(office, measure_id, login).measure.id == measure_id
        with pytest.raises(NotAllowed):
            add(office, login)
        with pytest.raises(NotAllowed), office.desk(login) as work:
            note_step(work, measure_id, {"text": "ก"})
        with pytest.raises(NotAllowed), office.desk(login) as work:
            set_done(work, measure_id, {})
        with pytest.raises(NotAllowed), office.desk(login) as work:
            change_measure(work, measure_id, TYPED)
    for login in ("legal1", "inside1", "admin1"):
        with pytest.raises(NotAllowed):
            listed(office, login)
        with pytest.raises(NotAllowed):
            page(office, measure_id, login)


@pytest.mark.parametrize("unknown", ["0" * 32, "measure", "zz" * 16, ""])
def test_a_measure_that_is_none_is_not_found(office: Office, unknown: str) -> None:
    with pytest.raises(NotFound):
        page(office, unknown)
    with pytest.raises(NotFound), office.desk("intake1") as work:
        note_step(work, unknown, {"text": "ก"})
