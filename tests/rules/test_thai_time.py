"""Thai dates: eras, digits, fiscal years, periods, and what people type."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import thai_time
from rules.thai_time import (
    Period,
    clock_time,
    fiscal_year_be,
    fiscal_year_bounds,
    halves,
    long_date,
    months,
    parse_date,
    quarters,
    short_date,
    to_arabic_digits,
    to_thai_digits,
    today_in_bangkok,
    weekday_date,
    year,
)

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
FISCAL_YEARS = st.integers(2500, 2640)
DAY = timedelta(days=1)
SATURDAY = date(2026, 11, 21)


def test_dates_are_written_as_an_office_writes_them() -> None:
    assert long_date(SATURDAY) == "21 พฤศจิกายน 2569"
    assert long_date(SATURDAY, thai_digits=True) == "๒๑ พฤศจิกายน ๒๕๖๙"
    assert long_date(SATURDAY, "en") == "21 November 2026"
    assert short_date(SATURDAY) == "21 พ.ย. 2569"
    assert short_date(SATURDAY, "en") == "21 Nov 2026"
    assert weekday_date(SATURDAY) == "วันเสาร์ที่ 21 พฤศจิกายน 2569"
    assert weekday_date(SATURDAY, "en") == "Saturday 21 November 2026"


def test_a_time_of_day_is_the_one_in_thailand() -> None:
    assert clock_time(time(10, 30)) == "10.30 น."
    assert clock_time(time(8, 5), thai_digits=True) == "๐๘.๐๕ น."
    assert clock_time(datetime(2026, 11, 21, 3, 30, tzinfo=UTC)) == "10.30 น."
    assert clock_time(time(16, 0), "en") == "16:00"


def test_a_day_begins_at_midnight_in_bangkok_and_not_in_greenwich() -> None:
    assert today_in_bangkok(datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert today_in_bangkok(datetime(2026, 11, 20, 17, 0, tzinfo=UTC)) == SATURDAY


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        today_in_bangkok(datetime.combine(SATURDAY, time(10)))


def test_the_fiscal_year_turns_on_the_first_of_october() -> None:
    assert fiscal_year_be(date(2026, 9, 30)) == 2569
    assert fiscal_year_be(date(2026, 10, 1)) == 2570
    assert fiscal_year_bounds(2569) == (date(2025, 10, 1), date(2026, 9, 30))


@given(DAYS)
def test_every_day_lies_in_its_own_fiscal_year_and_in_no_neighbour(day: date) -> None:
    own = fiscal_year_be(day)
    holding = [
        fiscal_year
        for fiscal_year in (own - 1, own, own + 1)
        if fiscal_year_bounds(fiscal_year)[0] <= day <= fiscal_year_bounds(fiscal_year)[1]
    ]
    assert holding == [own]


@given(FISCAL_YEARS)
def test_months_quarters_halves_and_the_year_tile_the_same_days(fiscal_year: int) -> None:
    for parts, count in (
        (months(fiscal_year), 12),
        (quarters(fiscal_year), 4),
        (halves(fiscal_year), 2),
        ((year(fiscal_year),), 1),
    ):
        assert [part.index for part in parts] == list(range(1, count + 1))
        assert (parts[0].first, parts[-1].last) == fiscal_year_bounds(fiscal_year)
        assert all(a.last + DAY == b.first for a, b in pairwise(parts))
        assert {part.fiscal_year_be for part in parts} == {fiscal_year}
        assert all(fiscal_year_be(part.first) == fiscal_year for part in parts)


def test_a_leap_february_belongs_whole_to_its_month() -> None:
    assert months(2567)[4].last == date(2024, 2, 29)
    assert months(2570)[4].last == date(2027, 2, 28)


def test_periods_are_named_as_in_the_mandated_table() -> None:
    assert [part.label("th") for part in quarters(2570)] == [
        "ไตรมาส 1 (ต.ค.–ธ.ค.)",
        "ไตรมาส 2 (ม.ค.–มี.ค.)",
        "ไตรมาส 3 (เม.ย.–มิ.ย.)",
        "ไตรมาส 4 (ก.ค.–ก.ย.)",
    ]
    assert quarters(2570)[0].label("en") == "Quarter 1 (Oct–Dec)"
    assert [part.label("th") for part in halves(2570)] == [
        "รอบ 6 เดือนแรก (ต.ค.–มี.ค.)",
        "รอบ 6 เดือนหลัง (เม.ย.–ก.ย.)",
    ]
    assert halves(2570)[1].label("en") == "Second half (Apr–Sep)"
    assert months(2570)[0].label("th") == "ตุลาคม 2569"
    assert months(2570)[3].label("en") == "January 2027"
    assert year(2570).label("th") == "ปีงบประมาณ พ.ศ. 2570"
    assert year(2570).label("en") == "Fiscal year 2570 (B.E.)"
    span = Period("span", 1, date(2026, 10, 1), date(2026, 11, 30), 2570)
    assert span.label("th") == "1 ต.ค. 2569 – 30 พ.ย. 2569"


@given(st.text())
def test_thai_and_arabic_digits_change_into_each_other_and_nothing_else_changes(text: str) -> None:
    assert to_arabic_digits(to_thai_digits(text)) == to_arabic_digits(text)
    assert to_thai_digits(to_arabic_digits(text)) == to_thai_digits(text)
    assert len(to_thai_digits(text)) == len(text)


def test_the_thai_digits_are_the_right_ones() -> None:
    assert to_thai_digits("0123456789") == "๐๑๒๓๔๕๖๗๘๙"
    assert to_arabic_digits("หมู่ ๑๗") == "หมู่ 17"


@given(DAYS, st.booleans(), st.sampled_from((long_date, short_date)))
def test_a_date_that_was_written_in_thai_is_read_back(day, thai_digits, write) -> None:  # type: ignore[no-untyped-def]
    assert parse_date(*write(day, "th", thai_digits).split()) == day


@given(DAYS, st.sampled_from((long_date, short_date)))
def test_a_date_that_was_written_in_english_is_read_back(day, write) -> None:  # type: ignore[no-untyped-def]
    assert parse_date(*write(day, "en").split()) == day


@given(DAYS, st.booleans(), st.booleans())
def test_a_date_in_figures_is_read_in_either_era_and_either_digits(
    day: date, buddhist: bool, thai_digits: bool
) -> None:
    typed = (f"{day.day:02}", f"{day.month}", f"{day.year + (543 if buddhist else 0)}")
    if thai_digits:
        typed = (to_thai_digits(typed[0]), to_thai_digits(typed[1]), to_thai_digits(typed[2]))
    assert parse_date(*typed) == day


@pytest.mark.parametrize(
    ("month", "number"),
    [("พฤศจิกา", 11), ("พย", 11), ("พ. ย.", 11), (" NOV ", 11), ("Sept.", 9), ("มีค.", 3)],
)
def test_a_month_is_understood_as_people_say_it(month: str, number: int) -> None:
    assert parse_date("5", month, "2569") == date(2026, number, 5)


@pytest.mark.parametrize(
    ("typed", "year_"), [("2400", 1857), ("2699", 2156), ("1900", 1900), ("2099", 2099)]
)
def test_the_first_and_the_last_year_of_each_era_are_understood(typed: str, year_: int) -> None:
    assert parse_date("1", "1", typed) == date(year_, 1, 1)


def test_a_period_cannot_be_stretched() -> None:
    with pytest.raises(AttributeError):
        year(2570).last = date(2027, 12, 31)  # type: ignore[misc]


def test_a_year_may_carry_the_name_of_its_era() -> None:
    assert parse_date("5", "11", "พ.ศ. ๒๕๖๙") == parse_date("5", "11", "ค.ศ.2026")


@pytest.mark.parametrize(
    "typed",
    [
        ("31", "4", "2569"),
        ("29", "2", "2566"),  # 2023 is no leap year
        ("0", "1", "2569"),
        ("1", "13", "2569"),
        ("1", "", "2569"),
        ("", "1", "2569"),
        ("1", "1", "69"),
        ("1", "1", "2399"),
        ("1", "1", "2700"),
        ("1", "1", "1899"),
        ("1", "1", "2100"),
        ("-1", "1", "2569"),
        ("1.5", "1", "2569"),
        ("1", "Brumaire", "2569"),
        ("²", "1", "2569"),
        ("1", "1", "٢٠٢٦"),
    ],
)
def test_what_is_no_date_is_refused(typed: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(*typed)


@given(st.text(max_size=8), st.text(max_size=12), st.text(max_size=8))
def test_whatever_is_typed_is_a_date_or_a_value_error(day: str, month: str, year_: str) -> None:
    with suppress(ValueError):
        assert isinstance(parse_date(day, month, year_), date)


def test_the_leap_day_is_a_date_in_both_eras() -> None:
    assert parse_date("29", "2", "2567") == parse_date("29", "2", "2024") == date(2024, 2, 29)


def test_the_names_of_months_and_weekdays_are_complete() -> None:
    for names in (
        thai_time.MONTHS_TH,
        thai_time.MONTHS_TH_SHORT,
        thai_time.MONTHS_EN,
        thai_time.MONTHS_EN_SHORT,
    ):
        assert len(set(names)) == 12
    assert len(set(thai_time.WEEKDAYS_TH)) == len(set(thai_time.WEEKDAYS_EN)) == 7
