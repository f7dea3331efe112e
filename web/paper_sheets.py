"""Recovery papers and the key file's print, as PDF sheets made in memory and kept nowhere."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import segno
import typst

from rules.thai_time import long_date

SHEETS: Final = (
    "root", "content_first", "content_second", "identity_inside", "identity_outside",
)  # fmt: skip
"""The papers of an agency, in the order in which they are printed."""

KEY_FILE: Final = "key_file"
_ROOM: Final = Path(__file__).parent / "papers"
_PREPARED_DPI: Final = 72.0


def agency_papers(name: str, made_on: date, digits: Mapping[str, str]) -> bytes:
    """A PDF of five A4 sheets, one for each of `SHEETS`; `digits` are theirs in groups of four."""
    return _pdf(_given(name, made_on, [(sheet, digits[sheet]) for sheet in SHEETS]))


def key_file_sheets(name: str, made_on: date, digits: tuple[str, ...]) -> bytes:
    """A PDF with a sheet for each pepper of the key file, the newest first."""
    return _pdf(_given(name, made_on, [(KEY_FILE, one) for one in digits]))


def pictures(given: Mapping[str, Any], dpi: float = _PREPARED_DPI) -> list[bytes]:
    """The same sheets as PNG pictures, to be looked at."""
    made = _compile(given, format="png", ppi=dpi)
    return made if isinstance(made, list) else [made]


def _given(name: str, made_on: date, sheets: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "owner": name,
        "day": long_date(made_on),
        "sheets": [
            {"name": sheet, "groups": digits.split(), "qr": _qr(digits)} for sheet, digits in sheets
        ],
    }


def _qr(digits: str) -> str:
    picture = BytesIO()
    segno.make("".join(digits.split()), error="m", micro=False).save(
        picture, kind="svg", border=2, xmldecl=False
    )
    return picture.getvalue().decode()


def _pdf(given: Mapping[str, Any]) -> bytes:
    made: bytes = _compile(given, format="pdf", pdf_standards=["a-2b"])
    return made


def _compile(given: Mapping[str, Any], **more: Any) -> Any:
    """What typst makes of the sheets: bytes in, bytes out, nothing written on the way."""
    return typst.compile(
        (_ROOM / "sheets.typ").read_bytes(),
        root=str(_ROOM),
        font_paths=[str(_ROOM / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(given, ensure_ascii=False)},
        # Two prints of one secret are the same bytes; the day stands on the sheet.
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        **more,
    )
