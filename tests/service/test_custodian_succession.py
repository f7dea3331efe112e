"""A new custodian comes to the halves: by an intake officer's permit and a custodian's hand."""

import pytest
from sqlalchemy import select

from crypto.primitives import SealBroken, random_bytes
from crypto.sealed_keys import ShareKind, open_share
from models.complaint import Complaint
from models.custody import CustodianPermit
from models.history import CaseEvent
from models.key_share import KeyShare
from rules.permissions import Role
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk
from service.custodian_permits import permit_slice
from service.custodian_succession import custody_page, fill_slice, give_slice
from service.errors import NotAllowed, NotFound
from service.look_for_tampering import look_for_tampering
from service.officer_accounts import leave
from service.recover_names import recover_names_slice
from service.recovery import open_paper
from service.sealing import share_context
from tests.newcomers import join, new_custodian, sign_by_paper
from tests.office import Office
from tests.service.test_release_identity import stage
from tests.service.test_renew_keys import excluding

NEW_NAME = "นางทองดี รับช่วง"
INSIDE = int(ShareKind.IDENTITY_INSIDE)


def ident(office: Office, login: str = "inside2") -> str:
    return office.officers[login].officer_id.hex()


def permit(office: Office, login: str = "intake1", **more: bool) -> int:
    with office.desk(login) as work:
        return permit_slice(work, ident(office), **more).done


def give(office: Office, login: str = "inside1") -> int:
    with office.desk(login) as work:
        return give_slice(work, ident(office)).done


def fill(office: Office, login: str = "inside1") -> int:
    with office.desk(login) as work:
        return fill_slice(work, ident(office)).done


def shares(office: Office, login: str = "inside2") -> dict[str, KeyShare]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        rows = work.rows(
            select(KeyShare).where(
                KeyShare.holder_id == office.officers[login].officer_id, KeyShare.kind == INSIDE
            )
        )
    return {row.case_id.hex(): row for row in rows}


def half(office: Office, case_id: str, login: str = "inside2") -> bytes | None:
    share = shares(office, login)[case_id]
    try:
        return open_share(
            share.sealed, office.officers[login].keys.pair_private, share_context(share)
        )
    except SealBroken:
        return None


def findings(office: Office) -> list[str]:
    with office.work(AgencyClerk(office.agency_id)) as work:
        return [finding.kind for finding in look_for_tampering(work)]


def exclude_new(office: Office) -> list[str]:
    """Tick somebody of the new custodian's name, listed before the account was made."""
    from service.administer import add_office_holder

    with office.desk("admin1") as work:
        add_office_holder(
            work, {"name": NEW_NAME, "post_th": "หัวหน้าฝ่าย", "post_kind": "division_director"}
        )
    return excluding(office, NEW_NAME)


def test_with_a_permit_the_half_of_an_old_case_comes_to_the_new_custodian(office: Office) -> None:
    ids = [office.case_id(office.file()) for _ in range(3)]
    new_custodian(office)
    assert shares(office) == {}
    assert permit(office) == 3
    assert give(office) == 3
    for case_id in ids:
        assert half(office, case_id) == half(office, case_id, "inside1") is not None
    assert findings(office) == []
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert work.rows(select(CustodianPermit)) == []
        events = work.rows(select(CaseEvent).where(CaseEvent.kind == int(EventKind.SHARE_GRANTED)))
    assert {event.officer_id for event in events} == {office.officers["inside1"].officer_id}


def test_the_name_is_shown_when_the_old_custodian_has_left(office: Office) -> None:
    scene = stage(office)
    new_custodian(office)
    permit(office)
    give(office)
    with office.desk("admin1") as work:
        leave(work, ident(office, "inside1"))
    release = scene.ask()
    scene.give(release, "inside2", "outside1")
    assert [one.text for one in scene.show(release).contact] == ["นางผู้แจ้ง จริงใจ"]


def test_without_a_permit_nothing_is_given(office: Office) -> None:
    office.file()
    new_custodian(office)
    assert give(office) == 0
    assert shares(office) == {}


def test_a_case_that_keeps_the_new_custodian_out_is_never_permitted(office: Office) -> None:
    kept_out = office.case_id(office.file(exclude=exclude_new(office)))
    other = office.case_id(office.file())
    new_custodian(office)
    assert permit(office) == permit(office, "intake2", again=True) + 1 == 1
    assert give(office) == 1
    assert set(shares(office)) == {other}
    assert fill(office) == 1
    assert half(office, other) is not None
    assert half(office, kept_out) is None


def test_in_the_end_a_dump_cannot_tell_who_was_kept_out_of_which_case(office: Office) -> None:
    office.file(exclude=exclude_new(office))
    office.file()
    new_custodian(office)
    permit(office)
    give(office)
    fill(office)
    first, second = shares(office).values()
    looks = [
        (row.epoch, row.kind, row.granter_id, row.holder_generation, row.is_checked,
         len(row.sealed), len(row.signature))
        for row in (first, second)
    ]  # fmt: skip
    assert looks[0] == looks[1]
    assert findings(office) == []
    with office.work(AgencyClerk(office.agency_id)) as work:
        counts = {case.event_count for case in work.rows(select(Complaint))}
    assert len(counts) == 1


def test_an_intake_officer_permits_only_what_that_officer_can_open(office: Office) -> None:
    hidden = office.case_id(office.file(exclude=excluding(office, "นางสาวมาลี ใจงาม")))
    new_custodian(office)
    assert permit(office, "intake1") == 0
    assert permit(office, "intake2") == 1
    give(office)
    assert half(office, hidden) is not None


