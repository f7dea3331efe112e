"""The guideline: made from what is set, frozen when published, the office's words in it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models.agency import AgencyContact
from models.disclosure import Publication
from rules.document import OWN, TABLE, section
from rules.guideline_blocks import ANCHORS
from rules.permissions import Role
from rules.publication import GUIDELINE
from service.actors import AgencyClerk
from service.errors import InvalidInput, NotAllowed, NotFound, Unreadable
from service.guideline_document import guideline_from, guideline_record
from service.office_days import save_office_days
from service.own_paragraphs import (
    MOST_IN_A_SECTION,
    add_paragraph,
    change_paragraph,
    own_paragraphs,
    remove_paragraph,
)
from service.planned_publications import plan, publish_next_due
from service.shown_guideline import (
    guideline_desk,
    guideline_draft,
    publish_guideline,
    shown_guideline,
)
from tests.office import Office

DAYS = {"screening_days": "5", "next_notice_days": "20", "fact_finding_days": "60"}
YEAR = 2570


@pytest.fixture
def publisher(office: Office) -> Office:
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    return office


def put_out(office: Office, note: str = ""):
    with office.desk("publisher1") as work:
        return publish_guideline(work, note)


def write(office: Office, section_: str = "unit", **typed: str) -> str:
    typed = {"text_th": "งานนิติการ สำนักปลัด"} | typed
    with office.desk("publisher1") as work:
        return add_paragraph(work, section_, typed)


def screening_told(document) -> str:
    table = next(one for one in section(document.blocks, "steps") if one.kind == TABLE)
    return table.rows[1][2].th


def shown(office: Office, fiscal_year: int | None = None, version: int | None = None):
    with office.public() as work:
        return shown_guideline(work, fiscal_year, version)


def desk(office: Office):
    with office.desk("publisher1") as work:
        return guideline_desk(work)


def test_before_any_version_the_public_sees_it_as_it_stands(publisher):
    seen = shown(publisher)
    assert seen.version is None and seen.versions == ()
    assert seen.document.fiscal_year_be == YEAR
    assert screening_told(seen.document) == "ภายใน 3 วันทำการ"


def test_the_record_says_the_same_to_the_public_the_desk_and_the_planned_errand(publisher):
    with publisher.public() as work:
        public = guideline_record(work, YEAR)
    with publisher.desk("publisher1") as work:
        assert guideline_record(work, YEAR) == public
    with publisher.work(AgencyClerk(publisher.agency_id), writes=False) as work:
        assert guideline_record(work, YEAR) == public


def test_posts_come_from_the_keyring_and_contacts_from_the_settings(publisher):
    with publisher.public() as work:
        document = guideline_from(guideline_record(work, YEAR))
    cells = [cell.th for block in document.blocks for row in block.rows for cell in row]
    assert "นิติกร\nเจ้าพนักงานธุรการ" in cells, "always in the same order"
    assert "02 000 0000" in cells
    assert not any("มาลี" in cell for cell in cells), "posts, and nobody's name"


def test_a_published_version_stays_as_it_was_when_a_setting_changes(publisher):
    first = put_out(publisher)
    assert (first.kind, first.fiscal_year_be, first.topic, first.version) == (
        GUIDELINE,
        YEAR,
        "",
        1,
    )
    assert not desk(publisher).has_changed
    with publisher.desk("admin1") as work:
        save_office_days(work, DAYS)
    assert screening_told(shown(publisher).document) == "ภายใน 3 วันทำการ"
    assert desk(publisher).has_changed
    put_out(publisher, "เปลี่ยนกำหนดคัดกรองเป็น 5 วันทำการ")
    assert screening_told(shown(publisher).document) == "ภายใน 5 วันทำการ"
    before = shown(publisher, YEAR, 1)
    assert screening_told(before.document) == "ภายใน 3 วันทำการ"
    assert before.is_older and [one.version for one in before.versions] == [2, 1]


def test_the_same_is_not_published_twice_even_on_another_day(publisher):
    put_out(publisher)
    publisher.clock.now += timedelta(days=1)
    with pytest.raises(InvalidInput) as refused:
        put_out(publisher, "อีกครั้ง")
    assert refused.value.fields == {"record": "nothing_changed"}


def test_a_later_version_says_why(publisher):
    put_out(publisher)
    write(publisher)
    with pytest.raises(InvalidInput) as refused:
        put_out(publisher, "  ")
    assert refused.value.fields == {"note": "required"}


@pytest.mark.parametrize(
    ("note", "problem"),
    [("ก" * 1001, "too_long"), ("ถามป้าแดง 081 234 5678", "personal_mark"), ("ก\x00", "no_nul")],
)
def test_a_note_that_everybody_would_read_is_looked_at_too(publisher, note, problem):
    with pytest.raises(InvalidInput) as refused:
        put_out(publisher, note)
    assert refused.value.fields == {"note": problem}
    assert shown(publisher).version is None


def test_a_version_changed_in_the_database_is_not_shown_and_another_can_be_published(publisher):
    put_out(publisher)
    with publisher.work(AgencyClerk(publisher.agency_id)) as work:
        work.session.execute(update(Publication).values(publisher_name="นายอื่น ใคร"))
    with pytest.raises(Unreadable):
        shown(publisher)
    assert desk(publisher).has_changed
    write(publisher)
    put_out(publisher, "ฉบับเดิมถูกแก้ไขในฐานข้อมูล")
    assert shown(publisher).version.version == 2


def test_a_planned_version_comes_as_the_guideline_is_on_that_day(publisher):
    due_on = publisher.clock.now.date() + timedelta(days=3)
    with publisher.desk("publisher1") as work:
        plan(work, GUIDELINE, YEAR, "", {}, due_on)
        assert [one.due_on for one in guideline_desk(work).waiting] == [due_on]
    write(publisher, text_th="เขียนหลังจากตั้งวัน")
    publisher.clock.now += timedelta(days=3)
    with publisher.work(AgencyClerk(publisher.agency_id)) as work:
        assert publish_next_due(work)
    seen = shown(publisher)
    assert seen.version.version == 1 and not seen.version.is_signed
    assert any(block.kind == OWN for block in section(seen.document.blocks, "unit"))


def test_own_paragraphs_come_in_order_and_can_be_changed_and_taken_out(publisher):
    last = write(publisher, "contacts", text_th="ท้าย")
    first = write(publisher, "unit", text_th="หนึ่ง", text_en="One")
    second = write(publisher, "unit", text_th="สอง")
    with publisher.public() as work:
        assert [one.id for one in own_paragraphs(work)] == [first, second, last]
    with publisher.desk("publisher1") as work:
        change_paragraph(work, first, {"text_th": "หนึ่งใหม่\r\n\r\n\r\n\r\nบรรทัดสอง \x07"})
        remove_paragraph(work, second)
    with publisher.public() as work:
        kept = own_paragraphs(work)[0]
    assert (kept.text_th, kept.text_en) == ("หนึ่งใหม่\n\nบรรทัดสอง", "")


def test_a_paragraph_taken_out_stays_in_the_version_that_had_it(publisher):
    paragraph = write(publisher, "time", text_th="หยุดพักเที่ยง")
    put_out(publisher)
    with publisher.desk("publisher1") as work:
        remove_paragraph(work, paragraph)
        assert not any(one.kind == OWN for one in guideline_draft(work).document.blocks)
    assert [one.words.th for one in shown(publisher).document.blocks if one.kind == OWN] == [
        "หยุดพักเที่ยง"
    ]


@pytest.mark.parametrize("field", ["text_th", "text_en"])
@pytest.mark.parametrize(
    "typed",
    ["โทร. 081 234 5678", "โทร. ๐๘๑-๒๓๔-๕๖๗๘", "somchai@example.go.th", "1 1037 02071 81 1"],
)
def test_what_could_point_to_a_person_is_refused_in_either_language(publisher, field, typed):
    with pytest.raises(InvalidInput) as refused:
        write(publisher, **{field: typed})
    assert refused.value.fields == {field: "personal_mark"}
    with publisher.public() as work:
        assert own_paragraphs(work) == ()


def test_an_empty_or_overlong_paragraph_is_refused(publisher):
    for typed, problem in (
        ({"text_th": " \n\u0000 "}, {"text_th": "required"}),
        ({"text_th": "ก" * 2001}, {"text_th": "too_long"}),
        ({"text_en": "a" * 2001}, {"text_en": "too_long"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            write(publisher, **typed)
        assert refused.value.fields == problem
    write(publisher, text_th="ก" * 2000)


def test_a_section_holds_only_so_many_paragraphs(publisher):
    for number in range(MOST_IN_A_SECTION):
        write(publisher, text_th=f"ย่อหน้าที่ {number}")
    with pytest.raises(InvalidInput) as refused:
        write(publisher)
    assert refused.value.fields == {"section": "section_full"}
    write(publisher, "time")


def test_only_sections_that_there_are_take_a_paragraph(publisher):
    for unknown in ("", "steps2", "how_to_file"):
        with pytest.raises(NotFound):
            write(publisher, unknown)
    for anchor in ANCHORS:
        write(publisher, anchor)
    with publisher.public() as work:
        assert [one.section for one in own_paragraphs(work)] == list(ANCHORS)


@pytest.mark.parametrize("paragraph_id", ["", "zz", "00" * 16, "00" * 17])
def test_a_paragraph_that_is_none_is_not_found(publisher, paragraph_id):
    for errand in (
        lambda work: change_paragraph(work, paragraph_id, {"text_th": "ก"}),
        lambda work: remove_paragraph(work, paragraph_id),
    ):
        with pytest.raises(NotFound), publisher.desk("publisher1") as work:
            errand(work)


@pytest.mark.parametrize("login", ["intake1", "clerk", "admin1", "grievance1"])
def test_only_the_publisher_writes_and_publishes(publisher, login):
    for errand in (
        lambda work: add_paragraph(work, "unit", {"text_th": "ก"}),
        lambda work: publish_guideline(work, ""),
        guideline_desk,
        guideline_draft,
    ):
        with pytest.raises(NotAllowed), publisher.desk(login) as work:
            errand(work)


def test_a_telephone_that_changes_makes_another_guideline(publisher):
    put_out(publisher)
    with publisher.desk("admin1") as work:
        work.session.execute(
            update(AgencyContact).where(AgencyContact.kind == "phone").values(value="02 999 9999")
        )
    assert desk(publisher).has_changed


def test_a_version_that_is_none_is_not_found(publisher):
    with pytest.raises(NotFound):
        shown(publisher, YEAR, 1)
    put_out(publisher)
    assert shown(publisher, None, 1).version.version == 1
    with pytest.raises(NotFound):
        shown(publisher, YEAR, 2)
    with pytest.raises(NotFound):
        shown(publisher, 2540)
