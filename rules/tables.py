"""A small table as it is published: labels in both languages, counts, and cells that are hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules.words import Words


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line; a cell that is None was hidden because it counts so few (`rules.suppression`)."""

    code: str
    label: Words
    cells: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its total line, if it has one; `name` stands in addresses and columns."""

    name: str
    title: Words
    columns: tuple[Words, ...]
    rows: tuple[TableRow, ...]
    total: tuple[int | None, ...] | None = None
    note: Words | None = None

    @property
    def hides(self) -> bool:
        """Whether any cell is hidden."""
        lines = [row.cells for row in self.rows] + ([self.total] if self.total else [])
        return any(cell is None for cells in lines for cell in cells)


def words_record(words: Words) -> dict[str, str]:
    """The words for a canonical record."""
    return {"th": words.th, "en": words.en}


def words_from(record: Mapping[str, str]) -> Words:
    """The words of a record."""
    return Words(record["th"], record["en"])


def table_record(table: Table) -> dict[str, Any]:
    """The table for a canonical record."""
    return {
        "name": table.name,
        "title": words_record(table.title),
        "columns": [words_record(words) for words in table.columns],
        "rows": [
            {"code": row.code, "label": words_record(row.label), "cells": list(row.cells)}
            for row in table.rows
        ],
        "total": None if table.total is None else list(table.total),
        "note": None if table.note is None else words_record(table.note),
    }


def table_from(record: Mapping[str, Any]) -> Table:
    """The table of a record."""
    return Table(
        name=record["name"],
        title=words_from(record["title"]),
        columns=tuple(words_from(one) for one in record["columns"]),
        rows=tuple(
            TableRow(one["code"], words_from(one["label"]), tuple(one["cells"]))
            for one in record["rows"]
        ),
        total=None if record["total"] is None else tuple(record["total"]),
        note=None if record["note"] is None else words_from(record["note"]),
    )
