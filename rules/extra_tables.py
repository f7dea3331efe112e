"""The extra tables of the statistics, made of counts and already suppressed.

Which lines and columns there are never depends on a case: the lists, the office's units and the
fiscal year alone decide. The lines of what was received come to the mandated table's received,
those of the outcome to its completed and outstanding.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from rules.categories import CATEGORIES
from rules.suppression import one_way, two_way
from rules.tables import Table, TableRow
from rules.thai_time import long_date
from rules.words.intake import SOURCE_NAMES
from rules.words.phrase import Words
from rules.words.tables import (
    CATEGORY_NOT_SAID,
    COUNT,
    COUNTED_ON,
    EARLIER,
    FISCAL_YEAR,
    HALVES_NOTE,
    ONLINE,
    OTHER_UNIT,
    OUTCOMES,
    SOURCE_NOT_SAID,
    TABLE_NOTES,
    TABLE_TITLES,
    TOGETHER,
    UNKNOWN,
    UNKNOWN_NOTE,
    YEAR_NOT_SAID,
)

NOT_SAID: Final = "not_said"
UNKNOWN_CODE: Final = "unknown"
OPEN_CODE: Final = "open"
ONLINE_CODE: Final = "online"
_YEARS_NAMED: Final = 3

Names = Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Traits:
    """What is counted of one opened case; the year is the fiscal one of the incident, or None."""

    category: str
    source: str
    unit: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a span holds: the traits of received cases, how many have none, how cases ended."""

    traits: Sequence[Traits]
    unknown: int
    outcomes: Mapping[str, int]


def extra_tables(
    counted: Counted, units: Names, fiscal_year: int, counted_on: date
) -> tuple[Table, ...]:
    """All extra tables of a span, small counts hidden; `units` are the office's own by id."""
    categories = {one.code: one.words for one in CATEGORIES} | {NOT_SAID: CATEGORY_NOT_SAID}
    found, unknown = counted.traits, counted.unknown
    sources = {ONLINE_CODE: ONLINE, **SOURCE_NAMES}
    if any(one.source == NOT_SAID for one in found):
        sources[NOT_SAID] = SOURCE_NOT_SAID
    tables = (
        _by("category", categories, (one.category for one in found), unknown),
        _by("source", sources, (one.source for one in found), unknown),
        _by("unit", {**units, NOT_SAID: OTHER_UNIT}, (one.unit for one in found), unknown),
        _by_year(sources, counted, fiscal_year),
        _outcome(counted.outcomes),
    )
    return tuple(_noted(table, counted_on) for table in tables)


def with_second_half(
    first: Sequence[Table], second: Sequence[Table], counted_on: date
) -> tuple[Table, ...]:
    """The tables of a year of which the first half stands already.

    Both halves were hidden each by itself, and what is hidden in one stays hidden in the sum: so
    the difference between year and half tells no more than the halves. A table whose lines have
    changed since is left out.
    """
    later = {table.name: table for table in second}
    return tuple(
        _noted(_added(table, later[table.name]), counted_on, HALVES_NOTE)
        for table in first
        if table.name in later and _shape(table) == _shape(later[table.name])
    )


def _by(name: str, names: Names, codes: Iterable[str], unknown: int) -> Table:
    counts = Counter(code if code in names else NOT_SAID for code in codes)
    listed = [*(counts[code] for code in names), unknown]
    lines = {**names, UNKNOWN_CODE: UNKNOWN}
    rows = tuple(
        TableRow(code, words, (cell,))
        for (code, words), cell in zip(lines.items(), one_way(listed), strict=True)
    )
    return Table(name, TABLE_TITLES[name], (COUNT,), rows, (sum(listed),))


def _by_year(sources: Names, counted: Counted, fiscal_year: int) -> Table:
    """Source by year of the incident; whatever is not known stands in the last column."""
    columns = _year_columns(fiscal_year)
    counts = Counter((one.source, _column(one.year, fiscal_year)) for one in counted.traits)
    grid = [[counts[code, column] for column in range(len(columns))] for code in sources]
    shown = two_way(grid, (counted.unknown,))
    unknown = shown.row_totals[-1]
    body = (*shown.body, (*(0,) * (len(columns) - 1), unknown))
    lines = {**sources, UNKNOWN_CODE: UNKNOWN}
    rows = tuple(
        TableRow(code, words, (*cells, together))
        for (code, words), cells, together in zip(
            lines.items(), body, shown.row_totals, strict=True
        )
    )
    *known, last = shown.column_totals
    total = (*known, _sum(last, unknown), shown.total)
    title = TABLE_TITLES["source_by_year"]
    return Table("source_by_year", title, (*columns, TOGETHER), rows, total)


def _year_columns(fiscal_year: int) -> tuple[Words, ...]:
    years = [fiscal_year - back for back in range(_YEARS_NAMED)]
    named = [_filled(FISCAL_YEAR, year=str(year)) for year in years]
    return (*named, _filled(EARLIER, year=str(years[-1])), YEAR_NOT_SAID)


def _column(year: int | None, fiscal_year: int) -> int:
    if year is None:
        return _YEARS_NAMED + 1
    return min(max(0, fiscal_year - year), _YEARS_NAMED)


def _outcome(counts: Mapping[str, int]) -> Table:
    """How cases ended in the span; what is still open stands in the mandated table anyway."""
    ended = [code for code in OUTCOMES if code != OPEN_CODE]
    cells = one_way([counts[code] for code in ended])
    rows = [
        TableRow(code, OUTCOMES[code], (cell,)) for code, cell in zip(ended, cells, strict=True)
    ]
    rows.append(TableRow(OPEN_CODE, OUTCOMES[OPEN_CODE], (counts[OPEN_CODE],)))
    total = sum(counts[code] for code in OUTCOMES)
    return Table("outcome", TABLE_TITLES["outcome"], (COUNT,), tuple(rows), (total,))


def _added(first: Table, second: Table) -> Table:
    rows = tuple(
        later if later.code == OPEN_CODE else replace(row, cells=_sums(row.cells, later.cells))
        for row, later in zip(first.rows, second.rows, strict=True)
    )
    total = _sums(first.total or (), second.total or ())
    # What was open at the end of the first half is carried into the second, and counted there.
    carried = next((row.cells[0] for row in first.rows if row.code == OPEN_CODE), 0)
    return replace(second, rows=rows, total=tuple(_less(one, carried) for one in total))


def _sums(first: Iterable[int | None], second: Iterable[int | None]) -> tuple[int | None, ...]:
    return tuple(_sum(one, other) for one, other in zip(first, second, strict=True))


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def _shape(table: Table) -> tuple[tuple[Words, ...], tuple[str, ...]]:
    return table.columns, tuple(row.code for row in table.rows)


def _noted(table: Table, counted_on: date, *more: Words) -> Table:
    """The table with its notes: what was counted, what is not known, and the day."""
    known = () if table.name == "outcome" else (UNKNOWN_NOTE,)
    day = Words(
        COUNTED_ON.th.format(day=_unbroken(long_date(counted_on))),
        COUNTED_ON.en.format(day=_unbroken(long_date(counted_on, "en"))),
    )
    notes = (TABLE_NOTES[table.name], *known, *more, day)
    said = Words(" ".join(one.th for one in notes), " ".join(one.en for one in notes))
    return replace(table, note=said)


def _unbroken(day: str) -> str:
    """A day inside a sentence, which no line breaks in two."""
    return day.replace(" ", "\N{NO-BREAK SPACE}")


def _filled(words: Words, **values: str) -> Words:
    return Words(words.th.format(**values), words.en.format(**values))
