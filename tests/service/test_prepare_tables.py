"""Extra tables: counted by who may open, small counts hidden, kept once, and nobody else's."""

import json
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select, update

from crypto.primitives import sign
from models.disclosure import PreparedTables
from models.history import AccessLog
from rules.categories import CATEGORIES, codes
from rules.permissions import Role
from rules.states import Channel, Move
from rules.statistics_options import EXTRA_TABLES, FIRST_HALF, TO_DATE, WHOLE, StatisticsOptions
from rules.tables import Table
from service.actors import AgencyClerk, AllAgencies
from service.errors import InvalidInput, NotAllowed
from service.look_for_tampering import look_for_tampering
from service.prepare_tables import (
    begin_preparing,
    closed_spans,
    count_tables,
    keep_counted,
    look_before,
    preparations,
    prepare,
    prepared,
)
from service.prepared_tables import _statement
from service.statistics_making import make_statistics
from service.test_complaint import file_test_complaint
from tests.office import Office, make_office
from tests.service.test_register_offline import TELEPHONE, take_in
from tests.two_persons import close, holder_of, keep_out

YEAR = 2570
APRIL = datetime(2027, 4, 1, 3, tzinfo=UTC)
OCTOBER = datetime(2027, 10, 1, 3, tzinfo=UTC)
WICHAI = "นายวิชัย ตั้งตรง"  # intake2


def fill(office: Office, **counts: int) -> list[str]:
    """So many cases of each category, with the unit named in the reporter's way."""
    return [
        office.case_id(office.file(category=category, accused_unit="กอง ช่าง"))
        for category, count in counts.items()
        for _ in range(count)
    ]


def make(office: Office, span: str = FIRST_HALF, login: str = "intake1", year: int = YEAR):
    with office.desk(login) as work:
        return prepare(work, year, span)


def tables(office: Office, span: str = FIRST_HALF, year: int = YEAR) -> dict[str, Table]:
    with office.public() as work:
        return {table.name: table for table in prepared(work, year, span)}


def cells(table: Table) -> dict[str, int | None]:
    """The last cell of each line by its code."""
    return {row.code: row.cells[-1] for row in table.rows}


def refused(office: Office, span: str = FIRST_HALF, login: str = "intake1", year: int = YEAR):
    with pytest.raises(InvalidInput) as problem:
        make(office, span, login, year)
    return problem.value.fields


def findings(office: Office) -> list[tuple[str, str]]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return [(one.kind, one.where) for one in look_for_tampering(work)]


def alter(office: Office, **values: object) -> None:
    """What somebody with the database does behind the program's back."""
    with office.work(AllAgencies("tamper")) as work:
        work.session.execute(update(PreparedTables).values(**values))


def rows(office: Office) -> list[PreparedTables]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(PreparedTables))


# What is counted


def test_great_counts_stand_small_ones_are_hidden_and_the_total_is_the_mandated_one(office):
    fill(office, procurement=6, bribery=2)
    office.clock.now = APRIL
    line = make(office)
    assert (line.name, line.post, line.is_valid) == ("นางสาวมาลี ใจงาม", "นิติกร", True)
    found = tables(office)
    assert set(found) == set(EXTRA_TABLES)
    category = cells(found["category"])
    assert category["procurement"] == 6
    assert [code for code, cell in category.items() if cell is not None] == ["procurement"]
    assert cells(found["source"])["online"] == 8
    unit = found["unit"]
    assert {row.label.th: row.cells[0] for row in unit.rows}["กองช่าง"] == 8
    assert all(found[name].total[-1] == 8 for name in EXTRA_TABLES)


def test_the_lines_never_depend_on_what_was_filed(office):
    office.clock.now = APRIL
    make(office)
    found = tables(office)
    assert not any(table.hides for table in found.values())
    assert [row.code for row in found["category"].rows] == [
        *codes(CATEGORIES), "not_said", "unknown",
    ]  # fmt: skip
    assert [row.label.th for row in found["unit"].rows][:2] == ["กองช่าง", "สำนักปลัด"]
    assert [words.th for words in found["source_by_year"].columns] == [
        "ปีงบฯ 2570", "ปีงบฯ 2569", "ปีงบฯ 2568", "ก่อนปีงบฯ 2568", "ไม่ได้ระบุหรือไม่ทราบ", "รวม",
    ]  # fmt: skip
    assert all(set(table.total) == {0} for table in found.values())


