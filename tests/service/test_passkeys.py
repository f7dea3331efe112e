"""Passkeys beside the six digits: what opens a session, and everything near it that does not."""

import json
import threading
from base64 import b32decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from crypto.key_file import load, save
from crypto.primitives import random_bytes, totp_code
from models.officer import Officer, OfficerSession
from models.signin import Passkey
from service.actors import AllAgencies
from service.errors import InvalidInput, NotFound, SignInFailed
from service.lost_passphrase import set_passphrase_anew, take_recovery_code
from service.officer_accounts import leave, reset
from service.officer_wraps import opened_by_passphrase, passphrase_keys, typed_passphrase
from service.passkey_ceremony import (
    CHALLENGE_MINUTES,
    Ceremony,
    Site,
    _Spent,
    new_challenge,
    site_at,
)
from service.passkeys import (
    PASSKEYS_MOST,
    MadePasskey,
    add_passkey,
    begin_passkey,
    own_passkeys,
    remove_passkey,
)
from service.renew_keys import new_recovery_code, renew_keys
from service.second_factor import SecondFactor, check_second_factor
from service.sign_in import sign_in
from tests.authenticator import PRESENT, VERIFIED, Authenticator, text
from tests.office import PASSPHRASE, sign_in_as

HERE = Site("http://localhost", "localhost")
ELSEWHERE = Site("https://complaints.example.go.th", "complaints.example.go.th")
EVERYWHERE = AllAgencies("sign in")


def add(office, login, authenticator=None, *, label="โทรศัพท์", passphrase=PASSPHRASE, **more):
    """The authenticator that is registered now."""
    authenticator = authenticator or Authenticator()
    with office.desk(login) as work:
        making = begin_passkey(work, HERE)
    answer = authenticator.make(making.challenge.text, office.officers[login].officer_id, **more)
    with office.desk(login) as work:
        add_passkey(work, HERE, MadePasskey(label, passphrase, answer, making.challenge.sealed))
    return authenticator


def asked(office, site=HERE, ceremony=Ceremony.SHOW, owner=b""):
    with office.work(EVERYWHERE, writes=False) as work:
        return new_challenge(work, site, ceremony, owner)


def shown(office, authenticator, **more):
    challenge = asked(office)
    answer = authenticator.show(challenge.text, **more)
    return SecondFactor(assertion=answer, challenge=challenge.sealed, site=HERE)


def enter(office, login, factor, passphrase=PASSPHRASE):
    with office.work(EVERYWHERE) as work:
        return sign_in(work, f"{office.slug}/{login}", passphrase, factor)


def refused(office, login, factor, passphrase=PASSPHRASE):
    """Whether nobody came in: no cookie, and no session stands that stood not before."""
    before = sessions(office)
    with pytest.raises(SignInFailed):
        enter(office, login, factor, passphrase)
    return sessions(office) == before


def sessions(office):
    with office.work(EVERYWHERE, writes=False) as work:
        return work.session.scalar(select(func.count()).select_from(OfficerSession))


def rows(office, login="intake1"):
    with office.work(EVERYWHERE, writes=False) as work:
        return work.rows(
            select(Passkey)
            .join(Officer, Officer.id == Passkey.officer_id)
            .where(Officer.login == login)
        )


def by_sql(office, statement):
    with office.work(EVERYWHERE) as work:
        work.session.execute(statement)


def digits(office, login):
    office.clock.now += timedelta(seconds=60)
    return totp_code(office.totp[login], int(office.clock.now.timestamp()))


# What opens


def test_a_passkey_signs_in_beside_the_passphrase_and_the_session_says_so(office):
    authenticator = add(office, "intake1")
    enter(office, "intake1", shown(office, authenticator))
    with office.work(EVERYWHERE, writes=False) as work:
        newest = select(OfficerSession).where(OfficerSession.way == "passkey")
        session = work.session.scalars(newest).one()
    assert session.proven_at == office.clock.now
    assert rows(office)[0].used_on == office.clock.now.date()
    assert rows(office)[0].sign_count == 1


def test_the_six_digits_go_on_working_beside_a_passkey(office):
    add(office, "intake1")
    assert enter(office, "intake1", digits(office, "intake1"))


