from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.thai_time import MONTHS_TH, MONTHS_TH_SHORT, long_date, short_date, to_thai_digits
from rules.typed_dates import DayOrder, day_order, oldest_day, read_day

TODAY = date(2026, 11, 21)
FIFTH = date(2024, 1, 5)
DAYS = st.dates(oldest_day(TODAY), TODAY)


@pytest.mark.parametrize(
    "typed",
    [
        "๕ ม.ค. ๒๕๖๗", "5 มกราคม พ.ศ. 2567", "5 ม.ค.67", "5ม.ค.2567", "วันที่ 5 มกราคม 2567",
            "5-ม.ค.-67",
        "วันที่๕ม.ค.๒๕๖๗", "วันศุกร์ที่ 5 มกราคม พ.ศ. ๒๕๖๗", "ศ. 5 ม.ค. 67", "5 มค 67", "5  มกรา\n2567",
        "5/1/2567", "05/01/2567 เวลา 10.30 น.", "5.1.2567", "5-1-67", "5/1/พ.ศ.2567",
            "5/1/2024, 10:30:15",
        "5/1/24", "5 Jan 2024", "Jan 5, 2024", "2024-01-05", "2567-01-05", "2024-01-05T10:30:00",
        "2024-01-05 10:30:00", "2024/01/05 10:30:15 AM GMT+7", "2024/01/05 10:30:15 PM", "45296",
            "45296.4376",
        "\u200b5 ม.ค. 2567\ufeff",
    ],
)  # fmt: skip
def test_the_fifth_of_january_is_read_however_it_is_written(typed):
    assert read_day(typed, TODAY) == FIFTH


@pytest.mark.parametrize(
    "typed",
    [
        "", "ไม่มี", "-", "ม.ค. 2567", "5-7 ม.ค. 2567", "32/1/2567", "31 ก.พ. 2566", "5/13/2567",
            "29/2/2568",
        "2568-02-29", "5/1/2567 (โทร)", "05012567", "12/2567", "5 มกราคา 2567", "5/1/3000",
            "5/1/256",
        "0/1/2567", "1" * 500, "5 ม.ค. 2567 " * 40, "999999",
    ],
)  # fmt: skip
def test_what_is_no_day_is_not_made_one(typed):
    assert read_day(typed, TODAY) is None


def test_the_leap_day_of_a_buddhist_year_is_read():
    assert read_day("๒๙/๒/๒๕๖๗", TODAY) == read_day("2567-02-29", TODAY) == date(2024, 2, 29)


def test_a_spreadsheets_number_with_a_buddhist_year_is_set_right():
    number = (date(2567, 1, 5) - date(1899, 12, 30)).days
    assert read_day(str(number), TODAY) == FIFTH


@given(DAYS)
def test_every_day_of_forty_years_comes_back_from_each_way_to_write_it(day):
    short = day.year % 100
    for typed in (
        long_date(day), short_date(day), to_thai_digits(long_date(day)), day.isoformat(),
        f"{day.day} {MONTHS_TH_SHORT[day.month - 1]} {(day.year + 543) % 100:02}",
        f"{day.day}/{day.month}/{day.year + 543}", f"{day.day}/{day.month}/{short:02}",
        f"{day.day}{MONTHS_TH[day.month - 1]}{day.year + 543}",
        str((day - date(1899, 12, 30)).days),
    ):  # fmt: skip
        assert read_day(typed, TODAY) == day, typed


@given(st.text(max_size=100))
def test_any_text_is_a_day_or_none(typed):
    assert isinstance(read_day(typed, TODAY), date | None)


@given(st.integers(0, 99))
def test_a_year_of_two_figures_never_lies_ahead_when_it_can_lie_behind(short):
    day = read_day(f"1/1/{short:02}", TODAY)
    assert day is not None
    years = (2000 + short, 1900 + short, 1957 + short)
    behind = [year for year in years if TODAY.year - 40 <= year <= TODAY.year]
    assert not behind or day.year in behind


def test_a_column_is_read_month_first_only_when_all_of_it_speaks_for_that():
    assert day_order(["1/5/2024", "1/25/2024"]) is DayOrder.MONTH_FIRST
    assert day_order(["1/5/2024", "1/25/2024", "25/1/2024"]) is DayOrder.DAY_FIRST
    assert day_order(["1/5/2024"]) is DayOrder.DAY_FIRST
    assert day_order(["1/25/2567"]) is DayOrder.DAY_FIRST
    assert read_day("1/5/2024 9:00:00", TODAY, DayOrder.MONTH_FIRST) == FIFTH
    assert read_day("5/1/2567", TODAY, DayOrder.MONTH_FIRST) == FIFTH


def test_the_oldest_day_is_forty_years_back():
    assert timedelta(days=40 * 365) < TODAY - oldest_day(TODAY) < timedelta(days=41 * 366)
