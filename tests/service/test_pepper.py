"""A new pepper before the old one: everything goes on opening, and nothing is dropped too soon."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crypto import key_file
from crypto.primitives import random_bytes, totp_code
from models.complaint import Complaint
from rules.states import Channel
from service import officer_wraps
from service.actors import AgencyClerk, AllAgencies
from service.errors import NotAllowed, NotFound, SignInFailed
from service.follow_complaint import enter_code
from service.key_file_print import key_file_is_read_back, read_key_file_back
from service.keyring import load_keyring
from service.lost_passphrase import take_recovery_code
from service.officer_wraps import is_of_pepper, new_salt
from service.pepper import HeldBy, held_by_oldest
from service.renew_keys import new_recovery_code
from service.sign_in import resume, sign_in
from tests.newcomers import row_of
from tests.office import OFFICERS, PASSPHRASE, Office
from tests.service.test_renew_keys import sign_in_later

EVERYWHERE = AllAgencies("look at the peppers")


def rotate(office: Office, *, read_back: bool = True) -> key_file.KeyFile:
    keys = key_file.load(office.key_path).with_pepper(random_bytes(32))
    key_file.save(office.key_path, keys)
    if read_back:
        with office.work(EVERYWHERE) as work:
            read_key_file_back(work, key_file.printed(keys)[0])
    return keys


def retire(office: Office) -> None:
    key_file.save(office.key_path, key_file.load(office.key_path).without_oldest())


def held(office: Office) -> HeldBy:
    with office.work(EVERYWHERE, writes=False) as work:
        return held_by_oldest(work)


def everybody_signs_in(office: Office) -> None:
    for login, *_ in OFFICERS:
        office.officers[login] = sign_in_later(office, login)[1]


def everybody_prints_a_code(office: Office) -> None:
    for login, *_ in OFFICERS:
        with office.desk(login) as work:
            new_recovery_code(work, PASSPHRASE)


def test_everything_of_before_goes_on_under_a_new_pepper(office: Office) -> None:
    receipt = office.file(subject="ก่อนหมุนกุญแจ")
    case_id = office.case_id(receipt)
    cookie, _ = sign_in_later(office, "intake1")
    with office.desk("intake2") as work:
        code = new_recovery_code(work, PASSPHRASE)
    rotate(office)
    with office.reporter() as work:
        assert enter_code(work, receipt.code)
    with office.work(AllAgencies("resume")) as work:
        assert resume(work, cookie)
    with office.work(EVERYWHERE) as work:
        assert take_recovery_code(work, "sample/intake2", code)
    _, office.officers["intake1"] = sign_in_later(office, "intake1")
    assert office.open("intake1", case_id).subject == "ก่อนหมุนกุญแจ"


def test_the_channel_is_shut_until_the_new_digits_are_read_back(office: Office) -> None:
    keys = rotate(office, read_back=False)
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert not load_keyring(work).is_open(Channel.CORRUPTION)
        assert load_keyring(work).is_open(Channel.GRIEVANCE)
    with office.work(EVERYWHERE) as work:
        read_key_file_back(work, key_file.printed(keys)[0])
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert key_file_is_read_back(work)
        assert load_keyring(work).is_open(Channel.CORRUPTION)


def test_keys_move_under_the_new_pepper_at_the_next_sign_in(office: Office) -> None:
    before = row_of(office, "intake1")
    keys = rotate(office)
    sign_in_later(office, "intake1")
    after = row_of(office, "intake1")
    assert is_of_pepper(after.passphrase_salt, keys.peppers[0])
    assert not is_of_pepper(before.passphrase_salt, keys.peppers[0])
    assert after.wrapped_by_recovery == before.wrapped_by_recovery
    sign_in_later(office, "intake1")
    assert row_of(office, "intake1").passphrase_salt == after.passphrase_salt


def test_a_wrong_passphrase_or_code_moves_nothing(office: Office) -> None:
    before = row_of(office, "intake1")
    rotate(office)
    office.clock.now += timedelta(seconds=60)
    digits = totp_code(office.totp["intake1"], int(office.clock.now.timestamp()))
    for passphrase, typed in (("x" * 20, digits), (PASSPHRASE, "000000")):
        with office.work(AllAgencies("sign in")) as work, pytest.raises(SignInFailed):
            sign_in(work, "sample/intake1", passphrase, typed)
    assert row_of(office, "intake1").passphrase_salt == before.passphrase_salt


def test_known_and_unknown_logins_cost_the_same_under_two_peppers(
    office: Office, monkeypatch
) -> None:
    rotate(office)
    # The real derivation runs; it is only counted.
    derived = []
    real = officer_wraps.passphrase_key

    def counted(*asked, **more):
        derived.append(1)
        return real(*asked, **more)

    monkeypatch.setattr(officer_wraps, "passphrase_key", counted)
    counts = []
    for login, passphrase in (
        ("intake1", "x" * 20),
        ("nobody", "x" * 20),
        # Right, but without the second factor: not even that shows.
        ("intake1", PASSPHRASE),
    ):
        derived.clear()
        with office.work(AllAgencies("sign in")) as work, pytest.raises(SignInFailed):
            sign_in(work, f"sample/{login}", passphrase, "000000")
        counts.append(len(derived))
    assert counts == [2, 2, 2]


def test_salts_tell_their_pepper_to_its_holder_alone() -> None:
    pepper, other = random_bytes(32), random_bytes(32)
    salts = [new_salt(pepper) for _ in range(50)]
    assert all(len(salt) == 16 and is_of_pepper(salt, pepper) for salt in salts)
    assert not any(is_of_pepper(salt, other) for salt in salts)
    assert not is_of_pepper(None, pepper)
    assert len({salt[:8] for salt in salts}) == len({salt[8:] for salt in salts}) == 50


def test_nothing_is_retired_that_an_officer_or_a_case_still_needs(office: Office) -> None:
    office.file()
    rotate(office)
    everybody = tuple(sorted(f"sample/{login}" for login, *_ in OFFICERS))
    first = held(office)
    assert (first.cases, first.passphrases, first.recovery_codes) == (1, everybody, everybody)
    everybody_signs_in(office)
    assert held(office).passphrases == ()
    everybody_prints_a_code(office)
    last = held(office)
    assert (last.cases, last.passphrases, last.recovery_codes) == (1, (), ())
    assert not last.nothing


def test_a_case_of_the_very_day_counts_and_a_later_one_does_not(office: Office) -> None:
    rotate(office)
    office.file()
    assert held(office).cases == 1
    with office.work(AgencyClerk(office.agency_id)) as work:
        for case in work.rows(select(Complaint)):
            case.submitted_on += timedelta(days=1)
    assert held(office).cases == 0


def test_an_unread_print_holds_the_old_pepper(office: Office) -> None:
    rotate(office, read_back=False)
    everybody_signs_in(office)
    everybody_prints_a_code(office)
    assert held(office).since is None
    assert not held(office).nothing


def test_when_nothing_needs_it_the_old_pepper_goes_and_all_works_on(office: Office) -> None:
    old = office.file()
    rotate(office)
    everybody_signs_in(office)
    everybody_prints_a_code(office)
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.rows(select(Complaint))[0].deleted_on = work.today
    assert held(office).nothing
    office.clock.now += timedelta(days=1)
    new = office.file(subject="หลังหมุนกุญแจ")
    assert held(office).nothing
    retire(office)
    _, office.officers["intake1"] = sign_in_later(office, "intake1")
    assert office.open("intake1", office.case_id(new)).subject == "หลังหมุนกุญแจ"
    with office.reporter() as work:
        assert enter_code(work, new.code)
    # What the runbook says of a retired pepper: the code of a deleted case leads nowhere.
    with office.reporter() as work, pytest.raises(NotFound):
        enter_code(work, old.code)


def test_of_three_peppers_the_middle_one_says_since_when(office: Office) -> None:
    rotate(office)
    first_day = office.clock.now.date()
    office.clock.now += timedelta(days=10)
    rotate(office)
    assert held(office).since == first_day
    everybody_signs_in(office)
    assert held(office).passphrases == ()


def test_only_the_console_asks(office: Office) -> None:
    rotate(office)
    with office.desk("admin1") as work, pytest.raises(NotAllowed):
        held_by_oldest(work)


def test_peppers_are_put_before_and_taken_from_behind() -> None:
    first, second = random_bytes(32), random_bytes(32)
    keys = key_file.KeyFile((first,)).with_root(b"a" * 16, b"r" * 32)
    two = keys.with_pepper(second)
    assert two.peppers == (second, first)
    assert two.roots == keys.roots
    assert two.without_oldest().peppers == (second,)
    for wrong in (first, b"short"):
        with pytest.raises(ValueError, match="of its own"):
            keys.with_pepper(wrong)
    with pytest.raises(ValueError, match="only pepper"):
        keys.without_oldest()


def test_a_wrap_of_a_retired_pepper_opens_for_nobody(office: Office) -> None:
    rotate(office)
    retire(office)
    with pytest.raises(SignInFailed):
        sign_in_later(office, "intake1")
