"""The extra tables: lines that no case decides, and years that are the sum of two halves."""

from dataclasses import replace
from datetime import date

from rules.extra_tables import (
    NOT_SAID,
    ONLINE_CODE,
    UNKNOWN_CODE,
    Counted,
    Traits,
    extra_tables,
    with_second_half,
)
from rules.statistics_options import EXTRA_TABLES
from rules.tables import Table, table_from, table_record
from rules.words import Words

UNITS = {"works": Words("กองช่าง", "Works"), "clerk": Words("สำนักปลัด", "Office of the clerk")}
DAY = date(2027, 4, 1)
NOBODY = {"finished": 0, "not_accepted": 0, "forwarded": 0, "open": 0}


def case(category: str = "bribery", unit: str = "works", year: int | None = 2570) -> Traits:
    return Traits(category, ONLINE_CODE, unit, year)


def made(*traits: Traits, unknown: int = 0, units=UNITS, **outcomes: int) -> dict[str, Table]:
    counted = Counted(traits, unknown, NOBODY | outcomes)
    return {one.name: one for one in extra_tables(counted, units, 2570, DAY)}


def cells(table: Table) -> dict[str, tuple[int | None, ...]]:
    return {row.code: row.cells for row in table.rows}


def test_there_is_every_table_that_can_be_chosen_and_each_survives_its_record():
    tables = made(*[case()] * 7, unknown=6)
    assert set(tables) == set(EXTRA_TABLES)
    assert all(table_from(table_record(table)) == table for table in tables.values())


def test_what_is_not_known_has_a_line_of_its_own_and_counts_in_the_total():
    tables = made(*[case()] * 7, unknown=6)
    assert cells(tables["category"])[UNKNOWN_CODE] == (6,)
    assert cells(tables["source_by_year"])[UNKNOWN_CODE] == (0, 0, 0, 0, 6, 6)
    assert tables["source_by_year"].total == (7, 0, 0, 0, 6, 13)
    assert tables["unit"].total == tables["category"].total == (13,)


def test_a_unit_or_a_category_that_is_none_of_the_lists_is_another_or_not_said():
    tables = made(*[case("roads", "gone")] * 5)
    assert cells(tables["category"])[NOT_SAID] == cells(tables["unit"])[NOT_SAID] == (5,)


def test_incidents_of_long_ago_stand_together_and_a_day_to_come_counts_as_this_year():
    years = [2571] * 5 + [2568] * 5 + [2567] * 2 + [2540] * 3 + [None] * 5
    table = made(*[case(year=one) for one in years])["source_by_year"]
    assert cells(table)[ONLINE_CODE] == (5, 0, 5, 5, 5, 20)


def test_the_column_of_what_is_not_said_is_hidden_when_a_part_of_it_is():
    few = made(*[case(year=None)] * 9, *[case()] * 8, unknown=2)["source_by_year"]
    assert few.total[4] is None and cells(few)[UNKNOWN_CODE][4] is None


def test_ends_are_hidden_and_what_is_open_is_told_as_in_the_mandated_table():
    table = made(finished=9, not_accepted=1, forwarded=0, open=2)["outcome"]
    assert cells(table) == {
        "finished": (9,), "not_accepted": (None,), "forwarded": (None,), "open": (2,),
    }  # fmt: skip
    assert table.total == (12,)


def test_a_year_is_the_sum_of_two_halves_and_hides_what_either_hides():
    first = made(*[case()] * 7, *[case("misconduct")] * 6, finished=5, open=8)
    second = made(*[case()] * 6, case("misconduct"), finished=6, open=9)
    both = {one.name: one for one in with_second_half(
        tuple(first.values()), tuple(second.values()), DAY
    )}  # fmt: skip
    assert cells(both["category"])["bribery"] == (13,)
    assert cells(both["category"])["misconduct"] == (None,)
    assert cells(both["category"])["procurement"] == (None,)
    assert both["category"].total == (20,)
    assert cells(both["outcome"])["finished"] == (11,)
    assert cells(both["outcome"])["open"] == (9,), "as it was at the end"
    assert both["outcome"].total == (20,)


def test_a_table_whose_lines_have_changed_between_the_halves_is_left_out():
    first = made(*[case()] * 7)
    second = made(*[case()] * 6, units={"works": UNITS["works"]})
    both = with_second_half(tuple(first.values()), tuple(second.values()), DAY)
    assert {one.name for one in both} == set(EXTRA_TABLES) - {"unit"}


def test_two_tables_of_the_same_cases_in_another_order_are_the_same():
    cases = [case(), case("misconduct"), case(year=2569), *[case()] * 5]
    assert made(*cases) == made(*reversed(cases))
    assert made(*cases) != made(*cases, replace(case(), unit="clerk"))
