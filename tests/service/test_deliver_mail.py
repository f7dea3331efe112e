"""Leases, pauses and the daily message: what a worker takes, and what a crash leaves."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import update

from models.agency import Holiday
from models.officer import Officer
from models.outbox import OutboxRow
from rules.permissions import Role
from rules.states import Channel, Move
from service.actors import AgencyClerk, AllAgencies
from service.deliver_mail import (
    BATCH,
    GIVEN_UP_AFTER,
    LEASE,
    drop_due,
    is_any_due,
    mark_failed,
    mark_sent,
    take,
)
from service.errors import InvalidInput, NotAllowed
from service.follow_complaint import write_to_office
from service.notify import tell
from service.outbox import KEPT_DAYS, agencies_with_addresses, daily, mail_state, trouble_of
from service.own_mail import ask_test, own_mail, set_address
from service.sealing import new_id
from tests.mail import address_of, give_addresses, outbox
from tests.office import Office

READING = ("intake1", "intake2", "grievance1", "legal1", "clerk")
OPENING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # Monday 08.30 in Bangkok
MINUTE = timedelta(minutes=1)

on_one_database = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


def worker(office: Office):
    return office.work(AllAgencies("deliver mail"))


def clerk(office: Office):
    return office.work(AgencyClerk(office.agency_id))


def tell_some(office: Office, count: int, login: str = "intake1") -> None:
    (officer_id,) = give_addresses(office, login)
    with clerk(office) as work:
        for number in range(count):
            tell(work, [officer_id], "reminder", number.to_bytes(2, "big"))


def taken(office: Office, most: int = BATCH):
    with worker(office) as work:
        return take(work, most)


def fail(office: Office, problem: str = "connect") -> None:
    letters = taken(office)
    with worker(office) as work:
        mark_failed(work, letters, problem)


def is_due(office: Office) -> bool:
    with office.work(AllAgencies("look"), writes=False) as work:
        return is_any_due(work)


def write_day(office: Office, at: datetime) -> int:
    office.clock.now = at
    with clerk(office) as work:
        return daily(work)


# Leases


def test_what_one_worker_has_taken_no_other_takes(office):
    tell_some(office, 7)
    first, second = taken(office, 4), taken(office, 4)
    assert (len(first), len(second), len(taken(office))) == (4, 3, 0)
    assert len({letter.row_id for letter in first + second}) == 7
    assert {letter.address for letter in first} == {address_of("intake1")}


def test_workers_at_once_take_everything_once(office):
    tell_some(office, 60)
    seen, failures = [], []

    def work_through() -> None:
        try:
            while letters := taken(office, 5):
                seen.extend(letter.row_id for letter in letters)
        except Exception as problem:
            failures.append(problem)

    threads = [Thread(target=work_through) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(seen) == len(set(seen)) == 60


def test_what_a_dead_worker_held_is_taken_again_as_the_same_message(office):
    tell_some(office, 1)
    (before,) = taken(office)
    office.clock.now += LEASE - MINUTE
    assert taken(office) == ()
    office.clock.now += MINUTE
    (after,) = taken(office)
    assert after.message_id == before.message_id
    assert after.lease != before.lease
    assert after.dated == before.dated


def test_a_sent_message_is_taken_no_more_even_when_its_lease_had_run_out(office):
    tell_some(office, 1)
    (slow,) = taken(office)
    office.clock.now += LEASE
    (quick,) = taken(office)
    with worker(office) as work:
        mark_sent(work, slow)
    with worker(office) as work:
        mark_failed(work, [quick], "connect")
    (row,) = outbox(office)
    assert row.sent_at == office.clock.now
    assert (row.problem, row.lease, row.leased_until) == ("", None, None)
    office.clock.now += timedelta(days=1)
    assert not is_due(office)


@on_one_database
def test_somebody_elses_lease_is_not_given_back(office):
    tell_some(office, 1)
    (slow,) = taken(office)
    office.clock.now += LEASE
    (quick,) = taken(office)
    with worker(office) as work:
        mark_failed(work, [slow], "connect")
    (row,) = outbox(office)
    assert row.lease == quick.lease


@on_one_database
def test_nothing_goes_before_its_hour(office):
    (officer_id,) = give_addresses(office, "intake1")
    later = office.clock.now + timedelta(hours=2)
    with clerk(office) as work:
        tell(work, [officer_id], "reminder", b"later", later)
    assert not is_due(office) and taken(office) == ()
    office.clock.now = later
    assert is_due(office) and len(taken(office)) == 1


# Failures


@on_one_database
def test_pauses_grow_to_half_an_hour_and_the_code_is_kept(office):
    tell_some(office, 1)
    pauses = []
    for _ in range(6):
        began = office.clock.now
        fail(office, "tls")
        while not is_due(office):
            office.clock.now += MINUTE
        pauses.append((office.clock.now - began) // MINUTE)
    assert pauses == [1, 5, 15, 30, 30, 30]
    assert outbox(office)[0].problem == "tls"


@on_one_database
def test_a_refused_address_is_tried_seldom(office):
    tell_some(office, 1)
    tries = 0
    until = office.clock.now + GIVEN_UP_AFTER + timedelta(days=1)
    while office.clock.now < until:
        if is_due(office):
            fail(office, "refused")
            tries += 1
        office.clock.now += timedelta(minutes=30)
    assert 4 <= tries <= 8


@on_one_database
def test_after_five_days_a_message_is_given_up(office):
    tell_some(office, 1)
    began = office.clock.now
    while outbox(office)[0].given_up_on is None:
        if is_due(office):
            fail(office)
        office.clock.now += timedelta(hours=2)
    assert GIVEN_UP_AFTER <= office.clock.now - began <= GIVEN_UP_AFTER + timedelta(hours=2)
    assert not is_due(office)
    office.clock.now += timedelta(days=2)
    assert not is_due(office)


def test_a_message_to_somebody_who_has_gone_is_dropped(office):
    tell_some(office, 1, "intake1")
    tell_some(office, 1, "intake2")
    with clerk(office) as work:
        work.one(Officer, login="intake1").standing = "left"
    (letter,) = taken(office)
    assert letter.address == address_of("intake2")
    assert len(outbox(office)) == 1


@on_one_database
def test_where_no_mail_is_sent_what_is_due_is_forgotten(office):
    tell_some(office, 3)
    with worker(office) as work:
        drop_due(work)
    assert outbox(office) == []


# The daily message


def test_the_day_is_told_once_to_all_who_handle_cases_and_to_nobody_else(office):
    give_addresses(office, *office.officers)
    assert write_day(office, OPENING - MINUTE) == 0
    assert write_day(office, OPENING) == len(READING)
    assert write_day(office, OPENING + MINUTE) == 0
    rows = outbox(office)
    assert {row.officer_id for row in rows} == {
        office.officers[login].officer_id for login in READING
    }
    assert {(row.kind, row.send_after) for row in rows} == {("daily", OPENING)}


def test_downtime_costs_at_most_the_days_that_passed_in_it(office):
    give_addresses(office, "intake1")
    assert write_day(office, OPENING) == 1
    thursday = OPENING + timedelta(days=3, hours=9)  # after office hours, the same day
    assert write_day(office, thursday) == 1
    assert [row.send_after for row in outbox(office)] == [OPENING, OPENING + timedelta(days=3)]


@on_one_database
def test_no_day_is_told_when_the_office_is_shut(office):
    give_addresses(office, "intake1")
    saturday = OPENING + timedelta(days=5)
    holiday = OPENING + timedelta(days=1)
    with clerk(office) as work:
        work.session.add(
            Holiday(id=new_id(), agency_id=office.agency_id, day=holiday.date(), name_th="วันหยุด")
        )
    assert write_day(office, saturday) == write_day(office, saturday + timedelta(days=1)) == 0
    assert write_day(office, holiday) == 0
    assert write_day(office, holiday + timedelta(days=1)) == 1


def test_an_eventful_morning_and_an_empty_one_leave_the_same_outbox(office):
    """What the mail server and an excluded officer see does not depend on any reporter."""
    give_addresses(office, *office.officers)
    write_day(office, OPENING)
    empty = {(row.officer_id, row.kind, row.tries, row.problem) for row in outbox(office)}
    receipt = office.file(Channel.CORRUPTION, narrative="เรื่องใหม่")
    token = office.confirm(receipt)
    own = office.officers["intake1"].officer_id.hex()
    office.move("intake1", office.case_id(receipt), Move.ASSIGN, officer=own)
    with office.reporter() as work:
        write_to_office(work, token, "มีข้อมูลเพิ่มเติม")
    write_day(office, OPENING + timedelta(days=1))
    rows = [row for row in outbox(office) if row.send_after > OPENING]
    assert {(row.officer_id, row.kind, row.tries, row.problem) for row in rows} == empty
    assert len(rows) == len(empty)


def test_old_rows_are_forgotten(office):
    tell_some(office, 2)
    (first, _) = taken(office)
    with worker(office) as work:
        mark_sent(work, first)
        work.session.execute(
            update(OutboxRow)
            .where(OutboxRow.id != first.row_id)
            .values(given_up_on=office.clock.now.date())
        )
    later = OPENING + timedelta(days=KEPT_DAYS + 5)
    assert write_day(office, later) == 1
    assert [row.kind for row in outbox(office)] == ["daily"]


def test_only_somebody_at_work_everywhere_asks_for_every_agency(office):
    with clerk(office) as work, pytest.raises(NotAllowed):
        agencies_with_addresses(work)
    with worker(office) as work:
        assert agencies_with_addresses(work) == []
    give_addresses(office, "intake1", "intake2")
    with worker(office) as work:
        assert agencies_with_addresses(work) == [office.agency_id]


# The own address


@on_one_database
@pytest.mark.parametrize(
    "typed",
    ["somchai", "a b@office.example", "a@b", "a@b.example\nBcc: c@d.example", "ก@office.example",
     "a@b.example,c@d.example", "<a@b.example>", "a@-b.example", f"{'a' * 65}@b.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(office, typed):
    with office.desk("intake1") as work, pytest.raises(InvalidInput) as refused:
        set_address(work, typed)
    assert refused.value.fields == {"email": "not_an_email"}


def test_a_new_address_begins_anew_and_no_address_ends_it(office):
    with office.desk("intake1") as work:
        set_address(work, "  somchai@office.example ")
    assert own(office).address == "somchai@office.example"
    with office.desk("intake1") as work:
        ask_test(work)
        ask_test(work)
    for _ in range(3):
        fail(office, "refused")
        office.clock.now += timedelta(days=1)
    assert own(office).trouble == "refused" and own(office).test.problem == "refused"
    with office.desk("intake1") as work:
        set_address(work, "malee@office.example")
    assert own(office).trouble == ""
    (letter,) = taken(office)
    assert letter.address == "malee@office.example"
    with worker(office) as work:
        mark_sent(work, letter)
    assert own(office).test.sent_at == office.clock.now
    with office.desk("intake1") as work:
        ask_test(work)
        set_address(work, "")
    assert [row.sent_at is None for row in outbox(office)] == [False]
    with office.desk("intake1") as work, pytest.raises(InvalidInput):
        ask_test(work)


def own(office: Office):
    with office.desk("intake1") as work:
        return own_mail(work)


@on_one_database
def test_trouble_is_over_when_a_later_message_went_out(office):
    tell_some(office, 1)
    for _ in range(3):
        fail(office)
        office.clock.now += timedelta(hours=1)
    with office.desk("intake1") as work:
        assert trouble_of(work, work.officer().officer_id) == "connect"
    with clerk(office) as work:
        tell(work, [office.officers["intake1"].officer_id], "overdue", b"later")
    for letter in taken(office):
        if letter.kind == "overdue":
            with worker(office) as work:
                mark_sent(work, letter)
    with office.desk("intake1") as work:
        assert trouble_of(work, work.officer().officer_id) == ""


def test_the_administrator_sees_numbers_and_codes_and_others_nothing(office):
    office.hire("admin2", "นายดูแล ระบบ", Role.ADMINISTRATOR)
    tell_some(office, 2)
    with office.desk("admin1") as work:
        state = mail_state(work)
    assert (state.waiting, state.failing, state.given_up, state.is_troubled) == (2, 0, 0, False)
    for _ in range(3):
        fail(office, "login")
        office.clock.now += timedelta(hours=1)
    with office.desk("admin1") as work:
        state = mail_state(work)
    assert (state.failing, state.problems, state.is_troubled) == (2, ("login",), True)
    with office.desk("clerk") as work, pytest.raises(NotAllowed):
        mail_state(work)
