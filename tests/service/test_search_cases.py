"""Words of the own cases are found, by nobody else, and no copy of the database holds them."""

import secrets
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from crypto.envelope import ObjectType
from crypto.file_stream import SealedSpool
from crypto.primitives import SealBroken
from models.base import Base
from models.complaint import CaseEpoch, Complaint, SealedObject
from models.history import AccessLog, CaseEvent
from models.search import SearchEntry
from rules.states import Channel, Move
from service import search_index
from service.actors import AgencyClerk, AllAgencies
from service.attach_evidence import add_evidence
from service.case_filters import Filters
from service.delete_case import delete_case
from service.errors import InvalidInput, NotAllowed
from service.follow_complaint import write_to_office
from service.officer_accounts import leave, reset
from service.read_access_log import LISTS
from service.sealing import seal_record
from service.search_cases import (
    EVERYTHING,
    Found,
    SearchPage,
    begin_search,
    look_through,
    prepare_more,
    search_cases,
)
from service.search_entries import EntryPlace, entry_key, open_words
from service.submit_complaint import filing_form
from service.two_person_requests import Kind
from tests.joining import move
from tests.office import Office
from tests.plaintext import Needles, rare_thai_word, rare_word
from tests.readers import change, give, hand, keep_out, officer_id, plant, row_of, rows_of, take
from tests.service.clock_scenes import days_pass, done, task
from tests.service.test_renew_keys import renew
from tests.two_persons import agreed, close, share_with

MALEE = "นางสาวมาลี ใจงาม"


def look(
    office: Office, login: str, words: str, filters: Filters = EVERYTHING, slices: int = 100
) -> Found:
    """What the officer finds, after so many slices at most were prepared."""
    with office.desk(login) as work:
        search = begin_search(work, words)
    reading = office.officers[login]
    with office.work(reading, writes=False) as work:
        found = look_through(work, search, filters)
    while found.stale and slices:
        slices -= 1
        with office.desk(login) as work:
            prepared = prepare_more(work, found)
        with office.work(reading, writes=False) as work:
            found = found.after(prepared, look_through(work, search, filters, prepared))
    return found


def shown(office: Office, login: str, found: Found, page: int = 1) -> SearchPage:
    with office.desk(login) as work:
        return search_cases(work, found, page)


def finds(office: Office, login: str, words: str, filters: Filters = EVERYTHING) -> list[str]:
    """The ids of the cases that stand on the first page."""
    page = shown(office, login, look(office, login, words, filters))
    assert page.not_ready == page.closed == 0
    return [line.id for line in page.lines]


def entries(office: Office, login: str = "", case_id: str = "") -> list[SearchEntry]:
    statement = select(SearchEntry)
    if login:
        statement = statement.where(
            SearchEntry.officer_id == bytes.fromhex(officer_id(office, login))
        )
    if case_id:
        statement = statement.where(SearchEntry.case_id == bytes.fromhex(case_id))
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(statement)


def words_in(office: Office, login: str, row: SearchEntry) -> str:
    """What that officer's keys open of a row; SealBroken when they do not."""
    officer = office.officers[login]
    place = EntryPlace(row.officer_id, row.case_id, row.event_count, row.epoch)
    return open_words(entry_key(officer.keys.pair_private), row.sealed, place).text


def filed_without(office: Office, name: str, **values: object) -> str:
    """A case from which the officer of that name is kept out from the start."""
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    kept_out = [one.id for one in holders if one.name == name]
    return office.case_id(office.file(exclude=kept_out, **values))


# What is found


