"""Linking an officer's LINE: a code that works once, said by LINE alone, and let go again."""

import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from service.actors import AgencyClerk, AllAgencies
from service.errors import InvalidInput, NotAllowed
from service.line_account import switch_line
from service.line_links import (
    CODE_MINUTES,
    ask_code,
    ask_line_test,
    find_line_office,
    hear,
    own_line,
    take_heard,
    unlink,
)
from tests.line_scenes import (
    code_of,
    link,
    links,
    message_event,
    signature_of,
    tell_webhook,
    turn_on,
    unfollow_event,
    webhook,
)
from tests.line_server import user_of
from tests.mail import outbox
from tests.office import Office, make_office

MINUTE = timedelta(minutes=1)
on_one_database = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


def own(office: Office, login: str = "intake1"):
    with office.desk(login) as work:
        return own_line(work)


def say(office: Office, words: str, number: int = 1, **more) -> int:
    return tell_webhook(office, webhook(message_event(user_of(number), words, **more)))


def test_the_code_links_whoever_sends_it_and_works_once(office):
    turn_on(office)
    assert not own(office).is_linked
    code = code_of(office, "intake1")
    assert len(code) == 8 and code.isdigit()
    assert own(office).code_until == office.clock.now + CODE_MINUTES * MINUTE
    assert say(office, code) == 1
    assert own(office).linked_on == office.clock.now.date() and own(office).code_until is None
    assert say(office, code, number=2) == 0
    (row,) = links(office)
    assert row.code_hash is None and user_of(1).encode() not in row.sealed_user
    assert {(one.kind, one.way) for one in outbox(office)} == {("test", "line")}


def test_a_redelivered_message_changes_nothing(office):
    turn_on(office)
    code = code_of(office, "intake1")
    event = message_event(user_of(1), code)
    again = event | {"deliveryContext": {"isRedelivery": True}}
    assert tell_webhook(office, webhook(event, again, event)) == 1
    before = links(office)[0].sealed_user
    assert tell_webhook(office, webhook(again)) == 0
    assert links(office)[0].sealed_user == before and len(outbox(office)) == 1


@on_one_database
def test_a_message_that_line_could_deliver_only_later_still_links_in_time(office):
    turn_on(office)
    code = code_of(office, "intake1")
    office.clock.now += (CODE_MINUTES - 1) * MINUTE
    assert say(office, code, deliveryContext={"isRedelivery": True}) == 1


@on_one_database
def test_a_code_is_over_after_its_minutes(office):
    turn_on(office)
    code = code_of(office, "intake1")
    office.clock.now += CODE_MINUTES * MINUTE
    assert say(office, code) == 0
    assert own(office).code_until is None


@on_one_database
def test_a_new_code_ends_the_one_before(office):
    turn_on(office)
    first, second = code_of(office, "intake1"), code_of(office, "intake1")
    assert first != second
    assert (say(office, first), say(office, second)) == (0, 1)


@on_one_database
@pytest.mark.parametrize("form", ["{}", " {} ", "{0[0]}{0[1]} {0[2]}-{0[3]}\n"])
def test_the_code_is_understood_as_people_type_it(office, form):
    turn_on(office)
    code = code_of(office, "intake1")
    pairs = [code[at : at + 2] for at in range(0, 8, 2)]
    typed = form.format(pairs) if "[" in form else form.format(code)
    assert say(office, typed) == 1


@on_one_database
def test_the_code_is_understood_in_thai_digits(office):
    turn_on(office)
    thai = code_of(office, "intake1").translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert say(office, thai) == 1


@on_one_database
def test_other_words_and_other_places_link_nobody(office):
    turn_on(office)
    code = code_of(office, "intake1")
    user = user_of(1)
    group = {"type": "group", "groupId": "C" + "0" * 32, "userId": user}
    for event in (
        message_event(user, f"รหัส {code} ครับ"),
        message_event(user, code[:7]),
        message_event(user, code + "0"),
        message_event(user, code, source=group),
        message_event(user, code, source={"type": "user"}),
        message_event("U" + "g" * 32, code),
        message_event(user, code, type="postback"),
        message_event(user, code, message={"type": "sticker", "id": "1", "text": code}),
        message_event(user, code, message={"type": "text", "id": "1", "text": int(code)}),
        {"type": "follow", "source": {"type": "user", "userId": user}},
    ):
        assert tell_webhook(office, webhook(event)) == 0
    assert [row.sealed_user for row in links(office)] == [None]
    assert say(office, code) == 1


@on_one_database
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b"null", b'{"events": 1}', b'{"events": [1, null, [], {}]}',
     b'{"events": [{"source": 1}]}', b"[" * 100_000, b"\xff\xfe",
     b'{"events": [{"type": "message"}]}'],
    ids=lambda body: repr(body[:20]),
)  # fmt: skip
def test_a_signed_body_of_any_shape_does_no_harm(office, body):
    turn_on(office)
    assert tell_webhook(office, body) == 0


