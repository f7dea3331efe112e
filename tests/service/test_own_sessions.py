"""An officer sees the own sessions, and ends one, the others, or all."""

from datetime import timedelta

import pytest

from rules.limits import SESSION_IDLE_MINUTES
from service.actors import AllAgencies
from service.errors import NotFound, NotSignedIn
from service.own_sessions import end_all_sessions, end_other_sessions, end_session, own_sessions
from service.sign_in import resume
from tests.office import Office, sign_in_as


def signed_in(office: Office, login: str = "clerk", *, after: int = 60) -> str:
    office.clock.now += timedelta(seconds=after)
    return sign_in_as(office, login)[0]


def stands(office: Office, cookie: str) -> bool:
    try:
        with office.work(AllAgencies("resume a session")) as work:
            resume(work, cookie)
    except NotSignedIn:
        return False
    return True


def lines(office: Office, cookie: str, login: str = "clerk"):
    with office.desk(login) as work:
        return own_sessions(work, cookie)


def act(office: Office, errand, *given: str, login: str = "clerk"):
    with office.desk(login) as work:
        return errand(work, *given)


def test_the_list_tells_when_and_how_and_which_is_this_one(office: Office) -> None:
    with office.desk("clerk") as work:
        end_all_sessions(work)
    first, second = signed_in(office), signed_in(office, after=120)
    signed_in(office, "intake1")
    shown = lines(office, first)
    assert [one.is_this for one in shown] == [True, False]
    assert [one.way for one in shown] == ["totp", "totp"]
    assert shown[1].started_at - shown[0].started_at == timedelta(seconds=120)
    assert shown[0].ends_at == shown[0].seen_at + timedelta(minutes=SESSION_IDLE_MINUTES)
    assert len({one.mark for one in shown}) == 2
    # Neither the cookie nor the row's id can be read from a mark.
    assert all(one.mark not in first + second for one in shown)


def test_a_session_that_is_over_is_not_shown(office: Office) -> None:
    signed_in(office)
    office.clock.now += timedelta(minutes=SESSION_IDLE_MINUTES)
    now = signed_in(office)
    assert [one.is_this for one in lines(office, now)] == [True]


def test_one_is_ended_and_the_others_go_on(office: Office) -> None:
    here, there = signed_in(office), signed_in(office)
    mark = next(one.mark for one in lines(office, here) if one.started_at == office.clock.now)
    assert not act(office, end_session, here, mark)
    assert (stands(office, here), stands(office, there)) == (True, False)
    own = next(one.mark for one in lines(office, here) if one.is_this)
    assert act(office, end_session, here, own)
    assert not stands(office, here)


def test_a_colleagues_session_cannot_be_named(office: Office) -> None:
    here, colleague = signed_in(office), signed_in(office, "intake1")
    mark = next(one.mark for one in lines(office, colleague, "intake1") if one.is_this)
    for wrong in (mark, "", "0" * 32, "ไทย"):
        with pytest.raises(NotFound):
            act(office, end_session, here, wrong)
    assert stands(office, colleague)


def test_all_others_are_ended_and_this_one_stays(office: Office) -> None:
    here, there, colleague = signed_in(office), signed_in(office), signed_in(office, "intake1")
    act(office, end_other_sessions, here)
    assert [stands(office, one) for one in (here, there, colleague)] == [True, False, True]


def test_all_are_ended(office: Office) -> None:
    here, there, colleague = signed_in(office), signed_in(office), signed_in(office, "intake1")
    act(office, end_all_sessions)
    assert [stands(office, one) for one in (here, there, colleague)] == [False, False, True]
