"""A year in one office: every clock of every case, every day, against an auditor's own reckoning.

PRONGSAI_TEST_SEEDS=20 lives through twenty more years; PRONGSAI_TEST_SEED=7 through that one alone.
"""

import os

import pytest

from tests.office import Office
from tests.simulation.cast import MAILED, Plan
from tests.simulation.comparing import (
    differing,
    letters_differ,
    overdue_differs,
    recomputings_differ,
    reminders_differ,
    verdict_differs,
)
from tests.simulation.story import Year

SEED = int(os.environ.get("PRONGSAI_TEST_SEED", "0"))
MORE = int(os.environ.get("PRONGSAI_TEST_SEEDS", "0"))
SEEDS_ALWAYS = (1,)
SEEDS = (SEED,) if SEED else (*SEEDS_ALWAYS, *range(1001, 1001 + MORE))
# A quarter with a short and a long silence, for the second database.
QUARTER = Plan(seed=2, days=92, receipts=24, downtimes=((20, 3), (48, 9)), holidays=4)


def live(office: Office, plan: Plan) -> Year:
    """The story told to its end, each day compared."""
    year = Year(office, plan)
    for number in range(plan.days):
        year.step(number)
        compare_day(year, number)
    return year


def compare_day(year: Year, number: int) -> None:
    """All clocks, the number of overdue cases, and what the page of one case in turn says."""
    office, auditor = year.office, year.auditor
    found = differing(office, auditor)
    assert not found, f"seed {year.plan.seed}, {year.today}:\n" + "\n".join(found)
    assert overdue_differs(office, auditor, year.today) == ""
    if auditor.cards and number % 4 == 0:
        case_id = list(auditor.cards)[number // 4 % len(auditor.cards)]
        assert verdict_differs(office, auditor, case_id, year.today) == ""


def compare_year(year: Year) -> None:
    """No reminder lost, none doubled; every late holiday told in the histories that it touched."""
    problems = reminders_differ(year.office, year.auditor)
    problems += letters_differ(year.office, year.auditor, MAILED)
    problems += recomputings_differ(year.office, year.auditor)
    assert not problems, f"seed {year.plan.seed}:\n" + "\n".join(problems)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_whole_year_is_judged_as_the_auditor_judges_it(office: Office, seed: int) -> None:
    year = live(office, Plan(seed=seed))
    compare_year(year)
    if seed == SEEDS_ALWAYS[0]:
        assert_much_happened(year)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_a_quarter_is_judged_alike_on_postgresql(office: Office) -> None:
    compare_year(live(office, QUARTER))


def assert_much_happened(year: Year) -> None:
    """A year in which nothing went wrong would show nothing."""
    duties = [one for card in year.auditor.cards.values() for one in card.duties]
    assert len(year.auditor.cards) >= 40
    assert {one.kind for one in duties} >= {
        "first_answer", "next_notice", "screening", "referred_in_reply", "fact_finding", "custom",
    }  # fmt: skip
    assert sum(one.is_broken(year.today) for one in duties) > 10
    assert sum(bool(one.answered) and not one.is_broken(year.today) for one in duties) > 40
    assert {ahead for one in duties for _, ahead in one.given} == {7, 3, 1, 0, -1}
    assert sum(year.auditor.recomputed.values()) > 3
    assert {"merge", "move_channel", "extend", "reopen", "forward"} <= set(year.desk.acts)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_the_comparison_sees_a_clock_moved_an_answer_made_up_and_a_reminder_gone(
    office: Office,
) -> None:
    year = live(office, Plan(seed=3, days=45, receipts=8, downtimes=(), holidays=1))
    compare_year(year)
    first, second, *_ = year.auditor.cards
    by_hand(office, "UPDATE clock SET due_on = '2026-12-24' WHERE case_id = ?", first)
    assert [one.split()[1] for one in differing(office, year.auditor)] == [first[:8]]
    by_hand(office, "UPDATE clock SET answered_on = '2026-10-02' WHERE case_id = ?", second)
    assert len(differing(office, year.auditor)) == 2
    by_hand(
        office, "DELETE FROM clock_reminder WHERE rowid = (SELECT min(rowid) FROM clock_reminder)"
    )
    assert any("lost" in one for one in reminders_differ(office, year.auditor))
    doubled = "UPDATE outbox SET kind = 'reminder' WHERE kind = 'overdue'"
    by_hand(office, doubled)
    assert any("too many" in one for one in letters_differ(office, year.auditor, MAILED))


def by_hand(office: Office, sql: str, case_id: str = "") -> None:
    """Something slipped in past the program."""
    with office.engine.begin() as connection:
        values = (bytes.fromhex(case_id),) if case_id else ()
        assert connection.exec_driver_sql(sql, values).rowcount > 0
