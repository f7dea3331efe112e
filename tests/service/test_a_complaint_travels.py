"""The whole way of a complaint through the use-cases, on both databases."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from crypto.case_chain import check_chain
from crypto.file_stream import SealedSpool
from models.clock import ClockRow
from models.complaint import Complaint, FilingRetry
from models.history import AccessLog, CaseEvent
from rules.clocks import ClockKind
from rules.disclosure_items import LABELS
from rules.states import Channel, EventKind, Move, PublicState, State, replay
from service.actors import AgencyClerk
from service.attach_evidence import add_evidence
from service.case_filters import Filters
from service.errors import (
    AlreadyReceived,
    FormExpired,
    InvalidInput,
    NoOutwardRoute,
    NotAllowed,
    NotFound,
    NotSignedIn,
    StaleCase,
    UnsupportedFile,
    WrongState,
)
from service.follow_complaint import enter_code, follow, write_to_office
from service.handle_case import move_case
from service.list_cases import list_cases, today_page
from service.open_attachment import open_attachment
from service.submit_complaint import (
    check_draft,
    confirm_code,
    filing_form,
    reopen_draft,
    show_receipt,
    submit_complaint,
    submit_words,
)
from tests.office import MONDAY, Office, make_office
from tests.small_files import plain_text, sound_pdf
from tests.statistics_now import statistics_now

NARRATIVE = "กรรมการตรวจรับลงนามรับงานถนนคอนกรีตหมู่ ๔ ทั้งที่หนาไม่ถึงตามแบบ"


def _case(office: Office, case_id: str) -> Complaint:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.session.get_one(Complaint, bytes.fromhex(case_id))


def _holder_id(office: Office, post_kind: str) -> str:
    with office.reporter() as work:
        form = filing_form(work, Channel.CORRUPTION)
    return next(holder.id for holder in form.holders if holder.post_kind == post_kind)


def _result_and_close(office: Office, login: str, case_id: str) -> None:
    office.move(login, case_id, Move.ACCEPT)
    office.move(login, case_id, Move.RESULT_NOTICE, notice_text="ตรวจสอบแล้ว ได้แก้ไขแล้ว")
    office.move(login, case_id, Move.CLOSE, notice_text="ยุติเรื่องแล้ว ขอบคุณท่าน")


def test_a_complaint_is_filed_asked_about_answered_and_closed(office: Office) -> None:
    receipt = office.file(narrative=NARRATIVE, subject="ถนนหมู่ ๔")
    assert receipt.receipt_no == "1/2570"
    assert receipt.due_on.isoformat() == "2026-12-08"
    token = office.confirm(receipt)
    case_id = office.case_id(receipt)
    opened = office.open("intake1", case_id)
    assert opened.subject == "ถนนหมู่ ๔"
    assert opened.answers[0].text == NARRATIVE
    office.move("intake1", case_id, Move.ASK, notice_text="ขอทราบเลขที่สัญญา")
    with office.reporter() as work:
        page = follow(work, token)
    assert page.asked
    assert [line.text for line in page.notices] == ["ขอทราบเลขที่สัญญา"]
    with office.reporter() as work:
        write_to_office(work, page.token, "เลขที่ ๑๒/๒๕๖๙")
    opened = office.open("intake2", case_id)
    assert [line.author for line in opened.conversation] == ["office", "reporter"]
    assert opened.conversation[1].text == "เลขที่ ๑๒/๒๕๖๙"
    assert opened.state is State.SCREENING
    _result_and_close(office, "intake1", case_id)
    with office.reporter() as work:
        page = follow(work, token)
    assert page.public_state is PublicState.COMPLETED
    assert page.answered_on == MONDAY.date()
    assert len(page.notices) == 3


def test_after_the_period_has_closed_the_table_has_counted_it(office: Office) -> None:
    case_id = office.case_id(office.file())
    _result_and_close(office, "intake1", case_id)
    office.file()
    office.clock.now = datetime(2027, 1, 4, 3, tzinfo=UTC)
    with office.public() as work:
        page = statistics_now(work, 2570)
    row = page.rows[0]
    assert (row.carried_forward, row.received, row.completed, row.outstanding) == (0, 2, 1, 1)
    assert page.title == LABELS["statistics"]
    with office.public() as work:
        assert statistics_now(work, 2569).zero is not None


def test_the_state_column_equals_the_replayed_events_and_the_chain_holds(office: Office) -> None:
    case_id = office.case_id(office.file())
    _result_and_close(office, "intake1", case_id)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        case = work.session.get_one(Complaint, bytes.fromhex(case_id))
        events = work.rows(
            select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)
        )
    check_chain([event.packed for event in events])
    kinds = [EventKind(event.kind) for event in events]
    assert replay(Channel.CORRUPTION, kinds) == State(case.state) == State.CLOSED
    assert len(events) == case.event_count


def test_a_repeated_send_of_the_same_page_shows_the_same_code(office: Office) -> None:
    with office.reporter() as work:
        draft = check_draft(work, Channel.CORRUPTION, {"narrative": NARRATIVE}).sealed_draft
    receipts = []
    for _ in range(3):
        with office.reporter() as work:
            receipts.append(submit_complaint(work, Channel.CORRUPTION, draft))
    assert {receipt.code for receipt in receipts} == {receipts[0].code}
    assert {receipt.receipt_no for receipt in receipts} == {"1/2570"}
    with office.reporter() as work:
        assert show_receipt(work, receipts[0].ticket).code == receipts[0].code


def test_the_same_words_on_another_page_are_another_complaint(office: Office) -> None:
    first, second = office.file(narrative=NARRATIVE), office.file(narrative=NARRATIVE)
    assert first.code != second.code
    assert [first.receipt_no, second.receipt_no] == ["1/2570", "2/2570"]


def test_once_the_code_is_written_down_the_page_says_so_and_files_nothing(office: Office) -> None:
    with office.reporter() as work:
        draft = check_draft(work, Channel.CORRUPTION, {"narrative": NARRATIVE}).sealed_draft
    with office.reporter() as work:
        receipt = submit_complaint(work, Channel.CORRUPTION, draft)
    with pytest.raises(InvalidInput), office.reporter() as work:
        confirm_code(work, receipt.ticket, "0000" if receipt.code[-4:] != "0000" else "1111")
    office.confirm(receipt)
    with pytest.raises(AlreadyReceived), office.reporter() as work:
        submit_complaint(work, Channel.CORRUPTION, draft)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert len(work.rows(select(Complaint))) == 1


def test_a_kept_code_goes_with_the_next_days_first_write(office: Office) -> None:
    receipt = office.file()
    office.clock.now += timedelta(days=1)
    office.file()
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        kept = [row.sealed_code is not None for row in work.rows(select(FilingRetry))]
    assert sorted(kept) == [False, True]
    with pytest.raises(AlreadyReceived), office.reporter() as work:
        show_receipt(work, receipt.ticket)


def test_a_draft_opens_today_and_tomorrow_and_not_for_another_channel(office: Office) -> None:
    values = {"narrative": NARRATIVE, "place": "หมู่ ๔", "incident_from": "๑/๑๐/๒๕๖๙"}
    with office.reporter() as work:
        draft = check_draft(work, Channel.CORRUPTION, values).sealed_draft
    office.clock.now += timedelta(days=1)
    with office.reporter() as work:
        assert reopen_draft(work, Channel.CORRUPTION, draft)["incident_from"] == "2026-10-01"
    with pytest.raises(FormExpired), office.reporter() as work:
        reopen_draft(work, Channel.GRIEVANCE, draft)
    office.clock.now += timedelta(days=1)
    with pytest.raises(FormExpired), office.reporter() as work:
        submit_complaint(work, Channel.CORRUPTION, draft)


def test_the_api_key_makes_one_complaint_of_the_same_words(office: Office) -> None:
    key = "k" * 32
    for _ in range(2):
        with office.reporter() as work:
            receipt = submit_words(work, Channel.CORRUPTION, {"narrative": NARRATIVE}, key)
    assert receipt.receipt_no == "1/2570"
    with office.reporter() as work:
        other = submit_words(work, Channel.CORRUPTION, {"narrative": "อีกเรื่อง"}, key)
    assert other.receipt_no == "2/2570"


def test_a_wrong_and_an_unknown_code_and_another_agencys_look_the_same(office: Office) -> None:
    receipt = office.file()
    with office.reporter() as work:
        assert enter_code(work, receipt.code)
    neighbour = make_office(office.engine, office.key_path, slug="neighbour", clock=office.clock)
    with pytest.raises(NotFound), neighbour.reporter() as work:
        enter_code(work, receipt.code)
    other = neighbour.file()
    with pytest.raises(NotFound), office.reporter() as work:
        enter_code(work, other.code)


def test_a_slip_of_a_digit_is_told_kindly(office: Office) -> None:
    code = office.file().code.replace(" ", "")
    slipped = code[:5] + str((int(code[5]) + 1) % 10) + code[6:]
    with pytest.raises(InvalidInput) as refused, office.reporter() as work:
        enter_code(work, slipped)
    assert refused.value.fields == {"code": "code_check_digit"}
    with pytest.raises(InvalidInput) as refused, office.reporter() as work:
        enter_code(work, "12 34")
    assert refused.value.fields == {"code": "code_length"}


def test_a_follow_session_lasts_a_quarter_of_an_hour(office: Office) -> None:
    token = office.confirm(office.file())
    office.clock.now += timedelta(minutes=14)
    with office.reporter() as work:
        token = follow(work, token).token
    office.clock.now += timedelta(minutes=14)
    with office.reporter() as work:
        assert follow(work, token)
    office.clock.now += timedelta(minutes=2)
    with pytest.raises(NotSignedIn), office.reporter() as work:
        follow(work, token)


def test_a_picture_reaches_the_officer_without_its_place_and_a_text_as_it_was(
    office: Office, tmp_path
) -> None:
    token = office.confirm(receipt := office.file())
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "CANARY"
    Image.new("RGB", (64, 48), "navy").save(picture, "JPEG", exif=exif)
    text = plain_text(2_300_000)
    for name, body in (("บ้านฉัน.jpg", picture.getvalue()), ("สัญญา.txt", text)):
        spool = SealedSpool(tmp_path)
        spool.write(body)
        with office.reporter() as work:
            added = add_evidence(work, token, spool, name)
    assert added.name == "evidence-02.txt"
    case_id = office.case_id(receipt)
    first, second = office.open("intake1", case_id).attachments
    assert (first.how, second.how) == ("pixels", "none_needed")
    assert b"CANARY" not in _download(office, case_id, first.id, tmp_path)
    assert _download(office, case_id, second.id, tmp_path) == text


def test_an_upload_that_began_in_time_may_end_late(office: Office, tmp_path) -> None:
    token = office.confirm(office.file())
    office.clock.now += timedelta(minutes=20)
    with pytest.raises(NotSignedIn), office.reporter() as work:
        follow(work, token)
    spool = SealedSpool(tmp_path)
    spool.write(sound_pdf())
    with office.reporter() as work:
        assert add_evidence(work, token, spool, "ช้า.pdf").name == "evidence-01.pdf"
    office.clock.now += timedelta(minutes=30)
    with pytest.raises(NotSignedIn), office.reporter() as work:
        add_evidence(work, token, spool, "ช้า.pdf")


def _download(office: Office, case_id: str, attachment_id: str, folder) -> bytes:
    with office.desk("intake1") as work:
        file = open_attachment(work, case_id, attachment_id, SealedSpool(folder))
    body = b"".join(file.chunks)
    file.close()
    assert len(body) == file.size_bytes
    return body


def test_a_file_that_is_not_what_it_says_is_refused_and_the_report_stands(
    office: Office, tmp_path
) -> None:
    token = office.confirm(receipt := office.file())
    for body in (b"MZ\x90\x00" + bytes(100), b"<html><script>", b"\xff\xd8\xffnot a picture", b""):
        spool = SealedSpool(tmp_path)
        spool.write(body)
        with pytest.raises(UnsupportedFile), office.reporter() as work:
            add_evidence(work, token, spool, "photo.jpg")
    assert office.open("intake1", office.case_id(receipt)).attachments == ()


def test_not_accepting_asks_for_the_three_points_a_reason_and_a_notice(office: Office) -> None:
    case_id = office.case_id(office.file())
    with pytest.raises(InvalidInput) as refused:
        office.move("intake1", case_id, Move.NOT_ACCEPT)
    assert set(refused.value.fields) == {
        "notice_text",
        "reason",
        "screening_evidence",
        "screening_circumstances",
        "screening_witness",
    }
    office.move(
        "intake1",
        case_id,
        Move.NOT_ACCEPT,
        notice_text="ข้อเท็จจริงยังไม่พอ ท่านแจ้งเพิ่มเติมได้",
        reason="insufficient_facts",
        screening_evidence="no",
        screening_circumstances="no",
        screening_witness="yes",
    )
    assert _case(office, case_id).state == "not_accepted"
    assert _case(office, case_id).completed_on == MONDAY.date()


def test_a_page_drawn_before_somebody_elses_move_is_stale(office: Office) -> None:
    case_id = office.case_id(office.file())
    count = office.open("intake1", case_id).event_count
    office.move("intake2", case_id, Move.ACCEPT)
    with pytest.raises(StaleCase), office.desk("intake1") as work:
        move_case(work, case_id, Move.NOTE, {"note": "ตรวจแล้ว"}, count)
    with pytest.raises(WrongState):
        office.move("intake1", case_id, Move.ACCEPT)


def test_an_assigned_officer_gets_a_share_and_others_do_not(office: Office) -> None:
    case_id = office.case_id(office.file())
    with pytest.raises(NotFound):
        office.open("legal1", case_id)
    legal = office.officers["legal1"].officer_id.hex()
    office.move("intake1", case_id, Move.ASSIGN, officer=legal)
    assert office.open("legal1", case_id).case_officer == "นายธรรมรงค์ กฎหมาย"
    for login in ("clerk", "grievance1"):
        with pytest.raises(NotFound):
            office.open(login, case_id)
    for login in ("admin1", "inside1", "outside1"):
        with pytest.raises(NotAllowed):
            office.open(login, case_id)


def test_an_excluded_intake_officer_neither_lists_nor_opens_nor_is_granted(
    office: Office,
) -> None:
    with office.reporter() as work:
        form = filing_form(work, Channel.CORRUPTION)
    malee = next(holder for holder in form.holders if holder.name.startswith("นางสาวมาลี"))
    hidden = office.case_id(office.file(exclude=[malee.id]))
    shown = office.case_id(office.file())
    with office.desk("intake1") as work:
        page = list_cases(work, Filters(show="all"))
        assert [line.id for line in page.lines] == [shown]
        assert page.total == 1
        assert [line.id for line in today_page(work).new] == [shown]
    with pytest.raises(NotFound):
        office.open("intake1", hidden)
    intake1 = office.officers["intake1"].officer_id.hex()
    with pytest.raises(InvalidInput):
        office.move("intake2", hidden, Move.ASSIGN, officer=intake1)


def test_ticking_the_head_the_clerk_or_all_readers_stops_before_sending(office: Office) -> None:
    with office.reporter() as work:
        form = filing_form(work, Channel.CORRUPTION)
    everybody = [holder.id for holder in form.holders if holder.reads]
    for ticked in ([_holder_id(office, "head")], [_holder_id(office, "clerk")], everybody):
        with office.reporter() as work:
            draft = check_draft(
                work, Channel.CORRUPTION, {"narrative": NARRATIVE, "exclude": ticked}
            )
        assert draft.stopped
        with pytest.raises(NoOutwardRoute), office.reporter() as work:
            submit_complaint(work, Channel.CORRUPTION, draft.sealed_draft)


def test_typed_names_and_posts_are_offered_as_exclusions(office: Office) -> None:
    with office.reporter() as work:
        draft = check_draft(
            work, Channel.CORRUPTION, {"narrative": NARRATIVE, "accused": "ผอ.กองช่าง และนางสาวมาลี"}
        )
    assert {holder.name for holder in draft.suggested} >= {"นางสาวมาลี ใจงาม", "นายช่างยนต์ โยธา"}


def test_the_two_channels_have_numbers_readers_and_lists_of_their_own(office: Office) -> None:
    corruption = office.case_id(office.file())
    receipt = office.file(Channel.GRIEVANCE, narrative="ไฟทางดับหน้าโรงเรียน", category="lights")
    assert receipt.receipt_no == "1/2570"
    grievance = office.case_id(receipt)
    assert office.open("grievance1", grievance).channel is Channel.GRIEVANCE
    with pytest.raises(NotFound):
        office.open("intake1", grievance)
    with pytest.raises(NotFound):
        office.open("grievance1", corruption)
    office.move("grievance1", grievance, Move.ACCEPT)
    office.move("grievance1", grievance, Move.START_WORK)
    office.move("grievance1", grievance, Move.RESULT_NOTICE, notice_text="ซ่อมแล้ว")
    office.move("grievance1", grievance, Move.CLOSE, notice_text="ปิดเรื่อง")
    assert _case(office, grievance).state == "closed"


def test_every_opening_leaves_a_line_in_the_access_log(office: Office) -> None:
    case_id = office.case_id(office.file())
    office.open("intake1", case_id)
    with office.desk("intake2") as work:
        list_cases(work, Filters(show="all"))
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        log = work.rows(select(AccessLog))
    assert sorted((row.what, row.count) for row in log) == [("case", 1), ("list", 1)]


def test_a_notice_answers_the_clock_and_starts_the_next(office: Office) -> None:
    receipt = office.file()
    case_id = office.case_id(receipt)
    office.clock.now += timedelta(days=2)
    office.move("intake1", case_id, Move.ASK, notice_text="ขอข้อมูลเพิ่ม")
    assert _case(office, case_id).answered_on is None
    office.move("intake1", case_id, Move.PROGRESS_NOTICE, notice_text="กำลังตรวจสอบ")
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        clocks = {
            row.kind: row
            for row in work.rows(select(ClockRow).where(ClockRow.case_id == bytes.fromhex(case_id)))
        }
    day = office.clock.now.date()
    assert clocks[ClockKind.FIRST_ANSWER].answered_on == day
    assert clocks[ClockKind.SCREENING].answered_on == day
    assert clocks[ClockKind.NEXT_NOTICE].due_on == day + timedelta(days=30)
    assert clocks[ClockKind.NEXT_NOTICE].answered_on is None


def test_a_friday_evening_report_counts_from_monday(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 20, 11, 10, tzinfo=UTC)
    receipt = office.file()
    assert receipt.submitted_on.isoformat() == "2026-11-20"
    assert receipt.legal_received_on.isoformat() == "2026-11-23"
    assert receipt.due_on.isoformat() == "2026-12-08"


def test_unknown_fields_and_giant_ones_are_refused_by_name(office: Office) -> None:
    with pytest.raises(InvalidInput) as refused, office.reporter() as work:
        check_draft(work, Channel.CORRUPTION, {"narrative": "ก" * 20_001, "extra": "x"})
    assert refused.value.fields == {"narrative": "too_long", "extra": "unknown_field"}
    assert refused.value.limits["narrative"] == 20_000
    with pytest.raises(InvalidInput) as refused, office.reporter() as work:
        check_draft(work, Channel.CORRUPTION, {"place": "หมู่ ๔"})
    assert refused.value.fields == {"narrative": "required"}
