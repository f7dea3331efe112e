"""Receipt numbers and the year they belong to."""

from datetime import date

import pytest

from rules.numbering import receipt_no, register_year_be


@pytest.mark.parametrize(
    ("day", "fiscal", "calendar"),
    [
        (date(2026, 9, 30), 2569, 2569),
        (date(2026, 10, 1), 2570, 2569),
        (date(2026, 12, 31), 2570, 2569),
        (date(2027, 1, 1), 2570, 2570),
    ],
)
def test_a_register_runs_by_the_year_its_office_chose(
    day: date, fiscal: int, calendar: int
) -> None:
    assert register_year_be(day, "fiscal") == fiscal
    assert register_year_be(day, "calendar") == calendar


def test_any_other_basis_is_refused() -> None:
    with pytest.raises(ValueError, match="fiscal or the calendar"):
        register_year_be(date(2026, 10, 1), "lunar")


def test_a_number_is_printed_before_its_year() -> None:
    assert receipt_no(7, 2570) == "7/2570"
    assert receipt_no(7, 2570, thai_digits=True) == "๗/๒๕๗๐"