def test_how_it_came_in_and_when_it_happened_are_counted_together(office):
    for day in ("1/10/2569", "2/10/2569", "3/10/2569", "4/11/2569", "5/11/2569", "6/11/2569"):
        office.file(incident_from=day)
    for day in ("30/9/2569", "1/2/2569", "1/2/2569", "1/2/2569", "1/10/2568"):
        take_in(office, TELEPHONE | {"incident_from": day})
    take_in(office, TELEPHONE | {"source": "facebook", "incident_from": "1/11/2569"})
    take_in(office, TELEPHONE | {"source": "line", "incident_from": "1/9/2569"})
    office.clock.now = APRIL
    make(office)
    found = tables(office)["source_by_year"]
    lines = {row.code: row.cells for row in found.rows}
    assert lines["online"] == (6, 0, 0, 0, 0, 6)
    assert lines["telephone"] == (0, 5, 0, 0, 0, 5)
    assert lines["facebook"] == lines["line"] == (None, None, 0, 0, 0, None)
    assert found.total == (7, 6, 0, 0, 0, 13)
    source = tables(office)["source"]
    assert cells(source)["telephone"] == 5 and cells(source)["line"] is None


def test_tests_grievances_and_other_years_are_not_counted(office):
    fill(office, procurement=5)
    office.file(Channel.GRIEVANCE)
    with office.desk("admin1") as work:
        file_test_complaint(work)
    office.clock.now = datetime(2027, 4, 5, 3, tzinfo=UTC)
    fill(office, procurement=1)
    make(office)
    assert cells(tables(office)["category"])["procurement"] == 5
    assert tables(office)["category"].total == (5,)


def test_how_cases_ended_is_told_as_the_mandated_table_tells_it(office):
    cases = fill(office, procurement=8)
    for case_id in cases[:5]:
        close(office, "intake1", case_id)
    office.move(
        "intake1", cases[5], Move.FORWARD,
        notice_text="ส่งต่อแล้ว", forwarded_to="สำนักงาน ป.ป.ช.", reason="เกินอำนาจ",
    )  # fmt: skip
    office.clock.now = APRIL
    make(office)
    outcome = tables(office)["outcome"]
    assert cells(outcome) == {"finished": 5, "not_accepted": None, "forwarded": None, "open": 2}
    assert outcome.total == (8,)


@pytest.mark.parametrize("seed", [1, 2])
def test_totals_are_those_of_the_mandated_table_for_any_history(office, seed):
    chance = Random(seed)
    for _ in range(14):
        office.clock.now += timedelta(days=chance.randint(1, 20))
        (case_id,) = fill(office, **{chance.choice(codes(CATEGORIES)): 1})
        if chance.random() < 0.3:
            keep_out(office, case_id, WICHAI)
        if chance.random() < 0.6:
            close(office, "intake1", case_id)
    office.clock.now = OCTOBER
    make(office, WHOLE)
    with office.public() as work:
        options = StatisticsOptions(span=WHOLE, granularity="half")
        mandated = make_statistics(work, YEAR, options, Channel.CORRUPTION).total
    found = tables(office, WHOLE)
    for name in ("category", "source", "unit", "source_by_year"):
        assert found[name].total[-1] == mandated.received
    assert cells(found["outcome"])["open"] == mandated.outstanding
    assert found["outcome"].total == (mandated.completed + mandated.outstanding,)
    for table in found.values():
        lines = [row.cells for row in table.rows]
        for column, total in zip(zip(*lines, strict=True), table.total, strict=True):
            if total is not None and None not in column:
                assert sum(column) == total


# Who counts, and what that tells


def test_whoever_is_kept_out_counts_too_and_the_case_stands_among_the_unknown(office):
    fill(office, procurement=6)
    for _ in range(5):
        hidden = holder_of(office, WICHAI)
        office.file(category="procurement", exclude=[hidden])
    office.clock.now = APRIL
    make(office, login="intake2")
    category = cells(tables(office)["category"])
    assert category["procurement"] == 6 and category["unknown"] == 5


