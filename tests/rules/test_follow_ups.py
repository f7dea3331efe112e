"""The five tables of follow-ups, sums of money, and who sits on a committee."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import words
from rules.committee import Part, problem_of
from rules.follow_ups import (
    ADDRESSEES,
    ENDS,
    FIELDS,
    NOT_OPENED,
    PENALTIES,
    STEPS,
    FollowUpKind,
    Gravity,
    find_step,
    fits,
    is_ended,
    left_to_pay,
    stage_after,
    steps_from,
)
from rules.money import MOST_SATANG, baht, parse_baht

KINDS = [pytest.param(kind, id=kind.value) for kind in FollowUpKind]


def stages(kind: FollowUpKind) -> set[str]:
    """Every stage that the table can lead to."""
    return {stage for step in STEPS[kind] for stage in (step.target, step.settled) if stage}


# The tables


@pytest.mark.parametrize("kind", KINDS)
def test_every_stage_is_reached_and_every_one_that_has_not_ended_can_end(kind):
    reached, todo = set(), [NOT_OPENED]
    while todo:
        for step in steps_from(kind, todo.pop()):
            for stage in {step.target, step.settled} - {"", *reached}:
                reached.add(stage)
                todo.append(stage)
    assert reached == stages(kind)
    ending = set(ENDS[kind])
    for _ in reached:
        ending |= {
            source
            for step in STEPS[kind]
            if {step.target, step.settled} & ending
            for source in step.sources
        }
    assert reached | {NOT_OPENED} == ending


@pytest.mark.parametrize("kind", KINDS)
def test_a_follow_up_is_opened_once_and_nothing_comes_after_its_end(kind):
    assert [step.name for step in steps_from(kind, NOT_OPENED)] == ["open"]
    assert all(steps_from(kind, stage) == () for stage in ENDS[kind])
    assert ENDS[kind] <= stages(kind)
    assert all(find_step(kind, stage, "open") is None for stage in stages(kind))


@given(kind=st.sampled_from(FollowUpKind), picks=st.lists(st.integers(0, 9), max_size=30))
def test_no_walk_leaves_the_table(kind, picks):
    stage = NOT_OPENED
    for pick in picks:
        offered = steps_from(kind, stage)
        if not offered:
            assert is_ended(kind, stage)
            return
        step = offered[pick % len(offered)]
        assert find_step(kind, stage, step.name) is step
        stage = stage_after(step, pick)
        assert stage in stages(kind)
        assert stage in words.FOLLOW_UP_STAGES
    assert stage == NOT_OPENED or is_ended(kind, stage) or steps_from(kind, stage)


def test_every_step_asks_only_for_what_is_known_and_always_offers_a_note():
    for kind, steps in STEPS.items():
        names = [step.name for step in steps]
        assert len(names) == len(set(names)), kind
        for step in steps:
            assert step.needs <= set(FIELDS)
            assert set(step.asks) == step.needs | {"note"}
            if "addressee" in step.needs:
                assert ADDRESSEES[kind]


def test_what_the_law_of_the_nacc_demands_cannot_be_dropped():
    assert all(step.name != "drop" for step in STEPS[FollowUpKind.NACC])
    assert find_step(FollowUpKind.NACC, "arrived", "send_copy") is None


def test_every_label_is_there_and_none_is_left_over():
    assert set(words.FOLLOW_UP_KINDS) == set(FollowUpKind)
    assert set(words.FOLLOW_UP_STEPS) == {one.name for steps in STEPS.values() for one in steps}
    assert set(words.FOLLOW_UP_STAGES) == set().union(*map(stages, FollowUpKind))
    assert set(words.FOLLOW_UP_FIELDS) == set(FIELDS)
    assert set(words.GRAVITIES) == set(Gravity)
    assert set(words.PENALTIES) == {one for listed in PENALTIES.values() for one in listed}
    assert set(words.ADDRESSEES) == {one for listed in ADDRESSEES.values() for one in listed}
    assert set(words.COMMITTEE_PARTS) == set(Part)


# Penalties and money


@pytest.mark.parametrize(
    ("gravity", "penalties"),
    [("minor", "reprimand pay_cut step_reduction"), ("gross", "removal dismissal")],
)
def test_a_penalty_fits_one_gravity_and_not_the_other(gravity, penalties):
    for penalty in words.PENALTIES:
        assert fits(gravity, penalty) == (penalty in penalties.split())
    assert not fits("", "reprimand") and not fits("strange", "dismissal")


@given(parts=st.lists(st.integers(1, 10**9), min_size=1, max_size=8))
def test_a_debt_is_settled_by_the_last_payment_and_by_none_before(parts):
    moneys, stage = [("decide_liability", sum(parts))], "demanded"
    step = find_step(FollowUpKind.TORT, stage, "receive_payment")
    for satang in parts:
        assert stage == "demanded"
        moneys.append(("receive_payment", satang))
        stage = stage_after(step, left_to_pay(moneys))
    assert stage == "recovered"
    assert left_to_pay(moneys) == 0


@given(satang=st.integers(1, MOST_SATANG))
def test_a_sum_is_read_as_it_is_written(satang):
    assert parse_baht(baht(satang)) == satang
    assert parse_baht(baht(satang).replace(",", "") + " บาท") == satang


@pytest.mark.parametrize(
    ("typed", "satang"),
    [("๑๒,๕๐๐.๕๐", 1_250_050), ("12500.-", 1_250_000), ("฿1,000.5", 100_050), (" 7 ", 700)],
)
def test_a_sum_may_be_typed_as_people_do(typed, satang):
    assert parse_baht(typed) == satang


@pytest.mark.parametrize("typed", ["", "บาท", "1,00", "12.345", "0", "-5", "1e9", "9" * 15, "สิบ"])
def test_what_is_no_sum_is_refused(typed):
    with pytest.raises(ValueError, match="sum"):
        parse_baht(typed)


# A committee


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ("chair member secretary", None),
        ("chair secretary", None),
        ("chair", None),
        ("", "one_chair"),
        ("member secretary", "one_chair"),
        ("chair chair secretary", "one_chair"),
        ("chair member", "one_secretary"),
        ("chair secretary secretary", "one_secretary"),
    ],
)
def test_a_committee_has_one_chair_and_one_secretary(parts, problem):
    assert problem_of([Part(part) for part in parts.split()]) == problem
