"""An older register becomes cases: counted by its own days, sealed, resumable, nothing doubled."""

import json
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from threading import Thread

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from crypto.envelope import ObjectType
from crypto.sealed_keys import ShareKind, join
from models.bringing_in import ImportBatch
from models.clock import ClockRow
from models.complaint import Complaint, SealedObject
from models.key_share import KeyShare
from models.officer import Officer
from models.outbox import OutboxRow
from rules.extra_tables import NOT_SAID
from rules.import_columns import guess_mapping
from rules.import_sheet import Sheet, SheetRow
from rules.import_statuses import status_words
from rules.permissions import Role
from rules.states import Channel, Move, State
from rules.thai_time import year as fiscal_year
from service import import_batches, import_register
from service.actors import AgencyClerk, AllAgencies
from service.blind_list import openable_cases
from service.case_file import Cover, case_record, case_text
from service.case_keys import open_case_keys, open_own_share
from service.case_lines import open_report
from service.errors import (
    Busy,
    InvalidInput,
    NotAllowed,
    NotFound,
    ReadersChanged,
    WrongState,
)
from service.import_plan import make_plan
from service.import_readers import check_exclude, import_office
from service.imported_case import imported_case
from service.look_for_tampering import look_for_tampering
from service.open_case import open_case
from service.pepper import _cases_before
from service.period_numbers import period_numbers
from service.prepare_tables import _traits_of
from service.register import register_page
from service.register_sheet import register_sheet
from service.sealing import open_record
from service.similar_cases import similar_cases
from service.watch_clocks import watch
from tests.office import Office
from tests.service.test_renew_keys import renew, reseal

HEADS = (
    "เลขรับ", "วันที่รับ", "เรื่อง", "รายละเอียด", "ผู้ถูกร้อง", "ช่องทาง", "สถานะ", "วันที่แจ้งผล",
    "วันที่แล้วเสร็จ", "ชื่อผู้ร้อง", "โทรศัพท์", "หมายเหตุ", "แฟ้มเอกสาร",
)  # fmt: skip
_LINES = (
    "1/2566|5/10/2565|ถนนบางกว่าแบบ|วัดแล้วหนาสามเซนติเมตร|ผู้รับเหมา|จดหมาย|ยุติ|15/10/2565|20/12/2565|"
    "นายดี จริงใจ|081 000 0000||ก-12",
    "2/2566|12/12/2565|เรียกเงินค่าใบอนุญาต||กองช่าง|โทรศัพท์|ไม่รับ||20/12/2565|||ไม่มีหลักฐาน|",
    "3/2566|1/9/2566|ใช้รถหลวง|||ตู้รับเรื่อง|ยุติ||15/11/2566||||ก-13",
    "1/2567|3/1/2567|ส่งต่ออำเภอ|||เดินมาเอง|ส่งต่อ|10/1/2567|12/1/2567||||",
    '2/2567|29/9/2567|=HYPERLINK("http://x")||||อยู่ระหว่าง||||||',
    "1/2568|1/10/2567|เปิดอยู่ แจ้งแล้ว||||อยู่ระหว่าง|9/10/2567|||||",
)
ROWS = tuple(tuple(line.split("|")) for line in _LINES)


def sheet_of(rows=ROWS, heads=HEADS) -> Sheet:
    numbered = tuple(SheetRow(at, tuple(row)) for at, row in enumerate(rows, start=2))
    return Sheet("csv", "", (), tuple(heads), numbered, 1, (), "utf-8")


def told(sheet: Sheet) -> dict[str, object]:
    """What the first guess of every page makes of a sheet."""
    mapping = guess_mapping(sheet.headers)
    columns = ["" for _ in sheet.headers]
    for field, at in mapping.items():
        columns[at] = field.value
    statuses = {one.key: one.guess.value for one in status_words(sheet, mapping) if one.guess}
    return {"columns": tuple(columns), "statuses": statuses, "identity": "confidential"}