def test_words_are_found_wherever_in_a_case_they_stand(office: Office, tmp_path: Path) -> None:
    receipt = office.file(
        narrative="มีการกระทำทุจริตต่อหน้าที่ราชการที่หมู่ ๑๗", subject="ถนน คสล.",
        place="บ้านหนองน\u0e49\u0e4d\u0e32ใส", accused="นาย สมบูรณ์ โกงกิน", damage="๕๐,๐๐๐ บาท",
    )  # fmt: skip
    office.file(narrative="เรื่องอื่นที่ไม่เกี่ยวกัน")
    token, case_id = office.confirm(receipt), office.case_id(receipt)
    with office.reporter() as work:
        write_to_office(work, token, "เห็นรถสีม่วงมารับของ")
    spool = SealedSpool(tmp_path)
    spool.write(b"%PDF-1.7 " + bytes(200))
    with office.reporter() as work:
        add_evidence(work, token, spool, "ชื่อไฟล์ของฉัน.pdf")
    office.move("intake1", case_id, Move.NOTE, note="ได้โทรถามกองช่างแล้ว")
    office.move("intake1", case_id, Move.ASK, notice_text="ขอทราบทะเบียนรถ")
    days_pass(office, 1)
    end = office.clock.now.date().replace(day=30)
    ended = task(office, "intake1", case_id, end.isoformat(), label="ขอสำเนาฎีกาเบิกจ่าย")
    done(office, "intake1", case_id, ended, "กองคลังส่งให้แล้ว")
    for words in (
        "ทุจริต", "17", "หมู่ ๑๗", "หมู่17", "คสล.", "หนองน\u0e49\u0e33ใส", "สมบูรณ์โกงกิน",
        "50,000", "รถสีม่วง", "กองช่าง", "ทะเบียนรถ", "ฎีกา", "กองคลัง ทุจริต",
        receipt.receipt_no, "evidence-01.pdf",
    ):  # fmt: skip
        assert finds(office, "intake1", words) == [case_id], words
    for words in ("ชื่อไฟล์ของฉัน", "ทุจริต สีเขียว", "18"):
        assert finds(office, "intake1", words) == [], words


def test_the_finding_is_found(office: Office) -> None:
    case_id = office.case_id(office.file())
    office.move("intake1", case_id, Move.ACCEPT)
    office.move("intake1", case_id, Move.START_FACT_FINDING)
    office.move("intake1", case_id, Move.FIND_GROUNDS, note="เชื่อว่าเบิกเท็จจริง")
    assert finds(office, "intake1", "เบิกเท็จ") == [case_id]


@pytest.mark.parametrize("mode", ["named", "confidential", "anonymous"])
def test_whoever_reported_is_never_among_the_words(office: Office, mode: str) -> None:
    contact = {"contact_name": "นางผู้แจ้ง จริงใจ", "contact_phone": "0899999999"}
    given = {} if mode == "anonymous" else contact
    case_id = office.case_id(office.file(narrative="ถนนพัง", identity_mode=mode, **given))
    assert finds(office, "intake1", "ถนน") == [case_id]
    assert finds(office, "intake1", "จริงใจ") == []
    assert finds(office, "intake1", "0899999999") == []
    (row,) = entries(office, "intake1")
    text = words_in(office, "intake1", row)
    assert "ถนนพัง" in text
    assert not any(word in text for word in ("จริงใจ", "0899999999", mode))


def test_what_comes_to_a_case_is_found_and_an_entry_of_before_is_not_believed(
    office: Office,
) -> None:
    case_id = office.case_id(office.file(narrative="ถนนพัง"))
    assert finds(office, "intake1", "ถนน") == [case_id]
    office.move("intake2", case_id, Move.NOTE, note="พบเอกสารปลอม")
    before = look(office, "intake1", "ถนน", slices=0)
    assert (before.places, len(before.waiting)) == ({}, 1)
    assert shown(office, "intake1", before).not_ready == 1
    assert finds(office, "intake1", "ปลอม") == [case_id]
    assert finds(office, "intake2", "ปลอม") == [case_id]


def test_a_case_that_moved_is_found_by_its_new_number_alone(office: Office) -> None:
    office.file(channel=Channel.GRIEVANCE)
    receipt = office.file(narrative="ท่อประปาแตก")
    case_id = office.case_id(receipt)
    assert finds(office, "intake1", receipt.receipt_no) == [case_id]
    move(office, "intake1", case_id)
    assert entries(office, case_id=case_id) == []
    assert case_id not in finds(office, "intake1", "ประปา")
    year = receipt.receipt_no.partition("/")[2]
    assert finds(office, "grievance1", f"2/{year} ประปา") == [case_id]
    assert finds(office, "grievance1", f"1/{year} ประปา") == []


def test_the_longest_report_is_found_by_its_last_word(office: Office) -> None:
    for letters in ("กำแพง ", 'a\\" '):
        told = (letters * 5000)[:19_980] + "\nวาฬสีน้ำเงิน"
        case_id = office.case_id(office.file(narrative=told, subject="ยาวที่สุด"))
        assert finds(office, "intake1", "วาฬสีน้ำเงิน ยาวที่สุด")[0] == case_id


