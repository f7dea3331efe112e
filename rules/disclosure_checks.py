"""How each criterion of a disclosure item is proved: from what was published and from live facts.

A check looks and says what is still lacking, by a code of `rules.words.console.LACKS`; it never
takes anybody's word. Each names the place at which an assessor sees the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from rules.counting import NO_COMPLAINTS, Row
from rules.document import HEADING, TABLE, Block, section
from rules.thai_time import fiscal_year_bounds, halves

LOOK_LASTS_DAYS: Final = 365
FILES_WANTED: Final = frozenset({"pdf", "xlsx"})
_SAYS_NOTHING: Final = ("", "-", "–")
PERIOD_KINDS: Final = ("month", "quarter", "half")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a published version of the statistics shows; `zero` is its sentence in Thai or ""."""

    fiscal_year_be: int
    topic: str
    rows: tuple[Row, ...]
    parts: tuple[str, ...]
    first: date
    last: date | None
    as_of: date
    zero: str

    def covers(self, first: date, last: date) -> bool:
        """Whether the rows follow one another over all these days."""
        if not self.rows or self.rows[0].period.first > first or self.rows[-1].period.last < last:
            return False
        pairs = pairwise(row.period for row in self.rows)
        return all(later.first == earlier.last + timedelta(days=1) for earlier, later in pairs)