def test_an_authenticator_that_does_not_count_signs_in_again_and_again(office):
    authenticator = add(office, "intake1", Authenticator(steps=0))
    for _ in range(3):
        assert enter(office, "intake1", shown(office, authenticator))


# A stolen passphrase alone


@pytest.mark.parametrize("factor", ["", "000000", SecondFactor(), SecondFactor(site=HERE)])
def test_a_stolen_passphrase_without_a_second_factor_opens_nothing(office, factor):
    add(office, "intake1")
    assert refused(office, "intake1", factor)


def test_a_passkey_without_the_passphrase_opens_nothing(office):
    authenticator = add(office, "intake1")
    assert refused(office, "intake1", shown(office, authenticator), "somchai plants rice quickly")


def test_a_passkey_that_was_never_registered_opens_nothing(office):
    add(office, "intake1")
    stranger = Authenticator(user=office.officers["intake1"].officer_id)
    assert refused(office, "intake1", shown(office, stranger))


def test_another_officers_passkey_opens_nothing(office):
    theirs = add(office, "intake2")
    add(office, "intake1")
    assert refused(office, "intake1", shown(office, theirs))
    theirs.user = office.officers["intake1"].officer_id
    assert refused(office, "intake1", shown(office, theirs))
    assert enter(office, "intake1", digits(office, "intake1"))


def test_a_row_planted_by_sql_opens_nothing(office):
    """The thief has the passphrase, SQL, and a passkey registered as an officer of the office."""
    theirs = add(office, "intake2")
    mine = office.officers["intake1"].officer_id
    row = rows(office, "intake2")[0]
    by_sql(office, update(Passkey).where(Passkey.id == row.id).values(officer_id=mine))
    theirs.user = mine
    assert refused(office, "intake1", shown(office, theirs))
    with office.desk("intake1") as work:
        assert [line.label for line in own_passkeys(work).lines] == [None]


def test_the_seal_of_one_passkey_does_not_fit_the_row_of_another(office):
    kept, lost = add(office, "intake1"), add(office, "intake1", label="ที่หาย")
    first, second = rows(office)
    by_sql(office, update(Passkey).where(Passkey.id == first.id).values(sealed=second.sealed))
    by_sql(office, update(Passkey).where(Passkey.id == second.id).values(sealed=first.sealed))
    assert refused(office, "intake1", shown(office, kept))
    assert refused(office, "intake1", shown(office, lost))
    with office.desk("intake1") as work:
        assert [line.label for line in own_passkeys(work).lines] == [None, None]


def test_a_removed_passkey_opens_nothing(office):
    authenticator = add(office, "intake1")
    with office.desk("intake1") as work:
        remove_passkey(work, own_passkeys(work).lines[0].id)
    assert refused(office, "intake1", shown(office, authenticator))


def test_an_answer_that_names_somebody_else_opens_nothing(office):
    authenticator = add(office, "intake1")
    authenticator.user = office.officers["intake2"].officer_id
    assert refused(office, "intake1", shown(office, authenticator))


# The challenge


def test_an_answer_is_taken_once_even_from_an_authenticator_that_does_not_count(office):
    factor = shown(office, add(office, "intake1", Authenticator(steps=0)))
    assert enter(office, "intake1", factor)
    assert refused(office, "intake1", factor)


def test_an_answer_that_is_too_old_opens_nothing(office):
    factor = shown(office, add(office, "intake1"))
    office.clock.now += timedelta(minutes=CHALLENGE_MINUTES)
    assert refused(office, "intake1", factor)


@pytest.mark.parametrize("ceremony", [Ceremony.SHOW, Ceremony.MAKE])
def test_a_challenge_of_another_host_or_of_another_ceremony_opens_nothing(office, ceremony):
    authenticator = add(office, "intake1")
    site = ELSEWHERE if ceremony is Ceremony.SHOW else HERE
    challenge = asked(office, site, ceremony)
    answer = authenticator.show(challenge.text)
    factor = SecondFactor(assertion=answer, challenge=challenge.sealed, site=HERE)
    assert refused(office, "intake1", factor)