def lay_down(
    office: Office, sheet=None, login="intake1", channel=Channel.CORRUPTION, **more
) -> str:
    sheet = sheet or sheet_of()
    with office.desk(login) as work:
        batch_id = import_batches.lay_down(work, channel, sheet)
    with office.desk(login) as work:
        import_batches.choose(work, batch_id, **told(sheet) | more)
    return batch_id


def plan_of(office: Office, batch_id: str, login="intake1"):
    with office.desk(login) as work:
        opened = import_batches.open_batch(work, batch_id)
        there = import_office(work, opened.batch.channel)
    return make_plan(opened, there)


def begin(office: Office, batch_id: str, login="intake1", *, skips=True):
    plan = plan_of(office, batch_id, login)
    with office.desk(login) as work:
        import_register.begin_to_bring_in(
            work, batch_id, plan.office.promise(plan.choices), skips=skips
        )
    return plan_of(office, batch_id, login)


def bring_in(office: Office, batch_id: str, login="intake1"):
    plan = begin(office, batch_id, login)
    while True:
        with office.desk(login) as work:
            progress = import_register.bring_in_slice(work, plan)
        if progress.is_over:
            return progress


def cases_of(office: Office) -> list[Complaint]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(
            select(Complaint).order_by(Complaint.register_year_be, Complaint.register_number)
        )


def test_every_row_is_a_case_with_its_own_days_and_number(office: Office) -> None:
    progress = bring_in(office, lay_down(office))
    assert (progress.done_rows, progress.case_count) == (6, 6)
    cases = cases_of(office)
    assert [(one.register_number, one.register_year_be) for one in cases] == [
        (1, 2566), (2, 2566), (3, 2566), (1, 2567), (2, 2567), (1, 2568),
    ]  # fmt: skip
    assert [one.received_on for one in cases] == [
        date(2022, 10, 5), date(2022, 12, 12), date(2023, 9, 1), date(2024, 1, 3),
        date(2024, 9, 29), date(2024, 10, 1),
    ]  # fmt: skip
    assert [one.state for one in cases] == [
        "closed", "not_accepted", "closed", "forwarded", "received", "received",
    ]  # fmt: skip
    assert [one.completed_on for one in cases] == [
        date(2022, 12, 20), date(2022, 12, 20), date(2023, 11, 15), date(2024, 1, 12), None, None,
    ]  # fmt: skip
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


def counted_by_hand(rows=ROWS) -> dict[int, tuple[int, int, int, int]]:
    """Carried forward, received, completed, outstanding by fiscal year, from the sheet alone."""
    days = [(_fiscal(row[1]), _fiscal(row[8]) if row[8] else None) for row in rows]
    return {
        year: (
            sum(came < year and (went is None or went >= year) for came, went in days),
            sum(came == year for came, _ in days),
            sum(went == year for _, went in days),
            sum(came <= year and (went is None or went > year) for came, went in days),
        )
        for year in range(2566, 2569)
    }


def _fiscal(typed: str) -> int:
    _day, month, year = (int(part) for part in typed.split("/"))
    return year + (month >= 10)


def test_past_years_are_counted_as_the_sheet_itself_adds_up(office: Office) -> None:
    batch_id = lay_down(office)
    dry = plan_of(office, batch_id).years()
    bring_in(office, batch_id)
    with office.desk("intake1") as work:
        lines = {
            year: period_numbers(work, Channel.CORRUPTION, fiscal_year(year)).row
            for year in range(2566, 2569)
        }
    by_hand = counted_by_hand()
    for rows in (lines, {row.period.fiscal_year_be: row for row in dry}):
        assert {
            year: (row.carried_forward, row.received, row.completed, row.outstanding)
            for year, row in rows.items()
            if year in by_hand
        } == by_hand
    assert by_hand == {2566: (0, 3, 2, 1), 2567: (1, 2, 2, 1), 2568: (1, 1, 0, 2)}


