"""Many cases at once: given to a colleague, and given new keys; past nobody's exclusion."""

import multiprocessing
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import create_engine, delete, func, select, update

from crypto import key_file
from crypto.envelope import ObjectType
from crypto.primitives import random_bytes
from crypto.sealed_keys import ShareKind, generate_pair
from crypto.tracking_code import private_branch, public_branch
from models.agency import OfficeHolderRow
from models.base import prepare_engine
from models.complaint import CaseEpoch, Complaint, SealedObject
from models.custody import KeySuccession
from models.history import AccessLog, CaseEvent
from models.key_share import KeyShare
from models.officer import Officer
from rules.permissions import Role
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk, OfficerActor
from service.case_filing import ReporterSide, file_case
from service.case_filters import Filters
from service.errors import InvalidInput, NotAllowed, NotFound
from service.exclusions import Exclusions
from service.follow_complaint import write_to_office
from service.inputs import load_draft
from service.keyring import open_keyring
from service.list_cases import list_cases
from service.look_for_tampering import look_for_tampering
from service.open_case import open_case
from service.regrant import cases_to_give, colleagues, regrant_slice
from service.rekey import count_to_rekey, rekey_slice
from service.sealing import new_id
from service.sign_keyring import sign_keyring
from service.submit_complaint import filing_form
from service.unit_of_work import begin
from tests.newcomers import sign_by_paper, start_anew
from tests.office import CHEAP_COSTS, Office
from tests.readers import (
    change,
    copy_of,
    give,
    keep_out,
    kinds,
    names,
    officer_id,
    opened_by_force,
    readers,
    row_of,
    rows_of,
    take,
)

MALEE, WICHAI = "นางสาวมาลี ใจงาม", "นายวิชัย ตั้งตรง"
NEWCOMER = "นายสาม รับเรื่อง"


def file_many(office: Office, count: int) -> list[str]:
    """So many real cases without the price of their codes."""
    draft, ids = load_draft(Channel.CORRUPTION, {"narrative": "เรื่องหนึ่ง"}), []
    with office.reporter() as work:
        keyring = open_keyring(work, Channel.CORRUPTION)
        for _ in range(count):
            root = random_bytes(32)
            side = ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))
            ids.append(file_case(work, draft, keyring, Exclusions(), side, new_id()).id.hex())
    return ids


def excluding(office: Office, name: str) -> str:
    """A case whose reporter ticked this office-holder."""
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    return office.case_id(office.file(exclude=[one.id for one in holders if one.name == name]))


def regrant(office: Office, login: str, to: str, limit: int = 100) -> int:
    """Every slice of a bulk grant; how many cases were given."""
    return _all_slices(
        office, login, lambda work, after: regrant_slice(work, officer_id(office, to), after, limit)
    )


def rekey(office: Office, login: str, since: date | None = None, limit: int = 100) -> int:
    """Every slice of a bulk renewal; how many cases got new keys."""
    return _all_slices(office, login, lambda work, after: rekey_slice(work, since, after, limit))


def _all_slices(office: Office, login: str, do: Callable) -> int:
    done, after = 0, b""
    while after is not None:
        with office.desk(login) as work:
            progress = do(work, after)
        done, after = done + progress.done, progress.after
    return done


def left_to_give(office: Office, login: str, to: str) -> int:
    with office.desk(login) as work:
        return cases_to_give(work, officer_id(office, to))


def counts(office: Office, login: str, since: date) -> tuple[int, int]:
    with office.desk(login) as work:
        found = count_to_rekey(work, since)
    return found.gone, found.old


def listed(office: Office, login: str) -> int:
    with office.desk(login) as work:
        return list_cases(work, Filters(show="all")).total


def opens(office: Office, login: str, case_id: str) -> bool:
    try:
        office.open(login, case_id)
    except NotFound:
        return False
    return True


def leave(office: Office, login: str) -> None:
    """The officer's account is closed."""
    change(office, update(Officer).where(Officer.login == login).values(standing="left"))


