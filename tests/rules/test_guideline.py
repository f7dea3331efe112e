"""The guideline's steps are the state table's and the clocks', not a second list."""

from dataclasses import replace

import pytest

from rules.document import HEADING, OWN, TABLE, Block, blocks_from, blocks_record, section
from rules.follow_ups import FollowUpKind
from rules.guideline import guideline_steps, move_rows
from rules.guideline_blocks import ANCHORS, OfficeFacts, guideline_blocks
from rules.intake import Source
from rules.permissions import Role
from rules.publication import canonical, opened
from rules.states import TABLE as MOVES_TABLE
from rules.states import Channel, Move
from rules.words import FOLLOW_UP_KINDS, MOVES, ROLES, SOURCE_NAMES, Words

OFFICE = OfficeFacts(
    province=Words("จังหวัดตัวอย่าง", "Sample"),
    website="https://sample.go.th",
    contacts=(("phone", "02 000 0000"),),
    posts={Role.INTAKE: ("นิติกร", "เจ้าพนักงานธุรการ")},
    authority=None,
    takes_corruption=True,
    takes_grievances=True,
    screening_days=4,
    next_notice_days=20,
    fact_finding_days=60,
    own={},
)


def of_office(**values: object) -> OfficeFacts:
    return replace(OFFICE, **values)


def texts(blocks: tuple[Block, ...], lang: str = "th") -> str:
    """Everything that the blocks say."""
    said = []
    for block in blocks:
        said += [block.words] if block.words else []
        said += [*block.items, *block.head, *(cell for row in block.rows for cell in row)]
    return "\n".join(words.in_(lang) for words in said)


@pytest.mark.parametrize("channel", Channel)
def test_every_move_of_an_officer_stands_in_exactly_one_step(channel: Channel) -> None:
    told = [move for step in guideline_steps(channel) for move in step.moves]
    table = {row.move for row in MOVES_TABLE if row.channel is channel and not row.by_reporter}
    assert sorted(told) == sorted(table)


@pytest.mark.parametrize("channel", Channel)
def test_a_step_names_everybody_who_may_make_its_moves(channel: Channel) -> None:
    for step in guideline_steps(channel):
        allowed = {
            role
            for row in MOVES_TABLE
            if row.channel is channel and row.move in step.moves
            for role in row.roles
        }
        assert not step.moves or set(step.roles) == allowed


def test_the_days_are_those_of_the_clocks() -> None:
    days = {step.moves[:1]: step.days for step in guideline_steps(Channel.CORRUPTION)}
    assert days[(Move.PROGRESS_NOTICE,)].th == "ภายใน 15 วัน"
    assert days[(Move.START_SCREENING,)].en == "Within 3 working days"
    assert days[(Move.START_FACT_FINDING,)].th.startswith("ภายใน 45 วันนับแต่วันที่มีคำสั่ง")
    assert days[(Move.START_FOLLOW_UP,)].th == "แจ้งความคืบหน้าทุก 30 วัน"


def test_a_grievance_has_no_clock_for_its_screening() -> None:
    days = {step.moves[:1]: step.days for step in guideline_steps(Channel.GRIEVANCE)}
    assert days[(Move.ACCEPT,)].th == "ภายในกำหนดตอบ 15 วัน"
    assert days[(Move.START_WORK,)].th == "แจ้งความคืบหน้าทุก 30 วัน"


@pytest.mark.parametrize("channel", Channel)
def test_every_line_of_the_state_table_is_printed_with_who_may_do_it(channel: Channel) -> None:
    printed = move_rows(channel)
    for row in MOVES_TABLE:
        if row.channel is not channel:
            continue
        lines = [one for one in printed if MOVES[row.move].th in one[0].th.split("\n")]
        who = [set(one[3].th.split(" / ")) for one in lines]
        assert ({ROLES[role].th for role in row.roles} or {"ผู้แจ้ง"}) in who
        assert not row.reason or any("ต้องบันทึกเหตุผล" in one[2].th for one in lines)
        assert not row.notice or any("แจ้งผู้แจ้งพร้อมกัน" in one[2].th for one in lines)


def test_no_line_of_the_state_table_is_printed_twice() -> None:
    for channel in Channel:
        rows = move_rows(channel)
        assert len(set(rows)) == len(rows)
        told = [move for one in rows for move in one[0].en.split("\n")]
        assert len(told) == sum(row.channel is channel for row in MOVES_TABLE)


