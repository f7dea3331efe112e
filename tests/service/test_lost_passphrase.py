"""Back in by the printed recovery code; a guess learns nothing, not even from the clock."""

import time
from base64 import b32decode

import pytest

from crypto import key_file
from crypto.primitives import random_bytes, totp_code
from models.officer import Officer
from service import officer_wraps
from service.actors import AgencyClerk, AllAgencies
from service.errors import InvalidInput, NotAllowed, NotFound, SignInFailed
from service.lost_passphrase import (
    set_passphrase_anew,
    show_lost_passphrase,
    take_recovery_code,
)
from service.officer_accounts import leave
from service.renew_keys import new_recovery_code
from service.sign_in import sign_in
from tests.newcomers import row_of
from tests.office import PASSPHRASE, Office
from tests.service.test_renew_keys import renew, reseal

NEW_PASSPHRASE = "หมาสี่ตัวเห่าใบตองแห้ง"
EVERYWHERE = AllAgencies("come back by the recovery code")


def printed_code(office: Office, login: str) -> str:
    with office.desk(login) as work:
        return new_recovery_code(work, PASSPHRASE)


def take(office: Office, login: str, code: str):
    with office.work(EVERYWHERE, writes=False) as work:
        return take_recovery_code(work, f"{office.slug}/{login}", code)


def finish(office: Office, ticket: str, seed: bytes, passphrase: str = NEW_PASSPHRASE):
    digits = totp_code(seed, int(office.clock.now.timestamp()) - 30)
    with office.work(EVERYWHERE) as work:
        return set_passphrase_anew(work, ticket, passphrase, passphrase, digits)


def come_back(office: Office, login: str, code: str):
    """The whole way; what is shown at its end."""
    view = take(office, login, code)
    seed = b32decode(view.totp_secret_text.replace(" ", ""))
    office.totp[login] = seed
    return finish(office, view.ticket, seed)


def enter(office: Office, login: str, passphrase: str) -> str:
    digits = totp_code(office.totp[login], int(office.clock.now.timestamp()))
    with office.work(EVERYWHERE) as work:
        return sign_in(work, f"{office.slug}/{login}", passphrase, digits)


def test_the_keys_stay_and_everything_around_them_is_new(office: Office) -> None:
    before = row_of(office, "intake1")
    shown = come_back(office, "intake1", printed_code(office, "intake1"))
    after = row_of(office, "intake1")
    assert before.pair_public == after.pair_public
    assert before.signing_public == after.signing_public
    assert before.sealed_totp != after.sealed_totp
    assert len(shown.recovery_code.replace(" ", "")) == 40
    assert enter(office, "intake1", NEW_PASSPHRASE)
    with pytest.raises(SignInFailed):
        enter(office, "intake1", PASSPHRASE)


def test_the_new_code_works_next_time_and_the_old_one_never_again(office: Office) -> None:
    first = printed_code(office, "intake1")
    second = come_back(office, "intake1", first).recovery_code
    with pytest.raises(SignInFailed):
        take(office, "intake1", first)
    assert come_back(office, "intake1", second)


def test_in_the_middle_of_a_renewal_nothing_is_lost(office: Office) -> None:
    case_id = office.case_id(office.file(subject="เรื่องเดิม"))
    code = renew(office, "intake1")
    come_back(office, "intake1", code)
    cookie = enter(office, "intake1", NEW_PASSPHRASE)
    from tests.service.test_renew_keys import resumed

    resumed(office, "intake1", cookie)
    reseal(office, "intake1")
    assert office.open("intake1", case_id).subject == "เรื่องเดิม"
    assert row_of(office, "intake1").sealed_previous is None


def test_another_officers_code_and_another_agencys_open_nothing(office: Office) -> None:
    code = printed_code(office, "intake1")
    for login in ("intake2", "nobody"):
        with pytest.raises(SignInFailed):
            take(office, login, code)
    with office.work(EVERYWHERE) as work, pytest.raises(SignInFailed):
        take_recovery_code(work, "other/intake1", code)


def test_an_officer_who_left_does_not_come_back(office: Office) -> None:
    code = printed_code(office, "legal1")
    view = take(office, "legal1", code)
    with office.desk("admin1") as work:
        leave(work, office.officers["legal1"].officer_id.hex())
    with pytest.raises(SignInFailed):
        take(office, "legal1", code)
    with pytest.raises(NotFound):
        finish(office, view.ticket, b32decode(view.totp_secret_text.replace(" ", "")))


@pytest.mark.parametrize("code", ["", "1234", "0" * 39, "x" * 40, "๑" * 39 + "2"])
def test_what_cannot_be_a_code_is_said_at_once(office: Office, code: str) -> None:
    with pytest.raises(InvalidInput):
        take(office, "intake1", code)


def test_a_ticket_from_elsewhere_opens_nothing(office: Office) -> None:
    view = take(office, "intake1", printed_code(office, "intake1"))
    for ticket in ("", "zz", "00" * 80, view.ticket[:-2], view.ticket[:-2] + "00"):
        with office.work(EVERYWHERE) as work, pytest.raises(NotFound):
            show_lost_passphrase(work, ticket)
    with office.desk("intake1") as work, pytest.raises(NotAllowed):
        show_lost_passphrase(work, view.ticket)


def test_the_ticket_holds_nothing_without_the_key_file(office: Office) -> None:
    view = take(office, "intake1", printed_code(office, "intake1"))
    row, keys = row_of(office, "intake1"), key_file.load(office.key_path)
    packed = bytes.fromhex(view.ticket)
    for secret in (row.id, office.officers["intake1"].keys.pair_private[:32], keys.pepper):
        assert secret not in packed
    key_file.save(office.key_path, key_file.KeyFile((random_bytes(32),), keys.roots))
    with office.work(EVERYWHERE) as work, pytest.raises(NotFound):
        show_lost_passphrase(work, view.ticket)


def test_a_recovery_wrap_planted_from_another_officer_opens_nothing(office: Office) -> None:
    code = printed_code(office, "legal1")
    theirs = row_of(office, "legal1")
    with office.work(AgencyClerk(office.agency_id)) as work:
        row = work.one(Officer, login="intake1")
        row.recovery_salt = theirs.recovery_salt
        row.wrapped_by_recovery = theirs.wrapped_by_recovery
    with pytest.raises(SignInFailed):
        take(office, "intake1", code)


def test_known_and_unknown_logins_cost_the_same_derivations(office: Office, monkeypatch) -> None:
    # The real derivation runs; it is only counted.
    derived = []
    real = officer_wraps.recovery_code_key

    def counted(*asked, **more):
        derived.append(time.monotonic())
        return real(*asked, **more)

    monkeypatch.setattr(officer_wraps, "recovery_code_key", counted)
    code = printed_code(office, "intake1")
    counts = []
    for login in ("intake2", "nobody"):
        derived.clear()
        with pytest.raises(SignInFailed):
            take(office, login, code)
        counts.append(len(derived))
    assert counts == [1, 1]
