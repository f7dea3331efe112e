"""Accounts over time: who leaves is out, who starts anew begins with nothing and stays excluded."""

import pytest
from sqlalchemy import select

from models.agency import OfficeHolderRow
from models.complaint import Complaint
from models.officer import Officer, OfficerRole, OfficerSession
from models.release import IdentityRelease
from rules.permissions import Role
from rules.states import Channel, Move
from service.actors import AgencyClerk, AllAgencies
from service.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    NotSignedIn,
    SignInFailed,
    WrongState,
)
from service.keyring import load_keyring
from service.look_for_tampering import look_for_tampering
from service.officer_accounts import account_view, change_roles, leave, predecessors, reset
from service.open_case import open_case
from service.release_ask import ask_identity
from service.sign_in import resume
from service.submit_complaint import filing_form
from tests.newcomers import join, row_of, sign_by_paper, start_anew, vouch_for
from tests.office import Office, sign_in_as
from tests.service.test_release_identity import ASK
from tests.service.test_renew_keys import excluding, sign_in_later

SECRETS = (
    "passphrase_salt", "wrapped_by_passphrase", "sealed_totp", "recovery_salt",
    "wrapped_by_recovery", "sealed_previous", "sealed_blind_list", "activation_hash",
)  # fmt: skip


def id_of(office: Office, login: str) -> str:
    return office.officers[login].officer_id.hex()


def go(office: Office, login: str, **more: bool) -> None:
    with office.desk("admin1") as work:
        leave(work, id_of(office, login), **more)


def clerk(office: Office):
    return office.work(AgencyClerk(office.agency_id))


# Leaving


def test_whoever_leaves_is_out_and_can_open_nothing_any_more(office: Office) -> None:
    cookie, _ = sign_in_later(office, "legal1")
    go(office, "legal1")
    row = row_of(office, "legal1")
    assert row.standing == "left"
    assert [getattr(row, name) for name in SECRETS] == [None] * len(SECRETS)
    with office.work(AllAgencies("resume")) as work, pytest.raises(NotSignedIn):
        resume(work, cookie)
    with pytest.raises(SignInFailed):
        sign_in_later(office, "legal1")
    with clerk(office) as work:
        rows = select(OfficerSession.id).where(OfficerSession.officer_id == row.id)
        assert work.rows(rows) == []


def test_what_somebody_signed_before_leaving_still_counts(office: Office) -> None:
    case_id = office.case_id(office.file())
    office.move("intake1", case_id, Move.ASK, notice_text="ขอทราบวันที่")
    go(office, "intake1", confirmed=True)
    assert office.open("intake2", case_id).conversation[0].text == "ขอทราบวันที่"
    with clerk(office) as work:
        assert look_for_tampering(work) == ()


def test_new_cases_do_not_go_to_somebody_who_left(office: Office) -> None:
    join(office, "intake3", "นายสาม มาเพิ่ม", Role.INTAKE)
    sign_by_paper(office)
    go(office, "intake1")
    office.file()
    with clerk(office) as work:
        keyring = load_keyring(work)
    assert len(keyring.holding(Role.INTAKE)) == 2
    assert keyring.officer(office.officers["intake1"].officer_id) is None


@pytest.mark.parametrize(
    ("login", "role"),
    [
        ("intake1", Role.INTAKE),
        ("grievance1", Role.GRIEVANCE),
        ("inside1", Role.CUSTODIAN_INSIDE),
        ("outside1", Role.CUSTODIAN_OUTSIDE),
    ],
)
def test_what_shuts_a_channel_or_empties_a_group_is_confirmed_first(
    office: Office, login: str, role: Role
) -> None:
    with office.desk("admin1") as work:
        assert account_view(work, id_of(office, login)).wanting == (role,)
    with pytest.raises(InvalidInput):
        go(office, login)
    assert row_of(office, login).standing == "active"
    go(office, login, confirmed=True)
    assert row_of(office, login).standing == "left"
    with clerk(office) as work:
        channel = Channel.GRIEVANCE if role is Role.GRIEVANCE else Channel.CORRUPTION
        assert not load_keyring(work).is_open(channel)


def test_one_of_three_may_leave_without_a_word(office: Office) -> None:
    join(office, "intake3", "นายสาม มาเพิ่ม", Role.INTAKE)
    sign_by_paper(office)
    go(office, "intake1")
    with clerk(office) as work:
        assert load_keyring(work).is_open(Channel.CORRUPTION)


