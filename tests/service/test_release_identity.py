"""A reporter's name is opened by two custodians, once, and the reporter is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from crypto.ceremonies import (
    OneTimePlace,
    ReleasedHalf,
    SuccessionStatement,
    half_statement,
    open_half,
    open_one_time,
)
from crypto.ceremonies import seal_half as seal_released_half
from crypto.envelope import ObjectType, Place, open_sealed, seal
from crypto.primitives import SealBroken, public_of, random_bytes, sign
from crypto.sealed_keys import ShareKind, generate_pair, generate_signing, join, open_share
from crypto.tracking_code import PrivateBranch
from models.complaint import Complaint, SealedObject
from models.custody import KeySuccession
from models.history import AccessLog, CaseEvent
from models.key_share import KeyShare
from models.officer import Officer
from models.release import IdentityRelease, ReleaseHalf
from rules.permissions import Role
from rules.releases import ReleaseState
from rules.states import Channel, EventKind
from service.activate_officer import OfficerPlan
from service.actors import AgencyClerk, AllAgencies, OfficerKeys
from service.attach_evidence import add_evidence
from service.errors import InvalidInput, NotAllowed, NotFound, ServiceError, Unreadable, WrongState
from service.follow_sessions import resume_follow_session, start_follow_session
from service.look_for_tampering import look_for_tampering
from service.release_answer import (
    count_requests,
    give_half,
    open_request,
    refuse_request,
    waiting_requests,
)
from service.release_ask import ask_identity, withdraw_request
from service.release_history import IdentityPage, identity_page
from service.release_requests import expire_releases
from service.release_show import ShownIdentity, show_identity
from service.release_told import IdentityStanding, identity_standing
from service.sealing import share_context, to_bytes
from service.sign_keyring import sign_keyring
from service.submit_complaint import filing_form
from tests.office import Office, _activate, sign_in_as

NAME = "นางผู้แจ้ง จริงใจ"
REASON = "ต้องสอบปากคำผู้แจ้งเรื่องวันตรวจรับ"
ASK = {"reason": REASON, "ground": "questioning", "tell": "now"}
LATER = ASK | {"tell": "later", "why_later": "evidence", "tell_on": "10/12/2569"}
COOKIE = "A" * 43 + "="
INSIDE, OUTSIDE = ShareKind.IDENTITY_INSIDE, ShareKind.IDENTITY_OUTSIDE


@dataclass(frozen=True)
class Scene:
    """A confidential report in one office."""

    office: Office
    case_id: str
    token: str
    branch: PrivateBranch

    def ask(self, login: str = "intake1", **changed: str) -> str:
        with self.office.desk(login) as work:
            ask_identity(work, self.case_id, ASK | changed)
        return next(
            row.id.hex()
            for row in rows(self.office, IdentityRelease)
            if row.state == "asked" and row.case_id.hex() == self.case_id
        )

    def give(self, release: str, *logins: str) -> None:
        for login in logins or ("inside1", "outside1"):
            with self.office.desk(login) as work:
                give_half(work, release)

    def show(self, release: str, login: str = "intake1") -> ShownIdentity:
        with self.office.desk(login) as work:
            return show_identity(work, release, COOKIE)

    def page(self, login: str = "intake1") -> IdentityPage:
        with self.office.desk(login) as work:
            return identity_page(work, self.case_id)

    def told(self) -> IdentityStanding:
        """What the reporter reads now, as with the code typed anew."""
        with self.office.reporter() as work:
            return identity_standing(work, start_follow_session(work, self.branch))


def stage(office: Office, **values: object) -> Scene:
    values = {"identity_mode": "confidential", "contact_name": NAME} | values
    receipt = office.file(**values)
    token = office.confirm(receipt)
    with office.reporter() as work:
        branch = resume_follow_session(work, token)
    return Scene(office, office.case_id(receipt), token, branch)


@pytest.fixture
def scene(office: Office) -> Scene:
    return stage(office)


def newest(office: Office) -> IdentityRelease:
    return rows(office, IdentityRelease)[-1]


def rows(office: Office, model: type) -> list:
    order = IdentityRelease.asked_at if model is IdentityRelease else None
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(model).order_by(order))


def change(office: Office, statement) -> None:
    """What somebody with SQL does."""
    with office.work(AllAgencies("somebody with SQL")) as work:
        work.session.execute(statement.execution_options(synchronize_session=False))


def hire(office: Office, login: str, name: str, *roles: Role) -> None:
    """One more officer, signed by the root's paper."""
    _activate(office, OfficerPlan(name, "เจ้าหน้าที่", login, roles))
    with office.work(AgencyClerk(office.agency_id)) as work:
        sign_keyring(work, office.made.papers.root)
    office.officers[login] = sign_in_as(office, login)[1]


