"""Papers and pictures by typst: bytes in, bytes out, nothing written on the way.

What differs between two papers comes as JSON in `sys.inputs.data` and is never read as markup.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import segno
import typst

from web.paper_words import printable

ROOM: Final = Path(__file__).parent / "papers"


def pdf(template: str, given: Mapping[str, Any]) -> bytes:
    """A PDF/A-2b of the template in `papers/` with what is given to it.

    Letters that no font has become one mark: PDF/A knows no empty shapes.
    """
    made: bytes = _compile(template, printable(given), format="pdf", pdf_standards=["a-2b"])
    return made


def pictures(template: str, given: Mapping[str, Any], dpi: float = 72.0) -> list[bytes]:
    """The same pages as PNG pictures; at 72 a point is a pixel."""
    made = _compile(template, given, format="png", ppi=dpi)
    return made if isinstance(made, list) else [made]


def qr_svg(text: str, *, border: int = 2) -> str:
    """A QR code as SVG markup made of its modules alone; the text is not in it."""
    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", border=border, xmldecl=False)
    return picture.getvalue().decode()


def _compile(template: str, given: Mapping[str, Any], **more: Any) -> Any:
    return typst.compile(
        _source(template),
        root=str(ROOM),
        font_paths=[str(ROOM / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(given, ensure_ascii=False)},
        # Two prints of one thing are the same bytes; the day stands on the paper.
        timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        **more,
    )


@cache
def _source(template: str) -> bytes:
    return (ROOM / template).read_bytes()