def test_filters_narrow_what_is_found(office: Office) -> None:
    first, second = (office.case_id(office.file(narrative="ถนนพัง")) for _ in range(2))
    close(office, "intake1", first)
    assert finds(office, "intake1", "ถนน") == [second, first]
    assert finds(office, "intake1", "ถนน", Filters(show="open")) == [second]
    assert finds(office, "intake1", "ถนน", Filters(show="closed")) == [first]
    assert finds(office, "intake1", "ถนน", Filters(channel=Channel.GRIEVANCE)) == []
    assert finds(office, "intake1", "ถนน", Filters(show="all", standing="overdue")) == []
    days_pass(office, 40)
    assert finds(office, "intake1", "ถนน", Filters(show="all", standing="overdue")) == [second]


def test_pages_follow_the_register_number_and_the_last_one_stands_for_those_beyond(
    office: Office,
) -> None:
    ids = [office.case_id(office.file(narrative="ถนนพัง")) for _ in range(27)]
    found = look(office, "intake1", "ถนน")
    first, second, beyond = (shown(office, "intake1", found, page) for page in (1, 2, 9))
    assert [line.id for line in first.lines + second.lines] == ids[::-1]
    assert (first.total, first.pages, len(first.lines)) == (27, 2, 25)
    assert beyond.page == 2


def test_whoever_has_no_hand_in_cases_searches_nothing(office: Office) -> None:
    for login in ("admin1", "inside1"):
        with office.desk(login) as work, pytest.raises(NotAllowed):
            begin_search(work, "ถนน")


@pytest.mark.parametrize(
    ("typed", "problem"), [("", "required"), (" \u200b\n", "required"), ("ก" * 301, "too_long")]
)
def test_a_search_for_nothing_or_for_too_much_is_refused(office: Office, typed, problem) -> None:
    with office.desk("intake1") as work, pytest.raises(InvalidInput) as refused:
        begin_search(work, typed)
    assert refused.value.fields == {"words": problem}


# Who finds it


def test_somebody_kept_out_from_the_start_has_entries_of_the_same_number_and_size(
    office: Office,
) -> None:
    hidden = filed_without(office, MALEE, narrative="มาลีรับเงินทอน", subject="เรื่องลับ")
    open_one = office.case_id(office.file(narrative="เงินทอนถนน"))
    office.move("intake2", hidden, Move.NOTE, note="ยาว " * 900)
    assert finds(office, "intake1", "เงินทอน") == [open_one]
    assert finds(office, "intake2", "เงินทอน") == [open_one, hidden]
    mine, other = (
        {row.case_id: row for row in entries(office, login)} for login in ("intake1", "intake2")
    )
    assert set(mine) == set(other) == {bytes.fromhex(hidden), bytes.fromhex(open_one)}
    for case_id, row in mine.items():
        theirs = other[case_id]
        assert len(row.sealed) == len(theirs.sealed)
        assert (row.event_count, row.epoch) == (theirs.event_count, theirs.epoch)
    assert "เงินทอน" in words_in(office, "intake2", other[bytes.fromhex(hidden)])
    for login in ("intake1", "intake2"):
        with pytest.raises(SealBroken):
            words_in(office, login, mine[bytes.fromhex(hidden)])


def test_the_count_of_what_is_not_ready_leaves_out_what_nobody_may_be_told_of(
    office: Office,
) -> None:
    filed_without(office, MALEE)
    office.file()
    found = look(office, "intake1", "ถนน", slices=0)
    assert (len(found.stale), len(found.waiting)) == (2, 1)


def test_a_dummy_is_made_anew_when_the_case_grows_as_a_real_entry_is(office: Office) -> None:
    hidden = filed_without(office, MALEE)
    finds(office, "intake1", "ถนน")
    (before,) = entries(office, "intake1")
    office.move("intake2", hidden, Move.NOTE, note="พบเอกสารปลอม")
    finds(office, "intake1", "ถนน")
    finds(office, "intake2", "ถนน")
    (after,), (real,) = entries(office, "intake1"), entries(office, "intake2")
    assert after.event_count > before.event_count
    assert len(after.sealed) == len(real.sealed) > len(before.sealed)


def test_who_is_kept_out_later_finds_it_no_more_and_nobody_keeps_an_entry_of_before(
    office: Office,
) -> None:
    case_id = office.case_id(office.file(narrative="มาลีรับเงินทอน"))
    assert finds(office, "intake1", "เงินทอน") == finds(office, "intake2", "เงินทอน") == [case_id]
    keep_out(office, "intake2", case_id, MALEE)
    assert entries(office) == []
    assert finds(office, "intake1", "เงินทอน") == []
    (dummy,) = entries(office, "intake1")
    with pytest.raises(SealBroken):
        words_in(office, "intake1", dummy)
    assert finds(office, "intake2", "เงินทอน") == [case_id]


