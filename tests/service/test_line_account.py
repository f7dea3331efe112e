"""The office's LINE account: sealed, off by itself, priced; and what waits for LINE."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from crypto import key_file
from crypto.primitives import SealBroken, random_bytes
from models.agency import Holiday
from models.line import LineAccount
from models.officer import Officer
from models.outbox import OutboxRow
from rules.states import Channel, Move
from rules.thai_time import in_bangkok
from service.actors import AgencyClerk, AllAgencies
from service.calendars import office_calendar
from service.deliver_line import (
    agencies_with_line,
    give_up_waiting,
    line_sender,
    note_problem,
    note_quota,
    take_pushes,
)
from service.deliver_mail import LEASE, mark_failed, mark_sent, take
from service.errors import InvalidInput, NotAllowed
from service.follow_complaint import write_to_office
from service.line_account import (
    forget_line,
    line_settings,
    line_trouble,
    look_again,
    save_line_account,
    switch_line,
)
from service.line_links import ask_line_test
from service.line_seals import TOKEN as TOKEN_SEAL
from service.line_seals import open_for_line, renew_line_seals
from service.notify import tell
from service.outbox import daily, mail_state, trouble_of
from service.own_mail import set_address
from service.sealing import new_id
from tests.line_scenes import account, link, links, turn_on
from tests.line_server import SECRET, TOKEN, user_of
from tests.mail import give_addresses, outbox
from tests.office import Office

READING = ("intake1", "intake2", "grievance1", "legal1", "clerk")
OPENING = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # Tuesday 08.30 in Bangkok

on_one_database = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


def clerk(office: Office):
    return office.work(AgencyClerk(office.agency_id))


def ids_of(office: Office, *logins: str) -> list[bytes]:
    return [office.officers[login].officer_id for login in logins]


def tell_some(office: Office, *logins: str, kind: str = "reminder", about: bytes = b"one") -> None:
    with clerk(office) as work:
        tell(work, ids_of(office, *logins), kind, about)


def empty(office: Office) -> None:
    """What linking itself had sent is out of the way."""
    with clerk(office) as work:
        for row in work.rows(select(OutboxRow)):
            work.session.delete(row)


def on_with(office: Office, *logins: str) -> dict[str, str]:
    turn_on(office)
    users = link(office, *logins)
    empty(office)
    return users


def told(office: Office) -> set[tuple[str, str, str]]:
    names = {actor.officer_id: login for login, actor in office.officers.items()}
    return {(names[row.officer_id], row.kind, row.way) for row in outbox(office)}


def settings_of(office: Office):
    with office.desk("admin1") as work:
        return line_settings(work)


def sender(office: Office):
    with clerk(office) as work:
        return line_sender(work)


# Kept and sealed


def test_token_and_secret_stand_nowhere_in_clear_and_open_again(office):
    turn_on(office)
    row = account(office)
    assert TOKEN.encode() not in row.sealed_token and SECRET.encode() not in row.sealed_secret
    assert sender(office).token == TOKEN
    assert TOKEN not in repr(sender(office))
    link(office, "intake1")
    with office.engine.connect() as connection:
        values = [
            str(value).encode() + (bytes(value) if isinstance(value, (bytes, memoryview)) else b"")
            for table in ("line_account", "line_link", "outbox")
            for one in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
            for value in one
        ]
    assert len(values) > 20
    for secret in (TOKEN, SECRET, user_of(1)):
        assert not any(secret.encode() in value for value in values)


@on_one_database
def test_a_sealed_token_opens_in_no_other_place(office):
    turn_on(office)
    row = account(office)
    with clerk(office) as work, pytest.raises(SealBroken):
        open_for_line(work, b"secret", row.id, row.sealed_token)
    with clerk(office) as work, pytest.raises(SealBroken):
        open_for_line(work, TOKEN_SEAL, new_id(), row.sealed_token)


def test_peppers_rotate_and_the_old_one_goes_without_loss(office):
    users = on_with(office, "intake1")
    keys = key_file.load(office.key_path).with_pepper(random_bytes(32))
    key_file.save(office.key_path, keys)
    assert sender(office).token == TOKEN
    with clerk(office) as work:
        assert renew_line_seals(work) == 3
    key_file.save(office.key_path, keys.without_oldest())
    assert sender(office).token == TOKEN
    tell_some(office, "intake1")
    with clerk(office) as work:
        (push,) = take_pushes(work)
    assert push.address == users["intake1"]


@on_one_database
def test_what_no_pepper_opens_is_said_and_nothing_breaks(office):
    on_with(office, "intake1")
    keys = key_file.load(office.key_path).with_pepper(random_bytes(32))
    key_file.save(office.key_path, keys.without_oldest())
    assert sender(office).token == ""
    with clerk(office) as work:
        assert renew_line_seals(work) == 0
    tell_some(office, "intake1")
    with clerk(office) as work:
        assert take_pushes(work) == ()
    assert outbox(office) == []


@on_one_database
def test_only_who_may_does_anything_with_the_account(office):
    turn_on(office)
    with office.desk("intake1") as work:
        for errand in (line_settings, look_again, forget_line):
            with pytest.raises(NotAllowed):
                errand(work)
        with pytest.raises(NotAllowed):
            save_line_account(work, {"token": TOKEN, "secret": SECRET})
        with pytest.raises(NotAllowed):
            switch_line(work, on=False)
        with pytest.raises(NotAllowed):
            renew_line_seals(work)
        with pytest.raises(NotAllowed):
            agencies_with_line(work)
    assert account(office).is_on


@on_one_database
@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, {"token": "required", "secret": "required"}),
        ({"token": "x" * 39, "secret": SECRET}, {"token": "line_token"}),
        ({"token": f"{TOKEN} {TOKEN}", "secret": SECRET}, {"token": "line_token"}),
        ({"token": f"{TOKEN}\nX-Header: y", "secret": SECRET}, {"token": "line_token"}),
        ({"token": "ก" * 50, "secret": SECRET}, {"token": "line_token"}),
        ({"token": TOKEN, "secret": SECRET.upper()}, {"secret": "line_secret"}),
        ({"token": TOKEN, "secret": SECRET + "0"}, {"secret": "line_secret"}),
        ({"token": TOKEN}, {"secret": "required"}),
    ],
)
def test_a_slip_is_named_and_nothing_is_kept(office, typed, problems):
    with office.desk("admin1") as work, pytest.raises(InvalidInput) as refused:
        save_line_account(work, typed)
    assert refused.value.fields == problems
    assert TOKEN not in str(refused.value)
    assert account(office) is None


# On and off


def test_line_is_off_until_it_is_turned_on(office):
    with office.desk("admin1") as work, pytest.raises(InvalidInput):
        switch_line(work, on=True)
    with office.desk("admin1") as work:
        save_line_account(work, {"token": TOKEN, "secret": SECRET})
    assert account(office).is_on is False
    with office.desk("admin1") as work:
        switch_line(work, on=True)
    assert account(office).is_on is True


def test_while_it_is_off_nothing_is_written_for_it(office):
    on_with(office, "intake1", "clerk")
    tell_some(office, "intake1", "clerk")
    assert len(outbox(office)) == 2
    with office.desk("admin1") as work:
        switch_line(work, on=False)
    assert outbox(office) == [], "what waits must not all go out when it is on again"
    tell_some(office, "intake1", "clerk", about=b"two")
    assert outbox(office) == []
    with office.desk("admin1") as work:
        switch_line(work, on=True)
    tell_some(office, "intake1", "clerk", about=b"three")
    assert len(outbox(office)) == 2


def test_the_price_is_officers_by_working_days_of_this_month_and_the_next(office):
    on_with(office, "intake1", "inside1")
    with clerk(office) as work:
        calendar = office_calendar(work)
        days = [date(2026, 11, 1) + timedelta(days=number) for number in range(61)]
        november, december = (
            sum(calendar.is_working_day(day) for day in days if day.month == month)
            for month in (11, 12)
        )
    view = settings_of(office)
    assert (view.reading, view.linked) == (5, 1), "a custodian gets no daily message"
    assert [(one.working_days, one.if_all, one.as_linked) for one in view.months] == [
        (november, 5 * november, november),
        (december, 5 * december, december),
    ]
    assert [one.name for one in view.months] == ["พฤศจิกายน 2569", "ธันวาคม 2569"]
    with clerk(office) as work:
        work.session.add(
            Holiday(id=new_id(), agency_id=office.agency_id, day=OPENING.date(), name_th="วันหยุด")
        )
    assert settings_of(office).months[0].if_all == 5 * (november - 1)


@on_one_database
def test_a_daily_message_dearer_than_the_account_is_known_before(office):
    turn_on(office)
    assert not settings_of(office).is_too_dear, "LINE was not asked yet"
    for limit, dear in ((100, True), (110, False), (None, False)):
        with clerk(office) as work:
            note_quota(work, limit, 0)
        assert settings_of(office).is_too_dear is dear


# Beside the mail


def test_each_is_told_by_every_way_that_reaches(office):
    on_with(office, "intake1", "legal1")
    give_addresses(office, "intake1", "clerk")
    tell_some(office, "intake1", "legal1", "clerk", "intake2")
    assert told(office) == {
        ("intake1", "reminder", "mail"), ("intake1", "reminder", "line"),
        ("legal1", "reminder", "line"), ("clerk", "reminder", "mail"),
    }  # fmt: skip
    assert len({row.dedup_key for row in outbox(office)}) == 4
    tell_some(office, "intake1", "legal1", "clerk", "intake2")
    assert len(outbox(office)) == 4, "the same is told once"


def test_the_daily_message_comes_by_line_under_the_same_rule(office):
    """Every reading role, at the same minute, the same rows whatever reporters did."""
    on_with(office, *office.officers)
    give_addresses(office, *office.officers)
    office.clock.now = OPENING
    with clerk(office) as work:
        assert daily(work) == len(READING)
    empty_day = told(office)
    assert empty_day == {(login, "daily", way) for login in READING for way in ("mail", "line")}
    assert {row.send_after for row in outbox(office)} == {OPENING}
    receipt = office.file(Channel.CORRUPTION, narrative="เรื่องใหม่")
    token = office.confirm(receipt)
    own = office.officers["intake1"].officer_id.hex()
    office.move("intake1", office.case_id(receipt), Move.ASSIGN, officer=own)
    with office.reporter() as work:
        write_to_office(work, token, "มีข้อมูลเพิ่มเติม")
    empty(office)
    office.clock.now = OPENING + timedelta(days=1)
    with clerk(office) as work:
        daily(work)
        assert daily(work) == 0
    assert told(office) == empty_day


def test_nothing_that_a_reporter_does_writes_a_message_for_line(office):
    on_with(office, *office.officers)
    receipt = office.file()
    with office.reporter() as work:
        write_to_office(work, office.confirm(receipt), "มีข้อมูลเพิ่มเติม")
    assert outbox(office) == []


def test_mail_and_line_are_taken_each_by_its_own_worker(office):
    users = on_with(office, "intake1")
    give_addresses(office, "intake1")
    tell_some(office, "intake1")
    with office.work(AllAgencies("deliver mail")) as work:
        (mail,) = take(work)
    with clerk(office) as work:
        (push,) = take_pushes(work)
    assert "@" in mail.address and push.address == users["intake1"]
    assert mail.message_id != push.message_id
    with clerk(office) as work:
        mark_failed(work, [push], "connect")
        assert trouble_of(work, ids_of(office, "intake1")[0]) == ""


@on_one_database
def test_letting_the_address_go_leaves_line_alone(office):
    on_with(office, "intake1")
    give_addresses(office, "intake1")
    tell_some(office, "intake1")
    with office.desk("intake1") as work:
        set_address(work, "")
    assert told(office) == {("intake1", "reminder", "line")}


def test_the_key_of_a_message_is_its_own_at_every_try(office):
    on_with(office, "intake1", "clerk")
    tell_some(office, "intake1", "clerk")
    tell_some(office, "intake1", about=b"two")
    with clerk(office) as work:
        first = {one.row_id: one.message_id for one in take_pushes(work)}
    office.clock.now += LEASE
    with clerk(office) as work:
        again = {one.row_id: one.message_id for one in take_pushes(work)}
    assert first == again
    assert len(set(first.values())) == 3


def test_a_message_for_another_line_is_another_message(office):
    """LINE would else take a message to the new telephone for one that it had already."""
    on_with(office, "intake1")
    tell_some(office, "intake1")
    with clerk(office) as work:
        (first,) = take_pushes(work)
    from tests.line_scenes import code_of, message_event, tell_webhook, webhook

    tell_webhook(office, webhook(message_event(user_of(9), code_of(office, "intake1"))))
    office.clock.now += LEASE
    with clerk(office) as work:
        again = {one.row_id: one for one in take_pushes(work)}[first.row_id]
    assert again.address == user_of(9) and again.message_id != first.message_id


@on_one_database
def test_what_is_for_somebody_who_has_left_is_dropped_and_the_link_forgotten(office):
    on_with(office, "intake1", "clerk")
    tell_some(office, "intake1", "clerk")
    with clerk(office) as work:
        work.session.execute(
            update(Officer)
            .where(Officer.login == "intake1")
            .values(standing="left")
            .execution_options(synchronize_session=False)
        )
    with clerk(office) as work:
        assert [one.address for one in take_pushes(work)] == [user_of(2)]
    office.clock.now = OPENING
    with clerk(office) as work:
        daily(work)
    assert [row.officer_id for row in links(office)] == ids_of(office, "clerk")


# What LINE lets through


def test_a_spent_month_is_over_when_the_month_turns(office):
    on_with(office, "intake1")
    give_addresses(office, "intake1")
    tell_some(office, "intake1")
    with clerk(office) as work:
        assert note_quota(work, 300, 300)
        give_up_waiting(work)
    assert sender(office).is_spent and not sender(office).must_look
    assert {(row.way, row.problem) for row in outbox(office)} == {("line", "quota"), ("mail", "")}
    with office.desk("intake1") as work:
        assert line_trouble(work) == "quota"
    with office.desk("admin1") as work:
        assert line_trouble(work) == "office"
        assert line_settings(work).is_spent
    while in_bangkok(office.clock.now).month == 11:
        assert sender(office).is_spent
        office.clock.now += timedelta(hours=12)
    assert not sender(office).is_spent
    assert sender(office).must_look, "a new month is asked about at once"


@on_one_database
def test_the_month_turns_by_the_clock_of_thailand(office):
    on_with(office)
    with clerk(office) as work:
        note_problem(work, "quota")
    office.clock.now = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)
    assert sender(office).is_spent
    office.clock.now = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    assert not sender(office).is_spent


@on_one_database
def test_asking_again_begins_anew(office):
    on_with(office, "intake1")
    with clerk(office) as work:
        note_problem(work, "quota")
    with office.desk("admin1") as work:
        look_again(work)
    assert not sender(office).is_spent and sender(office).must_look


@on_one_database
def test_line_is_asked_once_a_day_and_at_a_new_token(office):
    on_with(office, "intake1")
    assert sender(office).must_look
    with clerk(office) as work:
        note_quota(work, 300, 1)
    assert not sender(office).must_look
    office.clock.now += timedelta(days=1)
    assert sender(office).must_look
    with clerk(office) as work:
        note_quota(work, 300, 1)
    with office.desk("admin1") as work:
        save_line_account(work, {"token": TOKEN[::-1]})
    assert sender(office).must_look
    assert (account(office).quota_limit, account(office).quota_used) == (None, None)


@on_one_database
def test_trouble_is_shown_by_way_and_ends_with_the_next_that_goes(office):
    on_with(office, "intake1")
    give_addresses(office, "intake1")
    tell_some(office, "intake1")
    (officer_id,) = ids_of(office, "intake1")
    for _ in range(3):
        with clerk(office) as work:
            mark_failed(work, take_pushes(work), "connect")
        office.clock.now += timedelta(hours=1)
    with office.desk("intake1") as work:
        assert (trouble_of(work, officer_id), trouble_of(work, officer_id, "line")) == (
            "",
            "connect",
        )
        assert line_trouble(work) == "connect"
    with office.desk("admin1") as work:
        assert not mail_state(work).is_troubled
        assert mail_state(work, "line").failing == 1
    office.clock.now += timedelta(minutes=11)
    with office.desk("intake1") as work:
        ask_line_test(work)
    for push in _taken(office):
        if push.kind == "test":
            with clerk(office) as work:
                mark_sent(work, push)
    with office.desk("intake1") as work:
        assert line_trouble(work) == ""


def _taken(office: Office):
    with clerk(office) as work:
        return take_pushes(work)


@on_one_database
def test_agencies_are_found_that_send_or_have_a_new_token(office):
    def found():
        with office.work(AllAgencies("look")) as work:
            return agencies_with_line(work)

    assert found() == []
    with office.desk("admin1") as work:
        save_line_account(work, {"token": TOKEN, "secret": SECRET})
    assert found() == [office.agency_id]
    with clerk(office) as work:
        note_quota(work, 300, 1)
    assert found() == []
    turn_on(office)
    assert found() == [office.agency_id]
    assert len(_accounts(office)) == 1


def _accounts(office: Office):
    with clerk(office) as work:
        return work.rows(select(LineAccount))