def test_only_the_answers_that_the_sheet_tells_have_clocks(office: Office) -> None:
    bring_in(office, lay_down(office))
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        rows = work.rows(select(ClockRow))
        numbers = {
            one.id: f"{one.register_number}/{one.register_year_be}"
            for one in work.rows(select(Complaint))
        }
    found = {(numbers[one.case_id], one.kind): one.answered_on for one in rows}
    assert found == {
        ("1/2566", "first_answer"): date(2022, 10, 15),
        ("1/2567", "first_answer"): date(2024, 1, 10),
        ("2/2567", "first_answer"): None,
        ("1/2568", "first_answer"): date(2024, 10, 9),
        ("1/2568", "next_notice"): None,
    }


def test_nobody_is_written_to_about_the_past(office: Office) -> None:
    with office.work(AgencyClerk(office.agency_id)) as work:
        for officer in work.rows(select(Officer)):
            officer.email = f"{officer.login}@sample.go.th"
    bring_in(office, lay_down(office))
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert watch(work) == 0
        assert work.rows(select(OutboxRow)) == []


def test_a_case_says_who_brought_it_in_and_all_that_the_sheet_told(office: Office) -> None:
    bring_in(office, lay_down(office))
    case_id = next(one.id.hex() for one in cases_of(office) if one.register_year_be == 2566)
    with office.desk("intake2") as work:
        case, told_there = open_case(work, case_id), imported_case(work, case_id)
    assert told_there is not None
    assert (told_there.by, told_there.row) == ("นางสาวมาลี ใจงาม", 2)
    assert dict(told_there.told) == {
        "เลขรับเดิม": "1/2566",
        "สถานะในทะเบียนเดิม": "ดำเนินการแล้วเสร็จ",
        "วันที่แจ้งผู้ร้อง": "15 ตุลาคม 2565",
        "วันที่แล้วเสร็จ": "20 ธันวาคม 2565",
    }
    assert told_there.columns == (("ช่องทาง", "จดหมาย"), ("สถานะ", "ยุติ"), ("แฟ้มเอกสาร", "ก-12"))
    assert [line.title.th for line in case.history] == [
        "ยุติแล้วตามทะเบียนเดิม", "นำเข้าจากทะเบียนเดิม", "รับเรื่องแล้ว",
    ]  # fmt: skip
    assert (case.subject, case.answered_on) == ("ถนนบางกว่าแบบ", date(2022, 10, 15))
    assert [step.standing for step in case.steps][0] == "done"
    assert [step.standing for step in case.steps][-1] == "done"


def test_a_reporters_name_stands_only_in_the_identity(office: Office) -> None:
    bring_in(office, lay_down(office))
    case = next(one for one in cases_of(office) if one.register_year_be == 2566)
    with office.desk("intake1") as work:
        keys = open_case_keys(work, work.session.get_one(Complaint, case.id))
        bodies = work.rows(select(SealedObject).where(SealedObject.case_id == case.id))
        opened = [
            json.dumps(keys.open(body), ensure_ascii=False)
            for body in bodies
            if body.type != ObjectType.IDENTITY
        ]
    assert len(opened) == 4
    assert not any("นายดี" in text or "081 000" in text for text in opened)
    shown = office.open("intake1", case.id.hex())
    assert (shown.identity_mode, shown.contact) == ("confidential", ())
    identity = name_of(office, case.id)
    assert "นายดี จริงใจ" in identity["contact_name"]
    assert "081 000 0000" in identity["contact_other"]


def name_of(office: Office, case_id: bytes) -> dict[str, str]:
    """The identity record, opened by a custodian of each group together."""
    halves = []
    for login, kind in (
        ("inside1", ShareKind.IDENTITY_INSIDE),
        ("outside1", ShareKind.IDENTITY_OUTSIDE),
    ):
        officer = office.officers[login]
        with office.desk(login) as work:
            share = work.one(
                KeyShare, case_id=case_id, holder_id=officer.officer_id, kind=int(kind)
            )
            halves.append(open_own_share(officer, share))
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        case = work.session.get_one(Complaint, case_id)
        row = work.one(SealedObject, case_id=case_id, type=int(ObjectType.IDENTITY))
        return open_record(row, join(*halves), (case.identity_public,))