@dataclass(frozen=True, slots=True)
class PublishedChannel:
    """What a published version of the channel's page says."""

    is_open: bool
    blocks: tuple[Block, ...]
    looked_on: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks look at, for the assessment of one fiscal year.

    `blocks` is the guideline as published, `channel` that page; `figures` the version shown as
    evidence, `whole_year` the one of the whole year before; None where nothing was published.
    `looked_on` is the newest look at the main website, `formats` the files that can be had.
    """

    fiscal_year_be: int
    today: date
    blocks: tuple[Block, ...] = ()
    channel: PublishedChannel | None = None
    corruption_open: bool = False
    grievance_open: bool = False
    looked_on: date | None = None
    figures: Figures | None = None
    whole_year: Figures | None = None
    formats: frozenset[str] = frozenset()


def first_half_shown(figures: Figures, fiscal_year: int) -> bool:
    """Whether October to March of the year is covered."""
    half = halves(fiscal_year)[0]
    return figures.covers(half.first, half.last)


def whole_year_shown(figures: Figures, fiscal_year: int) -> bool:
    """Whether the whole fiscal year is covered."""
    return figures.covers(*fiscal_year_bounds(fiscal_year))


def evidence_of_year(published: Sequence[Figures], fiscal_year: int) -> Figures | None:
    """The version that proves most for a year's assessment: one that covers what is asked.

    Else the first of them, and None when nothing was published.
    """
    for figures in published:
        if _covers_enough(figures, fiscal_year):
            return figures
    return published[0] if published else None


def _covers_enough(figures: Figures, fiscal_year: int) -> bool:
    return first_half_shown(figures, fiscal_year) or whole_year_shown(figures, fiscal_year - 1)


def part(blocks: Sequence[Block], anchor: str) -> tuple[Block, ...]:
    """What a section says, without its headings; none where it says nothing."""
    return tuple(
        block
        for block in section(blocks, anchor)
        if block.kind != HEADING and (block.words or block.items or block.rows)
    )


def _has_part(anchor: str) -> Callable[[Facts], str]:
    return lambda facts: "" if part(facts.blocks, anchor) else "part_missing"


def _steps(facts: Facts) -> list[tuple[str, ...]]:
    tables = [block for block in part(facts.blocks, "steps") if block.kind == TABLE]
    return [tuple(cell.th.strip() for cell in row) for table in tables for row in table.rows]


def _has_steps(facts: Facts) -> str:
    steps = _steps(facts)
    told = all(row and row[0] not in _SAYS_NOTHING for row in steps)
    return "" if steps and told else "steps_missing"


def _each_step_has(column: int, anchor: str, lack: str) -> Callable[[Facts], str]:
    """A look whether each step says it in that column, and a part of its own explains it."""

    def look(facts: Facts) -> str:
        steps = _steps(facts)
        told = all(len(row) > column and row[column] not in _SAYS_NOTHING for row in steps)
        return "" if steps and told and part(facts.blocks, anchor) else lack

    return look


def _is_online(facts: Facts) -> str:
    if not facts.corruption_open:
        return "channel_closed"
    if facts.channel is None:
        return "not_published"
    return "" if facts.channel.is_open else "said_closed"


def _is_apart(facts: Facts) -> str:
    if not facts.corruption_open:
        return "channel_closed"
    if not facts.grievance_open:
        return "one_door"
    if facts.channel is None:
        return "not_published"
    return "" if part(facts.channel.blocks, "apart") else "part_missing"


def _is_linked(facts: Facts) -> str:
    if facts.looked_on is None:
        return "not_looked"
    if (facts.today - facts.looked_on).days > LOOK_LASTS_DAYS:
        return "looked_long_ago"
    if facts.channel is None:
        return "not_published"
    return "look_not_told" if facts.channel.looked_on is None else ""


def _shown(figures: Figures | None) -> str:
    """What keeps a table of numbers from being one: no rows, not drawn, or not in balance."""
    if figures is None:
        return "not_published"
    if not figures.rows:
        return "no_rows"
    if "table" not in figures.parts:
        return "no_table"
    return "" if all(_balances(row) for row in figures.rows) else "does_not_balance"


def _balances(row: Row) -> bool:
    counts = (row.carried_forward, row.received, row.completed, row.outstanding)
    came, went = counts[0] + counts[1], counts[2] + counts[3]
    return min(counts) >= 0 and came == went


def _counts(facts: Facts) -> str:
    return _shown(facts.figures)


def _covers_period(facts: Facts) -> str:
    figures = facts.figures
    if figures is None or _shown(figures):
        return _shown(figures)
    by_period = all(row.period.kind in PERIOD_KINDS for row in figures.rows)
    return "" if by_period and _covers_enough(figures, facts.fiscal_year_be) else "too_short"


def _says_none(facts: Facts) -> str:
    figures = facts.figures
    if figures is None or not figures.rows:
        return _shown(figures)
    if any(row.received for row in figures.rows):
        return ""
    return "" if NO_COMPLAINTS in figures.zero else "no_zero_sentence"


def _whole_year(facts: Facts) -> str:
    return _shown(facts.whole_year) if facts.whole_year else "not_whole_year"


def _is_dated(facts: Facts) -> str:
    figures = facts.figures
    if figures is None or figures.last is None:
        return _shown(figures)
    return "" if figures.first <= figures.last <= figures.as_of <= facts.today else "not_dated"


def _has_files(facts: Facts) -> str:
    if facts.figures is None:
        return "not_published"
    return "" if facts.formats >= FILES_WANTED else "no_files"


@dataclass(frozen=True, slots=True)
class Check:
    """How one criterion is proved: on which item's page, where it is seen, and the look itself.

    `seen_at` names the place of the evidence, `anchor` the part of that page.
    """

    role: str
    seen_at: str
    anchor: str
    look: Callable[[Facts], str]


def _guideline(anchor: str, look: Callable[[Facts], str] | None = None) -> Check:
    return Check("guideline", "guideline", anchor, look or _has_part(anchor))


def _channel(seen_at: str, anchor: str, look: Callable[[Facts], str]) -> Check:
    return Check("channel", seen_at, anchor, look)


def _statistics(look: Callable[[Facts], str], seen_at: str = "statistics") -> Check:
    return Check("statistics", seen_at, "", look)


CHECKS: Final[Mapping[str, Check]] = {
    "guideline_prepare": _guideline("prepare"),
    "guideline_filing": _guideline("how-to-file"),
    "guideline_channels": _guideline("channels"),
    "guideline_steps": _guideline("steps", _has_steps),
    "guideline_unit": _guideline("unit", _each_step_has(1, "unit", "unit_missing")),
    "guideline_time": _guideline("time", _each_step_has(2, "time", "time_missing")),
    "guideline_protection": _guideline("protection"),
    "channel_online": _channel("door", "", _is_online),
    "channel_apart": _channel("channel", "apart", _is_apart),
    "channel_linked": _channel("channel", "main-site", _is_linked),
    "statistics_total": _statistics(_counts),
    "statistics_completed": _statistics(_counts),
    "statistics_progress": _statistics(_counts),
    "statistics_period": _statistics(_covers_period),
    "statistics_zero": _statistics(_says_none),
    "statistics_whole_year": _statistics(_whole_year, "whole_year"),
    "statistics_dated": _statistics(_is_dated),
    "statistics_files": _statistics(_has_files, "files"),
}
"""Every check there is, by the name that a criterion holds."""