def reset(office: Office, login: str) -> None:
    """The officer lost the passphrase: new keys for the same account, the old shares marked."""
    officer, pair = office.officers[login], generate_pair()
    actor = OfficerActor(
        officer.agency_id,
        officer.officer_id,
        officer.name,
        officer.roles,
        type(officer.keys)(pair.private, officer.keys.signing_seed),
    )
    change(
        office,
        update(Officer)
        .where(Officer.login == login)
        .values(pair_public=pair.public, sealed_blind_list=None),
        update(KeyShare)
        .where(KeyShare.holder_id == officer.officer_id, KeyShare.kind == int(ShareKind.CONTENT))
        .values(holder_generation=-1),
        delete(KeySuccession).where(KeySuccession.officer_id == officer.officer_id),
    )
    office.officers[login] = actor


def sign_again(office: Office) -> None:
    """The root's paper signs whoever waits."""
    with office.work(AgencyClerk(office.agency_id)) as work:
        sign_keyring(work, office.made.papers.root)


def nothing_is_wrong(office: Office) -> None:
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


# Giving many


def test_a_newcomer_is_given_every_case_of_the_channel_in_one_step(office: Office):
    ids = file_many(office, 7)
    office.file(Channel.GRIEVANCE)
    office.hire("intake3", NEWCOMER, Role.INTAKE)
    assert listed(office, "intake3") == 0
    assert left_to_give(office, "intake1", "intake3") == 7
    assert regrant(office, "intake1", "intake3", limit=3) == 7
    assert left_to_give(office, "intake1", "intake3") == 0
    assert listed(office, "intake3") == 7
    assert all(opens(office, "intake3", case_id) for case_id in ids)
    for case_id in ids:
        assert kinds(office, case_id).count(EventKind.SHARE_GRANTED) == 1
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        logged = work.rows(select(AccessLog.count).where(AccessLog.what == "regrant"))
    assert sorted(logged) == [1, 3, 3]
    nothing_is_wrong(office)


def test_a_second_run_gives_nothing_twice(office: Office):
    ids = file_many(office, 4)
    office.hire("intake3", NEWCOMER, Role.INTAKE)
    assert regrant(office, "intake1", "intake3") == 4
    before = [row_of(office, case_id).event_count for case_id in ids]
    assert regrant(office, "intake2", "intake3") == 0
    assert [row_of(office, case_id).event_count for case_id in ids] == before


def test_a_bulk_grant_never_passes_an_exclusion(office: Office):
    """Neither the reporter's nor a later one, although the settings forgot the person since."""
    plain = file_many(office, 2)
    ticked = excluding(office, "นายรองชัย ช่วยนำ")
    later = office.case_id(office.file())
    keep_out(office, "intake1", later, typed="นายรองชัย ช่วยนำ")
    change(office, delete(OfficeHolderRow).where(OfficeHolderRow.name == "นายรองชัย ช่วยนำ"))
    office.hire("deputy", "รองชัย ช่วยนำ", Role.INTAKE)
    assert regrant(office, "intake1", "deputy") == 4
    assert [opens(office, "deputy", case_id) for case_id in plain] == [True, True]
    for case_id in (ticked, later):
        assert not opens(office, "deputy", case_id)
        keys = [office.officers["deputy"].keys.pair_private]
        assert opened_by_force(keys, copy_of(office, case_id)) == set()
    assert listed(office, "deputy") == 2
    assert rekey(office, "intake1", office.clock.now.date() + timedelta(days=1)) == 4
    assert listed(office, "deputy") == 2


def test_the_rows_and_events_of_a_bulk_grant_look_alike(office: Office):
    plain = file_many(office, 1)[0]
    hidden = excluding(office, "นายรองชัย ช่วยนำ")
    office.hire("deputy", "นายรองชัย ช่วยนำ", Role.INTAKE)
    regrant(office, "intake1", "deputy")

    def seen(case_id: str):
        holder = office.officers["deputy"].officer_id
        rows = [one for one in rows_of(office, KeyShare, case_id) if one.holder_id == holder]
        return [
            (one.kind, one.epoch, one.holder_generation, len(one.sealed), one.granter_id)
            for one in rows
        ], kinds(office, case_id)

    assert seen(plain) == seen(hidden)