def test_a_request_for_a_name_ends_when_its_asker_leaves(office: Office) -> None:
    case_id = office.case_id(office.file(identity_mode="confidential", contact_name="นางผู้แจ้ง"))
    with office.desk("intake1") as work:
        ask_identity(work, case_id, ASK)
    go(office, "intake1", confirmed=True)
    with clerk(office) as work:
        (release,) = work.rows(select(IdentityRelease))
    assert (release.state, release.one_time_private) == ("withdrawn", None)


def test_nobody_puts_the_own_account_out_of_use(office: Office) -> None:
    for act in (leave, reset):
        with office.desk("admin1") as work, pytest.raises(WrongState):
            act(work, id_of(office, "admin1"))
    with office.desk("admin1") as work, pytest.raises(WrongState):
        change_roles(work, id_of(office, "admin1"), [Role.INTAKE])


@pytest.mark.parametrize("login", ["intake1", "clerk", "inside1"])
def test_only_who_manages_accounts_may(office: Office, login: str) -> None:
    target = id_of(office, "legal1")
    for act in (account_view, leave, reset):
        with office.desk(login) as work, pytest.raises(NotAllowed):
            act(work, target)
    with office.desk(login) as work, pytest.raises(NotAllowed):
        change_roles(work, target, [Role.LEGAL])


def test_an_unknown_account_is_not_found(office: Office) -> None:
    for officer_id in ("0" * 32, "x", ""):
        with office.desk("admin1") as work, pytest.raises(NotFound):
            account_view(work, officer_id)


# Starting anew


def test_starting_anew_is_a_new_row_under_the_same_name_that_holds_nothing(office: Office) -> None:
    case_id = office.case_id(office.file())
    office.open("intake1", case_id)
    before = row_of(office, "intake1")
    start_anew(office, "intake1")
    after, old = row_of(office, "intake1"), row_of(office, "intake1~1")
    assert old.id == before.id
    assert old.pair_public == before.pair_public
    assert (after.name, after.post, after.key_generation) == (before.name, before.post, 0)
    assert after.id != before.id
    assert after.pair_public != before.pair_public
    assert [getattr(old, name) for name in SECRETS] == [None] * len(SECRETS)
    with clerk(office) as work:
        roles = select(OfficerRole.role).where(OfficerRole.officer_id == after.id)
        assert set(work.rows(roles)) == {"intake", "case_officer"}
        assert load_keyring(work).officer(after.id) is None
    with office.desk("intake1") as work, pytest.raises(NotFound):
        open_case(work, case_id)


def test_cases_and_post_move_to_the_new_row(office: Office) -> None:
    case_id = office.case_id(office.file())
    office.move("intake2", case_id, Move.ASSIGN, officer=id_of(office, "intake1"))
    start_anew(office, "intake1")
    with clerk(office) as work:
        case = work.session.get(Complaint, bytes.fromhex(case_id))
        holder = work.one(OfficeHolderRow, name="นางสาวมาลี ใจงาม")
    assert case.case_officer_id == holder.officer_id == office.officers["intake1"].officer_id


def test_who_was_kept_out_stays_kept_out_after_starting_anew(office: Office) -> None:
    kept_out = office.case_id(office.file(exclude=excluding(office, "นางสาวมาลี ใจงาม")))
    start_anew(office, "intake1")
    vouchers = ("intake2", "intake3")
    join(office, "intake3", "นายสาม มาเพิ่ม", Role.INTAKE)
    sign_only_new(office, "intake3")
    vouch_for(office, "intake1", *vouchers)
    office.move("intake2", kept_out, Move.NOTE, note="ตรวจแล้ว")
    with office.desk("intake1") as work, pytest.raises(NotFound):
        open_case(work, kept_out)
    later = office.case_id(office.file(exclude=excluding(office, "นางสาวมาลี ใจงาม")))
    with office.desk("intake1") as work, pytest.raises(NotFound):
        open_case(work, later)
    from service.case_keys import open_case_keys
    from service.exclusions import opened_exclusions

    with office.desk("intake2") as work:
        key = load_keyring(work).officer(office.officers["intake1"].officer_id)
        case = work.session.get(Complaint, bytes.fromhex(kept_out))
        assert opened_exclusions(work, open_case_keys(work, case)).covers(key)


def sign_only_new(office: Office, login: str) -> None:
    from tests.service.test_vouch import sign_only

    sign_only(office, login)


