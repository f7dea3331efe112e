"""Two intake officers stand for a colleague's key; nobody else's word counts, nor a planted row."""

import pytest

from crypto.sealed_keys import generate_pair
from models.officer import Officer, OfficerRole
from rules.permissions import Role
from service.actors import AgencyClerk
from service.errors import InvalidInput, NotAllowed, NotFound
from service.keyring import load_keyring
from service.look_for_tampering import look_for_tampering
from service.officer_accounts import change_roles
from service.open_case import open_case
from service.sealing import new_id
from service.vouch import keys_to_vouch, vouch
from tests.newcomers import join, read_out, row_of, sign_by_paper, vouch_for
from tests.office import Office


@pytest.fixture
def newcomer(office: Office) -> Office:
    """The office with a third intake officer whose key nobody stands for."""
    join(office, "intake3", "นางสาวใหม่ เพิ่งมา", Role.INTAKE, Role.CASE_OFFICER)
    return office


def is_on_keyring(office: Office, login: str) -> bool:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return load_keyring(work).officer(office.officers[login].officer_id) is not None


def line_of(office: Office, voucher: str, login: str):
    with office.desk(voucher) as work:
        return next(one for one in keys_to_vouch(work).lines if one.login == login)


def test_two_colleagues_make_a_key_count_and_new_cases_come(newcomer: Office) -> None:
    vouch_for(newcomer, "intake3", "intake1")
    assert line_of(newcomer, "intake1", "intake3").stands == "mine"
    assert line_of(newcomer, "intake2", "intake3").first == "นางสาวมาลี ใจงาม"
    assert not is_on_keyring(newcomer, "intake3")
    vouch_for(newcomer, "intake3", "intake2")
    assert is_on_keyring(newcomer, "intake3")
    case_id = newcomer.case_id(newcomer.file(subject="เรื่องใหม่"))
    assert newcomer.open("intake3", case_id).subject == "เรื่องใหม่"
    with newcomer.work(AgencyClerk(newcomer.agency_id)) as work:
        assert look_for_tampering(work) == ()


def test_one_colleague_twice_is_not_two(newcomer: Office) -> None:
    vouch_for(newcomer, "intake3", "intake1")
    line = line_of(newcomer, "intake1", "intake3")
    heard = read_out(newcomer, "intake3")[-4:]
    with newcomer.desk("intake1") as work, pytest.raises(NotAllowed):
        vouch(work, line.id, line.mark, heard)
    with newcomer.work(AgencyClerk(newcomer.agency_id)) as work:
        row = work.one(Officer, login="intake3")
        row.countersigned_by_second = row.countersigned_by_first
        row.second_countersignature = row.first_countersignature
    assert not is_on_keyring(newcomer, "intake3")


def test_nobody_vouches_for_the_own_key_nor_under_the_same_name(newcomer: Office) -> None:
    join(newcomer, "intake4", "นางสาว ใหม่ เพิ่งมา", Role.INTAKE)
    sign_only(newcomer, "intake3")
    assert line_of(newcomer, "intake3", "intake4").stands == "own"
    line = line_of(newcomer, "intake3", "intake4")
    heard = read_out(newcomer, "intake4")[-4:]
    with newcomer.desk("intake3") as work, pytest.raises(NotAllowed):
        vouch(work, line.id, line.mark, heard)


def sign_only(office: Office, login: str) -> None:
    """The root's paper signs this one alone, of those who wait."""
    from service.sign_keyring import keys_to_sign, sign_keyring

    with office.work(AgencyClerk(office.agency_id)) as work:
        marks = [one.mark for one in keys_to_sign(work) if one.login == login]
        sign_keyring(work, office.made.papers.root, marks)


def test_who_was_vouched_for_does_not_vouch(newcomer: Office) -> None:
    vouch_for(newcomer, "intake3", "intake1", "intake2")
    join(newcomer, "intake4", "นายสี่ ตามมา", Role.INTAKE)
    with newcomer.desk("intake3") as work:
        page = keys_to_vouch(work)
    assert not page.may_vouch
    (line,) = page.lines
    heard = read_out(newcomer, "intake4")[-4:]
    with newcomer.desk("intake3") as work, pytest.raises(NotAllowed):
        vouch(work, line.id, line.mark, heard)


@pytest.mark.parametrize(
    "roles", [(Role.CUSTODIAN_INSIDE,), (Role.INTAKE, Role.CUSTODIAN_INSIDE), (Role.ADMINISTRATOR,)]
)
def test_custodians_and_administrators_need_the_paper(office: Office, roles) -> None:
    join(office, "other1", "นายอื่น ใดเลย", *roles)
    line = line_of(office, "intake1", "other1")
    assert line.stands == "paper"
    heard = read_out(office, "other1")[-4:]
    with office.desk("intake1") as work, pytest.raises(NotAllowed):
        vouch(work, line.id, line.mark, heard)


