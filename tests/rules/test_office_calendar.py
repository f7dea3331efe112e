"""Office days and hours, and the moment a complaint counts as received."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.holidays_seed import HOLIDAYS, seeded_days
from rules.office_calendar import OfficeCalendar
from rules.thai_time import BANGKOK

OFFICE = OfficeCalendar(seeded_days())
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
MOMENTS = st.datetimes(
    datetime.combine(date(2024, 1, 1), time()),
    datetime.combine(date(2029, 12, 31), time()),
    timezones=st.sampled_from((BANGKOK, UTC)),
)
CALENDARS = st.builds(
    OfficeCalendar,
    st.frozensets(DAYS, max_size=40),
    working_weekdays=st.frozensets(st.integers(0, 6), min_size=1),
)


def thai(year: int, month: int, day: int, hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("submitted", "received"),
    [
        (thai(2026, 11, 20, 18, 10), thai(2026, 11, 23, 8, 30)),  # Friday evening
        (thai(2026, 11, 20, 8, 29, 59), thai(2026, 11, 20, 8, 30)),
        (thai(2026, 11, 20, 8, 30), thai(2026, 11, 20, 8, 30)),
        (thai(2026, 11, 20, 12, 0), thai(2026, 11, 20, 12, 0)),
        (thai(2026, 11, 20, 16, 30), thai(2026, 11, 20, 16, 30)),  # both ends are office time
        (thai(2026, 11, 20, 16, 30, 1), thai(2026, 11, 23, 8, 30)),
        (thai(2026, 11, 21, 10, 0), thai(2026, 11, 23, 8, 30)),  # Saturday
        (thai(2026, 12, 10, 10, 0), thai(2026, 12, 11, 8, 30)),  # Constitution Day
        (thai(2025, 12, 30, 17, 0), thai(2026, 1, 5, 8, 30)),  # over four holidays and a weekend
    ],
)
def test_what_comes_outside_office_hours_counts_from_the_next_opening(
    submitted: datetime, received: datetime
) -> None:
    assert OFFICE.legal_received_at(submitted) == received


def test_greenwich_time_is_turned_into_thai_time_first() -> None:
    assert OFFICE.legal_received_at(datetime(2026, 11, 20, 1, 30, tzinfo=UTC)) == thai(
        2026, 11, 20, 8, 30
    )
    assert OFFICE.legal_received_at(datetime(2026, 11, 22, 23, 0, tzinfo=UTC)) == thai(
        2026, 11, 23, 8, 30
    )


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        OFFICE.legal_received_at(thai(2026, 11, 20, 10, 0).replace(tzinfo=None))


@given(CALENDARS, MOMENTS)
def test_legal_receipt_is_office_time_never_earlier_and_settled(
    office: OfficeCalendar, submitted: datetime
) -> None:
    received = office.legal_received_at(submitted)
    assert received >= submitted
    assert received.tzinfo is BANGKOK
    assert office.is_working_day(received.date())
    assert office.opens <= received.time() <= office.closes
    assert office.legal_received_at(received) == received


@given(CALENDARS, MOMENTS)
def test_no_opening_is_passed_over(office: OfficeCalendar, submitted: datetime) -> None:
    received = office.legal_received_at(submitted)
    arrived = submitted.astimezone(BANGKOK)
    between = arrived.date() + timedelta(days=1)
    while between < received.date():
        assert not office.is_working_day(between)
        between += timedelta(days=1)
    if received.date() > arrived.date() and office.is_working_day(arrived.date()):
        assert arrived.time() > office.closes


@given(CALENDARS, MOMENTS, MOMENTS)
def test_who_sends_later_is_never_received_earlier(
    office: OfficeCalendar, one: datetime, two: datetime
) -> None:
    first, second = sorted((one, two))
    assert office.legal_received_at(first) <= office.legal_received_at(second)


@given(CALENDARS, DAYS)
def test_the_last_working_day_is_the_nearest_one_not_later(
    office: OfficeCalendar, day: date
) -> None:
    last = office.last_working_day_on_or_before(day)
    assert last <= day
    assert office.is_working_day(last)
    assert (last == day) == office.is_working_day(day)
    assert office.next_working_day_after(last) > day or last == day


@given(CALENDARS, DAYS, st.integers(0, 30))
def test_adding_working_days_counts_each_and_not_the_first(
    office: OfficeCalendar, day: date, count: int
) -> None:
    end = office.add_working_days(day, count)
    span = (end - day).days
    worked = [n for n in range(1, span + 1) if office.is_working_day(day + timedelta(days=n))]
    assert len(worked) == count
    assert count == 0 or office.is_working_day(end)


def test_three_working_days_from_a_thursday_end_on_tuesday() -> None:
    assert OFFICE.add_working_days(date(2026, 11, 19), 3) == date(2026, 11, 24)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        OFFICE.add_working_days(date(2026, 11, 19), -1)


@pytest.mark.parametrize("weekdays", [frozenset(), frozenset({7}), frozenset({-1, 0})])
def test_an_office_that_never_works_cannot_be_made(weekdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="weekday"):
        OfficeCalendar(frozenset(), working_weekdays=weekdays)


def test_an_office_that_closes_before_it_opens_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="opens"):
        OfficeCalendar(frozenset(), opens=time(9), closes=time(9))


def test_a_calendar_is_replaced_and_never_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        OFFICE.holidays = frozenset()  # type: ignore[misc]


def test_the_seed_has_each_day_once_in_order_for_four_years() -> None:
    days = [day for day, _, _ in HOLIDAYS]
    assert days == sorted(set(days))
    assert {day.year for day in days} == {2025, 2026, 2027, 2028}
    assert all(15 <= sum(day.year == year for day in days) <= 30 for year in range(2025, 2029))
    assert all(thai_name and english.isascii() for _, thai_name, english in HOLIDAYS)


def test_the_seed_knows_the_fixed_holidays_of_every_year() -> None:
    fixed = [(1, 1), (4, 6), (4, 13), (4, 14), (4, 15), (5, 4), (6, 3), (7, 28), (8, 12)]
    fixed += [(10, 13), (10, 23), (12, 5), (12, 10), (12, 31)]
    wanted = {date(year, *day) for year in range(2025, 2029) for day in fixed}
    assert wanted <= seeded_days()


def test_labour_day_is_an_office_day_and_ploughing_day_is_not() -> None:
    assert OFFICE.is_working_day(date(2026, 5, 1))
    assert not OFFICE.is_working_day(date(2026, 5, 13))
    assert not any("แรงงาน" in name for _, name, _ in HOLIDAYS)


def test_a_fixed_holiday_at_a_weekend_is_made_good_on_a_working_day() -> None:
    """New Year's Eve of 2028 apart: its substitute falls in 2029."""
    substitutes = sorted(day for day, name, _ in HOLIDAYS if name.startswith("ชดเชย"))
    assert date(2026, 12, 7) in substitutes
    assert all(day.weekday() < 5 for day in substitutes)
    for day, name, _ in HOLIDAYS:
        if day.weekday() >= 5 and "สงกรานต์" not in name and day != date(2028, 12, 31):
            assert any(timedelta(0) < later - day <= timedelta(days=3) for later in substitutes)