def test_who_is_taken_off_or_hands_over_finds_it_no_more(office: Office) -> None:
    first, second = (office.case_id(office.file(narrative="เงินทอน")) for _ in range(2))
    assert len(finds(office, "intake1", "เงินทอน")) == 2
    take(office, "intake2", first, "intake1")
    assert entries(office, case_id=first) == []
    hand(office, "intake1", second, "legal1")
    assert entries(office, case_id=second) == []
    assert finds(office, "intake1", "เงินทอน") == []
    assert finds(office, "intake2", "เงินทอน") == [second, first]
    assert finds(office, "legal1", "เงินทอน") == [second]


def test_who_is_let_in_later_finds_it(office: Office) -> None:
    case_id = office.case_id(office.file(narrative="เงินทอน"))
    assert finds(office, "legal1", "เงินทอน") == []
    give(office, "intake1", case_id, "legal1")
    assert finds(office, "legal1", "เงินทอน") == [case_id]


def test_nobody_finds_what_two_persons_deleted(office: Office) -> None:
    case_id = office.case_id(office.file(narrative="เงินทอน"))
    close(office, "intake1", case_id)
    assert finds(office, "intake2", "เงินทอน") == [case_id]
    request_id = agreed(office, Kind.DELETE, case_id)
    with office.desk("intake1") as work:
        delete_case(work, request_id)
    assert entries(office) == []
    assert finds(office, "intake2", "เงินทอน") == []


def test_entries_go_with_the_keys_that_opened_them(office: Office) -> None:
    case_id = office.case_id(office.file(narrative="เงินทอน"))
    share_with(office, "intake1", "legal1", case_id)
    share_with(office, "intake1", "clerk", case_id)
    for login in ("intake1", "legal1", "clerk"):
        assert finds(office, login, "เงินทอน") == [case_id]
    renew(office, "intake1")
    assert entries(office, "intake1") == []
    assert finds(office, "intake1", "เงินทอน") == [case_id]
    with office.desk("admin1") as work:
        leave(work, officer_id(office, "legal1"))
        reset(work, officer_id(office, "clerk"))
    left = {row.officer_id for row in entries(office)}
    assert left == {bytes.fromhex(officer_id(office, "intake1"))}


def test_entries_of_another_agency_are_out_of_reach(office: Office) -> None:
    office.file(narrative="เงินทอน")
    finds(office, "intake1", "เงินทอน")
    with office.work(AllAgencies("count everything")) as work:
        assert {row.agency_id for row in work.rows(select(SearchEntry))} == {office.agency_id}


# What somebody with the database can do


def test_a_copy_of_the_database_holds_no_word_of_the_entries(
    office: Office, tmp_path: Path
) -> None:
    latin, thai = rare_word(), rare_thai_word()
    receipt = office.file(narrative=f"{latin} {thai} ยาว" * 40, subject=thai, accused=latin)
    office.move("intake1", office.case_id(receipt), Move.NOTE, note=f"{thai} {latin}")
    assert len(finds(office, "intake1", f"{thai} {latin}")) == 1
    assert len(finds(office, "intake2", thai[2:9])) == 1
    needles = Needles((latin, latin.upper(), thai))
    with office.work(AllAgencies("dump everything"), writes=False) as work:
        rows = [tuple(row) for table in Base.metadata.sorted_tables
                for row in work.session.execute(table.select())]  # fmt: skip
    dumped = b"\n".join(_as_bytes(value) for row in rows for value in row)
    assert entries(office, "intake1")[0].sealed in dumped
    assert needles.in_bytes(dumped) == []
    assert needles.in_files(path for path in tmp_path.rglob("*") if path.is_file()) == {}


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.mark.parametrize("swap", ["other case", "other officer", "earlier state", "spoilt"])
def test_an_entry_that_was_changed_is_not_believed_and_made_anew(office: Office, swap: str) -> None:
    first = office.case_id(office.file(narrative="ถนนพัง"))
    second = office.case_id(office.file(narrative="ท่อแตก"))
    assert finds(office, "intake1", "ถนน") == finds(office, "intake2", "ถนน") == [first]
    (old,) = entries(office, "intake1", first)
    office.move("intake1", first, Move.NOTE, note="ขุดแล้ว")
    assert finds(office, "intake1", "ขุด") == [first]
    sealed = {
        "other case": entries(office, "intake1", second)[0].sealed,
        "other officer": entries(office, "intake2", first)[0].sealed,
        "earlier state": old.sealed,
        "spoilt": secrets.token_bytes(len(old.sealed)),
    }[swap]
    mine = (SearchEntry.case_id == old.case_id, SearchEntry.officer_id == old.officer_id)
    change(office, update(SearchEntry).where(*mine).values(sealed=sealed))
    found = look(office, "intake1", "ขุด", slices=0)
    assert (found.places, found.waiting) == ({}, {old.case_id})
    assert finds(office, "intake1", "ขุด") == [first]


