"""A hold: read from signed events alone, and stronger than two persons and than time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from crypto.envelope import ObjectType
from models.complaint import Complaint
from models.history import CaseEvent
from rules.permissions import Role
from rules.states import Channel, EventKind
from service.actors import AgencyClerk, OfficerActor
from service.case_events import Acting, append_event
from service.delete_case import delete_case
from service.erase_identity import erase_identity
from service.errors import (
    CaseHeld,
    InvalidInput,
    NotAllowed,
    NotFound,
    StaleCase,
    Unreadable,
    WrongState,
)
from service.legal_hold import is_held, lift_hold, set_hold
from service.look_for_tampering import look_for_tampering
from service.moving import seal_words
from service.officer_accounts import change_roles
from service.retention import keeping_view
from service.sign_keyring import sign_keyring
from service.two_person_requests import Kind
from tests.office import Office
from tests.service.keeping_scenes import WHY, append_by_sql, expire, hold
from tests.two_persons import agreed, asked, closed_case, filed_case, holder_of, share_with

YEAR = timedelta(days=366)


def _kinds(office: Office, case_id: str) -> list[int]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        of_case = select(CaseEvent.kind).where(CaseEvent.case_id == bytes.fromhex(case_id))
        return work.rows(of_case.order_by(CaseEvent.seq))


def test_a_hold_is_an_event_with_its_officers_hand_and_a_sealed_reason(office: Office) -> None:
    case_id = filed_case(office)
    hold(office, "intake1", case_id)
    with office.desk("intake2") as work:
        view = keeping_view(work, case_id)
    assert view.held.hold.reason == WHY["reason"]
    assert (view.held.hold.by, view.held.hold.set_on) == ("นางสาวมาลี ใจงาม", view.today)
    assert (view.held.may_set, view.held.may_lift) == (False, False)
    assert _kinds(office, case_id)[-1] == EventKind.HOLD_SET
    opened = office.open("intake2", case_id)
    assert [line.text for line in opened.notes] == [WHY["reason"]]
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert look_for_tampering(work) == ()
        dumped = work.session.execute(select(CaseEvent.packed)).scalars().all()
    assert all(WHY["reason"].encode() not in one for one in dumped)


def test_only_a_supervisor_lifts_it(office: Office) -> None:
    case_id = filed_case(office)
    share_with(office, "intake1", "legal1", case_id)
    hold(office, "legal1", case_id)
    for login in ("intake1", "intake2", "legal1"):
        with pytest.raises(NotAllowed):
            hold(office, login, case_id, lift_hold)
    share_with(office, "intake1", "clerk", case_id)
    with office.desk("clerk") as work:
        assert keeping_view(work, case_id).held.may_lift
    hold(office, "clerk", case_id, lift_hold)
    with office.desk("clerk") as work:
        held = keeping_view(work, case_id).held
    assert held.hold is None and held.may_set
    assert _kinds(office, case_id)[-1] == EventKind.HOLD_LIFTED


def test_a_grievance_is_held_by_the_officer_of_grievances(office: Office) -> None:
    case_id = office.case_id(office.file(Channel.GRIEVANCE, narrative="น้ำไม่ไหลสามวัน"))
    hold(office, "grievance1", case_id)
    with office.desk("grievance1") as work:
        assert keeping_view(work, case_id).held.hold is not None


def test_what_is_wanting_or_out_of_time_is_refused(office: Office) -> None:
    case_id = filed_case(office)
    count = office.open("intake1", case_id).event_count
    for reason, problem in (("", "required"), ("ก" * 2001, "too_long"), ("ก\x00", "no_nul")):
        with office.desk("intake1") as work, pytest.raises(InvalidInput) as refused:
            set_hold(work, case_id, {"reason": reason}, count)
        assert refused.value.fields == {"reason": problem}
    with office.desk("intake1") as work, pytest.raises(StaleCase):
        set_hold(work, case_id, WHY, count - 1)
    with office.desk("admin1") as work, pytest.raises(NotAllowed):
        set_hold(work, case_id, WHY, count)
    with office.desk("clerk") as work, pytest.raises(NotFound):
        set_hold(work, case_id, WHY, count)
    hold(office, "intake1", case_id)
    with pytest.raises(WrongState):
        hold(office, "intake2", case_id)


def test_two_persons_cannot_delete_what_is_held(office: Office) -> None:
    case_id, other = closed_case(office), closed_case(office)
    # Agreed to before, held since: the whole request is refused and stays.
    request_id = agreed(office, Kind.DELETE, case_id, other)
    hold(office, "intake2", case_id)
    with office.desk("intake1") as work, pytest.raises(CaseHeld):
        delete_case(work, request_id)
    assert EventKind.DELETED not in _kinds(office, case_id) + _kinds(office, other)
    with pytest.raises(InvalidInput) as refused:
        asked(office, Kind.DELETE, case_id, other)
    assert refused.value.fields == {"cases": "case_held"}
    share_with(office, "intake1", "clerk", case_id)
    hold(office, "clerk", case_id, lift_hold)
    with office.desk("intake1") as work:
        delete_case(work, request_id)
    assert _kinds(office, case_id)[-1] == _kinds(office, other)[-1] == EventKind.DELETED


def test_a_name_outlasts_its_time_under_a_hold_and_goes_when_it_is_lifted(office: Office) -> None:
    case_id = closed_case(office, identity_mode="confidential", contact_name="นางแดง")
    share_with(office, "intake1", "clerk", case_id)
    hold(office, "intake1", case_id)
    office.clock.now += YEAR
    assert expire(office) == [False]
    hold(office, "clerk", case_id, lift_hold)
    assert expire(office) == [True]
    assert expire(office) == []


def test_the_reporter_takes_the_name_back_under_ahold(office: Office) -> None:
    receipt = office.file(identity_mode="named", contact_name="นางแดง")
    token = office.confirm(receipt)
    hold(office, "intake1", office.case_id(receipt))
    with office.reporter() as work:
        assert erase_identity(work, token).erased_on is not None


@pytest.mark.parametrize("kind", [EventKind.HOLD_SET, EventKind.HOLD_LIFTED])
def test_a_hold_or_its_end_written_by_sql_counts_for_nothing_and_is_named(
    office: Office, kind: EventKind
) -> None:
    case_id = closed_case(office, identity_mode="confidential", contact_name="นางแดง")
    if kind is EventKind.HOLD_LIFTED:
        hold(office, "intake1", case_id)
    append_by_sql(office, case_id, kind)
    office.clock.now += YEAR
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert "event_not_signed" in [one.kind for one in look_for_tampering(work)]
    with pytest.raises(Unreadable):
        expire(office)
    with pytest.raises(Unreadable):
        asked(office, Kind.DELETE, case_id)


def _alarms(office: Office) -> list[str]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return [one.kind for one in look_for_tampering(work)]


def _as_supervisor(office: Office, login: str) -> OfficerActor:
    """The officer as the settings make him when somebody adds a row to his roles."""
    own = office.officers[login]
    return replace(own, roles=own.roles | {Role.SUPERVISOR})


def test_a_role_that_stands_in_no_signature_lifts_nothing(office: Office) -> None:
    case_id = closed_case(office, identity_mode="confidential", contact_name="นางแดง")
    hold(office, "intake1", case_id)
    planted = _as_supervisor(office, "intake2")
    count = office.open("intake2", case_id).event_count
    with office.work(planted) as work:
        assert not keeping_view(work, case_id).held.may_lift
    with office.work(planted) as work, pytest.raises(NotAllowed):
        lift_hold(work, case_id, WHY, count)
    assert _alarms(office) == []
    # Past the program, with his own hand: the event says a supervisor's role, his key does not.
    with office.work(planted) as work:
        case = work.one(Complaint, id=bytes.fromhex(case_id))
        body = seal_words(work, case, ObjectType.INTERNAL, {"form": "hold_lifted/1", "text": "-"})
        acting = Acting(planted, Role.SUPERVISOR)
        append_event(work, case, EventKind.HOLD_LIFTED, body=body, by=acting)
    assert _alarms(office) == ["event_not_signed"]
    with office.desk("intake1") as work:
        assert keeping_view(work, case_id).held.hold is not None
    office.clock.now += YEAR
    assert expire(office) == [False]
    with pytest.raises(InvalidInput) as refused:
        asked(office, Kind.DELETE, case_id)
    assert refused.value.fields == {"cases": "case_held"}
    # A supervisor makes it good.
    share_with(office, "intake1", "clerk", case_id)
    hold(office, "clerk", case_id, lift_hold)
    assert _alarms(office) == [] and expire(office) == [True]


def test_a_hold_outlives_its_officers_role(office: Office) -> None:
    case_id = closed_case(office, identity_mode="confidential", contact_name="นางแดง")
    share_with(office, "intake1", "clerk", case_id)
    hold(office, "intake2", case_id)
    with office.desk("admin1") as work:
        change_roles(work, office.officers["intake2"].officer_id.hex(), [Role.LEGAL],
                     confirmed=True)  # fmt: skip
    with office.work(AgencyClerk(office.agency_id)) as work:
        sign_keyring(work, office.made.papers.root)
    office.clock.now += YEAR
    assert expire(office) == [False]
    hold(office, "clerk", case_id, lift_hold)
    assert expire(office) == [True]
    assert _alarms(office) == []


def test_a_hold_taken_out_of_the_database_is_missed(office: Office) -> None:
    case_id = closed_case(office, identity_mode="confidential", contact_name="นางแดง")
    hold(office, "intake1", case_id)
    with office.work(AgencyClerk(office.agency_id)) as work:
        # Hidden from whoever asks by kind; its bytes still say what it is.
        work.session.execute(
            update(CaseEvent)
            .where(CaseEvent.kind == int(EventKind.HOLD_SET))
            .values(kind=int(EventKind.NOTE_ADDED))
        )
    office.clock.now += YEAR
    with (
        office.work(AgencyClerk(office.agency_id), writes=False) as work,
        pytest.raises(Unreadable),
    ):
        is_held(work, work.one(Complaint, id=bytes.fromhex(case_id)))
    with pytest.raises(Unreadable):
        expire(office)


def test_whoever_is_kept_out_learns_nothing_of_ahold(office: Office) -> None:
    case_id = filed_case(office, exclude=[holder_of(office, "นายวิชัย ตั้งตรง")])
    hold(office, "intake1", case_id)
    with office.desk("intake2") as work, pytest.raises(NotFound):
        keeping_view(work, case_id)