def test_a_permit_after_the_end_still_replaces_the_dummy(office: Office) -> None:
    hidden = office.case_id(office.file(exclude=excluding(office, "นางสาวมาลี ใจงาม")))
    new_custodian(office)
    permit(office, "intake1")
    fill(office)
    assert half(office, hidden) is None
    assert permit(office, "intake2", again=True) == 1
    assert give(office) == 1
    assert half(office, hidden) is not None


def test_a_custodian_who_is_kept_out_gives_a_dummy_and_spoils_nothing(office: Office) -> None:
    case_id = office.case_id(office.file(exclude=excluding(office, "นางพิกุล เก็บรักษา")))
    new_custodian(office)
    permit(office)
    assert give(office) == 1
    assert half(office, case_id) is None
    # The paper of the group holds the half, and puts it in the dummy's place.
    permit(office, again=True)
    with office.work(AgencyClerk(office.agency_id)) as work:
        sheets = {"identity_inside": office.made.papers.identity_inside}
        recover_names_slice(work, open_paper(work, "identity_inside", sheets), "inside2")
    assert half(office, case_id) is not None
    give(office)
    assert half(office, case_id) is not None
    assert findings(office) == []


@pytest.mark.parametrize("spoilt", ["signature", "holder", "kind", "case", "permitter"])
def test_a_permit_by_nobody_in_office_gives_nothing_and_stays_to_be_found(
    office: Office, spoilt: str
) -> None:
    office.file()
    new_custodian(office)
    permit(office)
    with office.work(AgencyClerk(office.agency_id)) as work:
        (row,) = work.rows(select(CustodianPermit))
        if spoilt == "signature":
            row.signature = random_bytes(64)
        elif spoilt == "permitter":
            row.permitter_id = office.officers["legal1"].officer_id
        else:
            # Signed for something else: the row claims what the signature does not say.
            move_permit(office, work, row, spoilt)
    assert give(office) == 0
    assert shares(office) == {}
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert len(work.rows(select(CustodianPermit))) == 1


def move_permit(office: Office, work, row: CustodianPermit, spoilt: str) -> None:
    from crypto.ceremonies import PermitStatement
    from crypto.primitives import sign

    permitter = office.officers["intake1"]
    said = {
        "case": random_bytes(16) if spoilt == "case" else row.case_id,
        "holder": random_bytes(16) if spoilt == "holder" else row.holder_id,
        "kind": ShareKind.IDENTITY_OUTSIDE if spoilt == "kind" else ShareKind.IDENTITY_INSIDE,
    }
    statement = PermitStatement(
        agency=row.agency_id, permitter=permitter.officer_id, **said
    ).statement()
    row.signature = sign(permitter.keys.signing_seed, statement)


def test_a_permit_by_somebody_who_left_is_gone_with_the_account(office: Office) -> None:
    office.file()
    new_custodian(office)
    join(office, "intake3", "นายสาม มาเพิ่ม", Role.INTAKE)
    sign_by_paper(office)
    permit(office, "intake1")
    with office.desk("admin1") as work:
        leave(work, ident(office, "intake1"))
    assert give(office) == 0
    assert permit(office, "intake2") == 1


@pytest.mark.parametrize("login", ["grievance1", "legal1", "clerk", "admin1"])
def test_others_see_and_do_nothing_here(office: Office, login: str) -> None:
    office.file()
    new_custodian(office)
    with office.desk(login) as work, pytest.raises(NotAllowed):
        custody_page(work)
    for act in (permit_slice, give_slice, fill_slice):
        with office.desk(login) as work, pytest.raises(NotAllowed):
            act(work, ident(office))


def test_custodians_do_not_permit_and_intake_does_not_give(office: Office) -> None:
    office.file()
    new_custodian(office)
    with pytest.raises(NotAllowed):
        permit(office, "inside1")
    permit(office)
    for login in ("intake1", "outside1", "inside2"):
        with pytest.raises(NotAllowed):
            give(office, login)
        with pytest.raises(NotAllowed):
            fill(office, login)


def test_nobody_but_a_custodian_is_permitted(office: Office) -> None:
    office.file()
    for target in (ident(office, "legal1"), ident(office, "intake2"), "0" * 32, "x"):
        with office.desk("intake1") as work, pytest.raises(NotFound):
            permit_slice(work, target)


def test_grievances_have_no_name_to_be_given(office: Office) -> None:
    office.file(Channel.GRIEVANCE)
    new_custodian(office)
    assert permit(office) == 0
    assert fill(office) == 0


def test_a_case_that_was_tampered_with_does_not_hold_up_the_others(office: Office) -> None:
    ids = [office.case_id(office.file()) for _ in range(3)]
    office.move("intake1", ids[0], Move.NOTE, note="ตรวจ")
    new_custodian(office)
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.get(Complaint, bytes.fromhex(ids[1])).event_head = random_bytes(32)
    assert permit(office) == 2
    assert give(office) == 2
    assert set(shares(office)) == {ids[0], ids[2]}


def test_the_page_counts_what_is_to_be_done(office: Office) -> None:
    office.file()
    new_custodian(office)

    def line(login: str):
        with office.desk(login) as work:
            return next(one for one in custody_page(work) if one.name == NEW_NAME)

    seen = line("intake1")
    assert (seen.to_permit, seen.permitted, seen.may_permit, seen.may_give) == (1, 0, True, False)
    permit(office)
    seen = line("inside1")
    assert (seen.permitted, seen.without, seen.may_permit, seen.may_give) == (1, 0, False, True)
    give(office)
    seen = line("inside1")
    assert (seen.permitted, seen.without) == (0, 0)