@on_one_database
def test_what_line_has_not_signed_is_not_heard(office):
    turn_on(office)
    body = webhook(message_event(user_of(1), code_of(office, "intake1")))
    signed = signature_of(body)
    changed = json.dumps(json.loads(body), indent=1).encode()
    for one, signature in (
        (body, ""), (body, signed[:-2]), (body, signed + "="), (body, signature_of(body, "0" * 32)),
        (changed, signed), (body + b"\n", signed), (body, signature_of(changed)), (body, "ก"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            tell_webhook(office, one, signature)
    assert [row.sealed_user for row in links(office)] == [None]


@on_one_database
def test_a_webhook_of_another_office_links_nobody_here(office):
    other = make_office(office.engine, office.key_path, slug="second", clock=office.clock)
    turn_on(office)
    turn_on(other)
    code = code_of(office, "intake1")
    assert tell_webhook(other, webhook(message_event(user_of(1), code))) == 0
    assert say(office, code) == 1
    assert links(other) == []


@on_one_database
def test_an_office_without_an_account_hears_nothing(office):
    with pytest.raises(NotAllowed):
        tell_webhook(office, webhook(), signature_of(webhook()))
    with office.work(AllAgencies("find")) as work:
        assert find_line_office(work, office.slug) == office.agency_id
        with pytest.raises(NotAllowed):
            find_line_office(work, "nowhere")
    turn_on(office)
    with office.desk("admin1") as work:
        with pytest.raises(NotAllowed):
            hear(work, webhook(), signature_of(webhook()))
        with pytest.raises(NotAllowed):
            take_heard(work, ())
        with pytest.raises(NotAllowed):
            find_line_office(work, office.slug)


def test_blocking_the_account_ends_the_link_and_what_waits(office):
    turn_on(office)
    link(office, "intake1", "clerk")
    event = unfollow_event(user_of(1), office.clock.now)
    assert tell_webhook(office, webhook(event)) == 0
    assert [row.officer_id for row in links(office)] == [office.officers["clerk"].officer_id]
    assert {row.officer_id for row in outbox(office)} == {office.officers["clerk"].officer_id}


@on_one_database
def test_an_old_blocking_does_not_end_a_newer_link(office):
    turn_on(office)
    blocked_at = office.clock.now
    office.clock.now += timedelta(days=1)
    link(office, "intake1")
    event = unfollow_event(user_of(1), blocked_at, deliveryContext={"isRedelivery": True})
    tell_webhook(office, webhook(event))
    assert own(office).is_linked


def test_letting_go_forgets_which_line_it_was(office):
    turn_on(office)
    link(office, "intake1", "clerk")
    with office.desk("intake1") as work:
        unlink(work)
    assert not own(office).is_linked and own(office, "clerk").is_linked
    assert {row.officer_id for row in outbox(office)} == {office.officers["clerk"].officer_id}
    with office.desk("intake1") as work, pytest.raises(InvalidInput):
        ask_line_test(work)


@on_one_database
def test_no_code_is_given_while_line_is_off(office):
    with office.desk("intake1") as work, pytest.raises(InvalidInput):
        ask_code(work)
    turn_on(office)
    with office.desk("admin1") as work:
        switch_line(work, on=False)
    with office.desk("intake1") as work, pytest.raises(InvalidInput):
        ask_code(work)


@on_one_database
def test_linking_anew_replaces_the_line(office):
    turn_on(office)
    assert say(office, code_of(office, "intake1")) == 1
    code = code_of(office, "intake1")
    assert own(office).is_linked, "the old one stays until the new one speaks"
    assert say(office, code, number=2) == 1
    event = unfollow_event(user_of(1), office.clock.now)
    tell_webhook(office, webhook(event))
    assert own(office).is_linked, "the old telephone's leaving does not count any more"


def test_two_who_send_one_code_at_once_link_one_of_them(office):
    turn_on(office)
    code, at_once, linked = code_of(office, "intake1"), Barrier(2), []

    def send(number: int) -> None:
        body = webhook(message_event(user_of(number), code))
        with office.work(AgencyClerk(office.agency_id), writes=False) as work:
            said = hear(work, body, signature_of(body))
        at_once.wait(20)
        with office.work(AgencyClerk(office.agency_id)) as work:
            linked.append(take_heard(work, said))

    threads = [Thread(target=send, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(linked) == [0, 1]


def test_the_database_alone_does_not_tell_the_code(office):
    from crypto.primitives import hmac_sha256, sha256

    turn_on(office)
    code = code_of(office, "intake1").encode()
    guesses = {sha256(code), sha256(office.agency_id, code), hmac_sha256(office.agency_id, code)}
    assert links(office)[0].code_hash not in guesses