@pytest.mark.parametrize("login", ["grievance1", "legal1", "clerk", "inside1", "admin1"])
def test_only_intake_officers_see_and_vouch(newcomer: Office, login: str) -> None:
    line = line_of(newcomer, "intake1", "intake3")
    with newcomer.desk(login) as work, pytest.raises(NotAllowed):
        keys_to_vouch(work)
    heard = read_out(newcomer, "intake3")[-4:]
    with newcomer.desk(login) as work, pytest.raises(NotAllowed):
        vouch(work, line.id, line.mark, heard)


def test_a_role_given_by_sql_makes_nobody_a_voucher(newcomer: Office) -> None:
    legal = newcomer.officers["legal1"]
    with newcomer.work(AgencyClerk(newcomer.agency_id)) as work:
        work.session.add(
            OfficerRole(agency_id=newcomer.agency_id, officer_id=legal.officer_id, role="intake")
        )
    from tests.service.test_renew_keys import sign_in_later

    newcomer.officers["legal1"] = sign_in_later(newcomer, "legal1")[1]
    with newcomer.desk("legal1") as work:
        assert not keys_to_vouch(work).may_vouch


def test_digits_that_were_not_heard_are_refused(newcomer: Office) -> None:
    line = line_of(newcomer, "intake1", "intake3")
    heard = read_out(newcomer, "intake3")[-4:]
    for typed in ("", "0000" if heard != "0000" else "1111", heard[:3]):
        with newcomer.desk("intake1") as work, pytest.raises(InvalidInput, match="invalid"):
            vouch(work, line.id, line.mark, typed)


def test_a_key_swapped_after_the_page_was_drawn_is_not_vouched_for(newcomer: Office) -> None:
    line = line_of(newcomer, "intake1", "intake3")
    with newcomer.work(AgencyClerk(newcomer.agency_id)) as work:
        work.one(Officer, login="intake3").pair_public = generate_pair().public
    with newcomer.desk("intake1") as work, pytest.raises(InvalidInput) as refused:
        vouch(work, line.id, line.mark, line.fingerprint[-4:])
    assert refused.value.fields == {"key": "key_changed"}


def test_a_swapped_key_has_other_digits_than_its_owner_reads(newcomer: Office) -> None:
    with newcomer.work(AgencyClerk(newcomer.agency_id)) as work:
        work.one(Officer, login="intake3").pair_public = generate_pair().public
    assert line_of(newcomer, "intake1", "intake3").fingerprint != read_out(newcomer, "intake3")


def test_a_key_swapped_between_the_two_signatures_waits_for_both_again(newcomer: Office) -> None:
    vouch_for(newcomer, "intake3", "intake1")
    with newcomer.work(AgencyClerk(newcomer.agency_id)) as work:
        work.one(Officer, login="intake3").signing_public = bytes(range(32))
    assert line_of(newcomer, "intake2", "intake3").first == ""


def test_other_roles_after_the_first_signature_make_it_void(newcomer: Office) -> None:
    vouch_for(newcomer, "intake3", "intake1")
    with newcomer.desk("admin1") as work:
        change_roles(work, newcomer.officers["intake3"].officer_id.hex(), [Role.COMMITTEE])
    assert line_of(newcomer, "intake2", "intake3").first == ""
    vouch_for(newcomer, "intake3", "intake2", "intake1")
    with newcomer.work(AgencyClerk(newcomer.agency_id)) as work:
        key = load_keyring(work).officer(newcomer.officers["intake3"].officer_id)
    assert key.has(Role.COMMITTEE)
    assert not key.has(Role.INTAKE)


def test_a_key_that_counts_is_never_put_at_stake(newcomer: Office) -> None:
    vouch_for(newcomer, "intake3", "intake1", "intake2")
    for login in ("intake2", "intake3"):
        officer = newcomer.officers[login].officer_id
        with newcomer.desk("admin1") as work:
            change_roles(work, officer.hex(), [Role.INTAKE, Role.CASE_OFFICER, Role.COMMITTEE])
        assert line_of(newcomer, "intake1", login).stands == "paper"
        assert is_on_keyring(newcomer, login)
    sign_by_paper(newcomer)
    with newcomer.work(AgencyClerk(newcomer.agency_id)) as work:
        assert load_keyring(work).officer(officer).has(Role.COMMITTEE)


def test_who_left_or_is_unknown_cannot_be_vouched_for(newcomer: Office) -> None:
    line = line_of(newcomer, "intake1", "intake3")
    with newcomer.work(AgencyClerk(newcomer.agency_id)) as work:
        work.one(Officer, login="intake3").standing = "left"
    for officer_id in (line.id, new_id().hex(), "x"):
        with newcomer.desk("intake1") as work, pytest.raises(NotFound):
            vouch(work, officer_id, line.mark, line.fingerprint[-4:])


def test_a_vouched_officer_holds_no_case_from_before(newcomer: Office) -> None:
    case_id = newcomer.case_id(newcomer.file())
    vouch_for(newcomer, "intake3", "intake1", "intake2")
    with newcomer.desk("intake3") as work, pytest.raises(NotFound):
        open_case(work, case_id)
    assert row_of(newcomer, "intake3").sealed_blind_list is None