def test_words_that_only_lie_in_a_case_are_not_its_words(office: Office) -> None:
    case_id = office.case_id(office.file(narrative="ถนนพัง"))
    (epoch,) = rows_of(office, CaseEpoch, case_id)
    with office.work(AgencyClerk(office.agency_id)) as work:
        planted = seal_record(
            work, epoch.case_id, 0, ObjectType.INTERNAL, {"text": "ใส่ร้าย"}, (epoch.case_public,)
        )
    plant(office, planted)
    assert finds(office, "intake1", "ใส่ร้าย") == []
    assert finds(office, "intake1", "ถนน") == [case_id]


def test_a_case_that_was_tampered_with_is_counted_and_stops_no_other(office: Office) -> None:
    sound = office.case_id(office.file(narrative="ถนนพัง"))
    spoilt = office.case_id(office.file(narrative="ถนนพัง"))
    change(
        office,
        update(SealedObject)
        .where(
            SealedObject.case_id == bytes.fromhex(spoilt),
            SealedObject.type == int(ObjectType.REPORT),
        )
        .values(sealed=b"x" * 5000),
    )
    swapped = office.case_id(office.file(narrative="ถนนพัง"))
    change(
        office,
        update(CaseEpoch)
        .where(CaseEpoch.case_id == bytes.fromhex(swapped))
        .values(case_public=row_of(office, sound).identity_public),
    )
    page = shown(office, "intake1", look(office, "intake1", "ถนน"))
    assert [line.id for line in page.lines] == [sound]
    assert (page.total, page.not_ready, page.closed) == (1, 0, 2)


# What is left behind


def test_a_search_is_one_line_in_the_access_log_and_the_words_are_in_none(office: Office) -> None:
    ids = [office.case_id(office.file(narrative="ถนนพัง")) for _ in range(3)]
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(delete(AccessLog))
    assert finds(office, "intake1", "ถนน") == ids[::-1]
    assert finds(office, "intake1", "ไม่มีที่ไหน") == []
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        lines = work.rows(select(AccessLog).order_by(AccessLog.count.desc()))
    # Three were prepared and three shown; afterwards none of either.
    assert [(line.what, line.case_id, line.count) for line in lines] == [
        ("search", None, 6), ("search", None, 0),
    ]  # fmt: skip
    assert "search" in LISTS


def test_a_slice_prepares_so_many_and_the_next_goes_on(office: Office, monkeypatch) -> None:
    monkeypatch.setattr(search_index, "SLICE", 2)
    for _ in range(5):
        office.file(narrative="ถนนพัง")
    assert len(look(office, "intake1", "ถนน", slices=1).places) == 2
    assert len(entries(office, "intake1")) == 2
    again = look(office, "intake1", "ถนน", slices=1)
    assert (len(again.places), len(again.waiting)) == (4, 1)
    assert len(finds(office, "intake1", "ถนน")) == 5
    assert len(entries(office, "intake1")) == 5


def test_preparing_changes_nothing_of_a_case(office: Office) -> None:
    case_id = office.case_id(office.file(narrative="ถนนพัง"))

    def state() -> tuple[int, bytes, int]:
        row = row_of(office, case_id)
        return row.event_count, row.event_head, len(rows_of(office, CaseEvent, case_id))

    before = state()
    assert finds(office, "intake1", "ถนน") == [case_id]
    assert state() == before
    assert rows_of(office, SearchEntry, case_id)[0].event_count == before[0]
    assert row_of(office, case_id).id == entries(office)[0].case_id
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert len(work.rows(select(Complaint.id))) == 1