def test_who_was_taken_off_a_case_is_not_let_in_by_the_way(office: Office):
    case_id = office.case_id(office.file())
    take(office, "intake1", case_id, "intake2")
    reset(office, "intake2")
    sign_again(office)
    regrant(office, "intake1", "intake2")
    assert not opens(office, "intake2", case_id)
    assert names(office, "intake1", case_id) == [MALEE]


def test_an_officer_with_new_keys_is_given_again_what_the_old_ones_opened(office: Office):
    ids = file_many(office, 3)
    give(office, "intake1", ids[0], "legal1")
    office.move("intake1", ids[1], Move.ASSIGN, officer=officer_id(office, "legal1"))
    reset(office, "legal1")
    assert not opens(office, "legal1", ids[0])
    assert [one.name for one in readers(office, "intake1", ids[0]).without_keys] == [
        "นายธรรมรงค์ กฎหมาย"
    ]
    with pytest.raises(InvalidInput):
        left_to_give(office, "intake1", "legal1")
    sign_again(office)
    assert left_to_give(office, "intake1", "legal1") == 2
    assert regrant(office, "intake1", "legal1") == 2
    assert [opens(office, "legal1", case_id) for case_id in ids] == [True, True, False]
    nothing_is_wrong(office)


def test_an_officer_who_started_anew_is_given_the_cases_of_the_account_before(office: Office):
    ids = file_many(office, 3)
    give(office, "intake1", ids[0], "legal1")
    office.move("intake1", ids[1], Move.ASSIGN, officer=officer_id(office, "legal1"))
    start_anew(office, "legal1")
    sign_by_paper(office)
    assert left_to_give(office, "intake1", "legal1") == 2
    assert regrant(office, "intake1", "legal1") == 2
    assert [opens(office, "legal1", case_id) for case_id in ids] == [True, True, False]
    assert rekey(office, "intake1", office.clock.now.date() + timedelta(days=1)) == 3
    assert [opens(office, "legal1", case_id) for case_id in ids] == [True, True, False]
    nothing_is_wrong(office)


def test_starting_anew_brings_nobody_back_who_was_taken_off(office: Office):
    case_id = office.case_id(office.file())
    take(office, "intake1", case_id, "intake2")
    start_anew(office, "intake2")
    sign_by_paper(office)
    regrant(office, "intake1", "intake2")
    with pytest.raises(InvalidInput):
        office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "intake2"))
    assert not opens(office, "intake2", case_id)
    assert rekey(office, "intake1", office.clock.now.date() + timedelta(days=1)) == 1
    assert not opens(office, "intake2", case_id)


def test_an_officer_who_waits_for_new_keys_is_not_forgotten_by_new_epochs(office: Office):
    ids = file_many(office, 2)
    give(office, "intake1", ids[0], "legal1")
    reset(office, "legal1")
    tomorrow = office.clock.now.date() + timedelta(days=1)
    office.clock.now += timedelta(days=1)
    assert counts(office, "intake1", tomorrow) == (0, 2)
    assert rekey(office, "intake1", tomorrow) == 2
    assert counts(office, "intake1", tomorrow) == (0, 0)
    sign_again(office)
    assert regrant(office, "intake1", "legal1") == 1
    assert opens(office, "legal1", ids[0])


def test_an_assigned_officer_with_new_keys_can_be_assigned_anew(office: Office):
    case_id = office.case_id(office.file())
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "legal1"))
    reset(office, "legal1")
    sign_again(office)
    office.move("intake1", case_id, Move.ASSIGN, officer=officer_id(office, "legal1"))
    assert opens(office, "legal1", case_id)


def test_only_colleagues_who_read_cases_are_offered(office: Office):
    with office.desk("intake1") as work:
        offered = {one.name for one in colleagues(work)}
    assert MALEE not in offered
    assert WICHAI in offered
    assert not offered & {"นายเทคนิค ดูแล", "นางพิกุล เก็บรักษา", "นายอำนวย อำเภอ"}
    for login in ("intake1", "admin1", "inside1"):
        with pytest.raises(InvalidInput):
            left_to_give(office, "intake1", login)