def test_who_may_open_everything_makes_the_very_same_tables(office):
    """Else the one kept out would find the category of his own case by subtracting."""
    fill(office, procurement=6, bribery=5)
    office.file(category="bribery", exclude=[holder_of(office, WICHAI)])
    office.clock.now = APRIL
    made = []
    for login in ("intake1", "intake2"):
        with office.desk(login) as work:
            made.append(count_tables(work, begin_preparing(work, YEAR, FIRST_HALF)))
    assert made[0] == made[1]
    assert cells(made[0][0])["bribery"] is None or cells(made[0][0])["bribery"] == 5


def test_somebody_kept_out_afterwards_counts_as_kept_out(office):
    cases = fill(office, procurement=6, bribery=5)
    for case_id in cases[-5:]:
        keep_out(office, case_id, WICHAI)
    office.clock.now = APRIL
    make(office)
    assert cells(tables(office)["category"])["unknown"] == 5


def test_who_holds_too_few_keys_is_asked_to_leave_it_to_a_colleague(office):
    fill(office, procurement=5)
    office.clock.now = APRIL
    with office.desk("clerk") as work:
        assert look_before(work, YEAR, FIRST_HALF) == (0, "few_keys")
    assert refused(office, login="clerk") == {"span": "few_keys"}
    assert rows(office) == []


def test_only_who_may_open_corruption_cases_and_see_numbers_prepares(office):
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    office.hire("head", "นายสมบัติ นำทาง", Role.EXECUTIVE)
    office.clock.now = APRIL
    for login in ("publisher1", "head", "grievance1", "legal1", "admin1"):
        with pytest.raises(NotAllowed):
            make(office, login=login)
    with office.desk("legal1") as work, pytest.raises(NotAllowed):
        preparations(work)


def test_one_line_of_the_access_log_says_how_many_were_opened(office):
    fill(office, procurement=3)
    office.file(exclude=[holder_of(office, WICHAI)])
    office.clock.now = APRIL
    make(office, login="intake2")
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        logged = work.rows(select(AccessLog).where(AccessLog.what == "tables"))
    assert [(one.count, one.case_id) for one in logged] == [(3, None)]


# When


def test_only_what_has_closed_is_prepared_and_never_a_year_to_date(office):
    office.clock.now = APRIL - timedelta(days=1)
    assert refused(office) == {"span": "span_not_closed"}
    office.clock.now = APRIL
    with office.desk("intake1") as work:
        assert (YEAR, (FIRST_HALF,)) in closed_spans(work)
    assert refused(office, WHOLE) == {"span": "span_not_closed"}
    assert refused(office, TO_DATE) == {"span": "span_not_closed"}
    assert refused(office, year=2599) == {"year": "unknown_choice"}


def test_a_span_is_prepared_once_because_two_versions_would_tell_by_their_difference(office):
    fill(office, procurement=5)
    office.clock.now = APRIL
    make(office)
    assert refused(office) == {"span": "tables_stand"}
    assert refused(office, login="intake2") == {"span": "tables_stand"}
    with office.desk("intake1") as work:
        assert len(preparations(work)) == 1


def test_two_who_prepare_at_once_do_not_both_succeed(office):
    office.clock.now = APRIL
    with office.desk("intake1") as work:
        slow = begin_preparing(work, YEAR, FIRST_HALF)
    make(office, login="intake2")
    with office.desk("intake1") as work, pytest.raises(InvalidInput):
        keep_counted(work, slow, count_tables(work, slow))
    assert len(rows(office)) == 1


def test_a_year_after_its_half_tells_nothing_that_the_halves_do_not(office):
    fill(office, procurement=6, bribery=6)
    office.clock.now = APRIL
    make(office)
    fill(office, procurement=5, bribery=1)
    office.clock.now = OCTOBER
    with office.desk("intake1") as work:
        assert look_before(work, YEAR, WHOLE) == (6, "")
        assert look_before(work, YEAR, FIRST_HALF) == (0, "tables_stand")
    make(office, WHOLE)
    found = tables(office, WHOLE)["category"]
    assert cells(found)["procurement"] == 11
    assert cells(found)["bribery"] is None, "7 in the year less 6 in the half would tell of one"
    assert found.total == (18,)
    assert "ปกปิดทีละครึ่งปี" in found.note.th
    assert tables(office, WHOLE)["outcome"].total == (18,)


