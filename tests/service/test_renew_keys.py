"""An officer's keys are renewed: the old ones vouch for the new, and no case is lost on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from crypto import key_file
from crypto.passwords import recovery_code_key
from crypto.primitives import SealBroken
from crypto.sealed_keys import dummy_share, generate_pair, open_share
from models.complaint import Complaint
from models.custody import KeySuccession
from models.key_share import KeyShare
from models.officer import Officer, OfficerSession
from rules.permissions import Role
from rules.states import Channel, Move
from service.actors import AgencyClerk, AllAgencies, OfficerActor
from service.case_events import Acting
from service.case_filters import Filters
from service.case_keys import open_case_keys
from service.checked_keys import HolderKey
from service.errors import Busy, NotFound, NotSignedIn, SignInFailed, Unreadable, WrongState
from service.keyring import checked_holder, load_keyring
from service.list_cases import list_cases
from service.look_for_tampering import look_for_tampering
from service.officer_wraps import opened_by_recovery
from service.renew_keys import (
    FIRST,
    new_recovery_code,
    own_keys,
    renew_keys,
    reseal_slice,
    shares_left,
)
from service.sealing import share_context
from service.shares import give_share
from service.sign_in import resume
from service.submit_complaint import filing_form
from tests.newcomers import row_of
from tests.office import CHEAP, PASSPHRASE, Office, sign_in_as


def sign_in_later(office: Office, login: str) -> tuple[str, OfficerActor]:
    """A new session; a code of six digits is taken once, so it waits for the next one."""
    office.clock.now += timedelta(seconds=60)
    return sign_in_as(office, login)


def renew(office: Office, login: str) -> str:
    """The recovery code; the officer of the office goes on with the new keys."""
    cookie, office.officers[login] = sign_in_later(office, login)
    with office.desk(login) as work:
        code = renew_keys(work, cookie, PASSPHRASE)
    resumed(office, login, cookie)
    return code


def resumed(office: Office, login: str, cookie: str) -> None:
    with office.work(AllAgencies("resume")) as work:
        office.officers[login] = resume(work, cookie)[0]


def reseal(office: Office, login: str, limit: int = 2, slices: int = 1000) -> None:
    at = FIRST
    for _ in range(slices):
        with office.desk(login) as work:
            at = reseal_slice(work, at, limit)
        if at is None:
            return


def shares_of(office: Office, login: str) -> list[KeyShare]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(
            select(KeyShare).where(KeyShare.holder_id == office.officers[login].officer_id)
        )


def excluding(office: Office, name: str) -> list[str]:
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    return [one.id for one in holders if one.name == name]


def test_every_case_opens_before_during_and_after(office: Office) -> None:
    ids = [office.case_id(office.file(subject=f"เรื่อง {number}")) for number in range(5)]
    renew(office, "intake1")
    assert office.officers["intake1"].keys.generation == 1
    for slices in (0, 1, 1):
        reseal(office, "intake1", slices=slices)
        assert [office.open("intake1", one).subject for one in ids] == [
            f"เรื่อง {number}" for number in range(5)
        ]
    reseal(office, "intake1")
    assert row_of(office, "intake1").sealed_previous is None
    assert {share.holder_generation for share in shares_of(office, "intake1")} == {1}
    _, office.officers["intake1"] = sign_in_later(office, "intake1")
    assert office.open("intake1", ids[0]).subject == "เรื่อง 0"
    late = office.case_id(office.file(subject="เรื่องใหม่"))
    assert office.open("intake1", late).subject == "เรื่องใหม่"


def test_the_keys_before_open_no_share_any_more(office: Office) -> None:
    office.file()
    before = office.officers["intake1"].keys.pair_private
    renew(office, "intake1")
    reseal(office, "intake1")
    (share,) = shares_of(office, "intake1")
    with pytest.raises(SealBroken):
        open_share(share.sealed, before, share_context(share))


def test_what_was_signed_before_still_counts(office: Office) -> None:
    case_id = office.case_id(office.file())
    office.move("intake1", case_id, Move.ASK, notice_text="ขอทราบวันที่")
    renew(office, "intake1")
    reseal(office, "intake1")
    assert [line.text for line in office.open("intake2", case_id).conversation] == ["ขอทราบวันที่"]
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


def test_an_excluded_officer_stays_blind_and_a_dump_cannot_tell(office: Office) -> None:
    kept_out = office.case_id(office.file(exclude=excluding(office, "นางสาวมาลี ใจงาม")))
    other = office.case_id(office.file())
    with office.desk("intake1") as work:
        assert list_cases(work, Filters(show="all")).total == 1
    renew(office, "intake1")
    reseal(office, "intake1")
    with pytest.raises(NotFound):
        office.open("intake1", kept_out)
    assert office.open("intake1", other)
    with office.desk("intake1") as work:
        assert list_cases(work, Filters(show="all")).total == 1
    first, second = shares_of(office, "intake1")
    assert first.holder_generation == second.holder_generation == 1
    assert (first.granter_id, len(first.sealed)) == (second.granter_id, len(second.sealed))


def test_a_custodian_renews_too(office: Office) -> None:
    office.file(identity_mode="confidential", contact_name="นางผู้แจ้ง")
    renew(office, "inside1")
    reseal(office, "inside1")
    (share,) = shares_of(office, "inside1")
    private = office.officers["inside1"].keys.pair_private
    assert len(open_share(share.sealed, private, share_context(share))) == 96


def test_a_share_given_by_a_colleague_is_signed_anew_and_a_forged_one_is_not(
    office: Office,
) -> None:
    case_id = office.case_id(office.file())
    forged = office.case_id(office.file())
    office.move("intake1", case_id, Move.ASSIGN, officer=office.officers["legal1"].officer_id.hex())
    (given,) = shares_of(office, "legal1")
    with office.work(AgencyClerk(office.agency_id)) as work:
        planted = KeyShare(
            id=b"p" * 16,
            agency_id=office.agency_id,
            case_id=bytes.fromhex(forged),
            epoch=0,
            holder_id=given.holder_id,
            kind=1,
            sealed=b"",
            granter_id=office.officers["intake1"].officer_id,
            signature=bytes(64),
        )
        planted.sealed = dummy_share(share_context(planted))
        work.session.add(planted)
    renew(office, "legal1")
    reseal(office, "legal1")
    assert office.open("legal1", case_id)
    with office.work(AgencyClerk(office.agency_id)) as work:
        kinds = [finding.kind for finding in look_for_tampering(work)]
    assert kinds == ["share_not_signed"]
    rows = {row.case_id.hex(): row for row in shares_of(office, "legal1")}
    assert rows[case_id].granter_id == office.officers["legal1"].officer_id
    assert rows[forged].granter_id == office.officers["intake1"].officer_id


def test_two_renewals_follow_each_other_and_a_second_waits_for_the_first(office: Office) -> None:
    case_id = office.case_id(office.file())
    renew(office, "intake1")
    with office.desk("intake1") as work, pytest.raises(WrongState):
        renew_keys(work, "", PASSPHRASE)
    reseal(office, "intake1")
    renew(office, "intake1")
    reseal(office, "intake1")
    assert office.officers["intake1"].keys.generation == 2
    assert office.open("intake1", case_id)
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert checked_holder(work, office.officers["intake1"].officer_id).generation == 2


def test_other_sessions_end_and_the_new_recovery_code_opens_the_new_keys(office: Office) -> None:
    other, _ = sign_in_later(office, "intake1")
    code = renew(office, "intake1")
    with office.work(AllAgencies("resume")) as work, pytest.raises(NotSignedIn):
        resume(work, other)
    row = row_of(office, "intake1")
    pepper = key_file.load(office.key_path).pepper
    key = recovery_code_key(code, salt=row.recovery_salt, pepper=pepper, cost=CHEAP)
    opened, _ = opened_by_recovery(row, [key])
    assert opened.pair_private == office.officers["intake1"].keys.pair_private
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert len(work.rows(select(OfficerSession.id).where(
            OfficerSession.officer_id == row.id))) == 1  # fmt: skip


def test_a_new_recovery_code_leaves_the_keys_as_they_are(office: Office) -> None:
    before = row_of(office, "clerk")
    with office.desk("clerk") as work:
        new_recovery_code(work, PASSPHRASE)
    after = row_of(office, "clerk")
    assert before.pair_public == after.pair_public
    assert before.wrapped_by_passphrase == after.wrapped_by_passphrase
    assert before.wrapped_by_recovery != after.wrapped_by_recovery
    with office.desk("clerk") as work, pytest.raises(SignInFailed):
        new_recovery_code(work, "ไม่ใช่วลีนี้แน่นอนครับ")


def test_a_public_key_that_was_planted_gets_no_share_and_no_succession(office: Office) -> None:
    office.file()
    cookie, office.officers["intake1"] = sign_in_later(office, "intake1")
    planted = generate_pair()
    with office.work(AgencyClerk(office.agency_id)) as work:
        officer = work.one(Officer, login="intake1")
        honest, officer.pair_public = officer.pair_public, planted.public
    with office.desk("intake1") as work:
        shown = own_keys(work)
    assert not shown.counts
    with office.desk("intake1") as work, pytest.raises(Unreadable):
        renew_keys(work, cookie, PASSPHRASE)
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.one(Officer, login="intake1").pair_public = honest
    renew_and_plant(office, planted)
    reseal(office, "intake1")
    (share,) = shares_of(office, "intake1")
    with pytest.raises(SealBroken):
        open_share(share.sealed, planted.private, share_context(share))


def renew_and_plant(office: Office, planted) -> None:
    renew(office, "intake1")
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.one(Officer, login="intake1").pair_public = planted.public


@pytest.mark.parametrize("what", ["signature", "next_signature", "ended_on", "row"])
def test_a_succession_that_was_tampered_with_takes_the_key_off_the_keyring(
    office: Office, what: str
) -> None:
    renew(office, "intake1")
    with office.work(AgencyClerk(office.agency_id)) as work:
        row = work.rows(select(KeySuccession))[0]
        if what == "row":
            work.session.delete(row)
        elif what == "ended_on":
            work.session.execute(
                update(KeySuccession).values(ended_on=row.ended_on.replace(year=2030))
            )
        else:
            setattr(row, what, bytes(64))
    with office.work(AgencyClerk(office.agency_id)) as work:
        keyring = load_keyring(work)
        assert keyring.officer(office.officers["intake1"].officer_id) is None
        assert len(keyring.holding(Role.INTAKE)) == 1


def test_a_request_that_began_with_the_keys_before_is_asked_to_come_again(office: Office) -> None:
    office.file()
    stale = office.officers["intake1"]
    with office.desk("intake1") as work:
        list_cases(work, Filters(show="all"))
    renew(office, "intake1")
    with office.work(stale) as work, pytest.raises(Busy):
        list_cases(work, Filters(show="all"))
    with office.desk("intake1") as work:
        assert list_cases(work, Filters(show="all")).total == 1


def late_share(office: Office, case_id: str, key: HolderKey) -> None:
    """A colleague gives the case, having looked the key up before it was renewed."""
    with office.desk("intake2") as work:
        case = work.session.get(Complaint, bytes.fromhex(case_id))
        give_share(work, open_case_keys(work, case), key, Acting(work.officer(), Role.INTAKE))


def test_a_share_that_comes_late_to_the_keys_before_is_taken_along(office: Office) -> None:
    case_id = office.case_id(office.file())
    with office.work(AgencyClerk(office.agency_id)) as work:
        stale = load_keyring(work).officer(office.officers["intake1"].officer_id)
    renew(office, "intake1")
    reseal(office, "intake1", slices=1)
    late_share(office, case_id, stale)
    with office.desk("intake1") as work:
        assert shares_left(work) == 1
    reseal(office, "intake1")
    assert office.open("intake1", case_id)


def test_one_that_comes_after_the_end_is_left_for_a_colleague_to_give_anew(office: Office) -> None:
    case_id = office.case_id(office.file())
    with office.work(AgencyClerk(office.agency_id)) as work:
        stale = load_keyring(work).officer(office.officers["intake1"].officer_id)
    renew(office, "intake1")
    reseal(office, "intake1")
    late_share(office, case_id, stale)
    renew(office, "intake1")
    reseal(office, "intake1")
    assert [share.holder_generation for share in shares_of(office, "intake1")] == [0]
    with pytest.raises(NotFound):
        office.open("intake1", case_id)
