"""The oracle alone, against the rules' own examples; what is compared with it is worth no more."""

from datetime import date, datetime

import pytest

from tests.simulation.cards import FIRST_ANSWER, SCREENING
from tests.simulation.oracle import Auditor


def at(year: int, month: int, day: int, hour: int) -> datetime:
    """A moment in the office's own time, without a zone: the oracle knows of no other."""
    return datetime.fromisoformat(f"{year}-{month:02}-{day:02} {hour:02}:00")


def received(arrived: datetime) -> tuple[datetime, date, date]:
    """Receipt, due day and answer-by day of what arrives then."""
    auditor = Auditor()
    card = auditor.open_card("1", "corruption", arrived, arrived.date())
    duty = card.running(FIRST_ANSWER)
    assert duty is not None
    return auditor.receipt(arrived), duty.due, duty.answer_by


@pytest.mark.parametrize(
    ("arrived", "receipt", "due", "answer_by"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00", "2026-12-08", "2026-12-08"),
        ("2026-11-25 10:00", "2026-11-25 10:00", "2026-12-10", "2026-12-09"),
        ("2026-10-01 09:00", "2026-10-01 09:00", "2026-10-16", "2026-10-16"),
        ("2026-11-20 18:10", "2026-11-23 08:30", "2026-12-08", "2026-12-08"),
        # Both ends of the office hours count, and not a minute more.
        ("2026-11-20 16:30", "2026-11-20 16:30", "2026-12-05", "2026-12-04"),
        ("2026-11-20 16:31", "2026-11-23 08:30", "2026-12-08", "2026-12-08"),
        ("2026-11-20 08:29", "2026-11-20 08:30", "2026-12-05", "2026-12-04"),
        # The Friday evening before Songkran, and the day before it.
        ("2027-04-09 17:00", "2027-04-12 08:30", "2027-04-27", "2027-04-27"),
        ("2027-04-12 16:31", "2027-04-16 08:30", "2027-05-01", "2027-04-30"),
    ],
)
def test_the_rules_own_examples(arrived: str, receipt: str, due: str, answer_by: str) -> None:
    assert received(datetime.fromisoformat(arrived)) == (
        datetime.fromisoformat(receipt),
        date.fromisoformat(due),
        date.fromisoformat(answer_by),
    )


def test_three_working_days_step_over_a_long_holiday() -> None:
    auditor = Auditor()
    card = auditor.open_card("1", "corruption", at(2026, 12, 3, 9), date(2026, 12, 3))
    duty = card.running(SCREENING)
    # Friday 4, then the weekend and Monday the 7th off, Tuesday 8, Wednesday 9.
    assert duty is not None and duty.due == date(2026, 12, 9)


def test_reminders_come_on_five_days_and_a_missed_watch_catches_up_once() -> None:
    auditor = Auditor(superiors=("clerk",))
    card = auditor.open_card("1", "grievance", at(2026, 11, 23, 10), date(2026, 11, 23))
    card.officer = "grievance1"
    seen = {day: auditor.watched(date(2026, 12, day)) for day in range(1, 12)}
    assert {day: count for day, count in seen.items() if count} == {1: 1, 5: 1, 7: 1, 8: 1, 9: 1}
    late = Auditor()
    late.open_card("1", "grievance", at(2026, 11, 23, 10), date(2026, 11, 23))
    assert [late.watched(date(2026, 12, 20)), late.watched(date(2026, 12, 20))] == [5, 0]
    assert [(one.officer, one.kind) for one in auditor.letters[-2:]] == [
        ("clerk", "overdue"),
        ("grievance1", "overdue"),
    ]


def test_a_day_off_added_late_makes_nothing_later_than_was_told() -> None:
    auditor = Auditor()
    card = auditor.open_card("1", "corruption", at(2026, 11, 23, 10), date(2026, 11, 23))
    auditor.day_off_added(date(2026, 12, 8), date(2026, 11, 24))
    auditor.day_off_added(date(2026, 11, 25), date(2026, 11, 24))
    first, screening = card.running(FIRST_ANSWER), card.running(SCREENING)
    assert first is not None and screening is not None
    assert (first.due, first.answer_by) == (date(2026, 12, 8), date(2026, 12, 4))
    assert screening.due == date(2026, 11, 26)


def test_asking_answers_the_screening_and_not_the_first_answer() -> None:
    auditor = Auditor()
    auditor.open_card("1", "corruption", at(2026, 11, 23, 10), date(2026, 11, 23))
    card = auditor.did("1", "information:requested", date(2026, 11, 24))
    assert card.running(SCREENING) is None
    assert card.running(FIRST_ANSWER) is not None