def test_named_reporters_are_shown_when_the_officer_says_so(office: Office) -> None:
    bring_in(office, lay_down(office, identity="named"))
    case = next(one for one in cases_of(office) if one.register_year_be == 2566)
    shown = office.open("intake2", case.id.hex())
    assert shown.identity_mode == "named"
    assert [one.text for one in shown.contact] == ["นายดี จริงใจ", "081 000 0000"]


def test_names_that_are_not_wanted_are_nowhere(office: Office) -> None:
    bring_in(office, lay_down(office, identity="anonymous"))
    case = next(one for one in cases_of(office) if one.register_year_be == 2566)
    assert office.open("intake1", case.id.hex()).identity_mode == "anonymous"
    assert name_of(office, case.id)["contact_name"] == ""


def test_a_number_that_is_taken_gives_way_to_the_next_free_one(office: Office) -> None:
    office.clock.now = datetime(2024, 10, 10, 3, tzinfo=UTC)
    mine = office.file()
    assert mine.receipt_no == "1/2568"
    rows = (*ROWS[5:], ("7/2568", "1/10/2567", "ข", *[""] * 10), ("", "2/10/2567", "ค", *[""] * 10))
    bring_in(office, lay_down(office, sheet_of(rows)))
    numbers = {one.register_number for one in cases_of(office)}
    assert numbers == {1, 7, 8, 9}
    assert office.file().receipt_no == "10/2568"


def test_a_number_of_another_year_is_not_taken_for_this_one(office: Office) -> None:
    rows = (("12/2560", "3/1/2567", "ก", *[""] * 10),)
    bring_in(office, lay_down(office, sheet_of(rows)))
    assert [(one.register_number, one.register_year_be) for one in cases_of(office)] == [(1, 2567)]


class _PowerGone(Exception):
    """Stops everything before the commit."""


