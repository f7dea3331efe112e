"""Guessing is slow, memory stays where it was, and whoever knows the way in is never locked out."""

import threading
import time
from datetime import timedelta

import pytest

from crypto.primitives import totp_code
from service import throttle
from service.actors import AllAgencies
from service.errors import Busy, SignInFailed, TooManyTries
from service.known_browsers import KNOWN_DAYS, known_browser, remember_browser
from service.renew_keys import renew_keys
from service.sign_in import sign_in
from service.throttle import KNOWN, PROOFS, STRANGERS, Throttle, Turnstile
from tests.office import PASSPHRASE, Office, sign_in_as

LOGIN = "sample/intake1"


class Seconds:
    """A clock that stands where it is put."""

    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


def guess(room):
    """Whether a wrong guess was tried at all."""
    tried = False
    try:
        with room:
            tried = True
            raise SignInFailed
    except SignInFailed:
        return tried


def guesses(make_room, most=1_000):
    """How many guesses in a row were tried before one was refused."""
    return next((count for count in range(most) if not guess(make_room())), most)


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def gate(seconds, monkeypatch):
    # The pause between two strangers is tested by itself.
    monkeypatch.setattr(throttle, "PAUSE_SECONDS_MOST", 0.0)
    return Throttle(seconds)


@pytest.mark.parametrize("login", [LOGIN, "sample/nobody", "", "x" * 100_000])
def test_a_login_known_or_not_takes_so_many_guesses_and_then_one_a_minute(gate, seconds, login):
    assert guesses(lambda: gate.sign_in(login, None)) == STRANGERS.at_once
    seconds.now += STRANGERS.seconds_each - 0.01
    assert guesses(lambda: gate.sign_in(login, None)) == 0
    seconds.now += 0.02
    assert guesses(lambda: gate.sign_in(login, None)) == 1
    seconds.now += 24 * 3600
    assert guesses(lambda: gate.sign_in(login, None)) == STRANGERS.at_once


@pytest.mark.parametrize("spelt", ["SAMPLE/Intake1", "  sample/intake1 ", "sample/intake1\n"])
def test_another_spelling_of_the_same_login_is_the_same_bucket(gate, spelt):
    assert guesses(lambda: gate.sign_in(LOGIN, None)) == STRANGERS.at_once
    assert guesses(lambda: gate.sign_in(spelt, None)) == 0


def test_a_known_browser_is_let_through_however_much_others_guess(gate):
    guesses(lambda: gate.sign_in(LOGIN, None))
    with gate.sign_in(LOGIN, b"the officer's own browser"):
        pass
    assert guesses(lambda: gate.sign_in(LOGIN, b"another browser of his")) == KNOWN.at_once
    # And the other way round: who drains a known browser's bucket drains no stranger's.
    assert guesses(lambda: gate.sign_in("sample/clerk", b"a thief's")) == KNOWN.at_once
    assert guesses(lambda: gate.sign_in("sample/clerk", None)) == STRANGERS.at_once


@pytest.mark.parametrize("problem", [None, Busy, TooManyTries])
def test_only_a_failed_guess_costs_a_try(gate, problem):
    for _ in range(3 * STRANGERS.at_once):
        try:
            with gate.sign_in(LOGIN, None):
                if problem:
                    raise problem
        except (Busy, TooManyTries):
            pass
    assert guesses(lambda: gate.sign_in(LOGIN, None)) == STRANGERS.at_once


def test_a_flood_of_names_makes_nothing_grow_and_drains_nobody(gate):
    sizes = [len(one._full_at) for one in (gate._strangers, gate._known, gate._proofs)]
    for number in range(4_000):
        guess(gate.sign_in(f"sample/name{number}", None))
    assert [len(one._full_at) for one in (gate._strangers, gate._known, gate._proofs)] == sizes
    assert guesses(lambda: gate.sign_in("sample/intake1", None)) >= STRANGERS.at_once - 4


def test_a_stolen_session_guesses_as_slowly(gate, seconds):
    assert guesses(lambda: gate.proof(b"1" * 16)) == PROOFS.at_once
    assert guesses(lambda: gate.proof(b"2" * 16)) == PROOFS.at_once
    seconds.now += PROOFS.seconds_each
    assert guesses(lambda: gate.proof(b"1" * 16)) == 1