@pytest.mark.parametrize("login", ["legal1", "admin1", "inside1"])
def test_many_cases_are_given_and_renewed_only_by_those_who_assign(office: Office, login: str):
    with pytest.raises(NotAllowed):
        regrant(office, login, "intake2")
    with pytest.raises(NotAllowed):
        rekey(office, login)


def test_nobody_gives_what_does_not_open_for_the_giver(office: Office):
    hidden = excluding(office, MALEE)
    office.hire("intake3", NEWCOMER, Role.INTAKE)
    assert regrant(office, "intake1", "intake3") == 0
    assert not opens(office, "intake3", hidden)
    assert regrant(office, "intake2", "intake3") == 1
    assert opens(office, "intake3", hidden)


def test_one_case_that_was_tampered_with_does_not_stop_the_others(office: Office):
    ids = file_many(office, 5)
    office.hire("intake3", NEWCOMER, Role.INTAKE)
    bad = bytes.fromhex(ids[2])
    change(
        office,
        delete(SealedObject).where(
            SealedObject.case_id == bad, SealedObject.type == int(ObjectType.EXCLUSIONS)
        ),
    )
    with office.desk("intake1") as work:
        progress = regrant_slice(work, officer_id(office, "intake3"))
    assert (progress.done, progress.unreadable, progress.after) == (4, 1, None)
    with office.desk("intake1") as work:
        progress = rekey_slice(work, office.clock.now.date() + timedelta(days=1))
    assert (progress.done, progress.unreadable) == (4, 1)
    assert row_of(office, ids[2]).epoch == 0


# New keys for many


def test_after_somebody_left_every_case_of_theirs_gets_new_keys(office: Office):
    receipt = office.file()
    case_id, token = office.case_id(receipt), office.confirm(receipt)
    others = file_many(office, 4)
    today = office.clock.now.date()
    assert counts(office, "intake1", today) == (0, 0)
    leave(office, "intake2")
    assert counts(office, "intake1", today) == (5, 0)
    assert rekey(office, "intake1", limit=2) == 5
    assert counts(office, "intake1", today) == (0, 0)
    assert rekey(office, "intake1") == 0
    with office.reporter() as work:
        write_to_office(work, token, "หลังวิชัยออก")
    gone = [office.officers["intake2"].keys.pair_private]
    assert opened_by_force(gone, copy_of(office, case_id)) == set()
    for one in (case_id, *others):
        holders = {share.holder_id for share in rows_of(office, KeyShare, one)}
        assert office.officers["intake2"].officer_id not in holders
        assert opens(office, "intake1", one)
    nothing_is_wrong(office)


def test_a_yearly_renewal_goes_by_the_day_of_the_newest_keys(office: Office):
    file_many(office, 3)
    office.clock.now += timedelta(days=200)
    fresh = file_many(office, 2)
    today = office.clock.now.date()
    assert counts(office, "intake1", today - timedelta(days=30)) == (0, 3)
    assert rekey(office, "intake1", today - timedelta(days=30)) == 3
    assert counts(office, "intake1", today - timedelta(days=30)) == (0, 0)
    assert [row_of(office, case_id).epoch for case_id in fresh] == [0, 0]


def test_renewals_add_up_and_everything_stays_readable(office: Office):
    ids = file_many(office, 3)
    for year in range(1, 5):
        office.clock.now += timedelta(days=1)
        login = "intake1" if year % 2 else "intake2"
        assert rekey(office, login, office.clock.now.date()) == 3
    for case_id in ids:
        assert row_of(office, case_id).epoch == 4
        for login in ("intake1", "intake2"):
            assert office.open(login, case_id).answers[0].text == "เรื่องหนึ่ง"
    assert listed(office, "intake1") == listed(office, "intake2") == 3
    nothing_is_wrong(office)