def requests_of(office: Office, login: str):
    with office.desk(login) as work:
        return waiting_requests(work)


def events(office: Office) -> list[EventKind]:
    found = [EventKind(event.kind) for event in rows(office, CaseEvent)]
    return [kind for kind in found if kind >= EventKind.IDENTITY_ASKED]


# The whole way


def test_two_custodians_release_a_name_to_whoever_asked_once(scene: Scene) -> None:
    release = scene.ask()
    assert not scene.page().may_ask
    assert not scene.page().pending.is_ready
    scene.give(release)
    assert scene.page().pending.is_ready
    shown = scene.show(release)
    assert [answer.text for answer in shown.contact] == [NAME]
    assert shown.identity_mode == "confidential"
    with pytest.raises(WrongState):
        scene.show(release)
    page = scene.page("intake2")
    assert page.pending is None and page.may_ask
    (line,) = page.history
    assert (line.state, line.reason, line.asked_by) == ("shown", REASON, "นางสาวมาลี ใจงาม")
    assert [answer.by for answer in line.answers] == ["นางพิกุล เก็บรักษา", "นายอำนวย อำเภอ"]
    assert sorted(events(scene.office)) == [
        EventKind.IDENTITY_ASKED,
        EventKind.IDENTITY_HALF_GIVEN,
        EventKind.IDENTITY_HALF_GIVEN,
        EventKind.IDENTITY_RELEASED,
    ]


def test_the_names_that_files_came_with_are_part_of_it(scene: Scene, tmp_path) -> None:
    from crypto.file_stream import SealedSpool

    spool = SealedSpool(tmp_path)
    spool.write(b"%PDF-1.7\n" + bytes(100))
    with scene.office.reporter() as work:
        add_evidence(work, scene.token, spool, "บ้านฉัน.pdf")
    release = scene.ask()
    scene.give(release)
    assert scene.show(release).files == (("evidence-01.pdf", "บ้านฉัน.pdf"),)


def test_an_anonymous_report_releases_no_more_than_that(office: Office) -> None:
    scene = stage(office, identity_mode="anonymous", contact_name="")
    release = scene.ask()
    scene.give(release)
    shown = scene.show(release)
    assert (shown.identity_mode, shown.contact) == ("anonymous", ())


def test_a_custodian_reads_the_reason_and_nobody_else_looks_with_somebodys_request(
    scene: Scene,
) -> None:
    release = scene.ask()
    (line,) = requests_of(scene.office, "inside1")
    assert (line.receipt_no, line.asked_by) == ("1/2570", "นางสาวมาลี ใจงาม")
    with scene.office.desk("inside1") as work:
        page = open_request(work, release)
    assert page.reason == REASON
    assert page.told_later is None
    assert NAME not in str(page) + str(line)
    scene.give(release)
    with pytest.raises(NotFound):
        scene.show(release, "intake2")


def test_every_opening_leaves_a_line_in_the_access_log(scene: Scene) -> None:
    release = scene.ask()
    with scene.office.desk("inside1") as work:
        open_request(work, release)
    scene.give(release)
    scene.show(release)
    lines = {(line.what, line.officer_id) for line in rows(scene.office, AccessLog)}
    officers = {login: actor.officer_id for login, actor in scene.office.officers.items()}
    assert ("identity", officers["intake1"]) in lines
    assert ("release_reason", officers["inside1"]) in lines
    assert ("identity_half", officers["outside1"]) in lines


def test_an_honest_release_raises_no_alarm(scene: Scene) -> None:
    release = scene.ask()
    scene.give(release)
    scene.show(release)
    with scene.office.work(AgencyClerk(scene.office.agency_id)) as work:
        assert look_for_tampering(work) == ()


# Who may ask, and for what


@pytest.mark.parametrize("login", ["grievance1", "admin1", "inside1"])
def test_whoever_may_not_ask_is_refused(scene: Scene, login: str) -> None:
    with pytest.raises(NotAllowed):
        scene.ask(login)