def test_no_half_is_made_of_a_year_that_stands(office):
    fill(office, procurement=5)
    office.clock.now = OCTOBER
    make(office, WHOLE)
    assert refused(office) == {"span": "tables_of_year_stand"}


# What is kept


def test_nothing_small_stands_in_the_database(office):
    fill(office, procurement=6, bribery=3, misconduct=1, embezzlement=5)
    take_in(office, TELEPHONE)
    office.clock.now = APRIL
    make(office)
    (row,) = rows(office)
    stored = json.loads(row.content)
    for table in stored["tables"]:
        for line in table["rows"]:
            assert all(cell is None or cell == 0 or cell >= 5 for cell in line["cells"]) or (
                line["code"] == "open"
            ), "what is still open stands in the mandated table"
        assert all(cell is None or cell == 0 or cell >= 5 for cell in table["total"])
    assert b'"cells":[3]' not in row.content and b'"cells":[1]' not in row.content


@pytest.mark.parametrize(
    "values",
    [
        {"span": WHOLE},
        {"fiscal_year_be": 2569},
        {"prepared_at": datetime(2027, 4, 2, tzinfo=UTC)},
        {"signature": bytes(64)},
        {"content": b'{"tables":[],"v":1}'},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_row_is_named_and_not_published(office, values):
    fill(office, procurement=5)
    office.clock.now = APRIL
    make(office)
    assert findings(office) == []
    alter(office, **values)
    assert [kind for kind, _where in findings(office)] == ["tables_changed"]
    for year in (YEAR, 2569):
        for span in (WHOLE, FIRST_HALF):
            assert tables(office, span, year) == {}
    with office.desk("intake1") as work:
        assert [line.is_valid for line in preparations(work)] == [False]


def test_the_one_before_counts_when_the_newest_was_planted(office):
    fill(office, procurement=5)
    office.clock.now = APRIL
    make(office)
    (row,) = rows(office)
    with office.work(AgencyClerk(office.agency_id)) as work:
        planted = {
            name: getattr(row, name)
            for name in ("agency_id", "fiscal_year_be", "span", "prepared_by", "signature")
        }
        work.session.add(
            PreparedTables(
                id=b"\x01" * 16,
                prepared_at=row.prepared_at + timedelta(days=1),
                content=b'{"tables":[],"v":1}',
                **planted,
            )  # fmt: skip
        )
    assert cells(tables(office)["category"])["procurement"] == 5
    assert [kind for kind, _where in findings(office)] == ["tables_changed"]


def test_a_signature_of_somebody_who_opens_nothing_does_not_count(office):
    """The head may see numbers and have a key; numbers of his own making are nobody's."""
    head = office.hire("head", "นายสมบัติ นำทาง", Role.EXECUTIVE)
    office.clock.now = APRIL
    make(office)
    with office.work(AgencyClerk(office.agency_id)) as work:
        row = work.rows(select(PreparedTables))[0]
        row.prepared_by = head.officer_id
        row.signature = sign(head.keys.signing_seed, _statement(row))
    assert tables(office) == {}
    assert [kind for kind, _where in findings(office)] == ["tables_changed"]


def test_another_agencys_tables_are_not_ours(office):
    other = make_office(office.engine, office.key_path, slug="neighbour", clock=office.clock)
    office.clock.now = APRIL
    make(office)
    with other.public() as work:
        assert prepared(work, YEAR, FIRST_HALF) == ()
    alter(office, agency_id=other.agency_id)
    assert findings(other)[0][0] == "tables_changed"


def test_tables_of_other_errands_are_left_alone(office):
    office.clock.now = APRIL
    make(office)
    alter(office, span="prevention")
    assert tables(office) == {}
    assert [kind for kind, _where in findings(office)] == []
    with office.desk("intake1") as work:
        assert preparations(work) == ()


def test_what_is_published_with_the_statistics_is_what_was_prepared(office):
    fill(office, procurement=6, bribery=1)
    office.clock.now = APRIL
    make(office)
    options = StatisticsOptions(span=FIRST_HALF, granularity="half", tables=("category", "unit"))
    with office.public() as work:
        document = make_statistics(work, YEAR, options, Channel.CORRUPTION)
    found = tables(office)
    assert document.tables == (found["category"], found["unit"])
