"""The console ticks what it finds published and standing, and nothing on faith."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models.disclosure import PlannedPublication, Publication
from models.officer import Officer
from rules.disclosure_items import ITEM_ROLES, OWN, Criterion
from rules.document import blocks_from, blocks_record, section
from rules.publication import CHANNEL, GUIDELINE
from rules.words import Words
from service.actors import AgencyClerk, AllAgencies
from service.channel_document import channel_record
from service.disclosure_console import Console, ItemView, console
from service.errors import NotAllowed, NotFound
from service.guideline_document import guideline_record
from service.item_years import edit_item, edit_numbers
from service.planned_publications import plan, publish_next_due
from tests.disclosing import (
    APRIL,
    DOOR,
    PUBLISHER,
    alter,
    hire_publisher,
    look_at_main_site,
    put_out,
    put_out_channel,
    put_out_guideline,
    put_out_statistics,
    wait_until,
)
from tests.office import Office

FILES = frozenset({"pdf", "xlsx"})


@pytest.fixture
def publisher(office: Office) -> Office:
    hire_publisher(office)
    office.file()
    wait_until(office, APRIL)
    return office


def seen(office: Office, fiscal_year: int = 2570, login: str = PUBLISHER) -> Console:
    with office.desk(login) as work:
        return console(work, fiscal_year, FILES)


def item(office: Office, role: str, fiscal_year: int = 2570) -> ItemView:
    return seen(office, fiscal_year).items[ITEM_ROLES.index(role)]


def lacks(view: ItemView) -> dict[str, str]:
    return {one.criterion.check: one.lack for one in view.criteria if one.lack}


def test_before_anything_is_published_every_page_says_so(publisher: Office) -> None:
    view = seen(publisher)
    assert set(lacks(view.items[0]).values()) == {"not_published"}
    assert lacks(view.items[1])["channel_linked"] == "not_looked"
    assert lacks(view.items[2])["statistics_total"] == "not_published"
    assert view.history == view.waiting == view.failed == ()
    role, first = view.next_step
    assert (role, first.criterion.check) == ("guideline", "guideline_prepare")
    put_out_guideline(publisher, 2570)
    role, first = seen(publisher).next_step
    assert first.criterion.check == "channel_linked", "looked at first, published after"


@pytest.mark.parametrize("fiscal_year", range(2563, 2571))
def test_the_guideline_proves_every_criterion_of_every_year(
    publisher: Office, fiscal_year: int
) -> None:
    version = put_out_guideline(publisher, fiscal_year)
    found = item(publisher, "guideline", fiscal_year)
    assert lacks(found) == {} and found.version == version
    assert found.missing == () and found.printed_code is None
    assert {one.evidence.place for one in found.criteria} == {"guideline"}
    other = item(publisher, "guideline", fiscal_year + 1 if fiscal_year < 2570 else 2569)
    assert other.version is None, "a year's page is that year's own"


def test_a_guideline_without_one_part_lacks_that_part_alone(publisher: Office) -> None:
    def without_units(work):
        record = dict(guideline_record(work, 2570))
        blocks = blocks_from(record["blocks"])
        silent = section(blocks, "unit")[1:]
        record["blocks"] = blocks_record([one for one in blocks if one not in silent])
        return record

    put_out(publisher, GUIDELINE, 2570, "", without_units)
    assert lacks(item(publisher, "guideline")) == {"guideline_unit": "unit_missing"}


def test_the_channel_is_ticked_by_what_stands_today_and_what_its_page_says(
    publisher: Office,
) -> None:
    put_out_channel(publisher, 2570)
    assert lacks(item(publisher, "channel")) == {"channel_linked": "not_looked"}
    look_at_main_site(publisher)
    assert lacks(item(publisher, "channel")) == {"channel_linked": "look_not_told"}
    put_out(publisher, CHANNEL, 2570, "", lambda work: channel_record(work, 2570, DOOR), "ตรวจแล้ว")
    assert lacks(item(publisher, "channel")) == {}
    assert seen(publisher).look.officer_name == "นางสาวจันทร์ เผยแพร่"
    publisher.clock.now += timedelta(days=366)
    wait_until(publisher, publisher.clock.now)
    assert lacks(item(publisher, "channel")) == {"channel_linked": "looked_long_ago"}


def test_a_channel_that_closes_loses_its_tick_at_once(publisher: Office) -> None:
    look_at_main_site(publisher)
    put_out_channel(publisher, 2570)
    with publisher.work(AllAgencies("everybody of the grievances leaves")) as work:
        work.session.execute(
            update(Officer).where(Officer.login == "grievance1").values(standing="left")
        )
    assert lacks(item(publisher, "channel")) == {"channel_apart": "one_door"}


def test_a_whole_year_proves_the_year_after_it_and_itself(publisher: Office) -> None:
    put_out_statistics(publisher, 2569)
    for fiscal_year in (2569, 2570):
        found = item(publisher, "statistics", fiscal_year)
        expected = {"statistics_whole_year": "not_whole_year"} if fiscal_year == 2569 else {}
        assert lacks(found) == expected
        assert found.missing == (), "practice is not a demand"
        evidence = found.criteria[0].evidence
        assert (evidence.fiscal_year_be, evidence.topic) == (2569, "whole")
    assert lacks(item(publisher, "statistics", 2568))["statistics_total"] == "not_published"


def test_the_first_half_of_the_year_proves_it_and_a_quarter_does_not(office: Office) -> None:
    hire_publisher(office)
    wait_until(office, APRIL - timedelta(days=60))
    put_out_statistics(office, 2570, span="to_date")
    assert lacks(item(office, "statistics"))["statistics_period"] == "too_short"
    wait_until(office, APRIL)
    put_out_statistics(office, 2570, span="first_half", granularity="half")
    found = item(office, "statistics")
    assert found.missing == ()
    assert found.version.topic == "first_half", "not the one that was there before"


def test_a_page_of_numbers_without_its_table_is_sent_back(publisher: Office) -> None:
    put_out_statistics(publisher, 2569, parts=("chart",))
    found = item(publisher, "statistics")
    assert lacks(found)["statistics_total"] == "no_table"
    assert len(found.missing) == 4


def test_a_number_changed_in_the_database_unticks_and_says_so(publisher: Office) -> None:
    version = put_out_statistics(publisher, 2569)
    with publisher.work(AllAgencies("read"), writes=False) as work:
        content = work.session.scalars(
            select(Publication.content).where(Publication.number == version.number)
        ).one()
    more = content.replace(b'"received":0', b'"received":7', 1)
    assert more != content
    alter(publisher, version.number, content=more)
    found = item(publisher, "statistics")
    assert found.changed == version
    assert set(lacks(found).values()) == {"unreadable"}
    assert len(found.criteria) == len(lacks(found))
    assert [one.is_whole for one in seen(publisher).history] == [False]
    again = put_out_statistics(publisher, 2569, note="เผยแพร่ใหม่แทนฉบับที่ถูกแก้ไข")
    found = item(publisher, "statistics")
    assert (found.changed, found.missing, found.version) == (None, (), again)
    assert [one.is_whole for one in seen(publisher).history] == [True, False]


def test_what_only_a_person_can_see_is_neither_ticked_nor_counted(publisher: Office) -> None:
    put_out_guideline(publisher, 2570)
    by_hand = Criterion(Words("ติดประกาศหน้าสำนักงาน", "Put up"), "", OWN)
    label = Words("แนวปฏิบัติ", "Guideline")
    with publisher.desk(PUBLISHER) as work:
        edit_item(work, 2570, "guideline", label, [by_hand])
    found = item(publisher, "guideline")
    assert lacks(found) == {"": "by_hand"} and found.missing == ()
    assert found.item.label == label


def test_a_version_that_prints_another_number_than_the_years_is_named(publisher: Office) -> None:
    put_out_guideline(publisher, 2570)
    assert item(publisher, "guideline").printed_code is None
    with publisher.desk(PUBLISHER) as work:
        edit_numbers(work, 2570, "nacc_lao", {"guideline": "O15"})
    assert item(publisher, "guideline").printed_code == ""
    put_out(publisher, GUIDELINE, 2570, "", lambda work: guideline_record(work, 2570), "ใส่เลขข้อ")
    assert item(publisher, "guideline").printed_code is None


def planned(office: Office, days: int) -> None:
    with office.desk(PUBLISHER) as work:
        plan(work, GUIDELINE, 2570, "", {}, work.today + timedelta(days=days))


def test_a_plan_of_which_nothing_came_is_shown_until_it_is_put_right(publisher: Office) -> None:
    planned(publisher, 3)
    assert [one.kind for one in seen(publisher).waiting] == [GUIDELINE]
    with publisher.work(AllAgencies("tamper")) as work:
        work.session.execute(update(PlannedPublication).values(topic="whole"))
    publisher.clock.now += timedelta(days=3)
    with publisher.work(AgencyClerk(publisher.agency_id)) as work:
        assert publish_next_due(work)
    wait_until(publisher, publisher.clock.now)
    view = seen(publisher)
    assert view.waiting == ()
    assert [one.problem for one in view.failed] == ["plan_changed"]
    with publisher.work(AllAgencies("tamper")) as work:
        work.session.execute(update(PlannedPublication).values(topic=""))
    put_out_guideline(publisher, 2570)
    assert seen(publisher).failed == ()


def test_who_sees_numbers_sees_the_console_and_no_plans_and_nobody_else_does(
    publisher: Office,
) -> None:
    planned(publisher, 3)
    assert seen(publisher, login="intake1").waiting == ()
    for login in ("legal1", "inside1", "admin1"):
        with pytest.raises(NotAllowed):
            seen(publisher, login=login)


@pytest.mark.parametrize("fiscal_year", [0, 2562, 2572])
def test_a_year_that_is_none_is_not_found(publisher: Office, fiscal_year: int) -> None:
    with pytest.raises(NotFound):
        seen(publisher, fiscal_year)
