"""An officer types in what came by telephone or letter: sealed, numbered and timed like any."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from crypto.case_chain import Event
from crypto.file_stream import SealedSpool
from crypto.tracking_code import normalise
from models.casework import HandedCode
from models.clock import ClockRow
from models.complaint import Attachment, Complaint, SealedObject
from models.custody import OutwardCount
from models.history import CaseEvent
from rules.clocks import ClockKind
from rules.states import Channel, EventKind, State
from service.actors import AgencyClerk, AllAgencies
from service.case_keys import open_case_keys
from service.errors import (
    AlreadyReceived,
    FormExpired,
    InvalidInput,
    NoOutwardRoute,
    NotAllowed,
    NotFound,
)
from service.find_case import find_case
from service.intake_check import check_intake, intake_channels, reopen_intake
from service.look_for_tampering import look_for_tampering
from service.referred_in import intake_view
from service.register_offline import register_intake, show_slip, slip_given
from service.scan_paper import scan_paper
from tests.office import Office

WORDS = "ผู้โทรแจ้งว่ามีการเรียกเงินค่าใบอนุญาต"
TELEPHONE = {
    "narrative": WORDS,
    "source": "telephone",
    "received_day": "23/11/2569",
    "way_back": "paper",
}
POINTS = {
    "screening_evidence": "yes",
    "screening_circumstances": "yes",
    "screening_witness": "no",
}
LETTER = TELEPHONE | {"source": "letter", "way_back": "none"} | POINTS


def take_in(office: Office, values=TELEPHONE, channel=Channel.CORRUPTION, login="intake1"):
    """What an officer has registered, by the two pages."""
    with office.desk(login) as work:
        sealed = check_intake(work, channel, values).sealed_draft
    with office.desk(login) as work:
        return register_intake(work, channel, sealed)


def rows_of(office: Office, model):
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(model))


def kinds_of(office: Office, case_id: str) -> list[EventKind]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        found = work.rows(
            select(CaseEvent)
            .where(CaseEvent.case_id == bytes.fromhex(case_id))
            .order_by(CaseEvent.seq)
        )
    return [EventKind(Event.unpack(one.packed).kind) for one in found]


def problems(office: Office, **changed: object) -> dict[str, str]:
    with office.desk("intake1") as work, pytest.raises(InvalidInput) as refused:
        check_intake(work, Channel.CORRUPTION, TELEPHONE | changed)
    return refused.value.fields


def test_what_was_typed_in_is_a_case_like_any_other(office: Office) -> None:
    made = take_in(office)
    case = office.open("intake2", made.case_id)
    assert [one.text for one in case.answers if one.field == "narrative"] == [WORDS]
    assert (case.receipt_no, case.state) == (made.receipt_no, State.RECEIVED)
    assert kinds_of(office, made.case_id) == [
        EventKind.RECEIVED,
        EventKind.SEALED,
        EventKind.REGISTERED_OFFLINE,
        EventKind.CODE_HANDED,
    ]
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


def test_it_says_by_whom_it_was_typed_in_and_how_it_came(office: Office) -> None:
    made = take_in(office)
    case = office.open("intake2", made.case_id)
    assert [line.by for line in case.history if line.by] == ["นางสาวมาลี ใจงาม"] * 2
    with office.desk("intake2") as work:
        view = intake_view(work, open_case_keys(work, find_case(work, made.case_id)))
    assert view is not None
    assert {one.field: one.text for one in view.answers} == {
        "source": "โทรศัพท์",
        "received_day": "23 พฤศจิกายน 2569",
        "way_back": "พิมพ์ใบรหัสให้ผู้แจ้ง",
    }
    assert (view.code, view.is_referred) == ("waiting", False)


def test_a_report_that_its_reporter_filed_came_no_other_way(office: Office) -> None:
    case_id = office.case_id(office.file())
    with office.desk("intake1") as work:
        assert intake_view(work, open_case_keys(work, find_case(work, case_id))) is None


def test_the_day_on_which_the_office_got_it_counts(office: Office) -> None:
    """Received Thu 1 Oct 2026, typed in on 23 Nov: due Fri 16 Oct, register of fiscal 2570."""
    made = take_in(office, TELEPHONE | {"received_day": "1/10/2569"})
    assert made.received_on == date(2026, 10, 1)
    assert made.receipt_no.endswith("/2570")
    clocks = {one.kind: one.due_on for one in rows_of(office, ClockRow)}
    assert clocks[ClockKind.FIRST_ANSWER] == date(2026, 10, 16)


def test_a_letter_of_last_fiscal_year_takes_its_number_there(office: Office) -> None:
    office.clock.now = datetime(2026, 10, 2, 3, 0, tzinfo=UTC)
    made = take_in(office, TELEPHONE | {"received_day": "29/9/2569"})
    assert made.receipt_no == "1/2569"


def test_what_came_on_a_saturday_counts_from_monday(office: Office) -> None:
    made = take_in(office, TELEPHONE | {"received_day": "2026-11-21"})
    assert made.received_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("24/11/2569", "date_in_future"),
        ("23/11/2567", "date_too_old"),
        ("31/2/2569", "not_a_date"),
        ("", "required"),
    ],
)
def test_a_day_that_cannot_be_is_refused(office: Office, day: str, problem: str) -> None:
    assert problems(office, received_day=day) == {"received_day": problem}


def test_what_must_be_chosen_is_asked_for(office: Office) -> None:
    assert problems(office, source="", way_back="") == {
        "source": "choose_one",
        "way_back": "choose_one",
    }
    assert problems(office, source="referred_in") == {"sender": "choose_one"}


def test_everything_that_must_be_mended_is_told_at_once(office: Office) -> None:
    found = problems(office, narrative="", source="pigeon", subject="x" * 400)
    assert found == {"source": "unknown_choice"}
    found = problems(office, narrative="", received_day="", subject="x" * 400)
    assert found == {
        "narrative": "required",
        "received_day": "required",
        "subject": "too_long",
    }


def test_a_letter_without_a_name_is_screened_there_and_then(office: Office) -> None:
    missing = problems(office, source="letter")
    assert missing == dict.fromkeys(POINTS, "choose_one")
    made = take_in(office, LETTER)
    case = office.open("intake2", made.case_id)
    (note,) = case.notes
    assert "3. มีการชี้พยานบุคคลหรือแหล่งข้อมูลหรือไม่ ไม่ใช่" in note.text
    assert case.state is State.RECEIVED, "anonymity rejects nothing by itself"


def test_a_letter_with_a_name_asks_no_points(office: Office) -> None:
    named = {"source": "letter", "identity_mode": "named", "contact_name": "นายสมหมาย"}
    made = take_in(office, TELEPHONE | named)
    case = office.open("intake2", made.case_id)
    assert case.notes == ()
    assert [one.text for one in case.contact] == ["นายสมหมาย"]


def test_no_code_is_kept_or_shown_for_a_letter_with_no_way_back(office: Office) -> None:
    made = take_in(office, LETTER)
    assert made.code == ""
    assert rows_of(office, HandedCode) == []
    assert EventKind.CODE_HANDED not in kinds_of(office, made.case_id)


def test_the_same_page_sent_twice_makes_one_case(office: Office) -> None:
    with office.desk("intake1") as work:
        sealed = check_intake(work, Channel.CORRUPTION, TELEPHONE).sealed_draft
    answers = []
    for _ in range(2):
        with office.desk("intake1") as work:
            answers.append(register_intake(work, Channel.CORRUPTION, sealed))
    first, second = answers
    assert (first.case_id, first.code) == (second.case_id, second.code)
    assert len(rows_of(office, Complaint)) == 1


def test_once_the_slip_is_given_nobody_sees_its_code_again(office: Office) -> None:
    with office.desk("intake1") as work:
        sealed = check_intake(work, Channel.CORRUPTION, TELEPHONE).sealed_draft
    with office.desk("intake1") as work:
        made = register_intake(work, Channel.CORRUPTION, sealed)
    with office.desk("intake1") as work:
        assert show_slip(work, made.ticket).code == made.code
    with office.desk("intake1") as work:
        assert slip_given(work, made.ticket) == made.case_id
    for again in (lambda work: show_slip(work, made.ticket),
                  lambda work: register_intake(work, Channel.CORRUPTION, sealed)):  # fmt: skip
        with office.desk("intake1") as work, pytest.raises(AlreadyReceived):
            again(work)
    assert len(rows_of(office, Complaint)) == 1


def test_a_page_is_its_officers_own_and_of_today(office: Office) -> None:
    with office.desk("intake1") as work:
        sealed = check_intake(work, Channel.CORRUPTION, TELEPHONE).sealed_draft
    with office.desk("intake2") as work, pytest.raises(FormExpired):
        register_intake(work, Channel.CORRUPTION, sealed)
    with office.desk("intake1") as work:
        assert reopen_intake(work, Channel.CORRUPTION, sealed)["source"] == "telephone"
    office.clock.now += timedelta(days=2)
    with office.desk("intake1") as work, pytest.raises(FormExpired):
        register_intake(work, Channel.CORRUPTION, sealed)


def holder(office: Office, name: str) -> str:
    with office.desk("intake1") as work:
        check = check_intake(work, Channel.CORRUPTION, TELEPHONE | {"accused": name})
        return check.suggested[0].id


def test_whoever_is_ticked_cannot_read_it(office: Office) -> None:
    ticked = holder(office, "นายวิชัย ตั้งตรง")
    made = take_in(office, TELEPHONE | {"exclude": [ticked]})
    assert office.open("intake1", made.case_id).receipt_no == made.receipt_no
    with office.desk("intake2") as work, pytest.raises(NotFound):
        open_case_keys(work, find_case(work, made.case_id))


def test_an_officer_who_is_ticked_does_not_type_it_in(office: Office) -> None:
    mine = holder(office, "นางสาวมาลี ใจงาม")
    assert problems(office, exclude=[mine]) == {"exclude": "excludes_you"}


def test_without_an_outside_authority_a_report_on_the_head_stops_before_it_is_stored(
    office: Office,
) -> None:
    ticked = holder(office, "นายสมบัติ นำทาง")
    with office.desk("intake1") as work:
        check = check_intake(work, Channel.CORRUPTION, TELEPHONE | {"exclude": [ticked]})
    assert check.stopped
    with office.desk("intake1") as work, pytest.raises(NoOutwardRoute):
        register_intake(work, Channel.CORRUPTION, check.sealed_draft)
    assert rows_of(office, Complaint) == []


def test_only_the_channels_own_officers_type_it_in(office: Office) -> None:
    with office.desk("intake1") as work:
        assert intake_channels(work) == (Channel.CORRUPTION,)
    with office.desk("intake1") as work, pytest.raises(NotAllowed):
        check_intake(work, Channel.GRIEVANCE, TELEPHONE)
    for login in ("legal1", "clerk", "inside1", "admin1"):
        with office.desk(login) as work, pytest.raises(NotAllowed):
            intake_channels(work)
    made = take_in(office, TELEPHONE, Channel.GRIEVANCE, "grievance1")
    assert office.open("grievance1", made.case_id).channel is Channel.GRIEVANCE


def test_the_way_it_came_stands_nowhere_in_clear(office: Office) -> None:
    made = take_in(
        office,
        TELEPHONE | POINTS | {
            "source": "referred_in", "sender": "other", "sender_name": "ศูนย์ประดิษฐ์แดง",
            "sender_number": "ปด0099/7788", "reply_by": "30/11/2569", "sender_date": "20/11/2569",
        },
    )  # fmt: skip
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        case = work.session.get_one(Complaint, bytes.fromhex(made.case_id))
        in_clear = json.dumps(
            {c.name: str(getattr(case, c.name)) for c in Complaint.__table__.columns}
        )
        bodies = b"".join(one.sealed for one in work.rows(select(SealedObject)))
    for text in ("ปด0099/7788", "ศูนย์ประดิษฐ์แดง", "referred_in"):
        assert text not in in_clear
        assert text.encode() not in bodies
    assert normalise(made.code).encode() not in bodies


def test_a_scanned_paper_is_evidence_under_the_officers_own_hand(office: Office, tmp_path) -> None:
    made = take_in(office, LETTER)
    spool = SealedSpool(tmp_path)
    spool.write(b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n")
    with office.desk("intake1") as work:
        added = scan_paper(work, made.case_id, spool, "จดหมายของสมหมาย.pdf")
    case = office.open("intake2", made.case_id)
    assert [file.name for file in case.attachments] == [added.name] == ["evidence-01.pdf"]
    assert "evidence-01.pdf" in case.notes[-1].text
    assert kinds_of(office, made.case_id)[-1] is EventKind.NOTE_ADDED
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()
        assert work.session.scalar(select(func.count(Attachment.id))) == 1


def test_who_cannot_open_a_case_scans_nothing_into_it(office: Office, tmp_path) -> None:
    made = take_in(office, LETTER)
    spool = SealedSpool(tmp_path)
    spool.write(b"%PDF-1.7\n%%EOF\n")
    with office.desk("grievance1") as work, pytest.raises(NotFound):
        scan_paper(work, made.case_id, spool, "x.pdf")
    assert rows_of(office, Attachment) == []


def test_it_is_counted_outward_only_when_it_went_outward(office: Office) -> None:
    take_in(office)
    with office.work(AllAgencies("look at the counts"), writes=False) as work:
        assert work.rows(select(OutwardCount)) == []