def test_what_the_row_before_signed_is_still_read(office: Office) -> None:
    case_id = office.case_id(office.file())
    office.move("intake1", case_id, Move.ASK, notice_text="ขอทราบวันที่")
    start_anew(office, "intake1")
    assert office.open("intake2", case_id).conversation[0].text == "ขอทราบวันที่"
    with clerk(office) as work:
        assert [finding.kind for finding in look_for_tampering(work)] == ["key_waiting"]


def test_predecessors_are_the_rows_before_and_nobody_elses(office: Office) -> None:
    first = office.officers["legal1"].officer_id
    start_anew(office, "legal1")
    second = office.officers["legal1"].officer_id
    office.clock.now = office.clock.now.replace(minute=30)
    start_anew(office, "legal1")
    third = office.officers["legal1"].officer_id
    join(office, "legal", "นายธรรมรงค์ กฎหมาย", Role.LEGAL)
    with clerk(office) as work:
        planted = work.one(Officer, login="clerk")
        planted.login, planted.standing = "legal1~9", "left"
        work.session.flush()
        assert predecessors(work, third) == (first, second)
        assert predecessors(work, second) == ()
        assert predecessors(work, office.officers["legal"].officer_id) == ()
        assert predecessors(work, bytes(16)) == ()


def test_somebody_who_left_may_come_back_anew(office: Office) -> None:
    go(office, "legal1")
    start_anew(office, "legal1")
    assert row_of(office, "legal1").standing == "active"


def test_an_account_from_before_a_reset_is_not_touched_again(office: Office) -> None:
    start_anew(office, "legal1")
    old = row_of(office, "legal1~1").id.hex()
    for act in (leave, reset):
        with office.desk("admin1") as work, pytest.raises(WrongState):
            act(work, old)


def test_a_login_cannot_be_made_to_look_like_one_from_before(office: Office) -> None:
    from service.activate_officer import OfficerPlan, invite_officer

    for login in ("legal1~1", "a" * 41):
        plan = OfficerPlan("นายธรรมรงค์ กฎหมาย", "นิติกร", login, (Role.LEGAL,))
        with office.desk("admin1") as work, pytest.raises(InvalidInput):
            invite_officer(work, plan)


# Roles


def test_pages_follow_the_roles_at_once_and_keys_when_they_are_signed(office: Office) -> None:
    with office.desk("admin1") as work:
        change_roles(work, id_of(office, "intake1"), [Role.COMMITTEE], confirmed=True)
        view = account_view(work, id_of(office, "intake1"))
    assert view.roles == (Role.COMMITTEE,)
    assert view.signed == (Role.INTAKE, Role.CASE_OFFICER)
    _, actor = sign_in_later(office, "intake1")
    assert actor.roles == {Role.COMMITTEE}
    sign_by_paper(office)
    with clerk(office) as work:
        key = load_keyring(work).officer(actor.officer_id)
    assert key.has(Role.COMMITTEE)
    assert not key.has(Role.INTAKE)


def test_what_somebody_signed_is_read_whatever_becomes_of_the_roles(office: Office) -> None:
    case_id = office.case_id(office.file())
    office.move("intake1", case_id, Move.ASK, notice_text="ขอทราบวันที่")
    with office.desk("admin1") as work:
        change_roles(work, id_of(office, "intake1"), [Role.PUBLISHER], confirmed=True)
    assert office.open("intake2", case_id).conversation[0].text == "ขอทราบวันที่"


def test_roles_that_clash_none_and_too_few_readers_are_refused(office: Office) -> None:
    for roles in ([], [Role.ADMINISTRATOR, Role.INTAKE], [Role.COMMITTEE]):
        with office.desk("admin1") as work, pytest.raises(InvalidInput):
            change_roles(work, id_of(office, "intake1"), roles)
    with office.desk("admin1") as work:
        change_roles(work, id_of(office, "legal1"), [Role.LEGAL])


def test_a_role_given_to_an_account_reads_no_new_case_before_it_is_signed(office: Office) -> None:
    with office.desk("admin1") as work:
        change_roles(work, id_of(office, "legal1"), [Role.LEGAL, Role.INTAKE])
    with office.reporter() as work:
        named = {one.name for one in filing_form(work, Channel.CORRUPTION).holders if one.reads}
    assert "นายธรรมรงค์ กฎหมาย" not in named
    case_id = office.case_id(office.file())
    office.clock.now = office.clock.now.replace(minute=30)
    office.officers["legal1"] = sign_in_as(office, "legal1")[1]
    with office.desk("legal1") as work, pytest.raises(NotFound):
        open_case(work, case_id)