def test_a_renewal_keeps_out_whoever_was_out_and_in_whoever_was_in(office: Office):
    plain = office.case_id(office.file())
    hidden = excluding(office, MALEE)
    give(office, "intake1", plain, "legal1")
    office.clock.now += timedelta(days=1)
    today = office.clock.now.date()
    assert rekey(office, "intake2", today) == 2
    assert opens(office, "legal1", plain) and not opens(office, "legal1", hidden)
    assert opens(office, "intake1", plain) and not opens(office, "intake1", hidden)
    assert listed(office, "intake1") == 1
    assert counts(office, "intake1", today) == (0, 0)


def test_whoever_renews_sees_no_more_of_the_others_cases(office: Office):
    hidden = excluding(office, MALEE)
    office.clock.now += timedelta(days=1)
    assert counts(office, "intake1", office.clock.now.date()) == (0, 0)
    assert rekey(office, "intake1", office.clock.now.date()) == 0
    assert row_of(office, hidden).epoch == 0


def test_an_officer_whose_key_does_not_count_renews_nothing(office: Office):
    file_many(office, 1)
    change(office, update(Officer).where(Officer.login == "intake1").values(keyring_signature=None))
    with pytest.raises(NotAllowed):
        rekey(office, "intake1", office.clock.now.date() + timedelta(days=1))


# Cut off in the middle


@pytest.mark.timeout(300)
def test_a_renewal_killed_in_the_middle_leaves_nothing_half_and_goes_on(office: Office):
    ids = file_many(office, 48)
    office.clock.now += timedelta(days=1)
    today = office.clock.now.date()
    while _renewed(office) < 12:
        _kill_while_renewing(office, today)
        _check_all_whole(office, ids)
    left = 48 - _renewed(office)
    assert left > 0, "the process was never killed in time"
    assert rekey(office, "intake1", today) == left
    assert {row_of(office, case_id).epoch for case_id in ids} == {1}
    nothing_is_wrong(office)
    assert listed(office, "intake2") == 48


def _renewed(office: Office) -> int:
    """How many cases have their new epoch; asked without waiting for whoever writes."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return len(work.rows(select(Complaint.id).where(Complaint.epoch == 1)))


def _kill_while_renewing(office: Office, today: date) -> None:
    """Start a process that renews slice after slice, and kill it after some of them."""
    url = office.engine.url.render_as_string(hide_password=False)
    enough, deadline = _renewed(office) + 5, time.monotonic() + 60
    process = multiprocessing.get_context("spawn").Process(
        target=renew_for_ever,
        args=(url, office.key_path, office.clock.now, office.officers["intake1"], today),
    )
    process.start()
    try:
        while _renewed(office) < enough:
            assert process.is_alive()
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        process.kill()
        process.join()


def renew_for_ever(url: str, key_path, now, actor: OfficerActor, today: date) -> None:
    """What the other process does: slices of two cases, one transaction each, without haste."""
    engine = create_engine(url, hide_parameters=True)
    prepare_engine(engine)
    keys = key_file.load(key_path)
    while True:
        with begin(engine, actor=actor, keys=keys, now=now, costs=CHEAP_COSTS, writes=True) as work:
            rekey_slice(work, today, limit=2)
            # So that whoever is watching comes in time, and often before the end is written.
            time.sleep(0.02)


def _check_all_whole(office: Office, ids: list[str]) -> None:
    """Every case has as many epochs as it says, as many events, and opens for both officers."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        for case in work.rows(select(Complaint)):
            epochs = work.rows(select(CaseEpoch.epoch).where(CaseEpoch.case_id == case.id))
            assert sorted(epochs) == list(range(case.epoch + 1))
            events = select(func.count(CaseEvent.seq)).where(CaseEvent.case_id == case.id)
            assert work.session.scalars(events).one() == case.event_count == 2 + case.epoch
            shares = work.rows(
                select(KeyShare).where(
                    KeyShare.case_id == case.id, KeyShare.kind == int(ShareKind.CONTENT)
                )
            )
            assert {share.epoch for share in shares} == {case.epoch}
            assert len(shares) == 3
    for login in ("intake1", "intake2"):
        with office.desk(login) as work:
            for case_id in ids:
                open_case(work, case_id)
