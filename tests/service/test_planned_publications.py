"""What was planned for a day comes on it, once, and says why when it does not."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from models.disclosure import PlannedPublication
from rules.permissions import Role
from rules.publication import STATISTICS
from rules.statistics_options import StatisticsOptions
from service.actors import AgencyClerk, AllAgencies
from service.errors import InvalidInput, NotAllowed, NotFound
from service.look_for_tampering import look_for_tampering
from service.planned_publications import (
    agencies_with_plans_due,
    cancel_plan,
    plan,
    plans,
    publish_next_due,
)
from service.publications import newest, versions
from tests.office import Office

OPTIONS = StatisticsOptions(span="whole").record()


@pytest.fixture
def publisher(office: Office) -> Office:
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    return office


def planned(office: Office, days: int = 5, kind: str = STATISTICS, year: int = 2569, **more) -> str:
    due_on = office.clock.now.date() + timedelta(days=days)
    with office.desk(more.get("login", "publisher1")) as work:
        return plan(work, kind, year, "whole", OPTIONS, due_on)


def run(office: Office) -> int:
    done = 0
    with office.work(AllAgencies("look for plans"), writes=False) as work:
        agencies = agencies_with_plans_due(work)
    for agency_id in agencies:
        while True:
            with office.work(AgencyClerk(agency_id)) as work:
                if not publish_next_due(work):
                    break
            done += 1
    return done


def standing(office: Office):
    with office.desk("publisher1") as work:
        return plans(work)


def test_it_comes_on_its_day_and_once(publisher: Office) -> None:
    planned(publisher)
    publisher.clock.now += timedelta(days=4)
    assert run(publisher) == 0
    publisher.clock.now += timedelta(days=1)
    assert run(publisher) == 1
    assert run(publisher) == 0
    with publisher.public() as work:
        found = newest(work, STATISTICS)
    assert found.record["options"] == OPTIONS
    assert (found.version.is_signed, found.version.publisher_name) == (
        False, "นางสาวจันทร์ เผยแพร่",
    )  # fmt: skip
    assert "ตามกำหนดที่ตั้งไว้" in found.version.note
    assert standing(publisher) == ()
    with publisher.work(AgencyClerk(publisher.agency_id), writes=False) as work:
        assert look_for_tampering(work) == ()


def test_after_days_without_the_program_it_comes_at_the_first_look(publisher: Office) -> None:
    planned(publisher, 1)
    planned(publisher, 2, year=2568)
    publisher.clock.now += timedelta(days=30)
    assert run(publisher) == 2
    with publisher.public() as work:
        assert [one.fiscal_year_be for one in versions(work)] == [2568, 2569]


def test_it_can_be_taken_back_until_then(publisher: Office) -> None:
    plan_id = planned(publisher)
    (line,) = standing(publisher)
    assert (line.id, line.kind, line.planner) == (plan_id, STATISTICS, "นางสาวจันทร์ เผยแพร่")
    with publisher.desk("publisher1") as work:
        cancel_plan(work, plan_id)
    publisher.clock.now += timedelta(days=9)
    assert run(publisher) == 0
    for unknown in (plan_id, "x", "00" * 16):
        with publisher.desk("publisher1") as work, pytest.raises(NotFound):
            cancel_plan(work, unknown)


def test_a_plan_changed_behind_the_programs_back_publishes_nothing(publisher: Office) -> None:
    planned(publisher)
    with publisher.work(AllAgencies("tamper")) as work:
        work.session.execute(update(PlannedPublication).values(due_on=date(2026, 11, 20)))
    with publisher.work(AgencyClerk(publisher.agency_id), writes=False) as work:
        assert [one.kind for one in look_for_tampering(work)] == ["plan_changed"]
    assert run(publisher) == 1
    (line,) = standing(publisher)
    assert line.problem == "plan_changed" and line.ended_on
    with publisher.public() as work:
        assert newest(work, STATISTICS) is None


def test_what_cannot_be_made_ends_with_its_problem(publisher: Office) -> None:
    planned(publisher, year=2500)
    publisher.clock.now += timedelta(days=9)
    assert run(publisher) == 1
    (line,) = standing(publisher)
    assert line.problem == "not_found"


def test_only_a_publisher_plans_and_only_what_makes_itself(publisher: Office) -> None:
    with pytest.raises(NotAllowed):
        planned(publisher, login="intake1")
    with publisher.desk("intake1") as work, pytest.raises(NotAllowed):
        plans(work)
    for days, kind, problem in (
        (0, STATISTICS, {"due_on": "date_not_later"}),
        (401, STATISTICS, {"due_on": "date_not_later"}),
        (5, "report", {"kind": "unknown_choice"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            planned(publisher, days, kind)
        assert refused.value.fields == problem
    with publisher.work(AllAgencies("look"), writes=False) as work:
        assert work.rows(select(PlannedPublication)) == []
