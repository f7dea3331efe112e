"""What is over goes: names by themselves, cases by two persons, small things a few at a time."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from crypto.envelope import ObjectType, Place, open_sealed
from models.bringing_in import ImportBatch
from models.complaint import AttachmentStream, Complaint, SealedObject
from models.custody import TwoPersonRequest
from models.history import AccessLog, CaseEvent
from models.officer import OfficerSession
from models.outbox import OutboxRow
from models.release import IdentityRelease
from models.retention import RetentionPeriod
from rules.retention import PERIODS, RetentionKind, Stage, add_months
from rules.states import EventKind, Move
from rules.thai_time import today_in_bangkok
from service.actors import AgencyClerk
from service.delete_case import delete_case
from service.erase_identity import erase_identity
from service.errors import InvalidInput, NotAllowed, Unreadable, WrongState
from service.expire_identity import expire_identity
from service.follow_complaint import enter_code, write_to_office
from service.look_for_tampering import look_for_tampering
from service.merge_cases import merge
from service.purge import purge
from service.release_answer import give_half
from service.release_ask import ask_identity
from service.release_told import identity_standing
from service.retention import keeping_view, periods_of, set_periods
from service.retention_due import due_page, remind
from service.sealing import from_bytes, new_id
from service.sign_keyring import sign_keyring
from service.two_person_requests import Kind
from tests.mail import give_addresses, outbox
from tests.office import Office, sign_in_as
from tests.service.keeping_scenes import append_by_sql, expire, hold
from tests.service.test_erase_identity import ASK, OF_THE_NAME, attach, bodies, identity_private
from tests.service.test_import_register import bring_in, lay_down
from tests.two_persons import agreed, asked, close, closed_case, filed_case, holder_of

NAME = {"identity_mode": "confidential", "contact_name": "นางผู้แจ้ง จริงใจ"}
DAY = timedelta(days=1)
NOT_ACCEPTED = {
    "notice_text": "ไม่รับไว้ดำเนินการ",
    "reason": "insufficient_facts",
    "screening_evidence": "no",
    "screening_circumstances": "no",
    "screening_witness": "no",
}


def today(office: Office) -> date:
    return today_in_bangkok(office.clock.now)


def pass_until(office: Office, day: date) -> None:
    """Ten in the morning of that day."""
    office.clock.now = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def clerk(office: Office, *, writes: bool = True):
    return office.work(AgencyClerk(office.agency_id), writes=writes)


def rows(office: Office, model: type, *conditions) -> list:
    with clerk(office, writes=False) as work:
        return work.rows(select(model).where(*conditions))


def due(office: Office, login: str = "intake1"):
    with office.desk(login) as work:
        return due_page(work)


def in_months(office: Office, months: int) -> date:
    return add_months(today(office), months)


# Names


def test_a_name_stays_its_last_day_and_is_gone_the_day_after(
    office: Office, tmp_path: Path
) -> None:
    receipt = office.file(**NAME | {"identity_mode": "named"})
    token = office.confirm(receipt)
    attach(office, token, tmp_path)
    case_id = office.case_id(receipt)
    close(office, "intake1", case_id)
    before = bodies(office, *OF_THE_NAME)
    last = in_months(office, 12)
    pass_until(office, last)
    assert not any(expire(office))
    assert bodies(office, *OF_THE_NAME) == before
    pass_until(office, last + DAY)
    assert expire(office) == [True]
    after = bodies(office, *OF_THE_NAME)
    assert {key: len(body) for key, body in after.items()} == {
        key: len(body) for key, body in before.items()
    }
    assert not set(after.values()) & set(before.values())
    assert [one.role for one in rows(office, AttachmentStream)] == ["copy"]
    events = rows(office, CaseEvent, CaseEvent.kind == int(EventKind.IDENTITY_EXPIRED))
    assert [(one.officer_id, one.signature) for one in events] == [(None, None)]
    with clerk(office, writes=False) as work:
        assert look_for_tampering(work) == ()
    assert office.open("intake1", case_id).contact == ()
    assert expire(office) == []


def test_what_the_custodians_could_open_together_says_that_it_is_erased(office: Office) -> None:
    closed_case(office, **NAME)
    pass_until(office, in_months(office, 12) + DAY)
    expire(office)
    (case,) = rows(office, Complaint)
    (body,) = rows(office, SealedObject, SealedObject.type == int(ObjectType.IDENTITY))
    place = Place(body.agency_id, body.case_id, body.epoch, body.id, ObjectType.IDENTITY)
    opened = open_sealed(body.sealed, place, identity_private(office), (case.identity_public,))
    assert from_bytes(opened) == {"v": 1, "mode": "erased"}


def test_the_reporter_reads_until_when_and_then_that_it_is_gone(office: Office) -> None:
    receipt = office.file(**NAME)
    token = office.confirm(receipt)
    with office.reporter() as work:
        standing = identity_standing(work, token)
    assert (standing.kept_until, standing.period.th) == (None, "1 ปี")
    close(office, "intake1", office.case_id(receipt))
    with office.reporter() as work:
        assert identity_standing(work, token).kept_until == in_months(office, 12)
    pass_until(office, in_months(office, 12) + DAY)
    expire(office)
    with office.reporter() as work:
        token = enter_code(work, receipt.code)
    with office.reporter() as work:
        standing = identity_standing(work, token)
    assert standing.has_expired and not standing.may_erase
    assert standing.erased_on == today(office)
    with office.reporter() as work, pytest.raises(WrongState):
        erase_identity(work, token)


def test_an_open_case_keeps_its_name_however_old(office: Office) -> None:
    case_id = filed_case(office, **NAME)
    reopened = closed_case(office, **NAME)
    office.move("intake1", reopened, Move.REOPEN, reason="มีพยานใหม่")
    pass_until(office, in_months(office, 60))
    assert expire(office) == []
    with office.desk("intake1") as work:
        keeping = keeping_view(work, case_id).keeping
    assert (keeping.kind, keeping.case_until, keeping.identity_until) == (None, None, None)


def test_a_request_for_the_name_is_waited_for_until_it_ends(office: Office) -> None:
    case_id = closed_case(office, **NAME)
    pass_until(office, in_months(office, 12) + DAY)
    with office.desk("intake1") as work:
        ask_identity(work, case_id, ASK)
    (request,) = rows(office, IdentityRelease)
    assert expire(office) == [False]
    with office.desk("inside1") as work:
        give_half(work, request.id.hex())
    office.clock.now += timedelta(hours=25)
    assert expire(office) == [True]


def test_a_file_that_came_after_has_a_time_of_its_own(office: Office, tmp_path: Path) -> None:
    receipt = office.file(**NAME)
    token = office.confirm(receipt)
    close(office, "intake1", office.case_id(receipt))
    with office.reporter() as work:
        erase_identity(work, token)
    closed_on = today(office)
    attach(office, token, tmp_path)
    pass_until(office, add_months(closed_on, 12) + DAY)
    assert expire(office) == [True]
    assert [one.role for one in rows(office, AttachmentStream)] == ["copy"]


def test_a_merged_case_keeps_its_name_as_long_as_its_lead(office: Office) -> None:
    lead, joined = filed_case(office, **NAME), filed_case(office, **NAME)
    count = office.open("intake1", joined).event_count
    with office.desk("intake1") as work:
        merge(work, joined, lead, {"notice_text": "รวมกับอีกเรื่อง"}, count)
    pass_until(office, in_months(office, 24))
    assert expire(office) == [False]
    with office.desk("intake1") as work:
        assert keeping_view(work, joined).keeping.waits_for_lead
    close(office, "intake1", lead)
    ended = today(office)
    with office.desk("intake1") as work:
        assert keeping_view(work, joined).keeping.identity_until == add_months(ended, 12)
    pass_until(office, add_months(ended, 12))
    assert not any(expire(office))
    pass_until(office, today(office) + DAY)
    assert expire(office) == [True, True]


def test_an_earlier_day_written_by_sql_brings_nothing_forward(office: Office) -> None:
    closed_case(office, **NAME)
    with clerk(office) as work:
        work.session.execute(update(Complaint).values(completed_on=date(2020, 1, 1)))
        work.session.add(
            RetentionPeriod(
                id=new_id(), agency_id=office.agency_id, kind="identity", months=-5,
                set_by=office.officers["admin1"].officer_id,
            )
        )  # fmt: skip
    assert expire(office) == [False]
    # Below the floor nothing counts, whatever a row says.
    floor = PERIODS[RetentionKind.IDENTITY].least
    pass_until(office, in_months(office, floor))
    assert expire(office) == [False]
    pass_until(office, today(office) + DAY)
    assert expire(office) == [True]


def test_a_chain_that_does_not_check_loses_nothing(office: Office) -> None:
    case_id = closed_case(office, **NAME)
    before = bodies(office, *OF_THE_NAME)
    with clerk(office) as work:
        work.session.execute(
            update(CaseEvent).where(CaseEvent.seq == 2).values(day=date(2020, 1, 1))
        )
    pass_until(office, in_months(office, 13))
    with pytest.raises(Unreadable):
        expire(office)
    assert bodies(office, *OF_THE_NAME) == before and case_id


# An end that is nobody's word


def end_by_sql(office: Office, case_id: str, day: date, **how: str) -> None:
    """The case as if it had been closed on that day, chain and columns alike."""
    append_by_sql(office, case_id, EventKind.CLOSED, day=day, **how)
    end_in_columns(office, case_id, day)


def end_in_columns(office: Office, case_id: str, day: date) -> None:
    with clerk(office) as work:
        work.session.execute(
            update(Complaint)
            .where(Complaint.id == bytes.fromhex(case_id))
            .values(state="closed", completed_on=day)
        )


def alarms(office: Office) -> list[str]:
    with clerk(office, writes=False) as work:
        return [one.kind for one in look_for_tampering(work)]


def test_an_end_without_an_officers_hand_erases_no_name_and_is_no_proposal(office: Office) -> None:
    case_id = filed_case(office, **NAME)
    before = bodies(office, *OF_THE_NAME)
    # Not even of an earlier day than what stands before it.
    end_by_sql(office, case_id, today(office))
    assert alarms(office) == ["event_not_signed"]
    pass_until(office, in_months(office, 120) + DAY)
    with pytest.raises(Unreadable):
        expire(office)
    assert bodies(office, *OF_THE_NAME) == before
    page = due(office)
    assert page.cases == page.names == ()
    assert (page.cases_apart.unproven, page.names_apart.unproven) == (1, 1)


def test_an_end_before_what_came_before_it_counts_for_nothing_whoever_signed_it(
    office: Office,
) -> None:
    case_id = filed_case(office, **NAME)
    office.move("intake1", case_id, Move.ACCEPT)
    before = bodies(office, *OF_THE_NAME)
    end_by_sql(office, case_id, date(2015, 1, 5), hand="intake1")
    assert "events_missing_or_changed" in alarms(office)
    with pytest.raises(Unreadable):
        expire(office)
    assert bodies(office, *OF_THE_NAME) == before
    page = due(office)
    assert page.cases == () and page.cases_apart.unproven == 1


def test_a_lead_ended_by_sql_lets_no_merged_name_go(office: Office) -> None:
    lead, joined = filed_case(office), filed_case(office, **NAME)
    count = office.open("intake1", joined).event_count
    with office.desk("intake1") as work:
        merge(work, joined, lead, {"notice_text": "รวมกับอีกเรื่อง"}, count)
    pass_until(office, in_months(office, 12) + DAY)
    assert expire(office) == [False], "the lead goes on"
    end_in_columns(office, lead, date(2026, 11, 23))
    with clerk(office) as work, pytest.raises(Unreadable):
        expire_identity(work, bytes.fromhex(joined))


def test_a_lead_that_two_persons_deleted_is_waited_for_no_longer(office: Office) -> None:
    lead, joined = filed_case(office), filed_case(office, **NAME)
    count = office.open("intake1", joined).event_count
    with office.desk("intake1") as work:
        merge(work, joined, lead, {"notice_text": "รวมกับอีกเรื่อง"}, count)
    close(office, "intake1", lead)
    request_id = agreed(office, Kind.DELETE, lead)
    with office.desk("intake1") as work:
        delete_case(work, request_id)
    pass_until(office, in_months(office, 12) + DAY)
    assert expire(office) == [True]


def test_a_report_of_a_saturday_ends_and_expires_as_any_other(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 28, 3, tzinfo=UTC)
    receipt = office.file(**NAME)
    (case,) = rows(office, Complaint)
    assert case.received_on == date(2026, 11, 30), "on the next office day"
    close(office, "intake1", office.case_id(receipt))
    assert alarms(office) == []
    pass_until(office, date(2027, 12, 1))
    assert expire(office) == [True]


def test_a_case_of_an_older_register_expires_too(office: Office) -> None:
    bring_in(office, lay_down(office))
    pass_until(office, in_months(office, 12) + DAY)
    ended = rows(office, Complaint, Complaint.state.in_(["closed", "not_accepted", "forwarded"]))
    gone = expire(office)
    assert gone == [True] * len(ended) and ended
    assert alarms(office) == []


def test_only_the_program_by_itself_makes_a_name_expire(office: Office) -> None:
    case_id = closed_case(office, **NAME)
    for login in ("intake1", "clerk", "admin1"):
        with office.desk(login) as work, pytest.raises(NotAllowed):
            expire_identity(work, bytes.fromhex(case_id))


# Cases


def test_a_case_is_pointed_out_ninety_and_thirty_days_before_and_never_goes_by_itself(
    office: Office,
) -> None:
    case_id = closed_case(office)
    until = in_months(office, 120)
    for before, expected in ((91, None), (89, Stage.NEAR), (29, Stage.SOON), (-1, Stage.DUE)):
        pass_until(office, until - before * DAY)
        lines = due(office).cases
        assert [(one.case.id, one.stage, one.until) for one in lines] == (
            [(case_id, expected, until)] if expected else []
        )
    assert lines[0].may_be_chosen
    pass_until(office, until + 4000 * DAY)
    expire(office)
    with clerk(office) as work:
        purge(work)
    assert rows(office, Complaint)[0].deleted_on is None


def test_what_is_held_or_waits_takes_no_place_and_is_told_by_its_number(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.retention_due.MOST", 2)
    for _ in range(2):
        hold(office, "intake2", closed_case(office, **NAME))
    lead = filed_case(office, **NAME)
    for _ in range(2):
        joined = filed_case(office, **NAME)
        count = office.open("intake1", joined).event_count
        with office.desk("intake1") as work:
            merge(work, joined, lead, {"notice_text": "รวมกับอีกเรื่อง"}, count)
    for _ in range(2):
        end_by_sql(office, filed_case(office, **NAME), today(office))
    office.clock.now += DAY
    free = [closed_case(office, **NAME) for _ in range(3)]
    pass_until(office, in_months(office, 120) + DAY)
    page = due(office)
    for lines, more, apart in (
        (page.cases, page.more_cases, page.cases_apart),
        (page.names, page.more_names, page.names_apart),
    ):
        assert [one.case.id for one in lines] == free[:2] and more
        assert (apart.held, apart.waiting, apart.unproven) == (2, 2, 2)
    assert all(one.may_be_chosen for one in page.cases)
    # Once the lead has ended they wait for their own time, and take no place before.
    close(office, "intake1", lead)
    page = due(office)
    assert [one.case.id for one in page.cases] == free[:2] and page.cases_apart.waiting == 0


def test_whoever_is_kept_out_or_may_not_delete_is_shown_nothing(office: Office) -> None:
    closed_case(office, exclude=[holder_of(office, "นายวิชัย ตั้งตรง")], **NAME)
    pass_until(office, in_months(office, 120) + DAY)
    assert len(due(office).cases) == len(due(office).names) == 1
    assert due(office, "intake2").cases == due(office, "intake2").names == ()
    for login in ("legal1", "grievance1", "admin1"):
        with office.desk(login) as work, pytest.raises(NotAllowed):
            due_page(work)


def test_several_cases_go_in_one_request_or_none_of_them(office: Office) -> None:
    going = [closed_case(office, narrative=f"เรื่องที่ {n}", **NAME) for n in range(3)]
    open_one = filed_case(office)
    pass_until(office, in_months(office, 120) + DAY)
    with clerk(office) as work:
        # Keys count for five years, then the root's paper is fetched again.
        sign_keyring(work, office.made.papers.root)
    assert {one.case.id for one in due(office).cases} == set(going)
    with pytest.raises(InvalidInput) as refused:
        asked(office, Kind.DELETE, *going, open_one)
    assert refused.value.fields == {"cases": "case_open"}
    request_id = agreed(office, Kind.DELETE, *going)
    with office.desk("intake1") as work:
        delete_case(work, request_id)
    left = {one.case_id.hex() for one in rows(office, SealedObject)}
    assert left == {open_one}
    gone = rows(office, Complaint, Complaint.deleted_on.is_not(None))
    assert {one.id.hex() for one in gone} == set(going)
    assert due(office).cases == due(office).names == ()
    with clerk(office, writes=False) as work:
        assert look_for_tampering(work) == ()


def test_one_reopened_meanwhile_saves_all_of_the_request(office: Office) -> None:
    going = [closed_case(office), closed_case(office)]
    request_id = agreed(office, Kind.DELETE, *going)
    office.move("intake2", going[1], Move.REOPEN, reason="มีพยานใหม่")
    with office.desk("intake1") as work, pytest.raises(WrongState):
        delete_case(work, request_id)
    assert rows(office, Complaint, Complaint.deleted_on.is_not(None)) == []


def test_too_many_cases_at_once_are_refused(office: Office) -> None:
    with pytest.raises(InvalidInput) as refused:
        asked(office, Kind.DELETE, *(f"{n:032x}" for n in range(51)))
    assert refused.value.fields == {"cases": "too_many_cases"}


# Periods


def test_an_office_sets_its_periods_within_their_bounds(office: Office) -> None:
    assert {kind.value for kind in PERIODS} == {
        "closed", "not_accepted", "forwarded", "identity", "access_log",
    }, "what no office can change is no period of it"  # fmt: skip
    with clerk(office, writes=False) as work:
        assert periods_of(work) == {kind: one.default for kind, one in PERIODS.items()}
    typed = {
        "closed": "๖๐", "not_accepted": "12", "forwarded": "120", "identity": "6",
        "access_log": "60",
    }  # fmt: skip
    with office.desk("admin1") as work:
        set_periods(work, typed)
        found = periods_of(work)
    assert found[RetentionKind.CLOSED] == 60 and found[RetentionKind.IDENTITY] == 6
    changed = {one.kind: one.set_by for one in rows(office, RetentionPeriod)}
    assert set(changed) == {"closed", "not_accepted", "identity"}
    assert set(changed.values()) == {office.officers["admin1"].officer_id}
    with office.desk("admin1") as work, pytest.raises(InvalidInput) as refused:
        set_periods(work, typed | {"identity": "2", "closed": "601", "forwarded": "สิบ"})
    assert refused.value.fields == {
        "identity": "number_least", "closed": "number_most", "forwarded": "number_least",
    }  # fmt: skip
    with office.desk("intake1") as work, pytest.raises(NotAllowed):
        set_periods(work, typed)


# Small things


def test_old_openings_go_by_their_day_and_those_of_a_held_case_stay(office: Office) -> None:
    plain, held = filed_case(office), filed_case(office)
    office.open("intake1", plain)
    hold(office, "intake1", held)
    began = today(office)
    pass_until(office, add_months(began, 60))
    with clerk(office) as work:
        purge(work)
    assert len(rows(office, AccessLog, AccessLog.case_id == bytes.fromhex(plain))) == 1
    pass_until(office, today(office) + DAY)
    with clerk(office) as work:
        assert purge(work) > 0
    assert {one.case_id for one in rows(office, AccessLog)} == {bytes.fromhex(held)}
    with clerk(office) as work:
        assert purge(work) == 0


def test_messages_sessions_requests_and_forgotten_sheets_go(office: Office) -> None:
    give_addresses(office, "intake2")
    asked(office, Kind.EXPORT, filed_case(office))
    sign_in_as(office, "intake1")
    assert len(outbox(office)) == 1 and rows(office, OfficerSession)
    with clerk(office) as work:
        work.session.add(
            ImportBatch(
                id=new_id(), agency_id=office.agency_id, channel="corruption",
                officer_id=office.officers["intake1"].officer_id, made_on=today(office),
                standing="uploaded", row_count=1, sealed_sheet=b"sealed",
            )
        )  # fmt: skip
    office.clock.now += timedelta(days=31)
    with clerk(office) as work:
        purge(work)
    assert outbox(office) == [] and rows(office, OfficerSession) == []
    assert len(rows(office, ImportBatch)) == len(rows(office, TwoPersonRequest)) == 1
    office.clock.now += timedelta(days=60)
    with clerk(office) as work:
        purge(work)
    assert rows(office, ImportBatch) == []
    pass_until(office, in_months(office, 61))
    with clerk(office) as work:
        purge(work)
    assert rows(office, TwoPersonRequest) == []


def test_whoever_may_delete_is_told_monthly_from_the_first_case_on_and_nobody_else(
    office: Office,
) -> None:
    give_addresses(office, "intake1", "clerk", "legal1", "admin1")

    def told() -> int:
        with clerk(office) as work:
            remind(work)
        with clerk(office, writes=False) as work:
            kept = select(func.count(OutboxRow.id)).where(OutboxRow.kind == "retention")
            return work.session.scalar(kept)

    case_id = filed_case(office)
    office.move("intake1", case_id, Move.NOT_ACCEPT, **NOT_ACCEPTED)
    pass_until(office, date(2027, 3, 1))
    assert told() == 0
    # Two years after the end less ninety days: Monday the second of October is the first desk day.
    pass_until(office, date(2028, 10, 1))
    assert told() == 0, "a Sunday"
    pass_until(office, date(2028, 10, 2))
    assert told() == 2
    assert told() == 2, "once a month"
    ids = {office.officers[login].officer_id for login in ("intake1", "clerk")}
    assert {row.officer_id for row in outbox(office)} == ids
    pass_until(office, date(2028, 10, 20))
    assert told() == 2
    # The next months too, also when nothing waits any more.
    with clerk(office) as work:
        work.session.execute(update(Complaint).values(deleted_on=today(office)))
    pass_until(office, date(2028, 11, 1))
    assert told() == 4


def test_a_reporters_words_keep_nothing_longer(office: Office) -> None:
    receipt = office.file(**NAME)
    token = office.confirm(receipt)
    case_id = office.case_id(receipt)
    close(office, "intake1", case_id)
    with office.reporter() as work:
        write_to_office(work, token, "ขอบคุณ")
    with office.desk("intake1") as work:
        assert keeping_view(work, case_id).keeping.identity_until == in_months(office, 12)
