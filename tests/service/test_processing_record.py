"""The record of processing: every table is accounted for, and it follows the settings."""

import pytest

from models.bringing_in import ImportBatch
from models.tenancy import tenant_tables
from rules.limits import SESSION_HOURS
from rules.states import Channel
from rules.words import processing as words
from service.errors import NotAllowed
from service.outbox import KEPT_DAYS
from service.outward_settings import set_outward
from service.privacy_settings import save_privacy_contact
from service.processing_record import TABLES, ProcessingRecord, processing_record
from service.purge import SHEET_DAYS
from service.retention import set_periods
from service.sealing import new_id
from tests.district import make_district
from tests.line_scenes import turn_on
from tests.office import Office


def record(office: Office, login: str = "admin1"):
    with office.desk(login) as work:
        return processing_record(work)


def row(office: Office, code: str, label: str) -> str:
    """What the record says of an activity under that label."""
    return rows(record(office), code)[words.LABELS[label]]


def rows(found: ProcessingRecord, code: str) -> dict[str, str]:
    """What a record says of an activity, by label."""
    tables = [block for block in found.blocks if block.anchor == code and block.rows]
    return {one.th: two.th for block in tables for one, two in block.rows}


def test_every_table_of_an_agency_belongs_to_one_activity():
    listed = [name for tables in TABLES.values() for name in tables]
    assert len(listed) == len(set(listed))
    assert set(listed) == {table.name for table in tenant_tables()}
    assert set(TABLES) == set(words.ACTIVITIES) == set(words.KEPT)


def test_every_activity_is_told_in_full(office: Office):
    found = record(office)
    for code in words.ACTIVITIES:
        told = rows(found, code)
        assert tuple(told) == tuple(words.LABELS.values())
        assert all(said.strip() and "{" not in said for said in told.values()), code


def test_periods_and_posts_are_the_offices_own(office: Office):
    assert "นิติกร" in row(office, "cases", "readers")
    assert row(office, "identity", "kept").startswith("1 ปี ")
    with office.desk("admin1") as work:
        set_periods(work, {"closed": "84", "not_accepted": "24", "forwarded": "120",
                           "identity": "18", "access_log": "60"})  # fmt: skip
    assert row(office, "identity", "kept").startswith("1 ปี 6 เดือน ")
    assert "เรื่องที่ยุติ 7 ปี" in row(office, "cases", "kept")


def test_what_no_office_can_change_is_told_as_the_program_does_it(office: Office):
    assert f"รายการข้อความ {KEPT_DAYS} วัน" in row(office, "notices", "kept")
    assert f"เมื่อครบ {SESSION_HOURS} ชั่วโมง" in row(office, "accounts", "kept")
    assert f"{SHEET_DAYS} วัน" in row(office, "imports", "kept")


def test_what_is_in_use_is_told_from_the_settings(office: Office):
    district = make_district(office)
    codes = ("cases", "outward", "notices", "imports")
    before = [row(office, code, "standing") for code in codes]
    assert before == [words.STANDINGS[one] for one in ("both", "not_set", "line_off", "never")]
    assert "LINE" not in row(office, "notices", "given")
    with office.desk("admin1") as work:
        set_outward(work, district.slug)
    turn_on(office)
    with office.desk("intake1") as work:
        work.session.add(_batch(office))
    after = [row(office, code, "standing") for code in codes]
    assert after == [words.STANDINGS[one] for one in ("both", "used", "line_on", "used")]
    assert "LINE" in row(office, "notices", "given")


def _batch(office: Office) -> ImportBatch:
    return ImportBatch(
        id=new_id(), agency_id=office.agency_id, channel=Channel.CORRUPTION.value,
        officer_id=office.officers["intake1"].officer_id, made_on=office.clock.now.date(),
        standing="uploaded", row_count=1,
    )  # fmt: skip


def test_whoever_answers_for_personal_data_stands_at_its_head(office: Office):
    assert not record(office).has_contact
    with office.desk("admin1") as work:
        save_privacy_contact(work, {"officer_post": "หัวหน้าสำนักปลัด", "email": "dpo@sample.go.th"})
    head = [cell.th for block in record(office).blocks[:4] for line in block.rows for cell in line]
    assert {"เทศบาลตำบลตัวอย่าง", "หัวหน้าสำนักปลัด", "dpo@sample.go.th"} <= set(head)


def test_it_tells_nothing_of_any_case(office: Office):
    before = record(office, "clerk")
    office.file(narrative="เรื่องที่ปลัดต้องไม่รู้", accused="ปลัดเทศบาล")
    assert record(office, "clerk") == before


def test_who_sees_numbers_or_manages_settings_reads_it(office: Office):
    assert record(office, "intake1").blocks == record(office, "admin1").blocks
    for login in ("inside1", "outside1"):
        with pytest.raises(NotAllowed):
            record(office, login)