def test_nobody_is_kept_from_coming_back_by_paper_for_having_guessed(gate):
    assert guesses(gate.recovery, 50) == 50


# The crowd


def test_strangers_come_one_by_one_and_few_may_wait(monkeypatch):
    monkeypatch.setattr(throttle, "STRANGERS_PATIENCE_SECONDS", 60.0)
    gate, inside, entered, refused = Turnstile(time.monotonic), [], [], []

    def come():
        try:
            with gate.turn():
                inside.append(1)
                entered.append(len(inside))
                inside.pop()
        except TooManyTries:
            refused.append(1)

    crowd = [threading.Thread(target=come) for _ in range(12)]
    with gate.turn():
        for one in crowd:
            one.start()
        # Nobody passes while this turn lasts: all but two are sent away at once.
        until = time.monotonic() + 30
        while len(refused) < 12 - (throttle.STRANGERS_WAITING - 1) and time.monotonic() < until:
            time.sleep(0.01)
        assert entered == []
    for one in crowd:
        one.join()
    assert entered == [1] * (throttle.STRANGERS_WAITING - 1)
    assert len(refused) == 12 - len(entered)


def test_after_each_stranger_comes_a_pause_as_long_as_he_took():
    gate = Turnstile(time.monotonic)
    with gate.turn():
        time.sleep(0.2)
    began = time.monotonic()
    with gate.turn():
        assert time.monotonic() - began > 0.15


def test_a_place_that_does_not_come_free_is_not_waited_for_long(monkeypatch):
    monkeypatch.setattr(throttle, "STRANGERS_PATIENCE_SECONDS", 0.05)
    gate = Turnstile(time.monotonic)
    with gate.turn(), pytest.raises(TooManyTries), gate.turn():
        raise AssertionError("two at once")
    with gate.turn():
        pass


# The browser that is known


@pytest.fixture
def everywhere(office: Office):
    return lambda: office.work(AllAgencies("know a browser"))


def remembered(everywhere, login=LOGIN):
    with everywhere() as work:
        return remember_browser(work, login)


def mark(everywhere, cookie, login=LOGIN):
    with everywhere() as work:
        return known_browser(work, cookie, login)


def test_a_browser_is_known_for_its_own_officer_alone(office: Office, everywhere) -> None:
    cookie = remembered(everywhere)
    assert mark(everywhere, cookie) == mark(everywhere, cookie, "SAMPLE/intake1 ")
    assert len(mark(everywhere, cookie)) == 16
    assert mark(everywhere, cookie, "sample/clerk") is None
    assert mark(everywhere, cookie, "sample/nobody") is None
    assert mark(everywhere, remembered(everywhere)) != mark(everywhere, cookie)
    assert office.officers["intake1"].officer_id.hex() not in cookie


@pytest.mark.parametrize("cookie", ["", "x", "ไทย", "=" * 40, "A" * 200])
def test_a_cookie_of_nobodys_is_no_cookie(office: Office, everywhere, cookie) -> None:
    assert mark(everywhere, cookie) is None


def test_a_changed_character_makes_it_nothing(office: Office, everywhere) -> None:
    cookie = remembered(everywhere)
    for place in range(0, len(cookie) - 1, 7):
        other = "A" if cookie[place] != "A" else "B"
        assert mark(everywhere, cookie[:place] + other + cookie[place + 1 :]) is None


def test_it_is_over_after_a_year(office: Office, everywhere) -> None:
    cookie = remembered(everywhere)
    office.clock.now += timedelta(days=KNOWN_DAYS, seconds=-1)
    assert mark(everywhere, cookie)
    office.clock.now += timedelta(seconds=1)
    assert mark(everywhere, cookie) is None


def test_it_is_over_when_the_passphrase_is_wrapped_anew(office: Office, everywhere) -> None:
    cookie = remembered(everywhere)
    office.clock.now += timedelta(seconds=30)
    session, _ = sign_in_as(office, "intake1")
    with office.desk("intake1") as work:
        renew_keys(work, session, PASSPHRASE)
    assert mark(everywhere, cookie) is None
    office.clock.now += timedelta(seconds=30)
    digits = totp_code(office.totp["intake1"], int(office.clock.now.timestamp()))
    with everywhere() as work:
        sign_in(work, LOGIN, PASSPHRASE, digits)
        cookie = remember_browser(work, LOGIN)
    assert mark(everywhere, cookie)