def test_a_challenge_that_nobody_sealed_opens_nothing(office):
    authenticator, challenge = add(office, "intake1"), asked(office)
    answer = authenticator.show(challenge.text)
    for sealed in ("", "AAAA", "???", challenge.text, challenge.sealed[:-4] + "AAAA"):
        factor = SecondFactor(assertion=answer, challenge=sealed, site=HERE)
        assert refused(office, "intake1", factor)
    swapped = SecondFactor(assertion=answer, challenge=asked(office).sealed, site=HERE)
    assert refused(office, "intake1", swapped)


def test_a_challenge_dies_with_the_process_that_made_it(office, monkeypatch):
    factor = shown(office, add(office, "intake1"))
    monkeypatch.setattr("service.passkey_ceremony._THIS_PROCESS", b"another process!")
    assert refused(office, "intake1", factor)


@pytest.mark.parametrize(
    "changed",
    [
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"flags": 0},
        {"origin": "https://localhost"},
        {"origin": "http://localhost:8001"},
        {"origin": "http://evil.localhost"},
        {"origin": "https://complaints.example.go.th"},
        {"crossOrigin": True},
        {"type": "webauthn.create"},
    ],
)
def test_an_answer_given_elsewhere_or_without_its_user_opens_nothing(office, changed):
    authenticator = add(office, "intake1")
    assert refused(office, "intake1", shown(office, authenticator, **changed))


def test_an_answer_for_another_name_opens_nothing(office):
    authenticator = add(office, "intake1")
    authenticator.rp_id = ELSEWHERE.rp_id
    assert refused(office, "intake1", shown(office, authenticator))


def test_where_passkeys_cannot_be_used_none_is_believed(office):
    factor = shown(office, add(office, "intake1"))
    elsewhere = SecondFactor(assertion=factor.assertion, challenge=factor.challenge, site=None)
    assert refused(office, "intake1", elsewhere)


# The count


@pytest.mark.parametrize("count", [4, 5, 0])
def test_a_count_that_does_not_rise_tells_of_a_copy(office, count):
    authenticator = add(office, "intake1", Authenticator(count=5))
    authenticator.count = count - authenticator.steps
    assert refused(office, "intake1", shown(office, authenticator))
    authenticator.count = 5
    assert enter(office, "intake1", shown(office, authenticator))


# Registering


def test_own_passkeys_are_named_and_listed_and_the_database_knows_no_name(office):
    add(office, "intake1", label="โทรศัพท์ของมาลี")
    authenticator = add(office, "intake1", label="  กุญแจ   USB ")
    enter(office, "intake1", shown(office, authenticator))
    with office.desk("intake1") as work:
        lines = own_passkeys(work).lines
    assert {line.label for line in lines} == {"โทรศัพท์ของมาลี", "กุญแจ USB"}
    assert [line.used_on is not None for line in lines if line.label == "กุญแจ USB"] == [True]
    for row in rows(office):
        assert "มาลี".encode() not in row.sealed
        assert authenticator.id not in row.sealed


def test_the_browser_is_told_which_passkeys_are_there_already(office):
    authenticator = add(office, "intake1")
    with office.desk("intake1") as work:
        making = begin_passkey(work, HERE)
    assert making.known == (text(authenticator.id),)
    assert making.login == f"{office.slug}/intake1"
    assert "มาลี" not in repr(making)


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"label": " "}, {"label": "required"}),
        ({"label": "ก" * 61}, {"label": "too_long"}),
        ({"flags": PRESENT}, {"passkey": "passkey_refused"}),
        ({"origin": "http://127.0.0.1"}, {"passkey": "passkey_refused"}),
        ({"authenticator": Authenticator(algorithm=-65535)}, {"passkey": "passkey_refused"}),
    ],
)
def test_what_is_wrong_with_a_new_passkey_is_told(office, typed, problems):
    with pytest.raises(InvalidInput) as told:
        add(office, "intake1", **typed)
    assert told.value.fields == problems
    assert rows(office) == []


@pytest.mark.parametrize("passphrase", ["somchai plants rice quickly", "ก" * 500])
def test_a_passkey_is_added_under_the_right_passphrase_alone(office, passphrase):
    with pytest.raises(SignInFailed):
        add(office, "intake1", passphrase=passphrase)
    assert rows(office) == []