def test_every_section_stands_under_its_anchor_once_and_in_order() -> None:
    blocks = guideline_blocks(OFFICE)
    anchors = [one.anchor for one in blocks if one.kind == HEADING and one.anchor]
    assert tuple(anchors) == ANCHORS
    for anchor in ANCHORS:
        assert len(section(blocks, anchor)) > 1


@pytest.mark.parametrize("lang", ["th", "en"])
def test_no_step_is_without_who_and_when(lang: str) -> None:
    tables = [one for one in section(guideline_blocks(OFFICE), "steps") if one.kind == TABLE]
    assert len(tables) == len(Channel)
    for table in tables:
        assert len(table.rows) > 5
        for title, unit, time in table.rows:
            assert title.in_(lang).strip() and unit.in_(lang).strip() and time.in_(lang).strip()


def test_an_office_without_the_other_channel_does_not_promise_it() -> None:
    blocks = guideline_blocks(of_office(takes_grievances=False))
    assert len([one for one in section(blocks, "steps") if one.kind == TABLE]) == 1
    assert ROLES["grievance"].th not in texts(blocks)


def test_a_closed_channel_is_said_to_be_closed() -> None:
    told = texts(section(guideline_blocks(of_office(takes_corruption=False)), "channels"))
    assert "ยังไม่เปิดรับเรื่องทุจริต" in told
    assert "เปิดตลอด 24 ชั่วโมง" not in told


def test_the_offices_own_days_stand_in_steps_and_times() -> None:
    blocks = guideline_blocks(OFFICE)
    assert "ภายใน 4 วันทำการ" in texts(section(blocks, "steps"))
    times = texts(section(blocks, "time"))
    for days in ("4 วันทำการ", "15 วัน", "ทุก 20 วัน", "60 วัน", "30 วัน"):
        assert days in times


def test_every_way_of_reporting_and_every_follow_up_is_told() -> None:
    blocks = guideline_blocks(OFFICE)
    ways = texts(section(blocks, "how-to-file"))
    for source in Source:
        assert (SOURCE_NAMES[source].th in ways) is (source is not Source.REFERRED_IN)
    after = texts(section(blocks, "after"))
    for kind in FollowUpKind:
        assert FOLLOW_UP_KINDS[kind].th in after


def test_the_authority_that_takes_reports_about_the_head_is_named() -> None:
    there = Words("ที่ว่าการอำเภอตัวอย่าง", "Sample District Office")
    told = texts(section(guideline_blocks(of_office(authority=there)), "channels"), "en")
    assert "goes straight to Sample District Office" in told
    assert "NACC instead" in texts(section(guideline_blocks(OFFICE), "channels"), "en")


def test_it_promises_no_immunity_and_names_only_what_was_read_in_the_law() -> None:
    told = texts(guideline_blocks(OFFICE))
    assert "ไม่อาจรับรองความคุ้มกันทางกฎหมาย" in told
    assert "มาตรา" not in told


def test_own_paragraphs_stand_at_the_end_of_their_section_as_the_offices_words() -> None:
    own = {"protection": (Words("หน่วยงานมีประกาศคุ้มครอง", ""), Words("สอง", "Two"))}
    blocks = section(guideline_blocks(of_office(own=own)), "protection")
    assert [one.words.th for one in blocks[-2:] if one.words] == ["หน่วยงานมีประกาศคุ้มครอง", "สอง"]
    assert [one.kind for one in blocks].count(OWN) == 2


def test_an_own_paragraph_on_the_unit_comes_before_the_long_tables() -> None:
    own = {"unit": (Words("สำนักปลัด งานนิติการ", ""),)}
    kinds = [one.kind for one in section(guideline_blocks(of_office(own=own)), "unit")]
    assert kinds.index(OWN) < kinds.index(HEADING, 1)


def test_the_blocks_come_back_from_a_frozen_record_as_they_went_in() -> None:
    own = {"time": (Words("หมายเหตุ", "Note"),)}
    blocks = guideline_blocks(of_office(own=own))
    kept = opened(canonical({"blocks": blocks_record(blocks)}))
    assert blocks_from(kept["blocks"]) == blocks


@pytest.mark.parametrize("lang", ["th", "en"])
def test_nothing_is_left_unfilled(lang: str) -> None:
    told = texts(guideline_blocks(OFFICE), lang)
    assert "{" not in told and "}" not in told
