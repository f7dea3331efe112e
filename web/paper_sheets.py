"""Recovery papers and the key file's print, as PDF sheets made in memory and kept nowhere."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from rules.thai_time import long_date
from web import typeset

SHEETS: Final = (
    "root", "content_first", "content_second", "identity_inside", "identity_outside",
)  # fmt: skip
"""The papers of an agency, in the order in which they are printed."""

KEY_FILE: Final = "key_file"
_TEMPLATE: Final = "sheets.typ"


def agency_papers(name: str, made_on: date, digits: Mapping[str, str]) -> bytes:
    """A PDF of five A4 sheets, one for each of `SHEETS`; `digits` are theirs in groups of four."""
    given = _given(name, made_on, [(sheet, digits[sheet]) for sheet in SHEETS])
    return typeset.pdf(_TEMPLATE, given)


def key_file_sheets(name: str, made_on: date, digits: tuple[str, ...]) -> bytes:
    """A PDF with a sheet for each pepper of the key file, the newest first."""
    return typeset.pdf(_TEMPLATE, _given(name, made_on, [(KEY_FILE, one) for one in digits]))


def pictures(given: Mapping[str, Any], dpi: float = 72.0) -> list[bytes]:
    """The same sheets as PNG pictures, to be looked at."""
    return typeset.pictures(_TEMPLATE, given, dpi)


def _given(name: str, made_on: date, sheets: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "owner": name,
        "day": long_date(made_on),
        "sheets": [_sheet(sheet, digits) for sheet, digits in sheets],
    }


def _sheet(sheet: str, digits: str) -> dict[str, Any]:
    groups = digits.split()
    return {"name": sheet, "groups": groups, "qr": typeset.qr_svg("".join(groups))}
