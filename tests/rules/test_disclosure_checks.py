"""Each check finds what it looks for, and says what lacks when it is not there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.counting import Row
from rules.disclosure_checks import (
    CHECKS,
    LOOK_LASTS_DAYS,
    Facts,
    Figures,
    PublishedChannel,
    evidence_of_year,
    part,
)
from rules.disclosure_items import BASES, ITEM_ROLES, SCHEMES
from rules.document import HEADING, TABLE, TEXT, Block
from rules.statistics_options import FIRST_HALF, TO_DATE, WHOLE
from rules.thai_time import fiscal_year_bounds, halves, months, quarters, year
from rules.words import Words
from rules.words.console import BASES_WORDS, CRITERION_WORDS, LACKS

SAYS = Words("กล่าวไว้", "said")
ANCHORS = ("prepare", "how-to-file", "channels", "steps", "unit", "time", "protection")
STEP = (Words("รับเรื่อง", "Receipt"), Words("สำนักปลัด", "Clerk"), Words("ทันที", "At once"))
GUIDELINE = tuple(
    block
    for anchor in ANCHORS
    for block in (
        Block(HEADING, SAYS, anchor=anchor),
        Block(TABLE, rows=(STEP, STEP)) if anchor == "steps" else Block(TEXT, SAYS),
    )
)
TODAY = date(2027, 4, 20)


def figures(periods, topic=WHOLE, zero="", **more) -> Figures:
    rows = tuple(Row(period, 1, 2, 1, 2) for period in periods)
    first, last = periods[0].first, periods[-1].last
    return Figures(
        periods[0].fiscal_year_be, topic, rows, ("table",), first, last,
        last + timedelta(days=1), zero,
    )  # fmt: skip


WHOLE_2569 = figures(quarters(2569))
APART = (Block(HEADING, SAYS, anchor="apart"), Block(TEXT, SAYS))
CHANNEL = PublishedChannel(is_open=True, blocks=APART, looked_on=TODAY)
ALL_THERE = Facts(
    fiscal_year_be=2570,
    today=TODAY,
    blocks=GUIDELINE,
    channel=CHANNEL,
    corruption_open=True,
    grievance_open=True,
    looked_on=TODAY,
    figures=WHOLE_2569,
    whole_year=WHOLE_2569,
    formats=frozenset({"pdf", "xlsx", "csv"}),
)


def lack(name: str, **changed: object) -> str:
    return CHECKS[name].look(replace(ALL_THERE, **changed))


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_is_content_when_all_is_there(name: str) -> None:
    assert lack(name) == ""


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_lacks_something_when_nothing_is_there(name: str) -> None:
    found = CHECKS[name].look(Facts(fiscal_year_be=2570, today=TODAY))
    assert found in LACKS and found != "unreadable"


@pytest.mark.parametrize("anchor", ANCHORS)
def test_a_part_that_is_only_a_heading_is_not_there(anchor: str) -> None:
    at = next(n for n, block in enumerate(GUIDELINE) if block.anchor == anchor)
    without = GUIDELINE[: at + 1] + GUIDELINE[at + 2 :]
    missing = {name for name in CHECKS if lack(name, blocks=without)}
    about = {name for name, check in CHECKS.items() if check.anchor == anchor}
    assert about and about <= missing
    assert anchor == "steps" or about == missing


@pytest.mark.parametrize(
    ("column", "name"), [(0, "guideline_steps"), (1, "guideline_unit"), (2, "guideline_time")]
)
@pytest.mark.parametrize("empty", ["", " ", "–"])
def test_one_step_that_does_not_say_it_is_enough(column: int, name: str, empty: str) -> None:
    bad = (*STEP[:column], Words(empty, empty), *STEP[column + 1 :])
    blocks = tuple(replace(block, rows=(STEP, bad)) if block.rows else block for block in GUIDELINE)
    assert lack(name, blocks=blocks)


def test_a_part_reaches_to_the_next_anchor() -> None:
    assert [block.kind for block in part(GUIDELINE, "steps")] == [TABLE]
    assert part(GUIDELINE, "nowhere") == ()


def test_the_channel_is_apart_only_when_both_doors_are_open() -> None:
    assert lack("channel_apart", grievance_open=False) == "one_door"
    assert lack("channel_apart", corruption_open=False) == "channel_closed"
    assert lack("channel_online", corruption_open=False) == "channel_closed"


def test_the_published_page_of_the_channel_says_what_is_so() -> None:
    assert lack("channel_online", channel=replace(CHANNEL, is_open=False)) == "said_closed"
    assert lack("channel_apart", channel=replace(CHANNEL, blocks=APART[:1])) == "part_missing"
    assert lack("channel_linked", channel=replace(CHANNEL, looked_on=None)) == "look_not_told"
    for name in ("online", "apart", "linked"):
        assert lack(f"channel_{name}", channel=None) == "not_published"


def test_a_look_at_the_main_site_is_good_for_a_year() -> None:
    last = TODAY - timedelta(days=LOOK_LASTS_DAYS)
    assert lack("channel_linked", looked_on=last) == ""
    assert lack("channel_linked", looked_on=last - timedelta(days=1)) == "looked_long_ago"
    assert lack("channel_linked", looked_on=None) == "not_looked"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (figures(quarters(2569)), ""),
        (figures(months(2569)), ""),
        (figures(halves(2569)), ""),
        (figures(halves(2570)[:1], FIRST_HALF), ""),
        (figures(months(2570)[:6], TO_DATE), ""),
        (figures(quarters(2570)[:3], TO_DATE), ""),
        (figures(months(2570)[:5], TO_DATE), "too_short"),
        (figures(quarters(2570)[1:], TO_DATE), "too_short"),
        (figures(halves(2569)[:1], FIRST_HALF), "too_short"),
        (figures(quarters(2568)), "too_short"),
        (figures((quarters(2570)[0], quarters(2570)[2]), TO_DATE), "too_short"),
        (figures((year(2569),)), "too_short"),
    ],
)
def test_six_months_of_the_year_or_the_whole_year_before_in_parts(shown, expected: str) -> None:
    assert lack("statistics_period", figures=shown) == expected


def test_the_version_that_covers_is_the_evidence_whichever_was_published_last() -> None:
    short, enough = figures(quarters(2570)[:1], TO_DATE), figures(quarters(2569))
    assert evidence_of_year((short, enough), 2570) is enough
    assert evidence_of_year((short,), 2570) is short
    assert evidence_of_year((), 2570) is None


def test_a_page_without_its_table_shows_no_numbers() -> None:
    drawn = replace(WHOLE_2569, parts=("tiles", "chart"))
    for name in ("total", "completed", "progress", "period"):
        assert lack(f"statistics_{name}", figures=drawn) == "no_table"


def test_numbers_that_do_not_balance_are_not_numbers() -> None:
    for wrong in (Row(year(2569), 1, 2, 1, 1), Row(year(2569), 0, -1, 0, -1)):
        odd = replace(WHOLE_2569, rows=(wrong,))
        assert lack("statistics_total", figures=odd) == "does_not_balance"
    assert lack("statistics_whole_year", whole_year=odd) == "does_not_balance"


def test_a_span_without_complaints_needs_the_sentence() -> None:
    quiet = replace(WHOLE_2569, rows=tuple(Row(one, 1, 0, 0, 1) for one in quarters(2569)))
    assert lack("statistics_zero", figures=quiet) == "no_zero_sentence"
    said = "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ ในช่วงวันที่ 1 ตุลาคม 2568"
    assert lack("statistics_zero", figures=replace(quiet, zero=said)) == ""


def test_the_day_of_the_data_is_after_what_it_counts_and_not_to_come() -> None:
    first, last = fiscal_year_bounds(2569)
    for wrong in ({"as_of": last - timedelta(days=1)}, {"as_of": TODAY + timedelta(days=1)}):
        assert lack("statistics_dated", figures=replace(WHOLE_2569, **wrong)) == "not_dated"
    assert lack("statistics_dated", figures=replace(WHOLE_2569, first=last, last=first))


def test_files_for_people_and_for_sheets_are_wanted() -> None:
    assert lack("statistics_files", formats=frozenset({"csv", "json", "pdf"})) == "no_files"


def test_every_criterion_of_every_year_has_a_check_of_its_own_page_and_words() -> None:
    assert {check.role for check in CHECKS.values()} == set(ITEM_ROLES)
    for shipped in SCHEMES.values():
        for role, item in shipped.items():
            for one in item.criteria:
                assert CHECKS[one.check].role == role
                assert one.words is CRITERION_WORDS[one.check]
                assert one.basis in BASES
    assert set(BASES_WORDS) == set(BASES)
    assert set(CRITERION_WORDS) == set(CHECKS)