def test_whatever_stops_it_nothing_is_lost_or_doubled(office: Office, monkeypatch) -> None:
    monkeypatch.setattr(import_register, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(import_register, "SECONDS", 60.0)
    batch_id = lay_down(office)
    plan = begin(office, batch_id)
    with suppress(_PowerGone), office.desk("intake1") as work:
        assert import_register.bring_in_slice(work, plan).case_count == 2
        raise _PowerGone
    assert cases_of(office) == []
    for done in (2, 4):
        with office.desk("intake1") as work:
            assert import_register.bring_in_slice(work, plan).done_rows == done
    # The officer opens the page anew tomorrow; what counted as a day to come still does.
    office.clock.now += timedelta(days=1)
    again = plan_of(office, batch_id)
    with office.desk("intake1") as work:
        assert import_register.bring_in_slice(work, again).is_over
    with office.desk("intake1") as work:
        assert import_register.bring_in_slice(work, again).case_count == 6
    assert Counter(one.register_number for one in cases_of(office)) == {1: 3, 2: 2, 3: 1}


def test_the_same_page_sent_twice_at_once_brings_each_row_in_once(office: Office) -> None:
    batch_id = lay_down(
        office,
        sheet_of(
            tuple((*row[:2], f"{row[2]} {n}", *row[3:]) for n in range(4) for row in ROWS[4:5])
        ),
    )
    plan = begin(office, batch_id)
    others = lay_down(office, login="intake2")
    theirs = begin(office, others, "intake2")

    def go(login, one):
        for _ in range(40):
            with suppress(Busy), office.desk(login) as work:
                if import_register.bring_in_slice(work, one).is_over:
                    return

    threads = [
        Thread(target=go, args=args)
        for args in (("intake1", plan), ("intake1", plan), ("intake2", theirs))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cases_of(office)) == 1 + 6
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


def test_who_is_kept_out_reads_none_of_the_rows(office: Office) -> None:
    with office.desk("intake1") as work:
        holders = import_office(work, Channel.CORRUPTION).holders
    wichai = next(one.id for one in holders if one.name == "นายวิชัย ตั้งตรง")
    bring_in(office, lay_down(office, exclude=(wichai,)))
    with office.desk("intake2") as work:
        assert work.rows(openable_cases(work)) == []
    with office.desk("intake1") as work:
        assert len(work.rows(openable_cases(work))) == 6


def test_whoever_a_row_accuses_does_not_read_that_row(office: Office) -> None:
    rows = (
        ("1/2567", "3/1/2567", "เรียกเงิน", "", "นายวิชัย ตั้งตรง", *[""] * 8),
        ("2/2567", "4/1/2567", "อีกเรื่อง", "", "ไม่ทราบชื่อ", *[""] * 8),
    )
    bring_in(office, lay_down(office, sheet_of(rows)))
    with office.desk("intake2") as work:
        assert [one.register_number for one in work.rows(openable_cases(work))] == [2]


def test_a_row_that_would_keep_all_readers_out_is_named_and_left_out(office: Office) -> None:
    rows = (
        ("1/2567", "3/1/2567", "ก", "", "นายวิชัย ตั้งตรง และ นางสาวมาลี ใจงาม", *[""] * 8),
        ("2/2567", "4/1/2567", "ข", *[""] * 10),
    )
    batch_id = lay_down(office, sheet_of(rows))
    plan = plan_of(office, batch_id)
    assert [(one.file_row, one.column, one.code) for one in plan.problems] == [
        (2, "ผู้ถูกร้อง", "nobody_reads")
    ]
    assert bring_in(office, batch_id).case_count == 1
    with office.desk("intake1") as work:
        left = import_batches.open_batch(work, batch_id)
    assert left.choices.skipped == ((2, "ผู้ถูกร้อง", "nobody_reads", 0),)
    assert left.sheet is None


def test_whoever_ticks_himself_is_stopped(office: Office) -> None:
    with office.desk("intake1") as work:
        there = import_office(work, Channel.CORRUPTION)
        mine = next(one.id for one in there.holders if one.name == "นางสาวมาลี ใจงาม")
        with pytest.raises(InvalidInput) as refused:
            check_exclude(work, there, (mine,))
    assert refused.value.fields == {"exclude": "excludes_you"}


def test_other_readers_than_the_page_named_stop_the_bringing_in(office: Office) -> None:
    batch_id = lay_down(office)
    plan = plan_of(office, batch_id)
    office.hire("intake3", "นายใหม่ มาเพิ่ม", Role.INTAKE)
    with pytest.raises(ReadersChanged), office.desk("intake1") as work:
        import_register.begin_to_bring_in(
            work, batch_id, plan.office.promise(plan.choices), skips=True
        )


def test_a_sheet_is_only_for_whoever_laid_it_down(office: Office) -> None:
    batch_id = lay_down(office)
    for login, refusal in (("intake2", NotFound), ("grievance1", NotFound), ("clerk", NotFound)):
        with pytest.raises(refusal), office.desk(login) as work:
            import_batches.open_batch(work, batch_id)
    for login in ("clerk", "legal1", "admin1"):
        with pytest.raises(NotAllowed), office.desk(login) as work:
            import_batches.lay_down(work, Channel.CORRUPTION, sheet_of())
    with pytest.raises(NotAllowed), office.desk("grievance1") as work:
        import_batches.lay_down(work, Channel.CORRUPTION, sheet_of())


def test_nothing_of_a_sheet_stands_in_clear_while_it_waits(office: Office) -> None:
    lay_down(office)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        row = work.rows(select(ImportBatch))[0]
    for bytes_ in (row.sealed_sheet, row.sealed_mapping):
        for word in ("ถนนบางกว่าแบบ", "นายดี", "เลขรับ", "confidential", "received_day"):
            assert word.encode() not in bytes_


def test_a_sheet_that_is_being_brought_in_cannot_be_told_anew_or_thrown_away(office) -> None:
    batch_id = lay_down(office)
    begin(office, batch_id)
    with pytest.raises(WrongState), office.desk("intake1") as work:
        import_batches.choose(work, batch_id, identity="named")
    with pytest.raises(WrongState), office.desk("intake1") as work:
        import_batches.throw_away(work, batch_id)


def test_grievances_of_the_past_come_in_too(office: Office) -> None:
    batch_id = lay_down(office, login="grievance1", channel=Channel.GRIEVANCE, identity="named")
    assert bring_in(office, batch_id, "grievance1").case_count == 6
    assert {one.channel for one in cases_of(office)} == {"grievance"}


def test_a_case_brought_in_is_reopened_and_closed_like_any_other(office: Office) -> None:
    bring_in(office, lay_down(office))
    case_id = next(one.id.hex() for one in cases_of(office) if one.register_year_be == 2566)
    office.move("intake1", case_id, Move.REOPEN, reason="มีหลักฐานใหม่")
    case = office.open("intake1", case_id)
    assert (case.state, case.next_step.move) == (State.ACCEPTED, Move.START_FACT_FINDING)
    office.move("intake1", case_id, Move.RESULT_NOTICE, notice_text="ผลการตรวจสอบ")
    office.move("intake1", case_id, Move.CLOSE, notice_text="ยุติเรื่อง")
    row = next(one for one in cases_of(office) if one.id.hex() == case_id)
    assert row.completed_on == office.clock.now.date()
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()


def test_the_register_tells_the_days_and_words_of_the_older_one(office: Office) -> None:
    bring_in(office, lay_down(office))
    with office.desk("intake1") as work:
        lines = register_page(work, channel=Channel.CORRUPTION, year_be=2567).lines
    sent, unsaid = lines
    assert (sent.source, sent.forwarded_on, sent.answered_on) == (
        "มาแจ้งที่สำนักงาน", date(2024, 1, 12), date(2024, 1, 10),
    )  # fmt: skip
    assert sent.done.startswith("ส่งต่อ")
    assert (unsaid.source, unsaid.complainant) == ("ไม่ระบุ", "ไม่ระบุ")


def test_formulas_stay_words_wherever_they_are_taken_out_again(office: Office) -> None:
    bring_in(office, lay_down(office))
    with office.desk("intake1") as work:
        view = register_page(work, channel=Channel.CORRUPTION, year_be=2567)
    book = load_workbook(BytesIO(register_sheet(view.heading, view.lines)))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert any(cell.value == '=HYPERLINK("http://x")' for cell in cells)
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_the_case_file_holds_what_the_older_register_told(office: Office) -> None:
    bring_in(office, lay_down(office))
    case_id = next(one.id.hex() for one in cases_of(office) if one.register_year_be == 2566)
    cover = Cover("เทศบาล", date(2026, 11, 23), "ก", "ข")
    text = case_text(office.open("intake1", case_id), cover).decode("utf-8-sig")
    for words in ("นำเข้าจากทะเบียนเดิม", "แฟ้มเอกสาร: ก-12", "เลขรับเดิม: 1/2566"):
        assert words in text
    assert "นายดี" not in text
    assert case_record(office.open("intake1", case_id), cover)


def test_likely_doubles_are_found_among_the_past_too(office: Office) -> None:
    bring_in(office, lay_down(office))
    old = next(one for one in cases_of(office) if one.register_year_be == 2568)
    receipt = office.file(narrative="เปิดอยู่ แจ้งแล้ว", subject="เปิดอยู่ แจ้งแล้ว")
    with office.desk("intake1") as work:
        found = similar_cases(work, office.case_id(receipt))
    assert old.id.hex() in [one.id for one in found.cases]


def test_tables_by_source_say_when_the_older_register_does_not_tell(office: Office) -> None:
    bring_in(office, lay_down(office))
    with office.desk("intake1") as work:
        report = open_report(
            work,
            open_case_keys(work, work.session.get_one(Complaint, cases_of(office)[4].id)),
        )
    assert _traits_of(report, {}).source == NOT_SAID


def test_codes_of_the_past_are_no_matter_when_a_pepper_ends(office: Office) -> None:
    bring_in(office, lay_down(office))
    with office.work(AllAgencies("count codes"), writes=False) as work:
        assert _cases_before(work, None) == 0


def test_a_sheet_that_waits_outlasts_the_renewal_of_its_officers_keys(office: Office) -> None:
    batch_id = lay_down(office)
    renew(office, "intake1")
    assert len(plan_of(office, batch_id).rows) == 6
    reseal(office, "intake1")
    assert bring_in(office, batch_id).case_count == 6