def test_a_challenge_for_one_officer_registers_nothing_for_another(office):
    with office.desk("intake2") as work:
        making = begin_passkey(work, HERE)
    answer = Authenticator().make(making.challenge.text, office.officers["intake1"].officer_id)
    made = MadePasskey("ของเขา", PASSPHRASE, answer, making.challenge.sealed)
    with pytest.raises(InvalidInput), office.desk("intake1") as work:
        add_passkey(work, HERE, made)
    assert rows(office) == []


def test_a_registration_is_taken_once_and_a_passkey_stands_once(office):
    authenticator = add(office, "intake1")
    with pytest.raises(InvalidInput) as told:
        add(office, "intake1", authenticator)
    assert told.value.fields == {"passkey": "passkey_known"}
    assert len(rows(office)) == 1


def test_nobody_removes_anothers_passkey(office):
    add(office, "intake1")
    for passkey_id in (rows(office)[0].id.hex(), "zz", ""):
        with pytest.raises(NotFound), office.desk("intake2") as work:
            remove_passkey(work, passkey_id)
    assert len(rows(office)) == 1


def test_passkeys_have_a_greatest_number(office):
    for _ in range(PASSKEYS_MOST):
        add(office, "intake1")
    with pytest.raises(InvalidInput) as told:
        add(office, "intake1")
    assert told.value.fields == {"passkey": "passkeys_enough"}


def test_custodians_without_a_passkey_are_asked_and_others_are_not(office):
    for login, is_asked in (("inside1", True), ("outside1", True), ("intake1", False)):
        with office.desk(login) as work:
            assert own_passkeys(work).is_asked is is_asked
    add(office, "inside1")
    with office.desk("inside1") as work:
        assert not own_passkeys(work).is_asked


# When keys change


def test_a_new_pepper_and_renewed_keys_leave_passkeys_as_they_were(office):
    authenticator = add(office, "intake1", label="ของเดิม")
    save(office.key_path, load(office.key_path).with_pepper(random_bytes(32)))
    before = rows(office)[0].sealed
    assert refused(office, "intake1", "000000")
    assert rows(office)[0].sealed == before
    cookie = enter(office, "intake1", shown(office, authenticator))
    assert rows(office)[0].sealed != before
    with office.desk("intake1") as work:
        renew_keys(work, cookie, PASSPHRASE)
    enter(office, "intake1", shown(office, authenticator))
    office.clock.now += timedelta(seconds=60)
    _, office.officers["intake1"] = sign_in_as(office, "intake1")
    with office.desk("intake1") as work:
        assert [line.label for line in own_passkeys(work).lines] == ["ของเดิม"]


def test_the_recovery_code_brings_back_who_lost_everything_and_drops_the_lost_passkey(office):
    authenticator = add(office, "intake1")
    with office.desk("intake1") as work:
        code = new_recovery_code(work, PASSPHRASE)
    with office.work(EVERYWHERE) as work:
        page = take_recovery_code(work, f"{office.slug}/intake1", code)
    seed = b32decode(page.totp_secret_text.replace(" ", ""))
    typed = totp_code(seed, int(office.clock.now.timestamp()))
    with office.work(EVERYWHERE) as work:
        set_passphrase_anew(work, page.ticket, PASSPHRASE, PASSPHRASE, typed)
    assert rows(office) == []
    assert refused(office, "intake1", shown(office, authenticator))


@pytest.mark.parametrize("end", [leave, reset])
def test_an_account_out_of_use_keeps_no_passkey(office, end):
    add(office, "legal1")
    with office.desk("admin1") as work:
        end(work, office.officers["legal1"].officer_id.hex())
    with office.work(EVERYWHERE, writes=False) as work:
        assert work.rows(select(Passkey)) == []


