"""What a publisher chose for the statistics: read from an address or a form, and carried on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import MultiDict

from rules.states import Channel
from rules.statistics_options import (
    EXTRA_TABLES,
    GRANULARITIES,
    MORE_COLUMNS,
    PARTS,
    SPANS,
    StatisticsOptions,
)
from rules.words import Words
from rules.words.shown_statistics import (
    COLUMN_TITLES,
    GRANULARITY_WORDS,
    PART_WORDS,
    SPAN_WORDS,
    TABLE_WORDS,
)

CHOSEN: Final = "chosen"
"""A field that tells boxes left empty from boxes not yet seen."""

_SEVERAL: Final = ("columns", "parts", "tables")

Rows = list[tuple[str, str, str]]


@dataclass(frozen=True)
class Choice:
    """A channel, a fiscal year (None: the last with a closed period) and how it is laid out."""

    channel: Channel
    fiscal_year: int | None
    options: StatisticsOptions

    def fields(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each field that says the same again."""
        options = self.options
        return (
            ("channel", self.channel.value),
            ("year", str(self.fiscal_year or "")),
            ("span", options.span),
            ("granularity", options.granularity),
            *(("columns", one) for one in options.columns),
            *(("parts", one) for one in options.parts),
            *(("tables", one) for one in options.tables),
            (CHOSEN, "1"),
        )

    def query(self) -> dict[str, list[str]]:
        """The same for an address."""
        return dict(MultiDict(self.fields()).lists())


def read_choice(given: MultiDict[str, str], suggested: str = "quarter") -> Choice:
    """The choice in an address or a form; what is none of ours is as if it were not there."""
    year = given.get("year", "")
    is_grievance = given.get("channel") == Channel.GRIEVANCE.value
    return Choice(
        Channel.GRIEVANCE if is_grievance else Channel.CORRUPTION,
        int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None,
        _options(given, suggested),
    )


def _options(given: MultiDict[str, str], suggested: str) -> StatisticsOptions:
    usual = StatisticsOptions(granularity=suggested)
    if CHOSEN not in given:
        return usual
    return StatisticsOptions(
        span=_one(given.get("span"), SPANS, usual.span),
        granularity=_one(given.get("granularity"), GRANULARITIES, usual.granularity),
        columns=_some(given.getlist("columns"), MORE_COLUMNS),
        parts=_some(given.getlist("parts"), PARTS),
        tables=_some(given.getlist("tables"), EXTRA_TABLES),
    )


def _one(typed: str | None, known: Sequence[str], usual: str) -> str:
    return typed if typed in known else usual


def _some(typed: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    chosen = set(typed)
    return tuple(one for one in known if one in chosen)


def rows_to_choose() -> dict[str, Rows]:
    """Value, label and hint of each answer, by the question's name."""
    return {
        "span": _rows(SPANS, SPAN_WORDS),
        "granularity": _rows(GRANULARITIES, GRANULARITY_WORDS),
        "columns": _rows(MORE_COLUMNS, COLUMN_TITLES),
        "parts": _rows(PARTS, PART_WORDS),
        "tables": _rows(EXTRA_TABLES, TABLE_WORDS),
    }


def _rows(codes: Sequence[str], words: Mapping[str, Words]) -> Rows:
    return [(code, words[code].th, "") for code in codes]
