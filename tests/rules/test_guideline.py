"""The guideline's steps are the state table's and the clocks', not a second list."""

import pytest

from rules.guideline import guideline_steps
from rules.states import TABLE, Channel, Move


@pytest.mark.parametrize("channel", Channel)
def test_every_move_of_an_officer_stands_in_exactly_one_step(channel: Channel) -> None:
    told = [move for step in guideline_steps(channel) for move in step.moves]
    table = {row.move for row in TABLE if row.channel is channel and not row.by_reporter}
    assert sorted(told) == sorted(table)


@pytest.mark.parametrize("channel", Channel)
def test_a_step_names_everybody_who_may_make_its_moves(channel: Channel) -> None:
    for step in guideline_steps(channel):
        allowed = {
            role
            for row in TABLE
            if row.channel is channel and row.move in step.moves
            for role in row.roles
        }
        assert not step.moves or set(step.roles) == allowed


def test_the_days_are_those_of_the_clocks() -> None:
    days = {step.moves[:1]: step.days for step in guideline_steps(Channel.CORRUPTION)}
    assert days[(Move.PROGRESS_NOTICE,)].th == "ภายใน 15 วัน"
    assert days[(Move.START_SCREENING,)].en == "Within 3 working days"
    assert days[(Move.START_FACT_FINDING,)].th == "แจ้งความคืบหน้าทุก 30 วัน"
