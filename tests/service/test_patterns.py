"""What keeps coming back is counted over the cases that the officer can open, and not kept."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import inspect, select, text, update

from crypto.envelope import ObjectType
from models.complaint import SealedObject
from models.history import AccessLog
from rules.permissions import Role
from rules.states import Channel, Move
from service import patterns as errand
from service.actors import AgencyClerk
from service.errors import NotAllowed
from service.patterns import PatternsPage, begin_counting, patterns_page
from service.submit_complaint import filing_form
from tests.fingerprints import fingerprints
from tests.joining import join
from tests.office import Office
from tests.plaintext import Needles, rare_thai_word
from tests.readers import change

WORKS = {"category": "procurement", "accused_unit": "กองช่าง"}


def count(office: Office, login: str = "intake1") -> PatternsPage:
    with office.desk(login) as work:
        chosen = begin_counting(work)
    with office.work(office.officers[login], writes=False) as work:
        return patterns_page(work, chosen)


def logged(office: Office) -> set[tuple[str, int]]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return {(row.what, row.count) for row in work.rows(select(AccessLog))}


def file(office: Office, **values: object) -> str:
    return office.case_id(office.file(**WORKS | values))


def units_of(page: PatternsPage) -> dict[str, int]:
    return {page.units[one.code].th: one.count for one in page.patterns.units if one.code}


def test_the_same_in_the_same_unit_is_found_however_the_unit_was_written(office: Office) -> None:
    cases = [
        file(office, accused_unit=unit, incident_from="1/9/2569")
        for unit in ("กองช่าง", "กอง ช่าง", "กองช่าง เทศบาลตำบลตัวอย่าง", "Works")
    ]
    file(office, accused_unit="ที่ดินอำเภอ")
    file(office, accused_unit="")
    page = count(office)
    (found,) = page.patterns.recurring
    assert set(found.case_ids) == set(cases)
    assert page.units[found.unit].th == "กองช่าง"
    assert set(page.receipt_nos) == set(cases)
    assert units_of(page) == {"กองช่าง": 4}
    assert [one.count for one in page.patterns.units if not one.code] == [2]
    assert {one.code: one.count for one in page.patterns.months if one.count} == {"9": 4}


def test_what_was_found_stands_beside_the_kind_of_act(office: Office) -> None:
    good, bad, _open = (file(office) for _ in range(3))
    for case_id, move in ((good, Move.FIND_GROUNDS), (bad, Move.FIND_NO_GROUNDS)):
        office.move("intake1", case_id, Move.ACCEPT)
        office.move("intake1", case_id, Move.START_FACT_FINDING)
        office.move("intake1", case_id, move, note="สรุปผลการตรวจสอบ")
    (act,) = count(office).patterns.acts
    assert (act.category, act.counts) == ("procurement", (1, 1, 1))


def test_who_is_kept_out_sees_fewer_and_no_number_tells_of_it(office: Office) -> None:
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    malee = [one.id for one in holders if one.name.startswith("นางสาวมาลี")]
    for _ in range(2):
        file(office)
    file(office, exclude=malee)
    kept_out, other = count(office, "intake1"), count(office, "intake2")
    assert (kept_out.patterns.counted, other.patterns.counted) == (2, 3)
    assert kept_out.patterns.recurring == ()
    assert (kept_out.unreadable, kept_out.left_out) == (0, 0)
    assert len(other.patterns.recurring) == 1


def test_joined_cases_tests_and_grievances_are_not_counted(office: Office) -> None:
    lead, joined = file(office), file(office)
    join(office, "intake1", joined, lead)
    office.file(Channel.GRIEVANCE, narrative="ไฟทางดับ", accused_unit="กองช่าง")
    assert count(office).patterns.counted == 1


def test_one_line_in_the_log_tells_how_many_and_nothing_else_is_kept(office: Office) -> None:
    words = [rare_thai_word() for _ in range(3)]
    for _ in range(3):
        file(office, narrative=words[0], accused=words[1], subject=words[2])
    with office.desk("intake1") as work:
        begin_counting(work)  # the first list tries each share once and remembers
    before = fingerprints(office.engine, without=("access_log",))
    page = count(office)
    assert page.patterns.counted == 3
    assert fingerprints(office.engine, without=("access_log",)) == before
    assert logged(office) == {("patterns", 3)}
    assert not Needles(words).in_bytes(everything(office))


def everything(office: Office) -> bytes:
    """All that stands in the database, one cell after another."""
    cells = []
    with office.engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):  # noqa: S608
                cells += [
                    bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    for cell in row
                ]
    return b"\n".join(cells)


def test_only_the_newest_are_opened_and_the_page_says_how_many_are_left(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errand, "CASES_MOST", 2)
    for _ in range(3):
        file(office)
    page = count(office)
    assert (page.patterns.counted, page.left_out) == (2, 1)
    assert logged(office) == {("patterns", 2)}


def test_a_case_that_was_tampered_with_is_said_and_does_not_stop_the_others(
    office: Office,
) -> None:
    broken, _whole = file(office), file(office)
    change(office, update(SealedObject).where(
        SealedObject.case_id == bytes.fromhex(broken),
        SealedObject.type == int(ObjectType.REPORT),
    ).values(sealed=b"\x01" * 400))  # fmt: skip
    page = count(office)
    assert (page.patterns.counted, page.unreadable) == (1, 1)


@pytest.mark.parametrize("login", ["legal1", "grievance1", "inside1", "admin1"])
def test_who_may_not_list_corruption_cases_and_see_numbers_counts_nothing(
    office: Office, login: str
) -> None:
    with pytest.raises(NotAllowed):
        count(office, login)


def test_a_publisher_and_an_executive_count_nothing_either(office: Office) -> None:
    office.clock.now = datetime(2026, 11, 24, 3, tzinfo=UTC)
    office.hire("head1", "นายสมบัติ นำทาง", Role.EXECUTIVE)
    office.hire("web1", "นายเว็บ เผยแพร่", Role.PUBLISHER)
    for login in ("head1", "web1"):
        with pytest.raises(NotAllowed):
            count(office, login)