@pytest.mark.parametrize("login", ["legal1", "clerk"])
def test_whoever_cannot_open_the_case_does_not_learn_that_it_is_there(
    scene: Scene, login: str
) -> None:
    with pytest.raises(NotFound):
        scene.ask(login)
    with pytest.raises(NotFound):
        scene.page(login)


def test_a_grievance_has_no_such_ceremony(office: Office) -> None:
    hire(office, "both", "นายสองทาง ทำงาน", Role.GRIEVANCE, Role.CASE_OFFICER)
    receipt = office.file(Channel.GRIEVANCE, identity_mode="named", contact_name=NAME)
    with office.desk("both") as work, pytest.raises(WrongState):
        ask_identity(work, office.case_id(receipt), ASK)


@pytest.mark.parametrize(
    ("changed", "field", "problem"),
    [
        ({"reason": " "}, "reason", "required"),
        ({"reason": "ก" * 2001}, "reason", "too_long"),
        ({"reason": "ก\x00"}, "reason", "no_nul"),
        ({"ground": "because"}, "ground", "choose_one"),
        ({"tell": ""}, "tell", "choose_one"),
        ({"tell": "later"}, "why_later", "choose_one"),
        (LATER | {"tell_on": ""}, "tell_on", "required"),
        (LATER | {"tell_on": "31/2/2570"}, "tell_on", "not_a_date"),
        (LATER | {"tell_on": "23/11/2569"}, "tell_on", "date_not_later"),
        (LATER | {"tell_on": "22/2/2570"}, "tell_on", "date_not_later"),
    ],
)
def test_what_must_be_mended_is_named(
    scene: Scene, changed: dict[str, str], field: str, problem: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        scene.ask(**changed)
    assert refused.value.fields[field] == problem
    assert rows(scene.office, IdentityRelease) == []


def test_the_longest_reason_in_the_widest_letters_fits(scene: Scene) -> None:
    release = scene.ask(reason="\x01" * 2000)
    with scene.office.desk("inside1") as work:
        assert open_request(work, release).reason == "\x01" * 2000


def test_a_request_is_of_one_size_whatever_it_says(scene: Scene) -> None:
    release = scene.ask()
    with scene.office.desk("intake1") as work:
        withdraw_request(work, release)
    scene.ask(**LATER | {"reason": "ก" * 2000})
    assert len({len(row.sealed_reason) for row in rows(scene.office, IdentityRelease)}) == 1
    notices = [one for one in rows(scene.office, SealedObject) if one.type == 12]
    assert len(notices) == 2 and len({len(one.sealed) for one in notices}) == 1


def test_one_request_at_a_time_waits_for_a_case(scene: Scene) -> None:
    release = scene.ask()
    with pytest.raises(WrongState):
        scene.ask("intake2")
    with scene.office.desk("intake2") as work, pytest.raises(NotFound):
        withdraw_request(work, release)
    with scene.office.desk("intake1") as work:
        withdraw_request(work, release)
    assert scene.page().history[0].state == "withdrawn"
    assert newest(scene.office).one_time_private is None
    scene.ask("intake2")


# Custodians


def test_only_a_custodian_who_holds_a_real_half_learns_of_a_request(office: Office) -> None:
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    inside1 = next(one for one in holders if one.name == "นางพิกุล เก็บรักษา")
    hire(office, "inside2", "นางรักษา แทนกัน", Role.CUSTODIAN_INSIDE)
    scene = stage(office, exclude=[inside1.id])
    release = scene.ask()
    assert requests_of(office, "inside1") == ()
    with office.desk("inside1") as work, pytest.raises(NotFound):
        open_request(work, release)
    with office.desk("inside1") as work, pytest.raises(NotFound):
        give_half(work, release)
    assert newest(office).reason_readers.count(office.officers["inside1"].officer_id) == 0
    assert len(requests_of(office, "inside2")) == 1
    scene.give(release, "inside2", "outside1")
    assert scene.show(release).contact[0].text == NAME


def test_a_custodian_who_came_after_the_filing_and_holds_nothing_sees_nothing(
    scene: Scene,
) -> None:
    hire(scene.office, "inside2", "นางรักษา แทนกัน", Role.CUSTODIAN_INSIDE)
    release = scene.ask()
    assert requests_of(scene.office, "inside2") == ()
    with scene.office.desk("inside2") as work, pytest.raises(NotFound):
        open_request(work, release)


@pytest.mark.parametrize("name", ["นายสองบท สองหน้าที่", "นางสาวมาลี  ใจงาม"])
def test_whoever_asks_is_not_one_of_the_two_custodians(office: Office, name: str) -> None:
    hire(office, "inside2", name, Role.CUSTODIAN_INSIDE, Role.CASE_OFFICER, Role.INTAKE)
    scene = stage(office)
    asker = "intake1" if name.startswith("นางสาวมาลี") else "inside2"
    release = scene.ask(asker)
    with office.desk("inside2") as work, pytest.raises(NotFound):
        give_half(work, release)
    assert requests_of(office, "inside2") == ()
    assert office.officers["inside2"].officer_id not in newest(office).reason_readers[32:]


def test_one_person_with_two_accounts_does_not_answer_for_both_groups(office: Office) -> None:
    hire(office, "outside2", "นางพิกุล  เก็บรักษา", Role.CUSTODIAN_OUTSIDE)
    scene = stage(office)
    release = scene.ask()
    scene.give(release, "inside1")
    assert requests_of(office, "outside2") == ()
    with office.desk("outside2") as work, pytest.raises(NotFound):
        give_half(work, release)
    scene.give(release, "outside1")
    assert scene.show(release).contact[0].text == NAME


def test_two_halves_of_one_person_brought_together_by_sql_open_nothing(office: Office) -> None:
    hire(office, "outside2", "นายคนละชื่อ คนเดียวกัน", Role.CUSTODIAN_OUTSIDE)
    scene = stage(office)
    release = scene.ask()
    scene.give(release, "inside1", "outside2")
    change(
        office,
        update(Officer).where(Officer.login == "outside2").values(name="นางพิกุล เก็บรักษา"),
    )
    with pytest.raises(Unreadable):
        scene.show(release)


def test_nothing_can_be_asked_while_a_group_has_nobody_who_could_answer(office: Office) -> None:
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    inside1 = next(one for one in holders if one.name == "นางพิกุล เก็บรักษา")
    scene = stage(office, exclude=[inside1.id])
    page = scene.page()
    assert [words.en for words in page.missing] == ["Inside the office"]
    assert not page.may_ask
    with pytest.raises(WrongState):
        scene.ask()


def test_a_second_custodian_of_the_same_group_finds_it_answered(office: Office) -> None:
    hire(office, "inside2", "นางรักษา แทนกัน", Role.CUSTODIAN_INSIDE)
    scene = stage(office)
    release = scene.ask()
    with office.desk("inside2") as work:
        assert count_requests(work) == 1
    scene.give(release, "inside1")
    assert [line.is_answered for line in requests_of(office, "inside2")] == [True]
    with office.desk("inside2") as work:
        assert count_requests(work) == 0
    with office.desk("inside2") as work, pytest.raises(WrongState):
        give_half(work, release)
    with office.desk("inside1") as work, pytest.raises(WrongState):
        refuse_request(work, release, "เปลี่ยนใจ")


def test_a_refusal_ends_the_request_and_its_reason_is_read_on_the_case(scene: Scene) -> None:
    release = scene.ask()
    scene.give(release, "inside1")
    with scene.office.desk("outside1") as work, pytest.raises(InvalidInput):
        refuse_request(work, release, "  ")
    with scene.office.desk("outside1") as work:
        refuse_request(work, release, "ถามผ่านรหัสติดตามก่อน")
    with pytest.raises(WrongState):
        scene.show(release)
    assert requests_of(scene.office, "inside1") == ()
    assert [half.sealed for half in rows(scene.office, ReleaseHalf)] == [None, None]
    assert newest(scene.office).one_time_private is None
    (line,) = scene.page().history
    assert (line.state, [answer.agreed for answer in line.answers]) == ("refused", [True, False])
    notes = scene.office.open("intake2", scene.case_id).notes
    assert [note.text for note in notes] == ["ถามผ่านรหัสติดตามก่อน"]
    assert scene.told().releases[0].state == "refused"
    scene.ask()


def renew_keys(office: Office, login: str) -> None:
    """New keys in the place of an officer's, each signing for the other."""
    actor = office.officers[login]
    secret, (seed, signing_public) = generate_pair(), generate_signing()
    with office.work(AgencyClerk(office.agency_id)) as work:
        officer = work.session.get_one(Officer, actor.officer_id)
        before = (officer.pair_public or b"", officer.signing_public or b"")
        statement = SuccessionStatement(
            office.agency_id,
            officer.id,
            0,
            before,
            (secret.public, signing_public),
            work.today.toordinal(),
        ).statement()
        work.session.add(
            KeySuccession(
                officer_id=officer.id,
                agency_id=office.agency_id,
                generation=0,
                pair_public=before[0],
                signing_public=before[1],
                ended_on=work.today,
                signature=sign(actor.keys.signing_seed, statement),
                next_signature=sign(seed, statement),
            )
        )
        officer.pair_public, officer.signing_public = secret.public, signing_public
        officer.key_generation = 1
    keys = OfficerKeys(secret.private, seed, 1, actor.keys.pair_private)
    office.officers[login] = replace(actor, keys=keys)


@pytest.mark.parametrize("login", ["intake1", "inside1"])
def test_keys_renewed_while_a_request_waits_change_nothing(scene: Scene, login: str) -> None:
    release = scene.ask()
    scene.give(release, "outside1")
    renew_keys(scene.office, login)
    with scene.office.desk("inside1") as work:
        assert open_request(work, release).reason == REASON
    scene.give(release, "inside1")
    assert scene.show(release).contact[0].text == NAME


# Two at once


def at_once(*errands: Callable[[], object]) -> list[object]:
    """What each errand gave or raised, all begun together."""
    gate = Barrier(len(errands))

    def run(errand: Callable[[], object]) -> object:
        gate.wait()
        try:
            return errand()
        except ServiceError as refused:
            return type(refused)

    with ThreadPoolExecutor(len(errands)) as pool:
        return list(pool.map(run, errands))


def test_custodians_who_answer_at_the_same_moment_both_count(scene: Scene) -> None:
    release = scene.ask()
    given = at_once(lambda: scene.give(release, "inside1"), lambda: scene.give(release, "outside1"))
    assert given == [None, None]
    assert scene.show(release).contact[0].text == NAME


def test_of_two_looks_at_the_same_moment_one_sees_the_name(scene: Scene) -> None:
    release = scene.ask()
    scene.give(release)
    seen = at_once(*(lambda: scene.show(release) for _ in range(3)))
    assert seen.count(WrongState) == 2


def test_of_two_requests_at_the_same_moment_one_is_made(scene: Scene) -> None:
    made = at_once(lambda: scene.ask("intake1"), lambda: scene.ask("intake2"))
    assert made.count(WrongState) == 1
    assert len(rows(scene.office, IdentityRelease)) == 1


# Time


def test_after_a_day_the_request_is_over_and_its_keys_are_gone(scene: Scene) -> None:
    release = scene.ask()
    scene.give(release)
    scene.office.clock.now += timedelta(hours=24)
    with pytest.raises(WrongState):
        scene.show(release)
    with scene.office.desk("outside1") as work:
        assert expire_releases(work) == 1
    row = newest(scene.office)
    assert (row.state, row.one_time_private, row.ended_at) == ("expired", None, row.until)
    assert [half.sealed for half in rows(scene.office, ReleaseHalf)] == [None, None]
    assert scene.page().history[0].state == "expired"
    assert scene.told().releases[0].state == "expired"
    scene.ask()


def test_a_minute_before_the_day_is_over_it_still_opens(scene: Scene) -> None:
    release = scene.ask()
    scene.give(release)
    scene.office.clock.now += timedelta(hours=23, minutes=59)
    assert scene.show(release).contact[0].text == NAME


def test_a_custodian_finds_nothing_to_answer_after_a_day(scene: Scene) -> None:
    release = scene.ask()
    scene.office.clock.now += timedelta(hours=24)
    with scene.office.desk("inside1") as work:
        assert count_requests(work) == 0
    with scene.office.desk("inside1") as work, pytest.raises(NotFound):
        give_half(work, release)


# The reporter


def test_the_reporter_reads_who_asked_by_post_why_and_what_became_of_it(scene: Scene) -> None:
    assert scene.told().releases == ()
    release = scene.ask()
    (told,) = scene.told().releases
    assert (told.asked_by_post, told.reason, told.state) == ("นิติกร", REASON, "asked")
    assert "มาลี" not in str(told)
    assert scene.told().is_asked_for
    scene.give(release)
    scene.show(release)
    (told,) = scene.told().releases
    assert (told.state, told.ended_on) == ("shown", date(2026, 11, 23))


def test_what_is_told_later_is_hidden_until_its_day(scene: Scene) -> None:
    release = scene.ask(**LATER)
    with scene.office.desk("inside1") as work:
        assert open_request(work, release).tell_on == date(2026, 12, 10)
    scene.give(release)
    scene.show(release)
    assert scene.told().releases == ()
    scene.office.clock.now += timedelta(days=16)
    assert scene.told().releases == ()
    scene.office.clock.now += timedelta(days=1)
    (told,) = scene.told().releases
    assert told.state == "shown"
    assert told.told_later.en == "Evidence might be destroyed or altered"


def test_changing_the_day_of_telling_by_sql_hides_nothing(scene: Scene) -> None:
    scene.ask()
    change(scene.office, update(IdentityRelease).values(tell_on=date(2099, 1, 1)))
    assert len(scene.told().releases) == 1


def test_an_opening_is_told_although_its_row_says_otherwise(scene: Scene) -> None:
    release = scene.ask()
    scene.give(release)
    scene.show(release)
    change(scene.office, update(IdentityRelease).values(state="withdrawn"))
    assert scene.told().releases[0].state == "shown"
    assert scene.page().history[0].state == "shown"


def test_a_request_whose_event_was_taken_away_is_an_alarm_to_the_reporter(scene: Scene) -> None:
    scene.ask()
    with scene.office.work(AllAgencies("somebody with SQL")) as work:
        event = work.rows(select(CaseEvent).where(CaseEvent.kind == int(EventKind.IDENTITY_ASKED)))[
            0
        ]
        work.session.delete(event)
    with pytest.raises(Unreadable):
        scene.told()


@pytest.mark.parametrize("kind", [EventKind.IDENTITY_ASKED, EventKind.IDENTITY_RELEASED])
def test_an_event_that_calls_itself_something_else_hides_nothing(
    scene: Scene, kind: EventKind
) -> None:
    release = scene.ask()
    scene.give(release)
    scene.show(release)
    change(
        scene.office,
        update(CaseEvent)
        .where(CaseEvent.kind == int(kind))
        .values(kind=int(EventKind.SHARE_GRANTED)),
    )
    with pytest.raises(Unreadable):
        scene.told()
    with pytest.raises(Unreadable):
        scene.page()


def test_a_notice_emptied_of_its_body_is_an_alarm(scene: Scene) -> None:
    scene.ask()
    change(
        scene.office,
        update(CaseEvent)
        .where(CaseEvent.kind == int(EventKind.IDENTITY_ASKED))
        .values(object_id=None),
    )
    with pytest.raises(Unreadable):
        scene.told()


# By force


def opened_by_force(office: Office, *logins: str) -> bool:
    """Whether these officers' keys lead to the name in any way that the database offers."""
    privates = [office.officers[login].keys.pair_private for login in logins]
    for row in rows(office, IdentityRelease):
        for private in list(privates):
            place = OneTimePlace(row.agency_id, row.case_id, row.id, row.asker_id)
            try:
                privates.append(open_one_time(row.one_time_private or b"", private, place))
            except SealBroken:
                continue
    halves: dict[int, list[bytes]] = {int(INSIDE): [], int(OUTSIDE): []}
    for private in privates:
        for share in rows(office, KeyShare):
            try:
                secret = open_share(share.sealed, private, share_context(share))
            except SealBroken:
                continue
            halves.setdefault(share.kind, []).append(secret)
        for half in rows(office, ReleaseHalf):
            for row in rows(office, IdentityRelease):
                for kind in (INSIDE, OUTSIDE):
                    place = ReleasedHalf(row.agency_id, row.case_id, row.id, kind)
                    try:
                        halves[int(kind)].append(open_half(half.sealed or b"", private, place))
                    except SealBroken:
                        continue
    joined = [join(one, other) for one in halves[int(INSIDE)] for other in halves[int(OUTSIDE)]]
    return any(opens_identity(office, one) for one in (*joined, *privates))


def opens_identity(office: Office, private: bytes) -> bool:
    for row in rows(office, SealedObject):
        if row.type != int(ObjectType.IDENTITY):
            continue
        place = Place(row.agency_id, row.case_id, row.epoch, row.id, ObjectType.IDENTITY)
        try:
            open_sealed(row.sealed, place, private, (public_of(private),))
        except SealBroken:
            continue
        return True
    return False


EVERYBODY_ELSE = ("intake1", "intake2", "grievance1", "legal1", "clerk", "admin1")


def test_during_a_request_all_keys_but_one_groups_open_no_name(scene: Scene) -> None:
    office, release = scene.office, scene.ask()
    assert not opened_by_force(office, *EVERYBODY_ELSE, "inside1")
    assert not opened_by_force(office, *EVERYBODY_ELSE, "outside1")
    assert opened_by_force(office, "inside1", "outside1")  # the trial itself can succeed
    scene.give(release, "inside1")
    assert not opened_by_force(office, *EVERYBODY_ELSE, "inside1")
    assert opened_by_force(office, "intake1", "outside1")
    scene.give(release, "outside1")
    assert opened_by_force(office, "intake1")  # both agreed: the asker may look
    assert not opened_by_force(office, *(set(EVERYBODY_ELSE) - {"intake1"}))


def test_after_one_look_the_askers_keys_open_it_no_more(scene: Scene) -> None:
    release = scene.ask()
    scene.give(release)
    scene.show(release)
    assert not opened_by_force(scene.office, *EVERYBODY_ELSE)
    assert not opened_by_force(scene.office, *EVERYBODY_ELSE, "inside1")


# Somebody with SQL


def test_a_swapped_one_time_key_is_refused_by_the_custodians_and_named(scene: Scene) -> None:
    release = scene.ask()
    change(scene.office, update(IdentityRelease).values(one_time_public=generate_pair().public))
    for login in ("inside1", "outside1"):
        with scene.office.desk(login) as work, pytest.raises(Unreadable):
            give_half(work, release)
        with scene.office.desk(login) as work, pytest.raises(Unreadable):
            open_request(work, release)
    assert rows(scene.office, ReleaseHalf) == []
    with scene.office.work(AgencyClerk(scene.office.agency_id)) as work:
        assert "release_not_signed" in {one.kind for one in look_for_tampering(work)}


@pytest.mark.parametrize("hours", [1, 24, 24 * 365])
def test_a_request_made_longer_is_refused(scene: Scene, hours: int) -> None:
    release = scene.ask()
    until = newest(scene.office).until + timedelta(hours=hours)
    change(scene.office, update(IdentityRelease).values(until=until))
    with scene.office.desk("inside1") as work, pytest.raises(Unreadable):
        give_half(work, release)


def test_a_request_for_another_ground_than_the_signed_one_is_refused(scene: Scene) -> None:
    release = scene.ask()
    change(scene.office, update(IdentityRelease).values(ground="order"))
    with scene.office.desk("inside1") as work, pytest.raises(Unreadable):
        give_half(work, release)


def test_a_request_moved_to_another_case_is_refused(office: Office) -> None:
    first, second = stage(office), stage(office)
    release = first.ask()
    change(
        office,
        update(IdentityRelease).values(case_id=bytes.fromhex(second.case_id)),
    )
    with office.desk("inside1") as work, pytest.raises(Unreadable):
        give_half(work, release)


def test_two_requests_swapped_between_cases_are_refused(office: Office) -> None:
    first, second = stage(office), stage(office)
    releases = first.ask(), second.ask()
    cases = {row.id: row.case_id for row in rows(office, IdentityRelease)}
    one, other = cases
    for release, case in ((one, cases[other]), (other, cases[one])):
        change(
            office,
            update(IdentityRelease).where(IdentityRelease.id == release).values(case_id=case),
        )
    for release in releases:
        with office.desk("outside1") as work, pytest.raises(Unreadable):
            give_half(work, release)


def test_a_request_that_the_reporter_was_not_told_of_is_refused(office: Office) -> None:
    """The officer's own signature is not enough: the chain must carry the notice."""
    first, second = stage(office), stage(office)
    first.ask()
    release = second.ask()
    told = rows(office, IdentityRelease)
    change(
        office,
        update(IdentityRelease)
        .where(IdentityRelease.id == bytes.fromhex(release))
        .values(notice_object_id=next(r.notice_object_id for r in told if r.id.hex() != release)),
    )
    with office.desk("inside1") as work, pytest.raises(Unreadable):
        give_half(work, release)


def swap_half(office: Office, kind: ShareKind, **values: object) -> None:
    change(office, update(ReleaseHalf).where(ReleaseHalf.kind == int(kind)).values(**values))


def test_a_half_of_an_earlier_release_is_refused(scene: Scene) -> None:
    first = scene.ask()
    scene.give(first, "inside1")
    (old,) = rows(scene.office, ReleaseHalf)
    with scene.office.desk("intake1") as work:
        withdraw_request(work, first)
    second = scene.ask()
    scene.give(second)
    change(
        scene.office,
        update(ReleaseHalf)
        .where(ReleaseHalf.release_id == bytes.fromhex(second), ReleaseHalf.kind == int(INSIDE))
        .values(sealed=old.sealed, signature=old.signature),
    )
    with pytest.raises(Unreadable):
        scene.show(second)
    assert ReleaseState.ASKED in [row.state for row in rows(scene.office, IdentityRelease)]


def forged_half(scene: Scene, login: str, half: bytes, kind: ShareKind) -> dict[str, object]:
    """A half that this officer signs for the newest request."""
    row, officer = newest(scene.office), scene.office.officers[login]
    place = ReleasedHalf(row.agency_id, row.case_id, row.id, kind)
    sealed = seal_released_half(half, row.one_time_public, place)
    statement = half_statement(place, officer.officer_id, sealed)
    signature = sign(officer.keys.signing_seed, statement)
    return {"custodian_id": officer.officer_id, "sealed": sealed, "signature": signature}


def real_half(scene: Scene, login: str, kind: ShareKind) -> bytes:
    officer = scene.office.officers[login]
    share = next(
        one
        for one in rows(scene.office, KeyShare)
        if one.holder_id == officer.officer_id and one.kind == int(kind)
    )
    return open_share(share.sealed, officer.keys.pair_private, share_context(share))


@pytest.mark.parametrize("login", ["intake2", "outside1", "intake1", "inside1"])
def test_a_half_brought_in_by_sql_is_refused_whoever_signed_it(scene: Scene, login: str) -> None:
    """Not a custodian, of the other group, the asker; and the right one without an event."""
    release = scene.ask()
    scene.give(release)
    half = real_half(scene, "inside1", INSIDE)
    swap_half(scene.office, INSIDE, **forged_half(scene, login, half, INSIDE))
    with pytest.raises(Unreadable):
        scene.show(release)


def test_a_half_that_is_no_half_opens_nothing(scene: Scene) -> None:
    release = scene.ask()
    scene.give(release)
    for changed in (
        {"sealed": random_bytes(1239)},
        {"sealed": None},
        {"signature": bytes(64)},
        {"agreed": False},
    ):
        before = next(one for one in rows(scene.office, ReleaseHalf) if one.kind == int(OUTSIDE))
        swap_half(scene.office, OUTSIDE, **changed)
        with pytest.raises(Unreadable):
            scene.show(release)
        swap_half(scene.office, OUTSIDE, **{name: getattr(before, name) for name in changed})
    assert scene.show(release).contact[0].text == NAME


def test_another_name_put_in_the_place_of_the_reporters_own_is_refused(scene: Scene) -> None:
    """Anybody can seal to the public key in the row, and so accuse somebody of reporting."""
    office = scene.office
    row = next(one for one in rows(office, SealedObject) if one.type == int(ObjectType.IDENTITY))
    (case,) = rows(office, Complaint)
    place = Place(row.agency_id, row.case_id, row.epoch, row.id, ObjectType.IDENTITY)
    framed = to_bytes({"mode": "named", "contact_name": "นายคนอื่น"})
    sealed = seal(framed, place, (case.identity_public,), padded_to=8192)
    change(office, update(SealedObject).where(SealedObject.id == row.id).values(sealed=sealed))
    release = scene.ask()
    scene.give(release)
    with pytest.raises(Unreadable):
        scene.show(release)


def test_a_role_given_by_sql_makes_no_custodian(scene: Scene) -> None:
    release = scene.ask()
    clerk = scene.office.officers["clerk"]
    scene.office.officers["clerk"] = replace(clerk, roles=clerk.roles | {Role.CUSTODIAN_INSIDE})
    assert requests_of(scene.office, "clerk") == ()
    with scene.office.desk("clerk") as work, pytest.raises(NotFound):
        give_half(work, release)


@pytest.mark.parametrize("login", ["intake1", "admin1", "clerk"])
def test_the_custodians_page_is_for_custodians(scene: Scene, login: str) -> None:
    with scene.office.desk(login) as work, pytest.raises(NotAllowed):
        waiting_requests(work)


def test_a_malformed_or_unknown_request_is_not_found(scene: Scene) -> None:
    for release in ("", "x", "0" * 32, "0" * 31):
        with scene.office.desk("inside1") as work, pytest.raises(NotFound):
            open_request(work, release)
        with pytest.raises(NotFound):
            scene.show(release)
