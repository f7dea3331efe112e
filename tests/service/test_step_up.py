"""A fresh proof needs the passphrase and a second factor, and is of one session alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from crypto.primitives import totp_code
from models.officer import Officer, OfficerSession
from rules.limits import FRESH_MINUTES
from service.actors import AllAgencies
from service.errors import NotSignedIn, SignInFailed
from service.second_factor import SecondFactor
from service.sign_in import resume, sign_out
from service.step_up import is_fresh, prove_again
from tests.office import MONDAY, PASSPHRASE, Office, sign_in_as

ALMOST = timedelta(minutes=FRESH_MINUTES, seconds=-1)


@pytest.fixture
def cookie(office: Office) -> str:
    office.clock.now += timedelta(seconds=30)
    return sign_in_as(office, "clerk")[0]


def resumed(office, cookie):
    with office.work(AllAgencies("resume a session")) as work:
        return resume(work, cookie)[1]


def fresh(office, cookie):
    return is_fresh(resumed(office, cookie).proven_at, office.clock.now)


def prove(office, cookie, login="clerk", passphrase=PASSPHRASE, digits=None):
    shown = totp_code(office.totp[login], int(office.clock.now.timestamp()))
    with office.desk(login) as work:
        prove_again(work, cookie, passphrase, SecondFactor(digits=digits or shown))


def test_a_proof_counts_for_five_minutes() -> None:
    assert FRESH_MINUTES == 5
    assert is_fresh(MONDAY, MONDAY + ALMOST)
    assert not is_fresh(MONDAY, MONDAY + ALMOST + timedelta(seconds=1))
    assert not is_fresh(None, MONDAY)


def test_a_sign_in_is_a_proof_and_working_on_is_none(office: Office, cookie: str) -> None:
    assert fresh(office, cookie)
    for _ in range(5):
        office.clock.now += timedelta(minutes=1)
        resumed(office, cookie)
    assert not fresh(office, cookie)


def test_passphrase_and_digits_make_the_session_fresh_again(office: Office, cookie: str) -> None:
    other = _another(office)
    office.clock.now += timedelta(minutes=6)
    prove(office, cookie)
    assert fresh(office, cookie)
    assert resumed(office, cookie).proven_at == office.clock.now
    # The session on another machine has proven nothing.
    assert not fresh(office, other)


def _another(office: Office) -> str:
    office.clock.now += timedelta(seconds=30)
    return sign_in_as(office, "clerk")[0]


@pytest.mark.parametrize(
    ("passphrase", "digits"),
    [
        ("somchai plants rice slowlY", None),
        ("", None),
        ("x" * 10_000, None),
        (PASSPHRASE, "000000"),
        (PASSPHRASE, "๐๑๒"),
    ],
)
def test_a_wrong_half_proves_nothing_and_leaves_nothing(
    office: Office, cookie: str, passphrase: str, digits: str | None
) -> None:
    office.clock.now += timedelta(minutes=6)
    before = _counter(office)
    with pytest.raises(SignInFailed):
        prove(office, cookie, passphrase=passphrase, digits=digits)
    assert not fresh(office, cookie)
    assert _counter(office) == before


def _counter(office: Office) -> int:
    with office.desk("clerk") as work:
        return work.rows(select(Officer.totp_last_counter).where(Officer.login == "clerk"))[0]


def test_digits_are_taken_once(office: Office, cookie: str) -> None:
    office.clock.now += timedelta(minutes=6)
    prove(office, cookie)
    with pytest.raises(SignInFailed):
        prove(office, cookie)


def test_another_officers_digits_and_session_prove_nothing(office: Office, cookie: str) -> None:
    office.clock.now += timedelta(minutes=6)
    others = totp_code(office.totp["intake1"], int(office.clock.now.timestamp()))
    with pytest.raises(SignInFailed):
        prove(office, cookie, digits=others)
    with pytest.raises(NotSignedIn):
        prove(office, cookie, login="intake1")
    assert not fresh(office, cookie)


def test_a_session_that_ended_is_not_proven(office: Office, cookie: str) -> None:
    with office.work(AllAgencies("sign out")) as work:
        sign_out(work, cookie)
    office.clock.now += timedelta(seconds=30)
    with pytest.raises(NotSignedIn):
        prove(office, cookie)


def test_a_session_from_before_proofs_were_kept_is_not_fresh(office: Office, cookie: str) -> None:
    with office.desk("clerk") as work:
        work.session.execute(update(OfficerSession).values(proven_at=None))
    assert not fresh(office, cookie)