# Any bytes at all

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=8,
)
PARTS = ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject")


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    answer=JSON.map(json.dumps)
    | st.text()
    | st.builds(
        lambda name, response: json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response}
        ),
        st.text(alphabet="AB_-", max_size=8),
        st.dictionaries(st.sampled_from(PARTS), st.text(alphabet="oWNmYX_-", max_size=40) | JSON),
    )
    | st.sampled_from(["[" * 5_000, "{" * 5_000, '{"a":' * 3_000, "9" * 20_000, "\0", "\ud800"])
)
def test_any_other_answer_is_a_plain_refusal(office, answer):
    sealed = asked(office).sealed
    factor = SecondFactor(assertion=answer, challenge=sealed, site=HERE)
    with pytest.raises(SignInFailed):
        enter(office, "intake1", factor if answer else "")
    with office.desk("intake1") as work:
        making = begin_passkey(work, HERE)
    made = MadePasskey("ชื่อ", PASSPHRASE, answer or "x", making.challenge.sealed)
    with pytest.raises(InvalidInput), office.desk("intake1") as work:
        add_passkey(work, HERE, made)


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_every_changed_byte_of_an_answer_is_refused(office):
    authenticator = add(office, "intake1", Authenticator(steps=0))
    factor = shown(office, authenticator)
    parsed = json.loads(factor.assertion)
    for part in ("clientDataJSON", "authenticatorData", "signature", "userHandle"):
        value = parsed["response"][part]
        for at in range(0, len(value) - 2, 7):
            other = value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]
            changed = parsed | {"response": parsed["response"] | {part: other}}
            forged = replace(factor, assertion=json.dumps(changed))
            with pytest.raises(SignInFailed):
                enter(office, "intake1", forged)
    assert enter(office, "intake1", factor)


# Where passkeys are, and what is remembered


@pytest.mark.parametrize(
    ("address", "public_url", "rp_id"),
    [
        ("http://localhost:8000", "", "localhost"),
        ("http://LOCALHOST:8000", "", "localhost"),
        ("https://a.example.go.th", "https://a.example.go.th", "a.example.go.th"),
        ("https://a.example.go.th", "https://A.example.go.th:443", "a.example.go.th"),
        ("https://a.example.go.th:8443", "https://a.example.go.th:8443", "a.example.go.th"),
        ("http://127.0.0.1:8000", "", None),
        ("http://[::1]:8000", "", None),
        ("https://10.0.0.5", "https://10.0.0.5", None),
        ("https://b.example.go.th", "https://a.example.go.th", None),
        ("https://a.example.go.th", "", None),
        ("http://a.example.go.th", "http://a.example.go.th", None),
        ("http://abcdefgh.onion", "https://a.example.go.th", None),
        ("https://abcdefgh.onion", "https://abcdefgh.onion", None),
    ],
)
def test_passkeys_are_for_a_name_over_a_safe_connection(address, public_url, rp_id):
    site = site_at(address, public_url)
    assert (site.rp_id if site else None) == rp_id


def test_what_was_spent_is_bounded_and_a_full_memory_takes_nothing(monkeypatch):
    monkeypatch.setattr("service.passkey_ceremony._SPENT_MOST", 3)
    spent = _Spent()
    assert [spent.take(bytes((mark,)), 0, 10) for mark in (1, 2, 3, 4, 1)] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert spent.take(b"\x05", 11, 20)


@pytest.mark.parametrize("way", ["passkey", "digits"])
def test_of_eight_who_come_at_once_with_the_same_factor_one_comes_in(office, way):
    authenticator = add(office, "intake1", Authenticator(steps=0))
    typed = digits(office, "intake1")
    factor = shown(office, authenticator) if way == "passkey" else SecondFactor(digits=typed)
    gate = threading.Barrier(8)

    def come(_: int) -> bool:
        gate.wait()
        try:
            return bool(enter(office, "intake1", factor))
        except SignInFailed:
            return False

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(come, range(8)))
    assert came.count(True) == 1
    assert sessions(office) == 1  # those of long ago went with the first sign-in


def test_digits_read_by_two_before_either_writes_are_taken_from_one(office):
    office.clock.now += timedelta(minutes=2)
    at = int(office.clock.now.timestamp())
    factor = SecondFactor(digits=totp_code(office.totp["intake1"], at))
    with office.work(EVERYWHERE) as work:
        row = work.one(Officer, login="intake1")
        keys = passphrase_keys(work, row.passphrase_salt, typed_passphrase(PASSPHRASE))
        _, key = opened_by_passphrase(row, keys)
        work.session.expunge(row)
        assert check_second_factor(work, row, key, factor) == "totp"
        row.totp_last_counter = 0  # as the other one has read it
        with pytest.raises(SignInFailed):
            check_second_factor(work, row, key, factor)
